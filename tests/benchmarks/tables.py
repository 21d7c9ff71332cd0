"""How are measurements printed? As text tables that fit a terminal."""

from collections.abc import Mapping, Sequence

from tests.benchmarks.measure import Times

#: What all else is compared with: the ratio is its time in theirs.
SUBJECT = "Backfile"
TIMES = ("ms", "min", "max", "ratio")


def show(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table: texts to the left, numbers to the right."""
    cells = [list(columns), *([_text(cell) for cell in row] for row in rows)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(columns))]
    right = [
        any(isinstance(row[place], int | float) for row in rows) for place in range(len(columns))
    ]
    print(f"\n{title}")
    for row in cells:
        line = "  ".join(
            cell.rjust(width) if to_the_right else cell.ljust(width)
            for cell, width, to_the_right in zip(row, widths, right, strict=True)
        )
        print(f"  {line.rstrip()}", flush=True)


def rows(head: Sequence[object], times: Mapping[str, Times]) -> list[list[object]]:
    """Return a row for each engine, of TIMES: milliseconds, and its median by Backfile's."""
    subject = times.get(SUBJECT)
    return [
        [
            *(head if first else [""] * len(head)),
            name,
            *(1e3 * seconds for seconds in (taken.median, taken.least, taken.most)),
            "" if subject is None or name == SUBJECT else ratio(taken.median / subject.median),
        ]
        for first, (name, taken) in zip(
            [True] + [False] * (len(times) - 1), times.items(), strict=True
        )
    ]


def ratio(number: float) -> str:
    """Return a ratio as text; over 1 means that Backfile is better."""
    return f"× {number:.2f}"


def _text(cell: object) -> str:
    if isinstance(cell, float):
        return f"{cell:,.2f}"
    return f"{cell:,}" if isinstance(cell, int) else str(cell)
