"""What a run left in its ledger is counted, whatever lies in the file."""

import json
import os
from pathlib import Path

import pytest

from indexer.ledger import Action, Entry, Ledger, Reason
from search import Archive, LedgerCount
from search.ledger_lines import MAX_LINE_BYTES


def entry(file: str, action: Action, reason: Reason) -> Entry:
    return Entry(file=file, action=action, reason=reason, detail="because")


def test_lines_are_counted_by_action_and_reason(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "index") as archive:
        assert archive.ledger() == ()
        names = ["a.md", 'quo"te.md', "back\\slash.md", "é\n.md"]
        entries = [entry(name, Action.REPAIRED, Reason.BAD_DATE) for name in names]
        Ledger.beside(tmp_path / "index").put(
            [*entries, entry("b.md", Action.REFUSED, Reason.EMPTY)]
        )
        assert archive.ledger() == (
            LedgerCount(action="repaired", reason="bad-date", count=4),
            LedgerCount(action="refused", reason="empty", count=1),
        )
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
        assert archive.ledger() == (LedgerCount(action="repaired", reason="bad-date", count=3),)
    unread: list[int] = []
    assert len(list(Ledger.beside(tmp_path / "index").entries(unread.append))) == 3
    assert unread == [4, 5, 6]
