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
MAX_BYTES = 48_000
MAX_SENT_BYTES = 15_000
#: The same of a page of twenty stories, each with hits that are folded.
MAX_GROUPED_BYTES = 53_000
#: Bytes as HTML where each link repeats many limits, and where scores are explained.
MAX_LIMITED_BYTES = 57_000
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
    for group, most in (("&group=none", MAX_BYTES), ("", MAX_GROUPED_BYTES)):
        url = f"/?q={query}{group}"
        assert len(read(client, url).css(".hit")) == 20
        assert size(client, url, language) < most
    for encoding in ("gzip", "zstd"):
        assert size(client, url, language, encoding) < MAX_SENT_BYTES


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(
    "more", [[*LIMITS, *DAYS], [("explain", "1")]], ids=["limits", "explained"]
)
def test_limits_and_scores_make_a_page_a_fifth_heavier_at_most(
    client: FlaskClient, more: list[tuple[str, str]], language: str
) -> None:
    for group, most in (("none", MAX_LIMITED_BYTES), ("auto", MAX_GROUPED_BYTES * 1.2)):
        url = f"/?{urlencode([('q', 'trump'), *more, ('group', group)])}"
        assert len(read(client, url).css(".hit")) == 20
        assert size(client, url, language) < most
    assert size(client, url, language, "gzip") < MAX_SENT_BYTES


def size(client: FlaskClient, url: str, language: str, encoding: str = "identity") -> int:
    """Return how many bytes a page in a language has as it is sent."""
    headers = {"Accept-Language": language, "Accept-Encoding": encoding}
    return len(client.get(url, headers=headers).data)
