"""What is left of MDX as Markdown, when imports, exports, expressions and components are gone?

Of an expression the elements stay that it may show: `{open && <p>Come in</p>}` -> `<p>Come in</p>`.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from heapq import heappop, heappush
from html import escape, unescape
from typing import NamedTuple

from indexer.read.attribute_code import read_attribute_code
from indexer.read.code_spans import code_blocks, code_spans
from indexer.read.components import are_parted
from indexer.read.expression import joined_strings, shown_strings
from indexer.read.markup import GAP
from indexer.read.mdx_lines import as_common
from indexer.read.offsets import Ends, Span, Spans
from indexer.read.stray_tags import MAX_MARKUP_TAG_CHARACTERS
from indexer.read.strings import STRING
from indexer.read.template_arguments import read_arguments

_TEMPLATE_STRING = re.compile(r"`(?:[^`\\]|\\[\s\S])*+`")
_IN_BRACES = re.compile(r""""(?:[^"\\\n]|\\.)*+"|'(?:[^'\\\n]|\\.)*+'|`|/\*|[{}]""")
_BRACE = re.compile(r"[{}]")
_IDENTIFIER = r"[A-Za-z_$][\w$]*+"
_QUOTED = r"""(?:"[^"\n]*+"|'[^'\n]*+')"""
_NAMES = rf"(?:\*\s*as\s+{_IDENTIFIER}|\{{[^{{}}]*+\}})"
#: The end of a statement on its line, perhaps with a comment or another import behind it.
_LAST = r"[ \t]*+(?:$|//|/\*|;[ \t]*+(?:$|//|/\*|import\b))"
_IMPORT = re.compile(
    rf"import(?:\s+type\b)?\s*(?:(?:{_IDENTIFIER}(?:\s*,\s*{_NAMES})?|{_NAMES})\s*from\s*)?{_QUOTED}"
    rf"(?:\s*(?:with|assert)\s*\{{[^{{}}]*+\}})?{_LAST}",
    re.MULTILINE,
)
_EXPORT = re.compile(
    r"export\s*(?:"
    rf"(?:type\s*)?(?:\*(?:\s*as\s+{_IDENTIFIER})?(?=\s*from\b)|\{{[^{{}}]*+\}})"
    rf"(?:\s*from\s*{_QUOTED})?{_LAST}"
    rf"|(?:default\s+)?(?:async\s+)?function\b\s*\*?\s*(?:{_IDENTIFIER})?\s*(?:<[^<>()]*+>)?\("
    rf"|(?:default\s+)?(?:abstract\s+)?class\b(?:\s+{_IDENTIFIER})?(?:\s+extends\s[^{{}}\n]*+)?\s*\{{"
    rf"|(?:const|let|var)\s+(?:{_IDENTIFIER}\s*(?:[=:;,]|$)|[\[{{])"
    rf"|(?:const\s+)?enum\s+{_IDENTIFIER}\s*\{{|(?:default\s+)?interface\s+{_IDENTIFIER}[^{{}}\n]*+\{{"
    rf"|type\s+{_IDENTIFIER}[^=\n]*+="
    rf"|default\s+(?:[(\[{{<`]|{_QUOTED}{_LAST}|[\w$]++(?:\.[\w$]++)*+(?:\(|{_LAST})"
    rf"|(?:async\s+)?(?:{_IDENTIFIER}|\([^()]*+\))\s*=>|new\s+{_IDENTIFIER})"
    r")",
    re.MULTILINE,
)
#: The last character of a sentence, with which no statement of JavaScript ends.
_SENTENCE_ENDS = (".", "!", "?", ":", ",")
_START = re.compile(
    r"^(?:import|export)\b|(?<![\\_^])\{|(?:(?<!\\)|(?<=\\\\))(?:</?[A-Z][\w.:-]*|</?>|</?[a-z]\w*\.[\w.]+|<[a-z][\w-]*(?=\s))",
    re.MULTILINE,
)
# A start tag with its attributes, in which braces are nested twice at most, or an end tag.
_BRACES = r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*+\})*+\})*+\}"
_ELEMENT = re.compile(
    r"(?:(?<![\w)\]\\])<|(?<!\\)<(?=/))(/?)((?=>)|[A-Za-z][\w.:-]*+)"
    rf"""(?:\s(?:[^<>"'{{}}/]|/(?!>)|"[^"]*+"|'[^']*+'|{_BRACES})*+)?(/?)>"""
)
_COMMENT_BEHIND = re.compile(r"(?:^|(?<=[\s;]))//.*")
#: An element, or several words between quotes, in code that shows them elsewhere.
_SHOWN_BY_CODE = re.compile(r"""</?[A-Za-z>]|(["'`])\w+ \w[^"'`\n]*\1|`\s*+\w++\s++\w[^`]*+`""")
#: What may hold the end of a line in a statement.
_HOLDING_LINES = re.compile(r"\{|(?<!\\)`")
_IN_TAG = re.compile(r"""[<>"'{]""")
_STRING = re.compile(rf"\s*(?:{STRING})\s*")
#: Strings that a condition shows: `{n > 1 && "s"}`, `{n > 1 ? "votes" : "vote"}`.
_CONDITION = re.compile(
    rf"(?:[^?`]|\?[.?])*?(?:&&|\|\||\?\?|\?\s*+(?P<other>{STRING})\s*+:)\s*+(?P<last>{STRING})\s*+"
)
#: Characters of a condition, at most: matching its pattern can take time with their square.
MAX_CONDITION_CHARACTERS = 500
_VALUE = re.compile(r"\s[\w:.-]+=\Z|\s?\Z")
_ATTRIBUTE = re.compile(r"\s([\w:.-]+)=\Z")
#: Elements around an end tag, at most, among which its start tag is looked for.
MAX_OPEN_ELEMENTS = 100
#: Characters kept of each part that is left out: the ledger shows how it begins.
MAX_CHARACTERS_LEFT_OUT = 200
#: Signs at the end of a line with which a statement goes on.
_GOING_ON = (*"[(,=+&|?:", "=>")
_LINE_END = re.compile(r"[ \t]*\n\s*")
#: Elements, and components named after them, of which a reader sees nothing.
_UNSEEN = frozenset(("script", "style"))
#: What ends a statement in parentheses over several lines, and their characters at most.
_CLOSING_LINE = re.compile(r"^\);?[ \t]*$", re.MULTILINE)
MAX_CHARACTERS_IN_PARENTHESES = 20_000


