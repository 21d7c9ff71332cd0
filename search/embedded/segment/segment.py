"""What does one segment hold? Its arrays, read in place from the mapped file."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np

from search.embedded.segment.bounds import are_kept
from search.embedded.segment.columns import ARRIVED
from search.embedded.segment.postings import FieldPostings, Texts
from search.embedded.segment.sections import Sections
from search.embedded.segment.stored import StoredItems
from search.packed import NEVER, UNDATED
from search.query.tree import TEXT_FIELDS
from search.whole_numbers import Array

#: Ids that are read together.
IDS_AT_A_TIME = 1 << 10
#: Beginning of a section's name -> the part that its bytes are counted for, else `facets`.
_PARTS = {"items": "items", **dict.fromkeys((*TEXT_FIELDS, "forms"), "words")}


class Segment:
    """A segment, opened. May be shared by all threads.

    `live` has a bool for each document, False for a deleted one; None where none is deleted.
    `came` is the generation that all items came in with, or has one for each document; a file that
    was merged knows it itself. Both are set by whoever opens the segment for a table of contents:
    the file knows of no deletions, and was written before it was committed.
    """

    def __init__(self, path: Path) -> None:
        self.sections = Sections(path, are_kept)
        self.documents: int = self.sections.meta["documents"]
        self.live: Array | None = None
        self.came: int | Array = 0
        self._fields: dict[str, FieldPostings] = {}

    def field(self, name: str) -> FieldPostings:
        """Return the terms and postings of a field."""
        if name not in self._fields:
            self._fields[name] = FieldPostings(self.sections, name)
        return self._fields[name]

    def names(self) -> list[str]:
        """Return the names of all sections."""
        return self.sections.names()

    def facts(self, field: str) -> dict[str, int]:
        """Return facts of a text field: how many `words` it has, its `shortest`, its `longest`.

        All documents count, deleted ones too.
        """
        facts: dict[str, int] = self.sections.meta["fields"][field]
        return facts

    def lengths(self, field: str) -> Array:
        """Return how many words each document has in a text field."""
        return self.sections.whole(f"{field}.length")

    def column(self, name: str) -> Array:
        """Return one of `columns.NAMES`, int32, an entry a document."""
        return self.sections.whole(name)

    @property
    def came_with(self) -> int | None:
        """The generation that all items came in with; None where each has its own."""
        if ARRIVED in self.sections or not isinstance(self.came, int):
            return None
        return self.came

    def arrived(self) -> Array:
        """Return for each document the generation that its item came in with; 0: not known."""
        if ARRIVED in self.sections:
            return self.sections.whole(ARRIVED)
        if isinstance(self.came, int):
            return np.full(self.documents, self.came, np.int32)
        return self.came

    def values(self, field: str) -> tuple[Array, Array]:
        """Return the ordinals of a field of names, and the offsets of each document's first one.

        Document d has the values ordinals[offsets[d]:offsets[d + 1]]; an ordinal is the number of
        one of the field's spellings (`spelled`).
        """
        return self.sections.whole(f"{field}.ordinals"), self.sections.whole(f"{field}.offsets")

    def times(self, field: str) -> Array | None:
        """Return how many headlines each value has that `values` tells of, None if not counted."""
        name = f"{field}.times"
        return self.sections.whole(name) if name in self.sections else None

    def spelled(self, field: str) -> Texts:
        """Return the names of a field as documents write them; their keys are its terms."""
        return Texts(self.sections, f"{field}.spelled", f"{field}.spelled_ends")

    def parts(self) -> Counter[str]:
        """Return how many bytes the items, the words and the facets take."""
        parts = Counter(items=0, words=0, facets=0)
        for name, size in self.sections.sizes().items():
            parts[_PARTS.get(name.partition(".")[0], "facets")] += size
        return parts

    @cached_property
    def items(self) -> StoredItems:
        """The packed item of each document."""
        return StoredItems(self.sections)

    @cached_property
    def _days(self) -> memoryview:
        return self.column("days").data

    def day(self, document: int) -> int:
        """Return the day of a document, 0 where it has none."""
        return int(self._days[document])

    def span(self, first: int, last: int) -> range:
        """Return the documents of these days, both included; undated ones are of no day."""
        first = max(first, 1)
        start = bisect_left(self._days, -last, key=int.__neg__)
        end = bisect_right(self._days, -first, key=int.__neg__)
        return range(start, max(start, end))

    @cached_property
    def dated(self) -> int:
        """How many documents have a day; they come before all that have none."""
        return bisect_right(self._days, -1, key=int.__neg__)

    def known(self, day: date | None, standing: bool = False) -> Array | None:
        """Return for each document whether it lives and is its item's state on a day (None: now).

        With `standing`, only where its file was not gone by then. None is an array of True.
        """
        conditions = []
        if day is not None:
            number = day.toordinal()
            conditions += [self.column("stood_from") <= number, self.column("stood_until") > number]
        elif self.sections.meta["past"]:
            conditions.append(self.column("stood_until") == NEVER)
        if standing and self.sections.meta["gone"]:
            conditions.append(self.column("gone_on") > (day or date.max).toordinal())
        if self.live is not None:
            conditions.append(self.live)
        if not conditions:
            return None
        found: Array = conditions[0]
        for condition in conditions[1:]:
            found = found & condition
        return None if found.all() else found

    def has_history(self, visible: Array | None, day: date | None) -> bool:
        """Tell whether one of these documents, None for all, has a day on which it came, or went.

        As of a day only those are known that went by then.
        """
        last = day.toordinal() if day else NEVER - 1
        dated = (self.column("stood_from") > UNDATED) | (self.column("gone_on") <= last)
        return bool((dated if visible is None else dated & visible).any())

    def id(self, document: int) -> bytes:
        """Return the id of a document; the item itself is not read."""
        found: bytes = self.field("path").terms[int(self._terms_of_ids[document])]
        return found

    @cached_property
    def _terms_of_ids(self) -> Array:
        """The number of each document's id among all ids, int32."""
        paths = self.field("path")
        postings = paths.several(np.arange(len(paths.terms)))
        numbers = np.zeros(self.documents, np.int32)
        numbers[postings.documents] = postings.terms
        return numbers

    def find(self, item_id: bytes) -> list[int]:
        """Return the living documents of an id, one for each state of the item."""
        paths = self.field("path")
        term = paths.terms.find(item_id)
        if term is None:
            return []
        documents: Array = paths.of(term)[0]
        living: list[int] = documents[... if self.live is None else self.live[documents]].tolist()
        return living

    def living(self) -> Iterator[tuple[bytes, int]]:
        """Yield the id of each living document and the document, in the order of ids."""
        paths = self.field("path")
        for start in range(0, len(paths.terms), IDS_AT_A_TIME):
            ids = paths.terms.slice(start, min(start + IDS_AT_A_TIME, len(paths.terms)))
            for term, item_id in enumerate(ids, start):
                for document in paths.of(term)[0].tolist():
                    if self.live is None or self.live[document]:
                        yield item_id, document

    def documents_of(self, ids: Sequence[bytes], keys: Array) -> list[tuple[int, list[int]]]:
        """Return the index of each id that the segment has, and its living documents.

        `keys` are the CRC-32 of the ids: most ids that are not here are ruled out by them.
        """
        own = self.sections.whole("keys")
        indexes = np.searchsorted(own, keys)
        possible = np.flatnonzero(own[np.minimum(indexes, len(own) - 1)] == keys)
        found = ((number, self.find(ids[number])) for number in possible.tolist())
        return [(number, documents) for number, documents in found if documents]
