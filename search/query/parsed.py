"""What is a query that was read? Its parts, and where each stands in the text."""

from datetime import date

from search.frozen import frozen
from search.query.long_names import LongName
from search.query.nodes import Node


@frozen()
class Part:
    """A part of a query, and where it stands in `ParsedQuery.text`.

    Of a word, phrase or name `is_left_out` tells that hits have it not.
    """

    node: Node
    start: int
    end: int
    is_left_out: bool = False


@frozen()
class ParsedQuery:
    """A query that was read: its parts, all its words, phrases and names, what was repaired.

    It was `written` so on the day `today`; `long_names` are names of several words that may be
    meant in it.
    """

    text: str
    parts: tuple[Part, ...]
    notes: tuple[str, ...]
    leaves: tuple[Part, ...]
    written: str
    today: date
    long_names: tuple[LongName, ...] = ()

    def text_of(self, part: Part) -> str:
        """Return the text of one part."""
        return self.text[part.start : part.end]

    def without(self, part: Part) -> str:
        """Return the query's text less one part."""
        return " ".join(self.text_of(other) for other in self.parts if other is not part)
