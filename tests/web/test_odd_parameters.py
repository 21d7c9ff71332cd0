"""Nothing in an address is ignored without a word: a page says it, a program gets 400."""

from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from tests.web.conftest import ITEMS
from tests.web.test_pages import read, words

ITEM = f"/item/{quote(ITEMS[0].id)}"


def notes(client: FlaskClient, url: str) -> str:
    found = read(client, url).css_first(".notes")
    return words(found) if found else ""


@pytest.mark.parametrize(
    ("url", "note"),
    [
        ("/?q=strike&explain=x", "The choice to explain scores was left out: “x” is neither 1 nor"),
        ("/?q=strike&least=abc", "The number of outlets was left out: “abc” is not a whole"),
        ("/?q=strike&least=-1", "The number of outlets was left out: “-1” is not a whole"),
        ("/coverage?least=abc", "The number of outlets was left out: “abc” is not a whole"),
        ("/coverage?least=1234567", "from 0 to 999,999"),
        (f"/coverage?q={'a+' * 499}&least=3", "the query has no room for it"),
        ("/coverage?odrer=name", "no parameter “odrer”, so it was ignored; did you mean “order”?"),
        ("/coverage?laest=3", "did you mean “least”?"),
        ("/coverage?order=size", "no such order of outlets"),
        ("/coverage?page=x", "The number of the page was left out"),
        ("/compare?q=a&q=b&shaer=1", "did you mean “share”?"),
        ("/compare?q=a&q=b&page=7", "“page” has no effect on this page, so it was ignored."),
        ("/compare?q=a&q=b&sort=newest", "“sort” has no effect on this page"),
        ("/compare?q=a&q=b&bars=many", "The number of bars of the timeline was left out"),
        ("/compare?q=a&q=b&by=fortnight", "The unit of the timeline was left out"),
        ("/archive?mnth=2026-01", "did you mean “month”?"),
        ("/archive?page=3", "“page” has no effect on this page"),
        ("/archive?q=strike", "“q” has no effect on this page"),
        ("/archive?month=2026-13", "“2026-13” is not a month"),
        ("/outlets?pge=2", "did you mean “page”?"),
        ("/outlets?prefx=b", "did you mean “prefix”?"),
        ("/outlets?source=BBC", "“source” has no effect on this page"),
        ("/outlets?page=0", "The number of the page was left out"),
        ("/outlet/BBC?asof=2026-01-01", "did you mean “as_of”?"),
        ("/outlet/BBC?per_page=2", "“per_page” has no effect on this page"),
        ("/take?q=strike&page=2", "“page” has no effect on this page"),
        ("/outlet/BBC?as_of=never", "The day of the archive was left out"),
        ("/day/2026-01-03?pag=2", "did you mean “page”?"),
        ("/day/2026-01-03?page=two", "The number of the page was left out"),
        ("/day/2026-01-03?q=x", "“q” has no effect on this page"),
        ("/take?q=strike&sotr=newest", "did you mean “sort”?"),
        ("/take?q=strike&since=soon", "The first day was left out"),
        ("/facets/tags?odrer=name", "did you mean “order”?"),
        ("/facets/tags?order=size", "no such order of values"),
        (
            "/?q=strike&date=2026-01-03",
            "“date”, so it was ignored; the query can say it: “date:…”.",
        ),
        ("/?q=strike&outlets=4", "the query can say it: “outlets:…”."),
        ("/?changed=yes", "the query can say it: “changed:…”."),
        ("/?not_story=a.md", "the query can say it: “-story:…”."),
        ("/?Q=strike", "did you mean “q”?"),
        ("/?q=strike&foo=1", "There is no parameter “foo”, so it was ignored."),
        ("/?q=strike&until=2026-02-30", "Read “2026-02-30” as 2026-02-28, the last day of its"),
        ("/stories?since=2026-01-32", "Read “2026-01-32” as 2026-01-31"),
        ("/stories?foo=1", "There is no parameter “foo”"),
        (f"{ITEM.replace('item', 'story')}?foo=1", "There is no parameter “foo”"),
        ("/archive?date=2026", "There is no parameter “date”, so it was ignored."),
        ("/outlet/BBC?foo=1", "There is no parameter “foo”"),
        ("/day/2026-01-03?foo=1", "There is no parameter “foo”"),
        ("/compare?q=a&q=b&foo=1", "There is no parameter “foo”"),
        ("/saved?q=strike", "“q” has no effect on this page"),
        ("/saved?foo=1", "There is no parameter “foo”"),
        ("/help?foo=1", "There is no parameter “foo”"),
        (f"{ITEM}?verson=2", "did you mean “version”?"),
        (f"{ITEM}?version=x", "The number of the version was left out"),
        (f"{ITEM}?q=strike&hit=0", "The number of the hit was left out"),
        (f"{ITEM}?q=strike&sicne=2026", "did you mean “since”?"),
    ],
)
def test_a_page_says_what_it_leaves_out(client: FlaskClient, url: str, note: str) -> None:
    assert note in notes(client, url)


