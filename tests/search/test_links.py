"""An address is a row of parts, however it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.links import link_parts, link_terms

WHOLE = ["reuters", "com", "world", "port-strike"]


@pytest.mark.parametrize(
    "link",
    [
        "https://www.reuters.com/world/port-strike",
        "http://reuters.com/world/port-strike/",
        "reuters.com/world/port-strike",
        "//Reuters.com/World/Port-Strike",
        "https://www.reuters.com:443/world/port-strike#comments",
        "https://reader:secret@reuters.com/world/port-strike",
        "https://reuters.com/world/port%2Dstrike?utm_source=rss&fbclid=x",
    ],
)
def test_what_does_not_matter(link: str) -> None:
    assert link_parts(link) == WHOLE


@pytest.mark.parametrize(
    ("link", "parts"),
    [
        ("", []),
        ("/", []),
        ("/world/port-strike", WHOLE[2:]),
        ("port-strike", WHOLE[3:]),
        ("https://a.example/b?z=1&c=2", ["a", "example", "b", "?c=2&z=1"]),
        ("https://a.example:8080/b", ["a", "example:8080", "b"]),
        ("https://a.example/%C3%A9t%C3%A9.html", ["a", "example", "été", "html"]),
        ("mailto:a@b.example", ["mailto:a@b", "example"]),
    ],
)
def test_parts(link: str, parts: list[str]) -> None:
    assert link_parts(link) == parts


@given(st.text(max_size=80))
def test_any_text_has_parts_and_terms_of_one_width(link: str) -> None:
    terms = link_terms(link)
    assert len(terms) == len(link_parts(link))
    assert {len(term) for term in terms} <= {8}
