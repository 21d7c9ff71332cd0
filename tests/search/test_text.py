"""The same text makes the same words everywhere, and each word knows its span."""

import pickle
import unicodedata
from itertools import accumulate, chain

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search import LanguageUnknown
from search.language.cutting import is_alone, is_blankless
from search.language.folding import plain
from search.language.joined_numbers import with_groups_joined
from search.language.known_languages import languages
from search.text import (
    END_OF_PIECE,
    MAX_WORD_CHARACTERS,
    Analyzer,
    Token,
    fold,
    runs_of_pieces,
)
from tests.search.plain_documents import in_a_row

ENGLISH = Analyzer("english")
PLAIN = Analyzer("none")

#: Text with much in it that folding lengthens, shortens, composes or drops.
TRICKY = st.text(
    st.sampled_from("aAzZ09 ._-'’\n\t\0")
    | st.sampled_from("éÉßſİıøŁæŒŉﬁ²½㈱…Ⅷ㎏ﷺάςΣ")
    | st.sampled_from("\u200b\u200d\u00ad\u202e\ufeff\u0301\u0308\u0327\u0306\u0345\u0640")
    | st.sampled_from("йЙёи北京東がカ한글\u1112\u1161\u11ab\u3099ｶﾞ")
    | st.sampled_from("ابتأإآ\u064b\u0654\u05e9\u05b0\u0915\u093f\u093c\u09c7\u09be\u0e01\u0e33")
    | st.sampled_from("🎉👩‍🚀𝔘𝟙\U0001d15e\U0002f800")
    | st.characters(),
    max_size=40,
)


def words(analyzer: Analyzer, text: str) -> list[Token]:
    """Return the words of a text one by one, without what else is at their positions."""
    return [token for token in analyzer.tokens(text) if token.step]


