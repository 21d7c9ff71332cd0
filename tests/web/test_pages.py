"""The pages show what the archive answers, and every link leads where it says."""

import re
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser, LexborNode

from search import Archive, Item
from web import create_app

CLUSTER = "ports/port-strike-enters-second-week.md"
COMET = "city/comet-seen-over-the-bay.md"
UNDATED = "city/a-page-without-a-day.md"


def read(client: FlaskClient, url: str, status: int = 200) -> LexborHTMLParser:
    response = client.get(url, follow_redirects=True)
    assert response.status_code == status, url
    return LexborHTMLParser(response.text)


def words(node: LexborNode | LexborHTMLParser | None) -> str:
    assert node is not None
    return " ".join(node.text(separator=" ").replace("(leaves the archive)", "").split())


def titles(page: LexborHTMLParser) -> list[str]:
    return [words(node) for node in page.css(".hit .headline")]


def total(page: LexborHTMLParser) -> int:
    heading = words(page.css_first("h1"))
    if heading.startswith("No hits"):
        return 0
    found = re.search(r"([\d,]+) hits?", heading) or re.search(
        r"(?:of|,) ([\d,]+)(?: items?)?$", heading
    )
    assert found, heading
    return int(found[1].replace(",", ""))


def named(node: LexborNode) -> str:
    """Return a node's accessible name: its words without those that are for the eye alone."""
    seen = "".join(child.text() for child in node.css("[aria-hidden]"))
    return " ".join(node.text().replace(seen, "").split()) if seen else words(node)


def count_of(node: LexborNode) -> int:
    """Return the number at the end of a link's name."""
    found = re.search(r"([\d,]+)$", node.attributes["aria-label"] or "")
    assert found
    return int(found[1].replace(",", ""))


def sent(
    form: LexborNode, changed: LexborNode | None = None, button: LexborNode | None = None
) -> str:
    """Return the address that a form leads to, with one more box ticked, or ticked no more.

    It is sent by a button, the first one if none is given.
    """
    pairs = []
    for field in form.css("input[name]"):
        if field.attributes.get("type") == "checkbox":
            is_ticked = "checked" in field.attributes
            if changed is not None and field.html == changed.html:
                is_ticked = not is_ticked
            if not is_ticked:
                continue
        elif "form" in field.attributes:
            continue
        if value := field.attributes["value"]:
            pairs.append((field.attributes["name"] or "", value))
    sender = button or form.css_first("button")
    if sender is not None and (name := sender.attributes.get("name")):
        pairs.append((name, sender.attributes["value"] or ""))
    return (form.attributes["action"] or "") + ("?" + urlencode(pairs) if pairs else "")


def pressed(client: FlaskClient, button: LexborNode) -> str:
    """Return the address of the search that a button leads to."""
    form = button.parent
    while form is not None and form.tag != "form":
        form = form.parent
    assert form is not None
    answer = client.get(sent(form, None, button))
    assert answer.status_code == 303
    return answer.headers["Location"]


def link(page: LexborHTMLParser, selector: str, text: str) -> str:
    found = [node for node in page.css(selector) if text in words(node)]
    assert found, f"no {selector} with {text!r}"
    return found[0].attributes["href"] or ""


# -- search


