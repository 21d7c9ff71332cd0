"""What differs between two states of a folder in a repository?"""

from __future__ import annotations

import re
import stat
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pygit2

#: In place of an id: there is nothing.
NOTHING = bytes(20)
#: The size of a folder of some 1,500 entries.
LARGE_FOLDER_BYTES = 64 * 1024
#: Folders that one commit changed are likely to be changed by the next ones.
_FOLDERS_KEPT = 8
_ENTRY = re.compile(rb"[^\0]+\0.{20}", re.DOTALL)


class Difference(NamedTuple):
    """Mode and id of what was at a path and of what is; 0 and NOTHING where there is no file."""

    path: bytes
    old_mode: int
    old_id: bytes
    mode: int
    id: bytes


class Trees:
    """Compares folders of one repository, each named by its id."""

    def __init__(self, repository: pygit2.Repository) -> None:
        self._repository = repository
        self._entries = lru_cache(_FOLDERS_KEPT)(self._read_entries)
        self._tree = lru_cache(_FOLDERS_KEPT)(self._read_tree)

    def differences(
        self, before: bytes, after: bytes, enters: Callable[[bytes], bool]
    ) -> Iterator[Difference]:
        """Yield what differs below a folder, for each path that is no folder, in any order.

        Only folders whose ids differ are looked into, and only those that `enters` is true for.
        """
        waiting = [(b"", before, after)]
        while waiting:
            above, before, after = waiting.pop()
            for found in self._within(before, after):
                path = above + found.path
                was_folder, is_folder = stat.S_ISDIR(found.old_mode), stat.S_ISDIR(found.mode)
                old = (0, NOTHING) if was_folder else (found.old_mode, found.old_id)
                new = (0, NOTHING) if is_folder else (found.mode, found.id)
                if old != new:
                    yield Difference(path, *old, *new)
                if (was_folder or is_folder) and enters(path):
                    old_folder = found.old_id if was_folder else NOTHING
                    folder = found.id if is_folder else NOTHING
                    waiting.append((path + b"/", old_folder, folder))

    def _within(self, before: bytes, after: bytes) -> Iterator[Difference]:
        """Yield what differs in a folder itself or, where it is large, also below it."""
        if self._is_large(before) and self._is_large(after):
            # Sooner than sets of entries, but it walks through equal folders below as well.
            diff = self._tree(before).diff_to_tree(self._tree(after), flags=_flags())
            for delta in diff.deltas:
                old, new = delta.old_file, delta.new_file
                yield Difference(new.raw_path, old.mode, old.id.raw, new.mode, new.id.raw)
            return
        old_entries, entries = self._entries(before), self._entries(after)
        gone = dict(map(_entry, old_entries - entries))
        come = dict(map(_entry, entries - old_entries))
        for name in gone.keys() | come.keys():
            yield Difference(name, *gone.get(name, (0, NOTHING)), *come.get(name, (0, NOTHING)))

    def _is_large(self, folder: bytes) -> bool:
        if folder == NOTHING:
            return False
        size: int = self._repository.odb.read_header(folder.hex())[1]
        return size > LARGE_FOLDER_BYTES

    def _read_tree(self, folder: bytes) -> pygit2.Tree:
        import pygit2

        return self._repository[folder.hex()].peel(pygit2.Tree)

    def _read_entries(self, folder: bytes) -> frozenset[bytes]:
        """Return a folder's entries as they stand there: mode, name, NUL, id."""
        if folder == NOTHING:
            return frozenset()
        return frozenset(_ENTRY.findall(self._repository.odb.read(folder.hex())[1]))


def _entry(raw: bytes) -> tuple[bytes, tuple[int, bytes]]:
    """Read an entry of a folder: name, and mode and id of what has it."""
    mode, _, name = raw[:-21].partition(b" ")
    return name, (int(mode, 8), raw[-20:])


def _flags() -> pygit2.enums.DiffOption:
    from pygit2.enums import DiffOption

    return DiffOption.INCLUDE_TYPECHANGE | DiffOption.SKIP_BINARY_CHECK
