"""What is asked of an archive: one immutable value for page, JSON, Atom, command and Python."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any, Self, TypedDict, cast

from search.errors import RequestInvalid
from search.query import dates
from search.settings import MAX_PER_PAGE, SORTS

#: Facet -> its parameter in a URL. The order is the order on the page.
FACETS: Mapping[str, str] = {
    "sources": "source",
    "tags": "tag",
    "categories": "category",
    "feed": "feed",
    "year": "year",
    "month": "month",
}
MAX_PAGE = 1_000_000
MAX_FACET_LIMITS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """A search, complete: query, limits, order, page.

    Several values of one facet are alternatives; different facets must all hold; a `not_` facet
    leaves out what has the value. `since` and `until` are days, both included. `as_of` asks the
    archive as it stood at the end of that day (in UTC), None as it stands now. `facets` names the
    facets that the page shall count, None for all. Equal requests have equal URLs, and a URL read
    back is the same request. Every method returns a new request, on its first page.

    Raises RequestInvalid where a value cannot be a search's.
    """

    query: str = ""
    sources: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    feed: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    month: tuple[str, ...] = ()
    not_sources: tuple[str, ...] = ()
    not_tags: tuple[str, ...] = ()
    not_categories: tuple[str, ...] = ()
    not_feed: tuple[str, ...] = ()
    not_year: tuple[str, ...] = ()
    not_month: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    as_of: date | None = None
    sort: str = "relevance"
    page: int = 1
    per_page: int = 20
    facets: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        """Check every value; a lone string stands for one value, a text for the day it names."""
        if not isinstance(self.query, str):
            raise RequestInvalid(f"query: {self.query!r} is no text; give a str")
        limits = 0
        for name in _LIMITS:
            values = _strings(name, getattr(self, name))
            object.__setattr__(self, name, values)
            limits += len(values)
        if limits > MAX_FACET_LIMITS:
            raise RequestInvalid(
                f"{limits} facet values; a search takes {MAX_FACET_LIMITS} at most: drop some"
            )
        for name in ("year", "month", "not_year", "not_month"):
            for value in getattr(self, name):
                _check_period(name, value)
        object.__setattr__(self, "since", _day("since", self.since, last=False))
        object.__setattr__(self, "until", _day("until", self.until, last=True))
        object.__setattr__(self, "as_of", _day("as_of", self.as_of, last=True))
        if self.sort not in SORTS:
            raise RequestInvalid(f"sort: {self.sort!r} is no order; use {', '.join(SORTS)}")
        _check_number("page", self.page, MAX_PAGE)
        _check_number("per_page", self.per_page, MAX_PER_PAGE)
        if self.facets is not None:
            names = _strings("facets", self.facets)
            for name in names:
                check_facet(name)
            object.__setattr__(self, "facets", names)

    # -- the state of one facet

    def included(self, facet: str) -> tuple[str, ...]:
        """Return the values of which a hit must have one; empty where any will do."""
        check_facet(facet)
        return cast(tuple[str, ...], getattr(self, facet))

    def excluded(self, facet: str) -> tuple[str, ...]:
        """Return the values that no hit may have."""
        check_facet(facet)
        return cast(tuple[str, ...], getattr(self, f"not_{facet}"))

    # -- the next search

    def only(self, facet: str, value: str) -> Self:
        """Limit the facet to this value alone: as many hits as its count says."""
        check_facet(facet)
        return replace(self, page=1, **{facet: (value,)})  # type: ignore[arg-type]

    def add(self, facet: str, value: str) -> Self:
        """Allow this value of the facet too."""
        values = dict.fromkeys((*self.included(facet), value))
        return replace(self, page=1, **{facet: tuple(values)})  # type: ignore[arg-type]

    def exclude(self, facet: str, value: str) -> Self:
        """Leave out what has this value."""
        bare = self.remove(facet, value)
        values = (*bare.excluded(facet), value)
        return replace(bare, **{f"not_{facet}": values})  # type: ignore[arg-type]

    def remove(self, facet: str, value: str) -> Self:
        """Neither ask for this value nor leave it out."""
        check_facet(facet)
        return replace(
            self,
            page=1,
            **{  # type: ignore[arg-type]
                name: tuple(other for other in getattr(self, name) if other != value)
                for name in (facet, f"not_{facet}")
            },
        )

    def without_facet(self, facet: str) -> Self:
        """Allow every value of the facet that is not left out."""
        check_facet(facet)
        return replace(self, page=1, **{facet: ()})  # type: ignore[arg-type]

    def with_query(self, query: str) -> Self:
        """Ask something else within the same limits."""
        return replace(self, page=1, query=query)

    def with_days(self, since: date | None, until: date | None) -> Self:
        """Set the first and the last day; None opens the end."""
        return replace(self, page=1, since=since, until=until)

    def with_as_of(self, day: date | None) -> Self:
        """Ask the archive as it stood on a day; None: as it stands now."""
        return replace(self, page=1, as_of=day)

    def with_sort(self, sort: str) -> Self:
        """Order the hits otherwise."""
        return replace(self, page=1, sort=sort)

    def at_page(self, page: int) -> Self:
        """Turn to another page of the same search."""
        return replace(self, page=page)

    # -- as parameters of a URL

    def to_params(self) -> list[tuple[str, str]]:
        """Return (name, value) pairs for a URL; what has its default is left out."""
        pairs: list[tuple[str, str]] = []
        for param, name in _PARAMS.items():
            value = getattr(self, name)
            if value == _DEFAULTS[name]:
                continue
            if isinstance(value, tuple):
                pairs.extend((param, entry) for entry in value or ("",))
            else:
                pairs.append((param, value.isoformat() if isinstance(value, date) else str(value)))
        return pairs

    @classmethod
    def from_params(cls, pairs: Iterable[tuple[str, str]]) -> tuple[Self, tuple[str, ...]]:
        """Read (name, value) pairs of a URL, in any order.

        Returns the request and, for each value that was left out because it cannot be a search's,
        a sentence that says so. Names that are no parameter of a search are passed over.
        """
        given: dict[str, list[str]] = {}
        for param, value in pairs:
            if param in _PARAMS:
                given.setdefault(param, []).append(value)
        request, problems = cls(), []
        for param, values in given.items():
            name = _PARAMS[param]
            many = isinstance(_DEFAULTS[name], tuple) or name == "facets"
            entries: list[Any] = values if many else values[-1:]
            for entry in entries:
                if not entry and name != "facets":
                    continue
                try:
                    parsed = _parse(name, param, entry)
                    if many:
                        earlier = getattr(request, name) or ()
                        parsed = tuple(dict.fromkeys((*earlier, *([entry] if entry else []))))
                    request = replace(request, **{name: parsed})
                except RequestInvalid as problem:
                    problems.append(f"{problem}. It was left out.")
        return request, tuple(problems)


class Limits(TypedDict, total=False):
    """The fields of SearchRequest but for the query, as a call may give them."""

    sources: str | Iterable[str]
    tags: str | Iterable[str]
    categories: str | Iterable[str]
    feed: str | Iterable[str]
    year: str | int | Iterable[str | int]
    month: str | Iterable[str]
    not_sources: str | Iterable[str]
    not_tags: str | Iterable[str]
    not_categories: str | Iterable[str]
    not_feed: str | Iterable[str]
    not_year: str | int | Iterable[str | int]
    not_month: str | Iterable[str]
    since: date | str | None
    until: date | str | None
    as_of: date | str | None
    sort: str
    page: int
    per_page: int
    facets: str | Iterable[str] | None


def check_facet(name: str) -> None:
    """Raise RequestInvalid where no facet has that name."""
    if name not in FACETS:
        raise RequestInvalid(f"{name!r} is no facet; the facets are {', '.join(FACETS)}")


_LIMITS = (*FACETS, *(f"not_{facet}" for facet in FACETS))
_DEFAULTS: Mapping[str, Any] = {field.name: field.default for field in fields(SearchRequest)}
#: Parameter of a URL -> field of SearchRequest.
_PARAMS: Mapping[str, str] = {
    "q": "query",
    **{param: facet for facet, param in FACETS.items()},
    **{f"not_{param}": f"not_{facet}" for facet, param in FACETS.items()},
    **{name: name for name in ("since", "until", "as_of", "sort", "page", "per_page", "facets")},
}


def _parse(name: str, param: str, text: str) -> Any:
    if name not in ("page", "per_page"):
        return text
    try:
        return int(text) if text.isascii() else 0
    except ValueError:
        raise RequestInvalid(f"{param}: {text[:40]!r} is no number") from None


def _strings(name: str, values: object) -> tuple[str, ...]:
    if isinstance(values, str | int):
        values = (values,)
    if isinstance(values, Iterable):
        result = tuple(str(value) if isinstance(value, int) else value for value in values)
        if all(isinstance(value, str) for value in result):
            return tuple(dict.fromkeys(filter(None, result)))
    raise RequestInvalid(f"{name}: {values!r} is no list of texts")


def _day(name: str, value: object, *, last: bool) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    period = dates.parse_period(str(value))
    if period is None:
        raise RequestInvalid(f"{name}: {str(value)[:40]!r} is no date; write one like 2026-01-31")
    return period[1] if last else period[0]


def _check_period(name: str, value: str) -> None:
    length, example = (4, "2026") if name.endswith("year") else (7, "2026-01")
    try:
        if len(value) == length and value.isascii():
            date.fromisoformat((value + "-01-01")[:10])
            return
    except ValueError:
        pass
    raise RequestInvalid(f"{name}: {value[:40]!r} is none; write one like {example}")


def _check_number(name: str, value: object, limit: int) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= limit:
        raise RequestInvalid(f"{name}: {value!r} is not between 1 and {limit}")
