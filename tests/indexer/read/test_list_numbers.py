"""Numbers of lists that do not begin with 1 are words, in Markdown and in HTML."""

import pytest

from indexer.read.body import read_body
from indexer.read.list_numbers import with_numbers
from indexer.read.outlets import Outlets


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('<ol start="1987"><li>a</li><li value="2001">b</li></ol>', "1987. a\n2001. b"),
        ("<ol start=5><li>a<ol><li>b</ol><li><p>c</p></ol>", "5. a\nb\n6. c"),
        ('<ol><li>a</li><li value="7">b</li></ol>', "a\n7. b"),
        ("<ol reversed><li>a</li><li>b</li></ol>", "2. a\n1. b"),
        ("<ol start='3' type='a'><li>a</li></ol>", "a"),
        ("<ul start='3'><li>a</li></ul>", "a"),
        ("<ol start='1'><li>a</li></ol><meter value='3'>b</meter>", "a\nb"),
    ],
)
def test_lists_of_html(html: str, text: str) -> None:
    assert read_body(html, Outlets(), is_markdown=False).text == text


def test_a_number_is_shown_once_where_markdown_holds_lists_of_html() -> None:
    body = "7. a\n9. b\n\n<ol start='5'><li value='6'>c</li></ol>"
    assert read_body(body, Outlets(), is_markdown=True).text == "7. a\n9. b\n6. c"


def test_hostile_text_takes_linear_time() -> None:
    assert with_numbers("<ol start=2><li>" * 20_000).endswith("<ol><li>2. ")
