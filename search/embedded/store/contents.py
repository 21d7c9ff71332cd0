"""How is a table of contents written, and what does Whoosh make of one?

The layout is Whoosh's (`whoosh.index.TOC`), so that Whoosh opens an archive, too. `table` says how
one is read.
"""

from collections.abc import Mapping
from dataclasses import field
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from whoosh.fields import Schema
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC

from search.durable import put_over
from search.embedded.schema import schema
from search.embedded.stock.codec import SegmentEntry
from search.embedded.store.layout import COPY, INDEX_NAME, Trailer, table_of, with_check
from search.embedded.store.table import Table
from search.frozen import frozen
from search.text import Analyzer


@frozen()
class Contents:
    """A table of contents as Whoosh's objects; `state` tells it from any other (`Folder.state`).

    `note` is what the last change left that left a note; `arrivals_from` is that of the table.
    `outlets` are other names of outlets, each with the outlet's name.
    """

    state: tuple[int, int]
    generation: int
    language: str
    schema: Schema
    segments: list[SegmentEntry]
    note: str = ""
    arrivals_from: int = 0
    outlets: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, table: Table, state: tuple[int, int]) -> "Contents":
        """Return the contents of a table that was read."""
        entries = []
        for segment in table.segments:
            entry = SegmentEntry(INDEX_NAME)
            entry.__setstate__(
                {
                    "indexname": INDEX_NAME,
                    "segid": segment.segid,
                    "documents": segment.documents,
                    "deleted": segment.deleted,
                    "came": segment.came,
                }
            )
            entries.append(entry)
        schema = _schema(table.language)
        known = table.told.note, table.arrivals_from, table.told.outlets or {}
        return cls(state, table.generation, table.language, schema, entries, *known)


def write(
    folder: Path,
    language: str,
    segments: list[SegmentEntry],
    number: int,
    told: Trailer,
) -> None:
    """Put the table of contents of generation `number` into place, after its copy."""
    file = _InMemory()
    TOC(_schema(language), segments, number).write(file, INDEX_NAME)
    table = with_check(file.file.getvalue(), told)
    put_over(folder / COPY, [table])
    put_over(folder / table_of(number), [table])


class _InMemory(StructFile):  # type: ignore[misc]
    """A file in memory, and the storage that has no other: all that `TOC.write` asks for."""

    def __init__(self) -> None:
        super().__init__(BytesIO())

    def create_file(self, name: str) -> "_InMemory":
        return self

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        pass

    def close(self) -> None:
        pass


@lru_cache
def _schema(language: str) -> Schema:
    return schema(Analyzer(language))
