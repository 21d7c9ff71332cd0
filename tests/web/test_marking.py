"""Matches are marked and numbered in order, whatever the text, and lead from one to the next."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.results import Marks
from web.marking import MAX_MATCHES, MarkedMatches

STOP = re.compile(
    r'<span class="stop"[^>]*>(?:<a[^>]*>.<span[^>]*>[^<]*</span></a>)?[^<]*'
    r"(?:<a[^>]*>.<span[^>]*>[^<]*</span></a>)?</span>"
)
HOSTILE = "</p><script>alert('x')</script>\"&amp;"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        (" \n\n ", ""),
        ("One.\nTwo.", '<p dir="auto">One.</p>\n<p dir="auto">Two.</p>\n'),
        ("1 < 2 & <b>3</b>", '<p dir="auto">1 &lt; 2 &amp; &lt;b&gt;3&lt;/b&gt;</p>\n'),
        ("</p><script>x</script>", '<p dir="auto">&lt;/p&gt;&lt;script&gt;x&lt;/script&gt;</p>\n'),
    ],
)
def test_text_becomes_paragraphs_and_nothing_else(text: str, html: str) -> None:
    assert MarkedMatches((), (), ()).paragraphs(text, ()) == html


def spans(length: int) -> st.SearchStrategy[Marks]:
    """Return spans in a text of a length, in order, none touching another."""
    return st.lists(st.integers(0, length), unique=True, max_size=12).map(
        lambda ends: tuple(zip(sorted(ends)[::2], sorted(ends)[1::2], strict=False))
    )


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, Marks]:
    text = draw(st.text(st.sampled_from("ab <&\"'>\u05d0\u65b0\n"), max_size=60))
    lines = text.splitlines(keepends=True)
    marks, start = [], 0
    for line in lines:
        marks += [(start + a, start + b) for a, b in draw(spans(len(line.rstrip("\n"))))]
        start += len(line)
    return text, tuple(mark for mark in marks if text[slice(*mark)].strip())


@given(marked_texts())
def test_all_of_a_text_is_shown_and_all_its_matches_are_marked(given: tuple[str, Marks]) -> None:
    text, marks = given
    html = MarkedMatches((), marks, ()).paragraphs(text, marks)
    bare = STOP.sub("", html)
    found = [unescape(own) for own in re.findall("<mark>(.*?)</mark>", bare)]
    assert found == [text[start:end] for start, end in marks]
    whole = unescape(re.sub(r"</?(?:p|mark)\b[^>]*>", "", bare))
    assert whole.split() == text.split()
    assert re.findall(r'id="match-(\d+)"', html) == [str(n + 1) for n in range(len(marks))]


def test_every_match_leads_to_those_beside_it() -> None:
    matches = MarkedMatches(((0, 1),), ((0, 1), (2, 3)), [((0, 1),)])
    html = (
        matches.line("a", ((0, 1),))[1]
        + matches.paragraphs("a a", ((0, 1), (2, 3)))
        + matches.line("a", ((0, 1),), ())[1]
    )
    assert re.findall(r'href="#match-(\d)"', html) == ["2", "1", "3", "2", "4", "3"]
    assert re.findall(r'id="match-(\d)"', html) == ["1", "2", "3", "4"]


def test_the_matches_of_a_headline_are_one_stop_behind_it() -> None:
    marks = ((0, 1), (2, 3), (4, 5))
    matches = MarkedMatches((), (), [marks, marks])
    words, stop = matches.line("a b c", marks, ((2, 5),))
    assert words == "<mark>a</mark> <mark><b>b</b></mark><b> </b><mark><b>c</b></mark>"
    assert "1–3 of 6" in stop
    assert "#match-4" in stop


def test_no_more_are_marked_than_fit_a_page() -> None:
    marks = tuple((place, place + 1) for place in range(0, 4_000, 2))
    matches = MarkedMatches((), marks, ())
    html = matches.paragraphs("a " * 2_000, marks)
    assert (matches.total, matches.marked) == (2_000, MAX_MATCHES)
    assert html.count("<mark>") == html.count("</mark>") == MAX_MATCHES
    assert f"#match-{MAX_MATCHES + 1}" not in html


def test_what_is_marked_is_escaped() -> None:
    marks = ((4, 12), (13, 20))
    matches = MarkedMatches(marks, marks, [marks])
    shown = (
        matches.line(HOSTILE, marks)[0],
        matches.paragraphs(HOSTILE, marks),
        matches.line(HOSTILE, marks, ((0, 25),))[0],
    )
    assert all("<script" not in html and "<mark>" in html for html in shown)
