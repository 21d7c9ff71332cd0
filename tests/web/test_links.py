"""Which links of items are shown, and where marks are put."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from web.links import marked, outbound


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


@given(st.text(), st.lists(st.integers(0, 60), unique=True, max_size=8))
def test_marks_change_nothing_but_add_marks(text: str, places: list[int]) -> None:
    edges = sorted(min(place, len(text)) for place in places)
    marks = tuple(zip(edges[::2], edges[1::2], strict=False))
    html = marked(text, marks)
    assert html.count("<mark>") == html.count("</mark>") == len(marks)
    assert html.replace("<mark>", "").replace("</mark>", "") == escape(text)


def test_a_mark_stands_around_its_words() -> None:
    assert marked("a <b> & c", ((2, 5),)) == "a <mark>&lt;b&gt;</mark> &amp; c"