def positions(analyzer: Analyzer, text: str) -> list[set[str]]:
    """Return the terms at each position of a text."""
    found: list[set[str]] = []
    for token in analyzer.tokens(text):
        if token.step:
            found.append(set())
        assert token.term not in found[-1]
        found[-1].add(token.term)
    return found


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        pytest.param("Plain ASCII", "plain ascii", id="ascii"),
        pytest.param("Pečie", "pecie", id="caron"),
        pytest.param("Pec\u030cie", "pecie", id="caron-on-its-own"),
        pytest.param("Łódź Ørsted Æon", "lodz orsted aeon", id="letters-that-do-not-decompose"),
        pytest.param("STRASSE Straße", "strasse strasse", id="sharp-s"),
        pytest.param("İstanbul ılık", "istanbul ilik", id="turkish-i"),
        pytest.param("ΟΔΟΣ οδος", "οδοσ οδοσ", id="final-sigma"),
        pytest.param("ﬁne Ｆｕｌｌ ２", "fine full 2", id="compatibility-forms"),
        pytest.param("Ёлка йод", "елка йод", id="cyrillic-letters-of-their-own"),
        pytest.param("и\u0306од", "йод", id="cyrillic-decomposed"),
        pytest.param("مَدِينَة", "مدينة", id="arabic-vowels"),
        pytest.param("مديـــنة", "مدينة", id="arabic-tatweel"),
        pytest.param("أإآ", "ااا", id="arabic-hamza"),
        pytest.param("שָׁלוֹם", "שלום", id="hebrew-points"),
        pytest.param("Việt Nam", "viet nam", id="two-accents"),
        pytest.param("co\u00adop\u200beration", "cooperation", id="invisible-marks"),
        pytest.param("हिन्दी", "हिन्दी", id="vowel-signs-stay"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param(" \n\t…!?—🎉", [], id="no-words"),
        pytest.param("port strike", ["port", "strike"], id="words"),
        pytest.param("COVID-19: 1,000 cases", ["covid", "19", "1000", "cases"], id="signs-part"),
        pytest.param("snake_case", ["snake", "case"], id="underscore-parts"),
        pytest.param("Zelenskyy's", ["zelenskyy"], id="possessive"),
        pytest.param("Zelenskyy’s", ["zelenskyy"], id="possessive-curly"),
        pytest.param("ZELENSKYY'S", ["zelenskyy"], id="possessive-capital"),
        pytest.param("Zelenskyy＇s", ["zelenskyy"], id="possessive-full-width"),
        pytest.param("the dockers' vote", ["the", "dockers", "vote"], id="possessive-plural"),
        pytest.param("it'sy don't", ["it", "sy", "don", "t"], id="no-possessive"),
        pytest.param("the U.S. vote", ["the", "us", "vote"], id="initials"),
        pytest.param(
            "in the U.S, and", ["in", "the", "us", "and"], id="initials-without-the-last-dot"
        ),
        pytest.param("U.S.A. e.g.", ["usa", "eg"], id="more-initials"),
        pytest.param("the end. A start", ["the", "end", "a", "start"], id="no-initials"),
        pytest.param(
            "mr.bean www.a.b.example", ["mr", "bean", "www", "ab", "example"], id="dotted"
        ),
        pytest.param("x" * 100, ["x" * MAX_WORD_CHARACTERS], id="too-long"),
        pytest.param("北京", ["北京", "京"], id="cjk-pairs"),
        pytest.param("新華社電", ["新華", "華社", "社電", "電"], id="cjk-run"),
        pytest.param("京", ["京"], id="cjk-alone"),
        pytest.param("A股 iPhone手机", ["a", "股", "iphone", "手机", "机"], id="cjk-among-letters"),
        pytest.param("東京タワー", ["東京", "京タ", "タワ", "ワー", "ー"], id="kana"),
        pytest.param("ｶﾞｽ", ["ガス", "ス"], id="half-width-kana"),
        pytest.param("한국어", ["한국", "국어", "어"], id="hangul"),
        pytest.param("北京,上海", ["北京", "京", "上海", "海"], id="cjk-parted"),
        pytest.param("हिन्दी समाचार", ["हिन्दी", "समाचार"], id="devanagari-words-stay-whole"),
    ],
)
def test_words(text: str, forms: list[str]) -> None:
    tokens = words(ENGLISH, text)
    assert [token.form for token in tokens] == forms
    assert ENGLISH.terms(text) == [token.term for token in tokens]
    assert ENGLISH.name(text) == " ".join(forms)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        pytest.param("a Pečie b", ["a", "Pečie", "b"], id="accent"),
        pytest.param("a Pec\u030cie b", ["a", "Pec\u030cie", "b"], id="accent-on-its-own"),
        pytest.param("Zelenskyy's win", ["Zelenskyy", "win"], id="possessive-is-not-the-words"),
        pytest.param("Straße ins Café", ["Straße", "ins", "Café"], id="longer-when-folded"),
        pytest.param("\u200bab cß d", ["ab", "cß", "d"], id="one-shorter-one-longer"),
        pytest.param("…ab \u200b\u200bcd", ["ab", "cd"], id="ellipsis-and-zero-width"),
        pytest.param("①② ﷺ x", ["①", "②", *["ﷺ"] * 4, "x"], id="one-character-four-words"),
        pytest.param("the U.S. vote", ["the", "U.S", "vote"], id="initials"),
        pytest.param("去北京", ["去北", "北京", "京"], id="cjk"),
        pytest.param("ｶﾞｽ x", ["ｶﾞｽ", "ｽ", "x"], id="composed-when-folded"),
        pytest.param("কো মা x", ["কো", "মা", "x"], id="bengali"),
        pytest.param("ক\u09c7\u09be x", ["ক\u09c7\u09be", "x"], id="bengali-decomposed"),
    ],
)
def test_spans_point_into_the_text(text: str, written: list[str]) -> None:
    assert [text[token.start : token.end].rstrip(".") for token in words(ENGLISH, text)] == written


@given(TRICKY)
@example("\u0915\u09c7\u09be")
@example("\u00adß")
@example("\u1112\u1161\u11ab x")
def test_every_span_is_in_the_text_and_holds_its_word(text: str) -> None:
    tokens = list(PLAIN.tokens(text))
    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    starts = [token.start for token in tokens if token.step]
    assert starts == sorted(starts)
    for token in tokens:
        held = {own.form for own in PLAIN.tokens(text[token.start : token.end])}
        assert not token.form or token.form in held or _is_cut_there(token.form, held)


def _is_cut_there(form: str, held: set[str]) -> bool:
    """Tell whether a word is longer, or signed otherwise, where nothing follows it."""
    return any(form in own or own.replace(".", "").startswith(form) for own in held)


