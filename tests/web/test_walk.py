"""Whoever follows links never ends at nothing: each leads on, and finds as many as it says."""

import re
from pathlib import Path
from random import Random
from urllib.parse import urljoin, urlsplit

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from search import Archive
from tests.web.test_pages import total
from web import create_app

STARTS = ("/", "/archive", "/outlets", "/stories", "/help", "/saved", "/?q=the&sort=newest")
#: What a link says of how much it finds: "only BBC, 7", "12 hits of it", "7".
_COUNTS = re.compile(r"(?:only .*, |(?:All )?)([\d,]+)(?: (?:items?|hits?)(?: of it)?)?", re.DOTALL)
_YEAR = re.compile(r"\d{4}")
#: Links to files, which are not pages.
_FILES = ("/export", "/cite", "/original", "/language", "/static")


def walk(client: FlaskClient, pages: int) -> int:
    """Follow links to some pages, any of those known; return how many links told a number."""
    chance, told = Random(7), 0
    said: dict[str, int | None] = dict.fromkeys(STARTS)
    ahead = list(STARTS)
    for _ in range(pages):
        if not ahead:
            break
        address = ahead.pop(chance.randrange(len(ahead)))
        answer = client.get(address, follow_redirects=True, buffered=True)
        assert answer.status_code == 200, address
        if answer.mimetype != "text/html":
            continue
        page = LexborHTMLParser(answer.text)
        if (count := said[address]) is not None:
            assert total(page) == count, address
            told += 1
        names = [node.attributes["id"] for node in page.css("[id]")]
        assert len(names) == len(set(names)), address
        for link in page.css("a[href]"):
            goal = link.attributes["href"] or ""
            if goal.startswith("#"):
                assert goal[1:] in names, (address, goal)
                continue
            parts = urlsplit(urljoin(f"http://localhost{address}", goal))
            target = f"{parts.path}?{parts.query}" if parts.query else parts.path
            if parts.netloc != "localhost" or target in said or target.startswith(_FILES):
                continue
            words = (link.attributes.get("aria-label") or link.text()).strip()
            found = _COUNTS.fullmatch(words) if parts.path == "/" else None
            is_count = found and not _YEAR.fullmatch(words)
            said[target] = int(found[1].replace(",", "")) if found and is_count else None
            ahead.append(target)
    return told


def test_links_lead_on_and_find_what_they_say(client: FlaskClient) -> None:
    assert walk(client, 80)


@pytest.mark.thorough
def test_many_pages_of_real_items(real_index: Path) -> None:
    with Archive.open(real_index) as archive:
        assert walk(create_app({"ARCHIVE": archive}).test_client(), 250) > 25
