"""What tells headlines apart? The words of each that no other headline has.

A word is a headline's own if no other headline has any form of it. Stop words are nobody's own.
Headlines of the same words count as one: what both have still tells them from a third. Where all
headlines have the same words, nothing is anybody's own.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from search.answer.marks import joined
from search.language.stop_words import stop_words
from search.results import Marks
from search.text import Analyzer, Token

#: Characters of a headline that are compared.
MAX_LINE_CHARACTERS = 1_000


def own_words(lines: Sequence[str], analyzer: Analyzer) -> tuple[Marks, ...]:
    """Return for each headline the spans of the words that no other one has.

    Of “Port strike ends” and “Port strikes go on” these are `ends` and `go`.
    """
    said = [list(analyzer.tokens(line[:MAX_LINE_CHARACTERS])) for line in lines]
    terms = [frozenset(token.term for token in tokens) for tokens in said]
    distinct = set(filter(None, terms))
    if len(distinct) < 2:
        return ((),) * len(lines)
    counts = Counter(term for own in distinct for term in own)
    little = stop_words(analyzer.language)
    return tuple(joined(own_spans(tokens, counts, little)) for tokens in said)


def own_spans(
    tokens: Sequence[Token], counts: Counter[str], little: frozenset[str]
) -> Iterator[tuple[int, int, str]]:
    """Yield the spans of the words that have no term that others have, with a term of each.

    `counts` tells how many have each term. Of `e-mail` no part is own where another headline has
    `email`.
    """
    reached = 0  # by words that others have, from a start before or at that of the token
    for token in sorted(tokens, key=lambda token: (token.start, -token.end, -counts[token.term])):
        if counts[token.term] > 1:
            reached = max(reached, token.end)
        elif token.end > reached and token.form not in little:
            yield token.start, token.end, token.term
