"""A page tells of which time the hits are, and what the archive holds of it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from search import Archive, Item, Page, SearchRequest, Timeline


def item(id: str, day: str | None, **more: Any) -> Item:
    return Item(id=id, title=f"Item {id}", day=day and date.fromisoformat(day), **more)


#: Nothing is of 3 January.
ITEMS = [
    item("a", "2026-01-01", text="strike"),
    item("b", "2026-01-02"),
    item("c", "2026-01-04", text="strike"),
    item("d", "2026-01-04", text="strike"),
    item("e", "2026-01-05"),
    item("f", None, text="strike"),
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with Archive.create(tmp_path_factory.mktemp("timeline") / "index") as archive:
        archive.add(ITEMS)
        yield archive


def over_time(page: Page) -> Timeline:
    assert page.timeline
    return page.timeline


def rows(timeline: Timeline) -> list[tuple[str, str, int, int, int]]:
    return [
        (str(bar.first), str(bar.last), bar.count, bar.held, bar.days_held) for bar in timeline.bars
    ]


def test_hits_are_counted_by_day_beside_all_that_is_held(archive: Archive) -> None:
    timeline = over_time(archive.search("strike"))
    assert rows(timeline) == [
        ("2026-01-01", "2026-01-01", 1, 1, 1),
        ("2026-01-02", "2026-01-02", 0, 1, 1),
        ("2026-01-03", "2026-01-03", 0, 0, 0),
        ("2026-01-04", "2026-01-04", 2, 2, 1),
    ]
    assert (timeline.by, timeline.before, timeline.after, timeline.undated) == ("day", 0, 0, 1)


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        (
            {"by": "week"},
            [("2025-12-29", "2026-01-04", 3, 4, 3)],
        ),
        ({"by": "month"}, [("2026-01-01", "2026-01-31", 3, 5, 4)]),
        # Of a period that a chosen day cuts only the part within is counted, of all items, too.
        (
            {"by": "week", "since": "2026-01-02", "until": "2026-01-06"},
            [("2026-01-02", "2026-01-04", 2, 3, 2), ("2026-01-05", "2026-01-06", 0, 1, 1)],
        ),
        ({"by": "year", "until": "2026-01-01"}, [("2026-01-01", "2026-01-01", 1, 1, 1)]),
        ({"month": "2026-01", "by": "month"}, [("2026-01-01", "2026-01-31", 3, 5, 4)]),
    ],
    ids=["week", "month", "cut", "until", "chosen-month"],
)
def test_periods_of_other_units(
    archive: Archive, limits: Any, expected: list[tuple[str, str, int, int, int]]
) -> None:
    found = rows(over_time(archive.search("strike", **limits)))
    if "until" in limits and "since" not in limits:
        found = [(expected[0][0], *row[1:]) for row in found]
    assert found == expected


@pytest.mark.parametrize(
    ("query", "limits", "days"),
    [
        ("nosuchword", {"since": "2026-01-02", "until": "2026-01-04"}, 3),
        ("nosuchword", {"month": "2026-01"}, 31),
        ("nosuchword date:2026-01-02..2026-01-05", {}, 4),
        ("strike date:2026-01-02..2026-01-05", {"since": "2026-01-03"}, 3),
        ("nosuchword", {"year": ["2025", "2026"], "until": "2026-01-02", "by": "month"}, 13),
        ("strike", {"since": "2026-02-01", "until": "2026-02-02"}, 2),
        ("strike -date:2026-01-01", {}, 1),
        ("nosuchword OR date:2026-01-02..2026-01-03", {}, 1),
        ("nosuchword", {}, 0),
        ("nosuchword", {"month": "2026-01", "since": "2026-03-01"}, 1),
    ],
)
def test_chosen_days_stay_where_little_is_found(
    archive: Archive, query: str, limits: Any, days: int
) -> None:
    assert len(over_time(archive.search(query, **limits)).bars) == days


def test_all_counts_together_are_the_total(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "index") as archive:
        archive.add(
            item(f"{day}/{number}", f"2026-01-{day:02}")
            for day in range(1, 29)
            for number in range(20)
        )
        archive.add([item("old", "1000-01-01"), item("new", "2106-02-07"), item("none", None)])
        page = archive.search()
        timeline = over_time(page)
        assert (timeline.by, len(timeline.bars)) == ("day", 28)
        assert (timeline.before, timeline.after, timeline.undated) == (1, 1, 1)
        assert sum(bar.count for bar in timeline.bars) + 3 == page.total
        before = archive.search(until=date.fromordinal(timeline.bars[0].first.toordinal() - 1))
        assert [hit.id for hit in before.hits] == ["old"]


def test_an_archive_of_a_past_day_holds_what_it_held_then(tmp_path: Path) -> None:
    seen = datetime(2026, 1, 2, tzinfo=UTC), datetime(2026, 1, 4, tzinfo=UTC)
    with Archive.create(tmp_path / "index") as archive:
        archive.add(
            [
                item("a", "2026-01-01", seen=seen[0]),
                [
                    item("b", "2026-01-02", seen=seen[0]),
                    item("b", "2026-01-03", seen=seen[1]),
                ],
            ]
        )
        then = over_time(archive.search(as_of="2026-01-02"))
        now = over_time(archive.search())
    assert [row[0] for row in rows(then)] == ["2026-01-01", "2026-01-02"]
    assert rows(now)[1:] == [
        ("2026-01-02", "2026-01-02", 0, 0, 0),
        ("2026-01-03", "2026-01-03", 1, 1, 1),
    ]


def test_there_is_none_where_nobody_wants_it(archive: Archive) -> None:
    assert archive.search("strike", by="none").timeline is None


def test_a_unit_that_does_not_fit_is_told_of(archive: Archive) -> None:
    page = archive.search("strike", by="day", bars=2)
    assert over_time(page).by == "week"
    assert [note for note in page.notes if "more than 2 bars, so it is by week" in note]
    assert not archive.search("strike", bars=2).notes


def test_every_bar_leads_to_as_many_hits_as_it_says(archive: Archive) -> None:
    for by in ("day", "week", "month", "year", "decade", "century"):
        for request in (SearchRequest(query="strike", by=by), SearchRequest(by=by)):
            for bar in over_time(archive.search(request)).bars:
                within = archive.search(request.with_days(bar.first, bar.last))
                assert within.total == bar.count
                held = archive.search(since=bar.first, until=bar.last)
                assert held.total == bar.held
