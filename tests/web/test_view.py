"""Which parts of an answer a page shows."""

import pytest

from search import HeadlineHit, Hit, SearchRequest
from web.view import for_all_hits, page_numbers, shown_headlines


@pytest.mark.parametrize(
    ("page", "pages", "numbers"),
    [
        (1, 1, "1"),
        (1, 3, "1 2 3"),
        (1, 9, "1 2 3 … 9"),
        (4, 9, "1 2 3 4 5 6 … 9"),
        (5, 9, "1 2 3 4 5 6 7 8 9"),
        (10, 20, "1 … 8 9 10 11 12 … 20"),
        (20, 20, "1 … 18 19 20"),
        (99, 20, "1 … 20"),
    ],
)
def test_pages_near_are_linked(page: int, pages: int, numbers: str) -> None:
    shown = ["…" if number is None else str(number) for number in page_numbers(page, pages)]
    assert " ".join(shown) == numbers


def headline(text: str, weight: float = 0) -> HeadlineHit:
    return HeadlineHit(text=text, outlet="BBC", link="", matched=weight > 0, weight=weight)


@pytest.mark.parametrize(
    ("lines", "shown", "more"),
    [
        ([], [], 0),
        ([headline("Title", 1)], [], 0),
        ([headline("Title"), headline("b"), headline("c")], ["b", "c"], 0),
        (
            [headline("Title", 9), *map(headline, "abcde", (0, 1, 2, 0, 3))],
            ["b", "c", "e"],
            2,
        ),
    ],
    ids=["none", "the title alone", "a few", "the best"],
)
@pytest.mark.parametrize("beyond", [0, 980], ids=["all", "some"])
def test_the_best_headlines_are_shown_in_the_order_of_the_item(
    lines: list[HeadlineHit], shown: list[str], more: int, beyond: int
) -> None:
    hit = Hit(
        id="a",
        score=1.0,
        title="Title",
        day=None,
        sources=(),
        tags=(),
        categories=(),
        feed="",
        link="",
        snippet="",
        headlines=tuple(lines),
        headline_count=len(lines) + beyond,
        source_count=0,
        tag_count=0,
        category_count=0,
    )
    found, rest = shown_headlines(hit)
    assert [line.text for line in found] == shown
    assert rest == more + beyond


def test_a_search_without_what_a_page_needs_has_the_same_hits() -> None:
    asked = SearchRequest(query="strike", tags=("port",), sort="oldest", new_since=3)
    shown = asked.with_limits(explain=True, share=True, by="week", bars=9, per_page=7, page=4)
    assert for_all_hits(shown) == asked
