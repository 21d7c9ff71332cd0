"""Which values and which text are in a file of Lektor, `contents.lr`?

title: Storm hits the port
---
pub_date: 2026-01-03
---
body:

#### text-block ####
text: The port is *closed*.
----
class: wide
"""

import re
from collections.abc import Iterator

from indexer.ledger import Repairs
from indexer.read.front_matter import Matter
from indexer.read.keys import NAME_KEYS, TEXTS, fold_key
from indexer.read.unpacked import Unpacked

_EXTENSION = ".lr"
_EDGE = re.compile(r"^---[ \t]*(?:\n|\Z)", re.MULTILINE)
#: In a field, a line of hyphens has one more: those between the fields of a block, and rules.
_ESCAPED = re.compile(r"^-(-{3,}[ \t]*)$", re.MULTILINE)
_FIELD = re.compile(r"\s*([\w-]+):[ \t]*([\s\S]*)")
_BLOCK = re.compile(r"^####[ \t]*([\w-]+)[ \t]*####[ \t]*\n", re.MULTILINE)
#: Fields of a block whose value is no text of the page, and those that may have one of one word.
_SETTINGS = frozenset(("class", "image", "src", "link", "url", "path", "type", "style", "target"))
_WORDS = frozenset(("text", "title", "heading", "caption", "quote", "author", "label"))


def read_lektor(name: str, text: str, repairs: Repairs) -> Unpacked | None:
    """Return the values and the text in a file of Lektor; None if its name is that of none.

    `name` is in small letters.
    """
    if not name.endswith(_EXTENSION):
        return None
    values: dict[str, object] = {}
    texts: list[str] = []
    for key, value in _fields(text):
        folded = fold_key(key)
        if folded in TEXTS:
            texts.append(_markdown(value))
            continue
        repairs.written_keys[folded] = key
        values[folded] = _names(value) if folded in NAME_KEYS else value
    return Unpacked(Matter(values, "\n\n".join(texts)), is_html=False)


def _fields(text: str) -> Iterator[tuple[str, str]]:
    for part in _EDGE.split(text):
        if found := _FIELD.match(part):
            yield found[1], _ESCAPED.sub(r"\1", found[2]).strip("\n").rstrip()


def _names(value: str) -> object:
    """Return names as Lektor writes them: one a line, or with commas between."""
    lines = [line.strip() for line in value.split("\n") if line.strip()]
    return lines if len(lines) > 1 else value


def _markdown(value: str) -> str:
    """Return a text with that of the blocks in it."""
    first, *blocks = _BLOCK.split(value)
    if not blocks:
        return value
    texts = [first]
    for fields in blocks[1::2]:
        for key, text in _fields(fields):
            is_long = len(text.split()) > 1
            if fold_key(key) in _WORDS or (is_long and fold_key(key) not in _SETTINGS):
                texts.append(text)
    return "\n\n".join(filter(str.strip, texts))
