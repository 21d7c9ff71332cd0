"""How do several searches compare, or one search in several outlets?"""

from collections.abc import Sequence
from dataclasses import replace

from search.answer.composed import Shared, shared
from search.answer.members import FACET, Member, any_of_them, in_outlets, side_by_side
from search.answer.questions import generation_of
from search.answer.respelt import spelling_of, spellings_of
from search.answer.telling_words import ToldWord, told_words
from search.answer.timeline import note as timeline_note
from search.answer.timeline import same_bars, spread
from search.comparison import ComparedSearch, ComparedWord, Comparison
from search.engine import Answer, Generation, Listed
from search.model import Item
from search.names import name_key
from search.query import parser
from search.request import SearchRequest
from search.results import Spelling, Timeline

#: Items that are read for the words of all searches together.
MOST_READ = 500
#: Outlets of the table, those with the most items.
MOST_COMPARED_OUTLETS = 20


def compare(
    newest: Generation,
    queries: Sequence[str],
    request: SearchRequest,
    by_outlet: bool,
    most_outlets: int = MOST_COMPARED_OUTLETS,
) -> Comparison:
    """Compare searches within the limits of a request, or one in the outlets that this names.

    If it names none these are the largest. Round trips: one for what has to be looked up, two or
    three for all searches together, one for each, and three for their words; what is misspelt takes
    two more for each query.
    """
    generation = generation_of(newest, request)
    if by_outlet:
        members, said, given = in_outlets(generation, queries[0], request)
    else:
        members, said, given = side_by_side(generation, queries, request)
    if not members:
        return _nothing(by_outlet, said, (spelling_of(generation, given[0], request.match),))
    listed = _listed(members[0].search, by_outlet, most_outlets)
    together = generation.search(
        replace(
            any_of_them(members),
            facets={FACET: listed},
            timeline=spread(request, parser.parse("")),
        )
    )
    timeline, counted = together.timeline, together.facets[FACET]
    names = tuple(name for name, count in counted.values if count)
    doubtful = (
        [frozenset[str]()] * len(members) if by_outlet else [own.typed.terms for own in given]
    )
    answers = [
        _answer(generation, member, names, timeline, len(members), terms)
        for member, terms in zip(members, doubtful, strict=True)
    ]
    samples = [[item for item, _ in answer.hits] for answer in answers]
    if by_outlet:
        samples = [
            [_as_written_by(item, member.name) for item in sample]
            for member, sample in zip(members, samples, strict=True)
        ]
    asked = frozenset().union(*(member.terms for member in members))
    telling, common = told_words(generation, samples, asked)
    every_word = dict.fromkeys(own.word for row in (*telling, common) for own in row)
    known = shared(generation, members, list(every_word), by_outlet)
    if coarser := timeline_note(request, timeline):
        said.append(coarser)
    return Comparison(
        by_outlet=by_outlet,
        searches=tuple(
            _compared(member, answer, names, _words(words, known))
            for member, answer, words in zip(members, answers, telling, strict=True)
        ),
        timeline=timeline,
        outlets=names,
        outlet_count=0 if by_outlet else counted.size,
        overlaps=known.overlaps,
        common_words=_words(common, known),
        notes=tuple(dict.fromkeys(said)),
        spellings=(spelling_of(generation, given[0], request.match),)
        if by_outlet
        else spellings_of(
            generation, given, request.match, [(own.total, own.frequencies) for own in answers]
        ),
    )


def _as_written_by(item: Item, outlet: str) -> Item:
    """Return an item with the headlines of an outlet alone: the rest is not in its words."""
    own = tuple(line for line in item.headlines if name_key(line.outlet) == name_key(outlet))
    return replace(item, title=own[0].text, headlines=own, text="") if own else item


def _nothing(
    by_outlet: bool, said: list[str], spellings: tuple[Spelling | None, ...]
) -> Comparison:
    """Return the comparison of a search that no outlet has."""
    return Comparison(
        by_outlet=by_outlet,
        searches=(),
        timeline=None,
        outlets=(),
        outlet_count=0,
        overlaps=(),
        common_words=(),
        notes=tuple(said),
        spellings=spellings,
    )


def _listed(search: SearchRequest, by_outlet: bool, most: int) -> Listed:
    """Return the outlets of the table: the largest, or those that all searches are limited to."""
    if by_outlet:
        return Listed(most=0)
    limit = search.included(FACET)
    return Listed(most=0, always=limit) if limit else Listed(most=most)


def _answer(
    generation: Generation,
    member: Member,
    names: tuple[str, ...],
    timeline: Timeline | None,
    members: int,
    terms: frozenset[str],
) -> Answer:
    """Ask one search for its hits of each outlet and in each bar, and for the newest of them.

    Of `terms` the frequencies are told.
    """
    return generation.search(
        replace(
            member.question,
            sort="newest",
            count=MOST_READ // members,
            facets={FACET: Listed(most=0, always=names)},
            timeline=same_bars(timeline),
            frequencies_of=terms,
        )
    )


def _compared(
    member: Member, answer: Answer, names: tuple[str, ...], words: tuple[ComparedWord, ...]
) -> ComparedSearch:
    found, of_names = answer.timeline, dict(answer.facets[FACET].values)
    return ComparedSearch(
        name=member.name,
        search=member.search,
        total=answer.total,
        counts=tuple(bar.count for bar in found.bars) if found else (),
        before=found.before if found else 0,
        after=found.after if found else 0,
        undated=found.undated if found else 0,
        outlets=tuple(of_names[name] for name in names),
        read=len(answer.hits),
        words=words,
        notes=tuple(dict.fromkeys(member.notes)),
    )


def _words(words: Sequence[ToldWord], known: Shared) -> tuple[ComparedWord, ...]:
    return tuple(
        ComparedWord(word=own.word, score=own.score, read=own.counts, found=known.words[own.word])
        for own in words
    )
