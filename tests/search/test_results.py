"""Answers have one form in JSON, with the names that others rely on."""

import json
import re

from search import Archive, as_json


def test_a_page_as_json_has_the_names_that_others_rely_on(archive: Archive) -> None:
    answer = json.loads(json.dumps(as_json(archive.search("strike", sources="BBC"))))
    assert {"total", "hits", "facets", "notes", "generation"} <= set(answer)
    assert set(answer["hits"][0]) >= {
        *("id", "score", "title", "day", "sources", "tags", "categories", "link", "snippet"),
        "headlines",
    }
    assert set(answer["hits"][0]["headlines"][0]) >= {"text", "outlet", "link", "matched"}
    assert answer["facets"]["sources"][0] == {
        "value": "BBC",
        "count": 3,
        "selected": True,
        "if_added": None,
    }
    assert answer["request"] == [["q", "strike"], ["source", "BBC"]]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", answer["hits"][0]["day"])


def test_info_as_json(archive: Archive) -> None:
    answer = as_json(archive.info())
    assert {"items", "generation", "language", "schema"} <= set(answer)
    assert answer["first_day"] == "2025-11-30"


def test_items_and_clauses_as_json(archive: Archive) -> None:
    assert as_json(archive.item("undated/notice.md"))["day"] is None
    page = as_json(archive.search('xyzzy "comet"'))
    assert page["clauses"][0] == {
        "text": "xyzzy",
        "limit": "",
        "total": 0,
        "without": [["q", '"comet"']],
        "rest": 2,
    }
    assert as_json(archive.suggest("comet"))[0]["kind"]
