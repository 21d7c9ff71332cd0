"""Which texts does the code in an attribute of MDX hold, and what is each called?

items={['npm', 'yarn']}                       items: npm, items: yarn
data={{title: 'A storm', id: 'a'}}            title: A storm
label={isNew ? 'New here' : 'Welcome back'}   label: New here, label: Welcome back
text={t('Set ' + "sail")}                     text: Set sail
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from indexer.read.strings import TOKENS, without_values, words_of
from indexer.read.template_arguments import VAGUE, is_setting

_TOKEN = re.compile(rf"{TOKENS}|(?P<name>[\w$]+)|(?P<sign>[^\s\w$])")
_HANDLER = re.compile(r"on[A-Z]")
_PARTS_OF_KEY = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_ADDRESS_START = ("/", "#", "./", "../", "http://", "https://", "mailto:")
#: Parts of keys whose texts are for programs: nobody sees them.
_FOR_PROGRAMS = frozenset((
    *("class", "classes", "color", "colour", "css", "font", "height", "href", "icon", "id", "lang"),
    *("layout", "path", "ref", "rel", "script", "size", "src", "style", "styles", "sx", "type"),
    *("url", "variant", "width", "background", "margin", "padding", "border", "slug", "language"),
))  # fmt: skip
#: Keys of rows whose texts are shown one by one.
_ROWS = frozenset((
    *("items", "tabs", "labels", "titles", "headings", "headers", "steps", "questions", "answers"),
    *("captions", "notes", "points", "features", "bullets"),
))  # fmt: skip
#: Short keys, and what they stand for.
_SHORT = {"q": "question", "a": "answer"}
#: A name by which a text is shown, and one by which it is not known.
_SHOWN, _UNKNOWN = "label", "words"
_NAME = "name"


class NamedText(NamedTuple):
    """A text of an attribute, and the name by which it is read as an argument."""

    name: str
    text: str


def read_attribute_code(name: str, code: str) -> list[NamedText]:
    """Return the texts of an attribute's code, in order. It takes linear time."""
    if _HANDLER.match(name):
        return []
    texts = []
    for key, text in _strings(name, code):
        argument = _argument(key)
        if argument == _NAME and key != name and not is_setting(text):
            argument = _SHOWN  # a cell of a table, a person of a list
        if argument and text.strip() and not text.startswith(_ADDRESS_START):
            texts.append(NamedText(argument, " ".join(text.split())))
    return texts


def _argument(key: str) -> str:
    """Return the name by which the text of a key is read, "" if no reader sees it."""
    folded = key.lower()
    if folded in _ROWS:
        return _SHOWN
    if not folded or folded in VAGUE:
        return _UNKNOWN
    if not _FOR_PROGRAMS.isdisjoint(part.lower() for part in _PARTS_OF_KEY.findall(key)):
        return ""
    return _SHORT.get(folded, folded)


def _strings(name: str, code: str) -> Iterator[tuple[str, str]]:
    """Yield each string that is no key, not compared and no index, with the key it stands under."""
    tokens = [
        (found.lastgroup or "", found[0])
        for found in _TOKEN.finditer(code)
        if found.lastgroup != "comment"
    ]
    brackets: list[tuple[str, str]] = [("", name)]  # each with the key that it stands under
    key, row = name, ""  # the strings of a row are joined by plus signs
    for at, (kind, token) in enumerate(tokens):
        before = tokens[at - 1] if at else ("", "")
        following = tokens[at + 1] if at + 1 < len(tokens) else ("", "")
        is_key = following[1] == ":" and brackets[-1][0] == "{" and before[1] in ("{", ",")
        if is_key and kind in ("string", "name"):
            key = token.strip("\"'`")
        elif kind == "string":
            if "compared" in (before[0], following[0]) or _is_index(brackets[-1][0], before[1]):
                continue
            row += without_values(words_of(token[1:-1]))
            if following[1] != "+" or at + 2 >= len(tokens) or tokens[at + 2][0] != "string":
                yield key, row
                row = ""
        elif token in ("{", "[", "("):
            is_access = token == "[" and (before[0] == "name" or before[1] in (")", "]"))
            brackets.append(("index" if is_access else token, key))
        elif token in ("}", "]", ")"):
            if len(brackets) > 1:
                key = brackets.pop()[1]
        elif token == "," and brackets[-1][0] == "{":
            key = brackets[-1][1]


def _is_index(bracket: str, before: str) -> bool:
    return bracket == "index" and before == "["
