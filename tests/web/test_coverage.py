"""The page of the outlets of a search: each number leads to its items."""

import csv
import io
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from search import Archive, Headline, Item
from search.coverage import COVERAGE_ORDERS
from search.query.outlets import least_of, with_least
from tests.web.test_pages import read, sent, total, words
from web import create_app
from web.coverage import COVERAGE_ORDER_WORDS

SEARCHES = ["", "?q=strike", "?q=strike&not_source=Reuters", "?q=outlets:>=2", "?page=9"]


@pytest.mark.parametrize("query", [*SEARCHES, "?q=strike&source=BBC", "?q=strike&order=lift"])
def test_each_number_leads_to_its_items(client: FlaskClient, query: str) -> None:
    page = read(client, f"/coverage{query}")
    for link in page.css(".coverage td a, main > p:not(.back) a"):
        if words(link)[0].isdigit():
            found = read(client, link.attributes["href"] or "")
            assert total(found) == int(words(link).split()[0].replace(",", "")), words(link)


def test_a_name_leads_to_the_page_of_its_outlet(client: FlaskClient) -> None:
    page = read(client, "/coverage?q=strike&as_of=2026-02-01")
    for name in page.css("tbody th a"):
        goal = name.attributes["href"] or ""
        assert goal.endswith("?as_of=2026-02-01")
        assert words(read(client, goal).css_first("h1")) == words(name)


def test_the_rows_are_those_of_the_archive(client: FlaskClient, archive: Archive) -> None:
    rows = archive.coverage("strike").rows
    page = read(client, "/coverage?q=strike")
    assert [words(node) for node in page.css(".coverage tbody th")] == [row.outlet for row in rows]
    answer = client.get("/coverage?q=strike&format=csv")
    assert answer.content_type.startswith("text/csv")
    told = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [(row["outlet"], int(row["hits"])) for row in told] == [
        (row.outlet, row.hits) for row in rows
    ]
    json = client.get("/api/v1/coverage?q=strike&limit=1").json
    assert json["rows"][0]["outlet"] == rows[0].outlet
    assert json["outlets"] == len(rows)


def test_every_order_has_words_and_a_link(client: FlaskClient) -> None:
    assert tuple(COVERAGE_ORDER_WORDS) == COVERAGE_ORDERS
    page = read(client, "/coverage?order=name")
    assert words(page.css_first(".sorts [aria-current]")) == COVERAGE_ORDER_WORDS["name"]
    for link in page.css(".sorts a"):
        read(client, link.attributes["href"] or "")


def test_values_that_cannot_be_are_said(client: FlaskClient) -> None:
    assert "no such order" in words(read(client, "/coverage?order=size").css_first(".notes"))
    assert client.get("/api/v1/coverage?order=size").status_code == 400
    assert client.get("/api/v1/coverage?odrer=name").status_code == 400


def test_the_least_number_of_outlets_goes_into_the_query(client: FlaskClient) -> None:
    page = read(client, "/?q=strike+OR+harbour&sort=newest")
    assert page.css_first(".all a[href^='/coverage']").attributes["href"] == (
        "/coverage?q=strike+OR+harbour&sort=newest"
    )
    assert sent(page.css_first("form.least")).startswith("/coverage/narrow?")
    for least, asked in ("2", "outlets:>=2 strike"), ("", "strike"), ("x", "strike"):
        answer = client.get("/coverage/narrow", query_string={"q": "strike", "least": least})
        assert answer.status_code == 303
        narrowed = read(client, answer.location)
        assert narrowed.css_first("#q").attributes["value"] == asked
        shown = narrowed.css_first(".least input[type=number]")
        assert shown is None or shown.attributes["value"] == (least if least == "2" else "")
        notes = [words(own) for own in narrowed.css(".notes li")]
        assert any("number of outlets was left out: “x” is not" in own for own in notes) == (
            least == "x"
        )


@pytest.mark.parametrize("query", ["strike", "strike OR comet", "“open", "", "outlets:2"])
def test_a_number_takes_the_place_of_the_one_before(query: str) -> None:
    once = with_least(query, 3)
    assert least_of(once) == 3
    assert with_least(once, 4) == with_least(query, 4)
    assert with_least(once, 0) == query


def test_the_table_for_spreadsheets_has_every_outlet(tmp_path: Path) -> None:
    lines = [f"{number} Post" for number in range(998)] + ["=cmd|' /C calc'!A0", "+49 Radio"]
    with Archive.create(tmp_path / "index") as archive:
        for number in range(0, 12_000, 1_000):
            outlets = lines if not number else [f"{number + own} Post" for own in range(1_000)]
            headlines = [Headline("Storm", outlet) for outlet in outlets]
            archive.add([Item(id=f"{number}.md", title="Storm", day=None, headlines=headlines)])
        client = create_app({"ARCHIVE": archive}).test_client()
        data = client.get("/coverage?format=csv").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(data)))
    assert len(rows) == len({row["outlet"] for row in rows}) == 12_000
    assert {"'=cmd|' /C calc'!A0", "'+49 Radio"} <= {row["outlet"] for row in rows}


@pytest.mark.parametrize("query", ["?q=comet", "?q=comet&month=2026-01", "?q=ballot&not_source=DW"])
def test_outlets_without_a_hit_lead_to_their_items(client: FlaskClient, query: str) -> None:
    page = read(client, f"/coverage{query}")
    section = page.css_first("section[aria-labelledby=absent]")
    assert "does not mean that it did not report" in words(section)
    links = section.css("td a")
    assert links
    told = client.get(f"/api/v1/coverage{query}").json
    assert len(links) == len(told["absent"]) == told["absent_outlets"]
    for link in links:
        found = read(client, link.attributes["href"] or "")
        assert total(found) == int(words(link).split()[0])
        assert not client.get(f"/api/v1/search{query}&" + (link.attributes["href"] or "")[2:]).json[
            "total"
        ]


def test_where_nothing_is_found_no_outlet_is_absent(client: FlaskClient) -> None:
    for query in ("?q=zebra", "?q=comet&page=2"):
        assert not read(client, f"/coverage{query}").css_first("#absent")
