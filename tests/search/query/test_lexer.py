"""A query's text is cut into words, phrases, fields and signs, each with its span."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.lexer import MAX_QUERY_CHARACTERS, MAX_SLOP, lex


def signs(text: str) -> list[tuple[str, str]]:
    """Return (kind, text) of each lexeme."""
    return [(lexeme.kind, lexeme.text) for lexeme in lex(text)[1]]


@pytest.mark.parametrize(
    ("text", "lexemes"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param(" \t\n", [], id="blanks"),
        pytest.param("port strike", [("word", "port"), ("word", "strike")], id="words"),
        pytest.param('"port strike"', [("phrase", "port strike")], id="phrase"),
        pytest.param('""', [("phrase", "")], id="empty-phrase"),
        pytest.param('a"b c"d', [("word", "a"), ("phrase", "b c"), ("word", "d")], id="no-blanks"),
        pytest.param("a OR b", [("word", "a"), ("OR", "OR"), ("word", "b")], id="or"),
        pytest.param("a || b", [("word", "a"), ("OR", "||"), ("word", "b")], id="or-sign"),
        pytest.param("a AND b", [("word", "a"), ("AND", "AND"), ("word", "b")], id="and"),
        pytest.param("a && b", [("word", "a"), ("AND", "&&"), ("word", "b")], id="and-sign"),
        pytest.param("or and not", [("word", "or"), ("word", "and"), ("word", "not")], id="lower"),
        pytest.param("a NOT b", [("word", "a"), ("NOT", "NOT"), ("word", "b")], id="not"),
        pytest.param("a -b", [("word", "a"), ("NOT", "-"), ("word", "b")], id="minus"),
        pytest.param(
            "-(a)", [("NOT", "-"), ("(", "("), ("word", "a"), (")", ")")], id="minus-group"
        ),
        pytest.param('-"a b"', [("NOT", "-"), ("phrase", "a b")], id="minus-phrase"),
        pytest.param("--a", [("NOT", "-"), ("NOT", "-"), ("word", "a")], id="minus-twice"),
        pytest.param("+a", [("word", "a")], id="plus-means-nothing-more"),
        pytest.param("a-b", [("word", "a-b")], id="hyphen"),
        pytest.param("a - b", [("word", "a"), ("word", "-"), ("word", "b")], id="lone-hyphen"),
        pytest.param("title:a", [("field", "title"), ("word", "a")], id="field"),
        pytest.param("Title:a", [("field", "Title"), ("word", "a")], id="field-capital"),
        pytest.param("title: a", [("field", "title"), ("word", "a")], id="field-with-a-blank"),
        pytest.param('source:"a b"', [("field", "source"), ("phrase", "a b")], id="field-phrase"),
        pytest.param(
            "title:-a", [("field", "title"), ("NOT", "-"), ("word", "a")], id="field-minus"
        ),
        pytest.param(
            "-title:a", [("NOT", "-"), ("field", "title"), ("word", "a")], id="minus-field"
        ),
        pytest.param("unknown:a", [("word", "unknown:a")], id="unknown-field"),
        pytest.param("10:30", [("word", "10:30")], id="time-of-day"),
        pytest.param("https://a.example/b", [("word", "https://a.example/b")], id="address"),
        pytest.param("date:2026-01", [("field", "date"), ("word", "2026-01")], id="date"),
        pytest.param("harb* ha~1", [("word", "harb*"), ("word", "ha~1")], id="suffixes-stay"),
    ],
)
def test_lexemes(text: str, lexemes: list[tuple[str, str]]) -> None:
    assert signs(text) == lexemes
    assert lex(text)[2] == ()


@pytest.mark.parametrize(
    ("text", "slop"),
    [
        ('"a b"', 1),
        ('"a b"~5', 5),
        ('"a b"~1', 1),
        ('"a b"~', MAX_SLOP),
        ('"a b"~50', 50),
    ],
)
def test_slop(text: str, slop: int) -> None:
    _, (lexeme,), notes = lex(text)
    assert (lexeme.text, lexeme.slop) == ("a b", slop)
    assert not notes


@pytest.mark.parametrize(
    ("text", "plain", "note"),
    [
        pytest.param("“a b”", '"a b"', "typographic quotes", id="curly-quotes"),
        pytest.param("„a b“", '"a b"', "typographic quotes", id="german-quotes"),
        pytest.param("«a b»", '"a b"', "typographic quotes", id="french-quotes"),
        pytest.param("「北京」", '"北京"', "typographic quotes", id="corner-brackets"),
        pytest.param("＂a＂", '"a"', "typographic quotes", id="full-width-quotes"),
        pytest.param("（a）", "(a)", "full-width signs", id="full-width-parentheses"),
        pytest.param("title：a", "title:a", "full-width signs", id="full-width-colon"),
        pytest.param("har＊", "har*", "full-width signs", id="full-width-star"),
        pytest.param("a –b", "a -b", "as a minus", id="en-dash"),
        pytest.param("—b", "-b", "as a minus", id="em-dash"),
        pytest.param("(−b)", "(-b)", "as a minus", id="minus-sign"),
        pytest.param("a －b", "a -b", "as a minus", id="full-width-hyphen"),
    ],
)
def test_typographic_signs_are_read_as_plain_ones(text: str, plain: str, note: str) -> None:
    read, lexemes, notes = lex(text)
    assert read == plain
    assert lexemes == lex(plain)[1]
    assert len(notes) == 1
    assert note in notes[0]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        pytest.param("a – b", "–", id="dash-between-words"),
        pytest.param("a–b", "a–b", id="dash-in-a-word"),
        pytest.param("Zelenskyy’s", "Zelenskyy’s", id="apostrophe"),
    ],
)
def test_what_is_no_sign_stays(text: str, word: str) -> None:
    assert ("word", word) in signs(text)
    assert lex(text)[2] == ()


def test_an_open_quotation_mark_is_closed() -> None:
    _, lexemes, notes = lex('a "b c')
    assert [(lexeme.kind, lexeme.text) for lexeme in lexemes] == [("word", "a"), ("phrase", "b c")]
    assert notes == ("Closed a quotation mark that was left open.",)


@pytest.mark.parametrize(("typed", "slop"), [("0", 1), ("51", 50), ("999999999", 50)])
def test_a_distance_out_of_bounds_is_cut_and_said(typed: str, slop: int) -> None:
    _, (lexeme,), notes = lex(f'"a b"~{typed}')
    assert lexeme.slop == slop
    assert len(notes) == 1
    assert str(slop) in notes[0]


def test_a_long_query_is_cut_and_said() -> None:
    plain, _, notes = lex("x" * (MAX_QUERY_CHARACTERS + 234))
    assert len(plain) == MAX_QUERY_CHARACTERS
    assert len(notes) == 1
    assert "1,234" in notes[0]
    assert "1,000" in notes[0]
    assert lex("x" * MAX_QUERY_CHARACTERS)[2] == ()


def test_control_characters_and_half_characters_part_words() -> None:
    assert signs("a\0b\x1bc\ud800d") == [("word", letter) for letter in "abcd"]


@given(st.text(st.sampled_from(list('ab"“”()（-–+~:*&| \t1')) | st.characters(), max_size=60))
def test_lexemes_stand_in_order_and_cover_all_but_blanks(text: str) -> None:
    plain, lexemes, notes = lex(text)
    assert len(plain) == len(text)
    end = 0
    for lexeme in lexemes:
        assert end <= lexeme.start < lexeme.end <= len(plain)
        assert not plain[end : lexeme.start].strip().strip("+")
        end = lexeme.end
    assert not plain[end:].strip().strip("+")
    assert len(set(notes)) == len(notes)
