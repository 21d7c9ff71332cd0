"""Which lexemes is a query's text made of? Typographic signs are read as plain ones."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace

from search.language.folding import with_gershayim
from search.limits import cut_query
from search.messages import message
from search.query.borrowed import is_in_order, near_between
from search.query.fields import (
    DATE_FIELDS,
    FIELD_NAME,
    FIELDS,
    SIGNED_FIELDS,
    VERBATIM_FIELDS,
    is_field,
    no_field,
    own_name,
    said_of_field,
    said_of_word,
)
from search.query.foreign import foreign, foreign_names
from search.query.lexeme import MAX_BETWEEN, Lexeme, bounded
from search.query.name_signs import QUOTES, signs_of_names
from search.query.outlets import COUNT_FIELD
from search.query.read_note import read_note
from search.query.tree import NAME_FIELDS

# Before a number with a unit it is a minus of the number.
_DASH_BEFORE = re.compile(r"(^|[\s(])[–—−－](?!\d+(?:[.,]\d+)?(?:[CFK]\b| ?[°℃℉%]))(?=[\w\"(])")
_WIDE = {"（": "(", "）": ")", "：": ":", "＊": "*", "～": "~", "＋": "+", "…": "‥"}
_PLAIN = str.maketrans({**dict.fromkeys(QUOTES, '"'), **_WIDE})
_OPERATORS = {"&&": "AND", "&": "AND", "||": "OR", "|": "OR"}
_OPERATORS |= {name: name for name in ("AND", "OR", "NOT")}
_COMPARED = re.compile(r"([A-Za-z_]+)(=|[<>]=?)(?=[^\s=<>)|])")
# With blanks around the sign, as in KQL and SQL, only days are compared.
_COMPARED_APART = re.compile(
    r"([A-Za-z_]+)\s*(==?|[<>]=?)\s*(?=[\"'\d]|now\b|today\b|yesterday\b)", re.IGNORECASE
)
# Browsers copy some addresses without their scheme: a host and a path.
_ADDRESS = re.compile(
    r"<?((?:https?://|www\.|(?:[a-z0-9-]+\.)+[a-z]{2,}/(?=[^\s\"<>]))[^\s\"<>]+)>?", re.IGNORECASE
)
#: A sign that counts for nothing, as a stroke stands before it: `C\+\+`.
_ESCAPED = re.compile(r"\\([^\w\s])")
#: A number below zero, told by its unit: -15C, -3.5 °F, -5%.
_MEASURE = re.compile(
    r"(?<![^\s(])-\d+(?:[.,]\d+)?(?:[CFK]|[ ]?(?:°[CFK]?|℃|℉|%))(?![^\s).,;:!?])", re.ASCII
)
# An ampersand is in words, as in AT&T, but before a sign of what is left out or required.
_WORD = re.compile(r"\|\|?|&&|&(?=[-!+]+[\w\"(])|(?:\\[^\w\s]|(?!&&|&[-!+]+[\w\"(])[^\s()\"|])+")
#: Signs before nothing, as a dash that is written as `--`, and Westlaw's for one sentence: +s.
_SIGNS_ALONE = re.compile(r"[-+]+(?=[\s)]|$)|\+[sp](?=\s+\w)")
#: Exclamation marks before what they leave out, not at the end of a sentence.
_EXCLAIMED = re.compile(r"![-!+]*[\w\"(]")
# A number of outlets in quotation marks, brackets or parentheses.
_COUNTED = re.compile(rf"{COUNT_FIELD}:(?:\"([^\"]*)\"|[\[{{][^\]}}\"]*[\]}}]|\([^()\"]*\))", re.I)
_COUNTED_APART = re.compile(rf"{COUNT_FIELD}\s+(==?|[<>]=?)\s*(\d{{1,40}})(?!\S)", re.I)
#: A number behind the field of names.
_COUNTED_NAMES = re.compile(r"(?:sources?|outlet):([<>]=?|≥|≤)(\d{1,40})(?![^\s)])", re.I)
_RANGE = re.compile(r"[\[{][^\]}\"]*[\]}]?")
_DAYS_BACK = re.compile(r"-(\d{1,5}[dwmy])(?![^\s)])", re.IGNORECASE | re.ASCII)
_QUOTED_DAY = re.compile(r"(==?|[<>]=?)\s*\"([^\"]*)\"")
#: Several words in single quotation marks, with the apostrophes of words inside: 'Fox News'.
_SINGLE_QUOTED = re.compile(
    r"['‘’](?=[^\s'‘’])((?:[^'‘’\"]|(?<=\w)['’](?=\w))*\s(?:[^'‘’\"]|(?<=\w)['’](?=\w))*)['’](?!\w)"
)
#: A name with quotation marks in it, each behind a stroke.
_WITH_QUOTES = re.compile(r'"((?:[^"\\]|\\[^"])*(?:\\"(?:[^"\\]|\\[^"])*)+)"')
#: What may be a field of another program, as in length(>500), and source.raw:"BBC". Titles have
#: Super(moon).
_UNKNOWN_FIELD = re.compile(
    r"((?:[a-z][\w.,-]+|[A-Z][A-Z\d_.,-]+)(?=\((?!e?s\))[\w\"'%<>])|[A-Z]{3,}-[A-Z-]{3,}(?=\s\()"
    r"|[a-z_]+(?:\.[a-z_]+)+(?=\*?:\s*[\"(]))"
)
#: How Solr is told to search: {!dismax qf=title}strike.
_LOCAL_PARAMETERS = re.compile(r"\{![^{}]*\}")
_STAR_APART = re.compile(r"\s+\*(?=\s|$)")
_BETWEEN = re.compile(r"~(-?\d{1,9}|)(?:\.\d*)?", re.ASCII)
#: A quotation that a title was cut in, up to the dots: behind them is the end, or an outlet or an
#: address that was pasted, too.
_CUT = re.compile(
    r"(?P<words>[^\"]*?)(?<![\w'’-])(?P<last>[^\W_][\w'’-]*)(?:\.{2,}|‥)"
    r"(?=\s*$|\s+(?:[-–—|]\s|https?://))"
)
#: Letters of a cut word for which those that begin so are searched for; a shorter one is left out.
MIN_CUT_LETTERS = 2
_WEIGHT = re.compile(r"\^\d*(?:\.\d+)?", re.ASCII)
#: How many words are enough, or a field, behind a phrase: "a b"/2, "a b"[ti]; so (a b c)@2.
_ASKED_BEHIND = re.compile(r"[@/][\d.]+|\[[^\]\[\"]{1,40}\]", re.ASCII)


def lex(text: str) -> tuple[str, list[Lexeme], tuple[str, ...]]:
    """Return the text with plain signs, its lexemes with spans in it, and notes on changes.

    `“a b” OR c` -> `"a b" OR c`; phrase `a b`, OR, word `c`; "Read typographic quotes as …".
    """
    notes: list[str] = []
    plain = _plain(text, notes)
    lexemes = list(_lexemes(plain, notes))
    return plain, lexemes, tuple(dict.fromkeys(filter(None, notes)))


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
    names = signs_of_names(text, plain, lambda name: FIELDS.get(name.lower()) in SIGNED_FIELDS)
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
        if told := _LOCAL_PARAMETERS.match(text, offset):
            notes.append(
                message("Left out “{written}”, which is no part of a search.", written=told.group())
            )
            offset, field = told.end(), ""
            continue
        several = _several(text, offset, field, notes)
        if several:
            yield from several
            offset = several[-1].end
            field = FIELDS[several[-1].text.lower()] if several[-1].kind == "field" else ""
            continue
        lexeme = _valued(text, offset, field, notes) or _lexeme(text, offset, notes)
        field = FIELDS[lexeme.text.lower()] if lexeme.kind == "field" else ""
        if lexeme.kind in (")", "phrase"):
            lexeme = replace(lexeme, end=_after(text, lexeme, notes))
        offset = lexeme.end
        yield lexeme


def _several(text: str, start: int, field: str, notes: list[str]) -> list[Lexeme]:
    """Return the lexemes of a form of another program; the value of a field is a list at most."""
    if field in NAME_FIELDS:
        return foreign_names(text, start, field, notes)
    is_value = field in VERBATIM_FIELDS or field in DATE_FIELDS
    return [] if is_value else foreign(text, start, notes)


def _valued(text: str, start: int, field: str, notes: list[str]) -> Lexeme | None:
    """Return the value that stands right behind a field's colon, None if it is lexed as usual."""
    is_day = field in DATE_FIELDS
    if field and not is_day and (quoted := _SINGLE_QUOTED.match(text, start)):
        written, meant = quoted.group(), f'"{quoted[1]}"'
        notes.append(read_note(written, meant))
        return Lexeme("phrase", quoted[1], start, quoted.end())
    if field in NAME_FIELDS and (quoted := _WITH_QUOTES.match(text, start)):
        name = quoted[1].replace('\\"', '"')
        return Lexeme("phrase", name, start, quoted.end())
    if field in VERBATIM_FIELDS and text[start] not in '("':
        end = start
        while end < len(text) and not text[end].isspace() and text[end] != '"':
            end += 1
        value = _balanced(text[start:end])
        return Lexeme("word", value, start, start + len(value)) if value else None
    if is_day and (match := _QUOTED_DAY.match(text, start)):
        return Lexeme("word", match[1] + match[2], start, match.end())
    if is_day and (match := _DAYS_BACK.match(text, start)):
        return Lexeme("word", match[1], start, match.end())
    if is_day and (match := _RANGE.match(text, start)):
        return Lexeme("word", match.group(), start, match.end())
    return None


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
    if character == "-" and (measure := _MEASURE.match(text, offset)):
        notes.append(
            message("Read the minus of “{measure}” as that of a number.", measure=measure.group())
        )
    elif character in "+-!" and _is_prefix_sign(text, offset):
        return Lexeme("+" if character == "+" else "NOT", character, offset, offset + 1)
    if match := _ADDRESS.match(text, offset):
        address = _balanced(match[1]).rstrip(".,;:!?'")
        end = match.end() if match.group().endswith(">") else match.start(1) + len(address)
        return Lexeme("address", address, offset, end)
    if near := near_between(text, offset):
        between = bounded(near[near.lastindex or 0], "NEAR/", notes)
        said_later = near.group().upper().startswith("NOT") or is_in_order(near.group())
        if not (said_later or near.group().upper().startswith("NEAR/")):
            meant = f"NEAR/{between}"
            notes.append(read_note(near.group(), meant))
        return Lexeme("NEAR", near.group(), offset, near.end(), between)
    if (apart := _COMPARED_APART.match(text, offset)) and FIELDS.get(
        apart[1].lower()
    ) in DATE_FIELDS:
        sign = "" if "=" in apart[2][:1] else apart[2]
        notes.append(read_note(apart.group().rstrip(), f"{own_name(apart[1])}:{sign}"))
        return Lexeme("field", apart[1], offset, apart.start(2) if sign else apart.end())
    if compared := _COMPARED.match(text, offset):
        field = FIELDS.get(compared[1].lower())
        if field in DATE_FIELDS or (field and compared[2] == "="):
            sign = "" if compared[2] == "=" else compared[2]
            notes.append(read_note(compared.group(), f"{own_name(compared[1])}:{sign}"))
            end = compared.end(1) if field in DATE_FIELDS else compared.end()
            return Lexeme("field", compared[1], offset, offset + end - compared.start())
    if match := _COUNTED_APART.match(text, offset) or _COUNTED_NAMES.match(text, offset):
        counted = f"{COUNT_FIELD}:{match[1].replace('==', '=')}{match[2]}"
        notes.append(read_note(match.group(), counted))
        return Lexeme("word", counted, offset, match.end())
    if match := _COUNTED.match(text, offset):
        counted = match.group() if match[1] is None else f"{COUNT_FIELD}:{match[1]}"
        return Lexeme("word", counted, offset, match.end())
    match = _WORD.match(text, offset)
    assert match is not None
    word = match.group()
    if (name := FIELD_NAME.match(word)) and is_field(name[1], text, offset + name.end()):
        notes.append(said_of_field(name[1]))
        return Lexeme("field", name[1], offset, offset + name.end())
    if name and name.end() == len(word):
        notes.append(said_of_word(name[1], text, match.end()))
    if name and name.end() == len(word) and text[match.end() : match.end() + 1] in ("(", '"'):
        notes.append(no_field(name[1], word))
    if not name and word not in _OPERATORS and (unknown := _UNKNOWN_FIELD.match(text, offset)):
        notes.append(no_field(unknown[1], word))
    if _ESCAPED.search(word) and any(map(str.isalnum, word)):
        bare = _ESCAPED.sub(r"\1", word).rstrip("*")  # a star that counts would end a phrase
        return Lexeme("phrase", bare, offset, match.end())
    return Lexeme(_OPERATORS.get(word, "word"), word, offset, match.end())


