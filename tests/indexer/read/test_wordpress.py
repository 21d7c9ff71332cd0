"""Shortcodes in brackets leave their text, and words in brackets stay."""

import pytest

from indexer.read.body import read_body
from indexer.read.outlets import Outlets


@pytest.mark.parametrize("is_markdown", [True, False], ids=["Markdown", "HTML"])
@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param(
            "a [youtube https://b.example/?v=c&w=6] [tweet 12 w=5] [tweet of 5] d",
            "a [tweet of 5] d",
            id="embedded",
        ),
        pytest.param(
            '[caption id="a_1" align="alignnone"]<img src="a.jpg"> The port[/caption]',
            "The port",
            id="caption",
        ),
        pytest.param(
            '<p>a[caption id="a" caption="The port"]<img src="a.jpg">[/caption]b</p>',
            "a The port b",
            id="caption in an argument",
        ),
        pytest.param("<p>[gallery]a</p>", "a", id="gallery"),
        pytest.param('<p>a [gallery ids="1,2" /] b</p>', "a b", id="gallery with arguments"),
        pytest.param("<p>a [gallery ids=1,2] b</p>", "a b", id="no quotes"),
        pytest.param("<p>a [gallery ids=“1,2”] b</p>", "a b", id="curly quotes"),
        pytest.param("<p>[embed]a[/embed] b</p>", "a b", id="embedded address"),
        pytest.param(
            '<p>[vc_row][vc_column width="1/2"]a[/vc_column][/vc_row]</p>', "a", id="page builder"
        ),
        pytest.param('<p>[button link="/a"]Come in[/button]</p>', "Come in", id="of a plugin"),
        pytest.param(
            '<p>[box title="Read this first"]a[/box]</p>', "Read this first a", id="title"
        ),
        pytest.param("<p>He [sic] left [...] [the mayor]</p>", None, id="words of an editor"),
        pytest.param("<p>[video] a [audio] b [caption] c</p>", None, id="kinds of media"),
        pytest.param("<p>[b]a[/b] [/sarcasm]</p>", "a [/sarcasm]", id="marks of a forum"),
        pytest.param("<p>[rant]a[/rant] [b] c</p>", None, id="said"),
        pytest.param("<p>[dropcap]W[/dropcap]ord</p>", "Word", id="in a word"),
        pytest.param("<p>[row][span6]a[/span6][span6]b[/span6][/row]</p>", "a b", id="columns"),
        pytest.param("<p>[url=https://a.example]a[/url] b</p>", "a b", id="link of a forum"),
        pytest.param('<p>[quote="Jane Doe"]a[/quote] b</p>', "Jane Doe a b", id="quotation"),
        pytest.param("<p>[color=red]re[/color]d [x=1]</p>", "red [x=1]", id="color"),
        pytest.param("<p>[x = 1] [x=1] [a b]</p>", None, id="formula"),
        pytest.param("<p>[[gallery]]</p>", None, id="escaped"),
        pytest.param('<p><code>[a b="c"]</code></p>', '[a b="c"]', id="code"),
        pytest.param('<pre>[a b="c"]\n[gallery]</pre>', '[a b="c"]\n[gallery]', id="block of code"),
        pytest.param("<p>[gallery</p>", None, id="not closed"),
        pytest.param("<p>[QUOTE]a[/QUOTE] b</p>", "a b", id="capitals"),
        pytest.param("<p>[QUOTE=Jane Doe]a[/Quote] b</p>", "Jane Doe a b", id="name with a blank"),
        pytest.param(
            '<p>[B][URL="https://a.example"]a[/URL][/B]c</p>', "a c", id="capitals within"
        ),
        pytest.param(
            '<p>[CAPTION id="a" width="3"]<img src="x.jpg"> The port[/CAPTION]</p>', "The port"
        ),
        pytest.param("<p>[NATO] and the [EU] met [UN]</p>", None, id="short names"),
        pytest.param("<p>[QUOTE] a</p>", None, id="capitals, not closed"),
        pytest.param(
            '<p>[quote="Jane, post: 3, topic: 4"]a[/quote]</p>', "Jane a", id="post of a quotation"
        ),
        pytest.param("<p>[QUOTE=Jane Doe;34]a[/QUOTE]</p>", "Jane Doe a", id="number of a post"),
        pytest.param(
            "<p>[quote author=Jane Doe link=topic=3 date=1]a[/quote]</p>", "Jane Doe a", id="author"
        ),
        pytest.param('<p>[quote="Jane" post_id=3]a[/quote]</p>', "Jane a", id="loose arguments"),
        pytest.param("<p>[quote=&quot;Jane&quot;]a[/quote]</p>", "Jane a", id="entities"),
        pytest.param('<p>[SPOILER="The end"]a[/SPOILER]</p>', "The end a", id="title of a box"),
        pytest.param("<p>[font=Times New Roman]a[/font] b</p>", "a b", id="name of a font"),
        pytest.param("<p>[IMG]https://a.example/b.jpg[/IMG] c</p>", "c", id="picture"),
        pytest.param("<p>[youtube]dQw4w9WgXcQ[/youtube] c</p>", "c", id="id of a film"),
        pytest.param("<p>[img width=30]The old port[/img]</p>", "The old port", id="words within"),
        pytest.param("<p>[LIST=1][*]a[*]b[/LIST]</p>", "a\nb", id="list"),
        pytest.param("<p>[*] a [/b]</p>", None, id="no list"),
        pytest.param("<p>[code]a[i][b]c[/b][/code]</p>", "a[i][b]c[/b]", id="code of a forum"),
    ],
)
def test_shortcodes_in_brackets(body: str, text: str | None, is_markdown: bool) -> None:
    text = body.removeprefix("<p>").removesuffix("</p>") if text is None else text
    assert read_body(body, Outlets(), is_markdown=is_markdown).text == text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param('[caption id="a"]![b](c.png) The *port*[/caption]', "The port", id="caption"),
        pytest.param('[caption id="a"]_The port!_ Now![/caption]', "The port! Now!", id="marks"),
        pytest.param("[gallery](/a) b", "gallery b", id="link"),
        pytest.param("[gallery][1] b\n\n[1]: /a", "gallery b", id="reference"),
        pytest.param("[gallery] b\n\n[gallery]: /a", "b", id="its target"),
        pytest.param('`[a b="c"]`', '[a b="c"]', id="code"),
        pytest.param(
            "[code]int *a = *b; #<c>[/code] d", "int *a = *b; #<c>\nd", id="code of a forum"
        ),
        pytest.param('\\[a b="c"]', '[a b="c"]', id="escaped"),
        pytest.param('a\n\n    [a b="c"]\n', 'a\n[a b="c"]', id="indented code"),
    ],
)
def test_shortcodes_in_markdown(body: str, text: str) -> None:
    assert read_body(body, Outlets(), is_markdown=True).text == text


@pytest.mark.parametrize(
    "part",
    [
        "[",
        "[a ",
        '[a b="',
        '[a b="c"',
        "[/a",
        "[embed]",
        '[a b="c"]',
        "[a]",
        "[a=b",
        "[*]",
        "[a b=c]",
    ],
)
@pytest.mark.parametrize("is_markdown", [True, False], ids=["Markdown", "HTML"])
def test_hostile_text_takes_linear_time(part: str, is_markdown: bool) -> None:
    read_body('<p>[a b="c"]' + part * 5_000, Outlets(), is_markdown=is_markdown)


def test_many_names_take_linear_time() -> None:
    read_body("".join(f"[a{n}]" for n in range(50_000)) + "[/b]", Outlets(), is_markdown=False)
