"""An answer is sent again when, and only when, it may be another one."""

from datetime import date
from pathlib import Path
from shutil import rmtree

import pytest
from flask.testing import FlaskClient

from search import Archive, Item, LedgerCount
from web import caching, create_app

COMET = "city/comet-seen-over-the-bay.md"
TAGGED = (
    *("/", "/?q=strike&page=2", f"/item/{COMET}", "/facets/tags", "/feed.atom?q=port"),
    *("/api/v1/search?q=strike", f"/api/v1/items/{COMET}", "/api/v1/facets/tags"),
    *("/api/v1/suggest?q=po", "/api/v1/openapi.json", "/opensearch.xml", "/robots.txt"),
    *(
        "/take?q=strike",
        "/export?q=strike&format=csv",
        "/archive",
        "/api/v1/archive",
        "/archive.csv",
    ),
    *(f"/cite/{COMET}", "/coverage?q=strike&format=csv", "/stories", "/outlets.csv", "/feed.css"),
)


@pytest.mark.parametrize("url", TAGGED)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_who_has_it_is_told_so(client: FlaskClient, url: str, method: str) -> None:
    first = client.open(url, method=method)
    assert first.headers["Cache-Control"] == "no-cache"
    tag = first.headers["ETag"]
    for known in (tag, tag.removeprefix("W/"), f'"x", {tag}', f'W/"x",{tag},"y"', "*"):
        again = client.open(url, method=method, headers={"If-None-Match": known})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == tag
        assert {*again.vary} == {*first.vary} | {"Accept-Encoding"}
        assert "Content-Security-Policy" in again.headers
        assert "Content-Type" not in again.headers
    assert client.open(url, method=method, headers={"If-None-Match": 'W/"x"'}).status_code == 200


@pytest.mark.parametrize(
    ("url", "header", "one", "other"),
    [
        ("/feed.atom", "Accept", "text/html", "application/atom+xml"),
        ("/?q=strike", "Accept-Language", "de", "en"),
        (f"/cite/{COMET}", "Accept-Language", "de", "en"),
        ("/outlets.csv", "Accept-Language", "de", "en"),
        ("/nothing", "Accept-Language", "de", "en"),
    ],
)
def test_what_a_header_decides_is_told_to_caches(
    client: FlaskClient, url: str, header: str, one: str, other: str
) -> None:
    answers = [client.get(url, headers={header: value}) for value in (one, other)]
    assert all(header in answer.vary for answer in answers)
    if answers[0].status_code == 200:
        assert answers[0].headers["ETag"] != answers[1].headers["ETag"]


def test_the_archive_page_is_another_one_with_another_ledger(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    tag = client.get("/archive").headers["ETag"]
    counted = (LedgerCount(action="refused", reason="empty", count=3),)
    monkeypatch.setattr(Archive, "ledger", lambda _: counted)
    assert client.get("/archive").headers["ETag"] != tag


def test_nothing_is_searched_for_a_304(
    archive: Archive, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    tag = client.get("/?q=strike").headers["ETag"]
    monkeypatch.setattr(Archive, "search", None)
    assert client.get("/?q=strike", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("url", ["/nothing", "/item/nothing", "/api/v1/search?page=0", "/facets/x"])
def test_an_error_has_no_tag(client: FlaskClient, url: str) -> None:
    answer = client.get(url, headers={"If-None-Match": "*"})
    assert answer.status_code >= 400
    assert "ETag" not in answer.headers


def test_health_is_asked_each_time(client: FlaskClient) -> None:
    answer = client.get("/healthz")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


def test_a_tag_names_all_that_an_answer_depends_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "index"
    client = create_app({"INDEX": folder}).test_client()
    seen = set()

    def is_new(url: str = "/", **headers: str) -> bool:
        answer = client.get(url, headers=headers)
        assert answer.status_code == 200
        tag = answer.headers["ETag"]
        assert client.get(url, headers=headers).headers["ETag"] == tag
        return tag not in seen and not seen.add(tag)  # type: ignore[func-returns-value]

    with Archive.create(folder) as archive:
        archive.add([Item(id="a.md", title="First", day=None)])
        assert is_new()
        assert is_new("/?q=first")
        assert is_new("/api/v1/search")
        assert is_new(Host="news.example")
        archive.add([Item(id="b.md", title="Second", day=None)])
        assert is_new()
    rmtree(folder)
    with Archive.create(folder) as archive:  # of the same generation as before
        archive.add([Item(id="a.md", title="Other", day=None)])
        archive.add([Item(id="b.md", title="Second", day=None)])
    assert is_new()

    class Tomorrow(date):
        @classmethod
        def today(cls) -> date:
            return date(2999, 1, 1)

    monkeypatch.setattr(caching, "date", Tomorrow)
    assert is_new(), "`yesterday` is another day"
    monkeypatch.setattr(caching, "_version", lambda: "another version")
    assert is_new()


def test_without_an_archive_nothing_has_a_tag(tmp_path: Path) -> None:
    client = create_app({"INDEX": tmp_path / "index"}).test_client()
    assert client.get("/").status_code == 503
    assert "ETag" not in client.get("/").headers
    assert client.get("/robots.txt").status_code == 200
