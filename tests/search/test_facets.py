"""A facet's counts are exact over all hits, and its values can be followed."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from search import Archive, FacetValue, Item, RequestInvalid, SearchRequest
from search.names import name_key
from search.request import FACETS


def titled(title: str, day: str | None = None, **members: Any) -> Item:
    """Return an item whose id is its title."""
    parsed = date.fromisoformat(day) if day else None
    return Item(**{"id": title, "title": title, "day": parsed, **members})


def counts(values: list[FacetValue]) -> dict[str, int]:
    return {value.value: value.count for value in values}


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("source", "use sources"),
        ("category", "use categories"),
        ("tagss", "use tags"),
        ("colour", "the facets are sources, tags, categories, feed, year, month"),
        ("", "the facets are"),
    ],
)
def test_an_unknown_facet_is_told_of_the_one_that_is_like_it(
    archive: Archive, name: str, advice: str
) -> None:
    with pytest.raises(RequestInvalid, match=f"'{name}' is not a facet; {advice}"):
        archive.facet(name)


def test_facets_count_all_hits(archive: Archive) -> None:
    page = archive.search("strike", per_page=1)
    assert counts(page.facets["sources"]) == {
        "BBC": 3,
        "Reuters": 2,
        "The New York Times": 2,
        "Al Jazeera": 1,
    }
    assert counts(page.facets["tags"])["strike"] == 3
    assert counts(page.facets["year"]) == {"2026": 4}
    assert counts(page.facets["month"]) == {"2026-01": 3, "2026-02": 1}


def test_facets_are_ordered_by_count_and_time(archive: Archive) -> None:
    page = archive.search()
    values = [(-value.count, value.value.casefold()) for value in page.facets["sources"]]
    assert values == sorted(values)
    months = [value.value for value in page.facets["month"]]
    assert months == sorted(months) == ["2025-11", "2025-12", "2026-01", "2026-02"]


def test_a_facets_own_choice_does_not_narrow_its_counts(archive: Archive) -> None:
    page = archive.search("strike", sources="Reuters")
    assert page.total == 2
    assert counts(page.facets["sources"]) == counts(archive.search("strike").facets["sources"])
    assert [value.value for value in page.facets["sources"] if value.selected] == ["Reuters"]
    assert counts(page.facets["tags"]) == {"strike": 2, "dockers": 1, "talks": 1}


def test_what_is_left_out_is_left_out_of_its_own_counts_too(archive: Archive) -> None:
    page = archive.search("strike", not_sources="Reuters")
    assert page.total == 2
    assert counts(page.facets["sources"]) == {"BBC": 1, "Al Jazeera": 1, "The New York Times": 1}


def test_a_choice_that_finds_nothing_is_listed(archive: Archive) -> None:
    page = archive.search("strike", sources=["Gazette", "BBC"])
    assert FacetValue(value="Gazette", count=0, selected=True) in page.facets["sources"]
    assert page.total == 3


def test_only_the_facets_that_are_asked_for_are_counted(archive: Archive) -> None:
    page = archive.search("strike", facets=["tags"])
    assert list(page.facets) == list(page.facet_sizes) == ["tags"]
    assert archive.search("strike", facets=[]).facets == {}


def test_a_page_lists_the_most_frequent_and_says_how_many_there_are(
    make: Callable[..., Archive],
) -> None:
    archive = make(
        titled(f"item {n}", tags=tuple(f"tag {m}" for m in range(n, 30))) for n in range(30)
    )
    page = archive.search(tags="tag 0")
    assert page.facet_sizes["tags"] == 30
    assert len(page.facets["tags"]) == 21, "the most frequent and the one that is chosen"
    assert page.facets["tags"][0] == FacetValue(value="tag 29", count=30, if_added=30)
    assert page.facets["tags"][-1] == FacetValue(value="tag 0", count=1, selected=True)
    values, total = archive.facet("tags")
    assert total == len(values) == 30


@pytest.mark.parametrize("facet", FACETS)
def test_facet_has_all_that_a_page_has(archive: Archive, facet: str) -> None:
    request = SearchRequest(query="strike OR harbour", sources=("BBC", "Reuters"))
    values, total = archive.facet(facet, request)
    assert values == archive.search(request).facets[facet]
    assert total == len(values)


@pytest.mark.parametrize(
    ("prefix", "names"),
    [
        ("t", ["The New York Times"]),
        ("york", ["The New York Times"]),
        ("New York T", ["The New York Times"]),
        ("bb", ["BBC"]),
        ("新", ["新华社"]),
        ("т", ["ТАСС"]),
        ("bc", []),
        ("%", []),
        ("🎉", []),
        (" \u200b", None),
        ("", None),
    ],
)
def test_facet_by_the_beginning_of_a_word(
    archive: Archive, prefix: str, names: list[str] | None
) -> None:
    values, total = archive.facet("sources", prefix=prefix)
    assert total == len(values)
    if names is not None:
        assert [value.value for value in values] == names
    else:
        assert total == archive.info().outlets


def test_facet_by_signs_at_the_beginning_of_a_word(make: Callable[..., Archive]) -> None:
    tags = ("#MeToo", "We #meet", "C#", "me")
    archive = make([titled("Comet", id=tag, tags=(tag,)) for tag in tags])
    values, total = archive.facet("tags", "comet", prefix="#", limit=1)
    assert ([own.value for own in values], total) == (["#MeToo"], 2)
    assert archive.facet("tags", prefix="#", offset=1)[0][0].value == "We #meet"
    assert archive.facet("tags", prefix="#", tags="C#")[1] == 2


def test_facet_in_parts(archive: Archive) -> None:
    whole, total = archive.facet("tags")
    parts = [archive.facet("tags", limit=4, offset=offset) for offset in range(0, total + 4, 4)]
    assert [value for part, _ in parts for value in part] == whole
    assert {size for _, size in parts} == {total}


@pytest.mark.parametrize(
    "limits",
    [
        {"sources": "BBC"},
        {"sources": ["BBC", "Reuters"], "not_tags": "coffee"},
        {"tags": "strike", "sources": "no such outlet"},
        {"year": 2025, "tags": "strike"},
        {"month": "2026-01", "query": "strike OR harbour"},
    ],
    ids=["one", "two-and-not", "none-has-it", "year", "month"],
)
def test_a_value_tells_how_many_hits_there_are_once_it_is_added(
    archive: Archive, limits: dict[str, Any]
) -> None:
    page = archive.search(**limits)
    told = 0
    for facet, values in page.facets.items():
        for value in values:
            is_limited = bool(page.request.included(facet))
            assert (value.if_added is not None) == (is_limited and not value.selected)
            if value.if_added is not None:
                added = archive.search(page.request.add(facet, value.value))
                assert added.total == value.if_added
                told += 1
    assert told


def test_values_in_order_of_names_or_of_counts(archive: Archive) -> None:
    for facet in FACETS:
        by_name, size = archive.facet(facet, order="name")
        assert [value.value for value in by_name] == sorted(
            (value.value for value in by_name), key=name_key
        )
        by_count, _ = archive.facet(facet, order="count")
        assert sorted(by_count, key=lambda value: value.value) == sorted(
            by_name, key=lambda value: value.value
        )
        totals = [value.count for value in by_count]
        assert totals == sorted(totals, reverse=True)
        assert archive.facet(facet, order="name", offset=1, limit=2) == (by_name[1:3], size)
        assert archive.facet(facet, order="count", offset=1, limit=2) == (by_count[1:3], size)


def test_an_order_that_is_none_is_refused(archive: Archive) -> None:
    with pytest.raises(RequestInvalid, match="'size' is not an order of values; use count or name"):
        archive.facet("tags", order="size")


def test_a_facet_that_is_none_is_refused(archive: Archive) -> None:
    with pytest.raises(RequestInvalid, match="sources, tags, categories"):
        archive.facet("colour")