def test_the_front_page_shows_the_last_days_and_the_whole_archive(client: FlaskClient) -> None:
    page = read(client, "/")
    assert titles(page) == ["Strike over, cranes move again"]
    assert "2026" not in words(page.css_first(".hit .kicker")), "the heading has the day"
    days = page.css(".front-day")
    assert [words(day.css_first("h2")) for day in days][:2] == [
        "5 January 2026 1 item",
        "4 January 2026 1 item",
    ]
    assert words(days[1].css_first(".stories a")) == "Comet seen over the bay"
    for address, count in (
        (node.attributes["href"] or "", int(words(node).split()[0])) for node in page.css(".of-day")
    ):
        assert total(read(client, address)) == count
    assert read(client, days[1].css_first("h2 a").attributes["href"] or "").css(".story")
    assert not page.css("a[href^='/story/']"), "none has another item on its day"
    assert total(read(client, link(page, ".all a", "All 37 items"))) == 37
    assert "37 items from 5 outlets" in words(page.css_first(".edition"))
    assert "1 September 2025 to 5 January 2026" in words(page.css_first(".edition"))
    facets = {words(node.css_first("h2")): node for node in page.css(".facet")}
    assert list(facets) == ["Outlets", "Tags", "Categories", "Years and months"]
    assert words(facets["Outlets"].css_first("li bdi")) == "DW"
    periods = [words(name) for name in facets["Years and months"].css("li bdi")]
    assert periods[:3] == ["2026", "January 2026", "2025"]


def test_words_are_marked_where_they_were_found(client: FlaskClient) -> None:
    page = read(client, "/?q=comet+dusk")
    hit = page.css_first(".hit")
    assert [words(mark) for mark in hit.css(".headline mark")] == ["Comet"]
    assert [words(mark) for mark in hit.css(".snippet mark")] == ["comet", "dusk"]
    assert total(page) == 1


def test_a_cluster_shows_the_headlines_that_matched(client: FlaskClient) -> None:
    page = read(client, "/?q=strike+coffee")
    hit = page.css_first(".hit")
    lines = [words(line) for line in hit.css(".lines li:not(.more)")]
    assert lines == [
        "Dockers stay out as talks on the strike fail BBC",
        "What the strike means for coffee The Guardian",
        "Strike , day nine: a harbour without noise DW",
    ]
    assert [words(mark) for mark in hit.css(".lines mark")] == [
        "strike",
        "strike",
        "coffee",
        "Strike",
    ]
    assert words(hit.css_first(".lines .more")) == "and 1 more headline"
    (rest,) = hit.css(".lines a")  # the item's page has the links of the headlines
    url = rest.attributes["href"]
    assert url == f"{hit.css_first('.headline a').attributes['href']}#headlines"
    assert len(read(client, url).css("#headlines .line")) == 5
    assert read(client, hit.css_first(".headline a").attributes["href"]).css_first("#headlines a")


@pytest.mark.parametrize(
    "url",
    [
        "/",
        "/?q=strike",
        "/?source=BBC",
        "/?source=BBC&source=Reuters&tag=strike",
        "/?not_source=DW&since=2025-12-01",
        "/?q=port+OR+comet&month=2026-01&not_tag=ballot",
        "/?year=2025&category=city",
        "/?q=zebra",
    ],
)
def test_clicking_a_value_gives_as_many_hits_as_it_says(client: FlaskClient, url: str) -> None:
    page = read(client, url)
    for row in page.css(".facet li"):
        only, leave = (row.css_first(f"button[name={name}]") for name in ("only", "without"))
        if only:
            assert total(read(client, pressed(client, only))) == count_of(only) > 0
        if leave:
            assert total(read(client, pressed(client, leave))) > 0
        box, tick = row.css_first("input"), page.css_first("form.panel")
        if not box:  # a day of a month
            continue
        if "checked" not in box.attributes:
            shown = int(words(row.css_first("label .count")).split()[0].replace(",", ""))
            assert total(read(client, sent(tick, box))) == shown, (url, box.html)


