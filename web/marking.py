"""How is a text shown with its marks, and with a way from one match to the next?

Behind each match stands a stop: an anchor that shows links to the matches before and after it once
it is where the reader is (`:target`). That needs no JavaScript, and costs no stop of the keyboard
anywhere else. A title is a heading and a headline is a link, in which no other link may stand, so
one stop stands behind each of them for all matches in it.
"""

from collections.abc import Sequence
from itertools import accumulate, pairwise

import nh3
from markupsafe import Markup

from search.results import Marks
from web.escaping import safe
from web.translation import gettext

#: MarkedMatches that a page marks; each takes some 200 bytes.
MAX_MATCHES = 300
#: Words of headlines that a page marks as their own: more would be longer than the headlines.
MAX_OWN_WORDS = 8_000
_TAGS = {"p", "mark", "span", "a"}
_ATTRIBUTES = {"p": {"dir", "lang"}, "span": {"class", "id", "lang"}, "a": {"href"}}


class MarkedMatches:
    """The matches of a page, numbered from 1 in the order in which they are shown.

    `total` is how many there are, `marked` how many of them the page marks.
    """

    def __init__(
        self,
        title: Marks,
        text: Marks,
        lines: Sequence[Marks],
        spoken: str = "",
        left_out: int = 0,
    ) -> None:
        """Take the matches of all texts in the order in which they are shown.

        `spoken` is the attribute that says of which language the page's own words are in them.
        `left_out` is the number of matches behind these that the page does not show.
        """
        self._spoken = spoken
        groups = [title, text, *lines]
        shown = sum(map(len, groups))
        self.total = shown + left_out
        self.marked = min(shown, MAX_MATCHES)
        firsts = list(accumulate(map(len, groups), initial=1))
        stops: list[int] = []
        for index, (marks, first) in enumerate(zip(groups, firsts, strict=False)):
            numbers = range(first, first + len(marks))
            stops += numbers if index == 1 else numbers[:1]  # each in the text
        stops = [number for number in stops if number <= self.marked]
        self._next = dict(pairwise(stops))
        self._before = {after: before for before, after in pairwise(stops)}
        self._shown = 0
        self._own_left = MAX_OWN_WORDS

    def __bool__(self) -> bool:
        """Tell whether there is a match."""
        return self.total > 0

    def paragraphs(self, text: str, marks: Marks) -> Markup:
        """Return a plain text as HTML, a paragraph for each line, each match with a stop.

        The text is escaped; the HTML is sanitised as well, in case a later change forgets to
        escape.
        """
        kept = list(self._kept(marks))
        shown, start, passed = [], 0, 0
        for line in text.splitlines(keepends=True):
            end = start + len(line)
            own = []
            while passed < len(kept) and kept[passed][0] < end:
                own.append((kept[passed][0], min(kept[passed][1], end)))
                passed += 1
            if line.strip():
                html = self._with_stops(text, start, end, tuple(own)).strip()
                shown.append(f'<p dir="auto">{html}</p>\n')
            else:
                self._shown += len(own)
            start = end
        html = "".join(shown)
        return Markup(nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, link_rel=None))

    def line(self, text: str, marks: Marks, own: Marks = ()) -> tuple[Markup, Markup]:
        """Return a title or headline with matches and own words, and the stop to put behind it."""
        kept = self._kept(marks)
        number = self._shown + 1
        self._shown += len(kept)
        stop = self._stop(number, self._shown) if kept else ""
        own = own[: self._own_left]
        self._own_left -= len(own)
        return Markup(_with_own(text, kept, own)), Markup(stop)

    def _kept(self, marks: Marks) -> Marks:
        return marks[: max(0, self.marked - self._shown)]

    def _with_stops(self, text: str, start: int, end: int, marks: Marks) -> str:
        parts: list[str] = []
        for first, last in marks:
            self._shown += 1
            stop = self._stop(self._shown, self._shown)
            parts += (safe(text[start:first]), f"<mark>{safe(text[first:last])}</mark>{stop}")
            start = last
        return "".join((*parts, safe(text[start:end])))

    def _stop(self, first: int, last: int) -> str:
        """Return the anchor behind the matches `first` to `last`, with links to those beside."""
        before, after = self._before.get(first), self._next.get(first)
        numbers = f"{first}" if first == last else f"{first}–{last}"
        back = _step(before, "‹", gettext("Previous match")) if before else ""
        on = _step(after, "›", gettext("Next match")) if after else ""
        words = gettext("{shown} of {total}", shown=numbers, total=self.total)
        return f'<span class="stop" id="match-{first}"{self._spoken}>{back}{words}{on}</span>'


def _step(number: int, sign: str, name: str) -> str:
    return f'<a href="#match-{number}">{sign}<span class="unseen"> {name}</span></a>'


def _with_own(text: str, marks: Marks, own: Marks) -> str:
    """Return a text with its matches marked, and its own words in them and between them."""
    parts: list[str] = []
    start = 0
    for first, last in marks:
        parts.append(_own(text, start, first, own))
        parts.append(f"<mark>{_own(text, first, last, own)}</mark>")
        start = last
    parts.append(_own(text, start, len(text), own))
    return "".join(parts)


def _own(text: str, start: int, end: int, own: Marks) -> str:
    """Return a part of a text with the words in it that no other headline has."""
    parts: list[str] = []
    for first, last in own:
        first, last = max(first, start), min(last, end)
        if first < last:
            parts += (safe(text[start:first]), f"<b>{safe(text[first:last])}</b>")
            start = last
    return "".join((*parts, safe(text[start:end])))
