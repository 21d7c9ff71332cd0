"""Which Markdown shows what a page of DokuWiki does?

====== Storm ======                          # Storm
The //port// is ''shut'' ((Since noon.))     The *port* is `shut` (Since noon.)
  * One                                      * One
^ Ship ^ Crew ^                              <table><tr><td>Ship</td><td>Crew</td></tr></table>
{{boats.png?200|The boats}}                  ![The boats](#)
"""

import re
from collections.abc import Iterator
from html import escape

from indexer.ledger import Reason, Repairs
from indexer.read.front_matter import Matter
from indexer.read.unpacked import Unpacked

_EXTENSION = ".txt"
_HEADING = re.compile(r"[ \t]?(={2,6})(?!=)[ \t]*(\S.{0,500}?)[ \t]*+\1[ \t]*+")
#: What begins a page of DokuWiki: a heading, or how it is to be shown.
_BEGINS = re.compile(rf"\s*(?:{_HEADING.pattern}(?:\n|\Z)|~~[A-Z]+(?::[^~\n]*)?~~|\{{\{{tag>)")
_MAX_LEVEL = 6
_VERBATIM = re.compile(
    r"<(?P<name>code|file)(?:[ \t][^<>\n]*)?>"
    r"(?P<code>(?:(?!</?(?:code|file)\b)[\s\S])*+)</(?P=name)>"
    r"|<nowiki>(?P<plain>(?:(?!</?nowiki>)[\s\S])*+)</nowiki>|%%(?P<bare>(?:(?!%%)[\s\S])*+)%%"
)
_MARKS = re.compile(
    r"(?P<address>\b[a-z]+://\S+)|\{\{tag>(?P<tags>[^{}\n]*)\}\}|\{\{(?P<program>(?:rss|page|section|gallery|topic)>[^{}\n]*)\}\}"
    r"|\{\{[ ]*(?P<medium>[^{}|\n]+)(?:\|(?P<caption>[^{}\n]*))?\}\}"
    r"|(?<!:)//(?!/)(?P<leaning>\S(?:[^\n]{0,500}?[^\s:])?)//"
    r"|''(?P<mono>[^\n]+?)''|\(\((?P<note>(?:[^()]|\((?!\()|\)(?!\)))+)\)\)"
    r"|(?P<line>\\\\(?=\s|\Z))|(?P<macro>~~[A-Z]+(?::[^~\n]*)?~~)"
    r"|(?P<box></?(?:WRAP|wrap|note|block|div|box|col)\b[^<>\n]*>)"
)
_ENTRY = re.compile(r"((?:[ ]{2})+|\t+)[ ]?([*-])[ \t]*(\S.*)")
_INDENTED = re.compile(r"(?:[ ]{2}|\t)[ \t]*\S")
_CELLS = re.compile(r"[ \t]*[|^](.*)[|^][ \t]*")
_BETWEEN_CELLS = re.compile(r"[|^](?![^\[]*\]\])")
#: What Markdown would take for marks.
_SIGN = re.compile(r"([\\*_`\[\]#~|{}])")
_TAG = re.compile(r'"[^"]+"|\S+')


def read_dokuwiki(name: str, text: str, repairs: Repairs) -> Unpacked | None:
    """Return a page of DokuWiki as Markdown, with its tags; None if a file is none.

    `name` is in small letters. What other pages or programs show in it is told to the ledger.
    """
    if not name.endswith(_EXTENSION) or not _BEGINS.match(text):
        return None
    page = _Page()
    body = page.markdown(text)
    for program in page.programs:
        detail = f"Text of {program[:60]!r} was left out, as another page or program has it."
        repairs.add(Reason.TEXT_LEFT_OUT, detail)
    return Unpacked(Matter({"tags": page.tags}, body), is_html=False)


class _Page:
    """The reading of one page."""

    def __init__(self) -> None:
        self.tags: list[str] = []
        self.programs: list[str] = []

    def markdown(self, text: str) -> str:
        """Return the page as Markdown."""
        parts: list[str] = []
        start = 0
        for found in _VERBATIM.finditer(text):
            parts += self._lines(text[start : found.start()])
            if found["code"] is None:
                parts.append(_SIGN.sub(r"\\\1", escape(found["plain"] or found["bare"] or "")))
            else:
                parts.append(f"\n\n<pre><code>{escape(found['code'])}</code></pre>\n\n")
            start = found.end()
        return "".join([*parts, *self._lines(text[start:])])

    def _lines(self, text: str) -> Iterator[str]:
        is_table = False
        for line in _MARKS.sub(self._shown, text).splitlines(keepends=True):
            cells = _CELLS.fullmatch(line.rstrip("\n"))
            if is_table and not cells:
                yield "</table>\n\n"
            elif cells and not is_table:
                yield "\n\n<table>"
            is_table = cells is not None
            if cells:
                row = (
                    f"<td>\n\n{cell.strip()}\n\n</td>" for cell in _BETWEEN_CELLS.split(cells[1])
                )
                yield f"<tr>{''.join(row)}</tr>\n"
            elif heading := _HEADING.fullmatch(line.rstrip("\n")):
                level = _MAX_LEVEL + 1 - len(heading[1])
                yield f"\n\n{'#' * level} {heading[2]}\n\n"
            elif entry := _ENTRY.match(line):
                depth = len(entry[1].expandtabs(2)) // 2 - 1
                yield f"{'    ' * depth}{'*' if entry[2] == '*' else '1.'} {entry[3]}\n"
            elif _INDENTED.match(line):
                yield f"    {line}"
            else:
                yield line
        if is_table:
            yield "</table>\n\n"

    def _shown(self, found: re.Match[str]) -> str:
        match found.lastgroup:
            case "tags":
                self.tags += [
                    tag.strip('"').replace("_", " ") for tag in _TAG.findall(found["tags"])
                ]
            case "program":
                self.programs.append(found["program"])
            case "medium" | "caption":
                return f"![{found['caption'] or ''}](#)"
            case "leaning":
                return f"*{found['leaning']}*"
            case "mono":
                return f"`{found['mono']}`"
            case "note":
                return f" ({found['note']})"
            case "address":
                return found["address"]
            case "line":
                return "<br>"
            case "box":
                return "\n\n"
        return ""
