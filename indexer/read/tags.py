"""Which tags does an item have?"""

import re
from collections.abc import Iterable

from indexer.ledger import Reason, Repairs
from indexer.read.markup import plain
from search.text import fold

#: Characters of a tag, and tags of an item, at most.
MAX_TAG_CHARACTERS = 200
MAX_TAGS = 200

_WORD = re.compile(r"\w+")
_ASCII_WORD = re.compile("[a-z0-9]+")


def read_tags(names: Iterable[str], repairs: Repairs) -> tuple[str, ...]:
    """Return tags or categories without markup, each once; names that differ in case are one."""
    clean: dict[str, str] = {}
    too_long = 0
    for name in names:
        tag, folded = _clean(name)
        if len(tag) > MAX_TAG_CHARACTERS:
            too_long += 1
        elif tag:
            clean.setdefault(folded, tag)
    if too_long or len(clean) > MAX_TAGS:
        detail = (
            f"Tags of over {MAX_TAG_CHARACTERS} characters, and all but the first {MAX_TAGS}, "
            "were left out."
        )
        repairs.add(Reason.TAGS_CUT, detail)
    return tuple(clean.values())[:MAX_TAGS]


def without_leaked(tags: tuple[str, ...], whole_title: str, title: str) -> tuple[str, ...]:
    """Leave out the tags that a generator made of the outlet's name behind the title.

    Generators make tags of the longest words of the whole title. A tag came from the outlet's name
    if all its words are in that name, and not all are in the title itself.
    """
    if whole_title == title:
        return tags
    behind = _words(whole_title.removeprefix(title))
    suspects = [tag for tag in tags if (words := _words(tag)) and words <= behind]
    if not suspects:
        return tags
    leaked = behind - _words(title)
    return tuple(tag for tag in tags if tag not in suspects or not _words(tag) <= leaked)


def _clean(name: str) -> tuple[str, str]:
    tag = plain(name)
    return tag, fold(tag)


def _words(text: str) -> frozenset[str]:
    """Return folded words, and their ASCII pieces, as in tags: Nicolás -> nicolas, nicol, s."""
    return frozenset((*_WORD.findall(fold(text)), *_ASCII_WORD.findall(text.lower())))
