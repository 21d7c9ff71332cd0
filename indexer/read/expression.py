"""Which strings does an expression of MDX show, whatever its conditions are?

open ? "Come in" : "Closed"       Come in Closed
name === "Jane" && `Hello ${x}`   Hello
"Come " + 'in'                    Come in
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from indexer.read.strings import STRING, TOKENS, without_values, words_of

_TOKEN = re.compile(rf"{TOKENS}|(?P<sign>&&|\|\||\?\?|\?\.|=>|[\w$]+|[^\s\w$])")
_JOINED = re.compile(rf"\s*({STRING})\s*(?:(\+)|\Z)")
#: What stands before a value that is shown; a colon does behind a question mark.
_SHOWING = frozenset(("?", "&&", "||", "??", "=>", "return"))
#: Values of which nothing is shown.
_NOTHING = frozenset(("null", "undefined", "true", "false"))
_WORD = re.compile(r"\w")
#: What stands behind a string of which something else is made.
_MADE_INTO_OTHERS = frozenset((".", "[", "(", "?."))


class StringsShown(NamedTuple):
    """The strings that each part of an expression shows, and what may show more words.

    `has_code` tells whether there is other code than conditions and comments; `has_words` whether
    this code has strings that may be shown, or names in whose place values are shown.
    """

    texts: list[str]
    has_code: bool
    has_words: bool


def shown_text(string: str) -> str:
    """Return what is shown of a string with its quotes, as Markdown; values in it are left out."""
    inner = without_values(string[1:-1]) if string[0] == "`" else string[1:-1]
    return words_of(inner).replace("<", "&lt;")


def joined_strings(body: str, start: int, end: int) -> str | None:
    """Return the text of strings that plus signs join, or of one; None for other code."""
    texts = []
    while start < end and (found := _JOINED.match(body, start, end)):
        texts.append(shown_text(found[1]))
        start = found.end()
        if not found[2]:
            return "".join(texts)
    return None


def shown_strings(parts: Sequence[str]) -> StringsShown:
    """Return the strings in the parts of an expression, between which its elements stand."""
    texts: list[str] = []
    has_code = has_words = False
    open_questions = 0
    for last, part in enumerate(parts, 1 - len(parts)):
        shown: list[str] = []
        tokens = [token for token in _TOKEN.finditer(part) if token.lastgroup != "comment"]
        signs = [token[0] for token in tokens]
        for number, token in enumerate(tokens):
            before, following = signs[number - 1 : number], signs[number + 1 : number + 2]
            if before == ["("] and number > 1:
                before = signs[number - 2 : number - 1]
            is_ternary = token[0] == ":" and open_questions > 0
            open_questions += (token[0] == "?") - is_ternary
            if is_ternary:
                signs[number] = "?"  # it shows as the other one does
            is_shown = not _SHOWING.isdisjoint(before)
            if token.lastgroup != "string":
                has_code = has_code or _WORD.search(token[0]) is not None
                is_value = is_shown and token[0].isidentifier() and token[0] not in _NOTHING
                is_last = following == [")"] or (not following and last == 0)
                has_words = has_words or (is_value and (is_last or following == [":"]))
            elif is_shown and _MADE_INTO_OTHERS.isdisjoint(following):
                shown.append(shown_text(token[0]).strip())
            elif not _is_compared(tokens, number):
                has_code = has_words = has_words or _WORD.search(token[0]) is not None
        texts.append(" ".join(filter(None, shown)))
    return StringsShown(texts, has_code, has_words)


def _is_compared(tokens: Sequence[re.Match[str]], number: int) -> bool:
    beside = [*tokens[max(0, number - 1) : number], *tokens[number + 1 : number + 2]]
    return any(token.lastgroup == "compared" for token in beside)
