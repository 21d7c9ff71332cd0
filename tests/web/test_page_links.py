"""Which links of items are shown, and where the links of a page lead."""

from urllib.parse import urlencode, urlsplit

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from search import RequestInvalid, SearchRequest
from search.request import MAX_FACET_LIMITS
from search.settings import SORTS
from web.page_links import _PLAIN_LINK, Links, outbound


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://a.example/x?y=1#z", "https://a.example/x?y=1#z"),
        ("http://a.example", "http://a.example"),
        (" https://a.example/ ", "https://a.example/"),
        ("HTTPS://A.example/", "https://A.example/"),
        ("", None),
        ("/path", None),
        ("//a.example/x", None),
        ("www.a.example", None),
        ("javascript:alert(1)", None),
        ("java\nscript:alert(1)", None),
        (" \x01javascript:alert(1)", None),
        ("JAVASCRIPT:alert(1)", None),
        ("data:text/html,x", None),
        ("vbscript:x", None),
        ("file:///etc/passwd", None),
        ("ftp://a.example/", None),
        ("mailto:a@b.example", None),
        ("https:", None),
        ("https:evil", None),
        ("https:///path", None),
        ("http:\\\\evil", None),
        ("http://[::1", None),
        ("http://[not-an-address]/", None),
    ],
)
def test_only_links_to_the_web_leave(url: str, link: str | None) -> None:
    assert outbound(url) == link


VALUES = st.text(st.sampled_from("ab &=+%<\"'é/?#"), min_size=1, max_size=3)
MONTHS = st.sampled_from(["2025-12", "2026-01", "2026-02"])


@st.composite
def requests(draw: st.DrawFn) -> SearchRequest:
    """Searches with up to as many limits as a search takes."""
    limits = {}
    for name in ("sources", "not_sources", "tags", "not_tags"):
        limits[name] = tuple(draw(st.lists(VALUES, max_size=2)))
    many = draw(st.sampled_from([0, 0, 0, MAX_FACET_LIMITS - 10, MAX_FACET_LIMITS - 12]))
    return SearchRequest(
        query=draw(VALUES),
        feed=tuple(f"feed {number}" for number in range(many)),
        month=tuple(draw(st.lists(MONTHS, max_size=2))),
        page=draw(st.integers(1, 3)),
        sort=draw(st.sampled_from(SORTS)),
        **limits,
    )


@given(requests(), st.lists(VALUES, min_size=1, max_size=4), st.lists(MONTHS, max_size=4))
def test_a_link_is_the_search_with_one_thing_changed(
    app: Flask, search: SearchRequest, values: list[str], months: list[str]
) -> None:
    with app.test_request_context(environ_overrides={"SCRIPT_NAME": "/news"}):
        links = Links(search)
        for facet, value in [
            *(("sources", value) for value in values),
            *(("tags", value) for value in values),
            *(("month", month) for month in months),
        ]:
            for step in ("only", "add", "exclude", "remove"):
                try:
                    stepped = getattr(search, step)(facet, value)
                except RequestInvalid:
                    assert links.step(step, facet, value) is None
                    continue
                pairs = stepped.to_params()
                expected = f"/news/?{urlencode(pairs)}" if pairs else "/news/"
                assert links.step(step, facet, value) == expected


@given(st.from_regex(r"https?://[a-z.A-Z-]{0,6}[:@/?#][ -~é]{0,6}", fullmatch=True))
def test_a_plain_link_is_what_a_parser_makes_of_it(url: str) -> None:
    if _PLAIN_LINK.fullmatch(url):
        parts = urlsplit(url)
        assert parts.hostname
        assert parts.geturl() == url == outbound(url)
