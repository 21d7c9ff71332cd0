"""An answer is compressed as its reader understands, and is the same answer."""

import gzip
from xml.etree import ElementTree as xml

import pytest
import zstandard
from flask.testing import FlaskClient

from web.compression import LEAST_BYTES

READERS = {
    "gzip": gzip.decompress,
    "zstd": lambda data: zstandard.ZstdDecompressor().decompress(data),
}
URLS = (
    *("/", "/facets/month", "/feed.atom", "/api/v1/search", "/api/v1/openapi.json"),
    *("/static/backfile.css", "/static/backfile.js", "/nothing"),
)


@pytest.mark.parametrize("url", URLS)
@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip", "gzip"),
        ("zstd", "zstd"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("GZIP", "gzip"),
        ("*", "zstd"),
        ("gzip;q=1.0, zstd;q=0.5", "gzip"),
        ("zstd;q=0, gzip;q=0.1", "gzip"),
    ],
)
def test_the_best_that_is_read_is_sent(
    client: FlaskClient, url: str, accepted: str, encoding: str
) -> None:
    plain = client.get(url, buffered=True)
    small = client.get(url, headers={"Accept-Encoding": accepted}, buffered=True)
    assert small.headers["Content-Encoding"] == encoding
    assert READERS[encoding](small.data) == plain.data
    assert len(small.data) == int(small.headers["Content-Length"]) < len(plain.data) * 0.7
    assert small.headers["Vary"] == plain.headers["Vary"]
    assert "Accept-Encoding" in small.vary
    assert small.headers["Content-Type"] == plain.headers["Content-Type"]
    assert small.status_code == plain.status_code


@pytest.mark.parametrize("accepted", ["", "identity", "br", "gzip;q=0", "deflate", "*;q=0", "x"])
def test_who_reads_neither_gets_it_as_it_is(client: FlaskClient, accepted: str) -> None:
    answer = client.get("/", headers={"Accept-Encoding": accepted})
    assert "Content-Encoding" not in answer.headers
    assert "Accept-Encoding" in answer.vary
    assert answer.text.startswith("<!doctype html>")


@pytest.mark.parametrize("url", ["/robots.txt", "/healthz", "/api/v1/search?q=zzzzz&facets="])
def test_small_answers_stay_as_they_are(client: FlaskClient, url: str) -> None:
    answer = client.get(url, headers={"Accept-Encoding": "gzip"})
    assert len(answer.data) < LEAST_BYTES
    assert "Content-Encoding" not in answer.headers


def test_a_compressed_answer_is_revalidated_whatever_is_read_now(client: FlaskClient) -> None:
    for url in ("/", "/static/backfile.css"):
        tag = client.get(url, headers={"Accept-Encoding": "gzip"}, buffered=True).headers["ETag"]
        for accepted in ("gzip", "zstd", "identity"):
            headers = {"If-None-Match": tag, "Accept-Encoding": accepted}
            assert client.get(url, headers=headers, buffered=True).status_code == 304


def test_a_part_of_a_file_is_one_of_the_file_as_it_is(client: FlaskClient) -> None:
    headers = {"Range": "bytes=0-9", "Accept-Encoding": "gzip"}
    answer = client.get("/static/backfile.css", headers=headers, buffered=True)
    assert (answer.status_code, len(answer.data)) == (206, 10)
    assert "Content-Encoding" not in answer.headers


def test_head_has_the_headers_of_get(client: FlaskClient) -> None:
    headers = {"Accept-Encoding": "gzip"}
    answers = [client.open("/", method=name, headers=headers) for name in ("GET", "HEAD")]
    assert dict(answers[0].headers) == dict(answers[1].headers)
    assert answers[1].data == b""


def test_a_feed_is_read_after_decompression(client: FlaskClient) -> None:
    feed = client.get("/feed.atom", headers={"Accept-Encoding": "gzip"})
    assert xml.fromstring(gzip.decompress(feed.data)).tag.endswith("feed")
