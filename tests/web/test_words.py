"""Numbers, days and values in words."""

from datetime import date

import pytest

from web.words import counted, day_words, number, size_words, value_words


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (number(1234567), "1,234,567"),
        (counted(1, "hit"), "1 hit"),
        (counted(0, "hit"), "0 hits"),
        (counted(1234, "category", "categories"), "1,234 categories"),
        (day_words(date(2026, 1, 3)), "3 January 2026"),
        (value_words("2026-01", "month"), "January 2026"),
        (value_words("nonsense", "month"), "nonsense"),
        (value_words("2026", "year"), "2026"),
        (value_words("https://www.a.example/feed.xml?x=1", "feed"), "a.example/feed.xml"),
        (value_words("not a url", "feed"), "not a url"),
        (value_words("http://[broken", "feed"), "http://[broken"),
        (value_words("https://a.example/" + "x" * 99, "feed"), "a.example/" + "x" * 37 + "…"),
    ],
)
def test_words(said: str, words: str) -> None:
    assert said == words


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0.1 kB"),
        (1_234, "1.2 kB"),
        (9_949, "9.9 kB"),
        (9_950, "10 kB"),
        (999_499, "999 kB"),
        (999_500, "1.0 MB"),
        (1_234_567_890, "1,235 MB"),
    ],
)
def test_a_size_has_two_digits_at_least(size: int, words: str) -> None:
    assert size_words(size) == words
