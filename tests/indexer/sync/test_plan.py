"""After a run the archive holds what the files hold, whatever happened in between."""

import json
import os
import random
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import indexer.sync.files
import indexer.sync.run
from indexer.find.contents import FileContents
from indexer.find.folders import scan
from indexer.ledger import Entry, Ledger, Reason, Refused
from indexer.read.item import load
from indexer.read.outlets import Outlets
from indexer.sync.accounts import Summary
from indexer.sync.dry_run import plan_files
from indexer.sync.manifest import Manifest
from indexer.sync.run import index_files
from search import Archive, Item
from search.change import Change
from search.embedded.store import batch, commit
from search.engines import beside

FILE = "---\ntitle: {title}\ndate: 2026-01-0{day}\n---\n{text}\n"


def write(path: Path, title: str, text: str = "Text.", day: int = 1) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(FILE.format(title=title, text=text, day=day), encoding="utf-8")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    root = tmp_path / "files"
    for number in range(5):
        write(root / f"{number % 2}/{number}.md", f"title {number}")
    return root


@pytest.fixture
def sync(files: Path, tmp_path: Path) -> Callable[..., Summary]:
    """Run over the files, and hold the archive against them."""

    def sync(*paths: Path, **how: Any) -> Summary:
        summary = index_files(paths or [files], tmp_path / "index", **how)
        if not how.get("keep"):
            assert held(tmp_path / "index") >= expected(*(paths or [files]))
        return summary

    return sync


def held(index: Path) -> set[Item]:
    with Archive.open(index) as archive:
        assert archive.check() >= 0
        return {archive.item(hit.id) for hit in all_hits(archive)}


def all_hits(archive: Archive) -> Iterator[Any]:
    number = 1
    while hits := archive.search("", per_page=100, page=number).hits:
        yield from hits
        number += 1


def expected(*paths: Path) -> set[Item]:
    found = (load(source, lambda entry: None, Outlets()) for source in scan(paths, print))
    return {item for item in found if item is not None}


def counts(summary: Summary) -> dict[str, int]:
    names = ("added", "changed", "reread", "moved", "unchanged", "removed", "kept", "refused")
    return {name: count for name in names if (count := getattr(summary, name))}


def entries(index: Path) -> list[Entry]:
    return list(Ledger.beside(index).entries())


def generation(index: Path) -> int:
    with Archive.open(index) as archive:
        return archive.generation


def touch(path: Path, seconds: int = 5) -> None:
    now = path.stat().st_mtime_ns + seconds * 10**9
    os.utime(path, ns=(now, now))


# -- what has changed


