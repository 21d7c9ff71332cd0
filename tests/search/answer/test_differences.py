"""How texts differ: nothing is lost, nothing made up, and it takes no more steps than allowed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.answer.differences import (
    CONTEXT_CHARACTERS,
    MAX_STEPS,
    Steps,
    differences,
    shortened,
)

SIGNS = {"same": "", "removed": "-", "added": "+"}
TEXTS = st.text(st.sampled_from("ab .,\n新é0’ี\u0301🇩👍🏽\u200d항"), max_size=40)


def told(before: str, after: str, steps: int = MAX_STEPS) -> list[str]:
    pieces = differences(before, after, Steps(steps))
    return [SIGNS[piece.kind] + piece.text.strip() for piece in pieces]


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("", "", []),
        ("", "a b", ["+a b"]),
        ("a b", "", ["-a b"]),
        ("Port strike ends", "Port strike goes on", ["Port strike", "-ends", "+goes on"]),
        ("at least 13 dead", "at least 15 dead", ["at least", "-13", "+15", "dead"]),
        ("a  b", "a b", ["a b"]),
        ("one\ntwo\nthree", "one\nthree", ["one", "-two", "three"]),
        ("新標准将实施", "新標准已实施", ["新標准", "-将", "+已", "实施"]),
        ("Ends.", "Ends!", ["Ends", "-.", "+!"]),
        ("ที่นี่", "ที้นี่", ["-ที่", "+ที้", "นี่"]),
        ("दिल्ली बंद", "दिल्लू बंद", ["-दिल्ली", "+दिल्लू", "बंद"]),
        ("שָׁלוֹם רב", "שְׁלוֹם רב", ["-שָׁלוֹם", "+שְׁלוֹם", "רב"]),
        ("항만 파업 종료", "항만 파업이 종료", ["항만", "-파업", "+파업이", "종료"]),
        ("პორტი დაიხურა", "პორტი გაიხსნა", ["პორტი", "-დაიხურა", "+გაიხსნა"]),
        ("a 🇩🇪 b", "a 🇩🇰 b", ["a", "-🇩🇪", "+🇩🇰", "b"]),
        ("👍🏽 yes", "👍🏿 yes", ["-👍🏽", "+👍🏿", "yes"]),
        ("👨‍👩‍👧 out", "👨‍👩‍👦 out", ["-👨‍👩‍👧", "+👨‍👩‍👦", "out"]),
        ("costs $3.50 now", "costs $3.75 now", ["costs $", "-3.50", "+3.75", "now"]),
        ("doesn't end", "didn't end", ["-doesn't", "+didn't", "end"]),
        ("এই ঘটনা", "এই ঘটনার", ["এই", "-ঘটনা", "+ঘটনার"]),
        ("می‌خواهد", "می‌خواست", ["-می‌خواهد", "+می‌خواست"]),
        ("أول سفينة", "أول سفينتين", ["أول", "-سفينة", "+سفينتين"]),
    ],
)
def test_what_changed_word_by_word(before: str, after: str, pieces: list[str]) -> None:
    assert told(before, after) == pieces


@given(TEXTS, TEXTS, st.sampled_from([0, 10, MAX_STEPS]))
def test_both_texts_are_there(before: str, after: str, steps: int) -> None:
    pieces = differences(before, after, Steps(steps))
    assert "".join(own.text for own in pieces if own.kind != "removed").split() == after.split()
    assert bare("".join(own.text for own in pieces if own.kind != "added")) == bare(before)


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert {piece.kind for piece in differences(text, text, Steps())} <= {"same"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a " * 300_000, "b " * 300_000),
        ("a b " * 100_000, "b a " * 100_000),
        ("a\n" * 100_000, "b\na\n" * 50_000),
        ("新" * 500_000, "华" * 500_000),
        ("a" * 2_000_000, " " * 2_000_000),
    ],
    ids=["all", "turned", "lines", "chinese", "blanks"],
)
def test_texts_that_differ_too_much_are_not_compared_for_long(before: str, after: str) -> None:
    steps = Steps()
    pieces = differences(before, after, steps)
    assert steps.left > -MAX_STEPS
    assert "".join(own.text for own in pieces if own.kind != "removed").split() == after.split()


def test_lines_are_compared_where_words_are_too_many() -> None:
    kept = "kept line\n"
    before = kept + " ".join(f"a{number}" for number in range(1_000)) + "\n" + kept
    after = kept + " ".join(f"b{number}" for number in range(1_000)) + "\n" + kept
    pieces = differences(before, after, Steps())
    assert [piece.kind for piece in pieces] == ["same", "removed", "added", "same"]
    assert pieces[0].text == kept


def test_of_what_stayed_the_ends_are_shown() -> None:
    before = "x " * 200 + "old" + " y" * 200
    after = "x " * 200 + "new" + " y" * 200
    pieces = shortened(differences(before, after, Steps()))
    assert [piece.text.strip() for piece in pieces[1:3]] == ["old", "new"]
    assert pieces[0].text.startswith(" … ")
    assert pieces[3].text.endswith(" … ")
    assert all(len(piece.text) <= 2 * CONTEXT_CHARACTERS + 3 for piece in pieces)
