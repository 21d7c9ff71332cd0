"""How does a table of Markdown have room for all its cells? A renderer drops those behind the last.

| a |              | a | |
|---|      ->      |---|-|
| b | c |          | b | c |
"""

import re

#: What stands below the first row, for each cell: a pattern.
CELL_RULE = r"[ \t]*:?-+:?[ \t]*"
#: The mark of a list item that begins with a table.
_ITEM = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+")


def widened(first: str, others: str) -> str:
    """Return a table, but its first row, that has room for all cells: a renderer drops the rest.

    What the first row lacks is put at its end.
    """
    delimiters, *rows = others.removeprefix("\n").split("\n")
    if not first.strip(" \t>") and rows and "|" in delimiters:  # it has no header
        mark = delimiters[: len(delimiters) - len(delimiters.lstrip(" \t>"))]
        return "\n".join(["", mark + "|" * (_cells(delimiters) + 1), delimiters, *rows])
    first = _ITEM.sub("", first)
    missing = max(map(_cells, rows), default=0) - _cells(first)
    has_row = "|" in first or ("|" in delimiters and _cells(first) == _cells(delimiters))
    if missing <= 0 or not has_row:
        return others
    ending = "" if first.rstrip().endswith("|") else " |"
    delimiters = delimiters.rstrip().removesuffix("|") + "|-" * missing + "|"
    return "\n".join([ending + " |" * missing, delimiters, *rows])


def _cells(row: str) -> int:
    if row.startswith("|") and row.endswith("|") and "\\" not in row and "||" not in row:
        return row.count("|") - 1  # as most rows are
    row = row.strip(" \t>").removeprefix("|").rstrip("|")
    return row.count("|") - row.count("\\|") + 1
