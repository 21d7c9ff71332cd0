"""A snippet shows why an item was found, and marks the words that were asked for."""

from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.answer import marks as snippets
from search.answer.marks import SNIPPET_CHARACTERS, Marker
from search.query.compiled import Wanted
from search.query.tree import TEXT_FIELDS
from search.text import Analyzer

ANALYZER = Analyzer("english")


def marker(*words: str, phrases: tuple[tuple[str, int], ...] = ()) -> Marker:
    """Return a marker of these words and of (phrase, slop), in every field."""
    terms = {term for word in words for term in ANALYZER.terms(word)}
    rows = [(tuple(ANALYZER.terms(phrase)), slop) for phrase, slop in phrases]
    return Marker(
        ANALYZER,
        Wanted(
            terms={name: set(terms) for name in TEXT_FIELDS},
            phrases={name: [row for row in rows if len(row[0]) > 1] for name in TEXT_FIELDS},
        ),
    )


def marked(marker: Marker, text: str) -> list[str]:
    return [text[start:end] for start, end in marker.marks("title", text)]


@pytest.mark.parametrize(
    ("words", "text", "words_marked"),
    [
        pytest.param(["strike"], "Port strike: strikes go on", ["strike", "strikes"], id="forms"),
        pytest.param(["pecie"], "To Pečie, from PEČIE", ["Pečie", "PEČIE"], id="accents"),
        pytest.param(["strasse"], "\u200bDie Straße ist lang", ["Straße"], id="longer-when-folded"),
        pytest.param(["zelenskyy"], "Zelenskyy’s visit", ["Zelenskyy"], id="possessive"),
        pytest.param(["u.s."], "The U.S. senate", ["U.S."], id="initials"),
        pytest.param(["北京"], "在北京发布", ["北京"], id="cjk"),
        pytest.param(["a", "b"], "a b", ["a", "b"], id="words-side-by-side-stay-two"),
        pytest.param(["comet"], "Port strike", [], id="no-word"),
        pytest.param([], "Port strike", [], id="nothing-asked-for"),
        pytest.param(["strike"], "", [], id="no-text"),
    ],
)
def test_words_are_marked(words: list[str], text: str, words_marked: list[str]) -> None:
    got = [word.rstrip(".") for word in marked(marker(*words), text)]
    assert got == [word.rstrip(".") for word in words_marked]


@pytest.mark.parametrize(
    ("phrase", "between", "text", "words_marked"),
    [
        pytest.param("port strike", 0, "A port strike", ["port", "strike"], id="phrase"),
        pytest.param("port strike", 0, "strike port", [], id="wrong-order"),
        pytest.param("port strike", 0, "port x strike", [], id="too-far"),
        pytest.param("port strike", 1, "port x strike", ["port", "strike"], id="near"),
        pytest.param(
            "port strike", 0, "port; the port strike", ["port", "strike"], id="not-the-lone-word"
        ),
        pytest.param("a b c", 2, "a b b x c", ["a", "b", "b", "c"], id="by-either-word"),
        pytest.param("a b c", 1, "a b b x c", [], id="too-far-in-all"),
        pytest.param("a a b", 0, "a a a b", ["a", "a", "b"], id="a-word-twice"),
        pytest.param("北京市", 0, "去北京市。北京", ["北京市"], id="cjk-run"),
    ],
)
def test_phrases_are_marked_where_they_are_whole(
    phrase: str, between: int, text: str, words_marked: list[str]
) -> None:
    assert marked(marker(phrases=((phrase, between),)), text) == words_marked


def test_fields_have_marks_of_their_own() -> None:
    only_title = marker()
    only_title.wanted.terms["title"].add("strike")
    assert only_title.marks("title", "strike") == ((0, 6),)
    assert only_title.marks("headlines", "strike") == ()
    assert only_title.snippet("strike") == ("strike", ())


LONG = (
    "The council met on Monday. " * 20
    + "Then the ferry left the harbour at noon. "
    + "Nothing else was decided. " * 20
)


def test_a_short_text_is_its_own_snippet() -> None:
    assert marker("ferry").snippet("The ferry left.\nAt noon.") == (
        "The ferry left. At noon.",
        ((4, 9),),
    )


def test_without_a_match_the_snippet_is_the_beginning() -> None:
    snippet, marks = marker("comet").snippet(LONG)
    assert snippet.startswith("The council met on Monday.")
    assert snippet.endswith("…")
    assert marks == ()


def test_the_snippet_is_where_the_words_are_and_begins_with_a_sentence() -> None:
    snippet, marks = marker("ferry", "harbour").snippet(LONG)
    assert snippet.startswith("…Then the ferry left the harbour at noon.")
    assert snippet.endswith("…")
    assert [snippet[start:end] for start, end in marks] == ["ferry", "harbour"]


