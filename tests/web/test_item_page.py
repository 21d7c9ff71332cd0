"""The page of an item: what was searched for is marked, and the hits beside it are a link away."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from search import Archive, Headline, Item
from tests.web.test_pages import CLUSTER, COMET, link, read, titles, words
from web import create_app


def hit_links(page: LexborHTMLParser) -> list[str]:
    return [node.attributes["href"] or "" for node in page.css(".hit .headline a")]


def box(page: LexborHTMLParser) -> dict[str, str]:
    """Return what the search box of a page sends."""
    fields = page.css("form.ask input[name]")
    return {field.attributes["name"] or "": field.attributes["value"] or "" for field in fields}


# -- marks


def test_what_was_searched_for_is_marked_and_counted(client: FlaskClient) -> None:
    page = read(client, f"/item/{COMET}?q=comet+dusk")
    assert [words(mark) for mark in page.css("h1 mark")] == ["Comet"]
    assert [words(mark) for mark in page.css(".text mark")] == ["comet", "dusk"]
    assert words(page.css_first(".matches")) == "3 matches"


def test_headlines_are_marked_and_their_links_stay(client: FlaskClient) -> None:
    page = read(client, f"/item/{CLUSTER}?q=strike+coffee")
    lines = page.css(".coverage .line")
    assert [[words(mark) for mark in line.css("mark")] for line in lines] == [
        ["strike"],
        ["strike"],
        ["strike", "coffee"],
        [],
        ["Strike"],
    ]
    assert all(len(line.css("a.leaving")) == 1 for line in lines)
    assert not page.css("a a")
    assert words(page.css_first(".matches")) == "6 matches"


@pytest.mark.parametrize("query", ["strike", "strike+coffee", '"port+strike"', "the+comet"])
@pytest.mark.parametrize("id", [CLUSTER, COMET])
def test_from_the_first_match_all_are_reached_and_back(
    client: FlaskClient, id: str, query: str
) -> None:
    page = read(client, f"/item/{id}?q={query}")
    stops = {node.attributes["id"]: node for node in page.css("[id^=match-]")}
    if not stops:
        assert page.css_first(".matches") is None
        assert not page.css("mark")
        return
    here = (page.css_first(".matches a").attributes["href"] or "").removeprefix("#")
    way = [here]
    while after := [a for a in stops[here].css("a") if "Next match" in words(a)]:
        here = (after[0].attributes["href"] or "").removeprefix("#")
        way.append(here)
    assert way == list(stops)
    while before := [a for a in stops[here].css("a") if "Previous match" in words(a)]:
        here = (before[0].attributes["href"] or "").removeprefix("#")
        way.pop()
    assert len(way) == 1


def test_without_a_search_nothing_is_marked(client: FlaskClient) -> None:
    page = read(client, f"/item/{CLUSTER}")
    assert not page.css("mark, .matches, .stop, .beside")


def test_the_address_of_the_feed_is_whole(tmp_path: Path) -> None:
    feed = "https://news.example/rss/search?q=strike+in+the+port&when=1d&" + "hl=en-US&" * 9
    with Archive.create(tmp_path / "index") as archive:
        archive.add([Item(id="a.md", title="Storm", day=None, feed=feed)])
        page = read(create_app({"ARCHIVE": archive}).test_client(), "/item/a.md")
    assert feed in [words(link) for link in page.css(".about dd a")]


def test_words_that_no_other_headline_has_are_told(client: FlaskClient) -> None:
    page = read(client, f"/item/{CLUSTER}")
    lines = page.css(".coverage .line")
    assert [words(own) for own in lines[0].css("b")] == ["Port", "enters", "second", "week"]
    assert "no other headline" in words(page.css_first(".coverage .told"))
    assert not read(client, f"/item/{COMET}").css(".coverage b, .told")


# -- the hits beside it


@pytest.mark.parametrize(
    "address",
    [
        "/?q=strike",
        "/?q=port&sort=oldest",
        "/?source=BBC&per_page=2&page=2",
        "/?q=nosuchword+strike",
        "/?q=strike+OR+council&per_page=3&page=3&sort=newest",
    ],
)
def test_every_hit_leads_to_the_next_and_says_its_rank(client: FlaskClient, address: str) -> None:
    results = read(client, address)
    found, links = titles(results), hit_links(results)
    for title, url, following in zip(found, links, [*found[1:], None], strict=True):
        page = read(client, url)
        assert words(page.css_first("h1")).startswith(title[:5])
        beside = page.css_first(".beside")
        rank = int(url.partition("hit=")[2])
        assert words(beside.css_first("span")).startswith(f"Hit {rank} of ")
        after = beside.css_first("[rel=next]")
        if following:
            assert after.attributes["title"] == following.replace(" ,", ",")
            url = after.attributes["href"] or ""
            assert url.endswith(f"hit={rank + 1}")
        if after:
            back = read(client, after.attributes["href"] or "").css_first(".beside [rel=prev]")
            assert back.attributes["title"] == words(page.css_first("title")).rpartition(" · ")[0]


def test_the_way_back_leads_to_the_page_of_the_hit(client: FlaskClient) -> None:
    results = read(client, "/?q=council&per_page=5")
    page = read(client, hit_links(results)[4])
    page = read(client, page.css_first(".beside [rel=next]").attributes["href"] or "")
    back = link(page, ".back a", "Back to the results")
    assert "page=2" in back
    assert words(page.css_first("title")).rpartition(" · ")[0] == titles(read(client, back))[0]


@pytest.mark.parametrize("hit", ["2", "7", "99999", "999999999"])
def test_where_the_item_does_not_stand_at_its_rank_nothing_is_said(
    client: FlaskClient, hit: str
) -> None:
    page = read(client, f"/item/{COMET}?q=comet&hit={hit}")
    assert page.css_first(".beside") is None
    assert page.css_first(".notes") is None
    assert words(page.css_first(".matches")) == "2 matches"


@pytest.mark.parametrize("hit", ["0", "-1", "x", "1.5.1", "1.0", "1.", "9" * 5_000, "²", "١"])
def test_what_is_not_a_rank_is_told(client: FlaskClient, hit: str) -> None:
    page = read(client, f"/item/{COMET}?q=comet&hit={hit}")
    assert page.css_first(".beside") is None
    assert "The number of the hit was left out" in words(page.css_first(".notes"))


def test_an_item_of_the_front_page_has_its_plain_address(client: FlaskClient) -> None:
    assert all("?" not in url for url in hit_links(read(client, "/")))


# -- the box


def test_the_box_of_an_item_has_no_limits_that_the_page_does_not_show(client: FlaskClient) -> None:
    limits = "source=BBC&tag=comet&since=2025-01-01&sort=oldest&standing=1&per_page=5"
    page = read(client, f"/item/{COMET}?q=comet&{limits}&as_of=2026-03-01&hit=1")
    assert box(page) == {"q": "comet", "as_of": "2026-03-01"}
    assert "As the archive stood on 1 March 2026" in words(page.css_first(".stood"))
    assert box(read(client, f"/item/{COMET}?q=comet&{limits}")) == {"q": "comet"}


# -- what else is held


def test_the_same_article_in_other_items_is_linked_by_day(tmp_path: Path) -> None:
    link = "https://news.example/2026/port-strike?id=7"
    items = [
        Item(id=f"{number}.md", title=f"Strike {number}", day=day, link=own)
        for number, (day, own) in enumerate(
            [
                ("2026-01-03", link),
                ("2026-01-05", f"{link}&utm_source=rss"),
                ("2026-01-04", link),
                (None, link),
                ("2026-01-04", "https://news.example/"),
            ]
        )
    ]
    with Archive.create(tmp_path / "index") as archive:
        archive.add(items)
        page = read(create_app({"ARCHIVE": archive}).test_client(), "/item/0.md?as_of=2026-03-01")
    others = page.css_first(".others")
    assert "links to an address that this item links to" in words(others)
    assert [words(day) for day in others.css("h3")] == [
        "4 January 2026",
        "5 January 2026",
        "Undated",
    ]
    links = [node.attributes["href"] for node in others.css(".line a")]
    assert links == [f"/item/{number}.md?as_of=2026-03-01" for number in (2, 1, 3)]
    assert [words(node) for node in others.css(".leaving")] == ["news.example"] * 3


def test_what_is_the_same_article_is_named_and_its_rewording_told(tmp_path: Path) -> None:
    link = "https://news.google.com/rss/articles/CBMi7"
    wordings = [("Port strike begins", "Globe"), ("Dockers end strike after talks", "Globe")]
    items = [
        Item(
            id=f"{number}.md",
            title=f"Morning {number}",
            day=f"2026-01-0{number + 1}",
            seen=datetime(2026, 1, number + 1, tzinfo=UTC),
            headlines=[Headline(f"Morning {number}", "Post"), Headline(*line, link)],
        )
        for number, line in enumerate(wordings)
    ]
    with Archive.create(tmp_path / "index") as archive:
        archive.add(items)
        client = create_app({"ARCHIVE": archive}).test_client()
        page, story = read(client, "/item/0.md"), read(client, "/story/0.md")
        then = read(client, "/item/0.md?as_of=2026-01-01")
    said = [words(node) for node in page.css(".others .leaving")]
    assert said == ["Globe: Dockers end strike after talks"]
    assert [words(node) for node in page.css(".rewordings ol a")] == [text for text, _ in wordings]
    assert "2 January 2026" in words(page.css_first(".rewordings"))
    assert "news.google.com" not in words(page.css_first("main"))
    assert "news.google.com" not in words(story.css_first("main"))
    assert words(story.css(".why .leaving")[0]) == "Globe: Dockers end strike after talks"
    assert then.css_first(".rewordings") is None, "it knows no future"


def test_an_item_without_a_text_says_that_no_more_is_held(
    client: FlaskClient, tmp_path: Path
) -> None:
    assert read(client, f"/item/{COMET}").css_first(".no-more") is None
    cluster = read(client, f"/item/{CLUSTER}")
    assert "holds the headlines alone" in words(cluster.css_first(".no-more"))
    with Archive.create(tmp_path / "index") as archive:
        archive.add([Item(id="a.md", title="Strike", day=None, headlines=[Headline("Strike")])])
        page = read(create_app({"ARCHIVE": archive}).test_client(), "/item/a.md")
    assert "holds the headline alone" in words(page.css_first(".no-more"))


@pytest.mark.parametrize(("query", "is_open"), [("", False), ("line3", False), ("other", True)])
def test_the_headlines_of_a_large_cluster_are_folded(
    tmp_path: Path, query: str, is_open: bool
) -> None:
    texts = [*(f"Line{number}" for number in range(24)), "An other"]
    lines = [Headline(text=text, outlet="BBC", link="") for text in texts]
    with Archive.create(tmp_path / "index") as archive:
        archive.add([Item(id="a.md", title="Lines", day=None, headlines=lines)])
        page = read(create_app({"ARCHIVE": archive}).test_client(), f"/item/a.md?q={query}")
    folded = page.css_first("#headlines details")
    assert words(folded.css_first("summary")) == "5 more headlines"
    assert len(folded.css(".line")) == 5
    assert len(page.css("#headlines .line")) == 25
    assert ("open" in folded.attributes) == is_open
