"""Readers and programs see the archive as it stood on a day, and how an item changed."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from search import Archive, Headline, Item
from web import create_app

DAY = "as_of=2026-01-04"


def state(title: str, seen: datetime | None, *outlets: str, **more: Any) -> Item:
    return Item(
        id="ports/strike.md",
        title=title,
        day=date(2026, 1, 3),
        headlines=tuple(
            Headline(text=f"{outlet} on the strike", outlet=outlet, link="https://a.example/")
            for outlet in outlets
        ),
        tags=("strike",),
        seen=seen,
        **more,
    )


STATES = [
    state("Dockers <b>vote</b>", None, "BBC"),
    state("Strike begins", datetime(2026, 1, 3, 9, 5, tzinfo=UTC), "BBC", "DW"),
    state("Strike begins", datetime(2026, 1, 3, 9, 50, tzinfo=UTC), "BBC", "DW"),
    state(
        "Strike ends",
        datetime(2026, 1, 6, 18, 0, tzinfo=UTC),
        *("DW", "Reuters"),
        gone=date(2026, 1, 20),
    ),
]
OTHERS = [
    Item(
        id=f"ports/{number}.md",
        title=f"Strike, day {number}",
        day=date(2026, 1, 4),
        headlines=(Headline(text=f"Strike, day {number}", outlet="BBC"),),
        tags=("strike",),
    )
    for number in range(30)
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    folder: Path = tmp_path_factory.mktemp("as-of") / "index"
    with Archive.create(folder) as archive:
        archive.add([STATES, *OTHERS])
        yield create_app({"ARCHIVE": archive, "TESTING": True}).test_client()


def read(client: FlaskClient, url: str) -> LexborHTMLParser:
    response = client.get(url)
    assert response.status_code == 200, response.text
    return LexborHTMLParser(response.text)


def words(page: LexborHTMLParser, selector: str) -> list[str]:
    return [" ".join(node.text().split()) for node in page.css(selector)]


def test_every_link_and_form_of_a_page_keeps_the_day(client: FlaskClient) -> None:
    for url in (
        f"/?q=strike&source=BBC&not_tag=x&per_page=10&{DAY}",
        f"/item/ports/strike.md?{DAY}",
        f"/facets/sources?{DAY}",
        f"/compare?q=strike&q=day&{DAY}",
        f"/compare?q=strike&by=sources&{DAY}",
    ):
        page = read(client, url)
        free = page.css_first(".stood a").attributes["href"] or ""
        assert "as_of" not in free
        assert client.get(free).status_code == 200
        assert words(page, ".stood") == [
            "As the archive stood on 4 January 2026. Show it as it stands now"
        ]
        links = [
            node.attributes["href"] or ""
            for node in page.css("main a[href], .colophon a:not([hreflang])")
        ]
        inner = {
            link
            for link in links
            if link.startswith("/") and link.partition("#")[0] not in (free, "/", "/help")
        }
        assert len(inner) >= 3
        for link in inner:
            day = dict(parse_qsl(urlsplit(link).query)).get("as_of", "")
            assert day == "2026-01-04" or "changes" in url or "ports/strike" in link, link
        for form in page.css("form"):
            fields = [
                (node.attributes["name"], node.attributes["value"]) for node in form.css("input")
            ]
            assert ("as_of", "2026-01-04") in fields


def test_a_search_without_a_day_says_nothing_of_days_but_offers_one(client: FlaskClient) -> None:
    page = read(client, "/?q=strike")
    assert not page.css(".stood")
    assert page.css("form .as-of input[type=date][name=as_of]")
    assert "open" not in page.css_first("details.past").attributes
    assert "open" in read(client, f"/?{DAY}").css_first("details.past").attributes


def test_the_page_of_a_day_is_no_front_page_and_not_for_crawlers(client: FlaskClient) -> None:
    page = read(client, f"/?{DAY}")
    assert words(page, "h1") == ["1–20 of 31 hits, newest first"]
    assert words(page, "head title") == [
        "the archive of 4 January 2026 · 1–20 of 31 hits · Backfile"
    ]
    assert page.css("meta[name=robots]")


def test_an_item_tells_how_it_changed(client: FlaskClient) -> None:
    page = read(client, "/item/ports/strike.md")
    assert words(page, ".gone") == [
        "Its file was removed on 20 January 2026; the archive keeps the item."
    ]
    assert words(page, ".changes ol > li") == [
        "First version · As it stood then Dockers <b>vote</b> +Added: BBC on the strike BBC",
        "3 January 2026, 09:05 UTC · replaced on the same day · Version 2 "
        "Dockers <b>vote</b> Strike begins "
        "+Added: DW on the strike DW",
        "3 January 2026, 09:50 UTC · As it stood then "
        "Neither title nor headlines nor text changed.",
        "6 January 2026, 18:00 UTC · shown above Strike begins ends "
        "+Added: Reuters on the strike Reuters −Removed: BBC on the strike BBC",
    ]
    links = [node.attributes["href"] or "" for node in page.css(".changes a")]
    titles = [words(read(client, link), "h1") for link in links]
    assert titles == [["Dockers <b>vote</b>"], ["Strike begins"], ["Strike begins"]]


def test_an_item_of_a_day_is_the_state_of_that_day(client: FlaskClient) -> None:
    page = read(client, f"/item/ports/strike.md?{DAY}")
    assert words(page, "h1") == ["Strike begins"]
    assert not page.css(".gone")
    assert len(page.css(".changes ol > li")) == 3
    assert not read(client, "/item/ports/strike.md?as_of=2026-01-01").css(".changes")


def test_an_item_without_older_versions_has_no_such_section(client: FlaskClient) -> None:
    assert not read(client, "/item/ports/1.md").css(".changes, .gone, .stood")


def test_json_answers_as_of_a_day(client: FlaskClient) -> None:
    item = client.get("/api/v1/items/ports/strike.md").json
    assert item["seen"] == "2026-01-06T18:00:00+00:00"
    assert item["gone"] == "2026-01-20"
    assert [version["title"] for version in item["versions"]] == [
        "Dockers <b>vote</b>",
        "Strike begins",
        "Strike begins",
    ]
    assert item["versions"][0]["seen"] is None
    assert item["versions"][1]["headlines"][1]["outlet"] == "DW"
    then = client.get("/api/v1/items/ports/strike.md?as_of=2026-01").json
    assert then == item
    then = client.get(f"/api/v1/items/ports/strike.md?{DAY}").json
    assert then["title"] == "Strike begins"
    page = client.get(f"/api/v1/search?q=ends&{DAY}").json
    assert page["total"] == 0
    assert ["as_of", "2026-01-04"] in page["request"]
    facet = client.get(f"/api/v1/facets/sources?{DAY}").json
    assert {entry["value"]: entry["count"] for entry in facet["values"]} == {"BBC": 31, "DW": 1}


@pytest.mark.parametrize("path", ["search", "items/ports/strike.md", "facets/tags"])
@pytest.mark.parametrize("day", ["garbage", "2026-13-30"])
def test_a_day_that_is_none_is_refused(client: FlaskClient, path: str, day: str) -> None:
    response = client.get(f"/api/v1/{path}?as_of={day}")
    assert response.status_code == 400
    assert response.json["error"]["message"].startswith("as_of")


def test_an_item_that_was_not_yet_seen_is_not_found(client: FlaskClient) -> None:
    with create_app({"ARCHIVE": client.application.config["ARCHIVE"]}).test_client() as other:
        other.application.config["ARCHIVE"].add([STATES[1:]])
        try:
            page = other.get("/item/ports/strike.md?as_of=2026-01-02")
            answer = other.get("/api/v1/items/ports/strike.md?as_of=2026-01-02")
        finally:
            other.application.config["ARCHIVE"].add([STATES])
    assert page.status_code == answer.status_code == 404
    assert "on 2 January 2026" in page.text
    assert "on 2026-01-02" in answer.json["error"]["message"]


FERRY = [
    Item(
        id="ferry.md",
        title="Ferry sails",
        day=None,
        seen=datetime(2026, 1, day, tzinfo=UTC),
        gone=gone,
    )
    for day, gone in ((2, date(2026, 1, 4)), (7, None))
]


@pytest.fixture
def ferry(tmp_path: Path) -> Iterator[FlaskClient]:
    """An archive whose only item went on the 4th and came back on the 7th."""
    with Archive.create(tmp_path / "index") as archive:
        archive.add([FERRY])
        yield create_app({"ARCHIVE": archive, "TESTING": True}).test_client()


def test_a_page_marks_what_had_gone_and_leaves_it_out_where_asked(ferry: FlaskClient) -> None:
    page = read(ferry, "/?as_of=2026-01-05")
    assert words(page, ".hit .gone") == ["Its file was removed on 4 January 2026."]
    box = page.css_first("form .as-of input[name=standing]")
    assert "checked" not in box.attributes
    page = read(ferry, "/?as_of=2026-01-05&standing=1")
    assert words(page, ".hit") == []
    assert "checked" in page.css_first("form .as-of input[name=standing]").attributes
    assert [" ".join(text.split()) for text in words(page, ".chip")] == ["Remove not gone by then"]
    assert words(read(ferry, "/?as_of=2026-01-08&standing=1"), ".hit .gone") == []
    assert len(read(ferry, "/?standing=1").css(".hit")) == 1
    for limits, told in (
        ("as_of=2026-01-05", " in the archive as of 5 January 2026"),
        ("standing=1", " among items whose files are still there"),
        (
            "as_of=2026-01-05&standing=1",
            " among items whose files were still there on 5 January 2026",
        ),
    ):
        (caption,) = words(read(ferry, f"/?q=xyzzy&{limits}"), ".nothing caption")
        assert caption == f"What each part of the search finds on its own{told}"


def test_an_item_tells_that_it_had_gone_and_came_back(ferry: FlaskClient) -> None:
    assert words(read(ferry, "/item/ferry.md"), ".changes ol > li") == [
        "2 January 2026, 00:00 UTC · As it stood then · removed on 4 January 2026 Ferry sails",
        "7 January 2026, 00:00 UTC · shown above It came back as it was.",
    ]
    assert words(read(ferry, "/item/ferry.md?as_of=2026-01-05"), ".gone") == [
        "Its file was removed on 4 January 2026; the archive keeps the item."
    ]


def test_json_and_feeds_leave_out_what_had_gone(ferry: FlaskClient) -> None:
    hits = ferry.get("/api/v1/search?as_of=2026-01-05").json["hits"]
    assert [hit["gone"] for hit in hits] == ["2026-01-04"]
    assert ferry.get("/api/v1/search?as_of=2026-01-05&standing=1").json["total"] == 0
    assert ferry.get("/api/v1/search?as_of=2026-01-05&standing=0").json["total"] == 1
    assert ferry.get("/api/v1/search?standing=perhaps").status_code == 400
    assert "<entry>" not in ferry.get("/feed.atom?as_of=2026-01-05&standing=1").text
    assert "standing=1" in ferry.get("/feed.atom?as_of=2026-01-08&standing=1").text
    (version,) = ferry.get("/api/v1/items/ferry.md").json["versions"]
    assert version["gone"] == "2026-01-04"


def test_a_feed_is_of_the_day(client: FlaskClient) -> None:
    text = client.get(f"/feed.atom?source=DW&{DAY}").text
    assert "<title>Strike begins</title>" in text
    assert "/item/ports/strike.md?as_of=2026-01-04" in text
    assert "the archive of 4 January 2026" in text


def test_where_nothing_is_known_of_the_past_nobody_is_asked_for_a_day(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "index") as archive:
        archive.add([Item(id="a.md", title="A title", day=None)])
        assert not archive.info().has_history
        client = create_app({"ARCHIVE": archive, "TESTING": True}).test_client()
        assert "as_of" not in client.get("/").text
        assert "as_of" in client.get("/?as_of=2026-01-01").text
        archive.add([Item(id="b.md", title="B", day=None, seen=datetime(2026, 1, 1, tzinfo=UTC))])
        assert archive.info().has_history
        assert "as_of" in client.get("/").text


def test_the_help_of_a_day_is_that_of_an_archive_that_ended_then(
    client: FlaskClient, tmp_path: Path
) -> None:
    with Archive.create(tmp_path / "index") as ended:
        ended.add([STATES[:3], *OTHERS])
        other = create_app({"ARCHIVE": ended, "TESTING": True}).test_client()
        for url in (f"/help?{DAY}", f"/api/v1/examples?{DAY}"):
            assert client.get(url).text == other.get(url).text
    assert client.get(f"/help?{DAY}").text != client.get("/help").text
    page = read(client, f"/help?{DAY}")
    assert page.css_first("form.fields input[name=as_of]").attributes["value"] == "2026-01-04"
    for node in page.css(".examples td a, .examples th a[href^='/?']"):
        assert DAY in (node.attributes["href"] or "")


def test_a_wrong_day_is_said_by_the_help_and_refused_to_programs(client: FlaskClient) -> None:
    assert len(words(read(client, "/help?as_of=x"), ".notes li")) == 1
    assert client.get("/api/v1/examples?as_of=x").status_code == 400


@pytest.mark.parametrize("page", ["day/2026-01-03", "outlet/BBC", "outlets", "archive", "story/a"])
def test_without_times_a_past_day_is_noted_everywhere(tmp_path: Path, page: str) -> None:
    line = Headline(text="Strike", outlet="BBC", link="https://a.example/1")
    with Archive.create(tmp_path / "index") as archive:
        archive.add([Item(id="a", title="Strike", day=date(2026, 1, 3), headlines=[line])])
        client = create_app({"ARCHIVE": archive}).test_client()
        for address in (f"/{page}", f"/api/v1/{page}"):
            told = [client.get(address + asked).text for asked in ("?as_of=1999-01-01", "")]
            assert ["No item here has a time" in text for text in told] == [True, False]
