"""The page of an item shows each version, and what it changed word by word."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from search import Archive, Headline, Item
from tests.web.test_pages import read, words
from web import create_app
from web.bounds import MAX_ANSWER_BYTES

FIRST = datetime(2026, 1, 1, 8, tzinfo=UTC)


def state(number: int, title: str, text: str = "", hours: int = 1, line: str = "") -> Item:
    return Item(
        id="a.md",
        title=title,
        day="2026-01-01",
        text=text,
        headlines=[Headline(line, "BBC", "https://bbc.example/1")] if line else (),
        seen=FIRST + timedelta(hours=number * hours),
    )


@pytest.fixture
def client(tmp_path: Path) -> Iterator[FlaskClient]:
    states = [
        state(0, "Strike at port", "Nine ships wait.\nNobody knows how long.", line="Strike"),
        state(1, "Strike at port ends", "Nine ships wait.\nNobody knows how long.", line="Ends"),
        state(30, "Strike at port ends", "Two ships wait.\n<b>Nobody</b> knows.", line="Ends"),
    ]
    with Archive.create(tmp_path / "index") as archive:
        archive.add([states])
        yield create_app({"ARCHIVE": archive, "TESTING": True}).test_client()


def test_what_changed_is_shown_word_by_word(client: FlaskClient) -> None:
    page = read(client, "/item/a.md")
    first, second, third = page.css(".changes ol > li")
    assert not first.css("ins, del")
    assert [words(node) for node in second.css(".line ins")] == ["ends"]
    assert [words(node) for node in second.css("li.rewritten :is(ins, del)")] == ["Strike", "Ends"]
    assert [words(node) for node in third.css(".changed del")] == ["Nine", "how long"]
    assert [words(node) for node in third.css(".changed ins")] == ["Two", "<b>", "</b>"]


@pytest.mark.parametrize(("number", "title"), [(1, "Strike at port"), (2, "Strike at port ends")])
def test_a_version_can_be_opened(client: FlaskClient, number: int, title: str) -> None:
    page = read(client, f"/item/a.md?version={number}")
    assert words(page.css_first("h1")) == title
    assert f"Version {number} of 3" in words(page.css_first(".stood"))
    assert page.css_first(".stood a").attributes["href"] == "/item/a.md"
    assert page.css_first(".back") is None
    assert page.css_first("link[rel=canonical]").attributes["href"] == "http://localhost/item/a.md"
    assert "shown above" in words(page.css(".changes ol > li")[number - 1])


def test_the_version_of_the_same_day_is_linked(client: FlaskClient) -> None:
    page = read(client, "/item/a.md")
    links = [node.attributes["href"] or "" for node in page.css(".changes .kicker a")]
    assert links == ["/item/a.md?version=1", "/item/a.md?as_of=2026-01-01"]
    assert words(read(client, links[0]).css_first("h1")) == "Strike at port"


@pytest.mark.parametrize("number", ["4", "999999999"])
def test_a_version_that_is_not_held_is_told(client: FlaskClient, number: str) -> None:
    page = read(client, f"/item/a.md?version={number}")
    assert "is not held of this item, which has 3 versions" in words(page.css_first(".notes"))
    assert page.css_first(".stood") is None


@pytest.mark.parametrize("number", ["0", "x", "-1"])
def test_what_is_not_a_version_is_told(client: FlaskClient, number: str) -> None:
    page = read(client, f"/item/a.md?version={number}")
    assert "The number of the version was left out" in words(page.css_first(".notes"))


def test_as_of_a_day_a_later_version_is_not_held(client: FlaskClient) -> None:
    page = read(client, "/item/a.md?version=3&as_of=2026-01-01")
    assert "which has 2 versions" in words(page.css_first(".notes"))
    page = read(client, "/item/a.md?version=1&as_of=2026-01-01")
    assert "Version 1 of 2" in words(page.css(".stood")[1])


@pytest.mark.thorough
def test_two_hundred_versions_fit_a_page(tmp_path: Path) -> None:
    states = [
        state(number, f"Strike <{number}>", "<&'> " * 500 + f"{number} " * 300, hours=5)
        for number in range(200)
    ]
    with Archive.create(tmp_path / "index") as archive:
        archive.add([states])
        client = create_app({"ARCHIVE": archive, "TESTING": True}).test_client()
        for address in ("/item/a.md?q=strike", "/item/a.md?version=7"):
            answer = client.get(address)
            assert answer.status_code == 200
            assert len(answer.data) < MAX_ANSWER_BYTES
        page = read(client, "/item/a.md")
    latest = page.css(".changes ol > li")[-1]
    assert words(latest.css_first(".line ins")) == "199"
    assert "left out here" in words(page.css_first(".changes"))


def test_a_page_as_of_a_day_is_that_of_an_archive_that_ended_then(tmp_path: Path) -> None:
    known = [state(0, "Strike at port", "Nine ships."), state(1, "Strike ends", "Two ships.")]
    later = [state(40, "Strike forgotten", "No ships.")]
    other = Item(id="b.md", title="Strike again", day=None, seen=FIRST, link="https://n.example/a")
    pages = []
    for name, states in (("short", known), ("long", [*known, *later])):
        with Archive.create(tmp_path / name) as archive:
            archive.add([states, other])
            if name == "long":
                newer = Item(
                    id="c.md",
                    title="Strike elsewhere",
                    day=None,
                    seen=FIRST + timedelta(days=9),
                    link="https://n.example/a",
                )
                archive.add([newer])
            client = create_app({"ARCHIVE": archive, "TESTING": True}).test_client()
            pages.append(
                [
                    client.get(f"/item/{address}as_of=2026-01-02").data
                    for address in (
                        "a.md?q=strike&hit=1&",
                        "a.md?q=strike&hit=2&",
                        "b.md?q=strike&hit=1&",
                        "a.md?version=1&",
                        "a.md?version=3&",
                        "b.md?",
                    )
                ]
            )
    assert pages[0] == pages[1]
    assert any(b"Hit 1 of 2" in page for page in pages[0])


def test_an_older_version_is_cited_as_itself(client: FlaskClient) -> None:
    page = read(client, "/item/a.md?version=1")
    title = page.css_first("meta[name='citation_title']").attributes["content"] or ""
    assert title in page.css_first(".cite pre").text()
    for node in page.css(".downloads a"):
        address = node.attributes["href"] or ""
        assert "version=1" in address
        assert title in client.get(address).text
    data = json.loads(page.css_first('script[type="application/ld+json"]').text())
    assert data["archivedAt"].endswith("/item/a.md?version=1")
