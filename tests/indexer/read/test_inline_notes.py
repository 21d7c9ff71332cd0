"""Notes inside lines of Markdown are read, and leave no marks."""

import pytest

from indexer.read.body import read_body
from indexer.read.outlets import Outlets


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param("A word^[an inline note] here.", "A word here.\nan inline note", id="note"),
        pytest.param("A^[b [c](/d) and *e*] f.\n\ng", "A f.\ng\nb c and e", id="with a link"),
        pytest.param("A^[one [b] c]^[two\nlines] d", "A d\none [b] c\ntwo lines", id="brackets"),
        pytest.param("A^[b^[c] d] e", "A e\nc\nb d", id="note in a note"),
        pytest.param("A ^[note] and ^[two words]", "A and\nnote\ntwo words", id="behind a blank"),
        pytest.param("a^[b]c, 中^[注]文", "a c, 中文\nb\n注", id="in a word"),
        pytest.param("- a^[b]\n- c[^1]\n\n[^1]: d^[e]", "a\nc\nd\nb\ne", id="beside footnotes"),
        pytest.param("2^[10], /^[a-z]/ or ^[a-z]+", "2^[10], /^[a-z]/ or ^[a-z]+", id="no notes"),
        pytest.param("`a^[b]` \\^[c d] e^[f", "a^[b] ^[c d] e^[f", id="code, escaped, open"),
        pytest.param("a^[b\n\nc] d", "a^[b\nc] d", id="not over paragraphs"),
        pytest.param("a^[b c]\n\n```\nd", "a\nb c\nd", id="before an open fence"),
        pytest.param("a^[b c] `d`", "a d\nb c", id="code at the end"),
    ],
)
def test_inline_notes(body: str, text: str) -> None:
    assert read_body(body, Outlets(), is_markdown=True).text == text
