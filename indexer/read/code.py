"""Which parts of a Markdown body are code, and stay as they are written?"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from indexer.read.offsets import Span

_LINE = re.compile(r"[^\n]*\n|[^\n]+\Z")
# The marks of quotes and list items that may stand before a block.
_MARKS = r"(?:[ \t>]|(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)*+"
_FENCE = re.compile(rf"{_MARKS}(`{{3,}}+(?=[^`\n]*$)|~{{3,}}+)", re.MULTILINE)
_CLOSING_FENCE = re.compile(r"[ \t>]*+(`{3,}+|~{3,}+)[ \t]*$", re.MULTILINE)
_LIST_ITEM = re.compile(r"[ \t]*+(?:[-*+]|[0-9]{1,9}[.)]|\[\^[^\]\n]+\]:|:)[ \t]+")
_BLANKS = re.compile(r"[ \t]*")
#: A line that begins so is not code, however deep it is indented: real files have indented HTML
#: and indented links.
_HTML_LINE = re.compile(
    r"""[ \t]*+(?:!?\[[^\[\]\n]+\]\((?:https?:|/)|<!--
    |</?(?:address|article|aside|blockquote|body|caption|center|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header|hr|html|li|main|nav|ol|p|section
    |summary|table|tbody|td|tfoot|th|thead|tr|ul)(?=[\s/>])|<(?:a|img|iframe|picture|source|span
    |video)\s[^<>]*=)""",
    re.IGNORECASE | re.VERBOSE,
)
#: A line that opens an element: what is indented behind it is its content.
_OPENING_LINE = re.compile(
    r"[ \t]*+<(?:article|aside|blockquote|center|dd|details|div|dl|li|main|ol|section|table"
    r"|tbody|td|th|tr|ul)(?:\s[^<>]*)?>[ \t]*\n?\Z",
    re.IGNORECASE,
)
# Without a flag for capitals, which would make the search slow.
_INLINE = re.compile(
    r"`+|<([Pp][Rr][Ee]|[Cc][Oo][Dd][Ee]|[Ss][Cc][Rr][Ii][Pp][Tt]|[Ss][Tt][Yy][Ll][Ee])(?=[\s>])"
)
_BREAK = re.compile(r"\n[ \t>]*\n")
#: Columns that indent code, and that a tab makes at most.
_CODE_COLUMNS = 4


class Blocks(NamedTuple):
    """The blocks of code of a body, and the offsets of indented lines that are HTML instead."""

    code: list[Span]
    html: list[Span]


def code_spans(body: str, blocks: Sequence[Span] | None = None) -> list[Span]:
    """Return fenced and indented blocks, code inside lines, and HTML elements that hold code.

    They are in order, and do not overlap. The blocks may be given, if they are known. It takes
    linear time.
    """
    blocks = code_blocks(body).code if blocks is None else blocks
    spans: list[Span] = []
    start = 0
    for block in [*blocks, Span(len(body), len(body))]:
        for span in _inline(body, start, block.start):
            spans.append(span)
        start = max(block.end, spans[-1].end if spans else 0)
        if block.start < block.end and (not spans or spans[-1].end <= block.start):
            spans.append(block)
    return spans


def code_blocks(body: str, *, indented: bool = True) -> Blocks:
    """Return the fenced and the indented blocks of code, with their fences.

    Without `indented`, as in MDX, an indent makes no code.
    """
    code: list[Span] = []
    html: list[Span] = []
    fence, fence_start = "", 0
    block = -1  # offset of the indented block that this line may go on with
    after_blank, offset, position, before = True, 0, 0, ""
    for found in _LINE.finditer(body):
        line, position = found[0], found.start()
        if fence:
            closing = _CLOSING_FENCE.match(line)
            if closing and closing[1].startswith(fence):
                code.append(Span(fence_start, found.end()))
                fence = ""
            continue
        if line[0].isalpha():  # as most lines do, which need no more looking at
            offset = 0 if after_blank else offset
            block, after_blank, before = -1, False, line
            continue
        if line.isspace():
            after_blank = True
            continue
        blanks = _BLANKS.match(line)
        columns = len(blanks[0].expandtabs(_CODE_COLUMNS)) if blanks else 0
        if indented and columns >= offset + _CODE_COLUMNS and (after_blank or block >= 0):
            if after_blank and (_HTML_LINE.match(line) or _OPENING_LINE.match(before)):
                html.append(Span(position, position + len(blanks[0] if blanks else "")))
                block = -1
            elif block >= 0:
                code[-1] = Span(block, found.end())
            else:
                block = position
                code.append(Span(position, found.end()))
            after_blank, before = False, line
            continue
        block = -1
        if opening := _FENCE.match(line):
            fence, fence_start = opening[1], position
        elif item := _LIST_ITEM.match(line):
            offset = len(item[0].expandtabs(_CODE_COLUMNS))
        elif after_blank and columns < min(offset, _CODE_COLUMNS):
            offset = 0
        after_blank, before = False, line
    if fence:
        code.append(Span(fence_start, len(body)))
    return Blocks(code, html)


def _inline(body: str, start: int, end: int) -> Iterator[Span]:
    """Yield code inside lines: between runs of equally many backticks, and in HTML elements."""
    runs: dict[int, list[int]] = {}
    marks = list(_INLINE.finditer(body, start, end))
    if not marks:
        return
    for mark in marks:
        if not mark[1] and (mark.start() == 0 or body[mark.start() - 1] != "\\"):
            runs.setdefault(len(mark[0]), []).append(mark.start())
    breaks = [found.start() for found in _BREAK.finditer(body, start, end)]
    ends: dict[str, int] = {}
    for mark in marks:
        if mark.start() < start:
            continue
        if mark[1]:
            name = mark[1].lower()
            if ends.get(name, 0) >= 0 and ends.get(name, 0) <= mark.start():
                closing = re.compile(f"</{name}", re.IGNORECASE).search(body, mark.end())
                ends[name] = closing.end() if closing else -1
            if ends[name] < 0:
                continue
            start = ends[name]
        else:
            starts = runs.get(len(mark[0]), [])
            following = bisect_right(starts, mark.start())
            if following == len(starts):
                continue
            last = bisect_right(breaks, mark.start())
            if last < len(breaks) and breaks[last] < starts[following]:
                continue
            start = starts[following] + len(mark[0])
        yield Span(mark.start(), start)
