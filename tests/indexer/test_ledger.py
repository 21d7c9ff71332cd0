"""Entries of the ledger go to JSON and come back."""

import json
from typing import Any

import pytest

from indexer.ledger import Entry

ENTRY = Entry(file="a.md", action="repaired", reason="no-date", detail="It has no date.", line=3)


@pytest.mark.parametrize("line", [None, 3])
def test_an_entry_comes_back(line: int | None) -> None:
    entry = Entry(file="a.md", action="repaired", reason="no-date", detail="None.", line=line)
    assert Entry.from_dict(json.loads(json.dumps(entry.to_dict()))) == entry


def test_members_of_other_versions_are_left_out() -> None:
    assert Entry.from_dict({**ENTRY.to_dict(), "run": 7}) == ENTRY


@pytest.mark.parametrize(
    "members", [None, [], "x", {}, {**ENTRY.to_dict(), "file": 1}], ids=lambda value: str(value)[:9]
)
def test_what_is_no_entry(members: Any) -> None:
    with pytest.raises(ValueError, match="no"):
        Entry.from_dict(members)
