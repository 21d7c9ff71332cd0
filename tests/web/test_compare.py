"""The page of a comparison: each number leads to its items; tables for programs; bad input."""

import csv
import io
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser, LexborNode

from search import Archive, Headline, Item
from tests.conftest import THOROUGH
from tests.web.test_pages import read, sent, total, words
from web import create_app
from web.bounds import MAX_ANSWER_BYTES
from web.compare import TABLES

COMPARISONS = [
    "?q=strike&q=comet",
    "?q=strike+since:2026-01-04&q=port&by=week&share=1",
    "?q=strike&q=port&as_of=2026-01-04",
    "?q=strike+zebra+council&q=port",
    "?q=(port&q=%22strike",
    "?q=port&by=sources&source=BBC&source=nobody",
] + THOROUGH * [
    "?q=strike&q=port&q=source:bbc&q=council&q=-comet",
    "?q=strike&q=port&source=BBC&source=DW",
    "?q=strike&q=port&since=2025-12-01&until=2026-01-04&by=day",
    "?q=strike+port&q=dockers+coffee&match=any",
    "?q=tag:strike&q=nothing",
    "?by=sources",
    "?q=strike&by=sources",
    "?q=port&by=sources&source=BBC&source=Reuters&by=month",
]


def numbers(page: LexborHTMLParser) -> list[LexborNode]:
    return page.css("td a")


@pytest.mark.parametrize("query", COMPARISONS)
def test_each_number_leads_to_its_items(client: FlaskClient, query: str) -> None:
    page = read(client, f"/compare{query}")
    links = numbers(page)
    assert links
    for link in links:
        found = read(client, link.attributes["href"] or "")
        assert total(found) == int(words(link).replace(",", "")), link.attributes["href"]


@pytest.mark.parametrize("query", COMPARISONS)
def test_no_other_link_is_dead(client: FlaskClient, query: str) -> None:
    page = read(client, f"/compare{query}")
    for link in page.css("main :not(td) > a, .colophon a:not([hreflang])"):
        answer = client.get(link.attributes["href"] or "")
        assert answer.status_code == 200, link.attributes["href"]


def test_every_count_that_can_be_a_link_is_one(client: FlaskClient) -> None:
    page = read(client, "/compare?q=strike&q=comet")
    for row in page.css("table.compared tbody tr"):
        for own in row.css("td"):
            text = words(own).split()
            assert own.css("a") or text[0] in ("0", "none"), (words(row), text)


def test_days_of_which_nothing_is_held_are_gaps(client: FlaskClient) -> None:
    page = read(client, "/compare?q=strike&q=comet&by=day")
    rows = {words(row.css_first("th")): row for row in page.css("#time ~ .across tbody tr")}
    assert "none held" in words(rows["29 December 2025"])
    assert words(rows["4 January 2026"].css("td")[0]).split()[0] == "0"
    # The line stops at the gap, and goes on behind it.
    line = page.css_first(".plot path.line-0").attributes["d"] or ""
    assert line.count("M") > 1
    assert page.css_first("pattern#gap") is not None


def test_lines_are_told_by_more_than_their_hue(client: FlaskClient) -> None:
    page = read(client, "/compare?q=strike&q=port&q=comet&q=council&q=bread")
    marks = [node.html for node in page.css("defs g[id^=mark-]")]
    assert len(set(marks)) == 5
    letters = {words(node) for node in page.css(".plot text.letter")}
    assert letters == {*"ABCDE"}
    assert "style=" not in (page.html or "")


def test_letters_stay_below_the_caption(client: FlaskClient) -> None:
    page = read(client, "/compare?q=strike&q=strike+since:2026-01-02&q=port")
    letters = page.css(".plot text.letter")
    assert {*"ABC"} <= {*"".join(map(words, letters))}
    assert all(float((own.attributes["y"] or "").rstrip("%")) >= 0 for own in letters)


def test_equal_lines_have_one_label_and_marks_in_turn(client: FlaskClient) -> None:
    page = read(client, "/compare?q=strike&q=strike+OR+strike&q=port")
    letters = [words(own) for own in page.css(".plot text.letter")]
    assert len(letters) == 2
    assert "A = B" in letters
    marked = [{own.attributes["x"] for own in page.css(f".plot use.mark-{n}")} for n in (0, 1)]
    assert all(marked)
    assert not marked[0] & marked[1]


