"""What did the files hold when they were last read? A list of them beside the index.

It is one line that checks the rest, one of JSON, and the columns of `files`: every run reads it
whole, and writes it, however little has changed. A new one is written beside, synced, and renamed
into place, and of that of a whole run there is a copy: without it nobody would know which items
were of files that are gone. It is written after the commit that it tells of, never before: it may
know less than the archive holds, never more. What a commit is about to add is announced before it,
in a file of its own: so where a run dies between the two, the next one knows which files it must
look at.
"""

import json
import os
import zlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from indexer.sync.known_files import File, Files

NAME = "manifest"
_COPY = "manifest.copy"
_COMING = "manifest.coming"
#: Changes when files are read otherwise than before: what is known of them then counts no more.
READER = "1"
#: How the root of a history begins; no path of a file does.
HISTORY = "git:"
_MAGIC = "backfile-manifest 3"


@dataclass(slots=True)
class Manifest:
    """The files of an archive by the ids of their items, as of one generation.

    `made_by` tells what read them: what another one reads may differ. `commits` has for each root
    that is a history the newest commit that was read of it.
    """

    generation: int = -1
    made_by: str = ""
    roots: list[str] = field(default_factory=list)
    files: Files = field(default_factory=Files)
    commits: dict[str, str] = field(default_factory=dict)
    #: What no save has told of yet, with the roots: also what a run before announced and died.
    _fresh: dict[str, int] = field(default_factory=dict)

    def root(self, path: str) -> int:
        """Return the number of a root; a new one where it has none."""
        if path not in self.roots:
            self.roots.append(path)
        return self.roots.index(path)

    def note(self, item_id: str, file: File) -> None:
        """Take note of a file as it was read."""
        self.files[item_id] = file
        self._fresh[item_id] = file.root

    @classmethod
    def load(cls, folder: Path) -> "Manifest":
        """Return the newest manifest that is whole, an empty one where there is none.

        What was announced and not saved since is to be read again.
        """
        manifest = cls()
        for name in (NAME, _COPY):
            with suppress(OSError, ValueError, KeyError, TypeError):
                manifest = cls._read(folder / name)
                break
        with suppress(OSError, ValueError, KeyError, TypeError):
            for item_id, root in json.loads(_checked(folder / _COMING)).items():
                manifest.note(item_id, File(manifest.root(root), -1, -1, "", True))
        return manifest

    @classmethod
    def _read(cls, path: Path) -> "Manifest":
        head, _, body = _checked(path).partition(b"\n")
        content: dict[str, Any] = json.loads(head)
        columns, start = [], 0
        for length in content.pop("columns"):
            columns.append(body[start : start + length])
            start += length
        return cls(files=Files.unpacked(columns), **content)

    @staticmethod
    def clear(folder: Path) -> None:
        """Remove what a run left half written that was killed."""
        for name in (NAME, _COPY, _COMING):
            (folder / f"{name}.new").unlink(missing_ok=True)

    def announce(self, folder: Path) -> None:
        """Say what was noted since the last save, before it is committed."""
        if not self._fresh:
            return
        coming = {name: self.roots[root] for name, root in self._fresh.items()}
        _put(_with_check(_dumped(coming)), folder / _COMING)

    def save(self, folder: Path, *, is_whole: bool = True) -> None:
        """Put it in the place of the one there is, and of its copy when a run has ended."""
        columns = self.files.packed()
        head = {
            "generation": self.generation,
            "made_by": self.made_by,
            "roots": self.roots,
            "commits": self.commits,
            "columns": list(map(len, columns)),
        }
        content = _with_check(b"".join([_dumped(head), b"\n", *columns]))
        _put(content, folder / NAME)
        if is_whole:
            _put(content, folder / _COPY)
        (folder / _COMING).unlink(missing_ok=True)
        self._fresh.clear()


def _dumped(content: Any) -> bytes:
    return json.dumps(content, separators=(",", ":")).encode()


def _checked(path: Path) -> bytes:
    """Return what a file holds; raises ValueError where it is not what was written."""
    header, _, body = path.read_bytes().partition(b"\n")
    if header.decode() != f"{_MAGIC} {zlib.crc32(body):08x}":
        raise ValueError(path)
    return body


def _with_check(body: bytes) -> tuple[bytes, bytes]:
    """Return what a file shall hold, with what checks it before."""
    return f"{_MAGIC} {zlib.crc32(body):08x}\n".encode(), body


def _put(content: Iterable[bytes], path: Path) -> None:
    """Write a file, and put it in the place of the one there is once it is on disk."""
    coming = path.with_name(f"{path.name}.new")
    with coming.open("wb") as file:
        file.writelines(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(coming, path)
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
