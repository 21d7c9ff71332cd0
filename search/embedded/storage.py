"""Where does an archive lie on disk, and how does it get there whole?"""

import json
import os
import pickle
import re
import struct
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, cast

from whoosh.filedb.filestore import FileStorage
from whoosh.index import _DEF_INDEX_NAME, TOC, EmptyIndexError, FileIndex, LockError, clean_files
from whoosh.reading import SegmentReader, TermNotFound
from whoosh.writing import MERGE_SMALL

from search.embedded.schema import SCHEMA_VERSION, document, schema
from search.errors import (
    IndexDamaged,
    IndexExists,
    IndexLocked,
    IndexMissing,
    IndexOutdated,
    LanguageUnknown,
)
from search.model import Item, is_unicode
from search.text import Analyzer

_ABOUT = "backfile.json"
WRITER_MEMORY_MEGABYTES = 256
OPENING_TRIES = 10
#: A table of contents on its way into its place; one that stays was never put there.
_UNFINISHED = re.compile(r"_MAIN_\d+\.toc\.\d")
#: What reading a damaged segment raises.
DAMAGE = (
    *(EOFError, IndexError, TermNotFound, UnicodeDecodeError),
    *(pickle.UnpicklingError, struct.error, zlib.error),
)


class SyncedStorage(FileStorage):  # type: ignore[misc]
    """Whoosh's folder of files, safe against a power cut.

    Whoosh syncs nothing: after a power cut a table of contents may be on disk whose segment is
    not. Its last step is to rename the new table of contents into place; before that, all that
    was written is synced here, and after it the folder.
    """

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._unsynced: set[str] = set()

    def create_file(self, name: str, **options: Any) -> Any:
        """Create a file, to be synced with the next rename."""
        self._unsynced.add(name)
        return super().create_file(name, **options)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Rename a file once it and all others are on disk."""
        for name in self._unsynced:
            # A part that was merged into its segment is gone again.
            with suppress(FileNotFoundError):
                _sync(self._fpath(name))
        self._unsynced.clear()
        os.replace(self._fpath(oldname), self._fpath(newname))
        _sync(self.folder)


class Folder:
    """An archive's folder: the index, and beside it what it was made with."""

    def __init__(self, path: Path, language: str) -> None:
        self.path = path
        self.language = language
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
        if {name for name in entries if not _UNFINISHED.match(name)} - {_ABOUT}:
            raise IndexExists(
                f"{path}: the folder holds something else; name a new one for the index"
            )
        about = {"schema": SCHEMA_VERSION, "language": language}
        (path / _ABOUT).write_text(json.dumps(about) + "\n", encoding="utf-8")
        _sync(str(path / _ABOUT))
        folder = cls(path, language)
        FileIndex.create(folder.storage, schema(analyzer))
        return folder

    @classmethod
    def open(cls, path: Path) -> "Folder":
        """Find an archive. Raises IndexMissing, IndexDamaged or IndexOutdated."""
        if not (path / _ABOUT).is_file():
            raise IndexMissing(
                f"{path}: there is no archive; make one with “backfile index FOLDER --index {path}”"
            )
        try:
            about = json.loads((path / _ABOUT).read_text(encoding="utf-8"))
            version, language = about["schema"], about["language"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise damaged(path, error) from error
        if version != SCHEMA_VERSION:
            raise IndexOutdated(
                f"{path}: the archive has schema {version}, this program {SCHEMA_VERSION}; "
                "remove the folder and index again"
            )
        try:
            Analyzer(language)
        except (LanguageUnknown, TypeError) as error:
            raise damaged(path, error) from error
        folder = cls(path, language)
        folder.index()
        return folder

    def index(self) -> FileIndex:
        """Open the newest generation. Raises IndexDamaged where it cannot be read."""
        try:
            return self._newest()
        except EmptyIndexError:
            raise IndexMissing(
                f"{self.path}: the archive was never finished; index again"
            ) from None
        except Exception as error:  # what unpickling a damaged file raises has no bounds
            raise damaged(self.path, error) from error

    def _newest(self) -> FileIndex:
        for _ in range(OPENING_TRIES):
            # A commit may remove the table of contents between its being listed and being read.
            with suppress(FileNotFoundError):
                return FileIndex(self.storage)
        return FileIndex(self.storage)

    def generation(self) -> int:
        """Return the number of the newest generation."""
        return int(TOC._latest_generation(self.storage, _DEF_INDEX_NAME))

    def state(self) -> tuple[int, int]:
        """Return what tells this state from any other, also of an archive made anew here."""
        for _ in range(OPENING_TRIES):
            generation = self.generation()
            with suppress(FileNotFoundError):
                name = TOC._filename(_DEF_INDEX_NAME, generation)
                return generation, (self.path / name).stat().st_mtime_ns
        return generation, 0

    def size(self) -> int:
        """Return how many bytes the files hold."""
        size = 0
        for entry in os.scandir(self.path):
            with suppress(FileNotFoundError):  # a commit removes what it replaced
                size += entry.stat().st_size if entry.is_file() else 0
        return size

    @contextmanager
    def _writer(self) -> Iterator[Any]:
        """Yield a writer; commit when all went well, else leave the archive as it was."""
        try:
            writer = self.index().writer(limitmb=WRITER_MEMORY_MEGABYTES)
        except LockError:
            raise IndexLocked(
                f"{self.path}: another process is writing to the archive; "
                "wait until it has finished, then try again"
            ) from None
        try:
            for entry in os.scandir(self.path):
                if _UNFINISHED.match(entry.name):
                    os.unlink(entry)
            yield writer
            if not writer.is_closed:
                writer.commit(mergetype=_compacted)
        except BaseException as error:
            if not writer.is_closed:
                self._cancel(writer)
            if isinstance(error, OSError) and error.filename is None:
                error.filename = str(self.path)
            raise

    def _cancel(self, writer: Any) -> None:
        """Give the lock back and leave no file behind; Whoosh would leave half a segment."""
        # Keep the lock meanwhile, else the next writer's files would be taken for a rest of ours.
        lock, writer.writelock = writer.writelock, None
        try:
            with suppress(OSError):  # on a full disk it fails at what it would only throw away
                writer.cancel()
            clean_files(self.storage, _DEF_INDEX_NAME, writer.generation - 1, writer.segments)
        finally:
            lock.release()

    def add(self, items: Iterable[Item], analyzer: Analyzer) -> int:
        """Add items, in place of those of the same ids, in one commit; return how many."""
        with self._writer() as writer:
            # Whoosh would keep both of two documents of one id that come in one batch.
            unique = {item.id: item for item in items}
            if not unique:  # nothing changes: no new generation
                self._cancel(writer)
            else:
                self._delete(writer, unique)
            for item in unique.values():
                writer.add_document(**document(item, analyzer))
        return len(unique)

    def remove(self, ids: Iterable[str]) -> int:
        """Remove the items of these ids in one commit; return how many there were."""
        with self._writer() as writer:
            removed = self._delete(writer, ids)
            if not removed:  # nothing changed: no new generation
                self._cancel(writer)
            return removed

    @staticmethod
    def _delete(writer: Any, ids: Iterable[str]) -> int:
        """Delete through one reader: Whoosh's update_document opens one for each document."""
        removed = 0
        with writer.reader() as reader:
            for item_id in set(ids):
                if is_unicode(item_id) and ("path", item_id) in reader:
                    for number in reader.postings("path", item_id).all_ids():
                        writer.delete_document(number)
                        removed += 1
        return removed


def _compacted(writer: Any, segments: list[Any]) -> list[Any]:
    """Write what lives of mostly dead segments anew, and return those to keep.

    Whoosh itself merges small segments only: an archive that is indexed again and again would grow
    by all its items each time.
    """
    kept = []
    for segment in segments:
        if segment.deleted_count() <= segment.doc_count():
            kept.append(segment)
        elif segment.doc_count():
            with closing(SegmentReader(writer.storage, writer.schema, segment)) as reader:
                writer.add_reader(reader)
    return cast(list[Any], MERGE_SMALL(writer, kept))


def damaged(path: Path, error: Exception) -> IndexDamaged:
    """Return the error that says so, with its cause."""
    cause = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return IndexDamaged(
        f"{path}: the archive cannot be read ({cause[:200]}); remove the folder and index again"
    )


def _sync(path: str) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
