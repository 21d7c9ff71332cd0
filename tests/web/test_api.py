"""The API answers what the archive answers, in the archive's own words.

Whatever goes wrong is told in one shape: {"error": {"status": 404, "code": "not-found",
"message": "…"}}, with the status of the response in `status`, its name in lower case and with
hyphens in `code`, and in `message` a sentence that says what to do.
"""

import re
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from search import Archive, Page, SearchRequest, as_json
from search.request import FACETS, PARAMETERS
from web import create_app

CLUSTER = "ports/port-strike-enters-second-week.md"


@pytest.mark.parametrize(
    "request_",
    [
        SearchRequest(),
        SearchRequest(query="strike"),
        SearchRequest(query="(strike", sources=("BBC",), not_tags=("ballot",)),
        SearchRequest(query="zebra", since=date(2026, 1, 1)),
        SearchRequest(sort="oldest", per_page=3, page=2, facets=("month",)),
        SearchRequest(facets=()),
    ],
    ids=lambda request: str(request.to_params()),
)
def test_a_search_answers_as_in_python(
    client: FlaskClient, archive: Archive, request_: SearchRequest
) -> None:
    answer = client.get("/api/v1/search", query_string=request_.to_params())
    assert answer.status_code == 200
    assert answer.json == as_json(archive.search(request_))


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("search?q=strike&sources=BBC", "no parameter “sources”; did you mean “source”?"),
        ("search?pagee=2", "did you mean “page”?"),
        ("search?perpage=2", "did you mean “per_page”?"),
        ("search?not_tags=x", "did you mean “not_tag”?"),
        ("search?limit=2", "did you mean “per_page”?"),
        ("search?zzz=2", "the parameters are q, source, "),
        ("search?foo=1&foo=2", "no parameter “foo”; the parameters are q, source, "),
        ("search?=1", "no parameter “”"),
        ("search?" + "x" * 500, "no parameter “" + "x" * 40 + "”"),
        (f"items/{CLUSTER}?asof=2026", "did you mean “as_of”?"),
        (f"items/{CLUSTER}?q=strike", "the only one is as_of."),
        ("facets/tags?prefx=s", "did you mean “prefix”?"),
        ("facets/tags?ofset=1", "did you mean “offset”?"),
        ("suggest?query=s", "did you mean “q”?"),
        ("openapi.json?q=s", "this address takes none."),
    ],
)
def test_a_parameter_that_is_none_is_refused(client: FlaskClient, url: str, said: str) -> None:
    answer = client.get(f"/api/v1/{url}")
    assert answer.status_code == 400
    error = answer.get_json()["error"]
    assert error["code"] == "bad-request"
    assert said in error["message"]


def test_a_page_has_the_names_that_others_rely_on(client: FlaskClient) -> None:
    page = client.get("/api/v1/search?q=strike&source=BBC").get_json()
    assert {field.name for field in fields(Page)} | {"page", "per_page", "pages"} == set(page)
    hit = "id score title day sources tags categories link snippet headlines"
    assert set(hit.split()) <= set(page["hits"][0])
    assert {"text", "outlet", "link", "matched"} <= set(page["hits"][0]["headlines"][0])
    assert {"value": "BBC", "count": 3, "selected": True, "if_added": None} in page["facets"][
        "sources"
    ]
    assert page["hits"][0]["day"] == "2026-01-03"


def test_an_item_is_whole(client: FlaskClient, archive: Archive) -> None:
    item = client.get(f"/api/v1/items/{CLUSTER}").get_json()
    assert item == {
        **as_json(archive.item(CLUSTER)),
        "sources": ["Reuters", "BBC", "The Guardian", "Al Jazeera", "DW"],
    }


def test_a_facet_has_all_values_of_a_search(client: FlaskClient) -> None:
    answer = client.get("/api/v1/facets/sources?q=strike&tag=strike&limit=2&offset=1").get_json()
    assert answer == {
        "facet": "sources",
        "total": 5,
        "values": [
            {"value": "Reuters", "count": 2, "selected": False, "if_added": None},
            {"value": "The Guardian", "count": 2, "selected": False, "if_added": None},
        ],
        "notes": [],
        "match": "all",
    }
    answer = client.get("/api/v1/facets/sources?prefix=guard").get_json()
    assert [entry["value"] for entry in answer["values"]] == ["The Guardian"]


def test_suggestions_go_on_as_typed(client: FlaskClient) -> None:
    found = client.get("/api/v1/suggest?q=reut").get_json()["suggestions"]
    assert {"text": "Reuters", "kind": "source", "count": 3, "query": 'source:"Reuters"'} in found
    assert len(client.get("/api/v1/suggest?q=s&limit=2").get_json()["suggestions"]) == 2
    assert client.get("/api/v1/suggest").get_json() == {"suggestions": []}


def test_suggestions_are_of_the_cursor_and_keep_limits(client: FlaskClient) -> None:
    url = "/api/v1/suggest?q=stri port&cursor=4&source=Reuters&as_of=2100-01-01"
    found = client.get(url).get_json()["suggestions"]
    assert {own["query"] for own in found} >= {"strike port"}
    for own in found:
        limited = {"q": own["query"], "source": "Reuters", "as_of": "2100-01-01"}
        answer = client.get("/api/v1/search", query_string=limited).get_json()
        assert answer["total"] == own["count"] > 0


