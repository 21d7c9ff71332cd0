"""Which columns does a segment have beside its postings, and how are they written?

Sections, one entry a document unless said otherwise: `days` (int32, 0 for none), `stood_from` and
`stood_until` (int32, the first day that it stood and the one after the last; LAST_DAY where it
still stands), the exact length in words of each text field (`FIELD.length`, uint8 to uint32), for
each field of names the ordinals of a document's values, which are the numbers of the field's terms
(`FIELD.ordinals`, and `FIELD.offsets`, uint32 [n + 1], where each document's begin), and `keys`
(uint32, ascending): the CRC-32 of all ids, which tells quickly what is not there.

Documents are numbered from the newest day to the oldest, undated ones last, and within a day in
the order of their ids. So a span of days is a range of documents, counting by month needs no look
at single hits, and of equal hits the first document comes first.
"""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from search.embedded.schema import LAST_DAY
from search.embedded.segment.postings import Integers, bytes_needed
from search.embedded.segment.sections import Array, SectionsWriter


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a segment that do not follow from its postings, an entry a document."""

    days: Integers
    stood_from: Integers
    stood_until: Integers
    lengths: dict[str, Integers]

    def write(self, out: SectionsWriter) -> None:
        """Write all of them, and what statistics need of the lengths."""
        out.meta["documents"] = len(self.days)
        out.meta["past"] = int(np.count_nonzero(self.stood_until != LAST_DAY))
        for name in ("days", "stood_from", "stood_until"):
            out.write(name, getattr(self, name).astype("<i4"))
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


def write_ordinals(
    out: SectionsWriter, name: str, terms: Integers, documents: Integers, count: int
) -> None:
    """Write which values each of `count` documents has, from the postings of a field of names."""
    order = np.argsort(documents, kind="stable")
    most = int(terms.max(initial=0))
    out.write(f"{name}.ordinals", terms[order].astype(f"<u{bytes_needed(most)}"))
    ends = np.cumsum(np.bincount(documents, minlength=count))
    out.write(f"{name}.offsets", np.concatenate(([0], ends)).astype("<u4"))
