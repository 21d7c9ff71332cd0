"""What HTML is a paragraph of AsciiDoc: its links, pictures, notes and emphasis?

link:/a[the list] -> the list           image:x.png[A storm] -> <img alt="A storm">
*bold* -> bold                          a footnote:[note] -> a, and the note below it
"""

import re
from collections.abc import Mapping
from html import escape, unescape

#: Rounds in which what stands in brackets is read, the innermost first.
MAX_ROUNDS = 4
#: Characters that values put in place of their names, at most: a small file could ask for many.
MAX_FILLED_CHARACTERS = 1 << 20

#: Stands before the number of a part that is not read any further, and behind it.
_KEPT = "\x1c"
_RAW = re.compile(r"\+\+\+((?:(?!\+\+\+)[\s\S])*+)\+\+\+|\bpass:[a-z,]*\[((?:[^\[\]\\]|\\.)*+)\]")
#: What is shown as it is written: `+*lit*+`, `++lit++`.
_LITERAL = re.compile(r"(?<![\w+\\`])(\+\+?)([^+\s](?:[^+\n]*[^+\s])?)\1(?![\w+`])")
_CURVED = re.compile(r"(?<![\w`])([\"'])`(?=\S)|(?<=[^\s`])`([\"'])(?![\w`])|(?<=\w)`(')(?=\w)")
_CODE = re.compile(r"(?<!\\)``([^`]+)``|(?<![\w\\`])`([^`\s](?:[^`]*[^`\s])?)`(?![\w`])")
_REFERENCE = re.compile(r"(?<!\\)\{([a-zA-Z][\w-]*)\}")
_SIGNS = {
    "amp": "&", "apos": "'", "asterisk": "*", "backslash": "\\", "backtick": "`", "brvbar": "¦",
    "caret": "^", "cpp": "C++", "deg": "°", "empty": "", "endsb": "]", "gt": ">", "ldquo": "“",
    "lsquo": "‘", "lt": "<", "nbsp": " ", "pp": "++", "plus": "+", "quot": '"', "rdquo": "”",
    "rsquo": "’", "sp": " ", "startsb": "[", "tilde": "~", "two-colons": "::",
    "two-semicolons": ";;", "vbar": "|", "wj": "", "zwsp": "",
}  # fmt: skip
#: What stands before brackets, from the blank or bracket before it on, and what is in them.
_BRACKETS = re.compile(r"(?<![^\s\[\]])([^\s\[\]]++)\[((?:[^\[\]\\]|\\.)*+)\]", re.DOTALL)
_MACRO = re.compile(
    r"(?<![\w\\])(?:(link|xref|image|footnote|footnoteref|kbd|btn|menu|stem|latexmath|asciimath"
    r"|icon|anchor|indexterm2?|mailto):{1,2}|(?:https?|ftps?|irc|file)://)",
)
_ARGUMENT = re.compile(r'\s*(?:([\w-]+)\s*=\s*)?(?:"((?:[^"\\]|\\.)*+)"|([^,]*))\s*(?:,|\Z)')
_CROSS = re.compile(r"&lt;&lt;([^,&<>]+)(?:,([^<>&]*))?&gt;&gt;")
_HIDDEN_TERM = re.compile(r"\(\(\([^()]*\)\)\)")
_TERM = re.compile(r"\(\(([^()]*)\)\)")
_ANCHOR = re.compile(r"\[\[[\w.:-]+(?:,[^\[\]]*)?\]\]")
_ROLE = re.compile(r"(?<!\w)\[[^\[\]\n]*\](?=[*_`#]\S)")
_STRONG = re.compile(
    r"\*\*([^*]+)\*\*|__([^_]+)__|##([^#]+)##|(?<![\w\\*])\*([^*\s](?:[^*]*[^*\s])?)\*(?![\w*])"
    r"|(?<![\w\\_])_([^_\s](?:[^_]*[^_\s])?)_(?![\w_])|(?<![\w\\#&])#([^#\s](?:[^#]*[^#\s])?)#(?![\w#])"
)
_RAISED = re.compile(r"(?<!\\)(?:\^([^\s^]+)\^|~([^\s~]+)~)")
_ESCAPE = re.compile(r"\\(?=[*_`#\[\]{<^~+(]|https?:|link:|&lt;)")
_BREAK = re.compile(r"[ \t]\+$", re.MULTILINE)


