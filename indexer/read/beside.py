"""Which texts of the front matter does a reader see beside the body of an item?

Pages show a subtitle or a standfirst above the text, so it is part of the text. The ledger says
which captions of pictures are left out. A description is shown in lists of pages only, if at all.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from indexer.ledger import Repairs
from indexer.read.field_values import folded
from indexer.read.keys import ABOVE_TEXT, CAPTIONS
from indexer.read.whole_texts import say_left_out, whole_text

_ABOVE = frozenset(ABOVE_TEXT)
_CAPTIONS = frozenset(CAPTIONS)
_WORDS = re.compile(r"\w+")


def with_text_above(
    values: Mapping[str, object], title: str, text: str, text_of: Callable[[str], str]
) -> str:
    """Return the text with what a page shows above it, but for what it says itself.

    `text_of` reads the text of a key as a body is read. Values are by folded key.
    """
    if _ABOVE.isdisjoint(values):
        return text
    above: list[str] = []
    known = _words(f"{title} {text}")
    for key in filter(values.__contains__, ABOVE_TEXT):
        found = text_of(key)
        if new := _words(found) - known:
            above.append(found)
            known |= new
    return "\n".join(filter(None, [*above, text]))


def say_captions(values: Mapping[str, object], shown: str, repairs: Repairs) -> None:
    """Report captions that say more than what is shown of an item."""
    for key, caption in _captions(values):
        if _words(caption) - _words(shown):
            say_left_out(key, (caption,), repairs, "as it belongs to a picture")


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
    return {word for word in _WORDS.findall(text.lower()) if not word.isdigit()}
