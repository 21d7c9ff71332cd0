"""Why did a search find nothing? Each of its parts is asked alone, and what the others find.

All is asked as plain words, too.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice

from whoosh.query import Every, Or, Query, Term

from search.engine import Generation, Question
from search.facets import FACETS, SINGULAR
from search.messages import Message, alternatives, message, quoted, word
from search.query.compiled import Compiled
from search.query.parsed import ParsedQuery
from search.query.tree import STORY_FIELD, TEXT_FIELDS, AnySpelling
from search.request import SearchRequest
from search.results import Clause, OtherSearch

#: Parts of a search up to which a question mark at its end may be meant for letters: no title.
MAX_ASKED = 2
#: A word with a question mark at its end, which may be meant for letters.
_ASKED = re.compile(r"((?:\w+:)?[^\W\d_]{2,})\?+")
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
    frequencies: Mapping[str, int] | None,
) -> tuple[tuple[Clause, ...], OtherSearch | None, bool]:
    """Return each part of a search with how many items it finds alone, and what `plain` finds.

    `plain` are searches with the query's plain words, and what they ask of the engine; the first
    that finds any counts. `questions` tells what searches ask, and `total_of` how many items a
    search of another state of the archive finds. The third value tells whether these are all parts.
    Of more than MAX_WITH_REST parts it is not asked what the others find, which costs as much as
    one search for each, and told as 0.

    `frequencies` are given where most of the words found items: how many items have each. Then it
    counts only which parts find nothing, so nothing is asked of the others, nor of a part if
    items have a word of it, which is told as 1.
    """
    parts = list(islice(_parts(query, compiled, request.at_page(1)), MAX_EXPLAINED + 1))
    are_all = len(parts) <= MAX_EXPLAINED
    del parts[MAX_EXPLAINED:]
    # The only part of a search is the search, which found nothing.
    is_one = len(parts) == 1 and not (request.as_of or request.standing)
    known = [frequencies is not None and _finds(own.tree, frequencies) for _, _, own, _ in parts]
    each = zip(parts, known, strict=True)
    asked = [question for (_, _, question, _), is_known in each if not (is_one or is_known)]
    with_rest = frequencies is None and len(query.leaves) <= MAX_WITH_REST
    others = questions([without for _, _, _, without in parts]) if with_rest else []
    totals = iter(generation.totals([*asked, *others, *(question for _, question in plain)]))
    alone = [0] if is_one else [1 if is_known else next(totals) for is_known in known]
    rests = list(islice(totals, len(others))) or [0] * len(parts)
    found = [
        Clause(text=text, limit=limit, total=total, without=without, rest=rest)
        for (text, limit, _, without), total, rest in zip(parts, alone, rests, strict=True)
    ]
    if request.as_of:
        # What later days hold is not asked: an answer as of a day knows nothing of them.
        text = message("as of {day}", day=request.as_of.isoformat())
        without = request.with_as_of(None)
        found.append(
            Clause(text=text, limit="as_of", total=generation.size, without=without, rest=0)
        )
    if request.standing:
        without = request.with_standing(False)
        rest = total_of(without) if with_rest else 0
        found.append(
            Clause(
                text=message("standing"),
                limit="standing",
                total=generation.size,
                without=without,
                rest=rest,
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
            left_out = message("not {words}", words=_limit(facet, values))
            yield left_out, f"not_{facet}", question, without
    if request.since or request.until:
        text = _days(request.since, request.until)
        question = Question(tree=Every(), since=request.since, until=request.until)
        yield text, "days", question, request.with_days(None, None)
    if request.new_since is not None:
        text = message("new since update {number} of the archive", number=request.new_since)
        question = Question(tree=Every(), new_since=request.new_since)
        yield text, "new_since", question, request.with_new_since(None)
    if request.story:
        text = message("{kind}: {names}", kind=word("story"), names=request.story)
        question = Question(tree=Term(STORY_FIELD, request.story))
        yield text, "story", question, request.with_limits(story="")


def _finds(tree: Query, frequencies: Mapping[str, int]) -> bool:
    """Tell whether a part surely finds something: it asks for a word, in any text, of some item."""
    if type(tree) is Or:
        return any(_finds(part, frequencies) for part in tree.subqueries)
    return (
        type(tree) is AnySpelling
        and {term.fieldname for term in tree.subqueries}.issuperset(TEXT_FIELDS)
        and any(frequencies.get(term.text) for term in tree.subqueries)
    )


def _limit(facet: str, values: tuple[str, ...]) -> str:
    return message("{kind}: {names}", kind=word(SINGULAR[facet]), names=alternatives(values))


def _days(since: date | None, until: date | None) -> str:
    if since and until:
        return message("from {since} until {until}", since=since, until=until)
    return message("from {since}", since=since) if since else message("until {until}", until=until)


def reasons(
    clauses: tuple[Clause, ...],
    are_all: bool,
    items: int,
    day: date | None,
    standing: bool,
    has_most: bool,
) -> Iterator[str]:
    """Yield sentences that say why nothing was found among `items` items.

    `has_most` tells that items were found that have most of the words.
    """
    if not items:
        yield _empty(day, standing)
        return
    lacking = [clause for clause in clauses if not clause.total]
    for clause in lacking:
        if clause.limit == "story":  # it is said already that there is none
            continue
        if clause.limit == "new_since":
            yield message("No item in the archive is {part}.", part=clause.text)
            continue
        yield _lacking(clause.text if '"' in clause.text else quoted(clause.text), day, standing)
        if len(clauses) <= MAX_ASKED and (asked := _ASKED.fullmatch(clause.text)):
            yield message(
                "A question mark at the end of a word is that of a sentence; {words} finds words "
                "that begin so.",
                words=f"{asked[1]}*",
            )
    if has_most:
        return
    if not are_all:
        yield message(
            "Only the first {most} parts of the search were searched for alone.", most=MAX_EXPLAINED
        )
    elif not lacking and len(clauses) > 1:
        yield message("Each part finds something, but no item matches all of them together.")


def _empty(day: date | None, standing: bool) -> Message:
    if day and standing:
        return message("The archive held no items on {day} whose files were still there.", day=day)
    if day:
        return message("The archive held no items on {day} yet.", day=day)
    if standing:
        return message("The archive holds no items whose files are still there.")
    return message("The archive holds no items yet.")


def _lacking(part: str, day: date | None, standing: bool) -> Message:
    if day and standing:
        return message(
            "No item whose file was still there on {day} matches {part}.", day=day, part=part
        )
    if day:
        return message("No item known on {day} matches {part}.", day=day, part=part)
    if standing:
        return message("No item whose file is still there matches {part}.", part=part)
    return message("No item matches {part}.", part=part)
