"""Which search was meant, if a word or a name in it may be misspelt?

Nothing is changed silently: the corrected search is offered, with how many items it finds.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from heapq import nlargest
from itertools import islice
from math import prod

from search.answer.doubts import (
    TIMES_AS_FREQUENT,
    TIMES_AS_MANY,
    Correction,
    NameInDoubt,
    WordInDoubt,
    WordInPieces,
    are_telling,
    doubts,
)
from search.answer.typed import Typed
from search.engine import Generation, Lookup, Question
from search.frozen import frozen
from search.request import SearchRequest
from search.results import Spelling

#: Doubts that are looked at, the first ones; corrections that are tried for a word alone, and for
#: one beside others; searches tried, and words of all these together, as each word costs time.
MAX_DOUBTS = 6
MAX_CORRECTIONS = 1
MAX_CORRECTIONS_BESIDE = 12
MAX_TRIED = 16
MAX_WORDS_TRIED = 96
#: Power of the weights of likely slips where other words tell which of them was meant.
POWER_BESIDE = 0.5
#: Least number of items that must have all words once one is corrected that some items have, where
#: none has all words as they are.
LEAST_OF_FOUND = 3
#: Least number of words of a query, those of phrases included, for which only the likeliest search
#: is tried, as each costs as much as the query itself; what is left out is no reason for it.
MANY_WORDS = 24

_WORD = re.compile(r"\w+")

#: Changes made together, how many items are found then, and the search that finds them.
_Tried = tuple[Sequence[Correction], int, SearchRequest]


def spelling(
    generation: Generation,
    typed: Typed,
    request: SearchRequest,
    total: int | None,
    frequencies: Mapping[str, int],
    questions: Callable[[Sequence[SearchRequest]], list[Question]],
) -> Spelling | None:
    """Return what was meant by a search, None if nothing is in doubt.

    It is judged by how many items have all words, whatever the request's `match`; of those that are
    typed `total` items have all, None if that is not known. If none has all, however the words are
    corrected, only what is clear by itself is offered, for most of the words.

    It takes a look-up where anything is in doubt, and the totals where anything is near.
    `frequencies` are those of `typed.terms`; `questions` returns what searches ask of the engine.
    """
    text = typed.query.text.replace("‥", "…")  # as which the lexer reads it
    tell = are_telling(typed, generation.analyzer)
    plans = _plans(generation, typed, total or 0, frequencies, tell)
    if not any((plans.sure, plans.risky, plans.pieces)):
        return None
    # Beside a word that no item has all others find nothing: they are judged without it.
    beyond = list(_beyond(typed, frequencies, plans.mended)) if not total else []
    each = [*plans.sure, *plans.risky, *plans.pieces]
    of_all = request.with_match("all")
    uncorrected: list[list[Correction]] = [[]] if beyond or total is None else []
    searches = [_changed(of_all, text, [*own, *beyond]) for own in (*each, *uncorrected)]
    totals = generation.totals(questions(searches))
    before = totals[-1] if uncorrected else total or 0
    power = POWER_BESIDE if tell else 1.0
    tried = list(zip(each, totals, searches, strict=False))
    chosen = _chosen(plans, tried, before, power)
    if beyond and not _is_sure(typed, chosen, len(typed.words) - len(beyond)):
        chosen = None
    elif before and not chosen:
        return None
    if chosen and not beyond and request.match == "all":
        return _told(*chosen)
    corrections = chosen[0] if chosen else plans.clear
    if not corrections:
        return None
    match = "most" if request.match == "all" and (beyond or not chosen) else request.match
    kept = _changed(request.with_match(match), text, corrections)
    (found,) = generation.totals(questions([kept]))
    if found:
        return _told(corrections, found, kept)
    return _told(*chosen) if chosen else None


@frozen()
class _Plans:
    """Which corrections are tried together.

    `sure` correct what no item has, `risky` also what at most `few` have; `pieces` have two words
    as one, and next to each the two as a phrase. `clear` are those that need not be tried.
    """

    sure: Sequence[Sequence[Correction]]
    risky: Sequence[Sequence[Correction]]
    pieces: Sequence[Sequence[Correction]]
    clear: Sequence[Correction]
    mended: Sequence[tuple[int, int]]
    few: int


def _plans(
    generation: Generation, typed: Typed, total: int, frequencies: Mapping[str, int], tell: bool
) -> _Plans:
    """Look up what may have been meant; return what is to be tried."""
    found = list(islice(doubts(generation, typed, total, frequencies), MAX_DOUBTS))
    words = len(_WORD.findall(typed.query.text))
    if words >= MANY_WORDS:
        found = [doubt for doubt in found if not doubt.is_left_out]
    lookups: list[Lookup] = list(dict.fromkeys(own for doubt in found for own in doubt.lookups()))
    known = dict(zip(lookups, generation.look_up(lookups), strict=True)) if lookups else {}
    # Which of several near words was meant can be told from what stands beside them.
    most = MAX_CORRECTIONS_BESIDE if tell else MAX_CORRECTIONS
    lost: list[list[Correction]] = []
    rare: list[list[Correction]] = []
    pieces: list[list[Correction]] = []
    named: list[tuple[int, int]] = []
    for doubt in found:
        corrections = _outside(named, doubt.corrections(known))
        if doubt.is_left_out:  # what few items have may be misspelt itself
            often = max((own.count for own in corrections), default=0) / TIMES_AS_FREQUENT
            corrections = [own for own in corrections if own.count >= often]
        best = _best(corrections, doubt.least, 1 if doubt.is_left_out else most)
        if isinstance(doubt, WordInDoubt):
            apart = _outside(named, doubt.apart(known))
            best += _best(apart, doubt.least, 1 - doubt.is_left_out * len(best))
        if best and isinstance(doubt, WordInPieces):
            pieces += [best[:1], [doubt.as_phrase()]]
        elif best:
            # Few items have less than many to leave out, so no count tells that it was not meant.
            (rare if doubt.count and not doubt.is_left_out else lost).append(best)
            named += [(own.start, own.end) for own in best if isinstance(doubt, NameInDoubt)]
    mended = [(own.start, own.end) for choices in (*lost, *rare, *pieces) for own in choices]
    clear = [own[0] for own in (*lost, *rare) if own[0].is_clear]
    few = max((doubt.count for doubt in found), default=0)
    if words >= MANY_WORDS:
        return _Plans([[own[0] for own in lost]] if lost else [], [], [], clear, mended, few)
    tries = min(MAX_TRIED, MAX_WORDS_TRIED // max(1, words))
    sure = _together(lost, tries)
    both = _together([*lost, *([None, *own] for own in rare)], tries) if rare else []
    return _Plans(sure, [own for own in both if own not in sure], pieces, clear, mended, few)


def _beyond(
    typed: Typed, frequencies: Mapping[str, int], mended: Sequence[tuple[int, int]]
) -> Iterator[Correction]:
    """Yield what leaves out the words that no item has, and that nothing is near to."""
    for start, end in typed.never_held(frequencies):
        if not any(first <= start < last for first, last in mended):
            yield Correction("", 0, start=start, end=end)


def _chosen(plans: _Plans, tried: Sequence[_Tried], before: int, power: float) -> _Tried | None:
    """Return which of the tried searches was meant by one that finds `before` items."""
    end = len(plans.sure) + len(plans.risky)
    sure, risky, pieces = tried[: len(plans.sure)], tried[len(plans.sure) : end], tried[end:]
    chosen = _likeliest(sure, 1, power)
    before = chosen[1] if chosen else 0 if sure else before
    # A word that some items have is meant unless far more have the near one. Beside an alternative
    # that finds much it cannot find many times as much, but far more than the word in doubt.
    least = min(TIMES_AS_MANY * before, before + TIMES_AS_FREQUENT * max(1, plans.few))
    chosen = _likeliest(risky, least or LEAST_OF_FOUND, power) or chosen
    for whole, phrase in zip(pieces[::2], pieces[1::2], strict=True):
        least = max(TIMES_AS_MANY * max(1, phrase[1]), chosen[1] if chosen else 0)
        chosen = whole if whole[1] >= least else chosen
    return chosen


def _is_sure(typed: Typed, chosen: _Tried | None, words: int) -> bool:
    """Tell whether what was chosen was meant though other words are in no item.

    Of those that are in some there are `words`: one of them alone does not tell.
    """
    if not chosen:
        return False
    return bool(typed.names) or (words > 1 and all(own.weight >= 1 for own in chosen[0]))


def _outside(
    named: Sequence[tuple[int, int]], corrections: Iterable[Correction]
) -> list[Correction]:
    """Return the corrections of what is in no name that is corrected: it may have several words."""
    return [
        own
        for own in corrections
        if own.facet or not any(own.start < end and start < own.end for start, end in named)
    ]


def _best(corrections: Iterable[Correction], least: int, most: int) -> list[Correction]:
    enough = (own for own in corrections if own.count >= least)
    return nlargest(most, enough, key=lambda own: own.count * own.weight)


def _together(choices: Sequence[Sequence[Correction | None]], most: int) -> list[list[Correction]]:
    """Return the likeliest ways to choose one correction of each list; None corrects nothing."""
    found: list[list[Correction]] = []
    level = {(0,) * len(choices)} if choices else set()
    while level and len(found) < most:
        for ranks in sorted(level):
            chosen = [own[rank] for own, rank in zip(choices, ranks, strict=True)]
            found.append([own for own in chosen if own])
        level = {
            (*ranks[:at], ranks[at] + 1, *ranks[at + 1 :])
            for ranks in level
            for at, own in enumerate(choices)
            if ranks[at] + 1 < len(own)
        }
    return [own for own in found[:most] if own]


def _likeliest(tried: Sequence[_Tried], least: int, power: float) -> _Tried | None:
    """Return what was most likely meant, of what finds at least `least` items."""

    def likelihood(own: _Tried) -> float:
        weights = [correction.weight for correction in own[0]]
        return own[1] * prod(weight**power if weight > 1 else weight for weight in weights)

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
