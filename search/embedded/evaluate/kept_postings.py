"""What has a query read of the segments? Postings that it asks for again are not read again."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from search.embedded.evaluate.corpus_statistics import Statistics
from search.embedded.evaluate.matches import shared
from search.embedded.evaluate.phrases import occurrences_of
from search.embedded.evaluate.together import Numbers, Together
from search.whole_numbers import Array

#: Bytes of postings that are kept for one query; what is over is read again.
KEPT_BYTES = 1 << 25
#: If a word has more than this many times as many documents as the phrase may have, read its
#: positions in those only.
MUCH_COMMONER = 4


@dataclass(frozen=True)
class TermPostings:
    """The documents of a term, its frequencies in them (None: all are 1), its numbers."""

    documents: Array
    frequencies: Array | None
    numbers: Numbers

    @cached_property
    def ends(self) -> Array | None:
        """Where the positions of each document end among the term's; None: each has one."""
        return None if self.frequencies is None else np.cumsum(self.frequencies, dtype=np.int64)


class PostingsReader:
    """Reads postings of all segments for one query. For one thread."""

    def __init__(self, segments: Together, statistics: Statistics) -> None:
        self._segments = segments
        self._statistics = statistics
        self._kept: dict[tuple[str, bytes], TermPostings] = {}
        self._bytes_left = KEPT_BYTES

    def postings(self, field: str, term: bytes) -> TermPostings | None:
        """Return the postings of a term, None where no segment has it."""
        kept = self._kept.get((field, term))
        if kept is not None:
            return kept
        facts = self._statistics.of(field, term)
        if facts.is_absent:
            return None
        found = TermPostings(*self._segments.postings(field, facts.numbers), facts.numbers)
        if found.documents.nbytes <= self._bytes_left:
            self._bytes_left -= found.documents.nbytes
            self._kept[field, term] = found
        return found

    def occurrences(self, field: str, postings: TermPostings, among: Array) -> Array:
        """Return the occurrences of a term (`phrases`), at least those in some documents."""
        # To choose documents pays only where most are left out.
        rare = len(among) * MUCH_COMMONER < len(postings.documents)
        which = shared(postings.documents, among, self._segments.documents) if rare else None
        frequencies = postings.frequencies
        times = len(postings.documents) if frequencies is None else int(frequencies.sum(dtype=int))
        positions = self._segments.positions(field, postings.numbers, times)
        return occurrences_of(
            postings.documents,
            frequencies,
            postings.ends if rare else None,
            positions,
            which,
        )
