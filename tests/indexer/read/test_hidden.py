"""What a browser hides or frames is in the text, or the ledger says that it was left out."""

import pytest

from indexer.ledger import Entry
from indexer.read.body import read_body
from indexer.read.hidden import with_pages_within
from indexer.read.item import load
from indexer.read.outlets import Outlets
from search import Item


def loaded(body: str, name: str = "a.md") -> tuple[Item, list[Entry]]:
    class File:
        id = shown = name

        def read(self) -> bytes:
            return f"---\ntitle: Storm\ndate: 2026-01-01\n---\n{body}\n".encode()

    entries: list[Entry] = []
    item = load(File(), entries.append, Outlets())
    assert item is not None
    return item, entries


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<details><summary>One</summary>two</details>", "One\ntwo"),
        ("one<dialog>two</dialog>three", "one\ntwo\nthree"),
        ('<iframe srcdoc="<p>One &amp;amp; two</p>"></iframe><p>three</p>', "One & two\nthree"),
        ("<iframe src=a SRCDOC='&lt;b&gt;One&lt;/b&gt;'></iframe> two", "One\ntwo"),
        (
            '<iframe srcdoc="<iframe srcdoc=&quot;one&quot;></iframe>two"></iframe>three',
            "one\ntwo\nthree",
        ),
        ("<frameset><noframes><body><p>One</p></body></noframes></frameset>", "One"),
        ("<textarea>One</textarea>two", "One\ntwo"),
        ("<select><option>one<option>two</select>", "one\ntwo"),
        ("<svg><text>One</text><text>two</text></svg>", "One two"),
        ("<svg><foreignObject><p>One</p></foreignObject></svg>", "One"),
        ("<math><mi>one</mi><annotation>\\tex</annotation></math>", "one"),
        ("<p hidden>One</p><p style='display:none'>two</p>", "One\ntwo"),
        ("a <meter>one</meter><progress>two</progress>", "a one two"),
        ("<xmp><b>one</b></xmp><p>two</p>", "<b>one</b>\ntwo"),
        ("<fieldset><legend>One</legend>two</fieldset>", "One\ntwo"),
        (
            "<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>と<ruby>明日"
            "<rt>あした</rt></ruby></p><p>a</p>",
            "漢字と明日 (かんじ あした)\na",
        ),
        ("<p>a</p><!-- unseen --><script>var b</script><style>c {}</style>", "a"),
        ("a <noscript><img src=b></noscript>", "a"),
        ("One two.<noscript>Two</noscript>", "One two."),
        ("```html\n<noscript>one</noscript>\n```", "<noscript>one</noscript>"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["a.md", "a.html"])
def test_text_that_is_shown(body: str, text: str, name: str) -> None:
    if not body.startswith("```") or name == "a.md":
        item, entries = loaded(body, name)
        assert item.text == text
        assert not entries


@pytest.mark.parametrize(
    ("markup", "hidden"),
    [
        ("<p>A</p><title>One two</title>", "<title>"),
        ("<head><title>One two</title></head>", "<title>"),
        ("<noscript><p>One</p><p>two</p></noscript>", "<noscript>"),
        ("<template><p>One</p><p>two</p></template>", "<template>"),
        ("<iframe src=a>One <b>two</b></iframe>", "<iframe>"),
        ("<object data=a><p>One two</p></object>", "<object>"),
        ("<video controls><p>One two</p></video>", "<video>"),
        ("<audio>One</audio> <canvas>two</canvas>", "<audio>, <canvas>"),
        ("<noembed>One two</noembed>", "<noembed>"),
        ("<svg><title>One</title><desc>two</desc></svg>", "<title>, <desc>"),
        ("<p>b</p>" * 300 + "<noscript>One two</noscript>", "<noscript>"),
        (
            '<ol><li><a href="https://a.example">B</a>&nbsp;&nbsp;<font>BBC</font></li></ol>'
            "<noscript>One two</noscript>",
            "<noscript>",
        ),
        (
            '<p data-attrs="{&quot;url&quot;:&quot;https://a.example/b c&quot;,'
            '&quot;text&quot;:&quot;One two three&quot;}"></p>',
            "data-*",
        ),
        ('<p data-x=\'{"text": "One two three"}\'></p>', "data-*"),
        (
            '<script id="__NEXT_DATA__" type="application/json">'
            '{"props": [{"body": "<p>One <b>two</b> three</p>", "css": "a-b c/d e:f"}]}</script>',
            "<script>",
        ),
    ],
)
def test_text_that_the_ledger_accounts_for(markup: str, hidden: str) -> None:
    item, entries = loaded(f"<div>A</div>{markup}", "a.html")
    assert "two" not in item.text
    assert [entry.reason for entry in entries] == ["text-left-out"]
    assert hidden in entries[0].detail
    assert "One two" in entries[0].detail


