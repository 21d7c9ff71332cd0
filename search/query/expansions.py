"""Which words and names do the parts of a query stand for, and how many may they be in all?

An engine answers look-ups all at once, so a query is compiled twice: first to see what it asks,
then with the answers.
"""

from collections.abc import Mapping

from search.engine import Counted, Lookup
from search.known_outlets import KnownOutlets

#: Terms that one prefix, misspelling or name may stand for.
MAX_EXPANSIONS = 1_024
#: Terms that all prefixes, misspellings and names of a query may stand for together.
MAX_QUERY_EXPANSIONS = 2 * MAX_EXPANSIONS
#: Words or names that an engine looks up for all of them together: several forms have one term.
MAX_LOOKED_UP = 8 * MAX_EXPANSIONS
#: Look-ups of a query up to which a prefix stands for the most frequent of its words. To find these
#: all words that begin so are counted; in queries of more the first words in the alphabet count.
MAX_COUNTED = 2

#: What an engine answered to look-ups.
Known = Mapping[Lookup, list[Counted]]


class Expansions:
    """The look-ups of a query that is compiled, and what is left of its bounds."""

    def __init__(self, known: Known, lookups: int, outlets: KnownOutlets) -> None:
        """Take the answers to look-ups, and how many of them share what all may take."""
        self._known, self.outlets = known, outlets
        self._parts_left = max(1, lookups)
        self._left = MAX_QUERY_EXPANSIONS
        #: Words or names that one look-up may have.
        self.most_looked_up = max(1, MAX_LOOKED_UP // self._parts_left)
        #: Whether prefixes stand for their most frequent words, not the first ones.
        self.by_count = lookups <= MAX_COUNTED
        self.asked: list[Lookup] = []

    def look_up(self, lookup: Lookup) -> list[str]:
        """Return the words or names of a look-up, none before it is answered."""
        self.asked.append(lookup)
        return [value for value, _ in self._known.get(lookup, ())]

    def granted(self, most: int, weight: int = 1) -> int:
        """Return how many terms a part may stand for: its share of what the parts before left.

        It is one at least, or the part would find nothing. A term counts `weight` times.
        """
        share = self._left // (weight * self._parts_left)
        self._parts_left = max(1, self._parts_left - 1)
        return max(1, min(most, share))

    def used(self, terms: int) -> None:
        """Take from what is left the terms that a part stands for."""
        self._left -= terms
