"""The page of what is saved is a shell; scripts tell the archives of one server apart by an id."""

from datetime import date
from pathlib import Path

from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from search import Archive
from web import create_app


def test_scripts_learn_the_id_of_the_archive_and_no_page_has_it(
    client: FlaskClient, archive: Archive
) -> None:
    assert client.get("/saved/archive").text == str(archive.id)
    for url in ("/", "/?q=strike", "/saved", "/help", "/nothing"):
        page = client.get(url).text
        assert str(archive.id) not in page
        form = LexborHTMLParser(page).css_first("form.ask")
        assert form.attributes["data-saved"] == "/saved"


def test_the_page_says_what_it_is_where_scripts_do_not_run(client: FlaskClient) -> None:
    answer = client.get("/saved")
    page = LexborHTMLParser(answer.text)
    assert answer.status_code == 200
    assert "needs JavaScript" in page.css_first("#shelf-needs").text()
    assert page.css_first("#shelf").attributes.keys() >= {"hidden"}
    assert page.css_first("meta[name=robots]").attributes["content"] == "noindex"


def test_it_is_there_while_the_archive_cannot_be_opened(tmp_path: Path) -> None:
    client = create_app({"INDEX": tmp_path / "nothing"}).test_client()
    assert client.get("/saved").status_code == 200
    assert client.get("/saved/archive").status_code == 503


def test_a_search_can_be_saved_where_something_was_asked(client: FlaskClient) -> None:
    def offered(url: str) -> dict[str, str | None] | None:
        node = LexborHTMLParser(client.get(url).text).css_first("[data-save]")
        return node.attributes if node else None

    assert offered("/") is None
    found = offered("/?q=strike&source=BBC&page=2")
    assert found
    assert found["data-save"] == "/?q=strike&source=BBC&page=2"
    assert found["data-save-title"] == "strike, BBC"
    day = date(2026, 1, 4).isoformat()
    found = offered(f"/?q=strike&as_of={day}")
    assert found
    assert day in (found["data-save"] or "")
