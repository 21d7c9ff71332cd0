"""How does an archive lie in a folder? A table of contents, segments, and what it was made with.

The last step of a commit renames the new table of contents into place. Everything was written and
synced before: the segments first, then a copy of the table. So an archive that is killed at any
instant, or loses power, is at its last commit. Should the table be damaged later, its copy is read,
and the next change mends it.

What can be told without Whoosh and numpy is told without them: a run that has nothing to do imports
neither.
"""

import json
import os
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from search.durable import make_way, put_over
from search.embedded.damage import unreadable
from search.embedded.store.layout import (
    ABOUT,
    COPY,
    LOCK,
    MAX_TABLE_BYTES,
    SCHEMA_VERSION,
    SEGMENT,
    STORIES,
    UNFINISHED,
    StoriesKept,
    Trailer,
    generations,
    stories_of,
    table_of,
)
from search.embedded.store.state import (
    Found,
    Kept,
    check_apart,
    check_free,
    judged,
    kept_in,
    leads_nowhere,
)
from search.embedded.store.story_file import StoryFile
from search.embedded.store.table import Table, parsed
from search.errors import ArchiveError, IndexDamaged, IndexExists, IndexMissing
from search.language.known_languages import check_language
from search.language.version import OF_OTHER_WORDS, WORDS
from search.regular import cause_of, opened, read

if TYPE_CHECKING:
    from search.embedded.segment.segment import Segment
    from search.embedded.store.contents import Contents
    from search.embedded.store.story_column import StoryColumn

#: How often to look again, where another process's commit removed a file before it was opened.
OPENING_TRIES = 10


