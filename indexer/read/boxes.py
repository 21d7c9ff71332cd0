"""Which Markdown is in boxes, tabs and cards, as other programs write them?

!!! note "Title"          /// note | Title      ```{note} Title      ::card{title="Title"}
                          Text                  Text                 #slot
    Text                  ///                   ```                  Text
                                                                     ::

Each shows its title, and its text as Markdown, which CommonMark would take for code, or for words.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from indexer.read.captions import SETTING_DIRECTIVES
from indexer.read.marks_of_programs import box_title
from indexer.read.offsets import Span, Spans
from indexer.read.template_arguments import read_arguments

#: Quick: it is found in each body with a box.
_BEGINNING = r"[ \t]*(?:!!!|\?\?\?|===[!+]? \"|(?:```|~~~|:::)[ \t]*\{|///|::[a-z])"
_MAY_BEGIN, _MAY_BEGIN_LATER = re.compile(_BEGINNING), re.compile(f"\n{_BEGINNING}")
#: Blanks before the text in a box of MkDocs.
_SHIFT = 4
#: Boxes in one another that are read.
MAX_OPEN_BOXES = 20
_SHIFTED = re.compile(
    r"([ ]*)(?:(?:!!!|\?\?\?\+?)[ \t]*[\w-]+(?P<title>[ \t].*)?"
    r"|===[!+]?[ \t]+(?P<tab>\".*\")[ \t]*)"
)
_SLASHES = re.compile(r"(/{3,})[ \t]*([a-z][\w-]*)(?:[ \t]*\|[ \t]*(.*?))?[ \t]*")
#: A block in slashes behind whose name a tag of HTML stands.
_WITHOUT_TITLE = "html"
_DIRECTIVE = re.compile(r"[ \t]*(`{3,}|~{3,}|:{3,})[ \t]*\{([\w:-]+)\}[ \t]*(.*)")
_COMPONENT = re.compile(r"[ \t]*(::)([a-z][\w-]*)(?:\[([^\[\]]*)\])?(?:\{(.*)\})?[ \t]*")
_FENCE = re.compile(r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}(?=[^`]*\Z)|~{3,})")
_SLOT = re.compile(r"[ \t]*#[a-z][\w-]*[ \t]*")
_OPTION = re.compile(r"[ \t]*:([\w-]+):[ \t]*(.*)|[ \t]{4,}([\w-]+):[ \t]+(.*)")
_MEMBER = re.compile(r"[ \t]*([\w-]+):[ \t]*[\"']?(.*?)[\"']?[ \t]*")
_OPTIONS_EDGE = "---"
#: Lines of options that are read.
MAX_OPTIONS = 50
_SHOWN_OPTIONS = frozenset(("caption", "header", "subtitle", "title", "footer"))
#: Directives whose text is Markdown, beside those whose names are not known to take a setting.
_OF_TEXT = frozenset((
    *("admonition", "attention", "card", "caution", "danger", "deprecated", "details", "div"),
    *("dropdown", "epigraph", "error", "example", "exercise", "figure", "grid", "grid-item"),
    *("grid-item-card", "highlights", "hint", "important", "margin", "note", "pull-quote", "quote"),
    *("see", "seealso", "sidebar", "solution", "tab", "tab-item", "tab-set", "tabbed", "table"),
    *("tip", "topic", "versionadded", "versionchanged", "warning", "aside", "list-table", "todo"),
))  # fmt: skip


class _Box(NamedTuple):
    """An open box: the sign that ends it (blanks: MkDocs), and whether it has slots."""

    sign: str
    indent: int = 0
    has_slots: bool = False


def may_have_boxes(body: str) -> bool:
    """Tell quickly whether a body may have some."""
    return _MAY_BEGIN.match(body) is not None or _MAY_BEGIN_LATER.search(body) is not None


def with_text_of_boxes(body: str, blocks: Sequence[Span]) -> str:
    """Return Markdown in which the text of boxes is as any other. It takes linear time.

    `blocks` are the blocks of code in the body: what is indented, and not in a box, stays.
    """
    return "\n".join(_BoxesRead(body, blocks).lines())


class _BoxesRead:
    """The reading of one body with boxes, line by line."""

    def __init__(self, body: str, blocks: Sequence[Span]) -> None:
        self._body = body
        self._lines = body.split("\n")
        self._code = Spans(blocks)
        self._open: list[_Box] = []
        self._fence = ""
        self._next = 0
        self._has_end = {
            "///": re.search(r"^/{3,}[ \t]*$", body, re.MULTILINE) is not None,
            "::": re.search(r"^[ \t]*::[ \t]*$", body, re.MULTILINE) is not None,
        }

    def lines(self) -> Iterator[str]:
        """Yield the lines that stand for those of the body."""
        offset = 0
        while self._next < len(self._lines):
            line, start = _with_blanks(self._lines[self._next]), offset
            first = self._next
            self._next += 1
            yield from self._read(line, start)
            offset += sum(len(line) + 1 for line in self._lines[first : self._next])

    def _read(self, line: str, start: int) -> Iterator[str]:
        if not line.strip():
            yield line
            return
        line, is_behind = self._shifted(line)
        if is_behind:
            yield ""
        if self._fence:
            closing = line.strip()
            if closing.startswith(self._fence) and not closing.strip(closing[0]):
                self._fence = ""
            yield line
        elif self._ends(line) or (
            self._open and self._open[-1].has_slots and _SLOT.fullmatch(line)
        ):
            yield ""
        elif (opened := self._opened(line, start)) is not None:
            yield from ("", opened, "")
        else:
            if fence := _FENCE.match(line):
                self._fence = fence[1]
            yield line

    def _shifted(self, line: str) -> tuple[str, bool]:
        """Return a line without the blanks of its boxes, and whether it stands behind one."""
        indent = len(line) - len(line.lstrip(" "))
        count = len(self._open)
        while self._open and not self._open[-1].sign and self._open[-1].indent > indent:
            self._open.pop()
            self._fence = ""
        return line[min(self._shift(), indent) :], len(self._open) < count

    def _shift(self) -> int:
        return _SHIFT * sum(not box.sign for box in self._open)

    def _ends(self, line: str) -> bool:
        """Tell whether a line ends the box that was opened last."""
        if not self._open or not (sign := self._open[-1].sign):
            return False
        closing = line.strip()
        if not closing.startswith(sign) or closing.strip(sign[0]):
            return False
        if sign[0] in ":/" and len(closing) != len(sign):
            return False
        self._open.pop()
        return True

    def _is_slot(self, line: str) -> bool:
        """Tell whether a line names a slot of a component, whose text is below."""
        return bool(self._open) and self._open[-1].has_slots and _SLOT.fullmatch(line) is not None

    def _opened(self, line: str, start: int) -> str | None:
        """Return what the first line of a box shows; None if a line is none."""
        if len(self._open) >= MAX_OPEN_BOXES or line.lstrip()[:1] not in "!?=`~:/":
            return None
        is_code = not self._open and self._code.end_at(start) >= 0
        if found := _SHIFTED.fullmatch(line):
            return None if is_code else self._shifted_box(found)
        if (found := _SLASHES.fullmatch(line)) and self._has_end["///"]:
            self._open.append(_Box(found[1]))
            title = "" if found[2] == _WITHOUT_TITLE else found[3]
            return " ".join(filter(None, (title, *self._options())))
        if found := _DIRECTIVE.fullmatch(line):
            return self._directive(found)
        if (found := _COMPONENT.fullmatch(line)) and (found[3] or found[4] or self._has_end["::"]):
            if self._has_end["::"] and self._is_closed():
                self._open.append(_Box(found[1], has_slots=True))
            given = read_arguments(found[2], found[4] or "", unnamed=False).seen
            return " ".join(filter(None, (found[3], *given, *self._options())))
        return None

    def _is_closed(self) -> bool:
        """Tell whether `::` comes before another component of that kind."""
        for line in self._lines[self._next : self._next + 1000]:
            if line.strip() == "::":
                return True
            if _COMPONENT.fullmatch(line):
                return False
        return False

    def _shifted_box(self, found: re.Match[str]) -> str | None:
        indent = len(found[1]) + self._shift() + _SHIFT
        below = _with_blanks(next(filter(str.strip, self._lines[self._next : self._next + 3]), ""))
        if len(below) - len(below.lstrip(" ")) < indent:
            return None
        self._open.append(_Box("", indent))
        return found[1] + box_title(found["title"] or found["tab"] or "")

    def _directive(self, found: re.Match[str]) -> str | None:
        sign, name, title = found.groups()
        name = name.rpartition(":")[2]
        if sign[0] == ":":
            options = self._options()
            return f"{found[0]}\n\n{' '.join(options)}"
        if name not in _OF_TEXT:
            return None
        self._open.append(_Box(sign))
        title = "" if name in SETTING_DIRECTIVES else title
        return " ".join(filter(None, (title, *self._options())))

    def _options(self) -> list[str]:
        """Return the texts among the options below the first line of a box, and pass them over."""
        texts: list[str] = []
        end = self._next
        if self._lines[end : end + 1] and self._lines[end].strip() == _OPTIONS_EDGE:
            rest = self._lines[end + 1 : end + MAX_OPTIONS]
            size = next((n for n, line in enumerate(rest) if line.strip() == _OPTIONS_EDGE), -1)
            if size >= 0:
                members = [member for line in rest[:size] if (member := _MEMBER.fullmatch(line))]
                given = " ".join(f'{member[1]}="{member[2]}"' for member in members)
                self._next = end + size + 2
                return read_arguments("box", given, unnamed=False).seen
            return texts
        for line in self._lines[end : end + MAX_OPTIONS]:
            if not (option := _OPTION.fullmatch(line)):
                break
            if (option[1] or option[3]) in _SHOWN_OPTIONS:
                texts.append(option[2] or option[4] or "")
            self._next += 1
        return texts


def _with_blanks(line: str) -> str:
    """Return a line with blanks for the tabs before its text."""
    text = line.lstrip(" \t")
    shift = line[: len(line) - len(text)]
    return shift.expandtabs(_SHIFT) + text if "\t" in shift else line