def test_another_value_can_be_added_left_out_and_taken_back(client: FlaskClient) -> None:
    page = read(client, "/?q=strike&source=Reuters&page=2")
    form = page.css_first("form.panel")
    ticked = sent(form, form.css_first("input[value=BBC]"))
    assert ticked == "/?q=strike&source=Reuters&source=BBC"
    assert total(read(client, ticked)) == total(
        read(client, "/?q=strike&source=Reuters&source=BBC")
    )
    only = page.css_first("button[aria-label^='only BBC,']")
    assert pressed(client, only) == "/?q=strike&source=BBC"
    leave = read(client, "/?q=strike").css_first("button[aria-label='leave out Reuters']")
    assert pressed(client, leave) == "/?q=strike&not_source=Reuters"
    assert not page.css("button[aria-label^='only Reuters']"), "Reuters is the only one"
    leave = page.css_first("button[aria-label='leave out Reuters']")
    assert pressed(client, leave) == "/?q=strike&not_source=Reuters"
    assert sent(form, form.css_first("input[value=Reuters]")) == "/?q=strike"


def test_ticked_values_of_several_facets_are_kept(client: FlaskClient) -> None:
    page = read(client, "/?q=strike&source=BBC&source=nowhere&month=2026-01&not_tag=ballot")
    form = page.css_first("form.panel")
    assert sent(form) == "/?q=strike&not_tag=ballot&source=BBC&source=nowhere&month=2026-01"


@pytest.mark.parametrize(
    "limits",
    [
        [("month", "1999-01")],
        [("year", "1999"), ("month", "2026-01")],
        [("source", "nowhere"), ("tag", "nothing"), ("category", "none"), ("feed", "none")],
        [("year", "1999"), ("not_month", "2026-01"), ("source", "BBC")],
    ],
    ids=["month", "year-and-month", "names", "year-and-not"],
)
def test_limits_that_find_nothing_stay_in_the_form(
    client: FlaskClient, limits: list[tuple[str, str]]
) -> None:
    page = read(client, f"/?{urlencode([('q', 'strike'), *limits])}")
    kept = parse_qsl(sent(page.css_first("form.panel")).partition("?")[2])
    assert sorted(kept) == sorted([("q", "strike"), *limits])


def test_a_limit_that_is_written_otherwise_can_be_removed(client: FlaskClient) -> None:
    page = read(client, "/?source=bbc")
    (chip,) = page.css(".chip")
    assert words(chip) == "Remove outlet BBC"
    assert chip.attributes["href"] == "/"
    (ticked,) = page.css(".facet input[checked]")
    assert ticked.attributes["value"] == "BBC"


def test_every_limit_has_a_chip_that_removes_it(client: FlaskClient) -> None:
    limits = [
        ("q", "strike"),
        ("source", "BBC"),
        ("tag", "strike"),
        ("not_tag", "ballot"),
        ("since", "2025-12-01"),
        ("until", "2026-01-31"),
    ]
    page = read(client, f"/?{urlencode(limits)}")
    chips = {named(chip): chip.attributes["href"] for chip in page.css(".chip")}
    for chip, limit in {
        "Remove query strike": limits[0],
        "Remove outlet BBC": limits[1],
        "Remove tag strike": limits[2],
        "Remove not tag ballot": limits[3],
        "Remove from 1 December 2025": limits[4],
        "Remove until 31 January 2026": limits[5],
    }.items():
        assert chips.pop(chip) == "/?" + urlencode([pair for pair in limits if pair != limit])
    assert not chips
    assert link(page, "a.clear", "Clear all limits") == "/?q=strike"


def test_forms_keep_the_rest_of_the_search(client: FlaskClient) -> None:
    page = read(client, "/?q=strike&source=BBC&since=2025-12-01&sort=newest&page=2")
    kept = "q=strike&source=BBC&since=2025-12-01&sort=newest"
    assert sent(page.css_first("form.ask")) == f"/?{kept}"
    assert sorted(parse_qsl(sent(page.css_first("form.panel"))[2:])) == sorted(parse_qsl(kept))


def test_hits_can_be_sorted(client: FlaskClient) -> None:
    page = read(client, "/?q=strike")
    assert words(page.css_first(".sorts [aria-current]")) == "Relevance"
    oldest = read(client, link(page, ".sorts a", "Oldest first"))
    assert titles(oldest)[0] == "Dockers vote for a strike"
    newest = read(client, link(oldest, ".sorts a", "Newest first"))
    assert titles(newest) == titles(oldest)[::-1]
    assert "Relevance" not in words(read(client, "/").css_first(".sorts"))


