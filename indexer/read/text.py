"""Which text do the bytes of a file stand for?"""

import codecs
import re
from contextlib import suppress

from indexer.ledger import Reason, Refused, Repairs
from search.export.markdown import CONTROLS

#: Bytes that are not UTF-8: a file with more of them, if they are also more than a tenth of it, is
#: taken to be in another encoding. So is one of which they are more than a hundredth, if most stand
#: side by side: words of Latin letters have one alone, or two.
MAX_BAD_BYTES = 16
MAX_BAD_BYTES_IN_WORD = 2
#: Bytes at the beginning of a file in which it names its encoding.
MAX_BYTES_BEFORE_ENCODING = 4096
#: NUL bytes in a text at most, those at its end not counted; with more it is not text.
MAX_NUL_BYTES = 16

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark begins the same
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The first two characters of text in UTF-16 without a mark: front matter and HTML begin with ASCII.
_UTF16_BEGINNINGS = (
    (re.compile(rb"(?:[\t\n\r -~]\0){2}"), "utf-16-le"),
    (re.compile(rb"(?:\0[\t\n\r -~]){2}"), "utf-16-be"),
)
_ENCODING_NAMED = re.compile(
    # HTML and XML; a key of front matter or a header; what editors read in a comment.
    rb"""(?:<(?:meta\s[^<>]*?\bcharset|\?xml\s[^<>]*?\bencoding)\s*=
    |^(?:content-type:[^\n]*?\bcharset\s*=|(?:charset|encoding)\s*[:=])
    |-\*-[^\n]*?\bcoding:|\bvim?:[^\n]*?\b(?:fenc|fileencoding)=)
    \s*["']?\s*(?:x-)?([\w.:-]+)""",
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
#: Encodings that files may name, by what Python calls them -> those that browsers read instead,
#: which have more characters. Others (UTF-8, Windows-1252 and ASCII among them) need no name.
_ENCODINGS = {
    **{f"iso8859-{part}": f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    **{f"cp{page}": f"cp{page}" for page in (866, 874, 932, 949, *range(1250, 1252))},
    **{f"cp{page}": f"cp{page}" for page in range(1253, 1259)},
    **{name: name for name in ("koi8-r", "koi8-u", "mac-roman", "mac-cyrillic")},
    **{name: name for name in ("gb18030", "big5hkscs", "euc_jp", "iso2022_jp", "iso2022_kr")},
    **{"iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874", "gb2312": "gb18030"},
    **{"gbk": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932", "euc_kr": "cp949"},
}
_ESCAPE = b"\x1b"
#: What tells that Japanese or Korean follows, in encodings in which all bytes are ASCII.
_ESCAPES = {
    b"\x1b$B": "iso2022_jp",
    b"\x1b$@": "iso2022_jp",
    b"\x1b$)C": "iso2022_kr",
}
_FIRST_BYTES = tuple(mark for mark, _ in _BYTE_ORDER_MARKS)
_BAD_BYTES = re.compile("[\udc80-\udcff]+")
# What follows the first half of a character if a generator cut the text at a byte.
_CUT = re.compile(r"\.\.\.|…|[\"']?\s*(?:\n|\Z)")
#: Signs of Windows-1252 that may stand behind a word.
_SIGNS_BEHIND = "…’”»–—"
_LAST_LATIN = "\u024f"
_ASCII_CONTROLS = bytes(code for code in range(0x80) if CONTROLS.match(chr(code)))
# Bytes that no text has which holds NUL bytes by mistake.
_NO_TEXT = re.compile(rb"[\x01-\x06\x0e-\x1a\x1c-\x1f\x7f\xc0\xc1\xf5-\xff]")
# Control characters beyond ASCII, in UTF-8: (first byte, pattern of the whole character).
_WIDE_CONTROLS = (
    (b"\xc2", re.compile(rb"\xc2[\x80-\x84\x86-\x9f]")),
    (b"\xef", re.compile(rb"\xef(?:\xbb\xbf|\xbf[\xbe\xbf])")),
)


def decode(data: bytes, repairs: Repairs) -> str:
    r"""Return the text of a file's bytes, line ends as `\n`, without control characters.

    Bytes that are not UTF-8 are repaired one by one (b"caf\xe9" -> "café"). Raises Refused if the
    bytes are not text, or are in an encoding that neither a byte order mark nor the file names.
    """
    encoding = ""
    if data.startswith(_FIRST_BYTES):
        encoding = next((name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark)), "")
    elif b"\0" in data:
        encoding = _utf16_without_mark(data)
        if not encoding:
            data = _without_nul(data, repairs)
    elif _ESCAPE in data:  # encodings in which all bytes are ASCII
        encoding = _named(data) or _escaping(data)
    text = None if encoding else _valid_utf8(data)
    if text is None:
        encoding = encoding or _named(data)
        if encoding:
            repairs.add(Reason.OTHER_ENCODING, f"It is {encoding.upper()}, and was read as such.")
            text = data.decode(encoding, "replace")
        else:
            text = _repaired_utf8(data, repairs)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if encoding or _may_hold_controls(data):
        text = CONTROLS.sub(lambda found: " " if found.group().isspace() else "", text)
    return text


def _may_hold_controls(utf8: bytes) -> bool:
    """Tell whether UTF-8 text may hold CONTROLS: bytes are searched far more quickly than text."""
    if len(utf8.translate(None, _ASCII_CONTROLS)) < len(utf8):
        return True
    return any(first in utf8 and pattern.search(utf8) for first, pattern in _WIDE_CONTROLS)


def _without_nul(data: bytes, repairs: Repairs) -> bytes:
    """Return a text without NUL bytes, as a crash leaves them at the end of a file.

    Raises Refused if there are too many inside, or other bytes that no text has.
    """
    text = data.rstrip(b"\0")
    inside = text.count(b"\0")
    is_text = text and inside <= MAX_NUL_BYTES and inside * 5 <= len(text)
    if not is_text or _NO_TEXT.search(text):
        raise Refused(Reason.BINARY, "It holds NUL bytes, so it is not text.")
    count = data.count(b"\0")
    detail = f"{'A NUL byte is' if count == 1 else f'{count:,} NUL bytes are'} in it; "
    detail += f"{'it was' if count == 1 else 'they were'} left out."
    repairs.add(Reason.NUL_BYTES, detail, line=data.count(b"\n", 0, data.index(b"\0")) + 1)
    return text.replace(b"\0", b"")


def _valid_utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _utf16_without_mark(data: bytes) -> str:
    """Return the UTF-16 that bytes are text in though no mark says so, "" if they are not."""
    for beginning, encoding in _UTF16_BEGINNINGS:
        if beginning.match(data):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                return ""
            return "" if CONTROLS.search(text.lstrip("\ufeff")) else encoding
    return ""


def _escaping(data: bytes) -> str:
    """Return the encoding in which escapes in ASCII say what follows, "" if it is none."""
    for mark, encoding in _ESCAPES.items():
        if mark in data:
            with suppress(UnicodeDecodeError):
                data.decode(encoding)
                return encoding
    return ""


def _named(data: bytes) -> str:
    """Return the encoding that a file names, "" if it names none or its bytes are in another."""
    found = _ENCODING_NAMED.search(data, 0, MAX_BYTES_BEFORE_ENCODING)
    if found is None:
        return ""
    name = found[1].decode("ascii", "replace").lower().rstrip(":").removesuffix("-i")
    try:
        encoding = _ENCODINGS.get(codecs.lookup(name.replace("windows-874", "cp874")).name, "")
    except LookupError:
        return ""
    if not encoding:
        return ""
    escaped, runs = _escaped_utf8(data)
    bad = sum(runs)
    wide = len(escaped) - len(escaped.encode("ascii", "ignore")) - bad
    if wide > bad:  # UTF-8 with faults
        return ""
    text = data.decode(encoding, "replace")
    return "" if text.count("\ufffd") * 10 > bad and bad else encoding


def _escaped_utf8(data: bytes) -> tuple[str, list[int]]:
    """Return a text with its bytes that are not UTF-8 as surrogates, and how long each run is."""
    text = data.decode("utf-8", "surrogateescape")
    return text, [len(run) for run in _BAD_BYTES.findall(text)]


def _repaired_utf8(data: bytes, repairs: Repairs) -> str:
    text, runs = _escaped_utf8(data)
    bad = sum(runs)
    side_by_side = sum(length for length in runs if length > MAX_BAD_BYTES_IN_WORD)
    if bad > MAX_BAD_BYTES and (
        bad * 10 > len(data) or (bad * 100 > len(data) and side_by_side * 2 > bad)
    ):
        detail = f"{bad:,} of its {len(data):,} bytes are not UTF-8; convert it to UTF-8, or have "
        detail += "a line such as “encoding: windows-1251” in its front matter name its encoding."
        raise Refused(Reason.UNKNOWN_ENCODING, detail)
    first = _BAD_BYTES.search(text)
    assert first is not None
    repairs.add(
        Reason.INVALID_UTF8,
        f"{bad} {'byte is' if bad == 1 else 'bytes are'} not UTF-8 and "
        f"{'was' if bad == 1 else 'were'} read as Windows-1252 or marked \ufffd.",
        line=text.count("\n", 0, first.start()) + 1,
    )
    return _BAD_BYTES.sub(_repaired, text)


def _repaired(found: re.Match[str]) -> str:
    """Return what some bytes that are not UTF-8 stand for.

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
