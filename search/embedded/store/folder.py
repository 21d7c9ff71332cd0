"""How does an archive lie in a folder? A table of contents, segments, and what it was made with.

The last step of a commit renames the new table of contents into place. Everything was written and
synced before: the segments first, then a copy of the table. So an archive that is killed at any
instant, or loses power, is at its last commit. Should the table be damaged later, its copy is read,
and the next commit writes both anew.

What can be told without reading the table is told without it: a run that has nothing to do imports
neither Whoosh nor numpy.
"""

import json
import os
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from search.durable import put
from search.embedded.store.layout import (
    ABOUT,
    COPY,
    LOCK,
    MAX_TABLE_BYTES,
    SEGMENT,
    UNFINISHED,
    generations,
    is_whole,
    note_of,
    table_of,
)
from search.errors import (
    IndexDamaged,
    IndexExists,
    IndexMissing,
    IndexOutdated,
    LanguageUnknown,
)
from search.regular import read
from search.text import Analyzer

if TYPE_CHECKING:
    from search.embedded.segment.segment import Segment
    from search.embedded.store.contents import Contents

#: Version of the index, raised when this program cannot read an older one or would answer
#: otherwise from it.
SCHEMA_VERSION = 4
#: Bytes of `backfile.json`, far more than are ever written.
MAX_ABOUT_BYTES = 1 << 16
#: How often to look again, where another process's commit removed a file before it was opened.
OPENING_TRIES = 10


