"""The last days with items, each with its stories of most outlets, a story once."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from random import Random

import pytest

from search import Archive, Headline, Item, SearchRequest, as_json
from search.answer.front import FIRST_STORIES, FRONT_DAYS, MORE_STORIES
from tests.search import random_archives
from tests.search.test_engines import Pair, known_addresses

__all__ = ["known_addresses"]

ARTICLE = "https://news.example/2026/comet"


def item(id: str, day: date | None, outlets: int, link: str = "", seen: int = 0) -> Item:
    lines = tuple(Headline(text=f"{id} {own}", outlet=f"Outlet {own}") for own in range(outlets))
    time = datetime(2026, 2, seen, tzinfo=UTC) if seen else None
    return Item(id=id, title=id, day=day, headlines=lines, link=link, seen=time)


def shown(archive: Archive, **asked: str) -> list[tuple[date, int, list[tuple[str, int]]]]:
    return [
        (own.day, own.total, [(story.hit.id, story.items) for story in own.stories])
        for own in archive.front(**asked)
    ]


def test_stories_of_most_outlets_come_first_and_go_with_their_last_day(
    make: Callable[..., Archive],
) -> None:
    archive = make(
        [
            item("few", date(2026, 1, 5), 1),
            item("goes on", date(2026, 1, 5), 2, ARTICLE),
            item("many", date(2026, 1, 5), 4),
            item("began", date(2026, 1, 2), 3, f"{ARTICLE}/?utm_source=x"),
            item("old", date(2026, 1, 2), 1),
            item("undated", None, 9),
        ]
    )
    assert shown(archive) == [
        (date(2026, 1, 5), 3, [("many", 1), ("goes on", 2), ("few", 1)]),
        (date(2026, 1, 2), 2, [("old", 1)]),
    ]


def test_there_are_so_many_days_and_stories(make: Callable[..., Archive]) -> None:
    days = [date(2026, 1, number) for number in range(1, FRONT_DAYS + 3)]
    archive = make(item(f"{day} {own:02}", day, own) for day in days for own in range(40))
    found = archive.front()
    assert [own.day for own in found] == days[::-1][:FRONT_DAYS]
    assert [len(own.stories) for own in found] == [FIRST_STORIES, *[MORE_STORIES] * 3]
    assert [own.total for own in found] == [40] * 4
    assert [story.outlets for story in found[1].stories] == [39, 38, 37, 36, 35, 34]


@pytest.mark.parametrize("days", [[], [None], [date.min, date.max]])
def test_archives_at_the_edge(make: Callable[..., Archive], days: list[date | None]) -> None:
    archive = make(item(str(number), day, 1) for number, day in enumerate(days))
    assert [own.day for own in archive.front()] == sorted(filter(None, days), reverse=True)


def test_a_past_day_knows_nothing_of_what_came_later(make: Callable[..., Archive]) -> None:
    then = [item("a", date(2026, 1, 1), 1, seen=1), item("b", date(2026, 1, 2), 2, seen=1)]
    later = [item("c", date(2026, 1, 3), 5, seen=4), item("d", date(2026, 1, 1), 9, seen=4)]
    both = make([*then, *later])
    assert as_json(both.front(as_of="2026-02-02")) == as_json(make(then).front(as_of="2026-02-02"))


@pytest.mark.parametrize("seed", range(4))
def test_engines_answer_alike(seed: int) -> None:
    chance = Random(seed)
    with Pair.made(list(random_archives.changes(chance))) as pair:
        pair.same(lambda own: own.front())
        day = random_archives.as_of(chance)
        found = pair.same(lambda own: own.front(as_of=day))
        for own in found:
            span = SearchRequest(as_of=day).with_days(own.day, own.day)
            assert pair.folder.search(span).total == own.total
