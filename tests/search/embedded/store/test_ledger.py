"""What a run left in its ledger is counted, whatever lies in the file."""

import json
import os
from pathlib import Path

import pytest

from indexer.ledger import Action, Entry, Ledger, Reason
from search import Archive, LedgerCount, LedgerEntry
from search.ledger_lines import MAX_LINE_BYTES


def entry(file: str, action: Action, reason: Reason) -> Entry:
    return Entry(file=file, action=action, reason=reason, detail="because")


def told(name: str, action: str, reason: str) -> LedgerEntry:
    shown = {"file": name, "action": action, "reason": reason, "detail": "because"}
    return LedgerEntry(is_item=False, line=None, **shown)


@pytest.mark.parametrize(
    ("line", "file", "is_item", "detail"),
    [
        ({"id": "b/x.md"}, "b/x.md", True, "x.md is odd"),
        ({"id": "b/x.md", "action": "refused"}, "b/x.md", False, "x.md is odd"),
        ({"detail": "/home/a/b/x.md is odd", "id": "x.md"}, "x.md", True, "x.md is odd"),
        ({"id": "x.md", "reason": "same-id", "detail": "as /etc/x.md"}, "x.md", True, ""),
        ({}, "x.md", False, "x.md is odd"),  # as older versions wrote it
        ({"id": 7}, "x.md", False, "x.md is odd"),
        ({"file": "/home/a/", "action": "refused"}, "a", False, "x.md is odd"),
    ],
)
def test_no_path_of_the_machine_is_told(
    line: dict[str, object], file: str, is_item: bool, detail: str, tmp_path: Path
) -> None:
    given = {"file": "/home/a/b/x.md", "action": "repaired", "reason": "bad-date"} | line
    with Archive.create(tmp_path / "index") as archive:
        text = json.dumps({"detail": "x.md is odd"} | given)
        (tmp_path / "index" / "ledger.jsonl").write_text(text, encoding="utf-8")
        (own,) = archive.ledger_entries()
        assert (own.file, own.is_item, own.detail) == (file, is_item, detail)
        assert archive.ledger()[0].examples == (own,)


def test_lines_are_counted_by_action_and_reason(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "index") as archive:
        assert archive.ledger() == ()
        names = ["a.md", 'quo"te.md', "back\\slash.md", "é\n.md"]
        entries = [entry(name, Action.REPAIRED, Reason.BAD_DATE) for name in names]
        Ledger.beside(tmp_path / "index").put(
            [*entries, entry("b.md", Action.REFUSED, Reason.EMPTY)]
        )
        own = [told(name, "repaired", "bad-date") for name in names]
        empty = told("b.md", "refused", "empty")
        assert archive.ledger() == (
            LedgerCount(action="repaired", reason="bad-date", count=4, examples=tuple(own[:3])),
            LedgerCount(action="refused", reason="empty", count=1, examples=(empty,)),
        )
        assert list(archive.ledger_entries()) == [*own, empty]
        assert list(archive.ledger_entries(reason="empty")) == [empty]
        assert not [*archive.ledger_entries("repaired", "empty")]
        Ledger.beside(tmp_path / "index").put([])
        assert archive.ledger() == ()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\x00" * 50,
        b"{" * 10_000,
        json.dumps({"file": 7, "action": "refused", "reason": "empty"}).encode(),
        b'{"file": "half of a li',
    ],
)
def test_what_is_no_line_of_a_ledger_is_not_counted(tmp_path: Path, data: bytes) -> None:
    with Archive.create(tmp_path / "index") as archive:
        (tmp_path / "index" / "ledger.jsonl").write_bytes(data)
        assert archive.ledger() == ()


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "index") as archive:
        os.symlink("/dev/zero", tmp_path / "index" / "ledger.jsonl")
        assert archive.ledger() == ()


def test_both_who_read_it_count_the_same(tmp_path: Path) -> None:
    """Members in any order, lines cut, too long, or with other words."""
    entries = {"file": "a.md", "action": "repaired", "reason": "bad-date", "detail": "because"}
    lines = [
        entries,
        dict(reversed(entries.items())),
        {**entries, "line": 7, "later": [1]},
        {**entries, "action": "a b"},
        {**entries, "detail": None},
        {**entries, "detail": "x" * MAX_LINE_BYTES},
        entries,
    ]
    data = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
    with Archive.create(tmp_path / "index") as archive:
        (tmp_path / "index" / "ledger.jsonl").write_bytes(data)
        (own,) = archive.ledger()
        assert (own.action, own.reason, own.count) == ("repaired", "bad-date", 3)
    unread: list[int] = []
    assert len(list(Ledger.beside(tmp_path / "index").entries(unread.append))) == 3
    assert unread == [4, 5, 6]
