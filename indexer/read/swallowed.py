"""Which lines between two fences are not front matter, but text whose closing fence is missing?

    ---
    title: Storm
    date: 2026-01-03
    Two boats are lost.

    ---

The line above the text should have been a fence, and the last one is a rule in the text. Some such
text is valid YAML: a heading is a comment, code continues the value before it, and "Note: no trains
run." is a key with a value.
"""

import re
from typing import NamedTuple

from indexer.read.by_line import ONE_LINE, PAIR, read_by_line
from indexer.read.fences import Language
from indexer.read.keys import KNOWN, TITLE, fold_key

#: Least number of words of a value for which it is a sentence rather than a name.
_MIN_WORDS = 3

# A blank line, or one that is shifted.
_SUSPECT = re.compile(r"\n[ \t\n]")
# A heading of Markdown; a comment may also be a key that counts no more, `# layout: post`.
_HEADING = re.compile(r"#{1,6}[ \t]+(?![\w.-]+[ \t]*[:=])\S.*")
_SUBHEADING = re.compile(r"##+[ \t]+\S")
_SENTENCE = re.compile(r"(?P<key>[^\W\d_a-z][^:\n]{0,63}):[ \t]+(?P<value>\S.*)")
# Such a key of several words, as no program has: "The minister said".
_PHRASE = re.compile(r"[^\W\d_]\w*(?:[ ][^:]*)?[ ][^\W\dA-Z_][^:]*")
# A value that a program reads: an address, a path, a number or day, a switch.
_SETTING = re.compile(r"[\w./:+-]*[\d/][\w./:+-]*|(?:true|false|yes|no|on|off|none)", re.IGNORECASE)
_SENTENCES = re.compile(r"[.!?…][\"”’)]*[ \t]+\w.*[.!?…][\"”’)]*[ \t]*\Z")
_SENTENCE_ENDS = (".", "!", "?", "…", "。", "！", "？", "।", "؟", '."', ".”")
_CODE = ("    ", "\t")
# The beginning of a value that more lines may belong to.
_OPEN_VALUES = tuple("'\"[{|>&!*?#%@`")


class Swallowed(NamedTuple):
    """The number of lines that are front matter, and what of them may have been text.

    That is a comment, or a line below a blank one with a key that nobody knows.
    """

    lines: int
    comment: str = ""
    line: str = ""


class _Marks(NamedTuple):
    """What the lines of front matter tell about how it is written.

    `comment` is the line of the first comment with a key below it, `capital` that of the first key
    with a capital letter: who writes such keys may mean `Series: …` as another. Where there is none
    it is the number of lines. `keys` has, for each line, the last key before it, "" if the value of
    that one is not complete on its line.
    """

    comment: int
    capital: int
    keys: list[str]


def after_sound(block: str, language: Language) -> Swallowed | None:
    """Return where text begins in a block that keeps the grammar of its language; mostly None."""
    last = block.rfind("\n", 0, len(block.rstrip())) + 1
    if not _may_be_text(block[last : last + 1]) or language.has_braces:
        return None  # nearly always
    if not _SUSPECT.search(block):
        return None
    lines = block.removesuffix("\n").split("\n")
    marks = _marks(lines)
    start = end = len(lines)
    doubtful = len(lines)  # text from here on if what is above it is
    while end:
        if not lines[end - 1].strip():
            end -= 1
            continue
        first = end
        while first and lines[first - 1].strip():
            first -= 1
        is_followed = end < len(lines)
        if _is_text(lines[first:end], marks, first, language, is_followed=is_followed):
            start = end = first
            continue
        if language is Language.YAML and _may_be_sentences(lines[first:end], first):
            doubtful = end = first
            continue
        if is_followed and (heading := _heading_above(lines[first:end], marks, first)):
            start = end = first + heading
        while end and _is_text_below(
            lines[end - 1], marks, end - 1, language, is_followed=is_followed
        ):
            start = end = end - 1
        break
    if start == len(lines) and (comment := _lone_comment(lines)):
        return Swallowed(start, comment=comment)
    if start == len(lines) and doubtful < start and marks.capital > doubtful:
        return Swallowed(start, line=lines[doubtful])
    return Swallowed(start) if 0 < start < len(lines) else None


def after_broken(block: str, language: Language, *, is_same_fence: bool) -> int | None:
    """Return the number of lines of front matter in a block that breaks its grammar.

    None if what breaks it is not text: if keys follow, or it continues the title up to a fence that
    looks like the first.
    """
    lines = block.removesuffix("\n").split("\n")
    read = read_by_line(block, language, is_closed=False)
    rest = lines[read.lines :]
    if not any(map(str.strip, rest)) or any(_is_surely_key(line, language) for line in rest):
        return None
    if rest[-1].strip() and all(line.startswith("#") for line in rest if line.strip()):
        return None  # comments, up to the fence
    is_title = fold_key(read.last_key) == TITLE
    if is_title and is_same_fence and all(line.strip() for line in rest):
        return None
    return read.lines


