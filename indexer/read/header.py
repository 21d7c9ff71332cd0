"""Does a text begin with a title and other values that stand between no fences?

Pelican and MultiMarkdown write keys and values, up to a blank line; Hexo up to a fence. E-mails
have a subject for a title. Nikola marks each line, mostly in a comment, as does Org. Pandoc writes
the title, the author and the date:

    Title: Storm hits port      <!--                            % Storm hits port
    Date: 2026-01-03            .. title: Storm hits port       % Ana Writer
                                .. date: 2026-01-03             % 2026-01-03
    Text                        -->
                                                                Text
                                Text
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from email.errors import HeaderParseError
from email.header import decode_header, make_header

from indexer.read.by_line import PAIR, read_by_line
from indexer.read.fences import Language
from indexer.read.json_values import read_json
from indexer.read.keys import (
    HEADERS,
    MODIFIED,
    NAME_KEYS,
    PUBLISHED,
    TITLE,
    fold_key,
)
from indexer.read.parsed import Broken, Parsed
from search.language.days import read_day

#: Lines of such keys and values at most.
MAX_HEADER_LINES = 100

#: Characters in which the fence below JSON is looked for.
MAX_JSON_CHARACTERS = 64 * 1024

_FENCE_OF_JSON = re.compile(r"^;{3,}[ \t]*(?:\n|\Z)", re.MULTILINE)
_FENCE = re.compile(r"(?:-{3,}|;{3,}|\+{3,}|\.\.\.)[ \t]*")
# Lines of keys that end with two colons, as Logseq writes them.
_TWO_COLONS = re.compile(r"(?:[^\W\d][\w.-]{0,63}::(?:[ \t][^\n]*|)(?:\n|\Z))+")
_DOUBLED = re.compile(r"^([^:\n]+:):", re.MULTILINE)
# A key of several words, as MultiMarkdown has: Base Header Level: 2.
_KEY_OF_WORDS = re.compile(r"([A-Z]\w*(?: [A-Z]\w*){1,3})(?=[ \t]*:)")

# A title block of Pandoc; a line that begins with a blank continues the one before.
_PANDOC = re.compile(r"(?:%(?:[ \t][^\n]*|)(?:\n[ \t]+\S[^\n]*)*(?:\n|\Z)){1,3}(?=[ \t]*(?:\n|\Z))")
# Lines that Nikola or Org marks, and a comment of HTML around them.
_MARKED = re.compile(r"(?:(?:\.\.|#\+)[ \t]*[A-Za-z][\w-]*:(?:[ \t][^\n]*|)(?:\n|\Z))+")
_MARK = re.compile(r"^(?:\.\.|#\+)[ \t]*", re.MULTILINE)
_COMMENT = re.compile(r"<!--[ \t]*\n((?:[^-]|-(?!->))*+)-->[ \t]*(?:\n|\Z)")
# A value with others below it: names in Pelican's headers stand so.
_BELOW = re.compile(r"^(?P<key>\w+):[^\n]*(?:\n[ \t]+[^\s-][^\n]*)+", re.MULTILINE)
# Lines of keys and values between a heading and a blank line.
_PROPERTIES = re.compile(
    r"#[ \t]+[^\n]+\n(?:[ \t]*\n)+"
    r"((?:[^\W\d_][\w \t-]{0,40}:[ \t][^\n]*(?:\n|\Z))+)(?=[ \t]*(?:\n|\Z))"
)
_PROPERTY_KEYS = NAME_KEYS.union(PUBLISHED, MODIFIED)
#: Folded keys of which an e-mail has the first, and one of the others.
_SUBJECT, _OF_EMAILS = "subject", frozenset({"from", "to", "date", "messageid"})
#: Folded keys that a header may begin with.
_FIRST = HEADERS | {_SUBJECT} | _OF_EMAILS
_PANDOC_KEYS = (TITLE, "author", "date")


def read_title_block(text: str) -> tuple[Parsed, str] | None:
    """Return title, author and date of Pandoc's title block, and the body below; None without."""
    found = _PANDOC.match(text) if text.startswith("%") else None
    if not found:
        return None
    parts = re.split(r"^%", found[0], flags=re.MULTILINE)[1:]
    values = {key: " ".join(part.split()) for key, part in zip(_PANDOC_KEYS, parts, strict=False)}
    given = {key: value for key, value in values.items() if value}
    return (Parsed(given), text[found.end() :]) if given else None


