"""Templates lose what browsers do without, and nothing else."""

import pytest
from jinja2 import Environment

from web.indentation import Unindented


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ('  <p class="hit">\n\t  x</p>', "<p class=hit>\nx</p>"),
        ('<a href="/" id="a-b.c:#1">', '<a href="/" id=a-b.c:#1>'),
        ('<path d="M0 0v7"/><line y1="1"/>', '<path d="M0 0v7"/><line y1="1"/>'),
        ('<p title="two words" lang="">', '<p title="two words" lang="">'),
        ('{% set a="b" %}{{ a ~ " c=\\"d\\" " }}<p class="{{ a }}" id="x" >', None),
    ],
)
def test_quotes_of_a_word_and_indentation_are_left_out(source: str, shown: str | None) -> None:
    environment = Environment(extensions=[Unindented], autoescape=False)
    expected = 'b c="d" <p class="b" id=x >' if shown is None else shown
    assert environment.from_string(source).render() == expected
