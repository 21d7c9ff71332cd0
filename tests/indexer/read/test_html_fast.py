"""Simple HTML is read without a parser, and as a parser reads it."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.read import body as body_module
from indexer.read.body import read_body
from indexer.read.html_fast import MAX_BLOCK_DEPTH, Seen, read_seen
from indexer.read.outlets import Outlets
from tests.indexer.read.twins import Twin

TWIN = Twin(
    reading=lambda markup: read_body(markup, Outlets(), is_markdown=False),
    module=body_module,
    name="read_seen",
    declined=None,
)


def test_an_article_is_read() -> None:
    written = (
        '<p>A <a href="/x?a=1&b" target="_blank">storm&#39;s</a> end.</p>\n'
        "<h2>The <em>flood</em></h2><ul><li>R&amp;D<br/>&nbsp;two</li><li>\u200b</li></ul>"
    )
    assert read_seen(written) == Seen("A storm's end.\nThe flood\nR&D\ntwo", "The flood")


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param("a < b", id="no tag"),
        pytest.param("R&D", id="no entity"),
        pytest.param("a &eacute; b", id="other entity"),
        pytest.param("<P>a</P>", id="other case"),
        pytest.param("<script>a</script>", id="unseen"),
        pytest.param("<table><tr><td>a</td></tr></table>", id="table without a body"),
        pytest.param("<table>a<tbody><tr><td>b</td></tr></tbody></table>", id="text in a table"),
        pytest.param("<tbody><tr><td>a</td></tr></tbody>", id="part of a table"),
        pytest.param("<pre><div>a</div></pre>", id="block in preformatted text"),
        pytest.param("<ul>a<p>b</p><h2>c</h2></ul>", id="heading in a list, not in an entry"),
        pytest.param("a<!-- b -->", id="comment"),
        pytest.param("<p title='a'>b</p>", id="other quotes"),
        pytest.param('<p title="a>b">c</p>', id="sign in quotes"),
        pytest.param("a</div>b", id="end without a beginning"),
        pytest.param("<div>a", id="beginning without an end"),
        pytest.param("<ul><li>a</ul></li>", id="ends crossed"),
        pytest.param("<li>a</li>", id="entry of no list"),
        pytest.param("<h1>a<h2>b</h2></h1>", id="heading in a heading"),
        pytest.param('<a href="/">a</a> <font>b</font>', id="headline"),
        pytest.param('<a href="/"><b>View</b> full coverage</a>', id="coverage"),
    ],
)
def test_other_html_is_left_to_the_parser(markup: str) -> None:
    TWIN.assert_declines(markup)


PARTS = st.sampled_from((
    "Storm", "日本", " ", "\n", "\xa0", "\u200b", "\u200c", "&#39;", "&nbsp;", "&amp;", "&lt;",
    "&#8203;", "&", ">", "<", "<p>", "</p>", '<p class="a b">', "<br>", "<br/>", "</br>", "<hr>",
    "<div>", "</div>", "<ul>", "</ul>", "<ol>", "</ol>", "<li>", "</li>", "<h1>", "</h1>", "<h2>",
    "</h2>", "<blockquote>", "</blockquote>", "<b>", "</b>", "<i>", "</i>", "<span>", "</span>",
    '<a href="/x">', "</a>", "View", "vi", "ew", "full", "Full Coverage", "<img>", '<img src="a"/>',
    "</img>", "<code>", "</code>", "<p/>", "<div/>", "<b/>", "<q>", "</q>", "<pre>", "</pre>",
    "<table>", "</table>", "<tbody>", "</tbody>", "<tr>", "</tr>", "<td>", "</td>", "<dl>", "</dl>",
    "<dt>", "</dt>", "<dd>", "</dd>", '<input disabled="">', "<thead>", "</thead>",
    "<th>", "</th>", '<input value="a b">', "港\n口", "口\t\n 港",
))  # fmt: skip


@given(st.lists(PARTS, max_size=12).map("".join))
@example("<p>a<b>b<div>c</b>d</div>e")
@example("<table>")
@example("a<ul>\n")
@example("<a>a<h1>b<a>c</h1>d")
@example("<span>a<div>b</span>c</div>d")
@example("<p>a<table><tbody><tr><td>b</td><td>c</td></tr></tbody></table>d")
@example("<pre>a\nb</pre>\n<dl><dt>c</dt><dd>d<p>e</p></dd></dl>")
@example("<td>a</td>b<b><table>\n<tbody>\n<tr>\n<td>c</td></tr></tbody></table>")
def test_the_parser_reads_the_same(markup: str) -> None:
    TWIN.assert_same(markup)


@given(
    st.recursive(
        st.lists(PARTS, max_size=3).map("".join),
        lambda inner: st.builds(
            lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
            st.sampled_from(
                [
                    *("p", "div", "ul", "li", "h2", "b", "i", "a", "blockquote", "span", "pre"),
                    *("table", "thead", "tbody", "tr", "th", "td", "dl", "dt", "dd"),
                ]
            ),
            st.lists(inner, max_size=3),
        ),
    )
)
def test_the_parser_reads_the_same_of_nested_elements(markup: str) -> None:
    TWIN.assert_same(markup)


@pytest.mark.parametrize("depth", [MAX_BLOCK_DEPTH, MAX_BLOCK_DEPTH + 1])
def test_blocks_may_be_nested_only_so_deep(depth: int) -> None:
    seen = read_seen("<div>" * depth + "port" + "</div>" * depth)
    assert (seen is None) == (depth > MAX_BLOCK_DEPTH)
    # However many there are, they are not looked at once for each.
    assert read_seen("<div>" * 20_000 + "port" + "</div>" * 20_000) is None
