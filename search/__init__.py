"""Backfile's archive: what is stored, and how it is asked.

>>> from search import Archive, Item, Headline
"""

from typing import TYPE_CHECKING, Any

from search.errors import (
    ArchiveError,
    BackfileError,
    IndexDamaged,
    IndexExists,
    IndexLocked,
    IndexMissing,
    IndexOutdated,
    ItemInvalid,
    ItemNotFound,
    LanguageMismatch,
    LanguageUnknown,
    RequestInvalid,
)
from search.model import Headline, Item, Version
from search.request import SearchRequest
from search.results import (
    ArchiveInfo,
    Clause,
    FacetValue,
    HeadlineHit,
    Hit,
    Page,
    Suggestion,
    as_json,
)

if TYPE_CHECKING:
    from search.archive import Archive

__all__ = [
    "Archive",
    "ArchiveError",
    "ArchiveInfo",
    "BackfileError",
    "Clause",
    "FacetValue",
    "Headline",
    "HeadlineHit",
    "Hit",
    "IndexDamaged",
    "IndexExists",
    "IndexLocked",
    "IndexMissing",
    "IndexOutdated",
    "Item",
    "ItemInvalid",
    "ItemNotFound",
    "LanguageMismatch",
    "LanguageUnknown",
    "Page",
    "RequestInvalid",
    "SearchRequest",
    "Suggestion",
    "Version",
    "as_json",
]


def __getattr__(name: str) -> Any:
    """Load the archive when it is first named: `backfile --help` needs no search engine."""
    if name == "Archive":
        from search.archive import Archive

        return Archive
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
