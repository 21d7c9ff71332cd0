"""Of which nodes are the trees made that an engine must answer, and over which fields?

    node          finds the items                                           scores
    Every         all; with a field of names those that have a value        its boost
    NullQuery     none
    Term          that have a term in a field of texts, forms, names,       BM25F in a text field,
                  links, ids, stories; of `changed` (`changed_term`)        its boost times how
                                                                            rare the form is in
                                                                            `forms`, else its boost
    AnySpelling   that have any of some terms of text fields                BM25F of all as one word
    Phrase        of a text field with the words in this order, less than   as all of its words
                  `slop` positions between them in all (a word of several
                  parts ends with the last); of `link` the parts so         its boost
    AnyField      that have a phrase in any of some text fields             as all of its words, of
                                                                            these fields
    NumericRange  of `date` dated start to end (ordinals, both included)    its boost
    OutletCount   whose outlets are `least` to `most`, both included        its boost
    And           that all parts find; Not only takes away                  the sum
    Or            that any part finds                                       the sum
    MostOf        that most parts find (see there)                          the sum
    Not           that its part does not find                               its boost
    Constant-     that its part finds                                       its score
    ScoreQuery

They are Whoosh's own nodes, or kinds of its `Or` and `Every`. Whoosh itself finds more with a
Phrase of three words and a slop above 1: it bounds what is between each two; with MostOf what any
part finds; with OutletCount everything. A `Not` stands in an `And` beside something to take from,
or alone.

The score of a word is BM25F (Robertson, Zaragoza and Taylor, 2004): how often it is in each field,
by the field's weight, is added up and saturated once, later in an item with long texts.

    x = sum over fields of boost * times
    score = rarity * x * (K1 + 1) / (x + K1 * (1 - B + B * length / average length))

`length` is how many words the text fields of an item have together. The rarity is that of as many
items as have the word in the field, and in the spelling, that most items have it in.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from copy import copy
from datetime import date
from math import log

from whoosh.query import (
    And,
    ConstantScoreQuery,
    Every,
    Not,
    NullQuery,
    NumericRange,
    Or,
    Phrase,
    Query,
    Term,
)

#: BM25F: how late more of a word adds little, and how much long texts count for less.
K1 = 4.0
B = 0.75
#: MostOf demands this share of the weight of the MOST_RANK-th best item,
MOST_SHARE = 0.5
MOST_RANK = 10
#: and this share of the best one's, or what a word weighs that an item in 55 has.
SHARE_OF_BEST = 0.375
COMMON_WEIGHT = 4_000
#: What a part of MostOf weighs whose rarity is 1.
_WEIGHT_OF_RARITY = 1_000


class _AnyOfMany(Or):  # type: ignore[misc]
    """Alternatives of which there may be a thousand: its hash does not read them all."""

    __eq__ = Or.__eq__

    def __hash__(self) -> int:
        return hash((len(self.subqueries), self.boost, *self.subqueries[:1], *self.subqueries[-1:]))


class AnySpelling(_AnyOfMany):
    """A word in any of its spellings and fields: `Term`s of text fields, boosted by their field."""


class AnyField(_AnyOfMany):
    """A phrase in any of some text fields: `Phrase`s of the same words and slop."""


class MostOf(Or):  # type: ignore[misc]
    """Most of some parts: finds the items whose parts weigh enough beside the others'.

    A part weighs its rarity, that of a word that the same items have, as a whole number (`weight`):
    so sums are the same in any order and in floats of any width. The parts that an item has must
    weigh at least what `demanded` says, whatever else the tree asks.
    """


class OutletCount(Every):  # type: ignore[misc]
    """The items that `least` to `most` different outlets carry; None opens the end.

    Outlets are told apart by their keys (`search.names`); an item without one has 0.
    """

    def __init__(self, least: int, most: int | None = None, boost: float = 1.0) -> None:
        super().__init__(boost=boost)
        self.least, self.most = least, most

    def __repr__(self) -> str:
        return f"OutletCount({self.least}, {self.most}, boost={self.boost})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, OutletCount):
            return False
        bounds = (self.least, self.most, self.boost)
        return bounds == (other.least, other.most, other.boost)

    def __hash__(self) -> int:
        return hash((self.least, self.most))


#: All nodes there are; engines take other subclasses of them for unknown.
NODES: tuple[type[Query], ...] = (
    *(Every, type(NullQuery), Term, Phrase, NumericRange, OutletCount),
    *(And, Or, Not, ConstantScoreQuery, AnySpelling, AnyField, MostOf),
)
#: The fields that a word without a field is looked for in, and what a match there weighs.
TEXT_FIELDS = {"title": 2.0, "headlines": 3.0, "text": 1.0}
#: The fields whose values are names; the term of a name is its key (`search.names.name_key`).
NAME_FIELDS = ("sources", "tags", "categories", "feed")
#: The field whose terms are the parts of all links of an item (`search.links`), at positions.
LINK_FIELD = "link"
#: The fields whose terms have positions.
POSITION_FIELDS = (*TEXT_FIELDS, LINK_FIELD)
#: The field whose terms are the words as written in any text field, folded but not stemmed.
FORMS_FIELD = "forms"
#: The field whose one term is the id of an item, and the one whose term is the id of its story.
ID_FIELD = "path"
STORY_FIELD = "story"
#: The field of items with a headline that was reworded; a term of it is a span of days.
CHANGED_FIELD = "changed"
#: What a query calls a field of ids -> that field.
ID_FIELDS = {"id": ID_FIELD, "story": STORY_FIELD}


def changed_term(first: date | None, last: date | None) -> str:
    """Return the term for items with a headline that was reworded on these days, both included.

    None opens an end; with both ends open the day need not be known.

    >>> changed_term(date(2026, 1, 3), None)
    '2026-01-03..'
    """
    return f"{first or ''}..{last or ''}"


def changed_span(term: str) -> tuple[int, int]:
    """Return the first and the last day of such a term, as ordinals; 0 where it is open."""
    first, _, last = term.partition("..")
    return (
        date.fromisoformat(first).toordinal() if first else int(bool(last)),
        (date.fromisoformat(last) if last else date.max).toordinal(),
    )


def rarity(items: int, count: int) -> float:
    """Return how rare a word is that `count` of all items have: near 0 where all have it."""
    return log((items + 1) / max(1, count))


def demanded(best: float, of_rank: float) -> float:
    """Return what the parts of a MostOf must weigh that an item has.

    They weigh `best` in the best item and `of_rank` in the MOST_RANK-th best, 0 if there are fewer.
    So the first page is full, but not of items that have one common word where some have the rest.
    Engines count in floats of several widths, in which both shares are exact.
    """
    return max(MOST_SHARE * of_rank, min(SHARE_OF_BEST * best, COMMON_WEIGHT))


def weight(items: int, count: int) -> int:
    """Return the weight of a part of MostOf that `count` of all items have."""
    return max(1, round(_WEIGHT_OF_RARITY * rarity(items, count)))


def days(first: date | None, last: date | None) -> Query:
    """Return the query for items of these days, both included; undated items have none."""
    start = first.toordinal() if first else 1
    return NumericRange("date", start, last.toordinal() if last else None)


def all_of(nodes: list[Query | None]) -> Query | None:
    """Join what must all hold; None stands for what asks nothing.

    Negations come last, beside something to take them from.
    """
    queries = [node for node in nodes if node is not None]
    if len(queries) > 1:
        queries = list(dict.fromkeys(queries))
    if len(queries) <= 1:
        return queries[0] if queries else Every() if not nodes else None
    queries.sort(key=lambda query: isinstance(query, Not))
    return And(queries if not isinstance(queries[0], Not) else [Every(), *queries])


def any_of(queries: Iterable[Query]) -> Query:
    """Join alternatives, each once."""
    queries = list(queries)
    if len(queries) == 1:
        return queries[0]
    parts = list(dict.fromkeys(_flat(queries)))
    return parts[0] if len(parts) == 1 else Or(parts) if parts else NullQuery


def alone(query: Query | None) -> Query:
    """Return a query that stands on its own: a negation is taken from everything."""
    if query is None:
        return Every()
    return And([Every(), query]) if isinstance(query, Not) else query


def _flat(queries: Iterable[Query]) -> Iterator[Query]:
    for query in queries:
        if type(query) is Or:
            yield from query.subqueries
        else:
            yield query


def weighed(query: Query, times: float) -> Query:
    """Return a part that counts as if it was asked for `times` times."""
    if times == 1:
        return query
    again = copy(query)  # Whoosh's own `with_boost` copies all that is below, too
    again.boost = query.boost * times
    return again


def each_once(nodes: list[Query | None]) -> list[Query | None]:
    """Return nodes, those that are given several times once each, weighed by how often."""
    if len(nodes) < 2:  # to compare large ones takes long
        return nodes
    asked = Counter(node for node in nodes if node is not None)
    return [weighed(node, times) for node, times in asked.items()] or nodes
