"""A commit takes hold whole or not at all, and tells how much it changed."""

import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from whoosh.index import LockError, open_dir

from search import Archive, IndexDamaged, IndexLocked, Item
from search.embedded.segment import merge
from search.embedded.segment.builder import build
from search.embedded.store import batch as batches
from search.embedded.store import commit as commits
from search.embedded.store import contents
from search.embedded.store.batch import Batch
from search.embedded.store.commit import Commit, begun
from search.embedded.store.folder import Folder
from search.embedded.store.lock import locked
from search.packed import pack
from search.text import Analyzer


def item(name: str, text: str = "") -> Item:
    return Item(id=name, title=name, day=None, text=text)


def segments(folder: Path) -> set[str]:
    """Return the names of the segment files, all of which the table must list."""
    return {path.name for path in folder.iterdir() if path.suffix == ".seg"}


def assert_nothing_is_left(folder: Path) -> None:
    listed = {entry.filename for entry in Folder.open(folder).contents().segments}
    assert segments(folder) == listed
    rest = {path.name for path in folder.iterdir()} - listed
    assert len([name for name in rest if ".toc" in name]) == 1
    assert len([name for name in rest if name.startswith("stories.")]) <= 1
    assert len(rest) <= 5  # the table and its copy, the stories, what the archive is, the lock


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of an archive of two items."""
    with Archive.create(tmp_path / "index") as archive:
        archive.add([item("a", "running"), item("b", "walks")])
    return tmp_path / "index"


@contextmanager
def committing(folder: Path, language: str | None = None, wait: float = 0.0) -> Iterator[Commit]:
    held = Folder(folder)
    with locked(folder, wait), begun(held, language) as commit:
        yield commit


def add(folder: Path, *items: Item, language: str | None = None) -> None:
    with committing(folder, language) as commit:
        entry, path = commit.new_segment()
        analyzer = Analyzer(language or "english")
        commit.add(entry, build(path, [(pack(item),) for item in items], analyzer))


# -- in place of all there is


def test_a_language_given_replaces_everything(folder: Path) -> None:
    with Archive.open(folder) as archive:
        assert archive.search("runs").total == 1
        old = archive._newest()
        with committing(folder, "german") as commit:
            entry, path = commit.new_segment()
            commit.add(entry, build(path, [(pack(item("c", "Häuser")),)], Analyzer("german")))
            assert archive.search("runs").total == 1, "until the end all is as it was"
            assert archive.language == "english"
        assert commit.added == 1
        assert [archive.item("c").text, archive.language] == ["Häuser", "german"]
        assert archive.search("haus").total == archive.info().items == 1
        assert archive.search("runs").total == 0
        # An answer under way goes on with what has been removed.
        a = old.item("a")
        assert a is not None
        assert a.text == "running"
        assert old.size == 2
    assert json.loads((folder / "backfile.json").read_text())["language"] == "german"
    assert_nothing_is_left(folder)


def test_nothing_in_place_of_everything(folder: Path) -> None:
    with committing(folder, "none"):
        pass
    with Archive.open(folder) as archive:
        assert (archive.info().items, archive.language) == (0, "none")
    assert_nothing_is_left(folder)


def test_the_language_stays_where_its_commit_fails(folder: Path) -> None:
    with pytest.raises(ZeroDivisionError), committing(folder, "german"):
        raise ZeroDivisionError
    with Archive.open(folder) as archive:
        assert (archive.info().items, archive.language) == (2, "english")
    assert json.loads((folder / "backfile.json").read_text())["language"] == "english"


# -- counts


def test_what_is_deleted_is_counted_once(folder: Path) -> None:
    add(folder, item("b"), item("c"))
    for ids, count in [(["b", "b", "no", ""], 1), (["b"], 0), (["a", "c"], 2), (["a"], 0), ([], 0)]:
        before = Folder(folder).generation()
        with committing(folder) as commit:
            assert commit.remove(set(ids)) == count
        assert Folder(folder).generation() - before == bool(count), "what changes nothing is none"
    with Archive.open(folder) as archive:
        assert archive.info().items == 0


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_items_are_counted_once_over_all_batches(
    make: Callable[..., Archive], monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(batches, "BATCH_ITEMS", size)
    archive = make(["a", "b"])
    texts = ["b", "c", "a", "c", "c", "b"]
    assert archive.add(item(id, f"version{n}") for n, id in enumerate(texts)) == 3
    assert archive.info().items == 3
    assert [archive.item(id).text for id in "abc"] == ["version2", "version5", "version4"]
    assert archive.search("version0").total == archive.search("version3").total == 0
    assert archive.remove(["a", "b"]) == 2


def test_batches_end_by_their_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """A letter of a script without blanks is as much as a word of another."""
    monkeypatch.setattr(batches, "BATCH_ITEMS", 3)
    monkeypatch.setattr(batches, "BATCH_WORDS", 1_000)
    written: list[int] = []
    batch = Batch(Analyzer("english"))
    monkeypatch.setattr(batches, "build", lambda path, packed, _: written.append(len(packed)))
    small, words, letters = "word " * 100, "words " * 1_000, "字" * 1_000
    for number, text in enumerate([small, small, small, words, small, letters, letters, small]):
        batch.read(lambda read: (read, None), fails, item(str(number), text))
        if batch.is_full:
            batch.write(Path("unused"))
    batch.write(Path("unused"))
    batch.write(Path("unused"))
    assert written == [3, 1, 2, 1, 1]
    assert not batch


# -- failures


def fails(*_: object) -> None:
    raise OSError(28, "No space left on device")


STEPS: dict[str, tuple[object, str]] = {
    "merging": (commits, "merge"),
    "writing-the-table": (contents, "TOC"),
    "syncing": (os, "fsync"),
    "putting-it-into-place": (os, "replace"),
}


@pytest.mark.parametrize(("module", "name"), STEPS.values(), ids=STEPS)
@pytest.mark.parametrize("language", [None, "german"])
def test_a_commit_that_fails_leaves_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, module: object, name: str, language: str | None
) -> None:
    monkeypatch.setattr(merge, "MERGE_FACTOR", 2)
    before = segments(folder)

    def add_two_segments() -> None:
        with committing(folder, language) as commit:
            for number in range(2):
                entry, path = commit.new_segment()
                items = [(pack(item("a", f"version{number}")),), (pack(item(f"c{number}")),)]
                commit.add(entry, build(path, items, Analyzer("english")))
            assert segments(folder) > before

    with monkeypatch.context() as patched:
        patched.setattr(module, name, fails)
        with pytest.raises(OSError, match="No space") as caught:
            add_two_segments()
    assert caught.value.filename
    assert segments(folder) == before
    with Archive.open(folder) as archive:
        assert archive.item("a").text == "running"
        assert archive.info().items == 2
        assert archive.add([item("c")]) == 1, "the lock was given back"
    assert_nothing_is_left(folder)


def test_items_that_fail_leave_nothing(
    make: Callable[..., Archive], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where batches of them were written before."""
    monkeypatch.setattr(batches, "BATCH_ITEMS", 1)

    def items() -> Iterator[Item]:
        yield item("a", "new")
        yield item("c")
        raise ZeroDivisionError

    archive = make(["a", "b"])
    before = segments(archive._engine._folder.path)
    with pytest.raises(ZeroDivisionError):
        archive.add(items())
    assert segments(archive._engine._folder.path) == before
    assert (archive.item("a").text, archive.info().items, archive.generation) == ("", 2, 1)
    assert_nothing_is_left(archive._engine._folder.path)


