"""How are several searches drawn as lines over time? Told apart by dashes, marks and letters, too.

The drawing is SVG beside the axes of `web.drawing`. A line is broken where the archive holds
nothing: no data is no zero.
"""

from collections.abc import Iterator

from flask import Flask
from markupsafe import Markup

from search import Comparison, SearchRequest
from search.frozen import frozen
from web.axis import day_labels, ticks
from web.drawing import HEIGHT, grid, short
from web.timeline import Chart, ChartLink, Column
from web.words import span_words

#: What the searches of a comparison are called beside their names.
LETTERS = "ABCDE"
#: What marks the points of each line, around its middle.
MARKS = (
    '<circle r="3.5"/>',
    '<path d="M-3.5-3.5h7v7h-7z"/>',
    '<path d="M0-4.5l4.5 8h-9z"/>',
    '<path d="M0-5l5 5-5 5-5-5z"/>',
    '<path d="M-5-1.5h3.5v-3.5h3v3.5h3.5v3h-3.5v3.5h-3v-3.5h-3.5z"/>',
)
#: Marks on a line at most; those with nothing beside them have one anyway.
MAX_POINT_MARKS = 31
#: Least distance of two letters: as units of the height, and as a share of the width.
_LETTER_ROOM = 9
_LETTER_WIDTH = 0.04


@frozen(kw_only=True)
class Lines:
    """Lines over the axes of a chart.

    `values` has for each line what is drawn of each period, a count or a share in percent, None
    where the archive holds nothing; `shares` are the shares whatever is drawn.
    """

    axes: Chart
    values: tuple[tuple[float | None, ...], ...]
    shares: tuple[tuple[float | None, ...], ...]


def init_app(app: Flask) -> None:
    """Register the drawing as filters of the templates."""
    app.jinja_env.filters.update(chart_lines=drawn, mark_shape=shape)


def lines_of(
    found: Comparison,
    share: bool,
    units: tuple[ChartLink, ...],
    measures: tuple[ChartLink, ...],
) -> Lines | None:
    """Return the lines of a comparison; None if it has no time."""
    timeline = found.timeline
    if timeline is None or not timeline.bars:
        return None
    bars = timeline.bars
    shares = tuple(
        tuple(
            100 * count / bar.held if bar.held else None
            for bar, count in zip(bars, own.counts, strict=True)
        )
        for own in found.searches
    )
    values: tuple[tuple[float | None, ...], ...] = tuple(
        tuple(count if bar.held else None for bar, count in zip(bars, own.counts, strict=True))
        for own in found.searches
    )
    values = shares if share else values
    highest = max((value for row in values for value in row if value), default=0)
    columns = tuple(
        Column(
            bar=bar,
            name=span_words(timeline.by, bar.first, bar.last),
            share=None,
            value=0,
            is_step=False,
        )
        for bar in bars
    )
    axes = Chart(
        by=timeline.by,
        share=share,
        days=span_words(timeline.by, bars[0].first, bars[-1].last),
        columns=columns,
        ticks=ticks(highest, least_step=0 if share else 1),
        labels=tuple(day_labels(timeline.by, [bar.first for bar in bars])),
        units=units,
        measures=measures,
        wider=(),
        outside=(),
        search=SearchRequest(),
        undated=timeline.undated,
    )
    return Lines(axes=axes, values=values, shares=shares)


def shape(number: int) -> Markup:
    """Return the mark of a line."""
    return Markup(MARKS[number])


def drawn(lines: Lines) -> Markup:
    """Return the grid, the lines, their marks and their letters as SVG."""
    width = len(lines.axes.columns)
    top = lines.axes.ticks[-1]
    heights = [
        [None if value is None else HEIGHT - HEIGHT * value / top for value in row]
        for row in lines.values
    ]
    paths = "".join(
        f'<path class="line line-{number}" d="{_path(row)}"/>' for number, row in enumerate(heights)
    )
    marks = "".join(
        f'<use class="mark-{number}" href="#mark-{number}" x="{_across(index, width)}%" '
        f'y="{short(row[index] or 0)}%"/>'
        for number, row in enumerate(heights)
        for index in _marked(row, number)
        if _has_turn(heights, number, index)
    )
    letters = "".join(
        f'<text class="letter" x="{_across(index, width)}%" y="{short(y)}%" dy="-.6em">'
        f"{words}</text>"
        for words, index, y in _letters(heights, width)
    )
    return Markup(
        f"{grid(lines.axes)}\n"
        f'<svg class="lines-over-time" viewBox="0 0 {width} {HEIGHT}" '
        f'preserveAspectRatio="none">{paths}</svg>\n{marks}{letters}'
    )


def _path(row: list[float | None]) -> str:
    """Return a line that is broken where there is no value."""
    steps, goes_on = [], False
    for index, y in enumerate(row):
        if y is not None:
            steps.append(f"{'L' if goes_on else 'M'}{index + 0.5} {short(y)}")
        goes_on = y is not None
    return "".join(steps)


def _marked(row: list[float | None], number: int) -> Iterator[int]:
    """Yield the points of a line that have a mark; marks of other lines are at other points."""
    step = -(-len(row) // MAX_POINT_MARKS)
    for index, y in enumerate(row):
        beside = [row[other] for other in (index - 1, index + 1) if 0 <= other < len(row)]
        is_alone = all(other is None for other in beside)
        if y is not None and (is_alone or index % step == number % step):
            yield index


def _has_turn(heights: list[list[float | None]], number: int, index: int) -> bool:
    """Return whether a point has the mark of this line: lines that meet there take turns."""
    meeting = [other for other, row in enumerate(heights) if row[index] == heights[number][index]]
    return meeting[index % len(meeting)] == number


def _letters(heights: list[list[float | None]], width: int) -> list[tuple[str, int, float]]:
    """Return the letters, where each line's highest point is, and at which height they have room.

    Equal lines are one, "A = B". Lines have a place together, "A B", where there is no room above
    the letter of another one.
    """
    equal: dict[tuple[float | None, ...], list[str]] = {}
    for letter, heights_of_line in zip(LETTERS, heights, strict=False):
        equal.setdefault(tuple(heights_of_line), []).append(letter)
    peaks = []
    for row, letters in equal.items():
        drawn_ones = [(y, index) for index, y in enumerate(row) if y is not None]
        if drawn_ones:
            peaks.append((*min(drawn_ones), letters))
    placed: list[tuple[list[str], int, float]] = []
    for y, index, same in sorted(peaks, reverse=True):
        words = " = ".join(same)
        near = [own for own in placed if abs(own[1] - index) <= width * _LETTER_WIDTH]
        highest = min(near, key=lambda own: own[2], default=None)
        if highest is None or y <= highest[2] - _LETTER_ROOM:
            placed.append(([words], index, y))
        elif highest[2] >= _LETTER_ROOM:
            placed.append(([words], index, highest[2] - _LETTER_ROOM))
        else:
            highest[0].append(words)
    return [(" ".join(sorted(together)), index, y) for together, index, y in placed]


def _across(index: int, width: int) -> str:
    return short(100 * (index + 0.5) / width)
