"""The coverage of a search counts its outlets among the hits and among all items."""

from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

import pytest

from search import AbsentOutlet, Archive, Headline, Item, RequestInvalid, SearchRequest
from search.coverage import COVERAGE_ORDERS, MOST_ABSENT, same_days
from tests.search import random_archives
from tests.search.test_engines import Pair


def item(number: int, title: str, *outlets: str) -> Item:
    headlines = [Headline(title, outlet) for outlet in outlets]
    return Item(id=f"{number}.md", title=title, day=date(2026, 1, number), headlines=headlines)


ITEMS = (
    item(1, "Port strike", "Harbour Post", "Coast News"),
    item(2, "Port strike", "Harbour Post", "harbour post"),
    item(3, "Port strike"),
    item(4, "Comet", "Coast News", "Six o'Clock"),
)


def test_each_outlet_has_its_hits_its_share_and_its_base(make: Callable[..., Archive]) -> None:
    coverage = make(ITEMS).coverage("strike")
    assert (coverage.total, coverage.items, coverage.outlets) == (3, 4, 2)
    post, news = coverage.rows
    assert (post.outlet, post.hits, post.held) == ("Harbour Post", 2, 2)
    assert (post.share, post.base) == (2 / 3, 1 / 2)
    assert post.lift == pytest.approx(4 / 3)
    assert (news.outlet, news.hits, news.held) == ("Coast News", 1, 2)
    assert news.lift == pytest.approx(2 / 3)


def test_rows_come_in_the_order_asked_for_and_from_an_offset(make: Callable[..., Archive]) -> None:
    archive = make(ITEMS)
    orders = {
        order: [row.outlet[0] for row in archive.coverage(order=order).rows]
        for order in COVERAGE_ORDERS
    }
    assert orders == {"hits": [*"CHS"], "held": [*"CHS"], "lift": [*"CHS"], "name": [*"CHS"]}
    assert [row.outlet[0] for row in archive.coverage("comet", order="lift").rows] == [*"SC"]
    assert [row.outlet[0] for row in archive.coverage(offset=1, limit=1).rows] == ["H"]
    with pytest.raises(RequestInvalid, match="use hits, held, lift, name"):
        archive.coverage(order="size")


@pytest.mark.parametrize(
    "search",
    [
        SearchRequest(),
        SearchRequest(query="strike"),
        SearchRequest(query="strike comet"),
        SearchRequest(query="strike", sources=("Coast News",)),
        SearchRequest(not_sources=("Coast News",)),
        SearchRequest(query="outlets:>=2"),
        SearchRequest(until=date(2026, 1, 2)),
        SearchRequest(query="nothing"),
    ],
    ids=str,
)
def test_each_number_is_that_of_a_search(
    make: Callable[..., Archive], search: SearchRequest
) -> None:
    archive = make(ITEMS)
    coverage = archive.coverage(search)
    assert coverage.items == archive.search().total
    assert coverage.total == archive.search(search.with_limits(sources=())).total
    for row in coverage.rows:
        assert row.hits == archive.search(search.with_limits(sources=(row.outlet,))).total
        assert row.held == archive.search(sources=(row.outlet,)).total


def test_large_outlets_without_a_hit_are_told_with_their_base(make: Callable[..., Archive]) -> None:
    found = make(ITEMS).coverage("strike")
    assert found.absent == (AbsentOutlet(outlet="Six o'Clock", held=1, base=1 / 4, expected=3 / 4),)
    assert found.absent_outlets == 1
    found = make(ITEMS).coverage("comet")
    assert [(own.outlet, own.held, own.expected) for own in found.absent] == [
        ("Harbour Post", 2, 1 / 2)
    ]


def test_what_is_absent_is_asked_of_the_days_of_the_search(make: Callable[..., Archive]) -> None:
    archive = make(ITEMS)
    assert archive.coverage("comet", until="2026-01-02").absent == (), "where nothing is found"
    found = archive.coverage("port", since="2026-01-02", until="2026-01-04")
    assert [(own.outlet, own.held, own.base) for own in found.absent] == [
        ("Coast News", 1, 1 / 3),
        ("Six o'Clock", 1, 1 / 3),
    ]
    assert archive.coverage("port", year="2026").absent == archive.coverage("port").absent


def test_an_outlet_that_is_left_out_is_not_absent(make: Callable[..., Archive]) -> None:
    found = make(ITEMS).coverage("strike", not_sources=("six o'clock", "Coast News"))
    assert [row.outlet for row in found.rows] == ["Harbour Post"]
    assert (found.absent, found.absent_outlets) == ((), 0)


def test_only_the_largest_are_listed(make: Callable[..., Archive]) -> None:
    outlets = [f"Outlet {number:02}" for number in range(MOST_ABSENT + 5)]
    items = [
        item(1, "Strike", "Harbour Post"),
        *(item(2 + n, "Comet", *outlets[n:]) for n in (0, 1)),
    ]
    found = make(items).coverage("strike")
    assert [own.outlet for own in found.absent] == outlets[1 : MOST_ABSENT + 1]
    assert found.absent_outlets == MOST_ABSENT + 5


def test_engines_agree_on_what_is_absent() -> None:
    chance = Random("absent")
    with Pair.made(random_archives.changes(chance)) as pair:
        for _ in range(20):
            request = random_archives.request(chance)
            found = pair.same(lambda own, request=request: own.coverage(request, limit=1))
            for own in found.absent[:3]:
                of_outlet = same_days(request).with_included("sources", (own.outlet,))
                assert pair.same(lambda it, of=of_outlet: it.search(of).total) == own.held


@pytest.mark.parametrize(
    "asked",
    [
        {"query": "strike date:foo"},
        {"query": "zebra"},
        {"query": "strike zebra port"},
        {"query": "strike zebra", "match": "any"},
        {"query": "***"},
        {"query": "strike", "not_sources": "nosuch"},
        {"query": "strike", "tags": "nosuch", "new_since": 99},
        {"since": "2026-01-09", "until": "2026-01-02", "story": "nosuch"},
    ],
    ids=str,
)
def test_coverage_and_facets_say_what_a_page_says(
    make: Callable[..., Archive], asked: dict[str, Any]
) -> None:
    archive, search = make(ITEMS), SearchRequest.parse(**asked)
    page = archive.search(search)
    values = archive.facet("tags", search)
    assert page.notes == archive.coverage(search).notes == values.notes
    assert page.total == values.hits
    assert page.request.match == values.match


def test_coverage_says_that_it_is_of_all_outlets(make: Callable[..., Archive]) -> None:
    (note,) = make(ITEMS).coverage("strike", sources="Harbour").notes
    assert note.startswith("The table is of this search in all outlets")
