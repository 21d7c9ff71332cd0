"""Equal content has one hash, other content another."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from search import Headline, Item
from search.content_hash import content_hash

ITEM = Item(id="a.md", title="A", day=date(2026, 1, 4), headlines=[Headline("A", "BBC", "x")])


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "B"},
        {"day": None},
        {"text": "A"},
        {"headlines": (Headline("A", "BBC", ""),)},
        {"headlines": (Headline("A", "", "BBCx"),)},
        {"tags": ("A",)},
        {"categories": ("A",)},
        {"feed": "A"},
        {"link": "A"},
    ],
    ids=str,
)
def test_other_content_has_another_hash(changed: dict[str, Any]) -> None:
    assert content_hash(replace(ITEM, **changed)) != content_hash(ITEM)


def test_where_and_when_it_was_seen_does_not_count() -> None:
    time = datetime(2026, 1, 5, tzinfo=UTC)
    other = replace(ITEM, id="b.md", seen=time, changed=time, gone=date(2026, 2, 1))
    assert content_hash(other) == content_hash(ITEM)
