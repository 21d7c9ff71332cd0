"""Which links of items are shown."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.outbound import _PLAIN_LINK, outbound


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


@given(st.from_regex(r"https?://[a-z.A-Z-]{0,6}[:@/?#][ -~é]{0,6}", fullmatch=True))
def test_a_plain_link_is_what_a_parser_makes_of_it(url: str) -> None:
    if _PLAIN_LINK.fullmatch(url):
        parts = urlsplit(url)
        assert parts.hostname
        assert parts.geturl() == url == outbound(url)
