"""What an archive answers: a page of hits, its facets, and what was made of the question."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any

from search.model import Item
from search.request import SearchRequest

#: Spans of the characters that made a text match: (start, end), in order, apart.
Marks = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """One value of a facet and how many hits a search limited to it alone has."""

    value: str
    count: int
    selected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadlineHit:
    """A headline of a hit; `matched` where the query's words are in it, at `marks`."""

    text: str
    outlet: str
    link: str
    matched: bool
    marks: Marks = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One item that was found.

    `snippet` is plain text around the matching words, which are at `snippet_marks`; where nothing
    in the text matched it is the text's beginning. `headlines` are all of the item's, in order.
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
    title_marks: Marks = ()
    snippet_marks: Marks = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One part of a search that found nothing: how many items it finds on its own.

    `without` is the same search less this part.
    """

    text: str
    total: int
    without: SearchRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The answer to one search.

    `total` and every count are exact, over all hits of one generation of the archive. `facets`
    maps each facet to its most frequent values (years and months: all, in order of time), and
    `facet_sizes` to how many it has. `notes` says what was repaired or left out of the query.
    `clauses` is filled where nothing was found.
    """

    request: SearchRequest
    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, list[FacetValue]]
    facet_sizes: Mapping[str, int]
    notes: tuple[str, ...]
    generation: int
    clauses: tuple[Clause, ...] = ()

    @property
    def pages(self) -> int:
        """How many pages the hits fill; 0 where there are none."""
        return -(-self.total // self.request.per_page)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A way to go on with what was typed; `kind` is word, source or tag."""

    text: str
    kind: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveInfo:
    """What an archive is: its size, its span of days, how it was made.

    `has_history` tells whether it is known of items since when they stand: only then does it answer
    otherwise as of a past day.
    `deleted` counts the documents that are left in `segments` until these are merged. `parts` are
    the bytes of `items`, of `words` and their positions, of `facets` and columns, and `other`.
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
    """Return an answer of the archive as what a JSON encoder takes.

    A request becomes its URL parameters; days are ISO dates; an item has its `sources`
    too. This form is the JSON API's, and the commands print the same.
    """
    if value is None or isinstance(value, str | int | float):  # as most are
        return value
    if isinstance(value, SearchRequest):
        return [list(pair) for pair in value.to_params()]
    if isinstance(value, Page):
        extra = {
            "page": value.request.page,
            "per_page": value.request.per_page,
            "pages": value.pages,
        }
        return {**_members(value), **extra}
    if isinstance(value, Item):
        return {**_members(value), "sources": list(value.sources)}
    if is_dataclass(value):
        return _members(value)
    if isinstance(value, Mapping):
        return {key: as_json(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(entry) for entry in value]
    return value.isoformat() if isinstance(value, date) else value


def _members(value: Any) -> dict[str, Any]:
    return {field.name: as_json(getattr(value, field.name)) for field in fields(value)}
