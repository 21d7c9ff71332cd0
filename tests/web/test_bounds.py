"""What comes in is bounded, and so is what goes out: no answer has more than a megabyte."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from search import Archive, Headline, Item
from web import create_app
from web.bounds import MAX_ANSWER_BYTES

LONG_QUERY = "strike " * 200
LONG_VALUE = "x" * 300
#: What is too long -> the address of a search with it, less its path.
TOO_LONG = {
    "query": urlencode({"q": LONG_QUERY}),
    "value": urlencode({"tag": LONG_VALUE}),
    "value-that-is-left-out": urlencode({"not_source": LONG_VALUE}),
    "values": urlencode([("tag", str(number)) for number in range(100)]),
    "values-of-two-facets": urlencode(
        [("tag", str(number)) for number in range(40)]
        + [("source", str(number)) for number in range(40)]
    ),
}


@pytest.mark.parametrize("name", TOO_LONG)
@pytest.mark.parametrize("path", ["/api/v1/search", "/api/v1/facets/tags", "/feed.atom"])
def test_programs_are_told_what_is_too_long(client: FlaskClient, path: str, name: str) -> None:
    answer = client.get(f"{path}?{TOO_LONG[name]}")
    assert answer.status_code == 400
    assert "Left out" not in answer.text
    assert len(answer.data) < 5_000


@pytest.mark.parametrize("name", TOO_LONG)
def test_readers_get_a_page_that_says_what_was_left_out(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/?{TOO_LONG[name]}")
    assert answer.status_code == 200
    assert "left out" in answer.text.lower()
    assert LONG_VALUE not in answer.text
    assert LONG_QUERY not in answer.text


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (f"/api/v1/suggest?q={'x' * 1_001}", "a search takes 1,000 at most"),
        ("/api/v1/suggest?q=x&cursor=1001", "not a whole number between 0 and 1000"),
        (f"/api/v1/facets/tags?prefix={'x' * 257}", "characters are too many"),
    ],
)
def test_what_is_typed_is_bounded(client: FlaskClient, address: str, said: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 400
    assert said in answer.json["error"]["message"]


def test_a_page_of_values_says_what_it_cut(client: FlaskClient) -> None:
    page = client.get(f"/facets/tags?prefix={'x' * 1_000}").text
    assert "256 characters count" in page
    assert "x" * 257 not in page


def test_unknown_parameters_are_named_a_few_times(client: FlaskClient) -> None:
    unknown = "&".join(f"tag{number}=" for number in range(900))
    assert client.get(f"/api/v1/search?{unknown}").status_code == 400
    assert len(client.get(f"/api/v1/search?{unknown}").data) < 500
    assert client.get(f"/?{unknown}").text.count("There is no parameter") == 5


HUGE = "<&'>" * 60
LONG_SEARCH = urlencode(
    [
        ("q", "huge " + "'\"<>" * 100),
        *(("not_tag", f"<>'{number}" + "'" * 15) for number in range(60)),
    ]
)


def huge(number: int, state: int = 0) -> Item:
    """An item that has as much of everything as an item can have."""
    return Item(
        id=f"{number}/{'<' * 300}.md",
        title=f"huge {number} {state} {HUGE}",
        day=None,
        text="<\n" * 500_000,
        headlines=[
            Headline(
                text=f"huge line {line} {state} {HUGE}",
                outlet=f"{line} {HUGE}",
                link=f"https://a.example/{line}?{'x&' * 500}",
            )
            for line in range(1_000)
        ],
        tags=[f"tag {tag} {HUGE}" for tag in range(1_000)],
        categories=[f"category {category} {HUGE}" for category in range(1_000)],
        feed=f"https://a.example/{HUGE}",
        link=f"https://a.example/{'x&' * 500}",
        seen=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=state),
    )


@pytest.fixture(scope="module")
def huge_client(tmp_path_factory: pytest.TempPathFactory, thorough: bool) -> Iterator[FlaskClient]:
    with Archive.create(tmp_path_factory.mktemp("huge") / "index") as archive:
        archive.add(
            [[huge(number, state) for state in range(2)] for number in range(6 if thorough else 3)]
        )
        yield create_app({"ARCHIVE": archive, "DEADLINE": None}).test_client()


@pytest.mark.thorough
@pytest.mark.parametrize(
    "address",
    [
        *("/", "/?q=huge", "/?q=huge+line&per_page=100", f"/?{LONG_SEARCH}"),
        *("/facets/tags", "/facets/sources?page=3", f"/facets/categories?{LONG_SEARCH}"),
        *("/feed.atom", "/feed.atom?q=huge&per_page=100", f"/feed.atom?{LONG_SEARCH}"),
        *("/api/v1/search?q=huge&per_page=100", f"/api/v1/search?{LONG_SEARCH}"),
        *("/api/v1/facets/tags", "/api/v1/facets/tags?limit=500", "/api/v1/suggest?q=tag&limit=50"),
        *("/all/text/ID", "/all/headlines/ID?q=huge", f"/all/tags/ID?{LONG_SEARCH}"),
        *("/item/ID", f"/item/ID?{LONG_SEARCH}", "/api/v1/items/ID", "/nosuch"),
        *("/story/ID", "/api/v1/story/ID", "/stories", "/?q=huge&group=story"),
        *("/api/v1/search?group=story&per_page=100", f"/stories?{LONG_SEARCH}"),
        f"/?q=nosuch&{LONG_SEARCH}",
    ],
    ids=lambda address: address[:40],
)
def test_no_answer_has_more_than_a_megabyte(huge_client: FlaskClient, address: str) -> None:
    item_id = huge_client.get("/api/v1/search?q=huge").json["hits"][0]["id"]
    answer = huge_client.get(address.replace("ID", item_id.replace("<", "%3C")))
    assert answer.status_code == (404 if address == "/nosuch" else 200)
    assert len(answer.data) <= MAX_ANSWER_BYTES


def test_what_an_item_leaves_out_is_counted(huge_client: FlaskClient) -> None:
    hit = huge_client.get("/api/v1/search?q=huge").json["hits"][0]
    counts = hit["headline_count"], hit["source_count"], hit["tag_count"], hit["category_count"]
    assert counts == (1_000,) * 4
    assert len(hit["tags"]) == len(hit["sources"]) == 20
    item = huge_client.get(f"/api/v1/items/{hit['id'].replace('<', '%3C')}").json
    cut = item["cut"]
    assert cut["text"] == 1_000_000 > len(item["text"]) > 10_000
    for name in ("headlines", "sources", "tags", "categories"):
        assert cut[name] == 1_000 > len(item[name]) >= 10
    page = huge_client.get(f"/item/{hit['id'].replace('<', '%3C')}").text
    for words in ("characters", "headlines", "tags", "outlets"):
        assert re.search(rf"All 1,000(,000)? {words}</a>", page)


def test_an_answer_that_is_too_long_all_the_same_says_what_to_do(huge_client: FlaskClient) -> None:
    answer = huge_client.get("/api/v1/facets/tags?limit=1000")
    if answer.status_code != 200:
        assert answer.status_code == 400
        assert "ask for less" in answer.json["error"]["message"]
    assert len(answer.data) <= MAX_ANSWER_BYTES
