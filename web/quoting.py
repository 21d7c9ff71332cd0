"""How are ids, values and parameters quoted in an address?"""

from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote, quote_plus

from werkzeug.routing import PathConverter

from search.names import name_key, tidied

#: Quoted values that are kept: those of some hundred pages.
_KEPT_VALUES = 10_000


class IdConverter(PathConverter):
    """An item's id in a path: any text, slashes and newlines included."""

    regex = "(?s:.+?)"
    part_isolating = False

    def to_url(self, value: str) -> str:
        """Quote an id for a path."""
        return quoted_id(value)


def quoted_id(id: str) -> str:
    """Quote an id so that browsers, which resolve `.` and `..`, send it back unchanged."""
    as_written = all(segment not in ("", ".", "..") for segment in id.split("/"))
    return quote(id, safe="/" if as_written else "")


def joined(pairs: Iterable[tuple[str, str]]) -> str:
    """Return parameters as they stand behind the `?` of an address."""
    return "&".join(f"{name}={_quoted(value)}" for name, value in pairs)


_quoted = lru_cache(_KEPT_VALUES)(quote_plus)


@lru_cache(_KEPT_VALUES)
def known(value: str) -> tuple[str, str]:
    """Return what a value is known by, and the value quoted; "" if a search tidies it first."""
    return name_key(value), quote_plus(value) if tidied(value) == value else ""
