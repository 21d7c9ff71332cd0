"""Which searches does an address compare, and within which limits?"""

from collections.abc import Iterable

from flask import abort, request

from search import SearchRequest
from search.comparison import MAX_COMPARED, MIN_COMPARED
from search.frozen import frozen
from search.limits import cut_query
from search.periods import AUTO, NONE, USUAL_BARS
from search.query.said import with_facets_said
from search.request import FACETS, PARAMETERS
from web.page_links import BY_OUTLET, compare_url
from web.parameters import (
    in_words_of_the_page,
    read_for_page,
    read_search,
    refuse_unknown,
)
from web.translation import gettext
from web.view import for_all_hits

#: Bars of a comparison at most, whatever is asked for.
MAX_COMPARED_BARS = USUAL_BARS

#: Parameters of a search that a comparison has a use for.
COMPARE_PARAMETERS = tuple(
    name for name in PARAMETERS if name not in ("explain", "sort", "page", "per_page", "facets")
)


@frozen(kw_only=True)
class ToCompare:
    """What an address asks to compare, and what is said of it.

    `limits` hold for all searches. With `by_outlet` there is one query, which may be empty.
    """

    queries: tuple[str, ...]
    limits: SearchRequest
    by_outlet: bool
    notes: tuple[str, ...] = ()

    @property
    def is_ready(self) -> bool:
        """Whether there is enough to be compared."""
        if self.by_outlet:
            return len(self.limits.sources) != 1
        return len(self.queries) >= MIN_COMPARED

    @property
    def boxes(self) -> tuple[str, ...]:
        """The queries for a form: what was given, and room for another."""
        room = max(MIN_COMPARED, min(len(self.queries) + 1, MAX_COMPARED))
        return (*self.queries, *[""] * (room - len(self.queries)))

    @property
    def outlet_boxes(self) -> tuple[str, ...]:
        """The compared outlets for a form, and room for another."""
        outlets = self.limits.sources
        room = max(MIN_COMPARED, min(len(outlets) + 1, MAX_COMPARED))
        return (*outlets, *[""] * (room - len(outlets)))

    def url(self, endpoint: str = "compare.compare", **others: str) -> str:
        """Return the address of this comparison, or of the same in another form."""
        return compare_url(self.queries, self.limits, self.by_outlet, endpoint, **others)

    def with_limits(self, limits: SearchRequest) -> str:
        """Return the address of the same searches within other limits."""
        return compare_url(self.queries, limits, self.by_outlet)

    def without(self, number: int) -> str:
        """Return the address of the comparison without one of its queries."""
        return compare_url((*self.queries[:number], *self.queries[number + 1 :]), self.limits)

    def as_meant(self, number: int, search: SearchRequest) -> str:
        """Return the address of the comparison with another search in place of one of these.

        Limits that were corrected in it are corrected for all searches.
        """
        queries = (*self.queries[:number], search.query, *self.queries[number + 1 :])
        limits = self.limits
        for facet in FACETS:
            limits = limits.with_included(facet, search.included(facet))
            limits = limits.with_excluded(facet, search.excluded(facet))
        return compare_url(queries, limits, self.by_outlet)

    def in_outlets(self, query: str) -> str:
        """Return the address of the comparison of one query in its largest outlets."""
        return compare_url((query,), self.limits.with_limits(sources=()), True)


def compare_with(search: SearchRequest) -> str:
    """Return the address of a comparison that has a search as its first, and room for others."""
    said = with_facets_said(search)
    return compare_url(filter(None, (said.query,)), plain_limits(said))


def asked_by_page(*others: str) -> ToCompare:
    """Return what the address of a page asks to compare; what cannot be is left out, and said.

    It may have `others` among its parameters.
    """
    given, by_outlet, queries = _given()
    limits, left_out = read_for_page(*others, known=COMPARE_PARAMETERS, given=given)
    notes = [*left_out]
    found: dict[str, None] = {}
    for query in queries:
        kept, cut = cut_query(query)
        notes += map(in_words_of_the_page, cut)
        if kept.strip() in found:
            notes.append(gettext("The same search was given twice; it is compared once."))
        elif kept.strip():
            found[kept.strip()] = None
    asked = tuple(found)
    most = 1 if by_outlet else MAX_COMPARED
    if len(asked) > most:
        notes.append(
            gettext("One search is compared in its outlets; the others were left out.")
            if by_outlet
            else gettext(
                "{most} searches can be compared; those after them were left out.",
                most=MAX_COMPARED,
            )
        )
    limits = plain_limits(limits)
    if by_outlet and len(limits.sources) > MAX_COMPARED:
        limits = limits.with_limits(sources=limits.sources[:MAX_COMPARED])
        notes.append(
            gettext(
                "{most} outlets can be compared; those after them were left out.", most=MAX_COMPARED
            )
        )
    asked = asked[:most] or ("",) * by_outlet
    return ToCompare(queries=asked, limits=limits, by_outlet=by_outlet, notes=tuple(notes))


def asked_by_program(*others: str) -> ToCompare:
    """Return what the address asks to compare, or answer 400 saying what is wrong with it.

    It may have `others` among its parameters.
    """
    refuse_unknown((*COMPARE_PARAMETERS, *others))
    given, by_outlet, queries = _given()
    limits = plain_limits(read_search(given))
    for query in queries:
        for problem in cut_query(query)[1]:
            abort(400, problem.removeprefix("Left out "))
    asked = tuple(queries) or ("",) * by_outlet
    return ToCompare(queries=asked, limits=limits, by_outlet=by_outlet)


def plain_limits(limits: SearchRequest) -> SearchRequest:
    """Return the limits of a search as far as they concern a comparison."""
    by = AUTO if limits.by == NONE else limits.by
    plain = for_all_hits(limits.with_query("")).with_sort("relevance")
    return plain.with_timeline(by, limits.share).with_limits(
        bars=min(limits.bars, MAX_COMPARED_BARS)
    )


def _given() -> tuple[list[tuple[str, str]], bool, list[str]]:
    """Return the parameters of the limits, whether outlets are compared, and the queries."""
    pairs: Iterable[tuple[str, str]] = request.args.items(multi=True)
    limits = [pair for pair in pairs if pair[0] != "q" and pair != ("by", BY_OUTLET)]
    return limits, BY_OUTLET in request.args.getlist("by"), request.args.getlist("q")
