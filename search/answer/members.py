"""What is compared? Searches within common limits, or one in several outlets, as questions."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from whoosh.query import Every, Or, Query, Term

from search.answer.questions import NOTHING_ASKED, compiled_together, question_of
from search.answer.respelt import ComparedQuery, query_of
from search.comparison import MAX_COMPARED
from search.engine import Generation, Listed, Question
from search.frozen import frozen
from search.messages import message
from search.names import MAX_NAME_CHARACTERS, name_key
from search.periods import AUTO, USUAL_BARS
from search.query import parser
from search.query.compiled import Compiled
from search.query.parsed import ParsedQuery
from search.query.tree import all_of, alone
from search.request import SearchRequest

FACET = "sources"
_MOST_COMPARED = message("No item has all of these words, so items with most of them are compared.")


@frozen(kw_only=True)
class Member:
    """One of the compared searches: what a reader asks, and what the engine is asked.

    `tree` is that of its query alone, and `terms` are those that it asks for. The limits of all
    questions of a comparison are the same; an outlet is part of their trees.
    """

    name: str
    search: SearchRequest
    question: Question
    tree: Query
    terms: frozenset[str]
    notes: tuple[str, ...]


def side_by_side(
    generation: Generation, queries: Sequence[str], request: SearchRequest
) -> tuple[list[Member], list[str], list[ComparedQuery]]:
    """Return a member for each query within the limits of a request, and notes on these limits.

    Also the queries.
    """
    parsed = [parser.parse(query) for query in queries]
    asked, request, said, known = compiled_together(generation, parsed, _plain(request))
    parsed = [own.query for own in asked]
    searches = [request.with_query(query) for query in queries]
    searches, notes = _answered(generation, parsed, asked, searches)
    members = [
        Member(
            name=query,
            search=search,
            question=question_of(own, search),
            tree=own.tree_of(search.match),
            terms=_terms(own),
            notes=tuple(told),
        )
        for query, own, search, told in zip(queries, asked, searches, notes, strict=True)
    ]
    pairs = zip(parsed, members, strict=True)
    given = [query_of(own, one.search, one.question, generation, known) for own, one in pairs]
    return members, said, given


def in_outlets(
    generation: Generation, query: str, request: SearchRequest
) -> tuple[list[Member], list[str], list[ComparedQuery]]:
    """Return a member for each outlet that a request is limited to, else for the largest ones.

    Also notes, and the one query, which is of all outlets.
    """
    (asked,), request, said, known = compiled_together(
        generation, [parser.parse(query)], _plain(request)
    )
    parsed = asked.query
    names, base = request.sources, request.with_limits(sources=()).with_query(query)
    (base,), ((*notes,),) = _answered(generation, [parsed], [asked], [base])
    question = question_of(asked, base)
    limited = base.with_limits(sources=names)
    given = query_of(parsed, limited, question_of(asked, limited), generation, known)
    if not names:
        listed = Listed(most=MAX_COMPARED)
        counted = generation.search(replace(question, facets={FACET: listed})).facets[FACET]
        # One cannot ask for a name that is longer: an item has all of it.
        names = tuple(name for name, _ in counted.values if len(name) <= MAX_NAME_CHARACTERS)
    members = [
        Member(
            name=name,
            search=base.only(FACET, name),
            question=replace(
                question, tree=alone(all_of([question.tree, Term(FACET, name_key(name))]))
            ),
            tree=question.tree,
            terms=_terms(asked),
            notes=(),
        )
        for name in names
    ]
    return members, [*said, *notes], [given]


def any_of_them(members: Sequence[Member]) -> Question:
    """Return the question for what any of the members finds."""
    return replace(members[0].question, tree=Or([member.question.tree for member in members]))


def anything(members: Sequence[Member]) -> Question:
    """Return the question for everything within the limits that all members share."""
    return replace(members[0].question, tree=Every())


def _answered(
    generation: Generation,
    parsed: Sequence[ParsedQuery],
    asked: Sequence[Compiled],
    searches: Sequence[SearchRequest],
) -> tuple[list[SearchRequest], list[list[str]]]:
    """Return the searches as a page would answer them: for most of the words if none has all.

    Also return what is said of each.
    """
    notes = [[*query.notes, *own.notes] for query, own in zip(parsed, asked, strict=True)]
    for told, query, search in zip(notes, parsed, searches, strict=True):
        if search.query.strip() and not query.parts:
            told.append(NOTHING_ASKED)
    answered = list(searches)
    if searches[0].match == "all" and any(own.may_lack for own in asked):
        questions = [question_of(own, search) for own, search in zip(asked, searches, strict=True)]
        ((*totals,),) = generation.shared([replace(questions[0], tree=Every())], questions)
        for number, total in enumerate(totals):
            if not total and asked[number].may_lack:
                answered[number] = searches[number].with_match("most")
                notes[number].append(_MOST_COMPARED)
    return answered, notes


def _terms(asked: Compiled) -> frozenset[str]:
    """Return the terms of the words and phrases that a query asks for."""
    rows = chain.from_iterable(asked.wanted.phrases.values())
    return frozenset(chain(*asked.wanted.terms.values(), *(row for row, _ in rows)))


def _plain(request: SearchRequest) -> SearchRequest:
    """Return a request without what only a page of results or its timeline needs."""
    return request.with_limits(
        by=AUTO,
        bars=USUAL_BARS,
        share=False,
        explain=False,
        sort="relevance",
        page=1,
        per_page=20,
        facets=None,
    )