@given(TRICKY)
def test_the_same_words_each_way(text: str) -> None:
    assert ENGLISH.terms(text) == [token.term for token in words(ENGLISH, text)]
    assert [*chain.from_iterable(ENGLISH.cut(text).terms)] == [
        token.term for token in ENGLISH.tokens(text)
    ]
    forms = [token.form for token in words(ENGLISH, text)]
    # Of a word with its sign a name has the sign, as a query does.
    assert [word.rstrip("+") for word in ENGLISH.name(text).split()] == [
        form.rstrip("+") for form in forms
    ]


@given(TRICKY)
@example("A.㐀")
@example("1,413.50 U.S. e-mail")
def test_folding_twice_changes_nothing(text: str) -> None:
    # A sign makes a word of one letter only, and `Þ` is folded to two.
    forms = [token.form.rstrip("+#") for token in words(PLAIN, text)]
    again = [token.form.rstrip("+#") for token in words(PLAIN, " ".join(forms))]
    assert again == forms or any(map(is_blankless, forms))
    assert fold(fold(text)) == fold(text)
    assert plain(plain(text)) == plain(text)


def test_folding_any_letter_twice_changes_nothing(thorough: bool) -> None:
    codes = range(0, 0x11_0000, 1 if thorough else 29)
    letters = [chr(code) for code in codes if not 0xD800 <= code < 0xE000]
    for way in (plain, fold):
        once = [way(letter) for letter in letters]
        assert [way(letter) for letter in once] == once


@given(TRICKY)
def test_a_text_has_the_words_of_its_lines(text: str) -> None:
    """What stands elsewhere in a text does not change how a word is read."""
    alone = positions(ENGLISH, text)
    assert positions(ENGLISH, f"before\n{text}\nﬁne…") == [{"befor"}, *alone, {"fine"}]


BLANKS = st.text(st.sampled_from(" \n\t\0\x1c\x1e\x1f\x85\xa0\u1680\u2003\u2028\u202f\u3000…"))


@given(st.lists(TRICKY | BLANKS, max_size=6).map("".join))
@example("the U.S. vote’s\u3000北京")
@example("b.京 ab\xa0c\u1680\u0301d 1\xa0413 12 500,5")
def test_the_words_of_a_text_are_those_of_its_pieces(text: str) -> None:
    """No word reaches over a blank, nor does what is folded, whichever blank it is."""
    pieces = with_groups_joined(text).split()
    runs = runs_of_pieces(pieces)
    assert runs.count(END_OF_PIECE) == len(pieces)
    found = [token for run in runs if run != END_OF_PIECE for token in ENGLISH.tokens_of_run(run)]
    assert [(token.form, token.term, token.step) for token in found] == [
        (token.form, token.term, token.step) for token in ENGLISH.tokens(text)
    ]


@pytest.mark.parametrize("language", [*languages(), "none"])
def test_a_cut_has_the_terms_of_the_text(language: str) -> None:
    text = "Strikes, WORDS. C. C++. U.S.? .NET, don't! x1; 1,413: 1,413, (b) “c”. d? ½, é. e-f."
    analyzer = Analyzer(language)
    assert [*chain.from_iterable(analyzer.cut(text).terms)] == [
        token.term for token in analyzer.tokens(text)
    ]


@given(TRICKY)
def test_a_cut_tells_positions_and_spans(text: str) -> None:
    tokens, cut = list(ENGLISH.tokens(text)), ENGLISH.cut(text)
    positions = list(accumulate(token.step for token in tokens))
    places = [(piece, number) for piece, own in enumerate(cut.terms) for number in range(len(own))]
    assert ENGLISH.positions(cut, places) == (
        [position - 1 for position in positions],
        max(positions, default=0),
    )
    assert ENGLISH.spans(cut, places) == [(token.start, token.end) for token in tokens]


