"""Which tags does an item have?"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from indexer.ledger import Reason, Repairs
from indexer.read.field_values import NamesRead, members_of, names
from indexer.read.field_values import name as name_of_text
from indexer.read.keys import GROUPS, TITLE
from indexer.read.markup import plain
from indexer.read.titles import shortened
from indexer.read.whole_texts import say_left_out
from search.model import MAX_TAGS
from search.names import distinct, name_key
from search.text import fold

#: Characters of a tag; a longer text is not a tag.
MAX_TAG_CHARACTERS = 200

# What marks a text as a name: #storm, and [[Storm]] or [[storm|Storm]] in a wiki.
_MARKED = re.compile(r"#(?=[^\W\d_]\S*\Z)(?P<tag>.*)|\[\[(?:[^\[\]|]*\|)?(?P<label>[^\[\]|]+)\]\]")
#: The name of a post of Jekyll, its folder, and the keys whose texts it parts.
_POST = re.compile(r"\d{4}-\d{1,2}-\d{1,2}-")
_POSTS = "_posts"
_PARTED_BY_JEKYLL = ("tags", "categories")
#: Several names with blanks between, and no sign that parts or encloses names.
_WORDS = re.compile(r"[^\s,;#:\[\]{}\"'，、；]+(?:\s+[^\s,;#:\[\]{}\"'，、；]+)+")
_SUBJECT = "subject"
_WORD = re.compile(r"\w+")
_ASCII_WORD = re.compile("[a-z0-9]+")


def names_in(
    values: Mapping[str, object], ranked: tuple[frozenset[str], ...], repairs: Repairs
) -> list[str]:
    """Return the names of the first of some rows of keys that has any; say what others have.

    They are those of all keys of the row, at the top, as `taxonomies.tags`, or in one of the
    GROUPS, as they come. The subject of an item without a title is its title.
    """
    found: list[str] = []
    first = ""
    has_groups = any(key in GROUPS or "." in key for key in values)
    for keys in ranked:
        if keys.isdisjoint(values) and not has_groups:
            continue
        for key, value in _given(values, keys):
            if key == _SUBJECT and not name_of_text(values.get(TITLE)):
                continue
            named = names(value)
            _say_unread(key, named, repairs)
            if not first or first in keys:
                found += named.found
                first = first or (key if named.found else "")
                continue
            known = set(map(name_key, found))
            others = ", ".join(own for own in named.found if name_key(own) not in known)
            say_left_out(key, (others,) * bool(others), repairs, f"as {repairs.key(first)} counts")
    return found


def with_names_of_jekyll(
    values: Mapping[str, object], item_id: str, repairs: Repairs
) -> Mapping[str, object]:
    """Return values with tags and categories parted at blanks, in a post of Jekyll: `storm port`.

    Other programs, as Hugo, take that for one name. Jekyll demands a day before the name of a post,
    which Hexo, whose posts lie in `_posts`, too, does not.
    """
    path = PurePosixPath(item_id)
    if not _POST.match(path.name) or not ("layout" in values or _POSTS in path.parts):
        return values
    parted: dict[str, object] = {}
    for key in _PARTED_BY_JEKYLL:
        value = values.get(key)
        if isinstance(value, str) and _WORDS.fullmatch(value):
            parted[key] = value.split()
            detail = f"The key {repairs.key(key)} has no comma; it was parted at blanks, as Jekyll "
            repairs.add(
                Reason.TAGS_PARTED, f"{detail}does: {shortened(', '.join(value.split()), 60)!r}."
            )
    return {**values, **parted} if parted else values


def _given(values: Mapping[str, object], keys: frozenset[str]) -> Iterator[tuple[str, object]]:
    """Yield what some keys hold, at the top and in groups."""
    for top, value in values.items():
        if top in keys:
            yield top, value
            continue
        if top in GROUPS:
            given = members_of(value)
            for group in filter(given.__contains__, GROUPS):
                given = {**given, **members_of(given[group])}
        elif "." in top and top.rpartition(".")[0] in GROUPS:
            given = {top.rpartition(".")[2]: value}
        else:
            continue
        yield from ((key, given[key]) for key in filter(keys.__contains__, given))


def _say_unread(key: str, named: NamesRead, repairs: Repairs) -> None:
    if count := named.unread:
        was = "A part was" if count == 1 else f"{count} parts were"
        detail = f"{was} left out of the key {repairs.key(key)}, as no name can be read from it."
        repairs.add(Reason.UNREAD_TAGS, detail)
    if named.with_colon:
        names = shortened("; ".join(named.with_colon), 60)
        detail = f"A name with a colon is a mapping in the key {repairs.key(key)}; it was read as "
        repairs.add(Reason.BROKEN_FRONT_MATTER, f"{detail}a name: {names!r}.")


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
