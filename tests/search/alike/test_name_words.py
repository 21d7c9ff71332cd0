"""Names are looked up by their words as looking at each would find them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.alike.name_words import ORDERED_CHARACTERS, NameWords
from search.engine import Likeness

WORD = st.text("ab漢", min_size=1, max_size=3) | st.just("a" * (ORDERED_CHARACTERS + 2))
NAME = st.lists(WORD | st.just("the"), max_size=4).map(" ".join)
WAYS = [way for way in Likeness if not way.by_key]


@given(st.lists(NAME, max_size=12), NAME)
def test_what_is_found_is_what_is_like_it(names: list[str], name: str) -> None:
    words = NameWords(names)
    for way in WAYS:
        expected = [number for number, own in enumerate(names) if way.holds(own, name)]
        assert words.like(name, way).tolist() == expected, way


def test_a_key_is_no_matter_of_words() -> None:
    with pytest.raises(ValueError, match="keys"):
        NameWords(["a"]).like("a", Likeness.EQUAL)