class Folder:
    """An archive's folder: the index, and beside it what it was made with."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._found: tuple[tuple[int, int], Found] | None = None

    @cached_property
    def storage(self) -> Any:
        """The folder as Whoosh sees it."""
        from whoosh.filedb.filestore import FileStorage

        return FileStorage(str(self.path))

    @classmethod
    def create(cls, path: Path, language: str, archive_id: UUID) -> "Folder":
        """Make an empty archive. Raises IndexExists where the path is taken, LanguageUnknown."""
        from search.embedded.store.contents import write

        folder = cls.prepared(path, language)
        folder.describe(Kept(language=language, id=archive_id))
        stories = StoriesKept.UNTOLD
        told = Trailer(
            schema=SCHEMA_VERSION, words=WORDS, arrivals_from=0, id=archive_id, stories=stories
        )
        write(path, language, [], 0, told)
        return folder

    @classmethod
    def prepared(cls, path: Path, language: str) -> "Folder":
        """Make a folder that an archive may be made in. Raises as `create` does."""
        check_language(language)  # before anything is made
        try:
            check_apart(path)
            path.mkdir(parents=True, exist_ok=True)
            check_free(path)
        except OSError as error:
            if nowhere := leads_nowhere(path):
                raise IndexMissing(nowhere) from None
            raise IndexExists(
                f"{path}: no folder can be made there ({error.strerror}); name another place"
            ) from None
        return cls(path)

    @property
    def kept(self) -> Kept:
        """What the archive keeps through all generations, as far as a file tells it."""
        try:
            return self.found().kept
        except ArchiveError:
            with suppress(ArchiveError):
                return kept_in(self.path)
        return Kept()

    @property
    def archive_id(self) -> UUID:
        """The id that the archive keeps for ever; of no bits where no file tells it."""
        return self.kept.id or UUID(int=0)

    @property
    def keeps_stories(self) -> bool:
        """Whether the archive is to know the stories of its items."""
        return self.kept.keeps_stories

    def describe(self, kept: Kept) -> None:
        """Have `backfile.json` say what an archive keeps."""
        data = _about(kept)
        if not self._holds(ABOUT, data):
            put_over(self.path / ABOUT, [data])
            self._found = None

    @classmethod
    def open(cls, path: Path) -> "Folder":
        """Find an archive. Raises IndexMissing, IndexDamaged or IndexOutdated."""
        folder = cls(path)
        folder.found()
        return folder

    def found(self) -> Found:
        """Return the archive as it is now. Raises IndexMissing, IndexDamaged or IndexOutdated.

        It is judged once for each state of the folder.
        """
        for tries in range(OPENING_TRIES):
            state = self.state()
            if self._found and self._found[0] == state:
                return self._found[1]
            is_last = tries == OPENING_TRIES - 1
            # A commit may remove files after they were listed, and before they are read.
            try:
                found = judged(self.path)
            except ArchiveError:
                if is_last or self.state() == state:
                    raise
                continue
            if is_last or self.state() == state:
                self._found = state, found
                return found
        raise AssertionError("unreachable")

    @property
    def language(self) -> str:
        """The language that words are stemmed in."""
        return self.found().table.language

    @property
    def note(self) -> str:
        """The note that was left with the newest generation, or with one before it."""
        return self.found().table.told.note

    def generation(self) -> int:
        """Return the number of the newest generation."""
        return self.found().table.generation

    def contents(self) -> "Contents":
        """Return the newest table of contents. Raises as `found` does."""
        from search.embedded.store.contents import Contents

        found = self.found()
        assert self._found
        return Contents.of(found.table, self._found[0])

    def opened(self) -> tuple["Contents", list["Segment"]]:
        """Return the newest table of contents, and its segments, opened. Raises as `found` does."""
        for tries in range(OPENING_TRIES):
            contents = self.contents()
            try:
                return contents, [entry.open(self.storage) for entry in contents.segments]
            except OSError as error:
                # A commit may remove segments after the table was read, and before they are opened.
                if tries == OPENING_TRIES - 1 or self.state() == contents.state:
                    raise unreadable(Path(error.filename or self.path), error) from error
        raise AssertionError("unreachable")

    def stories(self, contents: "Contents") -> "StoryColumn | None":
        """Return the stories of a generation; None where they are not known, or damaged."""
        from search.embedded.store.story_column import StoryColumn

        sizes = {entry.segid: entry.doc_count_all() for entry in contents.segments}
        with suppress(IndexDamaged, OSError):
            if self.keeps_stories and sizes:
                path = self.path / stories_of(contents.generation)
                return StoryColumn.read(path, sizes, with_tail=False)
            if self.keeps_stories:  # without items there is no file, and no story is unknown
                return StoryColumn()
        return None

    def faults(self, every_byte: bool) -> tuple[str, ...]:
        """Return what is wrong with files that the archive does without, a clause for each.

        The next change writes these files anew. Unless every byte is to be read, a long file of
        stories is judged by its directory.
        """
        found = self.found()
        stories = self._story_file(found, every_byte)
        copy = self._faults_of_copy(found.table)
        return (*found.faults, *copy, *stories.faults, *self._faults_of_lock())

    def pending(self) -> tuple[str, ...]:
        """Return what the next change makes anew though nothing is damaged, a clause for each."""
        return self._story_file(self.found(), every_byte=False).pending

    def outdated(self) -> tuple[str, ...]:
        """Return what only building the archive anew brings up to date, a clause for each."""
        table = self.found().table
        return (OF_OTHER_WORDS,) if table.segments and table.told.words_known != WORDS else ()

    def _story_file(self, found: Found, every_byte: bool) -> StoryFile:
        if found.kept.keeps_stories:
            return StoryFile.judged(self.path, found.table, every_byte)
        return StoryFile()

    def _faults_of_copy(self, table: Table) -> list[str]:
        try:
            data = read(self.path / COPY, MAX_TABLE_BYTES)
            if data == table.data:
                return []
            copy = parsed(data)
        except FileNotFoundError:
            return [f"{COPY} is gone"]
        except (OSError, ValueError) as error:
            return [f"{COPY} is damaged ({cause_of(error)})"]
        # A run that is killed leaves a copy of the next table; Whoosh's own writers leave the last.
        is_expected = copy.generation == table.generation + 1 or table.told.schema is None
        is_of_this = copy.told.id == table.told.id or None in (copy.told.id, table.told.id)
        return [] if is_expected and is_of_this else [f"{COPY} is of another table"]

    def _faults_of_lock(self) -> list[str]:
        try:
            opened(self.path / LOCK).close()
        except FileNotFoundError:
            pass
        except OSError as error:
            return [f"{LOCK} cannot be taken ({cause_of(error)})"]
        return []

    def _holds(self, name: str, data: bytes) -> bool:
        """Tell whether a file holds just these bytes."""
        with suppress(OSError):
            return read(self.path / name, MAX_TABLE_BYTES) == data
        return False

    def mend(self) -> None:
        """Write anew what is damaged of the files that the archive does without.

        The archive must be locked.
        """
        found = self.found()
        table = found.table
        for name in (COPY, table_of(table.generation)):
            if not self._holds(name, table.data):
                put_over(self.path / name, [table.data])
        self.describe(self._kept_with_id())
        for number in generations(os.listdir(self.path)):
            if number > table.generation:  # it would hide this one
                make_way(self.path / table_of(number))
        self._found = None

    def is_tidy(self) -> bool:
        """Tell whether no file is damaged, and none is left that the archive has no use for."""
        found = self.found()
        names = os.listdir(self.path)
        segments = {name for name in names if SEGMENT.fullmatch(name)}
        stories = {name for name in names if STORIES.fullmatch(name)}
        own_stories = {stories_of(found.table.generation)} & stories
        return (
            stories == own_stories
            and self.are_stories_right()
            and not found.faults
            and self._holds(ABOUT, _about(found.kept))
            and self._holds(COPY, found.table.data)
            and not any(map(UNFINISHED.match, names))
            and generations(names) == [found.table.generation]
            and segments == {segment.file for segment in found.table.segments}
        )

    def are_stories_right(self) -> bool:
        """Tell whether the stories of the newest generation are known if they are to be."""
        found = self.found()
        if found.kept.keeps_stories:
            file = self._story_file(found, every_byte=True)
            return not file.faults and not file.pending
        return not (self.path / stories_of(found.table.generation)).exists()

    def _kept_with_id(self) -> Kept:
        """Return what the archive keeps, with a new id where no file tells the one that it had."""
        kept = self.kept
        return kept if kept.id else replace(kept, id=uuid4())

    def newest_number(self) -> int:
        """Return the highest number of a table of contents, damaged or not; -1 if there is none."""
        with suppress(OSError):  # the folder was removed, and may be made again
            return max(generations(os.listdir(self.path)), default=-1)
        return -1

    def state(self) -> tuple[int, int]:
        """Return what tells this state from any other, also of an archive made anew here.

        A number, and a time of change in nanoseconds: those of the newest table of contents, or -1
        and that of its copy.
        """
        number = -1
        for _ in range(OPENING_TRIES):
            number = self.newest_number()
            with suppress(OSError):  # why nothing can be there is told when it is judged
                name = COPY if number < 0 else table_of(number)
                return number, os.lstat(f"{self.path}/{name}").st_mtime_ns
            if number < 0:
                break
        return number, 0

    def size(self) -> int:
        """Return the bytes of all files but the lock, whose length depends on who took it last."""
        size = 0
        for entry in os.scandir(self.path):
            if entry.name == LOCK:
                continue
            with suppress(FileNotFoundError):  # a commit removes what it replaced
                is_file = entry.is_file(follow_symlinks=False)
                size += entry.stat(follow_symlinks=False).st_size if is_file else 0
        return size

    def check(self) -> int:
        """Read every byte of the newest generation; return how many segments it has.

        Raises IndexDamaged where one is not what was written. `faults` tells of the other files.
        """
        self._found = None
        _, segments = self.opened()
        for segment in segments:
            segment.sections.check()
        return len(segments)


def _about(kept: Kept) -> bytes:
    """Return the content of `backfile.json`."""
    about = {"schema": SCHEMA_VERSION, "language": kept.language, "id": str(kept.id)}
    no_stories = {} if kept.keeps_stories else {"stories": False}
    return json.dumps({**about, **no_stories}).encode() + b"\n"
