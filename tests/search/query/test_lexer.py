"""A query's text is cut into words, phrases, fields and signs, each with its span."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.lexeme import MAX_BETWEEN
from search.query.lexer import lex
from search.settings import MAX_QUERY_CHARACTERS


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
        pytest.param("+a", [("+", "+"), ("word", "a")], id="plus-before"),
        *(
            pytest.param(
                f"a{sign}!b", [("word", "a"), (kind, sign), ("NOT", "!"), ("word", "b")], id=sign
            )
            for sign, kind in (("&&", "AND"), ("&", "AND"), ("||", "OR"), ("|", "OR"))
        ),
        pytest.param("!!a", [("NOT", "!"), ("NOT", "!"), ("word", "a")], id="exclaimed-twice"),
        pytest.param("a!!! A&b", [("word", "a!!!"), ("word", "A&b")], id="signs-in-words"),
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
        pytest.param("https://a.example/b", [("address", "https://a.example/b")], id="address"),
        pytest.param(
            "(at https://a.example/b_(c).)",
            [
                ("(", "("),
                ("word", "at"),
                ("address", "https://a.example/b_(c)"),
                ("word", "."),
                (")", ")"),
            ],
            id="address-in-parentheses",
        ),
        pytest.param(
            "<https://a.example/b> c",
            [("address", "https://a.example/b"), ("word", "c")],
            id="address-between-angle-brackets",
        ),
        pytest.param("a|b", [("word", "a"), ("OR", "|"), ("word", "b")], id="or-sign-no-blanks"),
        pytest.param("a||b", [("word", "a"), ("OR", "||"), ("word", "b")], id="or-signs-no-blanks"),
        pytest.param("a&&b", [("word", "a"), ("AND", "&&"), ("word", "b")], id="and-no-blanks"),
        pytest.param("AT&T", [("word", "AT&T")], id="one-ampersand-in-a-word"),
        pytest.param("!a", [("NOT", "!"), ("word", "a")], id="exclamation-mark-before"),
        pytest.param("a! !", [("word", "a!"), ("word", "!")], id="exclamation-mark-behind"),
        pytest.param("a NEAR/3 b", [("word", "a"), ("NEAR", "NEAR/3"), ("word", "b")], id="near"),
        pytest.param("NEAR", [("word", "NEAR")], id="near-without-a-number"),
        pytest.param("has:wings", [("word", "has:wings")], id="has-no-field"),
        pytest.param("Subject: a", [("word", "Subject:"), ("word", "a")], id="word-of-a-title"),
        pytest.param(r"C\+\+", [("phrase", "C++")], id="escaped-signs"),
        pytest.param(r"title\:a", [("phrase", "title:a")], id="escaped-colon"),
        pytest.param(r"\(a\) b", [("phrase", "(a)"), ("word", "b")], id="escaped-parentheses"),
        pytest.param(r"\"a\"", [("phrase", '"a"')], id="escaped-quotes"),
        pytest.param(r"harb\*", [("phrase", "harb")], id="escaped-star"),
        pytest.param(r"\-20", [("phrase", "-20")], id="escaped-minus"),
        pytest.param(r"C:\Windows", [("word", r"C:\Windows")], id="stroke-before-a-letter"),
        pytest.param('date:>="2026"', [("field", "date"), ("word", ">=2026")], id="quoted-day"),
        pytest.param("tag:-a", [("field", "tag"), ("word", "-a")], id="name-with-a-sign"),
        pytest.param("tag:🎉", [("field", "tag"), ("word", "🎉")], id="name-of-a-sign"),
        pytest.param("tag:a(b)|c", [("field", "tag"), ("word", "a(b)|c")], id="name-of-signs"),
        pytest.param(
            "(tag:a)",
            [("(", "("), ("field", "tag"), ("word", "a"), (")", ")")],
            id="name-in-parentheses",
        ),
        pytest.param("tag:OR", [("field", "tag"), ("word", "OR")], id="name-of-an-operator"),
        pytest.param("link:a(b)?c=d&e", [("field", "link"), ("word", "a(b)?c=d&e")], id="link"),
        pytest.param("id:a-(b).md", [("field", "id"), ("word", "a-(b).md")], id="id"),
        pytest.param("date:[a TO b]", [("field", "date"), ("word", "[a TO b]")], id="range"),
        pytest.param("date:>2026", [("field", "date"), ("word", ">2026")], id="later-days"),
        pytest.param("date:2026-01", [("field", "date"), ("word", "2026-01")], id="date"),
        pytest.param("harb* ha~1", [("word", "harb*"), ("word", "ha~1")], id="suffixes-stay"),
    ],
)
def test_lexemes(text: str, lexemes: list[tuple[str, str]]) -> None:
    assert signs(text) == lexemes
    assert lex(text)[2] == ()


@pytest.mark.parametrize(
    ("text", "lexemes", "note"),
    [
        pytest.param(
            "a w/3 b",
            [("word", "a"), ("NEAR", "w/3"), ("word", "b")],
            "Read “w/3” as “NEAR/3”.",
            id="within",
        ),
        pytest.param(
            "Nearby5 NEAR5",
            [("word", "Nearby5"), ("NEAR", "NEAR5")],
            "Read “NEAR5” as “NEAR/5”.",
            id="near-joined",
        ),
        pytest.param(
            "a AROUND(5) b",
            [("word", "a"), ("NEAR", "AROUND(5)"), ("word", "b")],
            "Read “AROUND(5)” as “NEAR/5”.",
            id="around",
        ),
        pytest.param(
            "NEAR(a b, 5) c",
            [("word", "a"), ("NEAR", "NEAR"), ("word", "b"), ("word", "c")],
            "Read “NEAR(a b, 5)” as “a NEAR/5 b”.",
            id="near-as-a-call",
        ),
        pytest.param(
            "subject:a",
            [("field", "subject"), ("word", "a")],
            "Read “subject:” as “title:”.",
            id="borrowed-field",
        ),
        pytest.param(
            "Title: a",
            [("word", "Title:"), ("word", "a")],
            "“Title:” was searched for as a word, as a blank follows; title:… searches that field.",
            id="title-of-a-title",
        ),
        pytest.param(
            "Date : a", [("word", "Date"), ("word", ":"), ("word", "a")], None, id="date-apart"
        ),
    ],
)
def test_lexemes_of_titles_and_other_programs(
    text: str, lexemes: list[tuple[str, str]], note: str | None
) -> None:
    assert signs(text) == lexemes
    assert lex(text)[2] == ((note,) if note else ())


@pytest.mark.parametrize(
    ("text", "between", "prefix"),
    [
        ('"a b"', 0, False),
        ('"a b"~5', 5, False),
        ('"a b"~0', 0, False),
        ('"a b"~50', MAX_BETWEEN, False),
        ('"a b"*', 0, True),
        ('"a b"*~5', 5, True),
    ],
)
def test_what_stands_behind_a_phrase(text: str, between: int, prefix: bool) -> None:
    _, (lexeme,), notes = lex(text)
    assert (lexeme.text, lexeme.between, lexeme.prefix) == ("a b", between, prefix)
    assert not notes


@pytest.mark.parametrize(
    ("text", "field", "note"),
    [
        ("title=a", "title", "Read “title=” as “title:”."),
        ("date>=2026", "date", "Read “date>=” as “date:>=”."),
        ("date=2026", "date", "Read “date=” as “date:”."),
        ('title="a b"', "title", "Read “title=” as “title:”."),
        ("title=(a b)", "title", "Read “title=” as “title:”."),
        ('date>="2026"', "date", "Read “date>=” as “date:>=”."),
    ],
)
def test_fields_as_elsewhere(text: str, field: str, note: str) -> None:
    _, lexemes, notes = lex(text)
    assert (lexemes[0].kind, lexemes[0].text) == ("field", field)
    assert notes == (note,)


@pytest.mark.parametrize("text", ["colour=a", "title>a", "a=b", "date=", "1=2", "Title = a"])
def test_other_signs_of_equality_are_none_of_a_field(text: str) -> None:
    _, lexemes, notes = lex(text)
    assert {lexeme.kind for lexeme in lexemes} == {"word"}
    assert not notes


@pytest.mark.parametrize("text", ["(a)^2", "(a)~5", '"a"^2', '"a"~2^1.5', '"a"~0.5'])
def test_weights_and_distances_behind_others_are_left_out_and_said(text: str) -> None:
    _, lexemes, notes = lex(text)
    assert not any(lexeme.text.strip("~^.0125") == "" for lexeme in lexemes)
    assert len(notes) == 1
    assert text.strip('(a)"')[-2:] in notes[0]


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


@pytest.mark.parametrize(("typed", "between"), [("51", 50), ("999999999", 50)])
def test_a_distance_out_of_bounds_is_cut_and_said(typed: str, between: int) -> None:
    _, (lexeme,), notes = lex(f'"a b"~{typed}')
    assert lexeme.between == between
    assert len(notes) == 1
    assert str(between) in notes[0]


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


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param('tag:"Газета «Завтра»" x', "Газета «Завтра»", id="in-plain-quotes"),
        pytest.param("tag:日本「朝日」 x", "日本「朝日」", id="inside-a-word"),
        pytest.param("source:“The “Squad”” x", "The “Squad”", id="in-one-another"),
        pytest.param("tag:„Das ‚große’ “Haus”“ x", "Das ‚große’ “Haus”", id="german"),
        pytest.param('outlet="ТРК «Киев»" x', "ТРК «Киев»", id="with-an-equals-sign"),
        pytest.param('tag:"東京（関東）" x', "東京（関東）", id="full-width"),
        pytest.param('tag:"a –b" x', "a –b", id="dash"),
        pytest.param('tag:(z OR "B «C»") x', "B «C»", id="in-parentheses"),
        pytest.param("tag:“foo” x", "foo", id="quotes-around"),
        pytest.param('tag:"foo” x', "foo", id="quotes-of-two-kinds"),
        pytest.param("tag:»foo« x", "foo", id="pointing-inwards"),
        pytest.param("(tag:foo） x", "foo", id="full-width-parenthesis-that-ends-it"),
        pytest.param("tag:foo＊ x", "foo*", id="full-width-star"),
        pytest.param('id:"a/«b».md" x', "a/«b».md", id="id"),
        pytest.param('tag:"Газета «Зав', "Газета «Зав", id="still-typed"),
    ],
)
def test_a_name_keeps_the_signs_that_it_is_written_with(text: str, value: str) -> None:
    assert value in [written for kind, written in signs(text) if kind in ("word", "phrase")]
    assert not text.endswith(" x") or signs(text)[-1] == ("word", "x")


def test_signs_that_a_name_keeps_are_not_said_to_be_read_as_plain_ones() -> None:
    assert lex('tag:"Газета «Завтра»" tag:日本「朝日」')[2] == ()
    assert len(lex('tag:"Газета «Завтра»" «a b»')[2]) == 1
