"""Was a headline reworded? Told apart from an outlet's name behind it, a cut, and a rolling page.

    Port strike ends in Hull | CNN          Port strike ends in Hull            the same
    Port strike ends in…                    Port strike ends in Hull            the same: cut
    Port strike: live updates               Talks fail at the port – live       a page that rolls on
    Port strike ends in Hull                Port strike ends after talks        reworded

Case, accents and signs are no words. A page that rolls on has another headline for what is newest,
so that its headlines are not wordings of one.
"""

import re
from collections.abc import Iterable, Sequence

from search.language.folding import fold
from search.names import name_key
from search.stories.lines import bare_line

#: Characters of a headline that are compared.
MAX_COMPARED_LINE = 400
#: Words of an outlet's name behind a headline, or of a kind of article before it, at most.
_AROUND_WORDS = 4
#: Words of a headline, at least, for something around it to be a name: `Boeing - Airbus` has none.
_AROUND_LEAST = 3
#: Different wordings of one article, at most: with more it is a page that rolls on.
MOST_WORDINGS = 6
#: Wordings of one article of which the first and the last have a word in common, or it rolls on.
_MANY_WORDINGS = 4

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_CUT = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s*$")
_BEHIND = re.compile(r"\s+[|–—-]+\s+|\s*[|»›·•]\s*")
_BEFORE = re.compile(r"\s*[|:]\s+|\s+[–—-]+\s+")
_LIVE_LINE = re.compile(
    r"\blive[\s-]?(?:blog|updates?|ticker|news|coverage|reporting)\b|\bas it happened\b"
    r"|^\W*(?:live|en direct|en vivo|ao vivo|liveticker)\b\W|[|–—:-]\s*live\W*$"
    r"|\bliveblog|\bliveticker|\bnewsblog|\bupdates:",
    re.IGNORECASE,
)
#: At the end, or before a colon, "live" is no verb unless one of these stands before it.
_LIVE_AT_END = re.compile(
    r"(?<!\bto)(?<!\bwe)(?<!\byou)(?<!\bthey)(?<!\bwho)(?<!\bcan)(?<!\bwill)(?<!\bpeople)"
    r"(?<!\bnot)(?<!\bi)(?<!\bmust)(?<!\bmay)(?<!\bwould)\s+live\s*(?:$|[:–—|])",
    re.IGNORECASE,
)
_LIVE_LINK = re.compile(
    r"/live(?:/|-|blog|\b)|[-/]live-?(?:blog|updates?|news|ticker)|-live(?:[-/.]|$)", re.IGNORECASE
)


class Wordings:
    """The wordings of one article's headline, in the order in which they came; each once."""

    def __init__(self, link: str = "") -> None:
        self._is_live = bool(_LIVE_LINK.search(link.partition("?")[0]))
        self._words: list[tuple[str, ...]] = []
        self._lines: list[str] = []

    def add(self, line: str, outlet: str = "") -> bool:
        """Take in a headline; return whether it is another wording than those before."""
        line = line[:MAX_COMPARED_LINE]
        self._is_live = self._is_live or _is_live(line, outlet)
        words = words_of(line, outlet)
        if not words:
            return False
        for number, known in enumerate(self._words):
            if is_same(self._lines[number], known, line, words):
                if len(words) > len(known) and _CUT.search(self._lines[number]):
                    self._words[number], self._lines[number] = words, line  # it is whole now
                return False
        self._words.append(words)
        self._lines.append(line)
        return True

    @property
    def texts(self) -> Sequence[str]:
        """The wordings, the whole of those that were cut where it is known."""
        return self._lines

    @property
    def is_reworded(self) -> bool:
        """Whether there are several."""
        return len(self._lines) > 1

    @property
    def is_rolling(self) -> bool:
        """Whether they are rather what a page that rolls on said at different times."""
        many = len(self._words)
        if self._is_live or many > MOST_WORDINGS:
            return True
        return many >= _MANY_WORDINGS and not {*self._words[0]} & {*self._words[-1]}


def _is_live(line: str, outlet: str) -> bool:
    line = _without_outlet(line, name_key(outlet)) if outlet else line
    return bool(_LIVE_LINE.search(line) or _LIVE_AT_END.search(line))


def words_of(line: str, outlet: str = "") -> tuple[str, ...]:
    """Return the words by which headlines are compared, without the name of the outlet.

    >>> words_of("Opinion | The Port's strike, day 3 - Reuters")
    ('the', "port's", 'strike', 'day', '3')
    """
    line = _CUT.sub("", line)
    if outlet:
        line = _without_outlet(line, name_key(outlet))
    return tuple(fold(word).replace("’", "'") for word in _WORD.findall(bare_line(line)))


def _without_outlet(line: str, key: str) -> str:
    """Return a line without the name of its outlet, before or behind it."""
    parts = _BEHIND.split(line)
    if len(parts) > 1 and key in name_key(parts[-1]):
        return line[: line.rindex(parts[-1])].rstrip(" |–—-»›·•")
    return line


def is_same(line: str, words: Sequence[str], other: str, others: Sequence[str]) -> bool:
    """Tell whether two headlines are one wording: but for a cut, or what stands around it."""
    if len(words) > len(others):
        line, words, other, others = other, others, line, words
    if words == others:
        return True
    count = len(words)
    if _CUT.search(line) and others[: count - 1] == words[:-1]:
        return others[count - 1].startswith(words[-1])
    if count < _AROUND_LEAST:
        return False
    if others[:count] == words:
        return _is_around(_parts(other, _BEHIND), others[count:])
    if others[-count:] == words:
        return _is_around(_parts(other, _BEFORE)[::-1], others[:-count])
    return False


def _parts(line: str, parted: re.Pattern[str]) -> list[tuple[str, ...]]:
    return [tuple(map(fold, _WORD.findall(part))) for part in parted.split(line)]


def _is_around(parts: Iterable[tuple[str, ...]], rest: Sequence[str]) -> bool:
    """Tell whether what one headline has more is the last of its parts, and short."""
    return len(rest) <= _AROUND_WORDS and tuple(rest) in list(parts)[1:]
