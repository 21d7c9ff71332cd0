"""Which numbers and days stand on the axes of a chart? Round ones, and no more than have room."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from search.frozen import frozen
from search.periods import period_number, period_of
from web.translation import gettext, language

#: Steps between numbers of an axis, times powers of ten.
_STEPS = (1, 2, 5)
#: Numbers above 0 on an axis at most.
MAX_TICKS = 4
#: Labels of days that a page of some width has room for; `least` is a telephone with large letters.
ROOMS = {"wide": 14, "narrow": 4, "least": 2}
#: Unit -> numbers of periods from one label to the next that a reader can follow.
_PERIODS = {
    "day": (1, 2, 7, 14, 28, 56, 112),
    "week": (1, 2, 4, 8, 13, 26, 52, 104),
    "month": (1, 2, 3, 6, 12, 24, 60, 120),
}
_LONGER = (1, 2, 5, 10, 20, 50, 100)
_MONTHS_OF_A_YEAR = 12


@frozen(kw_only=True)
class DayLabel:
    """What stands below a bar: its day, month or year, and below that the year where it begins.

    `rooms` are the widths of pages (ROOMS) that show it.
    """

    index: int
    text: str
    year: str
    rooms: tuple[str, ...]


def ticks(highest: float, least_step: float = 0) -> list[float]:
    """Return round numbers from 0 to at least `highest`, the same step apart.

    >>> ticks(430), ticks(1, least_step=1), ticks(0)
    ([0, 200, 400, 600], [0, 1], [0, 1])
    """
    if highest <= 0:
        return [0, 1]
    power = -9
    while True:
        for step in _STEPS:
            size = step * 10**power if power >= 0 else step / 10**-power
            if size >= least_step and size * MAX_TICKS >= highest:
                count = -int(-highest // size)
                return [round(size * number, max(0, -power)) for number in range(count + 1)]
        power += 1


def day_labels(by: str, days: Sequence[date]) -> Iterator[DayLabel]:
    """Yield the labels of periods that begin with (or have) these days, in order."""
    rooms = defaultdict[tuple[int, str, str], list[str]](list)
    for room, most in ROOMS.items():
        for label in _labelled(by, days, most):
            rooms[label].append(room)
    for (index, text, year), own in sorted(rooms.items()):
        yield DayLabel(index=index, text=text, year=year, rooms=tuple(own))


def _labelled(by: str, days: Sequence[date], most: int) -> Iterator[tuple[int, str, str]]:
    """Yield the index, the text and the year of each labelled period, of `most` about."""
    steps = _PERIODS.get(by, _LONGER)
    step = next((step for step in steps if len(days) <= step * most), steps[-1])
    shown = [index for index, day in enumerate(days) if not _number(by, day) % step]
    before = 0
    for index in shown or [0]:
        begin = period_of(by, days[index])[0]
        year = begin.year if by in _PERIODS and begin.year != before else ""
        before = begin.year
        if by == "month" and not step % _MONTHS_OF_A_YEAR:
            yield index, str(year), ""
        else:
            yield index, _text(by, begin), str(year)


def _number(by: str, day: date) -> int:
    """Return the number of a period; those of days are counted from a Monday."""
    return period_number(by, day) - (by == "day")


def _text(by: str, begin: date) -> str:
    month = language().short_months[begin.month - 1]
    if by in ("day", "week"):
        return gettext("{day} {month}", day=str(begin.day), month=month)
    if by == "month":
        return month
    year = str(begin.year)
    return year if by == "year" else gettext("{year}s", year=year)
