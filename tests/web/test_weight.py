"""A page of results is light: on a slow line it is there, with its styles, in a few packets."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from search import Archive
from tests.web.test_pages import read
from web import create_app

#: Bytes of a page of twenty hits, or stories with folded hits, as HTML, and as it is sent; and of
#: one that explains its scores within five limits of long names. In German words are longer.
MAX_BYTES = 45_000
MAX_SENT_BYTES = 12_500
MAX_LONGEST_BYTES = 47_500
TWO = [("source", "Reuters"), ("source", "BBC")]
FIVE = [*TWO, ("not_source", "CNN"), ("since", "2026-01-01"), ("until", "2026-01-20")]
OUTLETS = ("The New York Times", "The Guardian", "The Washington Post")
FIVE_OUTLETS = [*TWO, *(("source", outlet) for outlet in OUTLETS)]
SCORES = [("explain", "1")]


@pytest.fixture(scope="module")
def client(real_index: Path) -> Iterator[FlaskClient]:
    """An application that shows real items."""
    with Archive.open(real_index) as archive:
        yield create_app({"ARCHIVE": archive}).test_client()


@pytest.mark.parametrize(
    ("more", "most"),
    [
        ([], MAX_BYTES),
        (TWO, MAX_BYTES),
        (FIVE, MAX_BYTES),
        (FIVE_OUTLETS, MAX_BYTES),
        (SCORES, MAX_BYTES),
        ([*TWO, *SCORES], MAX_BYTES),
        ([*FIVE_OUTLETS, *SCORES], MAX_LONGEST_BYTES),
    ],
    ids=["plain", "two", "five", "five-outlets", "scores", "two-and-scores", "five-and-scores"],
)
def test_a_page_of_results_is_light(
    client: FlaskClient, more: list[tuple[str, str]], most: int
) -> None:
    for query in ("ukraine", "trump", "the"):
        for group in ("none", "story"):
            url = f"/?{urlencode([('q', query), *more, ('group', group)])}"
            assert len(read(client, url).css(".hit")) == 20
            assert size(client, url) < most
    for encoding in ("gzip", "zstd"):
        assert size(client, url, encoding) < MAX_SENT_BYTES


def size(client: FlaskClient, url: str, encoding: str = "identity") -> int:
    """Return how many bytes a page in German has as it is sent."""
    headers = {"Accept-Language": "de", "Accept-Encoding": encoding}
    return len(client.get(url, headers=headers).data)
