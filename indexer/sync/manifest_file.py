"""How does a file hold the list of files of an archive, and is it what was written?

The file has one line with two checksums, of all that follows and of the next line alone; a line of
JSON, its head; and the columns of `Files`. A long one is looked at without reading its columns: its
head and its length tell whether it is of this archive and run, and whole.
"""

import json
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, BinaryIO

from search.beside import Beside
from search.frozen import frozen
from search.regular import LOOKED_AT_BYTES
from search.settings import MAX_GENERATION

_MAGIC = "backfile-manifest 4"
#: Older versions wrote no checksum of the head.
_FIRST = re.compile(rf"{_MAGIC} ([0-9a-f]{{8}})(?: ([0-9a-f]{{8}}))?\n".encode())
#: Bytes of the first line, of the line of JSON and of the rest, far more than are ever written.
_MAX_FIRST_BYTES = 1 << 6
_MAX_HEAD_BYTES = 1 << 26
_MAX_BYTES = 1 << 34
#: Bytes that are read at a time.
_PIECE_BYTES = 1 << 20
#: What reading a file raises that is damaged, or forged.
UNREADABLE = (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError)
_OTHER = "it is not what was written"


@frozen(kw_only=True)
class Head:
    """What stands before the columns; `Manifest` says what it means.

    `has_ended` tells whether the run that wrote it had ended: it then wrote the copy, too.
    `columns` are the lengths of the columns, `check` is the checksum of all behind the first line.
    """

    generation: int
    note: str
    made_by: str
    roots: list[str]
    commits: dict[str, str]
    has_ended: bool
    columns: list[int]
    check: int


@frozen()
class Announced:
    """What a run announced before a commit: the note to come, the one before, ids with roots.

    `earlier` are the notes that runs before it announced, and may have left, which were killed
    before they saved the manifest.
    """

    after: str
    note: str
    items: Mapping[str, str]
    earlier: tuple[str, ...] = ()


def read(kept: Beside, name: str, every_byte: bool) -> tuple[Head, list[bytes] | None]:
    """Return the head and the columns of a manifest; None where the columns are not read.

    Unless every byte is to be read, those of a long file are not: its length must be right. Raises
    ValueError for any other file. No more is read than the head says that there is.
    """
    with kept.opened(name) as file:
        first, line = file.readline(_MAX_FIRST_BYTES), file.readline(_MAX_HEAD_BYTES)
        checks = _FIRST.fullmatch(first)
        if not checks or checks[2] not in (None, b"%08x" % zlib.crc32(line)):
            raise ValueError(_OTHER)
        head = _head(line, int(checks[1], 16))
        length = len(first) + len(line) + sum(head.columns)
        if length > LOOKED_AT_BYTES and not every_byte:
            if kept.size(name) != length:
                raise ValueError(_OTHER)
            return head, None
        columns = [b"".join(_pieces(file, size)) for size in head.columns]
        rest = file.read(1)
    check = zlib.crc32(line)
    for column in columns:
        check = zlib.crc32(column, check)
    if check != head.check or rest or list(map(len, columns)) != head.columns:
        raise ValueError(_OTHER)
    return head, columns


def _head(line: bytes, check: int) -> Head:
    """Return what a line of JSON tells. Raises ValueError for any other line."""
    match json.loads(line):
        case {
            "generation": int(generation),
            "note": str(note),
            "made_by": str(made_by),
            "roots": list(roots),
            "commits": dict(commits),
            "columns": list(columns),
            **others,
        } if generation is not True and -1 <= generation <= MAX_GENERATION:
            texts = *roots, *commits.values()
            if (
                all(isinstance(text, str) and "\0" not in text for text in texts)
                and all(type(length) is int and length >= 0 for length in columns)
                and sum(columns) <= _MAX_BYTES
            ):
                return Head(
                    generation=generation,
                    note=note,
                    made_by=made_by,
                    roots=roots,
                    commits=commits,
                    has_ended=others.get("has_ended") is True,
                    columns=columns,
                    check=check,
                )
    raise ValueError("it has values that no list of files has")


def written(members: Mapping[str, Any], columns: Sequence[bytes]) -> list[bytes]:
    """Return the content of a file with these members of the head."""
    line = _json({**members, "columns": list(map(len, columns))}) + b"\n"
    body = b"".join([line, *columns])
    return [f"{_MAGIC} {zlib.crc32(body):08x} {zlib.crc32(line):08x}\n".encode(), body]


def announced(kept: Beside, name: str) -> Announced:
    """Return what a run announced. Raises ValueError for any other file."""
    body = bytearray()
    with kept.opened(name) as file:
        first = file.readline(_MAX_FIRST_BYTES)
        for piece in _pieces(file, _MAX_BYTES):
            if b"\0" in piece:  # as in a file with a hole, which may be of any size
                raise ValueError(_OTHER)
            body += piece
    checks = _FIRST.fullmatch(first)
    if not checks or int(checks[1], 16) != zlib.crc32(body):
        raise ValueError(_OTHER)
    match json.loads(body):
        case {"after": str(after), "note": str(note), "items": dict(items), **others}:
            earlier = others.get("earlier", [])
            if (
                all(isinstance(root, str) and "\0" not in root for root in items.values())
                and isinstance(earlier, list)
                and all(isinstance(one, str) for one in earlier)
            ):
                return Announced(after, note, items, tuple(earlier))
    raise ValueError(_OTHER)


def announcement(told: Announced) -> list[bytes]:
    """Return the content of a file that announces a commit."""
    body = _json(asdict(told))
    return [f"{_MAGIC} {zlib.crc32(body):08x}\n".encode(), body]


def _json(content: Any) -> bytes:
    return json.dumps(content, separators=(",", ":")).encode()


def _pieces(file: BinaryIO, length: int) -> Iterator[bytes]:
    """Yield the next bytes of a file, `length` or all that there are; no room is made for more."""
    while length and (piece := file.read(min(length, _PIECE_BYTES))):
        yield piece
        length -= len(piece)
