"""Which values of a facet are like a name? They are read once, and kept by their words."""

from collections.abc import Callable, Mapping
from functools import cached_property

from search.alike.alike_texts import AlikeTexts
from search.alike.name_words import NameWords
from search.engine import Likeness, unarticled
from search.names import name_key


class HeldNames:
    """The values of a facet by their keys, and how many documents have each."""

    def __init__(self, counts: Mapping[str, int], name_of: Callable[[str], str]) -> None:
        """Take the counts of the keys, and what folds a name (`Analyzer.name`)."""
        self.counts, self._name_of = counts, name_of
        self._keys = list(counts)

    def like(self, name: str, way: Likeness) -> list[str]:
        """Return the keys of the values that are like a name."""
        if way is Likeness.EQUAL:
            key = name_key(name)
            return [key] if key in self.counts else []
        if way is Likeness.KEY_START:
            start = name_key(name)
            return [key for key in self._keys if key.startswith(start)]
        return self._of(self._words.like(self._name_of(name), way).tolist())

    def away(self, name: str, steps: int) -> list[str]:
        """Return the keys of the values exactly `steps` steps from a name, without articles."""
        return self._of(self._alike.at(unarticled(self._name_of(name)), steps).tolist())

    def _of(self, numbers: list[int]) -> list[str]:
        return [self._keys[number] for number in numbers]

    @cached_property
    def _words(self) -> NameWords:
        return NameWords(list(map(self._name_of, self._keys)))

    @cached_property
    def _alike(self) -> AlikeTexts:
        return AlikeTexts([unarticled(self._name_of(key)) for key in self._keys])