def _may_be_text(first: str) -> bool:
    """Tell whether a line that begins with a character may be a heading, code, or "Note: …"."""
    return first in " \t#" or (first.isalpha() and not "a" <= first <= "z")


def _marks(lines: list[str]) -> _Marks:
    comment = capital = first_comment = len(lines)
    keys: list[str] = []
    key = ""
    doubtful = 0  # the first line behind a paragraph that may be text
    for number, line in enumerate(lines):
        keys.append(key)
        if number and number >= doubtful and line.strip() and not lines[number - 1].strip():
            end = number
            while end < len(lines) and lines[end].strip():
                end += 1
            doubtful = end if _may_be_sentences(lines[number:end], number) else number
        if not line[:1].strip():
            continue
        found = PAIR.fullmatch(line)
        value = found["value"].strip() if found else ""
        key = found["key"] if found and value and not value.startswith(_OPEN_VALUES) else ""
        if line[0] == "#":
            first_comment = min(first_comment, number)
        elif found and not _is_sentence(line):
            comment = min(comment, first_comment)
            if found["key"][0].isupper() and number >= doubtful:
                capital = min(capital, number)
    return _Marks(comment, capital, keys)


def _is_text(
    own: list[str], marks: _Marks, first: int, language: Language, *, is_followed: bool
) -> bool:
    """Tell whether a paragraph at the end of front matter, from the line `first`, is text."""
    if is_followed and all(map(_HEADING.fullmatch, own)):
        # Who writes comments elsewhere, or over several lines, writes them here, too.
        is_comment = len(own) > 1 or marks.comment < first
        return not is_comment or all(map(_SUBHEADING.match, own))
    if not first or language is not Language.YAML:
        return False
    if all(line.startswith(_CODE) for line in own):
        return marks.keys[first] != ""
    if marks.capital < first:
        return False
    texts = [line for line in own if not _HEADING.fullmatch(line)]
    return bool(texts) and all(map(_is_sentence, texts))


def _may_be_sentences(own: list[str], first: int) -> bool:
    """Tell whether a paragraph below another may be text: "Note: see below", or "Topic: ports"."""
    texts = [line for line in own if not _HEADING.fullmatch(line)]
    return first > 0 and bool(texts) and all(map(_may_be_sentence, texts))


def _may_be_sentence(line: str) -> bool:
    found = _SENTENCE.fullmatch(line)
    if not found or fold_key(found["key"]) in KNOWN or found["value"].startswith(_OPEN_VALUES):
        return False
    return not _SETTING.fullmatch(found["value"].strip())


def _heading_above(own: list[str], marks: _Marks, first: int) -> int:
    """Return the number of the line of a heading with nothing below it but sentences; else 0."""
    number = len(own)
    while number and _may_be_sentence(own[number - 1]):
        number -= 1
    is_heading = 0 < number < len(own) and _SUBHEADING.match(own[number - 1]) is not None
    return number - 1 if is_heading and marks.capital >= first + number else 0


def _lone_comment(lines: list[str]) -> str:
    """Return the one comment of some lines if it ends them, beside a blank line; else ""."""
    if not any(map(str.strip, lines)):
        return ""
    *others, last = [line for line in lines if line.strip()]
    is_beside_blank = not lines[-1].strip() or (len(lines) > 1 and not lines[-2].strip())
    if not is_beside_blank or any(line.startswith("#") for line in others):
        return ""
    return last if _HEADING.fullmatch(last) else ""


def _is_text_below(
    line: str, marks: _Marks, number: int, language: Language, *, is_followed: bool
) -> bool:
    """Tell whether a line is text, though it stands right below a line of front matter."""
    if is_followed and _SUBHEADING.match(line):
        return True
    if language is not Language.YAML:
        return False
    if line[:1] in (" ", "\t"):
        return fold_key(marks.keys[number]) in ONE_LINE
    return _is_sentence(line) and bool(_SENTENCES.search(line)) and marks.capital >= number


def _is_sentence(line: str) -> bool:
    """Tell whether a line that YAML takes for a key and its value is text: "Note: no trains."."""
    found = _SENTENCE.fullmatch(line)
    if not found or fold_key(found["key"]) in KNOWN or found["value"].startswith(_OPEN_VALUES):
        return False
    value = found["value"].strip()
    if _PHRASE.fullmatch(found["key"]) and not _SETTING.fullmatch(value):
        return True
    return value.endswith(_SENTENCE_ENDS) or len(value.split()) >= _MIN_WORDS


def _is_surely_key(line: str, language: Language) -> bool:
    if language.has_braces:
        return line.lstrip().startswith('"')
    if language is Language.TOML and line.startswith("["):
        return True
    found = PAIR.match(line)
    if not found or found["shift"]:
        return False
    is_known = fold_key(found["key"]) in KNOWN
    is_parted = found["value"][:1] in ("", " ", "\t", '"', "'", "[")
    return is_known or (is_parted and not found["key"][0].isupper())
