"""Which of the files beside an archive that hold its list of files is to be believed?

There is the manifest, its copy, and what a run announced before a commit. Of the first two that one
counts which belongs to the archive, by the note that the run left with both; else the manifest.
"""

from typing import TYPE_CHECKING

from indexer.sync.manifest_file import UNREADABLE, Announced, Head, announced, read
from search import regular
from search.beside import Beside
from search.frozen import frozen
from search.regular import LOOKED_AT_BYTES

if TYPE_CHECKING:
    from indexer.sync.known_files import Files

NAME = "manifest"
LIST_COPY = "manifest.copy"
ANNOUNCED = "manifest.coming"
#: The names of all files that hold a manifest.
MANIFEST_NAMES = (NAME, LIST_COPY, ANNOUNCED)


@frozen()
class LeftNotes:
    """The notes of the runs to which a list of files belongs: the newest archive has one of them.

    `saved` is that of the run that saved the list, `announced` are those of runs that may have
    committed since; None: one was announced, and not read.
    """

    saved: str
    announced: tuple[str, ...] | None = ()

    def have(self, note: str) -> bool:
        """Tell whether the list belongs to an archive with which this note was left."""
        return self.announced is None or note in (self.saved, *self.announced)

    def beside(self, note: str) -> set[str]:
        """Return those that files beside the archive may have, by its own; none if unknown."""
        if self.announced is None or not self.have(note):
            return set()
        return {note, self.saved, *self.announced}


@frozen(kw_only=True)
class HeldList:
    """What the files hold that counts, and what is wrong with them, a clause for each.

    `head` is None where no file holds a manifest, `files` are None where the columns were not
    read. `is_copied` tells whether the copy is the same. `is_under_way` tells that a run has
    announced a commit, and has not saved the manifest since: it goes on, or it was killed.
    """

    head: Head | None
    files: "Files | None"
    coming: Announced | None
    is_under_way: bool
    is_copied: bool
    faults: list[str]

    @property
    def has_run(self) -> bool:
        """Whether a run has left a manifest, be it damaged."""
        return self.head is not None or bool(self.faults)

    @property
    def left(self) -> LeftNotes:
        """The notes of the runs that it belongs to."""
        return _left(self.head, self.coming, self.is_under_way)


def held_list(kept: Beside, note: str | None, every_byte: bool) -> HeldList:
    """Return what the files hold of the archive that has a note; None: of any.

    Unless every byte is to be read, the columns of a long file are not.
    """
    coming, is_under_way, faults = _coming(kept, note, every_byte)
    heads: dict[str, Head] = {}
    gone: list[str] = []
    chosen, files = "", None

    def belongs(head: Head) -> bool:
        return note is None or _left(head, coming, is_under_way).have(note)

    for name in (NAME, LIST_COPY):
        try:
            head, columns = read(kept, name, every_byte)
            if not chosen or (not belongs(heads[chosen]) and belongs(head)):
                files = _files(columns, len(head.roots)) if every_byte and columns else None
                chosen = name
            heads[name] = head
        except FileNotFoundError:
            gone.append(name)
        except UNREADABLE as error:
            faults.append(f"{name} is damaged ({regular.cause_of(error)})")
    manifest, copy = heads.get(NAME), heads.get(LIST_COPY)
    if NAME in gone and LIST_COPY not in gone:
        faults.append(f"{NAME} is gone")
    if manifest and chosen == LIST_COPY:
        faults.append(f"{NAME} is of another run, and {LIST_COPY} takes its place")
    elif manifest:
        # A run that was killed may have written no copy yet, and the first one neither.
        may_differ = is_under_way or not manifest.has_ended
        if copy and not is_under_way and archive_in(copy.note) != archive_in(manifest.note):
            faults.append(f"{LIST_COPY} is of another archive")
        elif copy and copy.check != manifest.check and not may_differ:
            faults.append(f"{LIST_COPY} is of another run")
        elif LIST_COPY in gone and not may_differ:
            faults.append(f"{LIST_COPY} is gone")
    return HeldList(
        head=heads.get(chosen),
        files=files,
        coming=coming,
        is_under_way=is_under_way,
        is_copied=bool(manifest and copy and manifest.check == copy.check),
        faults=faults,
    )


def _files(columns: list[bytes], roots: int) -> "Files":
    """Return the files of columns. Raises ValueError for any others."""
    from indexer.sync.known_files import Files

    files = Files.unpacked(columns)
    files.check(roots)
    return files


def _coming(
    kept: Beside, note: str | None, every_byte: bool
) -> tuple[Announced | None, bool, list[str]]:
    """Return what a run announced, whether one did, and what is wrong with the file.

    A long announcement is not read where only a look is wanted.
    """
    try:
        if not every_byte and kept.size(ANNOUNCED) > LOOKED_AT_BYTES:
            return None, True, []
        coming = announced(kept, ANNOUNCED)
    except FileNotFoundError:
        return None, False, []
    except UNREADABLE as error:
        return None, False, [f"{ANNOUNCED} is damaged ({regular.cause_of(error)})"]
    own, after = archive_in(note or ""), archive_in(coming.after)
    if own and after and own != after:  # a run that builds anew follows no other
        return None, False, [f"{ANNOUNCED} is of another archive"]
    return coming, True, []


def _left(head: Head | None, coming: Announced | None, is_under_way: bool) -> LeftNotes:
    announced: tuple[str, ...] | None = ()
    if is_under_way:
        announced = (coming.note, *coming.earlier) if coming else None
    return LeftNotes(head.note if head else "", announced)


def archive_in(note: str) -> str:
    """Return what a note says of its archive, the same in all notes; "" if no run made the note."""
    archive, point, _ = note.partition(".")
    return archive if point else ""
