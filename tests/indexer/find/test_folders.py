"""Which files are found, and what is said of the others."""

import errno
import os
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indexer.archive_id import ORIGIN_FILE
from indexer.find.folders import PathMissing, Source, printable, scan
from indexer.ledger import Entry
from search import BackfileError


class Found:
    """What scanning found: ids, sources, and the ledger as (action, reason, file name)."""

    def __init__(self, *paths: Path) -> None:
        self.entries: list[Entry] = []
        self.sources: list[Source] = list(scan(paths, self.entries.append))
        self.ids = [source.id for source in self.sources]

    @property
    def lines(self) -> list[tuple[str, str, str]]:
        return [(entry.action, entry.reason, Path(entry.file).name) for entry in self.entries]


def write(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("text")


def test_ids_are_paths_below_the_root_in_the_order_of_the_ids(tmp_path: Path) -> None:
    names = ["a-b.md", "a.md", "a/b/c.html", "a/z.markdown", "b.htm", "c/d.MD"]
    write(tmp_path, *reversed(names))
    found = Found(tmp_path)
    assert found.ids == names == sorted(names)
    assert [Path(source.path) for source in found.sources] == [tmp_path / name for name in names]
    assert found.entries == []


def test_a_relative_root_gives_the_same_ids(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "news/a/b.md")
    monkeypatch.chdir(tmp_path / "news")
    assert Found(Path()).ids == Found(Path("../news")).ids == ["a/b.md"]


def test_a_file_named_outright_is_read_whatever_its_extension(tmp_path: Path) -> None:
    write(tmp_path, "news/.notes.txt")
    assert Found(tmp_path / "news" / ".notes.txt").ids == [".notes.txt"]


@pytest.mark.parametrize("order", [1, -1])
def test_a_file_that_is_named_beside_its_folder_is_not_skipped_there(
    tmp_path: Path, order: int
) -> None:
    write(tmp_path, "a.md", "wxr.xml", ".notes.txt", "sub/deep.xml", "other.xml")
    (tmp_path / "link.xml").symlink_to("wxr.xml")
    names = ("", "wxr.xml", ".notes.txt", "sub/deep.xml")
    found = Found(*[tmp_path / name for name in names][::order])
    assert sorted(found.ids) == [".notes.txt", "a.md", "deep.xml", "wxr.xml"]
    assert found.lines == [("skipped", "other-extension", "other.xml")]


@pytest.mark.parametrize("name", ["items.jsonl", "items.NDJSON"])
def test_lines_of_json_are_no_item(tmp_path: Path, name: str) -> None:
    write(tmp_path, name)
    found = Found(tmp_path / name)
    assert found.ids == []
    assert found.lines == [("refused", "other-extension", name)]
    assert "--format markdown" in found.entries[0].detail


def test_what_an_export_left_beside_its_files_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path, "a.md", ORIGIN_FILE)
    found = Found(tmp_path)
    assert (found.ids, found.lines) == (["a.md"], [])


def test_other_files_are_skipped_with_a_line_each(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "photo.jpg", "README", ".git/config", ".git/HEAD.md", ".hidden.md")
    found = Found(tmp_path)
    assert found.ids == ["a.md"]
    assert found.lines == [
        ("skipped", "hidden", ".git"),
        ("skipped", "hidden", ".hidden.md"),
        ("skipped", "other-extension", "README"),
        ("skipped", "other-extension", "photo.jpg"),
    ]


def test_a_missing_path_is_an_error_before_anything_is_read(tmp_path: Path) -> None:
    write(tmp_path, "a.md")
    with pytest.raises(PathMissing, match=r"nowhere: .*check the path") as raised:
        scan([tmp_path, tmp_path / "nowhere"], pytest.fail)
    assert isinstance(raised.value, BackfileError)


def test_a_link_to_a_file_below_the_root_is_followed(tmp_path: Path) -> None:
    write(tmp_path, "b.md")
    (tmp_path / "z.md").symlink_to("b.md")
    found = Found(tmp_path)
    assert found.ids == ["b.md", "z.md"]
    assert found.entries == []


def test_a_link_that_leads_out_of_all_roots_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "root/b.md", "elsewhere/c.md", "rooted/d.md")
    (tmp_path / "root" / "folder").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "root" / "file.md").symlink_to("../elsewhere/c.md")
    (tmp_path / "root" / "near.md").symlink_to("../rooted/d.md")
    found = Found(tmp_path / "root")
    assert found.ids == ["b.md"]
    assert found.lines == [
        ("refused", "outside-link", "file.md"),
        ("refused", "outside-link", "folder"),
        ("refused", "outside-link", "near.md"),
    ]


