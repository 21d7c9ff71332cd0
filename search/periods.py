"""Into which periods is a span of days divided? Days, ISO weeks, months, years and longer ones.

Days are numbers (`date.toordinal`), as engines compare them.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from datetime import date
from itertools import accumulate

from search.frozen import frozen

#: The units of time, the finest first. A week begins on Monday, a decade with a year such as 1990,
#: a century with one such as 1900.
UNITS = ("day", "week", "month", "year", "decade", "century")
#: What stands for the finest unit that fits, and for no timeline at all.
AUTO, NONE = "auto", "none"
#: Bars of a timeline where nobody asks for more or fewer, and bars that can be asked for.
USUAL_BARS = 120
MAX_BARS = 2_000
#: Share (1 / FAR_OFF) of the hits with a day that a timeline may leave out at its two ends together
#: if they are far off, such as one of 1970 beside thousands of 2026.
FAR_OFF = 100

_YEARS = {"year": 1, "decade": 10, "century": 100}
_DAYS_OF_A_WEEK = 7
#: The day after the last one of the calendar.
_END = date.max.toordinal() + 1

Span = tuple[int, int]


@frozen(kw_only=True)
class Spread:
    """How hits are to be counted over time: in `most` periods at most.

    They are those of the unit `by`, or of the finest coarser one with which the periods fit; AUTO
    is any unit. `first` and `last` are the days that were chosen for the timeline to begin and to
    end with; None leaves an end to the hits.
    """

    by: str = AUTO
    most: int = USUAL_BARS
    first: date | None = None
    last: date | None = None


@frozen(kw_only=True)
class Division:
    """Periods of one unit that follow each other.

    Period i begins with day `edges[i]` and ends before day `edges[i + 1]`. Of those that reach
    beyond a chosen day only the part within counts.
    """

    by: str
    edges: Sequence[int] = ()


def divided(
    spread: Spread, days: Sequence[int], counts: Sequence[int], held: Span | None
) -> Division:
    """Return the periods that hits are counted in; none if there are no hits and no chosen days.

    `days` are the different days of the hits, ascending, and `counts` how many hits each has;
    `held` are the first and the last day from which the archive has anything at all.

    The periods cover all hits, and the chosen days. If a finer unit fits without what is far off,
    that is left out: one in FAR_OFF of the hits at most (`_near`), or, where both ends are chosen,
    the days before and after all that the archive has.
    """
    span = _whole(spread, days, held)
    if span is None:
        return Division(by=_finest(spread, (1, 1)))
    unit = _finest(spread, span)
    if unit not in (spread.by, UNITS[0]):
        narrow = _narrow(spread, span, days, counts, held)
        if (finer := _finest(spread, narrow)) != unit:
            span, unit = narrow, finer
    number, begin = _OF_UNITS[unit]
    numbers = range(number(span[0]), number(span[1]) + 2)[-spread.most - 1 :]
    edges = [min(begin(own), _END) for own in numbers]
    if spread.first:
        edges[0] = max(edges[0], spread.first.toordinal())
    if spread.last:
        edges[-1] = min(edges[-1], spread.last.toordinal() + 1)
    return Division(by=unit, edges=edges)


def period_number(by: str, day: date) -> int:
    """Return the number of the period that a day is in; the next one has the next number.

    >>> period_number("year", date(2026, 1, 4)), period_number("decade", date(2026, 1, 4))
    (2026, 202)
    """
    return _OF_UNITS[by][0](day.toordinal())


def period_of(by: str, day: date) -> tuple[date, date]:
    """Return the first and the last day of the period that a day is in.

    >>> period_of("week", date(2026, 1, 4))
    (datetime.date(2025, 12, 29), datetime.date(2026, 1, 4))
    """
    number, begin = _OF_UNITS[by]
    own = number(day.toordinal())
    last = min(begin(own + 1), _END) - 1
    return date.fromordinal(begin(own)), date.fromordinal(last)


def _whole(spread: Spread, days: Sequence[int], held: Span | None) -> Span | None:
    """Return the chosen days, an end that is not chosen being that of the hits, or of the archive.

    None where there are no hits and no chosen days, or no day is between the chosen ones.
    """
    first, last = spread.first, spread.last
    if not (days or first or last) or (first and last and first > last):
        return None
    ends = (days[0], days[-1]) if days else held
    begin = first.toordinal() if first else None
    end = last.toordinal() if last else None
    known = [own for own in (begin, end, *(ends or ())) if own]
    return begin or min(known), end or max(known)


def _narrow(
    spread: Spread, whole: Span, days: Sequence[int], counts: Sequence[int], held: Span | None
) -> Span:
    """Return a span without what is far off; the same if nothing else is left of it.

    Where one end is open the other one bounds the hits, and no more.
    """
    held = held or whole
    is_closed = spread.first and spread.last
    limits = held if is_closed or not days else _near(days, counts, spread.most)
    begin, end = max(whole[0], limits[0]), min(whole[1], limits[1])
    return (begin, end) if begin <= end else whole


def _finest(spread: Spread, span: Span) -> str:
    """Return the finest unit that may be taken and fits, else the coarsest."""
    least = 0 if spread.by == AUTO else UNITS.index(spread.by)
    return next((unit for unit in UNITS[least:] if _size(unit, span) <= spread.most), UNITS[-1])


def _near(days: Sequence[int], counts: Sequence[int], most: int) -> Span:
    """Return the first and the last day of the hits without those far off.

    These are at most one in FAR_OFF. More days without a hit are between them and the hits in the
    middle than the middle has days, and more than `most`. The middle has all hits but the first and
    the last of them, one in 2 * FAR_OFF at each end.
    """
    before = list(accumulate(counts))
    spare = before[-1] // (2 * FAR_OFF)
    low, high = bisect_right(before, spare), bisect_left(before, before[-1] - spare)
    far = max(days[high] - days[low] + 1, most)
    first = (own for own in range(low, 0, -1) if days[own] - days[own - 1] > far)
    last = (own for own in range(high, len(days) - 1) if days[own + 1] - days[own] > far)
    return days[next(first, 0)], days[next(last, -1)]


def _size(by: str, span: Span) -> int:
    number, _ = _OF_UNITS[by]
    return number(span[1]) - number(span[0]) + 1


# -- the number of the period that a day is in, and the first day of the period of a number


def _same(number: int) -> int:
    return number


def _week(day: int) -> int:
    return (day - 1) // _DAYS_OF_A_WEEK  # day 1 is a Monday


def _week_begin(number: int) -> int:
    return number * _DAYS_OF_A_WEEK + 1


def _month(day: int) -> int:
    own = date.fromordinal(day)
    return own.year * 12 + own.month - 1


def _month_begin(number: int) -> int:
    year, month = divmod(number, 12)
    return date(year, month + 1, 1).toordinal() if year <= date.max.year else _END


def _of_years(years: int) -> tuple[Callable[[int], int], Callable[[int], int]]:
    def number(day: int) -> int:
        return date.fromordinal(day).year // years

    def begin(number: int) -> int:
        year = max(number * years, date.min.year)  # the first decade and century are shorter
        return date(year, 1, 1).toordinal() if year <= date.max.year else _END

    return number, begin


_OF_UNITS: dict[str, tuple[Callable[[int], int], Callable[[int], int]]] = {
    "day": (_same, _same),
    "week": (_week, _week_begin),
    "month": (_month, _month_begin),
    **{unit: _of_years(years) for unit, years in _YEARS.items()},
}
