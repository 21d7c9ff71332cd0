"""The help shows what can be asked, with examples that find something, and a form of fields."""

from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from tests.web.test_pages import read, total, words
from web.help import EXAMPLE_GROUPS, EXAMPLES_EXPLAINED


def test_each_example_of_the_help_finds_what_it_says(client: FlaskClient) -> None:
    page = read(client, "/help")
    rows = [row for row in page.css(".examples tbody tr") if row.css_first(".count")]
    assert len(rows) > 10
    for row in rows:
        found = read(client, row.css_first("a").attributes["href"] or "")
        assert total(found) == int(words(row.css_first(".count")).replace(",", ""))


def test_every_kind_of_example_is_explained_once(client: FlaskClient) -> None:
    kinds = [kind for group in EXAMPLE_GROUPS.values() for kind in group]
    assert sorted(kinds) == sorted(EXAMPLES_EXPLAINED)
    shown = client.get("/api/v1/examples").json["examples"]
    assert {example["kind"] for example in shown} <= set(kinds)


@pytest.mark.parametrize("path", ["/", "/?q=strike", "/facets/tags", "/nothing"])
def test_the_help_is_linked_from_the_search_box(client: FlaskClient, path: str) -> None:
    page = read(client, path, 404 if path == "/nothing" else 200)
    assert page.css_first("form.ask a[href='/help']") is not None
    assert "/help#programs" in [node.attributes["href"] for node in page.css(".colophon a")]


def test_addresses_for_programs_answer(client: FlaskClient) -> None:
    for node in read(client, "/help").css("section[aria-labelledby=programs] a"):
        assert client.get(node.attributes["href"]).status_code == 200


@pytest.mark.parametrize(
    ("fields", "address"),
    [
        ({"all": "strike", "phrase": "", "since": ""}, "/?q=strike"),
        (
            {"all": "port", "phrase": "strike talks", "source": "BBC", "since": "2025-12-01"},
            "/?"
            + urlencode([("q", 'port "strike talks"'), ("source", "BBC"), ("since", "2025-12-01")]),
        ),
        ({"without": "strike"}, "/?q=-strike"),
        ({}, "/"),
        ({"all": "x", "since": "garbage"}, "/?q=x&since=garbage"),
        ({"all": "x" * 2_000}, "/?q=" + "x" * 1_000),
        ({"phrase": '"port talks"'}, "/?q=%22port+talks%22"),
        ({"all": "🎉"}, "/?left_out=%F0%9F%8E%89"),
        ({"all": "tru*", "without": '"'}, "/?q=tru&left_out=%2A+%22"),
    ],
    ids=["words", "all", "without", "nothing", "no-day", "long", "quoted", "emoji", "signs"],
)
def test_the_form_leads_to_the_search_for_its_fields(
    client: FlaskClient, fields: dict[str, str], address: str
) -> None:
    answer = client.get(f"/compose?{urlencode(fields)}")
    assert answer.status_code == 303
    assert answer.headers["Location"] == address
    notes = [node.text() for node in read(client, address).css(".notes li")]
    assert ("holds no letter or digit" in "".join(notes)) == ("left_out" in address)


def test_a_page_says_that_signs_alone_were_left_out(client: FlaskClient) -> None:
    assert not read(client, "/?q=strike&left_out=call+us").css(".notes")
    (note,) = read(client, "/?q=strike&left_out=*").css(".notes li")
    assert note.text().strip() == "Left out “*”, which holds no letter or digit."
