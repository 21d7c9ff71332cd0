"""Tags that are not HTML, or that nothing ends, are words, and eat no others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.read.body import read_body
from indexer.read.markup import plain
from indexer.read.outlets import Outlets
from indexer.read.stray_tags import with_words_for_stray_tags

EACH_SWALLOWING = ("script", "style", "title", "textarea", "xmp", "noscript", "template", "iframe")


def read(body: str, *, is_markdown: bool = True) -> str:
    return read_body(body, Outlets(), is_markdown=is_markdown).text


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Why every page has a <script> tag", "Why every page has a <script> tag"),
        ("<?php echo ?> and <!DOCTYPE html>", "<?php echo ?> and <!DOCTYPE html>"),
        ("The <title> names a page", "The <title> names a page"),
        ("<Redacted>", "<Redacted>"),
        ("#include <stdio.h>", "#include <stdio.h>"),
        ("Ask <your-name> or <me@post.example>", "Ask <your-name> or <me@post.example>"),
        ("a < b, x<y and z>w, <3", "a < b, x<y and z>w, <3"),
        ("How to use the <b> tag", "How to use the <b> tag"),
        ("<div> considered harmful", "<div> considered harmful"),
        ("I <b>really</b> mean <i>it</i>", "I really mean it"),
        ("one<br>two", "one two"),
        ("List<String> & Map<K, V>", "List<String> & Map<K, V>"),
        ("The <!-- operator", "The <!-- operator"),
        ('Read <a href="https://a.example>more</a> now', "Read more now"),
        ("Read <a href=", "Read <a href="),
        ("What <? does", "What <? does"),
        ("if a <b and c> d", "if a <b and c> d"),
        ("Close </body> at last", "Close </body> at last"),
        ("Why every page has a <meta> tag", "Why every page has a <meta> tag"),
        ("<input> considered harmful", "<input> considered harmful"),
        ("<img>", "<img>"),
        ("<img/> and the <source> element", "<img/> and the <source> element"),
        ("この<img>タグの使い方", "この<img>タグの使い方"),
        ("The <br> tag, the <hr/> element", "The <br> tag, the <hr/> element"),
        ("one <br> two", "one two"),
        ("List<var> and Map<i>", "List<var> and Map<i>"),
        ("T<i>, $<var>", "T<i>, $<var>"),
        ("bold<b> text</b>", "bold text"),
        ("<u>/<s>", "<u>/<s>"),
        ("the <code>-tag", "the <code>-tag"),
        ("<![CDATA[<b>Storm</b>]]> hits", "Storm hits"),
        ("The <port>80</port> of <config/>", "The <port>80</port> of <config/>"),
    ],
)
def test_titles(title: str, text: str) -> None:
    assert plain(title) == text


@pytest.mark.parametrize("name", EACH_SWALLOWING)
@pytest.mark.parametrize("is_markdown", [True, False], ids=["Markdown", "HTML"])
def test_a_swallowing_tag_without_its_end_eats_nothing(name: str, is_markdown: bool) -> None:
    body = f"<p>The <{name}> tag.</p>\n\n<p>More <b>words</b>.</p>"
    assert read(body, is_markdown=is_markdown) == f"The <{name}> tag.\nMore words."
    row = '<a href="https://a.example/">{}</a>&nbsp;&nbsp;<font>{}</font>'
    first, second = row.format(f"Use <{name}> now", "BBC"), row.format(f"no </{name}>", "Reuters")
    found = read_body(
        f"<ol><li>{first}</li><li>{second}</li></ol>", Outlets(), is_markdown=is_markdown
    )
    assert [(line.text, line.outlet) for line in found.headlines] == [
        (f"Use <{name}> now", "BBC"),
        (f"no </{name}>", "Reuters"),
    ]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param("<p>a<script>x</script>b<style>y</style><!-- z --></p>", "ab", id="unseen"),
        pytest.param("<my-card>a <b>b</b></my-card>", "a b", id="custom element"),
        pytest.param('<amp-img src="x"></amp-img>a', "a", id="custom element, attributes"),
        pytest.param("<o:p></o:p>a", "a", id="an element of an office"),
        pytest.param("<redacted> a", "<redacted> a", id="word"),
        pytest.param(
            "<port>80</port> in <config><server name='x'/></config>",
            *("<port>80</port> in <config><server name='x'/></config>",),
            id="XML in prose",
        ),
        pytest.param("<groupId>a</groupId>", "<groupId>a</groupId>", id="capital inside"),
        pytest.param("<sarcasm>a</sarcasm> *b*", "<sarcasm>a</sarcasm> b", id="word with an end"),
        pytest.param("<quote>a</quote> <noindex>b</noindex>", "a b", id="markup of programs"),
        pytest.param("a <!-- b\n\n*c*", "a <!-- b\nc", id="comment without end"),
        pytest.param("<!-- b\n\n*c*", "<!-- b\nc", id="comment without end, first"),
        pytest.param("<script>\n\n*c*", "<script>\nc", id="script without end, first"),
        pytest.param('<iframe src="x"/> a', "a", id="element that ends where it begins"),
        pytest.param("<https://a.example/> b", "https://a.example/ b", id="address"),
        pytest.param("`<script>` a `</script>`", "<script> a </script>", id="code"),
        pytest.param(
            "The <script> tag ends at `</script>`.", "The <script> tag ends at </script>."
        ),
        pytest.param('<a title="a < b > c">d</a>', "d", id="signs in quotes"),
        pytest.param("<P ALIGN=left>a<BR>b", "a\nb", id="capitals"),
        pytest.param(
            "The <input> element, the <link> tag.", "The <input> element, the <link> tag."
        ),
        pytest.param("<p>The <p> and <hr> tags</p>", "The\nand <hr> tags", id="parts"),
        pytest.param("<p><input></p>a<img>", "a<img>", id="field alone"),
        pytest.param("<p>a<p>b<ul><li>c<li>d", "a\nb\nc\nd", id="ends left out"),
    ],
)
def test_bodies(body: str, text: str) -> None:
    assert read(body) == text


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ("Ferry <b>sinks", "Ferry sinks"),
        ("Ferry <em>sinks <i>fast", "Ferry sinks fast"),
        ("<b><i>Ferry</b> sinks", "Ferry sinks"),
        ("Ferry</b> sinks", "Ferry sinks"),
        ("<b>Ferry</b> <div>sinks", "Ferry sinks"),
        ("How the <a> tag works", "How the <a> tag works"),
        ("<math>", "<math>"),
        ("<div> considered harmful", "<div> considered harmful"),
        ("Say <meta>", "Say <meta>"),
        pytest.param("The </a> tag ends it", "The </a> tag ends it", id="an end tag as a word"),
    ],
)
@pytest.mark.parametrize("is_markdown", [True, False], ids=["Markdown", "HTML"])
def test_a_row_keeps_its_outlet_and_link(row: str, text: str, is_markdown: bool) -> None:
    shape = '<li><a href="https://a.example/{}">{}</a>&nbsp;&nbsp;<font>{}</font></li>'
    rows = shape.format(1, row, "Harbour Post") + shape.format(2, "A <b>b</b>", "BBC")
    found = read_body(f"<ol>{rows}</ol>", Outlets(), is_markdown=is_markdown)
    assert [(line.text, line.outlet, line.link) for line in found.headlines] == [
        (text, "Harbour Post", "https://a.example/1"),
        ("A b", "BBC", "https://a.example/2"),
    ]
    assert found.text == ""


def test_hostile_links_take_linear_time() -> None:
    for part in (
        "<a href='b'><b>",
        "<a ",
        "<a href='b'>c</a>&nbsp;",
        "<a href='b'>c</a> <a> tag ",
        "</a> d",
    ):
        read_body(f"<p>{part * 10_000}</a><font>d</font>", Outlets(), is_markdown=False)


PARTS = st.sampled_from((
    "Storm", "日本", " ", "\n", "<", ">", "<b>", "</b>", "<p>", "</p>", "<script>", "</script>",
    "<a ", 'href="', "'", "<title>", "<!--", "-->", "<x>", "</x>", "<x-y a=1>", "<![CDATA[",
    "]]>", "<?a ", "/>",
))  # fmt: skip


@given(st.lists(PARTS, max_size=12).map("".join))
def test_what_was_mended_needs_no_mending(markup: str) -> None:
    mended = with_words_for_stray_tags(markup)
    again = with_words_for_stray_tags(mended)
    assert plain(mended) == plain(again)


@pytest.mark.parametrize(
    "part", ["<a ", "<script>", "<!--", 'a <b c="', "<x>", "a <b> ", "<![CDATA[", "<a b=\" <a b=' "]
)
def test_hostile_text_takes_linear_time(part: str) -> None:
    assert with_words_for_stray_tags(part * 20_000 + " end").endswith(" end")


@pytest.mark.parametrize("tag", ["<p>", "<li>", "</li>", "</ol>", "</p>", "<td>"])
def test_a_tag_that_a_headline_names_is_a_word(tag: str) -> None:
    row = '<ol><li><a href="https://a.example/1">Use {} wisely</a> <font>BBC</font></li></ol>'
    assert with_words_for_stray_tags(row.format(tag)) == row.format(tag.replace("<", "&lt;"))
    whole = '<a href="x">one <p>two </p> three</a>'
    assert with_words_for_stray_tags(whole) == whole
