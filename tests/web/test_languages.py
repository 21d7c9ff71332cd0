"""In which language and direction a text runs, as far as that is known."""

import pytest

from search.language.known_languages import languages
from web.languages import is_right_to_left, language_attribute, language_of, tag_of


@pytest.mark.parametrize("language", languages())
def test_each_language_of_an_archive_has_a_tag(language: str) -> None:
    assert 2 <= len(tag_of(language)) <= 3


@pytest.mark.parametrize(
    ("text", "archive", "tag"),
    [
        ("Strike at the port", "english", "en"),
        ("Streik im Hafen", "german", "de"),
        ("Streik im Hafen", "none", ""),
        ("“Ünïcode” — 5 €", "english", "en"),
        ("", "english", "en"),
        ("12:30", "russian", "ru"),
        ("Забастовка", "english", "und-Cyrl"),
        ("Забастовка", "russian", "ru"),
        ("Забастовка BBC", "english", "und-Cyrl"),
        ("The BBC on Путин", "english", "en"),
        ("Strike", "russian", "und-Latn"),
        ("Štrajk", "serbian", "sr"),
        ("Штрајк", "serbian", "sr"),
        ("إضراب في الميناء", "english", "und-Arab"),
        ("إضراب في الميناء", "arabic", "ar"),
        ("اعتصاب", "persian", "fa"),
        ("שביתה", "german", "und-Hebr"),
        ("北京", "english", "und-Hani"),
        ("東京のニュース", "english", "ja"),
        ("서울", "none", "ko"),
        ("ข่าว", "english", "th"),
        ("Αθήνα", "english", "el"),
        ("हड़ताल", "english", "und-Deva"),
        ("🎉", "english", "en"),
    ],
)
def test_a_text_is_in_the_language_of_the_archive_or_says_its_script(
    text: str, archive: str, tag: str
) -> None:
    assert language_of(text, archive) == tag
    assert language_attribute(text, archive) == ("" if tag == "en" else f' lang="{tag}"')


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Strike", False),
        ("", False),
        ("2026", False),
        ("إضراب", True),
        ("2026: إضراب", True),
        ("“שביתה” BBC", True),
        ("BBC: שביתה", False),
        ("北京", False),
    ],
)
def test_the_first_letter_decides_the_direction(text: str, expected: bool) -> None:
    assert is_right_to_left(text) == expected