def _quoted(text: str, start: int, notes: list[str]) -> Lexeme:
    closing = text.find('"', start + 1)
    if closing < 0 and (cut := _CUT.match(text, start + 1)):
        return _cut_quotation(cut, start, notes)
    if closing < 0:
        if text[start + 1 :].strip():
            notes.append(message("Closed a quotation mark that was left open."))
        return Lexeme("phrase", text[start + 1 :], start, len(text))
    words, end = text[start + 1 : closing], closing + 1
    prefix = text.startswith("*", end)
    end += prefix
    if not prefix and (apart := _STAR_APART.match(text, end)):  # as in SQLite
        prefix, end = True, apart.end()
        notes.append(read_note(f'"{words}"{apart.group()}', f'"{words}*"'))
    between = 0
    if suffix := _BETWEEN.match(text, end):
        between = bounded(suffix[1] or str(MAX_BETWEEN), "~", notes)
        if suffix.group() == "~":
            written, meant = f'"{words}"~', f'"{words}"~{between}'
            notes.append(read_note(written, meant))
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


def _cut_quotation(cut: re.Match[str], start: int, notes: list[str]) -> Lexeme:
    """Read a quotation that a title was cut in: its last word may be the begin of one."""
    words, last = cut["words"], cut["last"]
    is_cut = len(last) >= MIN_CUT_LETTERS
    row = f"{words}{last}" if is_cut else words.rstrip()
    if row:
        read = f'"{row}*"' if is_cut else f'"{row}"'
        written = cut.group().replace("‥", "…")
        notes.append(read_note(f'"{written}', read))
    return Lexeme("phrase", row, start, cut.end(), 0, is_cut)


