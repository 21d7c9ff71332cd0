"""Items go out as lines and as files: whole, in their place, and nowhere else."""

import errno
import io
import json
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from indexer.export import OutputUnusable, write_file, write_folder, write_lines
from indexer.sync.run import index_files
from search import Archive, Item, as_json


def an_item(item_id: str, title: str = "A title", **members: Any) -> Item:
    return Item(id=item_id, title=title, day=None, **members)


def breaking(*items: Item) -> Iterator[Item]:
    yield from items
    raise KeyboardInterrupt


def no_states(item_id: str) -> tuple[Item, ...]:
    return ()


class Told(list[tuple[str, str]]):
    """What was refused, and why."""

    def __call__(self, item_id: str, why: str) -> None:
        self.append((item_id, why))


def below(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir())


# -- lines


def test_a_line_is_an_item_as_the_api_gives_it() -> None:
    out = io.BytesIO()
    item = Item(id="a.md", title="Pečie\n\u2028", day="2026-01-03", text="\ud55c")  # type: ignore[arg-type]
    assert write_lines([item, an_item("b.md")], no_states, out) == 2
    lines = out.getvalue().decode("utf-8").split("\n")
    assert json.loads(lines[0]) == as_json(item)
    assert "Pečie" in lines[0]
    assert len(lines) == 3


def test_lines_make_the_same_items_again(archive: Path, tmp_path: Path) -> None:
    with Archive.open(archive) as old, Archive.create(tmp_path / "again") as new:
        write_file(old.items(), old.states, tmp_path / "items.jsonl")
        with open(tmp_path / "items.jsonl", encoding="utf-8") as lines:
            new.add(Item.from_json(json.loads(line)) for line in lines)
        assert [*new.items()] == [*old.items()]


def test_lines_make_the_same_states_again(tmp_path: Path) -> None:
    states = [
        an_item("a.md", seen=datetime(2026, 1, day, tzinfo=UTC), text=f"day {day}")
        for day in (1, 2, 3)
    ]
    states[0] = replace(states[0], seen=None)
    states[1] = replace(states[1], gone=date(2026, 1, 2))
    with Archive.create(tmp_path / "old") as old, Archive.create(tmp_path / "new") as new:
        old.add([states, an_item("b.md", gone=date(2026, 1, 9))])
        write_file(old.items(), old.states, tmp_path / "items.jsonl")
        with open(tmp_path / "items.jsonl", encoding="utf-8") as lines:
            new.add(Item.states_from_json(json.loads(line)) for line in lines)
        assert [*new.items()] == [*old.items()]
        assert new.states("a.md") == tuple(states)
        # As files they come back as they stand, with what older states said.
        assert write_folder(old.items(), tmp_path / "files", Told()) == 2
        index_files([tmp_path / "files"], tmp_path / "again")
    with Archive.open(tmp_path / "again") as again, Archive.open(tmp_path / "old") as old:
        assert [*again.items()] == [*old.items()]


def test_a_file_appears_once_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "items.jsonl"
    with pytest.raises(KeyboardInterrupt):
        write_file(breaking(an_item("a.md")), no_states, path)
    assert below(tmp_path) == []
    assert write_file([an_item("a.md")], no_states, path) == 1
    before = path.read_bytes()
    with pytest.raises(OutputUnusable, match="--force"):
        write_file([an_item("b.md")], no_states, path)
    with pytest.raises(KeyboardInterrupt):
        write_file(breaking(an_item("b.md")), no_states, path, force=True)
    assert path.read_bytes() == before
    write_file([an_item("b.md")], no_states, path, force=True)
    assert json.loads(path.read_bytes())["id"] == "b.md"
    assert below(tmp_path) == ["items.jsonl"]


def test_a_file_needs_a_folder(tmp_path: Path) -> None:
    with pytest.raises(OutputUnusable, match=r"no folder .*nowhere; make it"):
        write_file([], no_states, tmp_path / "nowhere" / "items.jsonl")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(OutputUnusable, match="name a file"):
        write_file([], no_states, tmp_path, force=True)


# -- files


def test_indexing_the_folder_makes_equal_items(archive: Path, tmp_path: Path) -> None:
    told = Told()
    with Archive.open(archive) as opened:
        before = [*opened.items()]
        assert write_folder(iter(before), tmp_path / "out", told) == len(before)
    index_files([tmp_path / "out"], tmp_path / "again")
    with Archive.open(tmp_path / "again") as again:
        assert [*again.items()] == before
    assert told == []


