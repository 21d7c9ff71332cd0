"""How must lines of MDX be written so that CommonMark reads them alike?

In MDX an indent makes no code, and Markdown is read in each element:

    <blockquote>              <blockquote>
      **Two** boats    ->
    </blockquote>             **Two** boats
                              </blockquote>
"""

import re

from indexer.read.code_spans import code_blocks, code_spans
from indexer.read.offsets import Span, Spans

_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
_BLOCKS = (
    r"(?:address|article|aside|blockquote|caption|center|dd|details|div|dl|dt|figcaption|figure"
    r"|footer|h[1-6]|header|li|main|nav|ol|p|section|summary|table|tbody|td|tfoot|th|thead|tr|ul)"
)
#: A tag of a block at the end of its line, before what is no other; and a block on one line that
#: has marks of Markdown.
_TAG = re.compile(
    rf"(</?{_BLOCKS}(?:\s[^<>\n]*)?(?<!/)>)[ \t]*(?=\n(?:\Z|[ \t]*(?!</?{_BLOCKS}[\s>])[^\s]))"
)
_MARKED = re.compile(
    rf"(<({_BLOCKS})(?:\s[^<>\n]*)?>)((?=[^<>\n]*(?:\]\(|[*_~`]))[^<>\n]*)(?=</\2>)"
)


def as_common(body: str) -> str:
    """Return Markdown without components as CommonMark. It takes linear time."""
    parts, start = [], 0
    for span in [
        *code_spans(body, code_blocks(body, indented=False).code),
        Span(len(body), len(body)),
    ]:
        part = body[start : span.start]
        is_line = start == 0 or body[start - 1] == "\n"
        part = _INDENT.sub("", part) if is_line else part[:1] + _INDENT.sub("", part[1:])
        parts.append(_TAG.sub(r"\1\n", part))
        block = body[span.start : span.end]
        indent = _INDENT.match(block)
        if indent and block.startswith(indent[0]):
            block = re.sub(rf"^{indent[0]}", "", block, flags=re.MULTILINE)
        parts.append(block)
        start = span.end
    return _with_marks_apart("".join(parts))


def _with_marks_apart(body: str) -> str:
    """Return Markdown in which a block on one line is several if it has marks."""
    if _MARKED.search(body) is None:
        return body
    parts, start, code = [], 0, Spans(code_spans(body))
    for found in _MARKED.finditer(body):
        if code.end_at(found.start()) < 0:
            parts += [body[start : found.end(1)], "\n\n", found[3], "\n\n"]
            start = found.end()
    return "".join([*parts, body[start:]])
