"""Which keys and values can be read, line by line, from front matter that breaks its grammar?"""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from indexer.read.escapes import unescaped
from indexer.read.fences import Language
from indexer.read.keys import (
    DESCRIPTIONS,
    KNOWN,
    LINKS,
    MODIFIED,
    NAME_KEYS,
    PATHS,
    PUBLISHED,
    TEXTS,
    TITLE,
    fold_key,
)
from indexer.read.nested import read_nested
from indexer.read.parsed import Parsed, says_something
from indexer.read.yaml_values import NULLS, Value

#: A key, and what is behind its sign on the line.
PAIR = re.compile(
    r"""(?P<shift>[ \t]*)(?P<quote>["']?)(?P<key>[^\W\d][\w.-]{0,63})(?P=quote)"""
    r"[ \t]*[:=](?P<value>.*)"
)
# A key that is longer than any that is known, as files have that are made to take time.
_LONG_KEY = re.compile(r"[\w.-]{65,}+[ \t]*[:=]")
# The values of another part of the file: `<<: *defaults`.
_MERGED = re.compile(r"[ \t]*<<[ \t]*:[ \t]*[*\[]")
_ENTRY = re.compile(r"[ \t]*-[ \t]+(?P<value>.*)")
_TABLE = re.compile(r"[ \t]*\[\[?[ \t]*(?P<name>[^\[\]]+)\]\]?[ \t]*(?:#.*)?")
_BLOCK_SCALAR = re.compile(r"(?P<style>[|>])[+-]?[0-9]?[ \t]*")
_BRACES = frozenset({"{", "}", "},", "[", "]", "],"})
_LONG_QUOTES = ('"""', "'''")
_CLOSERS = {'"': '"', "'": "'", "[": "]", "{": "}", '"""': '"""', "'''": "'''"}
# A text in quotes, with what may stand behind it.
_QUOTED = re.compile(
    r'''(?:"""(?P<double3>.*?)"""|"(?P<double>(?:[^"\\]|\\.)*+)"'''
    r"""|'''(?P<single3>.*?)'''|'(?P<single>(?:[^']|'')*+)')"""
    r"[ \t]*+,?[ \t]*+(?:\#.*)?",
    re.DOTALL,
)
# A text of a list, also one whose comma is missing: ["a" "b"].
_ITEM = re.compile(r"""[ \t]*("(?:[^"\\]|\\.)*+"|'(?:[^']|'')*+'|[^,]+)[^,"']*""")
_ESCAPE = re.compile(
    r"\\(?:u([0-9A-Fa-f]{4})|U(000[0-9A-Fa-f]{5})|x([0-9A-Fa-f]{2})|(.))", re.DOTALL
)
# A backslash that begins no escape, of those behind an even number of others.
_NO_ESCAPE = re.compile(
    r"""(?<!\\)(?:\\\\)*+\\(?!["\\'/0abefnrtv\n\s_LNP]|u[0-9A-Fa-f]{4}|U000[0-9A-Fa-f]{5}|x[0-9A-Fa-f]{2})"""
)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\n", "\n": " "}


#: Keys whose values are one line; a line below them is text.
ONE_LINE = frozenset({*PUBLISHED, *MODIFIED, *PATHS, *LINKS, "draft", "layout", "lang", "status"})
#: Keys whose values are shown to a reader.
_SHOWN = frozenset({TITLE, *DESCRIPTIONS, *TEXTS})


class ByLine(NamedTuple):
    """The values that were read, and the number of lines; those behind them are the body's.

    `last_key` is the key of the last value. `strays` are lines that do not look like part of a
    value, and became part of one that no reader sees.
    """

    parsed: Parsed
    lines: int
    last_key: str = ""
    strays: tuple[str, ...] = ()


