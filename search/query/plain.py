"""How is a query written so that none of its signs counts? As words, those in quotes that need it.

Vote NOT to strike (again)    ->    Vote "NOT" to strike again
Serbia/Kosovo talks           ->    Serbia Kosovo talks, if nothing has the two side by side
"""

import re

from search.query.lexer import lex
from search.query.nodes import WordNode
from search.query.words import word_node

#: A word, with what may be in one: O'Brien, U.S.
_APART = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")
_BLANKS = str.maketrans(dict.fromkeys('"*()', " "))


def as_plain_words(text: str) -> str:
    """Return the query of all words of a text, whatever operators or fields they look like."""
    plain, _, _ = lex(text)
    return _in_quotes(plain.translate(_BLANKS).split())


def as_words_apart(text: str) -> str:
    """Return the query of all words of a text, those apart that signs join."""
    plain, _, _ = lex(text)
    return _in_quotes(_APART.findall(plain))


def composed(all_words: str = "", phrase: str = "", any_words: str = "", without: str = "") -> str:
    """Return the query for all of some words, a phrase, any of some words, and none of some.

    >>> composed("strike", "port talks", "BBC DW", "coffee")
    'strike "port talks" (BBC OR DW) -coffee'
    """
    row = " ".join(phrase.translate(_BLANKS).split())
    either = as_plain_words(any_words).split()
    parts = [
        as_plain_words(all_words),
        f'"{row}"' if any(character.isalnum() for character in row) else "",
        f"({' OR '.join(either)})" if len(either) > 1 else " ".join(either),
        " ".join(f"-{word}" for word in as_plain_words(without).split()),
    ]
    return " ".join(filter(None, parts))


def _in_quotes(pieces: list[str]) -> str:
    return " ".join(
        piece if _is_plain(piece) else f'"{piece}"'
        for piece in pieces
        if any(character.isalnum() for character in piece)
    )


def _is_plain(piece: str) -> bool:
    notes: list[str] = []
    _, lexemes, _ = lex(piece)
    return (
        [(lexeme.kind, lexeme.text) for lexeme in lexemes] == [("word", piece)]
        and word_node(piece, None, notes.append) == WordNode(piece)
        and not notes
    )
