"""The words of lines, against cutting each line alone."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.embedded.segment.words import WordTable
from search.text import MAX_WORD_CHARACTERS, Analyzer

ANALYZERS = [Analyzer(language) for language in ("english", "french", "greek", "persian", "none")]
SIGNS = "".join(map(chr, range(128)))
#: Texts of what ends a word, goes on with it or changes how the next letter is read.
LINES = st.lists(
    st.sampled_from([*SIGNS, ". ", ", ", ": ", ".net", "C++", "e-mail", "u.s.", "1,413", "'s"])
    | st.sampled_from(
        "ΑΣσς\u0301\u0307\u030c\u0338\u200b\xa0\u202f\u3000’“”—…éÉİıJ北京ไทยـ½²\ud800"
    )
    | st.sampled_from(["Running", "présidée", "x" * MAX_WORD_CHARACTERS, "S" * 65]),
    max_size=12,
).map("".join)


def words(lines: list[str], analyzer: Analyzer) -> list[list[tuple[str, str, int]]]:
    table = WordTable(lines, analyzer)
    texts = [text.decode() for text in table.texts]
    numbers = zip(table.forms.tolist(), table.terms.tolist(), table.steps.tolist(), strict=True)
    entries = [(texts[form], texts[term], step) for form, term, step in numbers]
    ends = table.line_ends.tolist()
    return [
        [entries[index] for index in table.of_lines[start:end].tolist()]
        for start, end in pairwise(ends)
    ]


@pytest.mark.parametrize("analyzer", ANALYZERS, ids=lambda analyzer: analyzer.language)
@given(lines=st.lists(LINES, max_size=4))
@example(
    lines=["_.net !.net .net", "ΑΣ:Α ΑΣ. Α ΑΣ^Α", "J\u030c T\u0308", "=\u0338a", "a\0b\x1fc", ""]
)
@example(
    lines=["e-mail, e-mail: “e-mail”. 北京 北京", "C++. C#: A+, .NET.", "\ud800a\udc00 1\xa0413"]
)
@example(lines=["0<\u0338 a=\u0338", "a>\u0338b <\u0338x", "a<\u0301\u0338b =\u0338"])
@example(
    lines=["北京市 北 서울특별시 ประท้วง 東京、ニュース な\u3099な 𠮷野家 a北b", "市北京市，北京"]
)
def test_lines_have_the_words_of_each(lines: list[str], analyzer: Analyzer) -> None:
    assert words(lines, analyzer) == [
        [(token.form, token.term, token.step) for token in analyzer.tokens(line)] for line in lines
    ]


def test_texts_are_in_the_order_of_their_bytes() -> None:
    table = WordTable(["zoo Apple é 北京 apples c++"], ANALYZERS[0])
    assert table.texts == sorted(set(table.texts))
    assert table.texts[0] == b""
