"""Which parameters may an address have, and what is refused of them?"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import reduce
from itertools import islice
from typing import TypeGuard

from flask import abort, request

from search import SearchRequest
from search.arguments import nearest
from search.facets import FACETS, PLURAL, SINGULAR
from search.frozen import frozen
from search.limits import said_of_days
from search.messages import (
    ABOUT_FIELD,
    GIVEN_AGAIN,
    LEFT_OUT,
    NO_CHOICE,
    QUERY_TOO_LONG,
    SENTENCE,
    TOO_MANY_VALUES,
    Message,
    about,
    listed,
    message,
    quoted,
)
from search.query.fields import FIELDS
from search.query.outlets import COUNT_FIELD
from search.request import PARAMETERS
from web.translation import N_, gettext, number, said
from web.words import CHOICE_WORDS

#: Parameters of a search that is answered as a whole, not by pages of hits.
WITHOUT_PAGES = tuple(name for name in PARAMETERS if name not in ("page", "per_page"))
#: Digits of a number in the address of an item.
_MAX_DIGITS = 9
#: Wrong values that one answer names.
_MAX_PROBLEMS = 5
#: Field or parameter -> the facet.
_FIELD_OF = {own: facet for facet, param in FACETS.items() for own in (facet, param)}
#: Field or parameter of a search -> what a page calls it, in English: `gettext` says it.
_PARAMETER_WORDS = {
    "q": N_("The query"),
    "since": N_("The first day"),
    "until": N_("The last day"),
    "as_of": N_("The day of the archive"),
    "standing": N_("The choice to leave out what had gone"),
    "new_since": N_("The update of the archive since which items are new"),
    "story": N_("The story"),
    "group": N_("The grouping of hits by stories"),
    "explain": N_("The choice to explain scores"),
    "match": N_("How many of the words hits have"),
    "sort": N_("The order"),
    "page": N_("The number of the page"),
    "per_page": N_("The number of hits on a page"),
    "by": N_("The unit of the timeline"),
    "bars": N_("The number of bars of the timeline"),
    "share": N_("The choice of shares for the timeline"),
    "facets": N_("A facet"),
    "queries": N_("What is to be compared"),
}
#: Sentence on a value of a facet that hits must have, or must not have -> its beginning.
_LIMIT_WORDS, _NOT_WORDS = N_("A limit to one {kind}"), N_("One {kind}")
#: What is left out otherwise (search.messages.LEFT_OUT).
_LEFT_OUT_SENTENCE = N_("Left out {problem}.")
#: What is said of a value that is no choice (search.messages.NO_CHOICE).
_NO_CHOICE_SENTENCE = N_("{given} is not {kind}; use {choices}")
_FIELD_LEFT_OUT = N_("{field} was left out: {problem}.")
_FIELD_WRONG = N_("{field} ({name}) is wrong: {problem}.")
_VALUES_LEFT_OUT = N_(
    "Left out all but the first {most} {kinds}: a search takes {most} of all facets at most."
)
_QUERY_CUT = N_("Left out all but the first {most} characters of the query, which has {length}.")
_AGAIN_LEFT_OUT = N_("{field} was given more than once; the last one counts.")
_AGAIN_WRONG = N_("{field} ({name}) was given more than once.")
_VALUES_TOO_MANY = N_(
    "There are more than {most} {kinds}; a search takes {most} of all facets at most."
)
#: What the page says of a limit that it leaves out -> what is said where the request is refused.
_REFUSALS = {
    QUERY_TOO_LONG: N_("the query has {length} characters; a search takes {most} at most"),
    TOO_MANY_VALUES: N_(
        "{param} has more than {most} values; a search takes {most} of all facets at most"
    ),
    GIVEN_AGAIN: N_("{param} was given {count} times; give it once"),
}
#: What is said of a parameter that a query has a field for.
_IN_QUERY = N_("There is no parameter “{name}”; the query can say it: “{field}:…”.")
#: Names that are added to links by newsletters, advertisers, social networks and analysts.
_ADDED_BY_OTHERS = re.compile(
    r"(?:utm|at|ns|mtm|matomo|pk|piwik|hsa|itm|wt|trk|ga)_\w+|_(?:ga|gl|hsenc|hsmi|ke|openstat)"
    r"|(?:fb|g|d|tt|tw|y)clid|ms(?:clk|cl)id|[gw]braid|gad_\w+"
    r"|li_fat_id|irclickid|wickedid"
    r"|igshid|igsh|mc_[ce]id|mkt_tok|oly_\w+|vero_\w+|s_?cid|cmp|cmpid|smid|xtor|ito|ref|ref_?src"
    r"|ref_url|referrer|traffic_source|spm|si|fb_\w+|_branch_\w+|epik|campaign_?id",
    re.IGNORECASE | re.ASCII,
)
#: A value in the quotes of Python.
_QUOTED = re.compile(r"(?<!\w)(?:'([^']*)')(?!\w)")


@frozen(kw_only=True)
class WholeNumber:
    """A parameter whose value is a whole number from `least` to `most`."""

    name: str
    default: int
    least: int
    most: int

    def read(self) -> int:
        """Return the number in the requested address, or answer 400."""
        given = request.args.get(self.name)
        if not given:
            return self.default
        if given.isascii() and given.isdecimal() and len(given) <= len(str(self.most)):
            number = int(given)
            if self.least <= number <= self.most:
                return number
        problem = about(
            self.name,
            "{given} is not a whole number between {least} and {most}",
            given=f"{given[:40]!r}",
            least=str(self.least),
            most=str(self.most),
        )
        abort(400, message(SENTENCE, problem=problem))


def read_search(given: Sequence[tuple[str, str]] | None = None) -> SearchRequest:
    """Return the search in the requested address, or answer 400 saying what is wrong with it.

    If some parameters are `given` these alone count. An empty value is none, as forms send them.
    """
    given = list(request.args.items(multi=True)) if given is None else given
    search, problems = SearchRequest.from_params(given)
    if wrong := list(map(_wrong, problems)):
        told = reduce(
            lambda one, other: message("{one}; {other}", one=one, other=other),
            [*dict.fromkeys(wrong)][:_MAX_PROBLEMS],
        )
        abort(400, message(SENTENCE, problem=told))
    return search


def read_order(usual: str = "") -> str:
    """Return the order in the requested address, `usual` where it names none."""
    return request.args.get("order") or usual


def read_text(name: str, most: int) -> str:
    """Return a text in the requested address, or answer 400 if it is longer than `most`."""
    text = request.args.get(name, "")
    if len(text) > most:
        problem = about(
            name,
            "{count} characters are too many; give {most} at most",
            count=len(text),
            most=most,
        )
        abort(400, message(SENTENCE, problem=problem))
    return text


def refuse_unknown(known: Collection[str]) -> None:
    """Answer 400 if the requested address has a parameter that is not known, nor of an advertiser.

    A program that misspells one would otherwise take another answer for the one it asked for.
    """
    for name, given in request.args.items(multi=True):
        if name in known or is_added_by_others(name):
            continue
        if name not in PARAMETERS or "q" not in known:
            abort(400, _unknown(_shown(name), nearest(name, known), known))
        if given:
            abort(400, message("“{name}” has no effect here; leave it out.", name=name))


def said_of_days_here() -> tuple[str, ...]:
    """Return a note for each day in the requested address that its month does not have."""
    return tuple(said_of_days(request.args.items(multi=True)))


def refuse_repaired_days() -> None:
    """Answer 400 if a day in the requested address is not one: this answer has no notes."""
    for note in said_of_days_here():
        abort(400, message("{note} This answer has no notes: give that day.", note=note))


def is_added_by_others(name: str) -> bool:
    """Tell whether a name in an address is one that others add to links to follow readers.

    >>> is_added_by_others("utm_source"), is_added_by_others("source")
    (True, False)
    """
    return _ADDED_BY_OTHERS.fullmatch(name) is not None


def _unknown(name: str, like: str, known: Collection[str]) -> Message:
    if like:
        return message(
            "There is no parameter “{name}”; did you mean “{like}”?", name=name, like=like
        )
    if not known:
        return message("There is no parameter “{name}”; this address takes none.", name=name)
    if _is_of_query(name, known):
        return message(_IN_QUERY, name=name, field=_field_for(name))
    if len(known) == 1:
        only = next(iter(known))
        return message(
            "There is no parameter “{name}”; the only one is {known}.", name=name, known=only
        )
    return message(
        "There is no parameter “{name}”; the parameters are {names}.",
        name=name,
        names=", ".join(dict.fromkeys(known)),
    )


def in_words_of_the_page(problem: str) -> str:
    """Say what was left out of a search in the words of the page, not of its address.

    >>> _, problems = SearchRequest.from_params([("since", "x")])
    >>> in_words_of_the_page(problems[0])
    'The first day was left out: “x” is not a date; write one like 2026-01-31.'
    """
    if not isinstance(problem, Message):
        return gettext(problem)
    told = said(problem)
    if problem.template in (LEFT_OUT, SENTENCE):
        inner, is_left_out = problem.values["problem"], problem.template == LEFT_OUT
        if parts := _about(_with_choices(inner) if is_left_out else inner):
            told = gettext(_FIELD_LEFT_OUT if is_left_out else _FIELD_WRONG, **parts)
        elif is_left_out and _says(inner, QUERY_TOO_LONG):
            told = gettext(_QUERY_CUT, **{name: number(of) for name, of in inner.values.items()})
        elif name := _given_again(inner):
            template = _AGAIN_LEFT_OUT if is_left_out else _AGAIN_WRONG
            told = gettext(template, field=gettext(_PARAMETER_WORDS[name]), name=name)
        elif parts := _too_many(inner):
            told = gettext(_VALUES_LEFT_OUT if is_left_out else _VALUES_TOO_MANY, **parts)
    elif problem.template == ABOUT_FIELD and (parts := _about(problem)):
        told = gettext(_FIELD_WRONG, **parts)
    return _QUOTED.sub(gettext("“{text}”", text=r"\1"), told)


def _about(problem: str) -> dict[str, str] | None:
    """Return the words for a field of a search, and what is wrong with it; None for others."""
    if not isinstance(problem, Message) or problem.template != ABOUT_FIELD:
        return None
    name = problem.values["name"]
    if name in _PARAMETER_WORDS:
        field = gettext(_PARAMETER_WORDS[name])
    elif facet := _FIELD_OF.get(_plain(name)):
        template = _LIMIT_WORDS if name == _plain(name) else _NOT_WORDS
        field = gettext(template, kind=gettext(SINGULAR[facet]))
    else:
        return None
    return {"field": field, "name": name, "problem": said(problem.values["problem"])}


def _with_choices(problem: str) -> str:
    """Return what is wrong with a field; if it lists choices, as the page's menus call them.

    Where the request is refused it names values of the address, for who writes addresses.
    """
    if not isinstance(problem, Message) or problem.template != ABOUT_FIELD:
        return problem
    name, own = problem.values["name"], problem.values["problem"]
    if not isinstance(own, Message) or own.template != NO_CHOICE:
        return problem
    choices = [quoted(gettext(words)) for words in CHOICE_WORDS[name].values()]
    return about(name, NO_CHOICE, **{**own.values, "choices": listed(choices)})


def _says(problem: str, template: str) -> TypeGuard[Message]:
    """Tell whether a problem is that of a template, or what is said where it is refused."""
    templates = (template, _REFUSALS[template])
    return isinstance(problem, Message) and problem.template in templates


def _given_again(problem: str) -> str:
    """Return the name of the parameter that was given again, if that is the problem."""
    if _says(problem, GIVEN_AGAIN):
        return str(problem.values["param"])
    return ""


def _too_many(problem: str) -> dict[str, str] | None:
    """Return how many values of which facet a search takes, if that is the problem."""
    if _says(problem, TOO_MANY_VALUES):
        facet = _FIELD_OF[_plain(problem.values["param"])]
        return {"most": str(problem.values["most"]), "kinds": gettext(PLURAL[facet])}
    return None


def _wrong(problem: str) -> str:
    """Return what is wrong, without saying that it was left out."""
    if isinstance(problem, Message) and problem.template == LEFT_OUT:
        own: str = problem.values["problem"]
        if isinstance(own, Message) and own.template in _REFUSALS:
            return message(_REFUSALS[own.template], **own.values)
        return own
    return problem


def _plain(name: str) -> str:
    return name.removeprefix("not_")


def read_for_page(
    *others: str,
    known: Collection[str] = PARAMETERS,
    given: Iterable[tuple[str, str]] | None = None,
) -> tuple[SearchRequest, tuple[str, ...]]:
    """Return the search in the address of a page, and a sentence for all that it leaves out.

    The page has a use for the `known` parameters of a search, and for `others`. If some are `given`
    these alone are read.
    """
    pairs = list(request.args.items(multi=True) if given is None else given)
    pairs = [pair for pair in pairs if pair[0] in known]
    search, problems = SearchRequest.from_params(pairs)
    told = (in_words_of_the_page(own) for own in (*problems, *said_of_days(pairs)))
    return search, (*_ignored_parameters((*known, *others)), *told)


def _ignored_parameters(known: Collection[str]) -> Iterator[str]:
    """Return a sentence for each name in the address that does nothing on a page."""
    given = (name for name, value in request.args.items() if value or name not in PARAMETERS)
    told = (_ignored(name, known) for name in given)
    return islice(filter(None, told), _MAX_PROBLEMS)


def _ignored(name: str, known: Collection[str]) -> str:
    """Return a sentence for a name that does nothing on a page; "" if it does, or is of others."""
    if name in known or is_added_by_others(name):
        return ""
    if name in PARAMETERS:
        return gettext("“{name}” has no effect on this page, so it was ignored.", name=name)
    if like := nearest(name, known):
        return gettext(
            "There is no parameter “{name}”, so it was ignored; did you mean “{like}”?",
            name=_shown(name),
            like=like,
        )
    if _is_of_query(name, known):
        return gettext(
            "There is no parameter “{name}”, so it was ignored; the query can say it: “{field}:…”.",
            name=name,
            field=_field_for(name),
        )
    return gettext("There is no parameter “{name}”, so it was ignored.", name=_shown(name))


def _shown(name: str) -> str:
    """Return the begin of a name in an address, which may hold any character."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in name[:40])


def _is_of_query(name: str, known: Collection[str]) -> bool:
    """Tell whether a query can say by a field what is asked for by a parameter."""
    return "q" in known and _field_for(name).removeprefix("-") in (*FIELDS, COUNT_FIELD)


def _field_for(name: str) -> str:
    """Return the field of a query for a parameter: `not_story` -> `-story`."""
    return re.sub("^not_", "-", name.lower())


def read_numbers(
    name: str, words: str, most: int = 1
) -> tuple[tuple[int | None, ...], tuple[str, ...]]:
    """Return the numbers of a parameter, each from 1, between dots, and what is said of them.

    It is (None,) where the requested address has no such parameter, or something else in it.
    """
    given = request.args.get(name)
    if not given:
        return (None,), ()
    parts = given.split(".", most)
    if len(parts) <= most and all(map(_is_number, parts)):
        return tuple(map(int, parts)), ()
    return (None,), (
        gettext(
            "{field} was left out: “{given}” is not a whole number from 1 on.",
            field=words,
            given=given[:40],
        ),
    )


def _is_number(given: str) -> bool:
    return given.isascii() and given.isdecimal() and len(given) <= _MAX_DIGITS and int(given) > 0