@pytest.mark.parametrize(
    "url",
    [
        *("/?q=strike&least=2", "/coverage?q=strike&order=name&least=2", "/coverage?utm_source=x"),
        *("/compare?q=port&q=comet&share=1&by=day&source=BBC", "/archive?month=2026-01&fbclid=1"),
        *("/outlets?page=1&prefix=b&order=name", "/outlet/BBC?as_of=2026-01-05&ref=x"),
        *("/day/2026-01-03?page=1", "/take?q=strike&sort=newest&page=", f"{ITEM}?q=strike&hit=1"),
        *("/facets/tags?order=name&prefix=s", "/day/2026-01-03?gclid=1"),
        *("/stories?utm_campaign=x&mc_cid=2", "/help?msclkid=3", "/compare?q=port&q=bay&ref=x"),
    ],
)
def test_what_a_page_knows_or_others_add_needs_no_word(client: FlaskClient, url: str) -> None:
    assert not notes(client, url) or "as_of" in url


def test_the_least_number_of_outlets_limits_in_any_address(client: FlaskClient) -> None:
    page = read(client, "/?q=strike&least=2")
    assert page.css_first("#q").attributes["value"] == "outlets:>=2 strike"
    page = read(client, "/coverage?q=strike&least=2")
    assert "outlets:>=2 strike" in words(page.css_first(".chips"))


