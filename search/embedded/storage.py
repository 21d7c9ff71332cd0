"""Where does an archive lie on disk? A folder: a table of contents, segments, and what it is.

The last step of a commit is to rename the new table of contents into place. Before that, all that
was written is synced, segments first, and after it the folder: killed at any instant, or without
power, the archive is at its last commit. The table ends with a checksum of its own, which Whoosh
passes over, and a copy of it lies beside: should the one be damaged, the other serves, and the next
commit writes both anew.
"""

import json
import os
import re
import struct
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile
from whoosh.index import _DEF_INDEX_NAME, TOC, EmptyIndexError

from search.embedded.codec import SegmentEntry
from search.embedded.schema import SCHEMA_VERSION, language_of, schema
from search.embedded.sections import damaged
from search.embedded.segment import Segment
from search.errors import (
    BackfileError,
    IndexDamaged,
    IndexExists,
    IndexLocked,
    IndexMissing,
    IndexOutdated,
    LanguageUnknown,
)
from search.text import Analyzer

INDEX_NAME: str = _DEF_INDEX_NAME
_ABOUT = "backfile.json"
OPENING_TRIES = 10
LOOK_AGAIN_SECONDS = 0.05
#: A table of contents, or its copy, on its way; one that stays was never put into its place.
UNFINISHED = re.compile(r"_MAIN_\d+\.toc\.\d|contents\.copy\.new")
#: The copy of the newest table of contents.
_COPY = "contents.copy"
#: What ends a table of contents: a mark, and the CRC-32 of all before it.
_CHECK_MARK = b"CRC:"
_CHECK = struct.Struct("<4sI")


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
                check = _CHECK.pack(_CHECK_MARK, zlib.crc32(table))
                file.write(check)
            with self.create_file(f"{_COPY}.new") as copy:
                copy.write(table + check)
        for name in self._unsynced:
            # What was merged since is gone again.
            with suppress(FileNotFoundError):
                _sync(self._fpath(name))
        self._unsynced.clear()
        os.replace(self._fpath(oldname), self._fpath(newname))
        if is_table:
            os.replace(self._fpath(f"{_COPY}.new"), self._fpath(_COPY))
        _sync(self.folder)


