"""JSON says what `as_json` says."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask

from search import Archive, Headline, Item, SearchRequest, Version, as_json

SEEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
ITEM = Item(
    id="é/☃.md",
    title="</script> \u2028 \x00 𝄞",
    day=date(1, 1, 1),
    headlines=(Headline("a", "B"), Headline("c", "D")),
    seen=SEEN,
    versions=(Version(None, "Before", (Headline("x"),), date(2026, 1, 1)),),
)


@pytest.mark.parametrize(
    "value",
    [
        *(None, True, 1, 0.1, 1e-9, 1e22, "é\u2028", [], {}, (1, (2,)), {"a": {"b": [date.max]}}),
        ITEM,
        [ITEM, {"item": ITEM}],
        SearchRequest(query="a b", tags=("x", "y"), since=date(2026, 1, 1), page=2),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_a_value_is_written_as_by_the_command(app: Flask, value: Any) -> None:
    assert json.loads(app.json.dumps(value)) == json.loads(json.dumps(as_json(value)))


@pytest.mark.parametrize("query", ["", "strike", "port comet zzzz", "zzzz", "(a"])
def test_a_page_is_written_as_by_the_command(app: Flask, archive: Archive, query: str) -> None:
    page = archive.search(query, sources="bbc")
    assert app.test_client().get(f"/api/v1/search?q={query}&source=bbc").json == as_json(page)


def test_characters_are_not_escaped(app: Flask) -> None:
    with app.app_context():
        assert app.json.response("é").data == '"é"\n'.encode()
