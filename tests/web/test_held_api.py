"""Programs get what the pages of the archive's holdings show, as JSON and as CSV."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from search import Archive, Headline, Item, as_json
from tests.web.test_pages import read
from web import create_app


def told(client: FlaskClient, url: str) -> Any:
    answer = client.get(url)
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "application/json"
    return answer.json


def table(client: FlaskClient, url: str) -> list[list[str]]:
    answer = client.get(url)
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "text/csv"
    return list(csv.reader(answer.text.lstrip("\ufeff").splitlines()))


def shown_in(page: LexborHTMLParser, name: str) -> list[list[str]]:
    """Return the cells of a table of the page as its CSV has them."""
    rows = []
    for row in page.css(f"section[aria-labelledby={name}] tbody tr"):
        cells: list[str] = []
        for own in row.css("th, td"):
            text = own.text().strip().replace("–", "0")
            is_gap = own.attributes.get("class") == "gap"
            cells += ["" if is_gap else text] * int(own.attributes.get("colspan") or 1)
        rows.append(cells)
    return rows


def test_json_is_what_the_archive_answers(client: FlaskClient, archive: Archive) -> None:
    found = told(client, "/api/v1/archive")
    assert found["holdings"] == as_json(archive.holdings())
    assert found["updated"]
    month = told(client, "/api/v1/archive?month=2026-01")["holdings"]
    assert month == as_json(archive.holdings("2026-01"))
    assert told(client, "/api/v1/outlets") == as_json(archive.outlets())
    some = told(client, "/api/v1/outlets?order=name&limit=2&offset=1&prefix=t")
    assert some == as_json(archive.outlets("t", "name", offset=1, limit=2))
    for own in archive.outlets().outlets:
        assert told(client, f"/api/v1/outlet/{own.name}") == as_json(archive.outlet(own.name))
    for month in archive.holdings().months:
        day = f"{month.value}-05"
        assert told(client, f"/api/v1/day/{day}?limit=3") == as_json(archive.day(day, limit=3))


def test_of_a_past_day_nothing_later_is_told(client: FlaskClient, archive: Archive) -> None:
    found = told(client, "/api/v1/archive?as_of=2026-01-02")
    assert found["holdings"] == as_json(archive.holdings(as_of="2026-01-02"))
    assert (found["updated"], found["ledger"]) == (None, [])


def test_tables_have_all_rows(client: FlaskClient, archive: Archive) -> None:
    held = archive.holdings()
    page = read(client, "/archive")
    assert shown_in(page, "months") == table(client, "/archive.csv")[1:]
    header, *rows = table(client, f"/archive.csv?month={held.month}")
    assert len(header) == 1 + 31
    assert shown_in(page, "days") == rows
    assert [row[0] for row in rows[1:]] == [own.name for own in held.largest]
    _, *rows = table(client, "/outlets.csv")
    assert len(rows) == archive.outlets().total
    name = archive.outlets().outlets[0].name
    profile = archive.outlet(name)
    _, *rows = table(client, f"/shared.csv?outlet={name}")
    assert [(row[0], int(row[1])) for row in rows] == [
        (other.name, other.shared) for other in profile.others
    ]


@pytest.mark.parametrize(
    ("url", "status"),
    [
        *(("/api/v1/archive?month=x", 400), ("/api/v1/archive?q=x", 400)),
        *(("/api/v1/archive?month=2026-01&month=2025-12", 400), ("/archive.csv?month=x", 400)),
        *(("/api/v1/outlets?order=x", 400), ("/api/v1/outlets?limit=x", 400)),
        *(("/outlets.csv?order=x", 400), ("/outlets.csv?limit=3", 400)),
        *(("/api/v1/outlet/nobody", 404), ("/shared.csv?outlet=nobody", 404)),
        *(("/api/v1/day/2026-02-30", 404), ("/api/v1/day/x", 404), ("/api/v1/day/2026-01", 404)),
        *(("/api/v1/day/2026-01-03?limit=101", 400), ("/api/v1/day/2026-01-03?as_of=x", 400)),
        ("/api/v1/archive?as_of=2026-99", 400),
    ],
)
def test_what_is_wrong_is_said(client: FlaskClient, url: str, status: int) -> None:
    answer = client.get(url)
    assert answer.status_code == status
    assert answer.json["error"]["message"] if "/api/" in url else answer.text


@pytest.mark.parametrize("url", ["/archive", "/outlets", "/outlet/BBC", "/day/2026-01-05"])
def test_pages_link_to_these(client: FlaskClient, archive: Archive, url: str) -> None:
    if url.startswith("/outlet/"):
        url = f"/outlet/{archive.outlets().outlets[0].name}"
    page = read(client, url)
    links = [own.attributes["href"] or "" for own in page.css(".colophon a")]
    own = [link for link in links if ".csv" in link or link.startswith("/api/v1/")]
    assert own
    for link in own:
        assert client.get(link).status_code == 200


def test_tables_do_not_end_where_pages_do(tmp_path: Path) -> None:
    """Of many outlets a page shows some; a table has them all, and JSON those of the page."""
    items = [
        Item(
            id=f"{number}",
            title="port strike",
            day=date(2026, 1, 3),
            headlines=[Headline("port", f"Outlet {number:03}"), Headline("strike", "BBC")],
        )
        for number in range(130)
    ]
    with Archive.create(tmp_path / "index") as archive:
        archive.add(items)
        client = create_app({"ARCHIVE": archive}).test_client()
        every = "/compare.csv?q=port&q=strike&table=outlets"
        for url in ("/archive.csv?month=2026-01", "/shared.csv?outlet=BBC", every, "/outlets.csv"):
            assert len({row[0] for row in table(client, url)[1:]}) >= 130, url
        for url, member in (
            *(("/outlets?page=2", "outlets"), ("/coverage?q=port&page=2", "rows")),
            ("/facets/sources?page=2", "values"),
        ):
            page = read(client, url)
            links = [own.attributes["href"] or "" for own in page.css(".colophon a")]
            (json,) = (link for link in links if link.startswith("/api/"))
            names = [
                own.get("name") or own.get("outlet") or own["value"]
                for own in told(client, json)[member]
            ]
            assert len(names) == 31
            assert names == [
                node.text() for node in page.css("tbody th bdi, .all-values label bdi")
            ]
