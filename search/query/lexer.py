"""What signs is a query's text made of? Text -> lexemes, typographic signs made plain."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

MAX_QUERY_CHARACTERS = 1_000
MAX_SLOP = 50

#: What is typed before the colon -> the field that is meant.
FIELDS = {
    "title": "title",
    "headline": "headlines",
    "headlines": "headlines",
    "text": "text",
    "source": "sources",
    "sources": "sources",
    "outlet": "sources",
    "tag": "tags",
    "tags": "tags",
    "category": "categories",
    "categories": "categories",
    "feed": "feed",
    "date": "date",
    "after": "after",
    "before": "before",
    "since": "since",
    "until": "until",
}
_QUOTES = "“”„‟«»「」『』〝〞〟＂"
_DASHES = "–—−－"
_WIDE = {"（": "(", "）": ")", "：": ":", "＊": "*", "～": "~", "＋": "+", "…": "‥"}
_PLAIN = str.maketrans({**dict.fromkeys(_QUOTES, '"'), **_WIDE})
_OPERATORS = {
    "AND": "AND",
    "&&": "AND",
    "&": "AND",
    "OR": "OR",
    "||": "OR",
    "|": "OR",
    "NOT": "NOT",
}
FIELD_NAME = re.compile(r"([A-Za-z_]+):")
_SLOP = re.compile(r"~(\d{1,9})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A word, phrase, field name, parenthesis or operator, and where it stands."""

    kind: str  # "word", "phrase", "field", "(", ")", "AND", "OR", "NOT"
    text: str
    start: int
    end: int
    slop: int = 1


def lex(text: str) -> tuple[str, list[Lexeme], tuple[str, ...]]:
    """Return the text with plain signs, its lexemes, which index it, and what was changed."""
    notes: list[str] = []
    plain = _plain(text, notes)
    return plain, list(_lexemes(plain, notes)), tuple(dict.fromkeys(notes))


def _plain(text: str, notes: list[str]) -> str:
    """Put plain signs in the place of typographic ones, one for one."""
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
    place = 0
    while place < len(text):
        character = text[place]
        if character.isspace():
            place += 1
            continue
        if character in "()":
            lexeme = Lexeme(character, character, place, place + 1)
        elif character == '"':
            lexeme = _quoted(text, place, notes)
        elif character in "+-" and _begins_word(text, place):
            kind = "NOT" if character == "-" else "+"
            lexeme = Lexeme(kind, character, place, place + 1)
        else:
            end = place + 1
            while end < len(text) and not text[end].isspace() and text[end] not in '()"':
                end += 1
            word = text[place:end]
            found = FIELD_NAME.match(word)
            if found and found[1].lower() in FIELDS:
                lexeme = Lexeme("field", found[1], place, place + found.end())
            else:
                lexeme = Lexeme(_OPERATORS.get(word, "word"), word, place, end)
        place = lexeme.end
        if lexeme.kind != "+":
            yield lexeme


def _quoted(text: str, start: int, notes: list[str]) -> Lexeme:
    closing = text.find('"', start + 1)
    if closing < 0:
        if text[start + 1 :].strip():
            notes.append("Closed a quotation mark that was left open.")
        return Lexeme("phrase", text[start + 1 :], start, len(text))
    words = text[start + 1 : closing]
    near = _SLOP.match(text, closing + 1)
    if near is None:
        return Lexeme("phrase", words, start, closing + 1)
    slop = int(near[1] or MAX_SLOP)
    if not 1 <= slop <= MAX_SLOP:
        slop = min(max(slop, 1), MAX_SLOP)
        notes.append(f"Words can be near by 1 to {MAX_SLOP} places; took {slop}.")
    return Lexeme("phrase", words, start, near.end(), slop)


def _begins_word(text: str, place: int) -> bool:
    """Tell whether a sign stands before a word and not inside one or alone."""
    before = text[place - 1] if place else " "
    after = text[place + 1] if place + 1 < len(text) else " "
    # A colon stands before it only after the name of a field.
    return (before.isspace() or before in '(-+":') and not after.isspace() and after != ")"


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs")
