"""Where does an archive lie on disk? A folder: a table of contents, segments, and what it is.

The last step of a commit is to rename the new table of contents into place. Before that, all that
was written is synced, segments first, and after it the folder: killed at any instant, or without
power, the archive is at its last commit. The table ends with a checksum of its own, which Whoosh
passes over, and a copy of it lies beside: should the one be damaged, the other serves, and the next
commit writes both anew.

What can be told without reading the table, is: a run that has nothing to do needs no more, and
waits neither for Whoosh nor for numpy to be imported.
"""

import fcntl
import json
import os
import re
import struct
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING

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

if TYPE_CHECKING:
    from search.embedded.segment.segment import Segment
    from search.embedded.store.contents import Contents, SyncedStorage

#: Raised whenever an older index cannot be read or would answer otherwise.
SCHEMA_VERSION = 3
#: What Whoosh calls an index that is given no name, and its files.
INDEX_NAME = "MAIN"
_TABLE = re.compile(rf"_{INDEX_NAME}_(\d+)\.toc", re.ASCII)
_SEGMENT = re.compile(rf"{INDEX_NAME}_([0-9a-z]+)\.")
_ABOUT = "backfile.json"
#: The file that Whoosh's own writers lock.
_LOCK = f"{INDEX_NAME}_WRITELOCK"
OPENING_TRIES = 10
LOOK_AGAIN_SECONDS = 0.05
#: A table of contents, or its copy, on its way; one that stays was never put into its place.
UNFINISHED = re.compile(r"_MAIN_\d+\.toc\.\d|contents\.copy\.new")
#: The copy of the newest table of contents.
COPY = "contents.copy"
#: What ends a table of contents: a mark, and the CRC-32 of all before it.
CHECK_MARK = b"CRC:"
CHECK = struct.Struct("<4sI")


class Folder:
    """An archive's folder: the index, and beside it what it was made with."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def storage(self) -> "SyncedStorage":
        """The folder as Whoosh sees it."""
        from search.embedded.store.contents import SyncedStorage

        return SyncedStorage(str(self.path))

    @classmethod
    def create(cls, path: Path, language: str) -> "Folder":
        """Make an empty archive. Raises IndexExists where something is in its place."""
        from whoosh.index import TOC

        from search.embedded.schema import schema

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
            *(_ABOUT, f"{_ABOUT}.new", COPY, f"{COPY}.new")
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
        sync(str(coming))
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
        if folder._whole_table() is None:
            folder.contents()
        return folder

    @contextmanager
    def locked(self, wait: float) -> Iterator[None]:
        """Keep other processes from writing; wait for one that does up to so many seconds.

        Raises IndexLocked, which names the process that holds the archive.
        """
        path = self.path / _LOCK
        end = time.monotonic() + wait
        with path.open("a") as file:
            while not _locks(file):
                if time.monotonic() >= end:
                    raise IndexLocked(
                        f"{self.path}: another process{_holder(path)} is writing to the archive; "
                        "wait until it has finished, or for it with --wait SECONDS"
                    )
                time.sleep(min(LOOK_AGAIN_SECONDS, max(end - time.monotonic(), 0)))
            path.write_text(f"{os.getpid()}\n")
            yield

    @property
    def language(self) -> str:
        """The language that words are stemmed in."""
        from search.embedded.schema import language_of

        return language_of(self.contents().schema)

    def contents(self) -> "Contents":
        """Read the newest table of contents. Raises IndexDamaged where it cannot be read."""
        for _ in range(OPENING_TRIES):
            # A commit may remove the table between its being listed and being read.
            with suppress(FileNotFoundError):
                return self._newest()
        return self._newest()

    def opened(self) -> tuple["Contents", list["Segment"]]:
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

    def _newest(self) -> "Contents":
        from search.embedded.store.contents import read

        state = self.state()
        if state[0] < 0:
            raise IndexMissing(f"{self.path}: the archive was never finished; index again")
        try:
            return read(self._table(_table_of(state[0])), state)
        except FileNotFoundError:
            raise
        except Exception as error:  # what unpickling a damaged file raises has no bounds
            try:
                return read(self._table(COPY), state, is_of_copy=True)
            except Exception:
                raise unreadable(self.path, error) from error

    def _table(self, name: str) -> bytes:
        data = (self.path / name).read_bytes()
        if _is_whole(data) is False:
            raise ValueError("it is not what was written")
        return data

    def _whole_table(self) -> bytes | None:
        """Return the newest table of contents where its checksum tells that it is whole."""
        with suppress(OSError):
            data = (self.path / _table_of(self.generation())).read_bytes()
            return data if _is_whole(data) else None
        return None

    def is_tidy(self) -> bool:
        """Tell whether the newest table of contents is whole, and no file is left of another.

        The table is not read for that: it has the names of its segments in it as they are.
        """
        table = self._whole_table()
        if table is None:
            return False
        names = os.listdir(self.path)
        segments = (found[1] for found in map(_SEGMENT.match, names) if found)
        return (
            not any(map(UNFINISHED.match, names))
            and sum(_TABLE.fullmatch(name) is not None for name in names) == 1
            and all(name.encode() in table for name in segments)
        )

    def generation(self) -> int:
        """Return the number of the newest generation, -1 where there is none."""
        try:
            names = os.listdir(self.path)
        except FileNotFoundError:  # the folder went away, and may come again
            return -1
        found = map(_TABLE.fullmatch, names)
        return max((int(table[1]) for table in found if table), default=-1)

    def state(self) -> tuple[int, int]:
        """Return what tells this state from any other, also of an archive made anew here."""
        for _ in range(OPENING_TRIES):
            generation = self.generation()
            with suppress(FileNotFoundError):
                return generation, (self.path / _table_of(generation)).stat().st_mtime_ns
        return generation, 0

    def size(self) -> int:
        """Return how many bytes the files hold; not the lock, which tells who held it."""
        size = 0
        for entry in os.scandir(self.path):
            if entry.name == _LOCK:
                continue
            with suppress(FileNotFoundError):  # a commit removes what it replaced
                size += entry.stat().st_size if entry.is_file() else 0
        return size

    def check(self) -> int:
        """Read every byte of the newest generation; return how many segments it has.

        Raises IndexDamaged where one is not what was written.
        """
        from search.embedded.segment.sections import damaged

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


def _table_of(generation: int) -> str:
    return f"_{INDEX_NAME}_{generation}.toc"


def _is_whole(table: bytes) -> bool | None:
    """Tell whether a table of contents is what was written; None where it has no checksum."""
    mark, check = CHECK.unpack(table[-CHECK.size :].rjust(CHECK.size, b"\0"))
    agrees = zlib.crc32(table[: -CHECK.size]) == check
    if agrees != (mark == CHECK_MARK):
        return False
    return agrees or None  # Whoosh's own writers leave neither mark nor check


def _locks(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(lock: Path) -> str:
    try:
        return f" (pid {int(lock.read_text())})"
    except (OSError, ValueError):  # a program that does not say who it is
        return ""


def unreadable(path: Path, error: Exception) -> BackfileError:
    """Return the error that says that something in a folder cannot be read, with its cause."""
    from search.embedded.segment.sections import damaged

    return damaged(path, f"{type(error).__name__}: {error}" if str(error) else type(error).__name__)


def sync(path: str) -> None:
    """Have what was written to a file or a folder be on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
