"""What is being typed at the cursor of a query, and which part of it would a suggestion replace?

port str|            the word `str`; the names that `str` or `port str` begin
-mad|                the word `mad`: the minus stays
headline:green|      the word `green` in the field
source:reu|          the outlet `reu`; so `source:"new yo|`
"port str|           the word `str` of a phrase that is still open
since:2026-0|        the day `2026-0`
"""

import re
from dataclasses import dataclass, replace

from search.query.lexer import DATE_FIELDS, FIELDS, Lexeme, lex
from search.query.nodes import PhraseNode, is_plain
from search.query.parser import parse
from search.query.tree import NAME_FIELDS

#: Words at the end of what is typed that may begin one name.
MAX_NAME_WORDS = 5
_REST_OF_WORD = re.compile(r"[^\s()\"]*")
#: The begin of a day at the end of a value, behind what compares it or begins a span.
_DAY = re.compile(r"(?:.*\.\.|[<>]=?|=)?(\d{1,4}|\d{4}-\d?|\d{4}-\d\d|\d{4}-\d\d-\d?)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Typing:
    """What is typed: `text` stands from `start` to the cursor, and goes on to `end`.

    `field` is None where it is of no field. `names` are the beginnings of names that it may be,
    each with where it starts, the longest first. `is_word` tells that it may be a word, and
    `is_left_out` that items with it are left out; `closing` ends what is put in its place.
    """

    field: str | None
    text: str
    start: int
    end: int
    names: tuple[tuple[str, int], ...] = ()
    is_word: bool = True
    is_left_out: bool = False
    closing: str = ""

    @property
    def is_name(self) -> bool:
        """Whether it can only be a name."""
        return self.field in NAME_FIELDS

    @property
    def is_day(self) -> bool:
        """Whether it can only be a day."""
        return self.field in DATE_FIELDS


def typing_at(text: str, cursor: int) -> Typing | None:
    """Return what is typed where the cursor is, None if nothing that can go on."""
    head, lexemes, _ = lex(text[:cursor])
    if not lexemes or lexemes[-1].end != len(head):
        return None
    *before, last = lexemes
    kinds = [lexeme.kind for lexeme in before]
    is_left_out = "NOT" in (kinds[-1:] if kinds[-1:] != ["field"] else kinds[-2:])
    rest = _REST_OF_WORD.match(text, cursor)
    typing = Typing(None, "", cursor, rest.end() if rest else cursor, is_left_out=is_left_out)
    if last.kind == "field":
        typing = replace(typing, field=FIELDS[last.text.lower()], names=(("", cursor),))
        return typing if typing.is_name or typing.is_day else None
    if before and before[-1].kind == "field" and before[-1].end == last.start:
        typing = replace(typing, field=FIELDS[before[-1].text.lower()])
    if typing.is_day:
        day = _DAY.fullmatch(head, last.start)
        return replace(typing, text=day[1], start=day.start(1)) if day else None
    return _in_query(text, head, lexemes, typing)


def _in_query(text: str, head: str, lexemes: list[Lexeme], typing: Typing) -> Typing | None:
    """Return what is typed if it is not a day."""
    last = lexemes[-1]
    is_open = last.kind == "phrase" and head.count('"', last.start) == 1
    if last.kind != "word" and not is_open:
        return None
    leaves = parse(head).leaves
    node = leaves[-1].node if leaves and leaves[-1].start == last.start else None
    typing = replace(typing, field=getattr(node, "field", None), start=last.start + is_open)
    typing = replace(typing, text=head[typing.start :])
    is_closed = is_open and text[typing.end : typing.end + 1] == '"'
    if typing.is_name:
        name = typing.text.strip(), last.start
        return replace(typing, start=last.start, end=typing.end + is_closed, names=(name,))
    if is_open:
        is_word = isinstance(node, PhraseNode)
        return replace(typing, is_word=is_word, closing="" if is_closed else '"')
    if node is not None and not is_plain(node):
        return None
    names = () if typing.field else _names(head, lexemes)
    return replace(typing, is_word=node is not None, names=names)


def _names(head: str, lexemes: list[Lexeme]) -> tuple[tuple[str, int], ...]:
    """Return what the words at the end may begin, several or the last one, with its start."""
    starts: list[int] = []
    for lexeme in lexemes[: -MAX_NAME_WORDS - 1 : -1]:
        beside = not starts or head[lexeme.end : starts[-1]].isspace()
        if lexeme.kind != "word" or not beside:
            break
        starts.append(lexeme.start)
    return tuple((head[start:], start) for start in reversed(starts))
