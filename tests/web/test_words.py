"""Numbers, days and values in words."""

from datetime import date

import pytest

from web.words import counted, day_words, number, value_words


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
