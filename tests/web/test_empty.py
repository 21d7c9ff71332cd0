"""The pages of an archive without items say so, and offer nothing that would find nothing."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from search import Archive, Item
from web import create_app

PAGES = ("/", "/?q=strike", "/coverage", "/stories", "/outlets", "/archive?month=2030-01", "/take")
OFFERS = ("No hits", "0 items", "0 outlets", "Narrow down", "Follow", "Nothing near", "no such")


@pytest.mark.parametrize("url", [*PAGES, "/facets/sources"])
def test_an_empty_archive_says_so_and_how_it_is_filled(tmp_path: Path, url: str) -> None:
    with Archive.create(tmp_path / "index") as archive:
        page = create_app({"ARCHIVE": archive}).test_client().get(url).text
    assert "This archive is empty" in page
    assert "backfile index news/" in page
    assert not [words for words in OFFERS if words in page]


def test_an_archive_that_was_still_empty_on_a_day_leads_to_its_newest_state(
    tmp_path: Path,
) -> None:
    seen = datetime(2026, 1, 3, tzinfo=UTC)
    with Archive.create(tmp_path / "index") as archive:
        archive.add([Item(id="a.md", title="A strike", day=date(2026, 1, 3), seen=seen)])
        client = create_app({"ARCHIVE": archive}).test_client()
        for url in PAGES:
            sign = "&" if "?" in url else "?"
            page = client.get(f"{url}{sign}as_of=2026-01-02").text
            assert "held no items on 2 January 2026 yet" in page, url
            assert "backfile index" not in page
            assert "Show it as it stands now" in page
