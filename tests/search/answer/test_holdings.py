"""What an archive holds, by month, day and outlet; each number is what a search finds."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from random import Random

import pytest

from search import Archive, Headline, Item, ItemNotFound, RequestInvalid, SearchRequest, as_json
from tests.search import random_archives
from tests.search.test_engines import Pair, known_addresses

__all__ = ["known_addresses"]


def item(id: str, day: date | None, *outlets: str, link: str = "", seen: int = 0) -> Item:
    lines = tuple(Headline(text=f"{name} on {id}", outlet=name) for name in outlets)
    time = datetime(2026, 2, seen, tzinfo=UTC) if seen else None
    return Item(id=id, title=id, day=day, headlines=lines, link=link, seen=time)


ARTICLE = "https://news.example/2026/comet"
ITEMS = (
    item("a", date(2026, 1, 1), "Bay Post", link=ARTICLE),
    item("b", date(2026, 1, 1), "Bay Post", "Coast", link=f"{ARTICLE}/?utm_source=x"),
    item("c", date(2026, 1, 1), "Dune Daily", link="https://news.example/"),
    item("d", date(2026, 1, 1), link="https://news.example/"),
    item("e", date(2026, 2, 3), "Coast"),
    item("f", None, "Bay Post"),
)


def test_the_holdings_are_of_months_days_and_outlets(make: Callable[..., Archive]) -> None:
    found = make(ITEMS).holdings(month="2026-01")
    assert (found.items, found.outlets, found.undated) == (6, 3, 1)
    assert [(own.value, own.count) for own in found.months] == [("2026-01", 4), ("2026-02", 1)]
    assert found.timeline is not None
    assert len(found.timeline.bars) == 31
    assert [(own.name, own.counts[0], own.days) for own in found.largest] == [
        ("Bay Post", 2, 1),
        ("Coast", 1, 1),
        ("Dune Daily", 1, 1),
    ]
    assert make(ITEMS).holdings().month == "2026-02"
    assert make(()).holdings().month == ""


def test_outlets_come_in_four_orders(make: Callable[..., Archive]) -> None:
    archive = make(ITEMS)

    def names(**asked: str) -> list[str]:
        return [own.name for own in archive.outlets(**asked).outlets]

    assert names() == ["Bay Post", "Coast", "Dune Daily"]
    assert names(order="days") == ["Coast", "Bay Post", "Dune Daily"]
    assert names(order="first") == ["Bay Post", "Coast", "Dune Daily"]
    assert names(order="name", prefix="d") == ["Dune Daily"]
    assert names(prefix="%") == []
    second = archive.outlets(offset=1, limit=1)
    assert (second.total, second.outlets[0].name) == (3, "Coast")
    with pytest.raises(RequestInvalid, match="not an order of outlets"):
        archive.outlets(order="size")


def test_an_outlet_has_others_and_items_alone(make: Callable[..., Archive]) -> None:
    found = make(ITEMS).outlet("bay post")
    assert (found.outlet.name, found.outlet.items, found.outlet.alone) == ("Bay Post", 3, 2)
    assert [(own.name, own.shared, own.items) for own in found.others] == [("Coast", 1, 2)]
    assert (found.other_count, found.all_items) == (1, 6)
    with pytest.raises(ItemNotFound, match="no outlet 'Nobody'"):
        make(ITEMS).outlet("Nobody")


def test_a_day_has_each_story_once(make: Callable[..., Archive]) -> None:
    found = make(ITEMS).day("2026-01-01")
    told = [(own.hit.id, own.items, own.outlets) for own in found.stories]
    # The first page of a site is not an article.
    assert told == [("b", 2, 2), ("c", 1, 1), ("d", 1, 0)]
    assert [own.id for own in found.stories[0].others] == ["a"]
    assert (found.total, found.story_count) == (4, 3)
    assert (found.before, found.after) == (None, date(2026, 2, 3))
    assert make(ITEMS).day("2026-01-15").before == date(2026, 1, 1)
    assert make(ITEMS).day("1 January 2026") == found
    for wrong in ("2026-02-30", "2026-01", "foo", "", None):
        with pytest.raises(RequestInvalid, match=r"day: .* is not a day; write one like"):
            make(ITEMS).day(wrong)  # type: ignore[arg-type]


def test_stories_do_not_chain(make: Callable[..., Archive]) -> None:
    def shares(id: str, outlets: int, *links: str) -> Item:
        lines = tuple(
            Headline(text=f"{id} {own}", outlet=f"O{own}", link=f"https://x.example/{link}")
            for own, link in enumerate((*links, *"xyz"[: outlets - len(links)]))
        )
        return Item(id=id, title=id, day=date(2026, 1, 1), headlines=lines)

    chain = [
        shares("a", 1, "1"),
        shares("b", 2, "1", "2"),
        shares("c", 1, "2"),
        shares("d", 1, "3"),
    ]
    chain.append(shares("e", 2, "3", "2"))
    told = [(own.hit.id, own.items) for own in make(chain).day("2026-01-01").stories]
    assert told == [("b", 4), ("d", 1)]


def test_as_of_a_day_it_is_what_an_archive_answers_that_ended_then(
    make: Callable[..., Archive],
) -> None:
    later = item("z", date(2026, 1, 1), "Coast", "Eve", link=ARTICLE, seen=9)
    before, after = make(ITEMS), make((*ITEMS, later))
    for ask in (
        lambda own: own.holdings(as_of="2026-02-05"),
        lambda own: own.outlets(as_of="2026-02-05"),
        lambda own: own.outlet("Coast", as_of="2026-02-05"),
        lambda own: own.day("2026-01-01", as_of="2026-02-05"),
    ):
        assert as_json(ask(after)) == as_json(ask(before))
    assert after.outlet("Eve").outlet.items == 1


@pytest.mark.parametrize("seed", range(3))
def test_engines_answer_alike_and_as_searches_do(seed: int) -> None:
    chance = Random(seed)
    with Pair.made(list(random_archives.changes(chance))) as pair:
        day = random_archives.as_of(chance)
        pair.same(lambda own: own.holdings(as_of=day))
        order = chance.choice(("items", "name", "days", "first"))
        listed = pair.same(lambda own: own.outlets(order=order, as_of=day))
        for held in chance.sample(listed.outlets, min(3, len(listed.outlets))):
            profile = pair.same(lambda own, name=held.name: own.outlet(name, as_of=day))
            search = SearchRequest(as_of=day).only("sources", held.name)
            assert pair.folder.search(search).total == held.items == profile.outlet.items
        when = random_archives.FIRST_DAY
        found = pair.same(lambda own: own.day(when, as_of=day))
        span = SearchRequest(as_of=day).with_days(when, when)
        assert pair.folder.search(span).total == found.total
        assert sum(story.items for story in found.stories) == found.read
