"""What did the files hold when they were last read? A list of them lies beside the index.

The file is one line with a checksum of the rest, one line of JSON, and the columns of `Files`.
Every run reads it whole, and a run that changes anything writes it whole. Without it nobody would
know which items came from files that are gone, so the end of a run writes a copy, too.

The manifest is written after the commit that it describes. Items that a commit is about to add are
announced before, in a file of their own: if a run dies between commit and manifest, the next run
reads the announced files again.

Each commit of a run leaves a note with the archive, which the manifest has, too, and the
announcement before it: a name for the archive and one for the commit. So if somebody restores one
of them from a copy, the next run sees that they do not belong together, and believes nothing.
"""

import json
import secrets
import zlib
from collections.abc import Container, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from indexer.sync.known_files import File, Files
from search import regular
from search.beside import Beside
from search.settings import MAX_GENERATION

NAME = "manifest"
_COPY = "manifest.copy"
_ANNOUNCED = "manifest.coming"
#: The names of all files that hold a manifest.
MANIFEST_NAMES = (NAME, _COPY, _ANNOUNCED)
#: Version of the code that makes items of files. Change it when items of the same files change:
#: the next run then reads all files again.
READER = "1"
#: Prefix of the root of a history; no root of a folder begins so, being an absolute path.
HISTORY = "git:"
_MAGIC = "backfile-manifest 4"
_NOTE_BYTES = 8
#: The members of the line of JSON that are kept as they are.
_HEAD = ("generation", "note", "made_by", "roots", "commits")
#: Bytes of the first line, of the line of JSON and of the rest, far more than are ever written.
_MAX_FIRST_BYTES = 1 << 6
_MAX_HEAD_BYTES = 1 << 26
_MAX_BYTES = 1 << 34
#: Bytes that are read at a time.
_PIECE_BYTES = 1 << 20
#: What reading a file raises that is damaged, or forged.
_UNREADABLE = (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError)


_OTHER = "it is not what was written"


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
    #: What is wrong with the files that hold the manifest, a clause for each; `save` mends them.
    faults: list[str] = field(default_factory=list)
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

    def is_to_be_mended(self, kept: Beside) -> bool:
        """Tell whether a file that holds the manifest is damaged, or its copy is not there."""
        has_copy = self.generation < 0 or kept.has(_COPY)
        return bool(self.faults) or not has_copy

    def is_of_another_archive(self, note: str) -> bool:
        """Tell whether this belongs to an archive other than that with which a note was left."""
        own, other = _archive_in(self.note), _archive_in(note)
        return bool(own and other and own != other)

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
    def load(cls, kept: Beside) -> "Manifest":
        """Return the newest manifest that is undamaged, an empty one if there is none.

        The files of items that were announced and not saved since are to be read again.
        """
        manifest, faults = cls(), []
        for name in (NAME, _COPY):
            try:
                if manifest.files or manifest.note:
                    _parts(kept, name)  # also while the copy is not needed
                else:
                    manifest = cls._read(kept, name)
            except FileNotFoundError:
                # A run that was killed may have written no copy yet, and the first one neither.
                if name == NAME and kept.has(_COPY):
                    faults.append(f"{name} is gone")
            except _UNREADABLE as error:
                faults.append(f"{name} is damaged ({regular.cause_of(error)})")
        manifest.faults = faults
        with suppress(*_UNREADABLE):
            after, note, items = _announced(kept)
            if after == manifest.note:
                manifest.coming = note
            for item_id, root in items.items():
                manifest.add(item_id, File(manifest.root(root), -1, -1, "", True))
        return manifest

    @classmethod
    def _read(cls, kept: Beside, name: str) -> "Manifest":
        content, columns = _parts(kept, name)
        files = Files.unpacked(columns)
        files.check(len(content["roots"]))
        return cls(files=files, **{name: content[name] for name in _HEAD})

    @staticmethod
    def clear(kept: Beside) -> None:
        """Remove what a killed run left half written."""
        kept.clear(MANIFEST_NAMES)

    def announce(self, kept: Beside) -> str:
        """Write down what the next commit may add, before it is made; return the note to leave."""
        archive = _archive_in(self.note) or secrets.token_hex(_NOTE_BYTES)
        note = f"{archive}.{secrets.token_hex(_NOTE_BYTES)}"
        items = {item_id: self.roots[root] for item_id, root in self._unsaved.items()}
        announced = {"note": note, "after": self.note, "items": items}
        kept.put(_ANNOUNCED, _with_checksum(_json(announced)))
        return note

    def save(self, kept: Beside, *, is_whole: bool = True) -> None:
        """Replace the manifest and, when a run has ended, its copy."""
        columns = self.files.packed()
        head = {
            **{name: getattr(self, name) for name in _HEAD},
            "columns": list(map(len, columns)),
        }
        content = _with_checksum(b"".join([_json(head), b"\n", *columns]))
        kept.put(NAME, content)
        if is_whole:
            kept.put(_COPY, content)
        kept.remove(_ANNOUNCED)
        self._unsaved.clear()
        self.faults = []


