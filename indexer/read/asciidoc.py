"""Which values are in the header of an AsciiDoc document, and what HTML are its blocks?

    = Storm over the bay             title: Storm over the bay
    Ana Writer                       author: Ana Writer
    :page-date: 2026-01-03           date: 2026-01-03

    == The port                      <h2>The port</h2>
    See link:/a[the list].           <p>See the list.</p>

Nothing is included from other files, and conditions are taken to hold.
"""

import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import NamedTuple

from indexer.read.asciidoc_line import Attributes, Line
from indexer.read.by_line import read_by_line
from indexer.read.fences import Language
from indexer.read.keys import MARKUP, fold_key
from indexer.read.markup import GAP

ASCIIDOC_EXTENSIONS = (".adoc", ".asciidoc")
_NAMES = frozenset(("asciidoc", "asciidoctor", "adoc", "ad"))

_TITLE = re.compile(r"[=#][ \t]+(\S.*)")
_ENTRY = re.compile(r":(!?\w[\w-]*!?):(?:[ \t]+(.*))?")
_COMMENT = re.compile(r"//(?!//)")
#: What programs that make pages of AsciiDoc put before a key, and what AsciiDoc puts before `date`.
_PREFIX = re.compile(r"(?:page|jbake|hugo)-|(?:rev|doc)(?=date)")
_REVISION = re.compile(
    r"(?:v?[\d.]+,[ \t]*)?(\d[^:,]*\d\d)(?:[:,].*)?|v[\d.]+"
    r"(?:,[ \t]*([^:]*\d\d))?(?:[:,].*)?"
)
_HEADING = re.compile(r"(={1,6}|#{1,6})[ \t]+(\S.*)")
_TITLE_UNDERLINE = re.compile(r"={3,}[ \t]*")
_UNDERLINE = re.compile(r"([=~^+-])\1{2,}[ \t]*")
_VERBATIM = re.compile(r"(-{4,}|\.{4,}|\+{4,}|/{4,})[ \t]*|(`{3,})[\w+-]*[ \t]*")
_EDGE = re.compile(r"(?:={4,}|\*{4,}|_{4,}|--|'''|---|\*\*\*|<<<|\+)[ \t]*")
_DELIMITERS = frozenset("-.`")
#: Lines of code in a cell, at most.
MAX_LINES_IN_CELL = 1_000
_TABLE = re.compile(r"[|,:!]={3,}[ \t]*")
_CELL = re.compile(r"(?:(?:^|(?<=[ \t]))[\d.+*<^>]{0,9}[aehlmsvd]?|(?<=[^\\\s]))\|")
#: The mark of a list in a cell.
_MARK_OF_ENTRY = re.compile(r"(?:\*{1,5}|-|\.{1,5})[ \t]+(?=\S)")
_BLOCK_TITLE = re.compile(r"\.(?![.\s])(.+)")
_STYLE = re.compile(r"\[(?!\[)(.*)\][ \t]*|\[\[.*\]\][ \t]*")
#: Styles of blocks that a reader sees as words, and those whose other values are a source.
_LABELS = frozenset(("note", "tip", "important", "warning", "caution"))
_QUOTES = frozenset(("quote", "verse"))
_ENTRY_OF_LIST = re.compile(
    r"[ \t]*(?:(?:\*{1,6}|-|\.{1,6}|<(?:\d{1,3}|\.)>)[ \t]+(?:\[[ xX*]\][ \t]+)?(?=\S)"
    r"|(?=\d{1,9}\.[ ]))(.*)"
)
_TERM = re.compile(r"[ \t]*([^\s:;](?:[^:;]|[:;](?![:;]))*)(?::{2,4}|;;)(?:[ \t]+(.*)|)")
_CONDITION = re.compile(r"(?:(?:ifdef|ifndef|endif)::[^\[]*\[(.*)\]|ifeval::\[.*\])[ \t]*")
_MACRO = re.compile(r"([a-z]\w*)::([^\[\s]*)\[(.*)\][ \t]*")
#: Styles of blocks that are shown as they are written.
_AS_WRITTEN = re.compile(
    r"(?:source|listing|literal|stem|latexmath|asciimath|ditaa|mermaid|plantuml|graphviz)?(?=\W|\Z)"
)
#: Numbers of notes on code at the end of its lines.
_CALLOUTS = re.compile(r"(?:<(?:\d{1,3}|\.)>[ \t]?){1,5}\Z")


class Document(NamedTuple):
    """The values of a header by folded key, the attributes that it sets, and the body below it."""

    values: Mapping[str, object]
    attributes: Attributes
    body: str


