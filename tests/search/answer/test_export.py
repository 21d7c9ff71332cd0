"""An export is what paging through a search gives, all of it, in its order."""

from datetime import UTC, date, datetime
from itertools import islice
from random import Random

import pytest

from search import Archive, Item, Page, SearchRequest, formatted
from search.answer import export_sizes
from search.embedded import searcher
from tests.search import random_archives
from tests.search.test_engines import Pair


def paged(archive: Archive, request: SearchRequest) -> list[Page]:
    """Return all pages of a search."""
    first = archive.search(request.at_page(1))
    asked = first.request.with_limits(group=request.group)
    return [first, *(archive.search(asked.at_page(own)) for own in range(2, first.pages + 1))]


@pytest.mark.parametrize("seed", range(6))
def test_an_export_is_all_pages_in_a_row(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searcher, "HITS_OF_A_SLICE", 7)
    found = folded = 0
    with Pair.made(random_archives.changes(Random(seed))) as pair:
        for number in range(16):
            request = random_archives.request(Random(f"{seed}/{number}"))
            ids = [item.id for item in pair.folder.export(request)]
            assert ids == [item.id for item in pair.plain.export(request)]
            pages = paged(pair.folder, request)
            assert len(ids) == pages[0].total
            found += len(ids)
            if not pages[0].is_grouped:
                assert ids == [hit.id for page in pages for hit in page.hits]
                continue
            # All hits of a story stand behind its best one, in their order among all hits.
            each = [item.id for item in pair.folder.export(request.with_limits(group="none"))]
            rank = dict(zip(each, range(len(each)), strict=True))
            assert sorted(ids) == sorted(each)
            left = iter(ids)
            for page in pages:
                for hit, group in zip(page.hits, page.groups, strict=True):
                    own = list(islice(left, group.matching))
                    assert own[:3] == [hit.id, *(other.id for other in group.others)]
                    assert own == sorted(own, key=rank.__getitem__)
                    folded += len(own) - 1
    assert found > 0
    assert folded > 0


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


@pytest.mark.parametrize("few", [True, False])
def test_sizes_are_those_of_the_files(few: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not few:
        monkeypatch.setattr(export_sizes, "MEASURED_ITEMS", 20)
    with Pair.made(random_archives.changes(Random(3))) as pair:
        request = SearchRequest(as_of=date(2026, 3, 1))
        for asked in (SearchRequest(), request):
            told = pair.folder.export_sizes(asked)
            assert told == pair.plain.export_sizes(asked)
            items = list(pair.folder.export(asked))
            for name, size in told.items():
                whole = sum(map(len, formatted(items, name)))
                assert size == whole if few or len(items) <= 20 else 0.5 < size / whole < 2
