"""Which of the compared queries are misspelt, and what was meant?"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from search.answer.questions import questions_of
from search.answer.spelling import spelling
from search.answer.typed import Typed, typed
from search.engine import Generation, Question
from search.frozen import frozen
from search.query.expansions import Known
from search.query.parsed import ParsedQuery
from search.request import SearchRequest
from search.results import Spelling


@frozen(kw_only=True)
class ComparedQuery:
    """A query of a comparison as the engine is asked it, and what of it may be misspelt.

    `search` is for most of the words where none has all; `question` is what it asks.
    """

    search: SearchRequest
    question: Question
    typed: Typed


def query_of(
    parsed: ParsedQuery,
    search: SearchRequest,
    question: Question,
    generation: Generation,
    known: Known,
) -> ComparedQuery:
    """Return a query of a comparison; `known` are the answers to its look-ups."""
    own = typed(parsed, search, generation.analyzer, known)
    return ComparedQuery(search=search, question=question, typed=own)


def spelling_of(
    generation: Generation,
    query: ComparedQuery,
    match: str,
    found: tuple[int, Mapping[str, int]] | None = None,
) -> Spelling | None:
    """Return what was meant by a query, None if nothing is in doubt.

    `match` is the one that was asked for. `found` are how many items the query finds and how
    frequent its terms are; if they are not known the engine is asked.
    """
    if not (query.typed.words or query.typed.names):
        return None
    if found is None:
        asked = replace(query.question, count=0, frequencies_of=query.typed.terms)
        answer = generation.search(asked)
        found = answer.total, answer.frequencies
    total, frequencies = found
    questions = partial(questions_of, generation)
    # Where most of the words answer a query for all of them, nothing has all.
    of_all = total if query.search.match == "all" else 0 if match == "all" else None
    search = query.search.with_match(match)
    return spelling(generation, query.typed, search, of_all, frequencies, questions)


def spellings_of(
    generation: Generation,
    queries: Sequence[ComparedQuery],
    match: str,
    found: Sequence[tuple[int, Mapping[str, int]]],
) -> tuple[Spelling | None, ...]:
    """Return what was meant by each query, as `spelling_of` does."""
    pairs = zip(queries, found, strict=True)
    return tuple(spelling_of(generation, query, match, own) for query, own in pairs)
