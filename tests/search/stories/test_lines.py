"""Lines without what outlets put around them, and their terms."""

import pytest

from search.stories.keys import key_of
from search.stories.lines import LineWords, bare_line, pieces_of
from search.text import Analyzer


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(
            "The port strike ends today - Reuters", "The port strike ends today", id="name"
        ),
        pytest.param(
            "The port strike ends today | BBC News", "The port strike ends today", id="bar"
        ),
        pytest.param("Boeing - Airbus", "Boeing - Airbus", id="too short to have one"),
        pytest.param(
            "The port strike ends - after a night of talks at the ministry",
            "The port strike ends - after a night of talks at the ministry",
            id="too long to be one",
        ),
        pytest.param("Opinion | Ports are public", "Ports are public", id="kind before"),
        pytest.param("A semi-official strike", "A semi-official strike", id="hyphen"),
        pytest.param("", "", id="empty"),
    ],
)
def test_bare_line(line: str, expected: str) -> None:
    assert bare_line(line) == expected


@pytest.mark.parametrize("language", ["english", "german", "russian", "none"])
def test_terms_are_those_of_the_analyzer(language: str) -> None:
    analyzer = Analyzer(language)
    text = (
        "“Port’s strikes, e-mail 'U.S.' (running) C++ #5 2,000 3.5 don't Straße Москва 新華社 "
        "l'été co-op [sic] ‘quoted’ x_y AT&T … — naïve $5bn 100% end."
    )
    words = LineWords(analyzer)
    for piece in text.split():
        assert words.terms_of(piece) == analyzer.terms(piece), piece


def test_the_cache_of_pieces_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.stories.lines._CACHED_CHARACTERS", 20)
    words = LineWords(Analyzer("english"))
    pieces = pieces_of("alpha beta gamma delta epsilon - Reuters")
    assert [words[piece] for piece in pieces] == [(key_of(piece),) for piece in pieces]
    assert len("".join(words)) <= 20
    assert len(words["x" * 100]) == 1
    assert "x" * 100 not in words
