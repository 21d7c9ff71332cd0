"""Which parameters does the API take, and which values of them?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import abort, request

from search import SearchRequest
from search.request import FACETS, MAX_FACET_LIMITS, MAX_PAGE
from search.settings import MAX_PER_PAGE, SORTS

_YEAR = "(?!0000)[0-9]{4}"
_MONTH = f"{_YEAR}-(0[1-9]|1[0-2])"
_PATTERNS = {"year": f"^{_YEAR}$", "month": f"^{_MONTH}$"}
_DAY = {"anyOf": [{"format": "date"}, {"pattern": f"^({_YEAR}|{_MONTH})$"}]}
_MAX_PROBLEMS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter of the query string; `schema` is a JSON Schema of its value."""

    name: str
    help: str
    schema: dict[str, Any]
    may_be_empty: bool = False

    def as_openapi(self) -> dict[str, Any]:
        """Return the parameter as OpenAPI describes one."""
        return {"name": self.name, "in": "query", "description": self.help, "schema": self.schema}


def text(name: str, help: str) -> Parameter:
    """Return a parameter that is any text."""
    return Parameter(name=name, help=help, schema={"type": "string"}, may_be_empty=True)


def whole_number(name: str, help: str, *, default: int, least: int, most: int) -> Parameter:
    """Return a parameter that is a whole number from `least` to `most`."""
    schema = {"type": "integer", "minimum": least, "maximum": most, "default": default}
    return Parameter(name=name, help=help, schema=schema)


def _day(name: str, help: str, which: str) -> Parameter:
    return Parameter(
        name=name,
        help=f"{help}, as 2026-01-31; a month or a year means its {which} day.",
        schema={"type": "string"} | _DAY,
    )


AS_OF = _day("as_of", "The day at whose end (in UTC) the archive is to be seen", "last")


def search_parameters() -> Iterator[Parameter]:
    """Yield the parameters of a search."""
    yield text("q", "The query: words, phrases, fields, as in the search box.")
    for prefix, have in (("", "have one of these values"), ("not_", "have none of these values")):
        for facet, name in FACETS.items():
            pattern = {"pattern": _PATTERNS[facet]} if facet in _PATTERNS else {}
            yield Parameter(
                name=prefix + name,
                help=f"Hits {have} of the facet {facet}; repeat it for several. "
                f"A search takes {MAX_FACET_LIMITS} values in all.",
                schema={"type": "array", "items": {"type": "string"} | pattern},
                may_be_empty=not pattern,
            )
    yield _day("since", "The first day", "first")
    yield _day("until", "The last day", "last")
    yield AS_OF
    yield Parameter(
        name="sort", help="Order of the hits.", schema={"enum": [*SORTS], "default": SORTS[0]}
    )
    yield whole_number("page", "Page of the hits.", default=1, least=1, most=MAX_PAGE)
    yield whole_number("per_page", "Hits on a page.", default=20, least=1, most=MAX_PER_PAGE)
    yield Parameter(
        name="facets",
        help="Facets to count; all where it is not given, none where it is empty.",
        schema={"type": "array", "items": {"enum": [*FACETS, ""]}},
        may_be_empty=True,
    )


_NEVER_EMPTY = frozenset(entry.name for entry in search_parameters() if not entry.may_be_empty)

_NAMES = tuple(entry.name for entry in search_parameters())


def read_search(*names: str) -> SearchRequest:
    """Return the search of the address that is asked for, or answer 400 saying what is wrong.

    With names given, only these of its parameters are looked at.
    """
    given = [
        (name, value)
        for name, value in request.args.items(multi=True)
        if not names or name in names
    ]
    search, problems = SearchRequest.from_params(given)
    wrong = [
        *(
            f"{name} is empty; leave it out"
            for name, value in given
            if not value and name in _NEVER_EMPTY
        ),
        *(problem.removesuffix(". It was left out.") for problem in problems),
    ]
    if wrong:
        abort(400, "; ".join([*dict.fromkeys(wrong)][:_MAX_PROBLEMS]) + ".")
    return search


def unknown_parameters() -> tuple[str, ...]:
    """Return a sentence for each name in the address that is no parameter of a search."""
    return tuple(
        f"There is no parameter “{name[:40]}”, so it was passed over; the parameters are "
        f"{', '.join(_NAMES)}."
        for name in dict.fromkeys(request.args)
        if name not in _NAMES
    )


def read_number(parameter: Parameter) -> int:
    """Return a number of the address that is asked for, or answer 400."""
    least, most = parameter.schema["minimum"], parameter.schema["maximum"]
    given = request.args.get(parameter.name)
    if given is None:
        return int(parameter.schema["default"])
    if given.isascii() and given.isdecimal() and len(given) <= len(str(most)):
        number = int(given)
        if least <= number <= most:
            return number
    abort(400, f"{parameter.name}: {given[:40]!r} is not between {least} and {most}.")
