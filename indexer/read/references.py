"""What does a reader see of reStructuredText's links, notes and substitutions, in Markdown?

`the port <https://a.example>`_ -> the port      a word [1]_ -> a word       |city| -> Harbour
`the port`_, port_ -> the port, port             .. [1] A note -> A note
"""

import re
from collections.abc import Sequence

from indexer.read.offsets import Span, Spans

#: One after another they are found more quickly than by one expression.
_SIGNS = (re.compile("`_"), re.compile(r"\]_"), re.compile(r"\n\.\. "))
_LINK = (
    r"(?<![\w`\\:}])`(?P<words>(?:[^`<>\n]|\n(?!\s))*[^`<>\s])"
    r"(?:\s+<(?P<address>[^<>`]+)>)?`__?(?![\w`])"
)
_NOTE = r"[^\S\n]?(?<!\\)\[(?:\d{1,4}|#[\w-]*|\*|[A-Z][\w-]*)\]_(?![\w(])"
_BODY_OF_NOTE = r"^\.\.[ ]\[(?:\d{1,4}|#[\w-]*|\*|[A-Z][\w-]*)\][ ]+(?=\S)"
_TARGET = re.compile(r"^\.\. _`?([^`:\n]+)`?:", re.MULTILINE)
_SUBSTITUTION = re.compile(
    r"^\.\. \|([^|\n]+)\| (?:replace|unicode)::[ \t]*([^\n]*)(?:\n|\Z)", re.MULTILINE
)
#: Names of targets and of substitutions that are looked for.
MAX_NAMES = 200


def may_have_references(body: str) -> bool:
    """Tell quickly whether a body may have some."""
    return any(sign.search(body) for sign in _SIGNS)


def with_words_of_references(body: str, blocks: Sequence[Span]) -> str:
    """Return Markdown in which the words that references show stand for them.

    Blocks of code stay as they are.
    """
    shown = dict(_SUBSTITUTION.findall(body)[:MAX_NAMES])
    targets = {name for name in _TARGET.findall(body)[:MAX_NAMES] if not name.startswith("_")}
    kinds = [_LINK, _NOTE, _BODY_OF_NOTE]
    if shown:
        kinds.append(r"^\.\.[ ]\|[^|\n]+\|[ ](?:replace|unicode)::[^\n]*")
        kinds.append(rf"\|(?P<name>{'|'.join(map(re.escape, shown))})\|_{{0,2}}")
    if targets:
        kinds.append(rf"(?<![\w`])(?P<target>{'|'.join(map(re.escape, targets))})_{{1,2}}(?!\w)")
    parts, start, code = [], 0, Spans(blocks)
    for found in re.finditer("|".join(kinds), body, re.MULTILINE):
        if code.end_at(found.start()) < 0:
            groups = found.groupdict()
            words = groups["words"] or groups.get("target") or shown.get(groups.get("name") or "")
            parts += [body[start : found.start()], words or ""]
            start = found.end()
    return "".join([*parts, body[start:]])
