"""Which words tell the items of one search from those of others, and which have all in common?

Log odds with an informative Dirichlet prior (Monroe, Colaresi and Quinn, "Fightin' Words", 2008):
how much more likely a word is in one set of items than in the others, where the prior, the words of
all sets together, draws rare words to no difference; divided by its standard deviation. A word
counts once an item, however often the item has it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from math import log, sqrt

from search.compared import compared_texts, compared_words
from search.deadlines import check_deadline
from search.engine import Generation
from search.frozen import frozen
from search.language.stop_words import stop_words
from search.model import Item
from search.text import Analyzer

#: Words that tell one search from the others, and words that all have in common, at most.
MOST_TELLING = 12
MOST_COMMON = 12
#: Share of their own count that the words of all sets have in the prior: it draws to no difference
#: what is rare, and hides no word that ten items of one set have and none of the other.
PRIOR_SHARE = 0.25
#: Standard deviations from which on a word tells one search from the others: 95% of chance.
LEAST_DEVIATIONS = 1.96
#: Items of a search that have a word, at least.
LEAST_ITEMS = 2
#: Words whose frequencies in the archive are asked for, those most frequent in all searches.
MOST_ASKED = 300
#: A word in more than this share of the archive's items is not said to be in common.
COMMON_SHARE = 0.25
#: Items in which the spelling of a word is looked for.
SPELT_IN = 3


@frozen()
class ToldWord:
    """A word as it is written, how clearly it tells, and how many items of each search have it."""

    word: str
    score: float | None
    counts: tuple[int, ...]


def told_words(
    generation: Generation, samples: Sequence[Sequence[Item]], asked: Collection[str]
) -> tuple[list[list[ToldWord]], list[ToldWord]]:
    """Return the words that tell each sample from the others, and those that all have in common.

    The terms that were `asked` for tell nothing new. One round trip.
    """
    analyzer = generation.analyzer
    terms = {item: set(compared_words(item, analyzer)) for item in _each(samples)}
    counts = [_summed(terms[item] for item in sample) for sample in samples]
    kept = {term for own in counts for term in own if term not in asked and _is_word(term)}
    together = _summed(counts)
    telling = [_telling(own, together, kept) for own in counts]
    common = _common(generation, counts, samples, kept)
    chosen = {term for own in telling for term, _ in own} | set(common)
    spelt = _spelt(analyzer, samples, terms, chosen)

    def told(term: str, score: float | None) -> Iterator[ToldWord]:
        if word := spelt.get(term):
            yield ToldWord(word, score, tuple(own[term] for own in counts))

    return (
        [[word for own in found for word in told(*own)][:MOST_TELLING] for found in telling],
        [word for term in common for word in told(term, None)][:MOST_COMMON],
    )


def log_odds(one: int, ones: int, other: int, others: int) -> float:
    """Return the log odds of a term in one set of counts over others, in standard deviations.

    It has `one` of `ones` counts here and `other` of `others` there. The prior is PRIOR_SHARE of
    the counts of both together.

    >>> round(log_odds(9, 10, 1, 10), 2)
    3.9
    """
    prior, priors = PRIOR_SHARE * (one + other), PRIOR_SHARE * (ones + others)
    left, right = one + prior, other + prior
    if left == ones + priors or right == others + priors:  # there is no other word
        return 0.0
    odds = log(left / (ones + priors - left)) - log(right / (others + priors - right))
    return odds / sqrt(1 / left + 1 / right)


def _telling(own: Counter[str], together: Counter[str], kept: set[str]) -> list[tuple[str, float]]:
    """Return the terms that tell one sample from the others with their scores, the best first."""
    size, others = own.total(), together.total() - own.total()
    if not own or not others:
        return []
    found = []
    for term, count in own.items():
        if count >= LEAST_ITEMS and term in kept:
            score = log_odds(count, size, together[term] - count, others)
            if score >= LEAST_DEVIATIONS:
                found.append((term, score))
    # More than are shown, as not all of them may have a spelling.
    return sorted(found, key=lambda entry: (-entry[1], entry[0]))[: 2 * MOST_TELLING]


def _common(
    generation: Generation,
    counts: Sequence[Counter[str]],
    samples: Sequence[Sequence[Item]],
    kept: set[str],
) -> list[str]:
    """Return the terms that are frequent in all samples and rare in the archive, the best first."""
    if not all(samples):
        return []
    shares = {
        term: min(own[term] / len(sample) for own, sample in zip(counts, samples, strict=True))
        for term in kept
        if min(own[term] for own in counts) >= LEAST_ITEMS
    }
    asked = sorted(shares, key=lambda term: (-shares[term], term))[:MOST_ASKED]
    known = generation.frequencies(asked) if asked else {}
    most = max(LEAST_ITEMS, generation.size * COMMON_SHARE)
    weights = {
        term: shares[term] * log((generation.size + 1) / known[term])
        for term in asked
        if 0 < known[term] <= most
    }
    return sorted(weights, key=lambda term: (-weights[term], term))[: 2 * MOST_COMMON]


def _spelt(
    analyzer: Analyzer,
    samples: Sequence[Sequence[Item]],
    terms: Mapping[Item, set[str]],
    chosen: set[str],
) -> dict[str, str]:
    """Return how each term is written, as most of the first items with it write it."""
    little = stop_words(analyzer.language)
    written: dict[str, Counter[str]] = {term: Counter() for term in chosen}
    looked_at: Counter[str] = Counter()
    for item in _each(samples):
        check_deadline()
        wanted = {term for term in terms[item] & chosen if looked_at[term] < SPELT_IN}
        if not wanted:
            continue
        looked_at.update(wanted)
        cuts = map(analyzer.cut, compared_texts(item))
        pieces = chain.from_iterable(zip(own.pieces, own.terms, strict=True) for own in cuts)
        for piece, terms_of_piece in pieces:
            if wanted.isdisjoint(terms_of_piece):
                continue
            for token in analyzer.tokens(piece):
                if token.term in wanted and token.form and token.form not in little:
                    word = piece[token.start : token.end]
                    if '"' not in word and "*" not in word:
                        written[token.term][word] += 1
    return {
        term: max(words, key=lambda word: (words[word], word))
        for term, words in written.items()
        if words
    }


def _each(samples: Sequence[Sequence[Item]]) -> Iterator[Item]:
    """Yield each item once."""
    seen: set[Item] = set()
    for sample in samples:
        for item in sample:
            check_deadline()
            if item not in seen:
                seen.add(item)
                yield item


def _summed(parts: Iterable[Iterable[str]]) -> Counter[str]:
    """Return how often each word is in sets of words, or how often counters count it."""
    counts: Counter[str] = Counter()
    for own in parts:
        counts.update(own)
    return counts


def _is_word(term: str) -> bool:
    return len(term) > 1 and any(map(str.isalpha, term))
