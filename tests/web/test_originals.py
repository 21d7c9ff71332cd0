"""A link to the article of a hit goes by the archive only where its own address says nothing."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from search import Archive, Item
from tests.web.test_pages import read
from web import create_app

SERVICE = "https://news.google.com/rss/articles/" + "CBMi" * 60 + "?oc=5"
DIRECT = "https://bay.example/2026/ferry"


def item(id: str, link: str, day: int = 3) -> Item:
    """An item as it was seen on a day of January."""
    seen = datetime(2026, 1, day, tzinfo=UTC)
    return Item(id=id, title=f"Ferry {id}", day=date(2026, 1, 2), link=link, seen=seen)


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    archive = Archive.create(tmp_path / "index")
    archive.add(
        [
            [item("led on/a?b&c.md", SERVICE)],
            [item("direct.md", DIRECT), item("direct.md", SERVICE, day=5)],
            [item("none.md", "")],
            [item("script.md", "javascript:alert(1)")],
            [item("like.md", "https://evil.example/news.google.com/")],
        ]
    )
    return create_app({"ARCHIVE": archive}).test_client()


def originals(client: FlaskClient, url: str) -> dict[str, str]:
    """Return the links to articles by the titles of the hits."""
    return {
        hit.css_first(".headline").text(): link.attributes["href"] or ""
        for hit in read(client, url).css(".hit")
        for link in hit.css("a.leaving")
    }


def test_a_hit_leads_to_its_article(client: FlaskClient) -> None:
    found = originals(client, "/?q=ferry")
    assert found == {
        "Ferry led on/a?b&c.md": "/original/led%20on/a%3Fb%26c.md",
        "Ferry direct.md": "/original/direct.md",
        "Ferry like.md": "https://evil.example/news.google.com/",
    }
    for url in list(found.values())[:2]:
        if url.startswith("/"):
            answer = client.get(url)
            assert (answer.status_code, answer.headers["Location"]) == (302, SERVICE)


def test_of_a_past_day_it_is_the_article_of_then(client: FlaskClient) -> None:
    found = originals(client, "/?q=ferry&as_of=2026-01-04")
    assert found["Ferry direct.md"] == DIRECT
    url = found["Ferry led on/a?b&c.md"]
    assert url == "/original/led%20on/a%3Fb%26c.md?as_of=2026-01-04"
    assert client.get(url).headers["Location"] == SERVICE
    past = client.get("/original/direct.md?as_of=2026-01-04")
    assert past.headers["Location"] == "/item/direct.md?as_of=2026-01-04"
    assert client.get("/original/direct.md?as_of=2026-01-01").status_code == 404


@pytest.mark.parametrize("id", ["none.md", "script.md", "like.md"])
def test_no_item_makes_the_archive_lead_elsewhere(client: FlaskClient, id: str) -> None:
    assert client.get(f"/original/{id}").headers["Location"] == f"/item/{id}"


def test_what_is_not_there_is_not_found(client: FlaskClient) -> None:
    assert client.get("/original/nothing.md").status_code == 404
    assert client.get("/original/direct.md?to=https://evil.example/").status_code == 400
