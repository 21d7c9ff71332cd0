"""Backfile's archive: what is stored, and how is it searched?

>>> from search import Archive, Item, Headline
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from search.errors import (
    ArchiveClosed,
    ArchiveError,
    ArchiveIncomplete,
    BackfileError,
    ClusterRefusal,
    ClusterUnreachable,
    DeadlinePassed,
    EngineUnknown,
    IndexDamaged,
    IndexExists,
    IndexLocked,
    IndexMissing,
    IndexOutdated,
    ItemInvalid,
    ItemNotFound,
    ItemWrongType,
    LanguageMismatch,
    LanguageUnknown,
    RequestInvalid,
    RequestWrongType,
    WrongType,
)

if TYPE_CHECKING:
    from search.archive import Archive
    from search.comparison import (
        ComparedSearch,
        ComparedWord,
        Comparison,
        FoundItems,
        OutletOverTime,
        OutletsOverTime,
        Overlap,
    )
    from search.coverage import AbsentOutlet, Coverage, OutletShare
    from search.deadlines import deadline
    from search.export.formats import formatted, formatted_by_story
    from search.holdings import (
        FrontDay,
        HeldDay,
        HeldOutlet,
        HeldOutlets,
        Holdings,
        OutletProfile,
        OutletStories,
        OutletStory,
        SharedOutlet,
        Story,
    )
    from search.in_json import as_json
    from search.ledger_lines import LedgerCount, LedgerEntry
    from search.model import Headline, Item, Version
    from search.read_item import (
        HeadlineChange,
        Neighbour,
        Piece,
        Place,
        ReadItem,
        SameArticle,
        VersionChange,
    )
    from search.request import SearchRequest
    from search.results import (
        ArchiveInfo,
        Bar,
        Clause,
        Example,
        FacetValue,
        FoldedHit,
        FoundValues,
        HeadlineHit,
        Hit,
        OtherSearch,
        Page,
        ScorePart,
        Spelling,
        StoryHits,
        Suggestion,
        Timeline,
    )
    from search.story import (
        ElsewhereOutlet,
        FirstSeen,
        Rewording,
        Silence,
        SilentOutlet,
        StoryDay,
        StoryItem,
        StoryLine,
        StoryOutlet,
        Tie,
        ToldStory,
        Wording,
    )
    from search.story_groups import StorySummary

__all__ = [
    "AbsentOutlet",
    "Archive",
    "ArchiveClosed",
    "ArchiveError",
    "ArchiveIncomplete",
    "ArchiveInfo",
    "BackfileError",
    "Bar",
    "Clause",
    "ClusterRefusal",
    "ClusterUnreachable",
    "ComparedSearch",
    "ComparedWord",
    "Comparison",
    "Coverage",
    "DeadlinePassed",
    "ElsewhereOutlet",
    "EngineUnknown",
    "Example",
    "FacetValue",
    "FirstSeen",
    "FoldedHit",
    "FoundItems",
    "FoundValues",
    "FrontDay",
    "Headline",
    "HeadlineChange",
    "HeadlineHit",
    "HeldDay",
    "HeldOutlet",
    "HeldOutlets",
    "Hit",
    "Holdings",
    "IndexDamaged",
    "IndexExists",
    "IndexLocked",
    "IndexMissing",
    "IndexOutdated",
    "Item",
    "ItemInvalid",
    "ItemNotFound",
    "ItemWrongType",
    "LanguageMismatch",
    "LanguageUnknown",
    "LedgerCount",
    "LedgerEntry",
    "Neighbour",
    "OtherSearch",
    "OutletOverTime",
    "OutletProfile",
    "OutletShare",
    "OutletStories",
    "OutletStory",
    "OutletsOverTime",
    "Overlap",
    "Page",
    "Piece",
    "Place",
    "ReadItem",
    "RequestInvalid",
    "RequestWrongType",
    "Rewording",
    "SameArticle",
    "ScorePart",
    "SearchRequest",
    "SharedOutlet",
    "Silence",
    "SilentOutlet",
    "Spelling",
    "Story",
    "StoryDay",
    "StoryHits",
    "StoryItem",
    "StoryLine",
    "StoryOutlet",
    "StorySummary",
    "Suggestion",
    "Tie",
    "Timeline",
    "ToldStory",
    "Version",
    "VersionChange",
    "Wording",
    "WrongType",
    "as_json",
    "deadline",
    "formatted",
    "formatted_by_story",
]


#: Modules that define the names other than the errors, each after those that it imports.
_MODULES = (
    *("request", "model", "archive", "results", "in_json", "comparison", "coverage", "deadlines"),
    *("ledger_lines", "holdings", "export.formats"),
    *("read_item", "story_groups", "story"),
)


def __getattr__(name: str) -> Any:
    """Import a name's module when it is first used: `backfile --help` needs no search engine."""
    if name in __all__:
        for module in _MODULES:
            member = getattr(import_module(f"search.{module}"), name, None)
            if member is not None:
                globals()[name] = member
                return member
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
