"""A heading and a title say what is shown: how many, which of them, of what, in which order."""

import pytest
from flask.testing import FlaskClient

from tests.web.test_pages import read, words


@pytest.mark.parametrize(
    ("address", "heading", "title"),
    [
        ("/", "The latest of 37 items", "Backfile"),
        ("/?sort=newest", "Newest items, 1–20 of 37", "Newest items, 1–20 of 37 · Backfile"),
        (
            "/?sort=outlets",
            "Items of most outlets, 1–20 of 37",
            "Items of most outlets, 1–20 of 37 · Backfile",
        ),
        ("/?page=2", "Newest items, 21–37 of 37", "Newest items, 21–37 of 37 · Backfile"),
        ("/?sort=oldest", "Oldest items, 1–20 of 37", "Oldest items, 1–20 of 37 · Backfile"),
        (
            "/?per_page=36&page=2&sort=oldest",
            "Oldest items, 37 of 37",
            "Oldest items, 37 of 37 · Backfile",
        ),
        ("/?q=strike", "3 hits for strike", "strike · 3 hits · Backfile"),
        (
            "/?q=strike&sort=oldest&per_page=2&page=2",
            "3 of 3 hits for strike",
            "strike · 3 of 3 hits · oldest first · Backfile",
        ),
        ("/?tag=strike", "3 hits, newest first", "strike · 3 hits · Backfile"),
        (
            "/?tag=strike&sort=oldest",
            "3 hits, oldest first",
            "strike · 3 hits · oldest first · Backfile",
        ),
        ("/?q=date:2026-13", "Newest items, 1–20 of 37", "Newest items, 1–20 of 37 · Backfile"),
        ("/?q=strike+date:2026-13", "3 hits for strike", "strike · 3 hits · Backfile"),
        ("/?q=zebra", "No hits for zebra", "zebra · No hits · Backfile"),
        (
            "/?q=strike+comet+xyzzy",
            "5 hits with most of the words of strike comet xyzzy",
            "strike comet xyzzy, with most of the words · 5 hits · Backfile",
        ),
        (
            "/?q=strike&page=9",
            "Nothing on page 9: 3 hits for strike",
            "strike · Nothing on page 9: 3 hits · Backfile",
        ),
    ],
)
def test_heading_and_title_say_what_is_shown(
    client: FlaskClient, address: str, heading: str, title: str
) -> None:
    page = read(client, address)
    assert words(page.css_first("h1")) == heading
    assert words(page.css_first("title")) == title
