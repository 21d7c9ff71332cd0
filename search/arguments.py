"""Has an argument the type that a method takes? If not, an error says what to give."""

from collections.abc import Iterable, Mapping, Sequence
from math import isnan
from operator import index
from typing import Any, TypeVar

from search.errors import RequestInvalid, RequestWrongType, WrongType

T = TypeVar("T")

#: Characters of a wrong value that an error shows.
MAX_SHOWN = 60
#: How alike a wrong name and a known one must be (`difflib`) for the known one to be proposed.
_ALIKE = 0.82
#: What other programs call a parameter -> its name here.
_ELSEWHERE = {
    **{"outlet": "source", "limit": "per_page", "size": "per_page", "rows": "per_page"},
    **{"from": "since", "to": "until", "order": "sort", "query": "q"},
}


def shown(value: object) -> str:
    """Return a value as an error shows it: as Python writes it, and not more than MAX_SHOWN.

    >>> shown("2"), len(shown("a" * 1_000))
    ("'2'", 60)
    """
    written = repr(value)
    return written if len(written) <= MAX_SHOWN else written[: MAX_SHOWN - 1] + "…"


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name that a misspelt one is most like; "" where it is like none.

    >>> nearest("pagee", ["q", "page", "per_page"]), nearest("utm_source", ["source"])
    ('page', '')
    >>> nearest("limit", ["q", "page", "per_page"]), nearest("odrer", ["order"]), nearest("Q", "q")
    ('per_page', 'order', 'q')
    """
    from difflib import get_close_matches

    known, name = list(known), name.lower()
    if name in known:
        return name
    if (meant := _ELSEWHERE.get(name)) in known:
        return meant
    if swapped := [own for own in known if sorted(own) == sorted(name)]:
        return swapped[0]
    found = get_close_matches(name, known, n=1, cutoff=_ALIKE)
    return found[0] if found else ""


def text(name: str, value: object, wrong: type[WrongType] = RequestWrongType) -> str:
    """Return a text. Raises `wrong` for anything else."""
    if not isinstance(value, str):
        raise wrong(f"{name}: {shown(value)} is not text; give a str")
    return value


def one_of(name: str, value: object, choices: Sequence[str], what: str) -> str:
    """Return one of some texts. Raises RequestInvalid, which says that another is not `what`.

    >>> one_of("order", "name", ("count", "name"), "an order of values")
    'name'
    """
    if text(name, value) in choices:
        return str(value)
    advice = (" or " if len(choices) == 2 else ", ").join(choices)
    raise RequestInvalid(f"{name}: {shown(value)} is not {what}; use {advice}")


def whole_number(
    name: str, value: object, advice: str, wrong: type[WrongType] = RequestWrongType
) -> int:
    """Return a whole number, also where it is one of numpy's. Raises `wrong` for anything else.

    `advice` says what to give.
    """
    try:
        if isinstance(value, bool):
            raise TypeError
        return index(value)  # type: ignore[arg-type]
    except TypeError:
        raise wrong(f"{name}: {shown(value)} is not a whole number; give {advice}") from None


def count(name: str, value: object) -> int:
    """Return how many things are asked for. Raises RequestInvalid where it is not a count."""
    number = whole_number(name, value, "an int, 0 or more")
    if number < 0:
        raise RequestInvalid(f"{name}: {number} is below 0; give 0 or more")
    return number


def between(name: str, value: object, least: int, most: int) -> int:
    """Return a whole number from `least` to `most`. Raises RequestInvalid for another."""
    number = whole_number(name, value, f"an int from {least} to {most}")
    if not least <= number <= most:
        raise RequestInvalid(f"{name}: {number} is not between {least} and {most}")
    return number


def seconds(name: str, value: object) -> float:
    """Return a number of seconds. Raises WrongType for anything else."""
    if not isinstance(value, int | float) or isinstance(value, bool) or isnan(value):
        raise WrongType(
            f"{name}: {shown(value)} is not a number of seconds; give an int or a float"
        )
    return value


def function(name: str, value: object, wrong: type[WrongType]) -> None:
    """Raise `wrong` for what cannot be called."""
    if not callable(value):
        raise wrong(f"{name}: {shown(value)} cannot be called; give a function")


def pair(name: str, value: object, of: str) -> tuple[Any, Any]:
    """Return a tuple of two values. Raises WrongType for anything else."""
    match value:
        case (one, other):
            return one, other
    raise WrongType(f"{name}: {shown(value)} is not two values; give {of}")


def several(name: str, values: Iterable[T], of: str, wrong: type[WrongType]) -> Iterable[T]:
    """Return what can be iterated but texts and mappings, for which `wrong` is raised."""
    if isinstance(values, str | bytes | Mapping) or not isinstance(values, Iterable):
        raise wrong(f"{name}: {shown(values)} is not a list; give a list of {of}")
    return values
