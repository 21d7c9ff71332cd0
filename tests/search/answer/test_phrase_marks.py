"""A phrase is where each word stands 1 to `slop` positions after the one before."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.answer.phrase_marks import ends_of_beginnings, positions_in_phrase
from search.embedded.evaluate.phrases import occurrences_of, with_phrase

POSITIONS = st.lists(
    st.lists(st.integers(0, 30), max_size=8, unique=True).map(sorted), min_size=1, max_size=4
)


@pytest.mark.parametrize(
    ("positions", "slop", "places"),
    [
        pytest.param([[3, 7]], 1, {3, 7}, id="one-word"),
        pytest.param([[3, 7], [4, 9]], 1, {3, 4}, id="side-by-side"),
        pytest.param([[3, 7], [4, 9]], 2, {3, 4, 7, 9}, id="near"),
        pytest.param([[4], [3]], 5, set(), id="wrong-order"),
        pytest.param([[3], [3]], 5, set(), id="not-the-same-place"),
        pytest.param([[0], [1, 2], [4]], 2, {0, 2, 4}, id="by-the-later-one"),
        pytest.param([[0, 1, 2], [0, 1, 2], [9]], 1, set(), id="a-beginning-alone"),
        pytest.param([[0, 1, 2], [0, 1, 2]], 1, {0, 1, 2}, id="a-word-twice"),
        pytest.param([[], [1]], 1, set(), id="a-word-that-is-not-there"),
    ],
)
def test_places(positions: list[list[int]], slop: int, places: set[int]) -> None:
    assert positions_in_phrase(positions, slop) == places
    assert bool(ends_of_beginnings(positions, slop)[-1]) == bool(places)


@given(POSITIONS, st.integers(1, 6))
def test_every_way_to_read_the_phrase_is_found(positions: list[list[int]], slop: int) -> None:
    ways = [[place] for place in positions[0]]
    for places in positions[1:]:
        ways = [[*way, place] for way in ways for place in places if 1 <= place - way[-1] <= slop]
    assert positions_in_phrase(positions, slop) == {place for way in ways for place in way}
    assert set(ends_of_beginnings(positions, slop)[-1]) == {way[-1] for way in ways}


@given(st.lists(POSITIONS.filter(lambda words: len(words) == 3), max_size=4), st.integers(1, 6))
def test_what_is_marked_is_what_was_found(documents: list[list[list[int]]], slop: int) -> None:
    """The arrays that find a phrase and the lists that mark it mean the same."""

    def occurrences(word: int) -> np.ndarray:
        having = [number for number, words in enumerate(documents) if words[word]]
        positions = [words[word] for words in documents if words[word]]
        return occurrences_of(
            np.array(having, np.int64),
            np.array(list(map(len, positions)), np.int64),
            np.array([position for own in positions for position in own], np.int64),
        )

    found = with_phrase([occurrences(word) for word in range(3)], slop).tolist()
    marked = [positions_in_phrase(words, slop) for words in documents]
    assert found == [number for number, positions in enumerate(marked) if positions]
