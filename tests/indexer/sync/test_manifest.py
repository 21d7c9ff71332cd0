"""A mixture of an archive and a list of files that are of different ages is noticed, and healed."""

import json
import shutil
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from indexer.cli import main
from indexer.sync.accounts import Summary
from indexer.sync.dry_run import plan_files
from indexer.sync.manifest import Manifest
from indexer.sync.run import index_files
from search import Archive, Item
from search.engines import beside
from tests.conftest import THOROUGH

FILE = "---\ntitle: {title}\ndate: 2026-01-01\n---\nText.\n"
LIST = ("manifest", "manifest.copy", "manifest.coming")


@pytest.fixture
def news(tmp_path: Path) -> Path:
    for name in ("a", "b", "c", "d"):
        write(tmp_path / "news", name, f"old {name}")
    return tmp_path / "news"


def write(news: Path, name: str, title: str) -> None:
    news.mkdir(exist_ok=True)
    (news / f"{name}.md").write_text(FILE.format(title=title))


def run(news: Path, **how: Any) -> Summary:
    return index_files([news], news.parent / "index", **how)


def titles(news: Path) -> set[str]:
    with Archive.open(news.parent / "index") as archive:
        return {item.title for item in archive.items()}


def keep_copy(news: Path) -> None:
    shutil.copytree(news.parent / "index", news.parent / "copy", dirs_exist_ok=True)


def restore(news: Path, is_wanted: Callable[[str], bool]) -> None:
    """Put the files of the copy in place of those of the archive that are wanted of it."""
    index = news.parent / "index"
    for path in list(index.iterdir()):
        if is_wanted(path.name):
            path.unlink()
    for path in (news.parent / "copy").iterdir():
        if is_wanted(path.name):
            shutil.copy2(path, index / path.name)


def of_the_list(name: str) -> bool:
    return name in LIST


def of_the_archive(name: str) -> bool:
    return name not in LIST


def changed(news: Path) -> None:
    write(news, "a", "new a")


def removed_one(news: Path) -> None:
    (news / "b.md").unlink()


def added_one(news: Path) -> None:
    write(news, "e", "new e")


def changed_and_removed(news: Path) -> None:
    changed(news)
    removed_one(news)


CHANGES = [changed, added_one, removed_one, changed_and_removed]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
@pytest.mark.parametrize("part", [of_the_list, of_the_archive], ids=lambda part: part.__name__)
def test_a_part_that_was_restored_from_a_copy_is_noticed(
    news: Path, change: Callable[[Path], None], part: Callable[[str], bool], runner: CliRunner
) -> None:
    index = news.parent / "index"
    run(news)
    assert runner.invoke(main, ["check", "--index", str(index)]).exit_code == 0
    keep_copy(news)
    change(news)
    assert run(news).notes == ()
    expected = titles(news)
    restore(news, part)
    checked = runner.invoke(main, ["check", "--index", str(index)])
    assert checked.exit_code == 3
    assert "of another run" in checked.stderr
    assert plan_files([news], index).notes
    summary = run(news)
    assert "all were read again" in summary.notes[0]
    assert summary.added == len(expected)
    left = titles(news) - expected
    assert left <= {"old b"}, "of whose file nothing says that it was ever there"
    assert bool(left) == any("No file is known" in note for note in summary.notes)
    assert runner.invoke(main, ["check", "--index", str(index)]).exit_code == 0
    assert run(news).notes == ()


@pytest.mark.parametrize("is_list_lost", [False, True], ids=["list of old", "list lost"])
def test_what_is_read_again_after_a_restored_copy_is_not_new(
    news: Path, is_list_lost: bool
) -> None:
    run(news)
    keep_copy(news)
    write(news, "c", "new c")
    run(news)
    restore(news, of_the_list)
    if is_list_lost:
        for name in LIST[:2]:
            (news.parent / "index" / name).unlink()
    summary = run(news)
    new = summary.added - summary.changed - summary.reread
    assert (summary.added, new) == (len(titles(news)), 0)
    assert summary.reread > 0
    if is_list_lost:  # nothing tells what the files held
        assert summary.changed == 0


def test_copies_of_several_ages_are_noticed_also_where_their_numbers_agree(news: Path) -> None:
    run(news)
    keep_copy(news)
    write(news, "a", "second a")
    run(news)
    second = {name: (news.parent / "index" / name).read_bytes() for name in LIST[:2]}
    restore(news, lambda name: True)
    write(news, "a", "other a")
    assert run(news).notes == ()
    for name, data in second.items():
        (news.parent / "index" / name).write_bytes(data)
    write(news, "a", "second a")
    assert run(news).notes
    assert "second a" in titles(news)


def test_the_whole_folder_restored_is_as_it_was(news: Path) -> None:
    run(news)
    keep_copy(news)
    changed(news)
    run(news)
    restore(news, lambda name: True)
    summary = run(news)
    assert (summary.added, summary.changed, summary.notes) == (1, 1, ())
    assert "new a" in titles(news)


def test_a_list_that_was_lost_is_noticed(news: Path) -> None:
    run(news)
    for name in LIST:
        (news.parent / "index" / name).unlink(missing_ok=True)
    assert run(news).notes
    assert run(news).notes == ()


