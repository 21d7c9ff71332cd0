"""Files that were refused or repaired are named: on a page, in JSON and in a table alike."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from search import Archive, Item
from tests.web.test_holdings import read, words
from web import create_app

REPAIRED = [f"news/{number:03}.md" for number in range(130)]
BAD_DATES = "action=repaired&reason=bad-date"


def line(file: str, action: str, reason: str, number: int | None = None) -> str:
    told = {"file": f"/home/me/{file}", "action": action, "reason": reason, "id": file}
    return json.dumps(told | {"detail": "It is <odd>.", "line": number}) + "\n"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    folder = tmp_path_factory.mktemp("held") / "index"
    with Archive.create(folder) as archive:
        archive.add([Item(id=name, title=name, day=None) for name in REPAIRED])
        lines = [line("news/none.md", "refused", "empty"), line(".git", "skipped", "hidden")]
        lines += [line(name, "repaired", "bad-date", 3) for name in REPAIRED]
        (folder / "ledger.jsonl").write_text("".join(lines), encoding="utf-8")
        yield create_app({"ARCHIVE": archive}).test_client()


def test_each_reason_names_some_files_and_leads_to_all(client: FlaskClient) -> None:
    page = read(client, "/archive")
    files = [words(row, "li") for row in page.css(".ledger .files")]
    assert [len(own) for own in files] == [3, 1]
    assert files[1] == ["news/none.md It is <odd>."]
    assert [row.attributes["href"] for row in page.css(".ledger .count a")] == [
        f"/ledger?{BAD_DATES}",
        "/ledger?action=refused&reason=empty",
    ]


def test_all_files_are_shown_on_pages_and_told_alike_in_json_and_csv(client: FlaskClient) -> None:
    shown = []
    for number, heading in ((1, "1–100 of 130"), (2, "101–130 of 130")):
        page = read(client, f"/ledger?{BAD_DATES}&page={number}")
        assert words(page, "h1") == [f"{heading} entries repaired: Bad date"]
        shown += [(node.text(), node.attributes["href"]) for node in page.css(".lines a")]
    assert shown == [(name, f"/item/{name}") for name in REPAIRED]
    assert client.get(shown[-1][1]).status_code == 200
    found = client.get(f"/api/v1/ledger?{BAD_DATES}&limit=200").json
    assert found["total"] == 130
    assert [own["file"] for own in found["entries"]] == REPAIRED
    answer = client.get(f"/ledger.csv?{BAD_DATES}")
    header, *rows = csv.reader(answer.text.lstrip("\ufeff").splitlines())
    assert [[str(own[name]) for name in header] for own in found["entries"]] == rows
    every = [own["file"] for own in client.get("/api/v1/ledger?limit=200").json["entries"]]
    assert every == [*REPAIRED, "news/none.md"], "what was skipped is not told"
    for url in ("/archive", "/ledger", "/ledger.csv", "/api/v1/ledger", "/api/v1/archive"):
        assert "/home/me" not in client.get(url).text


@pytest.mark.parametrize(
    ("query", "notes"),
    [("", 0), ("?reason=zebra", 1), ("?action=skipped", 1), ("?as_of=2026-01-01", 1)],
)
def test_what_the_ledger_does_not_have_is_said(client: FlaskClient, query: str, notes: int) -> None:
    page = read(client, f"/ledger{query}")
    assert len(words(page, ".notes li")) == notes
    assert "Bad date" in words(page, "h1")[0]


@pytest.mark.parametrize("query", ["action=skipped", "action=x", "page=2", "limit=x"])
def test_programs_are_refused_what_is_wrong(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/api/v1/ledger?{query}")
    assert answer.status_code == 400
    assert query.partition("=")[0] in answer.json["error"]["message"]
    assert client.get("/api/v1/ledger?reason=zebra").json == {"total": 0, "entries": []}


def test_without_a_ledger_nothing_was_refused(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "index") as archive:
        empty = create_app({"ARCHIVE": archive}).test_client()
        assert words(read(empty, "/ledger"), "h1") == ["0 entries"]
        assert "refused and repaired nothing" in empty.get("/ledger").text
