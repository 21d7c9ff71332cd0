"""Which parameters may an address have, and what is refused of them?"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import islice

from flask import abort, request

from search import SearchRequest
from search.arguments import nearest
from search.facets import FACETS, PLURAL, SINGULAR
from search.limits import CHOICES, DAYS, FLAGS, NUMBERS
from search.request import PARAMETERS

_SINGLE = (*DAYS, *FLAGS, *CHOICES, *NUMBERS)
#: Names of the parameters that may not be given without a value.
_NEVER_EMPTY = frozenset((*_SINGLE, "year", "month", "not_year", "not_month"))
#: Wrong values that one answer names.
_MAX_PROBLEMS = 5
#: What a sentence about a wrong value says of a page: the API leaves nothing out.
_LEFT_OUT = re.compile(r"^Left out |\.$")
#: Field or parameter -> the facet.
_FIELD_OF = {own: facet for facet, param in FACETS.items() for own in (facet, param)}
#: Field or parameter of a search -> what a page calls it.
_PARAMETER_WORDS = {
    "since": "The first day",
    "until": "The last day",
    "as_of": "The day of the archive",
    "standing": "Whether to leave out what had gone",
    "explain": "Whether to show what gave each hit its score",
    "match": "How many of the words hits have",
    "sort": "The order",
    "page": "The number of the page",
    "per_page": "The number of hits on a page",
    "by": "The unit of the timeline",
    "bars": "The number of bars of the timeline",
    "share": "Whether the timeline shows shares",
    "facets": "A facet",
    **{name: f"A limit to one {SINGULAR[facet]}" for name, facet in _FIELD_OF.items()},
    **{f"not_{name}": f"One {SINGULAR[facet]}" for name, facet in _FIELD_OF.items()},
}
_PROBLEM = re.compile(rf"(?P<left>Left out )?(?P<name>{'|'.join(_PARAMETER_WORDS)}): ")
_TOO_MANY = re.compile(
    r"((?:Left out )?all but the first \d+ )values of "
    rf"(?P<name>(?:not_)?(?:{'|'.join(_FIELD_OF)}))\b"
)
#: A value in the quotes of Python.
_QUOTED = re.compile(r"(?<!\w)(?:'([^']*)')(?!\w)")


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
        abort(
            400,
            f"{self.name}: {given[:40]!r} is not a whole number "
            f"between {self.least} and {self.most}.",
        )


def read_search(given: Sequence[tuple[str, str]] | None = None) -> SearchRequest:
    """Return the search in the requested address, or answer 400 saying what is wrong with it.

    If some parameters are `given` these alone count.
    """
    given = list(request.args.items(multi=True)) if given is None else given
    search, problems = SearchRequest.from_params(given)
    wrong = [
        *(
            f"{name} is empty; leave it out"
            for name, value in given
            if not value and name in _NEVER_EMPTY
        ),
        *(_LEFT_OUT.sub("", problem) for problem in problems),
    ]
    if wrong:
        abort(400, "; ".join([*dict.fromkeys(wrong)][:_MAX_PROBLEMS]) + ".")
    return search


def read_text(name: str, most: int) -> str:
    """Return a text in the requested address, or answer 400 if it is longer than `most`."""
    text = request.args.get(name, "")
    if len(text) > most:
        abort(400, f"{name}: {len(text):,} characters are too many; give {most:,} at most.")
    return text


def refuse_unknown(known: Collection[str]) -> None:
    """Answer 400 if the requested address has a parameter that is not known.

    A program that misspells one would otherwise take another answer for the one it asked for.
    """
    for name in request.args:
        if name not in known:
            like = nearest(name, known)
            advice = (
                f"did you mean “{like}”?"
                if like
                else f"the parameters are {', '.join(known)}."
                if known
                else "this address takes none."
            )
            abort(400, f"There is no parameter “{name[:40]}”; {advice}")


def in_words_of_the_page(problem: str) -> str:
    """Say what was left out of a search in the words of the page, not of its address.

    >>> in_words_of_the_page("Left out since: 'x' is not a date; write one like 2026-01-31.")
    'The first day was left out: “x” is not a date; write one like 2026-01-31.'
    """
    if found := _PROBLEM.match(problem):
        is_left = "was left out" if found["left"] else "is wrong"
        problem = f"{_PARAMETER_WORDS[found['name']]} {is_left}: {problem[found.end() :]}"
    elif found := _TOO_MANY.match(problem):
        many = PLURAL[_FIELD_OF[found["name"].removeprefix("not_")]]
        problem = f"{found[1]}{many}{problem[found.end() :]}"
    return _QUOTED.sub(r"“\1”", problem)


def misspelt_parameters() -> tuple[str, ...]:
    """Return a sentence for each name in the address of a page that is almost a parameter's.

    Other names are passed over: `utm_source` and the like are added to links by others.
    """
    found = ((name, nearest(name, PARAMETERS)) for name in dict.fromkeys(request.args))
    sentences = (
        f"There is no parameter “{name[:40]}”, so it was ignored; did you mean “{like}”?"
        for name, like in found
        if like and name not in PARAMETERS
    )
    return tuple(islice(sentences, _MAX_PROBLEMS))
