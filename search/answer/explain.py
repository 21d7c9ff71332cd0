"""Why did a search find nothing? Each of its parts is asked alone, and what the others find.

All is asked as plain words, too.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import accumulate

from whoosh.query import Every, Or, Phrase, Query, Term

from search.engine import Generation, Question
from search.facets import FACETS, SINGULAR
from search.frozen import frozen
from search.messages import Message, alternatives, message, quoted, word
from search.query.bare import bare_words, is_bare
from search.query.compiled import Compiled
from search.query.compiler import PHRASE_WEIGHT
from search.query.parsed import ParsedQuery, Part
from search.query.tree import STORY_FIELD, TEXT_FIELDS, AnySpelling
from search.request import SearchRequest
from search.results import Clause, OtherSearch

#: Parts of a search up to which a question mark at its end may be meant for letters: no title.
MAX_ASKED = 2
#: A word with a question mark at its end, which may be meant for letters.
_ASKED = re.compile(r"((?:\w+:)?[^\W\d_]{2,})\?+")
#: Parts of a search that are asked alone: those that all hits have, then the first words.
MAX_EXPLAINED = 20
#: Words, phrases and names of a query up to which it is asked what it finds without each part; of
#: more it is asked without each of so many parts that all hits have.
MAX_WITH_REST = 8
#: Terms that the searches without each part may have together: each costs about what the query
#: does, which may stand for thousands of words. A phrase is PHRASE_WEIGHT, as is each part.
MAX_REST_TERMS = 3_600


@frozen()
class _Asked:
    """A part of a search: its text, what it limits, what it asks alone, the search without it.

    `is_strict` tells that each hit has it, whatever the `match`.
    """

    text: str
    limit: str
    question: Question
    without: SearchRequest
    is_strict: bool = True


def explained(
    generation: Generation,
    query: ParsedQuery,
    compiled: Compiled,
    request: SearchRequest,
    plain: Sequence[tuple[SearchRequest, Question]],
    totals_of: Callable[[Sequence[SearchRequest]], list[int]],
    total_of: Callable[[SearchRequest], int],
    frequencies: Mapping[str, int] | None,
) -> tuple[tuple[Clause, ...], OtherSearch | None, bool]:
    """Return each part of a search with how many items it finds alone, and what `plain` finds.

    `plain` are searches with the query's plain words, and what they ask of the engine; the first
    that finds any counts. `totals_of` tells how many items the pages of searches have, and
    `total_of` the same of a search of another state of the archive. The third value tells whether
    these are all parts.

    `frequencies` are given where most of the words found items: how many items have each. Then it
    counts only which parts find nothing, so nothing is asked of the others, nor of a part if
    items have a word of it, which is told as 1.
    """
    every = list(_parts(query, compiled, request.at_page(1)))
    parts = _most_telling(every)
    # The only part of a search is the search, which found nothing.
    is_one = len(parts) == 1 and not (request.as_of or request.standing)
    known = [frequencies is not None and _finds(part.question.tree, frequencies) for part in parts]
    each = zip(parts, known, strict=True)
    asked = [part.question for part, is_known in each if not (is_one or is_known)]
    totals = iter(generation.totals([*asked, *(question for _, question in plain)]))
    alone = [0] if is_one else [1 if is_known else next(totals) for is_known in known]
    counted = zip((search for search, _ in plain), totals, strict=True)
    words = next((OtherSearch(total=total, search=own) for own, total in counted if total), None)
    rests: list[int | None] = [None] * len(parts)
    if frequencies is None:
        are_few = len(query.leaves) <= MAX_WITH_REST
        terms = sum(_terms_in(part.question.tree) for part in every)
        terms += PHRASE_WEIGHT * len(query.leaves)
        rests = _rests(parts, alone, totals_of, terms, are_few=are_few)
    found = [
        Clause(text=part.text, limit=part.limit, total=total, without=part.without, rest=rest)
        for part, total, rest in zip(parts, alone, rests, strict=True)
    ]
    if request.as_of:
        # What later days hold is not asked: an answer as of a day knows nothing of them.
        text = message("as of {day}", day=request.as_of.isoformat())
        without = request.with_as_of(None)
        found.append(
            Clause(text=text, limit="as_of", total=generation.size, without=without, rest=None)
        )
    if request.standing:
        without = request.with_standing(False)
        found.append(
            Clause(
                text=message("standing"),
                limit="standing",
                total=generation.size,
                without=without,
                rest=total_of(without) if frequencies is None else None,
            )
        )
    return tuple(found), words, len(parts) == len(every)


def _most_telling(parts: Sequence[_Asked]) -> list[_Asked]:
    """Return as many parts as are asked alone, in their order, those that all hits have first."""
    chosen = sorted(range(len(parts)), key=lambda at: not parts[at].is_strict)[:MAX_EXPLAINED]
    return [parts[at] for at in sorted(chosen)]


def _rests(
    parts: Sequence[_Asked],
    alone: Sequence[int],
    totals_of: Callable[[Sequence[SearchRequest]], list[int]],
    terms: int,
    *,
    are_few: bool,
) -> list[int | None]:
    """Return how many items are found without each part, None of parts that are not asked for.

    If a part that all hits have finds nothing `alone`, none of the others is worth leaving out. The
    whole query has so many `terms`.
    """
    strict = [at for at, part in enumerate(parts) if part.is_strict]
    lost = [at for at in strict if not alone[at]]
    rests: list[int | None] = [0 if lost else None] * len(parts)
    if lost:
        asked = lost if len(lost) == 1 else []
    else:
        asked = list(range(len(parts))) if are_few else strict[:MAX_WITH_REST]
    costs = accumulate(terms - _terms_in(parts[at].question.tree) for at in asked)
    counted = [at for at, cost in zip(asked, costs, strict=True) if cost <= MAX_REST_TERMS]
    totals = iter(totals_of([parts[at].without for at in counted]))
    for at in asked:
        rests[at] = next(totals) if at in counted else None
    return rests


def _terms_in(tree: Query) -> int:
    """Return how many terms a tree has; a phrase counts for several."""
    terms = (PHRASE_WEIGHT if type(leaf) is Phrase else 1 for leaf in tree.leaves())
    return PHRASE_WEIGHT + sum(terms)


def _parts(query: ParsedQuery, compiled: Compiled, request: SearchRequest) -> Iterator[_Asked]:
    """Yield the parts of a query, then the limits."""
    for part, tree in zip(query.parts, compiled.parts, strict=True):
        without = request.with_query(query.without(part))
        is_strict = not (compiled.may_lack and _may_lack(part))
        yield _Asked(query.text_of(part), "", Question(tree=tree), without, is_strict)
    for facet in FACETS:
        if values := request.included(facet):
            question = Question(tree=Every(), included={facet: values})
            without = request.with_included(facet, ())
            yield _Asked(_limit(facet, values), facet, question, without)
        if values := request.excluded(facet):
            question = Question(tree=Every(), excluded={facet: values})
            without = request.with_excluded(facet, ())
            left_out = message("not {words}", words=_limit(facet, values))
            yield _Asked(left_out, f"not_{facet}", question, without)
    if request.since or request.until:
        text = _days(request.since, request.until)
        question = Question(tree=Every(), since=request.since, until=request.until)
        yield _Asked(text, "days", question, request.with_days(None, None))
    if request.new_since is not None:
        text = message("new since update {number} of the archive", number=request.new_since)
        question = Question(tree=Every(), new_since=request.new_since)
        yield _Asked(text, "new_since", question, request.with_new_since(None))
    if request.story:
        text = message("{kind}: {names}", kind=word("story"), names=request.story)
        question = Question(tree=Term(STORY_FIELD, request.story))
        yield _Asked(text, "story", question, request.with_limits(story=""))


def _may_lack(part: Part) -> bool:
    """Tell whether hits may lack a part: it has words that stand by themselves, none required."""
    return is_bare(part.node) and not any(own.required for own in bare_words(part.node))


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
            "Only {most} parts of the search were searched for alone.", most=MAX_EXPLAINED
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