@dataclass(slots=True)
class _Pair:
    """A key with the lines of its value, or the entries of the list below it."""

    table: str
    key: str
    shift: int
    lines: list[str]
    style: str = ""
    entries: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Tell whether the value is yet to come: in entries, or deeper keys."""
        return not self.style and len(self.lines) == 1 and self.lines[0] in ("", "{", "[")


def read_by_line(block: str, language: Language, *, is_closed: bool) -> ByLine:
    """Read `key: value` or `key = value` lines and `- entry` lists.

    Other lines continue the value before them. A paragraph after a blank line is not front matter
    any more. If no fence closes the front matter, neither is any other line, nor a comment with no
    key below it. Keys below a key or in a table of TOML are not taken for keys of the front matter
    itself, but for what they are to their key: its mapping.
    """
    lines = block.split("\n")
    pairs: list[_Pair] = []
    current: _Pair | None = None
    strays: list[str] = []
    table, end, until, after_blank, after_comment = "", 0, 0, False, False
    for number, line in enumerate(lines):
        if current and number < until:
            current.lines.append(line.strip())
        elif not line.strip():
            after_blank = True
            if current and current.style:
                current.lines.append("")
            continue
        elif current and current.style and line[0] in " \t":
            current.lines.append(line.strip())
        elif (found := PAIR.match(line)) and _is_key(
            found, current, language, after_blank or after_comment
        ):
            current = _begun(found, table)
            pairs.append(current)
            until = _end_of_value(lines, number, current, language)
        elif language is Language.TOML and (heading := _TABLE.fullmatch(line)):
            table, current = heading["name"].strip(), None
        elif _says_nothing(line, language, is_heading=after_blank and not is_closed):
            if line[0] == "#" and not is_closed:
                # A heading, if it looks like one and "Reuters: ..." stands below it.
                after_comment = not any(pair.key[0].isupper() for pair in pairs)
                continue
        elif (
            current
            and current.is_empty
            and (entry := _ENTRY.match(line))
            and (is_closed or not (after_blank and current.entries))
        ):
            current.entries.append(entry["value"])
        elif current and current.is_empty and line[0] in " \t":
            pass  # it belongs to a mapping below the key
        elif current and _continues(line, current, is_closed, after_blank):
            if _is_stray(line, current):
                strays.append(line.strip())
            current.lines.append(line.strip())
        else:
            break
        end, after_blank, after_comment = number + 1, False, False
    last_key = current.key if current else ""
    parsed = _parsed(pairs, language)
    if language is Language.YAML:
        parsed = _with_nested(parsed, "\n".join(lines[:end]))
    return ByLine(parsed, end, last_key, tuple(strays))


def _with_nested(parsed: Parsed, block: str) -> Parsed:
    """Return values with the lists and mappings that no single line tells; texts stay as read."""
    nested = {
        key: value
        for key, value in read_nested(block).items()
        if key in parsed.values and fold_key(key) not in _SHOWN
    }
    return Parsed({**parsed.values, **nested}, parsed.repeated) if nested else parsed


def _is_key(
    found: re.Match[str], current: _Pair | None, language: Language, after_blank: bool
) -> bool:
    key, value, shift = found["key"], found["value"], len(found["shift"])
    is_known = fold_key(key) in KNOWN
    is_tight = value[:1] not in ("", " ", "\t", '"', "'", "[")
    if is_tight and language is Language.YAML and not (is_known and value[:2] != "//"):
        return False  # 10:30, https://
    if after_blank and key[0].isupper() and not is_known:
        return False  # "Note: ..." after a blank line is the start of a text
    if language is Language.TOML or current is None or shift <= current.shift:
        return True
    return not current.is_empty and is_known and language is Language.YAML


def _says_nothing(line: str, language: Language, *, is_heading: bool) -> bool:
    """Tell whether a line is a comment, and no heading, a brace of JSON, or has no usable key."""
    if language.has_braces:
        return line.strip() in _BRACES
    if line[0] == "#" and not is_heading:
        return True
    return (_LONG_KEY.match(line) or _MERGED.match(line)) is not None


def _begun(found: re.Match[str], table: str) -> _Pair:
    value, shift = found["value"].strip(), len(found["shift"])
    if block := _BLOCK_SCALAR.fullmatch(value):
        return _Pair(table, found["key"], shift, [], block["style"])
    return _Pair(table, found["key"], shift, [value])


def _end_of_value(lines: list[str], number: int, pair: _Pair, language: Language) -> int:
    """Return the number of the line behind a value over several lines; 0 if it has only one.

    It begins with a quote or bracket, which is closed at the end of a line before the next key.
    """
    value = "".join(pair.lines)
    is_long = language is Language.TOML and value[:3] in _LONG_QUOTES
    opener = value[:3] if is_long else value[:1]
    closer = _CLOSERS.get(opener)
    if closer is None or closer in value[len(opener) :].rstrip(", \t")[-len(closer) :]:
        return 0
    for later in range(number + 1, len(lines)):
        found = None if is_long else PAIR.match(lines[later])
        if found and len(found["shift"]) <= pair.shift:
            return 0
        if closer in lines[later] if is_long else lines[later].rstrip(", \t").endswith(closer):
            pair.style = "|" if is_long else ""
            return later + 1
    return 0


def _continues(line: str, pair: _Pair, is_closed: bool, after_blank: bool) -> bool:
    """Tell whether a line that is not a key or entry belongs to the value before it."""
    is_shifted = line[0] in " \t"
    if is_closed:
        return is_shifted or not after_blank
    return is_shifted and not after_blank and fold_key(pair.key) not in ONE_LINE


def _is_stray(line: str, pair: _Pair) -> bool:
    key = fold_key(pair.key)
    is_part = line[0] in " \t" and key not in ONE_LINE
    return not (is_part or key in _SHOWN or _ENTRY.match(line))


def _parsed(pairs: list[_Pair], language: Language) -> Parsed:
    values: dict[str, object] = {}
    for pair in pairs:
        within = values
        if pair.table:
            inner = values.setdefault(pair.table, {})
            within = inner if isinstance(inner, dict) else {}
        value = _value(pair, language)
        if pair.key not in within or says_something(value):
            within[pair.key] = value
    counts = Counter(pair.key for pair in pairs if not pair.table)
    return Parsed(values, tuple(key for key, count in counts.items() if count > 1))


def _value(pair: _Pair, language: Language) -> Value:
    if pair.entries:
        return [_entry(entry) for entry in pair.entries]
    first, others = pair.lines[:1], pair.lines[1:]
    if others and (quoted := _QUOTED.fullmatch(first[0])):
        # The value is complete; what follows broke the grammar, but is no less a text.
        return " ".join([_unquoted(quoted), *filter(None, others)])
    text = ("\n" if pair.style == "|" else " ").join(pair.lines).strip()
    if language.has_braces:
        text = text.removesuffix(",")
    if text.startswith("[") and (text.endswith("]") or fold_key(pair.key) in NAME_KEYS):
        text = text if text.endswith("]") else f"{text}]"
        items = (_said(item) for item in _ITEM.findall(text[1:-1]))
        return [item for item in items if item != ""]
    return _said(text)


def _entry(text: str) -> Value:
    """Return an entry of a list: a text, or a mapping if it begins one, as in `- name: Storm`."""
    found = PAIR.fullmatch(text)
    if found and found["value"][:1] in (" ", "\t"):
        return {found["key"]: _said(found["value"])}
    return _said(text)


def _said(text: str) -> str | None:
    """Return a value without its quotes and escapes."""
    text = text.strip()
    if text in NULLS:
        return None
    if found := _QUOTED.fullmatch(text):
        return _unquoted(found)
    quote = text[:1]
    if quote in ("'", '"') and (text.endswith(quote) or quote not in text[1:]):
        text = text[1:].removesuffix(quote)  # a quote that is missing, or others inside
        return text.replace("''", "'") if quote == "'" else text.replace('\\"', '"')
    return text


def _unquoted(quoted: re.Match[str]) -> str:
    kind = quoted.lastgroup or ""
    text = quoted[kind].removeprefix("\n") if kind.endswith("3") else quoted[kind]
    if kind.startswith("double"):
        if _NO_ESCAPE.search(text):  # a path, "C:\\new\\x": no backslash was meant as an escape
            return text.replace('\\"', '"').replace("\\\\", "\\")
        return unescaped(text, _ESCAPE, _ESCAPED)
    return text if kind.endswith("3") else text.replace("''", "'")
