"""Which outlets carry the hits of a search, and how usual is each of them in the archive?"""

from collections.abc import Callable
from dataclasses import replace
from math import log
from typing import Any

from whoosh.query import Every

from search.answer.page import notes_of
from search.answer.questions import compiled, counts, generation_of, questions_of
from search.answer.values import listed
from search.arguments import one_of
from search.coverage import (
    COVERAGE_ORDERS,
    MOST_ABSENT,
    AbsentOutlet,
    Coverage,
    OutletShare,
    same_days,
)
from search.deadlines import check_deadline
from search.engine import Answer, Generation, Listed, Question
from search.messages import message
from search.names import name_key
from search.query import parser
from search.request import SearchRequest

_FACET = "sources"
_ALL_OUTLETS = message(
    "The table is of this search in all outlets, not only in those that it is limited to."
)
_ORDERS: dict[str, Callable[[OutletShare], Any]] = {
    "hits": lambda row: -row.hits,
    "held": lambda row: -row.held,
    # Any lift of a single hit is chance; this grows with the hits, too.
    "lift": lambda row: -row.hits * log(row.lift),
    "name": lambda row: 0,
}


def coverage(
    newest: Generation, request: SearchRequest, order: str, offset: int, limit: int | None
) -> Coverage:
    """Return the outlets of a search's hits from `offset` on, `limit` at most.

    Equals come by their names. The outlets that the search is limited to are no limit here.
    """
    one_of("order", order, COVERAGE_ORDERS, "an order of outlets")
    generation = generation_of(newest, request)
    given = request.with_limits(sources=())
    in_all = (_ALL_OUTLETS,) if request.sources else ()
    asked, request, renamed, _ = compiled(generation, parser.parse(request.query), given)
    facets = {_FACET: listed(_FACET, request, None, "name")}
    answer, match = counts(generation, asked, request, facets)
    whole = generation.search(Question(tree=Every(), facets={_FACET: Listed()}))
    held = {name_key(name): (name, count) for name, count in whole.facets[_FACET].values}
    rows = []
    hit = {name_key(name) for name, hits in answer.facets[_FACET].values if hits}
    for name, hits in answer.facets[_FACET].values:
        check_deadline()
        if not hits:
            continue
        written, count = held[name_key(name)]
        share, base = hits / answer.total, count / whole.total
        rows.append(
            OutletShare(
                outlet=written, hits=hits, share=share, held=count, base=base, lift=share / base
            )
        )
    rows.sort(key=lambda row: (_ORDERS[order](row), name_key(row.outlet)))
    absent, absent_outlets = _absent(generation, request, answer.total, hit, whole)
    return Coverage(
        total=answer.total,
        items=whole.total,
        outlets=len(rows),
        rows=tuple(rows[offset : None if limit is None else offset + limit]),
        absent=absent,
        absent_outlets=absent_outlets,
        match=match,
        notes=(
            *in_all,
            *notes_of(newest, generation, asked, given, renamed, answer, match),
        ),
    )


def _absent(
    generation: Generation, request: SearchRequest, total: int, hit: set[str], whole: Answer
) -> tuple[tuple[AbsentOutlet, ...], int]:
    """Return the largest outlets without a hit in the days of a search, and how many there are.

    `hit` are the keys of those with one; `whole` has all outlets of all days.
    """
    if not total:
        return (), 0
    (question,) = questions_of(generation, [same_days(request)])
    if question != Question(tree=Every()):
        whole = generation.search(replace(question, facets={_FACET: Listed()}))
    left_aside = hit | {name_key(name) for name in request.not_sources}
    found = [own for own in whole.facets[_FACET].values if name_key(own[0]) not in left_aside]
    absent = tuple(
        AbsentOutlet(
            outlet=name,
            held=count,
            base=count / whole.total,
            expected=total * count / whole.total,
        )
        for name, count in found[:MOST_ABSENT]
    )
    return absent, len(found)