@given(TRICKY)
def test_canonically_equal_texts_have_the_same_words(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    decomposed = unicodedata.normalize("NFD", text)
    assert positions(ENGLISH, composed) == positions(ENGLISH, decomposed)


@given(TRICKY)
def test_words_are_bounded_and_not_empty(text: str) -> None:
    for token in ENGLISH.tokens(text):
        assert token.step <= len(token.form) <= MAX_WORD_CHARACTERS
        assert token.term


@pytest.mark.parametrize("language", languages())
def test_no_stemmer_leaves_a_word_empty(language: str) -> None:
    analyzer = Analyzer(language)
    endings = "s es ed ing en er e a i o у ы ин ал ات ال و ي ها ের ங்கள் us que ne"
    for text in (endings, endings.replace(" ", ""), "a", "1", "s's", "ال وال"):
        assert all(analyzer.terms(text))


@pytest.mark.parametrize(
    ("typed", "rows"),
    [
        pytest.param("京", ["京"], id="one-character"),
        pytest.param("北京", ["北京"], id="two"),
        pytest.param("北京市", ["北京 京市"], id="three"),
        pytest.param("去 北京", ["去 北京", "去北 北京"], id="a-blank-is-nothing"),
        pytest.param("A股", ["a 股"], id="one-after-a-letter"),
        pytest.param("strikes", ["strike"], id="word"),
        pytest.param("e-mails", ["e mail", "email"], id="in-parts"),
        pytest.param("the e-mail", ["the e mail", "the email"], id="in-parts-in-a-phrase"),
        pytest.param(
            "O’Brien’s F-16",
            [
                *("o brien f 16", "o brien f16", "o brien f16s"),
                *("obrien f 16", "obrien f16", "obrien f16s"),
            ],
            id="two-in-parts",
        ),
        pytest.param("1,413", ["1413"], id="number"),
        pytest.param("C++", ["c++"], id="sign"),
        pytest.param("Disney+", ["disney+"], id="the-sign-is-meant"),
        pytest.param("a-b-c-d-e", ["a b c d e"], id="too-many-parts"),
    ],
)
def test_what_is_typed_is_read_in_each_way(typed: str, rows: list[str]) -> None:
    found = [" ".join(token.term for token in row) for row in ENGLISH.readings(typed)]
    assert found == rows


def test_the_ways_to_read_are_bounded() -> None:
    rows = [" ".join(token.term for token in row) for row in ENGLISH.readings("a-b " * 20)]
    assert rows == [" ".join(["a b"] * 20), " ".join(["ab"] * 20)]


def finds(analyzer: Analyzer, typed: str, text: str) -> bool:
    """Tell whether a phrase finds a text; a letter at the end of a run may begin a longer word."""
    line = [sorted(terms) for terms in positions(analyzer, text)]
    return any(
        in_a_row([token.term for token in row], line, 1)
        or (
            is_alone(row[-1].form)
            and any(
                in_a_row([*(token.term for token in row[:-1]), term], line, 1)
                for own in line
                for term in own
                if term.startswith(row[-1].form)
            )
        )
        for row in analyzer.readings(typed)
    )


@given(TRICKY, TRICKY, TRICKY)
def test_what_is_typed_as_it_stands_is_found(before: str, typed: str, after: str) -> None:
    if ENGLISH.terms(typed):
        assert finds(ENGLISH, typed, f"{before} {typed} {after}")


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("english", "striking strikes", "strike strike"),
        ("german", "Häuser", "Haus"),
        ("german", "Überschwemmungen", "Ueberschwemmung".replace("Ue", "U")),
        ("russian", "моста", "мост"),
        ("french", "grèves", "greve"),
        ("spanish", "huelgas", "huelga"),
        ("arabic", "الميناء", "ميناء"),
    ],
)
def test_stems(language: str, one: str, other: str) -> None:
    assert Analyzer(language).terms(one) == Analyzer(language).terms(other)


def test_no_language_leaves_words_as_they_are() -> None:
    assert PLAIN.terms("Striking Häuser") == ["striking", "hauser"]


@pytest.mark.parametrize("language", ["klingon", "", "English", "en"])
def test_a_language_without_a_stemmer_is_refused(language: str) -> None:
    with pytest.raises(LanguageUnknown, match=r"english.*none") as caught:
        Analyzer(language)
    assert repr(language) in str(caught.value)


def test_the_languages_that_news_is_written_in() -> None:
    assert {"english", "german", "russian", "arabic", "french", "spanish"} <= set(languages())


def test_an_analyzer_can_be_pickled_and_compared() -> None:
    copy = pickle.loads(pickle.dumps(ENGLISH))
    assert copy == ENGLISH
    assert hash(copy) == hash(ENGLISH)
    assert copy.terms("strikes") == ["strike"]
    assert copy != PLAIN
