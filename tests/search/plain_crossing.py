"""On which days has each value of a facet hits? Each value asks every hit."""

from collections.abc import Sequence
from datetime import date

from search.crossed import Crossed, CrossedValue
from search.engine import FacetCounts
from search.names import name_key
from search.results import Timeline
from tests.search.plain_documents import Document


def plain_crossed(
    hits: Sequence[Document], facet: str, counts: FacetCounts, timeline: Timeline | None
) -> Crossed:
    """Tell of each of the counted values on which days the hits have it."""
    found = []
    for value, count in counts.values:
        having = [own for own in hits if name_key(value) in own.values[facet]]
        days = sorted({own.day for own in having} - {0})
        bars = timeline.bars if timeline else ()
        spans = [(bar.first.toordinal(), bar.last.toordinal()) for bar in bars]
        found.append(
            CrossedValue(
                value=value,
                count=count,
                headlines=_headlines(having, value) if facet == "sources" else None,
                alone=sum(len(own.values[facet]) == 1 for own in having),
                days=len(days),
                first=date.fromordinal(days[0]) if days else None,
                last=date.fromordinal(days[-1]) if days else None,
                counts=tuple(
                    sum(begin <= own.day <= end for own in having) for begin, end in spans
                ),
            )
        )
    return Crossed(total=len(hits), size=counts.size, values=found, timeline=timeline)


def _headlines(documents: Sequence[Document], outlet: str) -> int:
    key = name_key(outlet)
    lines = [line for own in documents for line in own.item.headlines]
    return sum(bool(line.outlet) and name_key(line.outlet) == key for line in lines)
