"""Which parameters may an address have, and what is refused of them?"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice

from flask import abort, request

from search import SearchRequest
from search.arguments import nearest
from search.request import PARAMETERS

_SINGLE = (
    *("since", "until", "as_of", "standing", "match", "sort", "page", "per_page"),
    *("by", "bars", "share"),
)
#: Names of the parameters that may not be given without a value.
_NEVER_EMPTY = frozenset((*_SINGLE, "year", "month", "not_year", "not_month"))
#: Wrong values that one answer names.
_MAX_PROBLEMS = 5
#: What a sentence about a wrong value says of a page: the API leaves nothing out.
_LEFT_OUT = re.compile(r"^Left out |\.$")


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


def read_search() -> SearchRequest:
    """Return the search in the requested address, or answer 400 saying what is wrong with it."""
    given = list(request.args.items(multi=True))
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
