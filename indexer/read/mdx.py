"""What is left of MDX as Markdown, when imports, exports, expressions and components are gone?"""

import re
from collections.abc import Iterator

from indexer.read.code import code_blocks, code_spans
from indexer.read.offsets import Span, Spans
from indexer.read.shortcodes import argument_texts
from indexer.read.stray_tags import MAX_MARKUP_TAG_CHARACTERS

_STRINGS = r""""(?:[^"\\\n]|\\.)*+"|'(?:[^'\\\n]|\\.)*+'|`(?:[^`\\]|\\[\s\S])*+`"""
_IN_BRACES = re.compile(rf"{_STRINGS}|/\*(?:(?!\*/)[\s\S])*+\*/|[{{}}]")
_BRACE = re.compile(r"[{}]")
_STATEMENT = re.compile(
    r"""import(?:\s*["'{*]|\s[^;"'`]*?\sfrom\s*["'])"""
    r"|export\s+(?:default|const|let|var|function|class|async|type|interface|enum|[{*])"
)
_START = re.compile(
    r"^(?:import|export)\b|(?<![\\_^])\{|</?[A-Z][\w.:-]*|</?>|<[a-z][\w-]*(?=\s)", re.MULTILINE
)
_IN_TAG = re.compile(r"""[<>"'{]""")
_STRING = re.compile(rf"\s*(?:{_STRINGS})\s*")
_VALUE = re.compile(r"\s[\w:.-]+=\Z|\s?\Z")
#: Signs at the end of a line with which a statement goes on.
_GOING_ON = tuple("[(,=+>&|?:.")
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)


def without_components(body: str) -> str:
    """Return the Markdown in a body of MDX: the text of components stays, and so does code.

    What is not closed is left as it is. It takes linear time.
    """
    spans = code_spans(body, code_blocks(body, indented=False).code)
    return _without_indents("".join(_parts(body, spans)))


def _parts(body: str, spans: list[Span]) -> Iterator[str]:
    start, code = 0, Spans(spans)
    pairs = _pairs(body, spans)
    opening = _START.search(body)
    while opening:
        position = opening.start()
        end = code.end_at(position)
        if end < 0:
            replacement, end = _read(body, opening, pairs)
            if end > position:
                yield body[start:position]
                yield replacement
                start = end
        opening = _START.search(body, max(end, opening.end()))
    yield body[start:]


def _pairs(body: str, spans: list[Span]) -> dict[int, int]:
    """Return the offset of each `{` outside of code, with that of the `}` that closes it."""
    pairs: dict[int, int] = {}
    open_braces: list[int] = []
    code, position = Spans(spans), 0
    while found := (_IN_BRACES if open_braces else _BRACE).search(body, position):
        position = found.end()
        end = -1 if open_braces else code.end_at(found.start())
        if end >= 0:
            position = end
        elif found[0] == "{":
            open_braces.append(found.start())
        elif found[0] == "}" and open_braces:
            pairs[open_braces.pop()] = found.start()
    return pairs


def _read(body: str, opening: re.Match[str], pairs: dict[int, int]) -> tuple[str, int]:
    """Return what stands for the part of MDX that opens there, and its end; -1 if it is text."""
    position, sign = opening.start(), opening[0]
    if sign == "{":
        closing = pairs.get(position, -1)
        inner = body[position + 1 : closing] if closing >= 0 else ""
        is_text = closing >= 0 and _STRING.fullmatch(inner)
        return inner.strip()[1:-1] if is_text else "", closing + 1 if closing >= 0 else -1
    if sign in ("import", "export"):
        if not _STATEMENT.match(body, position):
            return "", -1
        return "\n", _statement_end(body, position, pairs)
    if sign in ("<>", "</>"):
        return "", opening.end()
    kept, end = _tag(body, opening.end(), pairs)
    if end < 0:
        return "", -1
    name = sign.strip("</")
    if name[0].islower():
        return f"{sign}{''.join(kept)}>", end
    is_block = position == 0 or not body[body.rfind("\n", 0, position) + 1 : position].strip()
    text = " ".join(argument_texts("".join(kept)))
    if is_block:
        return f"\n\n{text}\n\n" if text else "\n", end
    return f" {text} " if text else "", end


def _tag(body: str, position: int, pairs: dict[int, int]) -> tuple[list[str], int]:
    """Return the attributes of a tag but those in braces, and the tag's end, -1 if it has none."""
    kept: list[str] = []
    start, most = position, position + MAX_MARKUP_TAG_CHARACTERS
    while found := _IN_TAG.search(body, position, most):
        sign, position = found[0], found.end()
        if sign == "<":
            break
        if sign == ">":
            return [*kept, body[start : found.start()]], position
        if sign == "{":
            closing = pairs.get(found.start(), -1)
            if closing < 0:
                break
            before = body[start : found.start()]
            kept.append(_VALUE.sub("", before))
            start = position = closing + 1
        else:
            closing = body.find(sign, position, most)
            position = closing + 1 if closing >= 0 else position
    return [], -1


def _statement_end(body: str, position: int, pairs: dict[int, int]) -> int:
    """Return the end of the line that ends a statement, with all braces that it opens closed."""
    while True:
        end = body.find("\n", position)
        end = len(body) if end < 0 else end
        brace = body.find("{", position, end)
        if brace >= 0:
            position = pairs.get(brace, brace) + 1
        elif end == len(body) or body[position:end].rstrip()[-1:] not in _GOING_ON:
            return end
        else:
            position = end + 1


def _without_indents(body: str) -> str:
    """Return Markdown without indents: in MDX they make no code."""
    parts, start = [], 0
    for span in [
        *code_spans(body, code_blocks(body, indented=False).code),
        Span(len(body), len(body)),
    ]:
        part = body[start : span.start]
        is_line = start == 0 or body[start - 1] == "\n"
        parts.append(_INDENT.sub("", part) if is_line else part[:1] + _INDENT.sub("", part[1:]))
        block = body[span.start : span.end]
        indent = _INDENT.match(block)
        if indent and block.startswith(indent[0]):
            block = re.sub(rf"^{indent[0]}", "", block, flags=re.MULTILINE)
        parts.append(block)
        start = span.end
    return "".join(parts)
