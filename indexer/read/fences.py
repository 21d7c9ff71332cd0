"""Where does front matter begin and end, and in which language is it written?

    ---              +++                ;;;                  {
    title: Storm     title = "Storm"    "title": "Storm"       "title": "Storm"
    ---              +++                ;;;                  }
    Text             Text               Text                 Text

A line `...` ends YAML as well. A fence may name the language, `---toml`, and may be shifted by some
blanks, with all that is below it. Some write front matter as code, between ```yaml and ```.
"""

import re
from collections.abc import Iterator
from enum import Enum
from functools import cache
from itertools import islice

from indexer.read.json_values import object_ends
from search.frozen import frozen

#: Lines that are tried at most as the closing fence.
MAX_CLOSINGS = 8
#: Blanks before a fence at most; with more, Markdown takes it for code.
_MAX_SHIFT = 3


class Language(Enum):
    """A language of front matter."""

    YAML = "YAML"
    TOML = "TOML"
    JSON = "JSON"
    JAVASCRIPT = "JavaScript"

    @property
    def has_braces(self) -> bool:
        """Tell whether its values stand in an object, each with a comma behind it."""
        return self in (Language.JSON, Language.JAVASCRIPT)


@frozen()
class Opening:
    """The opening of front matter, which begins at `start` in the text.

    `fence` is a character of its fence; an object of JSON has none. `shift` counts the blanks
    before the fence.
    """

    language: Language
    start: int
    fence: str = ""
    shift: int = 0


@frozen()
class Fenced:
    """Front matter that is closed, and the body below it.

    `is_shifted` tells whether a fence does not begin its line. `closing` is the fence that ends it,
    "" for an object of JSON.
    """

    block: str
    body: str
    is_shifted: bool = False
    closing: str = ""


#: Blanks, also those that cannot be seen, which editors and chats put in.
_BLANKS = r" \t\xa0\u3000\u200b\u2060\ufeff"
#: What may stand behind a fence: blanks, and a comment of YAML.
_ENDING = rf"[{_BLANKS}]*(?:[ \t]#[^\n]*)?"
_OPENING = re.compile(
    # What YAML says before a document: its version, and tags.
    r"(?:%(?:YAML|TAG)[ ][^\n]*\n)*+"
    rf"(?P<shift>[{_BLANKS}]{{0,{_MAX_SHIFT}}})(?P<fence>-{{3,}}|\+{{3,}}|;{{3,}})"
    rf"[ \t]*(?P<name>ya?ml|toml|json5?|js|javascript)?{_ENDING}(?:\n|\Z)",
    re.IGNORECASE,
)
_OBJECT = re.compile(r"""\{\s*+(?:(?://[^\n]*\n|/\*(?:[^*]|\*(?!/))*+\*/)\s*+)*+["}]""")
_CODE = re.compile(
    r"(?P<fence>`{3,}|~{3,})[ \t]*(?P<name>ya?ml|toml|json)[ \t]*\n"
    r"(?P<block>.*?\n|)(?P=fence)[ \t]*(?:\n|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_NAMES = {
    "-": Language.YAML,
    "+": Language.TOML,
    ";": Language.JSON,
    "yaml": Language.YAML,
    "yml": Language.YAML,
    "toml": Language.TOML,
    "json": Language.JSON,
    "js": Language.JAVASCRIPT,
    "javascript": Language.JAVASCRIPT,
    "json5": Language.JAVASCRIPT,
}


def find_opening(text: str) -> Opening | None:
    """Return the opening of front matter at the beginning of a text; None if there is none."""
    if _OBJECT.match(text):
        return Opening(Language.JSON, 0)
    found = _OPENING.match(text)
    if not found:
        return None
    fence = found["fence"][0]
    language = _NAMES[(found["name"] or fence).lower()]
    return Opening(language, found.end(), fence, len(found["shift"]))


def find_code(text: str) -> tuple[Language, Fenced] | None:
    """Return the code in YAML, TOML or JSON at the beginning of a text, None if there is none."""
    found = _CODE.match(text) if text.startswith(("```", "~~~")) else None
    if not found:
        return None
    return _NAMES[found["name"].lower()], Fenced(found["block"], text[found.end() :])


def find_ends(text: str, opening: Opening) -> Iterator[Fenced]:
    """Yield each way to close front matter, the most likely first.

    The first line that can close it mostly does. But text of several lines in TOML may hold such a
    line, and the right one may be shifted. Raises RecursionError for JSON that is nested too
    deeply.
    """
    if not opening.fence:
        yield from (Fenced(text[:end], text[end:]) for end in object_ends(text))
        return
    before = max(0, opening.start - 1)  # the newline before the first line, which may close it
    for least, most in ((0, opening.shift), (opening.shift + 1, _MAX_SHIFT)):
        if least > most:
            continue
        closing = _closing(opening.fence, opening.language, least, most)
        for found in islice(closing.finditer(text, before), MAX_CLOSINGS):
            block = text[opening.start : found.start() + 1]
            if opening.shift:
                block = re.sub(rf"^[{_BLANKS}]{{1,{opening.shift}}}", "", block, flags=re.MULTILINE)
            is_shifted = bool(opening.shift or least)
            yield Fenced(block, text[found.end() :], is_shifted, found[0].strip())


@cache
def _closing(fence: str, language: Language, least: int, most: int) -> re.Pattern[str]:
    """Return what matches a closing fence and the newline before it, behind some blanks."""
    dots = r"|\.\.\." if language is Language.YAML else ""
    return re.compile(
        rf"\n[{_BLANKS}]{{{least},{most}}}(?:{re.escape(fence)}{{3,}}{dots}){_ENDING}(?=\n|\Z)"
    )
