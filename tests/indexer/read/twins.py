"""The quick twin of a parser reads what the parser reads, and leaves all other text to it."""

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from unittest import mock


@dataclass(frozen=True)
class Twin:
    """A quick reader, `module.name`, and the whole reading that calls it before the parser.

    The quick reader returns `declined` for a text that it leaves to the parser.
    """

    reading: Callable[[str], object]
    module: ModuleType
    name: str
    declined: object

    def assert_same(self, text: str) -> None:
        """Hold that the reading returns the same with the parser alone."""
        with mock.patch.object(self.module, self.name, return_value=self.declined):
            parsed = self.reading(text)
        assert self.reading(text) == parsed

    def assert_declines(self, text: str) -> None:
        """Hold that the quick reader leaves a text to the parser."""
        assert getattr(self.module, self.name)(text) == self.declined