def test_pages_can_be_turned_until_every_hit_was_seen(client: FlaskClient) -> None:
    url: str | None = "/?category=city&per_page=10"
    seen: list[str] = []
    while url:
        page = read(client, url)
        seen += titles(page)
        following = page.css_first(".pager [rel=next]")
        url = following.attributes["href"] if following else None
    assert len(seen) == len(set(seen)) == total(page) == 33


def test_past_the_last_page_the_way_back_is_shown(client: FlaskClient) -> None:
    page = read(client, "/?category=city&per_page=10&page=99")
    assert "page 99 is past the last" in words(page.css_first(".notes"))
    back = read(client, link(page, ".pager [rel=prev]", "Previous"))
    assert len(titles(back)) == 3


def test_nothing_found_is_no_dead_end(client: FlaskClient) -> None:
    page = read(client, "/?q=strike+%22comet%22&source=BBC&since=2025-01-01")
    assert words(page.css_first("h1")) == 'No hits for strike "comet"'
    rows = {
        words(row.css_first("th")): words(row.css_first("td"))
        for row in page.css(".nothing tbody tr")
    }
    assert rows == {
        "strike": "3",
        '"comet"': "2",
        "outlet BBC": "7",
        "from 1 January 2025": "36",
    }
    offers = page.css(".offers li")
    assert words(offers[0]) == '3 items without “ "comet" ”'
    assert len(offers) > 1
    for offer in offers:
        count = int(words(offer).split()[0])
        assert count == total(read(client, offer.css_first("a").attributes["href"] or "")) > 0


@pytest.mark.parametrize(
    ("query", "part"),
    [
        ("q=strike&since=2030", "from 1 January 2030"),
        ("q=strike&until=1999-05", "until 31 May 1999"),
        ("q=strike&since=2030-01-01&until=2030-01-02", "from 1 January 2030 until 2 January 2030"),
        ("q=comet&source=BBC&source=nowhere", "outlet BBC or nowhere"),
        ("q=strike&not_source=BBC&not_source=Reuters", "not outlet BBC or Reuters"),
        ("q=strike&month=1999-01", "month January 1999"),
        ("q=strike&tag=nowhere", "tag nowhere"),
    ],
)
def test_parts_of_a_search_have_the_words_of_its_chips(
    client: FlaskClient, query: str, part: str
) -> None:
    page = read(client, f"/?{query}")
    if total(page) == 0:
        assert part in [words(row) for row in page.css(".nothing th[scope=row]")]
        assert not re.search("since|_", " ".join(words(note) for note in page.css(".notes li")))


def test_the_next_search_asks_for_all_words_again(client: FlaskClient) -> None:
    for query in ("q=strike+xyzzy", "q=strike+comet&match=any"):
        page = read(client, f"/?{query}&source=Reuters")
        kept = {own.attributes["name"] for own in page.css("form.ask input")}
        assert kept == {"q", "source"}
        urls = [node.attributes["href"] or "" for node in page.css(".chips a")]
        assert any("q=" not in url and "match=" not in url for url in urls)


