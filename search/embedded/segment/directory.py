"""Which sections does a segment's file have? Its directory says so, read without numpy.

    "BACKFILE" | array, 64-byte aligned | array | … | directory | footer

The directory is JSON: the file's name; for each array its offset, length in bytes, dtype, and the
CRC-32s of its chunks; beside the arrays, small facts about the segment (`meta`). The footer has the
directory's offset, length and checksum. All numbers are little-endian.
"""

import json
import os
import re
import struct
import zlib
from pathlib import Path
from typing import Any, BinaryIO, Self

from search.embedded.damage import damaged
from search.frozen import frozen

MAGIC = b"BACKFILE"
#: Bytes of a section that have a checksum of their own.
CHUNK_BYTES = 1 << 18
#: Each array begins at a multiple of these.
ALIGNMENT_BYTES = 64
#: Version of the format, raised with every change of what the sections of a segment mean.
FORMAT_VERSION = 1
#: Offset, length and CRC-32 of the directory, format version, magic.
_FOOTER = struct.Struct("<QQII8s")
#: Bytes of a directory at most, and that of the arrays' bytes: each chunk has a checksum.
_MAX_BYTES = 1 << 24
_SHARE = 1 << 10
#: Arrays of numbers only: numpy has dtypes that hold Python objects.
_DTYPE = re.compile(r"[<|][biu]1|<[fiu][248]")


@frozen()
class Directory:
    """The facts of a segment, and its sections: name -> offset, bytes, dtype, CRC-32s of chunks.

    `name` is that of the file: a table of contents knows a segment by its name alone. `end` is the
    offset at which the sections end.
    """

    name: str
    meta: dict[str, Any]
    sections: dict[str, tuple[int, int, str, list[int]]]
    end: int = 0

    def packed(self, offset: int) -> bytes:
        """Return the directory and the footer of a file whose directory begins at an offset."""
        content = {"name": self.name, "meta": self.meta, "sections": self.sections}
        directory = json.dumps(content).encode()
        where = struct.pack("<QQ", offset, len(directory))
        check = zlib.crc32(directory + where)
        return directory + _FOOTER.pack(offset, len(directory), check, FORMAT_VERSION, MAGIC)

    @classmethod
    def read(cls, file: BinaryIO, path: Path) -> Self:
        """Read the directory of an open segment. Raises IndexDamaged."""
        size = os.fstat(file.fileno()).st_size
        if size < len(MAGIC) + _FOOTER.size:
            raise damaged(path, "the file is cut")
        begin = file.read(len(MAGIC))
        file.seek(-_FOOTER.size, os.SEEK_END)
        footer = file.read(_FOOTER.size)
        offset, length, check, version, magic = _FOOTER.unpack(footer)
        directory = b""
        if offset + length + _FOOTER.size == size and length <= _MAX_BYTES + offset // _SHARE:
            file.seek(offset)
            directory = file.read(length)
        found_check = zlib.crc32(directory + footer[:16])
        if (begin, magic, version, found_check) != (MAGIC, MAGIC, FORMAT_VERSION, check):
            raise damaged(path, "its directory is not what was written")
        try:
            content = json.loads(directory)
            found = cls(content["name"], content["meta"], content["sections"], offset)
            is_sound = isinstance(found.meta, dict) and all(
                type(start) is type(size) is int
                and 0 <= start <= start + size <= offset
                and _DTYPE.fullmatch(dtype)
                and isinstance(checks, list)
                for start, size, dtype, checks in found.sections.values()
            )
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            is_sound = False
        if not is_sound:
            raise damaged(path, "its directory is not a segment's")
        if found.name != path.name:
            raise damaged(path, f"it is another segment, {str(found.name)[:80]!a}")
        return found