def test_a_link_into_another_root_is_followed(tmp_path: Path) -> None:
    write(tmp_path, "one/a.md", "two/b.md")
    (tmp_path / "one" / "link.md").symlink_to("../two/b.md")
    assert Found(tmp_path / "one", tmp_path / "two").ids == ["a.md", "link.md", "b.md"]


def test_a_linked_root_is_read(tmp_path: Path) -> None:
    write(tmp_path, "news/a.md")
    (tmp_path / "link").symlink_to("news")
    assert Found(tmp_path / "link").ids == ["a.md"]


def test_a_link_back_is_one_line_and_is_not_followed(tmp_path: Path) -> None:
    write(tmp_path, "a/b/c.md")
    (tmp_path / "a" / "b" / "up").symlink_to(tmp_path / "a")
    found = Found(tmp_path)
    assert found.ids == ["a/b/c.md"]
    assert found.lines == [("refused", "link-loop", "up")]


def test_a_folder_is_read_once_however_many_paths_lead_to_it(tmp_path: Path) -> None:
    write(tmp_path, "2026/a.md")
    (tmp_path / "0-latest").symlink_to("2026")
    found = Found(tmp_path)
    assert found.ids == ["2026/a.md"]
    assert found.lines == [("skipped", "read-already", "0-latest")]


def test_folders_that_link_to_each_other_many_times_over_are_read_once(tmp_path: Path) -> None:
    for number in range(12):
        write(tmp_path, f"out/{number}/{number}.md")
        for name in "xyz":
            (tmp_path / "out" / str(number) / name).symlink_to(tmp_path / "out" / str(number + 1))
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "start").symlink_to(tmp_path / "out" / "0")
    assert len(Found(tmp_path).ids) == 12


@pytest.mark.parametrize(
    ("target", "reason"),
    [("nowhere", "broken-link"), ("link.md", "link-loop"), ("a.md/below", "broken-link")],
)
def test_a_link_to_nothing_is_refused(tmp_path: Path, target: str, reason: str) -> None:
    write(tmp_path, "a.md")
    (tmp_path / "link.md").symlink_to(target)
    found = Found(tmp_path)
    assert found.ids == ["a.md"]
    assert found.lines == [("refused", reason, "link.md")]


def test_pipes_and_devices_are_refused_and_never_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # a socket's path may not be long
    os.mkfifo("pipe.md")
    Path("zero.md").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.md")
        found = Found(Path(), Path("pipe.md"))
    assert found.ids == []
    assert found.lines == [
        ("refused", "outside-link", "zero.md"),
        ("refused", "not-a-file", "pipe.md"),
        ("refused", "not-a-file", "socket.md"),
        ("refused", "not-a-file", "pipe.md"),
    ]
    assert "named pipe" in found.entries[1].detail


def test_an_unreadable_folder_is_one_line_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "a/a.md", "b/b.md", "c/c.md")
    opened = os.open

    def locked(path: str, flags: int) -> int:
        if Path(path).name == "b":
            raise PermissionError(errno.EACCES, "Permission denied")
        return opened(path, flags)

    monkeypatch.setattr(os, "open", locked)
    found = Found(tmp_path)
    assert found.ids == ["a/a.md", "c/c.md"]
    assert found.lines == [("refused", "unreadable", "b")]
    assert "Permission denied" in found.entries[0].detail


@pytest.mark.parametrize("name", ["b.md", "b"])
def test_an_unreadable_path_has_one_line_and_its_files_are_not_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    write(tmp_path, "sub/a.md", "sub/b.md" if name == "b.md" else "sub/b/b.md", "sub/c.md")
    look = os.stat

    def failing(path: str | Path, **more: int | None) -> os.stat_result:
        if Path(path).name == name:
            raise PermissionError(errno.EACCES, "Permission denied")
        return look(path, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "stat", failing)
    entries: list[Entry] = []
    found = scan([tmp_path], entries.append)
    assert [source.id for source in found] == ["sub/a.md", "sub/c.md"]
    assert [(entry.reason, Path(entry.file).name) for entry in entries] == [("unreadable", name)]
    assert found.unread == [(str(tmp_path.resolve()), f"sub/{name}")]


# -- files that are as they were


class FourByteFiles:
    """Known files of four bytes each; `roots` has the root of each that a scan has marked."""

    def __init__(self, *ids: str) -> None:
        self.ids = ids
        self.roots: dict[str, str] = {}

    def marker(self, root: str) -> Callable[[str, int, int], bool]:
        def mark(item_id: str, size: int, mtime: int) -> bool:
            is_unchanged = item_id in self.ids and size == 4 and mtime > 0
            return is_unchanged and self.roots.setdefault(item_id, root) is root

        return mark

    def path_of(self, item_id: str) -> str | None:
        root = self.roots.get(item_id)
        return root and f"{root}/{item_id}"


