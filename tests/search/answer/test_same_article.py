"""The same article in other items, proved by an address that both link to."""

from collections.abc import Callable
from datetime import UTC, datetime
from random import Random

import pytest

from search import Archive, Headline, Item, ItemNotFound, RequestInvalid
from search.links import link_parts
from tests.search import random_archives
from tests.search.test_engines import Pair

LINK = "https://news.example/2026/port-strike-enters-second-week"


def linking(id: str, *links: str, day: str | None = None) -> Item:
    lines = [Headline(f"Line {number}", "BBC", link) for number, link in enumerate(links)]
    return Item(id=id, title=id, day=day, headlines=lines)


@pytest.mark.parametrize(
    ("link", "is_same"),
    [
        (LINK, True),
        ("http://WWW.news.example/2026/Port-strike-enters-second-week/?utm_source=rss#top", True),
        ("https://news.example/2025/port-strike-enters-second-week", False),
        (f"{LINK}/comments", False),
        (f"{LINK}?page=2", False),
        ("https://other.example/2026/port-strike-enters-second-week", False),
        ("https://news.example/", False),
        ("", False),
    ],
)
def test_only_the_same_address_is_the_same_article(
    link: str, is_same: bool, make: Callable[..., Archive]
) -> None:
    archive = make([linking("a.md", LINK, "https://news.example/"), linking("b.md", link)])
    found = archive.same_article("a.md")
    assert [(other.id, other.link) for other in found] == ([("b.md", link)] if is_same else [])


@pytest.mark.parametrize(
    "link",
    ["https://n.example/a", "https://n.example/?id=7", "n.example/a", "https://n.example:8080/x/1"],
)
def test_short_addresses_count_too(link: str, make: Callable[..., Archive]) -> None:
    archive = make([linking("a.md", link), linking("b.md", link), linking("c.md", link + "9")])
    assert [other.id for other in archive.same_article("a.md")] == ["b.md"]


@pytest.mark.parametrize(
    "link", ["https://n.example", "http://n.example/", "n.example", "//n.example/#top", "x"]
)
def test_a_front_page_is_no_article(link: str, make: Callable[..., Archive]) -> None:
    archive = make([linking("a.md", link), linking("b.md", link)])
    assert archive.same_article("a.md") == ()


def test_they_come_in_order_of_days_and_as_many_as_asked_for(make: Callable[..., Archive]) -> None:
    days = ("2026-01-05", "2026-01-03", None, "2026-01-04")
    archive = make(linking(f"{number}.md", LINK, day=day) for number, day in enumerate(days))
    assert [other.id for other in archive.same_article("0.md")] == ["1.md", "3.md", "2.md"]
    assert [other.id for other in archive.same_article("0.md", 1)] == ["1.md"]
    assert archive.same_article("0.md", 0) == ()


def test_as_of_a_day_only_what_was_known_counts(make: Callable[..., Archive]) -> None:
    archive = make()
    for day in (1, 2, 3):
        item = linking(f"{day}.md", LINK)
        archive.add([Item(id=item.id, title="", day=None, headlines=item.headlines,
                          seen=datetime(2026, 1, day, tzinfo=UTC))])  # fmt: skip
    found = archive.same_article("1.md", as_of="2026-01-02")
    assert [other.id for other in found] == ["2.md"]
    with pytest.raises(ItemNotFound):
        archive.same_article("3.md", as_of="2026-01-02")
    with pytest.raises(RequestInvalid):
        archive.same_article("1.md", -1)


@pytest.mark.parametrize("seed", range(3))
def test_both_engines_find_all_that_share_an_address(seed: int) -> None:
    found = 0
    with Pair.made(random_archives.changes(Random(seed))) as pair:
        items = list(pair.plain.items())
        for item in items[:25]:
            same = pair.folder.same_article(item.id, 1_000)
            assert same == pair.plain.same_article(item.id, 1_000)
            own = {tuple(link_parts(link)) for link in item.links}
            for other in same:
                assert tuple(link_parts(other.link)) in own
            found += len(same)
    assert found > 0


def test_an_item_of_a_thousand_links_is_asked_for_some(make: Callable[..., Archive]) -> None:
    links = [f"https://n.example/{number}" for number in range(1_000)]
    archive = make([linking("a.md", *links), linking("b.md", links[0])])
    assert [other.id for other in archive.same_article("a.md")] == ["b.md"]
