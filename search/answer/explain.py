"""Why did a search find nothing? Each of its parts is asked alone, and what the others find.

All is asked as plain words, too.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import islice

from whoosh.query import Every

from search.engine import Generation, Question
from search.facets import FACETS, SINGULAR
from search.query.compiler import Compiled
from search.query.parser import ParsedQuery
from search.request import SearchRequest
from search.results import Clause, OtherSearch

#: Parts of a search that are asked alone, the first ones.
MAX_EXPLAINED = 20
#: Words, phrases and names of a query up to which it is asked what it finds without each part.
MAX_WITH_REST = 8


def explained(
    generation: Generation,
    query: ParsedQuery,
    compiled: Compiled,
    request: SearchRequest,
    plain: Sequence[tuple[SearchRequest, Question]],
    questions: Callable[[Sequence[SearchRequest]], list[Question]],
    total_of: Callable[[SearchRequest], int],
    with_rest: bool,
) -> tuple[tuple[Clause, ...], OtherSearch | None, bool]:
    """Return each part of a search with how many items it finds alone, and what `plain` finds.

    `plain` are searches with the query's plain words, and what they ask of the engine; the first
    that finds any counts. `questions` tells what searches ask, and `total_of` how many items a
    search of another state of the archive finds. The third value tells whether these are all parts.
    Of more than MAX_WITH_REST parts, and without `with_rest`, it is not asked what the others find,
    which costs as much as so many searches, and told as 0.
    """
    parts = list(islice(_parts(query, compiled, request.at_page(1)), MAX_EXPLAINED + 1))
    are_all = len(parts) <= MAX_EXPLAINED
    del parts[MAX_EXPLAINED:]
    # The only part of a search is the search, which found nothing.
    is_one = len(parts) == 1 and not (request.as_of or request.standing)
    asked = [] if is_one else [question for _, _, question, _ in parts]
    with_rest = with_rest and len(query.leaves) <= MAX_WITH_REST
    others = questions([without for _, _, _, without in parts]) if with_rest else []
    totals = iter(generation.totals([*asked, *others, *(question for _, question in plain)]))
    alone = [0] if is_one else list(islice(totals, len(parts)))
    rests = list(islice(totals, len(others))) or [0] * len(parts)
    found = [
        Clause(text=text, limit=limit, total=total, without=without, rest=rest)
        for (text, limit, _, without), total, rest in zip(parts, alone, rests, strict=True)
    ]
    if request.as_of:
        # What later days hold is not asked: an answer as of a day knows nothing of them.
        text, without = f"as of {request.as_of.isoformat()}", request.with_as_of(None)
        found.append(
            Clause(text=text, limit="as_of", total=generation.size, without=without, rest=0)
        )
    if request.standing:
        without = request.with_standing(False)
        rest = total_of(without) if with_rest else 0
        found.append(
            Clause(
                text="standing", limit="standing", total=generation.size, without=without, rest=rest
            )
        )
    counted = zip((search for search, _ in plain), totals, strict=True)
    words = next((OtherSearch(total=total, search=own) for own, total in counted if total), None)
    return tuple(found), words, are_all


def _parts(
    query: ParsedQuery, compiled: Compiled, request: SearchRequest
) -> Iterator[tuple[str, str, Question, SearchRequest]]:
    """Yield the text of each part, what it limits, what it asks alone, the search without it."""
    for part, tree in zip(query.parts, compiled.parts, strict=True):
        without = request.with_query(query.without(part))
        yield query.text_of(part), "", Question(tree=tree), without
    for facet in FACETS:
        if values := request.included(facet):
            question = Question(tree=Every(), included={facet: values})
            yield _limit(facet, values), facet, question, request.with_included(facet, ())
        if values := request.excluded(facet):
            question = Question(tree=Every(), excluded={facet: values})
            without = request.with_excluded(facet, ())
            yield f"not {_limit(facet, values)}", f"not_{facet}", question, without
    if request.since or request.until:
        text = " ".join(
            f"{name} {day.isoformat()}"
            for name, day in (("from", request.since), ("until", request.until))
            if day
        )
        question = Question(tree=Every(), since=request.since, until=request.until)
        yield text, "days", question, request.with_days(None, None)


def _limit(facet: str, values: tuple[str, ...]) -> str:
    return f"{SINGULAR[facet]}: {' or '.join(values)}"


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