class _Table:
    """A table of contents in memory, in place of a folder that holds it."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def open_file(self, name: str) -> Any:
        return BufferFile(memoryview(self._data))


class Folder:
    """An archive's folder: the index, and beside it what it was made with."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.storage = SyncedStorage(str(path))

    @classmethod
    def create(cls, path: Path, language: str) -> "Folder":
        """Make an empty archive. Raises IndexExists where something is in its place."""
        analyzer = Analyzer(language)
        try:
            path.mkdir(parents=True, exist_ok=True)
            entries = {entry.name for entry in path.iterdir()}
        except OSError as error:
            raise IndexExists(
                f"{path}: no folder can be made there ({error.strerror}); name another place"
            ) from None
        if any(name.endswith(".toc") for name in entries):
            raise IndexExists(f"{path}: there is an archive already; open it, or remove the folder")
        if {name for name in entries if not UNFINISHED.match(name)} - {
            *(_ABOUT, f"{_ABOUT}.new", _COPY, f"{_COPY}.new")
        }:
            raise IndexExists(
                f"{path}: the folder holds something else; name a new one for the index"
            )
        folder = cls(path)
        folder.describe(language)
        TOC.create(folder.storage, schema(analyzer), INDEX_NAME)
        return folder

    def describe(self, language: str) -> None:
        """Say beside the index what made it, all at once."""
        about = {"schema": SCHEMA_VERSION, "language": language}
        coming = self.path / f"{_ABOUT}.new"
        coming.write_text(json.dumps(about) + "\n", encoding="utf-8")
        _sync(str(coming))
        coming.replace(self.path / _ABOUT)

    def about(self) -> tuple[int, str]:
        """Return the schema version and the language that the archive was made with.

        Raises IndexMissing or IndexDamaged.
        """
        path = self.path
        if not (path / _ABOUT).is_file():
            raise IndexMissing(
                f"{path}: there is no archive; make one with “backfile index FOLDER --index {path}”"
            )
        try:
            about = json.loads((path / _ABOUT).read_text(encoding="utf-8"))
            version, language = about["schema"], about["language"]
            if version == SCHEMA_VERSION:
                Analyzer(language)
        except (OSError, ValueError, KeyError, TypeError, LanguageUnknown) as error:
            raise unreadable(path, error) from error
        return version, language

    def language_to_keep(self, default: str) -> str:
        """Return the language of an archive of any version; a default for one that cannot tell."""
        try:
            _, language = self.about()
            Analyzer(language)
        except (IndexDamaged, LanguageUnknown, TypeError):
            return default
        return language

    @classmethod
    def open(cls, path: Path) -> "Folder":
        """Find an archive. Raises IndexMissing, IndexDamaged or IndexOutdated."""
        folder = cls(path)
        version, _ = folder.about()
        if version != SCHEMA_VERSION:
            raise IndexOutdated(
                f"{path}: the archive has schema {version}, this program {SCHEMA_VERSION}; rebuild "
                "needed: backfile index --rebuild, with the folders to index again"
            )
        folder.contents()
        return folder

    @contextmanager
    def locked(self, wait: float) -> Iterator[None]:
        """Keep other processes from writing; wait for one that does up to so many seconds.

        Raises IndexLocked, which names the process that holds the archive.
        """
        path = self.path / f"{INDEX_NAME}_WRITELOCK"
        lock = self.storage.lock(path.name)
        end = time.monotonic() + wait
        while not lock.acquire():
            if time.monotonic() >= end:
                raise IndexLocked(
                    f"{self.path}: another process{_holder(path)} is writing to the archive; "
                    "wait until it has finished, or for it with --wait SECONDS"
                )
            time.sleep(min(LOOK_AGAIN_SECONDS, max(end - time.monotonic(), 0)))
        try:
            path.write_text(f"{os.getpid()}\n")
            yield
        finally:
            lock.release()

    @property
    def language(self) -> str:
        """The language that words are stemmed in."""
        return language_of(self.contents().schema)

    def contents(self) -> Contents:
        """Read the newest table of contents. Raises IndexDamaged where it cannot be read."""
        try:
            for _ in range(OPENING_TRIES):
                # A commit may remove the table between its being listed and being read.
                with suppress(FileNotFoundError):
                    return self._newest()
            return self._newest()
        except EmptyIndexError:
            raise IndexMissing(
                f"{self.path}: the archive was never finished; index again"
            ) from None

    def opened(self) -> tuple[Contents, list[Segment]]:
        """Read the newest table of contents, and open its segments. Raises IndexDamaged."""
        for tries in range(OPENING_TRIES):
            contents = self.contents()
            try:
                return contents, [entry.open(self.storage) for entry in contents.segments]
            except FileNotFoundError as error:
                # A commit may remove segments between the table's being read and their being
                # opened.
                if tries == OPENING_TRIES - 1:
                    raise unreadable(self.path, error) from error
        raise AssertionError("unreachable")

    def _newest(self) -> Contents:
        state = self.state()
        generation = state[0]
        if generation < 0:
            raise EmptyIndexError
        try:
            table = self._table(TOC._filename(INDEX_NAME, generation), generation)
        except FileNotFoundError:
            raise
        except Exception as error:  # what unpickling a damaged file raises has no bounds
            try:
                table = self._table(_COPY, generation)
            except Exception:
                raise unreadable(self.path, error) from error
            return Contents(state, table.schema, table.segments, generation, is_of_copy=True)
        return Contents(state, table.schema, table.segments, generation)

    def _table(self, name: str, generation: int) -> TOC:
        data = (self.path / name).read_bytes()
        mark, check = _CHECK.unpack(data[-_CHECK.size :].rjust(_CHECK.size, b"\0"))
        # Whoosh's own writers leave neither mark nor check.
        if (mark == _CHECK_MARK) != (zlib.crc32(data[: -_CHECK.size]) == check):
            raise damaged(self.path / name, "it is not what was written")
        return TOC.read(_Table(data), INDEX_NAME, gen=generation)

    def generation(self) -> int:
        """Return the number of the newest generation, -1 where there is none."""
        return int(TOC._latest_generation(self.storage, INDEX_NAME))

    def state(self) -> tuple[int, int]:
        """Return what tells this state from any other, also of an archive made anew here."""
        for _ in range(OPENING_TRIES):
            generation = self.generation()
            with suppress(FileNotFoundError):
                name = TOC._filename(INDEX_NAME, generation)
                return generation, (self.path / name).stat().st_mtime_ns
        return generation, 0

    def size(self) -> int:
        """Return how many bytes the files hold."""
        size = 0
        for entry in os.scandir(self.path):
            with suppress(FileNotFoundError):  # a commit removes what it replaced
                size += entry.stat().st_size if entry.is_file() else 0
        return size

    def check(self) -> int:
        """Read every byte of the newest generation; return how many segments it has.

        Raises IndexDamaged where one is not what was written.
        """
        contents = self.contents()
        for entry in contents.segments:
            try:
                segment = entry.open(self.storage)
            except OSError as error:
                raise unreadable(self.path, error) from error
            segment.sections.check()
            if segment.documents != entry.doc_count_all():
                raise damaged(self.path, f"{entry.filename} has another number of documents")
        return len(contents.segments)


def _holder(lock: Path) -> str:
    try:
        return f" (pid {int(lock.read_text())})"
    except (OSError, ValueError):  # a program that does not say who it is
        return ""


def unreadable(path: Path, error: Exception) -> BackfileError:
    """Return the error that says that something in a folder cannot be read, with its cause."""
    return damaged(path, f"{type(error).__name__}: {error}" if str(error) else type(error).__name__)


def _sync(path: str) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
