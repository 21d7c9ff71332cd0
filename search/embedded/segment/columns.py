"""Which columns does a segment have beside its postings, and how are they written?

One entry a document, unless said otherwise:

    days              int32     the day's proleptic ordinal, 0 for none
    stood_from        int32     the first day that the state stood
    stood_until       int32     the day after the last one; NEVER where it still stands
    gone_on           int32     the day on which the item's file went after it; NEVER if it did not
    arrived           int32     the generation that the item came in with; only in segments
                                merged of different ones: a new segment's is known when it is
                                committed (`SegmentEntry.came`)
    FIELD.length      uint8…    words of a text field
    FIELD.ordinals    uint8…    the values of a field of names, as numbers of the field's terms: all
                                values of document 0, then those of document 1, …
    FIELD.offsets     uint32    [n + 1] where each document's ordinals begin
    FIELD.times       uint8…    how many headlines of the document each of these values has; only of
                                outlets, and only in segments that were made since it is counted
    keys              uint32    the CRC-32 of each id, ascending: most ids that the segment does not
                                have are ruled out without reading its terms

Documents are numbered from the newest day to the oldest, undated ones last, and within a day in
the order of their ids. So a span of days is a range of documents, hits are counted by month without
looking at each, and hits of equal score are in order as they are.
"""

import zlib
from collections.abc import Iterable

import numpy as np

from search.embedded.segment.postings import bytes_needed
from search.embedded.segment.sections import SectionsWriter
from search.frozen import frozen
from search.packed import NEVER
from search.whole_numbers import Array, Integers

#: The columns of days, each an entry a document.
NAMES = ("days", "stood_from", "stood_until", "gone_on")
#: The column of generations, which a segment has once it was merged.
ARRIVED = "arrived"


@frozen()
class Columns:
    """The columns of a segment that do not follow from its postings; one entry a document."""

    days: Integers
    stood_from: Integers
    stood_until: Integers
    gone_on: Integers
    lengths: dict[str, Integers]
    arrived: Integers | None = None

    def write(self, out: SectionsWriter) -> None:
        """Write the columns, and the facts of the lengths that statistics need."""
        out.meta["documents"] = len(self.days)
        out.meta["past"] = int(np.count_nonzero(self.stood_until != NEVER))
        out.meta["gone"] = int(np.count_nonzero(self.gone_on != NEVER))
        for name in NAMES:
            out.write(name, getattr(self, name).astype("<i4"))
        if self.arrived is not None:
            out.write(ARRIVED, self.arrived.astype("<i4"))
        for name, lengths in self.lengths.items():
            longest = int(lengths.max(initial=0))
            out.write(f"{name}.length", lengths.astype(f"<u{bytes_needed(longest)}"))
            out.meta.setdefault("fields", {}).setdefault(name, {}).update(
                words=int(lengths.sum()),
                shortest=int(lengths.min(initial=longest)),
                longest=longest,
            )


def keys(ids: Iterable[bytes]) -> Array:
    """Return the keys of ids, ascending."""
    return np.sort(np.fromiter(map(zlib.crc32, ids), np.uint32))


@frozen()
class Spellings:
    """How documents write the names of a field: document `documents[i]` has `names[numbers[i]]`.

    `names` are the different spellings in the order of their bytes. A document writes a name once;
    `times[i]` is how many of its lines have it, None where that is not counted.
    """

    names: list[bytes]
    numbers: Integers
    documents: Integers
    times: Integers | None = None

    def write(self, out: SectionsWriter, field: str, count: int) -> None:
        """Write the spellings, and the number of each in each of `count` documents."""
        order = np.argsort(self.documents, kind="stable")
        dtype = f"<u{bytes_needed(len(self.names))}"
        out.write(f"{field}.ordinals", self.numbers[order].astype(dtype))
        if self.times is not None:
            dtype = f"<u{bytes_needed(int(self.times.max(initial=0)))}"
            out.write(f"{field}.times", self.times[order].astype(dtype))
        ends = np.cumsum(np.bincount(self.documents, minlength=count))
        out.write(f"{field}.offsets", np.concatenate(([0], ends)).astype("<u4"))
        lengths = np.fromiter(map(len, self.names), np.int64, len(self.names))
        out.write(f"{field}.spelled_ends", np.concatenate(([0], np.cumsum(lengths))).astype("<u4"))
        out.write(f"{field}.spelled", np.frombuffer(b"".join(self.names), np.uint8))
