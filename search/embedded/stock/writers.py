"""How does a stock Whoosh writer write our segments? All it gives is kept, then sorted, written."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec import base

from search.embedded.segment.builder import names, write
from search.embedded.segment.columns import Columns
from search.embedded.segment.postings import Postings, without_unused
from search.embedded.stock.readers import ADDED, COLUMNS
from search.packed import NEVER, UNDATED, members
from search.query.tree import TEXT_FIELDS
from search.whole_numbers import Array


class DocumentsWriter(base.PerDocumentWriter):  # type: ignore[misc]
    """Keeps the documents that a stock writer gives, in the order of Whoosh's numbers."""

    def __init__(self, entry: Any) -> None:
        self.items: list[bytes] = []
        self.lengths: dict[str, dict[int, int]] = {name: {} for name in TEXT_FIELDS}
        self.columns: dict[str, dict[int, int]] = {name: {} for name in COLUMNS}
        self.is_closed = False
        entry.coming = self

    def start_doc(self, docnum: int) -> None:
        # Whoosh gives the number of a document that failed, and was never finished, once more.
        for given in (*self.lengths.values(), *self.columns.values()):
            given.pop(len(self.items), None)
        self._item = b""

    def add_field(self, fieldname: str, fieldobj: Any, value: Any, length: int) -> None:
        if fieldname == "item" and value is not None:
            self._item = value
        if fieldname in self.lengths and length:
            self.lengths[fieldname][len(self.items)] = length

    def add_column_value(self, fieldname: str, columnobj: Any, value: Any) -> None:
        self.columns[fieldname][len(self.items)] = value - ADDED.get(fieldname, 0)

    def finish_doc(self) -> None:
        self.items.append(self._item)

    def cancel_doc(self) -> None:
        """Do nothing: only finished documents count. (whoosh3 calls it.)"""

    def close(self) -> None:
        self.is_closed = True


class PostingsWriter(base.FieldWriter):  # type: ignore[misc]
    """Keeps the postings that a stock writer gives, and writes the segment at the end."""

    def __init__(self, storage: Any, entry: Any) -> None:
        self._path = Path(storage.folder) / entry.filename
        self._entry = entry
        #: Field -> its terms, each with its postings: (docnum, weight, positions or None).
        self._fields: dict[str, list[tuple[bytes, list[tuple[int, float, Any]]]]] = {}
        self._is_whole = False
        self.is_closed = False

    def add_postings(self, schema: Any, lengths: Any, items: Iterable[Any]) -> None:
        super().add_postings(schema, lengths, items)
        self._is_whole = True

    def start_field(self, fieldname: str, fieldobj: Any) -> None:
        self._field, self._format = self._fields.setdefault(fieldname, []), fieldobj.format

    def start_term(self, text: bytes) -> None:
        self._field.append((text, []))

    def add(self, docnum: int, weight: float, vbytes: bytes, length: int) -> None:
        positions = None
        if self._format.supports("positions"):
            positions = self._format.decode_positions(vbytes)
        self._field[-1][1].append((docnum, weight, positions))

    def finish_term(self) -> None:
        pass

    def close(self) -> None:
        """Sort the documents as a segment has them, and write it."""
        self.is_closed = True
        documents: DocumentsWriter = self._entry.coming
        del self._entry.coming
        count = len(documents.items)
        if not self._is_whole or not count:  # the writer was cancelled, or deleted only
            return

        def column(given: dict[int, int], default: int) -> Array:
            return np.fromiter((given.get(docnum, default) for docnum in range(count)), np.int64)

        days = column(documents.columns["date"], UNDATED)
        ids = [b""] * count
        for text, postings in self._fields.get("path", []):
            for docnum, _, _ in postings:
                if docnum < count:
                    ids[docnum] = text
        order = np.array(sorted(range(count), key=lambda docnum: (-days[docnum], ids[docnum])))
        document_of = np.empty(count, np.int64)
        document_of[order] = np.arange(count)
        columns = Columns(
            days[order],
            column(documents.columns["stood_from"], UNDATED)[order],
            column(documents.columns["stood_until"], NEVER)[order],
            column(documents.columns["gone_on"], NEVER)[order],
            {name: column(given, 0)[order] for name, given in documents.lengths.items()},
        )
        items = [documents.items[docnum] for docnum in order.tolist()]
        # Whoosh gives the keys of names alone; a document may be without an item in tests only.
        spellings = names(list(map(members, items)))[1] if all(items) else {}
        write(
            self._path,
            columns,
            {name: _content(terms, document_of) for name, terms in self._fields.items()},
            spellings,
            items,
        )


def _content(
    terms: list[tuple[bytes, list[tuple[int, float, Any]]]], document_of: Array
) -> tuple[list[bytes], Postings]:
    """Return a field's terms and postings; `document_of` maps a docnum to its document."""
    rows = [
        # The frequency is the number of positions: a weight may be boosted.
        (term, int(document_of[docnum]), len(positions) if positions else round(weight), positions)
        for term, (_, postings) in enumerate(terms)
        for docnum, weight, positions in postings
        if docnum < len(document_of)  # the others are of a document that failed
    ]
    rows.sort(key=lambda row: row[:2])
    has_positions = bool(rows) and rows[0][3] is not None
    at = [position for *_, positions in rows for position in positions] if has_positions else None
    postings_of_field = Postings(
        np.array([row[0] for row in rows], np.int64),
        np.array([row[1] for row in rows], np.int64),
        np.array([row[2] for row in rows], np.int64),
        None if at is None else np.array(at, np.int64),
    )
    return without_unused([text for text, _ in terms], postings_of_field)
