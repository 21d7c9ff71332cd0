"""What is asked twice, or of most words, is said on pages and refused elsewhere."""

import re

import pytest
from flask.testing import FlaskClient

from tests.web.test_pages import read, words


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("q=strike&q=port", "The query was given more than once; the last one counts."),
        ("q=strike&page=2&page=1", "The number of the page was given more than once"),
        ("q=strike&since=2025&since=2026", "The first day was given more than once"),
        ("q=strike&sort=oldest&sort=newest", "The order was given more than once"),
        ("q=strike&match=any&match=most", "How many of the words hits have was given more than"),
    ],
)
def test_a_parameter_of_one_value_that_has_several_is_told(
    client: FlaskClient, query: str, told: str
) -> None:
    assert told in words(read(client, f"/?{query}").css_first(".notes"))
    for address in "/api/v1/search?", "/feed.atom?", "/export?format=csv&", "/coverage?format=csv&":
        answer = client.get(f"{address}{query}")
        assert answer.status_code == 400, address
        # An error of a feed or a file is a page for readers.
        refused = r"was given (\d times; give it once|more than once)\."
        if "page=" in query and "format" in address:  # which has no pages
            refused = "“page” has no effect here"
        assert re.search(refused, answer.text), address


def test_the_same_value_given_again_is_no_fault(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?q=strike&q=strike&tag=a&tag=b")
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("q=" + 1_100 * "x", "the query has 1,100 characters; a search takes 1,000 at most."),
        (
            "&".join(f"source=outlet{number}" for number in range(70)),
            "source has more than 64 values; a search takes 64 of all facets at most.",
        ),
    ],
)
def test_what_is_refused_is_said_in_a_sentence(client: FlaskClient, query: str, told: str) -> None:
    assert client.get(f"/api/v1/search?{query}").get_json()["error"]["message"] == told


@pytest.mark.parametrize("name", ["Source", "sources", "soruce", "tags"])
def test_a_feed_of_an_unknown_limit_is_refused(client: FlaskClient, name: str) -> None:
    assert client.get(f"/feed.atom?q=strike&{name}=BBC").status_code == 400


@pytest.mark.parametrize("path", ["/coverage", "/facets/sources"])
def test_pages_about_a_search_say_that_no_item_has_all_words(
    client: FlaskClient, path: str
) -> None:
    told = "No item here has all of these words; these have most of them"
    assert told in read(client, f"{path}?q=strike+zebra").html
    assert told not in read(client, f"{path}?q=strike").html


def test_coverage_tells_how_many_of_the_words_hits_have(client: FlaskClient) -> None:
    for query, match in {"strike": "all", "strike zebra": "most", "zebra": "all"}.items():
        assert client.get("/api/v1/coverage", query_string={"q": query}).json["match"] == match
