"""Which values can a limit of a search have, and in which forms may they be given?"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypedDict

from search.arguments import shown, text, whole_number
from search.errors import RequestInvalid, RequestWrongType
from search.facets import FACETS, check_facet
from search.messages import (
    ABOUT_FIELD,
    GIVEN_AGAIN,
    LEFT_OUT,
    NO_CHOICE,
    QUERY_TOO_LONG,
    TOO_MANY_VALUES,
    Message,
    about,
    message,
)
from search.names import MAX_NAME_CHARACTERS, distinct
from search.periods import AUTO, MAX_BARS, NONE, UNITS
from search.settings import MATCHES, MAX_GENERATION, MAX_PER_PAGE, MAX_QUERY_CHARACTERS, SORTS
from search.story_groups import GROUPINGS

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
    new_since: int | None
    story: str
    explain: bool
    match: str
    sort: str
    group: str
    page: int
    per_page: int
    by: str
    bars: int
    share: bool
    facets: str | Iterable[str] | None


#: Fields that hold values of a facet, those that hits must not have included.
FACET_LIMITS = (*FACETS, *(f"not_{facet}" for facet in FACETS))
DAYS = ("since", "until", "as_of")
#: Field -> the highest number that it takes.
NUMBERS = {"page": MAX_PAGE, "per_page": MAX_PER_PAGE, "bars": MAX_BARS}
#: Field -> the highest number that it takes, from 0 on; None for no limit.
FROM_ZERO = {"new_since": MAX_GENERATION}
#: Fields that are on or off.
FLAGS = ("standing", "share", "explain")
#: Field -> what its value is called, and the texts that it may be.
CHOICES = {
    "match": (message("a match"), MATCHES),
    "sort": (message("an order"), SORTS),
    "group": (message("a grouping"), GROUPINGS),
    "by": (message("a unit of a timeline"), (AUTO, *UNITS, NONE)),
}
#: How a URL writes whether something is on.
FLAG_TEXTS: Mapping[str, bool] = {"1": True, "0": False, "true": True, "false": False}
#: How a URL writes a whole number; `int` would take `1_000`, blanks and digits of other scripts.
_WHOLE_NUMBER = re.compile(r"[+-]?[0-9]{1,4000}")


def parsed(name: str, value: Any) -> Any:
    """Turn a value in one of the forms of `Limits` into the type of its field."""
    if name in DAYS:
        return _day(name, value)
    if name in FACET_LIMITS or (name == "facets" and value is not None):
        if isinstance(value, str) or _is_int(value):
            value = (value,)
        if isinstance(value, Iterable) and not isinstance(value, bytes | Mapping):
            value = tuple(str(entry) if _is_int(entry) else entry for entry in value)
        if not _is_texts(value):
            raise RequestWrongType(f"{name}: {shown(value)} is not a text or list of texts")
    return value


def _is_int(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _day(name: str, value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    # Imported with the first text: what asks nothing waits for no pattern of days.
    from search.query import dates

    period = dates.parse_period(str(value)) if isinstance(value, str) or _is_int(value) else None
    if period is None and isinstance(value, str) and dates.is_undecidable(value):
        raise RequestInvalid(
            about(
                name,
                "{given} can be read as more than one day; write one like 2026-01-31",
                given=f"{value[:40]!r}",
            )
        )
    if period is None:
        advice = "write one like 2026-01-31"
        if not isinstance(value, str):
            raise RequestWrongType(
                f"{name}: {shown(value)} is not a date; give a datetime.date, or {advice} as a text"
            )
        raise RequestInvalid(
            about(
                name,
                "{given} is not a date; write one like 2026-01-31",
                given=f"{value[:40]!r}",
            )
        )
    return period[0] if name == "since" else period[1]


def one_day(given: date | str) -> date:
    """Return a day in any of its forms. Raises RequestInvalid, also for a month and 30 February."""
    from search.query import dates

    day = None
    if isinstance(given, str):
        first, last = dates.parse_period(given) or (None, None)
        if first == last is not None and not dates.is_past_month_end(given, last):
            day = first
    else:
        day = _day("day", given)
    if day is None:
        problem = "{given} is not a day; write one like 2026-01-31"
        raise RequestInvalid(about("day", problem, given=shown(given)))
    return day


def number(param: str, given: str) -> int:
    """Read a whole number from the text of a URL."""
    if not _WHOLE_NUMBER.fullmatch(given):
        raise RequestInvalid(about(param, "{given} is not a whole number", given=f"{given[:40]!r}"))
    return int(given)


def flag(param: str, given: str) -> bool:
    """Read whether something is on from the text of a URL."""
    if given in FLAG_TEXTS:
        return FLAG_TEXTS[given]
    raise RequestInvalid(about(param, "{given} is neither 1 nor 0", given=f"{given[:40]!r}"))


def typed(name: str, param: str, given: str, value: Any) -> Any:
    """Turn what a URL gives for a parameter into the type of its field.

    `value` is what is given for a day, a choice or a facet, of which there may be values already.
    """
    if name in NUMBERS or name in FROM_ZERO:
        return number(param, given)
    return flag(param, given) if name in FLAGS else parsed(name, value)


def checked(name: str, value: Any) -> Any:
    """Return a field's value as it is kept; raise RequestInvalid if the field cannot have it."""
    if name in FACET_LIMITS or (name == "facets" and value is not None):
        if not _is_texts(value):
            raise RequestWrongType(
                f"{name}: {shown(value)} is not a tuple of texts; give one such as ('BBC', 'DW'), "
                "or any list to SearchRequest.parse"
            )
        value = distinct(value)
        for entry in value:
            _check_length(name, entry)
            if name == "facets":
                check_facet(entry)
            elif name.endswith(("year", "month")):
                _check_period(name, entry)
    elif name in DAYS:
        if isinstance(value, datetime) or not isinstance(value, date | None):
            raise RequestWrongType(
                f"{name}: {shown(value)} is not a datetime.date; give one, "
                "or a text to SearchRequest.parse"
            )
    elif name in NUMBERS:
        most = NUMBERS[name]
        value = whole_number(name, value, f"an int from 1 to {most}")
        if not 1 <= value <= most:
            raise RequestInvalid(
                about(
                    name, "{given} is not between 1 and {most}", given=shown(value), most=str(most)
                )
            )
    elif name in FROM_ZERO and value is not None:
        most = FROM_ZERO[name]
        value = whole_number(name, value, f"an int from 0 to {most}, or None")
        if not 0 <= value <= most:
            problem = "{given} is not between 0 and {most}"
            raise RequestInvalid(about(name, problem, given=shown(value), most=str(most)))
    elif name in FLAGS and not isinstance(value, bool):
        raise RequestWrongType(f"{name}: {shown(value)} is neither True nor False")
    elif name in ("query", "story"):
        text(name, value)
    elif name in CHOICES:
        kind, choices = CHOICES[name]
        if text(name, value) not in choices:
            raise RequestInvalid(
                about(
                    name,
                    NO_CHOICE,
                    given=shown(value),
                    kind=kind,
                    choices=", ".join(filter(None, choices)),
                )
            )
    return value


