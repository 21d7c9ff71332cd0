"""A link that keeps the generation finds what came later, and says where that is not known."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from search import Archive, Item
from tests.web.conftest import ITEMS
from web import create_app


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An archive of the test's own: it changes."""
    with Archive.create(tmp_path / "index") as archive:
        archive.add(ITEMS)
        yield archive


@pytest.fixture
def client(archive: Archive, tmp_path: Path) -> FlaskClient:
    return create_app({"INDEX": tmp_path / "index"}).test_client()


def page(client: FlaskClient, url: str) -> LexborHTMLParser:
    answer = client.get(url)
    assert answer.status_code == 200
    return LexborHTMLParser(answer.text)


def kept_link(found: LexborHTMLParser) -> str:
    (link,) = (own for own in found.css(".along a") if own.text() == "Link to what will be new")
    return str(link.attributes["href"])


def test_the_link_of_a_search_finds_what_comes_later(client: FlaskClient, archive: Archive) -> None:
    number = archive.generation
    found = page(client, "/?q=strike&source=BBC")
    link = kept_link(found)
    assert link == f"/?q=strike&source=BBC&new_since={number}"
    tally = found.css_first("[data-save]")
    assert tally.attributes["data-save-generation"] == str(number)

    nothing = page(client, link)
    assert nothing.css_first("h1").text().startswith("No hits")
    assert nothing.css_first(".most").text().startswith("Bookmark this page")
    told = nothing.css_first(".notes").text()
    assert f"No item in the archive is new since update {number} of the archive." in told
    total = client.get("/api/v1/search?q=strike&source=BBC").json["total"]
    offer = nothing.css_first(".offers a")
    assert offer.text() == f"{total} items"
    assert "new_since" not in offer.attributes["href"]
    assert f"new since update {number} of the archive" in nothing.css_first(".nothing table").text()

    changed = Item(
        id=ITEMS[0].id, title="A strike, once more", day=None, headlines=ITEMS[0].headlines
    )
    archive.add(
        [changed, Item(id="new.md", title="Strike", day=None, headlines=ITEMS[0].headlines)]
    )
    later = page(client, link)
    assert later.css_first("h1").text() == "1 hit for strike"
    assert [own.attributes["href"].partition("?")[0] for own in later.css(".headline a")] == [
        "/item/new.md"
    ]
    assert not later.css(".most")
    chip = later.css(".chips li")[-2]
    assert f"update {number} of the archive" in chip.text()
    assert kept_link(later) == f"/?q=strike&source=BBC&new_since={number + 1}"


def test_what_cannot_be_told_is_said(client: FlaskClient, archive: Archive) -> None:
    for url, note in (
        (
            "/?q=strike&new_since=9999",
            "it counts from update 9,999 of the archive, and the newest is ",
        ),
        ("/?q=strike&new_since=0&as_of=2026-01-04", "of the archive as of a past day that is not"),
        (
            "/?q=strike&new_since=x",
            "The update of the archive since which items are new was left out",
        ),
    ):
        found = page(client, url)
        assert note in found.css_first(".notes").text()
        assert not found.css_first("h1").text().startswith("No hits")
    assert client.get("/api/v1/search?new_since=x").status_code == 400
    assert client.get("/api/v1/search?new_since=").status_code == 200
    answer = client.get("/api/v1/search?new_since=9999").json
    assert ["new_since", "9999"] not in answer["request"]
    assert answer["notes"]


def test_as_of_a_day_there_is_no_number(client: FlaskClient) -> None:
    found = page(client, "/?q=strike&as_of=2026-01-04")
    assert "new_since" not in found.html
    assert "data-save-generation" not in found.html


def test_the_page_of_what_is_new_speaks_german(client: FlaskClient, archive: Archive) -> None:
    answer = client.get("/?q=strike&new_since=0", headers={"Accept-Language": "de"}).text
    assert "neu seit" in answer
    assert "Aktualisierung 0 des Archivs" in answer


def test_where_an_answer_has_no_notes_it_is_said_or_refused(
    client: FlaskClient, archive: Archive
) -> None:
    for wrong in ("new_since=9999", "new_since=0&as_of=2026-01-04"):
        for url in ("/coverage?q=strike", "/facets/tags?q=strike", "/compare?q=strike&q=comet"):
            assert (
                "Left out the limit to what is new"
                in page(client, f"{url}&{wrong}").css_first(".notes").text()
            )
        for url in ("/api/v1/coverage?q=strike", "/api/v1/facets/tags?q=strike"):
            notes = client.get(f"{url}&{wrong}").json["notes"]
            assert any("the limit to what is new" in note for note in notes)
        for url in (
            *("/api/v1/suggest?q=strike", "/export?q=strike&format=csv"),
            "/coverage?q=strike&format=csv",
        ):
            answer = client.get(f"{url}&{wrong}")
            assert answer.status_code == 400
            assert "the limit to what is new" in answer.text
            assert client.get(f"{url}&new_since={archive.generation}").status_code == 200


@pytest.mark.parametrize("limit", ["story=nosuch.md", "new_since=99"])
@pytest.mark.parametrize(
    "url",
    [
        *(
            "/api/v1/suggest?q=st",
            "/export?q=st&format=csv",
            "/coverage?format=csv",
            "/compare.csv?q=strike&q=port",
        ),
        "/compare/outlets.csv?q=strike&q=port",
    ],
)
def test_answers_without_notes_refuse_what_is_not_known(
    client: FlaskClient, url: str, limit: str
) -> None:
    answer = client.get(f"{url}&{limit}")
    assert answer.status_code == 400
    assert "There is no story" in answer.text or "counts from update 99" in answer.text
