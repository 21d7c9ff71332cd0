"""Which text do the bytes of a file stand for?"""

import codecs
import re

from indexer.ledger import Reason, Refused, Repairs

#: Bytes that are no UTF-8: a file with more of them, if they are also more than a tenth of it, is
#: taken to be in another encoding.
MAX_BAD_BYTES = 16

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark begins the same
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FIRST_BYTES = tuple(mark for mark, _ in _BYTE_ORDER_MARKS)
_BAD_BYTES = re.compile("[\udc80-\udcff]+")
# What follows the first half of a character if a generator cut the text at a byte.
_CUT = re.compile(r"\.\.\.|…|[\"']?\s*(?:\n|\Z)")
#: Signs of Windows-1252 that may stand behind a word.
_SIGNS_BEHIND = "…’”»–—"
_LAST_LATIN = "\u024f"
# Characters that a reader does not see and that YAML does not allow.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
_ASCII_CONTROLS = bytes(code for code in range(0x80) if _CONTROLS.match(chr(code)))
# Those beyond ASCII, in UTF-8: (first byte, pattern of the whole character).
_WIDE_CONTROLS = (
    (b"\xc2", re.compile(rb"\xc2[\x80-\x84\x86-\x9f]")),
    (b"\xef", re.compile(rb"\xef(?:\xbb\xbf|\xbf[\xbe\xbf])")),
)


def decode(data: bytes, repairs: Repairs) -> str:
    r"""Return the text of a file's bytes, line ends as `\n`, without control characters.

    Bytes that are no UTF-8 are repaired one by one (b"caf\xe9" -> "café"). Raises Refused if the
    bytes are no text, or are in an encoding that no byte order mark names.
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
    """Tell whether `decode` would return a text unchanged after it was written to a file."""
    return "\r" not in text and not _CONTROLS.search(text)


def _may_hold_controls(utf8: bytes) -> bool:
    """Tell whether UTF-8 text may hold _CONTROLS: bytes are searched far more quickly than text."""
    if len(utf8.translate(None, _ASCII_CONTROLS)) < len(utf8):
        return True
    return any(first in utf8 and pattern.search(utf8) for first, pattern in _WIDE_CONTROLS)


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
    """Return what some bytes that are no UTF-8 stand for.

    U+FFFD for the first half of a character that was cut, else their text in Windows-1252.
    """
    run = found.group().encode("utf-8", "surrogateescape")
    text = run.decode("cp1252", "replace")
    if (
        _begins_character(run)
        and (len(run) > 1 or _CUT.match(found.string, found.end()))
        and not _ends_word(text, found)
    ):
        return "\ufffd"
    return text


def _ends_word(text: str, found: re.Match[str]) -> bool:
    """Tell whether bytes that might begin a character are the end of a word, as of `Café`."""
    before = found.string[max(0, found.start() - 1) : found.start()]
    letter, behind = text[0], text[1:]
    # U+201C, U+2019 and their like begin with the byte of this letter, which few words end with.
    if letter == "â" or not letter.isalpha() or behind.strip(_SIGNS_BEHIND):
        return False
    if before.isalpha():
        # A capital ends a word of capitals only.
        return before <= _LAST_LATIN and (letter.islower() or before.isupper())
    # A word of one letter, as French and Italian have.
    return letter in "àèé" and not behind and found.string[found.end() : found.end() + 1] in "\n"


def _begins_character(run: bytes) -> bool:
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(run) == ""
    except UnicodeDecodeError:
        return False
