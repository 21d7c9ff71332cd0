"""What must be known of an archive before a tree is asked of a cluster?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from whoosh.query import Phrase

from search.frozen import frozen
from search.opensearch.clauses import NONE, Json
from search.query.tree import MostOf


@frozen(kw_only=True)
class Demand:
    """What a MostOf weighs its parts, in their order, and what they must weigh together."""

    weights: tuple[int, ...]
    least: float


@frozen(kw_only=True)
class Known:
    """What is known of the documents that may be found.

    `counts` are how many have a term in a field, of all that `wants` names; `going_on` are those of
    its words that go on over several positions somewhere. `demands` are by the `id` of the node.
    `of_stories` makes the query for stories of some ids; None where no stories are known.
    `of_changed` makes the one for reworded headlines, of the term of some days. `loosened` are the
    phrases, by the `id` of the node, whose order is not asked for, as the search has too many.
    """

    items: int = 0
    average_length: float = 1.0
    counts: Mapping[tuple[str, str], int] = field(default_factory=dict)
    going_on: frozenset[str] = frozenset()
    demands: Mapping[int, Demand] = field(default_factory=dict)
    of_stories: Callable[[Sequence[str]], Json] | None = None
    of_changed: Callable[[str], Json] = lambda _: NONE
    loosened: frozenset[int] = frozenset()


@dataclass(slots=True)
class Wants:
    """What must be known of an archive before some trees can be asked of it.

    The parts of a MostOf may hold others; these come before it.
    """

    terms: set[tuple[str, str]] = field(default_factory=set)
    in_phrases: set[str] = field(default_factory=set)
    phrases: list[Phrase] = field(default_factory=list)
    most: list[MostOf] = field(default_factory=list)
