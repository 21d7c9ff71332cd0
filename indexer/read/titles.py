"""What is an item's title, without the name of an outlet behind it?"""

import re
from collections.abc import Iterator

from indexer.read.outlets import MAX_OUTLET_CHARACTERS, Outlets

#: Characters of a first sentence that is taken for a title; a longer one is shortened.
MAX_SENTENCE_CHARACTERS = 200

#: Characters and words of a section's name behind an outlet's: Breaking News.
MAX_SECTION_CHARACTERS = 30
MAX_SECTION_WORDS = 3

_SENTENCE_END = re.compile(r"(?<=[.!?。！？])(?:\s|(?<=[。！？]))")
# Written so that each alternative begins with a fixed character: such patterns are quicker.
_SEPARATOR = re.compile(r" (?:[-–—·•»«] |:: |\| ?)|\| ?")
# In Chinese, Japanese and Korean a name follows without blanks: 港口关闭_新华网.
_NARROW_SEPARATOR = re.compile(rf"{_SEPARATOR.pattern}|[-_–—](?=[\u2e80-\uffdc])")
#: The section that some outlets put into their name: BBC Sport.
_SECTION = re.compile(r"(?<=\w) (?:Business|News|Opinion|Politics|Sports?|World)\Z")
#: The day that some outlets put behind their name.
_DATED = re.compile(r",? \d{1,2}\.\d{1,2}\.\d{4}\Z")
_WORD = re.compile(r"\w")


def endings(title: str) -> Iterator[tuple[str, str]]:
    """Yield each way to split a one-line title into the title proper and an outlet's name.

    The longest name comes first, as some names contain ` - `: "A - B - C" -> ("A", "B - C"),
    ("A - B", "C").
    """
    separator = _SEPARATOR if title.isascii() else _NARROW_SEPARATOR
    for found in separator.finditer(title, max(0, len(title) - MAX_OUTLET_CHARACTERS)):
        own, ending = title[: found.start()], title[found.end() :]
        if own and ending:
            yield own, ending


def without_outlet(title: str, outlet: str, outlets: Outlets) -> str:
    """Return a title or headline without its own outlet at the end, under any of its names.

    "A - B | Daily Sabah - Daily Sabah" -> "A - B"; a section behind it goes with it, as in
    "A - Daily Sabah - World News". What would leave no word stays. No colon is a
    separator: in "Tokyo plans election: NHK" it tells who said so.
    """
    if not outlet:
        return title
    while True:
        for own, ending in endings(title):
            if _WORD.search(own) and _is_of(ending, outlet, outlets):
                title = own.rstrip()
                break
        else:
            return title


def _is_of(ending: str, outlet: str, outlets: Outlets) -> bool:
    """Tell whether an ending is an outlet's name, alone or with a section or a day behind it."""
    if outlets.are_one(ending, outlet):
        return True
    if ending[-1].isdigit():
        ending = _DATED.sub("", ending)
    own = _SECTION.sub("", ending)
    return outlets.are_one(own, outlet) or any(
        len(section) <= MAX_SECTION_CHARACTERS
        and len(section.split()) <= MAX_SECTION_WORDS
        and outlets.are_one(name, outlet)
        for name, section in endings(ending)
    )


def first_sentence(text: str) -> str:
    """Return the first sentence of a text's first line, a long one shortened."""
    sentence = _SENTENCE_END.split(text.partition("\n")[0], maxsplit=1)[0]
    return shortened(sentence, MAX_SENTENCE_CHARACTERS)


def shortened(text: str, limit: int) -> str:
    """Return a text cut between words to at most `limit` characters, with an ellipsis."""
    if len(text) <= limit:
        return text
    cut = text[:limit]
    return (cut[: cut.rfind(" ")] if " " in cut else cut[:-1]).rstrip() + "…"
