"""What is being typed at the cursor of a query, and which part of it would a suggestion replace?

port str|            the word `str`; the names that `str` or `port str` begin
-mad|                the word `mad`: the minus stays
headline:green|      the word `green` in the field
source:reu|          the outlet `reu`; so `source:"new yo|`
"port str|           the word `str` of a phrase that is still open
since:2026-0|        the day `2026-0`; so `until:"last w|`
source:new y|        the word `y`; the outlet `new y` behind the same field
outlets:>|           the number of outlets
port OR |            a name: no word is begun, and all words are too many
site:reu|            the outlet `reu`, whose site it is
"""

import re
from dataclasses import replace

from search.answer.day_words import is_begun
from search.frozen import frozen
from search.query.fields import DATE_FIELDS, FIELDS
from search.query.lexeme import Lexeme
from search.query.lexer import lex
from search.query.nodes import PhraseNode, is_plain
from search.query.outlets import COUNT_FIELD
from search.query.parser import parse
from search.query.tree import NAME_FIELDS

#: Words at the end of what is typed that may begin one name, and parts that may begin a day.
MAX_NAME_WORDS = 5
MAX_DAY_WORDS = 5
#: Signs that stand for letters, also where there are too few letters for them to count.
_PATTERN = re.compile(r"\w[*?]+\w")
_REST_OF_WORD = re.compile(r"[^\s()\"]*")
#: The begin of a day at the end of a value, behind what compares it or begins a span.
_DAY = re.compile(r"((?:.*\.\.|[<>]=?|=)?)(|\d{1,4}|\d{4}-\d?|\d{4}-\d\d|\d{4}-\d\d-\d?)", re.ASCII)
#: The same of words, such as `last week`.
_DAY_IN_WORDS = re.compile(r"((?:[^\"]*\.\.|[<>]=?|=)?)\"?([^\W\d_][\w ]*|)")
#: The begin of a number of outlets, behind what compares it.
_NUMBER = re.compile(rf"({COUNT_FIELD}:(?:[<>]=?|=|\d+\.\.)?)(\d{{0,2}})", re.I | re.ASCII)
#: The field that is taken for one of outlets, too, as they are known by their sites.
_SITE = "site"


@frozen()
class Typing:
    """What is typed: `text` stands from `start` to the cursor, and goes on to `end`.

    `field` is None where it is of no field. `names` are the beginnings of names that it may be,
    each with where it starts, the longest first. `is_word` tells that it may be a word, and
    `is_left_out` that items with it are left out; `closing` ends what is put in its place.
    `prefix` is what of the same value stands before `text`, or must be put before a name.
    `begun` are the beginnings of names of several words behind a field, with the facet; these are
    left out if `is_begun_left_out`.
    """

    field: str | None
    text: str
    start: int
    end: int
    names: tuple[tuple[str, int], ...] = ()
    is_word: bool = True
    is_left_out: bool = False
    closing: str = ""
    prefix: str = ""
    begun: tuple[tuple[str, str, int], ...] = ()
    is_begun_left_out: bool = False

    @property
    def is_name(self) -> bool:
        """Whether it can only be a name."""
        return self.field in NAME_FIELDS

    @property
    def is_day(self) -> bool:
        """Whether it can only be a day."""
        return self.field in DATE_FIELDS

    @property
    def is_number(self) -> bool:
        """Whether it can only be a number of outlets."""
        return self.field == COUNT_FIELD


def typing_at(text: str, cursor: int) -> Typing | None:
    """Return what is typed where the cursor is, None if nothing that can go on."""
    head, lexemes, _ = lex(text[:cursor])
    if not lexemes:
        return None
    *before, last = lexemes
    if last.end != len(head):
        return _behind_operator(text, cursor, lexemes)
    kinds = [lexeme.kind for lexeme in before]
    is_left_out = "NOT" in (kinds[-1:] if kinds[-1:] != ["field"] else kinds[-2:])
    rest = _REST_OF_WORD.match(text, cursor)
    typing = Typing(None, "", cursor, rest.end() if rest else cursor, is_left_out=is_left_out)
    field = last if last.kind == "field" else _field_of(lexemes)
    if field and field.text.lower() == _SITE and last.kind in ("field", "word"):
        value = head[field.end :], field.start
        return replace(typing, field="sources", start=field.start, names=(value,), prefix="source:")
    if last.kind == "field":
        typing = replace(typing, field=FIELDS[last.text.lower()])
        if typing.is_name:
            return replace(typing, names=(("", cursor),))
        return typing if typing.is_day else None
    if day := _day(text, head, lexemes, typing):
        return day
    if field:
        typing = replace(typing, field=FIELDS[field.text.lower()])
    if typing.is_day:
        return None
    if last.kind == "word" and (number := _NUMBER.fullmatch(last.text)):
        start = last.start + number.start(2)
        return replace(
            typing, field=COUNT_FIELD, text=number[2], start=start, prefix=number[1], is_word=False
        )
    return _in_query(text, head, lexemes, typing)


