"""Days that are typed as words find words, and a note says how to ask for them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.hints import said_of_values
from search.query.parser import parse

TODAY = date(2026, 1, 9)


def advised(text: str) -> list[str]:
    """Return what the notes on days advise."""
    notes = parse(text, TODAY).notes
    return [note.split("; ")[1].split(" finds ")[0] for note in notes if "by their day" in note]


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("2026-01-03", "date:2026-01-03"),
        ("2026/01/03", "date:2026-01-03"),
        ("03.01.2026", "date:2026-01-03"),
        ("20260103", "date:2026-01-03"),
        ("31/12/2026", "date:2026-12-31"),
        ("3 January 2026", "date:2026-01-03"),
        ("Jan 3, 2026", "date:2026-01-03"),
        ("3. Januar 2026", "date:2026-01-03"),
        ("3 de enero de 2026", "date:2026-01-03"),
        ("2026年1月3日", "date:2026-01-03"),
        ("2026-01", "date:2026-01"),
        ("January 2026", "date:2026-01"),
        ("2026-02-31", "date:2026-02-28"),
        ("2026", "date:2026"),
        ("2026-Q1", "date:2026-01-01..2026-03-31"),
        ("2026-W02", "date:2026-01-05..2026-01-11"),
        ("2026-01-03..2026-01-05", "date:2026-01-03..2026-01-05"),
        ("[2026-01-03 TO 2026-01-05]", "date:2026-01-03..2026-01-05"),
        (">2026-01-03", "date:2026-01-04.."),
        ("yesterday", "date:yesterday"),
        ("monday", "date:monday"),
        ("7d", "date:7d"),
        ("last week", 'date:"last week"'),
        ("3 days ago", 'date:"3 days ago"'),
        ("port strike 2026-01-03", "date:2026-01-03"),
        ("what was said on 3 January 2026 of the port", "date:2026-01-03"),
        ("iran Sat, 3 January 2026", "date:2026-01-03"),
        ("-2026-01-03 port", "date:2026-01-03"),
        ("(2026-01-03 OR port)", "date:2026-01-03"),
        ("strike 2026", "date:2026"),
        ("strike last week", 'date:"last week"'),
    ],
)
def test_any_form_of_a_day_is_found_out(text: str, advice: str) -> None:
    assert advised(text) == [advice]


def test_several_days_are_each_told() -> None:
    assert advised("2026-01-03 port 3 January 2025") == ["date:2026-01-03", "date:2025-01-03"]


@pytest.mark.parametrize(
    "text",
    [
        "port strike",
        "date:2026-01-03",
        "date:3 January 2026",
        "title:2026-01-03",
        '"3 January 2026"',
        "who plays at the world cup 2026 in mexico",
        "black monday",
        "what happened last week in parliament",
        "the 7 days that shook the port",
        "may 3",
    ],
)
def test_words_of_titles_are_let_alone(text: str) -> None:
    assert not advised(text)


def test_a_day_that_is_one_of_two_is_said() -> None:
    (note,) = parse("port 01/02/2026").notes
    assert note.startswith("“01/02/2026” was searched for as words")
    assert "more than one day: date:2026-02-01 or date:2026-01-02" in note


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("out 2025", "date:2025 finds"),
        ("Set 2025", "date:2025 finds"),
        ("mag 2025 strike", "date:2025 finds"),
        ("2025 ago", "date:2025 finds"),
        ("dez 2025", "date:2025 finds"),
        ("Dec 2025", "date:2025-12"),
        ("12 out 2025", "date:2025-10-12"),
        ("2025-06 January", "date:2025-06"),
        ("2025/06 out", "date:2025-06"),
    ],
)
def test_a_month_is_told_from_a_word(text: str, advice: str) -> None:
    (note,) = (note for note in parse(text).notes if "by their day" in note)
    assert advice in note


@given(st.text(st.sampled_from("1 2/-.03Jan,“today last week>[]TO"), max_size=40))
def test_what_is_advised_asks_for_days(text: str) -> None:
    query = parse(text, TODAY)
    for note in said_of_values(query.text, query.leaves, TODAY):
        if "date:" not in note:  # a range of words
            continue
        advice = note.split("date:")[1].split(" finds ")[0]
        again = parse(f"date:{advice}", TODAY)
        assert not any("names no date" in own for own in again.notes), (text, note)
