"""What is new since a generation: what came in later, not what was changed; and what is not known.

Both engines count it, and keep it through replacing, merging, removing and building anew.
"""

import zlib
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import pytest
from whoosh.index import open_dir

from search import Archive, Item, RequestInvalid, SearchRequest
from search.embedded.stock.codec import ColumnarCodec
from search.embedded.store import table
from search.embedded.store.layout import SCHEMA_VERSION, Trailer, trailer_of, with_check
from tests.search import random_archives
from tests.search.test_engines import Pair

Make = Callable[..., Archive]


def item(name: str, text: str = "port", **more: object) -> Item:
    return Item(id=name, title=name, day=date(2026, 1, 5), text=text, **more)


def new(archive: Archive, since: int, query: str = "port") -> set[str]:
    """Return the ids of what is new, which counts, pages and exports must agree on."""
    page = archive.search(query, new_since=since, per_page=100)
    found = {hit.id for hit in page.hits}
    assert page.total == len(found) == len(list(archive.export(query, new_since=since)))
    assert sum(entry.count for entry in page.facets["month"]) == page.total
    assert archive.facet("month", page.request)[0] == page.facets["month"]
    assert page.timeline is not None
    assert sum(bar.count for bar in page.timeline.bars) == page.total
    return found


def test_what_came_in_later_is_new_and_what_was_changed_is_not(make: Make) -> None:
    archive = make([item("a"), item("b")])
    first = archive.generation
    archive.add([item("b", "port again"), item("c")])
    archive.add([item("d"), item("a", "port, too")])
    assert new(archive, first) == {"c", "d"}
    assert new(archive, first + 1) == {"d"}
    assert new(archive, archive.generation) == set()
    assert new(archive, 0) == {"a", "b", "c", "d"}


def test_what_was_removed_and_came_again_is_new(make: Make) -> None:
    archive = make([item("a"), item("b")])
    number = archive.generation
    archive.remove(["a"])
    archive.add([item("a")])
    assert new(archive, number) == {"a"}
    assert new(archive, number + 1) == {"a"}


def test_all_states_of_an_item_came_in_with_its_first(make: Make) -> None:
    older = item("a", seen=datetime(2026, 1, 5, tzinfo=UTC))
    newer = item("a", "port anew", seen=datetime(2026, 1, 7, tzinfo=UTC))
    archive = make([older])
    archive.add([item("b")])
    archive.add([[older, newer]])
    assert new(archive, archive.generation - 1) == set()
    assert new(archive, archive.generation - 2) == {"b"}


def test_merging_keeps_when_items_came_in(make: Make) -> None:
    archive = make([item("0")])
    first = archive.generation
    for number in range(1, 12):
        archive.add([item(f"{number}"), item("0", f"port {number}")])
    assert archive.generation == first + 11
    for number in range(12):
        assert new(archive, first + number) == {str(own) for own in range(number + 1, 12)}


def test_an_archive_that_was_built_anew_begins_anew_and_says_so(
    make: Make, address: Callable[[Path], str], tmp_path: Path
) -> None:
    archive = make([item("a")])
    before = archive.generation
    with Archive.rebuild(address(tmp_path / "index-0")) as change:
        change.add([item("a")])
        change.commit()
        change.add([item("b")])
    page = archive.search("port", new_since=before)
    assert (page.total, page.request.new_since) == (2, None)
    assert page.notes == (
        f"Left out the limit to what is new: it counts from update {before} of the archive, which "
        "was built anew later, or written by an older Backfile, which does not note when items "
        f"come in. What is new since update {archive.generation} or a later one is known.",
    )
    number = archive.generation
    assert new(archive, number) == set()
    archive.add([item("c")])
    assert new(archive, number) == {"c"}


def test_a_generation_that_is_not_there_yet_is_said(make: Make) -> None:
    archive = make([item("a")])
    page = archive.search("port", new_since=4_321)
    assert (page.total, page.request.new_since) == (1, None)
    assert page.notes == (
        "Left out the limit to what is new: it counts from update 4,321 of the archive, and the "
        f"newest is {archive.generation}.",
    )
    assert archive.suggest("por", new_since=4_321)[0].count == 1


