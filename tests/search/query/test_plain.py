"""A query of plain words has every word of a text, and none of its signs counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.nodes import PhraseNode, WordNode
from search.query.parser import parse
from search.query.plain import as_plain_words, as_words_apart, composed


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("port strike", "port strike"),
        ("Vote NOT to strike", 'Vote "NOT" to strike'),
        ("falls to -20 tonight", 'falls to "-20" tonight'),
        ('"it\'s over" (AC/DC)', "it's over AC/DC"),
        ("Source: talks fail", "Source: talks fail"),
        ("source: talks fail", '"source:" talks fail'),
        ("Live | CNN & more - now", "Live CNN more now"),
        ("f*ck str* x~ x^2", 'f ck str "x~" "x^2"'),
        ("a NEAR/3 b https://a.example/b", 'a "NEAR/3" b "https://a.example/b"'),
        ("tag:🎉 🎉 *", '"tag:🎉"'),
        ("know: 10:30 U.S.-China #MeToo", "know: 10:30 U.S.-China #MeToo"),
    ],
)
def test_plain_words(text: str, plain: str) -> None:
    assert as_plain_words(text) == plain


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("Serbia/Kosovo talks", "Serbia Kosovo talks"),
        ("port,strike port;strike U.S.-China", "port strike port strike U.S China"),
        ("O'Brien’s port:strike", "O'Brien’s port strike"),
        ("Vote-NOT-to_strike", 'Vote "NOT" to strike'),
        ("🎉", ""),
        ("港口,罢工", "港口 罢工"),
    ],
)
def test_words_apart(text: str, apart: str) -> None:
    assert as_words_apart(text) == apart


@given(st.lists(st.sampled_from(["a", "NOT", "-b", "(c", 'd"', "tag:x", "~2", "|", "e*"])))
def test_only_words_are_left(words: list[str]) -> None:
    query = parse(as_plain_words(" ".join(words)))
    for part in query.parts:
        assert isinstance(part.node, WordNode | PhraseNode)
        assert part.node.field is None
        assert not part.node.prefix
    assert as_plain_words(query.text) == query.text


@pytest.mark.parametrize(
    ("fields", "query"),
    [
        (("strike", "", "", ""), "strike"),
        (("", "port talks", "", ""), '"port talks"'),
        (("", 'say "port" (talks)*', "", ""), '"say port talks"'),
        (("", "", "BBC DW", ""), "(BBC OR DW)"),
        (("", "", "BBC", ""), "BBC"),
        (("", "", "", "coffee tea"), "-coffee -tea"),
        (("a OR b", "", "", ""), 'a "OR" b'),
        (("tag:x", "", "NOT y", "-z"), '"tag:x" ("NOT" OR y) -"-z"'),
        ((" ", "!!", "…", "“”"), ""),
        (("strike", "port talks", "BBC DW", "tea"), 'strike "port talks" (BBC OR DW) -tea'),
    ],
)
def test_fields_of_a_form_become_a_query(fields: tuple[str, str, str, str], query: str) -> None:
    assert composed(*fields) == query
    assert not [note for note in parse(query).notes if "Left out" in note]
