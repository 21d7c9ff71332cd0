"""Which tags does an item have?"""

import re
from collections.abc import Iterable

from indexer.ledger import Reason, Repairs
from indexer.read.markup import plain
from search.model import MAX_TAGS
from search.names import distinct
from search.text import fold

#: Characters of a tag; a longer text is not a tag.
MAX_TAG_CHARACTERS = 200

# What marks a text as a name: #storm, and [[Storm]] or [[storm|Storm]] in a wiki.
_MARKED = re.compile(r"#(?=[^\W\d_]\S*\Z)(?P<tag>.*)|\[\[(?:[^\[\]|]*\|)?(?P<label>[^\[\]|]+)\]\]")
_WORD = re.compile(r"\w+")
_ASCII_WORD = re.compile("[a-z0-9]+")


def read_tags(names: Iterable[str], repairs: Repairs, kind: str = "tags") -> tuple[str, ...]:
    """Return tags (or another `kind` of names) without markup, each once (`search.names`)."""
    clean = distinct(map(plain, names))
    if any("#" in name or "[[" in name for name in clean):
        clean = distinct(map(without_marks, clean))
    tags = tuple(tag for tag in clean if len(tag) <= MAX_TAG_CHARACTERS)
    if len(tags) < len(clean):
        count = len(clean) - len(tags)
        have, they_were = ("has", "it was") if count == 1 else ("have", "they were")
        detail = (
            f"{count:,} of its {kind} {have} over {MAX_TAG_CHARACTERS} characters; "
            f"{they_were} left out."
        )
        repairs.add(Reason.TAGS_CUT, detail)
    if len(tags) > MAX_TAGS:
        detail = f"It has {len(tags):,} {kind}; all but the first {MAX_TAGS:,} were left out."
        repairs.add(Reason.TAGS_CUT, detail)
    return tags[:MAX_TAGS]


def without_marks(name: str) -> str:
    """Return a name without what marks it as one: #storm, [[Storm]], [[storm|Storm]]."""
    found = _MARKED.fullmatch(name.strip())
    return found["tag"] or found["label"] if found else name


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


def _words(text: str) -> frozenset[str]:
    """Return folded words, and their ASCII pieces, as in tags: Nicolás -> nicolas, nicol, s."""
    return frozenset((*_WORD.findall(fold(text)), *_ASCII_WORD.findall(text.lower())))