_NEXT_NAME = re.compile(r"<([A-Za-z][\w.-]*+)")


class Markdown(NamedTuple):
    """The Markdown in a body of MDX, and the code that was left out though it may show text."""

    text: str
    left_out: list[str]


def without_components(body: str) -> Markdown:
    """Return the Markdown in a body of MDX: the text of components stays, and so does code.

    What is not closed is left as it is. It takes linear time.
    """
    reading = _Reading(body)
    text = "".join(reading.parts())
    return Markdown(as_common(text), reading.left_out)


class _Reading:
    """The reading of one body."""

    def __init__(self, body: str) -> None:
        self._body = body
        self._spans = code_spans(body, code_blocks(body, indented=False).code)
        self._pairs, comments = _pairs(body, self._spans)
        self._closings = Ends(body)
        self._starts, self._ends = _elements(body, self._spans, comments)
        #: A heap: code behind the elements of expressions, up to the next element or text, each
        #: with what parts these.
        self._code_behind: list[tuple[Span, str]] = []
        self.left_out: list[str] = []

    def parts(self) -> Iterator[str]:
        """Yield what stands for the parts of the body."""
        body, start, code = self._body, 0, Spans(self._spans)
        opening = _START.search(body)
        while opening or self._code_behind:
            position = opening.start() if opening else len(body)
            if self._code_behind and self._code_behind[0][0].start <= position:
                left_out, gap = heappop(self._code_behind)
                yield body[start : left_out.start] + gap
                start = end = left_out.end
                if opening is None or position >= end:
                    continue
            elif opening:
                end = code.end_at(position)
                if end < 0:
                    replacement, end = self._read(opening)
                    if end > position:
                        yield body[start:position]
                        yield replacement
                        start = end
                end = max(end, opening.end())
            opening = _START.search(body, end)
        yield body[start:]

    def _read(self, opening: re.Match[str]) -> tuple[str, int]:
        """Return what stands for the part of MDX that opens there, and its end; -1: it is text."""
        body, position, sign = self._body, opening.start(), opening[0]
        if sign == "{":
            return self._expression(position)
        if sign in ("import", "export"):
            statement = (_IMPORT if sign == "import" else _EXPORT).match(body, position)
            if statement is None:
                return "", -1
            start = statement.end() if sign == "import" else position
            end = _statement_end(body, start, self._pairs)
            last = _without_comment(body[max(position, body.rfind("\n", position, end) + 1) : end])
            if sign == "export" and last.endswith(_SENTENCE_ENDS):
                return "", -1
            if sign == "export" and _SHOWN_BY_CODE.search(body, position, end):
                self._leave_out(position, end)
            return "\n", end
        if sign in ("<>", "</>"):
            return "", opening.end()
        name = sign.strip("</")
        is_component = not name[:1].islower() or "." in name
        kept, end = self._tag(opening.end(), is_component=is_component)
        if end < 0:
            return "", -1
        if name.lower() in _UNSEEN:
            return "", end  # one with an end tag counts as code
        if not is_component:
            return f"{sign}{_LINE_END.sub(' ', ''.join(kept))}>", end  # a blank line would end it
        is_start = not sign.startswith("</") and not body.endswith("/>", position, end)
        is_bare = not any("=" in part for part in kept)
        if is_start and is_bare and self._closings.after(f"</{name}", end) < 0:
            return "", -1  # no component, but a word: `List<String>`
        is_block = position == 0 or not body[body.rfind("\n", 0, position) + 1 : position].strip()
        read = read_arguments(name, "".join(kept), unnamed=False)
        self.left_out += read.unknown
        text = " ".join(read.seen)
        code = "\n".join(f"<pre>{escape(unescape(code))}</pre>" for code in read.code)
        following = _NEXT_NAME.match(body, end) if sign.startswith("</") else None
        if following and are_parted(name, following[1]):
            return "\n\n" if is_block else " ", end
        if is_block or code:
            shown = "\n\n".join(filter(None, (text, code)))
            return f"\n\n{shown}\n\n" if shown else "\n", end
        return f" {text} " if text else "", end

    def _expression(self, position: int) -> tuple[str, int]:
        """Return the text of a string in braces, or the beginning of the first element in them."""
        closing = self._pairs.get(position, -1)
        if closing < 0:
            return "", -1
        if (text := joined_strings(self._body, position + 1, closing)) is not None:
            if self._body.find("${", position, closing) >= 0:
                self._leave_out(position + 1, closing)
            return text, closing + 1
        if closing - position <= MAX_CONDITION_CHARACTERS and (
            found := _CONDITION.fullmatch(self._body, position + 1, closing)
        ):
            strings = [string[1:-1] for string in found.group("other", "last") if string]
            if not any("${" in string for string in strings):
                return " ".join(string for string in strings if string.strip()), closing + 1
        elements = list(self._elements_between(position + 1, closing))
        starts = [position + 1, *(end for _, end in elements)]
        ends = [*(start for start, _ in elements), closing]
        code = [self._body[start:end] for start, end in zip(starts, ends, strict=True)]
        shown, has_code, has_words = shown_strings(code)
        for start, end, text in zip(starts[1:], ends[1:], shown[1:], strict=True):
            is_last = end == closing
            gap = f" {text} " if text else "" if is_last else GAP
            heappush(self._code_behind, (Span(start, end + is_last), gap))
        # Conditions and loops around elements show nothing themselves.
        if has_words if elements else has_code:
            self._leave_out(position + 1, closing)
        gap = " " if elements and shown[0] else ""
        return shown[0] + gap, elements[0][0] if elements else closing + 1

    def _leave_out(self, start: int, end: int) -> None:
        self.left_out.append(self._body[start : min(end, start + MAX_CHARACTERS_LEFT_OUT)])

    def _elements_between(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield start and end of the outermost elements that lie between two offsets."""
        number = bisect_left(self._starts, start)
        while number < len(self._starts) and self._starts[number] < end:
            element_end = min(self._ends[self._starts[number]], end)
            yield self._starts[number], element_end
            number = bisect_left(self._starts, element_end)

    def _tag(self, position: int, *, is_component: bool) -> tuple[list[str], int]:
        """Return the attributes of a tag, and its end (-1: it has no end).

        Of code in braces only texts count, and those of components only.
        """
        body = self._body
        kept: list[str] = []
        left_out: list[str] = []
        start, most = position, position + MAX_MARKUP_TAG_CHARACTERS
        while found := _IN_TAG.search(body, position, most):
            sign, position = found[0], found.end()
            if sign == "<":
                break
            if sign == ">":
                self.left_out += left_out
                return [*kept, body[start : found.start()]], position
            if sign == "{":
                closing = self._pairs.get(found.start(), -1)
                if closing < 0:
                    break
                before = body[start : found.start()]
                string = _STRING.fullmatch(body, position, closing)
                if string and before.endswith("="):
                    kept.append(before + f'"{escape(string[0].strip()[1:-1])}"')
                else:
                    kept.append(_VALUE.sub("", before))
                    if _ELEMENT.search(body, position, min(closing, most)):
                        end = min(closing, position + MAX_CHARACTERS_LEFT_OUT)
                        left_out.append(body[position:end])
                    elif is_component and not before.endswith("style="):
                        attribute = _ATTRIBUTE.search(before)
                        code = body[position : min(closing, most)]
                        texts = read_attribute_code(attribute[1] if attribute else "", code)
                        kept += (f' {text.name}="{escape(text.text)}"' for text in texts)
                start = position = closing + 1
            else:
                closing = body.find(sign, position, most)
                position = closing + 1 if closing >= 0 else position
        return [], -1


def _pairs(body: str, spans: list[Span]) -> tuple[dict[int, int], list[Span]]:
    """Return the offset of each `{` outside of code, with that of the `}` that closes it.

    With them come the comments in braces, in order.
    """
    comments: list[Span] = []
    pairs: dict[int, int] = {}
    open_braces: list[int] = []
    code, position, ends = Spans(spans), 0, Ends(body)
    is_closed = True  # the template string met last; behind one that is not, none is
    while found := (_IN_BRACES if open_braces else _BRACE).search(body, position):
        position = found.end()
        end = -1 if open_braces else code.end_at(found.start())
        if end >= 0:
            position = end
        elif found[0] == "/*":
            end = ends.after("*/", position)
            if end >= 0:
                comments.append(Span(found.start(), end + 2))
                position = end + 2
        elif found[0] == "`":
            string = _TEMPLATE_STRING.match(body, found.start()) if is_closed else None
            is_closed = string is not None
            position = string.end() if string else position
        elif found[0] == "{":
            open_braces.append(found.start())
        elif found[0] == "}" and open_braces:
            pairs[open_braces.pop()] = found.start()
    return pairs, comments


def _elements(
    body: str, spans: list[Span], comments: list[Span]
) -> tuple[list[int], dict[int, int]]:
    """Return the offsets of all elements outside of code and comments, and the end of each."""
    ends: dict[int, int] = {}
    open_elements: list[tuple[str, int]] = []
    code, commented = Spans(spans), Spans(comments)
    for tag in _ELEMENT.finditer(body):
        position, name = tag.start(), tag[2]
        if code.end_at(position) >= 0 or commented.end_at(position) >= 0:
            continue
        if tag[1]:
            names = [name for name, _ in open_elements[-MAX_OPEN_ELEMENTS:]]
            if name in names:
                while open_elements:
                    opened, start = open_elements.pop()
                    ends[start] = tag.end() if opened == name else position
                    if opened == name:
                        break
        elif tag[3]:
            ends[position] = tag.end()
        else:
            ends[position] = tag.end()  # of its start tag, until its end tag is found
            open_elements.append((name, position))
    return sorted(ends), ends


def _statement_end(body: str, position: int, pairs: dict[int, int]) -> int:
    """Return the end of the line that ends a statement, with all braces that it opens closed."""
    while True:
        end = body.find("\n", position)
        end = len(body) if end < 0 else end
        holding = _HOLDING_LINES.search(body, position, end)
        if holding and holding[0] == "{":
            position = pairs.get(holding.start(), holding.start()) + 1
        elif holding:
            string = _TEMPLATE_STRING.match(body, holding.start())
            position = (string or holding).end()
        elif end == len(body) or not _without_comment(body[position:end]).endswith(_GOING_ON):
            return end
        elif body[position:end].endswith("(") and (
            closing := _CLOSING_LINE.search(body, end + 1, end + MAX_CHARACTERS_IN_PARENTHESES)
        ):
            return closing.end()
        else:
            position = end + 1


def _without_comment(line: str) -> str:
    return _COMMENT_BEHIND.sub("", line).rstrip()
