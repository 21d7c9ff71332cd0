"""All that a search finds goes along, in each format, and the page before says how much that is."""

import csv
import gc
import gzip
import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Semaphore

import pytest
import zstandard
from flask import Flask
from flask.testing import FlaskClient

from search import Archive, Item, SearchRequest, formatted
from search.export.formats import FORMATS
from tests.clock import Clock
from tests.web.test_pages import read, total, words
from web import create_app
from web.bounds import MAX_ANSWER_BYTES
from web.export import FORMAT_WORDS, file_stem
from web.streams import MAX_STREAMS, taken_fast

SEARCHES = [
    "",
    "q=strike",
    "q=strike&sort=oldest",
    "q=dockers+zebra",
    "source=BBC&not_tag=comet&page=2&per_page=1",
    "q=port&since=2026-01-01&explain=1&by=week&share=1&facets=",
    "q=zebra",
]


def taken(search: str) -> str:
    return f"/take?{search}" if search else "/take"


@pytest.mark.parametrize("search", SEARCHES)
def test_each_file_has_what_the_search_finds(
    client: FlaskClient, archive: Archive, search: str
) -> None:
    request = SearchRequest.from_params(
        pair.split("=", 1) for pair in search.replace("+", " ").split("&") if pair
    )[0]
    ids = [item.id for item in archive.export(request)]
    page = read(client, taken(search))
    heading = f"Export {len(ids)} item" if ids else "Nothing to export"
    assert words(page.css_first("h1")).startswith(heading)
    links = {words(link): link.attributes["href"] or "" for link in page.css(".formats a")}
    assert [*links] == ([label for label, _ in FORMAT_WORDS.values()] if ids else [])
    for name, (label, _) in FORMAT_WORDS.items():
        if not ids:
            continue
        answer = client.get(links[label])
        assert answer.status_code == 200
        assert answer.data == b"".join(formatted(archive.export(request), name))
        assert answer.content_type == FORMATS[name].type
        assert answer.headers["Content-Disposition"].startswith("attachment; filename=backfile")
    if ids:
        number = page.css_first(".taking > p a")
        assert total(read(client, number.attributes["href"] or "")) == len(ids)
        lines = client.get(links["JSON Lines"]).text.splitlines()
        assert [json.loads(line)["id"] for line in lines] == ids


def test_the_formats_are_those_of_the_archive() -> None:
    assert [*FORMAT_WORDS] == [*FORMATS]


def test_the_page_of_hits_leads_there_and_to_the_feed(client: FlaskClient) -> None:
    page = read(client, "/?q=strike&sort=oldest&per_page=2&page=2")
    links = {words(link): link.attributes["href"] or "" for link in page.css(".along a")}
    assert total(read(client, "/?q=strike")) == 3
    assert words(read(client, links["Export"]).css_first("h1")) == "Export 3 items"
    assert client.get(links["Follow this search (Atom feed)"]).mimetype == "application/atom+xml"
    nothing = read(client, "/?q=zebra")
    assert [words(link) for link in nothing.css(".along a")] == [
        "Follow this search (Atom feed)",
        "Link to what will be new",
    ]


def test_sizes_are_told_before(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "index") as archive:
        archive.add(
            # The best hits, which say little else, are the shortest.
            Item(id=f"{number}.md", title="Storm", day=None, text="wind " * 20 * number)
            for number in range(400)
        )
        client = create_app({"ARCHIVE": archive}).test_client()
        page = read(client, "/take?q=storm")
        told = [words(node) for node in page.css(".formats .size")]
        sizes = [len(client.get(f"/export?q=storm&format={name}").data) for name in FORMATS]
        assert sizes[0] > MAX_ANSWER_BYTES, "only an export has more"
        for size, said in zip(sizes, told, strict=True):
            number, unit = re.fullmatch(r"about ([\d.]+) (kB|MB)", said).groups()  # type: ignore[union-attr]
            assert 0.95 < float(number) * {"kB": 1e3, "MB": 1e6}[unit] / size < 1.05
        few = read(client, "/take?q=id:7.md")
        assert "estimated" not in words(few.css_first(".taking"))


def test_wrong_values_are_said(client: FlaskClient) -> None:
    assert "The first day" in words(read(client, "/take?since=x").css_first(".notes"))
    for address, told in (
        ("/export", "The address names no format; the formats are csv, jsonl, markdown, bibtex"),
        ("/export?format=xls&q=x", "“xls” is not a format; the formats are csv"),
        ("/export?format=csv&since=x", "The first day (since) is wrong"),
        ("/export?format=csv&page=2", "“page” has no effect here; leave it out."),
        ("/export?format=csv&sources=BBC", "did you mean “source”?"),
    ):
        assert told in words(read(client, address, 400).css_first(".error"))


def test_a_head_tells_of_the_file_without_it(client: FlaskClient) -> None:
    whole, head = (client.open("/export?format=ris", method=own) for own in ("GET", "HEAD"))
    assert (head.status_code, head.data) == (200, b"")
    for name in ("Content-Type", "Content-Disposition", "ETag", "Content-Security-Policy"):
        assert head.headers[name] == whole.headers[name]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
def test_texts_are_compressed_as_they_come(client: FlaskClient, name: str, encoding: str) -> None:
    url = f"/export?format={name}"
    plain, small = client.get(url), client.get(url, headers={"Accept-Encoding": encoding})
    if name == "markdown":
        assert "Content-Encoding" not in small.headers
        assert len(zipfile.ZipFile(io.BytesIO(small.data)).namelist()) == 37
        return
    assert small.headers["Content-Encoding"] == encoding
    read_all = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(small.data))
    data = gzip.decompress(small.data) if encoding == "gzip" else read_all.read()
    assert data == plain.data
    assert len(small.data) < len(plain.data) * 0.7