def test_it_says_how_many_items_were_read(client: FlaskClient, archive: Archive) -> None:
    found = archive.compare(["strike", "port"])
    told = words(read(client, "/compare?q=strike&q=port").css_first("#words + .told"))
    for own in found.searches:
        assert f"{own.read} of {own.total}" in told


@pytest.mark.parametrize(
    ("query", "says", "boxes"),
    [
        ("", "", ["", ""]),
        ("?q=strike", "", ["strike", ""]),
        ("?q=&q=", "", ["", ""]),
        ("?q=strike&q=+strike+", "given twice", ["strike", ""]),
        ("?" + "&".join(f"q=w{n}" for n in range(7)), "5 searches", [f"w{n}" for n in range(5)]),
        ("?q=strike&q=port&since=x", "The first day was left out", ["strike", "port", ""]),
        ("?q=strike&q=port&by=hour", "unit of the timeline", ["strike", "port", ""]),
        ("?q=strike&q=" + "y" * 1_200, "1,000 characters", ["strike", "y" * 1_000, ""]),
        ("?q=nothing&q=nobody", "", ["nothing", "nobody", ""]),
        ("?q=strike&q=port&surce=BBC", "did you mean “source”", ["strike", "port", ""]),
    ],
)
def test_whatever_is_given_there_is_a_form(
    client: FlaskClient, query: str, says: str, boxes: list[str]
) -> None:
    page = read(client, f"/compare{query}")
    given = [node.attributes["value"] or "" for node in page.css(".compare-form [name=q]")]
    assert given == boxes
    assert says in words(page.css_first("main"))


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("?q=strike&q=port&by=sources", "the others were left out"),
        ("?q=strike&by=sources&source=BBC", "Fewer than two outlets"),
        ("?q=nothing&by=sources", "Fewer than two outlets"),
        ("?by=sources&" + "&".join(f"source=o{n}" for n in range(6)), "5 outlets can be compared"),
    ],
)
def test_outlets_that_cannot_be_compared_are_said(
    client: FlaskClient, query: str, says: str
) -> None:
    page = read(client, f"/compare{query}")
    assert says in words(page.css_first("main"))
    assert page.css_first(".compare-form [name=source]") is not None


def test_the_form_adds_edits_and_removes_searches(client: FlaskClient) -> None:
    page = read(client, "/compare?q=strike&q=port&as_of=2026-01-04&source=BBC&by=week")
    sent_pairs = parse_qsl(urlsplit(sent(page.css_first(".compare-form"))).query)
    assert [value for name, value in sent_pairs if name == "q"] == ["strike", "port"]
    assert ("as_of", "2026-01-04") in sent_pairs
    assert ("source", "BBC") in sent_pairs
    again = read(client, f"/compare?{urlencode([*sent_pairs, ('q', 'comet')])}")
    assert [words(node) for node in again.css("#searches + table bdi")] == [
        *("strike", "port", "comet")
    ]
    remove = again.css(".compare-form p > a")[0].attributes["href"] or ""
    assert dict(parse_qsl(urlsplit(remove).query))["as_of"] == "2026-01-04"
    rest = read(client, remove)
    assert [words(node) for node in rest.css("#searches + table bdi")] == ["port", "comet"]


@pytest.mark.parametrize(
    "query", ["?q=strike", "?q=port&source=BBC&not_tag=strike", "?source=DW&since=2025-10-01"]
)
def test_results_lead_to_a_comparison_with_them(client: FlaskClient, query: str) -> None:
    page = read(client, f"/{query}")
    (link,) = (own for own in page.css("a") if "Compare with others" in words(own))
    form = read(client, link.attributes["href"] or "")
    first, second = (node.attributes["value"] for node in form.css(".compare-form [name=q]"))
    assert first
    assert not second
    compared = read(client, f"{link.attributes['href']}&q=comet")
    assert int(words(compared.css_first("#searches + table td"))) == total(page)


def test_the_front_page_offers_no_comparison(client: FlaskClient) -> None:
    assert not [own for own in read(client, "/").css("a") if "Compare with others" in words(own)]


