"""What does an item hold that it can be found by and counted under? Lists and counters."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain

from search.links import link_terms
from search.model import Item
from search.names import as_written, name_key
from search.query.tree import LINK_FIELD, TEXT_FIELDS
from search.text import GOES_ON, Analyzer
from search.versions import whole, with_older

#: The name under which a document has its words as written and folded, beside those of the facets.
WORDS = "words"


class Document:
    """A state of an item, and all that it is found by and counted under."""

    def __init__(self, item: Item, analyzer: Analyzer, states: Sequence[Item]) -> None:
        self.item = item
        #: The state with all older ones of `states` as its versions.
        self.whole = with_older(item, states)
        self.shown = replace(item, versions=())
        texts = {"title": [item.title], "text": [item.text]}
        texts["headlines"] = [line.text for line in item.headlines]
        #: Text field -> for each line the terms at each position; no phrase reaches from one
        #: headline into the next.
        self.lines = {
            field: [positions(analyzer, line) for line in lines] for field, lines in texts.items()
        }
        self.lines[LINK_FIELD] = [[[part] for part in link_terms(link)] for link in item.links]
        #: Text field -> term -> how many times it is there; together they are the field's length.
        self.times = {field: Counter(chain(*chain(*own))) for field, own in self.lines.items()}
        self.length = sum(self.times[field].total() for field in TEXT_FIELDS)
        tokens = chain.from_iterable(map(analyzer.tokens, chain(*texts.values())))
        month = item.day.isoformat()[:7] if item.day else ""
        names = {field: getattr(item, field) for field in ("sources", "tags", "categories")}
        names |= {"feed": [item.feed], "year": [month[:4]], "month": [month]}
        #: Facet, or WORDS -> the key of each value -> how the item writes it.
        self.values = {
            name: {name_key(value): as_written(value) for value in reversed(own) if value}
            for name, own in names.items()
        }
        self.values[WORDS] = {token.form: token.form for token in tokens if token.form}
        #: Its day as a number, 0 where there is none, and the day since when this state stood.
        self.day = item.day.toordinal() if item.day else 0
        self.since = item.seen.date() if item.seen else date.min

    def has_any(self, facet: str, values: Iterable[str]) -> bool:
        """Tell whether it has one of the values of a facet."""
        return any(name_key(value) in self.values[facet] for value in values)


def documents_of(item: Item | Sequence[Item], analyzer: Analyzer) -> list[Document]:
    """Return a document for each state of an item."""
    states = whole(item)
    return [Document(state, analyzer, states) for state in states]


def limited(documents: Iterable[Document], included: Mapping[str, Sequence[str]]) -> list[Document]:
    """Return those that have one of the values of each facet that has any."""
    limits = [limit for limit in included.items() if limit[1]]
    return [own for own in documents if all(own.has_any(*limit) for limit in limits)]


def counted(documents: Iterable[Document], field: str) -> Counter[str]:
    """Return how many documents have each key of a facet, or of WORDS."""
    return Counter(key for document in documents for key in document.values[field])


def positions(analyzer: Analyzer, text: str) -> list[list[str]]:
    """Return the terms at each position of a text."""
    found: list[list[str]] = []
    for token in analyzer.tokens(text):
        if token.step:
            found.append([])
        found[-1].append(token.term)
    return found


def in_a_row(words: Sequence[str], line: list[list[str]], slop: int, last: int = -1) -> bool:
    """Tell whether words follow the position `last` in order, less than `slop` others among them.

    A word that goes on is as many positions long as it likes. Before the first word `last` is -1,
    and any number of others may be there.
    """
    for begin in range(last + 1, len(line) if last < 0 else min(last + 1 + slop, len(line))):
        if words[0] in line[begin]:
            ends = [begin]
            while ends[-1] + 1 < len(line) and words[0] + GOES_ON in line[ends[-1] + 1]:
                ends.append(ends[-1] + 1)
            left = slop if last < 0 else slop - (begin - last - 1)
            if not words[1:] or any(in_a_row(words[1:], line, left, end) for end in ends):
                return True
    return False
