"""Phrases that would cost too much are loosened, and the page says so."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from search import Archive, Item
from search.embedded.evaluate import budget


@pytest.fixture
def archive(make: Callable[..., Archive]) -> Archive:
    return make(
        [
            Item(id="row", title="in the port of the town", day=None),
            Item(id="other", title="the town in which the port lies, of old", day=None),
        ]
    )


@pytest.mark.parametrize("address", ["folder"], indirect=True)
def test_within_the_budget_nothing_is_said(archive: Archive) -> None:
    page = archive.search('"the port of the town"')
    assert ([hit.id for hit in page.hits], page.notes) == (["row"], ())


@pytest.mark.parametrize("address", ["folder"], indirect=True)
def test_beyond_it_words_count_in_any_order_and_the_page_says_so(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "MAX_POSITIONS", 3)
    page = archive.search('"the port of the town" -"port town"')
    assert {hit.id for hit in page.hits} == set(), "also what is left out is loosened"
    page = archive.search('"the port of the town"')
    assert {hit.id for hit in page.hits} == {"row", "other"}
    (note,) = page.notes
    assert "“the port of the town”" in note
    assert "in any order" in note


@pytest.mark.parametrize("address", ["folder"], indirect=True)
def test_the_parts_of_a_search_share_one_budget(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "MAX_POSITIONS", 9)
    page = archive.search('"town port" "port town" "of in" nosuch')
    assert [clause.total for clause in page.clauses] == [0, 0, 2, 0]


@pytest.mark.parametrize("address", ["folder"], indirect=True)
def test_what_comes_later_takes_nothing_from_the_budget_of_a_day(
    make: Callable[..., Archive], monkeypatch: pytest.MonkeyPatch
) -> None:
    def row(id: str, day: int) -> Item:
        seen = datetime(2026, 3, day, tzinfo=UTC)
        return Item(id=id, title="in the port of the town", day=None, seen=seen)

    archive = make([row("first", 1), *(row(f"later-{number}", 5) for number in range(20))])
    monkeypatch.setattr(budget, "MAX_POSITIONS", 9)
    page = archive.search('"the port of the town"', as_of="2026-03-02")
    assert ([hit.id for hit in page.hits], page.notes) == (["first"], ())
    assert len(archive.search('"the port of the town"').notes) == 1