class BlocksRead(NamedTuple):
    """The HTML of a body, and what it includes from other files, which is not known."""

    text: str
    left_out: list[str]


def is_asciidoc(name: str, values: Mapping[str, object]) -> bool:
    """Tell whether a file is AsciiDoc, by the end of its name or by what its front matter says."""
    return name.endswith(ASCIIDOC_EXTENSIONS) or str(values.get(MARKUP, "")).lower() in _NAMES


def read_document(text: str) -> Document:
    """Return the header of an AsciiDoc document, and its body."""
    lines = text.lstrip("\n").split("\n")
    title, end, attributes = "", 0, Attributes()
    is_behind_title = False
    for number, line in enumerate(lines):
        heading = _TITLE.fullmatch(line)
        if heading and not title:
            title = heading[1]
        elif number < end or not (title or line.strip()):
            continue  # the line below a title, or a blank one above it
        elif not title and _is_underlined_title(line, lines[number + 1 : number + 2]):
            title = line.strip()
            end, is_behind_title = number + 2, True
            continue
        elif entry := _ENTRY.fullmatch(line):
            attributes.define(entry[1], entry[2] or "")
        elif title and (revision := _REVISION.fullmatch(line.strip())):
            attributes.setdefault("revdate", revision[1] or revision[2] or "")
        elif is_behind_title and line.strip() and line[0].isalpha():
            attributes.setdefault("author", line.strip())
        elif not _COMMENT.match(line):
            break
        end, is_behind_title = number + 1, heading is not None
    given = {"title": Line(title, attributes).html} if title else {}
    for name, value in attributes.items():
        if value:
            given.setdefault(_PREFIX.sub("", name), value)
    header = "".join(f"{key}: {value}\n" for key, value in given.items())
    read = read_by_line(header, Language.YAML, is_closed=True).parsed.values
    values = {fold_key(key): value for key, value in read.items()}
    return Document(values, attributes, "\n".join(lines[end:]))


def _is_underlined_title(line: str, below: list[str]) -> bool:
    """Tell whether a line is the title of a document, with `=====` of its length below it."""
    if not line[:1].isalnum() or not below or not _TITLE_UNDERLINE.fullmatch(below[0]):
        return False
    return abs(len(line.rstrip()) - len(below[0].rstrip())) <= 1


def read_blocks(document: Document) -> BlocksRead:
    """Return the HTML of a document's body."""
    reading = _Document(document.body.split("\n"), Attributes(document.attributes))
    return BlocksRead("\n".join(reading.parts()), reading.left_out)


