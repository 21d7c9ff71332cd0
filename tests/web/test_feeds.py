"""Feeds and descriptions are what their formats say."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID, uuid4, uuid5
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


def test_what_only_a_page_shows_makes_no_other_feed(client: FlaskClient) -> None:
    plain = client.get("/feed.atom?q=strike").data
    assert client.get("/feed.atom?q=strike&explain=1&by=week&share=1").data == plain


def test_a_feed_has_pages(client: FlaskClient) -> None:
    root = feed(client, "/feed.atom?q=strike&source=BBC&page=2&per_page=2")
    assert texts(root, "a:entry/a:title") == ["Dockers vote for a strike"]
    links = {link.get("rel"): link.get("href") for link in root.iterfind(f"{ATOM}link")}
    query = "q=strike&source=BBC&sort=newest&page=2&per_page=2"
    assert links["self"] == f"http://localhost/feed.atom?{query}"
    assert links["alternate"] == f"http://localhost/?{query}"


@pytest.mark.parametrize(
    "limit", ["since=x", "page=0", "per_page=101", "month=2026-13", "as_of=x", "sort=best"]
)
def test_a_bad_limit_is_refused_as_by_the_api(client: FlaskClient, limit: str) -> None:
    assert client.get(f"/feed.atom?q=strike&{limit}").status_code == 400


def test_an_entry_tells_what_the_item_is(client: FlaskClient, archive: Archive) -> None:
    entry = feed(client, "/feed.atom?q=coffee").find(f"{ATOM}entry")
    assert entry is not None
    address = "http://localhost/item/ports/port-strike-enters-second-week.md"
    item = "item/ports/port-strike-enters-second-week.md"
    assert texts(entry, "a:id") == [uuid5(archive.id, item).urn]
    assert texts(entry, "a:updated") == texts(entry, "a:published") == ["2026-01-03T00:00:00Z"]
    assert texts(entry, "a:author/a:name") == ["Reuters", "BBC", "The Guardian", "Al Jazeera", "DW"]
    assert [node.get("term") for node in entry.iterfind(f"{ATOM}category")] == ["strike", "port"]
    links = {link.get("rel"): link.get("href") for link in entry.iterfind(f"{ATOM}link")}
    assert links["alternate"] == address
    assert links["related"] == "https://port-strike-enters-second-week.example/0"
    assert client.get(urlsplit(address).path).status_code == 200


@pytest.mark.parametrize("url", ["/feed.atom", "/feed.atom?q=zebra", "/feed.atom?ref=y&q=%ff"])
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
        link = entry.find(f"{ATOM}link")
        assert link is not None
        address = link.get("href") or ""
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
    links = [link.get("href") or "" for link in entry.iterfind(f"{ATOM}link")]
    assert links[0].startswith("http://localhost/news/item/")
    assert 'action="/news/"' in client.get("/", environ_overrides=below).text
    document = client.get("/api/v1/openapi.json", environ_overrides=below).get_json()
    assert document["servers"] == [{"url": "/news"}]


def test_health_says_what_is_served(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "ok", "generation": 1, "items": 37}


# -- what RFC 4287 demands

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def faults(root: xml.Element) -> Iterator[str]:
    """Yield what a validator of Atom feeds would find."""
    for node in (root, *root.iterfind(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            if len(node.findall(f"{ATOM}{name}")) != 1 or not node.findtext(f"{ATOM}{name}"):
                yield f"not one {name}"
        if len(node.findall(f"{ATOM}published")) > 1:
            yield "several days of publication"
        for time in texts(node, "a:updated") + texts(node, "a:published"):
            if not TIME.fullmatch(time or "") or not datetime.fromisoformat(time or ""):
                yield f"no time: {time}"
        if not UUID((node.findtext(f"{ATOM}id") or "").removeprefix("urn:uuid:")).version:
            yield "no id"
        if not all((name or "").strip() for name in texts(node, "a:author/a:name")):
            yield "an author without a name"
        if not all(category.get("term") for category in node.iterfind(f"{ATOM}category")):
            yield "a category without a term"
        links = [(link.get("rel"), link.get("type")) for link in node.iterfind(f"{ATOM}link")]
        if len(links) != len(set(links)):
            yield "two links of one kind"
        for link in node.iterfind(f"{ATOM}link"):
            if not re.fullmatch(r'https?://[^\s"<>\\^`{|}]+', link.get("href") or ""):
                yield f"no address: {link.get('href')}"
    if not texts(root, "a:author/a:name"):
        yield "no author"
    ids = texts(root, "a:entry/a:id") + texts(root, "a:id")
    if len(ids) != len(set(ids)):
        yield "an id twice"


@pytest.mark.parametrize("query", ["", "?q=strike", "?q=nothing", "?page=2", "?as_of=2026-01-01"])
def test_a_feed_validates(client: FlaskClient, query: str) -> None:
    assert [*faults(feed(client, f"/feed.atom{query}"))] == []


def test_a_feed_of_odd_items_validates(tmp_path: Path) -> None:
    odd = [
        Item(id="no title.md", title="", day=None),
        Item(
            id="0.md", title="\x01", day=date(1, 1, 1), link='https://a.example/x y"<>{|}^`\\é%20'
        ),
        Item(id="1.md", title="x", day=date(9999, 12, 31), tags=["\x02", "a"]),
        Item(
            id="2.md",
            title="x",
            day=None,
            headlines=[Headline("a", "\x03"), Headline("b", "B")],
            changed=datetime(1, 1, 1, tzinfo=UTC),
        ),
    ]
    with Archive.create(tmp_path / "index") as archive:
        archive.add(odd)
        client = create_app({"ARCHIVE": archive}).test_client()
        assert [*faults(feed(client, "/feed.atom"))] == []


def test_ids_depend_on_archive_and_item_alone(tmp_path: Path) -> None:
    item = Item(id="a.md", title="A comet", day=date(2026, 1, 1))

    def ids(client: FlaskClient, url: str = "/feed.atom?q=comet", **more: str) -> list[str | None]:
        root = xml.fromstring(client.get(url, headers=more).data)
        return texts(root, "a:id") + texts(root, "a:entry/a:id")

    path, known = tmp_path / "index", uuid4()
    with Archive.create(path, id=known) as archive:
        archive.add([item])
        client = create_app({"INDEX": path}).test_client()
        first = ids(client)
        assert ids(client, Host="other.example", **{"X-Forwarded-Proto": "https"}) == first
        assert ids(client, "/feed.atom?q=comet&tag=x")[0] != first[0]
        archive.add([Item(id="a.md", title="A comet fades", day=date(2026, 1, 2))])
        assert ids(client) == first
    with Archive.rebuild(path, language="german") as change:
        change.add([item])
    with Archive.open(path) as archive:
        assert archive.id == known
    assert ids(create_app({"INDEX": path}).test_client()) == first
    for name, number in (("same", known), ("other", None)):
        with Archive.create(tmp_path / name, id=number) as archive:
            archive.add([item])
            same = ids(create_app({"ARCHIVE": archive}).test_client()) == first
            assert same == (name == "same")


def test_an_entry_is_updated_when_its_item_changed(tmp_path: Path) -> None:
    seen = [datetime(2026, 1, day, 5, 6, 7, tzinfo=UTC) for day in (2, 3)]
    item = Item(id="a.md", title="A", day=date(2026, 1, 1), changed=seen[1])
    states = [
        Item(id="b.md", title="B", day=date(2026, 1, 1), seen=seen[0]),
        Item(id="b.md", title="B again", day=date(2026, 1, 1), seen=seen[1]),
    ]
    with Archive.create(tmp_path / "index") as archive:
        archive.add([item, states])
        client = create_app({"ARCHIVE": archive}).test_client()
        for query, times in (
            ("", ["2026-01-03T05:06:07Z"] * 2),
            ("?as_of=2026-01-02&q=b", ["2026-01-02T05:06:07Z"]),
        ):
            root = feed(client, f"/feed.atom{query}")
            assert texts(root, "a:entry/a:updated") == times
            assert texts(root, "a:updated") == times[:1]
            assert set(texts(root, "a:entry/a:published")) == {"2026-01-01T00:00:00Z"}


def test_what_is_dated_in_the_future_waits_for_its_day(tmp_path: Path) -> None:
    today = date.today()
    days = [today + timedelta(number) for number in (900, 400, 30, 0, -1, -2, -3)]
    with Archive.create(tmp_path / "index") as archive:
        archive.add(
            [
                *(Item(id=f"{day}.md", title=str(day), day=day) for day in days),
                Item(id="undated.md", title="undated", day=None),
            ]
        )
        client = create_app({"ARCHIVE": archive}).test_client()
        past = [*map(str, days[3:]), "undated"]
        for size in (1, 2, 3, 4, 5, 20):
            found = []
            for page in range(1, 7):
                root = feed(client, f"/feed.atom?per_page={size}&page={page}")
                found.append(texts(root, "a:entry/a:title"))
            assert [title for titles in found for title in titles] == past
            assert [len(titles) for titles in found[: len(past) // size]] == (
                [size] * (len(past) // size)
            )
        root = feed(client, f"/feed.atom?since={today + timedelta(5)}")
        assert texts(root, "a:entry/a:title") == []
        root = feed(client, f"/feed.atom?until={days[4]}")
        assert texts(root, "a:entry/a:title") == past[1:-1]


def test_what_is_dated_in_the_future_waits_where_most_of_the_words_answer_too(
    tmp_path: Path,
) -> None:
    today = date.today()
    with Archive.create(tmp_path / "index") as archive:
        archive.add(
            Item(id=f"{day}.md", title=f"Comet {day}", day=today + timedelta(day))
            for day in (-2, -1, 30, 400)
        )
        client = create_app({"ARCHIVE": archive}).test_client()
        for asked, expected in (("comet+xyzzy", ["-1", "-2"]), ("comet+400+OR+xyzzy", [])):
            found = texts(feed(client, f"/feed.atom?q={asked}"), "a:entry/a:title")
            assert [title.removeprefix("Comet ") for title in found] == expected


# -- in a browser

NAVIGATION = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.mark.parametrize(
    ("accept", "mimetype"),
    [
        (NAVIGATION["Accept"], "application/xml"),
        ("text/html, application/atom+xml", "application/atom+xml"),
        ("application/rss+xml, application/xml;q=0.9", "application/atom+xml"),
        ("*/*", "application/atom+xml"),
        ("", "application/atom+xml"),
    ],
)
def test_a_browser_is_sent_what_it_shows(client: FlaskClient, accept: str, mimetype: str) -> None:
    answer = client.get("/feed.atom?q=strike", headers={"Accept": accept})
    assert answer.mimetype == mimetype
    assert "Accept" in answer.vary
    assert answer.data == client.get("/feed.atom?q=strike").data


def test_a_feed_names_its_stylesheet(client: FlaskClient) -> None:
    below = {"SCRIPT_NAME": "/news"}
    text = client.get("/feed.atom?q=strike", environ_overrides=below).text
    found = re.search(r'<\?xml-stylesheet type="text/css" href="/news(/feed.css)"\?>', text)
    assert found
    with client.get(found[1]) as sheet:
        assert sheet.mimetype == "text/css"
        assert "copy the address of this page" in sheet.text
        assert {"Accept-Language", "Cookie"} <= {*sheet.vary}


def test_the_stylesheet_of_feeds_speaks_the_language_of_the_reader(client: FlaskClient) -> None:
    german = {"Accept-Language": "de"}
    feed = client.get("/feed.atom?q=strike", headers=german)
    assert feed.data == client.get("/feed.atom?q=strike").data
    sheet = client.get("/feed.css", headers=german)
    assert "Kopieren Sie die Adresse dieser Seite" in sheet.text
    assert "This is a feed" not in sheet.text
    client.set_cookie("language", "en")
    assert "This is a feed" in client.get("/feed.css", headers=german).text
