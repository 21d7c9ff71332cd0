"""Feeds and descriptions are what their formats say."""

from datetime import date
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as xml

import pytest
from flask.testing import FlaskClient

from search import Archive, Headline, Item
from web import create_app

ATOM = "{http://www.w3.org/2005/Atom}"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def feed(client: FlaskClient, url: str) -> xml.Element:
    response = client.get(url)
    assert response.status_code == 200
    assert response.mimetype == "application/atom+xml"
    return xml.fromstring(response.data)


def texts(node: xml.Element, path: str) -> list[str | None]:
    return [found.text for found in node.iterfind(path.replace("a:", ATOM))]


def test_any_search_is_a_feed_of_its_newest_items(client: FlaskClient) -> None:
    root = feed(client, "/feed.atom?q=strike&source=BBC&sort=oldest")
    assert root.tag == f"{ATOM}feed"
    assert texts(root, "a:entry/a:title") == [
        "Strike over, cranes move again",
        "Port strike enters second week",
        "Dockers vote for a strike",
    ]
    assert texts(root, "a:title") == ["Backfile · strike, BBC"]
    assert texts(root, "a:updated") == ["2026-01-05T00:00:00Z"]
    links = {link.get("rel"): link.get("href") for link in root.iterfind(f"{ATOM}link")}
    assert links == {
        "self": "http://localhost/feed.atom?q=strike&source=BBC&sort=newest",
        "alternate": "http://localhost/?q=strike&source=BBC&sort=newest",
    }


def test_a_feed_has_pages(client: FlaskClient) -> None:
    root = feed(client, "/feed.atom?q=strike&source=BBC&page=2&per_page=2")
    assert texts(root, "a:entry/a:title") == ["Dockers vote for a strike"]
    links = {link.get("rel"): link.get("href") for link in root.iterfind(f"{ATOM}link")}
    query = "q=strike&source=BBC&sort=newest&page=2&per_page=2"
    assert links["self"] == f"http://localhost/feed.atom?{query}"
    assert links["alternate"] == f"http://localhost/?{query}"


@pytest.mark.parametrize(
    "limit", ["since=x", "page=0", "per_page=101", "month=2026-13", "as_of=", "sort=best"]
)
def test_a_bad_limit_is_refused_as_by_the_api(client: FlaskClient, limit: str) -> None:
    assert client.get(f"/feed.atom?q=strike&{limit}").status_code == 400


def test_an_entry_tells_what_the_item_is(client: FlaskClient) -> None:
    entry = feed(client, "/feed.atom?q=coffee").find(f"{ATOM}entry")
    assert entry is not None
    address = "http://localhost/item/ports/port-strike-enters-second-week.md"
    assert texts(entry, "a:id") == [address]
    assert texts(entry, "a:updated") == ["2026-01-03T00:00:00Z"]
    assert texts(entry, "a:author/a:name") == ["Reuters", "BBC", "The Guardian", "Al Jazeera", "DW"]
    assert [node.get("term") for node in entry.iterfind(f"{ATOM}category")] == ["strike", "port"]
    links = {link.get("rel"): link.get("href") for link in entry.iterfind(f"{ATOM}link")}
    assert links["alternate"] == address
    assert links["related"] == "https://port-strike-enters-second-week.example/0"
    assert client.get(urlsplit(address).path).status_code == 200


@pytest.mark.parametrize("url", ["/feed.atom", "/feed.atom?q=zebra", "/feed.atom?x=y&q=%ff"])
def test_every_feed_has_what_rfc_4287_asks_for(client: FlaskClient, url: str) -> None:
    root = feed(client, url)
    for node in (root, *root.iterfind(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(node.findall(f"{ATOM}{name}")) == 1, name
    identities = texts(root, "a:entry/a:id")
    assert len(identities) == len(set(identities))
    assert texts(root, "a:author/a:name") == ["Backfile"]


def test_no_text_of_an_item_breaks_the_feed(tmp_path: Path) -> None:
    hostile = Item(
        id='a "b" & <c>/\x01.md',
        title="</title><script>alert(1)</script> & \x00\x08\x0b\ufffe\x1b[31m ]]>",
        day=date(1, 1, 1),
        text="<b>bold</b> & \x02",
        headlines=[Headline(text="x", outlet="A & <B>\x03", link="javascript:alert(1)")],
        tags=["<tag>\x04"],
        link="javascript:alert(1)",
    )
    with Archive.create(tmp_path / "index") as archive:
        archive.add([hostile])
        client = create_app({"ARCHIVE": archive}).test_client()
        entry = feed(client, "/feed.atom").find(f"{ATOM}entry")
        assert entry is not None
        assert texts(entry, "a:title") == ["</title><script>alert(1)</script> & [31m ]]>"]
        assert texts(entry, "a:updated") == ["0001-01-01T00:00:00Z"]
        assert texts(entry, "a:author/a:name") == ["A & <B>"]
        assert [link.get("rel") for link in entry.iterfind(f"{ATOM}link")] == ["alternate"]
        address = entry.findtext(f"{ATOM}id") or ""
        assert client.get(address.removeprefix("http://localhost")).status_code == 200


def test_a_browser_can_add_the_archive_as_a_search_engine(client: FlaskClient) -> None:
    response = client.get("/opensearch.xml")
    assert response.mimetype == "application/opensearchdescription+xml"
    root = xml.fromstring(response.data)
    assert root.tag == f"{OPENSEARCH}OpenSearchDescription"
    assert len(root.findtext(f"{OPENSEARCH}ShortName") or "") in range(1, 17)
    templates = {url.get("type"): url.get("template") for url in root.iterfind(f"{OPENSEARCH}Url")}
    assert templates == {
        "text/html": "http://localhost/?q={searchTerms}",
        "application/atom+xml": "http://localhost/feed.atom?q={searchTerms}",
    }
    for template in templates.values():
        path = (template or "").replace("{searchTerms}", "strike").removeprefix("http://localhost")
        assert client.get(path).status_code == 200


def test_crawlers_are_kept_out_of_combinations(client: FlaskClient) -> None:
    response = client.get("/robots.txt")
    assert response.mimetype == "text/plain"
    rules = response.text.splitlines()
    assert rules[0] == "User-agent: *"
    assert {"Disallow: /?", "Disallow: /facets/", "Disallow: /item/*?"} <= set(rules)
    assert "Allow: /?page=" in rules
    assert "Disallow: /" not in rules
    assert not [rule for rule in rules if rule == "Disallow: /item/"]


def test_below_a_prefix_every_address_has_it(client: FlaskClient) -> None:
    below = {"SCRIPT_NAME": "/news"}
    assert "Disallow: /news/?" in client.get("/robots.txt", environ_overrides=below).text
    root = xml.fromstring(client.get("/feed.atom?q=comet", environ_overrides=below).data)
    entry = root.find(f"{ATOM}entry")
    assert entry is not None
    assert (entry.findtext(f"{ATOM}id") or "").startswith("http://localhost/news/item/")
    assert 'action="/news/"' in client.get("/", environ_overrides=below).text
    document = client.get("/api/v1/openapi.json", environ_overrides=below).get_json()
    assert document["servers"] == [{"url": "/news"}]


def test_health_says_what_is_served(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "ok", "generation": 1, "items": 37}
