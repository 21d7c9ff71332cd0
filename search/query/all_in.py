"""Which words belong to a field that takes all that follow it, as in Google?

allintitle:port strike    title:(port strike); so allintext:, allinurl: and allinanchor:

It goes on to the next field, or to the end of the parentheses that it stands in.
"""

from collections.abc import Iterable
from dataclasses import replace

from search.query.borrowed import ALL_IN
from search.query.fields import FIELDS
from search.query.lexeme import Lexeme
from search.query.nodes import Say
from search.query.read_note import read_note

_OPERATORS = frozenset({"AND", "OR", "NOT", "NEAR", "+"})
#: Field -> its name in a query, where that is another one.
_SHOWN = {"headlines": "headline"}


def with_groups(text: str, lexemes: Iterable[Lexeme], say: Say) -> list[Lexeme]:
    """Return the lexemes of a text with parentheses around what belongs to such a field."""
    rest = list(lexemes)
    found: list[Lexeme] = []
    while rest:
        lexeme = rest.pop(0)
        found.append(lexeme)
        if lexeme.kind != "field" or lexeme.text.lower() not in ALL_IN:
            continue
        count = _taken(rest)
        if not count:
            continue
        inside, rest = rest[:count], rest[count:]
        if count == 1:
            # A blank behind the colon counts for nothing.
            found[-1:] = [replace(lexeme, end=inside[0].start), *inside]
            continue
        start, end = inside[0].start, inside[-1].end
        opening, closing = Lexeme("(", "(", start, start), Lexeme(")", ")", end, end)
        found[-1:] = [replace(lexeme, end=start), opening, *inside, closing]
        field = FIELDS[lexeme.text.lower()]
        say(read_note(text[lexeme.start : end], f"{_SHOWN.get(field, field)}:({text[start:end]})"))
    return found


def _taken(lexemes: list[Lexeme]) -> int:
    """Return how many lexemes belong to the field before them; none where these are grouped."""
    if lexemes and lexemes[0].kind == "(":
        return 0
    count = depth = 0
    for lexeme in lexemes:
        depth += (lexeme.kind == "(") - (lexeme.kind == ")")
        if lexeme.kind == "field" or depth < 0:
            break
        count += 1
    while count and lexemes[count - 1].kind in (*_OPERATORS, "("):  # they are of what comes next
        count -= 1
    return count
