r"""Which one-line texts in front matter hold a sign that their author meant as a sign?

YAML drops what stands behind ` #`, and a word that begins with `!` or `&`. Between double quotes
YAML, TOML and JSON take `\n` for the end of a line, and `\t` for a tab:

    title: Rocket #5 lifts off
    title: !Kung people win
    title: "Look in C:\new\table"
    tags:
    - #storm
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from indexer.read.keys import CATEGORIES, DESCRIPTIONS, NAME_KEYS, TAGS, TITLE, fold_key

#: Folded keys whose values are texts or names, written on one line.
_TEXT_KEYS = frozenset({
    TITLE, *DESCRIPTIONS, *TAGS, *CATEGORIES, "source", "author", "authors",
})  # fmt: skip
_LINE = re.compile(r"^([A-Za-z_][\w-]*):[ \t]+([^\s\[{|>'\"@`%*].*)$", re.MULTILINE)
_COMMENT = re.compile(r"(?:^|[ \t]+)#(?!\w).*")
_HASH = re.compile(r"(?:^|[ \t])#\w")
# An anchor or the tag of a program, not two signs as in `!!str`; or one sign alone, except where
# programs write it before a quote: `! 'text'`.
_WORD_WITH_SIGN = re.compile(r"[&!][^\W\d_][\w-]*(?=[ \t.,:;!?]|\Z)|![ \t]+[^\s'\"|>\[{]")
# A list, and an entry of it that has a text without quotes: `- #storm`, `- name: #storm`.
_LIST = re.compile(
    r"^[ \t]*([A-Za-z_][\w-]*):[ \t]*(?:#.*)?\n((?:[ \t]*(?:-[ \t].*|#.*)?(?:\n|\Z))+)",
    re.MULTILINE,
)
_ENTRY = re.compile(
    r"^([ \t]*-[ \t]+(?:[A-Za-z_]\w*:[ \t]+)?)([^\s\[{|>'\"@`%*&!].*)$", re.MULTILINE
)
_HASHED_ENTRY = re.compile(r"^[ \t]*-[ \t](?:.*[ \t])?#\w", re.MULTILINE)
_QUOTED_LINE = re.compile(
    r'^[ \t]*"?([A-Za-z_][\w-]*)"?[ \t]*[:=][ \t]*"((?:[^"\\\n]|\\.)*+)"[ \t]*,?[ \t]*(?:#.*)?$',
    re.MULTILINE,
)
# A backslash that begins no escape: in a path of Windows, in a formula of TeX, and before a letter
# if the escape is a sign that no text has.
_BACKSLASH = re.compile(
    r"\b[A-Za-z]:\\(?:[nrt](?=[a-z])|[^\W\d_nrt])"
    r"|\$(?:[^\d$\n\\][^$\n\\]{0,60})?\\[A-Za-z]{2}"
    r"|(?<!\\)\\[abefv][A-Za-z]"
)


class SignsRead(NamedTuple):
    """All values, and the texts among them that were read as written, by key."""

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


def with_hashtags(block: str) -> tuple[str, list[str]]:
    """Return a block of YAML in which names with a `#` in lists are quoted, and these names."""
    kept: list[str] = []
    if "#" not in block or not _HASHED_ENTRY.search(block):
        return block, kept

    def quoted(entry: re.Match[str]) -> str:
        text = _COMMENT.sub("", entry[2], count=1).rstrip()
        if not _HASH.search(text):
            return entry[0]
        kept.append(text)
        return f"{entry[1]}'{text.replace(chr(39), 2 * chr(39))}'"

    def with_quoted_names(found: re.Match[str]) -> str:
        if fold_key(found[1]) not in NAME_KEYS:
            return found[0]
        start = found.start(2) - found.start()
        return found[0][:start] + _ENTRY.sub(quoted, found[2])

    return _LIST.sub(with_quoted_names, block), kept


def with_backslashes(values: Mapping[str, object], block: str) -> SignsRead:
    """Return the values of a sound block; in texts with a path or formula, backslashes stay."""
    kept: dict[str, str] = {}
    if _BACKSLASH.search(block):
        for key, text in _QUOTED_LINE.findall(block):
            if fold_key(key) in _TEXT_KEYS and key in values and _BACKSLASH.search(text):
                kept[key] = text.replace('\\"', '"').replace("\\\\", "\\")
    return SignsRead({**values, **kept}, kept) if kept else SignsRead(values, kept)