def test_the_most_different_words_win() -> None:
    text = (
        "ferry ferry ferry. "
        + "Nothing was said. " * 40
        + "The ferry and the harbour. "
        + "x " * 300
    )
    snippet, marks = marker("ferry", "harbour").snippet(text)
    assert [snippet[start:end] for start, end in marks] == ["ferry", "harbour"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        pytest.param("字" * 500 + "目标" + "字" * 500, "目标", id="chinese-without-blanks"),
        pytest.param("word " * 300 + "ferry " + "word " * 300, "ferry", id="no-sentence-ends"),
        pytest.param("x" * 5000 + " ferry", "ferry", id="one-long-word-before"),
        pytest.param("-" * 5000 + "ferry" + "-" * 5000, "ferry", id="no-blanks"),
        pytest.param("a.\n" * 500 + "ferry", "ferry", id="lines"),
    ],
)
def test_the_snippet_shows_the_match_whatever_is_around(text: str, word: str) -> None:
    snippet, marks = marker(word).snippet(text)
    assert [snippet[start:end] for start, end in marks] == [word]
    assert len(snippet) <= SNIPPET_CHARACTERS + 2


WORDS = st.sampled_from(
    [
        "strike",
        "strikes",
        "port",
        "Pečie",
        "Straße",
        "U.S.",
        "北京市",
        "xy",
        "ﬁ",
        "\u200b",
        "a" * 40,
    ]
)
TEXTS = st.lists(
    WORDS
    | st.sampled_from([" ", "  ", ". ", "\n", "。", "-", "…", "word " * 20])
    | st.text(max_size=3),
    max_size=60,
).map("".join)


@given(TEXTS, st.lists(WORDS, max_size=3), st.integers(0, 3))
def test_marks_are_in_bounds_apart_and_hold_what_was_asked_for(
    text: str, words: list[str], between: int
) -> None:
    phrases = tuple((f"{one} {other}", between) for one, other in pairwise(words))
    asked = marker(*words, phrases=phrases)
    wanted = {term for word in words for term in ANALYZER.terms(word)}
    snippet, snippet_marks = asked.snippet(text)
    assert len(snippet) <= SNIPPET_CHARACTERS + 2
    assert "\n" not in snippet
    for held, marks in ((text, asked.marks("title", text)), (snippet, snippet_marks)):
        place = -1
        for start, end in marks:
            assert place < start < end <= len(held)
            assert wanted.intersection(ANALYZER.terms(held[start:end]))
            place = end


@given(TEXTS, WORDS)
def test_a_snippet_shows_a_match_where_there_is_one(text: str, word: str) -> None:
    asked = marker(word)
    _, marks = asked.snippet(text)
    assert bool(marks) == bool(asked.marks("text", text))


@given(
    st.lists(WORDS | st.sampled_from(["strike", "port", "a", "port-strike"])).map(" ".join),
    st.integers(0, 4),
    st.lists(st.sampled_from(["strike", "port", "xy"]), min_size=2, max_size=3),
)
def test_phrase_marks_are_those_of_every_way_to_read_the_phrase(
    text: str, between: int, words: list[str]
) -> None:
    terms = ANALYZER.terms(" ".join(words))
    tokens = list(ANALYZER.tokens(text))
    positions = [*accumulate(token.step for token in tokens)]
    runs: list[list[int]] = [[own] for own, token in enumerate(tokens) if token.term == terms[0]]
    for term in terms[1:]:
        runs = [
            [*run, own]
            for run in runs
            for own in range(run[-1] + 1, len(tokens))
            if tokens[own].term == term
            and positions[own] > positions[run[-1]]
            and positions[own] - positions[run[0]] - len(run) <= between
        ]
    spans = {(tokens[own].start, tokens[own].end) for run in runs for own in run}
    found = marker(phrases=((" ".join(words), between),)).marks("text", text)
    covered = {character for start, end in found for character in range(start, end)}
    assert covered == {character for start, end in spans for character in range(start, end)}


def test_no_text_counts_twice_in_what_a_page_looks_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snippets, "MAX_SCANNED_OF_A_PAGE", 10_100)
    asked = marker("ferry")
    assert asked.snippet("word " * 2_000)[1] == ()
    assert asked.marks("title", "a ferry " * 20) == tuple((2 + n, 7 + n) for n in range(0, 96, 8))


def test_the_best_part_is_found_wherever_it_is() -> None:
    """What is looked at first does not decide: only a part that has all the words does."""
    filler = "of the and to in a is that it for on with as was at by an be this from or " * 60
    late = filler + "Both the strike and the comet came. " + filler
    text, marks = marker("strike", "comet").snippet("A strike. " + late)
    assert {text[start:end] for start, end in marks} == {"strike", "comet"}
    early = "The strike and the comet came. " + late
    text, marks = marker("strike", "comet").snippet(early)
    assert text.startswith("The strike and the comet came.")


@given(
    st.lists(st.sampled_from(["port", "strike", "bay.", "a", "quay"]), min_size=60, max_size=300),
    st.sampled_from([("port",), ("port", "strike"), ("quay", "bay", "strike")]),
    st.sampled_from([(), (("port strike", 0),), (("strike bay", 30),)]),
)
def test_a_text_is_looked_at_no_further_than_changes_the_snippet(
    said: list[str], words: tuple[str, ...], phrases: tuple[tuple[str, int], ...]
) -> None:
    text = " ".join(said)
    wanted = () if phrases else words
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(snippets, "BEGINNINGS", (snippets.MAX_SCANNED_CHARACTERS,))
        whole = marker(*wanted, phrases=phrases).snippet(text)
    assert marker(*wanted, phrases=phrases).snippet(text) == whole
