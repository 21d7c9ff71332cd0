"""Which files differ between two states of a folder in a repository?"""

from __future__ import annotations

import re
import stat
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pygit2

#: The id of a file or folder that does not exist.
NOTHING = bytes(20)
#: Bytes of a tree object above which a folder is compared by pygit2: about 1,500 entries.
LARGE_FOLDER_BYTES = 64 * 1024
#: Entries of each cache of folders: the next commit often changes the same folders again.
_CACHED_FOLDERS = 8
_ENTRY = re.compile(rb"[^\0]+\0.{20}", re.DOTALL)


class Difference(NamedTuple):
    """Mode and id of a path before and after; 0 and NOTHING if there was, or is, no file."""

    path: bytes
    old_mode: int
    old_id: bytes
    mode: int
    id: bytes


class Trees:
    """Compares folders of one repository, each named by its id."""

    def __init__(self, repository: pygit2.Repository) -> None:
        self._repository = repository
        self._entries = lru_cache(_CACHED_FOLDERS)(self._read_entries)
        self._tree = lru_cache(_CACHED_FOLDERS)(self._read_tree)

    def differences(
        self, before: bytes, after: bytes, enters: Callable[[bytes], bool]
    ) -> Iterator[Difference]:
        """Yield the paths below a folder that differ and are not folders, in no fixed order.

        Only folders whose ids differ, and for which `enters` returns True, are looked into.
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
        """Yield what differs in a folder itself or, if it is large, also below it."""
        if self._is_large(before) and self._is_large(after):
            # Quicker than sets of entries, but pygit2 also walks through the folders below.
            from pygit2.enums import DiffOption

            flags = DiffOption.INCLUDE_TYPECHANGE | DiffOption.SKIP_BINARY_CHECK
            diff = self._tree(before).diff_to_tree(self._tree(after), flags=flags)
            for delta in diff.deltas:
                was, now = delta.old_file, delta.new_file
                yield Difference(now.raw_path, was.mode, was.id.raw, now.mode, now.id.raw)
            return
        old_entries, entries = self._entries(before), self._entries(after)
        old = dict(map(_entry, old_entries - entries))
        new = dict(map(_entry, entries - old_entries))
        for name in old.keys() | new.keys():
            yield Difference(name, *old.get(name, (0, NOTHING)), *new.get(name, (0, NOTHING)))

    def _is_large(self, folder: bytes) -> bool:
        if folder == NOTHING:
            return False
        size: int = self._repository.odb.read_header(folder.hex())[1]
        return size > LARGE_FOLDER_BYTES

    def _read_tree(self, folder: bytes) -> pygit2.Tree:
        import pygit2

        return self._repository[folder.hex()].peel(pygit2.Tree)

    def _read_entries(self, folder: bytes) -> frozenset[bytes]:
        """Return the entries of a tree object as git stores them: mode, name, NUL, id."""
        if folder == NOTHING:
            return frozenset()
        return frozenset(_ENTRY.findall(self._repository.odb.read(folder.hex())[1]))


def _entry(raw: bytes) -> tuple[bytes, tuple[int, bytes]]:
    """Split an entry of a tree object into name, and mode and id."""
    mode, _, name = raw[:-21].partition(b" ")
    return name, (int(mode, 8), raw[-20:])
