"""Entries of the ledger are written to a file, and read from it again."""

import json
from pathlib import Path
from typing import Any

import pytest

from indexer.ledger import Entry, Ledger, LedgerFile, LedgerMissing, LedgerUnwritable
from search.engines import beside

ENTRY = Entry(file="a.md", action="repaired", reason="no-date", detail="It has no date.", line=3)
MEMBERS = json.loads(ENTRY.to_json())
OTHER = Entry(file="ü\n.md", action="refused", reason="binary", detail="It holds NUL bytes.")


@pytest.mark.parametrize("entry", [ENTRY, OTHER], ids=["line", "whole file"])
def test_an_entry_is_one_line_from_which_it_is_read_again(entry: Entry) -> None:
    line = entry.to_json()
    assert line.index("\n") == len(line) - 1
    assert Entry.from_json(line) == entry


@pytest.mark.parametrize(
    ("entry", "position"), [(ENTRY, "a.md, line 3"), (OTHER, "ü\n.md")], ids=["line", "whole file"]
)
def test_the_position_of_an_entry(entry: Entry, position: str) -> None:
    assert entry.position == position


def test_members_of_other_versions_are_ignored() -> None:
    assert Entry.from_json(json.dumps({**MEMBERS, "run": 7})) == ENTRY


@pytest.mark.parametrize(
    "members", [None, [], "x", {}, {**MEMBERS, "file": 1}], ids=lambda value: str(value)[:9]
)
def test_members_that_make_no_entry(members: Any) -> None:
    with pytest.raises(ValueError, match="no"):
        Entry.from_json(json.dumps(members))


def test_a_ledger_is_replaced_as_a_whole(tmp_path: Path) -> None:
    file = Ledger.beside(tmp_path)
    file.put([ENTRY, OTHER])
    assert list(file.entries()) == [ENTRY, OTHER]
    file.put([OTHER])
    assert list(file.entries()) == [OTHER]
    assert [path.name for path in tmp_path.iterdir()] == ["ledger.jsonl"]


def test_an_equal_ledger_is_not_written_again(tmp_path: Path) -> None:
    file = Ledger.beside(tmp_path)
    file.put([ENTRY])
    before = (tmp_path / "ledger.jsonl").stat().st_ino
    file.put([ENTRY])
    assert (tmp_path / "ledger.jsonl").stat().st_ino == before
    file.put([OTHER])
    assert list(file.entries()) == [OTHER]


def test_lines_that_are_no_entries_are_counted(tmp_path: Path) -> None:
    file = Ledger(beside(tmp_path), "ledger")
    (tmp_path / "ledger").write_bytes(
        b"x\n" + OTHER.to_json().encode() + b'{"file": 1}\n\xff\n' + b"[" * 9999
    )
    unread: list[int] = []
    assert list(file.entries(unread.append)) == [OTHER]
    assert unread == [1, 3, 4, 5]


def test_each_entry_can_be_read_as_soon_as_it_is_written(tmp_path: Path) -> None:
    file = Ledger(beside(tmp_path), "ledger")
    with LedgerFile(tmp_path / "ledger").writing() as write:
        write(ENTRY)
        assert list(file.entries()) == [ENTRY]
        write(OTHER)
    assert list(file.entries()) == [ENTRY, OTHER]


def test_a_ledger_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(LedgerMissing, match="backfile index FOLDER"):
        next(Ledger.beside(tmp_path).entries())


@pytest.mark.parametrize("path", ["", "nowhere/ledger", "/dev/full"])
def test_a_ledger_that_cannot_be_written(tmp_path: Path, path: str) -> None:
    with (
        pytest.raises(LedgerUnwritable, match="--ledger"),
        LedgerFile(tmp_path / path).writing() as w,
    ):
        w(ENTRY)
