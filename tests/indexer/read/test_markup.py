"""What a reader sees of HTML and Markdown."""

import html
import re
from collections.abc import Iterator
from unittest import mock

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from selectolax.lexbor import LexborNode

from indexer.read import markdown, markup
from indexer.read.markdown import rendered
from indexer.read.markup import (
    body_of,
    is_plain_line,
    one_line,
    pieces,
    plain,
    seen,
    select,
)
from indexer.read.stray_tags import MAX_MARKUP_TAG_CHARACTERS, with_words_for_stray_tags


def bodies(text: str) -> Iterator[LexborNode]:
    return filter(None, map(body_of, pieces(with_words_for_stray_tags(text))))


def see(body: str) -> str:
    return "\n".join(filter(None, (seen(root) for root in bodies(rendered(body, []).html))))


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param("<p>one</p><p>two</p>", "one\ntwo", id="paragraphs"),
        pytest.param("<p>on<b>e</b> <i>two</i></p>", "one two", id="inline elements"),
        pytest.param("<div>a<div>b</div>c</div>d", "a\nb\nc\nd", id="divisions"),
        pytest.param("a<br>b<br/>c", "a\nb\nc", id="line breaks"),
        pytest.param(
            "<h2>a</h2><ul><li>b<li>c</ul><blockquote>d</blockquote>", "a\nb\nc\nd", id="blocks"
        ),
        pytest.param("<table><tr><td>a</td><td>b</td></tr><tr><th>c</table>", "a b\nc", id="table"),
        pytest.param("<pre>a\n  b</pre>c\nd", "a\nb\nc d", id="preformatted"),
        pytest.param("<figure><img alt='x'><figcaption>a</figcaption></figure>", "a", id="figure"),
        pytest.param(
            "<p>a &amp; b &lt;c&gt; &eacute;&#8217; &nbs</p>", "a & b <c> é’ &nbs", id="entities"
        ),
        pytest.param("<p> a\n\xa0 b\u3000c&nbsp;&nbsp;d </p>", "a b c d", id="blanks"),
        pytest.param("<p>a\u200bb\xadc\u2060d\ufeffe\u200cf</p>", "abcdef", id="invisible"),
        pytest.param("<p>می\u200cخواهم</p>", "می\u200cخواهم", id="joiner in Persian"),
        pytest.param("<p>a<script>x</script><style>y</style><!-- z -->b</p>", "ab", id="unseen"),
        pytest.param(
            "<p>a</p><template>b</template><noscript>c</noscript><iframe>d</iframe>",
            "a",
            id="more unseen",
        ),
        pytest.param("a<img src='b'>c<iframe></iframe>d<wbr>e", "a c de", id="what parts words"),
        pytest.param("<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>", "1 2", id="MathML"),
        pytest.param("a<input value='b c'>d", "a b c d", id="value"),
        pytest.param("<input type=submit value=b><input type=hidden value=c>", "b", id="button"),
        pytest.param("<input type=email placeholder='a b'>", "a b", id="placeholder"),
        pytest.param("<optgroup label=a><option>b<option label=c>", "a\nb\nc", id="choice"),
        pytest.param("<p>a<p>b</i></div>c", "a\nbc", id="broken"),
        pytest.param("<frameset><frame></frameset>", "", id="frames"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_html(body: str, text: str) -> None:
    assert see(body) == text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param(
            "# One\n\ntwo *three* **four** [five](http://e.example)",
            "One\ntwo three four five",
            id="marks",
        ),
        pytest.param("- a\n- b\n\n1. c", "a\nb\nc", id="lists"),
        pytest.param("a\nb\n\nc", "a b\nc", id="soft breaks"),
        pytest.param("a  \nb", "a\nb", id="hard break"),
        pytest.param("a|b\n-|-\nc|d", "a b\nc d", id="table"),
        pytest.param(
            "~~a~~ `b` ![c](d.png) <https://e.example>", "a b https://e.example", id="inline"
        ),
        pytest.param("```\n<p>a</p>\n```", "<p>a</p>", id="fenced code"),
        pytest.param("a\n\n    <p>b</p>", "a\nb", id="indented HTML is HTML"),
        pytest.param("2 < 3 & 5 > 4", "2 < 3 & 5 > 4", id="signs"),
        pytest.param("one <!-- more -->**two**", "one\ntwo", id="end of the excerpt"),
        pytest.param("<div>a</div>\n\n**b**", "a\nb", id="HTML, then Markdown"),
        pytest.param("<div>**a**</div>", "**a**", id="HTML alone"),
    ],
)
def test_markdown(body: str, text: str) -> None:
    assert see(body) == text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param("{{< box >}}a{{< /box >}} b", "a b", id="Hugo"),
        pytest.param("{{% note %}}a{{% /note %}}", "a", id="Hugo, Markdown inside"),
        pytest.param('{{< img src="x" alt="y" caption="a" >}}', "a", id="caption"),
        pytest.param('[a]({{< ref "b.md" >}}) c', "a c", id="link target"),
        pytest.param('[a]({{< ref "b.md" >}} "t") c', "a c", id="link target and title"),
        pytest.param("a {% include b.html %}c {{ site.url }}d", "a c d", id="Liquid"),
        pytest.param("{%- if x -%}a{% endif %}", "a", id="Liquid, trimmed"),
        pytest.param('[a](b){:target="_blank"} c', "a c", id="Kramdown attributes"),
        pytest.param("## a {#b}\n\nc", "a\nc", id="anchor"),
        pytest.param(
            "`{%n - }{%t}|{%f}` {:.2f}", "{%n - }{%t}|{%f} {:.2f}", id="what is not a template"
        ),
        pytest.param("a {{ b", "a {{ b", id="what never ends"),
    ],
)
def test_templates_are_not_seen(body: str, text: str) -> None:
    assert see(body) == text


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("a &amp; b", "a & b"),
        ("a&apos;s &#8220;b&#8221;", "a's “b”"),
        ("<b>a</b> b", "a b"),
        ("<p>a</p><p>b</p>", "a b"),
        ("<p>1&nbsp;413</p><p>500</p>", "1\u202f413 500"),
        ("<script>a</script>b", "b"),
        ("&lt;script&gt;a", "<script>a"),
        ("2 < 3", "2 < 3"),
        (" a\n\u200bb\xa0\xa0c ", "a b c"),
        (
            "1\xa0413 of 2&#8239;500\xa0m, 3\u2009000 5\xa0%",
            "1\u202f413 of 2\u202f500 m, 3\u202f000 5 %",
        ),
        ("in 2026\xa01 413 or 12\xa04567", "in 2026 1 413 or 12 4567"),
        ("\ud800a", "a"),
        ("", ""),
    ],
)
def test_plain_text_is_on_one_line(title: str, text: str) -> None:
    assert plain(title) == text


