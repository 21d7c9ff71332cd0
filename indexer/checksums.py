"""Is a file beside an archive the one that was written? Its CRC-32 tells, in hex."""

import zlib

from search.beside import Beside

#: Bytes that are read at a time.
_PIECE_BYTES = 1 << 17
#: The checksum of what no run has written.
_NO_TEXT = "-"


def checksum(data: bytes) -> str:
    """Return the checksum of some bytes."""
    return f"{zlib.crc32(data):08x}"


def checksum_of(kept: Beside, name: str) -> str:
    """Return the checksum of a file of text, "" if it cannot be read. No piece of it is kept."""
    try:
        check = 0
        with kept.opened(name) as file:
            while piece := file.read(_PIECE_BYTES):
                if b"\0" in piece:  # as in a file with a hole, which may be of any size
                    return _NO_TEXT
                check = zlib.crc32(piece, check)
        return f"{check:08x}"
    except OSError:
        return ""
