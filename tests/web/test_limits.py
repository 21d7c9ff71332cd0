"""A limit that no search can have is a note on each page, and refused in JSON and in feeds."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from search import Archive, Item
from search.request import PARAMETERS
from tests.web.test_pages import read, total, words
from web import create_app

ITEM = "item/ports/port-strike-enters-second-week.md"

BAD = [
    pytest.param("since=garbage", "since: 'garbage' is not a date", id="no-date"),
    pytest.param("until=01/02/2026", "can be read as more than one day", id="two-days"),
    pytest.param("as_of=2026-13", "as_of: '2026-13' is not a date", id="no-such-month"),
    pytest.param("year=26", "year: '26' is not a year", id="year"),
    pytest.param("not_month=2026-13", "not_month: '2026-13' is not a month", id="month"),
    pytest.param("sort=best", "sort: 'best' is not an order", id="order"),
    pytest.param("page=0", "page: 0 is not between 1", id="no-page"),
    pytest.param("page=two", "page: 'two' is not a whole number", id="no-number"),
    pytest.param("per_page=101", "per_page: 101 is not between 1", id="too-many"),
    pytest.param("standing=perhaps", "standing: 'perhaps' is neither 1 nor 0", id="neither"),
    pytest.param("by=hour", "by: 'hour' is not a unit of a timeline", id="unit"),
    pytest.param("bars=2001", "bars: 2001 is not between 1 and 2000", id="too-many-bars"),
    pytest.param("share=half", "share: 'half' is neither 1 nor 0", id="share"),
    pytest.param("facets=colour", "'colour' is not a facet", id="no-facet"),
    pytest.param(
        "&".join(f"tag=t{number}" for number in range(65)),
        "more than 64 values; a search takes 64 of all facets at most",
        id="many-values",
    ),
]


@pytest.mark.parametrize(("query", "problem"), BAD)
@pytest.mark.parametrize("path", ["", "facets/tags", ITEM])
def test_a_page_says_it(client: FlaskClient, path: str, query: str, problem: str) -> None:
    page = read(client, f"/{path}?q=strike&{query}")
    notes = [words(note) for note in page.css(".notes li")]
    name, told = query.partition("=")[0], problem.partition(": ")[2].replace("'", "")
    said = [note for note in notes if "left out" in note.lower()]
    assert [note for note in said if told in note.replace("“", "").replace("”", "")]
    # A reader knows the names of what the page has, not of an address's parameters.
    assert not [note for note in said if re.search(rf"\b{name}:|'", note)]


@pytest.mark.parametrize(("query", "problem"), BAD)
@pytest.mark.parametrize("path", ["api/v1/search", "api/v1/suggest"])
def test_programs_are_refused(client: FlaskClient, path: str, query: str, problem: str) -> None:
    response = client.get(f"/{path}?q=strike&{query}")
    assert response.status_code == 400
    assert problem in response.json["error"]["message"]


@pytest.mark.parametrize(("query", "problem"), BAD)
def test_the_page_of_a_feed_that_is_refused_is_for_readers(
    client: FlaskClient, query: str, problem: str
) -> None:
    page = read(client, f"/feed.atom?q=strike&{query}", 400)
    told = (problem.partition(": ")[2] or problem.partition("values")[0]).replace("'", "")
    said = words(page.css_first(".error")).replace("“", "").replace("”", "")
    assert told in said.replace("All but", "all but")
    assert f"{query.partition('=')[0]}:" not in said


EMPTY = "&".join(f"{name}=" for name in PARAMETERS if name not in ("q", "facets"))


@pytest.mark.parametrize(
    "url",
    [
        *("/?q=strike", f"/{ITEM}?q=strike&hit=&version=", "/take?q=strike", "/stories?q=strike"),
        *("/facets/tags?q=strike&order=", "/coverage?q=strike&order=", "/outlets?order="),
        *("/api/v1/search?q=strike", "/api/v1/suggest?q=st&limit=&cursor=", "/feed.atom?q=strike"),
        *("/api/v1/facets/tags?q=strike&order=&limit=&offset=", "/api/v1/coverage?q=strike&order="),
        *("/export?q=strike&format=csv", "/coverage?q=strike&format=csv&order="),
        *("/compare?q=port&q=bay", "/api/v1/compare?q=port&q=bay", "/compare.csv?q=a&q=b&table="),
    ],
)
def test_an_empty_value_is_no_limit(client: FlaskClient, url: str) -> None:
    name, _, query = url.partition("?")
    given = [own for own in query.split("&") if not own.endswith("=")]
    answer, same = client.get(f"{url}&{EMPTY}"), client.get(f"{name}?{'&'.join(given)}")
    assert answer.status_code == same.status_code == 200
    if answer.is_json:
        assert answer.json == same.json
    elif answer.mimetype == "text/html":
        assert 'class="notes"' not in answer.text.replace("class=notes", 'class="notes"')
    else:
        assert answer.data == same.data


def test_a_feed_keeps_its_page(client: FlaskClient) -> None:
    first, second = (client.get(f"/feed.atom?per_page=2&page={page}").text for page in (1, 2))
    assert first.count("<entry>") == second.count("<entry>") == 2
    assert first != second
    assert "per_page=2" in second
    assert "page=2" in second.replace("per_page=2", "")


@pytest.mark.parametrize("path", ["", "feed.atom", "api/v1/search", "facets/tags"])
def test_a_span_the_other_way_round_is_turned(client: FlaskClient, path: str) -> None:
    wrong = client.get(f"/{path}?since=2026-01-31&until=2026-01-01")
    right = client.get(f"/{path}?since=2026-01-01&until=2026-01-31")
    assert wrong.status_code == right.status_code == 200
    if path == "":
        assert "the other way round" in wrong.text
        assert words(read(client, "/?since=2026-01-31&until=2026-01-01").css_first("h1")) == words(
            read(client, "/?since=2026-01-01&until=2026-01-31").css_first("h1")
        )
    elif path == "api/v1/search":
        assert wrong.json["hits"] == right.json["hits"]
        assert "the other way round" in wrong.json["notes"][0]
    elif path == "feed.atom":
        assert wrong.text.count("<entry>") == right.text.count("<entry>") > 0


def test_a_page_that_found_something_links_to_the_title_without_its_outlet(tmp_path: Path) -> None:
    items = [
        Item(id="own", title="Storm over the bay", day=None),
        Item(id="other", title="The Guardian of the bay, a storm over the coast", day=None),
    ]
    with Archive.create(tmp_path / "index") as archive:
        archive.add(items)
        client = create_app({"ARCHIVE": archive}).test_client()
        page = read(client, "/?q=Storm+over+the+bay+-+The+Guardian")
        (offer,) = [
            own for own in page.css(".most a") if "match=" not in str(own.attributes["href"])
        ]
        assert (total(page), words(offer)) == (1, "2 items")
        assert words(page).count("“ Storm over the bay ”") == 1, "it is said once, with the link"
        assert "title alone" not in words(page)
        assert total(read(client, offer.attributes["href"] or "")) == 2


def test_a_page_that_found_nothing_links_to_the_plain_words(client: FlaskClient) -> None:
    page = read(client, "/?q=%22week+strike%22")
    offer = page.css_first(".offers li")
    assert words(offer).endswith("for “ week strike ”")
    found = read(client, offer.css_first("a").attributes["href"] or "")
    assert total(found) == int(words(offer).split()[0])
