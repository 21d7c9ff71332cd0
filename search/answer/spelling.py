"""Which search was meant, if a word or a name in it may be misspelt?

Nothing is changed silently: the corrected search is offered, with how many items it finds.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import nlargest, nsmallest
from itertools import islice, product
from math import prod

from search.answer.doubts import (
    TIMES_AS_FREQUENT,
    TIMES_AS_MANY,
    Correction,
    WordInDoubt,
    WordInPieces,
    doubts,
)
from search.answer.typed import Typed
from search.engine import Generation, Lookup, Question
from search.request import SearchRequest
from search.results import Spelling

#: Doubts that are looked at, the first ones; corrections that are tried for each; searches tried.
MAX_DOUBTS = 6
MAX_CORRECTIONS = 3
MAX_TRIED = 8
#: Least number of words of a query, those of phrases included, for which only the likeliest search
#: is tried, as each costs as much as the query itself.
MANY_WORDS = 24

_WORD = re.compile(r"\w+")

#: Changes made together, how many items are found then, and the search that finds them.
_Tried = tuple[Sequence[Correction], int, SearchRequest]


def spelling(
    generation: Generation,
    typed: Typed,
    request: SearchRequest,
    total: int,
    frequencies: Mapping[str, int],
    questions: Callable[[Sequence[SearchRequest]], list[Question]],
) -> Spelling | None:
    """Return what was meant by a search that finds `total` items, None if nothing is in doubt.

    It takes a look-up where anything is in doubt, and the totals where anything is near.
    `frequencies` are those of `typed.terms`; `questions` returns what searches ask of the engine.
    """
    has_many = len(_WORD.findall(typed.query.text)) >= MANY_WORDS
    if has_many and request.match != "all" and not total:
        return None  # some other part finds nothing, and each try costs as much as the search
    found = list(islice(doubts(generation, typed, total, frequencies), MAX_DOUBTS))
    lookups: list[Lookup] = list(dict.fromkeys(own for doubt in found for own in doubt.lookups()))
    known = dict(zip(lookups, generation.look_up(lookups), strict=True)) if lookups else {}
    # Which of several near words was meant can be told from what stands beside them.
    most = MAX_CORRECTIONS if len(typed.words) > 1 else 1
    lost: list[list[Correction]] = []
    rare: list[list[Correction]] = []
    pieces: list[list[Correction]] = []
    for doubt in found:
        corrections = list(doubt.corrections(known))
        if doubt.is_left_out:  # what few items have may be misspelt itself
            often = max((own.count for own in corrections), default=0) / TIMES_AS_FREQUENT
            corrections = [own for own in corrections if own.count >= often]
        best = _best(corrections, doubt.least, 1 if doubt.is_left_out else most)
        if isinstance(doubt, WordInDoubt):
            best += _best(doubt.apart(known), doubt.least, 1 - doubt.is_left_out * len(best))
        if best and isinstance(doubt, WordInPieces):
            pieces += [best[:1], [doubt.as_phrase()]]
        elif best:
            # Few items have less than many to leave out, so no count tells that it was not meant.
            (rare if doubt.count and not doubt.is_left_out else lost).append(best)
    if has_many:
        lost, rare, pieces = [own[:1] for own in lost], [], []
    sure = _together(lost)
    risky = [[*(sure[0] if sure else ()), *corrections] for corrections in _together(rare)]
    plans = [*sure, *risky, *pieces]
    if not plans:
        return None
    mended = [(own.start, own.end) for choices in (*lost, *rare, *pieces) for own in choices]
    beyond = [
        Correction("", 0, start=start, end=end)
        for start, end in typed.never_held(frequencies)
        if request.match == "all" and not total
        if not any(first <= start < last for first, last in mended)
    ]
    # Beside a word that no item has all others find nothing: they are judged without it.
    searches = [
        _changed(request, typed.query.text, [*corrections, *beyond])
        for corrections in (*([[]] if beyond else []), *plans)
    ]
    totals = iter(generation.totals(questions(searches)))
    if beyond:
        total = next(totals)
    tried = zip(plans, totals, searches[-len(plans) :], strict=True)
    few = max((doubt.count for doubt in found), default=0)
    chosen = _chosen(
        list(islice(tried, len(sure))), list(islice(tried, len(risky))), list(tried), total, few
    )
    if chosen and beyond:
        kept = _changed(request.with_match("most"), typed.query.text, chosen[0])
        (of_most,) = generation.totals(questions([kept]))
        chosen = (chosen[0], of_most, kept) if of_most else chosen
    return _told(*chosen) if chosen else None


def _chosen(
    sure: Sequence[_Tried],
    risky: Sequence[_Tried],
    in_pieces: Sequence[_Tried],
    total: int,
    few: int,
) -> _Tried | None:
    """Return which of the tried searches was meant by one that finds `total` items.

    `sure` correct what no item has, `risky` also what at most `few` have; `in_pieces` have two
    words as one, and next to each the two as a phrase.
    """
    chosen = _likeliest(sure, 1)
    before = chosen[1] if chosen else 0 if sure else total
    # A word that some items have is meant unless far more have the near one. Beside an alternative
    # that finds much it cannot find many times as much, but far more than the word in doubt.
    least = min(TIMES_AS_MANY * max(1, before), before + TIMES_AS_FREQUENT * max(1, few))
    chosen = _likeliest(risky, least) or chosen
    for whole, phrase in zip(in_pieces[::2], in_pieces[1::2], strict=True):
        least = max(TIMES_AS_MANY * max(1, phrase[1]), chosen[1] if chosen else 0)
        chosen = whole if whole[1] >= least else chosen
    return chosen


def _best(corrections: Iterable[Correction], least: int, most: int) -> list[Correction]:
    enough = (own for own in corrections if own.count >= least)
    return nlargest(most, enough, key=lambda own: own.count * own.weight)


def _together(choices: Sequence[Sequence[Correction]]) -> list[Sequence[Correction]]:
    """Return the likeliest ways to make one correction of each list."""
    ranked = product(*map(enumerate, choices)) if choices else ()
    likeliest = nsmallest(MAX_TRIED, ranked, key=lambda own: sum(rank for rank, _ in own))
    return [[correction for _, correction in own] for own in likeliest]


def _likeliest(tried: Sequence[_Tried], least: int) -> _Tried | None:
    """Return what was most likely meant, of what finds at least `least` items."""

    def likelihood(own: _Tried) -> float:
        return own[1] * prod(correction.weight for correction in own[0])

    return max((own for own in tried if own[1] >= least), key=likelihood, default=None)


def _changed(request: SearchRequest, text: str, corrections: Sequence[Correction]) -> SearchRequest:
    """Return a request after corrections of its limits and of its query, which has this text."""
    for correction in sorted(corrections, key=lambda own: -own.start):
        if correction.facet:
            names = request.included(correction.facet), request.excluded(correction.facet)
            included, excluded = (
                tuple(correction.new if name == correction.old else name for name in own)
                for own in names
            )
            request = request.with_included(correction.facet, included)
            request = request.with_excluded(correction.facet, excluded)
        else:
            text = text[: correction.start] + correction.new + text[correction.end :]
    return request.with_query(text.strip())


def _told(corrections: Sequence[Correction], total: int, search: SearchRequest) -> Spelling:
    names = [correction.new for correction in corrections if correction.facet]
    words = [search.query] if len(names) < len(corrections) else []
    return Spelling(text=", ".join([*words, *names]), total=total, search=search)
