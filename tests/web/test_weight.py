"""A page of results is light: on a slow line it is there, with its styles, in a few packets."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from search import Archive
from tests.web.test_pages import read
from web import create_app

#: Bytes of a page of twenty hits, or stories with folded hits, as HTML, and as it is sent.
MAX_BYTES = 45_000
MAX_SENT_BYTES = 12_500
#: Bytes as HTML where scores are explained, and where each link repeats many limits.
MAX_EXPLAINED_BYTES = 49_000
MAX_LIMITED_BYTES = 54_000
LIMITS = [("source", "Reuters"), ("source", "BBC"), ("not_source", "CNN")]
DAYS = [("since", "2026-01-01"), ("until", "2026-01-20")]


@pytest.fixture(scope="module")
def client(real_index: Path) -> Iterator[FlaskClient]:
    """An application that shows real items."""
    with Archive.open(real_index) as archive:
        yield create_app({"ARCHIVE": archive}).test_client()


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("query", ["ukraine", "trump", "the"])
def test_a_page_of_results_is_light(client: FlaskClient, query: str, language: str) -> None:
    for group in ("&group=none", ""):
        url = f"/?q={query}{group}"
        assert len(read(client, url).css(".hit")) == 20
        assert size(client, url, language) < MAX_BYTES
    for encoding in ("gzip", "zstd"):
        assert size(client, url, language, encoding) < MAX_SENT_BYTES


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(
    ("more", "most"),
    [([*LIMITS, *DAYS], MAX_LIMITED_BYTES), ([("explain", "1")], MAX_EXPLAINED_BYTES)],
    ids=["limits", "explained"],
)
def test_limits_and_scores_make_a_page_a_fifth_heavier_at_most(
    client: FlaskClient, more: list[tuple[str, str]], most: int, language: str
) -> None:
    for group in ("none", "auto"):
        url = f"/?{urlencode([('q', 'trump'), *more, ('group', group)])}"
        assert len(read(client, url).css(".hit")) == 20
        assert size(client, url, language) < most
    assert size(client, url, language, "gzip") < MAX_SENT_BYTES


def size(client: FlaskClient, url: str, language: str, encoding: str = "identity") -> int:
    """Return how many bytes a page in a language has as it is sent."""
    headers = {"Accept-Language": language, "Accept-Encoding": encoding}
    return len(client.get(url, headers=headers).data)
