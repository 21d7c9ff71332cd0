"""Which beginnings does an outlet give to lines of many days? They say nothing of a story.

Ukraine war briefing: Kyiv counts the cost     the first three words of a line a day
List of key events, day 1,413                  all of it
"""

from collections.abc import Sequence

#: Words of a beginning -> days before that have it, from which on it is a template. Two words may
#: as well be a name in the news.
_DAYS_OF_TEMPLATE = {2: 7, 3: 3, 6: 3}
#: Such days of a line of fewer words than three: Crossword, Morning briefing.
_DAYS_OF_SHORT_LINE = 3
_SHORT = 3

#: The first words of a line, and the outlet: `ukrain war brief\tGlobe`. A line that is too short to
#: have more words ends with a blank: `crossword \tGlobe`.
Start = str


class Templates:
    """The beginnings of the lines of the last days: start -> day -> lines that have it."""

    def __init__(self) -> None:
        self._days: dict[Start, dict[int, int]] = {}

    def cut(
        self, outlet: str, words: Sequence[str], day: int, starts: list[Start]
    ) -> Sequence[str]:
        """Return the words of a line without a template; add the line's beginnings to `starts`."""
        if len(words) < _SHORT:
            start = f"{' '.join(words)} \t{outlet}"
            starts.append(start)
            return () if self._is_template(start, day, _DAYS_OF_SHORT_LINE) else words
        cut = 0
        is_known = True
        for length, least in _DAYS_OF_TEMPLATE.items():
            if length > len(words):
                break
            start = f"{' '.join(words[:length])}\t{outlet}"
            starts.append(start)
            # Lines that have a beginning have its own beginnings, too.
            is_known = is_known and start in self._days
            if is_known and self._is_template(start, day, least):
                cut = length
        return words[cut:] if cut else words

    def _is_template(self, start: Start, day: int, least: int) -> bool:
        days = self._days.get(start, ())
        return len(days) - (day in days) >= least

    def add(self, starts: Sequence[Start], day: int) -> None:
        """Take in the beginnings of an item's lines."""
        for start in starts:
            days = self._days.get(start)
            if days is None:
                self._days[start] = {day: 1}
            else:
                days[day] = days.get(day, 0) + 1

    def remove(self, starts: Sequence[Start], day: int) -> None:
        """Take out what `add` took in."""
        for start in starts:
            days = self._days[start]
            if days[day] > 1:
                days[day] -= 1
            elif len(days) > 1:
                del days[day]
            else:
                del self._days[start]
