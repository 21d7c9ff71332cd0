"""Which values are in a JSON front matter, each number as its author wrote it?"""

import json
import re
from collections import Counter
from collections.abc import Iterator

from indexer.read.parsed import Broken, Parsed, in_pairs

#: Characters of an object that breaks the grammar in which the brace that closes it is looked for.
MAX_BROKEN_CHARACTERS = 256 * 1024
# A brace; texts and comments may hold others.
_BRACE = re.compile(r'"(?:[^"\\\n]|\\.)*+"|//[^\n]*|/\*[\s\S]*?\*/|[{}]')
_LAST_LINE = re.compile(r"^\}[ \t]*$", re.MULTILINE)


class _Object(dict[str, object]):
    """An object that knows which keys, its own or those of objects in it, were given twice."""

    def __init__(self, pairs: list[tuple[str, object]]) -> None:
        super().__init__(in_pairs(pairs))
        counted = Counter(key for key, _ in pairs) if len(pairs) > len(self) else {}
        self.repeated = tuple(key for key, count in counted.items() if count > 1)
        for value in self.values():
            if isinstance(value, _Object):
                self.repeated += value.repeated


_DECODER = json.JSONDecoder(
    object_pairs_hook=_Object, parse_int=str, parse_float=str, parse_constant=str
)


def object_ends(text: str) -> Iterator[int]:
    """Yield the offsets at which the object at the beginning of a text may end, the best first.

    If it breaks the grammar, it may end with the brace that closes the first one, comments and
    texts aside, or behind the first line that is `}` alone. Raises RecursionError if it is nested
    too deeply.
    """
    try:
        yield _DECODER.raw_decode(text)[1]
    except json.JSONDecodeError:
        depth = 0
        for found in _BRACE.finditer(text[:MAX_BROKEN_CHARACTERS]):
            depth += {"{": 1, "}": -1}.get(found[0], 0)
            if not depth:
                yield found.end()
                break
        if last := _LAST_LINE.search(text):
            yield last.end()


def first_value(text: str) -> object:
    """Return the value that a text begins with, whatever follows it. Raises Broken without one."""
    try:
        return _DECODER.raw_decode(text)[0]
    except json.JSONDecodeError as error:
        raise Broken(error.msg, error.lineno) from None


def read_json(text: str) -> Parsed:
    """Return the members of a JSON object, whose braces may be missing, as Hexo writes it.

    Raises Broken if it is not an object, and RecursionError if it is nested too deeply.
    """
    text = text.strip()
    if not text.startswith("{"):
        text = f"{{{text.removesuffix(',')}}}"
    try:
        read = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise Broken(error.msg, error.lineno) from None
    assert isinstance(read, _Object)
    return Parsed(read, read.repeated)