def test_where_no_item_has_all_words_most_of_them_answer(client: FlaskClient) -> None:
    page = read(client, "/?q=strike+comet+xyzzy")
    assert "these have most of them" in words(page.css_first(".notes"))
    assert "No item matches “xyzzy”." in words(page.css_first(".notes"))
    found = total(page)
    assert found == len(titles(page)) > 0
    urls = [node.attributes["href"] or "" for node in page.css(".sorts a")]
    urls += [pressed(client, button) for button in page.css(".facet li button")[:4]]
    assert len(urls) > 4
    assert all("match=most" in url for url in urls)
    assert "match=most" in (page.css_first("link[type='application/atom+xml']").attributes["href"])
    counted = page.css_first(".facet li button[name=only]")
    assert total(read(client, pressed(client, counted))) == count_of(counted)
    (chip,) = [chip for chip in page.css(".chip") if "most of the words" in words(chip)]
    assert "href" not in chip.attributes, "without it the answer would be this page again"
    assert total(read(client, "/?q=strike+comet+xyzzy&match=most")) == found
    asked, most = (
        client.get(f"/feed.atom?q=strike+comet+xyzzy{match}").text for match in ("", "&match=most")
    )
    assert re.findall("<entry>.*</entry>", asked) == re.findall("<entry>.*</entry>", most) != []
    assert "most of the words" in asked.partition("<entry>")[0]


def test_where_few_items_have_all_words_more_are_offered(client: FlaskClient) -> None:
    page = read(client, "/?q=port+strike")
    offer = page.css_first(".most a")
    more = read(client, offer.attributes["href"] or "")
    assert words(offer).startswith(f"{total(more)} items have most of these words")
    assert total(more) > total(page)
    back = more.css_first(".most a")
    assert words(back) == f"{total(page)} items have all of these words"
    assert total(read(client, back.attributes["href"] or "")) == total(page)
    chip = more.css_first(".chips a[href*='q=port+strike']")
    assert chip.attributes["href"] == back.attributes["href"]


def test_what_was_meant_is_asked_with_a_link_and_its_count(client: FlaskClient) -> None:
    page = read(client, "/?q=strkie&since=2025")
    meant = page.css_first(".meant")
    link = meant.css_first("a").attributes["href"] or ""
    meant_page = read(client, link)
    count = total(meant_page)
    assert words(meant) == f"Did you mean strike ? {count} item{'s' * (count > 1)}"
    assert link == "/?q=strike&since=2025-01-01"
    assert not meant_page.css_first(".meant"), "nothing is in doubt there"


def test_what_was_repaired_or_left_out_is_said(client: FlaskClient) -> None:
    page = read(client, "/?q=(strike&since=garbage&utm_source=letter")
    said = words(page.css_first(".notes"))
    assert "The first day was left out: “garbage” is not a date" in said
    assert "Closed a parenthesis" in said
    assert "utm" not in said
    assert total(page) == 3


@pytest.mark.parametrize(
    ("address", "language", "choices"),
    [
        ("/?sort=size-of", "en", "use “Relevance”, “Newest first”"),
        ("/?sort=size-of", "de", "möglich sind „Relevanz“, „Neueste zuerst“"),
        ("/?by=hour", "en", "use “Day”, “Week”"),
        ("/export?format=csv&sort=size-of", "en", "use relevance, newest"),
        ("/api/v1/search?sort=size-of", "de", "use relevance, newest"),
        ("/api/v1/search?by=hour", "de", "use auto, day"),
    ],
)
def test_a_page_names_choices_as_its_menus_do_and_a_program_gets_values(
    client: FlaskClient, address: str, language: str, choices: str
) -> None:
    assert choices in client.get(address, headers={"Accept-Language": language}).text


@pytest.mark.parametrize(
    ("name", "meant"),
    [("pagee", "page"), ("sources", "source"), ("not_tags", "not_tag"), ("asof", "as_of")],
)
def test_a_misspelt_parameter_is_said(client: FlaskClient, name: str, meant: str) -> None:
    page = read(client, f"/?q=strike&{name}=2")
    assert f"no parameter “{name}”" in words(page.css_first(".notes"))
    assert f"did you mean “{meant}”?" in words(page.css_first(".notes"))
    assert total(page) == 3


@pytest.mark.parametrize(
    "name",
    ["utm_source", "utm_content", "fbclid", "gclid", "msclkid", "ref", "mc_eid", "_hsenc", "si"],
)
def test_what_others_add_to_links_is_passed_over(client: FlaskClient, name: str) -> None:
    page = read(client, f"/?q=strike&{name}=2")
    assert page.css_first(".notes") is None
    assert total(page) == 3


