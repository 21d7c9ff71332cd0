"""How is a query written? As a title that was pasted, in capitals, or in few words."""

from collections.abc import Sequence

from search.frozen import frozen
from search.query.lexeme import Lexeme

#: Least number of words for which a query may be a title that was pasted.
WORDS_OF_A_TITLE = 3
#: Words of a query in which `and` between two of them may be meant as AND, at most.
WORDS_OF_A_QUESTION = 8


@frozen()
class Manner:
    """What the words of a query look like together.

    `may_name_outlet` tells that `|` may stand before the name of an outlet, as behind titles.
    `in_capitals` tells that all letters are, so that OR may be a word; where all words
    `begin_with_capitals` NOT may be one: Do NOT Touch.
    """

    is_short: bool
    may_be_title: bool
    may_name_outlet: bool
    in_capitals: bool
    begin_with_capitals: bool

    @classmethod
    def of(cls, lexemes: Sequence[Lexeme]) -> "Manner":
        """Look at what a query consists of."""
        words = [lexeme.text for lexeme in lexemes if lexeme.kind == "word"]
        quoted = sum(len(own.text.split()) for own in lexemes if own.kind == "phrase")
        may_be_title = len(words) >= WORDS_OF_A_TITLE
        return cls(
            is_short=len(words) <= WORDS_OF_A_QUESTION,
            may_be_title=may_be_title,
            may_name_outlet=bool(words) and len(words) + quoted >= WORDS_OF_A_TITLE,  # titles quote
            in_capitals=may_be_title
            and sum(word.isupper() for word in words) >= WORDS_OF_A_TITLE
            and "".join(words).isupper(),
            begin_with_capitals=all(word[0].isupper() for word in words),
        )
