"""Which words do lines have? Each different piece (`pieces.py`) is cut into words once."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, compress

import numpy as np

from search.embedded.segment.pieces import PieceNumbers, TextNumbers
from search.language.cutting import is_blankless, is_of_bare_letters
from search.text import END_OF_PIECE, MAX_WORD_CHARACTERS, Analyzer, runs_of_pieces
from search.whole_numbers import Integers, spread

#: Characters of pieces that are cut in one pass of the regular expression.
CHUNK_CHARACTERS = 1 << 18
#: Runs without blanks whose words are numbered in one pass.
RUNS_AT_A_TIME = 1 << 14

#: For each byte whether it is another than a letter or digit of ASCII.
_IS_OTHER = bytes(not bytes((byte,)).isalnum() for byte in range(256))


class WordTable:
    """The words of lines, as arrays.

    `terms`, `forms` and `steps` have an entry for each word of all different pieces: the numbers of
    its term and of its form in `texts`, and the step of `Token`. The first of `texts` is empty: it
    is the form of a word without one. `of_lines` has for each word of all lines, in order, its
    index in these; `line_ends` [n + 1] tells where in `of_lines` each line begins.
    """

    def __init__(self, lines: Sequence[str], analyzer: Analyzer) -> None:
        self._numbers = PieceNumbers()
        pieces_of_lines, of_line = self._numbers.of_lines(lines)
        starts, counts = self._cut(analyzer)
        counts = counts[pieces_of_lines]
        self.of_lines = spread(starts[pieces_of_lines], counts).astype(np.uint32)
        self.line_ends = bounds(counts)[bounds(of_line)]
        self._order()

    def _cut(self, analyzer: Analyzer) -> tuple[Integers, Integers]:
        """Cut all pieces into words; return each one's first word, and how many it has."""
        numbers = self._numbers
        pieces = list(numbers)
        # Most pieces of most texts are words as they are, and can be stemmed together.
        is_word = _are_words(pieces)
        forms = array("I", np.flatnonzero(is_word).astype(np.uint32).tobytes())
        terms = array("I", numbers.of(analyzer.stems(list(compress(pieces, is_word)))).tobytes())
        steps = bytearray(b"\1" * len(forms))
        starts, counts = np.zeros((2, len(pieces)), np.uint32)
        starts[is_word], counts[is_word] = np.arange(len(forms)), 1
        others = compress(pieces, ~is_word)
        ends = [len(forms)]
        known: dict[str, slice] = {}
        # Their words are many, and are numbered together, some runs at a time.
        blankless: list[str] = []
        begins = array("Q")
        for run in chain.from_iterable(map(runs_of_pieces, _chunks(others))):
            if run == END_OF_PIECE:
                ends.append(len(forms))
            elif is_blankless(run) and is_of_bare_letters(run):
                blankless.append(run)
                begins.append(len(forms))
                for filled_later in (forms, terms):
                    filled_later.frombytes(bytes(forms.itemsize * len(run)))
                steps += b"\1" * len(run)
            elif run in known:
                for words in (forms, terms, steps):
                    words.extend(words[known[run]])
            else:
                start = len(forms)
                for form, term, _, _, step in analyzer.tokens_of_run(run):
                    forms.append(numbers[form.encode()])
                    terms.append(numbers[term.encode()])
                    steps.append(step)
                known[run] = slice(start, len(forms))
        starts[~is_word], counts[~is_word] = ends[:-1], np.diff(ends)
        self.forms, self.terms = np.frombuffer(forms, np.uint32), np.frombuffer(terms, np.uint32)
        for start in range(0, len(blankless), RUNS_AT_A_TIME):
            some = slice(start, start + RUNS_AT_A_TIME)
            lengths = np.fromiter(map(len, blankless[some]), np.int64)
            indexes = spread(np.frombuffer(begins, np.uint64)[some], lengths)
            self.forms[indexes] = self.terms[indexes] = _numbers_of_pairs(blankless[some], numbers)
        self.steps = np.frombuffer(steps, np.uint8)
        return starts, counts

    def _order(self) -> None:
        """Give the texts of terms and forms numbers in the order of their bytes."""
        texts = list(self._numbers)
        del self._numbers  # as large as all that follows
        is_used = np.zeros(len(texts), bool)
        for used in ([0], self.forms, self.terms):
            is_used[used] = True
        ordered = sorted(is_used.nonzero()[0].tolist(), key=texts.__getitem__)
        self.texts = list(map(texts.__getitem__, ordered))
        ranks = np.empty(len(texts), np.uint32)
        ranks[ordered] = np.arange(len(ordered))
        self.forms, self.terms = ranks[self.forms], ranks[self.terms]


def _numbers_of_pairs(runs: Sequence[str], numbers: TextNumbers[bytes]) -> Integers:
    """Return the numbers of all pairs of letters of blankless runs (`cutting.pairs_of`)."""
    letters = np.frombuffer("".join(runs).encode("utf-32-le"), "<u4").astype(np.uint64)
    keys = letters << np.uint64(32)
    keys[:-1] |= letters[1:]
    # The last letter of a run is alone.
    keys[np.cumsum(list(map(len, runs))) - 1] &= np.uint64(0xFFFFFFFF << 32)
    different, which = np.unique(keys, return_inverse=True)
    pairs = ((key >> 32, key & 0xFFFFFFFF) for key in different.tolist())
    texts = [(chr(one) + (chr(other) if other else "")).encode() for one, other in pairs]
    return numbers.of(texts)[which]


def _are_words(pieces: Sequence[bytes]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Tell for each piece whether it is letters and digits of ASCII only, and not too long."""
    lengths = np.fromiter(map(len, pieces), np.int64, len(pieces))
    others = np.frombuffer(b"".join(pieces).translate(_IS_OTHER), np.uint8)
    # Sums up to each end: `reduceat` takes no piece without bytes, as the first one is.
    sums = bounds(others)[bounds(lengths)]
    is_word: np.ndarray[tuple[int], np.dtype[np.bool_]] = np.diff(sums) == 0
    return is_word & (lengths <= MAX_WORD_CHARACTERS) & (lengths > 0)


def _chunks(pieces: Iterable[bytes]) -> Iterator[list[str]]:
    """Yield the pieces in lists of about CHUNK_CHARACTERS each."""
    chunk: list[str] = []
    left = CHUNK_CHARACTERS
    for piece in pieces:
        chunk.append(piece.decode("utf-8", "surrogatepass"))
        left -= len(piece)
        if left < 0:
            yield chunk
            chunk, left = [], CHUNK_CHARACTERS
    yield chunk


def bounds(counts: Integers) -> Integers:
    """Return where each of several consecutive stretches begins, and where the last one ends."""
    bounds = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=bounds[1:])
    return bounds