def test_a_search_full_of_limits_still_has_its_page(client: FlaskClient) -> None:
    limits = [("tag", f"tag {number}") for number in range(64)]
    page = read(client, "/?" + urlencode([*limits, ("q", "strike")]))
    assert len(page.css(".chip")) == 1 + 64
    assert not page.css(".facet li button[value^='source:']")


@pytest.mark.parametrize(
    ("url", "indexed"),
    [("/", True), ("/?page=2", True), ("/?q=strike", False), ("/?source=BBC", False)],
)
def test_search_engines_get_the_items_but_no_combinations(
    client: FlaskClient, url: str, indexed: bool
) -> None:
    robots = read(client, url).css_first("meta[name=robots]")
    assert (robots is None) == indexed


def test_a_page_announces_its_feed_and_the_search_plugin(client: FlaskClient) -> None:
    page = read(client, "/?q=strike&source=BBC&page=2")
    feed = page.css_first("link[type='application/atom+xml']").attributes["href"]
    assert feed == "/feed.atom?q=strike&source=BBC"
    assert client.get(feed).status_code == 200
    plugin = page.css_first("link[rel=search]").attributes["href"]
    assert plugin == "/opensearch.xml"


# -- all values of a facet


def test_a_facet_has_a_page_with_all_its_values(client: FlaskClient) -> None:
    page = read(client, "/facets/sources?q=strike&source=BBC")
    rows = {words(row.css_first("bdi")): row for row in page.css(".all-values li")}
    assert set(rows) == {"BBC", "Reuters", "The Guardian", "Al Jazeera", "DW"}
    only = rows["Reuters"].css_first("button[name=only]")
    assert pressed(client, only) == "/?q=strike&source=Reuters"
    assert count_of(only) == 2
    form = page.css("form")[-1]
    assert "checked" in rows["BBC"].css_first("input").attributes
    added = read(client, sent(form, rows["Reuters"].css_first("input")))
    assert words(rows["Reuters"].css_first(".count")) == f"{total(added)} if added"
    assert link(page, ".back a", "Back to the results") == "/?q=strike&source=BBC"


def test_values_can_be_filtered_by_how_a_word_begins(client: FlaskClient) -> None:
    page = read(client, "/facets/sources?q=strike&prefix=gua")
    assert [words(row) for row in page.css(".all-values bdi")] == ["The Guardian"]
    assert words(page.css_first("h1")) == "1 outlet with a word that begins with gua"
    assert ("q", "strike") in [
        (field.attributes["name"], field.attributes["value"])
        for field in page.css("form.filter input")
    ]
    nothing = read(client, "/facets/sources?prefix=zebra")
    assert link(nothing, "main p a", "Show all outlets") == "/facets/sources"


def test_many_values_are_shown_page_by_page(tmp_path: Path) -> None:
    tags = [f"tag {number:03}" for number in range(110)]
    with Archive.create(tmp_path / "index") as archive:
        archive.add([Item(id="a.md", title="Tags", day=date(2026, 1, 1), tags=tags)])
        client = create_app({"ARCHIVE": archive}).test_client()
        page = read(client, "/")
        everything = link(page, ".all a", "All 110 tags")
        first = read(client, everything)
        form, next_button = first.css("form")[-1], first.css(".pager button")[-1]
        box = form.css_first("input[type=checkbox]")
        second = read(client, sent(form, box, next_button))
        by_name = read(client, link(first, ".sorts a", "In alphabetical order"))
        last = read(client, sent(by_name.css("form")[-1], None, by_name.css(".pager button")[-1]))
        ticked = read(client, "/facets/tags?tag=tag+105")
    assert words(first.css_first("h1")) == "1–100 of 110 tags"
    assert words(second.css_first("h1")) == "101–110 of 110 tags"
    for pages in ((first, second), (by_name, last)):
        assert [words(row) for page in pages for row in page.css(".all-values bdi")] == tags
    assert words(by_name.css_first(".sorts [aria-current]")) == "In alphabetical order"
    assert "tag=tag+105" in sent(ticked.css("form")[-1]), "it is ticked on another page"
    assert "tag=tag+000" in sent(second.css("form")[-1]), "what is ticked stays so on the next page"


