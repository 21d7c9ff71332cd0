"""Programs get what the pages of the archive's holdings show, as JSON and as CSV."""

import csv
from typing import Any

import pytest
from flask.testing import FlaskClient

from search import Archive, as_json
from tests.web.test_pages import read


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
    assert table(client, "/archive.csv") == [
        ["month", "items"],
        *([own.value, str(own.count)] for own in held.months),
    ]
    header, *rows = table(client, f"/archive.csv?month={held.month}")
    assert len(header) == 2 + 31
    assert [row[0] for row in rows] == [own.name for own in held.largest]
    assert all(int(row[1]) == sum(map(int, row[2:])) for row in rows)
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
