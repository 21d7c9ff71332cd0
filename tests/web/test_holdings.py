"""Readers see what the archive holds; each number that links is what its link finds."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from search import Archive, Headline, Item
from web import create_app
from web.holdings import nearest_months

PAGES = (
    *("/archive", "/archive?month=2026-01", "/outlets", "/outlets?order=name&prefix=p"),
    *("/outlet/BBC", "/outlet/The%20Guardian", "/day/2026-01-03", "/day/2026-01-01"),
)


def read(client: FlaskClient, url: str) -> LexborHTMLParser:
    response = client.get(url)
    assert response.status_code == 200, response.text
    return LexborHTMLParser(response.text)


def words(page: LexborHTMLParser, selector: str) -> list[str]:
    return [" ".join(node.text().split()) for node in page.css(selector)]


@pytest.mark.parametrize("url", PAGES)
def test_each_number_that_links_to_a_search_is_what_it_finds(client: FlaskClient, url: str) -> None:
    checked = 0
    for node in read(client, url).css(".holdings a[href^='/']"):
        link, text = node.attributes["href"] or "", node.text().replace(",", "")
        text = text if node.parent and node.parent.tag == "th" else text.split(" ")[0]
        if link == "/" or link.startswith("/?"):
            if text.isdigit():
                found = client.get(link.replace("/", "/api/v1/search", 1)).json
                assert found["total"] == int(text), link
                checked += 1
        else:
            assert client.get(link.partition("#")[0]).status_code == 200, link
    assert checked or "prefix" in url


@pytest.mark.parametrize(
    ("month", "near"),
    [
        pytest.param("2030-01", ["January 2026"], id="after-all"),
        pytest.param("1999-12", ["September 2025"], id="before-all"),
    ],
)
def test_a_month_of_which_nothing_is_held_leads_to_the_nearest(
    client: FlaskClient, month: str, near: list[str]
) -> None:
    page = read(client, f"/archive?month={month}")
    assert "The archive holds nothing of" in words(page, "h1 ~ p")[0]
    links = page.css("h1 ~ p a")
    assert [node.text() for node in links] == near
    for node in links:
        assert read(client, node.attributes["href"] or "").css(".sum td a")
    assert not page.css("#days")


def test_the_nearest_months_are_those_around_one() -> None:
    held = ["2026-05", "2025-12", "2026-01"]
    assert nearest_months("2026-02", held) == ["2026-01", "2026-05"]
    assert nearest_months("2026-02", []) == []


def test_all_outlets_that_share_items_are_on_pages(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.holdings.OTHERS_PER_PAGE", 2)
    page, shown = read(client, "/outlet/BBC"), list[str]()
    assert page.css("[aria-labelledby=over-time]")
    while True:
        shown += words(page, "[aria-labelledby=shared] tbody th")
        after = page.css_first(".pager [rel=next]")
        if after is None:
            break
        page = read(client, after.attributes["href"] or "")
        assert not page.css("[aria-labelledby=over-time]")
    table = client.get("/shared.csv?outlet=BBC").text.splitlines()[1:]
    assert shown == [line.split(",")[0] for line in table]
    assert len(shown) > 2
    assert "Nothing on page 9" in read(client, "/outlet/BBC?page=9").css_first("main").text()


def test_the_calendar_shows_gaps(client: FlaskClient) -> None:
    page = read(client, "/archive?month=2026-01")
    assert words(page, "h2")[1] == "January 2026, by day and outlet"
    sums = words(page, ".sum td")
    assert sums[:6] == ["1", "1", "1", "1", "1", "none held"]
    assert len(sums) == 31
    assert words(read(client, "/archive?month=x"), ".notes li")
    rows = page.css("[aria-labelledby=days] tbody tr:not(.sum)")
    assert rows
    for row in rows:
        spans = [int(cell.attributes.get("colspan") or 1) for cell in row.css("td")]
        assert sum(spans) == 31
        assert max(spans) > 20, "days of which nothing is held are one gap"


def test_outlets_are_sorted_and_found(client: FlaskClient) -> None:
    assert words(read(client, "/outlets?order=name"), ".outlets tbody th")[:2] == [
        "Al Jazeera",
        "BBC",
    ]
    found = read(client, "/outlets?prefix=guard")
    assert words(found, "h1") == ["1 outlet with a word that begins with guard"]
    assert words(found, ".outlets tbody th") == ["The Guardian"]
    assert words(read(client, "/outlets?order=size"), ".notes li")
    assert words(read(client, "/outlets?page=9"), ".holdings > p")


@pytest.mark.parametrize("day", ["", "2026-01-03"])
def test_what_an_outlet_carries_alone_is_a_link_to_it(client: FlaskClient, day: str) -> None:
    of_day = f"?as_of={day}" if day else ""
    checked = 0
    for row in read(client, f"/outlets{of_day}").css(".outlets tbody tr"):
        name = row.css_first("bdi").text()
        alone = row.css("td")[2]
        link = read(client, f"/outlet/{quote(name)}{of_day}").css(".facts dd")[2]
        assert link.text() == alone.text()
        for own in (alone, link):
            if own.text() == "0":
                assert not own.css("a")
                continue
            address = own.css_first("a").attributes["href"] or ""
            found = client.get(address.replace("/", "/api/v1/search", 1)).json
            assert found["total"] == int(own.text()), name
            checked += 1
    assert checked


def test_an_outlet_shares_items_with_others(client: FlaskClient) -> None:
    page = read(client, "/outlet/the%20guardian")
    assert words(page, "h1") == ["The Guardian"]
    assert words(page, ".outlets tbody tr")[0].startswith("BBC2")
    assert words(read(client, "/outlet/Guardian"), "h1") == ["The Guardian"]
    assert client.get("/api/v1/outlet/guardian").json["outlet"]["name"] == "The Guardian"
    assert client.get("/outlet/Nobody").status_code == 404


def test_a_day_has_neighbours(client: FlaskClient) -> None:
    page = read(client, "/day/2026-01-03")
    assert words(page, "h1") == ["3 January 2026"]
    links = [node.attributes["href"] for node in page.css(".sorts a[rel]")]
    assert links == ["/day/2026-01-02", "/day/2026-01-04"]
    assert "holds nothing of this day" in read(client, "/day/2020-01-01").text()
    for wrong in ("x", "2026-13-01", "0", "2026-02-30"):
        answer = client.get(f"/day/{wrong}")
        assert answer.status_code == 404
        assert "/day/2026-01-03" in answer.text


@pytest.mark.parametrize("written", ["2026-1-3", "20260103", "3 January 2026"])
@pytest.mark.parametrize("base", ["/day/", "/api/v1/day/"])
def test_a_day_in_another_form_leads_to_its_address(
    client: FlaskClient, base: str, written: str
) -> None:
    answer = client.get(f"{base}{written}?as_of=2026-01-05")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{base}2026-01-03?as_of=2026-01-05"


def test_items_that_link_to_one_article_are_one_story(tmp_path: Path) -> None:
    link = "https://coast.example/2026/comet"
    with Archive.create(tmp_path / "index") as archive:
        archive.add(
            Item(
                id=id,
                title=f"<b>{id}",
                day=date(2026, 1, 3),
                headlines=(Headline(text=id, outlet=id),),
                link=link,
            )
            for id in ("Coast", "Dune")
        )
        client = create_app({"ARCHIVE": archive, "TESTING": True}).test_client()
        page = read(client, "/day/2026-01-03")
    assert words(page, ".story h2") == ["<b>Coast"]
    assert words(page, ".story summary")[0].startswith(
        "1 more item of its story on this day, 2 outlets in all"
    )
    assert words(page, ".story details li a") == ["<b>Dune"]


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FlaskClient, FlaskClient]]:
    """An archive that ended on a day, and one that got another item later."""
    early = Item(
        id="a.md",
        title="Ferry sinks",
        day=date(2026, 1, 3),
        headlines=(Headline(text="Ferry sinks", outlet="Coast"),),
        seen=datetime(2026, 1, 4, tzinfo=UTC),
    )
    later = Item(
        id="b.md",
        title="Ferry raised",
        day=date(2026, 1, 3),
        headlines=(Headline(text="Raised", outlet="Coast"), Headline(text="Up", outlet="Dune")),
        seen=datetime(2026, 1, 9, tzinfo=UTC),
    )
    folder = tmp_path_factory.mktemp("holdings")
    with Archive.create(folder / "one") as one, Archive.create(folder / "both") as both:
        one.add([early])
        both.add([early])
        both.add([later])
        clients = [
            create_app({"ARCHIVE": own, "TESTING": True}).test_client() for own in (one, both)
        ]
        yield clients[0], clients[1]


@pytest.mark.parametrize(
    "url", ["/archive", "/outlets", "/outlet/Coast", "/day/2026-01-03", "/outlet/Dune"]
)
def test_a_page_of_a_day_is_that_of_an_archive_that_ended_then(
    two: tuple[FlaskClient, FlaskClient], url: str
) -> None:
    one, both = (client.get(f"{url}?as_of=2026-01-05") for client in two)
    assert one.data == both.data
    assert two[0].get(url).data != two[1].get(url).data
    if one.status_code == 200:
        page = LexborHTMLParser(one.text)
        for node in page.css(".holdings a[href^='/'], .colophon a[href^='/a'], .back a"):
            link = node.attributes["href"] or ""
            assert "as_of=2026-01-05" in link, link


def test_what_a_run_said_of_files_is_told_without_their_paths(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "index") as archive:
        archive.add([Item(id="a", title="a", day=date(2026, 1, 1))])
        line = '{"file": "/private/x.md", "action": "refused", "reason": "empty", "detail": "y"}\n'
        (tmp_path / "index" / "ledger.jsonl").write_text(line * 3, encoding="utf-8")
        client = create_app({"ARCHIVE": archive}).test_client()
        response = client.get("/archive")
        assert "/private" not in response.text
        kept = response.headers["ETag"]
        (tmp_path / "index" / "ledger.jsonl").write_text(line, encoding="utf-8")
        assert client.get("/archive").headers["ETag"] != kept, "it changes without a commit"
        page = LexborHTMLParser(response.text)
        assert words(page, ".ledger tbody tr")[0] == "Emptyrefused3"
        link = page.css_first(".ledger .count a").attributes["href"] or ""
        assert "/private" not in client.get(link).text
        assert "Last update" in words(page, ".facts dt")
        before = read(client, "/archive?as_of=2030-01-01")
        assert not before.css(".ledger")
        assert "Last update" not in words(before, ".facts dt")


def test_years_without_items_are_seen(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "index") as archive:
        days = [date(1996, 5, 1), date(2001, 2, 3)]
        archive.add([Item(id=str(day), title="a", day=day) for day in days])
        page = read(create_app({"ARCHIVE": archive}).test_client(), "/archive")
        years = words(page, "section[aria-labelledby=months] tbody th")
        assert years == ["2001", "2000", "1999", "1998", "1997", "1996"]


def test_headlines_of_outlets_are_shown_and_sorted_by(
    client: FlaskClient, archive: Archive
) -> None:
    page = read(client, "/outlets?order=headlines")
    assert "Headlines" in words(page, ".outlets thead th")
    shown = [int(row.css("td")[1].text()) for row in page.css(".outlets tbody tr")]
    assert shown == sorted(shown, reverse=True)
    held = archive.outlets(order="headlines").outlets
    assert shown == [own.headlines for own in held]


@pytest.mark.parametrize(
    ("url", "offered"),
    [
        ("/outlet/The%20Guardain", "The Guardian"),
        ("/outlet/Guard", "1 outlet with a word that begins with “Guard”"),
        ("/outlet/%20%F0%9F%8E%89", "All outlets"),
        ("/day/2026-02-30", "5 January 2026"),
        ("/day/x", "5 January 2026"),
        ("/item/city/comet-seen-over.md", "Comet seen over the bay"),
        ("/story/comet-seen", "Comet seen over the bay"),
        ("/facets/outlet", "Outlets"),
        ("/item/comet.md?as_of=2026-01-04", "Comet seen over the bay"),
    ],
)
def test_what_is_not_there_leads_to_what_is_near(
    client: FlaskClient, url: str, offered: str
) -> None:
    answer = client.get(url)
    assert answer.status_code == 404
    page = LexborHTMLParser(answer.text)
    assert offered in words(page, ".offers a")
    for link in page.css(".offers a"):
        assert client.get(link.attributes["href"] or "").status_code == 200
    assert client.get(f"/api/v1{url}").status_code == 404


def test_a_month_among_the_days_leads_to_its_calendar(client: FlaskClient) -> None:
    answer = client.get("/day/2026-01?as_of=2026-03-01")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/archive?month=2026-01&as_of=2026-03-01"
    assert client.get("/day/2026-13").status_code == 404
