"""How do a field's terms and postings lie in arrays, and how are they read back?

A field of a segment has these sections, with one entry a term, terms in the order of their bytes:

    terms     uint8    the bytes of all terms, one after another
    ends      uint32   [n + 1] where each term's bytes end
    count     uint8…   document frequency
    first     uint8…   the first document
    data_end  uint32   [n + 1] where each term's data ends; uint64 where it must
    data      uint8    for each term: the gaps between its documents, all as wide as the widest one
                       needs (1, 2 or 4 bytes); then its term frequencies, unless all are 1
    at_end    uint32   [n + 1] where each term's positions end     (fields with positions)
    at        uint8…   the positions of all postings, ascending    (fields with positions)

So a term is found by bisection, and its documents are a cumulative sum of its gaps.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from search.embedded.damage import damaged
from search.embedded.segment.sections import Piecemeal, Sections, SectionsWriter
from search.frozen import frozen
from search.whole_numbers import Array, Integers, put, spread, taken

#: Read one slice if at most this many times as many terms share the prefix of those looked up,
#: else bisect for each.
ALIKE = 16

#: Terms of a field that are kept in memory, to begin a search among all with.
LANDMARKS = 256

#: The bytes of a gap -> its dtype.
_GAPS = {width: np.dtype(f"<u{width}") for width in (1, 2, 4)}


@frozen()
class Postings:
    """Postings of several terms: ordered by term, then by document.

    `terms`, `documents`, `frequencies` have one entry a posting. `positions` has the positions of
    posting 0, of which there are `frequencies[0]`, then those of posting 1, …; it is None for a
    field without positions.
    """

    terms: Integers
    documents: Integers
    frequencies: Integers
    positions: Integers | None


_NONE = np.zeros(0, np.int64)
NO_POSTINGS = Postings(_NONE, _NONE, _NONE, _NONE)


class Texts(Sequence[bytes]):
    """The terms or the spellings of a field in order, read in place; found by bisection."""

    def __init__(self, sections: Sections, texts: str, ends: str) -> None:
        """Take the names of two sections: the bytes of all texts, and where those of each end."""
        self._path, self._name = sections.path, texts
        self._ends = sections.whole(ends).data
        self._terms = sections.whole(texts).data

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, number: Any) -> Any:
        return bytes(self._terms[self._ends[number] : self._ends[number + 1]])

    def find(self, term: bytes) -> int | None:
        """Return the number of a term, None where the field does not have it."""
        # Python's own list is bisected much faster than this one.
        after = bisect_right(self._landmarks, term) * self._step
        number = bisect_left(self, term, max(0, after - self._step), min(after, len(self)))
        return number if number < len(self) and self[number] == term else None

    @property
    def _step(self) -> int:
        return len(self) // LANDMARKS + 1

    @cached_property
    def _landmarks(self) -> list[bytes]:
        """Every `_step`-th term."""
        return [self[number] for number in range(0, len(self), self._step)]

    def find_all(self, terms: Sequence[bytes]) -> list[int | None]:
        """Return the number of each of several terms; faster where they share a prefix."""
        first, last = min(terms), max(terms)
        shared = 0
        while first[shared : shared + 1] == last[shared : shared + 1] and shared < len(first):
            shared += 1
        span = self.starting(first[:shared])
        if len(span) > ALIKE * len(terms):
            return [self.find(term) for term in terms]
        numbers = dict(zip(self.slice(span.start, span.stop), span, strict=True))
        return [numbers.get(term) for term in terms]

    def slice(self, start: int, end: int) -> list[bytes]:
        """Return the terms from a number to before another."""
        ends = self._ends[start : end + 1].tolist()
        base = ends[0] if ends else 0
        text = bytes(self._terms[base : ends[-1]]) if ends else b""
        return [text[start - base : end - base] for start, end in pairwise(ends)]

    def words(self, start: int, end: int) -> list[str]:
        """Return the terms from a number to before another, as text. Raises IndexDamaged."""
        try:
            return [term.decode() for term in self.slice(start, end)]
        except UnicodeDecodeError as error:
            raise damaged(self._path, f"{self._name} are not texts") from error

    def starting(self, prefix: bytes) -> range:
        """Return the numbers of the terms with a prefix."""
        start = bisect_left(self, prefix)
        end = len(self)
        if prefix.rstrip(b"\xff"):
            bare = prefix.rstrip(b"\xff")
            end = bisect_left(self, bare[:-1] + bytes([bare[-1] + 1]), start)
        return range(start, end)


class FieldPostings:
    """The terms and postings of one field of a segment."""

    def __init__(self, sections: Sections, name: str) -> None:
        self._path, self._name = sections.path, name
        self._documents: int = sections.meta["documents"]
        self.terms = Texts(sections, f"{name}.terms", f"{name}.ends")
        self.counts: Array = sections.whole(f"{name}.count")
        self._first = sections.whole(f"{name}.first")
        self._ends = sections.whole(f"{name}.data_end")
        self._data = sections.opened(f"{name}.data")
        self.has_positions = f"{name}.at" in sections
        #: Bytes of a position (0: there are none) and of a frequency.
        self.position_bytes = 0
        if self.has_positions:
            self._position_ends = sections.whole(f"{name}.at_end")
            self._positions = sections.opened(f"{name}.at")
            self.position_bytes = self._positions(0, 0).itemsize
        self._frequency_dtype = np.dtype(sections.meta["fields"][name]["frequency"])
        self.frequency_bytes = self._frequency_dtype.itemsize

    def occurrences(self, term: int) -> int:
        """Return how often a term occurs in all documents together."""
        if not self.has_positions:
            return int(self.counts[term])
        return int(self._position_ends[term + 1] - self._position_ends[term])

    def of(self, term: int, base: int = 0, out: Array | None = None) -> tuple[Array, Array | None]:
        """Return the documents of a term (intp, ascending), and its frequencies in them.

        Documents are numbered from `base` on, and written to `out` if it is given. None stands for
        frequencies that are all 1.
        """
        count = int(self.counts[term])
        data = self._data(int(self._ends[term]), int(self._ends[term + 1]))
        frequencies = None
        if self.has_positions and self.occurrences(term) > count:
            start = len(data) - count * self._frequency_dtype.itemsize
            self._demand(start >= 0)
            frequencies = data[start:].view(self._frequency_dtype)
            data = data[:start]
        documents = np.empty(count, np.intp) if out is None else out
        documents[0] = base + int(self._first[term])
        if count > 1:
            width, rest = divmod(len(data), count - 1)
            self._demand(width in _GAPS and not rest)
            documents[1:] = data.view(_GAPS[width])
            documents.cumsum(out=documents)
            self._demand(documents[-1] < base + self._documents)
        return documents, frequencies

    def _demand(self, is_kept: object) -> None:
        """Raise IndexDamaged unless something is so that always is where we wrote it."""
        if not is_kept:
            raise damaged(self._path, f"the postings of {self._name} are not a segment's")

    def positions(self, term: int) -> Array:
        """Return the positions of a term: those in its first document, then in its second, …"""
        return self._positions(int(self._position_ends[term]), int(self._position_ends[term + 1]))

    def several(self, terms: Integers, *, positions: bool = False) -> Postings:
        """Return the postings of several terms at once, without a Python step for each term."""
        terms = np.asarray(terms, np.int64)
        if not len(terms):
            return NO_POSTINGS
        counts = self.counts[terms].astype(np.int64)
        starts, ends = self._ends[terms].astype(np.int64), self._ends[terms + 1].astype(np.int64)
        if self.has_positions:
            at = self._position_ends[terms].astype(np.int64)
            until = self._position_ends[terms + 1].astype(np.int64)
            occurrences = until - at
        else:
            occurrences = counts
        rests = counts - 1
        wide = np.where(occurrences > counts, self._frequency_dtype.itemsize, 0)
        widths = np.divide(
            ends - starts - counts * wide, rests, out=np.zeros(len(terms)), where=rests > 0
        ).astype(np.int64)
        self._demand((ends - starts == counts * wide + rests * widths).all())
        known = (widths == 1) | (widths == 2) | (widths == 4) | (rests == 0)
        self._demand(known.all())
        # One slice of the data holds all these terms', and what lies between them.
        base = int(starts.min())
        data = self._data(base, int(ends.max()))
        starts = starts - base
        begins = np.cumsum(counts) - counts
        gaps = np.empty(int(counts.sum()), np.int64)
        gaps[begins] = self._first[terms]
        for width in (1, 2, 4):
            which = (widths == width).nonzero()[0]
            if len(which):
                own = taken(data, starts[which], rests[which] * width).view(f"<u{width}")
                put(gaps, begins[which] + 1, rests[which], own)
        documents = np.cumsum(gaps)
        documents -= np.repeat(documents[begins] - self._first[terms], counts)
        self._demand(documents[begins + rests].max() < self._documents)
        frequencies = np.ones(len(gaps), np.int32)
        which = wide.nonzero()[0]
        if len(which):
            offsets = starts[which] + rests[which] * widths[which]
            bytes_ = taken(data, offsets, counts[which] * wide[which])
            put(frequencies, begins[which], counts[which], bytes_.view(self._frequency_dtype))
        all_positions = None
        if self.has_positions and positions:
            self._demand((np.add.reduceat(frequencies, begins) == occurrences).all())
            first = int(at.min())
            span = self._positions(first, int(until.max()))
            all_positions = span[spread(at - first, occurrences)]
        numbers = np.repeat(np.arange(len(terms), dtype=np.int32), counts)
        return Postings(numbers, documents, frequencies, all_positions)


def without_unused(terms: list[bytes], postings: Postings) -> tuple[list[bytes], Postings]:
    """Leave out the terms without postings, and number the others anew."""
    has = np.bincount(postings.terms.astype(np.int64), minlength=len(terms)) > 0
    if has.all():
        return terms, postings
    numbers = (np.cumsum(has) - 1).astype(np.uint32)[postings.terms]
    kept = [terms[number] for number in np.flatnonzero(has).tolist()]
    return kept, Postings(numbers, postings.documents, postings.frequencies, postings.positions)


#: Section of ends -> the section whose parts end there.
_ENDS = {"data_end": "data", "at_end": "at"}


class FieldWriter:
    """Writes the sections of one field, some terms at a time, in the order of terms."""

    def __init__(self, out: SectionsWriter, name: str, position_bytes: int, frequency: int) -> None:
        """Take the most bytes that a position (0: there are none) and a frequency need."""
        self._out = out
        self._name = name
        self._frequency_dtype = np.dtype(f"<u{frequency}")
        #: The greatest number in each section that is written no wider than its numbers need.
        self._most = {"count": 0, "first": 0}
        dtypes = {"terms": "u1", "ends": "u4", "count": "u4", "first": "u4"}
        dtypes |= {"data_end": "u8", "data": "u1"}
        if position_bytes:
            dtypes |= {"at_end": "u8", "at": f"u{position_bytes}"}
        self._sections: dict[str, Piecemeal] = {
            part: out.piecemeal(dtype) for part, dtype in dtypes.items()
        }
        for part in ("ends", "data_end", "at_end"):
            if part in self._sections:
                self._sections[part].add([0])

    def add(self, terms: list[bytes], postings: Postings) -> None:
        """Append terms, all greater than those before, and the postings of each."""
        if not terms:
            return
        sections = self._sections
        lengths = np.fromiter(map(len, terms), np.int64, len(terms))
        sections["ends"].add(sections["terms"].length + np.cumsum(lengths))
        sections["terms"].add(b"".join(terms))
        counts = np.bincount(postings.terms, minlength=len(terms))
        begins = np.cumsum(counts) - counts
        documents = postings.documents.astype(np.int64, copy=False)
        gaps = np.empty(len(documents), np.int64)
        gaps[1:] = np.diff(documents)
        gaps[begins] = 0
        rests = counts - 1
        widest = np.maximum.reduceat(gaps, begins)
        widths = np.where(widest < 1 << 8, 1, np.where(widest < 1 << 16, 2, 4)) * (rests > 0)
        occurrences = np.add.reduceat(postings.frequencies, begins, dtype=np.int64)
        wide = np.where(occurrences > counts, self._frequency_dtype.itemsize, 0)
        if "at" not in sections:
            wide[:] = 0
        sizes = rests * widths + counts * wide
        ends = np.cumsum(sizes)
        starts = ends - sizes
        data = np.empty(int(ends[-1]) if len(ends) else 0, np.uint8)
        for width in (1, 2, 4):
            which = np.flatnonzero(widths == width)
            if len(which):
                chosen = gaps[spread(begins[which] + 1, rests[which])].astype(f"<u{width}")
                data[spread(starts[which], rests[which] * width)] = chosen.view(np.uint8)
        which = np.flatnonzero(wide)
        if len(which):
            chosen = postings.frequencies[spread(begins[which], counts[which])]
            offsets = starts[which] + rests[which] * widths[which]
            data[spread(offsets, counts[which] * wide[which])] = chosen.astype(
                self._frequency_dtype
            ).view(np.uint8)
        for part, numbers in (("count", counts), ("first", documents[begins])):
            sections[part].add(numbers)
            self._most[part] = max(self._most[part], int(numbers.max()))
        sections["data_end"].add(sections["data"].length + ends)
        sections["data"].add(data)
        if "at" in sections:
            sections["at_end"].add(sections["at"].length + np.cumsum(occurrences))
            sections["at"].add(postings.positions if postings.positions is not None else [])

    def close(self) -> None:
        """Write the sections."""
        facts = {"frequency": self._frequency_dtype.str}
        self._out.meta.setdefault("fields", {}).setdefault(self._name, {}).update(facts)
        for part, section in self._sections.items():
            narrow = None
            if part in _ENDS and self._sections[_ENDS[part]].length < 1 << 32:
                narrow = "<u4"
            elif part in self._most:
                narrow = f"<u{bytes_needed(self._most[part])}"
            self._out.take(f"{self._name}.{part}", section, narrow)


def bytes_needed(most: int) -> int:
    """Return how many bytes a number up to `most` needs: 1, 2 or 4."""
    return 1 if most < 1 << 8 else 2 if most < 1 << 16 else 4