def test_only_one_writes(folder: Path) -> None:
    with committing(folder), pytest.raises(IndexLocked, match=f"{folder}: this process is"):
        add(folder, item("c"))
    add(folder, item("c"))


def test_whooshs_own_writers_are_kept_out_and_keep_out(folder: Path) -> None:
    index = open_dir(folder)
    with committing(folder), pytest.raises(LockError):
        index.writer()
    writer = index.writer()
    with pytest.raises(IndexLocked):
        add(folder, item("c"))
    writer.cancel()
    add(folder, item("c"))


def test_who_writes_is_waited_for(folder: Path) -> None:
    order = []

    def write() -> None:
        with committing(folder, wait=60):
            order.append("the other")

    thread = threading.Thread(target=write)
    with committing(folder):
        thread.start()
        with pytest.raises(IndexLocked), committing(folder, wait=0.2):
            raise AssertionError("unreachable")
        order.append("this")
    thread.join(timeout=60)
    assert order == ["this", "the other"]


def test_a_commit_in_steps_counts_step_by_step(folder: Path) -> None:
    def add_in_steps() -> None:
        with committing(folder) as commit:
            for number in range(3):
                entry, path = commit.new_segment()
                items = [(pack(item(f"c{number}")),), (pack(item("a", f"version{number}")),)]
                commit.add(entry, build(path, items, Analyzer("english")))
                if number < 2:
                    assert commit.finish() == 2 + number
                    assert commit.finish() == 2 + number, "nothing has changed since"
            assert commit.ids() == {"a", "b", "c0", "c1", "c2"}
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        add_in_steps()
    with Archive.open(folder) as archive:
        assert archive.item("a").text == "version1"
        assert archive.info().items == 4
        assert archive.generation == 3
    assert_nothing_is_left(folder)


def test_what_a_killed_process_left_is_cleared(folder: Path) -> None:
    (folder / "MAIN_0123456789abcdef.seg").write_bytes(b"half a segment")
    (folder / "_MAIN_7.toc.1764000000").write_bytes(b"half a table")
    with committing(folder) as commit:
        assert commit.ids() == {"a", "b"}
    assert_nothing_is_left(folder)


def test_a_damaged_archive_can_be_replaced_but_not_added_to(folder: Path) -> None:
    (folder / "contents.copy").unlink()
    (table,) = folder.glob("*.toc")
    table.write_bytes(table.read_bytes().replace(b"english", b"fnglish"))
    with pytest.raises(IndexDamaged):
        add(folder, item("c"))
    assert segments(folder), "what may be of use to somebody stays"
    add(folder, item("c"), language="german")
    with Archive.open(folder) as archive:
        assert archive.info().items == 1
    assert_nothing_is_left(folder)


def test_segments_are_on_disk_before_the_table_says_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Merged segments, too; then the copy of the table, the table, and the folder."""
    monkeypatch.setattr(merge, "MERGE_FACTOR", 2)
    steps: list[str] = []
    fsync, replace = os.fsync, os.replace

    def synced(descriptor: int) -> None:
        steps.append(os.readlink(f"/proc/self/fd/{descriptor}"))
        fsync(descriptor)

    def replaced(one: Path, other: Path) -> None:
        steps.append(f"replace {other.name}")
        replace(one, other)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", replaced)
    add(folder, item("c"))
    (merged,) = segments(folder)
    assert steps == [
        str(folder / merged),
        str(folder / "stories.2"),
        *(str(folder / "contents.copy.new"), "replace contents.copy", str(folder)),
        *(str(folder / "_MAIN_2.toc.new"), "replace _MAIN_2.toc", str(folder)),
    ]
