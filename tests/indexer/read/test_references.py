"""Links, notes and substitutions of reStructuredText show their words alone."""

import pytest

from indexer.read.references import may_have_references, with_words_of_references


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("See `the port <https://a.example/b>`_.", "See the port."),
        ("See `the port <https://a.example/b>`__, `x`_", "See the port, x"),
        (
            "A port_ here\n\n.. _port: https://a.example",
            "A port here\n\n.. _port: https://a.example",
        ),
        ("no port_ or `code` _a_", "no port_ or `code` _a_"),
        ("a word [1]_, [#]_ and [#n]_.\n\n.. [1] The note.", "a word, and.\n\nThe note."),
        ("In |city|\n\n.. |city| replace:: Harbour", "In Harbour\n\n"),
        ("`two\nlines <https://a.example>`_", "two\nlines"),
        ("\\[1]_ kept", "\\[1]_ kept"),
        ("a[1]_x `b`_c", "a[1]_x `b`_c"),
    ],
)
def test_references_show_words(written: str, shown: str) -> None:
    assert with_words_of_references(written, []) == shown
    assert may_have_references(written) or written == shown


@pytest.mark.parametrize("sign", ["`a ", "`a <b ", "[1]", "\n.. _a", "\n.. |a| replace:: b", "|a|"])
def test_it_takes_linear_time(sign: str) -> None:
    with_words_of_references(".. _a: x\n" + sign * 20_000, [])
