"""Which HTML is a text that an editor keeps as a tree of nodes, mostly as JSON in a key?

    {"root": {"children": [{"type": "paragraph", "children": [{"text": "Storm"}]}]}}     Lexical
    {"type": "doc", "content": [{"type": "paragraph", "content": [{"text": "Storm"}]}]}  ProseMirror
    {"blocks": [{"type": "paragraph", "data": {"text": "Storm"}}]}                       Editor.js
    [{"_type": "block", "children": [{"_type": "span", "text": "Storm"}]}]               Sanity

Each -> <p>Storm</p>. Mobiledoc, Slate, Draft.js, Quill, Contentful and Gutenberg are read as well.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from html import escape
from itertools import islice

from indexer.read.gutenberg import html_of, is_blocks

#: Levels of nodes in one another that are read, nodes, and characters of a document.
MAX_NODE_DEPTH = 100
MAX_NODES = 200_000
MAX_CHARACTERS_OF_EDITOR = 16 * 1024 * 1024

_BEGINS = re.compile(r'\s*(?:\{\s*"|\[\s*[\[{])')
#: Members of a node with other nodes, and with text for readers, as HTML or without marks.
_NODES = (
    "root", "document", "blocks", "sections", "ops", "children", "content", "data", "items", "rows",
    "cells", "columns", "fields", "nodes",
)  # fmt: skip
_HTML = (
    "html", "calloutText", "caption", "heading", "header", "subheader", "subheading", "message",
    "buttonText",
)  # fmt: skip
_TEXTS = ("text", "title", "description", "label", "code", "metadata")
_MARKDOWN = "markdown"
#: The member in which WordPress's JSON has the text as HTML.
_RENDERED = "rendered"
#: Nodes that end a line.
_BREAKS = frozenset(("linebreak", "hardbreak", "hard_break", "soft-return", "br", "break"))
_BLANK_LINE = re.compile(r"\n\s*\n")


def read_document(value: object, read_markdown: Callable[[str], str]) -> str | None:
    """Return the HTML of a document, None if a value is none. `read_markdown` makes HTML."""
    if isinstance(value, str):
        if (value := _written(value)) is None:
            return None
        if isinstance(value, Mapping) and (text := value.get(_RENDERED)):
            return text if isinstance(text, str) else None
    if is_blocks(value):
        return html_of(value, MAX_NODE_DEPTH)
    if not _is_document(value):
        return None
    if isinstance(value, Mapping) and _is_mobiledoc(value):
        parts = _Mobiledoc(value, read_markdown).parts()
    else:
        parts = _Nodes(read_markdown).parts(value, MAX_NODE_DEPTH)
    html = "".join(parts)
    paragraphs = (f"<p>{part}</p>" for part in html.split(_EDGE) if part.strip())
    return _BLANK_LINE.sub("\n", "\n".join(paragraphs))


def _written(text: str) -> object:
    """Return the value that a text is in JSON, None if it is none."""
    if not _BEGINS.match(text) or len(text) > MAX_CHARACTERS_OF_EDITOR:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


#: Parts the blocks of a document.
_EDGE = "\x1e"


def _is_document(value: object) -> bool:
    if isinstance(value, list):
        nodes = [node for node in value[:10] if isinstance(node, Mapping)]
        return bool(nodes) and len(nodes) == min(10, len(value)) and all(map(_is_block, nodes))
    if not isinstance(value, Mapping):
        return False
    root = value.get("root") or value.get("document")
    return (
        (isinstance(root, Mapping) and isinstance(root.get("children", root.get("nodes")), list))
        or (
            (value.get("type") == "doc" or value.get("nodeType") == "document")
            and isinstance(value.get("content"), list)
        )
        or (value.get("type") == "root" and isinstance(value.get("children"), list))
        or (isinstance(value.get("blocks"), list) and _is_document(value["blocks"]))
        or (isinstance(value.get("ops"), list) and "insert" in str(value["ops"][:1]))
        or _is_mobiledoc(value)
    )


def _is_block(node: Mapping[str, object]) -> bool:
    """Tell whether a node is a block of Portable Text, Slate, Editor.js or Draft.js."""
    if isinstance(node.get("_type"), str):
        return True
    if isinstance(node.get("children"), list):
        return isinstance(node.get("type"), str) or "text" in str(node["children"])[:20]
    return isinstance(node.get("type"), str) and (
        isinstance(node.get("data"), Mapping) or "entityRanges" in node
    )


def _is_mobiledoc(value: Mapping[str, object]) -> bool:
    return isinstance(value.get("sections"), list) and isinstance(value.get("markups"), list)


class _Nodes:
    """The reading of a tree of nodes."""

    def __init__(self, read_markdown: Callable[[str], str]) -> None:
        self._read_markdown = read_markdown
        self._left = MAX_NODES

    def parts(self, node: object, levels: int, *, is_html: bool = False) -> Iterator[str]:
        """Yield the HTML of a node, or of a list of nodes, and edges between blocks."""
        self._left -= 1
        if not levels or self._left < 0:
            return
        if isinstance(node, str):
            yield _EDGE + (node if is_html else _escaped(node)) + _EDGE
        elif isinstance(node, list):
            edge = "" if any(map(_is_text, node)) else _EDGE
            for member in node:
                yield edge
                yield from self.parts(member, levels - 1, is_html=is_html)
                yield edge
        elif isinstance(node, Mapping):
            yield from self._members(node, levels, is_html=is_html)

    def _members(self, node: Mapping[str, object], levels: int, *, is_html: bool) -> Iterator[str]:
        kind = str(node.get("type", "")).lower()
        if kind in _BREAKS:
            yield "<br>"
            return
        if (text := _text(node)) is not None:
            edge = _EDGE * _is_line(node)
            yield edge + (text if is_html else _escaped(text)) + edge
        for key, member in node.items():
            if key == _MARKDOWN and isinstance(member, str):
                yield _EDGE + self._read_markdown(member) + _EDGE
            elif key in (*_HTML, "content") and isinstance(member, str):
                yield _EDGE + member + _EDGE
            elif key in _TEXTS and text is None:
                yield _EDGE
                yield from self.parts(member, levels - 1, is_html=is_html and key != "code")
                yield _EDGE
            elif key in _NODES or (key == "caption" and isinstance(member, list)):
                of_editor_js = key == "data" and isinstance(member, Mapping)
                yield from self.parts(member, levels - 1, is_html=is_html or of_editor_js)
            elif key == "value" and isinstance(member, Mapping):
                yield from self.parts(member, levels - 1)


def _text(node: Mapping[str, object]) -> str | None:
    """Return the text of a node that holds nothing else."""
    if "text" in (node.get("nodeType"), node.get("type")) and isinstance(node.get("value"), str):
        return str(node["value"])
    for key in ("text", "insert"):
        if isinstance(node.get(key), str):
            return str(node[key])
    return None


def _is_text(node: object) -> bool:
    """Tell whether a node is a part of a line."""
    return isinstance(node, Mapping) and _text(node) is not None and not _is_line(node)


def _is_line(node: Mapping[str, object]) -> bool:
    """Tell whether a node with a text is a block, as in Draft.js and Editor.js."""
    has_data = isinstance(node.get("data"), Mapping) and "nodeType" not in node
    return "entityRanges" in node or has_data


def _escaped(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br>")


class _Mobiledoc:
    """The reading of a document of Mobiledoc: lists of numbers, names and texts."""

    def __init__(self, value: Mapping[str, object], read_markdown: Callable[[str], str]) -> None:
        self._value = value
        self._nodes = _Nodes(read_markdown)

    def parts(self) -> Iterator[str]:
        """Yield the HTML of the document, and edges between blocks."""
        sections = self._value["sections"]
        assert isinstance(sections, list)
        for section in islice(sections, MAX_NODES):
            yield _EDGE
            match section:
                case [1 | "1", _, markers, *_]:
                    yield from self._markers(markers)
                case [3 | "3", _, [*entries], *_]:
                    for entry in entries:
                        yield from self._markers(entry)
                        yield _EDGE
                case [10 | "10", number, *_]:
                    yield from self._nodes.parts(_member(self._value.get("cards"), number), 10)
            yield _EDGE

    def _markers(self, markers: object) -> Iterator[str]:
        for marker in markers if isinstance(markers, list) else ():
            match marker:
                case [0 | "0", _, _, str(text), *_]:
                    yield _escaped(text)
                case [1 | "1", _, _, number, *_]:
                    atom = _member(self._value.get("atoms"), number)
                    yield _escaped(atom) if isinstance(atom, str) and atom else "<br>"


def _member(rows: object, number: object) -> object:
    """Return what stands behind the name in one of some rows: values of a card, an atom's text."""
    # YAML gives numbers as they are written.
    at = int(str(number)) if str(number).isdecimal() else -1
    if not isinstance(rows, list) or not 0 <= at < len(rows):
        return None
    row = rows[at]
    return row[1] if isinstance(row, list) and len(row) > 1 else None
