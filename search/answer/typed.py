"""Which words and names of a request may be misspelt? Those that its author typed in full.

A prefix, a quoted name, a date and a link are taken as they are.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from search.engine import NamesLike
from search.frozen import frozen
from search.language.cutting import is_blankless
from search.names import name_key
from search.query.expansions import Known
from search.query.nodes import NameNode, PhraseNode, WordNode, is_plain
from search.query.parsed import ParsedQuery, Part
from search.request import SearchRequest
from search.text import GOES_ON, Analyzer

#: Facets whose names may be misspelt; feeds are addresses.
_FACETS = ("sources", "tags", "categories")
#: Words of a name that is misspelt and stands without quotation marks, at most.
MAX_WORDS_MISSPELT = 4


@frozen()
class TypedWord:
    """A word of a query, the terms that it may stand for, and where it stands.

    `follows` tells that it stands right behind another that it may be one with, `is_left_out` that
    hits have it not.
    """

    form: str
    terms: frozenset[str]
    start: int
    end: int
    in_phrase: bool
    follows: bool
    is_left_out: bool


@frozen()
class TypedName:
    """A name in a query or, without a span there, among a request's limits.

    `longer` are names that go on behind its blank, with where they end, the shortest first.
    """

    facet: str
    name: str
    count: int
    start: int = 0
    end: int = 0
    is_left_out: bool = False
    longer: tuple[tuple[str, int], ...] = ()


@frozen()
class Typed:
    """The words and names of a request that may be misspelt."""

    query: ParsedQuery
    words: tuple[TypedWord, ...]
    names: tuple[TypedName, ...]

    def never_held(self, frequencies: Mapping[str, int]) -> Iterator[tuple[int, int]]:
        """Yield where bare words are that no item has, from a start to an end in the query."""
        for word in self.words:
            if not (word.in_phrase or word.is_left_out or any(map(frequencies.get, word.terms))):
                yield word.start, word.end

    @property
    def terms(self) -> frozenset[str]:
        """The terms whose frequencies tell which words are in doubt."""
        return frozenset().union(*(word.terms for word in self.words))


def typed(query: ParsedQuery, request: SearchRequest, analyzer: Analyzer, known: Known) -> Typed:
    """Return what may be misspelt; `known` are the answers to the look-ups of names."""
    words: list[TypedWord] = []
    names: list[TypedName] = []
    for before, leaf in pairwise((None, *query.leaves)):
        assert leaf is not None
        node = leaf.node
        if is_plain(node) or (isinstance(node, PhraseNode) and not node.prefix):
            follows = before is not None and _are_beside(query.text, before, leaf)
            words += _words(query.text, leaf, node, analyzer, follows)
        elif isinstance(node, NameNode) and node.field in _FACETS and not node.quoted:
            count = _count(node.field, node.written, known)
            span = leaf.start, leaf.end
            longer = () if count else tuple(_longer(query, leaf))
            names.append(
                TypedName(node.field, node.written, count, *span, leaf.is_left_out, longer)
            )
    for facet in _FACETS:
        for name in request.included(facet):
            names.append(TypedName(facet, name, _count(facet, name, known)))
        for name in request.excluded(facet):
            count = _count(facet, name, known)
            names.append(TypedName(facet, name, count, is_left_out=True))
    return Typed(query, tuple(words), tuple(names))


def _longer(query: ParsedQuery, leaf: Part) -> Iterator[tuple[str, int]]:
    """Yield the names of several words that may be meant from a name on, with their ends."""
    for name in query.long_names:
        is_longer = name.start == leaf.start and 1 < name.words <= MAX_WORDS_MISSPELT
        if is_longer and not name.quotes:
            yield name.written, name.end


def _are_beside(text: str, before: Part, leaf: Part) -> bool:
    """Tell whether nothing but blanks is between two words of the same field."""
    one, other = before.node, leaf.node
    return (
        is_plain(one)
        and is_plain(other)
        and one.field == other.field
        and text[before.end : leaf.start].isspace()
    )


def _words(
    text: str, leaf: Part, node: WordNode | PhraseNode, analyzer: Analyzer, follows: bool
) -> Iterator[TypedWord]:
    """Yield the words of a leaf, but those of a script without blanks."""
    start = text.find(node.text, leaf.start, leaf.end)
    if start < 0:  # signs were taken out of it
        return
    tokens = [token for token in analyzer.tokens(node.text) if not token.term.endswith(GOES_ON)]
    in_phrase = isinstance(node, PhraseNode)
    for token in tokens:
        if not token.step or is_blankless(token.form):
            continue
        # A part of a word may be found by the whole.
        terms = {own.term for own in tokens if own.start < token.end and own.end > token.start}
        span = start + token.start, start + token.end
        alone = len(tokens) == 1
        follows = follows and alone and not leaf.is_left_out
        yield TypedWord(token.form, frozenset(terms), *span, in_phrase, follows, leaf.is_left_out)


def _count(facet: str, name: str, known: Known) -> int:
    """Return how many items have a name, or what it was taken for."""
    key = name_key(name)
    return max(
        (
            sum(count for _, count in values)
            for lookup, values in known.items()
            if isinstance(lookup, NamesLike) and lookup.facet == facet
            if name_key(lookup.name) in key or any(name_key(value) == key for value, _ in values)
        ),
        default=0,
    )
