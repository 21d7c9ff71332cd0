"""Which notes stand inside lines of Markdown, `a word^[and its note]`?

They become footnotes, `a word[^inline-note-1]`, whose text is at the end. The renderer could read
them itself, but takes time with the square of their number.
"""

import re

from indexer.read.offsets import Span, Spans

_SIGN = re.compile(r"\\[\s\S]|\^?\[|\]|\n[ \t]*\n")
_OPENING = "^["
#: An expression finds two signs more quickly than `in` does.
_MAY_OPEN = re.compile(r"\^\[")
#: What may stand before a note of any kind: `/^[a-z]/` is code.
_BEFORE = re.compile(r"[\w.,;:!?)\]\"'”’*_`~]\Z")
_NUMBER = re.compile(r"[\d\s]*")
#: Letters of a note of one word if a blank stands before it.
_MIN_LETTERS = 3


def may_have_inline_notes(body: str) -> bool:
    """Tell quickly whether a body may have some."""
    return _MAY_OPEN.search(body) is not None


def with_footnotes(body: str, spans: list[Span]) -> str:
    """Return a body of Markdown with footnotes for its notes inside lines.

    Code (`spans`, see `code.code_spans`) stays as it is. It takes linear time.
    """
    parts: list[str] = []
    opened: list[int] = []  # for each open bracket the number of its part, -1 if it is no note
    notes: list[str] = []
    start, code = 0, Spans(spans)
    for sign in _SIGN.finditer(body):
        if code.end_at(sign.start()) >= 0:
            continue
        parts.append(body[start : sign.start()])
        start = sign.end()
        if sign[0] == "]" and opened and (number := opened.pop()) >= 0:
            note = "".join(parts[number + 1 :])
            if _is_note("".join(parts[max(0, number - 2) : number]), note):
                notes.append(note)
                parts[number:] = [f"[^inline-note-{len(notes)}]"]
                continue
        elif sign[0] in (_OPENING, "["):
            opened.append(len(parts) if sign[0] == _OPENING else -1)
        elif sign[0][0] == "\n":
            opened.clear()
        parts.append(sign[0])
    end = len(body)
    if spans and spans[-1].end == end and body[: spans[-1].start].endswith("\n"):
        end = max(start, spans[-1].start)  # a block of code may lack its closing fence
    parts.append(body[start:end])
    for number, note in enumerate(notes, 1):
        parts.append(f"\n\n[^inline-note-{number}]: {' '.join(note.split())}\n\n")
    return "".join([*parts, body[end:]])


def _is_note(before: str, note: str) -> bool:
    """Tell whether what stands in brackets is a note, and not a power as in `2^[10]`, or code."""
    if _NUMBER.fullmatch(note):
        return False
    is_word = note.isalpha() and len(note) >= _MIN_LETTERS
    return is_word or len(note.split()) > 1 or _BEFORE.search(before) is not None