def test_an_archive_that_another_program_changed_is_still_known(news: Path) -> None:
    run(news)
    with Archive.open(news.parent / "index") as archive:
        before = archive.note
        archive.add([Item(id="own", title="own", day=None)])
        archive.remove(["a.md"])
        assert archive.note == before != ""
    summary = run(news)
    assert (summary.added, summary.unchanged, summary.notes) == (1, 3, ())
    assert titles(news) == {"own", *(f"old {name}" for name in "abcd")}


def test_what_was_kept_is_kept_with_its_day(news: Path) -> None:
    run(news)
    keep_copy(news)
    removed_one(news)
    assert run(news, keep=True).kept == 1
    manifest = Manifest.load(beside(news.parent / "index"))
    manifest.files["b.md"] = manifest.files["b.md"]._replace(gone="2026-01-05")
    manifest.save(beside(news.parent / "index"))
    restore(news, of_the_archive)
    assert run(news, keep=True).kept == 0
    with Archive.open(news.parent / "index") as archive:
        assert archive.item("b.md").gone == date(2026, 1, 5)


def test_a_run_that_changes_nothing_writes_nothing(news: Path) -> None:
    run(news)
    index = news.parent / "index"
    before = {
        path.name: path.read_bytes() for path in index.iterdir() if path.name != "synced.json"
    }
    run(news)
    after = {path.name: path.read_bytes() for path in index.iterdir() if path.name != "synced.json"}
    assert after == before


# -- forged, with the right checksum

Members = dict[str, Any]


def forge_list(index: Path, change: Callable[[Members, list[bytes]], object]) -> None:
    """Write the list of files and its copy with other values, and their right checksum."""
    for name in LIST[:2]:
        _, head, body = (index / name).read_bytes().split(b"\n", 2)
        members, columns = json.loads(head), []
        for length in members["columns"]:
            columns.append(body[:length])
            body = body[length:]
        change(members, columns)
        content = json.dumps(members).encode() + b"\n" + b"".join(columns)
        check = f"backfile-manifest 4 {zlib.crc32(content):08x}\n".encode()
        (index / name).write_bytes(check + content)


FORGED: dict[str, Callable[[Members, list[bytes]], object]] = {
    "generation-text": lambda members, _: members.update(generation="x"),
    "generation-true": lambda members, _: members.update(generation=True),
    "generation-endless": lambda members, _: members.update(generation=float("inf")),
    "note-number": lambda members, _: members.update(note=5),
    "no-note": lambda members, _: members.pop("note"),
    "roots-numbers": lambda members, _: members.update(roots=[1]),
    "roots-nul": lambda members, _: members.update(roots=["/news\0"]),
    "commits-list": lambda members, _: members.update(commits=[1]),
    "commits-number": lambda members, _: members.update(commits={"git:/x": 5}),
    "made-by-list": lambda members, _: members.update(made_by=[]),
    "columns-below": lambda members, _: members.update(columns=[-1] * 7),
    "columns-huge": lambda members, _: members.update(columns=[1 << 62] * 7),
    "columns-within-bounds": lambda members, _: members.update(columns=[1 << 31] * 7),
    "columns-text": lambda members, _: members.update(columns="abcdefg"),
    "columns-missing": lambda members, _: members.pop("columns"),
    "junk": lambda _, columns: columns.__setitem__(slice(None), [b"\xff" * 250]),
    "zeros": lambda _, columns: columns.__setitem__(0, bytes(len(columns[0]))),
}


@pytest.mark.parametrize("name", FORGED if THOROUGH else list(FORGED)[::4])
def test_a_list_of_another_shape_is_no_list(news: Path, name: str) -> None:
    run(news)
    index = news.parent / "index"
    forge_list(index, FORGED[name])
    manifest = Manifest.load(beside(index))
    assert (len(manifest.files), len(manifest.faults)) == (0, 2)
    assert CliRunner().invoke(main, ["check", "--index", str(index)]).exit_code == 3
    assert run(news).added == 4
    assert CliRunner().invoke(main, ["check", "--index", str(index)]).exit_code == 0


@pytest.mark.parametrize(
    "announced",
    [
        *(b"[]", b'{"after": 1}', b'{"after": "", "note": 5, "items": {}}', b"[" * 50_000),
        *(b'{"after": "", "note": "", "items": {"a": 5}}', bytes(99)),
    ],
)
def test_an_announcement_of_another_shape_announces_nothing(news: Path, announced: bytes) -> None:
    run(news)
    check = f"backfile-manifest 4 {zlib.crc32(announced):08x}\n".encode()
    (news.parent / "index" / LIST[2]).write_bytes(check + announced)
    manifest = Manifest.load(beside(news.parent / "index"))
    assert (len(manifest.files), manifest.coming) == (4, ())


def test_files_with_a_hole_are_not_read_to_their_ends(news: Path) -> None:
    """They say that they have a terabyte, and take no room."""
    run(news)
    index = news.parent / "index"
    for name in (*LIST, "ledger.jsonl"):
        with (index / name).open("ab") as file:
            file.truncate(1 << 40)
    assert CliRunner().invoke(main, ["check", "--index", str(index)]).exit_code == 3
    CliRunner().invoke(main, ["ledger", "--index", str(index)])
    assert run(news).added == 4
    assert CliRunner().invoke(main, ["check", "--index", str(index)]).exit_code == 0
