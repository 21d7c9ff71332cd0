"""Which values are in a JSON front matter, each number as its author wrote it?"""

import json
import re
from collections import Counter

from indexer.read.parsed import Broken, Parsed

_LAST_LINE = re.compile(r"^\}[ \t]*$", re.MULTILINE)


class _Object(dict[str, object]):
    """An object that knows which of its keys were given more than once."""

    def __init__(self, pairs: list[tuple[str, object]]) -> None:
        super().__init__(pairs)
        counted = Counter(key for key, _ in pairs) if len(pairs) > len(self) else {}
        self.repeated = tuple(key for key, count in counted.items() if count > 1)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_Object, parse_int=str, parse_float=str, parse_constant=str
)


def object_end(text: str) -> int | None:
    """Return where the object at the beginning of a text ends.

    If it breaks the grammar, that is behind the first line that is `}` alone. None if there is no
    such line. Raises RecursionError if it is nested too deeply.
    """
    try:
        return _DECODER.raw_decode(text)[1]
    except json.JSONDecodeError:
        last = _LAST_LINE.search(text)
        return last.end() if last else None


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
