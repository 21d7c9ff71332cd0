"""What does an archive answer? A page of hits, their facets, and notes on the query."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any

from search.model import Item
from search.request import SearchRequest

#: Types that JSON has.
_PLAIN = frozenset((str, int, float, bool, type(None)))
#: Headlines that a hit carries; the item itself has all of them.
MAX_HIT_HEADLINES = 20
#: Spans of characters, (start, end), of the words that matched: in order, none overlaps another.
Marks = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """One value of a facet and how many hits a search limited to it alone has."""

    value: str
    count: int
    selected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadlineHit:
    """A headline of a hit; `matched` if it has words or the link of the query.

    `marks` point to the words.
    """

    text: str
    outlet: str
    link: str
    matched: bool
    marks: Marks = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One item that was found.

    `snippet` is plain text around the matching words, which `snippet_marks` point to, or the
    beginning of the text if nothing in it matched. `headlines` are those of the item that matched,
    then its first others, MAX_HIT_HEADLINES at most and in the item's order; `headline_count` is
    how many the item has. `gone` is the day on which the item's file went, None if it was there on
    the day that was asked of.
    """

    id: str
    score: float
    title: str
    day: date | None
    sources: tuple[str, ...]
    tags: tuple[str, ...]
    categories: tuple[str, ...]
    feed: str
    link: str
    snippet: str
    headlines: tuple[HeadlineHit, ...]
    headline_count: int
    title_marks: Marks = ()
    snippet_marks: Marks = ()
    gone: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One part of a search that found nothing, and how many items the part alone finds.

    `without` is the same search without this part.
    """

    text: str
    total: int
    without: SearchRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainWords:
    """A search whose query has none but plain words, and how many items it finds."""

    total: int
    search: SearchRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The answer to one search.

    `total` and every count are exact, over all hits of one generation of the archive. `facets`
    maps each facet to its most frequent values (years and months: all, in order of time),
    `facet_sizes` to the number of its values. `notes` say what was repaired or left out of the
    query. Unless nothing was found `clauses` is empty and `plain` is None; `plain` is the same
    search with the query's signs read as plain words, if that finds anything.
    """

    request: SearchRequest
    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, list[FacetValue]]
    facet_sizes: Mapping[str, int]
    notes: tuple[str, ...]
    generation: int
    clauses: tuple[Clause, ...] = ()
    plain: PlainWords | None = None

    @property
    def pages(self) -> int:
        """How many pages the hits fill.

        >>> archive.search("comet OR strike", per_page=1).pages
        2
        """
        return -(-self.total // self.request.per_page)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A way to complete what was typed; `kind` is word, source or tag."""

    text: str
    kind: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveInfo:
    """What an archive is: its size, its span of days, how it was made.

    `has_history` tells whether any item has a time when it was first seen, or a day on which its
    file went; without one, the archive as of a past day is the archive as it stands. `deleted`
    counts the deleted documents that segments hold until they are merged. `parts` are the bytes of
    `items`, of `words` with their positions, of `facets` with the columns, and `other`.
    """

    items: int
    generation: int
    language: str
    schema: int
    outlets: int
    first_day: date | None
    last_day: date | None
    has_history: bool
    bytes: int
    segments: int
    deleted: int
    parts: Mapping[str, int]


def as_json(value: Any) -> Any:
    """Turn an answer of the archive into dicts, lists and texts, as a JSON encoder takes them.

    A request becomes its URL parameters; days become ISO dates; an item gets its `sources` too.
    The JSON API answers in this form, and the commands print it.

    >>> as_json(Suggestion(text="comet", kind="word", count=2))
    {'text': 'comet', 'kind': 'word', 'count': 2}
    """
    kind = type(value)
    if kind in _PLAIN:  # first: most values are
        return value
    if kind is tuple or kind is list:
        return [as_json(entry) for entry in value]
    if isinstance(value, SearchRequest):
        return [list(pair) for pair in value.to_params()]
    if isinstance(value, Page):
        request = value.request
        paging = {"page": request.page, "per_page": request.per_page, "pages": value.pages}
        return _members(value) | paging
    if isinstance(value, Item):
        return _members(value) | {"sources": list(value.sources)}
    if is_dataclass(value):
        return _members(value)
    if isinstance(value, Mapping):
        return {key: as_json(entry) for key, entry in value.items()}
    return value.isoformat() if isinstance(value, date) else value


def _members(value: Any) -> dict[str, Any]:
    names = _names(type(value))  # type: ignore[arg-type]
    return {name: as_json(getattr(value, name)) for name in names}


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
