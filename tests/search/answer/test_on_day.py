"""A day among the words of a query is told of, with the search by it, if that finds items."""

from collections.abc import Callable
from datetime import date

import pytest

from search import Archive, Item

ITEMS = (
    Item(id="1", title="Port strike ends", day=date(2026, 1, 3)),
    Item(id="2", title="Strike of 3 January remembered, in May", day=date(2026, 2, 3)),
)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("3 January", "date:2026-01-03"),
        ("strike 3 January", "strike date:2026-01-03"),
        ("January 3rd strike", "date:2026-01-03 strike"),
        ("strike 3 January 2026", "strike date:2026-01-03"),
        ("January 2026", "date:2026-01"),
        ("3 de enero", "date:2026-01-03"),
        *(
            ("remembered 3 January", None),
            ("4 January", None),
            ("May", None),
            ("3 January 2025", None),
        ),
        *(("3 January date:2026", None), ('"3 January"', None), ("3 January 2025", None)),
        ("how the strike of 3 January ended at last", None),
    ],
)
def test_a_day_among_words(make: Callable[..., Archive], query: str, found: str | None) -> None:
    page = make(ITEMS).search(query)
    offered = [own for own in page.nearby if "date:2026-" in own.search.query]
    told = [note for note in page.notes if "finds items by their day" in note]
    assert [own.search.query for own in offered] == ([found] if found else [])
    if found:
        assert offered[0].total == 1
        assert len(told) == 1