@pytest.mark.parametrize("table", TABLES)
def test_each_table_is_one_for_spreadsheets(
    client: FlaskClient, archive: Archive, table: str
) -> None:
    answer = client.get(f"/compare.csv?q=strike&q=port&by=month&table={table}")
    assert answer.content_type.startswith("text/csv")
    head, *rows = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")))
    found = archive.compare(["strike", "port"], by="month")
    assert found.timeline is not None
    counts = {
        "searches": [str(own.total) for own in found.searches],
        "time": [str(own) if own else "0" for own in found.searches[0].counts],
        "outlets": [str(own) for own in found.searches[0].outlets],
        "words": [str(word.found[0].count) for own in found.searches for word in own.words],
        "shared": [str(own.found.count) for own in found.overlaps],
    }
    column = {"searches": 1, "time": 2, "outlets": 1, "words": 3, "shared": 0}[table]
    told = [row[column] for row in rows if row[0] != "all"]
    if table == "time":
        told = [own or "0" for own in told]
        assert head[2:] == ["strike", "port", "share of strike", "share of port", "held"]
    assert told == counts[table]
    assert all(len(row) == len(head) for row in rows)


def test_no_cell_is_a_formula(client: FlaskClient) -> None:
    answer = client.get("/compare.csv", query_string=[("q", "-strike"), ("q", "@port")])
    assert answer.text.splitlines()[0].startswith("\ufefffirst,last,'-strike,'@port,")


def test_programs_get_the_same_as_json(client: FlaskClient, archive: Archive) -> None:
    json = client.get("/api/v1/compare?q=strike&q=port").json
    found = archive.compare(["strike", "port"])
    assert [own["total"] for own in json["searches"]] == [own.total for own in found.searches]
    assert json["overlaps"][0]["found"] == {
        "count": found.overlaps[0].found.count,
        "search": [["q", "(strike) (port)"]],
    }
    by_outlet = client.get("/api/v1/compare?q=strike&by=sources&by=month").json
    assert by_outlet["by_outlet"]
    assert by_outlet["timeline"]["by"] == "month"


@pytest.mark.parametrize("path", ["/api/v1/compare", "/compare.csv"])
@pytest.mark.parametrize(
    "query",
    [
        "",
        "?q=strike",
        "?q=strike&q=",
        "?q=strike&q=strike",
        "?" + "&".join(f"q=w{n}" for n in range(6)),
        "?q=strike&q=port&since=x",
        "?q=strike&q=port&by=hour",
        "?q=strike&q=port&surce=BBC",
        "?q=strike&q=" + "y" * 1_001,
        "?q=strike&q=port&by=sources",
        "?q=strike&by=sources&source=BBC",
    ],
)
def test_programs_are_told_what_is_wrong(client: FlaskClient, path: str, query: str) -> None:
    assert client.get(path + query).status_code == 400


def test_a_table_that_is_none_is_said(client: FlaskClient) -> None:
    answer = client.get("/compare.csv?q=strike&q=port&table=x")
    assert answer.status_code == 400
    assert client.get("/api/v1/compare?q=strike&q=port&table=time").status_code == 400