def _archive_in(note: str) -> str:
    """Return what a note says of its archive, the same in all notes; "" if no run made the note."""
    archive, point, _ = note.partition(".")
    return archive if point else ""


def _json(content: Any) -> bytes:
    return json.dumps(content, separators=(",", ":")).encode()


def _parts(kept: Beside, name: str) -> tuple[dict[str, Any], list[bytes]]:
    """Return the line of JSON and the columns of a manifest. Raises ValueError for any other file.

    No more is read than the line says that there is.
    """
    with kept.opened(name) as file:
        first, head = file.readline(_MAX_FIRST_BYTES), file.readline(_MAX_HEAD_BYTES)
        lengths = _lengths(head)
        columns = [b"".join(_pieces(file, length)) for length in lengths]
        rest = file.read(1)
    check = zlib.crc32(head)
    for column in columns:
        check = zlib.crc32(column, check)
    if first != _first_line(check) or rest or list(map(len, columns)) != lengths:
        raise ValueError(_OTHER)
    content: dict[str, Any] = json.loads(head)
    match content:
        case {
            "generation": int(generation),
            "note": str(),
            "made_by": str(),
            "roots": list(roots),
            "commits": dict(commits),
        } if generation is not True and -1 <= generation <= MAX_GENERATION:
            texts = *roots, *commits.values()
            if all(isinstance(text, str) and "\0" not in text for text in texts):
                return content, columns
    raise ValueError("it has values that no list of files has")


def _lengths(head: bytes) -> list[int]:
    """Return how long the columns are that a line of JSON tells of."""
    match json.loads(head):
        case {"columns": list(lengths)} if all(type(length) is int for length in lengths):
            if all(length >= 0 for length in lengths) and sum(lengths) <= _MAX_BYTES:
                return lengths
    raise ValueError(_OTHER)


def _announced(kept: Beside) -> tuple[str, str, dict[str, str]]:
    """Return the note before, the note to come, and the items, with their roots, of a dead run."""
    body = bytearray()
    with kept.opened(_ANNOUNCED) as file:
        first = file.readline(_MAX_FIRST_BYTES)
        for piece in _pieces(file, _MAX_BYTES):
            if b"\0" in piece:  # as in a file with a hole, which may be of any size
                raise ValueError(_OTHER)
            body += piece
    if first != _first_line(zlib.crc32(body)):
        raise ValueError(_OTHER)
    match json.loads(body):
        case {"after": str(after), "note": str(note), "items": dict(items)}:
            if all(isinstance(root, str) and "\0" not in root for root in items.values()):
                return after, note, items
    raise ValueError(_OTHER)


def _pieces(file: BinaryIO, length: int) -> Iterator[bytes]:
    """Yield so many bytes of a file, or all that there are: no room is made for what is not."""
    while length and (piece := file.read(min(length, _PIECE_BYTES))):
        yield piece
        length -= len(piece)


def _first_line(check: int) -> bytes:
    return f"{_MAGIC} {check:08x}\n".encode()


def _with_checksum(body: bytes) -> tuple[bytes, bytes]:
    return _first_line(zlib.crc32(body)), body