@pytest.mark.parametrize("limit", [1, 2, 5, 50])
def test_html_in_pieces_is_seen_as_in_one(limit: int, monkeypatch: pytest.MonkeyPatch) -> None:
    body = (
        "<div><p>a <b>b</b></p><!-- <p> --><script>if (1 <p) {}</script>"
        "<ul><li>c</li><li>d</li></ul><table><tr><td>e</td><td>f</td></tr></table>g</div>"
    ) * 5
    whole = see(body)
    assert whole == "\n".join(["a b", "c", "d", "e f", "g"] * 5)
    monkeypatch.setattr(markup, "MAX_TAGS_AT_ONCE", limit)
    assert see(body).split() == whole.split()


def test_a_tag_too_long_to_be_one_is_left_out() -> None:
    picture = "<img src='data:image/png;base64," + "A" * MAX_MARKUP_TAG_CHARACTERS + "'>"
    assert see(f"<p>a {picture}b</p>{picture}<p>c <i>d") == "a b\nc d"


@given(st.text(alphabet="<>/ab pib='\"!-\n&;*[]()`_#{}%\u200b"))
def test_whatever_is_seen_has_no_blank_ends_or_blank_lines(body: str) -> None:
    for line in see(body).split("\n"):
        assert line == " ".join(line.split())


def test_a_selector_finds_elements_in_their_order() -> None:
    (root,) = bodies("<h3>a</h3><div><h2>b</h2></div><p>c</p><h1>d</h1>")
    assert [node.text() for node in select(root, "h1,h2,h3")] == ["a", "b", "d"]


