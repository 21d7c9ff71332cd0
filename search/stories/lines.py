"""Which words does a line say of its story?

A line is a title or a headline. What outlets put around it says nothing of the story:

    Opinion | The port strike, day 3 - Reuters     The port strike, day 3

and neither does the beginning that an outlet gives to lines of many days (`templates.py`).
"""

import re
from itertools import chain

from search.language.text_cache import TextCache
from search.stories.keys import key_of
from search.text import MAX_WORD_CHARACTERS, Analyzer

#: Characters of all pieces whose terms are cached, some 250,000 words: a full cache is emptied, and
#: archives of 200,000 items have more than 100,000 words.
_CACHED_CHARACTERS = 1 << 21
#: Characters of a line that are looked at.
_MAX_LINE_CHARACTERS = 400
#: Words before an outlet's name, at least, and words of the name, at most: `Boeing - Airbus` has
#: no such name.
_WORDS_BEFORE_NAME = 4
_WORDS_OF_NAME = 4

_NAME_BEHIND = re.compile(r"\s[|–—-]\s([^|]{1,40})$")
_KIND_BEFORE = re.compile(r"^\W*\w+(?: \w+)?\s\|\s")
#: Signs around a word that are not part of it.
_AROUND = ",.;:!?()[]\"'‘’“”"


class LineWords(TextCache[tuple[int, ...]]):
    """A cache: what stands between two blanks -> the keys of its terms."""

    def __init__(self, analyzer: Analyzer) -> None:
        super().__init__(self._words_of, _CACHED_CHARACTERS)
        self._analyzer = analyzer
        #: A cache: tag -> the keys of its terms.
        self.of_tags = TextCache(self._of_tag, _CACHED_CHARACTERS)

    def _of_tag(self, tag: str) -> tuple[int, ...]:
        return tuple(chain.from_iterable(map(self.__getitem__, pieces_of(tag))))

    def _words_of(self, piece: str) -> tuple[int, ...]:
        return tuple(map(key_of, self.terms_of(piece)))

    def terms_of(self, piece: str) -> list[str]:
        """Return the terms of what stands between two blanks."""
        word = piece.strip(_AROUND).lower()
        if word.isascii() and word.isalnum():  # most pieces: the quick way to the same term
            return [self._analyzer.term_of(word[:MAX_WORD_CHARACTERS])]
        return self._analyzer.terms(piece)


def pieces_of(line: str) -> list[str]:
    """Return what a line says, cut at its blanks."""
    return bare_line(line[:_MAX_LINE_CHARACTERS]).split()


def bare_line(line: str) -> str:
    """Return a line without an outlet's name behind it, or the kind of article before it.

    >>> bare_line("Opinion | The port strike, day 3 - Reuters")
    'The port strike, day 3'
    """
    if "|" not in line and " - " not in line and "–" not in line and "—" not in line:
        return line  # most lines
    behind = _NAME_BEHIND.search(line)
    if (
        behind
        and len(behind[1].split()) <= _WORDS_OF_NAME
        and len(line[: behind.start()].split()) >= _WORDS_BEFORE_NAME
    ):
        line = line[: behind.start()]
    return _KIND_BEFORE.sub("", line)
