"""Which document is the first state of its item, and which states came before one?

Of several of one day the first is the one that was seen first.
"""

from collections.abc import Sequence

import numpy as np

from search.embedded.schema import as_term
from search.embedded.segment.segment import Segment
from search.model import Item
from search.packed import UNDATED
from search.versions import with_older
from search.whole_numbers import Array, begins_of


def first_state(segment: Segment, documents: Sequence[int]) -> int:
    """Return the first state among the documents of one item; items are read only if need be."""
    stood_from = segment.column("stood_from")
    least = min(int(stood_from[document]) for document in documents)
    first = [document for document in documents if stood_from[document] == least]
    return first[0] if len(first) == 1 else min(first, key=lambda own: _age(segment, own))


def with_versions(segment: Segment, document: int) -> Item:
    """Return the state of an item in a document, with all older versions.

    Only the newest state is kept with them.
    """
    state = segment.items.item(document)
    if state.versions or not segment.sections.meta["past"]:
        return state
    found = segment.find(as_term(state.id))
    return with_older(state, (segment.items.state(own) for own in found))


def first_documents(segment: Segment) -> tuple[Array, Array]:
    """Return the document of the first state of each living item, and the day of its time."""
    documents = np.arange(segment.documents)
    if segment.live is not None:
        documents = documents[segment.live]
    stood_from = segment.column("stood_from")
    if segment.sections.meta["past"]:
        paths = segment.field("path")
        found = paths.several(np.arange(len(paths.terms)))
        order = np.lexsort((stood_from[found.documents], found.terms))
        states, terms = found.documents[order], found.terms[order]
        begins = begins_of(terms)
        firsts = states[begins].copy()
        # Days do not tell which of the states of one day was first.
        ends = np.append(begins[1:], len(states))
        several = np.flatnonzero(ends - begins > 1)
        for item in several.tolist():
            begin, end = int(begins[item]), int(ends[item])
            if stood_from[states[begin]] == stood_from[states[begin + 1]]:
                firsts[item] = first_state(segment, states[begin:end].tolist())
        is_first = np.zeros(segment.documents, bool)
        is_first[firsts] = True
        documents = documents[is_first[documents]]
    days = np.where(stood_from > UNDATED, stood_from, segment.column("days"))
    return documents, days[documents]


def _age(segment: Segment, document: int) -> float:
    seen = segment.items.state(document).seen
    return float("-inf") if seen is None else seen.timestamp()
