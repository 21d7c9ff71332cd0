"""What does a request ask of an engine? Its query read, its names looked up, its days in order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from types import MappingProxyType

from whoosh.query import And, ConstantScoreQuery, Term

from search.answer.arrivals import known_arrivals
from search.answer.known_story import said_of_stories, with_known_story
from search.answer.names import lookups as name_lookups
from search.answer.names import with_known_names
from search.engine import Answer, Counted, Generation, Likeness, Listed, NamesLike, Question
from search.messages import message
from search.names import name_key
from search.query import parser
from search.query.compiled import Compiled
from search.query.compiler import Draft
from search.query.expansions import Known
from search.query.parsed import ParsedQuery
from search.query.plain import as_plain_words, as_words_apart
from search.query.tree import STORY_FIELD
from search.request import FACETS, SearchRequest

#: Said of a query that has signs alone.
NOTHING_ASKED = message("Nothing in the query can be searched for, so it finds everything.")


def generation_of(newest: Generation, request: SearchRequest) -> Generation:
    """Return the commit as it stood on the day of a request, with what the request may find."""
    generation = newest.at(request.as_of)
    return generation.standing() if request.standing else generation


def compiled(
    generation: Generation, query: ParsedQuery, request: SearchRequest
) -> tuple[Compiled, SearchRequest, list[str], Known]:
    """Return what a query asks, the request as the archive takes it, and notes on its changes.

    The last value is what was looked up for it.
    """
    (asked,), request, notes, known = compiled_together(generation, [query], request)
    return asked, request, notes, known


def compiled_together(
    generation: Generation, queries: Sequence[ParsedQuery], request: SearchRequest
) -> tuple[list[Compiled], SearchRequest, list[str], Known]:
    """Return what several queries ask within the limits of one request, as `compiled` does.

    What has to be looked up for them is, all at once.
    """
    request, unknown = known_arrivals(generation, request)
    request, of_story = with_known_story(generation, request)
    request, turned = _in_order(request)
    drafts = [_draft(generation, query) for query in queries]
    lookups = chain.from_iterable(draft.lookups for draft in drafts)
    asked = list(dict.fromkeys((*lookups, *name_lookups(request, generation.outlets))))
    known = dict(zip(asked, generation.look_up(asked), strict=True)) if asked else {}
    request, renamed = with_known_names(request, generation, known)
    found = [draft.compiled(known) for draft in drafts]
    of_story = of_story or said_of_stories(generation, found)
    return (
        found,
        request,
        [*unknown, *of_story, *turned, *renamed],
        known,
    )


def tried(asked: Compiled, request: SearchRequest) -> Iterator[SearchRequest]:
    """Yield a request, then the one for most of the words: it answers if no item has all."""
    yield request
    if request.match == "all" and asked.may_lack:
        yield request.with_match("most").at_page(request.page)


def questions_of(
    generation: Generation,
    searches: Sequence[SearchRequest],
    known: Known = MappingProxyType({}),
    names: Mapping[tuple[str, str], Counted] = MappingProxyType({}),
) -> list[Question]:
    """Return what searches ask of the engine; what has to be looked up for them is, all at once.

    That is what `known` does not answer, nor `names`, which are values of facets, by facet and key
    (`search.names`).
    """
    asked = compiled_each(generation, searches, known, names)
    return [question_of(own, search) for own, search in zip(asked, searches, strict=True)]


def totals_shown(
    generation: Generation,
    searches: Sequence[SearchRequest],
    known: Known = MappingProxyType({}),
) -> list[int]:
    """Return how many items the page of each search has: where none has all words, most of them.

    `known` is as `questions_of` takes it.
    """
    asked = compiled_each(generation, searches, known, {})
    tries = [list(tried(*own)) for own in zip(asked, searches, strict=True)]
    totals = generation.totals([question_of(asked[at], own[0]) for at, own in enumerate(tries)])
    again = [at for at, own in enumerate(tries) if not totals[at] and len(own) > 1]
    of_most = generation.totals([question_of(asked[at], tries[at][1]) for at in again])
    for at, total in zip(again, of_most, strict=True):
        totals[at] = total
    return totals


def compiled_each(
    generation: Generation,
    searches: Sequence[SearchRequest],
    known: Known,
    names: Mapping[tuple[str, str], Counted],
) -> list[Compiled]:
    """Return what the queries of searches ask, with what is known as `questions_of` takes it."""
    drafts = [_draft(generation, parser.parse(search.query)) for search in searches]
    known = dict(known)
    for lookup in chain.from_iterable(draft.lookups for draft in drafts):
        match lookup:
            case NamesLike(facet, name, ways) if Likeness.EQUAL in ways:
                if value := names.get((facet, name_key(name))):
                    known[lookup] = [value]
    asked = chain.from_iterable(draft.lookups for draft in drafts)
    lookups = list(dict.fromkeys(lookup for lookup in asked if lookup not in known))
    if lookups:
        known.update(zip(lookups, generation.look_up(lookups), strict=True))
    return [draft.compiled(known) for draft in drafts]


def question_of(asked: Compiled, request: SearchRequest, count: int = 0) -> Question:
    """Return what a request asks of an engine, but for its page of hits and facets."""
    tree = asked.tree_of(request.match)
    if request.story:
        tree = And([tree, ConstantScoreQuery(Term(STORY_FIELD, request.story), 0.0)])
    return Question(
        tree=tree,
        included={name: values for name in FACETS if (values := request.included(name))},
        excluded={name: values for name in FACETS if (values := request.excluded(name))},
        since=request.since,
        until=request.until,
        count=count,
        # What came in after a generation is not known as of a day.
        new_since=None if request.as_of else request.new_since,
    )


def counts(
    generation: Generation, asked: Compiled, request: SearchRequest, facets: Mapping[str, Listed]
) -> tuple[Answer, str]:
    """Return the total of a request and the values of facets over its hits, as a page has them.

    Where no item has all words these are of the items that have most of them. Also return how many
    of the words were asked for in the end, as `SearchRequest.match` says it.
    """
    for own in tried(asked, request):
        answer = generation.search(replace(question_of(asked, own), facets=facets))
        if answer.total:
            break
    return answer, own.match if answer.total else request.match


def as_plain_searches(
    generation: Generation, asked: Compiled, request: SearchRequest
) -> list[tuple[SearchRequest, Question]]:
    """Return the same search for the query's plain words, and for all words apart.

    What asks nothing else is left out.
    """
    found = []
    trees = [asked.tree]
    for words in (as_plain_words(request.query), as_words_apart(request.query)):
        plain = _looked_up(generation, parser.parse(words))
        if words and plain.tree not in trees:
            trees.append(plain.tree)
            search = request.with_query(words)
            found.append((search, question_of(plain, search)))
    return found


def _looked_up(generation: Generation, query: ParsedQuery) -> Compiled:
    draft = _draft(generation, query)
    found = generation.look_up(draft.lookups) if draft.lookups else []
    return draft.compiled(dict(zip(draft.lookups, found, strict=True)))


def _draft(generation: Generation, query: ParsedQuery) -> Draft:
    return Draft(query, generation.analyzer, generation.outlets)


def _in_order(request: SearchRequest) -> tuple[SearchRequest, list[str]]:
    """Turn a span of days about that ends before it begins, and say so."""
    since, until = request.since, request.until
    if not since or not until or since <= until:
        return request, []
    turned = request.with_days(until, since).at_page(request.page)
    return turned, [
        message(
            "Read since {since} and until {until} the other way round.", since=since, until=until
        )
    ]
