"""How is the text of items made harmless, wrapped and marked for a terminal?"""

import shutil
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from search.results import Marks

#: Columns of a line at most: longer lines are hard to read, however wide the terminal is.
MAX_WIDTH = 100
_BLANKS = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"
# Control characters move the cursor, change colours, or make the terminal answer as if somebody had
# typed; direction overrides reverse the text behind them.
_CONTROLS = "".join(map(chr, (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F))))
_CONTROLS += "\u2066\u2067\u2068\u2069"
_HARMLESS = str.maketrans(
    {sign: " " if sign in _BLANKS else "\ufffd" for sign in _CONTROLS + _BLANKS}
)


def clean(text: str) -> str:
    """Return the text with each control character replaced by one that does nothing."""
    return text.translate(_HARMLESS)


def wrapped(
    text: str, marks: "Marks" = (), *, indent: str = "", first: str = "", bold: bool = False
) -> str:
    """Return the text in lines of the terminal's width, with the spans of `marks` in colour.

    Every line begins with `indent`, but the first one with `first` if that is given.
    """
    text = clean(text)
    width = min(shutil.get_terminal_size().columns, MAX_WIDTH)
    room = max(width - len(indent), 20)
    lines = [_marked(text, span, marks, bold) for span in _lines(text, room)]
    return "\n".join(
        (first if first and not number else indent) + line for number, line in enumerate(lines)
    )


def _lines(text: str, room: int) -> Iterator[tuple[int, int]]:
    """Yield the (start, end) of each line of a text, broken at blanks and after wide characters."""
    if len(text) <= room and text.isascii():  # most lines
        yield 0, len(text)
        return
    start = used = 0
    last_break = 0
    for position, sign in enumerate(text):
        columns = _columns(sign)
        if used + columns > room and sign != " ":
            end = last_break if last_break > start else position
            yield start, end
            start = end
            used = sum(map(_columns, text[start:position]))
        used += columns
        if sign == " " or columns == 2:
            last_break = position + 1
    yield start, len(text)


def _columns(sign: str) -> int:
    if sign.isascii():
        return 1
    if unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def _marked(text: str, span: tuple[int, int], marks: "Marks", bold: bool) -> str:
    start, end = span
    end = start + len(text[start:end].rstrip())
    pieces = []
    for mark_start, mark_end in marks:
        mark_start, mark_end = max(mark_start, start), min(mark_end, end)
        if mark_start < mark_end:
            pieces.append(_styled(text[start:mark_start], bold))
            pieces.append(click.style(text[mark_start:mark_end], bold=True, fg="red"))
            start = mark_end
    pieces.append(_styled(text[start:end], bold))
    return "".join(pieces)


def _styled(text: str, bold: bool) -> str:
    return click.style(text, bold=True) if bold and text else text