def test_the_search_that_was_meant_is_told(client: FlaskClient) -> None:
    meant = client.get("/api/v1/search?q=strkie&tag=strike").get_json()["spelling"]
    assert (meant["text"], meant["search"]) == ("strike", [["q", "strike"], ["tag", "strike"]])
    answer = client.get("/api/v1/search?q=strike&tag=strike").get_json()
    assert (answer["total"], answer["spelling"]) == (meant["total"], None)


@pytest.mark.parametrize(
    ("url", "status", "code", "said"),
    [
        ("/api/v1/search?since=garbage", 400, "bad-request", "since: 'garbage' is not a date"),
        ("/api/v1/search?sort=best", 400, "bad-request", "relevance, newest, oldest"),
        ("/api/v1/search?page=0", 400, "bad-request", "page"),
        ("/api/v1/search?per_page=101", 400, "bad-request", "per_page"),
        ("/api/v1/search?month=2026-13", 400, "bad-request", "month"),
        ("/api/v1/search?facets=colour", 400, "bad-request", "'colour' is not a facet"),
        ("/api/v1/search?page=x&sort=y", 400, "bad-request", "; sort: 'y' is not an order"),
        ("/api/v1/facets/colour", 404, "not-found", "the facets are sources, tags"),
        ("/api/v1/search?page=2.5", 400, "bad-request", "page: '2.5' is not a whole number"),
        ("/api/v1/search?page=1_0", 400, "bad-request", "page: '1_0' is not a whole number"),
        ("/api/v1/search?page=²", 400, "bad-request", "page: '²' is not a whole number"),
        ("/api/v1/facets/tags?limit=1001", 400, "bad-request", "between 0 and 1000"),
        ("/api/v1/facets/tags?limit=all", 400, "bad-request", "not a whole number"),
        ("/api/v1/facets/tags?page=2", 400, "bad-request", "“page” has no effect here"),
        ("/api/v1/facets/tags?offset=-1", 400, "bad-request", "offset"),
        ("/api/v1/facets/tags?since=x", 400, "bad-request", "since"),
        ("/api/v1/suggest?limit=" + "9" * 5000, 400, "bad-request", "between 1 and 50"),
        ("/api/v1/items/nothing.md", 404, "not-found", "nothing.md"),
        ("/api/v1/nothing", 404, "not-found", "nothing at this address"),
        ("/api/", 404, "not-found", "nothing at this address"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_errors_have_one_shape(
    client: FlaskClient, url: str, status: int, code: str, said: str
) -> None:
    answer = client.get(url)
    assert answer.status_code == status
    assert answer.mimetype == "application/json"
    error = answer.get_json()["error"]
    assert answer.get_json() == {
        "error": {"status": status, "code": code, "message": error["message"]}
    }
    assert said in error["message"]


def test_the_archive_can_only_be_read(client: FlaskClient) -> None:
    answer = client.post("/api/v1/search")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert answer.get_json()["error"]["code"] == "method-not-allowed"


def test_an_archive_that_is_missing_is_503(tmp_path: Path) -> None:
    client = create_app({"INDEX": tmp_path / "index"}).test_client()
    answer = client.get("/api/v1/search")
    assert answer.status_code == 503
    assert answer.get_json()["error"]["code"] == "service-unavailable"
    assert str(tmp_path) not in answer.text


def test_a_defect_is_500_in_the_same_shape(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*arguments: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(archive, "suggest", broken)
    answer = create_app({"ARCHIVE": archive}).test_client().get("/api/v1/suggest?q=a")
    assert answer.status_code == 500
    assert answer.get_json()["error"]["code"] == "internal-server-error"
    assert "secret" not in answer.text


def test_the_description_names_every_route_and_every_parameter(
    client: FlaskClient, app: Flask
) -> None:
    document = client.get("/api/v1/openapi.json").get_json()
    assert document["openapi"].startswith("3.1")
    routes = {
        re.sub(r"<(?:id:)?(\w+)>", r"{\1}", rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
    }
    assert {*document["paths"], "/api/v1/openapi.json"} == routes


def test_the_parameters_are_those_of_a_search() -> None:
    everything = SearchRequest(
        query="q",
        **{facet: ("2026-01"[: {"year": 4}.get(facet, 7)],) for facet in FACETS},
        **{f"not_{facet}": ("2025-01"[: {"year": 4}.get(facet, 7)],) for facet in FACETS},
        since=date(2026, 1, 1),
        until=date(2026, 1, 2),
        as_of=date(2026, 1, 3),
        standing=True,
        new_since=5,
        story="a.md",
        explain=True,
        match="most",
        sort="newest",
        group="story",
        page=2,
        per_page=3,
        by="week",
        bars=4,
        share=True,
        facets=("tags",),
    )
    assert [*PARAMETERS] == [name for name, _ in everything.to_params()]