@pytest.mark.parametrize(
    "url",
    [
        *("/api/v1/coverage?least=abc", "/api/v1/coverage?limit=x", "/api/v1/coverage?order=size"),
        *("/api/v1/compare?q=a&q=b&shaer=1", "/api/v1/compare?q=a&q=b&bars=x"),
        *("/api/v1/search?q=a&pge=2", "/api/v1/search?new_since=-1", "/api/v1/facets/tags?odrer=x"),
        *("/compare.csv?q=a&q=b&tabel=time", "/compare.csv?q=a&q=b&table=x"),
        *("/export?q=a&format=csv&sicne=2026", "/export?q=a&format=csv&page=x", "/export?q=a"),
        *("/coverage?format=csv&odrer=name", "/coverage?format=csv&order=size"),
        *("/coverage?format=csv&page=x", "/coverage?format=csv&least=x", "/coverage?format=xls"),
        *(f"/cite/{quote(ITEMS[0].id)}?fromat=ris", f"/cite/{quote(ITEMS[0].id)}?version=x"),
        *("/opensearch.xml?foo=1", "/saved/archive?foo=1", "/opensearch.xml?q=strike"),
        *("/api/v1/search?date=2026", "/api/v1/search?Q=a", "/api/v1/archive?foo=1"),
        *("/feed.atom?date=2026", "/feed.atom?outlets=4", "/feed.atom?foo=1", "/feed.atom?Q=a"),
        *(f"/api/v1/items/{quote(ITEMS[0].id)}?asof=2026", "/api/v1/suggest?q=a&limit=x"),
    ],
)
def test_a_program_gets_400(client: FlaskClient, url: str) -> None:
    answer = client.get(url)
    assert answer.status_code == 400
    assert "least" in url or "Redirecting" not in answer.text


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("/compare.csv?q=a", "1 Suche; ein Vergleich hat 2 bis 5."),
        ("/compare.csv?q=a&q=a", "„a“ steht zweimal da; eine weglassen."),
        ("/compare.csv?q=a&by=sources&source=BBC", "1 Medium; ein Vergleich hat 2 bis 5."),
        ("/compare.csv?q=a&q=b&tabel=x", "Einen Parameter „tabel“ gibt es nicht; ist „table“"),
        ("/export?q=a&format=csv&since=&until=x", "Der letzte Tag (until) ist falsch: „x“"),
        ("/export?q=a&format=csv&nothing=1", "gibt es nicht; die Parameter sind"),
        ("/coverage?format=xls", "„xls“ ist kein Format"),
        ("/compare?q=a&page=2", "„page“ bewirkt auf dieser Seite nichts"),
    ],
)
def test_german_pages_say_it_in_german(client: FlaskClient, url: str, told: str) -> None:
    answer = client.get(url, headers={"Accept-Language": "de"})
    assert told in words(LexborHTMLParser(answer.text).css_first("main"))


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("/api/v1/compare?q=a", "q: 1 search; a comparison is of 2 to 5"),
        ("/api/v1/coverage?limit=x", "limit: 'x' is not a whole number between 0 and 1000."),
        ("/api/v1/search?changed=yes", "There is no parameter “changed”; the query can say it: “"),
        ("/api/v1/search?pge=2", "There is no parameter “pge”; did you mean “page”?"),
        (
            "/api/v1/search?since=&page=x&by=x",
            "page: 'x' is not a whole number; by: 'x' is not a unit",
        ),
    ],
)
def test_programs_are_told_in_english(client: FlaskClient, url: str, told: str) -> None:
    answer = client.get(url, headers={"Accept-Language": "de"})
    assert answer.status_code == 400
    assert answer.json["error"]["message"].startswith(told)


@pytest.mark.parametrize("url", ["/api/v1/search?q=strike&utm_source=x", "/feed.atom?fbclid=1"])
def test_what_others_add_to_links_refuses_no_program(client: FlaskClient, url: str) -> None:
    assert client.get(url).status_code == 200


@pytest.mark.parametrize("path", ["search?", "coverage?", "facets/tags?", "compare?q=a&q=b&"])
def test_a_day_that_is_not_is_told_to_programs(client: FlaskClient, path: str) -> None:
    said = {"Read “2026-02-30” as 2026-02-28, the last day of its month."}
    asked, right = (
        client.get(f"/api/v1/{path}until=2026-02-30"),
        client.get(f"/api/v1/{path}until=2026-02-28"),
    )
    assert {*asked.json["notes"]} - {*right.json["notes"]} == said


@pytest.mark.parametrize(
    "path", ["/export?format=csv&", "/coverage?format=csv&", "/compare.csv?q=a&q=b&", "/feed.atom?"]
)
def test_a_day_that_is_not_is_refused_where_no_note_can_be(client: FlaskClient, path: str) -> None:
    refused = client.get(f"{path}until=2026-02-30")
    assert refused.status_code == 400
    assert "as 2026-02-28, the last day of its month. This answer has no notes" in refused.text
    assert client.get(f"{path}until=2026-02-28").status_code == 200


def test_a_name_of_any_characters_is_said_without_those_that_nobody_sees(
    client: FlaskClient,
) -> None:
    page = client.get("/?foo%00bar=1")
    assert b"\0" not in page.data
    assert "foo\ufffdbar" in page.text
