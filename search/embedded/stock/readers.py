"""How does Whoosh read our segments? By the readers and matchers that the codec gives it."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.columns import ColumnReader
from whoosh.matching import LeafMatcher, ReadTooFar
from whoosh.reading import TermInfo

from search.embedded.segment.segment import Segment
from search.query.tree import TEXT_FIELDS
from search.whole_numbers import Array

#: Field -> section of its column.
COLUMNS = {
    "date": "days",
    **{name: name for name in ("stood_from", "stood_until", "gone_on")},
}
#: Field -> number that Whoosh adds to each value: its columns of sortable fields are unsigned.
ADDED = {"date": 1 << 31}


class TermsReader(base.TermsReader):  # type: ignore[misc]
    """The terms and postings of a segment, as Whoosh asks for them."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        self._names = sorted(
            name.removesuffix(".terms") for name in segment.names() if name.endswith(".terms")
        )

    def _number(self, fieldname: str, text: bytes) -> int | None:
        return self._segment.field(fieldname).terms.find(text) if fieldname in self._names else None

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._number(*term) is not None

    def indexed_field_names(self) -> list[str]:
        return self._names

    def cursor(self, fieldname: str, fieldobj: Any) -> "Cursor":
        return Cursor(self._segment, fieldname, fieldobj)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        for name in self._names:
            for term in self._segment.field(name).terms:
                yield name, term

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        for name in self._names[bisect_left(self._names, fieldname) :]:
            terms = self._segment.field(name).terms
            start = bisect_left(terms, prefix) if name == fieldname else 0
            for number in range(start, len(terms)):
                yield name, terms[number]

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        for name, term in self.terms():
            yield (name, term), self.term_info(name, term)

    def items_from(
        self, fieldname: str, prefix: bytes
    ) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        for name, term in self.terms_from(fieldname, prefix):
            yield (name, term), self.term_info(name, term)

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        number = self._number(fieldname, text)
        if number is None:
            raise KeyError((fieldname, text))
        return term_info(self._segment, fieldname, number)

    def frequency(self, fieldname: str, text: bytes) -> float:
        number = self._number(fieldname, text)
        return 0 if number is None else self._segment.field(fieldname).occurrences(number)

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        number = self._number(fieldname, text)
        return 0 if number is None else int(self._segment.field(fieldname).counts[number])

    def matcher(
        self, fieldname: str, text: bytes, format_: Any, scorer: Any = None
    ) -> "PostingsMatcher":
        number = self._number(fieldname, text)
        if number is None:
            raise KeyError((fieldname, text))
        return PostingsMatcher(self._segment, fieldname, number, format_, scorer)


def term_info(segment: Segment, fieldname: str, number: int) -> TermInfo:
    """Return Whoosh's statistics of a term."""
    field = segment.field(fieldname)
    documents, frequencies = field.of(number)
    lengths = segment.lengths(fieldname)[documents] if fieldname in TEXT_FIELDS else np.zeros(1)
    return TermInfo(
        weight=float(field.occurrences(number)),
        df=len(documents),
        minlength=int(lengths.min()),
        maxlength=int(lengths.max()),
        maxweight=1.0 if frequencies is None else float(frequencies.max()),
        minid=int(documents[0]),
        maxid=int(documents[-1]),
    )


class Cursor(base.FieldCursor):  # type: ignore[misc]
    """Steps through the terms of a field."""

    def __init__(self, segment: Segment, fieldname: str, fieldobj: Any) -> None:
        self._segment, self._fieldname, self._fieldobj = segment, fieldname, fieldobj
        self._terms = segment.field(fieldname).terms
        self._number = 0

    def first(self) -> str | None:
        self._number = 0
        return self.text()

    def find(self, string: str | bytes) -> str | None:
        term = string if isinstance(string, bytes) else self._fieldobj.to_bytes(string)
        self._number = bisect_left(self._terms, term)
        return self.text()

    def next(self) -> str | None:
        self._number += 1
        return self.text()

    def text(self) -> str | None:
        if not self.is_valid():
            return None
        return str(self._fieldobj.from_bytes(self._terms[self._number]))

    def term_info(self) -> TermInfo | None:
        return term_info(self._segment, self._fieldname, self._number) if self.is_valid() else None

    def is_valid(self) -> bool:
        return self._number < len(self._terms)


