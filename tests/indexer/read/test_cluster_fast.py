"""Clusters of Google News are read without an HTML parser, and as a parser reads them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.read import body as body_module
from indexer.read.body import read_body
from indexer.read.cluster_fast import Row, read_rows
from indexer.read.outlets import Outlets
from tests.indexer.read.twins import Twin

HREF = "https://hub.example/1?oc=5"


def row(text: str, outlet: str, href: str = HREF) -> str:
    return (
        f'<a href="{href}" target="_blank">{text}</a>&nbsp;&nbsp;'
        f'<font color="#6f6f6f">{outlet}</font>'
    )


def listed(*rows: str) -> str:
    return "<ol>" + "".join(f"<li>{text}</li>" for text in rows) + "</ol>"


def twin(*, is_markdown: bool) -> Twin:
    return Twin(
        reading=lambda body: read_body(body, Outlets(), is_markdown=is_markdown),
        module=body_module,
        name="read_rows",
        declined=[],
    )


def test_a_row_alone_and_rows_in_a_list_are_read() -> None:
    storm = Row("It's a storm", "BBC & others", HREF)
    written = row(" It&#39;s a&nbsp; storm", "BBC &amp; others")
    assert read_rows(written) == [storm]
    assert read_rows(listed(written, row("Flood", ""))) == [storm, Row("Flood", "", HREF)]


def test_rows_without_attributes_and_the_link_below_a_row() -> None:
    short = f'<a href="{HREF}">Storm</a>&nbsp;&nbsp;<font>BBC</font>'
    below = (
        '<strong><a href="https://hub.example/2?a=1&b=2" target="_blank">'
        "View Full Coverage on Google News</a></strong>"
    )
    storm = Row("Storm", "BBC", HREF)
    assert read_rows(f"<ol><li>{short}</li>\n<li>{short}</li></ol>") == [storm, storm]
    assert read_rows(short + below) == read_rows(listed(short + below)) == [storm]
    twin(is_markdown=True).assert_same(short + below)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("", id="nothing"),
        pytest.param("<ol></ol>", id="no rows"),
        pytest.param(row(" ", "BBC"), id="no text"),
        pytest.param(row("Storm", "x" * 201), id="no outlet's name"),
        pytest.param(row("<b>Storm</b>", "BBC"), id="tag in the text"),
        pytest.param(row("Storm &lt;b&gt;", "BBC"), id="other entity"),
        pytest.param(row("Storm {{ x }}", "BBC"), id="template"),
        pytest.param(row("Storm\n\nflood", "BBC"), id="lines"),
        pytest.param(row("Storm", "BBC", f"{HREF}&amp;x"), id="entity in the link"),
        pytest.param(row("Storm", "BBC") + row("Flood", "BBC"), id="rows in no list"),
        pytest.param(f"{row('Storm', 'BBC')}</li><li>{row('Flood', 'BBC')}", id="no list around"),
        pytest.param(f"<ol><li>{row('Storm', 'BBC')}</li><li></li></ol>", id="empty row"),
        pytest.param(listed(row("Storm", "BBC"), "Flood"), id="row that is none"),
        pytest.param(listed(*[row("Storm", "BBC")] * 300), id="many rows"),
    ],
)
def test_other_bodies_are_left_to_the_parser(body: str) -> None:
    twin(is_markdown=True).assert_declines(body)


PARTS = st.sampled_from((
    "Storm", "日本", " ", "\xa0", "\u200b", "\u200c", "&#39;", "&#039;", "&quot;", "&nbsp;",
    "&amp;", "amp;", "lt;", "#", "&", "<", "{", "}", "\n", "*", "_", "`", "\\", "[", "](/a)", "BBC",
    "x" * 70, "View Full Coverage", "\x1e", "\u2028", "'", '"',
))  # fmt: skip
TEXTS = st.lists(PARTS, max_size=4).map("".join)
ROWS = st.builds(row, TEXTS, TEXTS, st.sampled_from([HREF, "/a", "javascript:a", "https://x/[|]`"]))


@given(st.lists(ROWS, min_size=1, max_size=4), st.booleans(), st.booleans())
def test_the_parser_reads_the_same(rows: list[str], is_list: bool, is_markdown: bool) -> None:
    body = listed(*rows) if is_list else rows[0]
    twin(is_markdown=is_markdown).assert_same(body)
