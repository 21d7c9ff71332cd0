"""How are files packed into a zip archive for a reader that takes bytes as they come?

Each file is small and is packed at once, so its size is known before it is written, and nothing is
ever written anew. What a zip archive has at its end, the list of its files, is kept compressed
meanwhile: some 30 bytes a file. Python's zipfile keeps 430.
"""

import struct
import zlib
from collections.abc import Iterable, Iterator
from datetime import date

#: Level at which text takes a third of its room; higher ones take twice the time for a tenth less.
ZIP_LEVEL = 5
#: Bytes of the list of files that are written at a time.
_PIECE = 1 << 16
#: Numbers from these on do not fit into the oldest form of zip, and are written once more.
_MOST_16, _MOST_32 = 0xFFFF, 0xFFFFFFFF
#: The version that a reader must be of, without such numbers and with them.
_VERSION, _VERSION_OF_LARGE = 20, 45
_MADE_ON_UNIX = 3 << 8
_NAME_IS_UTF8 = 1 << 11
_DEFLATED = 8
#: A plain file that everybody may read, and its owner write.
_MODE = 0o100644 << 16
#: The first and the last year that a zip archive can write.
_YEARS = range(1980, 2108)


def zipped(files: Iterable[tuple[str, date | None, bytes]]) -> Iterator[bytes]:
    """Yield a zip archive of files, each given by its name, its day and its content.

    The names must be different and relative.

    >>> from io import BytesIO
    >>> from zipfile import ZipFile
    >>> ZipFile(BytesIO(b"".join(zipped([("a.md", None, b"A comet")])))).read("a.md")
    b'A comet'
    """
    listed = zlib.compressobj(1)
    kept = []  # pieces of the list, compressed
    count = size = position = 0
    for name, day, content in files:
        packer = zlib.compressobj(ZIP_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        packed = packer.compress(content) + packer.flush()
        encoded = name.encode()
        # of both headers
        common = struct.pack(
            "<5H3L2H",
            _VERSION if position < _MOST_32 else _VERSION_OF_LARGE,
            _NAME_IS_UTF8,
            _DEFLATED,
            0,
            _zip_day(day),
            zlib.crc32(content),
            len(packed),
            len(content),
            len(encoded),
            0,
        )
        yield b"PK\3\4" + common + encoded + packed
        entry = _entry(common, encoded, position)
        kept.append(listed.compress(entry))
        count, size = count + 1, size + len(entry)
        position += 4 + len(common) + len(encoded) + len(packed)
    kept.append(listed.flush())
    yield from _unpacked_pieces(kept)
    yield _end(count, size, position)


def _entry(common: bytes, name: bytes, position: int) -> bytes:
    """Return the entry of a file in the list at the end."""
    large = struct.pack("<2HQ", 1, 8, position) if position >= _MOST_32 else b""
    own = struct.pack("<3H2L", 0, 0, 0, _MODE, min(position, _MOST_32))
    begin = struct.pack("<4sH", b"PK\1\2", _MADE_ON_UNIX | _VERSION_OF_LARGE)
    return begin + common[:-2] + struct.pack("<H", len(large)) + own + name + large


def _end(count: int, size: int, position: int) -> bytes:
    """Return what follows a list of `count` files, which has `size` bytes and begins there."""
    large = b""
    if count >= _MOST_16 or max(size, position) >= _MOST_32:
        version = _VERSION_OF_LARGE
        numbers = (44, _MADE_ON_UNIX | version, version, 0, 0, count, count, size, position)
        large = struct.pack("<4sQ2H2L4Q", b"PK\6\6", *numbers)
        large += struct.pack("<4sLQL", b"PK\6\7", 0, position + size, 1)
    few = min(count, _MOST_16)
    sizes = (min(size, _MOST_32), min(position, _MOST_32))
    return large + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, few, few, *sizes, 0)


def _unpacked_pieces(kept: list[bytes]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj()
    for packed in kept:
        while packed:
            if piece := unpacker.decompress(packed, _PIECE):
                yield piece
            packed = unpacker.unconsumed_tail
    if rest := unpacker.flush():
        yield rest


def _zip_day(day: date | None) -> int:
    if day is None or day.year not in _YEARS:
        day = date(_YEARS[0], 1, 1)
    return day.year - _YEARS[0] << 9 | day.month << 5 | day.day
