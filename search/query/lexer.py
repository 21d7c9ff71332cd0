"""Which lexemes is a query's text made of? Typographic signs are read as plain ones."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from search.facets import FACETS
from search.folding import with_gershayim
from search.limits import cut_query
from search.messages import message
from search.query.borrowed import (
    ALL_IN,
    BORROWED_FIELDS,
    EXISTS,
    NEAR,
    NEAR_CALL,
    NEAR_CALL_BETWEEN,
    UNEQUAL,
)
from search.query.name_signs import QUOTES, signs_of_names
from search.query.outlets import COUNT_FIELD
from search.query.tree import CHANGED_FIELD, ID_FIELDS, NAME_FIELDS

#: The largest number after `"…"~` and `NEAR/`.
MAX_BETWEEN = 50

#: Name before a colon in a query -> field, as notes list the fields.
OWN_FIELDS = {
    **{"title": "title", "headline": "headlines", "text": "text"},
    **{FACETS[name]: name for name in NAME_FIELDS},
    **{name: name for name in ("link", *ID_FIELDS, "date", "since", "until", "after", "before")},
}
#: All names that may stand before a colon -> field.
FIELDS = {
    **OWN_FIELDS,
    **{name: name for name in OWN_FIELDS.values()},
    **{"outlet": "sources"},
    **{"intitle": "title", "url": "link", "inurl": "link", "site": "link"},
    **BORROWED_FIELDS,
}
DATE_FIELDS = frozenset({"date", "after", "before", "since", "until"})
#: Fields whose values may hold any sign, and end at a blank only.
_VERBATIM = frozenset({*NAME_FIELDS, "link", *ID_FIELDS})
#: Fields whose values keep the signs that they are written with.
_NAMES = frozenset({*NAME_FIELDS, *ID_FIELDS})
_DASH_BEFORE = re.compile(r"(^|[\s(])[–—−－](?=[\w\"(])")
_WIDE = {"（": "(", "）": ")", "：": ":", "＊": "*", "～": "~", "＋": "+", "…": "‥"}
_PLAIN = str.maketrans({**dict.fromkeys(QUOTES, '"'), **_WIDE})
_OPERATORS = {"&&": "AND", "&": "AND", "||": "OR", "|": "OR"}
_OPERATORS |= {name: name for name in ("AND", "OR", "NOT")}
FIELD_NAME = re.compile(r"([A-Za-z_]+):")
_COMPARED = re.compile(r"([A-Za-z_]+)(=|[<>]=?)(?=[^\s=<>)|])")
# With blanks around the sign, as in KQL and SQL, only days are compared.
_COMPARED_APART = re.compile(r"([A-Za-z_]+)\s*(==?|[<>]=?)\s*(?=[\"'\d])")
# Browsers copy some addresses without their scheme: a host and a path.
_ADDRESS = re.compile(
    r"<?((?:https?://|www\.|(?:[a-z0-9-]+\.)+[a-z]{2,}/(?=[^\s\"<>]))[^\s\"<>]+)>?", re.IGNORECASE
)
#: A sign that counts for nothing, as a stroke stands before it: `C\+\+`.
_ESCAPED = re.compile(r"\\([^\w\s])")
_WORD = re.compile(r"\|\|?|&&|(?:\\[^\w\s]|(?!&&)[^\s()\"|])+")
# A number of outlets in quotation marks, brackets or parentheses.
_COUNTED = re.compile(rf"{COUNT_FIELD}:(?:\"([^\"]*)\"|[\[{{][^\]}}\"]*[\]}}]|\([^()\"]*\))", re.I)
_COUNTED_APART = re.compile(rf"{COUNT_FIELD}\s+(==?|[<>]=?)\s*(\d{{1,9}})(?!\S)", re.I | re.ASCII)
_RANGE = re.compile(r"[\[{][^\]}\"]*[\]}]?")
_DAYS_BACK = re.compile(r"-(\d{1,5}[dwmy])(?![^\s)])", re.IGNORECASE | re.ASCII)
_QUOTED_DAY = re.compile(r"(==?|[<>]=?)\s*\"([^\"]*)\"")
_BETWEEN = re.compile(r"~(-?\d{1,9}|)(?:\.\d*)?", re.ASCII)
_WEIGHT = re.compile(r"\^\d*(?:\.\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A word, phrase, field name, parenthesis or operator, and its span in the plain text.

    `between` is how many other words may stand inside a phrase, or between the two of NEAR;
    `prefix` tells that a phrase's last word may go on.
    """

    kind: str  # "word", "phrase", "address", "field", "(", ")", "AND", "OR", "NOT", "+", "NEAR"
    text: str
    start: int
    end: int
    between: int = 0
    prefix: bool = False


