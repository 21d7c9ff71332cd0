"""What did the files hold when they were last read? A list of them lies beside the index.

`manifest_file` says how it lies there, `held` which of its files is to be believed. Every run
reads it whole, and a run that changes anything writes it whole. Without it nobody would
know which items came from files that are gone, so the end of a run writes a copy, too.

The manifest is written after the commit that it describes. Items that a commit is about to add are
announced before, in a file of their own: if a run dies between commit and manifest, the next run
reads the announced files again.

Each commit of a run leaves a note with the archive, which the manifest has, too, and the
announcement before it: a name for the archive and one for the commit. So if somebody restores one
of them from a copy, the next run sees that they do not belong together, and believes nothing.
"""

import os
from collections.abc import Container
from dataclasses import dataclass, field

from indexer.find.folders import printable
from indexer.sync.held_list import (
    ANNOUNCED,
    LIST_COPY,
    MANIFEST_NAMES,
    NAME,
    LeftNotes,
    archive_in,
    held_list,
)
from indexer.sync.known_files import File, Files
from indexer.sync.manifest_file import Announced, announcement, written
from search.beside import Beside

#: Version of the code that makes items of files. Change it when items of the same files change:
#: the next run then reads all files again.
READER = "1"
#: Prefix of the root of a history; no root of a folder begins so, being an absolute path.
HISTORY = "git:"
_NOTE_BYTES = 8
#: The members of the head of the file that are kept as they are.
_HEAD = ("generation", "note", "made_by", "roots", "commits")


def shown_root(root: str) -> str:
    """Return a root as a message names it: `git:/repo:news` -> `/repo with --path news`."""
    if not root.startswith(HISTORY):
        return printable(root)
    repo, _, folder = root.removeprefix(HISTORY).rpartition(":")
    return printable(f"{repo} with --path {folder}" if folder else repo)


@dataclass(slots=True)
class Manifest:
    """The files of an archive by the ids of their items, as of one generation.

    `note` is the one that the last run left with the archive, `coming` those that killed runs were
    about to leave. `made_by` names the reader that made the items; another one may make others of
    the same files.
    `roots` are real paths of folders and files, and histories. `commits` maps the root of a
    history to the line that was read, its oldest and its newest commit: `4b82…..9f31…`.
    """

    generation: int = -1
    note: str = ""
    made_by: str = ""
    roots: list[str] = field(default_factory=list)
    files: Files = field(default_factory=Files)
    commits: dict[str, str] = field(default_factory=dict)
    coming: tuple[str, ...] = ()
    #: What is wrong with the files that hold the manifest, a clause for each; `save` mends them.
    faults: list[str] = field(default_factory=list)
    #: Whether the copy is the same, and no run announces a commit.
    is_copied: bool = False
    #: Items noted since the last save (id -> root), those announced by a killed run included.
    _unsaved: dict[str, int] = field(default_factory=dict)

    def root(self, path: str) -> int:
        """Return the index of a root in `roots`, where it is added if it is new."""
        if path not in self.roots:
            self.roots.append(path)
        return self.roots.index(path)

    def add(self, item_id: str, file: File) -> None:
        """Add a file as it was read."""
        self.files[item_id] = file
        self._unsaved[item_id] = file.root

    @property
    def has_been_saved(self) -> bool:
        """Whether a run has saved it, and a ledger before it; or it was, and is damaged."""
        return self.generation >= 0 or bool(self.faults)

    @property
    def is_to_be_mended(self) -> bool:
        """Whether a file that holds the manifest is damaged, or its copy is not the same."""
        return bool(self.faults) or (self.generation >= 0 and not self.is_copied)

    def is_of_another_archive(self, note: str) -> bool:
        """Tell whether this belongs to an archive other than that with which a note was left."""
        own, other = archive_in(self.note), archive_in(note)
        return bool(own and other and own != other)

    @property
    def left(self) -> LeftNotes:
        """The notes of the runs that it belongs to."""
        return LeftNotes(self.note, self.coming)

    def doubt(self, held: Container[str] | None = None) -> None:
        """Have the next run read everything: each history from its beginning, and all files.

        If the ids that the archive holds are given, files are read only if their item is missing.
        """
        self.commits.clear()
        if held is None:
            self.files.doubt()
        else:
            self.files.doubt_items(held)

    @classmethod
    def load(cls, kept: Beside, note: str | None = None) -> "Manifest":
        """Return the manifest of the archive that has a note, else any that is undamaged.

        It is empty if there is none. The files of items that were announced and not saved since are
        to be read again.
        """
        found = held_list(kept, note, every_byte=True)
        is_copied = found.is_copied and not found.is_under_way
        manifest = cls(faults=found.faults, is_copied=is_copied, files=found.files or Files())
        if found.head:
            for name in _HEAD:
                setattr(manifest, name, getattr(found.head, name))
        if found.coming:
            if found.coming.after == manifest.note:
                manifest.coming = (*found.coming.earlier, found.coming.note)
            of_another = archive_in(found.coming.note) != archive_in(manifest.note)
            if manifest.coming or not of_another:
                for item_id, root in found.coming.items.items():
                    manifest.add(item_id, File(manifest.root(root), -1, -1, "", True))
        return manifest

    @staticmethod
    def clear(kept: Beside) -> None:
        """Remove what a killed run left half written."""
        kept.clear(MANIFEST_NAMES)

    def announce(self, kept: Beside) -> str:
        """Write down what the next commit may add, before it is made; return the note to leave."""
        archive = archive_in(self.note) or os.urandom(_NOTE_BYTES).hex()
        note = f"{archive}.{os.urandom(_NOTE_BYTES).hex()}"
        items = {item_id: self.roots[root] for item_id, root in self._unsaved.items()}
        kept.put(ANNOUNCED, announcement(Announced(self.note, note, items, self.coming)))
        return note

    def save(self, kept: Beside, *, is_whole: bool = True) -> None:
        """Replace the manifest and, when a run has ended, its copy."""
        head = {name: getattr(self, name) for name in _HEAD}
        content = written({**head, "has_ended": is_whole}, self.files.packed())
        kept.put(NAME, content)
        if is_whole:
            kept.put(LIST_COPY, content)
        kept.remove(ANNOUNCED)
        self._unsaved.clear()
        self.faults, self.is_copied, self.coming = [], is_whole, ()
