"""What is misspelt of what was typed (`typed.py`), and what may have been meant?

    venzuela        venezuela         a letter left out, added or changed, two swapped
    newyork         "new york"        two words run together
    head line       headline          a word in two pieces
    source:ruters   source:Reuters    a name, also that of a limit, or of several words

In doubt is what no item has, or few beside something near that is far more frequent. A word that
is not of letters alone is taken as it is.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Protocol

from search.answer.typed import Typed, TypedName, TypedWord
from search.engine import Generation, Lookup, NamesAway, WordsAway
from search.frozen import frozen
from search.language.stop_words import stop_words
from search.names import name_key
from search.query.expansions import Known
from search.text import Analyzer

#: Letters of a word that may be misspelt, and of one that some items have.
MIN_LETTERS = 3
MIN_LETTERS_IF_FOUND = 5
#: Least number of letters for which a word or a name may be two steps away, and of a word beside
#: which others stand: these tell which near word was meant.
MIN_LETTERS_OF_TWO_STEPS = 8
MIN_LETTERS_OF_TWO_BESIDE = 5
#: Least number of letters of a word for which a near, frequent one was meant whatever is beside it.
MIN_LETTERS_IF_CLEAR = 6
#: A word is in doubt if at most this share of the items has it, and a near word is this many times
#: as frequent.
RARE_SHARE = 0.001
TIMES_AS_FREQUENT = 50
#: Two words may be meant as one if at most this share of the items has both, and the one word finds
#: this many times as many items as they do as a phrase.
FEW_SHARE = 0.05
TIMES_AS_MANY = 10
#: Letters of each of two words that may be run together, or be one in two pieces.
MIN_LETTERS_OF_PIECE = 2
#: Near words that are weighed.
MAX_NEAR = 20
#: Weight of a slip beside any letter added or changed: there are few positions at which a
#: letter can be left out, swapped or doubled, but any of 26 is added or changed at each.
LIKELY_SLIP = 20.0
TWO_STEPS = 0.01
#: What stands for the rest of a word that was cut.
_CUT = re.compile(r"‥|\.\.")
_DOUBLED = re.compile(r"(.)\1+")
_VOWELS = str.maketrans(dict.fromkeys("aeiouy"))
_BARE_NAME = re.compile(r"\w+")


@frozen()
class Correction:
    """What may have been meant by a word, from `start` to `end` in a query, or by a name.

    With a `facet` it is a name among its limits, in place of `old`. `count` is how many items have
    it, `weight` how likely it was meant, beside others that as many items have. What `is_clear`
    was surely meant, whatever stands beside it.
    """

    new: str
    count: int
    weight: float = 1.0
    start: int = 0
    end: int = 0
    facet: str = ""
    old: str = ""
    is_clear: bool = False


class Doubt(Protocol):
    """What may be misspelt."""

    @property
    def count(self) -> int:
        """How many items have it as it is."""

    @property
    def least(self) -> int:
        """How many items must have what was meant."""

    @property
    def is_left_out(self) -> bool:
        """Whether hits have it not: how many there are does not tell what was meant."""

    def lookups(self) -> Iterable[Lookup]:
        """Return what `corrections` needs to know."""

    def corrections(self, known: Known) -> Iterable[Correction]:
        """Return what may have been meant; `known` has the answers to the look-ups."""


def are_telling(typed: Typed, analyzer: Analyzer) -> bool:
    """Tell whether words stand beside each other that tell which near word was meant."""
    little = stop_words(analyzer.language)
    return sum(word.form not in little for word in typed.words) > 1


def doubts(
    generation: Generation, typed: Typed, total: int, frequencies: Mapping[str, int]
) -> Iterator[Doubt]:
    """Yield what is in doubt of a request that finds `total` items, given terms' frequencies."""
    size = generation.size
    most = min(max(1, int(size * RARE_SHARE)), size // TIMES_AS_FREQUENT)
    for name in typed.names:
        if name.count <= most and len(name.name) >= MIN_LETTERS:
            yield NameInDoubt(name)
    little = stop_words(generation.analyzer.language)
    tell = are_telling(typed, generation.analyzer)
    for word in typed.words:
        count = max(frequencies[term] for term in word.terms)
        if (
            _CUT.match(typed.query.text, word.end)
            or word.form in little
            or not word.form.isalpha()
            or len(word.form) < (MIN_LETTERS_IF_FOUND if count else MIN_LETTERS)
            or count > most
        ):
            continue
        # Items may have it with accents, which were left out.
        rows = generation.analyzer.readings(word.form)
        if max(frequencies.get(token.term, 0) for row in rows for token in row) <= most:
            yield WordInDoubt(word, count, max(1, most), generation.analyzer, tell)
    if total <= size * FEW_SHARE:
        for first, second in pairwise(typed.words):
            forms = first.form, second.form
            are_long = min(map(len, forms)) >= MIN_LETTERS_OF_PIECE
            if second.follows and are_long and all(map(str.isalpha, forms)):
                yield WordInPieces(first, second)


@frozen()
class NameInDoubt:
    """A name that no item has, or few."""

    typed: TypedName

    @property
    def count(self) -> int:
        """How many items have it."""
        return self.typed.count

    @property
    def least(self) -> int:
        """How many items must have the near one."""
        return max(1, TIMES_AS_FREQUENT * self.count)

    @property
    def is_left_out(self) -> bool:
        """Whether the query leaves it out."""
        return self.typed.is_left_out

    def lookups(self) -> Iterator[NamesAway]:
        """Yield the look-ups of near names."""
        for name, _ in self._spans():
            yield from self._near(name)

    def _spans(self) -> Iterator[tuple[str, int]]:
        """Yield the longest name that may be meant, and where it ends, then shorter ones."""
        yield from reversed(self.typed.longer)
        yield self.typed.name, self.typed.end

    def _near(self, name: str) -> Iterator[NamesAway]:
        is_two = len(name) >= MIN_LETTERS_OF_TWO_STEPS and not self.count
        for steps in range(1, 2 + is_two):
            yield NamesAway(self.typed.facet, name, steps, MAX_NEAR)

    def corrections(self, known: Known) -> Iterator[Correction]:
        """Yield the names near to the longest that is near to any.

        A quotation mark in one cannot be written in a query.
        """
        for name, end in self._spans():
            if found := list(self._corrections(name, end, known)):
                yield from found
                return

    def _corrections(self, name: str, end: int, known: Known) -> Iterator[Correction]:
        own = self.typed
        for lookup in self._near(name):
            for value, count in known[lookup]:
                weight = _weight(name_key(name), name_key(value), lookup.steps)
                is_clear = not self.count
                if not own.end:
                    yield Correction(
                        value, count, weight, facet=own.facet, old=name, is_clear=is_clear
                    )
                elif '"' not in value:
                    written = value if _BARE_NAME.fullmatch(value) else f'"{value}"'
                    yield Correction(written, count, weight, own.start, end, is_clear=is_clear)


@frozen()
class WordInDoubt:
    """A word that no item has, or few; what more than `often` items have is no rare word.

    It `has_others` beside it, which tell what was meant.
    """

    typed: TypedWord
    count: int
    often: int
    analyzer: Analyzer
    has_others: bool

    @property
    def least(self) -> int:
        """How many items must have the near one."""
        times = TIMES_AS_MANY if self.has_others else TIMES_AS_FREQUENT
        return max(1, times * self.count)

    @property
    def is_left_out(self) -> bool:
        """Whether hits have it not."""
        return self.typed.is_left_out

    def lookups(self) -> Iterator[WordsAway]:
        """Yield the look-ups of near words and of the pieces that it may be made of."""
        yield from self._near()
        for pieces in self._pieces():
            yield from pieces

    def _near(self) -> Iterator[WordsAway]:
        form = self.typed.form
        least = MIN_LETTERS_OF_TWO_BESIDE if self.has_others else MIN_LETTERS_OF_TWO_STEPS
        for steps in range(1, 3 if len(form) >= least else 2):
            yield WordsAway(form, steps, MAX_NEAR)
        single = _DOUBLED.sub(r"\1", form)
        if single != form:  # another letter may be the one that is doubled: tarrif, tariff
            for at in range(1, len(single) + 1):
                yield WordsAway(single[:at] + single[at - 1 :], 0, 1)

    def _pieces(self) -> Iterator[tuple[WordsAway, WordsAway]]:
        form, least = self.typed.form, MIN_LETTERS_OF_PIECE
        for middle in range(least, len(form) - least + 1):
            yield WordsAway(form[:middle], 0, 1), WordsAway(form[middle:], 0, 1)

    def corrections(self, known: Known) -> Iterator[Correction]:
        """Yield the near words.

        By chance many words are one letter away from another, the more so the shorter they are: so
        only what many have is offered but for a likely slip in a long word, and a stop word for
        that alone. Two letters away from a short word, or one that some items have, only names are
        offered as they are misheard: no more than vowels differ (khameini, khamenei), or letters
        were left out of what no item has (brigit, brigitte).
        """
        own = self.typed
        little = stop_words(self.analyzer.language)
        for lookup in self._near():
            for near, count in known[lookup]:
                if not near.isalpha() or self.analyzer.term_of(near) in own.terms:
                    continue
                weight = _weight(own.form, near, lookup.steps)
                is_likely = weight >= LIKELY_SLIP
                if near in little and not is_likely:
                    continue
                if lookup.steps > 1 and not self._may_be_two_away(near):
                    continue
                is_long = len(own.form) >= MIN_LETTERS_IF_FOUND
                least = (1 if is_likely else self.often // 3) if is_long else self.often
                if count >= least:
                    is_clear = (
                        lookup.steps <= 1
                        and len(own.form) >= MIN_LETTERS_IF_CLEAR
                        and count >= max(self.often, TIMES_AS_FREQUENT * self.count)
                        and (is_likely or not self.count)
                    )
                    span = own.start, own.end
                    yield Correction(near, count, weight, *span, is_clear=is_clear)

    def _may_be_two_away(self, near: str) -> bool:
        form = self.typed.form
        if not self.count and len(form) >= MIN_LETTERS_OF_TWO_STEPS:
            return True
        vowels_differ = form.translate(_VOWELS) == near.translate(_VOWELS) and form[0] == near[0]
        return vowels_differ or (not self.count and len(near) == len(form) + 2)

    def apart(self, known: Known) -> Iterator[Correction]:
        """Yield the words that may have been run together."""
        own = self.typed
        for pieces in self._pieces():
            counts = [count for piece in pieces for _, count in known[piece]]
            if len(counts) == len(pieces):
                apart = " ".join(piece.word for piece in pieces)
                written = apart if own.in_phrase else f'"{apart}"'
                yield Correction(written, min(counts), 1.0, own.start, own.end)


@frozen()
class WordInPieces:
    """Two words side by side that may be one."""

    first: TypedWord
    second: TypedWord
    count: int = 0
    least: int = TIMES_AS_MANY
    is_left_out: bool = False

    def lookups(self) -> Iterator[WordsAway]:
        """Yield the look-up of the whole word."""
        yield WordsAway(self.first.form + self.second.form, 0, 1)

    def corrections(self, known: Known) -> Iterator[Correction]:
        """Yield the whole word."""
        for lookup in self.lookups():
            for whole, count in known[lookup]:
                yield Correction(whole, count, 1.0, self.first.start, self.second.end)

    def as_phrase(self) -> Correction:
        """Return what makes a phrase of the two words."""
        phrase = f'"{self.first.form} {self.second.form}"'
        return Correction(phrase, 0, 1.0, self.first.start, self.second.end)


def _weight(typed: str, meant: str, steps: int) -> float:
    """Return how likely a slip is, beside that of one letter added or changed."""
    if _DOUBLED.sub(r"\1", typed) == _DOUBLED.sub(r"\1", meant):
        return LIKELY_SLIP
    if steps > 1:
        return TWO_STEPS
    is_swapped = len(typed) == len(meant) and sorted(typed) == sorted(meant)
    return LIKELY_SLIP if len(typed) < len(meant) or is_swapped else 1.0
