"""What text does a file hold?"""

import codecs
import os
import re
import stat
from typing import NamedTuple

from indexer.ledger import Reason, Refused, Repairs

#: No item is near this size; a file above it is refused unread.
MAX_FILE_BYTES = 16 * 1024 * 1024
#: A file that changes while it is read is read so often again.
READING_TRIES = 3
#: A file with more bytes that are no UTF-8, and more than a tenth of them, is in another encoding.
MAX_BAD_BYTES = 16

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark begins the same
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FIRST_BYTES = tuple(mark for mark, _ in _BYTE_ORDER_MARKS)
_BAD_BYTES = re.compile("[\udc80-\udcff]+")
# What stands behind half a character where a generator cut a text at a byte.
_CUT = re.compile(r"\.\.\.|…|[\"']?\s*(?:\n|\Z)")
# Neither text nor space to a reader, and an error to YAML.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
_ASCII_CONTROLS = bytes(code for code in range(0x80) if _CONTROLS.match(chr(code)))
# Those beyond ASCII, in UTF-8: the first byte of each, and a pattern.
_WIDE_CONTROLS = (
    (b"\xc2", re.compile(rb"\xc2[\x80-\x84\x86-\x9f]")),
    (b"\xef", re.compile(rb"\xef(?:\xbb\xbf|\xbf[\xbe\xbf])")),
)


class FileRead(NamedTuple):
    """The bytes of a file, its size, its time (ns), and whether it stayed so while it was read."""

    data: bytes
    size: int
    mtime: int
    is_settled: bool


def read_settled(path: str | os.PathLike[str]) -> FileRead:
    """Read a file; one that changes meanwhile is read again, a few times.

    Raises Refused where it is not a regular file, cannot be read, or is too large.
    """
    file = _read(path)
    for _ in range(READING_TRIES):
        if file.is_settled:
            break
        file = _read(path)
    return file


def read_file(path: str | os.PathLike[str]) -> bytes:
    """Return what a file holds.

    Raises Refused where it is not a regular file, cannot be read, or is too large.
    """
    return read_settled(path).data


def decode(data: bytes, repairs: Repairs) -> str:
    """Return the text of a file's bytes; bytes that are no UTF-8 are repaired, each by itself.

    Raises Refused where they are no text or in an encoding that they do not name.
    """
    encoding = ""
    if data.startswith(_FIRST_BYTES):
        encoding = next((name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark)), "")
    if encoding:
        repairs.add(Reason.OTHER_ENCODING, f"It is {encoding.upper()}, and was read as such.")
        text = data.decode(encoding, "replace")
    elif b"\0" in data:
        raise Refused(Reason.BINARY, "It holds NUL bytes, so it is no text.")
    else:
        text = _from_utf8(data, repairs)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if encoding or _may_hold_controls(data):
        text = _CONTROLS.sub(lambda found: " " if found.group().isspace() else "", text)
    return text


def comes_back(text: str) -> bool:
    """Tell whether a text that is written to a file is read as it is."""
    return "\r" not in text and not _CONTROLS.search(text)


def _may_hold_controls(utf8: bytes) -> bool:
    """Tell whether _CONTROLS may be in a text; bytes are searched in a fraction of the time."""
    if len(utf8.translate(None, _ASCII_CONTROLS)) < len(utf8):
        return True
    return any(first in utf8 and pattern.search(utf8) for first, pattern in _WIDE_CONTROLS)


def _read(path: str | os.PathLike[str]) -> FileRead:
    try:
        # What was a file when the folder was listed may be a pipe by now: opening must not wait.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        try:
            before = os.fstat(handle)
            if not stat.S_ISREG(before.st_mode):
                raise Refused(Reason.NOT_A_FILE, "It is no regular file any more; not read.")
            check_size(before.st_size)
            data = _read_all(handle, before.st_size)
            after = os.fstat(handle)
        finally:
            os.close(handle)
    except OSError as error:
        gone = isinstance(error, FileNotFoundError)
        reason = Reason.VANISHED if gone else Reason.UNREADABLE
        raise Refused(reason, f"It cannot be read: {error.strerror or error}.") from None
    check_size(len(data))  # it may have grown, or not have told
    is_settled = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    return FileRead(data, before.st_size, before.st_mtime_ns, is_settled)


def _read_all(handle: int, size: int) -> bytes:
    """Read a file to its end, or to the first byte too many; size is what it is expected to have.

    Room is taken for that much only: a buffer for the largest file costs more than reading one.
    """
    data = os.read(handle, size + 1)
    if len(data) == size:
        return data
    parts, total = [data], len(data)
    while data and total <= MAX_FILE_BYTES:
        data = os.read(handle, MAX_FILE_BYTES + 1 - total)
        parts.append(data)
        total += len(data)
    return b"".join(parts)


def check_size(size: int, limit: int = MAX_FILE_BYTES) -> None:
    """Raise Refused where a file of `size` bytes is too large to be read."""
    if size > limit:
        detail = f"It has {size / 2**20:,.1f} MiB; files over {limit // 2**20} MiB are not read."
        raise Refused(Reason.TOO_LARGE, detail)


def _from_utf8(data: bytes, repairs: Repairs) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "surrogateescape")
    bad = sum(len(run) for run in _BAD_BYTES.findall(text))
    if bad > MAX_BAD_BYTES and bad * 10 > len(data):
        detail = f"{bad:,} of its {len(data):,} bytes are no UTF-8; convert it to UTF-8."
        raise Refused(Reason.UNKNOWN_ENCODING, detail)
    first = _BAD_BYTES.search(text)
    assert first is not None
    repairs.add(
        Reason.INVALID_UTF8,
        f"{bad} {'byte is' if bad == 1 else 'bytes are'} no UTF-8 and "
        f"{'was' if bad == 1 else 'were'} read as Windows-1252 or marked \ufffd.",
        line=text.count("\n", 0, first.start()) + 1,
    )
    return _BAD_BYTES.sub(_repaired, text)


def _repaired(found: re.Match[str]) -> str:
    """Return what bytes that are no UTF-8 stand for: a mark for half a character, or text."""
    run = found.group().encode("utf-8", "surrogateescape")
    if _begins_character(run) and (len(run) > 1 or _CUT.match(found.string, found.end())):
        return "\ufffd"
    return run.decode("cp1252", "replace")


def _begins_character(run: bytes) -> bool:
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(run) == ""
    except UnicodeDecodeError:
        return False
