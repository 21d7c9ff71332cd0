"""Which subject, date and text are in a file of e-mail, as mailing lists keep it?

Words are decoded (quoted-printable, base64, encodings of each part). Of a message in several forms
the plain text counts, else the HTML. A file in the form `mbox` may hold several messages.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from email import message_from_bytes
from email.errors import HeaderParseError, MessageError
from email.header import decode_header, make_header
from email.message import Message
from html import escape

from indexer.ledger import Reason, Repairs
from indexer.read.front_matter import Matter
from indexer.read.text import decode
from indexer.read.titles import shortened
from indexer.read.unpacked import Unpacked

#: Messages of a file, and parts of a message, that are read.
MAX_MESSAGES = 1_000
MAX_MAIL_PARTS = 100
#: Bytes of the header of a message at most.
MAX_HEADER_BYTES = 64 * 1024

_FROM_LINE = rb"From [^\s]+ +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [^\n]{1,60}\n"
_BEGINS = re.compile(rb"\s{0,100}(?:" + _FROM_LINE + rb")?(?=[A-Za-z-]{2,40}:)")
_BETWEEN = re.compile(rb"(?:\A|(?<=\n\n))" + _FROM_LINE + rb"(?=[A-Za-z-]{2,40}:)")
_HEADER_LINE = re.compile(rb"(?:[!-9;-~]{1,60}:[^\n]*|[ \t][^\n]*)\n")
_BLANK_LINE = b"\n\n"
#: Names in a header, one of which tells how to read what is below.
_OF_MIME = (b"\nmime-version:", b"\ncontent-transfer-encoding:", b"\ncontent-type:")
#: Texts that a reader of a message or a saved page does not see.
_OF_PROGRAMS = frozenset(("text/calendar", "text/css", "text/javascript", "text/x-javascript"))
_QUOTED_FROM = re.compile(r"^>(?=>*From )", re.MULTILINE)
_WORDS = re.compile(r"\w")


def read_mail(data: bytes, repairs: Repairs) -> Unpacked | None:
    """Return the e-mail in a file; None if it is not one, or says nothing of how it is encoded.

    The values are those of the first message, the text is that of all. Raises Refused if that is
    not text.
    """
    begins = _BEGINS.match(data)
    if begins is None:
        return None
    data = data.replace(b"\r\n", b"\n")
    header = data[: min(MAX_HEADER_BYTES, data.find(_BLANK_LINE) + 1 or len(data))].lower()
    is_mbox = _BETWEEN.match(data.lstrip()) is not None
    lines = header.lstrip().split(b"\n", 1)[1] if is_mbox else header.lstrip()
    if b"\nsubject:" not in b"\n" + lines or not _is_header(lines):
        return None
    if not is_mbox and not any(name in b"\n" + lines for name in _OF_MIME):
        return None
    starts = [found.end() for found in _BETWEEN.finditer(data)] if is_mbox else []
    starts = starts or [len(data) - len(data.lstrip())]
    ends = [*(data.rfind(b"\nFrom ", 0, start) for start in starts[1:]), len(data)]
    left_out: list[str] = []
    if len(starts) > MAX_MESSAGES:
        left_out.append(f"{len(starts) - MAX_MESSAGES:,} messages")
    values: dict[str, object] = {}
    texts: list[str] = []
    is_html = False
    is_alone = len(starts) == 1
    for start, end in [*zip(starts, ends, strict=True)][:MAX_MESSAGES]:
        message = message_from_bytes(data[start:end])
        subject = _decoded(message.get("Subject", ""))
        text, has_html = _text_of(message, left_out)
        if not texts:
            values = {"title": subject, "date": _decoded(message.get("Date", ""))}
        elif subject:
            texts.append(subject)
        is_html = has_html and is_alone
        texts.append(text)
    count = len(starts)
    what = "an e-mail" if is_alone else f"{count:,} e-mails, which are one item"
    repairs.add(Reason.MAIL, f"It is {what}; its subject, date and text were read.")
    if left_out:
        shown = shortened(", ".join(left_out), 60)
        repairs.add(Reason.TEXT_LEFT_OUT, f"Parts that are not text were left out: {shown!r}.")
    body = decode("\n\n".join(texts).encode("utf-8", "replace"), repairs)
    return Unpacked(Matter(values, body), is_html)


def _is_header(lines: bytes) -> bool:
    end = 0
    while found := _HEADER_LINE.match(lines, end):
        end = found.end()
    return end > 0 and not lines[end:].strip()


def _text_of(message: Message, left_out: list[str]) -> tuple[str, bool]:
    """Return the text of a message, and whether it is HTML; note what else is in it."""
    texts: list[str] = []
    pages: list[str] = []
    has_texts = False
    for part in _parts(message, left_out):
        if part.is_multipart():  # a message in it
            inner = part.get_payload(0)
            subject = _decoded(inner.get("Subject", "")) if isinstance(inner, Message) else ""
            texts.append(subject)
            pages.append(f"<p>{escape(subject)}</p>")
            continue
        kind, name = part.get_content_type(), part.get_filename()
        if part.get_content_maintype() != "text" or name or kind in _OF_PROGRAMS:
            left_out.append(_decoded(name or "") or kind)
            continue
        content = _content(part)
        (pages if kind == "text/html" else texts).append(content)
        has_texts |= kind != "text/html" and _WORDS.search(content) is not None
    if has_texts or not pages:
        return _QUOTED_FROM.sub("", "\n\n".join(texts)), False
    return "\n".join(pages), True


def _parts(message: Message, left_out: list[str]) -> Iterator[Message]:
    """Yield the parts of a message, and each message in it before its parts."""
    for number, part in enumerate(message.walk()):
        if number >= MAX_MAIL_PARTS:
            left_out.append(f"parts behind the first {MAX_MAIL_PARTS}")
            return
        if not part.is_multipart() or part.get_content_type() == "message/rfc822":
            yield part


def _content(part: Message) -> str:
    """Return a part's text, decoded as it says, else as UTF-8."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return str(part.get_payload())
    with suppress(LookupError, UnicodeError):
        return data.decode(str(part.get_content_charset() or "utf-8"))
    return data.decode("utf-8", "replace")


def _decoded(value: object) -> str:
    """Return a header's text, words as `=?utf-8?q?caf=C3=A9?=` decoded."""
    text = " ".join(str(value).split())
    with suppress(HeaderParseError, MessageError, LookupError, ValueError):
        return str(make_header(decode_header(text)))
    return text
