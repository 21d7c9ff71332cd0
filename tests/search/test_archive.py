"""An archive is made, filled and changed; what cannot be is refused in time and in words."""

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from search import (
    Archive,
    ArchiveClosed,
    BackfileError,
    IndexDamaged,
    IndexExists,
    IndexMissing,
    IndexOutdated,
    Item,
    ItemInvalid,
    ItemNotFound,
)
from search.change import Change
from search.copying import copied
from search.request import FACETS


def titled(title: str, day: str | None = None, **members: Any) -> Item:
    """Return an item whose id is its title."""
    parsed = date.fromisoformat(day) if day else None
    return Item(**{"id": title, "title": title, "day": parsed, **members})


def ids(archive: Archive, *args: Any, **limits: Any) -> list[str]:
    return [hit.id for hit in archive.search(*args, **limits).hits]


# -- making and opening


def test_a_new_archive_is_empty_and_says_so(empty_archive: Archive) -> None:
    page = empty_archive.search()
    assert (page.total, page.hits, page.pages) == (0, (), 0)
    assert page.notes == ("The archive holds no items yet.",)
    assert dict(page.facets) == {facet: [] for facet in FACETS}
    info = empty_archive.info()
    assert (info.items, info.outlets, info.first_day, info.last_day) == (0, 0, None, None)
    assert empty_archive.suggest("a") == []
    assert empty_archive.facet("tags") == ([], 0)


def test_what_is_added_can_be_had_back_whole(tmp_path: Path, items: tuple[Item, ...]) -> None:
    with Archive.create(tmp_path / "deep" / "index") as archive:
        assert archive.add(iter(items)) == len(items)
    with Archive.open(str(tmp_path / "deep" / "index")) as archive:
        for item in items:
            assert archive.item(item.id) == item
        assert archive.info().items == len(items)


@pytest.mark.parametrize("address", ["folder"], indirect=True)
def test_info(archive: Archive, items: tuple[Item, ...]) -> None:
    info = archive.info()
    assert info.items == len(items)
    assert info.generation == archive.generation == archive.search().generation
    assert info.language == archive.language == "english"
    assert info.outlets == len({outlet for item in items for outlet in item.sources})
    assert (info.first_day, info.last_day) == (date(2025, 11, 30), date(2026, 2, 10))
    assert info.bytes > 1000
    assert set(info.parts) == {"items", "words", "facets", "other"}
    assert all(size > 0 for size in info.parts.values())
    assert sum(info.parts.values()) == info.bytes
    assert (info.segments, info.deleted) == (1, 0)
    assert info.schema >= 1


