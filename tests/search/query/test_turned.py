"""A span of days in two parts of a query is put in order, and a note says so."""

from collections.abc import Callable
from datetime import date

import pytest

from search import Archive, Item
from search.query.parser import parse

ITEMS = [Item(id=str(day), title="Storm", day=date(2026, 1, day)) for day in range(1, 13)]
NOTE = "Read a span of days that ends before it begins the other way round."


@pytest.mark.parametrize(
    ("query", "ordered"),
    [
        ("since:2026-01-09 until:2026-01-05", "since:2026-01-05 until:2026-01-09"),
        ("until:2026-01-05 storm Since:2026-01-09", "since:2026-01-05 storm until:2026-01-09"),
        ("after:2026-01-09 before:2026-01-05", "after:2026-01-05 before:2026-01-09"),
        ("since:2026-02 until:2026-01", "since:2026-01 until:2026-02"),
        ("date:>=2026-01-09 date:<=2026-01-05", "date:>=2026-01-05 date:<=2026-01-09"),
        ("date<2026-01-05 storm date > 2026-01-09", "date:<2026-01-09 storm date:>2026-01-05"),
        ("date:2026-02.. date:..2026-01", "date:2026-01.. date:..2026-02"),
        ("(since:2026-01-09 until:2026-01-05)", "since:2026-01-05 until:2026-01-09"),
        ("storm (date:>=2026-01-09 AND date:<=2026-01-05)", "date:2026-01-05..2026-01-09"),
        ("date:[2026-01-09 TO *] date:[* TO 2026-01-05]", "date:2026-01-05..2026-01-09"),
    ],
)
def test_a_span_in_two_parts_is_turned(
    make: Callable[..., Archive], query: str, ordered: str
) -> None:
    archive = make(ITEMS)
    page, meant = archive.search(query), archive.search(ordered)
    assert [hit.id for hit in page.hits] == [hit.id for hit in meant.hits]
    assert page.total == meant.total > 0
    assert NOTE in page.notes
    assert NOTE not in meant.notes


@pytest.mark.parametrize(
    "query",
    [
        "since:2026-01-05 until:2026-01-05",
        "since:2026-01-09 since:2026-01-05",
        "since:2026-01-09 -until:2026-01-05",
        "since:2026-01-09 OR until:2026-01-05",
        "since:2026-01-09 until:2026-01-05 until:2026-01-03",
        "date:2026-01-09 until:2026-01-05",
    ],
)
def test_other_days_stay(query: str) -> None:
    assert NOTE not in parse(query).notes
