"""Which lexemes is a query's text made of? Typographic signs are read as plain ones."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

#: Characters of a query; the rest is left out.
MAX_QUERY_CHARACTERS = 1_000
#: The largest number after `"…"~`.
MAX_SLOP = 50

#: Name before a colon in a query -> field.
FIELDS = {
    **{name: name for name in ("title", "headlines", "text", "sources", "tags", "categories")},
    **{name: name for name in ("feed", "date", "after", "before", "since", "until")},
    **{"headline": "headlines", "source": "sources", "outlet": "sources"},
    **{"tag": "tags", "category": "categories"},
}
_QUOTES = "“”„‟«»「」『』〝〞〟＂"
_DASHES = "–—−－"
_WIDE = {"（": "(", "）": ")", "：": ":", "＊": "*", "～": "~", "＋": "+", "…": "‥"}
_PLAIN = str.maketrans({**dict.fromkeys(_QUOTES, '"'), **_WIDE})
_OPERATORS = {"&&": "AND", "&": "AND", "||": "OR", "|": "OR"}
_OPERATORS |= {name: name for name in ("AND", "OR", "NOT")}
FIELD_NAME = re.compile(r"([A-Za-z_]+):")
_SLOP = re.compile(r"~(\d{1,9})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A word, phrase, field name, parenthesis or operator, and its span in the plain text."""

    kind: str  # "word", "phrase", "field", "(", ")", "AND", "OR", "NOT"
    text: str
    start: int
    end: int
    slop: int = 1


def lex(text: str) -> tuple[str, list[Lexeme], tuple[str, ...]]:
    """Return the text with plain signs, its lexemes with spans in it, and notes on changes.

    `“a b” OR c` -> `"a b" OR c`; phrase `a b`, OR, word `c`; "Read typographic quotes as …".
    """
    notes: list[str] = []
    plain = _plain(text, notes)
    return plain, list(_lexemes(plain, notes)), tuple(dict.fromkeys(notes))


def _plain(text: str, notes: list[str]) -> str:
    """Replace typographic signs by plain ones, one character by one: offsets stay."""
    if len(text) > MAX_QUERY_CHARACTERS:
        notes.append(
            f"The query has {len(text):,} characters; only the first "
            f"{MAX_QUERY_CHARACTERS:,} were used."
        )
        text = text[:MAX_QUERY_CHARACTERS]
    text = "".join(" " if _is_control(character) else character for character in text)
    if any(quote in text for quote in _QUOTES):
        notes.append("Read typographic quotes as plain ones.")
    if any(wide in text for wide in _WIDE if wide != "…"):
        notes.append("Read full-width signs as plain ones.")
    text = text.translate(_PLAIN)
    dashed = re.sub(rf"(^|[\s(])[{_DASHES}](?=[\w\"(])", r"\1-", text)
    if dashed != text:
        notes.append("Read a long dash before a word as a minus, which leaves the word out.")
    return dashed


def _lexemes(text: str, notes: list[str]) -> Iterator[Lexeme]:
    offset = 0
    while offset < len(text):
        character = text[offset]
        if character.isspace():
            offset += 1
            continue
        if character in "()":
            lexeme = Lexeme(character, character, offset, offset + 1)
        elif character == '"':
            lexeme = _quoted(text, offset, notes)
        elif character in "+-" and _is_prefix_sign(text, offset):
            kind = "NOT" if character == "-" else "+"
            lexeme = Lexeme(kind, character, offset, offset + 1)
        else:
            end = offset + 1
            while end < len(text) and not text[end].isspace() and text[end] not in '()"':
                end += 1
            word = text[offset:end]
            name = FIELD_NAME.match(word)
            if name and name[1].lower() in FIELDS:
                lexeme = Lexeme("field", name[1], offset, offset + name.end())
            else:
                lexeme = Lexeme(_OPERATORS.get(word, "word"), word, offset, end)
        offset = lexeme.end
        if lexeme.kind != "+":
            yield lexeme


def _quoted(text: str, start: int, notes: list[str]) -> Lexeme:
    closing = text.find('"', start + 1)
    if closing < 0:
        if text[start + 1 :].strip():
            notes.append("Closed a quotation mark that was left open.")
        return Lexeme("phrase", text[start + 1 :], start, len(text))
    words = text[start + 1 : closing]
    suffix = _SLOP.match(text, closing + 1)
    if suffix is None:
        return Lexeme("phrase", words, start, closing + 1)
    slop = int(suffix[1] or MAX_SLOP)
    if not 1 <= slop <= MAX_SLOP:
        slop = min(max(slop, 1), MAX_SLOP)
        notes.append(f"The number after ~ can be 1 to {MAX_SLOP}; took {slop}.")
    return Lexeme("phrase", words, start, suffix.end(), slop)


def _is_prefix_sign(text: str, offset: int) -> bool:
    """Tell whether the sign at an offset is the prefix of a word, neither inside one nor alone."""
    before = text[offset - 1] if offset else " "
    after = text[offset + 1] if offset + 1 < len(text) else " "
    # A colon before the sign ends a field's name; any other colon is inside a word.
    return (before.isspace() or before in '(-+":') and not after.isspace() and after != ")"


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs")
