"""Components in Markdown show the words of their attributes, and code stays code."""

import pytest

from indexer.read.body import read_body
from indexer.read.outlets import Outlets
from tests.indexer.read.conftest import Load


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ('a\n\n<Card title="Birch cedar daisy" />\n\nb', "a\nBirch cedar daisy\nb"),
        ('<TabItem label="Linux acorn users">x</TabItem>', "Linux acorn users\nx"),
        ('<Callout title="Ivy jute">\n\nText **b**\n\n</Callout>', "Ivy jute\nText b"),
        ('x <Badge text="Yew zebra" /> y', "x Yew zebra y"),
        (
            '<Tabs>\n<TabItem value="a" label="L &amp; a">\n\nx *y*\n\n</TabItem>\n</Tabs>',
            "L & a\nx y",
        ),
        ('> <Card title="In a quote"/>\n> text', "In a quote\ntext"),
        ('- <Card title="In a list"/>\n- b', "In a list\nb"),
        ('<my-card title="Acorn birch">x</my-card>', "Acorn birch\nx"),
        ('<amp-img alt="a" title="b c d"></amp-img>x', "x"),
        ('<Card :title="a.b" title="Storm here"/>', "Storm here"),
        ('a `<Card title="b c"/>`', 'a <Card title="b c"/>'),
        ("The new <Suspense/> component", "The new <Suspense/> component"),
        ("<Toc/>\n\nx", "x"),
        ('<CodeBlock code="const a = 1" />', "const a = 1"),
        ('<P TITLE="a b">x</P>', "x"),
        ("<Callout>\nText **b**\n</Callout>\nc *d*", "Text b\nc d"),
        ("<CodeGroup>\n```js\n**a**\n```\n</CodeGroup>", "**a**"),
        ("<aside>\nText **b**\n\n</aside>\n\nc", "Text b\nc"),
        ("```\n<Note>\n**a**\n</Note>\n```", "<Note>\n**a**\n</Note>"),
        ('<Pick :a="b" @click="c" #d>Word</Pick>', "Word"),
    ],
)
def test_texts_of_components(body: str, text: str) -> None:
    assert read_body(body, Outlets(), is_markdown=True).text == text


@pytest.mark.parametrize("part", ["<Ab ", '<Ab c="', '<Ab c="d"', "<Ab c", '<a-b title="', "<Ab/>"])
def test_hostile_text_takes_linear_time(part: str) -> None:
    read_body(part * (100_000 // len(part)), Outlets(), is_markdown=True)


@pytest.mark.parametrize("extension", ["md", "mdx"])
@pytest.mark.parametrize(
    "body",
    [
        "<Card>a</Card><Card>b</Card>",
        "<my-card>a</my-card><my-card>b</my-card>",
        "<Tabs><Tab>a</Tab></Tabs><Tabs><Tab>b</Tab></Tabs>",
        "<card>a</card><Card title='b'></Card>",
    ],
)
def test_words_of_components_that_touch_are_apart(
    body: str, extension: str, load_file: Load
) -> None:
    item, _ = load_file(f"---\ntitle: X\ndate: 2026-01-03\n---\n{body}", f"x.{extension}")
    assert item
    assert item.text == "a b"
    item, _ = load_file(
        "---\ntitle: X\n---\n<Sub>a</Sub><Sup>b</Sup>\n\n`</A><B>`", f"x.{extension}"
    )
    assert item
    assert item.text == "ab\n</A><B>"
