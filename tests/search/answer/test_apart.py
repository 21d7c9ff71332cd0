"""What tells headlines apart: the words that no other one has."""

import pytest

from search.answer.apart import own_words
from search.text import Analyzer

ENGLISH = Analyzer("english")


def own(*lines: str, analyzer: Analyzer = ENGLISH) -> list[list[str]]:
    """Return the own words of each headline."""
    marks = own_words(lines, analyzer)
    return [
        [line[start:end] for start, end in spans] for line, spans in zip(lines, marks, strict=True)
    ]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ((), []),
        (("Port strike",), [[]]),
        (("Port strike", "Port strike"), [[], []]),
        (("Port strike ends", "Port strikes go on"), [["ends"], ["go"]]),
        (
            ("Port strike ends", "PORT STRIKE ENDS!", "Port reopens"),
            [["strike", "ends"]] * 1 + [["STRIKE", "ENDS"], ["reopens"]],
        ),
        (("The end of the strike", "A strike"), [["end"], []]),
        (("Café open", "Cafe shut"), [["open"], ["shut"]]),
        (("e-mail sent", "email lost"), [["sent"], ["lost"]]),
        (("", "Strike", ""), [[], [], []]),
        (("", "Strike", "Port"), [[], ["Strike"], ["Port"]]),
    ],
    ids=str,
)
def test_words_that_no_other_headline_has(lines: tuple[str, ...], words: list[list[str]]) -> None:
    assert own(*lines) == words


def test_scripts_without_blanks_are_compared_by_pairs() -> None:
    first, second = own("北京发布标准", "北京取消标准")
    assert first == ["京发布标"]
    assert second == ["京取消标"]


def test_a_language_without_stop_words_counts_all() -> None:
    assert own("the port", "a port", analyzer=Analyzer("none")) == [["the"], ["a"]]
