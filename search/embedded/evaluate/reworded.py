"""Which documents have a headline that was reworded, and on which days?

Only items that share a link with another, or have several states, are read. Which share one is
told by the postings of links: a link is a row of terms at neighbouring positions, so each row gets
a number, the same for the same link. An item shares those of its older states, too.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import chain

import numpy as np

from search.embedded.segment.firsts import with_versions
from search.embedded.segment.segment import Segment
from search.links import TERM_BYTES, link_parts, part_terms
from search.query.tree import LINK_FIELD
from search.reworded import Sighting, changed_days, sightings
from search.whole_numbers import ALSO_SPREADING, SPREADING, Array, distinct

#: Views of which the answer is kept: the archive as it stands, and as of some days.
_KEPT = 8


class Changed:
    """Documents, ascending, each as often as it has a day, and these days."""

    def __init__(self, documents: Array, days: Array) -> None:
        self._documents, self._days = documents, days

    def on(self, first: int, last: int) -> Array:
        """Return the documents with a headline that was reworded on these days (ordinals)."""
        held = (self._days >= first) & (self._days <= last)
        return distinct(self._documents[held])


class Rewordings:
    """The rewordings that documents of some segments have, all read once."""

    def __init__(self, segments: Sequence[Segment], starts: Sequence[int]) -> None:
        self._segments, self._starts = segments, starts
        #: The headlines of documents that were read: who asks again after a deadline goes on.
        self._headlines: dict[int, tuple[Sighting, ...]] = {}
        self._known: list[tuple[Array | None, Changed]] = []

    def of(self, visible: Array | None) -> Changed:
        """Return what is reworded among the documents that may be found (None: all)."""
        for known, changed in self._known:
            if known is visible:
                return changed
        changed = self._read(visible)
        self._known = [*self._known[1 - _KEPT :], (visible, changed)]
        return changed

    def _read(self, visible: Array | None) -> Changed:
        documents, numbers = self._links
        several = self._of_several_states
        if visible is not None:
            shown = visible[documents]
            documents, numbers = documents[shown], numbers[shown]
            several = several[visible[several]]
        several = distinct(several)
        # The postings of a document have the links of its own state only.
        older = [{own.link for own in self._of(document)} for document in several.tolist()]
        documents = np.concatenate((documents, several.repeat([*map(len, older)])))
        numbers = np.concatenate((numbers, _numbers_of(list(chain.from_iterable(older)))))
        order = numbers.argsort(kind="stable")
        same = numbers[order][1:] == numbers[order][:-1]
        other = documents[order][1:] != documents[order][:-1]
        pairs = np.flatnonzero(same & other)
        asked = np.concatenate((several, documents[order][pairs], documents[order][pairs + 1]))
        ids: dict[str, int] = {}
        found = []
        for document in distinct(asked).tolist():
            own = self._of(document)
            found.append(own)
            ids |= dict.fromkeys((one.id for one in own), document)
        rows = [
            (ids[id], day)
            for id, days in changed_days(chain.from_iterable(found)).items()
            for day in days
        ]
        dated = np.array(sorted(rows), np.int64).reshape(-1, 2)
        return Changed(dated[:, 0], dated[:, 1])

    def _of(self, document: int) -> tuple[Sighting, ...]:
        """Return the headlines of all states of a document's item until its own."""
        own = self._headlines.get(document)
        if own is None:
            number = bisect_right(self._starts, document, hi=len(self._segments)) - 1
            item = with_versions(self._segments[number], document - self._starts[number])
            own = self._headlines[document] = tuple(sightings(item))
        return own

    @cached_property
    def _links(self) -> tuple[Array, Array]:
        """The links of all documents: the document of each, and its number."""
        parts = [
            (documents + start, numbers)
            for segment, start in zip(self._segments, self._starts, strict=False)
            for documents, numbers in [_links_of(segment)]
        ]
        if not parts:
            return np.zeros(0, np.int64), np.zeros(0, np.uint64)
        documents, numbers = map(np.concatenate, zip(*parts, strict=True))
        return documents, numbers

    @cached_property
    def _of_several_states(self) -> Array:
        """The documents of items that have several."""
        found = [np.zeros(0, np.int64)]
        for segment, start in zip(self._segments, self._starts, strict=False):
            ids = segment.field("path")
            postings = ids.several(np.arange(len(ids.terms)))
            counts = np.bincount(postings.terms, minlength=len(ids.terms))
            found.append(postings.documents[counts[postings.terms] > 1].astype(np.int64) + start)
        return np.concatenate(found)


def _links_of(segment: Segment) -> tuple[Array, Array]:
    """Return the document of each link of a segment, and the number of the link."""
    field = segment.field(LINK_FIELD)
    count = len(field.terms)
    if not count:
        return np.zeros(0, np.int64), np.zeros(0, np.uint64)
    found = field.several(np.arange(count), positions=True)
    assert found.positions is not None
    of_posting = _hashed(field.terms.slice(0, count))[found.terms]
    frequencies = found.frequencies.astype(np.int64)
    terms = np.repeat(of_posting, frequencies)
    documents = np.repeat(found.documents.astype(np.int64), frequencies)
    at = (documents << 32) | found.positions.astype(np.int64)
    order = at.argsort()
    at, terms, documents = at[order], terms[order], documents[order]
    opens = np.ones(len(at), bool)
    opens[1:] = at[1:] != at[:-1] + 1
    begins = np.flatnonzero(opens)
    return documents[begins], _numbered(terms, begins)


def _numbers_of(links: Sequence[str]) -> Array:
    """Return the numbers of links, 0 for one without a part."""
    rows = [link_parts(link) for link in links]
    numbers = np.zeros(len(rows), np.uint64)
    counts = np.array([*map(len, rows)], np.int64)
    has_parts = counts > 0
    if has_parts.any():
        terms = _hashed([part_terms(chain.from_iterable(rows))])
        begins = np.cumsum(counts[has_parts]) - counts[has_parts]
        numbers[has_parts] = _numbered(terms, begins)
    return numbers


def _hashed(terms: Iterable[bytes]) -> Array:
    return np.frombuffer(b"".join(terms), f">u{TERM_BYTES}").astype(np.uint64)


def _numbered(terms: Array, begins: Array) -> Array:
    """Return the number of each row of terms, given where the rows begin."""
    within = np.arange(len(terms)) - np.repeat(begins, np.diff(np.append(begins, len(terms))))
    mixed = (terms ^ (terms >> np.uint64(29))) * SPREADING
    mixed *= (within.astype(np.uint64) * np.uint64(2) + np.uint64(1)) * ALSO_SPREADING
    numbers: Array = np.add.reduceat(mixed, begins)
    return numbers