def test_there_is_no_page_for_what_is_no_facet(client: FlaskClient) -> None:
    assert "Not Found" in words(read(client, "/facets/nonsense", 404).css_first("h1"))


# -- item


def test_an_item_has_everything_on_its_page(client: FlaskClient) -> None:
    page = read(client, f"/item/{CLUSTER}")
    assert words(page.css_first("h1")) == "Port strike enters second week"
    assert words(page.css_first(".item .kicker time")) == "3 January 2026"
    lines = page.css(".coverage li")
    assert [words(line.css_first(".kicker")) for line in lines] == [
        "Reuters",
        "BBC",
        "The Guardian",
        "Al Jazeera",
        "DW",
    ]
    assert words(lines[3].css_first(".line")).startswith("Ships wait off the coast")
    original = page.css_first(".original a")
    assert original.attributes["href"] == "https://port-strike-enters-second-week.example/0"
    about = page.css_first(".about")
    assert words(about.css_first("code")) == CLUSTER
    for text, target in (
        ("BBC", "/?source=BBC"),
        ("strike", "/?tag=strike"),
        ("ports", "/?category=ports"),
        ("3 January 2026", "/day/2026-01-03"),
        ("JSON", f"/api/v1/items/{CLUSTER}"),
    ):
        assert link(page, ".about a", text) == target
        assert client.get(target).status_code == 200
    assert page.css_first("link[rel=canonical]").attributes["href"].endswith(f"/item/{CLUSTER}")
    related = [words(node) for node in page.css(".related .headline")]
    assert "Dockers vote for a strike" in related


def test_an_article_has_its_text_in_paragraphs(client: FlaskClient) -> None:
    page = read(client, f"/item/{COMET}")
    assert [words(block) for block in page.css(".text p")] == [
        "A comet hung over the bay at dusk.",
        "It returns in eighty years, astronomers say.",
    ]
    assert page.css_first(".coverage") is None
    described = page.css_first("meta[name=description]").attributes["content"]
    assert described.startswith("A comet hung over the bay")


def test_an_item_without_a_day_has_a_page(client: FlaskClient) -> None:
    assert "Undated" in words(read(client, f"/item/{UNDATED}").css_first(".kicker"))


def test_from_an_item_the_way_leads_back_to_the_results(client: FlaskClient) -> None:
    results = "/?q=comet&source=BBC&sort=newest"
    target = link(read(client, results), ".hit .headline a", "Comet seen over the bay")
    page = read(client, target)
    assert link(page, ".back a", "Back to the results for comet, BBC") == results
    assert read(client, f"/item/{COMET}").css_first(".back") is None


def test_an_item_that_is_not_there_is_not_found(client: FlaskClient) -> None:
    page = read(client, "/item/city/nothing.md", 404)
    assert "city/nothing.md" in words(page.css_first(".error"))


def test_what_gave_each_hit_its_score_is_shown_on_demand(client: FlaskClient) -> None:
    plain = client.get("/?q=port+strike").text
    assert "class=why" not in plain
    (shown,) = re.findall(r'<p class=explain><a href="([^"]+)">', plain)
    explained = client.get(unescape(shown)).text
    assert "explain=1" in shown
    assert "in headlines" in explained
    assert "side by side" in explained
    (hidden,) = re.findall(r'<p class=explain><a href="([^"]+)">', explained)
    assert unescape(hidden) == "/?q=port+strike"
    assert "class=explain" not in client.get("/?q=strike&sort=newest").text
