"""What of a body is a program for a server, of which only running it tells what is shown?

<?php echo 'Storm'; ?>   <?= $title ?>   <%= title %>   <!--#include virtual="/notice.html" -->
"""

import re
from html import escape

from indexer.read.code_spans import code_spans
from indexer.read.offsets import Ends, Spans

#: The beginnings of programs in PHP, Ruby and JavaScript, of includes of servers, and of VitePress.
_OPENING = re.compile(
    r"<(?:\?(?:php\b|=)|(?<!\{<)%[-=#\s]|!--[ ]?(?:#(?:include|echo|exec)|@include:?)\s)", re.I
)
_CLOSINGS = {"<!": "-->", "<?": "?>", "<%": "%>"}
#: What in a program may show words: a text between quotes, or a command.
_SHOWING = re.compile(
    r"'[^'\n]*[^\W\d]{2}[^'\n]*'|\"[^\"\n]*[^\W\d]{2}[^\"\n]*\"|\b(?:echo|print)\b|<[?%]=|<!--"
)


def without_programs(body: str, left_out: list[str], *, is_markdown: bool) -> str:
    """Return a body without its programs; those that may show words are added to `left_out`.

    One that is never closed is words.
    """
    if _OPENING.search(body) is None:
        return body
    code = Spans(code_spans(body) if is_markdown else code_spans(body, blocks=()))
    ends = Ends(body)
    parts, start = [], 0
    for found in _OPENING.finditer(body):
        if found.start() < start or code.end_at(found.start()) >= 0:
            continue
        parts.append(body[start : found.start()])
        closing = _CLOSINGS[found[0][:2]]
        end = ends.after(closing, found.end())
        if end < 0:
            parts.append(escape(found[0]))
            start = found.end()
            continue
        start = end + len(closing)
        if _SHOWING.search(body, found.start(), end):
            left_out.append(body[found.start() : start])
    return "".join([*parts, body[start:]])