HOSTILE = "<script>alert(1)</script> & \"quotes\" 'n'"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application over texts of other scripts and hostile names, by a thousand outlets."""
    folder = tmp_path_factory.mktemp("compare") / "index"
    with Archive.create(folder) as archive:
        archive.add(
            Item(
                id=f"{number}.md",
                title=title,
                day=None,
                headlines=[Headline(title, outlet)],
            )
            for number, (title, outlet) in enumerate(
                [
                    *[(f"北京汽车标准 {n}", f"新华社 {n}") for n in range(500)],
                    *[(f"ميناء الإضراب {n}", f"الجزيرة {n}") for n in range(500)],
                    *[(f"{HOSTILE} strike", HOSTILE) for _ in range(5)],
                ]
            )
        )
    return create_app({"INDEX": folder, "TESTING": True})


@pytest.mark.parametrize(
    "queries",
    [
        ["汽车标准", "script", "الإضراب"],
        [HOSTILE, "alert"],
        ["'\"><b>", "{{ 7 * 7 }}"],
    ]
    + THOROUGH * [["北京", "ميناء"], ["strike " * 140, "北" * 300]],
)
def test_any_text_can_be_compared(hostile: Flask, queries: list[str]) -> None:
    client = hostile.test_client()
    address = "/compare?" + "&".join(f"q={quote(query)}" for query in queries)
    page = read(client, address)
    assert "<script>alert" not in (page.html or "")
    assert len(client.get(address).data) < MAX_ANSWER_BYTES
    for name in page.css("th bdi"):
        if words(name)[0] in "北ميناءا":
            assert name.attributes.get("lang"), words(name)
    for link in numbers(page)[:60]:
        found = read(client, link.attributes["href"] or "")
        assert total(found) == int(words(link).replace(",", ""))
    for outlet in "", HOSTILE:
        read(client, f"/compare?by=sources&q={quote(queries[0])}&source={quote(outlet)}")


@pytest.mark.thorough
@pytest.mark.parametrize(
    "days", [["2026-01-03"] * 10, [f"{1996 + 3 * n}-01-03" for n in range(10)]]
)
def test_an_archive_of_one_day_or_of_thirty_years(tmp_path: Path, days: list[str]) -> None:
    lines = [Headline(text="Strike", outlet="Harbour Post")]
    with Archive.create(tmp_path / "index") as archive:
        archive.add(
            Item(
                id=f"{number}.md",
                title=f"Strike {'at the port' if number % 2 else 'of the trams'}",
                day=date.fromisoformat(day),
                headlines=lines,
            )
            for number, day in enumerate(days)
        )
        client = create_app({"ARCHIVE": archive, "TESTING": True}).test_client()
        for unit in "auto", "day", "week", "decade":
            page = read(client, f"/compare?q=strike&q=port&by={unit}")
            for link in numbers(page):
                found = read(client, link.attributes["href"] or "")
                assert total(found) == int(words(link).replace(",", ""))


def test_a_misspelt_search_is_offered_as_it_was_meant(client: FlaskClient) -> None:
    page = read(client, "/compare?q=strkie&q=comet&since=2025-12-01")
    (meant,) = page.css(".meant")
    link = meant.css_first("a")
    assert words(link) == "strike"
    url = link.attributes["href"] or ""
    assert url == "/compare?q=strike&q=comet&since=2025-12-01"
    total = client.get("/api/v1/search?q=strike&since=2025-12-01").json["total"]
    assert words(meant) == f"A Did you mean strike ? {total} items"
    assert not read(client, url).css(".meant")
    assert not read(client, "/compare?q=strkie&q=strike").css(".meant"), "it is compared already"
    by_outlet = read(client, "/compare?q=strkie&by=sources")
    assert words(by_outlet.css_first(".meant")).startswith("Did you mean strike ?")
    told = client.get("/api/v1/compare?q=strkie&q=comet").json
    assert [own and own["text"] for own in told["spellings"]] == ["strike", None]


def test_a_misspelt_limit_is_offered_as_it_was_meant(client: FlaskClient) -> None:
    for url, expected in {
        "/compare?by=sources&q=strike&source=Reutres&source=BBC": "Reuters",
        "/compare?by=sources&q=strike&source=Reutres": "Reuters",
        "/compare?q=strike&q=comet&source=Reutres": "Reuters",
        "/compare?q=strike&q=comet&not_source=Reutres": "Reuters",
    }.items():
        (meant,) = read(client, url).css(".meant")
        assert words(meant).startswith(f"Did you mean {expected} ?")
        link = meant.css_first("a").attributes["href"] or ""
        assert sorted(link.split("?")[1].split("&")) == sorted(
            url.split("?")[1].replace("Reutres", expected).split("&")
        )
        assert not read(client, link).css(".meant")


@pytest.mark.parametrize("span", ["&since=2026-01-01&until=2026-01-31", ""])
def test_a_table_that_is_cut_says_so(client: FlaskClient, span: str) -> None:
    page = read(client, f"/compare?q=strike&q=notes{span}")
    table = page.css_first("[aria-labelledby=time] .across")
    is_long = len(table.css("tbody tr")) > 31
    assert is_long == ("long" in (table.attributes["class"] or "").split())
    assert is_long == (
        "reached by scrolling" in words(page.css_first("section[aria-labelledby=time]"))
    )
