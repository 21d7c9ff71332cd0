"""Texts that are some steps from a word are those that counting the steps says."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.support.levenshtein import damerau_levenshtein

from search import Archive, Headline, Item
from search.alike.alike_texts import AlikeTexts
from search.engine import MAX_AWAY_CHARACTERS, NamesAway, WordsAway

LETTERS = "abtßж漢\U00010400 "
TEXTS = st.text(LETTERS, max_size=8)


@given(st.lists(TEXTS, max_size=30), TEXTS, st.integers(0, 3))
def test_texts_that_are_some_steps_away(texts: list[str], word: str, steps: int) -> None:
    expected = [
        number
        for number, text in enumerate(texts)
        if text and damerau_levenshtein(text, word) == steps
    ]
    assert AlikeTexts(texts).at(word, steps).tolist() == expected


@pytest.mark.parametrize(
    ("word", "steps"),
    [
        ("strike", 0), ("trike", 1), ("sstrike", 1), ("spike", 2), ("tsrike", 1), ("strkie", 1),
        ("strik", 1), ("strikes", 1), ("xtrike", 1), ("tsirke", 2), ("sritke", 2), ("s", 5),
    ],
)  # fmt: skip
def test_steps(word: str, steps: int) -> None:
    alike = AlikeTexts(["strike"])
    assert [at for at in range(7) if len(alike.at(word, at))] == [steps]


def test_a_long_text_is_away_from_everything() -> None:
    texts = ["x" * MAX_AWAY_CHARACTERS, "x" * (MAX_AWAY_CHARACTERS + 1)]
    assert AlikeTexts(texts).at("x" * MAX_AWAY_CHARACTERS, 1).tolist() == []
    assert AlikeTexts(texts).at("x" * (MAX_AWAY_CHARACTERS + 1), 1).tolist() == [0]


def test_words_and_names_are_counted_over_all_segments_and_of_a_day(
    make: Callable[..., Archive],
) -> None:
    def item(id: str, title: str, outlet: str, day: int) -> Item:
        seen = datetime(2026, 1, day, tzinfo=UTC)
        return Item(id=id, title=title, day=None, headlines=[Headline("", outlet)], seen=seen)

    archive = make([item("1", "harbour", "The Harbour Post", 1)])
    archive.add([item("2", "harbour harbor", "Harbour Post", 2), item("3", "labour", "BBC", 3)])
    asked = [
        WordsAway("harbuor", 1, 9), WordsAway("arbour", 1, 9), WordsAway("arbour", 1, 1),
        WordsAway("harbour", 0, 9), NamesAway("sources", "the harbuor post", 1, 9),
    ]  # fmt: skip
    generation = archive._newest()
    assert generation.look_up(asked) == [
        [("harbour", 2), ("harbor", 1)], [("harbour", 2)], [("harbour", 2)], [("harbour", 2)],
        [("Harbour Post", 1), ("The Harbour Post", 1)],
    ]  # fmt: skip
    day = generation.at(datetime(2026, 1, 1).date())
    assert day.look_up(asked) == [[("harbour", 1)]] * 4 + [[("The Harbour Post", 1)]]