def _check_length(name: str, value: str) -> None:
    if len(value) > MAX_NAME_CHARACTERS:
        raise RequestInvalid(
            about(
                name,
                "a value of {length} characters, {given}…; one has {most} at most",
                length=len(value),
                given=f"{value[:40]!r}",
                most=MAX_NAME_CHARACTERS,
            )
        )


def check_words(**texts: str) -> None:
    """Raise RequestInvalid for a text of signs alone, which no word of an item could match."""
    for name, given in texts.items():
        if text(name, given).strip() and not any(map(str.isalnum, given)):
            problem = "{given} holds no letter or digit; leave it out"
            raise RequestInvalid(about(name, problem, given=f"{given[:40]!r}"))


def cut_query(text: str) -> tuple[str, tuple[str, ...]]:
    """Return as much of a query as is used, and a sentence if the rest was left out."""
    if len(text) <= MAX_QUERY_CHARACTERS:
        return text, ()
    problem = message(QUERY_TOO_LONG, most=MAX_QUERY_CHARACTERS, length=len(text))
    return text[:MAX_QUERY_CHARACTERS], (message(LEFT_OUT, problem=problem),)


def no_limit(name: object, like: str) -> Message:
    """Return what is wrong with a name that is not a limit's; `like` may have been meant."""
    given = shown(name)
    if like:
        return message("{given} is not a limit; did you mean {like}?", given=given, like=like)
    return message("{given} is not a limit; the limits are SearchRequest's fields", given=given)