def test_there_is_an_archive_already(tmp_path: Path) -> None:
    Archive.create(tmp_path / "index").close()
    with pytest.raises(IndexExists, match="open it"):
        Archive.create(tmp_path / "index")


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "diary.txt").write_text("Dear diary")
    with pytest.raises(IndexExists, match="something else"):
        Archive.create(tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["diary.txt"]


def test_a_file_is_no_place_for_an_archive(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(IndexExists, match="name another place"):
            Archive.create(place)


@pytest.fixture
def folder(tmp_path: Path, items: tuple[Item, ...]) -> Path:
    """The folder of an archive that holds `items`, closed."""
    path = tmp_path / "index"
    with Archive.create(path) as archive:
        archive.add(items)
    return path


def newest(folder: Path, pattern: str) -> Path:
    return max(folder.glob(pattern), key=lambda path: path.stat().st_mtime_ns)


def lose(pattern: str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        for path in folder.glob(pattern):
            path.unlink()

    return spoil


def write_about(**members: Any) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        about = json.loads((folder / "backfile.json").read_text())
        (folder / "backfile.json").write_text(json.dumps({**about, **members}))

    return spoil


def put_in_its_place(*files: str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        shutil.rmtree(folder)
        folder.mkdir()
        for name in files:
            (folder / name).write_text("")

    return spoil


def put_a_file_in_its_place(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("")


def put_a_link_in_its_place(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.symlink_to(folder.parent / "gone" / "for-ever")


def put_a_loop_in_its_place(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.symlink_to(folder)


def write(pattern: str, content: bytes) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        newest(folder, pattern).write_bytes(content)

    return spoil


def cut(pattern: str, share: float = 0.5) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        path = newest(folder, pattern)
        os.truncate(path, int(path.stat().st_size * share))

    return spoil


def and_its_copy(spoil: Callable[[Path], None]) -> Callable[[Path], None]:
    def spoil_both(folder: Path) -> None:
        (folder / "contents.copy").unlink()
        spoil(folder)

    return spoil_both


NOISE = bytes(range(256)) * 99
SPOILT: dict[str, tuple[Callable[[Path], None], type[BackfileError]]] = {
    "nothing-there": (shutil.rmtree, IndexMissing),
    "an-empty-folder": (put_in_its_place(), IndexMissing),
    "other-files": (put_in_its_place("diary.txt"), IndexMissing),
    "a-file": (put_a_file_in_its_place, IndexMissing),
    "a-link-to-nothing": (put_a_link_in_its_place, IndexMissing),
    "a-link-to-itself": (put_a_loop_in_its_place, IndexMissing),
    "no-table-of-contents": (and_its_copy(lose("*.toc")), IndexDamaged),
    "brackets": (write("backfile.json", b"[" * 100_000), IndexDamaged),
    "no-segments": (lose("*.seg"), IndexDamaged),
    "an-empty-table": (and_its_copy(write("*.toc", b"")), IndexDamaged),
    "half-a-table": (and_its_copy(cut("*.toc")), IndexDamaged),
    "a-table-of-noise": (and_its_copy(write("*.toc", NOISE)), IndexDamaged),
    "an-empty-segment": (write("*.seg", b""), IndexDamaged),
    "half-a-segment": (cut("*.seg"), IndexDamaged),
    "a-segment-of-noise": (write("*.seg", NOISE), IndexDamaged),
    "an-older-schema": (write_about(schema=0), IndexOutdated),
    "a-newer-schema": (write_about(schema=99), IndexOutdated),
    "an-unknown-language": (write_about(language="klingon"), IndexDamaged),
    "a-language-of-another-kind": (write_about(language=["english"]), IndexDamaged),
    "no-schema": (write("backfile.json", b"{}"), IndexDamaged),
    "no-json": (write("backfile.json", b"{"), IndexDamaged),
    "json-of-another-kind": (write("backfile.json", b"[]"), IndexDamaged),
    "binary-json": (write("backfile.json", b"\xff\xfe"), IndexDamaged),
}


def read_all(folder: Path) -> None:
    with Archive.open(folder) as archive:
        archive.search("strike harb* comet~")
        for hit in archive.search(per_page=100).hits:
            archive.item(hit.id)


#: Whoosh leaves files that it could not read to the garbage collector.
leaves_files_open = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)


@leaves_files_open
@pytest.mark.parametrize(("spoil", "error"), SPOILT.values(), ids=SPOILT)
def test_what_cannot_be_read_is_said_with_the_next_step(
    folder: Path, spoil: Callable[[Path], None], error: type[BackfileError]
) -> None:
    spoil(folder)
    with pytest.raises(error) as caught:
        read_all(folder)
    assert str(folder) in str(caught.value)
    assert re.search("index again|make one|make that folder", str(caught.value))


@pytest.mark.parametrize("below", ["", "/index"], ids=["the-link", "a-folder-in-it"])
def test_a_link_to_nothing_names_the_step_that_mends_it(tmp_path: Path, below: str) -> None:
    target, link, chain = (tmp_path / name for name in ("tar get", "link", "chain"))
    link.symlink_to("tar get")
    chain.symlink_to("link")
    told = []
    for use in Archive.open, Archive.create:
        with pytest.raises(IndexMissing) as caught:
            use(f"{chain}{below}")
        told.append(str(caught.value))
    assert told[0] == told[1]
    assert f"{chain} is a link to {target}, which is not there" in told[0]
    assert f"mkdir -p '{target}'" in told[0]
    target.mkdir()
    with Archive.create(f"{chain}{below}") as archive:
        assert archive.add([titled("a")]) == 1


@leaves_files_open
@pytest.mark.parametrize("part", range(1, 20), ids=lambda part: f"{part * 5}%")
def test_a_segment_cut_anywhere_is_damaged_and_nothing_else(folder: Path, part: int) -> None:
    cut("*.seg", part / 20)(folder)
    with pytest.raises(IndexDamaged):
        read_all(folder)


def test_an_archive_that_was_never_finished_can_be_made_again(folder: Path) -> None:
    for path in folder.iterdir():
        if path.name != "backfile.json":
            path.unlink()
    with pytest.raises(IndexMissing, match="never finished"):
        Archive.open(folder)
    with Archive.create(folder) as archive:
        assert archive.add([titled("a")]) == 1


@pytest.mark.parametrize("left", ["stories.*", "ledger.jsonl"])
def test_an_archive_that_lost_all_its_data_is_damaged(folder: Path, left: str) -> None:
    (folder / "ledger.jsonl").touch()
    for path in folder.iterdir():
        if path.name != "backfile.json" and not path.match(left):
            path.unlink()
    with pytest.raises(IndexDamaged, match=r"all segments are gone.*--rebuild"):
        Archive.open(folder)
    with pytest.raises(IndexExists):
        Archive.create(folder)


def test_no_archive_lies_in_that_of_another(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(folder)
    for place in (folder / "a", folder / "a" / "b", tmp_path / "link" / "a"):
        with pytest.raises(IndexExists, match="in the folder of another archive"):
            Archive.create(place)
        with pytest.raises(IndexExists, match="in the folder of another archive"):
            copied(folder, place)
    assert not (folder / "a").exists()


@pytest.mark.parametrize(
    "use",
    [
        pytest.param(lambda archive: archive.search("x"), id="search"),
        pytest.param(lambda archive: archive.item("a"), id="item"),
        pytest.param(lambda archive: archive.related("a"), id="related"),
        pytest.param(lambda archive: archive.suggest("a"), id="suggest"),
        pytest.param(lambda archive: archive.facet("tags"), id="facet"),
        pytest.param(lambda archive: archive.info(), id="info"),
        pytest.param(lambda archive: archive.items(), id="items"),
        pytest.param(lambda archive: archive.states("a"), id="states"),
        pytest.param(lambda archive: archive.check(), id="check"),
        pytest.param(lambda archive: archive.generation, id="generation"),
        pytest.param(lambda archive: archive.note, id="note"),
        pytest.param(lambda archive: archive.id, id="id"),
        pytest.param(lambda archive: archive.language, id="language"),
        pytest.param(lambda archive: archive.add([]), id="add"),
        pytest.param(lambda archive: archive.remove([]), id="remove"),
    ],
)
def test_a_closed_archive_is_closed(
    make: Callable[..., Archive], use: Callable[[Archive], Any]
) -> None:
    archive = make(["a"])
    archive.search()
    archive.close()
    archive.close()
    with pytest.raises(ArchiveClosed, match="the archive was closed; open it again"):
        use(archive)


def test_a_with_statement_closes(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "index") as archive:
        pass
    with pytest.raises(ArchiveClosed, match="closed"):
        archive.search()


@pytest.mark.parametrize(
    "use",
    [
        pytest.param(lambda change: change.add([]), id="add"),
        pytest.param(lambda change: change.remove(["a"]), id="remove"),
        pytest.param(lambda change: change.leave_note("a"), id="leave_note"),
        pytest.param(lambda change: change.ids(), id="ids"),
        pytest.param(lambda change: change.commit(), id="commit"),
        pytest.param(lambda change: change.generation, id="generation"),
    ],
)
@pytest.mark.parametrize("fails", [False, True])
def test_a_change_that_has_ended_changes_nothing(
    make: Callable[..., Archive], use: Callable[[Change], Any], fails: bool
) -> None:
    archive = make(["a"])
    with suppress(Interrupted), archive.change() as change:
        if fails:
            raise Interrupted
    with pytest.raises(ArchiveClosed, match="the change has ended"):
        use(change)
    assert archive.info().items == 1


def test_a_relative_path_means_the_same_wherever_the_process_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path)
    with Archive.create("index") as made, Archive.open(Path("index")) as opened:
        made.add([Item(id="a", title="a", day=None)])
        monkeypatch.chdir("elsewhere")
        made.add([Item(id="b", title="b", day=None)])
        assert opened.search().total == opened.info().items == 2
        assert opened.check()
    monkeypatch.chdir(tmp_path)
    with Archive.rebuild("index") as change:
        monkeypatch.chdir("elsewhere")
        change.add([Item(id="c", title="c", day=None)])
    with Archive.open("../index") as archive:
        assert [item.id for item in archive.items()] == ["c"]


def test_a_folder_that_is_gone_is_said(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "index") as archive:
        shutil.rmtree(tmp_path / "index")
        with pytest.raises(IndexMissing, match="the folder is gone"):
            archive.add([])


# -- changing


def test_an_item_takes_the_place_of_the_one_with_its_id(make: Callable[..., Archive]) -> None:
    archive = make([titled("a", tags=("old",), text="first"), titled("b")])
    assert archive.add([titled("a", tags=("new",), text="second")]) == 1
    assert archive.info().items == 2
    assert ids(archive, "second") == ["a"]
    assert archive.search("first").total == 0
    assert archive.search(tags="old").total == 0
    assert archive.item("a").text == "second"


def test_of_several_with_one_id_the_last_counts(make: Callable[..., Archive]) -> None:
    archive = make()
    assert archive.add([titled("a", text="first"), titled("b"), titled("a", text="last")]) == 2
    assert archive.search().total == archive.info().items == 2
    assert archive.item("a").text == "last"
    assert archive.search("first").total == 0


def test_ids_are_told_apart_to_the_last_byte(make: Callable[..., Archive]) -> None:
    names = [
        "a",
        "A",
        "a ",
        "a/b",
        "á",
        "a\u0301",
        "字" * 1365,
        "字" * 1364 + "子",
        "a\nb",
        "\u202ea",
    ]
    archive = make(Item(id=name, title=name[-5:], day=None) for name in names)
    assert archive.info().items == len(names)
    for name in names:
        assert archive.item(name).title == name[-5:]
    assert archive.remove(["a\u0301"]) == 1
    assert archive.item("á").id == "á"


def test_removing_leaves_nothing(make: Callable[..., Archive], items: tuple[Item, ...]) -> None:
    archive = make(items)
    assert archive.remove(["sky/comet-1.md", "no/such.md", "sky/comet-1.md"]) == 1
    assert archive.info().items == len(items) - 1
    assert ids(archive, "comet") == ["sky/comet-2.md"]
    with pytest.raises(ItemNotFound):
        archive.item("sky/comet-1.md")
    assert archive.remove(item.id for item in items) == len(items) - 1
    page = archive.search()
    assert page.total == archive.info().items == 0
    assert all(values == [] for values in page.facets.values())
    assert archive.suggest("comet") == []
    assert archive.info().outlets == 0


def test_words_of_removed_items_stand_for_nothing(make: Callable[..., Archive]) -> None:
    """What an item's words stood for goes with it: `striki*` is not a form of strike any more."""
    archive = make([f"a strike {number}" for number in range(40)])
    assert archive.search("striki*").total == archive.search("strikign~").total == 0
    archive.add([titled("striking times"), *(titled(f"a comet {number}") for number in range(40))])
    assert archive.search("striki*").total == 41
    archive.remove(["striking times"])
    assert archive.search("striki*").total == archive.search("strikign~").total == 0


def test_every_change_is_one_generation_and_nothing_is_none(make: Callable[..., Archive]) -> None:
    archive = make()
    first = archive.generation
    archive.add(titled(str(number)) for number in range(50))
    assert archive.generation == first + 1
    archive.remove(str(number) for number in range(10))
    assert archive.generation == first + 2
    assert archive.add([]) == 0
    assert archive.remove([]) == 0
    assert archive.remove(["not there", "nor \ud800 this"]) == 0
    assert archive.generation == archive.info().generation == first + 2


def test_adding_the_same_again_changes_no_answer(
    make: Callable[..., Archive], items: tuple[Item, ...]
) -> None:
    archive = make(items)
    archive.add([titled(f"another strike {number}") for number in range(30)])
    before = [archive.search(query) for query in ("", "strike", "harb* -comet")]
    suggested = archive.suggest("s")
    archive.add(items)
    assert archive.suggest("s") == suggested
    for page in before:
        again = archive.search(page.request)
        assert (again.total, again.facets, again.facet_sizes) == (
            page.total,
            page.facets,
            page.facet_sizes,
        )
        assert [hit.id for hit in again.hits] == [hit.id for hit in page.hits]


class Interrupted(Exception):
    pass


@pytest.mark.parametrize("error", [Interrupted, KeyboardInterrupt, MemoryError, SystemExit])
def test_what_is_raised_midway_leaves_all_as_it_was(
    make: Callable[..., Archive], error: type[BaseException]
) -> None:
    archive = make(["a", "b"])
    before = archive.generation

    def until_it_breaks() -> Iterator[Item]:
        yield titled("a", text="changed")
        yield titled("c")
        raise error

    with pytest.raises(error):
        archive.add(until_it_breaks())
    with pytest.raises(error):
        archive.remove(item.id for item in until_it_breaks())
    assert archive.generation == before
    assert sorted(ids(archive)) == ["a", "b"]
    assert archive.search("changed").total == 0
    assert archive.add([titled("c")]) == 1, "the lock was let go"


@pytest.mark.parametrize("address", ["folder"], indirect=True)
def test_a_full_disk_leaves_all_as_it_was(
    make: Callable[..., Archive], monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = make(["a"])
    before = archive.generation

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space left"):
            archive.add([titled("b")])
    assert archive.generation == before
    assert ids(archive) == ["a"]
    archive.add([titled("c")])
    assert sorted(ids(archive)) == ["a", "c"]


def test_one_id_is_not_a_list_of_ids(make: Callable[..., Archive]) -> None:
    archive = make(["1", "2"])
    with pytest.raises(ItemInvalid, match="list"):
        archive.remove("12")
    assert archive.info().items == 2


# -- all items


def test_all_items_come_in_the_order_of_their_ids(
    archive: Archive, items: tuple[Item, ...]
) -> None:
    assert [*archive.items()] == sorted(items, key=lambda item: item.id.encode())


@pytest.mark.parametrize("address", ["folder"], indirect=True)
def test_all_items_of_several_segments_without_the_deleted(make: Callable[..., Archive]) -> None:
    archive = make([f"{number:04}" for number in range(0, 3000, 2)])
    archive.add(Item(id=f"{number:04}", title="odd", day=None) for number in range(1, 21, 2))
    archive.add([Item(id="0004", title="changed", day=None)])
    archive.remove(["0002", "0005"])
    info = archive.info()
    assert info.segments > 1
    assert info.deleted > 0
    found = {item.id: item.title for item in archive.items()}
    assert list(found) == sorted(
        {*(f"{n:04}" for n in (*range(0, 3000, 2), *range(1, 21, 2)))} - {"0002", "0005"}
    )
    assert (found["0004"], found["0001"], found["0006"]) == ("changed", "odd", "0006")


def test_all_items_are_of_one_generation(make: Callable[..., Archive]) -> None:
    archive = make(["a", "b", "c"])
    iterator = archive.items()
    archive.add([Item(id="b", title="changed", day=None), Item(id="d", title="d", day=None)])
    archive.remove(["c"])
    assert [item.title for item in iterator] == ["a", "b", "c"]
    assert [item.title for item in archive.items()] == ["a", "changed", "d"]


def test_a_closed_archive_has_no_items(make: Callable[..., Archive]) -> None:
    archive = make(["a"])
    archive.close()
    with pytest.raises(ArchiveClosed, match="closed"):
        archive.items()


@pytest.mark.parametrize(
    "spoil", [lose("*.toc"), write("*.toc", b""), cut("*.toc"), write("*.toc", NOISE)]
)
def test_the_copy_of_the_table_serves_where_that_is_damaged(
    tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    with Archive.create(tmp_path / "index") as archive:
        archive.add([Item(id="a", title="a", day=None)])
    spoil(tmp_path / "index")
    with Archive.open(tmp_path / "index") as archive:
        assert archive.item("a").title == "a"
        assert archive.check() == 1
        assert ["contents.copy takes its place" in fault for fault in archive.faults()] == [True]
        archive.add([])
        assert archive.faults() == ()
        assert archive.generation == 1, "mending makes no commit"
        (tmp_path / "index/contents.copy").unlink()
    with Archive.open(tmp_path / "index") as archive:
        assert archive.item("a").title == "a", "the next commit writes the table anew"


def test_a_table_cut_anywhere_costs_nothing(tmp_path: Path, thorough: bool) -> None:
    with Archive.create(tmp_path / "index") as archive:
        archive.add([Item(id="a", title="a", day=None)])
    table = newest(tmp_path / "index", "*.toc")
    whole = table.read_bytes()
    for length in range(0, len(whole), 1 if thorough else 10):
        table.write_bytes(whole[:length])
        with Archive.open(tmp_path / "index") as archive:
            assert archive.item("a").title == "a"
            assert archive.check() == 1
