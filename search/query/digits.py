"""Which words of a query are one number? Those parted by blanks that may group digits: 12 500."""

import re
from collections.abc import Iterable
from dataclasses import replace

from search.query.lexeme import Lexeme

#: The first digits of a number, and another group of them, the last of which may have a fraction.
_FIRST = re.compile(r"[1-9]\d{0,2}", re.ASCII)
_GROUP = re.compile(r"\d{3}(?:[.,]\d+)?", re.ASCII)


def with_numbers_as_one(lexemes: Iterable[Lexeme]) -> list[Lexeme]:
    """Return the lexemes of a query, with one word for those that may be one number.

    What stands behind a field is left as it is: a blank ends it.
    """
    found: list[Lexeme] = []
    is_number = False
    for lexeme in lexemes:
        if is_number and _goes_on(found[-1], lexeme):
            text = f"{found[-1].text} {lexeme.text}"
            found[-1] = replace(found[-1], text=text, end=lexeme.end)
            continue
        is_behind_field = bool(found) and found[-1].kind == "field"
        is_number = (
            lexeme.kind == "word"
            and not is_behind_field
            and _FIRST.fullmatch(lexeme.text) is not None
        )
        found.append(lexeme)
    return found


def _goes_on(number: Lexeme, lexeme: Lexeme) -> bool:
    is_group = lexeme.kind == "word" and _GROUP.fullmatch(lexeme.text) is not None
    return is_group and lexeme.start == number.end + 1
