"""Searches by outlet and period: each number leads to its items, and the table has them all."""

import csv
from itertools import islice

import pytest
from flask.testing import FlaskClient

from search import Archive
from tests.web.test_pages import read, total, words

COMPARED = "q=strike&q=port&by=month"


@pytest.mark.parametrize(
    "view",
    [
        *("", "&outlet=bbc", "&period=2026-01-01", "&outlet=Reuters&as_of=2026-01-04"),
        *("&period=2026-01-05&since=2026-01-04", "&source=DW&source=BBC&outlet=BBC"),
    ],
)
def test_each_number_leads_to_its_items(client: FlaskClient, view: str) -> None:
    page = read(client, f"/compare/outlets?{COMPARED}{view}")
    assert not page.css(".notes")
    links = page.css("td a")
    assert links
    for link in links:
        assert total(read(client, link.attributes["href"] or "")) == int(words(link)), link.html


def test_the_table_has_each_number_of_the_pages(client: FlaskClient, archive: Archive) -> None:
    answer = client.get(f"/compare/outlets.csv?{COMPARED}")
    rows = list(csv.DictReader(answer.text.lstrip("\ufeff").splitlines()))
    for outlet in {row["outlet"] for row in rows}:
        page = read(client, f"/compare/outlets?{COMPARED}&outlet={outlet}")
        shown = [words(own).split()[0] for own in page.css("td:not(.gap):not(:last-child)")]
        own = [row for row in rows if row["outlet"] == outlet]
        assert shown == [
            row["items"]
            for pair in zip(own[: len(own) // 2], own[len(own) // 2 :], strict=True)
            for row in pair
        ]
    for row in islice(rows, 8):
        days = {"since": row["first"], "until": row["last"], "sources": row["outlet"]}
        found = archive.search(row["search"], **days).total
        held = archive.search("", **days).total
        assert (int(row["items"]), int(row["held"])) == (found, held)
        assert float(row["share"]) == pytest.approx(found / held, abs=1e-6)


@pytest.mark.parametrize(
    ("query", "says"),
    [
        (f"{COMPARED}&outlet=nobody", "no such outlet"),
        (f"{COMPARED}&period=2020-01-02", "no such period"),
        (f"{COMPARED}&page=2", "“page” has no effect"),
        *(("q=strike", "two to five"), ("q=strike&by=sources", "two to five")),
        ("q=zyzzyva&q=xyzzy", "No outlet carries"),
    ],
)
def test_what_cannot_be_shown_is_said(client: FlaskClient, query: str, says: str) -> None:
    assert says in words(read(client, f"/compare/outlets?{query}").css_first("main"))


def test_programs_get_some_outlets_or_400(client: FlaskClient) -> None:
    found = client.get(f"/api/v1/compare/outlets?{COMPARED}&limit=2&offset=1").json
    every = client.get(f"/api/v1/compare/outlets?{COMPARED}").json
    assert found["outlets"] == every["outlets"][1:3]
    assert found["outlet_count"] == len(every["outlets"])
    for wrong in ("q=strike", f"{COMPARED}&limit=x", f"{COMPARED}&outlet=BBC"):
        assert client.get(f"/api/v1/compare/outlets?{wrong}").status_code == 400
    assert client.get("/compare/outlets.csv?q=strike").status_code == 400
