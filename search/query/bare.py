"""Which words of a query may a hit lack? Those that stand by themselves; phrases and fields hold.

who won the election    `election`, `won`: stop words are not needed where others say something
委内瑞拉的总统         `委内`, `内瑞`, …: a run without blanks may be a whole sentence
"""

from collections.abc import Iterable, Iterator, Sequence

from whoosh.query import Query, Term

from search.frozen import frozen
from search.language.cutting import is_blankless
from search.language.folding import fold
from search.language.stop_words import stop_words
from search.query.nodes import AllNode, Node, WordNode, is_plain
from search.query.tree import AnyField, AnySpelling

#: Terms of a run without blanks of which a hit may lack some; a shorter run is one word or two.
LEAST_TERMS = 3


@frozen()
class BareWord:
    """A word that stands by itself, and what finds it.

    It `follows` one that stands right before. It `says_little` if it is a stop word beside others.
    """

    node: WordNode
    query: Query
    follows: bool
    says_little: bool


def is_bare(node: Node) -> bool:
    """Tell whether a node is a word that stands by itself, or such words in parentheses."""
    if isinstance(node, AllNode):
        return all(map(is_bare, node.nodes))
    return isinstance(node, WordNode) and not node.field


def bare_words(node: Node) -> Iterator[WordNode]:
    """Yield the words of a bare node in their order."""
    if isinstance(node, AllNode):
        for inner in node.nodes:
            yield from bare_words(inner)
    elif isinstance(node, WordNode):
        yield node


def saying_little(words: Sequence[WordNode], language: str) -> set[int]:
    """Return the indexes of the words that are stop words, if not all are.

    A word in capitals among others that are not is a name: US, WHO.
    """
    shouted = all(word.text.isupper() for word in words)
    found = {
        number
        for number, word in enumerate(words)
        if is_plain(word)
        and not word.required
        and (shouted or len(word.text) < 2 or not word.text.isupper())
        and fold(word.text) in stop_words(language)
    }
    return found if len(found) < len(words) else set()


def optional(words: Iterable[BareWord]) -> Iterator[tuple[str, Query]]:
    """Yield each word that a hit may lack, or each term of a run without blanks, and what finds it.

    Stop words are left out: no hit needs them.
    """
    for word in words:
        terms = _terms(word.query)
        if terms and not word.says_little:
            yield from terms.items()
        elif not word.says_little:
            yield word.node.text, word.query


def terms_of(word: BareWord) -> set[str]:
    """Return all terms that a word is looked for as."""
    return {term for _, term in word.query.iter_all_terms()}


def _terms(query: Query) -> dict[str, Query]:
    """Return the terms of a run without blanks, and what finds each; none of any other word."""
    if type(query) is not AnyField:
        return {}
    phrases = query.subqueries
    terms = dict.fromkeys(phrases[0].words)
    if sum(map(is_blankless, terms)) < LEAST_TERMS:
        return {}
    return {
        term: AnySpelling([Term(own.fieldname, term, boost=own.boost) for own in phrases])
        for term in terms
    }
