"""A phrase is where its words stand in order, with at most `slop` positions between them in all."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.answer.phrase_marks import positions_in_phrase
from search.embedded.evaluate.phrases import occurrences_of, with_phrase

OWN = st.lists(st.integers(0, 30), max_size=8, unique=True).map(sorted)
#: For each word of a phrase where it begins and to which positions it goes on, in a text.
WORDS = st.lists(st.tuples(OWN, OWN), min_size=1, max_size=4)


@pytest.mark.parametrize(
    ("positions", "between", "places"),
    [
        pytest.param([[3, 7]], 0, {3, 7}, id="one-word"),
        pytest.param([[3, 7], [4, 9]], 0, {3, 4}, id="side-by-side"),
        pytest.param([[3, 7], [4, 9]], 1, {3, 4, 7, 9}, id="near"),
        pytest.param([[4], [3]], 4, set(), id="wrong-order"),
        pytest.param([[3], [3]], 4, set(), id="not-the-same-place"),
        pytest.param([[0], [1, 2], [4]], 2, {0, 1, 2, 4}, id="by-either"),
        pytest.param([[0], [2], [4]], 1, set(), id="in-all-not-each"),
        pytest.param([[0], [2], [4]], 2, {0, 2, 4}, id="in-all"),
        pytest.param([[0, 1, 2], [0, 1, 2], [9]], 0, set(), id="a-beginning-alone"),
        pytest.param([[0, 1, 2], [0, 1, 2]], 0, {0, 1, 2}, id="a-word-twice"),
        pytest.param([[], [1]], 0, set(), id="a-word-that-is-not-there"),
    ],
)
def test_places(positions: list[list[int]], between: int, places: set[int]) -> None:
    assert positions_in_phrase([(own, ()) for own in positions], between) == places


@pytest.mark.parametrize(
    ("words", "between", "begins"),
    [
        pytest.param([([0], ()), ([1], [2]), ([3], ())], 0, {0, 1, 3}, id="over-its-second-part"),
        pytest.param([([0], ()), ([1], [2]), ([2], ())], 0, {0, 1, 2}, id="or-at-it"),
        pytest.param([([1], [2, 3]), ([4], ())], 0, {1, 4}, id="of-three-parts"),
        pytest.param([([1], [3]), ([4], ())], 0, set(), id="not-over-a-gap"),
        pytest.param([([1], [2]), ([5], ())], 2, {1, 5}, id="far-from-its-end"),
        pytest.param([([1], [2]), ([5], ())], 1, set(), id="too-far-from-its-end"),
        pytest.param([([5], [6]), ([7, 9], [8])], 0, {5, 7}, id="two-in-parts"),
    ],
)
def test_words_that_go_on(
    words: list[tuple[list[int], list[int]]], between: int, begins: set[int]
) -> None:
    assert positions_in_phrase(words, between) == begins


@given(WORDS, st.integers(0, 6))
def test_every_way_to_read_the_phrase_is_found(
    words: list[tuple[list[int], list[int]]], between: int
) -> None:
    def ends(place: int, going_on: list[int]) -> list[int]:
        return [place, *(ends(place + 1, going_on) if place + 1 in going_on else [])]

    ways = [([place], end, between) for place in words[0][0] for end in ends(place, words[0][1])]
    for begins, going_on in words[1:]:
        ways = [
            ([*way, place], new, left - (place - end - 1))
            for way, end, left in ways
            for place in begins
            if 0 <= place - end - 1 <= left
            for new in ends(place, going_on)
        ]
    assert positions_in_phrase(words, between) == {place for way, *_ in ways for place in way}


@given(st.lists(WORDS.filter(lambda words: len(words) == 3), max_size=4), st.integers(0, 6))
def test_what_is_marked_is_what_was_found(
    documents: list[list[tuple[list[int], list[int]]]], between: int
) -> None:
    """The arrays that find a phrase and the lists that mark it mean the same."""

    def occurrences(word: int, which: int) -> np.ndarray:
        having = [number for number, words in enumerate(documents) if words[word][which]]
        positions = [documents[number][word][which] for number in having]
        frequencies = np.array(list(map(len, positions)), np.int64)
        return occurrences_of(
            np.array(having, np.int64),
            frequencies,
            np.cumsum(frequencies),
            np.array([position for own in positions for position in own], np.int64),
        )

    words = [(occurrences(word, 0), occurrences(word, 1)) for word in range(3)]
    found = with_phrase(words, between + 1).tolist()
    marked = [positions_in_phrase(words, between) for words in documents]
    assert found == [number for number, positions in enumerate(marked) if positions]
