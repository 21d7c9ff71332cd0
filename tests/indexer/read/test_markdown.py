"""Markdown, and what other programs read in it, leaves its words and no marks."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from indexer.read.body import read_body
from indexer.read.markdown import rendered
from indexer.read.outlets import Outlets


def read(body: str) -> str:
    return read_body(body, Outlets(), is_markdown=True).text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param(
            "**警告：**小心 これは**「強調」**です", "警告：小心 これは「強調」です", id="CJK"
        ),
        pytest.param(
            "<!-- a -->\n# b\n<!-- c -->\n- d *e*", "b\nd e", id="comment before Markdown"
        ),
        pytest.param('=== "Tab *A*"\n\n    b\n\n===! "C"\n\n    d', "Tab A\nb\nC\nd", id="tabs"),
        pytest.param("[a b]{.smallcaps} [c](d){.e} ![f](g){.h}", "a b c", id="span"),
        pytest.param("`[a]{.b}` [c][d]{.e}", "[a]{.b} [c][d]", id="no span"),
        pytest.param("{漢字|かん|じ}です {a|b}", "漢字です {a|b} (かんじ)", id="reading"),
        pytest.param("a[^1].\n\n[^1]: b *c*\n\nd", "a.\nb c\nd", id="footnote"),
        pytest.param(
            "{::comment}\na *b*\n{:/comment}\n\nc{::comment} d{:/} e", "c e", id="kramdown"
        ),
        pytest.param("{::nomarkdown} a {:/} b\n{:.c d", "a b {:.c d", id="words behind a mark"),
        pytest.param("{::comment} a\n\n`{::comment}b{:/}`", "a\n{::comment}b{:/}", id="open"),
        pytest.param('<div markdown="1">\n*a* b **c**.\n</div>', "a b c.", id="Markdown in HTML"),
        pytest.param(
            '<div class="b" markdown="block">\n- *a*\n- `b`\n</div>\nc', "a\nb\nc", id="list in it"
        ),
        pytest.param(
            '<table>\n<tr>\n<td markdown="1">*a*</td>\n<td>b</td>\n</tr>\n</table>',
            *("a\nb",),
            id="in a cell",
        ),
        pytest.param("<section markdown>\n*a*\n</section>", "a", id="Markdown, no value"),
        pytest.param(
            "<details markdown='1'><summary>a</summary>\n*b*\n</details>", "a\nb", id="details"
        ),
        pytest.param("<style scoped>a { b }</style>\n\nc", "c", id="style of Vue"),
        pytest.param('*a* <span markdown="1">*b*</span> c', "a b c", id="in a line"),
        pytest.param("a[^1]b, 中[^1]文\n\n[^1]: c", "a b, 中文\nc", id="footnote in a word"),
        pytest.param("a[^x][^x]\n\n[^x]: b[^y]\n[^y]: c\n[^z]: d", "a\nb\nc\nd", id="footnotes"),
        pytest.param("Term\n: One\n: Two *c*", "Term\nOne\nTwo c", id="definitions"),
        pytest.param("[TOC]\n\na\n\n[[_TOC_]]\n\n{{TOC}}\n\n* toc\n{:toc}", "a", id="contents"),
        pytest.param("# a {#b .c}\n\nd\n{: .e}\n\n[f](g){.h} ![i](j){width=50%}", "a\nd\nf"),
        pytest.param("a `b`{.c} *d*{:.e} {.NET} g", "a b d {.NET} g", id="attributes in a line"),
        pytest.param("==a== ~~b~~", "a b", id="marked"),
        pytest.param("1984. A *novel*", "1984. A novel", id="a year begins a line"),
        pytest.param("3. Oktober ist frei", "3. Oktober ist frei", id="a day begins a line"),
        pytest.param("a\n\n7. b\n\n8. c", "a\n7. b\n8. c", id="a list goes on"),
        pytest.param("1. a\n2. b\n\n- c\n\n1. d\n1. e", "a\nb\nc\nd\ne", id="lists"),
        pytest.param(
            "1987. a\n1991. *b*\n1992. c", "1987. a\n1991. b\n1992. c", id="years begin lines"
        ),
        pytest.param("1. Mai\n6. Mai\n\n> 10. é\n> 9. b", "1. Mai\n6. Mai\n10. é\n9. b"),
        pytest.param("7. a\n7. b", "7. a\n8. b", id="a list that is to be counted"),
        pytest.param("* 2020. a", "2020. a", id="number behind a mark"),
        pytest.param("- 3. a\n  5. b\n     - c", "3. a\n5. b\nc", id="list in a list"),
        pytest.param(
            ":::note\na *b*\n:::\n\n::: tip Look here\nc\n:::", "a b\nLook here\nc", id="boxes"
        ),
        pytest.param(":::tip[One *two*]{#x}\na\n:::", "One two\na", id="box with a title"),
        pytest.param('!!! note "One two"\n    a', "One two\na", id="box of MkDocs"),
        pytest.param('!!! note inline end "One"\n    a', "One\na", id="box at the side"),
        pytest.param("!!! note inline end\n    a", "a", id="box at the side, no title"),
        pytest.param("!!! note One inline two\n    a", "One inline two\na", id="box, no quotes"),
        pytest.param('::: {.callout-tip title="One"}\na\n:::', "One\na", id="title in braces"),
        pytest.param(":::tip{title='One' open=\"true\"}\na\n:::", "One\na", id="title, setting"),
        pytest.param('::: {#b fig-cap="One"}\na\n:::', "One\na", id="caption in braces"),
        pytest.param(':::details{summary="One"}\na\n:::', "One\na", id="summary in braces"),
        pytest.param("> [!WARNING]\n> a\n\n> [!info]- B\n> c", "Warning\na\nB\nc", id="callouts"),
        pytest.param("- [ ] a\n- [x] b", "a\nb", id="tasks"),
        pytest.param("[Q]: Why?\n\n[A]: Because\n\n[b]\n\n[b]: /c", "[Q]: Why?\n[A]: Because\nb"),
        pytest.param("a|b\n-|-\nc|d|e|f\ng", "a b\nc d e f\ng", id="row longer than the first"),
        pytest.param(
            "<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>字", "漢字 (かん)", id="ruby"
        ),
        pytest.param("Donau<wbr>dampf\xadschiff&shy;fahrt", "Donaudampfschifffahrt", id="hyphens"),
        pytest.param(
            "a\n\n    <STDIN> {{ x }} __DATA__\n\n    - b\n", "a\n<STDIN> {{ x }} __DATA__\n- b"
        ),
        pytest.param(
            "```diff\n- a\n+ {% b %}\n<STDIN>\n```", "- a\n+ {% b %}\n<STDIN>", id="fence"
        ),
        pytest.param(
            "a\n\n    <p>b *c*</p>\n\n        <td>d</td>", "a\nb *c*\nd", id="indented HTML"
        ),
        pytest.param("a\n\n        [b](https://c.example) *d*", "a\nb d", id="indented link"),
        pytest.param("<td>\n\n     a **b**\n\n</td>", "a b", id="indented inside HTML"),
        pytest.param(
            "`<!--more-->` a<!-- more -->*b*", "<!--more--> a\nb", id="end of the excerpt"
        ),
        pytest.param("<Redacted> *a*", "<Redacted> a", id="no HTML"),
        pytest.param("a \\<b c\\> \\<STDIN>, \\</d\\>", "a <b c> <STDIN>, </d>", id="escaped tags"),
        pytest.param(
            "[\\<script\\>](/a) \\\\<title\\> b", "<script> \\<title> b", id="escaped, too"
        ),
        pytest.param("\\<!-- a --> `\\<b>` *c*", "<!-- a --> \\<b> c", id="escaped comment"),
        pytest.param("a\ud800b", "ab", id="half a character"),
        pytest.param("\t- a\n\t- b", "- a\n- b", id="code with a tab"),
    ],
)
def test_marks(body: str, text: str) -> None:
    assert read(body) == text


LINE = "see [the report](https://x.example/report) and **strike**"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param(f"<b>Note</b>: {LINE}", "Note: see the report and strike", id="bold"),
        pytest.param(f'<a id="x"></a>{LINE}', "see the report and strike", id="anchor"),
        pytest.param(f'<a id="x"></a>\n{LINE}', "see the report and strike", id="anchor, line"),
        pytest.param(f'<img src="a.png">\n{LINE}', "see the report and strike", id="picture"),
        pytest.param(f"<em>A</em> {LINE}", "A see the report and strike", id="emphasis"),
        pytest.param(f"<span>\n{LINE}\n</span>", "see the report and strike", id="span"),
        pytest.param("a\n\n<img src='b'>\n**c**", "a\nc", id="further paragraph"),
        pytest.param(f"<div>{LINE}</div>", LINE, id="block"),
        pytest.param("<b>a</b> * b * c_d_<br>e", "a * b * c_d_\ne", id="HTML in a line"),
        pytest.param("[a](<b c.pdf>) [d](</e f/g>) <x y>", "a d <x y>", id="targets with blanks"),
        pytest.param("[a] b\n\n[a]: <c d.pdf>", "a b", id="target below with a blank"),
        pytest.param(
            "a &#150; it&#146;s &#x93;b&#133;&#x94; `&#150;`",
            "a – it’s “b…” &#150;",
            id="numbers of Windows-1252",
        ),
        pytest.param("<frameset><p>a</p></frameset>", "a", id="frames"),
    ],
)
def test_paragraphs_with_tags_and_entities(body: str, text: str) -> None:
    assert read(body) == text


def test_the_row_of_a_feed_is_html() -> None:
    row = (
        '<a href="https://a.example">**A** `storm`</a>&nbsp;&nbsp;<font color="#6f6f6f">BBC</font>'
    )
    (headline,) = read_body(row, Outlets(), is_markdown=True).headlines
    assert headline.text == "**A** `storm`"


def test_markdown_of_any_length_is_rendered() -> None:
    paragraph = "**word** [two](/a) " * 1000
    assert read("\n\n".join([paragraph] * 30)) == "\n".join([("word two " * 1000).strip()] * 30)


# Without HTML and indents, which are read otherwise on purpose.
PARTS = st.sampled_from((
    "storm", "日本", "é", " ", "\n", "\n\n", "# ", "- ", "1. ", "> ", "*", "**", "`", "~~a~~ ", "[",
    "](/a)", "![", "![x](/b)", "\n\n```\n", "\n---\n", "\n\na|b\n-|-\nc|d\n\n", "&amp;", "\\",
))  # fmt: skip


def words(html: str) -> list[str]:
    return sorted(re.findall(r"\w+", re.sub(r"<[^<>]*>", " ", html)))


@given(st.lists(PARTS, max_size=12).map("".join))
def test_another_renderer_shows_the_same_words(body: str) -> None:
    peer = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    assert words(rendered(body, []).html) == words(peer.render(body))


@given(st.lists(PARTS, max_size=12).map("".join))
def test_markdown_is_read_as_the_html_that_is_made_of_it(body: str) -> None:
    html = f"<p></p>{rendered(body, []).html}"  # one that is read as any other
    assert read(body) == read_body(html, Outlets(), is_markdown=False).text


@pytest.mark.parametrize(
    "part",
    [
        "[",
        "![",
        "[a](",
        "*a ",
        "**a _b",
        "`a",
        "> ",
        "|",
        "[^a]: ",
        "{::comment}",
        "<p markdown=1>",
        "- ",
        "a|\n-|\n",
        ":::",
        "{.",
        "^[a ",
        "a^[b^[c d]",
        "[[a|",
        "![[a]]",
        "<i class='caption'>",
    ],
)
def test_hostile_text_takes_linear_time(part: str) -> None:
    assert " end" in rendered(part * 20_000 + "\n\nThe end", []).html
