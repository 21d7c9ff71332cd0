"""Elements of a line that a style or a class sets apart do not join words."""

import pytest

from indexer.read.body import read_body
from indexer.read.outlets import Outlets
from search.model import Headline


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        pytest.param('a<span style="display:block">b</span>c', "a\nb\nc", id="block"),
        pytest.param("a<SPAN STYLE='color:red; DISPLAY : Flex'>b</SPAN>c", "a\nb\nc", id="flex"),
        pytest.param(
            '<i style="display:table-row">a</i><b style="display:table-cell">b</b>c', "a\nb c"
        ),
        pytest.param('a<a class="x d-block" href="/b">b</a>c', "a\nb\nc", id="class of Bootstrap"),
        pytest.param("a<em class=block>b</em>c", "a\nb\nc", id="class without quotes"),
        pytest.param('a<span class="wp-caption-text">b</span>c', "a b c", id="caption"),
        pytest.param('a<small class="photo__credit">b</small>c', "a b c", id="credit"),
        pytest.param("<span class='line'>a</span><span class='line'>b</span>", "a\nb", id="code"),
        pytest.param('<span class="dropcap">O</span>nce', "Once", id="first letter"),
        pytest.param('a<span style="display:inline-block">b</span>c', "abc", id="in the line"),
        pytest.param('a<span class="blockchain deadline">b</span>c', "abc", id="another class"),
        pytest.param("a <code>style='display:block'</code>", "a style='display:block'", id="words"),
        pytest.param('<div style="display:block">a</div>b', "a\nb", id="block before"),
    ],
)
@pytest.mark.parametrize("is_markdown", [False, True])
def test_blocks_by_style(markup: str, text: str, is_markdown: bool) -> None:
    found = read_body(f"<div><p>{markup}</p></div>", Outlets(), is_markdown=is_markdown)
    assert found.text == text


def test_a_headline_with_a_style_is_one() -> None:
    row = (
        '<p>x</p><a class="headline" style="display:block" href="https://a.example">Storm</a>'
        '&nbsp;&nbsp;<font class="source">BBC</font>'
    )
    found = read_body(row, Outlets(), is_markdown=False)
    assert found.headlines == (Headline(text="Storm", outlet="BBC", link="https://a.example"),)
    assert found.text == "x"
