"""What is read without a Markdown parser is what is read with one."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it.common.normalize_url import normalizeLink

from indexer.markup import _markdown, bodies, seen, select
from indexer.simple_markdown import NORMAL_LINK, render


def marked(markdown: str) -> str:
    """Stand for a parser."""
    return f"[{markdown}]"


def test_simple_blocks_need_no_parser() -> None:
    text = (
        "## The flood!\n\nA *storm* & **more:** of\nit, [here](https://hub.example/a?b=c&d#e).\n"
        '\n \n2026 was <a href="/x" title="y">a & b</a>\n\n* a list\n\n  goes on\n\nThe end.'
    )
    assert render(text, marked) == (
        "<h2>The flood!</h2>\n<p>A <em>storm</em> &amp; <strong>more:</strong> of\nit, "
        '<a href="https://hub.example/a?b=c&amp;d#e">here</a>.</p>\n'
        '<p>2026 was <a href="/x" title="y">a &amp; b</a></p>\n'
        "[* a list\n\n  goes on\n\n]<p>The end.</p>\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("- a", id="list"),
        pytest.param("1. a", id="numbered list"),
        pytest.param("> a", id="quote"),
        pytest.param("a\n---", id="heading by its underline"),
        pytest.param("a\n- b", id="list in a paragraph"),
        pytest.param("a  \nb", id="break"),
        pytest.param("a | b\n-|-", id="table"),
        pytest.param("## a #", id="closed heading"),
        pytest.param("a `b`", id="code"),
        pytest.param("a _b_", id="other emphasis"),
        pytest.param("a ** b **", id="no emphasis"),
        pytest.param("***a***", id="emphasis twice"),
        pytest.param("![a](/b)", id="picture"),
        pytest.param("[a](b)", id="other link"),
        pytest.param('[a](/b "c")', id="link with a title"),
        pytest.param("[a](//@b)", id="link that is not normal"),
        pytest.param("a &eacute; b", id="entity"),
        pytest.param("a\\*", id="escape"),
        pytest.param("<div>a</div>", id="HTML"),
        pytest.param("[a]\n\n[a]: /b", id="reference"),
        pytest.param("```\na\n\nb\n```", id="fence"),
        pytest.param("<pre>a\n\nb</pre>", id="HTML that goes on"),
    ],
)
def test_all_else_is_for_the_parser(text: str) -> None:
    assert render(text, marked) == marked(text)


PARTS = st.sampled_from((
    "a", "Storm", "é", "日", "2019", " ", "  ", "\n", "\n\n", "\n \n", "\t", "\xa0", "\u200b", ".",
    ",", ":", "!", "?", "'", '"', "“", "(", ")", "-", "- ", "1. ", "1) ", "* ", "+ ", "> ", "    ",
    "# ", "## ", "#", "*", "**", "_", "`", "```", "~~", "~~~\n", "|", "\\", "[", "]", "]: /x", "<",
    "![i](/j)", "[a](/b)", "[c](https://x.example/?a=1&b)", "[d](//e.f/%20#g)", "*a*", "**b**",
    "**c:** ", "x**y**z", "&", "& ", "&c", "&amp;", "&nbsp;", "\n---\n", "\n===\n", "\n|a|\n|-|\n",
    "<b>", "</b>", "<a href=\"/x?a&b\">", "</a>", "<div>", "</div>", "<pre>", "<!-- a", "-->",
))  # fmt: skip


@given(st.lists(PARTS, max_size=14).map("".join))
@example("[a](/b?c&)")
@example("**a** b **c**")
@example("- a\n\nb\n\n  c")
@example("<div>\n\na\n\n</div>")
def test_it_says_what_the_parser_says(text: str) -> None:
    parse = _markdown().render
    assert _shown(render(text, parse)) == _shown(parse(text))


def _shown(html: str) -> list[object]:
    """Return what is seen of HTML, and of which elements it is made."""
    return [
        (seen(root), [(a.tag, a.attributes, a.text().split()) for a in select(root, "*")])
        for root in bodies(html)
    ]


@given(st.from_regex(NORMAL_LINK, fullmatch=True))
def test_a_normal_link_is_left_as_it_is(link: str) -> None:
    assert normalizeLink(link) == link