def lex(text: str) -> tuple[str, list[Lexeme], tuple[str, ...]]:
    """Return the text with plain signs, its lexemes with spans in it, and notes on changes.

    `“a b” OR c` -> `"a b" OR c`; phrase `a b`, OR, word `c`; "Read typographic quotes as …".
    """
    notes: list[str] = []
    plain = _plain(text, notes)
    return plain, list(_lexemes(plain, notes)), tuple(dict.fromkeys(notes))


def has_alternatives(lexemes: Iterable[Lexeme]) -> bool:
    """Tell whether an OR stands outside of all parentheses."""
    depth = 0
    for lexeme in lexemes:
        depth += (lexeme.kind == "(") - (lexeme.kind == ")")
        if lexeme.kind == "OR" and depth <= 0:
            return True
    return False


def _plain(text: str, notes: list[str]) -> str:
    """Replace typographic signs by plain ones, one character by one: offsets stay."""
    text, cut = cut_query(text)
    notes += cut
    text = "".join(" " if _is_control(character) else character for character in text)
    if text.isascii():
        return text
    text = with_gershayim(text)
    plain = text.translate(_PLAIN)
    dashed = _DASH_BEFORE.sub(r"\1-", plain)
    if dashed == text:
        return text
    names = signs_of_names(text, plain, lambda name: FIELDS.get(name.lower()) in _NAMES)
    others = "".join(" " if at in names else own for at, own in enumerate(text))
    if any(quote in others for quote in QUOTES):
        notes.append(message("Read typographic quotes as plain ones."))
    if any(wide in others for wide in _WIDE if wide != "…"):
        notes.append(message("Read full-width signs as plain ones."))
    made = "".join(text[at] if at in names else own for at, own in enumerate(dashed))
    if any(own != dashed[at] for at, own in enumerate(plain) if at not in names):
        notes.append(
            message("Read a long dash before a word as a minus, which leaves the word out.")
        )
    return made


def _lexemes(text: str, notes: list[str]) -> Iterator[Lexeme]:
    offset, field = 0, ""
    while offset < len(text):
        character = text[offset]
        if character.isspace():
            offset, field = offset + 1, ""
            continue
        is_value = field in _VERBATIM or field in DATE_FIELDS
        if not is_value and (borrowed := _borrowed(text, offset, notes)):
            yield from borrowed
            offset = borrowed[-1].end
            field = FIELDS[borrowed[-1].text.lower()] if borrowed[-1].kind == "field" else ""
            continue
        lexeme = _valued(text, offset, field) or _lexeme(text, offset, notes)
        field = FIELDS[lexeme.text.lower()] if lexeme.kind == "field" else ""
        if lexeme.kind in (")", "phrase"):
            lexeme = replace(lexeme, end=_after(text, lexeme, notes))
        offset = lexeme.end
        yield lexeme


