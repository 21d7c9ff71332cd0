"""Of which nodes are the trees made that an engine must answer, and over which fields?

    node          finds the items                                           scores
    Every         all; with a field of names those that have a value        its boost
    NullQuery     none
    Term          that have a term in a field of texts, names, links, ids   BM25 in a text field,
                                                                            else its boost
    Phrase        of a text field with the words in this order, less than   as all of its words
                  `slop` positions between them in all (a word of several
                  parts ends with the last); of `link` the parts so         its boost
    NumericRange  of `date` dated start to end (ordinals, both included)    its boost
    And           that all parts find; Not only takes away                  the sum
    Or            that any part finds                                       the sum
    Not           that its part does not find                               its boost

They are Whoosh's own nodes. Whoosh itself finds more with a Phrase of three words and a slop above
1: it bounds what is between each two. A `Not` stands in an `And` beside something to take from, or
alone.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from whoosh.query import And, Every, Not, NullQuery, NumericRange, Or, Phrase, Query, Term

#: All nodes there are; engines take subclasses of them for unknown.
NODES: tuple[type[Query], ...] = (
    *(Every, type(NullQuery), Term, Phrase, NumericRange),
    *(And, Or, Not),
)
#: The fields that a word without a field is looked for in, and what a match there weighs.
TEXT_FIELDS = {"title": 3.0, "headlines": 2.0, "text": 1.0}
#: The fields whose values are names; the term of a name is its key (`search.names.name_key`).
NAME_FIELDS = ("sources", "tags", "categories", "feed")
#: The field whose terms are the parts of all links of an item (`search.links`), at positions.
LINK_FIELD = "link"
#: The fields whose terms have positions.
POSITION_FIELDS = (*TEXT_FIELDS, LINK_FIELD)
#: The field whose one term is the id of an item.
ID_FIELD = "path"


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
        if isinstance(query, Or):
            yield from query.subqueries
        else:
            yield query
