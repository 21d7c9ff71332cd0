"""An archive can be published: no item, request or header makes a page run or link to harm."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as xml

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from search import Archive, Headline, Item
from web import create_app

SCRIPT = "<script>alert(1)</script>"
BREAKOUT = '"><img src=x onerror=alert(1)>'
IDS = [
    "plain.md",
    "with space/and+plus.md",
    "../../etc/passwd",
    "a/../b.md",
    "a/./b.md",
    "a//b.md",
    "/leading.md",
    "//host.example/x.md",
    "trailing/",
    "percent%2e%2e%2Fescaped.md",
    "question?mark=1.md",
    "hash#fragment.md",
    "semi;colon&and=equals.md",
    "quote\"and'apostrophe.md",
    "<b>tag</b>.md",
    "back\\slash.md",
    "line\nbreak\ttab.md",
    "日本語/новости/أخبار.md",
    "e\u0301 combining.md",
    "\u202eright-to-left.md",
    "https://host.example/x.md",
    "javascript:alert(1)",
    "item",
    ".hidden",
    "...",
    "x" * 2000,
]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """An archive whose items attack their readers."""
    folder: Path = tmp_path_factory.mktemp("hostile") / "index"
    with Archive.create(folder) as archive:
        archive.add(
            [
                Item(
                    id="evil.md",
                    title=f"evil {SCRIPT} {BREAKOUT}",
                    day=date(2026, 1, 1),
                    text=f"evil text {SCRIPT} {BREAKOUT}\n<style>*{{display:none}}</style>",
                    headlines=[
                        Headline(
                            text=f"evil line {SCRIPT}",
                            outlet=f"Outlet {BREAKOUT}",
                            link="javascript:alert(1)",
                        ),
                        Headline(text="evil data", outlet="Other", link="data:text/html," + SCRIPT),
                        Headline(text="evil slashes", outlet="Other", link="//evil.example/x"),
                        Headline(text="evil quote", link='https://x.example/"onclick="alert(1)'),
                    ],
                    tags=[SCRIPT, BREAKOUT],
                    categories=[SCRIPT],
                    feed="javascript:alert('feed')",
                    link=" JaVaScRiPt:alert(1)",
                ),
                Item(id="rtl.md", title="أخبار evil العالم", day=None, text="שלום " * 100),
                Item(id="long.md", title="long", day=None, text="evil & <b> " * 100_000),
                *(Item(id=name, title=f"odd {n}", day=None) for n, name in enumerate(IDS)),
            ]
        )
        yield create_app({"ARCHIVE": archive, "TESTING": True}).test_client()


PAGES = ["/", "/?q=evil", "/?q=%3Cscript%3E", "/item/evil.md?q=%22%3E%3Cscript%3E", "/facets/tags"]
QUERIES = [
    "/?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
    "/?source=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&not_tag=%3Cscript%3E",
    "/?since=%3Cscript%3E&sort=%22onclick=&facets=%3Cscript%3E",
    "/facets/tags?prefix=%22%3E%3Cscript%3E",
    "/item/%3Cscript%3Ealert(1)%3C/script%3E",
    "/%3Cscript%3E",
]


@pytest.mark.parametrize("url", PAGES + QUERIES)
def test_nothing_of_an_item_or_a_request_becomes_markup(hostile: FlaskClient, url: str) -> None:
    page = LexborHTMLParser(hostile.get(url).text)
    for data in page.css("head script[type='application/ld+json']"):
        json.loads(data.text())  # no text of an item ends it
    for script in page.css("script:not([type='application/ld+json'])"):
        assert re.fullmatch(r"/static/\w+\.js\?v=\w+", script.attributes.get("src") or "")
    assert not page.css("img, iframe, style, base, object, embed, main script")
    for node in page.css("*"):
        for name, value in node.attributes.items():
            assert not name.startswith("on"), (node.tag, name)
            assert name != "style"
            if name in ("href", "src", "action"):
                parts = urlsplit(value or "")
                assert parts.scheme in ("", "http", "https"), value
                assert parts.scheme or not parts.netloc, value


def test_hostile_text_is_shown_as_it_is(hostile: FlaskClient) -> None:
    page = LexborHTMLParser(hostile.get("/item/evil.md").text)
    assert page.css_first("h1").text() == f"evil {SCRIPT} {BREAKOUT}"
    assert page.css_first(".text").text(separator="\n").split("\n")[0] == (
        f"evil text {SCRIPT} {BREAKOUT}"
    )
    outlets = [node.text() for node in page.css(".coverage .kicker a")]
    assert f"Outlet {BREAKOUT}" in outlets


def test_only_web_links_leave(hostile: FlaskClient) -> None:
    page = LexborHTMLParser(hostile.get("/item/evil.md").text)
    leaving = [node.attributes["href"] or "" for node in page.css("main a.leaving")]
    assert [urlsplit(url).hostname for url in leaving] == ["x.example"]
    for url in PAGES:
        for node in LexborHTMLParser(hostile.get(url).text).css("main a[href^=http]"):
            assert node.attributes["class"] == "leaving"


def test_every_value_of_a_hostile_item_can_be_followed(hostile: FlaskClient) -> None:
    page = LexborHTMLParser(hostile.get("/item/evil.md").text)
    for node in page.css(".about .tags a"):
        found = LexborHTMLParser(hostile.get(node.attributes["href"] or "").text)
        assert f"evil {SCRIPT} {BREAKOUT}" in [hit.text() for hit in found.css(".hit .headline")]


@pytest.mark.parametrize("name", IDS, ids=lambda name: ascii(name)[:40])
def test_any_id_has_an_address_that_browsers_leave_alone(hostile: FlaskClient, name: str) -> None:
    page = hostile.get("/?per_page=100&q=odd").text
    links = [node.attributes["href"] for node in LexborHTMLParser(page).css(".hit .headline a")]
    place = IDS.index(name)
    for link in links:
        url = (link or "").partition("?")[0]
        assert not {".", "..", ""} & {*url.lower().replace("%2e", ".").split("/")[1:]}, url
        if unquote(url).removeprefix("/item/") == name:
            item = hostile.get(url)
            assert f"odd {place}<" in item.text
            assert hostile.get(f"/api/v1/items/{url.removeprefix('/item/')}").json["id"] == name
            return
    pytest.fail(f"no link to {name!r}")


def test_of_a_text_of_a_megabyte_as_much_is_shown_as_fits(hostile: FlaskClient) -> None:
    page = LexborHTMLParser(hostile.get("/item/long.md").text)
    text = page.css_first(".text").text().strip()
    assert text.count("evil & <b>") > 10_000
    assert page.css_first(".more").text().strip() == "All 1,100,000 characters"


def test_text_that_runs_right_to_left_may_do_so(hostile: FlaskClient) -> None:
    page = LexborHTMLParser(hostile.get("/item/rtl.md").text)
    assert page.css_first("h1").attributes["dir"] == "auto"
    assert page.css_first(".text p").attributes["dir"] == "auto"


@pytest.mark.parametrize(
    "url",
    [
        "/",
        "/item/evil.md",
        "/item/nothing",
        "/nothing",
        "/facets/tags",
        "/api/v1/search",
        "/api/v1/nothing",
        "/feed.atom",
        "/take",
        "/export?format=markdown",
        "/export",
        "/opensearch.xml",
        "/robots.txt",
        "/healthz",
        "/static/backfile.css",
        "/static/nothing",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_answer_carries_the_headers(hostile: FlaskClient, url: str, method: str) -> None:
    headers = hostile.open(url, method=method, buffered=True).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "http" not in policy
    for directive in ("base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"):
        assert directive in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in headers
    assert "Set-Cookie" not in headers


def test_no_page_asks_for_anything_from_elsewhere(hostile: FlaskClient) -> None:
    for url in PAGES:
        page = LexborHTMLParser(hostile.get(url).text)
        for node in page.css("link[href], script[src], img[src]"):
            if node.attributes.get("rel") not in ("canonical", "alternate"):
                target = node.attributes.get("href") or node.attributes.get("src") or ""
                assert target.startswith("/"), target
                assert hostile.get(target, buffered=True).status_code == 200


def test_static_files_are_kept_by_browsers_until_they_change(hostile: FlaskClient) -> None:
    page = LexborHTMLParser(hostile.get("/").text)
    url = page.css_first("link[rel=stylesheet]").attributes["href"] or ""
    assert "?v=" in url
    assert "immutable" in hostile.get(url, buffered=True).headers["Cache-Control"]
    unversioned = hostile.get("/static/backfile.css", buffered=True)
    assert "immutable" not in unversioned.headers["Cache-Control"]


@pytest.mark.parametrize(
    "host", ['evil"><script>', "evil.example", "[::1]:8000", "a&b<c>", "x:99999999", "..", "é", ""]
)
def test_a_forged_host_breaks_nothing(hostile: FlaskClient, host: str) -> None:
    for url in ("/", "/feed.atom", "/opensearch.xml"):
        answer = hostile.get(url, headers={"Host": host})
        assert answer.status_code in (200, 400)
        assert "<script>" not in answer.text
        if answer.mimetype.endswith("xml"):
            xml.fromstring(answer.data)


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded"])
def test_forwarding_headers_are_not_believed(hostile: FlaskClient, header: str) -> None:
    assert "evil.example" not in hostile.get("/", headers={header: "evil.example"}).text
