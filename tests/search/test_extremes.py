"""Items may be huge and odd, and queries too; both stay findable and bounded."""

import sys
from collections.abc import Callable
from typing import Any

import pytest

from search import Archive, FacetValue, Headline, Item, SearchRequest
from search.model import MAX_HEADLINES, MAX_TAGS


def titled(title: str, **members: Any) -> Item:
    """Return an item whose id is its title."""
    return Item(**{"id": title, "title": title, "day": None, **members})


def ids(archive: Archive, *args: Any, **limits: Any) -> list[str]:
    return [hit.id for hit in archive.search(*args, **limits).hits]


def test_long_names_are_counted_and_can_be_followed(make: Callable[..., Archive]) -> None:
    long, other = "n" * 70_000, "字" * 70_000
    archive = make(
        [
            titled("a", tags=(long, other), categories=(long,), feed=long, link=long),
            titled("b", headlines=(Headline(text=long, outlet=long, link=long),)),
        ]
    )
    for facet in ("tags", "categories", "feed", "sources"):
        values, total = archive.facet(facet)
        assert total >= 1
        for value in values:
            assert (
                archive.search(SearchRequest().only(facet, value.value)).total == value.count == 1
            )
    assert archive.item("a").tags == (long, other)
    assert archive.search(archive.item("b").headlines[0].text).total >= 1


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a\nb", "a b"),
        ("\u202ea", "a"),
        ("a\u0301", "\u00e1"),
        *((name, name) for name in ("\0", "😀", "…", '"', "“x”")),
        *((name, "") for name in ("\n", " ", "\t", "\u2028")),
    ],
    ids=ascii,
)
def test_odd_names_are_names(make: Callable[..., Archive], name: str, shown: str) -> None:
    archive = make(
        [
            titled(
                "x",
                tags=(name,),
                categories=(name,),
                feed=name,
                headlines=(Headline(text=name, outlet=name),),
            ),
            titled("y"),
        ]
    )
    page = archive.search()
    for facet in ("tags", "categories", "feed", "sources"):
        assert page.facets[facet] == ([FacetValue(value=shown, count=1)] if shown else [])
        if shown:
            assert ids(archive, SearchRequest().only(facet, name)) == ["x"]
            assert ids(archive, SearchRequest().exclude(facet, name)) == ["y"]
    assert archive.item("x").sources == ((shown,) if shown else ())


def test_no_phrase_reaches_from_one_headline_into_the_next(make: Callable[..., Archive]) -> None:
    lines = (Headline(text="port"), Headline(text="strike\nday"), Headline(text="over"))
    archive = make([Item(id="a", title="", day=None, headlines=lines)])
    assert archive.search('"port strike"~50').total == 0
    assert archive.search('"day over"~50').total == 0
    assert archive.search('"strike day"').total == 1


@pytest.mark.thorough
def test_a_word_of_the_text_counts_however_far_it_stands(make: Callable[..., Archive]) -> None:
    archive = make([titled("a", text="word " * 200_000 + "comet")])
    page = archive.search("comet")
    assert page.total == 1
    assert archive.search('"word comet"').total == 1
    assert len(archive.item("a").text) == 1_000_005


def test_many_headlines_and_tags(make: Callable[..., Archive]) -> None:
    lines = tuple(
        Headline(text=f"line w{n}", outlet=f"Outlet {n % 700}") for n in range(MAX_HEADLINES)
    )
    archive = make([titled("a", headlines=lines, tags=tuple(f"tag {n}" for n in range(MAX_TAGS)))])
    page = archive.search('"line w999"')
    assert page.total == 1
    (hit,) = page.hits
    assert hit.headline_count == MAX_HEADLINES
    assert len(hit.headlines) == 20
    assert [line.text for line in hit.headlines if line.matched] == ["line w999"]
    assert len(archive.item("a").headlines) == MAX_HEADLINES
    assert page.facet_sizes["tags"] == MAX_TAGS
    assert page.facet_sizes["sources"] == 700
    assert archive.search('tag:"tag 999"').total == 1


def test_what_a_query_stands_for_is_bounded_and_said(make: Callable[..., Archive]) -> None:
    archive = make([titled("a", text=" ".join(f"wo{n}" for n in range(1_500))), titled("b")])
    page = archive.search("wo*")
    assert page.total == 1
    (note,) = page.notes
    assert "“wo*” stands for more than 1,024 words" in note
    page = archive.search(" ".join(f"-wo{n}*" for n in range(10)))
    assert len(page.notes) <= 12


#: Of functions, and returns from them: linear in what is asked times what is searched.
MOST_CALLS = 3_000_000


class TooMuch(Exception):
    pass


@pytest.mark.parametrize(
    "query",
    [
        pytest.param('"' + "the " * 240 + '"~50', id="one-word-again-and-again"),
        pytest.param('"' + "the of to in " * 60 + '"~50', id="common-words"),
        pytest.param(" OR ".join(['"the of"~50'] * 60), id="one-phrase-again-and-again"),
        pytest.param(" ".join(f"{a}{b}*" for a in "tois" for b in "thofi"), id="many-prefixes"),
        pytest.param("(" * 300 + "the" + ")" * 300, id="nested"),
        pytest.param("the~2 " * 100, id="many-misspellings"),
    ],
)
@pytest.mark.parametrize("address", ["folder"], indirect=True)
def test_no_query_costs_more_than_the_archive_is_worth(
    make: Callable[..., Archive], query: str
) -> None:
    """Counted in calls, not in seconds: the work for a query is bounded by what it asks of."""
    archive = make([titled("a", text="the of to in " * 250)])
    calls = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1
        if calls > MOST_CALLS:
            raise TooMuch

    archive.search("warm")
    sys.setprofile(count)
    try:
        archive.search(query)
    finally:
        sys.setprofile(None)
