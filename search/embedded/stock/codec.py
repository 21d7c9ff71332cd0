"""How does Whoosh come to our segments? By a codec after `whoosh.codec.base`, named by each entry.

Whoosh's own searchers, queries and writers work on an archive through this codec. Backfile itself
reads the arrays (`segment.segment`) and writes them (`segment.builder`, `segment.merge`) without.

A table of contents holds pickled entries, so it names `search.embedded.stock.codec.SegmentEntry`:
whoever moves that class makes all archives outdated.
"""

import zlib
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import ref

import numpy as np
from whoosh.codec import base

from search.embedded.damage import damaged
from search.embedded.segment.segment import Segment
from search.embedded.stock.readers import DocumentsReader, TermsReader
from search.whole_numbers import Array

if TYPE_CHECKING:
    from search.embedded.stock.writers import DocumentsWriter, PostingsWriter


class ColumnarCodec(base.Codec):  # type: ignore[misc]
    """Gives Whoosh what reads and writes segments of contiguous arrays."""

    # Whoosh's writers need not read back the lengths of fields while they write postings.
    length_stats = False

    def new_segment(self, storage: Any, indexname: str) -> "SegmentEntry":
        return SegmentEntry(indexname)

    def per_document_writer(self, storage: Any, segment: "SegmentEntry") -> "DocumentsWriter":
        # Imported late: whoever only searches need not wait for the builder's modules.
        from search.embedded.stock.writers import DocumentsWriter

        return DocumentsWriter(segment)

    def field_writer(self, storage: Any, segment: "SegmentEntry") -> "PostingsWriter":
        from search.embedded.stock.writers import PostingsWriter

        return PostingsWriter(storage, segment)

    def terms_reader(self, storage: Any, segment: "SegmentEntry") -> "TermsReader":
        return TermsReader(segment.open(storage))

    def per_document_reader(self, storage: Any, segment: "SegmentEntry") -> "DocumentsReader":
        return DocumentsReader(segment.open(storage), segment)


def unpacked_came(packed: bytes) -> Array:
    """Return the generation of each document; `store.state` has compared how many there are."""
    return np.frombuffer(zlib.decompress(packed), "<i4")


class SegmentEntry(base.Segment):  # type: ignore[misc]
    """A segment as the table of contents lists it: its name, size and deleted documents.

    Pickled by Whoosh, as a dict: `indexname`, `segid`, `documents` (how many, deleted ones too),
    `deleted` (b"" where none is, else a bit for each document, compressed) and `came` (the number
    of the generation that all items came in with, 0 if it is not known; else an int32 for each
    document, compressed). Tables that older versions wrote have no `came`.
    """

    def __init__(self, indexname: str, documents: int = 0) -> None:
        super().__init__(indexname)
        self._documents = documents
        self._packed = b""
        self._came: int | bytes = 0
        self._opened: tuple[ref[Segment], Array | None] | None = None

    @cached_property
    def _deleted(self) -> Array | None:
        """One bool a document, None where none is deleted.

        Replaced, never changed in place: segments that are open share it. Unpacked late: Whoosh
        asks for it of every entry that it reads. `store.state` has compared its size.
        """
        if not self._packed:
            return None
        bits = zlib.decompress(self._packed)
        return np.unpackbits(np.frombuffer(bits, np.uint8), count=self._documents).astype(bool)

    def __getstate__(self) -> dict[str, Any]:
        packed = b"" if self._deleted is None else zlib.compress(np.packbits(self._deleted).data)
        return {
            "indexname": self.indexname,
            "segid": self.segid,
            "documents": self._documents,
            "deleted": packed,
            "came": self._came,
        }

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.indexname, self.segid = state["indexname"], state["segid"]
        self.compound = False
        self._documents = state["documents"]
        self._packed, self._opened = state["deleted"], None
        self._came = state.get("came", 0)

    def codec(self) -> ColumnarCodec:
        return ColumnarCodec()

    def should_assemble(self) -> bool:
        return False

    @property
    def filename(self) -> str:
        """The name of the segment's one file."""
        return str(self.make_filename(self.COMPOUND_EXT))

    def open(self, storage: Any) -> Segment:
        """Open the segment in a folder, with the documents that are deleted now.

        A Segment that is still open is returned again, even if a commit has removed its file since.
        """
        if self._opened is not None:
            opened, deleted = self._opened
            segment = opened()
            if segment is not None and deleted is self._deleted:
                return segment
        # Whoosh's writers lay a storage of their own over the folder, which they call `a`.
        storage = getattr(storage, "a", storage)
        path = Path(storage.folder) / self.filename
        segment = Segment(path)
        if segment.documents != self._documents:
            raise damaged(path, f"it has {segment.documents:,} documents, not {self._documents:,}")
        segment.live = None if self._deleted is None else ~self._deleted
        segment.came = self._came if isinstance(self._came, int) else unpacked_came(self._came)
        self._opened = ref(segment), self._deleted
        return segment

    def set_came(self, came: int | Array) -> None:
        """Set the generation that all items came in with, or the one of each document."""
        self._came = came if isinstance(came, int) else zlib.compress(came.astype("<i4").tobytes())

    def doc_count_all(self) -> int:
        return self._documents

    def set_doc_count(self, doccount: int) -> None:
        self._documents = doccount

    def deleted_count(self) -> int:
        return 0 if self._deleted is None else int(np.count_nonzero(self._deleted))

    def deleted_docs(self) -> list[int]:
        return [] if self._deleted is None else np.flatnonzero(self._deleted).tolist()

    def is_deleted(self, docnum: int) -> bool:
        # Whoosh also asks about one document more than there are.
        deleted = self._deleted
        return deleted is not None and docnum < len(deleted) and bool(deleted[docnum])

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        self.delete([docnum], delete)

    def delete(self, documents: list[int], delete: bool = True) -> None:
        """Mark documents as deleted, or with False as living again."""
        deleted = np.zeros(self._documents, bool) if self._deleted is None else self._deleted.copy()
        deleted[documents] = delete
        self._deleted = deleted