def _valued(text: str, start: int, field: str) -> Lexeme | None:
    """Return the value that stands right behind a field's colon, None if it is lexed as usual."""
    if field in _VERBATIM and text[start] not in '("':
        end = start
        while end < len(text) and not text[end].isspace() and text[end] != '"':
            end += 1
        value = _balanced(text[start:end])
        return Lexeme("word", value, start, start + len(value)) if value else None
    if field in DATE_FIELDS and (match := _QUOTED_DAY.match(text, start)):
        return Lexeme("word", match[1] + match[2], start, match.end())
    if field in DATE_FIELDS and (match := _DAYS_BACK.match(text, start)):
        return Lexeme("word", match[1], start, match.end())
    if field in DATE_FIELDS and (match := _RANGE.match(text, start)):
        return Lexeme("word", match.group(), start, match.end())
    return None


def _borrowed(text: str, start: int, notes: list[str]) -> list[Lexeme]:
    """Return what several lexemes say here, and one in another program."""
    if (match := EXISTS.match(text, start)) and match[1].lower() in FIELDS:
        return [
            Lexeme("field", match[1], start, match.start(1)),
            Lexeme("word", "*", match.start(1), match.end()),
        ]
    if (match := UNEQUAL.match(text, start)) and match[1].lower() in FIELDS:
        meant = f"-{match[1]}:"
        notes.append(message("Read “{written}” as “{meant}”.", written=match.group(), meant=meant))
        return [
            Lexeme("NOT", "-", start, start),
            Lexeme("field", match[1], start, match.end()),
        ]
    if match := NEAR_CALL.match(text, start):
        between = _bounded(match["between"] or str(NEAR_CALL_BETWEEN), "NEAR/", notes)
        return [
            Lexeme("word", match["one"], start, match.end("one")),
            Lexeme("NEAR", "NEAR", match.end("one"), match.start("other"), between),
            Lexeme("word", match["other"], match.start("other"), match.end()),
        ]
    return []


def _balanced(text: str) -> str:
    """Return a text up to the first parenthesis that closes none of its own."""
    depth = 0
    for offset, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return text[:offset]
    return text


def _lexeme(text: str, offset: int, notes: list[str]) -> Lexeme:
    character = text[offset]
    if character in "()":
        return Lexeme(character, character, offset, offset + 1)
    if character == '"':
        return _quoted(text, offset, notes)
    if character in "+-!" and _is_prefix_sign(text, offset):
        return Lexeme("+" if character == "+" else "NOT", character, offset, offset + 1)
    if match := _ADDRESS.match(text, offset):
        address = _balanced(match[1]).rstrip(".,;:!?'")
        end = match.end() if match.group().endswith(">") else match.start(1) + len(address)
        return Lexeme("address", address, offset, end)
    if near := NEAR.match(text, offset):
        between = _bounded(near[1] or near[2], "NEAR/", notes)
        return Lexeme("NEAR", near.group(), offset, near.end(), between)
    if (apart := _COMPARED_APART.match(text, offset)) and FIELDS.get(
        apart[1].lower()
    ) in DATE_FIELDS:
        sign = "" if "=" in apart[2][:1] else apart[2]
        notes.append(
            message(
                "Read “{written}” as “{meant}”.",
                written=apart.group().rstrip(),
                meant=f"{apart[1]}:{sign}",
            )
        )
        return Lexeme("field", apart[1], offset, apart.start(2) if sign else apart.end())
    if compared := _COMPARED.match(text, offset):
        field = FIELDS.get(compared[1].lower())
        if field in DATE_FIELDS or (field and compared[2] == "="):
            sign = "" if compared[2] == "=" else compared[2]
            notes.append(
                message(
                    "Read “{written}” as “{meant}”.",
                    written=compared.group(),
                    meant=f"{compared[1]}:{sign}",
                )
            )
            end = compared.end(1) if field in DATE_FIELDS else compared.end()
            return Lexeme("field", compared[1], offset, offset + end - compared.start())
    if match := _COUNTED_APART.match(text, offset):
        counted = f"{COUNT_FIELD}:{match[1].replace('==', '=')}{match[2]}"
        notes.append(
            message("Read “{written}” as “{meant}”.", written=match.group(), meant=counted)
        )
        return Lexeme("word", counted, offset, match.end())
    if match := _COUNTED.match(text, offset):
        counted = match.group() if match[1] is None else f"{COUNT_FIELD}:{match[1]}"
        return Lexeme("word", counted, offset, match.end())
    match = _WORD.match(text, offset)
    assert match is not None
    word = match.group()
    if (name := FIELD_NAME.match(word)) and _is_field(name[1].lower(), text, offset + name.end()):
        return Lexeme("field", name[1], offset, offset + name.end())
    if name and name.end() == len(word) and text[match.end() : match.end() + 1] in ("(", '"'):
        notes.append(no_field(name[1], word))
    if _ESCAPED.search(word):
        bare = _ESCAPED.sub(r"\1", word).rstrip("*")  # a star that counts would end a phrase
        return Lexeme("phrase", bare, offset, match.end())
    return Lexeme(_OPERATORS.get(word, "word"), word, offset, match.end())


