"""What do scores need to know of a whole generation? How rare terms are, how long texts are."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from math import log

from search.embedded.segment.segment import Segment

#: How many terms are kept; so many again are forgotten all at once.
TERMS_KEPT = 1 << 14


@dataclass(frozen=True, slots=True)
class TermFacts:
    """What is known of a term in all segments.

    `numbers` are its numbers in the segments, None where one has it not; `count` is how many
    documents have it, and `rarity` its inverse document frequency, as Whoosh reckons it.
    """

    numbers: tuple[int | None, ...]
    count: int
    rarity: float


class Statistics:
    """Statistics over all segments; all documents count.

    As in Whoosh, deleted ones count until they are merged; and so do older states of items.
    """

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._documents = sum(segment.documents for segment in segments)
        self._known: dict[tuple[str, bytes], TermFacts] = {}

    def of(self, field: str, term: bytes) -> TermFacts:
        """Return what is known of a term."""
        known = self._known.get((field, term))
        return known or self.of_all(field, [term])[0]

    def of_all(self, field: str, terms: Sequence[bytes]) -> list[TermFacts]:
        """Return what is known of several terms of a field; quicker where they begin alike."""
        known = self._known
        unknown = [term for term in terms if (field, term) not in known]
        if len(known) + len(unknown) > TERMS_KEPT:
            known, unknown = {}, list(terms)
            self._known = known  # others go on with the old one
        if unknown:
            fields = [segment.field(field) for segment in self._segments]
            found = zip(*(own.terms.find_all(unknown) for own in fields), strict=True)
            # Where nothing is left there is no segment, and no number.
            for term, numbers in zip(unknown, found if fields else repeat(()), strict=False):
                count = sum(
                    int(own.counts[number])
                    for own, number in zip(fields, numbers, strict=True)
                    if number is not None
                )
                rarity = log(max(1, self._documents) / (count + 1)) + 1
                known[field, term] = TermFacts(numbers, count, rarity)
        return [known[field, term] for term in terms]

    def average_length(self, field: str) -> float:
        """Return the average length of a text field in words."""
        words = sum(segment.facts(field)["words"] for segment in self._segments)
        return words / self._documents or 1.0
