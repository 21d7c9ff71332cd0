"""A page of results is light: on a slow line it is there, with its styles, in a few packets."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from search import Archive
from tests.web.test_pages import read
from web import create_app

#: Bytes of a page of twenty hits, or stories with folded hits, as HTML, and as it is sent; of one
#: of a long search, whose hits have no more than their best headlines; and of one that explains its
#: scores. In German words are longer.
MAX_BYTES = 45_000
MAX_SENT_BYTES = 12_500
MAX_LONG_BYTES = 46_000
MAX_EXPLAINED_BYTES = 55_000
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
        (FIVE_OUTLETS, MAX_LONG_BYTES),
        (SCORES, MAX_EXPLAINED_BYTES),
        ([*TWO, *SCORES], MAX_EXPLAINED_BYTES),
        ([*FIVE_OUTLETS, *SCORES], MAX_EXPLAINED_BYTES),
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


@pytest.mark.parametrize(
    "pasted",
    [
        "Spanish police seize tons of cocaine hidden in salt shipment - Yahoo",
        "US to push for quicker action in reducing reliance on China for rare earths - Reuters",
    ],
)
def test_however_long_the_query_a_hit_shows_its_best_headline_and_how_many_more_it_has(
    client: FlaskClient, pasted: str
) -> None:
    url = f"/?{urlencode([('q', pasted), ('group', 'story')])}"
    cards = read(client, url).css(".hit")
    hits = client.get(f"/api/v1/search?{urlencode([('q', pasted), ('group', 'story')])}").json
    assert len(cards) == 20
    explained = read(client, f"{url}&explain=1")
    assert [line.text() for line in explained.css(".hit .lines li:not(.more)")] == [
        line.text() for card in cards for line in card.css(".lines li:not(.more)")
    ], "what explains a score takes no headline away"
    for card, hit in zip(cards, hits["hits"], strict=True):
        others = [line for line in hit["headlines"] if line["text"] != hit["title"]]
        best = max(others, key=lambda line: line["weight"], default=None)
        shown = card.css(".lines li:not(.more)")
        if best and best["matched"]:
            assert any(best["text"] in line.text() for line in shown)
        if len(others) > len(shown):
            assert card.css_first(".more").text().startswith("and ")
    assert size(client, url) < MAX_LONG_BYTES
    assert size(client, url, "gzip") < MAX_SENT_BYTES


def size(client: FlaskClient, url: str, encoding: str = "identity") -> int:
    """Return how many bytes a page in German has as it is sent."""
    headers = {"Accept-Language": "de", "Accept-Encoding": encoding}
    return len(client.get(url, headers=headers).data)
