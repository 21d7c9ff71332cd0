"""Which values can a limit of a search have, and in which forms may they be given?"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypedDict

from search.errors import RequestInvalid
from search.names import distinct
from search.query import dates
from search.settings import MAX_PER_PAGE, SORTS

#: Facet -> its parameter in a URL, in the order in which a page shows the facets.
FACETS: Mapping[str, str] = {
    "sources": "source",
    "tags": "tag",
    "categories": "category",
    "feed": "feed",
    "year": "year",
    "month": "month",
}
MAX_PAGE = 1_000_000
#: Values of all facets together, those that hits must not have included.
MAX_FACET_LIMITS = 64


class Limits(TypedDict, total=False):
    """The fields of SearchRequest but its query, in the forms that `SearchRequest.parse` takes."""

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
    standing: bool
    sort: str
    page: int
    per_page: int
    facets: str | Iterable[str] | None


#: Fields that hold values of a facet, those that hits must not have included.
FACET_LIMITS = (*FACETS, *(f"not_{facet}" for facet in FACETS))
DAYS = ("since", "until", "as_of")
#: Field -> the highest number that it takes.
NUMBERS = {"page": MAX_PAGE, "per_page": MAX_PER_PAGE}
#: Fields that are on or off.
FLAGS = ("standing",)
#: How a URL writes whether something is on.
FLAG_TEXTS: Mapping[str, bool] = {"1": True, "0": False, "true": True, "false": False}


def check_facet(name: str) -> None:
    """Raise RequestInvalid if no facet has that name."""
    if name not in FACETS:
        raise RequestInvalid(f"{name!r} is no facet; the facets are {', '.join(FACETS)}")


def parsed(name: str, value: Any) -> Any:
    """Turn a value in one of the forms of `Limits` into the type of its field."""
    if name in DAYS:
        return _day(name, value)
    if name in FACET_LIMITS or (name == "facets" and value is not None):
        if isinstance(value, str | int):
            value = (value,)
        if isinstance(value, Iterable):
            value = tuple(str(entry) if isinstance(entry, int) else entry for entry in value)
        if not _is_texts(value):
            raise RequestInvalid(f"{name}: {value!r} is no list of texts")
    return value


def _day(name: str, value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    period = dates.parse_period(str(value))
    if period is None and dates.is_undecidable(str(value)):
        raise RequestInvalid(
            f"{name}: {str(value)[:40]!r} can be read as more than one day; "
            "write one like 2026-01-31"
        )
    if period is None:
        raise RequestInvalid(f"{name}: {str(value)[:40]!r} is no date; write one like 2026-01-31")
    return period[0] if name == "since" else period[1]


def number(param: str, text: str) -> int:
    """Read a number from the text of a URL; digits that are not ASCII make 0, which none may be."""
    try:
        return int(text) if text.isascii() else 0
    except ValueError:
        raise RequestInvalid(f"{param}: {text[:40]!r} is no number") from None


def flag(param: str, text: str) -> bool:
    """Read whether something is on from the text of a URL."""
    if text in FLAG_TEXTS:
        return FLAG_TEXTS[text]
    raise RequestInvalid(f"{param}: {text[:40]!r} is neither 1 nor 0")


def checked(name: str, value: Any) -> Any:
    """Return a field's value as it is kept; raise RequestInvalid if the field cannot have it."""
    parse = "give one, or use SearchRequest.parse"
    if name in FACET_LIMITS or (name == "facets" and value is not None):
        if not _is_texts(value):
            raise RequestInvalid(f"{name}: {value!r} is no tuple of strs; {parse}")
        value = distinct(value)
        for entry in value:
            if name == "facets":
                check_facet(entry)
            elif name.endswith(("year", "month")):
                _check_period(name, entry)
    elif name in DAYS:
        if isinstance(value, datetime) or not isinstance(value, date | None):
            raise RequestInvalid(f"{name}: {value!r} is no datetime.date; {parse}")
    elif name in NUMBERS:
        most = NUMBERS[name]
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
            raise RequestInvalid(f"{name}: {value!r} is not between 1 and {most}")
    elif name in FLAGS and not isinstance(value, bool):
        raise RequestInvalid(f"{name}: {value!r} is neither True nor False")
    elif name == "query" and not isinstance(value, str):
        raise RequestInvalid(f"query: {value!r} is no text; give a str")
    elif name == "sort" and value not in SORTS:
        raise RequestInvalid(f"sort: {value!r} is no order; use {', '.join(SORTS)}")
    return value


def _is_texts(value: object) -> bool:
    return isinstance(value, tuple) and all(isinstance(entry, str) for entry in value)


def _check_period(name: str, value: str) -> None:
    length, example = (4, "2026") if name.endswith("year") else (7, "2026-01")
    try:
        if len(value) == length and value.isascii():
            date.fromisoformat((value + "-01-01")[:10])
            return
    except ValueError:
        pass
    raise RequestInvalid(f"{name}: {value[:40]!r} is none; write one like {example}")
