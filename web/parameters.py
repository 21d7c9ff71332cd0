"""Which parameters of an address does the JSON API read, and what does it refuse?"""

from dataclasses import dataclass

from flask import abort, request

from search import SearchRequest
from search.request import FACETS

_SINGLE = ("since", "until", "as_of", "standing", "sort", "page", "per_page")
#: Names of all parameters of a search, as the description of the API lists them.
PARAMETER_NAMES = (
    "q",
    *FACETS.values(),
    *(f"not_{name}" for name in FACETS.values()),
    *_SINGLE,
    "facets",
)
#: Names of the parameters that may not be given without a value.
_NEVER_EMPTY = frozenset((*_SINGLE, "year", "month", "not_year", "not_month"))
#: Wrong values that one answer names.
_MAX_PROBLEMS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeNumber:
    """A parameter whose value is a whole number from `least` to `most`."""

    name: str
    default: int
    least: int
    most: int

    def read(self) -> int:
        """Return the number in the requested address, or answer 400."""
        given = request.args.get(self.name)
        if given is None:
            return self.default
        if given.isascii() and given.isdecimal() and len(given) <= len(str(self.most)):
            number = int(given)
            if self.least <= number <= self.most:
                return number
        abort(400, f"{self.name}: {given[:40]!r} is not between {self.least} and {self.most}.")


def read_search(*names: str) -> SearchRequest:
    """Return the search in the requested address, or answer 400 saying what is wrong with it.

    If names are given, only the parameters of these names are read.
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
        *(problem.removeprefix("Left out ").removesuffix(".") for problem in problems),
    ]
    if wrong:
        abort(400, "; ".join([*dict.fromkeys(wrong)][:_MAX_PROBLEMS]) + ".")
    return search


def unknown_parameters() -> tuple[str, ...]:
    """Return a sentence for each name in the requested address that no search parameter has."""
    return tuple(
        f"There is no parameter “{name[:40]}”, so it was ignored; the parameters are "
        f"{', '.join(PARAMETER_NAMES)}."
        for name in dict.fromkeys(request.args)
        if name not in PARAMETER_NAMES
    )
