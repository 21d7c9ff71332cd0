"""What do scores need to know of a whole generation? How rare terms are, how long texts are."""

from collections.abc import Collection, Sequence
from functools import cached_property
from itertools import repeat

import numpy as np

from search.embedded.evaluate.together import Together
from search.embedded.evaluate.vocabulary import frequency_of
from search.embedded.schema import as_term
from search.embedded.segment.segment import Segment
from search.frozen import frozen
from search.query.tree import K1, TEXT_FIELDS, B, rarity
from search.whole_numbers import Array

#: Entries of the cache (field, term) -> TermFacts; a full cache is emptied.
TERMS_KEPT = 1 << 14


@frozen()
class TermFacts:
    """What is known of a term in all segments.

    `numbers` are its numbers in the segments, None where one lacks it; `count` is how many
    documents have it.
    """

    numbers: tuple[int | None, ...]
    count: int

    @property
    def is_absent(self) -> bool:
        """Whether no segment has the term."""
        return self.numbers.count(None) == len(self.numbers)


class Statistics:
    """Statistics over the documents that may be found, and no others.

    So neither deleted items nor other days weigh a word: the scores are those of an archive that
    holds just these documents. `visible` has for each segment a bool for each document, None where
    all may be found; `documents` is how many may.
    """

    def __init__(
        self, segments: Sequence[Segment], visible: Sequence[Array | None], documents: int
    ) -> None:
        self._segments, self._visible = segments, visible
        #: How many documents may be found.
        self.documents = documents
        self._known: dict[tuple[str, bytes], TermFacts] = {}

    def of(self, field: str, term: bytes) -> TermFacts:
        """Return what is known of a term."""
        known = self._known.get((field, term))
        return known or self.of_all(field, [term])[0]

    def of_all(self, field: str, terms: Sequence[bytes]) -> list[TermFacts]:
        """Return what is known of several terms of a field; faster where they begin alike."""
        known = self._known
        unknown = [term for term in terms if (field, term) not in known]
        if len(known) + len(unknown) > TERMS_KEPT:
            known, unknown = {}, list(terms)
            self._known = known  # other threads go on with the old one
        if unknown:
            fields = [segment.field(field) for segment in self._segments]
            found = zip(*(own.terms.find_all(unknown) for own in fields), strict=True)
            # Where nothing is left there is no segment, and no number.
            for term, numbers in zip(unknown, found if fields else repeat(()), strict=False):
                count = sum(
                    frequency_of(own, number, visible)
                    for own, number, visible in zip(fields, numbers, self._visible, strict=True)
                    if number is not None
                )
                known[field, term] = TermFacts(numbers, count)
        return [known[field, term] for term in terms]

    def frequencies(self, terms: Collection[str]) -> dict[str, int]:
        """Return for each term how many documents have it, in the field that has it most often."""
        ordered = sorted(terms)  # in about this order they are found quickest
        encoded = list(map(as_term, ordered))
        of_fields = [self.of_all(field, encoded) for field in TEXT_FIELDS]
        most = (max(facts.count for facts in own) for own in zip(*of_fields, strict=True))
        return dict(zip(ordered, most, strict=True))

    def occurrences(self, field: str, facts: TermFacts, *, found_only: bool) -> int:
        """Return how many times documents have a term: all, or those alone that may be found.

        To count these reads the term's postings, unless all may be found.
        """
        count = 0
        for segment, number, visible in zip(
            self._segments, facts.numbers, self._visible, strict=True
        ):
            if number is None:
                continue
            postings = segment.field(field)
            if visible is None or not found_only:
                count += postings.occurrences(number)
                continue
            documents, frequencies = postings.of(number)
            which = visible[documents]
            own = np.count_nonzero(which) if frequencies is None else frequencies[which].sum()
            count += int(own)
        return count

    def rarity(self, count: int) -> float:
        """Return the rarity of what `count` documents have: near 0 where all have it."""
        return rarity(self.documents, count)

    def average_length(self) -> float:
        """Return how many words documents have on average in their text fields together."""
        words = sum(
            segment.facts(field)["words"]
            if visible is None
            else int(segment.lengths(field)[visible].sum(dtype=np.int64))
            for segment, visible in zip(self._segments, self._visible, strict=True)
            for field in TEXT_FIELDS
        )
        return words / max(1, self.documents) or 1.0


class Norms:
    """The norms of all documents' lengths, computed when they are first asked for."""

    def __init__(self, segments: Together, statistics: Statistics) -> None:
        self._segments = segments
        self._statistics = statistics

    @cached_property
    def of_documents(self) -> Array:
        """BM25F's norm of each document, which is added to how often it has a word (float32)."""
        lengths = self._segments.lengths()
        average = self._statistics.average_length()
        return (K1 * ((1 - B) + B * lengths / average)).astype(np.float32)
