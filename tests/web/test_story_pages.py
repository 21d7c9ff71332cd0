"""A story can be read, stories are listed, and hits are put together by them; numbers are exact."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from flask.testing import FlaskClient

from search import Archive, Headline, Item, SearchRequest
from search.settings import SORTS
from tests.web.test_pages import pressed, read
from web import create_app

WORDS = ("pay", "cranes", "talks", "dockers", "ballot", "offer", "ships", "night")


def told(number: int, title: str, day: int, outlet: str, link: str = "") -> Item:
    link = link or f"https://{outlet.lower()}.example/{number}"
    return Item(
        id=f"news/{number}.md",
        title=title,
        day=date(2026, 1, day),
        seen=datetime(2026, 1, day, 8, number, tzinfo=UTC),
        headlines=[Headline(text=title, outlet=outlet, link=link)],
        link=link,
    )


SHARED = "https://globe.example/port-strike"
ITEMS = [
    told(1, "Port strike in Northhaven begins over dockers' pay", 2, "Globe", SHARED),
    told(2, "Northhaven port strike: dockers' pay talks fail", 3, "Herald"),
    told(3, "Dockers in Northhaven port strike over pay", 3, "Post", SHARED),
    *(
        told(4 + number, f"Port of Northhaven: strike and {word} go on", 4, "Globe", SHARED)
        for number, word in enumerate(WORDS)
    ),
    told(20, "Comet seen above the old lighthouse", 4, "Herald"),
    told(21, "Mayor opens bridge <b>above</b> river", 5, "Post"),
]
#: The title that says what most of the others of the story say.
CENTRAL = ITEMS[3].title


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with Archive.create(tmp_path_factory.mktemp("stories") / "index") as archive:
        archive.add(ITEMS)
        yield archive


@pytest.fixture(scope="module")
def client(archive: Archive) -> FlaskClient:
    return create_app({"ARCHIVE": archive}).test_client()


def test_a_story_is_paged(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.story_pages.ITEMS_PER_PAGE", 4)
    page, shown = read(client, "/story/news/1.md"), list[str]()
    assert page.css(".outlet-lines")
    while True:
        shown += [node.text() for node in page.css("[aria-labelledby=days] li > a[href^='/item/']")]
        after = page.css_first(".pager [rel=next]")
        if after is None:
            break
        page = read(client, after.attributes["href"] or "")
        assert not page.css(".outlet-lines")
    assert sorted(shown) == sorted(item.title for item in ITEMS[:11])
    assert "no page" not in page.text()
    rows = client.get("/api/v1/story/news/1.md?limit=4&page=3").get_json()
    assert (rows["told"], rows["pages"], rows["read"]) == (3, 3, 11)
    for wrong in ("limit=0", "limit=x", "page=0", "per_page=3"):
        assert client.get(f"/api/v1/story/news/1.md?{wrong}").status_code == 400


def test_a_page_of_many_hits_of_one_story_is_by_stories(client: FlaskClient) -> None:
    page = read(client, "/?q=northhaven+OR+comet")
    assert [node.text() for node in page.css(".story .headline")][1:]
    assert len(page.css(".hit")) == 2
    assert any("sort=size" in (own.attributes["href"] or "") for own in page.css(".sorts a"))
    (switch,) = page.css(".switch a")
    assert "group=none" in (switch.attributes["href"] or "")
    each = read(client, switch.attributes["href"] or "")
    assert len(each.css(".hit")) == 12
    assert not each.css(".story")
    (back,) = each.css(".switch a")
    assert len(read(client, back.attributes["href"] or "").css(".hit")) == 2


def test_the_best_hit_of_a_story_shows_what_it_shows_by_itself(tmp_path: Path) -> None:
    lines = [f"{outlet} on the strike in Northhaven" for outlet in ("Globe", "Herald", "Post")]
    headlines = [Headline(text=line, outlet=line.split()[0], link=SHARED) for line in lines]
    text = "Dockers walked out. " * 20
    with Archive.create(tmp_path / "index") as archive:
        archive.add([replace(item, headlines=headlines, text=text) for item in ITEMS[:11]])
        client = create_app({"ARCHIVE": archive}).test_client()
        by_story = read(client, "/?q=northhaven&group=story").css_first(".story .hit")
        alone = read(client, "/?q=northhaven&group=none").css_first(".hit")
    assert [node.text() for node in by_story.css(".lines li")] == [
        node.text() for node in alone.css(".lines li")
    ]
    for part in (".kicker", ".headline", ".snippet", ".onward"):
        assert by_story.css_first(part).text() == alone.css_first(part).text()


@pytest.mark.parametrize("more", ["", "&per_page=1", f"&not_tag={'x' * 80}&group=story"])
def test_a_folded_hit_has_its_neighbours_as_they_are_shown(client: FlaskClient, more: str) -> None:
    page = read(client, f"/?q=northhaven+OR+comet&sort=oldest{more}")
    shown = page.css("#hits .headline a, #hits .lines li > a")
    urls = [node.attributes["href"] or "" for node in shown]
    best, *folded = urls[:3]
    assert [url.partition("hit=")[2] for url in (best, *folded)] == ["1", "1.2", "1.3"]
    for url, number in zip(folded, (2, 3), strict=True):
        item = read(client, url)
        places = [" ".join(node.text().split()) for node in item.css(".beside span")]
        assert places == [f"Story 1 of 2, hit {number} of 11"] * 2, "above the text and below it"
        before, after = (
            item.css_first(f".beside.at-end [rel={rel}]").attributes["href"] or ""
            for rel in ("prev", "next")
        )
        assert read(client, before).css_first("h1").text() in (shown[0].text(), shown[1].text())
        assert (before.rpartition("hit=")[2], after.rpartition("hit=")[2]) == (
            f"1.{number - 1}",
            "1.3" if number == 2 else "2.1",
        )
        assert read(client, after).css_first(".beside [rel=prev]").attributes["href"] == url
    assert "hit 1" not in read(client, best).css_first(".beside").text()


@pytest.mark.parametrize("more", ["", "&sort=oldest", "&group=story&sort=outlets", "&group=none"])
def test_an_export_has_the_hits_in_the_order_shown(
    client: FlaskClient, archive: Archive, more: str
) -> None:
    page = read(client, f"/?q=northhaven+OR+comet{more}")
    shown = [
        node.attributes["href"] or "" for node in page.css("#hits :is(.headline, .lines li) > a")
    ]
    (link,) = (node for node in page.css(".along a") if node.text() == "Export")
    taking = read(client, link.attributes["href"] or "")
    is_grouped = bool(page.css(".story"))
    assert ("behind its first" in taking.css_first(".taking").text()) == is_grouped
    rows = {}
    for node in taking.css(".formats a"):
        rows[node.text()] = client.get(node.attributes["href"] or "")
    ids = [json.loads(line)["id"] for line in rows["JSON Lines"].text.splitlines()]
    assert len(ids) == 12
    assert [
        row["id"] for row in csv.DictReader(io.StringIO(rows["CSV"].data.decode("utf-8-sig")))
    ] == ids
    assert [id for id in ids if any(f"/item/{id}?" in url for url in shown)] == [
        unquote(url.removeprefix("/item/").partition("?")[0]) for url in shown
    ]
    pairs = parse_qsl(urlsplit(link.attributes["href"] or "").query)
    request, _ = SearchRequest.from_params(pairs)
    assert [item.id for item in archive.export(request)] == ids
    if request.group != "story":
        assert "story" not in json.loads(rows["JSON Lines"].text.splitlines()[0])
        return
    stories = [json.loads(line)["story"] for line in rows["JSON Lines"].text.splitlines()]
    assert list(archive.export_by_story(request)) == list(
        zip(archive.export(request), stories, strict=True)
    )
    assert {story: stories.count(story) for story in stories} == {
        "news/1.md": 11,
        "news/20.md": 1,
    }
    assert [
        row["story"] for row in csv.DictReader(io.StringIO(rows["CSV"].data.decode("utf-8-sig")))
    ] == stories


def test_the_heading_past_the_last_page_counts_stories(client: FlaskClient) -> None:
    page = read(client, "/?q=northhaven+OR+comet&group=story&page=9")
    heading = page.css_first("h1").text()
    assert heading.startswith("Nothing on page 9: 2 stories, 12 hits")


def test_the_numbers_of_a_story_lead_to_as_many_hits(client: FlaskClient) -> None:
    page = read(client, "/?q=northhaven&group=story")
    (more,) = page.css("details .more button")
    assert more.text() == "All 11 hits of it"
    found = read(client, pressed(client, more))
    assert len(found.css(".hit")) == 11
    assert "story" in found.css_first(".chips").text()
    (story,) = page.css(".of-story a")
    told = read(client, story.attributes["href"] or "")
    for link, count in told_counts(told):
        assert len(read(client, f"{link}&per_page=100").css(".hit")) == count


def told_counts(page: object) -> list[tuple[str, int]]:
    links = page.css(".told a, .outlet-lines .kicker > a:not(:has(bdi))")  # type: ignore[attr-defined]
    assert len(links) >= 4
    return [(link.attributes["href"], int(link.text().split()[0])) for link in links]


def test_a_story_tells_proof_and_guess_apart(client: FlaskClient) -> None:
    page = read(client, "/story/news/1.md")
    why = [node.text() for node in page.css(".why")]
    assert "Begins the story" in why[0]
    assert any("Judged alike by the words" in own for own in why)
    assert any("Proved by an article" in own and "Globe" in own for own in why)


def test_the_story_of_any_item_is_found_by_the_first_and_named_by_the_central(
    client: FlaskClient,
) -> None:
    page = read(client, "/story/news/3.md")
    assert page.css_first("h1").text() == CENTRAL
    canonical = page.css_first('link[rel="canonical"]').attributes["href"] or ""
    assert canonical.endswith("/story/news/1.md")


def test_a_story_as_of_a_day_is_that_of_an_archive_that_ended_then(
    client: FlaskClient, tmp_path: Path
) -> None:
    with Archive.create(tmp_path / "index") as ended:
        ended.add(item for item in ITEMS if item.seen and item.seen.day <= 3)
        other = create_app({"ARCHIVE": ended}).test_client()
        for path in (
            *("/story/news/2.md?as_of=2026-01-03", "/stories?as_of=2026-01-03"),
            *(
                "/?q=northhaven&group=story&as_of=2026-01-03",
                "/api/v1/story/news/2.md?as_of=2026-01-03",
            ),
            "/api/v1/search?group=story&sort=size&as_of=2026-01-03",
        ):
            one, two = client.get(path), other.get(path)
            assert one.status_code == 200
            assert one.data == two.data, path


@pytest.mark.parametrize("url", ["/stories", "/stories?page=7", "/coverage", "/take"])
def test_a_list_for_a_search_without_hits_says_so_once(client: FlaskClient, url: str) -> None:
    page = read(client, f"{url}{'&' if '?' in url else '?'}q=zebra").css_first("main")
    assert page.text().count("No item matches") == 1
    assert "No item is" not in page.text()
    assert "finds nothing" not in page.text()
    (onward,) = [node for node in page.css("a") if node.text() == "What else may find something"]
    assert onward.attributes["href"] == "/?q=zebra"


def test_reworded_headlines_are_offered_where_there_are_some(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "index") as archive:
        archive.add([*ITEMS[:3], ITEMS[-1]])
        client = create_app({"ARCHIVE": archive}).test_client()
        offered = read(client, "/stories").css_first(".told a")
        assert offered.text() == "Items whose headline was reworded"
        assert len(read(client, offered.attributes["href"] or "").css(".hit")) == 2
        page = read(client, "/stories?since=2026-01-05")
        assert page.css(".story-list")
        assert "reworded" not in page.css_first("main").text()


def test_what_is_not_there_is_404(client: FlaskClient) -> None:
    for path in ("/story/none.md", "/api/v1/story/none.md", "/story/news/21.md?as_of=2026-01-01"):
        assert client.get(path).status_code == 404
    assert client.get("/api/v1/story/news/1.md?as_off=2026-01-01").status_code == 400


def test_stories_are_listed_by_size(client: FlaskClient) -> None:
    page = read(client, "/stories")
    assert [node.text() for node in page.css(".story-list h2")] == [
        CENTRAL,
        ITEMS[-1].title,
        ITEMS[-2].title,
    ]
    first = page.css_first(".story-list .kicker a")
    assert first.text() == "11 items"
    assert len(read(client, first.attributes["href"] or "").css(".hit")) == 11
    assert "<b>" not in page.css_first(".story-list").html.replace("&lt;b&gt;", "")
    week = read(client, "/stories?q=comet&since=2026-01-04")
    assert [node.text() for node in week.css(".story-list h2")] == [ITEMS[-2].title]
    past = read(client, "/stories?page=7")
    assert past.css_first("h1").text() == "Nothing on page 7: 3 stories"
    assert past.css_first(".past-end a").attributes["href"] == "/stories"


def test_an_archive_without_stories_says_so(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "index") as archive:
        with archive.change() as change:
            change.keep_stories(False)
            change.add(ITEMS)
        client = create_app({"ARCHIVE": archive}).test_client()
        assert "This archive knows no stories" in client.get("/stories").text
        page = client.get("/?q=northhaven&group=story").text
        assert "This archive knows no stories" in page
        assert client.get("/story/news/1.md").status_code == 404
        assert len(read(client, "/?q=northhaven").css(".hit")) == 11
        assert not read(client, "/?q=northhaven").css(".switch")


def test_json_tells_of_stories(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?q=northhaven&group=story").json
    assert (answer["total"], answer["stories"], answer["is_grouped"], answer["pages"]) == (
        *(11, 1, True, 1),
    )
    (group,) = answer["groups"]
    assert group["matching"] == group["story"]["items"] == 11
    assert (group["story"]["id"], group["story"]["outlets"]) == ("news/1.md", 3)
    assert not client.get("/api/v1/search?q=northhaven").json["is_grouped"]
    story = client.get("/api/v1/story/news/2.md").json
    assert [day["day"] for day in story["days"]] == ["2026-01-02", "2026-01-03", "2026-01-04"]
    assert client.get("/api/v1/search?group=stories").status_code == 400


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("others", ["", "&group=story", "&group=none", "&q=northhaven", "&page=9"])
def test_every_order_has_a_page(client: FlaskClient, sort: str, others: str) -> None:
    assert client.get(f"/?sort={sort}{others}").status_code == 200
    assert client.get(f"/stories?sort={sort}{others}").status_code == 200


def test_the_front_page_leads_to_stories_of_the_last_days(tmp_path: Path) -> None:
    # An archive of one page alone would show its items.
    older = [told(30 + number, f"{number:04}x", 1, "Post") for number in range(20)]
    with Archive.create(tmp_path / "index") as archive:
        archive.add([*ITEMS, *older])
        client = create_app({"ARCHIVE": archive}).test_client()
        page = read(client, "/")
        story = read(client, "/story/news/2.md")
    days = {node.css_first("h2 a").text(): node for node in page.css(".front-day")}
    links = {
        day: [unquote(link.attributes["href"] or "") for link in node.css("a[href^='/story/']")]
        for day, node in days.items()
    }
    assert links == {
        "5 January 2026": [],
        "4 January 2026": ["/story/news/10.md"],
        "3 January 2026": ["/story/news/2.md"],
        "2 January 2026": [],
    }
    assert "Northhaven" in story.css_first("h1").text()


def test_everything_by_story_is_no_front_page(client: FlaskClient) -> None:
    page = read(client, "/?group=story&per_page=1")
    assert page.css_first("h1").text() == "Newest items, 1 of 3 stories, 13 items"
    assert len(page.css(".hit")) == 1


def test_feeds_are_of_items_unless_stories_are_asked_for(client: FlaskClient) -> None:
    whole = client.get("/feed.atom?q=northhaven").data
    assert client.get("/feed.atom?q=northhaven&group=story").data != whole
    assert whole.count(b"<entry>") == 11


def test_bars_of_a_story_lead_to_its_items_of_these_days(client: FlaskClient) -> None:
    page = read(client, "/story/news/1.md")
    rows = [row for row in page.css(".counts tbody tr") if row.css_first("button")]
    buttons = page.css(".spans button")
    assert rows
    for button, row in zip(buttons, rows, strict=True):
        goal = pressed(client, button)
        assert "story=news%2F1.md" in goal
        found = read(client, f"{goal}&per_page=100")
        assert len(found.css(".hit")) == int(row.css_first("td").text())
