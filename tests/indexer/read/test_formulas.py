"""Of a formula words, numbers and signs are left, and no commands of TeX."""

import pytest

from indexer.read.body import read_body
from indexer.read.formulas import read_formula
from indexer.read.outlets import Outlets


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        (r"5\,\mathrm{km}", "5 km"),
        (r"5\,000\,m", "5\u202f000 m"),
        (r"\frac{a}{b} \le 10\%", "a/b ≤ 10%"),
        (r"\alpha\beta + \text{speed of light}", "α β + speed of light"),
        (r"E = mc^2, x_{12}y", "E = mc^2, x_12 y"),
        (r"1{,}000 \times 20^\circ", "1,000 × 20°"),
        (r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}", "1 2 3 4"),
        (r"\sin x + \somecommand{y}", "sin x + somecommand y"),
        (r"\label{eq:1}\left( a \right)\!b", "( a ) b"),
    ],
)
def test_words_of_a_formula(formula: str, words: str) -> None:
    assert read_formula(formula) == words
    for written in (f"so ${formula}$.", f"so $${formula}$$.", f"so \\({formula}\\)."):
        if "^" in formula or "\\" in formula:
            assert text(written) == f"so {words}."
            in_html = written.replace("&", "&amp;").replace("<", "&lt;")
            assert text(f"<p>{in_html}</p>", is_markdown=False) == f"so {words}."


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("$$\na &= b \\\\\nc\n$$\n\n\\begin{align}\n1 &= 2\n\\end{align}", "a = b c\n1 = 2"),
        ("The $n$th **$x_1$** and $x_2$-axis", "The nth x_1 and x_2-axis"),
        ("$a_b$ `$c_d$`\n\n    $e_f$", "a_b $c_d$\n$e_f$"),
        ("costs $5 and $6, from $5-$6 = 11", "costs $5 and $6, from $5-$6 = 11"),
        ("$TSLA, $AAPL_X and $HOME_A/$B", "$TSLA, $AAPL_X and $HOME_A/$B"),
        ("\\[not a link\\] and \\(this\\)", "[not a link] and (this)"),
        ('echo "$a_b" > c$$ "$d"', 'echo "$a_b" > c$$ "$d"'),
    ],
)
def test_formulas_in_markdown(body: str, shown: str) -> None:
    assert text(body) == shown


@pytest.mark.parametrize(
    "part", ["$", "$$", "$a", "\\(", "\\[", "\\begin{align}", "$a_", "$\\frac{"]
)
def test_hostile_text_takes_linear_time(part: str) -> None:
    text(part * 10_000)


def text(body: str, *, is_markdown: bool = True) -> str:
    return read_body(body, Outlets(), is_markdown=is_markdown).text
