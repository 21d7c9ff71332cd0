"""How are the hits spread over time? Bars by month, or by year."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from search import FacetValue, Page
from web.page_links import Links
from web.words import MONTHS, month_words

#: Months that are drawn as bars; a longer span is drawn by year.
MAX_MONTHS = 36
#: Years that are drawn: the latest. The facet lists all.
MAX_YEARS = 60
#: Columns that the width is divided into at least, so that a few bars are not too wide.
MIN_COLUMNS = 6
#: Months that are labelled with short names ("Jan"), and months that are labelled with letters.
MAX_NAMES = 6
MAX_LETTERS = 14
#: Labels, about, that many years get.
MAX_YEAR_LABELS = 7
#: Letters of a month's short name.
_SHORT_NAME = 3
HEIGHT_PIXELS = 72
MIN_BAR_PIXELS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartBar:
    """A month or a year: `left` and `width` in percent of the timeline, `height` in pixels.

    `label` stands below the bar, `second_label` below that: the year, at its first month.
    """

    value: str
    name: str
    count: int
    selected: bool
    label: str
    second_label: str
    left: float
    width: float
    height: int
    url: str | None

    @property
    def top(self) -> int:
        """Pixels between the top of the timeline and the top of the bar."""
        return HEIGHT_PIXELS - self.height


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Bars of one unit, `month` or `year`."""

    unit: str
    bars: tuple[ChartBar, ...]
    height: int = HEIGHT_PIXELS


def timeline(page: Page, links: Links) -> Chart | None:
    """Return the timeline of a search's hits; None if no hit has a day."""
    months = [entry for entry in page.facets.get("month", ()) if entry.count]
    if not months:
        return None
    if _month_number(months[-1].value) - _month_number(months[0].value) < MAX_MONTHS:
        return _drawn(links, "month", _filled(months, _month_number, _month_value))
    years = [entry for entry in page.facets.get("year", ()) if entry.count]
    if not years:  # a month is chosen, and no hit has it
        return None
    if int(years[-1].value) - int(years[0].value) < MAX_YEARS:
        years = _filled(years, int, "{:04}".format)
    return _drawn(links, "year", years[-MAX_YEARS:])


def _month_number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:]) - 1


def _month_value(number: int) -> str:
    return f"{number // 12:04}-{number % 12 + 1:02}"


def _filled(
    entries: list[FacetValue], number_of: Callable[[str], int], value_of: Callable[[int], str]
) -> list[FacetValue]:
    """Add the months or years without hits between those with hits."""
    counted = {number_of(entry.value): entry for entry in entries}
    return [
        counted.get(number) or FacetValue(value=value_of(number), count=0)
        for number in range(min(counted), max(counted) + 1)
    ]


def _drawn(links: Links, unit: str, entries: list[FacetValue]) -> Chart:
    highest = max(entry.count for entry in entries)
    columns = max(len(entries), MIN_COLUMNS)
    bars = []
    for column, (entry, labels) in enumerate(zip(entries, _labels(unit, entries), strict=True)):
        least = MIN_BAR_PIXELS if entry.count else 0
        step = "remove" if entry.selected else "only"
        bars.append(
            ChartBar(
                value=entry.value,
                name=month_words(entry.value) if unit == "month" else entry.value,
                count=entry.count,
                selected=entry.selected,
                label=labels[0],
                second_label=labels[1],
                left=round(100 * column / columns, 3),
                width=round(100 / columns, 3),
                height=max(round(HEIGHT_PIXELS * entry.count / highest), least),
                url=links.step(step, unit, entry.value) if entry.count else None,
            )
        )
    return Chart(unit=unit, bars=tuple(bars))


def _labels(unit: str, entries: list[FacetValue]) -> Iterator[tuple[str, str]]:
    """Yield the two labels of each bar, empty where there is no room for a label."""
    every = -(-len(entries) // MAX_YEAR_LABELS)
    for column, entry in enumerate(entries):
        year, month = entry.value[:4], entry.value[5:]
        if unit == "year":
            yield (year if column % every == 0 else ""), ""
            continue
        name = MONTHS[int(month) - 1][:_SHORT_NAME]
        begins = year if month == "01" or column == 0 else ""
        if len(entries) > MAX_LETTERS:
            yield (year if month == "01" else ""), ""
        elif len(entries) > MAX_NAMES:
            yield name[0], begins
        else:
            yield name, begins
