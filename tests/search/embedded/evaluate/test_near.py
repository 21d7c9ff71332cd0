"""Words near a word are those that counting the changed letters says."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from whoosh.support.levenshtein import levenshtein

from search import Archive, Item
from search.embedded.evaluate.near import NearWords
from search.engine import WordsNear

LETTERS = "abtßж漢\U00010400"
WORDS = st.text(LETTERS, min_size=1, max_size=7)


class Terms:
    """The words of a field, as a segment gives them."""

    def __init__(self, words: set[str]) -> None:
        self._words = [word.encode() for word in sorted(words)]
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
    for _ in range(2):  # asked again it is the same
        found, rows = near.near(word, most)
        assert found == expected
        assert rows.tolist() == [
            [sorted(own).index(word) if word in own else -1 for own in segments] for word in found
        ]


def test_a_misspelling_is_found_in_every_segment(make: Callable[..., Archive]) -> None:
    archive = make([Item(id="1", title="harbour", day=None)])
    archive.add([Item(id="2", title="harbor", day=None)])
    assert archive.search("harbuor~").total == 2


def test_words_of_later_days_take_no_room_of_others(make: Callable[..., Archive]) -> None:
    seen = datetime(2026, 1, 2, tzinfo=UTC)
    archive = make([Item(id="1", title="harbor", day=None, seen=seen)])
    later = ("harbar", "harber", "harbir")
    archive.add(
        [Item(id=word, title=word, day=None, seen=seen + timedelta(days=2)) for word in later]
    )
    generation = archive._newest()
    asked = [WordsNear("harbur", 1, 1), WordsNear("harbur", 1, 9)]
    assert generation.at(date(2026, 1, 3)).look_up(asked) == [[("harbor", 1)]] * 2
    assert generation.look_up(asked)[0] == [("harbar", 1)]
    assert len(generation.look_up(asked)[1]) == 4