class PostingsMatcher(LeafMatcher):  # type: ignore[misc]
    """Steps through one term's postings."""

    def __init__(
        self, segment: Segment, fieldname: str, number: int, format_: Any, scorer: Any
    ) -> None:
        self._segment, self._fieldname, self._number = segment, fieldname, number
        self._field = segment.field(fieldname)
        documents, frequencies = self._field.of(number)
        self._documents: list[int] = documents.tolist()
        self._frequencies = [1] * len(documents) if frequencies is None else frequencies.tolist()
        self._current = 0
        self._positions: tuple[Array, Array] | None = None
        self._term = fieldname, self._field.terms[number]
        self.format, self.scorer = format_, scorer

    def copy(self) -> "PostingsMatcher":
        other = PostingsMatcher(
            self._segment, self._fieldname, self._number, self.format, self.scorer
        )
        other._current = self._current
        return other

    def reset(self) -> None:
        self._current = 0

    def is_active(self) -> bool:
        return self._current < len(self._documents)

    def id(self) -> int:
        return self._documents[self._current]

    def weight(self) -> float:
        return float(self._frequencies[self._current])

    def value(self) -> bytes:
        if not self._field.has_positions:
            return b""
        return bytes(self.format.encode(self.value_as("positions")))

    def value_as(self, astype: str) -> Any:
        if astype == "positions" and self._field.has_positions:
            if self._positions is None:
                ends = np.cumsum(self._frequencies)
                self._positions = self._field.positions(self._number), ends
            positions, ends = self._positions
            end = int(ends[self._current])
            return positions[end - self._frequencies[self._current] : end].tolist()
        return super().value_as(astype)

    def next(self) -> bool:
        if not self.is_active():
            raise ReadTooFar
        self._current += 1
        return False

    def skip_to(self, id: int) -> None:
        if not self.is_active():
            raise ReadTooFar
        self._current = bisect_left(self._documents, id, self._current)

    def all_ids(self) -> Iterator[int]:
        return iter(self._documents[self._current :])

    def supports_block_quality(self) -> bool:
        return False


class DocumentsReader(base.PerDocumentReader):  # type: ignore[misc]
    """What a segment holds of each document, as Whoosh asks for it."""

    def __init__(self, segment: Segment, entry: base.Segment) -> None:
        self._segment, self._entry = segment, entry

    def doc_count(self) -> int:
        return int(self._entry.doc_count())

    def doc_count_all(self) -> int:
        return int(self._entry.doc_count_all())

    def has_deletions(self) -> bool:
        return bool(self._entry.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        return bool(self._entry.is_deleted(docnum))

    def deleted_docs(self) -> list[int]:
        return list(self._entry.deleted_docs())

    def supports_columns(self) -> bool:
        return True

    def has_column(self, fieldname: str) -> bool:
        return fieldname in COLUMNS

    def list_columns(self) -> Iterable[str]:
        return iter(COLUMNS)

    def column_reader(self, fieldname: str, column: Any) -> "Numbers":
        return Numbers(self._segment.column(COLUMNS[fieldname]), ADDED.get(fieldname, 0))

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        if fieldname not in TEXT_FIELDS:
            return default
        return int(self._segment.lengths(fieldname)[docnum]) or default

    def _lengths(self, fieldname: str, fact: str) -> int:
        return int(self._segment.facts(fieldname)[fact]) if fieldname in TEXT_FIELDS else 0

    def field_length(self, fieldname: str) -> int:
        return self._lengths(fieldname, "words")

    def min_field_length(self, fieldname: str) -> int:
        return self._lengths(fieldname, "shortest")

    def max_field_length(self, fieldname: str) -> int:
        return self._lengths(fieldname, "longest")

    def stored_fields(self, docnum: int) -> dict[str, bytes]:
        return {"item": self._segment.items[docnum]}


class Numbers(ColumnReader):  # type: ignore[misc]
    """A column of numbers, with a constant added to each."""

    def __init__(self, values: Array, added: int) -> None:
        self._values, self._added = values, added
        self._doccount = len(values)
        self._sign = 1

    def __getitem__(self, docnum: int) -> int:
        return int(self._values[docnum]) + self._added

    def sort_key(self, docnum: int) -> int:
        return self._sign * self[docnum]

    def set_reverse(self) -> None:
        self._sign = -1
