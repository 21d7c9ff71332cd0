"""Where marks are put, and what stands in a fragment."""

from datetime import date

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from search import FacetValue, HeadlineHit, Hit, SearchRequest
from search.request import MAX_FACET_LIMITS
from web.facet_rows import value_rows
from web.fragments import hit_cards, leaving, marked
from web.search_links import Links

HOSTILE = "\"'><script>&"


@given(st.text(), st.lists(st.integers(0, 60), unique=True, max_size=8))
def test_marks_change_nothing_but_add_marks(text: str, places: list[int]) -> None:
    edges = sorted(min(place, len(text)) for place in places)
    marks = tuple(zip(edges[::2], edges[1::2], strict=False))
    html = marked(text, marks)
    assert html.count("<mark>") == html.count("</mark>") == len(marks)
    assert html.replace("<mark>", "").replace("</mark>", "") == escape(text)


def test_a_mark_stands_around_its_words() -> None:
    assert marked("a <b> & c", ((2, 5),)) == "a <mark>&lt;b&gt;</mark> &amp; c"


@pytest.mark.parametrize("limits", [{}, {"sources": ("x",)}, {"sources": (HOSTILE,)}], ids=str)
def test_whatever_is_shown_is_escaped(app: Flask, limits: dict[str, tuple[str, ...]]) -> None:
    hit = Hit(
        id=HOSTILE,
        score=0.0,
        title=HOSTILE,
        day=date(2026, 1, 1),
        sources=(HOSTILE,) * 4,
        tags=(HOSTILE,),
        categories=(),
        feed="",
        link=f"https://a.example/?{HOSTILE}",
        snippet=HOSTILE,
        headlines=tuple(
            HeadlineHit(text=f"{number}{HOSTILE}", outlet=HOSTILE, link=link, matched=True)
            for number, link in enumerate(("", f"https://a.example/?{HOSTILE}", "", "", "", ""))
        ),
        headline_count=6,
        source_count=4,
        tag_count=1,
        category_count=0,
        title_marks=((0, 1),),
        gone=date(2026, 1, 2),
    )
    value = FacetValue(value=HOSTILE, count=1)
    with app.test_request_context():
        links = Links(SearchRequest(query=HOSTILE, **limits))
        html = hit_cards([hit], links) + value_rows([value], "sources", links, 2)
    html = html.replace("<mark>&#34;</mark>", "&#34;")
    assert "<script" not in html
    assert str(escape(HOSTILE)) in html
    for attribute in html.split('="')[1:]:
        assert attribute[attribute.index('"') + 1] in " >", attribute


def hit_of(title: str, line: str, outlet: str) -> Hit:
    return Hit(
        id="a.md",
        score=1.0,
        title=title,
        day=date(2026, 1, 1),
        sources=(outlet,),
        tags=(),
        categories=(),
        feed="",
        link="",
        snippet="",
        headlines=(HeadlineHit(text=line, outlet=outlet, link="", matched=True),),
        headline_count=1,
        source_count=1,
        tag_count=0,
        category_count=0,
    )


@pytest.mark.parametrize(
    ("title", "line", "outlet", "expected"),
    [
        (
            "إضراب",
            "Strike",
            "الجزيرة",
            [
                '<article class=hit dir="rtl">',
                '<h2 class=headline lang="und-Arab">',
                "<li dir=ltr>Strike",
                '<bdi lang="und-Arab">الجزيرة</bdi>',
            ],
        ),
        (
            "Strike",
            "שביתה",
            "BBC",
            [
                "<article class=hit>",
                "<h2 class=headline><a",
                '<li dir=rtl lang="und-Hebr">',
                "<bdi>BBC</bdi>",
            ],
        ),
        (
            "地震",
            "東京で地震",
            "NHK",
            ['<h2 class=headline lang="und-Hani">', '<li lang="ja">'],
        ),
    ],
    ids=["arabic", "hebrew-line", "japanese"],
)
def test_a_card_runs_as_its_title_and_each_text_says_its_script(
    app: Flask, title: str, line: str, outlet: str, expected: list[str]
) -> None:
    with app.test_request_context():
        html = hit_cards([hit_of(title, line, outlet)], Links(SearchRequest()))
    for part in expected:
        assert part in html


def test_a_search_without_room_for_more_limits_has_no_buttons_for_them(app: Flask) -> None:
    full = SearchRequest(tags=tuple(map(str, range(MAX_FACET_LIMITS))))
    with app.test_request_context():
        row = value_rows([FacetValue(value="x", count=1)], "sources", Links(full), 2)
    assert "<button" not in row
    assert "<bdi>x</bdi>" in row


def test_a_link_that_leaves_is_known_to_the_stylesheet(app: Flask) -> None:
    assert leaving("a<b", "https://a.example/?x&y") == (
        '<a class=leaving href="https://a.example/?x&amp;y" data-shown="a.example/?x&amp;y">'
        "a&lt;b</a>"
    )
