"""Which lists and mappings are in YAML that is broken elsewhere?

One line that breaks the grammar, as `title: Talks: day two`, must not cost what stands below other
keys. So the lines of each key are parsed on their own, and if these are broken, those of each key
below it.
"""

import re
from collections.abc import Iterator
from itertools import islice

from indexer.ledger import Refused
from indexer.read.keys import NAME_KEYS, fold_key
from indexer.read.parsed import Broken
from indexer.read.yaml_values import MAX_DEPTH, Value, read_yaml

#: Keys whose lines are parsed at most; the others are read line by line.
MAX_KEYS = 2_000

# A key at the beginning of a line, with what is behind its colon.
_KEY = re.compile(r"""(["']?)([^\W\d][\w.-]{0,63})\1[ \t]*:(?:[ \t]+(.*))?""")
_COMMENT = re.compile(r"#|[ \t]+#")
_QUOTED = r"""(?:"[^"\n]*+"|'[^'\n]*+')"""
#: Names in quotes, as behind `tags:`, whose brackets are missing.
_LIST_WITHOUT_BRACKETS = re.compile(rf"{_QUOTED}(?:[ \t]*[,;][ \t]*{_QUOTED})+")
_QUOTED_NAME = re.compile(_QUOTED)


def read_nested(block: str) -> dict[str, Value]:
    """Return the values of the keys whose lines hold lists or mappings, by key as it is spelt."""
    return dict(_nested(block, MAX_DEPTH))


def _nested(block: str, depth: int) -> Iterator[tuple[str, Value]]:
    last = {key: (text, lines) for key, text, lines in _parts(block)}
    for key, (text, lines) in islice(last.items(), MAX_KEYS):
        value = _value(key, text, lines, depth)
        if isinstance(value, list | dict):
            yield key, value


def _value(key: str, text: str, lines: list[str], depth: int) -> Value:
    """Return what stands behind a key, and in the lines below it; None if that is broken."""
    below = "\n".join(lines)
    is_within = not text or _COMMENT.match(text) is not None
    if is_within and not below.strip():
        return None
    if not is_within and text[0] not in "[{!&" and fold_key(key) not in NAME_KEYS:
        return None  # a text
    if not lines and _LIST_WITHOUT_BRACKETS.fullmatch(text.strip()):
        return [name[1:-1] for name in _QUOTED_NAME.findall(text)]
    try:
        return read_yaml(f"k: {text}\n{below}\n").values["k"]  # type: ignore[return-value]
    except Refused:
        return None
    except Broken:
        if not is_within or not depth:
            return None
    return _mapping(below, depth)


def _mapping(below: str, depth: int) -> Value:
    """Return the mapping in broken lines below a key: lists and mappings in it, and texts."""
    first = next(line for line in below.split("\n") if line.strip())
    shift = len(first) - len(first.lstrip(" \t"))
    if not shift:
        return None
    lines = [line[shift:] if not line[:shift].strip() else line for line in below.split("\n")]
    members: dict[str, Value] = {
        key: text.strip().strip("\"'") for key, text, _ in _parts("\n".join(lines)) if text
    }
    return {**members, **dict(_nested("\n".join(lines), depth - 1))} or None


def _parts(block: str) -> Iterator[tuple[str, str, list[str]]]:
    """Yield each key at the beginning of a line, what is behind it, and the lines below it."""
    key, text, below = "", "", list[str]()
    for line in block.split("\n"):
        if found := _KEY.fullmatch(line):
            if key:
                yield key, text, below
            key, text, below = found[2], found[3] or "", []
        else:
            below.append(line)
    if key:
        yield key, text, below