class Folder:
    """An archive's folder: the index, and beside it what it was made with."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def storage(self) -> Any:
        """The folder as Whoosh sees it."""
        from whoosh.filedb.filestore import FileStorage

        return FileStorage(str(self.path))

    @classmethod
    def create(cls, path: Path, language: str, archive_id: UUID) -> "Folder":
        """Make an empty archive. Raises IndexExists where the path is taken, LanguageUnknown."""
        from search.embedded.store.contents import write

        Analyzer(language)  # raises LanguageUnknown before anything is made
        try:
            path.mkdir(parents=True, exist_ok=True)
            names = set(os.listdir(path))
        except OSError as error:
            raise IndexExists(
                f"{path}: no folder can be made there ({error.strerror}); name another place"
            ) from None
        if any(name.endswith(".toc") for name in names):
            raise IndexExists(f"{path}: there is an archive already; open it, or remove the folder")
        # What a process left that was killed while it made an archive is no hindrance.
        if any(name not in (ABOUT, COPY) and not UNFINISHED.match(name) for name in names):
            raise IndexExists(
                f"{path}: the folder holds something else; name a new one for the index"
            )
        folder = cls(path)
        folder.describe(language, archive_id)
        write(path, language, [], 0)
        return folder

    @property
    def archive_id(self) -> UUID:
        """The id that the archive keeps for ever; of no bits where its description has none."""
        try:
            return UUID(json.loads(read(self.path / ABOUT, MAX_ABOUT_BYTES))["id"])
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            return UUID(int=0)

    def describe(self, language: str, archive_id: UUID | None = None) -> None:
        """Write beside the index what it was made with; without an id it keeps the one it has."""
        archive_id = archive_id or self.archive_id
        about = {
            "schema": SCHEMA_VERSION,
            "language": language,
            "id": str(archive_id if archive_id.int else uuid4()),
        }
        put(self.path / ABOUT, [json.dumps(about).encode(), b"\n"])

    def about(self) -> tuple[int, str]:
        """Return the schema version and the language that the archive was made with.

        Raises IndexMissing or IndexDamaged.
        """
        path = self.path
        if not (path / ABOUT).is_file():
            raise IndexMissing(
                f"{path}: there is no archive; make one with “backfile index FOLDER --index {path}”"
            )
        try:
            about = json.loads(read(path / ABOUT, MAX_ABOUT_BYTES))
            version, language = about["schema"], about["language"]
            if not (isinstance(language, str) and type(version) is int):
                raise ValueError(f"{ABOUT} has no schema and language")
            if version == SCHEMA_VERSION:
                Analyzer(language)
        except LanguageUnknown:
            from search.embedded.segment.sections import damaged

            raise damaged(path, f"its language {language[:40]!r} is not known") from None
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            from search.embedded.store.contents import unreadable

            raise unreadable(path, error) from error
        return version, language

    def language_to_keep(self, default: str) -> str:
        """Return the language of an archive of any version; `default` where it is not known."""
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

    @property
    def language(self) -> str:
        """The language that words are stemmed in."""
        return self.contents().language

    @property
    def note(self) -> str:
        """The note that was left with the newest generation, or with one before it."""
        table = self._whole_table()
        return note_of(table) if table is not None else self.contents().note

    def contents(self) -> "Contents":
        """Read the newest table of contents. Raises IndexMissing or IndexDamaged."""
        from search.embedded.store.contents import read

        for tries in range(OPENING_TRIES):
            state = self.state()
            if state[0] < 0:
                raise IndexMissing(f"{self.path}: the archive was never finished; index again")
            try:
                return read(self.path, state)
            except FileNotFoundError:
                # A commit may remove a table after it was listed, and before it is read.
                if tries == OPENING_TRIES - 1:
                    raise IndexMissing(
                        f"{self.path}: its table of contents vanished while it was read; try again"
                    ) from None
        raise AssertionError("unreachable")

    def opened(self) -> tuple["Contents", list["Segment"]]:
        """Read the newest table of contents, and open its segments. Raises IndexDamaged."""
        for tries in range(OPENING_TRIES):
            contents = self.contents()
            try:
                return contents, [entry.open(self.storage) for entry in contents.segments]
            except OSError as error:
                # A commit may remove segments after the table was read, and before they are opened.
                if tries == OPENING_TRIES - 1 or not isinstance(error, FileNotFoundError):
                    from search.embedded.store.contents import unreadable

                    raise unreadable(self.path, error) from error
        raise AssertionError("unreachable")

    def _whole_table(self) -> bytes | None:
        """Return the newest table of contents if its checksum says that it is whole."""
        with suppress(OSError):
            table = read(self.path / table_of(self.generation()), MAX_TABLE_BYTES)
            return table if is_whole(table) else None
        return None

    def is_tidy(self) -> bool:
        """Tell whether the newest table of contents is whole, and no file of another is left.

        The table is not parsed for that: the ids of its segments stand in it as they are.
        """
        table = self._whole_table()
        if table is None:
            return False
        names = os.listdir(self.path)
        segments = (found[1] for found in map(SEGMENT.fullmatch, names) if found)
        return (
            not any(map(UNFINISHED.match, names))
            and len(generations(names)) == 1
            and all(segment_id.encode() in table for segment_id in segments)
        )

    def generation(self) -> int:
        """Return the number of the newest generation, -1 where there is none."""
        try:
            return max(generations(os.listdir(self.path)), default=-1)
        except FileNotFoundError:  # the folder was removed, and may be made again
            return -1

    def state(self) -> tuple[int, int]:
        """Return what tells this state from any other, also of an archive made anew here."""
        for _ in range(OPENING_TRIES):
            generation = self.generation()
            with suppress(FileNotFoundError):
                return generation, (self.path / table_of(generation)).stat().st_mtime_ns
        return generation, 0

    def size(self) -> int:
        """Return the bytes of all files but the lock, whose length depends on who took it last."""
        size = 0
        for entry in os.scandir(self.path):
            if entry.name == LOCK:
                continue
            with suppress(FileNotFoundError):  # a commit removes what it replaced
                size += entry.stat().st_size if entry.is_file() else 0
        return size

    def check(self) -> int:
        """Read every byte of the newest generation; return how many segments it has.

        Raises IndexDamaged where one is not what was written.
        """
        from search.embedded.segment.sections import damaged
        from search.embedded.store.contents import unreadable

        contents = self.contents()
        if contents.language != self.about()[1]:
            raise damaged(self.path, f"{ABOUT} names another language than its table of contents")
        for entry in contents.segments:
            try:
                segment = entry.open(self.storage)
            except OSError as error:
                raise unreadable(self.path, error) from error
            segment.sections.check()
        return len(contents.segments)
