"""What does a table of contents say, and how does it come to its place? Whoosh's, but synced."""

import os
import zlib
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile
from whoosh.index import TOC

from search.embedded.stock.reading import SegmentEntry
from search.embedded.store.folder import CHECK, CHECK_MARK, COPY, INDEX_NAME, sync


@dataclass(frozen=True, slots=True)
class Contents:
    """A table of contents; `state` tells it from any other, also of an archive made anew.

    `is_of_copy` tells that the table itself is damaged, and its copy was read.
    """

    state: tuple[int, int]
    schema: Schema
    segments: list[SegmentEntry]
    generation: int
    is_of_copy: bool = False


class SyncedStorage(FileStorage):  # type: ignore[misc]
    """Whoosh's folder of files, safe against a power cut; Whoosh itself syncs nothing."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._unsynced: dict[str, None] = {}

    def create_file(self, name: str, **options: Any) -> Any:
        """Create a file, to be synced with the next rename."""
        self.written(name)
        return super().create_file(name, **options)

    def written(self, name: str) -> None:
        """Take note of a file that was written beside the storage, to be synced as well."""
        self._unsynced[name] = None

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Rename a file once it and all others are on disk."""
        is_table = newname.endswith(".toc")
        if is_table:
            with open(self._fpath(oldname), "r+b") as file:
                table = file.read()
                check = CHECK.pack(CHECK_MARK, zlib.crc32(table))
                file.write(check)
            with self.create_file(f"{COPY}.new") as copy:
                copy.write(table + check)
        for name in self._unsynced:
            # What was merged since is gone again.
            with suppress(FileNotFoundError):
                sync(self._fpath(name))
        self._unsynced.clear()
        os.replace(self._fpath(oldname), self._fpath(newname))
        if is_table:
            os.replace(self._fpath(f"{COPY}.new"), self._fpath(COPY))
        sync(self.folder)


class _Table:
    """A table of contents in memory, in place of a folder that holds it."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def open_file(self, name: str) -> Any:
        return BufferFile(memoryview(self._data))


def read(data: bytes, state: tuple[int, int], *, is_of_copy: bool = False) -> Contents:
    """Return what a table of contents says; what is raised where it is damaged has no bounds."""
    generation = state[0]
    table = TOC.read(_Table(data), INDEX_NAME, gen=generation)
    return Contents(state, table.schema, table.segments, generation, is_of_copy)