class _Document:
    """The reading of one body, line by line."""

    def __init__(self, lines: list[str], attributes: Attributes) -> None:
        self._lines = lines
        self._attributes = attributes
        self._next = 0
        self._paragraph: list[str] = []
        self._notes: list[str] = []
        self._is_as_written = False  # as the style of the next block says
        self.left_out: list[str] = []

    def parts(self) -> Iterator[str]:
        while self._next < len(self._lines):
            line = self._lines[self._next].rstrip()
            self._next += 1
            if not line:
                yield from self._close()
            elif self._is_as_written and (written := self._written(line)) is not None:
                yield written
            elif self._is_underlined(line):
                self._next += 1
                yield self._html("h2", line)
            elif entry := _ENTRY_OF_LIST.fullmatch(line):
                yield from self._close()
                self._paragraph.append(entry[1])
            elif (read := self._block(line)) is None:
                self._paragraph.append(line)
            else:
                yield from self._close()
                yield read
        yield from self._close()
        yield from (f"<p>{note}</p>" for note in self._notes)

    def _written(self, line: str) -> str | None:
        """Return the block of a style for code that begins with a line; None if it comes later.

        Without a delimiter it reaches to the next blank line.
        """
        if _STYLE.fullmatch(line) or _BLOCK_TITLE.fullmatch(line):
            return None
        self._is_as_written = False
        if _VERBATIM.fullmatch(line):
            return None
        if line == "--":
            return _verbatim(self._until(line))
        start = self._next - 1
        while self._next < len(self._lines) and self._lines[self._next].strip():
            self._next += 1
        return _verbatim(self._lines[start : self._next])

    def _close(self) -> Iterator[str]:
        """Yield the paragraph that is open."""
        lines, self._paragraph = self._paragraph, []
        if lines and all(line[0].isspace() for line in lines):
            yield _verbatim(lines)
        elif lines:
            yield self._html("p", "\n".join(lines))

    def _html(self, element: str, text: str) -> str:
        line = Line(text, self._attributes)
        self._notes += line.notes
        return f"<{element}>{line.html}</{element}>"

    def _is_underlined(self, line: str) -> bool:
        """Tell whether a line is a heading, as the line below it says, which is about as long."""
        below = self._lines[self._next].rstrip() if self._next < len(self._lines) else ""
        return (
            not self._paragraph
            and _UNDERLINE.fullmatch(below) is not None
            and abs(len(line) - len(below)) <= 1
            and line[0].isalnum()
        )

    def _block(self, line: str) -> str | None:
        """Return the HTML of a line, and of those that belong to it; None if it is of no block."""
        if not self._paragraph:
            if title := _BLOCK_TITLE.fullmatch(line):
                return self._html("p", title[1])
            if heading := _HEADING.fullmatch(line):
                text = heading[2].removesuffix(f" {heading[1]}")
                return self._html(f"h{len(heading[1])}", text)
        if entry := _ENTRY.fullmatch(line):
            self._attributes.define(entry[1], entry[2] or "")
            return ""
        if opening := _VERBATIM.fullmatch(line):
            return _delimited(opening[1] or opening[2], self._until(opening[1] or opening[2]))
        if _TABLE.fullmatch(line):
            return "\n".join(self._rows(self._until(line)))
        if _EDGE.fullmatch(line) or _COMMENT.match(line):
            return ""
        if style := _STYLE.fullmatch(line):
            return self._style(style[1] or "")
        if condition := _CONDITION.fullmatch(line):
            return self._html("p", condition[1] or "")
        if macro := _MACRO.fullmatch(line):
            return self._macro(line, macro[1], macro[3])
        if term := _TERM.fullmatch(line):
            return self._html("p", term[1]) + self._html("p", term[2] or "")
        return None

    def _until(self, delimiter: str) -> list[str]:
        """Return the lines up to a delimiter, else up to the end."""
        start = self._next
        while self._next < len(self._lines):
            self._next += 1
            if self._lines[self._next - 1].rstrip() == delimiter:
                return self._lines[start : self._next - 1]
        return self._lines[start:]

    def _rows(self, lines: list[str]) -> Iterator[str]:
        """Yield the rows of a table, of which a cell may hold code between delimiters."""
        start = 0
        for number, line in enumerate(lines):
            if number < start:
                continue
            end = self._end_of_code(lines, number) if line[:1] in _DELIMITERS else -1
            if end > number:
                yield _verbatim(lines[number + 1 : end])
                start = end + 1
            else:
                yield self._row(line)

    @staticmethod
    def _end_of_code(lines: list[str], number: int) -> int:
        """Return the number of the line that ends the code which a line begins, -1 if none does."""
        opening = _VERBATIM.fullmatch(lines[number].rstrip())
        delimiter = (opening[1] or opening[2]) if opening else ""
        if not delimiter or delimiter[0] in "+/":
            return -1
        rest = range(number + 1, min(len(lines), number + MAX_LINES_IN_CELL))
        return next((at for at in rest if lines[at].rstrip() == delimiter), -1)

    def _row(self, line: str) -> str:
        cells = (
            _MARK_OF_ENTRY.sub("", cell.strip()).replace("\\|", "|") for cell in _CELL.split(line)
        )
        return self._html("p", GAP.join(filter(None, cells)))

    def _style(self, style: str) -> str:
        """Return what a reader sees of the line above a block that says how to show it."""
        kind, *others = (part.strip().strip('"') for part in style.split(","))
        # `[,ruby]` is a source as well; `[.lead]` and `[#name]` say nothing of what is in it.
        if _AS_WRITTEN.match(kind) and (kind[:1].isalpha() or (others and others[0].isalnum())):
            self._is_as_written = kind[:1].isalpha() or style.startswith(",")
        if kind.lower() in _LABELS:
            return f"<p>{kind.capitalize()}</p>"
        if kind not in _QUOTES:
            return ""
        return self._html("p", ", ".join(other.rpartition("=")[2].strip('"') for other in others))

    def _macro(self, line: str, name: str, content: str) -> str:
        if name == "include":
            self.left_out.append(line)
            return ""
        return self._html("p", f"image:#[{content}]" if name == "image" else content)


def _delimited(delimiter: str, lines: list[str]) -> str:
    if delimiter[0] == "/":
        return ""
    return "\n".join(lines) if delimiter[0] == "+" else _verbatim(lines)


def _verbatim(lines: list[str]) -> str:
    lines = [_CALLOUTS.sub("", line) if line.endswith(">") else line for line in lines]
    return f"<pre>{escape(chr(10).join(lines))}</pre>"
