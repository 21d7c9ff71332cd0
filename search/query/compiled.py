"""What is a query once it is compiled? A tree, those of its parts, and the words to be marked."""

from collections import Counter
from dataclasses import dataclass, field

from whoosh.query import Or, Query

from search.frozen import frozen
from search.query.bare import BareWord, optional
from search.query.parsed import ParsedQuery
from search.query.tree import TEXT_FIELDS, MostOf, all_of, alone, weighed


@dataclass(slots=True)
class Wanted:
    """The words and phrases that hits have, as terms, by field; to be marked in them.

    A phrase is its terms and how many other words may stand between them. `links` are rows of terms
    of links, which headlines may have.
    """

    terms: dict[str, set[str]] = field(
        default_factory=lambda: {name: set() for name in TEXT_FIELDS}
    )
    phrases: dict[str, list[tuple[tuple[str, ...], int]]] = field(
        default_factory=lambda: {name: [] for name in TEXT_FIELDS}
    )
    links: list[tuple[str, ...]] = field(default_factory=list)


@frozen()
class Compiled:
    """A query as it was read, as a tree, each of its parts as one, what to mark, what was cut.

    `words` are those that stand by themselves: with another `match` than `all` hits need not have
    them, but for those that are required. `strict` are the other parts, and what finds these.
    """

    query: ParsedQuery
    tree: Query
    parts: list[Query]
    words: list[BareWord]
    strict: list[Query]
    wanted: Wanted
    notes: list[str]

    @property
    def optional(self) -> Counter[Query]:
        """What finds each word that a hit may lack, and how often it was asked for."""
        return Counter(query for _, query in optional(self.words))

    @property
    def may_lack(self) -> bool:
        """Whether with another `match` than `all` a hit may lack anything."""
        if all(word.node.required for word in self.words):
            return False
        return len({word.query for word in self.words}) > 1 or len(self.optional) > 1

    def tree_of(self, match: str) -> Query:
        """Return the tree for hits that have all, most or any of the words."""
        if match == "all" or not self.may_lack:
            return self.tree
        words = [weighed(word, times) for word, times in self.optional.items()]
        joined = words[0] if len(words) == 1 else MostOf(words) if match == "most" else Or(words)
        return alone(all_of([*self.strict, joined]))
