"""Which pieces do lines have? What stands between blanks and signs that are in no word.

No word reaches over a blank, so the words of a line are those of its pieces. Most pieces are found
as arrays: each is two numbers of 8 bytes, and a table, which is asked for all of a text at once,
tells which piece it is. A dictionary knows all pieces, and is asked for those that the table does
not know.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

import numpy as np

from search.language.cutting import is_sign_between_runs
from search.language.joined_numbers import with_groups_joined
from search.whole_numbers import ALSO_SPREADING, SPREADING, Integers

#: Bytes of text that are cut in one pass, about: the arrays for it take some ten times as many.
PART_BYTES = 1 << 20
#: Bytes of a piece that the table can know.
MAX_PIECE_BYTES = 16
#: Bits of the numbers of the table's entries.
TABLE_BITS = 19

_BLANK = ord(" ")
#: For each byte of UTF-8 what it becomes: a small letter, or a blank for a sign between runs.
_PARTED = bytes(
    ord(" " if is_sign_between_runs(character) else character.lower())
    for character in map(chr, range(128))
) + bytes(range(128, 256))
#: What ends a clause or a sentence is in no word: without it there are fewer different pieces. Each
#: is taken from the end of a piece once, in this order.
_ENDINGS = b",.:"
#: For each length in bytes the mask that keeps the first bytes of a number, as many as that.
_KEEP = np.array([(1 << 8 * length) - 1 for length in range(9)], np.uint64)


Text = TypeVar("Text", str, bytes)


class TextNumbers(dict[Text, int], Generic[Text]):
    """Text -> its number, which it gets when it is first looked up."""

    def __missing__(self, text: Text) -> int:
        number = self[text] = len(self)
        return number

    def of(self, texts: Sequence[Text]) -> Integers:
        """Return the number of each text."""
        return np.fromiter(map(self.__getitem__, texts), np.uint32, len(texts))


class PieceNumbers(TextNumbers[bytes]):
    """Piece -> its number. The first is the empty text, which is no piece."""

    def __init__(self) -> None:
        super().__init__({b"": 0})
        # Entry -> the number of the piece that was seen last of those with this entry, and number
        # -> the two numbers of 8 bytes: only if these are equal the entry is of the piece.
        self._table = np.zeros(1 << TABLE_BITS, np.uint32)
        self._low = np.zeros(1 << 16, np.uint64)
        self._high = np.zeros(1 << 16, np.uint64)

    def of_lines(self, lines: Sequence[str]) -> tuple[Integers, Integers]:
        """Return the numbers of the pieces of all lines, in order, and how many each line has."""
        parts: list[Integers] = []
        counts = np.zeros(len(lines), np.int64)
        for stretches, of in _parts(lines):
            numbers, counted = self._of_part(stretches)
            parts.append(numbers)
            np.add.at(counts, of, counted)
        of_lines: Integers = np.concatenate(parts)
        return of_lines, counts

    def _of_part(self, stretches: Sequence[bytes]) -> tuple[Integers, Integers]:
        # A blank before all, and as many behind as the numbers of the last piece reach over.
        data = b" ".join([b"", *stretches, b" " * MAX_PIECE_BYTES])
        starts, ends = _spans(data)
        bounds = np.cumsum([0, *(len(stretch) + 1 for stretch in stretches)])
        return self._numbers(data, starts, ends), np.diff(np.searchsorted(starts, bounds))

    def _numbers(self, data: bytes, starts: Integers, ends: Integers) -> Integers:
        """Return the numbers of the pieces at some offsets of a text."""
        low, high = _eights(data, starts, ends - starts)
        entries = low * SPREADING ^ high * ALSO_SPREADING
        entries ^= entries >> np.uint64(32)
        entries *= SPREADING
        entries >>= np.uint64(64 - TABLE_BITS)
        numbers: Integers = self._table[entries]
        is_short = ends - starts <= MAX_PIECE_BYTES
        is_known = (self._low[numbers] == low) & (self._high[numbers] == high) & is_short
        new = np.flatnonzero(~is_known)
        # Several new pieces may share an entry; it keeps the number of the last one, which all
        # pieces equal to that one take.
        self._table[entries[new]] = new
        same = self._table[entries[new]]
        is_last = same == new
        is_same = (low[same] == low[new]) & (high[same] == high[new])
        is_same &= is_short[new] & is_short[same]
        asked = new[is_last | ~is_same]
        spans = zip(starts[asked].tolist(), ends[asked].tolist(), strict=True)
        numbers[asked] = given = self.of([data[start:end] for start, end in spans])
        numbers[new[is_same]] = numbers[same[is_same]]
        while len(self._low) < len(self):
            self._low = np.append(self._low, np.zeros_like(self._low))
            self._high = np.append(self._high, np.zeros_like(self._high))
        self._low[given], self._high[given] = low[asked], high[asked]
        self._table[entries[new]] = 0
        short = is_short[asked]
        self._table[entries[asked[short]]] = given[short]
        return numbers


def _parts(lines: Iterable[str]) -> Iterator[tuple[list[bytes], list[int]]]:
    """Yield lines in parts: of each stretch of a line what it becomes, and the line's number."""
    part: list[bytes] = []
    of: list[int] = []
    left = PART_BYTES
    for number, line in enumerate(lines):
        data = with_groups_joined(line).encode("utf-8", "surrogatepass").translate(_PARTED)
        for stretch in _stretches(data):
            part.append(stretch)
            of.append(number)
            left -= len(stretch)
            if left < 0:
                yield part, of
                part, of, left = [], [], PART_BYTES
    yield part, of


def _stretches(data: bytes) -> Iterator[bytes]:
    """Yield a line in stretches that fit a part, cut at blanks."""
    start = 0
    while len(data) - start > PART_BYTES:
        end = data.find(b" ", start + PART_BYTES)
        if end < 0:
            break
        yield data[start:end]
        start = end
    yield data[start:] if start else data


def _spans(data: bytes) -> tuple[Integers, Integers]:
    """Return the offsets at which pieces begin and end, in a text with blanks around it."""
    text = np.frombuffer(data, np.uint8)
    is_blank = text == _BLANK
    edges = np.flatnonzero(is_blank[1:] != is_blank[:-1]) + 1
    starts, ends = edges[::2].astype(np.int32), edges[1::2].astype(np.int32)
    for sign in _ENDINGS:
        ends -= text[ends - 1] == sign
    is_kept = ends > starts
    return (starts, ends) if is_kept.all() else (starts[is_kept], ends[is_kept])


def _eights(data: bytes, starts: Integers, lengths: Integers) -> tuple[Integers, Integers]:
    """Return the first 8 bytes of pieces, and the next 8, as numbers. No piece holds a NUL."""
    eights = np.ndarray(len(data) - 7, "<u8", data, strides=(1,))
    low = eights[starts] & _KEEP[np.minimum(lengths, 8)]
    high = np.zeros_like(low)
    long = np.flatnonzero(lengths > 8)
    high[long] = eights[starts[long] + 8] & _KEEP[np.minimum(lengths[long] - 8, 8)]
    return low, high
