"""Which one-line texts in YAML hold a sign that their author meant as a sign?

YAML drops what stands behind ` #`, and a word that begins with `!` or `&`:

    title: Rocket #5 lifts off
    title: !Kung people win
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from indexer.read.keys import CATEGORIES, DESCRIPTIONS, TAGS, TITLE, fold_key

#: Folded keys whose values are texts or names, written on one line.
_TEXT_KEYS = frozenset({
    TITLE, *DESCRIPTIONS, *TAGS, *CATEGORIES, "source", "author", "authors",
})  # fmt: skip
_LINE = re.compile(r"^([A-Za-z_][\w-]*):[ \t]+([^\s\[{|>'\"@`%*].*)$", re.MULTILINE)
_COMMENT = re.compile(r"(?:^|[ \t]+)#(?!\w).*")
_HASH = re.compile(r"(?:^|[ \t])#\w")
# An anchor, or the tag of a program, not two signs as in `!!str`.
_WORD_WITH_SIGN = re.compile(r"[&!][^\W\d_][\w-]*(?=[ \t.,:;!?]|\Z)")


class SignsRead(NamedTuple):
    """All values, and the texts among them in which signs were kept, by key."""

    values: Mapping[str, object]
    kept: Mapping[str, str]


def with_signs(values: Mapping[str, object], block: str) -> SignsRead:
    """Return the values of a block of sound YAML; in one-line texts, signs count as written.

    A `#` begins a comment only if a blank follows it. A word with `&` is an anchor only if it is
    referred to.
    """
    kept: dict[str, str] = {}
    if " #" not in block and ": !" not in block and ": &" not in block:
        return SignsRead(values, kept)
    for key, line in _LINE.findall(block):
        if fold_key(key) not in _TEXT_KEYS or key not in values:
            continue
        text = _COMMENT.sub("", line, count=1).rstrip()
        word = _WORD_WITH_SIGN.match(text)
        is_word = word is not None and f"*{word[0][1:]}" not in block
        if is_word or (_HASH.search(text) and not isinstance(values[key], list | dict)):
            kept[key] = text
    return SignsRead({**values, **kept}, kept) if kept else SignsRead(values, kept)