def read_marked(text: str) -> tuple[Parsed, str] | None:
    """Return the values in lines that Nikola or Org marks, and the body below; None without."""
    comment = _COMMENT.match(text) if text.startswith("<!--") else None
    header = comment[1] if comment else text
    lines = _MARKED.match(header)
    if comment and not lines:
        found = read_header(header)
        return (found[0], text[comment.end() :]) if found and not found[1].strip() else None
    if not lines or (comment and header[lines.end() :].strip()):
        return None
    read = read_by_line(_MARK.sub("", lines[0]), Language.YAML, is_closed=True)
    return (read.parsed, text[(comment or lines).end() :]) if is_header(read.parsed) else None


def read_header(text: str) -> tuple[Parsed, str] | None:
    """Return the values at the beginning of a text, and the body below; None if there are none.

    Paragraphs may begin like them: "Note: no trains run". So each line must be a key with its
    value, or shifted as part of a value, and the keys must be known: the title, a date that is a
    day, or two others; of e-mails the subject and another.
    """
    if text.startswith('"') and (found := _read_object(text)):
        return found
    if doubled := _TWO_COLONS.match(text):
        text = _DOUBLED.sub(r"\1", doubled[0]) + text[doubled.end() :]
    first = PAIR.match(text)
    if not first or fold_key(first["key"]) not in _FIRST:
        return None
    lines = text.split("\n", MAX_HEADER_LINES)
    end = 0
    for line in lines[:MAX_HEADER_LINES]:
        if not line.strip() or _FENCE.fullmatch(line):
            break
        if line[0] not in " \t-" and not PAIR.match(line):
            if not end or not _KEY_OF_WORDS.match(line):
                return None
            lines[end] = _KEY_OF_WORDS.sub(_as_one_word, line, count=1)
        end += 1
    else:
        if len(lines) > MAX_HEADER_LINES:
            return None
    fence = lines[end] if end < len(lines) else ""
    language = {";": Language.JSON, "+": Language.TOML}.get(fence[:1], Language.YAML)
    header = _BELOW.sub(_on_one_line, "\n".join(lines[:end]))
    read = read_by_line(header, language, is_closed=True)
    if read.lines <= header.count("\n"):
        return None
    body = "\n".join(lines[end + 1 :])
    if is_email(read.parsed.values):
        return _decoded(read.parsed), body
    is_one = fold_key(first["key"]) in HEADERS and is_header(read.parsed)
    return (read.parsed, body) if is_one else None


def read_properties(text: str) -> Parsed:
    """Return the day, the tags and the categories in lines below the heading that begins a text.

    Notion writes properties so: `Created: January 9, 2026 10:30 AM`. Without a day, such lines are
    only text.
    """
    found = _PROPERTIES.match(text) if text.startswith("#") else None
    if not found:
        return Parsed({})
    given = dict(line.split(":", 1) for line in found[1].strip().split("\n"))
    values = {key: value.strip() for key, value in given.items() if fold_key(key) in _PROPERTY_KEYS}
    is_dated = any(
        fold_key(key) not in NAME_KEYS and read_day(value).day for key, value in values.items()
    )
    return Parsed(values if is_dated else {})


def _read_object(text: str) -> tuple[Parsed, str] | None:
    """Return the members of JSON without braces above a fence of Hexo, and the body below."""
    fence = _FENCE_OF_JSON.search(text[:MAX_JSON_CHARACTERS])
    if not fence:
        return None
    try:
        parsed = read_json(text[: fence.start()])
    except (Broken, RecursionError):
        return None
    return (parsed, text[fence.end() :]) if is_header(parsed) else None


def _as_one_word(found: re.Match[str]) -> str:
    return found[1].replace(" ", "-")


def _on_one_line(found: re.Match[str]) -> str:
    if fold_key(found["key"]) not in NAME_KEYS:
        return found[0]
    return ", ".join(filter(None, (line.strip().rstrip(",;") for line in found[0].split("\n"))))


def is_email(values: Mapping[str, object]) -> bool:
    """Tell whether values are those of an e-mail."""
    keys = set(map(fold_key, values))
    return _SUBJECT in keys and not _OF_EMAILS.isdisjoint(keys)


def _decoded(parsed: Parsed) -> Parsed:
    """Return values of an e-mail, words as `=?utf-8?q?caf=C3=A9?=` decoded."""
    values = dict(parsed.values)
    for key, value in parsed.values.items():
        if isinstance(value, str) and "=?" in value:
            with suppress(HeaderParseError, LookupError, UnicodeError):
                values[key] = str(make_header(decode_header(value)))
    return Parsed(values, parsed.repeated)


def is_header(parsed: Parsed) -> bool:
    """Tell whether values are those of an item: the title, a date that is a day, or two others."""
    values = {fold_key(key): value for key, value in parsed.values.items()}
    known = HEADERS & values.keys()
    return TITLE in known or len(known) > 1 or bool(read_day(str(values.get("date", ""))).day)
