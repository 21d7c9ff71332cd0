"""Bars over time: complete, readable, each of them a link."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from search import FacetValue, Page, SearchRequest
from web.page_links import Links
from web.timeline import HEIGHT_PIXELS, MAX_YEARS, Chart, timeline


@pytest.fixture(autouse=True)
def asked(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


def page(months: dict[str, int], request: SearchRequest | None = None) -> Page:
    years: dict[str, int] = {}
    for month, count in months.items():
        years[month[:4]] = years.get(month[:4], 0) + count
    request = request or SearchRequest()

    def values(counts: dict[str, int], selected: tuple[str, ...]) -> list[FacetValue]:
        return [
            FacetValue(value=value, count=count, selected=value in selected)
            for value, count in sorted(counts.items())
        ]

    return Page(
        request=request,
        total=sum(months.values()),
        hits=(),
        facets={"month": values(months, request.month), "year": values(years, request.year)},
        facet_sizes={},
        notes=(),
        generation=1,
    )


def shown(page: Page) -> Chart | None:
    return timeline(page, Links(page.request))


def drawn(months: dict[str, int], request: SearchRequest | None = None) -> list[tuple[str, int]]:
    found = shown(page(months, request))
    assert found
    return [(bar.value, bar.count) for bar in found.bars]


def test_months_without_hits_have_their_place() -> None:
    assert drawn({"2025-11": 3, "2026-02": 1}) == [
        ("2025-11", 3),
        ("2025-12", 0),
        ("2026-01", 0),
        ("2026-02", 1),
    ]


@pytest.mark.parametrize("months", [{}, {"2026-01": 0}])
def test_without_days_there_is_nothing_to_draw(months: dict[str, int]) -> None:
    assert shown(page(months)) is None


def test_many_months_are_drawn_as_years() -> None:
    assert len(drawn({"2020-01": 1, "2022-12": 1})) == 36
    assert drawn({"2020-01": 1, "2020-05": 2, "2023-01": 4}) == [
        ("2020", 3),
        ("2021", 0),
        ("2022", 0),
        ("2023", 4),
    ]


def test_a_wrong_year_far_off_does_not_flatten_the_rest() -> None:
    assert drawn({"0001-01": 1, "2025-01": 2, "2026-01": 4}) == [
        ("0001", 1),
        ("2025", 2),
        ("2026", 4),
    ]
    every = {f"{year:04}-01": 1 for year in range(1800, 2027)}
    assert [value for value, _ in drawn(every)] == [str(y) for y in range(2027 - MAX_YEARS, 2027)]


def test_heights_follow_the_counts_and_no_hit_is_invisible() -> None:
    found = shown(page({"2026-01": 1000, "2026-02": 500, "2026-03": 1}))
    assert found
    assert [bar.height for bar in found.bars] == [HEIGHT_PIXELS, HEIGHT_PIXELS // 2, 2]


def test_a_bar_leads_to_its_month_and_back() -> None:
    request = SearchRequest(query="strike", month=("2026-01",), page=3)
    found = shown(page({"2025-11": 3, "2026-01": 2}, request))
    assert found
    assert [(bar.url, bar.selected) for bar in found.bars] == [
        ("/?q=strike&month=2025-11", False),
        (None, False),
        ("/?q=strike", True),
    ]


@pytest.mark.parametrize(
    ("months", "labels"),
    [
        (3, ["Nov 2025", "Dec ", "Jan 2026"]),
        (8, ["N 2025", "D ", "J 2026", "F ", "M ", "A ", "M ", "J "]),
        (20, ["", "", "2026", *[""] * 11, "2027", *[""] * 5]),
    ],
)
def test_labels_fit(months: int, labels: list[str]) -> None:
    numbers = range(2025 * 12 + 10, 2025 * 12 + 10 + months)
    found = shown(page({f"{number // 12}-{number % 12 + 1:02}": 1 for number in numbers}))
    assert found
    labelled = [f"{bar.label} {bar.second_label}" for bar in found.bars]
    assert [text.strip() for text in labelled] == [text.strip() for text in labels]


def test_there_is_none_where_a_month_is_chosen_that_no_hit_has() -> None:
    # The counts of months leave out that choice; those of years do not.
    own = page({"1990-01": 1, "2026-01": 1}, SearchRequest(month=("2010-01",)))
    assert shown(replace(own, facets={**own.facets, "year": []})) is None
