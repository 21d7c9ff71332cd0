"""Of what is a query of a cluster put together, and how many clauses has it?"""

from collections.abc import Iterable, Sequence
from typing import Any

Json = dict[str, Any]

ALL: Json = {"match_all": {}}
NONE: Json = {"match_none": {}}
_LEAVES = frozenset(
    ("term", "terms", "range", "exists", "match", "match_phrase", "match_all", "match_none")
)


def either(parts: Sequence[Json]) -> Json:
    """Return the query for what any of some queries finds."""
    if len(parts) <= 1:
        return parts[0] if parts else NONE
    return {"bool": {"should": list(parts), "minimum_should_match": 1}}


def terms_of(name: str, terms: Iterable[str]) -> Json:
    """Return the query for any of some terms of a field."""
    held = [term for term in terms if can_be_had(term)]
    if len(held) == 1:
        return {"term": {name: {"value": held[0]}}}
    return {"terms": {name: held}} if held else NONE


def can_be_had(term: str) -> bool:
    """Tell whether a document may have a term: one with a lone surrogate cannot even be asked."""
    return not any("\ud800" <= character <= "\udfff" for character in term)


def constant(query: Json, boost: float) -> Json:
    """Return the query that scores the same whatever it finds."""
    return {"constant_score": {"filter": query, "boost": boost}}


def clauses(query: Any) -> int:
    """Return how many clauses a query is to a cluster, which refuses a search of too many."""
    if isinstance(query, list):
        return sum(map(clauses, query))
    if not isinstance(query, dict):
        return 0
    return sum(_leaf(own) if kind in _LEAVES else clauses(own) for kind, own in query.items())


def _leaf(asked: Json) -> int:
    """Return the clauses of a leaf: one, or, of a source of intervals, one a word."""
    words = asked.get("query")
    return len(words.split()) if isinstance(words, str) else 1
