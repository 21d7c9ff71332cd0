"""What did the files hold when they were last read? A list of them lies beside the index.

The file is one line with a checksum of the rest, one line of JSON, and the columns of `Files`.
Every run reads it whole, and a run that changes anything writes it whole. Without it nobody would
know which items came from files that are gone, so the end of a run writes a copy, too.

The manifest is written after the commit that it describes. Items that a commit is about to add are
announced before, in a file of their own: if a run dies between commit and manifest, the next run
reads the announced files again.

Each commit of a run leaves a note with the archive, which the manifest has, too, and the
announcement before it. So if somebody restores one of them from a copy, the next run sees that they
do not belong together, and believes nothing.
"""

import json
import secrets
import zlib
from collections.abc import Container
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from indexer.sync.known_files import File, Files
from search import durable

NAME = "manifest"
_COPY = "manifest.copy"
_ANNOUNCED = "manifest.coming"
#: Version of the code that makes items of files. Change it when items of the same files change:
#: the next run then reads all files again.
READER = "1"
#: Prefix of the root of a history; no root of a folder begins so, being an absolute path.
HISTORY = "git:"
_MAGIC = "backfile-manifest 4"
_NOTE_BYTES = 8


@dataclass(slots=True)
class Manifest:
    """The files of an archive by the ids of their items, as of one generation.

    `note` is the one that the last run left with the archive, `coming` the one that a killed run
    was about to leave. `made_by` names the reader that made the items; another one may make others
    of the same files.
    `roots` are real paths of folders and files, and histories. `commits` maps the root of a
    history to the line that was read, its oldest and its newest commit: `4b82…..9f31…`.
    """

    generation: int = -1
    note: str = ""
    made_by: str = ""
    roots: list[str] = field(default_factory=list)
    files: Files = field(default_factory=Files)
    commits: dict[str, str] = field(default_factory=dict)
    coming: str | None = None
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

    def is_of(self, note: str) -> bool:
        """Tell whether this belongs to an archive with which this note was left."""
        return note in (self.note, self.coming)

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
    def load(cls, folder: Path) -> "Manifest":
        """Return the newest manifest that is undamaged, an empty one if there is none.

        The files of items that were announced and not saved since are to be read again.
        """
        manifest = cls()
        for name in (NAME, _COPY):
            with suppress(OSError, ValueError, KeyError, TypeError):
                manifest = cls._read(folder / name)
                break
        with suppress(OSError, ValueError, KeyError, TypeError):
            announced = json.loads(_checked(folder / _ANNOUNCED))
            if announced["after"] == manifest.note:
                manifest.coming = announced["note"]
            for item_id, root in announced["items"].items():
                manifest.add(item_id, File(manifest.root(root), -1, -1, "", True))
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
        """Remove what a killed run left half written."""
        for name in (NAME, _COPY, _ANNOUNCED):
            (folder / f"{name}{durable.UNFINISHED_ENDING}").unlink(missing_ok=True)

    def announce(self, folder: Path) -> str:
        """Write down what the next commit may add, before it is made; return the note to leave."""
        note = secrets.token_hex(_NOTE_BYTES)
        items = {item_id: self.roots[root] for item_id, root in self._unsaved.items()}
        announced = {"note": note, "after": self.note, "items": items}
        durable.put(folder / _ANNOUNCED, _with_checksum(_json(announced)))
        return note

    def save(self, folder: Path, *, is_whole: bool = True) -> None:
        """Replace the manifest on the disk and, when a run has ended, its copy."""
        columns = self.files.packed()
        head = {
            "generation": self.generation,
            "note": self.note,
            "made_by": self.made_by,
            "roots": self.roots,
            "commits": self.commits,
            "columns": list(map(len, columns)),
        }
        content = _with_checksum(b"".join([_json(head), b"\n", *columns]))
        durable.put(folder / NAME, content)
        if is_whole:
            durable.put(folder / _COPY, content)
        (folder / _ANNOUNCED).unlink(missing_ok=True)
        self._unsaved.clear()


def _json(content: Any) -> bytes:
    return json.dumps(content, separators=(",", ":")).encode()


def _checked(path: Path) -> bytes:
    """Return the content behind the checksum of a file. Raises ValueError if they do not match."""
    header, _, body = path.read_bytes().partition(b"\n")
    if header.decode() != f"{_MAGIC} {zlib.crc32(body):08x}":
        raise ValueError(path)
    return body


def _with_checksum(body: bytes) -> tuple[bytes, bytes]:
    return f"{_MAGIC} {zlib.crc32(body):08x}\n".encode(), body
