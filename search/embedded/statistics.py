"""What do scores need to know of a whole generation? How rare terms are, how long texts are."""

from collections.abc import Sequence
from math import log

from search.embedded.segment import Segment

#: How many terms are kept; so many again are forgotten all at once.
TERMS_KEPT = 1 << 14


class Statistics:
    """Statistics over all segments; as in Whoosh, deleted documents count until they are merged."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._documents = sum(segment.documents for segment in segments)
        self._known: dict[tuple[str, bytes], float] = {}

    def inverse_frequency(self, field: str, term: bytes) -> float:
        """Return the inverse document frequency of a term, as Whoosh reckons it."""
        known = self._known.get((field, term))
        if known is not None:
            return known
        count = 0
        for segment in self._segments:
            postings = segment.field(field)
            number = postings.terms.find(term)
            count += 0 if number is None else int(postings.counts[number])
        if len(self._known) >= TERMS_KEPT:
            self._known.clear()
        rarity = self._known[field, term] = log(self._documents / (count + 1)) + 1
        return rarity

    def average_length(self, field: str) -> float:
        """Return the average length of a text field in words."""
        words = sum(segment.facts(field)["words"] for segment in self._segments)
        return words / self._documents or 1.0