def _after(text: str, lexeme: Lexeme, notes: list[str]) -> int:
    """Return the end of what is asked right behind a phrase or a parenthesis, and not read."""
    is_group = lexeme.kind == ")"
    where = message("a parenthesis") if is_group else message("a quotation mark")
    end = lexeme.end
    while match := _BETWEEN.match(text, end) or _WEIGHT.match(text, end):
        meant = message("the distance") if text[end] == "~" else message("the weight")
        notes.append(
            message(
                "Left out {meant} “{written}” behind {where}.",
                meant=meant,
                written=match.group(),
                where=where,
            )
        )
        end = match.end()
    if match := _ASKED_BEHIND.match(text, end):
        notes.append(
            message("Left out “{written}” behind {where}.", written=match.group(), where=where)
        )
        end = match.end()
    return end


def _is_prefix_sign(text: str, offset: int) -> bool:
    """Tell whether the sign at an offset is the prefix of a word, neither inside one nor alone."""
    before = text[offset - 1] if offset else " "
    after = text[offset + 1] if offset + 1 < len(text) else " "
    if text[offset] == "!" and not _EXCLAIMED.match(text, offset):
        return False
    if _SIGNS_ALONE.match(text, offset):
        return False
    # A colon before the sign ends a field's name; any other colon is inside a word.
    return (before.isspace() or before in '(-+!":|&') and not after.isspace() and after != ")"


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs")
