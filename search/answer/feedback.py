"""Which words of the best items go with those of a question? They order the hits, and find none.

A relevance model (RM3: Lavrenko and Croft, 2001; Abdul-Jaleel and others, 2004). Where hits need
not have all words of a question, the words that its best items have often, and other items seldom,
count a little: who writes of the same thing uses them, too.
"""

from collections import defaultdict
from collections.abc import Sequence

from whoosh.query import Query, Term

from search.deadlines import check_deadline
from search.engine import Generation
from search.language.stop_words import stop_words
from search.model import Item
from search.query.tree import TEXT_FIELDS, AnySpelling, rarity

#: The best items that are looked at, and the characters of each that are read at most.
BEST_ITEMS = 5
READ_CHARACTERS = 5_000
#: Words that are added at most.
ADDED_WORDS = 40
#: Share of the weight that the words of the question keep; the added words have the rest.
KEPT_SHARE = 0.8


def added_words(
    words: int, best: Sequence[tuple[Item, float]], generation: Generation
) -> list[tuple[str, Query]]:
    """Return the words that go with a question of `words` words, folded, with what scores them.

    `best` are the first hits of the question with their scores.
    """
    shares: defaultdict[str, float] = defaultdict(float)
    forms: dict[str, str] = {}
    for item, score in best:
        check_deadline()
        tokens = [own for own in generation.analyzer.tokens(_text(item)) if own.step]
        for token in tokens:
            shares[token.term] += score * score / len(tokens)
            forms.setdefault(token.term, token.form)
    counts = generation.frequencies(shares)
    little = stop_words(generation.analyzer.language)
    telling = {
        term: share * rarity(generation.size, counts[term])
        for term, share in shares.items()
        if counts[term] and forms[term] and forms[term] not in little
    }
    added = sorted(telling, key=lambda term: (-telling[term], term))[:ADDED_WORDS]
    whole = sum(shares[term] for term in added)
    if not whole:
        return []
    weight = words * (1 - KEPT_SHARE) / KEPT_SHARE / whole
    return [
        (
            forms[term],
            AnySpelling(
                [Term(field, term, boost=boost) for field, boost in TEXT_FIELDS.items()],
                boost=weight * shares[term],
            ),
        )
        for term in added
    ]


def _text(item: Item) -> str:
    lines = [item.title, *(line.text for line in item.headlines), item.text]
    return "\n".join(lines)[:READ_CHARACTERS]