def no_field(name: str, text: str) -> str:
    """Say that the name before a colon is not a field's."""
    return message(
        "There is no field “{field}”, so “{text}” was searched for as words; the "
        "fields are {fields}.",
        field=name,
        text=text,
        fields=", ".join((*OWN_FIELDS, COUNT_FIELD, CHANGED_FIELD)),
    )


def _is_field(name: str, text: str, end: int) -> bool:
    """Tell whether a name before a colon, behind which a text goes on at `end`, is a field's."""
    is_joined = end < len(text) and not text[end].isspace()
    return name in FIELDS and (name not in BORROWED_FIELDS or is_joined or name in ALL_IN)


def _quoted(text: str, start: int, notes: list[str]) -> Lexeme:
    closing = text.find('"', start + 1)
    if closing < 0:
        if text[start + 1 :].strip():
            notes.append(message("Closed a quotation mark that was left open."))
        return Lexeme("phrase", text[start + 1 :], start, len(text))
    words, end = text[start + 1 : closing], closing + 1
    prefix = text.startswith("*", end)
    end += prefix
    between = 0
    if suffix := _BETWEEN.match(text, end):
        between = _bounded(suffix[1] or str(MAX_BETWEEN), "~", notes)
        if "." in suffix.group():
            notes.append(
                message(
                    "Read “{written}” as “~{between}”, a number of words.",
                    written=suffix.group(),
                    between=between,
                )
            )
        end = suffix.end()
    return Lexeme("phrase", words, start, end, between, prefix)


def _bounded(digits: str, sign: str, notes: list[str]) -> int:
    between = max(0, min(int(digits), MAX_BETWEEN))
    if int(digits) != between:
        notes.append(
            message(
                "The number after {sign} can be 0 to {most}; took {between}.",
                sign=sign,
                most=MAX_BETWEEN,
                between=between,
            )
        )
    return between


def _after(text: str, lexeme: Lexeme, notes: list[str]) -> int:
    """Return the end of a weight or distance right behind a phrase or a parenthesis."""
    end = lexeme.end
    for sign, suffix in (("~", _BETWEEN), ("^", _WEIGHT)):
        if match := suffix.match(text, end):
            is_group = lexeme.kind == ")"
            where = message("a parenthesis") if is_group else message("a quotation mark")
            meant = message("the distance") if sign == "~" else message("the weight")
            written = match.group()
            notes.append(
                message(
                    "Left out {meant} “{written}” behind {where}.",
                    meant=meant,
                    written=written,
                    where=where,
                )
            )
            end = match.end()
    return end


def _is_prefix_sign(text: str, offset: int) -> bool:
    """Tell whether the sign at an offset is the prefix of a word, neither inside one nor alone."""
    before = text[offset - 1] if offset else " "
    after = text[offset + 1] if offset + 1 < len(text) else " "
    if text[offset] == "!" and not (after.isalnum() or after in '("-'):
        return False
    # A colon before the sign ends a field's name; any other colon is inside a word.
    return (before.isspace() or before in '(-+!":|') and not after.isspace() and after != ")"


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs")