@pytest.mark.parametrize(
    "part", ["<iframe ", "<iframe '", '<iframe srcdoc="', "<noframes ", "<iframe a=' "]
)
def test_hostile_text_takes_linear_time(part: str) -> None:
    with_pages_within("srcdoc noframes" + part * 20_000)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        pytest.param("<p>A word<sup>1</sup> b", "A word 1 b", id="number"),
        pytest.param("<p>A word<sup>[12]</sup>b", "A word [12] b", id="number in brackets"),
        pytest.param("<p>A word<sup>1,2</sup>.", "A word 1,2.", id="two numbers"),
        pytest.param("<p>in 2015<sup>3</sup> b", "in 2015 3 b", id="number behind a year"),
        pytest.param("<p>10<sup>6</sup> b", "10 6 b", id="power of a number"),
        pytest.param("<p>It hit.<sup>4</sup> b", "It hit. 4 b", id="number behind a sentence"),
        pytest.param(
            '<p>a<sup id="fnref1"><a href="#fn1" class="ref">1</a></sup> b', "a 1 b", id="link"
        ),
        pytest.param('<p>a<a href="#n"><sup>b</sup></a> c', "a b c", id="link around it"),
        pytest.param("<p>5 m<sup>2</sup>, km<sup>3</sup>", "5 m2, km3", id="unit"),
        pytest.param("<p>E = mc<sup>2</sup> H<sub>2</sub>O", "E = mc2 H2O", id="formula"),
        pytest.param("<p>the 10<sup>th</sup>, M<sup>me</sup>", "the 10th, Mme", id="letters"),
        pytest.param("<p>a <del>five</del><ins>six</ins> b", "a five six b", id="correction"),
        pytest.param("<p>col<del>o</del><ins>ou</ins>r", "coloour", id="correction in a word"),
    ],
)
def test_what_is_no_part_of_a_word_is_set_apart(markup: str, text: str) -> None:
    for html in (markup, f"{markup}</p>", f"{markup}</p>" + "<i></i>" * 300):
        assert read_body(html, Outlets(), is_markdown=False).text == text


@pytest.mark.parametrize(
    ("body", "text", "note"),
    [
        ("a %%to do%% b", "a b", "to do"),
        ("%%\nto\n\n*do*\n%%\na", "a", "to do"),
        ("%% to\ndo %%\n\na", "a", "to do"),
        ("# One %%to%%\n\n- a %%do%%", "One\na", "to do"),
        ("%%<b>to</b> & do%% a", "a", "<b>to</b> & do"),
        ("a ^to-do\n\nb ^a1b2c3", "a\nb", "to-do"),
    ],
)
def test_private_notes_are_left_out_and_told(body: str, text: str, note: str) -> None:
    item, entries = loaded(body)
    assert item.text == text
    (entry,) = entries
    assert entry.detail.startswith("Text in %% was" if "%%" in body else "Text in ^ was")
    assert entry.detail.endswith(f" was left out, as a browser does not show it: {note!r}.")


@pytest.mark.parametrize("body", ["100%% sure, 50%% not", "`%%time` a `%%x`", "%%time a", "a %%"])
def test_two_signs_of_percent_are_no_note(body: str) -> None:
    item, entries = loaded(body)
    assert item.text == body.replace("`", "")
    assert not entries


@pytest.mark.parametrize("part", ["%%", "%% a ", "%%\n", "\n%% a\n", "%%a%% "])
def test_hostile_signs_of_percent_take_linear_time(part: str) -> None:
    read_body(part * 10_000, Outlets(), is_markdown=True)
