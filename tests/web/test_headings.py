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


@pytest.mark.parametrize(
    ("url", "counted"),
    [
        ("/?q=strike&", "3 hits for strike"),
        *(("/outlets?", "5 outlets"), ("/facets/tags?", "5 tags")),
        *(("/coverage?q=strike&", "5 outlets"), ("/day/2026-01-03?", "1 story")),
    ],
)
def test_past_the_end_each_list_says_so_and_leads_to_its_last_page(
    client: FlaskClient, url: str, counted: str
) -> None:
    page = read(client, f"{url}page=99")
    assert words(page.css_first("h1")).endswith(f"Nothing on page 99: {counted}")
    assert f"Nothing on page 99: {counted.partition(' for')[0]}" in words(page.css_first("title"))
    last = read(client, page.css_first(".past-end a").attributes["href"] or "")
    assert "Nothing" not in words(last.css_first("h1"))
    assert not last.css(".past-end, .pager [rel=next]")


def test_a_list_that_is_empty_has_no_end(client: FlaskClient) -> None:
    for url in ("/stories?q=zyzzyva", "/outlets?prefix=zyz", "/coverage?q=zyzzyva"):
        page = read(client, f"{url}&page=9")
        assert not page.css(".past-end")
        assert "Nothing" not in words(page.css_first("h1"))