def scanned_knowing(known: FourByteFiles, *paths: Path) -> tuple[list[str], list[Entry]]:
    """Return the ids that a scan yields, and its entries of the ledger."""
    entries: list[Entry] = []
    found = scan(paths, entries.append)
    found.known_files = known
    return [source.id for source in found], entries


def test_unchanged_files_are_not_yielded(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "b/c.md", "b/d.md", "b/e/f.md", "g.md", "h.txt")
    known = FourByteFiles("a.md", "b/d.md", "b/e/f.md")
    ids, entries = scanned_knowing(known, tmp_path)
    assert ids == ["b/c.md", "g.md"]
    assert known.roots == dict.fromkeys(known.ids, str(tmp_path.resolve()))
    assert [entry.reason for entry in entries] == ["other-extension"]


def test_the_id_of_an_unchanged_file_is_taken(tmp_path: Path) -> None:
    write(tmp_path, "one/a.md", "two/a.md")
    known = FourByteFiles("a.md")
    ids, entries = scanned_knowing(known, tmp_path / "one", tmp_path / "two")
    assert (ids, known.roots) == ([], {"a.md": str((tmp_path / "one").resolve())})
    assert [entry.reason for entry in entries] == ["same-id"]
    assert str(tmp_path / "one" / "a.md") in entries[0].detail


def test_an_unchanged_file_is_found_once(tmp_path: Path) -> None:
    write(tmp_path, "a.md")
    known = FourByteFiles("a.md")
    ids, entries = scanned_knowing(known, tmp_path, tmp_path / "a.md")
    assert (ids, known.roots) == ([], {"a.md": str(tmp_path.resolve())})
    assert [entry.reason for entry in entries] == ["read-already"]


def test_the_second_of_two_equal_ids_is_refused_and_both_are_named(tmp_path: Path) -> None:
    write(tmp_path, "one/a.md", "two/a.md", "two/b.md")
    found = Found(tmp_path / "one", tmp_path / "two")
    assert found.ids == ["a.md", "b.md"]
    assert found.lines == [("refused", "same-id", "a.md")]
    assert found.entries[0].file == str(tmp_path / "two" / "a.md")
    assert str(tmp_path / "one" / "a.md") in found.entries[0].detail


def test_a_file_that_is_named_twice_is_read_once(tmp_path: Path) -> None:
    write(tmp_path, "a.md")
    found = Found(tmp_path, tmp_path / "a.md")
    assert found.ids == ["a.md"]
    assert found.lines == [("skipped", "read-already", "a.md")]


def test_a_folder_that_is_named_twice_is_one(tmp_path: Path) -> None:
    write(tmp_path, "news/a.md", "news/photo.jpg", "more/b.md")
    found = Found(tmp_path / "news", tmp_path / "more", tmp_path / "more" / ".." / "news")
    assert found.ids == ["a.md", "b.md"]
    assert found.lines == [("skipped", "other-extension", "photo.jpg")]


def test_a_name_that_is_no_utf8_is_repaired(tmp_path: Path) -> None:
    for name in (b"caf\xe9.md", b"caf\xe8.md"):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text("text")
    found = Found(tmp_path)
    assert found.ids == ["caf\ufffd.md"]
    assert found.lines == [
        ("repaired", "file-name", "caf\ufffd.md"),
        ("refused", "same-id", "caf\ufffd.md"),
    ]
    assert Path(found.sources[0].path).read_text() == "text"
    assert all(printable(source.path).encode() for source in found.sources)


@pytest.fixture
def deep(tmp_path: Path) -> Iterator[Callable[[int, str], None]]:
    """Make folders in folders, as many as asked for, with a file in the last."""
    top = tmp_path / "deep"
    top.mkdir()

    def make(depth: int, name: str) -> None:
        here = os.open(top, os.O_RDONLY)
        for _ in range(depth):
            os.mkdir(name, dir_fd=here)
            below = os.open(name, os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = below
        os.close(os.open("a.md", os.O_CREAT | os.O_WRONLY, dir_fd=here))
        os.close(here)

    yield make
    # What pytest would remove them with recurses, and fails.
    subprocess.run(["rm", "-rf", top], check=True)


def test_folders_may_be_nested_deeper_than_calls(
    tmp_path: Path, deep: Callable[[int, str], None]
) -> None:
    deep(1500, "d")
    assert Found(tmp_path).ids == ["deep/" + "d/" * 1500 + "a.md"]


def test_a_path_too_long_to_open_is_one_line(
    tmp_path: Path, deep: Callable[[int, str], None]
) -> None:
    deep(20, "d" * 250)
    found = Found(tmp_path)
    assert found.ids == []
    assert [(action, reason) for action, reason, _ in found.lines] == [("refused", "unreadable")]