def test_of_a_past_day_it_is_left_out_whatever_the_number(make: Make) -> None:
    archive = make([item("a", seen=datetime(2026, 1, 5, tzinfo=UTC))])
    pages = [archive.search("port", as_of="2026-01-06", new_since=own) for own in (0, 1, 77)]
    assert {page.total for page in pages} == {1}
    assert pages[0] == pages[1] == pages[2]
    assert pages[0].notes == (
        "Left out the limit to what is new: of the archive as of a past day that is not known.",
    )


def test_nothing_new_says_which_part_finds_nothing(make: Make) -> None:
    archive = make([item("a")])
    page = archive.search("port", new_since=archive.generation)
    (query, limit) = page.clauses
    assert (query.text, query.total, query.rest) == ("port", 1, 0)
    number = archive.generation
    assert limit.text == f"new since update {number} of the archive"
    assert limit.limit == "new_since"
    assert (limit.total, limit.rest, limit.without) == (0, 1, SearchRequest(query="port"))


@pytest.mark.parametrize("given", ["x", "-1", "1.5", "1000000000"])
def test_other_numbers_are_left_out_of_an_address_and_said(given: str) -> None:
    request, (problem,) = SearchRequest.from_params([("new_since", given)])
    assert request == SearchRequest()
    assert problem.startswith("Left out new_since: ")
    with pytest.raises(RequestInvalid):
        SearchRequest(new_since=given)


def test_engines_agree_on_every_generation() -> None:
    for seed in range(4):
        chance = Random(f"arrivals {seed}")
        with Pair.made(random_archives.changes(chance)) as pair:
            for number in range(pair.folder.generation + 1):
                request = random_archives.request(chance)
                request = request.with_new_since(number).with_as_of(None)
                pair.check_page(request)


# -- the folder


def test_an_archive_of_an_older_version_answers_for_what_comes_later(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "index") as archive:
        archive.add([item("a")])
        archive.add([item("b")])
    for path in (*tmp_path.glob("index/*.toc"), tmp_path / "index" / "contents.copy"):
        data = path.read_bytes()
        assert trailer_of(data).arrivals_from == 0
        path.write_bytes(_as_before(data))
        assert table.parsed(path.read_bytes()).arrivals_from == 2
    with Archive.open(tmp_path / "index") as archive:
        assert archive.search("port", new_since=1).request.new_since is None
        assert new(archive, 2) == set()
        archive.add([item("c"), item("a", "port anew")])
        assert new(archive, 2) == {"c"}
        assert archive.search("port", new_since=1).request.new_since is None


def _as_before(data: bytes) -> bytes:
    """Return a table as versions wrote it whose trailer did not tell when items came in."""
    end = data.rindex(b'{"schema"')
    now = with_check(data[:end], Trailer(schema=SCHEMA_VERSION, arrivals_from=0))
    trailer = now[end:]
    member = b', "arrivals_from": 0'
    assert member in trailer
    length = len(trailer) - 16 - len(member)
    text = trailer.replace(member, b"")[:length]
    bare = data[:end] + text + b"INFO" + length.to_bytes(4, "little")
    return bare + b"CRC:" + _crc(bare)


def _crc(data: bytes) -> bytes:
    return zlib.crc32(data).to_bytes(4, "little")


def test_after_a_writer_of_whoosh_it_is_known_from_there_on(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "index") as archive:
        archive.add([item("a")])
        archive.add([item("b")])
        writer = open_dir(tmp_path / "index").writer(codec=ColumnarCodec())
        writer.delete_by_term("path", "b")
        writer.commit(optimize=True)
        number = archive.generation
        assert number == 3
        assert archive.search("port", new_since=2).request.new_since is None
        assert new(archive, number) == set()
        archive.add([item("c")])
        assert new(archive, number) == {"c"}
