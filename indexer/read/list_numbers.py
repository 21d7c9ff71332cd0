"""Which numbers does a reader see before the entries of a list that does not begin with 1?

    1987. Harbour opens      <ol start="1987"><li>Harbour opens</li><li value="1991">Storm</li></ol>
    1991. Storm              -> 1987. Harbour opens
                                1991. Storm

They are mostly words: years, days, numbers of paragraphs. Those of other lists only count.
"""

import re
from collections.abc import Iterator, Sequence

#: Quick: one of them is in each list with such numbers.
_SIGNS = ("start=", "value=", "reversed", "START=", "VALUE=", "REVERSED")
_TAG = re.compile(r"<(/?)(ol|ul|menu|li)(\s[^<>]*)?>(\s*<p(?:\s[^<>]*)?>)?", re.IGNORECASE)
_NUMBER = re.compile(
    r"""\s(start|value|data-written)\s*=\s*["']?\s*(-?\d{1,9})(?![\w.])""", re.IGNORECASE
)
_REVERSED = re.compile(r"\sreversed\b", re.IGNORECASE)
_LETTERS = re.compile(r"""\stype\s*=\s*["']?[aAiI]\b""")
_POSITION = re.compile(r' data-sourcepos="(\d+):(\d+)-[^"]*"')
_ENTRY_POSITION = re.compile(r'<li data-sourcepos="(\d+):(\d+)-[^"]*"')
_AS_WRITTEN = re.compile(r'<li data-written="\d+"')
_STARTED = re.compile("<ol start")
_WRITTEN = re.compile(rb"\d{1,9}")
_WRITTEN_ENTRY = re.compile(r"\n[ \t>]*(\d{1,9})[.)][ \t]")


def may_have_numbers(markup: str) -> bool:
    """Tell quickly whether a list of HTML, which is no cluster, may say how it is numbered."""
    return "<font" not in markup and any(sign in markup for sign in _SIGNS)


def with_numbers(markup: str) -> str:
    """Return HTML with the numbers of its lists as words, and no more in their tags.

    It takes linear time.
    """
    lists: list[tuple[re.Match[str] | None, list[re.Match[str]]]] = []
    changes: list[tuple[int, int, str]] = []
    for tag in _TAG.finditer(markup):
        name = tag[2].lower()
        if name == "li":
            if lists and not tag[1]:
                lists[-1][1].append(tag)
        elif not tag[1]:
            lists.append((tag if name == "ol" else None, []))
        elif lists:
            changes += _changes(*lists.pop())
    for unclosed in lists:
        changes += _changes(*unclosed)
    parts, start = [], 0
    for position, end, shown in sorted(changes):
        parts += [markup[start:position], shown]
        start = end
    return "".join([*parts, markup[start:]])


def _changes(
    opening: re.Match[str] | None, entries: Sequence[re.Match[str]]
) -> Iterator[tuple[int, int, str]]:
    """Yield what stands for the tags of a list whose numbers are words, with start and end."""
    if opening is None:
        return
    numbers = _numbers(opening[3] or "", entries)
    if numbers:
        yield opening.start(), opening.end(), f"<ol>{opening[4] or ''}"
    for entry, number in numbers:
        yield entry.start(), entry.end(), f"<li>{entry[4] or ''}{number}. "


def _numbers(attributes: str, entries: Sequence[re.Match[str]]) -> list[tuple[re.Match[str], int]]:
    """Return the entries of a list whose numbers are words, each with its number."""
    if _LETTERS.search(attributes):
        return []
    is_reversed = _REVERSED.search(attributes) is not None
    given = _given(attributes, "start")
    number = (len(entries) if is_reversed else 1) if given is None else given
    written = [_given(entry[3] or "", "data-written") for entry in entries]
    is_written = len({*written}) > 1 and written != [*range(1, len(entries) + 1)]
    are_words = number != 1 or is_written
    shown = []
    for entry, as_written in zip(entries, written, strict=True):
        value = as_written if is_written else _given(entry[3] or "", "value")
        are_words = are_words or (value is not None and value != number)
        number = number if value is None else value
        if are_words:
            shown.append((entry, number))
        number += -1 if is_reversed else 1
    return shown


def _given(attributes: str, name: str) -> int | None:
    return next(
        (int(value) for key, value in _NUMBER.findall(attributes) if key.lower() == name), None
    )


def may_have_written_numbers(html: str, markdown: str) -> bool:
    """Tell whether numbers in Markdown may be others than those that count its lists in HTML."""
    if _STARTED.search(html):
        return True
    numbers = list(map(int, _WRITTEN_ENTRY.findall(markdown)))
    if markdown[:1].isdecimal():
        numbers[:0] = [int(markdown[0])]  # mostly that of a first entry
    return any(
        number not in (1, before, before + 1)
        for before, number in zip([0, *numbers], numbers, strict=False)
    )


def with_written_numbers(html: str, markdown: str) -> str:
    """Return the HTML of Markdown with the numbers of its lists as they were written, as words.

    CommonMark counts on from the first one. The HTML comes with positions, which go.
    """
    lines = markdown.encode("utf-8", "replace").split(b"\n")

    def numbered(entry: re.Match[str]) -> str:
        written = _WRITTEN.match(lines[int(entry[1]) - 1], int(entry[2]) - 1)
        return f'<li data-written="{int(written[0])}"' if written else "<li"

    numbered_html = with_numbers(_POSITION.sub("", _ENTRY_POSITION.sub(numbered, html)))
    return _AS_WRITTEN.sub("<li", numbered_html)
