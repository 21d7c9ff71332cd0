"""What of a body is a program in PHP, of which only running it tells what is shown?

<?php echo 'Storm'; ?>, <?= $title ?>
"""

import re
from html import escape

from indexer.read.code import code_spans
from indexer.read.offsets import Ends, Spans

_OPENING = re.compile(r"<\?(?:php\b|=)", re.IGNORECASE)
_CLOSING = "?>"
#: A text between quotes in a program.
_TEXT = re.compile(r"'[^'\n]*[^\W\d]{2}[^'\n]*'|\"[^\"\n]*[^\W\d]{2}[^\"\n]*\"")


def without_php(body: str, left_out: list[str], *, is_markdown: bool) -> str:
    """Return a body without its programs; those with texts between quotes are added to `left_out`.

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
        end = ends.after(_CLOSING, found.end())
        if end < 0:
            parts.append(escape(found[0]))
            start = found.end()
            continue
        start = end + len(_CLOSING)
        if _TEXT.search(body, found.end(), end):
            left_out.append(body[found.start() : start])
    return "".join([*parts, body[start:]])