class Attributes(dict[str, str]):
    """The values that `{name}` stands for in a document, by name."""

    def __init__(self, given: Mapping[str, str] | None = None) -> None:
        super().__init__(given or {})
        self._left = MAX_FILLED_CHARACTERS

    def define(self, name: str, value: str) -> None:
        """Set a value; `!name` and `name!` take it away."""
        if "!" in name:
            self.pop(name.strip("!").lower(), None)
        else:
            self[name.lower()] = value.strip()

    def filled(self, text: str) -> str:
        """Return a text with values for their names; unknown names stay."""
        if "{" not in text:
            return text
        return _REFERENCE.sub(lambda found: self.value(found[1].lower(), found[0]), text)

    def value(self, name: str, default: str) -> str:
        """Return a value, or what Asciidoctor has for a name."""
        value = self.get(name, _SIGNS.get(name, default))
        self._left -= len(value)
        return value if self._left >= 0 else default


class Line:
    """A paragraph on its way to HTML; `notes` are those in it, as HTML."""

    def __init__(self, text: str, attributes: Attributes) -> None:
        self.notes: list[str] = []
        self._kept: list[str] = []
        self.html = self._read(text, attributes)

    def _read(self, text: str, attributes: Attributes) -> str:
        text = _RAW.sub(lambda raw: self._keep(raw[1] or raw[2] or ""), text)
        text = _LITERAL.sub(lambda literal: self._keep(escape(literal[2], quote=False)), text)
        text = _CURVED.sub(r"\1\2\3", text)
        text = _CODE.sub(
            lambda code: self._keep(f"<code>{escape(_unpassed(code[1] or code[2]))}</code>"), text
        )
        text = _BREAK.sub(lambda _: self._keep("<br>"), text)
        text = escape(attributes.filled(text), quote=False)
        text = re.sub(r"&amp;(#?\w{1,10};)", r"&\1", text)
        if "[" in text:
            for _ in range(MAX_ROUNDS):
                text, count = _BRACKETS.subn(self._shown, text)
                if not count:
                    break
        self.notes = [self._restored(_unmarked(note)) for note in self.notes]
        return self._restored(_unmarked(text))

    def _keep(self, html: str) -> str:
        self._kept.append(html)
        return f"{_KEPT}{len(self._kept) - 1}{_KEPT}"

    def _restored(self, html: str) -> str:
        for _ in range(MAX_ROUNDS):
            if _KEPT not in html:
                break
            parts = html.split(_KEPT)
            parts[1::2] = [self._kept[int(number)] for number in parts[1::2]]
            html = "".join(parts)
        return html

    def _shown(self, found: re.Match[str]) -> str:
        before, content = found.groups()
        macro = _MACRO.search(before)
        if macro is None:
            return found[0]
        name, target = macro[1], before[macro.end() :]
        lead, content = before[: macro.start()], re.sub(r"\\([\[\]])", r"\1", content)
        match name:
            case "image":
                given = _arguments(content)
                alternative = given.get("") or given.get("alt", "")
                shown = f'<img alt="{escape(unescape(alternative))}">{given.get("title", "")}'
            case "footnote" | "footnoteref":
                if name == "footnoteref":
                    content = content.partition(",")[2]
                if content:
                    self.notes.append(content)
                shown = ""
            case "icon" | "anchor" | "indexterm":
                shown = ""
            case "kbd" | "btn" | "stem" | "latexmath" | "asciimath" | "indexterm2":
                shown = content
            case "menu":
                shown = f"{target} {content}"
            case _:
                target = target if name else before[macro.start() :]
                given = _arguments(content) if "=" in content else {"": content}
                shown = given.get("", "").removesuffix("^") or target
        return lead + self._keep_brackets(shown)

    def _keep_brackets(self, shown: str) -> str:
        return self._keep(escape(unescape(shown), quote=False)) if "[" in shown else shown


def _unmarked(html: str) -> str:
    """Return a paragraph without the marks of emphasis, of terms and of anchors."""
    html = _CROSS.sub(lambda found: (found[2] or found[1]).strip(), html)
    html = _ANCHOR.sub("", _TERM.sub(r"\1", _HIDDEN_TERM.sub("", html)))
    html = _ROLE.sub("", html)
    for _ in range(2):  # `*_a_*`
        html = _STRONG.sub(lambda found: found[found.lastindex or 0], html)
    html = _RAISED.sub(_raised, html)
    return _ESCAPE.sub("", html)


def _raised(found: re.Match[str]) -> str:
    return f"<sup>{found[1]}</sup>" if found[1] else f"<sub>{found[2]}</sub>"


def _unpassed(code: str) -> str:
    """Return the text of code that is not to be read, as in `+{name}+`."""
    return code[1:-1] if len(code) > 1 and code[0] == code[-1] == "+" else code


def _arguments(content: str) -> dict[str, str]:
    """Return the arguments in brackets by name, the first without a name as ""."""
    given: dict[str, str] = {}
    for found in _ARGUMENT.finditer(content):
        if found[0]:
            value = found[2] if found[2] is not None else found[3]
            given.setdefault((found[1] or "").lower(), value.strip())
    return given
