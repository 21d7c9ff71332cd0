"""Headlines of one article: which are one wording, and which pages roll on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.reworded_headline import Wordings, words_of

SAME = [
    ("Port strike ends in Hull | CNN", "Port strike ends in Hull", ""),
    ("Port strike ends in Hull - BBC News", "Port strike ends in Hull | BBC", ""),
    ("Port strike ends | CNN Politics", "Port strike ends", "CNN"),
    ("Strike ends – Reuters", "Strike ends", "Reuters"),
    ("Port strike ends in…", "Port strike ends in Hull after nine days", ""),
    ("Port strike ends in Hull af...", "Port strike ends in Hull after nine days", ""),
    ("Opinion | The strike is not over yet", "The strike is not over yet", ""),
    ("Watch: Crane falls on ferry in Hull", "Crane falls on ferry in Hull", ""),
    ("Élysée: ‘strike’ ENDS in Hull", "Elysee: strike ends in Hull", ""),
]
OTHERS = [
    ("Port strike ends in Hull", "Port strike ends after talks"),
    ("Two killed in crash", "Two killed in crash on the coast road"),
    ("At least 12 dead in fire", "At least 14 dead in fire"),
    ("Boeing - Airbus", "Boeing"),
    ("The islands where people live", "Where dockers want to live: in Hull"),
    ("Minister's gift to dockers", "The dockers should have read this first"),
]
ROLLING = [
    ("https://a.example/1", ["Port strike: live updates", "Talks fail at the port"]),
    ("https://a.example/live/port-strike", ["Talks fail", "Talks go on"]),
    ("https://a.example/1", ["LIVE: Hull v Leith", "Hull v Leith 3-1 – as it happened"]),
    ("https://a.example/1", ["New Year's Eve live: Sydney", "New Year's Eve live: California"]),
    ("https://a.example/1", ["PMQs live", "Leader quizzed on port strike"]),
    ("https://a.example/1", ["Talks fail – Europe live", "Bar owner held – Europe live"]),
    ("https://a.example/1", [f"Port strike day {number}" for number in range(9)]),
    ("https://a.example/1", ["One for all", "All or none", "None today", "Rain again"]),
]


@pytest.mark.parametrize(("one", "other", "outlet"), SAME)
def test_a_name_and_a_cut_are_no_rewording(one: str, other: str, outlet: str) -> None:
    for lines in ((one, other), (other, one)):
        wordings = Wordings()
        assert [wordings.add(line, outlet) for line in lines] == [True, False]
        assert not wordings.is_reworded


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_other_words_are(one: str, other: str) -> None:
    wordings = Wordings("https://a.example/delivery/1")
    assert all(wordings.add(line) for line in (one, other))
    assert wordings.is_reworded
    assert not wordings.is_rolling


@pytest.mark.parametrize(("link", "lines"), ROLLING)
def test_a_page_that_rolls_on_is_told_apart(link: str, lines: list[str]) -> None:
    wordings = Wordings(link)
    for line in lines:
        wordings.add(line)
    assert wordings.is_reworded
    assert wordings.is_rolling


def test_of_a_cut_headline_the_whole_is_shown() -> None:
    wordings = Wordings()
    for line in ("Port strike ends in…", "Port strike ends in Hull", "Dockers go back to work"):
        wordings.add(line)
    assert wordings.texts == ["Port strike ends in Hull", "Dockers go back to work"]


@given(st.lists(st.text(max_size=40), max_size=8), st.text(max_size=12))
def test_any_lines_have_each_wording_once(lines: list[str], outlet: str) -> None:
    wordings = Wordings()
    for line in lines:
        wordings.add(line, outlet)
        assert not wordings.add(line, outlet)
    assert len(wordings.texts) <= len(lines)
    assert all(words_of(line) or line for line in wordings.texts)
