"""Where nothing is found, searches for several parts of it that find something are offered."""

from collections.abc import Callable
from datetime import date

import pytest

from search import Archive, Item, SearchRequest

ITEMS = (
    Item(id="1", title="Port strike", day=date(2026, 1, 3), tags=("port",), feed="a"),
    Item(id="2", title="Comet seen", day=date(2026, 2, 3), tags=("sky",), feed="a"),
    Item(id="3", title="Comet gone", day=date(2026, 2, 4), tags=("sky",), feed="b"),
)


@pytest.fixture
def archive(make: Callable[..., Archive]) -> Archive:
    """Return an archive of three items."""
    return make(ITEMS)


@pytest.mark.parametrize(
    ("request_", "offered"),
    [
        ({"query": "xyzzy qqq", "tags": "sky"}, [({"tags": "sky"}, 2)]),
        ({"query": "strike", "tags": "zz", "sources": "zz"}, [({"query": "strike"}, 1)]),
        (
            {"query": 'comet "zzz"', "tags": "zz", "feed": "a"},
            [({"query": "comet", "feed": "a"}, 1), ({"query": "comet"}, 2), ({"feed": "a"}, 2)],
        ),
        (
            {"query": '"strike zzz" "comet qqq" title:comet title:strike'},
            [({"query": "title:comet"}, 2)],
        ),
        ({"query": "zzz", "tags": "zz", "since": "2027"}, []),
        ({"query": "xyzzy zzz", "tags": "zz", "since": "2026-02"}, [({"since": "2026-02"}, 2)]),
        ({"query": "zz qq", "not_tags": "sky", "as_of": "2026-02-01"}, [({"not_tags": "sky"}, 1)]),
    ],
)
def test_what_is_near_finds_what_it_says(
    archive: Archive, request_: dict[str, str], offered: list[tuple[dict[str, str], int]]
) -> None:
    page = archive.search(SearchRequest.parse(**request_, match="all"))  # type: ignore[arg-type]
    assert page.total == 0
    as_of = {"as_of": request_["as_of"]} if "as_of" in request_ else {}
    expected = [
        (SearchRequest.parse(**limits, **as_of), total)  # type: ignore[arg-type]
        for limits, total in offered
    ]
    assert [(own.search, own.total) for own in page.nearby] == expected
    for own in page.nearby:
        assert archive.search(own.search).total == own.total


def test_nothing_is_near_where_less_one_part_finds_something(archive: Archive) -> None:
    page = archive.search("strike xyzzy", match="all")
    assert page.nearby == ()


def test_no_part_of_a_long_query_is_asked_again(archive: Archive) -> None:
    many = " OR ".join(f"comet{number}" for number in range(30))
    request = SearchRequest.parse(query=f"(comet OR {many}) zzz qqq", tags="zz", match="all")
    assert archive.search(request).nearby == ()
    assert archive.search(request.with_query("(comet OR comet1) zzz qqq")).nearby


@pytest.mark.parametrize("query", ["id:a/strike", 'id:"a/strike"'])
def test_an_id_without_the_ending_of_its_file_is_offered_with_it(
    make: Callable[..., Archive], query: str
) -> None:
    page = make([Item(id="a/strike.md", title="Strike", day=None)]).search(query)
    (offer,) = page.nearby
    assert (page.total, offer.total) == (0, 1)
    assert "a/strike.md" in offer.search.query
