"""Words near a word are those that counting the changed letters says."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st
from whoosh.support.levenshtein import levenshtein

from search import Archive, Item
from search.embedded.evaluate.near import NearWords

LETTERS = "abtßж漢\U00010400"
WORDS = st.text(LETTERS, min_size=1, max_size=7)


class Terms:
    """The words of a field, as a segment gives them."""

    def __init__(self, words: set[str]) -> None:
        self._words = sorted(word.encode() for word in words)
        self.terms = self

    def field(self, name: str) -> "Terms":
        return self

    def starting(self, prefix: bytes) -> range:
        like = [number for number, word in enumerate(self._words) if word.startswith(prefix)]
        return range(like[0], like[-1] + 1) if like else range(0)

    def words(self, start: int, end: int) -> list[str]:
        return [word.decode() for word in self._words[start:end]]


@given(st.lists(st.sets(WORDS), min_size=1, max_size=3), WORDS, st.integers(1, 2))
def test_near_words_are_those_of_a_few_changes(
    segments: list[set[str]], word: str, most: int
) -> None:
    near = NearWords([Terms(words) for words in segments])  # type: ignore[misc]
    every = set().union(*segments)
    expected = sorted(own for own in every if own[0] == word[0] and levenshtein(own, word) <= most)
    assert near.near(word, most) == expected
    assert near.near(word, most) == expected, "asked again it is the same"


def test_a_misspelling_is_found_in_every_segment(make: Callable[..., Archive]) -> None:
    archive = make([Item(id="1", title="harbour", day=None)])
    archive.add([Item(id="2", title="harbor", day=None)])
    assert archive.search("harbuor~").total == 2