def test_a_past_day_knows_nothing_of_later_ones(tmp_path: Path) -> None:
    early, late = (datetime(2026, 1, day, tzinfo=UTC) for day in (1, 9))
    states = [
        Item(id="1.md", title="Storm near", day=None, seen=early, gone=date(2026, 1, 5)),
        Item(id="1.md", title="Storm over", day=None, seen=late, changed=late),
    ]
    answers = []
    now = [states, [Item(id="2.md", title="Storm", day=None, seen=late)]]
    then = [[Item(id="1.md", title="Storm near", day=None, seen=early)]]
    for number, items in enumerate((now, then)):
        with Archive.create(tmp_path / f"{number}") as archive:
            archive.add(items)
            client = create_app({"ARCHIVE": archive}).test_client()
            urls = [f"/export?as_of=2026-01-02&format={own}" for own in FORMATS]
            answers.append([client.get(url).data for url in (*urls, "/take?as_of=2026-01-02")])
    assert answers[0] == answers[1]


def test_finding_has_a_deadline_and_sending_has_none(archive: Archive, clock: Clock) -> None:
    client = create_app({"ARCHIVE": archive, "DEADLINE": 2.0}).test_client()
    answer = client.get("/export?format=jsonl", buffered=False)
    clock.step = 3.0
    assert len(answer.data.splitlines()) == 37
    late = client.get("/export?format=jsonl")
    assert (late.status_code, late.headers["Retry-After"]) == (503, "10")


def test_a_file_is_of_one_state_of_the_archive(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "index") as archive:
        archive.add(Item(id=f"{n}.md", title="Storm", day=None) for n in range(3))
        client = create_app({"ARCHIVE": archive}).test_client()
        answer = client.get("/export?format=jsonl&q=storm", buffered=False)
        archive.remove(["1.md"])
        archive.add([Item(id="4.md", title="Storm", day=None)])
        ids = [json.loads(line)["id"] for line in answer.data.splitlines()]
        assert ids == ["0.md", "1.md", "2.md"]
        assert client.get("/export?format=jsonl&q=storm").headers["ETag"] != answer.headers["ETag"]


def test_a_reader_who_goes_away_ends_the_work(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = []

    def export(self: Archive, *_: object) -> Iterator[Item]:
        try:
            yield from archive.items()
        finally:
            ended.append(True)

    monkeypatch.setattr("search.export.formats.PIECE_BYTES", 1)
    client = create_app({"ARCHIVE": archive}).test_client()
    monkeypatch.setattr(Archive, "export", export)
    answer = client.get("/export?format=jsonl", buffered=False)
    assert next(answer.iter_encoded())
    assert not ended
    answer.close()
    del answer
    gc.collect()
    assert ended


def test_there_is_room_for_some_files_at_a_time(archive: Archive) -> None:
    client = create_app({"ARCHIVE": archive}).test_client()
    url = "/export?format=csv"
    begun = [client.get(url, buffered=False) for _ in range(MAX_STREAMS)]
    for method in ("GET", "HEAD"):
        refused = client.open(url, method=method)
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "30")
    assert "Too many files" in words(read(client, url, 503))
    assert client.get("/?q=strike").status_code == 200, "pages are answered meanwhile"
    begun.pop().close()
    assert client.get(url).status_code == 200
    begun.clear()
    gc.collect()  # an answer that was forgotten takes no room
    again = [client.get(url, buffered=False) for _ in range(MAX_STREAMS)]
    assert {answer.status_code for answer in again} == {200}


def test_a_slow_reader_is_cut_off_once_there_is_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.streams.PACE_SECONDS", 0)
    room = Semaphore(1)
    slow = taken_fast(iter([b"one", b"two", b"three"]), room)
    monkeypatch.setattr("web.streams.LEAST_BYTES_A_SECOND", 10**12)
    assert next(slow) + next(slow) == b"onetwo"
    with room, pytest.raises(TimeoutError):
        next(slow)
    monkeypatch.setattr("web.streams.LEAST_BYTES_A_SECOND", 0)
    with room:
        assert list(taken_fast(iter([b"one", b"two"]), room)) == [b"one", b"two"]


@pytest.mark.parametrize(
    ("request_", "stem"),
    [
        (SearchRequest(), "backfile"),
        (SearchRequest(query="Port strike"), "backfile-port-strike"),
        (SearchRequest(query="../../etc/passwd\r\nX: y"), "backfile-etc-passwd-x-y"),
        (SearchRequest(query="con", sources=("BBC",)), "backfile-con-bbc"),
        (SearchRequest(query="ストライキ"), "backfile-ストライキ"),
        (SearchRequest(as_of=date(2026, 1, 3)), "backfile-the-archive-of-3-january-2026"),
        (SearchRequest(query='"' * 50 + "x" * 300), "backfile-" + "x" * 60),
    ],
)
def test_a_file_is_called_as_its_search(app: Flask, request_: SearchRequest, stem: str) -> None:
    with app.test_request_context():
        assert file_stem(request_) == stem


def test_a_name_in_another_script_goes_into_the_header(client: FlaskClient) -> None:
    told = client.get("/export?format=csv&q=ストライキ").headers["Content-Disposition"]
    assert told.isascii()
    assert told.startswith("attachment; filename=backfile.csv; filename*=UTF-8''backfile-%E3%82%B9")


def test_a_table_is_read_as_a_table(client: FlaskClient) -> None:
    data = client.get("/export?format=csv&q=strike").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(data, newline="")))
    assert len(rows) == 3
    assert {len(row) for row in rows} == {14}
