"""How is a table written for spreadsheets and programs? As CSV, of which no cell is a formula."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from search.model import Item

#: What tells a spreadsheet that the text is UTF-8; readers of CSV in R and Python pass over it.
BYTE_ORDER_MARK = "\ufeff"
#: Characters (of UTF-16) of a cell: in a longer one Excel breaks the whole table.
MAX_CELL_CHARACTERS = 32_767
#: Columns of a table of items. What a cell has several of stand on lines of their own.
ITEM_COLUMNS = (
    *("id", "day", "title", "outlets", "outlet_count", "headlines", "headline_count"),
    *("link", "tags", "categories", "feed", "gone", "text_characters", "text"),
)
# A cell that begins so is a formula to a spreadsheet, and may run a program or send cells away.
_FORMULA = re.compile(r"[\s\x00-\x20\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")

Cell = str | int | float


def table(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    r"""Yield a table as CSV (RFC 4180) in UTF-8 with a byte order mark: its header, then each row.

    A text that a spreadsheet would take for a formula gets an apostrophe before it, and one that
    has more than MAX_CELL_CHARACTERS ends with an ellipsis.

    >>> b"".join(table(["outlet", "hits"], [["=1+1", -2]]))[3:]
    b"outlet,hits\r\n'=1+1,-2\r\n"
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    out.write(BYTE_ORDER_MARK)
    for row in chain([header], rows):
        writer.writerow([_safe(cell) if isinstance(cell, str) else cell for cell in row])
        yield _taken(out)


def item_row(item: Item) -> Sequence[Cell]:
    """Return the cells of an item, one for each of ITEM_COLUMNS."""
    outlets = item.sources
    return (
        item.id,
        item.day.isoformat() if item.day else "",
        item.title,
        "\n".join(outlets),
        len(outlets),
        "\n".join(line.text for line in item.headlines),
        len(item.headlines),
        item.link,
        "\n".join(item.tags),
        "\n".join(item.categories),
        item.feed,
        item.gone.isoformat() if item.gone else "",
        len(item.text),
        item.text,
    )


def _safe(text: str) -> str:
    text = text.replace("\0", " ")  # at which many programs end a text
    if _FORMULA.match(text):
        text = f"'{text}"
    if len(text) > MAX_CELL_CHARACTERS // 2:
        units = text.encode("utf-16-le")
        if len(units) > 2 * MAX_CELL_CHARACTERS:
            text = units[: 2 * (MAX_CELL_CHARACTERS - 1)].decode("utf-16-le", "ignore") + "…"
    return text


def _taken(out: io.StringIO) -> bytes:
    """Return what was written, and empty the buffer."""
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text.encode()
