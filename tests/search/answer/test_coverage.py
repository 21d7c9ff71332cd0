"""The coverage of a search counts its outlets among the hits and among all items."""

from collections.abc import Callable
from datetime import date

import pytest

from search import Archive, Headline, Item, RequestInvalid, SearchRequest
from search.coverage import COVERAGE_ORDERS


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