def test_an_item_has_not_changed_by_being_exported(tmp_path: Path) -> None:
    changed = datetime(2026, 1, 3, 12, 30, 15, tzinfo=UTC)
    write_folder([an_item("a.md", changed=changed)], tmp_path / "out", Told())
    index_files([tmp_path / "out"], tmp_path / "again")
    with Archive.open(tmp_path / "again") as again:
        assert [item.changed for item in again.items()] == [changed]


@pytest.mark.parametrize(
    ("item_id", "told"),
    [
        ("../a.md", "not a path"),
        ("a/../../a.md", "not a path"),
        ("a/..", "not a path"),
        ("/etc/a.md", "not a path"),
        ("//a.md", "not a path"),
        ("a//b.md", "not a path"),
        ("./a.md", "not a path"),
        ("a/./b.md", "not a path"),
        ("a.md/", "not a path"),
        (".a.md", "dot"),
        ("a/.b/c.md", "dot"),
        ("a", "does not end"),
        ("a.txt", "does not end"),
        ("x" * 300 + ".md", "too long"),
        ("x/" * 2040 + "a.md", "too long"),
    ],
    ids=lambda value: value[:20],
)
def test_an_id_that_is_no_path_is_refused(tmp_path: Path, item_id: str, told: str) -> None:
    refused = Told()
    folder = tmp_path / "deep" / "out"
    assert write_folder([an_item(item_id), an_item("b.md")], folder, refused) == 1
    assert below(tmp_path) == ["deep/out/b.md"]
    ((refused_id, why),) = refused
    assert refused_id == item_id
    assert told in why


def test_odd_ids_that_are_paths(tmp_path: Path) -> None:
    ids = ["a b/ü\n.md", "-x.html", "a..md", "北京/*.markdown", "\x1b[2J.htm"]
    refused = Told()
    assert write_folder(map(an_item, ids), tmp_path / "out", refused) == len(ids)
    assert below(tmp_path / "out") == sorted(ids)
    index_files([tmp_path / "out"], tmp_path / "index")
    with Archive.open(tmp_path / "index") as archive:
        assert sorted(item.id for item in archive.items()) == sorted(ids)


def test_a_file_where_another_needs_a_folder(tmp_path: Path) -> None:
    refused = Told()
    ids = ["a.md", "a.md/b.md", "c.md/d.md", "c.md"]
    assert write_folder(map(an_item, ids), tmp_path / "out", refused) == 2
    assert [item_id for item_id, _ in refused] == ["a.md/b.md", "c.md"]
    assert below(tmp_path / "out") == ["a.md", "c.md/d.md"]


def test_an_interrupted_export_leaves_whole_files(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        write_folder(breaking(an_item("a.md")), tmp_path / "out", Told())
    assert below(tmp_path / "out") == ["a.md"]


def test_a_file_left_by_a_killed_export_is_replaced(tmp_path: Path) -> None:
    (tmp_path / ".backfile-export.new").symlink_to(tmp_path / "elsewhere")
    assert write_folder([an_item("a.md")], tmp_path, Told()) == 1
    assert below(tmp_path) == ["a.md"]


def test_a_folder_that_holds_something(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("mine")
    (tmp_path / "c.md").write_text("mine")
    with pytest.raises(OutputUnusable, match="--force"):
        write_folder([an_item("a.md")], tmp_path, Told())
    assert (tmp_path / "a.md").read_text() == "mine"
    with pytest.raises(OutputUnusable, match="not a folder"):
        write_folder([], tmp_path / "a.md", Told(), force=True)
    assert write_folder([an_item("a.md"), an_item("b.md")], tmp_path, Told(), force=True) == 2
    assert below(tmp_path) == ["a.md", "b.md", "c.md"]
    assert "A title" in (tmp_path / "a.md").read_text()
    assert (tmp_path / "c.md").read_text() == "mine"


def test_no_link_leads_out_of_the_folder(tmp_path: Path) -> None:
    out, other = tmp_path / "out", tmp_path / "other"
    out.mkdir()
    other.mkdir()
    (other / "b.md").write_text("mine")
    (out / "link").symlink_to(other)
    (out / "b.md").symlink_to(other / "b.md")
    (out / "loop").symlink_to("loop")
    refused = Told()
    ids = ["link/a.md", "link/new/a.md", "b.md", "loop/a.md"]
    assert write_folder(map(an_item, ids), out, refused, force=True) == 1
    assert [item_id for item_id, _ in refused] == ["link/a.md", "link/new/a.md", "loop/a.md"]
    assert below(other) == ["b.md"]
    assert (other / "b.md").read_text() == "mine"
    assert "A title" in (out / "b.md").read_text()


def test_a_full_disk_is_no_fault_of_one_item(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="space"):
        write_folder([an_item("a.md")], tmp_path / "out", Told())
    assert below(tmp_path / "out") == []
