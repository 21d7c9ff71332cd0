"""A limit that no search can have is a note on each page, and refused in JSON and in feeds."""

import pytest
from flask.testing import FlaskClient

from tests.web.test_pages import read, words

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
    pytest.param("by=hour", "by: 'hour' is not a unit of a timeline; use auto, day", id="unit"),
    pytest.param("bars=2001", "bars: 2001 is not between 1 and 2000", id="too-many-bars"),
    pytest.param("share=half", "share: 'half' is neither 1 nor 0", id="share"),
    pytest.param("facets=colour", "'colour' is not a facet", id="no-facet"),
    pytest.param(
        "&".join(f"tag=t{number}" for number in range(65)),
        "all but the first 64 values of tag",
        id="many-values",
    ),
]


@pytest.mark.parametrize(("query", "problem"), BAD)
@pytest.mark.parametrize("path", ["", "facets/tags", ITEM])
def test_a_page_says_it(client: FlaskClient, path: str, query: str, problem: str) -> None:
    page = read(client, f"/{path}?q=strike&{query}")
    notes = [words(note) for note in page.css(".notes li")]
    assert [note for note in notes if problem in note and note.startswith("Left out ")]


@pytest.mark.parametrize(("query", "problem"), BAD)
@pytest.mark.parametrize("path", ["api/v1/search", "api/v1/facets/tags", "feed.atom"])
def test_programs_are_refused(client: FlaskClient, path: str, query: str, problem: str) -> None:
    response = client.get(f"/{path}?q=strike&{query}")
    assert response.status_code == 400
    assert problem in response.text.replace("&#39;", "'")


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


def test_a_page_that_found_nothing_links_to_the_plain_words(client: FlaskClient) -> None:
    page = read(client, "/?q=%22week+strike%22")
    link = page.css_first(".nothing .plain a")
    assert link is not None
    found = read(client, link.attributes["href"] or "")
    assert "1 hit" in words(found.css_first("h1")) or "hits" in words(found.css_first("h1"))
