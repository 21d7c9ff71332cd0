"""How is a timeline drawn, and how is it listed for those who cannot see the drawing?

The drawing is SVG in three parts, side by side and below each other: the numbers, the bars, the
days. Lengths across are shares of the width, so that it fits any page without a script.
"""

from collections.abc import Iterator
from itertools import groupby, pairwise

from flask import Flask
from markupsafe import Markup

from search.deadlines import check_deadline
from search.periods import period_number
from web.axis import DayLabel
from web.escaping import safe
from web.steps import BAR_DAYS, span_value
from web.timeline import Chart, Column
from web.translation import decimal, gettext, number

#: Columns of a chart below which its bars are no wider, though their columns are.
FEW_COLUMNS = 7
#: Height of the bars in units of the drawing, and the least height of a bar with hits.
HEIGHT = 100
MIN_HEIGHT = 1.5
#: Unit of the bars -> the longer one at whose begins lines are drawn.
_LONGER = {"day": "month", "week": "month", "month": "year"}
#: Share of its column that a bar leaves free on each side.
_MARGIN = 0.1


def init_app(app: Flask) -> None:
    """Register the parts of the drawing as filters of the templates."""
    app.jinja_env.filters.update(
        chart_bars=bars,
        chart_buttons=buttons,
        chart_days=days,
        chart_numbers=numbers,
        chart_rows=rows,
    )


def numbers(chart: Chart) -> Markup:
    """Return the numbers of the axis as SVG."""
    top = chart.ticks[-1]
    return Markup(
        "".join(
            f'<text x="100%" y="{short(HEIGHT - HEIGHT * tick / top)}%" dy=".32em">'
            f"{_tick(tick, chart.share)}</text>"
            for tick in chart.ticks
        )
    )


def bars(chart: Chart) -> Markup:
    """Return the grid and the bars as SVG: all bars are one path."""
    drawn = "".join(
        _bar(chart, column, index) for index, column in enumerate(chart.columns) if column.bar.count
    )
    return Markup(
        f"{grid(chart)}\n"
        f'<svg class="bars" viewBox="0 0 {len(chart.columns)} {HEIGHT}" preserveAspectRatio="none">'
        f'<path d="{drawn}"/></svg>'
    )


def buttons(chart: Chart) -> Markup:
    """Return what lies over the bars: a button for each that leads to its days."""
    parts = []
    for column in chart.columns:
        button = f"<button {_days(column)} tabindex=-1></button>"
        parts.append(button if column.is_step else "<i></i>")
    return Markup("".join(parts))


def grid(chart: Chart) -> str:
    """Return the lines of the axis and between longer periods, and what is hatched, as SVG."""
    width = len(chart.columns)
    top = chart.ticks[-1]
    lines = '<line x2="100%" y1="100%" y2="100%"/>'
    for tick in chart.ticks[1:]:
        y = short(HEIGHT - HEIGHT * tick / top)
        lines += f'<line x2="100%" y1="{y}%" y2="{y}%"/>'
    for index in _begins(chart):
        x = short(100 * index / width)
        lines += f'<line class=begin x1="{x}%" x2="{x}%" y2="100%"/>'
    return f'<g class="lines">{lines}</g>{"".join(_gaps(chart, width))}'


def days(chart: Chart) -> Markup:
    """Return the labels of the bars as SVG."""
    width = len(chart.columns)
    parts = []
    for rooms, labels in groupby(chart.labels, lambda label: label.rooms):
        texts = "".join(_label(label, width) for label in labels)
        parts.append(f'<g class="{" ".join(rooms)}">{texts}</g>')
    return Markup("".join(parts))


def rows(chart: Chart) -> Markup:
    """Return a row of a table for each bar."""
    is_of_all = chart.is_of_all
    return Markup("".join(_row(column, is_of_all) for column in chart.columns))


def _days(column: Column) -> str:
    return f"name={BAR_DAYS} value={span_value(column.bar.first, column.bar.last)}"


def _label(label: DayLabel, width: int) -> str:
    x = f'x="{short(100 * (label.index + 0.5) / width)}%"'
    year = f"<text class=year {x}>{label.year}</text>" if label.year else ""
    return f"<text {x}>{label.text}</text>{year}"


def _bar(chart: Chart, column: Column, index: int) -> str:
    check_deadline()
    top = short(HEIGHT - max(HEIGHT * column.value / chart.ticks[-1], MIN_HEIGHT))
    width = (1 - 2 * _MARGIN) * min(1, len(chart.columns) / FEW_COLUMNS)
    return f"M{short(index + (1 - width) / 2)} {HEIGHT}V{top}h{short(width)}V{HEIGHT}"


def _begins(chart: Chart) -> Iterator[int]:
    """Yield the columns with which a month begins, a year or a decade: the next longer period."""
    longer = _LONGER.get(chart.by, "decade")
    numbers = [period_number(longer, column.bar.last) for column in chart.columns]
    for index, (before, own) in enumerate(pairwise(numbers), 1):
        if before != own:
            yield index


def _held_in_part(column: Column) -> str:
    """Return of how many days of a period anything is held, "" if of all."""
    bar, days = column.bar, (column.bar.last - column.bar.first).days + 1
    if bar.days_held == days:
        return ""
    return gettext("on {held} of {days} days", held=bar.days_held, days=days)


def _gaps(chart: Chart, width: int) -> Iterator[str]:
    """Yield what is hatched: periods of which the archive holds nothing."""
    index = 0
    for held, group in groupby(chart.columns, lambda column: bool(column.bar.held)):
        columns = list(group)
        if not held:
            x, wide = short(100 * index / width), short(100 * len(columns) / width)
            yield f'<rect x="{x}%" width="{wide}%" height="100%" fill="url(#gap)"/>'
        index += len(columns)


def _row(column: Column, is_of_all: bool) -> str:
    bar = column.bar
    name = column.name
    if column.is_step:
        name = f"<button {_days(column)}>{name}</button>"
    if not bar.held:
        nothing = gettext("nothing")
        return f"<tr><th>{name}<td>{nothing if is_of_all else f'–<td>{nothing}<td>–'}\n"
    held = number(bar.held)
    if part := _held_in_part(column):
        held += f"<span> {part}</span>"
    if is_of_all:
        return f"<tr><th>{name}<td>{held}\n"
    share = safe(percent(column.share))
    return f"<tr><th>{name}<td>{number(bar.count)}<td>{held}<td>{share}\n"


def _tick(value: float, share: bool) -> str:
    return _in_percent(f"{value:.9f}".rstrip("0").rstrip(".")) if share else number(round(value))


def percent(share: float | None) -> str:
    """Return a share as "12%", "0.3%"; one that is not all, or not nothing, never reads so."""
    share = share or 0.0
    if 99.5 <= share < 100:
        return _in_percent(">99")
    if 0 < share < 0.01:
        return _in_percent("<0.01")
    return _in_percent(f"{share:.0f}" if share >= 10 or not share else f"{share:.2g}")


def _in_percent(value: str) -> str:
    return gettext("{number}%", number=decimal(value))


def short(value: float) -> str:
    """Return a number with the digits that can be seen.

    >>> short(0.5), short(30), short(0)
    ('.5', '30', '0')
    """
    shown = f"{value:.2f}".rstrip("0").rstrip(".")
    return shown[1:] if shown.startswith("0.") else shown
