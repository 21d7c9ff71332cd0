"""The last days with items, each with its stories of most outlets."""

from collections.abc import Callable
from dataclasses import replace
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


def test_stories_of_most_outlets_come_first_as_on_the_page_of_their_day(
    make: Callable[..., Archive],
) -> None:
    large = [item(f"large {own}", date(2026, 1, 4), 1, ARTICLE) for own in range(9)]
    lines = [replace(own, headlines=(Headline(own.title, own.title),)) for own in large]
    alone = [item(f"{own:03}x", date(2026, 1, 4), 5) for own in range(300)]
    archive = make(
        [
            item("few", date(2026, 1, 5), 1),
            item("goes on", date(2026, 1, 5), 2, ARTICLE),
            item("many", date(2026, 1, 5), 4),
            *lines,
            *alone,
            item("wide", date(2026, 1, 4), 7),
            item("undated", None, 9),
        ]
    )
    last, before = archive.front()
    assert [(own.hit.id, own.items, own.outlets) for own in last.stories] == [
        ("many", 1, 4),
        ("goes on", 1, 2),
        ("few", 1, 1),
    ]
    assert [(own.hit.id, own.items, own.outlets) for own in before.stories] == [
        ("large 0", 9, 9),
        ("wide", 1, 7),
        *[(f"{own:03}x", 1, 5) for own in range(4)],
    ]
    assert last.are_found == before.are_found
    for own in (last, before):
        of_day = archive.day(own.day).stories[: len(own.stories)]
        assert [(one.hit.id, one.outlets) for one in own.stories] == [
            (one.hit.id, one.outlets) for one in of_day
        ]


def test_a_commit_is_asked_once_and_the_next_one_anew(make: Callable[..., Archive]) -> None:
    archive = make([item("a", date(2026, 1, 5), 1)])
    assert archive.front() is archive.front()
    archive.add([item("b", date(2026, 1, 5), 2)])
    assert [own.hit.id for own in archive.front()[0].stories] == ["b", "a"]


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