def test_unchanged_files_are_not_read(
    sync: Callable[..., Summary], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert counts(sync()) == {"added": 5}
    before = generation(tmp_path / "index")
    monkeypatch.setattr(indexer.sync.files, "read_settled", None)
    assert counts(sync()) == {"unchanged": 5}
    assert generation(tmp_path / "index") == before


def test_new_changed_and_deleted_files(
    files: Path, sync: Callable[..., Summary], tmp_path: Path
) -> None:
    sync()
    write(files / "new.md", "title new")
    write(files / "0/0.md", "title 0 changed", day=2)
    (files / "0/2.md").unlink()
    shutil.rmtree(files / "1")
    assert counts(sync()) == {"added": 2, "changed": 1, "removed": 3, "unchanged": 1}
    assert held(tmp_path / "index") == expected(files)


@pytest.mark.parametrize("second", [10_000_000_000, -2_000_000_000])
def test_a_file_that_is_dated_far_away(
    files: Path, sync: Callable[..., Summary], tmp_path: Path, second: int
) -> None:
    os.utime(files / "0/0.md", (second, second))
    assert counts(sync()) == {"added": 5}
    before = generation(tmp_path / "index")
    assert counts(sync()) == {"unchanged": 5}
    assert generation(tmp_path / "index") == before


def test_a_file_that_was_only_touched(
    files: Path, sync: Callable[..., Summary], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync()
    before = generation(tmp_path / "index")
    touch(files / "0/0.md")
    assert counts(sync()) == {"unchanged": 5}
    assert generation(tmp_path / "index") == before
    monkeypatch.setattr(indexer.sync.files, "read_settled", None)  # it is known by its new time now
    assert counts(sync()) == {"unchanged": 5}


def test_a_file_that_moved(files: Path, sync: Callable[..., Summary], tmp_path: Path) -> None:
    sync()
    (files / "0/0.md").rename(files / "1/other.md")
    assert counts(sync()) == {"added": 1, "moved": 1, "removed": 1, "unchanged": 4}
    assert held(tmp_path / "index") == expected(files)


def test_another_content_of_the_same_size_and_time(
    files: Path, sync: Callable[..., Summary], tmp_path: Path
) -> None:
    sync()
    path = files / "0/0.md"
    times = path.stat().st_atime_ns, path.stat().st_mtime_ns
    write(path, "title X")
    os.utime(path, ns=times)
    assert index_files([files], tmp_path / "index").unchanged == 5, "nobody can tell"
    assert counts(sync(verify=True)) == {"added": 1, "changed": 1, "unchanged": 4}


def test_a_file_that_holds_no_item_any_more(
    files: Path, sync: Callable[..., Summary], tmp_path: Path
) -> None:
    sync()
    (files / "0/0.md").write_bytes(b"\x7fELF\0\0")
    assert counts(sync()) == {"removed": 1, "refused": 1, "unchanged": 4}
    assert held(tmp_path / "index") == expected(files)
    # What was said of it is said again, without its being read.
    assert counts(sync()) == {"refused": 1, "unchanged": 4}
    assert [entry.reason for entry in entries(tmp_path / "index")] == ["binary"]
    write(files / "0/0.md", "title 0 again")
    assert counts(sync()) == {"added": 1, "unchanged": 4}


def test_a_file_that_cannot_be_read_keeps_its_item(
    files: Path, sync: Callable[..., Summary], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync()
    before = held(tmp_path / "index")
    write(files / "0/0.md", "title 0 changed")

    def read_file(path: str) -> FileContents:
        raise Refused(Reason.UNREADABLE, "It cannot be read: Input/output error.")

    with monkeypatch.context() as patched:
        patched.setattr(indexer.sync.files, "read_settled", read_file)
        summary = index_files([files], tmp_path / "index")
    assert counts(summary) == {"refused": 1, "unchanged": 4}
    assert held(tmp_path / "index") == before
    assert counts(sync()) == {"added": 1, "changed": 1, "unchanged": 4}


def test_entries_of_unchanged_files_are_reported_again_however_they_were_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names = ("news/a.md", "news/b/c.md", "other/d.md", "news/e\udcff/f.md", "news/\udcff.md")
    for name in (*names, "lone.txt", "same/a.md"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(f"---\ntitle: {name!r}\n---\nNo date.\n")
    Path("news/link").symlink_to("../other")
    again = [Path("same"), Path("./news"), tmp_path / "lone.txt"]
    paths = [Path("news"), Path("other"), Path("lone.txt"), *again]
    first = index_files(paths, "index")
    said = sorted(map(str, entries(Path("index"))))
    assert (first.added, first.refused) == (7, 1), "one is of an id that is taken"
    assert sum("'no-date'" in line for line in said) == 7
    second = index_files(paths, "index")
    assert (second.added, second.unchanged, second.refused) == (0, 7, 1)
    assert sorted(map(str, entries(Path("index")))) == said


def test_entries_of_a_touched_file_are_reported_again(tmp_path: Path) -> None:
    path = tmp_path / "files" / "a.md"
    path.parent.mkdir()
    path.write_text("---\ntitle: A\n---\nNo date.\n")
    index_files([path.parent], tmp_path / "index")
    said = entries(tmp_path / "index")
    assert [entry.reason for entry in said] == ["no-date"]
    os.utime(path, ns=(0, 0))
    for verify in (False, True):
        again = index_files([path.parent], tmp_path / "index", verify=verify)
        assert (again.added, again.unchanged, again.repaired) == (0, 1, 1)
        assert entries(tmp_path / "index") == said


def test_a_folder_that_cannot_be_read_keeps_its_items(
    files: Path, tmp_path: Path, sync: Callable[..., Summary], monkeypatch: pytest.MonkeyPatch
) -> None:
    sync()
    real = os.open

    def opened(path: Path | str, *more: Any, **named: Any) -> int:
        if str(path).endswith("/1"):
            raise PermissionError(13, "Permission denied")
        return real(path, *more, **named)

    with monkeypatch.context() as patched:
        patched.setattr(os, "open", opened)
        (files / "0/0.md").unlink()
        summary = index_files([files], tmp_path / "index")
    assert counts(summary) == {"removed": 1, "unchanged": 2, "refused": 1}
    assert len(held(tmp_path / "index")) == 4
    assert counts(sync()) == {"unchanged": 4}


def test_a_file_that_changes_while_it_is_read(
    files: Path, sync: Callable[..., Summary], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = indexer.sync.files.read_settled

    def read_file(path: str) -> FileContents:
        return real(path)._replace(is_settled=not path.endswith("0.md"))

    with monkeypatch.context() as patched:
        patched.setattr(indexer.sync.files, "read_settled", read_file)
        assert counts(sync()) == {"added": 5}
    (line,) = entries(tmp_path / "index")
    assert line.reason == "changed-while-read"
    assert counts(sync()) == {"added": 1, "reread": 1, "unchanged": 4}
    assert counts(sync()) == {"unchanged": 5}


def test_items_whose_files_are_gone_are_kept_where_asked(
    files: Path, sync: Callable[..., Summary], tmp_path: Path
) -> None:
    sync()
    (files / "0/0.md").unlink()
    assert counts(sync(keep=True)) == {"kept": 1, "unchanged": 4}
    assert len(held(tmp_path / "index")) == 5
    assert Manifest.load(beside(tmp_path / "index")).files["0/0.md"].gone
    with Archive.open(tmp_path / "index") as archive:
        assert archive.item("0/0.md").gone == date.today()
        assert archive.item("1/1.md").gone is None
    assert counts(sync()) == {"unchanged": 4}, "what is kept stays"
    assert len(held(tmp_path / "index")) == 5
    write(files / "0/0.md", "title 0 again")
    assert counts(sync()) == {"added": 1, "changed": 1, "unchanged": 4}
    assert held(tmp_path / "index") == expected(files)
    assert not Manifest.load(beside(tmp_path / "index")).files["0/0.md"].gone


# -- several folders


def test_folders_are_kept_apart(files: Path, sync: Callable[..., Summary], tmp_path: Path) -> None:
    sync()
    other = tmp_path / "other"
    write(other / "own.md", "title own")
    write(other / "0/0.md", "title of the same id")
    found: list[Entry] = []
    summary = index_files([other], tmp_path / "index", report=found.append)
    assert counts(summary) == {"added": 1, "refused": 1}
    (line,) = found
    assert line.reason == "same-id"
    assert str(files / "0/0.md") in line.detail
    assert held(tmp_path / "index") == expected(files) | expected(other / "own.md")
    # Gone from one folder, the other's may take its place.
    (files / "0/0.md").unlink()
    assert counts(index_files([other], tmp_path / "index")) == {
        "added": 1,
        "changed": 1,
        "unchanged": 1,
    }
    assert counts(sync()) == {"unchanged": 4}
    assert len(held(tmp_path / "index")) == 6


@pytest.mark.parametrize("order", ["ab", "ba"])
@pytest.mark.parametrize("how", [{}, {"prune": True}, {"verify": True}], ids=str)
def test_of_files_of_one_id_the_first_keeps_it_while_it_is_there(
    tmp_path: Path, order: str, how: dict[str, Any]
) -> None:
    roots = [tmp_path / name for name in order]
    own, other = (tmp_path / name / "same.md" for name in "ba")
    write(own, "title of b")
    other.parent.mkdir()
    index_files(roots, tmp_path / "index", **how)
    write(other, "title of a, which comes later")
    for _ in range(2):
        summary = index_files(roots, tmp_path / "index", **how)
        assert counts(summary) == {"unchanged": 1, "refused": 1}
        assert held(tmp_path / "index") == expected(own)
    own.unlink()
    own.mkdir()  # it is no file that could have the id
    assert counts(index_files(roots, tmp_path / "index", **how)) == {"added": 1, "changed": 1}
    assert held(tmp_path / "index") == expected(other)


def test_a_single_file_that_was_named(tmp_path: Path) -> None:
    write(tmp_path / "one.txt", "title one")
    write(tmp_path / "two.md", "title two")
    index = tmp_path / "index"
    assert counts(index_files([tmp_path / "one.txt", tmp_path / "two.md"], index)) == {"added": 2}
    assert counts(index_files([tmp_path / "two.md"], index)) == {"unchanged": 1}
    assert len(held(index)) == 2


# -- what the manifest does not know


def test_an_archive_that_others_changed(
    files: Path, sync: Callable[..., Summary], tmp_path: Path
) -> None:
    sync()
    with Archive.open(tmp_path / "index") as archive:
        archive.remove(["0/0.md"])
        archive.add([Item(id="from elsewhere", title="x", day=None)])
    assert counts(sync()) == {"added": 1, "unchanged": 4}
    assert {item.id for item in held(tmp_path / "index")} > {"from elsewhere", "0/0.md"}


@pytest.mark.parametrize("copy", ["whole", "cut", "gone"])
def test_a_manifest_cut_anywhere(
    files: Path, sync: Callable[..., Summary], tmp_path: Path, copy: str, thorough: bool
) -> None:
    sync()
    write(files / "new.md", "title new")
    sync()
    (files / "0/0.md").unlink()
    shutil.copytree(tmp_path / "index", tmp_path / "saved")
    manifest = tmp_path / "index/manifest"
    size = manifest.stat().st_size
    for length in [*range(0, size, max(size // (12 if thorough else 5), 1)), size - 1]:
        shutil.rmtree(tmp_path / "index")
        shutil.copytree(tmp_path / "saved", tmp_path / "index")
        os.truncate(manifest, length)
        if copy == "cut":
            os.truncate(tmp_path / "index/manifest.copy", length // 2)
        elif copy == "gone":
            os.unlink(tmp_path / "index/manifest.copy")
        sync()
        after = held(tmp_path / "index")
        assert after >= expected(files)
        if copy == "whole":
            assert after == expected(files)
        assert sync().unchanged == 5


def test_another_table_of_outlets_reads_all_again(
    files: Path, sync: Callable[..., Summary]
) -> None:
    assert sync().notes == ()
    others = Outlets({"The Post": "Post"})
    summary = sync(outlets=others)
    assert counts(summary) == {"added": 5, "reread": 5}
    assert "--outlets" in summary.notes[0]
    assert counts(sync(outlets=others)) == {"unchanged": 5}


@pytest.mark.parametrize(("before", "now"), [("1", "2"), ("1", "10"), ("10", "1")])
def test_another_reader_reads_all_again_and_says_so(
    sync: Callable[..., Summary], monkeypatch: pytest.MonkeyPatch, before: str, now: str
) -> None:
    monkeypatch.setattr("indexer.sync.makers.READER", before)
    assert sync().notes == ()
    monkeypatch.setattr("indexer.sync.makers.READER", now)
    summary = sync()
    assert counts(summary) == {"added": 5, "reread": 5}
    assert "This version of Backfile" in summary.notes[0]
    assert counts(sync()) == {"unchanged": 5}


def test_a_rebuild_begins_anew(files: Path, sync: Callable[..., Summary], tmp_path: Path) -> None:
    sync()
    with Archive.open(tmp_path / "index") as archive:
        archive.add([Item(id="from elsewhere", title="x", day=None)])
    (files / "0/0.md").unlink()
    assert counts(sync(rebuild=True)) == {"added": 4}
    assert held(tmp_path / "index") == expected(files)
    assert counts(sync()) == {"unchanged": 4}


def test_a_plan_changes_nothing(files: Path, sync: Callable[..., Summary], tmp_path: Path) -> None:
    plan = plan_files([files], tmp_path / "index")
    assert len(plan.new) == 5
    assert not (tmp_path / "index").exists()
    sync()
    write(files / "new.md", "title new")
    write(files / "0/0.md", "title 0 changed")
    touch(files / "0/2.md")
    (files / "0/4.md").unlink()
    before = {path.name: path.read_bytes() for path in (tmp_path / "index").iterdir()}
    plan = plan_files([files], tmp_path / "index")
    assert [source.id for source in plan.new] == ["new.md"]
    assert [source.id for source in plan.changed] == ["0/0.md"]
    assert [source.id for source in plan.doubtful] == ["0/2.md"]
    assert plan.gone == ["0/4.md"]
    assert len(plan.unchanged) == 2
    assert {path.name: path.read_bytes() for path in (tmp_path / "index").iterdir()} == before


# -- a long run


def test_a_run_in_steps_goes_on_where_it_was_stopped(
    files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sync: Callable[..., Summary]
) -> None:
    monkeypatch.setattr(batch, "BATCH_ITEMS", 2)
    monkeypatch.setattr(commit, "COMMIT_ITEMS", 2)
    real, reads = indexer.sync.files.read_settled, []

    def read_file(path: str) -> FileContents:
        reads.append(path)
        if len(reads) == 5:
            raise KeyboardInterrupt
        return real(path)

    monkeypatch.setattr(indexer.sync.files, "read_settled", read_file)
    with pytest.raises(KeyboardInterrupt):
        index_files([files], tmp_path / "index")
    assert len(held(tmp_path / "index")) == 4
    assert counts(sync()) == {"added": 1, "unchanged": 4}
    assert held(tmp_path / "index") == expected(files)


def test_the_number_of_processes_makes_no_difference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexer.sync.run, "FILES_WORTH_A_PROCESS", 1)
    chance = random.Random(1)
    for number in range(300):
        write(tmp_path / f"files/{number % 7}/{number}.md", f"title {chance.random()}")
    (tmp_path / "files/broken.md").write_bytes(b"\0")
    found = []
    for jobs in (1, 2, 3):
        index = tmp_path / f"index-{jobs}"
        assert counts(index_files([tmp_path / "files"], index, jobs=jobs)) == {
            "added": 300,
            "refused": 1,
        }
        found.append(held(index))
        assert (
            Manifest.load(beside(index)).files == Manifest.load(beside(tmp_path / "index-1")).files
        )
    assert found[0] == found[1] == found[2]


def test_the_ledger_of_the_last_run_lies_beside_the_index(
    files: Path, sync: Callable[..., Summary], tmp_path: Path
) -> None:
    (files / "photo.jpg").write_bytes(b"")
    (files / "broken.md").write_bytes(b"\0")
    sync()
    first = sorted(entry.reason for entry in entries(tmp_path / "index"))
    assert first == ["binary", "other-extension"]
    sync()
    assert sorted(entry.reason for entry in entries(tmp_path / "index")) == first
    assert json.loads((tmp_path / "index/synced.json").read_text())["synced"].endswith("+00:00")


def test_runs_that_die_between_the_commit_and_the_manifest_forget_no_file(
    files: Path, sync: Callable[..., Summary], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    sync()
    write(files / "x.md", "title x")
    with monkeypatch.context() as patched:
        patched.setattr(Manifest, "save", die)
        with pytest.raises(KeyboardInterrupt):
            index_files([files], tmp_path / "index")
    assert len(held(tmp_path / "index")) == 6
    # Its file goes, and the next run dies before it can take note of that.
    (files / "x.md").unlink()
    write(files / "y.md", "title y")
    with monkeypatch.context() as patched:
        patched.setattr(Change, "commit", die)
        with pytest.raises(KeyboardInterrupt):
            index_files([files], tmp_path / "index")
    sync()
    assert held(tmp_path / "index") == expected(files)


def test_few_long_files_are_worth_several_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from search.processes import workers

    used: list[int] = []
    add_read = workers.add_read

    def noted(taking: workers.Taking, reading: workers.Reading, jobs: int) -> None:
        used.append(jobs)
        add_read(taking, reading, jobs)

    monkeypatch.setattr(workers, "add_read", noted)
    monkeypatch.setattr(indexer.sync.run, "BYTES_WORTH_A_PROCESS", 2_000)
    for number in range(4):
        write(tmp_path / f"files/{number}.md", f"title {number} " + "word " * 200)
    index_files([tmp_path / "files"], tmp_path / "index", jobs=2)
    assert used == [2]
