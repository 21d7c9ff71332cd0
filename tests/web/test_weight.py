"""A page of results is light: on a slow line it is there, with its styles, in a few packets."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from search import Archive
from tests.web.test_pages import read
from web import create_app

#: Bytes of a page of twenty hits as HTML, and as it is sent.
MAX_BYTES = 45_000
MAX_SENT_BYTES = 15_000
#: The same for a search with many limits, which each link repeats.
MAX_LIMITED_BYTES = 60_000
LIMITS = [("source", "Reuters"), ("source", "BBC"), ("not_source", "CNN")]
DAYS = [("since", "2026-01-01"), ("until", "2026-01-20")]


@pytest.fixture(scope="module")
def client(real_index: Path) -> Iterator[FlaskClient]:
    """An application that shows real items."""
    with Archive.open(real_index) as archive:
        yield create_app({"ARCHIVE": archive}).test_client()


@pytest.mark.parametrize("query", ["ukraine", "trump", "the"])
def test_a_page_of_results_is_light(client: FlaskClient, query: str) -> None:
    url = f"/?q={query}"
    assert len(read(client, url).css(".hit")) == 20
    assert len(client.get(url).data) < MAX_BYTES
    for encoding in ("gzip", "zstd"):
        assert len(client.get(url, headers={"Accept-Encoding": encoding}).data) < MAX_SENT_BYTES


def test_limits_make_a_page_no_third_heavier(client: FlaskClient) -> None:
    url = f"/?{urlencode([('q', 'trump'), *LIMITS, *DAYS])}"
    assert len(read(client, url).css(".hit")) == 20
    assert len(client.get(url).data) < MAX_LIMITED_BYTES
    sent = client.get(url, headers={"Accept-Encoding": "gzip"}).data
    assert len(sent) < MAX_SENT_BYTES
