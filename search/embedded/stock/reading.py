"""How does Whoosh read and write Backfile's segments? A codec after `whoosh.codec.base`.

Whoosh's own searchers, queries and writers work on an archive through it (what its writers call is
in `codec_writing`). Backfile itself reads the arrays (`segment`) and writes them (`builder`,
`merge`) without it.
"""

import zlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import ref

import numpy as np
from whoosh.codec import base
from whoosh.columns import ColumnReader
from whoosh.index import _DEF_INDEX_NAME
from whoosh.matching import LeafMatcher, ReadTooFar
from whoosh.reading import TermInfo

from search.embedded.segment.sections import Array
from search.embedded.segment.segment import Segment
from search.query.tree import TEXT_FIELDS

if TYPE_CHECKING:
    from search.embedded.stock.writing import DocumentsWriter, PostingsWriter

#: The fields that have a column, its section, and what Whoosh adds to sort as unsigned numbers.
COLUMNS = {"date": "days", "stood_from": "stood_from", "stood_until": "stood_until"}
ADDED = {"date": 1 << 31}


class ColumnarCodec(base.Codec):  # type: ignore[misc]
    """Whoosh's way to segments of contiguous arrays."""

    # A writer's lengths need not be read back while it writes postings.
    length_stats = False

    def new_segment(self, storage: Any, indexname: str) -> "SegmentEntry":
        return SegmentEntry(indexname)

    def per_document_writer(self, storage: Any, segment: "SegmentEntry") -> "DocumentsWriter":
        # Who only asks does not wait for what builds.
        from search.embedded.stock.writing import DocumentsWriter

        return DocumentsWriter(segment)

    def field_writer(self, storage: Any, segment: "SegmentEntry") -> "PostingsWriter":
        from search.embedded.stock.writing import PostingsWriter

        return PostingsWriter(storage, segment)

    def terms_reader(self, storage: Any, segment: "SegmentEntry") -> "TermsReader":
        return TermsReader(segment.open(storage))

    def per_document_reader(self, storage: Any, segment: "SegmentEntry") -> "DocumentsReader":
        return DocumentsReader(segment.open(storage), segment)


class SegmentEntry(base.Segment):  # type: ignore[misc]
    """A segment as the table of contents lists it: its name, size and deleted documents."""

    def __init__(self, indexname: str, documents: int = 0) -> None:
        super().__init__(indexname)
        self._documents = documents
        #: Never changed, but replaced.
        self._deleted: Array | None = None
        self._opened: tuple[ref[Segment], Array | None] | None = None

    @classmethod
    def new(cls) -> "SegmentEntry":
        """Return an entry of a name of its own."""
        return cls(_DEF_INDEX_NAME)

    def __getstate__(self) -> dict[str, Any]:
        packed = b"" if self._deleted is None else zlib.compress(np.packbits(self._deleted).data)
        return {
            "indexname": self.indexname,
            "segid": self.segid,
            "documents": self._documents,
            "deleted": packed,
        }

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.indexname, self.segid = state["indexname"], state["segid"]
        self.compound = False
        self._documents = state["documents"]
        self._deleted, self._opened = None, None
        if state["deleted"]:
            bits = np.frombuffer(zlib.decompress(state["deleted"]), np.uint8)
            self._deleted = np.unpackbits(bits, count=self._documents).astype(bool)

    def codec(self) -> ColumnarCodec:
        return ColumnarCodec()

    def should_assemble(self) -> bool:
        return False

    @property
    def filename(self) -> str:
        """The name of the segment's one file."""
        return str(self.make_filename(self.COMPOUND_EXT))

    def open(self, storage: Any) -> Segment:
        """Open the segment with the documents that are deleted now.

        One that is still open serves again, also when a commit has removed its file since.
        """
        if self._opened is not None:
            opened, deleted = self._opened
            segment = opened()
            if segment is not None and deleted is self._deleted:
                return segment
        storage = getattr(storage, "a", storage)
        segment = Segment(Path(storage.folder) / self.filename, self._deleted)
        self._opened = ref(segment), self._deleted
        return segment

    def doc_count_all(self) -> int:
        return self._documents

    def set_doc_count(self, doccount: int) -> None:
        self._documents = doccount

    def deleted_count(self) -> int:
        return 0 if self._deleted is None else int(np.count_nonzero(self._deleted))

    def deleted_docs(self) -> list[int]:
        return [] if self._deleted is None else np.flatnonzero(self._deleted).tolist()

    def is_deleted(self, docnum: int) -> bool:
        # Whoosh asks about the number after the last document's, too.
        deleted = self._deleted
        return deleted is not None and docnum < len(deleted) and bool(deleted[docnum])

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        self.delete([docnum], delete)

    def delete(self, documents: list[int], delete: bool = True) -> None:
        """Mark documents as deleted."""
        changed = np.zeros(self._documents, bool) if self._deleted is None else self._deleted.copy()
        changed[documents] = delete
        self._deleted = changed


# -- reading


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
    """A place in the terms of a field."""

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
        self._of = segment, fieldname, number
        self._field = segment.field(fieldname)
        documents, frequencies = self._field.of(number)
        self._documents: list[int] = documents.tolist()
        self._frequencies = [1] * len(documents) if frequencies is None else frequencies.tolist()
        self._place = 0
        self._positions: tuple[Array, Array] | None = None
        self._term = fieldname, self._field.terms[number]
        self.format, self.scorer = format_, scorer

    def copy(self) -> "PostingsMatcher":
        other = PostingsMatcher(*self._of, self.format, self.scorer)
        other._place = self._place
        return other

    def reset(self) -> None:
        self._place = 0

    def is_active(self) -> bool:
        return self._place < len(self._documents)

    def id(self) -> int:
        return self._documents[self._place]

    def weight(self) -> float:
        return float(self._frequencies[self._place])

    def value(self) -> bytes:
        if not self._field.has_positions:
            return b""
        return bytes(self.format.encode(self.value_as("positions")))

    def value_as(self, astype: str) -> Any:
        if astype == "positions" and self._field.has_positions:
            if self._positions is None:
                ends = np.cumsum(self._frequencies)
                self._positions = self._field.positions(self._of[2]), ends
            positions, ends = self._positions
            end = int(ends[self._place])
            return positions[end - self._frequencies[self._place] : end].tolist()
        return super().value_as(astype)

    def next(self) -> bool:
        if not self.is_active():
            raise ReadTooFar
        self._place += 1
        return False

    def skip_to(self, id: int) -> None:
        if not self.is_active():
            raise ReadTooFar
        self._place = bisect_left(self._documents, id, self._place)

    def all_ids(self) -> Iterator[int]:
        return iter(self._documents[self._place :])

    def supports_block_quality(self) -> bool:
        return False


class DocumentsReader(base.PerDocumentReader):  # type: ignore[misc]
    """What a segment holds of each document, as Whoosh asks for it."""

    def __init__(self, segment: Segment, entry: SegmentEntry) -> None:
        self._segment, self._entry = segment, entry

    def doc_count(self) -> int:
        return int(self._entry.doc_count())

    def doc_count_all(self) -> int:
        return self._entry.doc_count_all()

    def has_deletions(self) -> bool:
        return bool(self._entry.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        return self._entry.is_deleted(docnum)

    def deleted_docs(self) -> list[int]:
        return self._entry.deleted_docs()

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
    """A column of numbers, with something added to each."""

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
