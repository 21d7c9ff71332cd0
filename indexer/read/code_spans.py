"""Which parts of a body are code, and stay as they are written?

Fences, indents and backticks of Markdown, elements of HTML (`<pre>`), and blocks of templates and
of codes in brackets: `{% highlight php %}`, `{{< highlight go >}}`, `[sourcecode]`.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from indexer.read.offsets import Ends, Span, Spans

_LINE = re.compile(r"[^\n]*\n|[^\n]+\Z")
# The marks of quotes and list items that may stand before a block.
_MARKS = r"(?:[ \t>]|(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)*+"
_FENCE = re.compile(rf"{_MARKS}(`{{3,}}+(?=[^`\n]*$)|~{{3,}}+)", re.MULTILINE)
_CLOSING_FENCE = re.compile(r"[ \t>]*+(`{3,}+|~{3,}+)[ \t]*$", re.MULTILINE)
_LIST_ITEM = re.compile(
    r"([ \t]*+(?:[-*+]|(?P<number>[0-9]{1,9})[.)]|\[\^[^\]\n]+\]:|:))[ \t]++(?=(\S)?)"
)
_RULE = re.compile(r"[ ]{0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$", re.MULTILINE)
_HEADING = re.compile(r"[ ]{0,3}(?:#{1,6}(?:[ \t]|$)|=+[ \t]*$)", re.MULTILINE)
_BLANKS = re.compile(r"[ \t]*")
_QUOTE = re.compile(r"(?:[ ]{0,3}>[ ]?)+")
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
    r"`+|<(?=[CPKSTXckpstx])([Pp][Rr][Ee]|[Cc][Oo][Dd][Ee]|[Ss][Cc][Rr][Ii][Pp][Tt]"
    r"|[Ss][Tt][Yy][Ll][Ee]|[Kk][Bb][Dd]|[Ss][Aa][Mm][Pp]|[Tt][Ee][Xx][Tt][Aa][Rr][Ee][Aa]|[Tt][Tt]"
    r"|[Xx][Mm][Pp])(?=[\s>])"
)
_BREAK = re.compile(r"\n[ \t>]*\n")
#: Templates around code, and codes in brackets around it.
CODE_TEMPLATES = (
    *("highlight", "code", "codeblock", "code-block", "sourcecode", "prism", "prettify"),
    *("terminal", "console"),
)
CODE_IN_BRACKETS = ("code", "noparse", "php", "plain", "sourcecode", "tt")
#: Quick: one of them is in each body with such code.
_CLOSINGS = ("{% end", "{%- end", "{{< /", "{{</", "{{% /", "{{%/", "[/")
_MARKED = re.compile(
    rf"\{{%-?\s*(?P<tag>{'|'.join(CODE_TEMPLATES)})(?![\w-])[^%{{\n]*+%\}}"
    rf"|\{{\{{[<%]\s*(?P<shortcode>{'|'.join(CODE_TEMPLATES)})(?![\w-])[^{{}}\n]*+(?<=[>%])\}}\}}"
    rf"|\[(?P<bracket>(?i:{'|'.join(CODE_IN_BRACKETS)}))(?:[ =][^\[\]\n]*+)?\]"
)
#: Ways to write the end of a shortcode, without its name and what is behind that.
_ENDS_OF_SHORTCODES = ("< /", "</ ", "</", "% /", "%/ ", "%/")
#: Columns that indent code, and that a tab makes at most.
_CODE_COLUMNS = 4
#: Backslashes in a row that are counted at most.
_MOST_BACKSLASHES = 100


class Blocks(NamedTuple):
    """The blocks of code of a body, and the offsets of indented lines that are HTML instead."""

    code: list[Span]
    html: list[Span]


def code_spans(body: str, blocks: Sequence[Span] | None = None) -> list[Span]:
    """Return blocks of code, what templates for code hold, code in lines, and HTML that holds code.

    They are in order, and do not overlap. The blocks of Markdown may be given, if they are known.
    It takes linear time.
    """
    blocks = code_blocks(body).code if blocks is None else blocks
    if any(closing in body for closing in _CLOSINGS):
        blocks = _with_marked(body, blocks)
    spans: list[Span] = []
    start = 0
    for block in [*blocks, Span(len(body), len(body))]:
        for span in _inline(body, start, block.start):
            spans.append(span)
        start = max(block.end, spans[-1].end if spans else 0)
        if block.start < block.end and (not spans or spans[-1].end <= block.start):
            spans.append(block)
    return spans


def _with_marked(body: str, blocks: Sequence[Span]) -> Sequence[Span]:
    """Return blocks of code, and those between marks of templates or brackets: `[code]…[/code]`.

    A block that begins in one of these is a part of it.
    """
    marked: list[Span] = []
    ends, code = Ends(body), Spans(blocks)
    for found in _MARKED.finditer(body):
        start = found.end()
        if (marked and found.start() < marked[-1].end) or code.end_at(found.start()) >= 0:
            continue
        if found["tag"]:
            end = _tag_before(body, ends.after(f"end{found['tag']}", start), start)
        elif found["shortcode"]:
            end = end_of_shortcode(found["shortcode"], start, ends)
        else:
            end = ends.after(f"[/{found['bracket']}]", start)
        if end > start:
            marked.append(Span(start, end))
    if not marked:
        return blocks
    spans: list[Span] = []
    for span in sorted([*blocks, *marked]):
        if not spans or span.start >= spans[-1].end:
            spans.append(span)
    return spans


def end_of_shortcode(name: str, start: int, ends: Ends) -> int:
    """Return where the shortcode begins that closes one of a name, -1 if none does."""
    closings = (
        ends.after(f"{{{{{opening}{name}{behind}", start)
        for opening in _ENDS_OF_SHORTCODES
        for behind in (" ", opening[0].replace("<", ">") + "}}")
    )
    return min((closing for closing in closings if closing >= 0), default=-1)


def _tag_before(body: str, end: int, start: int) -> int:
    """Return where the tag begins that has its name at an offset, -1 if none does."""
    return body.rfind("{%", start, end) if end >= 0 else -1


def code_blocks(body: str, *, indented: bool = True) -> Blocks:
    """Return the fenced and the indented blocks of code, with their fences.

    Without `indented`, as in MDX, an indent makes no code.
    """
    code: list[Span] = []
    html: list[Span] = []
    fence, fence_start, fence_depth = "", 0, 0
    block = -1  # offset of the indented block that this line may go on with
    # Whether the line before is blank, and whether it leaves no paragraph open, as a heading.
    after_blank, is_closed, before = True, True, ""
    offset, depth, outer = 0, 0, 0  # of the list, of the quote, and of the list that it is in
    for found in _LINE.finditer(body):
        line, position = found[0], found.start()
        if fence:
            closing = _CLOSING_FENCE.match(line)
            if closing and closing[1].startswith(fence):
                code.append(Span(fence_start, found.end()))
                fence, is_closed = "", True
                continue
            if not fence_depth or _QUOTE.match(line):
                continue
            code.append(Span(fence_start, position))  # it ends with its quote
            fence, is_closed = "", True
        if line[0].isalpha():  # as most lines do, which need no more looking at
            if depth:
                offset, depth = outer, 0
            elif after_blank:
                offset = 0
            block, after_blank, is_closed, before = -1, False, False, line
            continue
        if line.isspace():
            after_blank = is_closed = True
            continue
        is_quote = line[0] == ">" or (line[0] == " " and ">" in line[:_CODE_COLUMNS])
        quote = _QUOTE.match(line) if is_quote else None
        start = quote.end() if quote else 0
        if quote or depth:
            marks = quote[0].count(">") if quote else 0
            if marks != depth:
                if not depth:
                    outer = offset
                if marks > depth:
                    after_blank, is_closed, before = True, True, ""
                offset, depth, block = (0 if marks else outer), marks, -1
            if start == len(line) or line[start:].isspace():
                after_blank = is_closed = True
                continue
        inner = line[start:] if start else line
        blanks = _BLANKS.match(line, start)
        shift = blanks[0] if blanks else ""
        columns = len(shift.expandtabs(_CODE_COLUMNS))
        if start and "\t" in shift:
            columns = len(line[: start + len(shift)].expandtabs(_CODE_COLUMNS)) - start
        if indented and columns >= offset + _CODE_COLUMNS and (is_closed or block >= 0):
            if after_blank and (_HTML_LINE.match(inner) or _OPENING_LINE.match(before)):
                html.append(Span(position + start, position + start + len(shift)))
                block = -1
                is_closed = False
            elif block >= 0:
                code[-1] = Span(block, found.end())
            else:
                block = position + start
                code.append(Span(block, found.end()))
            after_blank, before = False, inner
            continue
        block, is_paragraph_open, is_closed = -1, not is_closed, False
        sign = inner[len(shift)]
        if ("```" in line or "~~~" in line) and (opening := _FENCE.match(line)):
            fence, fence_start, fence_depth = opening[1], position, depth
        elif (sign in "-*_" and _RULE.match(inner)) or (sign in "#=" and _HEADING.match(inner)):
            is_closed = True
            if columns < min(offset, _CODE_COLUMNS):
                offset = 0
        elif (item := _LIST_ITEM.match(inner)) and not (
            # Only the first of a list may stand right below a paragraph.
            is_paragraph_open and not offset and item["number"] and int(item["number"]) != 1
        ):
            offset = len(item[0].expandtabs(_CODE_COLUMNS))
            mark = len(item[1].expandtabs(_CODE_COLUMNS)) if offset > _CODE_COLUMNS else offset
            if sign == "[":
                offset = _CODE_COLUMNS
            elif indented and offset > mark + _CODE_COLUMNS and item[3]:
                offset = mark + 1
                if not _HTML_LINE.match(inner, item.end()):
                    block = position + start + item.end()
                    code.append(Span(block, found.end()))
        elif after_blank and columns < min(offset, _CODE_COLUMNS):
            offset = 0
        after_blank, before = False, inner
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
        if not mark[1]:
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
            opening, start = mark.start(), ends[name]
        else:
            # A backslash takes the first backtick from a run that opens, from one that closes none.
            opening = mark.start() + _is_escaped(body, mark.start())
            length = mark.end() - opening
            starts = runs.get(length, [])
            following = bisect_right(starts, mark.start())
            if not length or following == len(starts):
                continue
            last = bisect_right(breaks, mark.start())
            if last < len(breaks) and breaks[last] < starts[following]:
                continue
            start = starts[following] + length
        yield Span(opening, start)


def _is_escaped(body: str, offset: int) -> bool:
    """Tell whether an odd number of backslashes stands before an offset."""
    if body[offset - 1 : offset] != "\\":
        return False
    before = body[max(0, offset - _MOST_BACKSLASHES) : offset]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1
