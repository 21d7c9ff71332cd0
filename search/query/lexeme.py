"""What is a lexeme of a query?"""

from search.frozen import frozen
from search.messages import message

#: The largest number after `"…"~` and `NEAR/`.
MAX_BETWEEN = 50


@frozen()
class Lexeme:
    """A word, phrase, field name, parenthesis or operator, and its span in the plain text.

    `between` is how many other words may stand inside a phrase, or between the two of NEAR;
    `prefix` tells that a phrase's last word may go on. `values` are those that a name is known for.
    """

    kind: str  # "word", "phrase", "address", "field", "(", ")", "AND", "OR", "NOT", "+", "NEAR"
    text: str
    start: int
    end: int
    between: int = 0
    prefix: bool = False
    values: tuple[str, ...] = ()


def bounded(digits: str, sign: str, notes: list[str]) -> int:
    """Return how many words may stand between others; notes tell if the number is too large."""
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
