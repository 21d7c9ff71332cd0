"""Which title and which headlines are new in a version, and which headlines it lacks."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from search import Headline, Item, Version
from search.versions import Revision, revisions

A, B, C = (Headline(text=text, outlet="BBC", link=f"https://{text}.example/") for text in "abc")


def at(day: int, hour: int = 12) -> datetime:
    return datetime(2026, 1, day, hour, tzinfo=UTC)


def an_item(title: str, *lines: Headline, **more: Any) -> Item:
    return Item(id="x", title=title, day=None, headlines=lines, **more)


def test_an_item_without_older_versions_changed_nothing() -> None:
    assert revisions(an_item("one", A, seen=at(1))) == ()


def test_each_version_is_compared_with_the_one_before() -> None:
    item = an_item(
        "two",
        *(C, A),
        seen=at(3),
        versions=(Version(None, "one", (A, B)), Version(at(2), "two", (A, B))),
    )
    assert revisions(item) == (
        Revision(seen=None, day=date(2026, 1, 1), title="one", came=(A, B), went=()),
        Revision(seen=at(2), day=date(2026, 1, 2), title="two", came=(), went=()),
        Revision(seen=at(3), day=date(2026, 1, 3), title=None, came=(C,), went=(B,)),
    )


def test_a_revision_tells_when_the_file_went_after_it() -> None:
    gone = date(2026, 1, 2)
    item = an_item("one", A, seen=at(5), versions=(Version(at(1), "one", (A,), gone),))
    told = [(revision.gone, revision.returned) for revision in revisions(item)]
    assert told == [(gone, False), (None, True)]


def test_a_headline_is_the_same_wherever_it_links_but_not_of_another_outlet() -> None:
    moved, taken = Headline(A.text, A.outlet, "https://new.example"), Headline(A.text, "DW", A.link)
    for line, came in ((moved, ()), (taken, (taken,))):
        item = an_item("one", line, seen=at(2), versions=(Version(at(1), "one", (A,)),))
        assert revisions(item)[-1].came == came


@pytest.mark.parametrize(
    ("first", "second", "days"),
    [
        pytest.param(at(1), at(2), [date(2026, 1, 1), date(2026, 1, 2)], id="two-days"),
        pytest.param(at(2, 1), at(2, 23), [None, date(2026, 1, 2)], id="one-day"),
        pytest.param(None, at(2), [date(2026, 1, 1), date(2026, 1, 2)], id="since-ever"),
        pytest.param(None, datetime(1, 1, 1, tzinfo=UTC), [None, date.min], id="first-day"),
    ],
)
def test_the_day_as_of_which_a_version_is_shown(
    first: datetime | None, second: datetime, days: list[date | None]
) -> None:
    item = an_item("two", seen=second, versions=(Version(first, "one"),))
    assert [revision.day for revision in revisions(item)] == days
