"""Why did a search find nothing? Each of its parts is asked alone, and all as plain words."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain, islice

from whoosh.query import Every

from search.engine import Generation, Question
from search.query.compiler import Compiled
from search.query.parser import ParsedQuery
from search.request import FACETS, SearchRequest
from search.results import Clause, OtherSearch

#: Parts of a search that are asked alone, the first ones.
MAX_EXPLAINED = 20


def explained(
    generation: Generation,
    query: ParsedQuery,
    compiled: Compiled,
    request: SearchRequest,
    plain: Sequence[tuple[SearchRequest, Question]],
) -> tuple[tuple[Clause, ...], OtherSearch | None, bool]:
    """Return each part of a search with how many items it finds alone, and what `plain` finds.

    `plain` are searches with the query's plain words, and what they ask of the engine; the first
    that finds any counts. The third value tells whether these are all parts.
    """
    parts = list(islice(_parts(query, compiled, request.at_page(1)), MAX_EXPLAINED + 1))
    are_all = len(parts) <= MAX_EXPLAINED
    del parts[MAX_EXPLAINED:]
    # The only part of a search is the search, which found nothing.
    is_one = len(parts) == 1 and not (request.as_of or request.standing)
    questions = [] if is_one else [question for _, question, _ in parts]
    totals = chain(
        [0] if is_one else [], generation.totals(questions + [question for _, question in plain])
    )
    found = [Clause(text=text, total=next(totals), without=without) for text, _, without in parts]
    if request.as_of:
        text = f"as of {request.as_of.isoformat()}"
        found.append(Clause(text=text, total=generation.size, without=request.with_as_of(None)))
    if request.standing:
        without = request.with_standing(False)
        found.append(Clause(text="standing", total=generation.size, without=without))
    counted = zip((search for search, _ in plain), totals, strict=True)
    words = next((OtherSearch(total=total, search=own) for own, total in counted if total), None)
    return tuple(found), words, are_all


def _parts(
    query: ParsedQuery, compiled: Compiled, request: SearchRequest
) -> Iterator[tuple[str, Question, SearchRequest]]:
    """Yield the text of each part, what it asks alone, and the search without it."""
    for part, tree in zip(query.parts, compiled.parts, strict=True):
        without = request.with_query(query.without(part))
        yield query.text_of(part), Question(tree=tree), without
    for facet in FACETS:
        if values := request.included(facet):
            question = Question(tree=Every(), included={facet: values})
            yield _limit(facet, values), question, request.with_included(facet, ())
        if values := request.excluded(facet):
            question = Question(tree=Every(), excluded={facet: values})
            yield f"not {_limit(facet, values)}", question, request.with_excluded(facet, ())
    if request.since or request.until:
        text = " ".join(
            f"{name} {day.isoformat()}"
            for name, day in (("since", request.since), ("until", request.until))
            if day
        )
        question = Question(tree=Every(), since=request.since, until=request.until)
        yield text, question, request.with_days(None, None)


def _limit(facet: str, values: tuple[str, ...]) -> str:
    return f"{FACETS[facet]}: {' or '.join(values)}"


def reasons(
    clauses: tuple[Clause, ...],
    are_all: bool,
    items: int,
    day: date | None,
    standing: bool,
    has_most: bool,
) -> Iterator[str]:
    """Yield sentences that say why nothing was found among so many items.

    `has_most` tells that items were found that have most of the words.
    """
    if not items:
        held = "holds no items" if day is None else f"held no items on {day.isoformat()}"
        there = f"whose files {'were' if day else 'are'} still there"
        yield f"The archive {held} {there if standing else 'yet'}."
        return
    there = f"whose file {'was' if day else 'is'} still there " if standing else ""
    known = there + (f"{'' if standing else 'known '}on {day.isoformat()} " if day else "")
    lacking = [clause for clause in clauses if not clause.total]
    for clause in lacking:
        shown = clause.text if '"' in clause.text else f"“{clause.text}”"
        yield f"No item {known}matches {shown}."
    if has_most:
        return
    if not are_all:
        yield f"Only the first {MAX_EXPLAINED} parts of the search were searched for alone."
    elif not lacking and len(clauses) > 1:
        yield "Each part finds something, but no item matches all of them together."
