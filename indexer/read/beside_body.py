"""Which texts of the front matter does a reader see beside the body of an item?

Pages show a subtitle or a standfirst above the text, and lists of pages a description, so these are
part of the text if they say what it does not. The ledger says which captions of pictures are left
out, and descriptions of clusters.
"""

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import filterfalse

from indexer.ledger import Repairs
from indexer.read.field_values import first_text, folded, members_of
from indexer.read.key_text import MIN_WORDS_SAID
from indexer.read.keys import (
    ABOVE_TEXT,
    CAPTIONS,
    DESCRIPTIONS,
    GROUPS_OF_TEXTS,
    OTHER_TITLES,
    TITLE,
)
from indexer.read.markup import one_line, plain
from indexer.read.whole_texts import say_left_out, whole_text
from search.model import Headline

#: Keys with such texts, in the order in which they stand above the body.
_ABOVE = (*ABOVE_TEXT, *(key for key in DESCRIPTIONS if key not in ABOVE_TEXT))
_CAPTIONS = frozenset(CAPTIONS)
_OTHER_TITLES = frozenset(OTHER_TITLES)
_GROUPS = frozenset(GROUPS_OF_TEXTS)
_WORDS = re.compile(r"\w+")
#: Signs that Markdown, HTML or a setting has.
_MARKS = re.compile(r"[<*_`\[\\{|#~^=+$\n]|%%|::|\A\W*(?:\w+\W*|\d.*)\Z")
_NO_WORDS = re.compile(r"\W+")
#: What stands for the rest of a text that was cut off.
_CUT = "….[] "
#: What ends a text that was not.
_ENDS = frozenset(".!?\"'”’»)。！？")
#: Characters of a text that tell whether it is the beginning of another.
_BEGINNING = 12
#: Characters of a description in which the first headline of its cluster begins, mostly.
_MAX_BEFORE = 100


def with_texts_of_groups(values: Mapping[str, object]) -> Mapping[str, object]:
    """Return values with the subtitles and descriptions that Zola and Hugo have in mappings.

    Keys of the front matter itself go before those. Values are by folded key.
    """
    if _GROUPS.isdisjoint(values):
        return values
    found: dict[str, object] = {}
    for group in filter(values.__contains__, GROUPS_OF_TEXTS):
        for key, value in members_of(values[group]).items():
            if key in _ABOVE and isinstance(value, str) and not first_text(values.get(key)):
                found.setdefault(key, value)
    return {**values, **found} if found else values


def with_text_above(
    values: Mapping[str, object], title: str, text: str, text_of: Callable[[str], str]
) -> str:
    """Return the text with what a page shows above it, but for what it says itself.

    `text_of` reads the text of a key as a body is read. Values are by folded key.
    """
    above: list[str] = []
    given: list[object] = [None]
    for key in _ABOVE:
        value = values.get(key)
        if value in given or (isinstance(value, str) and value in text):  # as most are
            continue
        given.append(value)
        if isinstance(value, str) and not _MARKS.search(value):
            found = one_line(html.unescape(value))
        else:
            found = text_of(key)
        if found and _says_more(found, "\n".join([title, *above, text])):
            above.append(found)
    return "\n".join([*above, text]) if above else text


def say_descriptions(
    values: Mapping[str, object],
    title: str,
    headlines: Sequence[Headline],
    text_of: Callable[[str], str],
    repairs: Repairs,
) -> None:
    """Report descriptions of a cluster that say much more than its headlines.

    Mostly they are its body without tags, and with nothing between the headlines.
    """
    first = headlines[0].text[:_BEGINNING]
    for key in _ABOVE:
        value = values.get(key)
        if value is None or (isinstance(value, str) and first in value[:_MAX_BEFORE]):
            continue
        shown = " ".join([title, *(f"{line.text} {line.outlet}" for line in headlines)]).lower()
        found = text_of(key)
        if sum(word not in shown for word in _words(found)) >= MIN_WORDS_SAID:
            say_left_out(key, (found,), repairs, "as its body lists headlines")


def _says_more(found: str, shown: str) -> bool:
    """Tell whether a text has words that the shown one has not.

    It has none if it is the beginning of that, whatever stands, or is missing, between its words.
    The last word may be cut off.
    """
    small, known = found.rstrip(_CUT).lower(), shown.lower()
    if small in known:
        return False
    words = _WORDS.findall(small)
    if len(words) > 1 and found[-1] not in _ENDS and words[-1] in known:
        words.pop()
    if next(filterfalse(known.__contains__, words), None):
        start = known.find(small[:_BEGINNING])
        same = known[start : start + 2 * len(small)] if start >= 0 else ""
        return _NO_WORDS.sub("", small) not in _NO_WORDS.sub("", same)
    return not _words(known).issuperset(words)


def say_captions(values: Mapping[str, object], shown: str, repairs: Repairs) -> None:
    """Report captions that say more than what is shown of an item."""
    for key, caption in _captions(values):
        if _words(caption) - _words(shown):
            say_left_out(key, (caption,), repairs, "as it belongs to a picture")


def say_other_titles(values: Mapping[str, object], shown: str, repairs: Repairs) -> None:
    """Report titles in other keys that say more than what is shown of an item.

    The subject of an item with a title is a tag.
    """
    if _OTHER_TITLES.isdisjoint(values):
        return
    for key in filter(values.__contains__, OTHER_TITLES):
        title = (
            "" if key == "subject" and TITLE in values else plain(whole_text(values[key], " ").text)
        )
        if _words(title) - _words(shown):
            say_left_out(key, (title,), repairs, "as an item has one title")


def _captions(values: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for key, value in values.items():
        if key in _CAPTIONS:
            yield key, whole_text(value, " ").text
        elif isinstance(value, dict | list):
            for mapping in value if isinstance(value, list) else [value]:
                if isinstance(mapping, Mapping):
                    for member, caption in folded(mapping).items():
                        if member in _CAPTIONS:
                            yield key, whole_text(caption, " ").text


def _words(text: str) -> set[str]:
    return set(_WORDS.findall(text.lower()))