def _behind_operator(text: str, cursor: int, lexemes: list[Lexeme]) -> Typing | None:
    """Return that a name may stand behind AND, OR or NOT and a blank; None for anything else."""
    *before, last = lexemes
    is_begun = bool(_REST_OF_WORD.match(text, cursor)[0])  # type: ignore[index]
    if is_begun or not (last.kind == "NOT" or (before and last.kind in ("AND", "OR"))):
        return None
    is_left_out = last.kind == "NOT"
    names = (("", cursor),)
    return Typing(None, "", cursor, cursor, names, is_word=False, is_left_out=is_left_out)


def _field_of(lexemes: list[Lexeme]) -> Lexeme | None:
    """Return the field whose value the last lexeme is."""
    *_, field, last = [None, *lexemes]
    is_joined = field and field.kind == "field" and last and field.end == last.start
    return field if is_joined else None


def _day(text: str, head: str, lexemes: list[Lexeme], typing: Typing) -> Typing | None:
    """Return the begin of a day: behind its field numbers, or words that may be several."""
    for lexeme in lexemes[: -MAX_DAY_WORDS - 1 : -1]:
        if lexeme.kind == "field" and FIELDS[lexeme.text.lower()] in DATE_FIELDS:
            typing = replace(typing, field=FIELDS[lexeme.text.lower()])
            break
    else:
        return None
    if day := _DAY.fullmatch(head, lexeme.end):
        return replace(typing, text=day[2], start=day.start(2), prefix=day[1])
    if day := _DAY_IN_WORDS.fullmatch(head, lexeme.end):
        is_open = head.startswith('"', day.end(1))
        if not is_open and " " in day[2] and not is_begun(day[2]):  # the day has ended
            return None
        is_closed = is_open and text.startswith('"', typing.end)
        start, end = day.end(1), typing.end + is_closed
        return replace(typing, text=day[2], start=start, end=end, prefix=day[1])
    return None


def _in_query(text: str, head: str, lexemes: list[Lexeme], typing: Typing) -> Typing | None:
    """Return what is typed if it is not a day."""
    last = lexemes[-1]
    is_open = last.kind == "phrase" and head.count('"', last.start) == 1
    if last.kind != "word" and not is_open:
        return None
    leaves = parse(head).leaves
    node = leaves[-1].node if leaves and leaves[-1].start == last.start else None
    field = getattr(node, "field", None if node or not typing.is_name else typing.field)
    typing = replace(typing, field=field, start=last.start + is_open)
    typing = replace(typing, text=head[typing.start :])
    is_closed = is_open and text[typing.end : typing.end + 1] == '"'
    if typing.is_name:
        names: tuple[tuple[str, int], ...] = ((typing.text.strip(), last.start),)
        if not is_open:  # in parentheses several words may be of one name
            names = _names(head, lexemes) or names
        return replace(typing, start=last.start, end=typing.end + is_closed, names=names)
    if is_open:
        is_word = isinstance(node, PhraseNode)
        return replace(typing, is_word=is_word, closing="" if is_closed else '"')
    if node is not None and (not is_plain(node) or _PATTERN.search(typing.text)):
        return None
    beginnings = () if typing.field else _names(head, lexemes)
    typing = replace(typing, is_word=node is not None, names=beginnings)
    return _with_begun(head, lexemes, typing)


def _with_begun(head: str, lexemes: list[Lexeme], typing: Typing) -> Typing:
    """Take the words at the end, if a field of names stands before them, for a name, too."""
    words = _names(head, lexemes)
    for at, field in enumerate(lexemes[: -MAX_NAME_WORDS - 2 : -1], start=1):
        facet = FIELDS[field.text.lower()] if field.kind == "field" else ""
        if facet in NAME_FIELDS:
            begun = tuple((facet, name, start) for name, start in words if start == field.end)
            is_left_out = [lexeme.kind for lexeme in lexemes[-at - 1 : -at]] == ["NOT"]
            return replace(typing, begun=begun, is_begun_left_out=is_left_out)
    return typing


def _names(head: str, lexemes: list[Lexeme]) -> tuple[tuple[str, int], ...]:
    """Return what the words at the end may begin, several or the last one, with its start."""
    starts: list[int] = []
    for lexeme in lexemes[: -MAX_NAME_WORDS - 1 : -1]:
        beside = not starts or head[lexeme.end : starts[-1]].isspace()
        if lexeme.kind != "word" or not beside:
            break
        starts.append(lexeme.start)
    return tuple((head[start:], start) for start in reversed(starts))
