"""Which words in front matter does its language take for a comment behind a text?

title: # Words            nothing else is there: they are the title
title: Song # 1 by Blur   they are left out, as programs do, and the ledger says so
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from indexer.read.keys import DESCRIPTIONS, OTHER_TITLES, TITLE, fold_key

_SHOWN = frozenset({TITLE, *OTHER_TITLES, *DESCRIPTIONS})
_VALUE = r"""(?:"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+'|[^\s"'#\[{|>&!*%@`](?:[^#\n]|(?<![ \t])\#)*+|)"""
# Behind a value on its line, or indented below a key without one.
_COMMENT = re.compile(
    rf"^(?P<key>[A-Za-z_][\w-]*)[ \t]*+[:=][ \t]*+(?P<value>{_VALUE})"
    r"[ \t]*+(?:(?<=[ \t])|\n[ \t]+)(?P<comment>#+(?:[ \t]+\S[^\n]*|\w[^\n]*))$",
    re.MULTILINE,
)
_WORD = re.compile(r"\w")


class Comments(NamedTuple):
    """All values, the comments among them that were read as texts, and those left out, by key."""

    values: Mapping[str, object]
    read: Mapping[str, str]
    left_out: Mapping[str, str]


def with_comments(values: Mapping[str, object], block: str) -> Comments:
    """Return the values of a sound block; a comment is the text of a key that has no other."""
    read: dict[str, str] = {}
    left_out: dict[str, str] = {}
    if "#" in block:
        for found in _COMMENT.finditer(block):
            key, comment = found["key"], found["comment"].rstrip()
            if fold_key(key) not in _SHOWN or key not in values or not _WORD.search(comment):
                continue
            value = values[key]
            if isinstance(value, str) and comment in value:
                continue  # it is part of the text
            if value == "":
                read[key] = comment
            else:
                left_out[key] = comment
    return Comments({**values, **read} if read else values, read, left_out)