def too_many_values(param: str) -> Message:
    """Return a sentence for more values of one parameter than a search takes."""
    return message(LEFT_OUT, problem=message(TOO_MANY_VALUES, most=MAX_FACET_LIMITS, param=param))


def left_out(param: str, problem: RequestInvalid) -> Message:
    """Return a sentence for a value of a parameter that was left out, which names the parameter."""
    told = problem.args[0]
    if isinstance(told, Message) and told.template == ABOUT_FIELD:
        told = message(ABOUT_FIELD, name=param, problem=told.values["problem"])
    elif param == "facets":
        told = message(ABOUT_FIELD, name=param, problem=told)
    return message(LEFT_OUT, problem=told)


def given_again(param: str, count: int) -> Message:
    """Return a sentence for a parameter of one value that has several."""
    return message(LEFT_OUT, problem=message(GIVEN_AGAIN, param=param, count=count))


def _is_texts(value: object) -> bool:
    return isinstance(value, tuple) and all(isinstance(entry, str) for entry in value)


def _check_period(name: str, value: str) -> None:
    kind = name.removeprefix("not_")
    length, example = {"year": (4, "2026"), "month": (7, "2026-01")}[kind]
    try:
        if len(value) == length and value.isascii():
            date.fromisoformat((value + "-01-01")[:10])
            return
    except ValueError:
        pass
    said = {"given": f"{value[:40]!r}", "example": example}
    if kind == "year":
        raise RequestInvalid(about(name, "{given} is not a year; write one like {example}", **said))
    raise RequestInvalid(about(name, "{given} is not a month; write one like {example}", **said))


def said_of_days(pairs: Iterable[tuple[str, object]]) -> list[Message]:
    """Return a note for each day of an address that its month does not have, and how it was read.

    >>> said_of_days([("until", "2026-02-30"), ("since", "2026-02-03")])
    ['Read “2026-02-30” as 2026-02-28, the last day of its month.']
    """
    from search.query import dates

    days = [value for name, value in pairs if name in DAYS and isinstance(value, str)]
    read = [(day, period[1]) for day in days if (period := dates.parse_period(day))]
    return [note for day, last in read if (note := dates.said_of_month_end(day, last))]


def pairs_of(given: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the pairs of names and values of an address; raise RequestWrongType for others."""
    try:
        pairs = [(param, value) for param, value in given]
    except (TypeError, ValueError):
        pairs = [("", None)]  # type: ignore[list-item]
    if not all(isinstance(part, str) for pair in pairs for part in pair):
        raise RequestWrongType(
            f"{shown(given)} is not a list of pairs of texts; give one such as [('q', 'comet')]"
        )
    return pairs


def check_size(limits: Iterable[tuple[str, ...]]) -> None:
    """Raise RequestInvalid for more values of facets than a search takes."""
    values = sum(map(len, limits))
    if values > MAX_FACET_LIMITS:
        raise RequestInvalid(
            message(
                "{values} facet values; a search takes {most} at most: drop some",
                values=str(values),
                most=MAX_FACET_LIMITS,
            )
        )
