"""An export is what paging through a search gives, all of it, in its order."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from random import Random

import pytest

from search import Archive, Item, SearchRequest
from search.embedded import searcher
from tests.search import random_archives
from tests.search.test_engines import Pair


def paged(archive: Archive, request: SearchRequest) -> Iterator[str]:
    """Yield the ids of all hits, page by page."""
    page = archive.search(request.at_page(1))
    for number in range(1, page.pages + 1):
        yield from (hit.id for hit in archive.search(page.request.at_page(number)).hits)


@pytest.mark.parametrize("seed", range(6))
def test_an_export_is_all_pages_in_a_row(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searcher, "HITS_OF_A_SLICE", 7)
    found = 0
    with Pair.made(random_archives.changes(Random(seed))) as pair:
        for number in range(16):
            # By stories a page has one hit of each; an export has all items.
            request = random_archives.request(Random(f"{seed}/{number}")).with_limits(group="")
            ids = [item.id for item in pair.folder.export(request)]
            assert ids == [item.id for item in pair.plain.export(request)]
            assert ids == list(paged(pair.folder, request))
            found += len(ids)
    assert found > 0


def test_where_nothing_has_all_words_it_is_what_has_most_of_them(archive: Archive) -> None:
    page = archive.search("nosuchword strike")
    ids = [item.id for item in archive.export("nosuchword strike")]
    assert page.request.match == "most"
    assert ids == [hit.id for hit in page.hits] != []


def test_the_page_of_a_request_is_passed_over(archive: Archive) -> None:
    request = SearchRequest(query="strike", per_page=1)
    assert len([*archive.export(request.at_page(2))]) == archive.search(request).total > 1


def test_it_is_of_one_generation(tmp_path: str) -> None:
    with Archive.create(f"{tmp_path}/index") as archive:
        archive.add([Item(id="1.md", title="Storm", day=None)])
        found = archive.export("storm")
        archive.add([Item(id="2.md", title="Storm", day=None)])
        assert [item.id for item in found] == ["1.md"]


def test_it_takes_a_day(tmp_path: str) -> None:
    states = [
        Item(id="1.md", title=title, day=None, seen=datetime(2026, 1, day, tzinfo=UTC))
        for day, title in ((1, "Storm near"), (5, "Storm over"))
    ]
    with Archive.create(f"{tmp_path}/index") as archive:
        archive.add([states])
        (then,) = archive.export("storm", as_of="2026-01-02")
        assert then.title == "Storm near"


def test_of_a_past_day_it_tells_nothing_of_later_ones(tmp_path: str) -> None:
    state = Item(
        id="1.md",
        title="Storm",
        day=None,
        seen=datetime(2026, 1, 1, tzinfo=UTC),
        gone=date(2026, 1, 9),
        changed=datetime(2026, 1, 8, tzinfo=UTC),
    )
    with Archive.create(f"{tmp_path}/index") as archive:
        archive.add([state])
        (now,), (then,) = archive.export("storm"), archive.export("storm", as_of="2026-01-02")
        assert (now.gone, now.changed) == (state.gone, state.changed)
        assert (then.gone, then.changed) == (None, None)
        assert then == archive.item("1.md", as_of="2026-01-02")
