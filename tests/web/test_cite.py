"""An item can be cited: on its page, as a file, and by programs that read the page."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from search import Archive, Headline, Item
from search.content_hash import content_hash
from search.export.citations import bibtex, csl_json, plain, ris
from tests.web.test_pages import COMET, read, words
from web import create_app
from web.outbound import wayback_url

HOSTILE = "</script><script>alert(1)</script>\"'<!--&{%"


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[FlaskClient]:
    item = Item(
        id="a\"b'<c>/ü?.md",
        title=HOSTILE,
        day="2026-01-04",
        tags=[HOSTILE],
        headlines=[Headline(HOSTILE, HOSTILE, 'https://news.example/"><script>')],
        link="javascript:alert(1)",
    )
    with Archive.create(tmp_path / "index") as archive:
        archive.add([item])
        yield create_app({"ARCHIVE": archive, "TESTING": True}).test_client()


@pytest.mark.parametrize(
    ("form", "write", "mimetype", "name"),
    [
        ("plain", lambda item: plain(item) + "\n", "text/plain", "citation.txt"),
        ("bibtex", bibtex, "application/x-bibtex", "citation.bib"),
        ("ris", ris, "application/x-research-info-systems", "citation.ris"),
    ],
)
def test_each_format_is_a_file(
    client: FlaskClient,
    archive: Archive,
    form: str,
    write: Callable[[Item], str],
    mimetype: str,
    name: str,
) -> None:
    answer = client.get(f"/cite/{COMET}?format={form}")
    assert answer.data.decode() == write(archive.item(COMET))
    assert answer.content_type == f"{mimetype}; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"


def test_csl_json_is_a_list(client: FlaskClient, archive: Archive) -> None:
    answer = client.get(f"/cite/{COMET}?format=csl")
    assert json.loads(answer.data) == [csl_json(archive.item(COMET))]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"/cite/{COMET}?format=docx", 400),
        (f"/cite/{COMET}?frmat=ris", 400),
        (f"/cite/{COMET}?as_of=x", 400),
        ("/cite/nothing.md", 404),
        (f"/cite/{COMET}", 200),
        (f"/cite/{COMET}?version=1", 200),
        (f"/cite/{COMET}?version=2", 404),
        (f"/cite/{COMET}?version=x", 400),
        (f"/cite/{COMET}?version=0", 400),
    ],
)
def test_what_is_not_a_citation_is_refused(client: FlaskClient, address: str, status: int) -> None:
    assert client.get(address).status_code == status


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
@pytest.mark.parametrize("form", ["bibtex", "ris"])
def test_a_compressed_citation_has_no_length_of_another(
    client: FlaskClient, form: str, encoding: str
) -> None:
    headers = {"Accept-Encoding": encoding}
    answer = client.get(f"/cite/{COMET}?format={form}", headers=headers)
    assert answer.headers["Content-Encoding"] == encoding
    assert int(answer.headers.get("Content-Length", len(answer.data))) == len(answer.data)


def test_the_page_shows_the_citations_and_links_to_each(
    client: FlaskClient, archive: Archive
) -> None:
    page = read(client, f"/item/{COMET}?as_of=2026-03-01")
    shown = [node.text() for node in page.css(".cite pre")]
    item = archive.item(COMET)
    assert shown[0] == plain(item) + "\n"
    assert [own.replace("\r", "") for own in shown[1:3]] == [
        bibtex(item),
        ris(item).replace("\r", ""),
    ]
    for node in page.css(".downloads a"):
        answer = client.get(node.attributes["href"] or "")
        assert answer.status_code == 200
        assert "as_of=2026-03-01" in (node.attributes["href"] or "")


@pytest.mark.parametrize(
    ("hosts", "host", "is_told"),
    [
        (("news.example",), "news.example", True),
        ((".example",), "news.example:8080", True),
        (("localhost", "127.0.0.1"), "127.0.0.1:8000", False),
        (None, "forged.example", False),
    ],
)
def test_the_address_in_the_archive_is_told_where_the_server_knows_it(
    archive: Archive, hosts: tuple[str, ...] | None, host: str, is_told: bool
) -> None:
    client = create_app({"ARCHIVE": archive, "HOSTS": hosts}).test_client()
    here = f"http://{host}/item/{COMET}?as_of=2026-03-01"
    page = client.get(f"/item/{COMET}?as_of=2026-03-01", headers={"Host": host}).text
    assert (f"archived at {here}" in page) == is_told
    for form in ("plain", "bibtex", "ris", "csl"):
        address = f"/cite/{COMET}?format={form}&as_of=2026-03-01"
        text = client.get(address, headers={"Host": host}).text.replace(r"\_", "_")
        assert (here in text) == is_told
        assert (host in text) == is_told


def test_paper_has_the_citation_and_the_address_once(client: FlaskClient, archive: Archive) -> None:
    page = read(client, f"/item/{COMET}?q=comet&hit=1")
    item = archive.item(COMET)
    assert words(page.css_first(".printed.cited")) == f"Cite as: {plain(item)}"
    # The style sheet prints `data-shown` beside a link, and leaves out the button to the original.
    told = item.link.partition("://")[2]
    shown = page.css("article a[data-shown]:not(.original a)")
    assert told not in [node.attributes["data-shown"] for node in shown]
    assert f"/item/{COMET} on " in words(page.css_first("footer .printed"))


@pytest.mark.parametrize(
    "address",
    ["/item/nothing.md?q=port+%22strike%22", "/day/2026-13-45?as_of=2026-01-01", "/nothing?q=ü<b>"],
)
def test_paper_tells_which_address_led_to_an_error(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    page = LexborHTMLParser(answer.text)
    printed = words(page.css_first("footer .printed span"))
    assert urlsplit(printed).query.replace("%22", '"') == unquote(urlsplit(address).query)
    query = parse_qs(urlsplit(address).query).get("q", [""])[0]
    assert page.css_first("#q").attributes["value"] == query


def test_programs_are_told_what_the_page_is_about(client: FlaskClient) -> None:
    page = read(client, f"/item/{COMET}?q=comet")
    tags = {node.attributes["name"]: node.attributes["content"] for node in page.css("meta[name]")}
    assert tags["citation_title"] == tags["DC.title"] == "Comet seen over the bay"
    assert tags["citation_publication_date"] == "2026/01/04"
    assert tags["DC.publisher"] == tags["prism.publicationName"] == "BBC"
    assert tags["DC.type"] == "newspaperArticle"
    data = json.loads(page.css_first('script[type="application/ld+json"]').text())
    assert data["@type"] == "NewsArticle"
    assert data["isPartOf"]["name"] == data["publisher"]["name"] == "BBC"
    assert "author" not in data, "the archive knows none"
    assert data["datePublished"] == "2026-01-04"
    assert data["archivedAt"] == f"http://localhost/item/{COMET}"
    assert data["url"] == "https://city.example/comet-seen-over-the-bay"


def test_hostile_words_stay_words(hostile: FlaskClient) -> None:
    search = "/?q=script+alert"
    url = read(hostile, search).css_first(".hit .headline a").attributes["href"] or ""
    page = read(hostile, url)
    scripts = [node.attributes.get("type", "") for node in page.css("script")]
    assert scripts.count("application/ld+json") == 1
    assert all(node.attributes.get("src") for node in page.css("script") if not node.text())
    assert len([node for node in page.css("script") if node.text().strip()]) == 1
    data = json.loads(page.css_first('script[type="application/ld+json"]').text())
    assert data["headline"] == HOSTILE
    assert not any((node.attributes.get("href") or "").startswith("java") for node in page.css("a"))
    for node in page.css(".downloads a"):
        assert hostile.get(node.attributes["href"] or "").status_code == 200


def test_the_content_hash_is_of_what_the_item_says(archive: Archive, client: FlaskClient) -> None:
    item = archive.item(COMET)
    page = read(client, f"/item/{COMET}")
    assert words(page.css_first(".hash")) == content_hash(item)
    assert "Generation" in words(page.css_first(".provenance"))
    past = read(client, f"/item/{COMET}?as_of=2026-03-01")
    assert words(past.css_first(".hash")) == content_hash(item)
    assert "Generation" not in words(past.css_first(".provenance"))
    assert "First seen not recorded" in words(page.css_first(".provenance"))
    assert "not removed by the last update of the archive" in words(page.css_first(".provenance"))
    assert "not removed by 1 March 2026" in words(past.css_first(".provenance"))


def test_the_original_and_its_copy_of_that_day_are_linked(client: FlaskClient) -> None:
    page = read(client, f"/item/{COMET}")
    links = [node.attributes["href"] for node in page.css(".original a")]
    link = "https://city.example/comet-seen-over-the-bay"
    assert links == [link, f"https://web.archive.org/web/20260104/{link}"]
    assert wayback_url(link, None) == f"https://web.archive.org/web/{link}"


def test_the_day_of_an_item_is_a_link(client: FlaskClient) -> None:
    page = read(client, f"/item/{COMET}?as_of=2026-03-01")
    days = [a.attributes["href"] for a in page.css(".about a") if words(a) == "4 January 2026"]
    assert days == ["/day/2026-01-04?as_of=2026-03-01"]
    assert client.get(days[0] or "").status_code == 200
