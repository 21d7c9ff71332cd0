"""Does a text begin with a title and other values that stand between no fences?

Pelican and MultiMarkdown write keys and values, up to a blank line; Hexo up to a fence; Pandoc
writes the title, the author and the date:

    Title: Storm hits port        % Storm hits port
    Date: 2026-01-03              % Ana Writer
                                  % 2026-01-03
    Text
                                  Text
"""

import re

from indexer.read.by_line import PAIR, read_by_line
from indexer.read.fences import Language
from indexer.read.keys import HEADERS, TITLE, fold_key
from indexer.read.parsed import Parsed
from search.days import read_day

#: Lines of such keys and values at most.
MAX_HEADER_LINES = 100

_FENCE = re.compile(r"(?:-{3,}|;{3,}|\.\.\.)[ \t]*")


# A title block of Pandoc; a line that begins with a blank continues the one before.
_PANDOC = re.compile(r"(?:%(?:[ \t][^\n]*|)(?:\n[ \t]+\S[^\n]*)*(?:\n|\Z)){1,3}(?=[ \t]*(?:\n|\Z))")
_PANDOC_KEYS = (TITLE, "author", "date")


def read_title_block(text: str) -> tuple[Parsed, str] | None:
    """Return title, author and date of Pandoc's title block, and the body below; None without."""
    found = _PANDOC.match(text) if text.startswith("%") else None
    if not found:
        return None
    parts = re.split(r"^%", found[0], flags=re.MULTILINE)[1:]
    values = {key: " ".join(part.split()) for key, part in zip(_PANDOC_KEYS, parts, strict=False)}
    given = {key: value for key, value in values.items() if value}
    return (Parsed(given), text[found.end() :]) if given else None


def read_header(text: str) -> tuple[Parsed, str] | None:
    """Return the values at the beginning of a text, and the body below; None if there are none.

    Paragraphs may begin like them: "Note: no trains run". So each line must be a key with its
    value, or shifted as part of a value, and the keys must be known: the title, a date that is a
    day, or two others.
    """
    first = PAIR.match(text)
    if not first or fold_key(first["key"]) not in HEADERS:
        return None
    lines = text.split("\n", MAX_HEADER_LINES)
    end = 0
    for line in lines[:MAX_HEADER_LINES]:
        if not line.strip() or _FENCE.fullmatch(line):
            break
        if line[0] not in " \t-" and not PAIR.match(line):
            return None
        end += 1
    else:
        if len(lines) > MAX_HEADER_LINES:
            return None
    fence = lines[end] if end < len(lines) else ""
    language = Language.JSON if fence.startswith(";") else Language.YAML
    read = read_by_line("\n".join(lines[:end]), language, is_closed=True)
    if read.lines < end or not is_header(read.parsed):
        return None
    return read.parsed, "\n".join(lines[end + 1 :])


def is_header(parsed: Parsed) -> bool:
    """Tell whether values are those of an item: the title, a date that is a day, or two others."""
    values = {fold_key(key): value for key, value in parsed.values.items()}
    known = HEADERS & values.keys()
    return TITLE in known or len(known) > 1 or bool(read_day(str(values.get("date", ""))).day)