@given(st.text(alphabet="a é\xa0\xad\u0633\u200b\u200c\u200d\u2028\u2060\ufeff\t"))
def test_one_line_is_its_words_without_what_cannot_be_seen(text: str) -> None:
    invisible = re.compile(
        "[\u00ad\u200b\u200e\u200f\u2060\ufeff]|(?<![\u0600-\U0010ffff])[\u200c\u200d]"
    )
    assert one_line(text) == " ".join(invisible.sub("", text).split())


@pytest.mark.parametrize(
    ("body", "is_plain"),
    [
        pytest.param("", True, id="nothing"),
        pytest.param("“It&#039;s 5 - 3”, they said. More &amp; more!", True, id="words"),
        pytest.param("déjà vu\n", True, id="end of the line"),
        pytest.param("a\n\nb", False, id="lines"),
        pytest.param("# a", False, id="heading"),
        pytest.param("1. a", False, id="list"),
        pytest.param("a *b*", False, id="emphasis"),
        pytest.param("a [b](c)", False, id="link"),
        pytest.param("a &lt;b>", False, id="other entity"),
        pytest.param("a <b>b</b>", False, id="tag"),
        pytest.param("a {{ b }}", False, id="template"),
    ],
)
def test_a_plain_line_is_recognised(body: str, is_plain: bool) -> None:
    assert is_plain_line(body) == is_plain


# Words, blanks, what cannot be seen, and every sign that may mean something to Markdown or HTML.
SIGNS = "aBé日ع1 \xa0\u200b\u200c\u2028\x85&#039;quotnbspamp'\"“.:/!?()+-=#%^@$,;"


@given(st.from_regex(markup._PLAIN_LINE, fullmatch=True, alphabet=SIGNS), st.booleans())
def test_of_a_plain_line_all_is_seen(body: str, is_markdown: bool) -> None:
    assume(is_plain_line(body))
    with mock.patch.object(markdown, "is_plain_line", return_value=False):
        parsed = rendered(body, []).html if is_markdown else body
    assert one_line(html.unescape(body)) == "\n".join(seen(root) for root in bodies(parsed))


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        pytest.param("中国港\n口罢工开始", "中国港口罢工开始", id="Chinese"),
        pytest.param("ニュー\n  ス、\nです。\n「は」", "ニュース、です。「は」", id="Japanese"),
        pytest.param("ประ\nท้วง", "ประท้วง", id="Thai"),
        pytest.param("ປະ\nທ້ວງ", "ປະທ້ວງ", id="Lao"),
        pytest.param("បាតុ\nកម្ម", "បាតុកម្ម", id="Khmer"),
        pytest.param("ဆန္ဒ\nပြ", "ဆန္ဒပြ", id="Burmese"),
        pytest.param("항구\n파업", "항구 파업", id="Korean has blanks"),
        pytest.param("港\nport\n口", "港 port 口", id="Latin between"),
        pytest.param("l’été\nà la mer", "l’été à la mer", id="Latin"),
        pytest.param("**港**\n*口* 罢\n[工](/a)", "港口 罢工", id="marks"),
    ],
)
def test_a_line_break_between_letters_written_without_blanks_is_nothing(
    lines: str, text: str
) -> None:
    assert see(lines) == text
    assert see(f"- {lines}".replace("\n", "\n  ")) == text
    if "*" not in lines:
        assert see(f"<p>{lines}</p>") == see(f"<div>\n{lines} \n</div>") == text
        assert plain(lines) == one_line(lines) == text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param("港\n\n口", "港\n口", id="blank line"),
        pytest.param("港  \n口", "港\n口", id="hard break"),
        pytest.param("<p>港\n</p>\n<p>口</p>", "港\n口", id="paragraphs"),
        pytest.param("<pre>港\n口</pre>", "港\n口", id="preformatted"),
        pytest.param("|港|口|\n|-|-|\n|罢|工|", "港 口\n罢 工", id="Markdown table"),
        pytest.param("<table><tr><td>港</td>\n<td>口</td></tr></table>", "港 口", id="table"),
    ],
)
def test_other_line_breaks_part_letters_written_without_blanks(body: str, text: str) -> None:
    assert see(body) == text
