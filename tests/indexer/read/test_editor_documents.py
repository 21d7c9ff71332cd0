"""Documents of editors, kept as trees of nodes in a key, give their text."""

import json

import pytest

from tests.indexer.read.conftest import Load

SPANS = [{"text": "The port "}, {"text": "is <shut>", "bold": True}]
DOCUMENTS = {
    "lexical": {"root": {"children": [
        {"type": "paragraph", "children": [*SPANS, {"type": "linebreak"}, {"text": "a"}]},
        {"type": "list", "children": [{"type": "listitem", "children": [{"text": "b"}]}]},
        {"type": "html", "html": "<p>c <b>d</b></p>"}, {"type": "markdown", "markdown": "*e*"},
    ]}},
    "mobiledoc": {
        "markups": [], "atoms": [["soft-return", "", {}]],
        "cards": [["html", {"html": "<p>c <b>d</b></p>"}], ["markdown", {"markdown": "*e*"}]],
        "sections": [
            [1, "p", [[0, [], 0, "The port "], [0, [], 0, "is <shut>"], [1, [], 0, 0],
             [0, [], 0, "a"]]],
            [3, "ul", [[[0, [], 0, "b"]]]], [10, 0], [10, 1],
        ],
    },
    "blocks": {"time": 1, "blocks": [
        {"type": "paragraph", "data": {"text": "The port <b>is</b> &lt;shut&gt;<br>a"}},
        {"type": "list", "data": {"items": ["b", {"content": "c d", "items": []}]}},
        {"type": "quote", "data": {"text": "e", "alignment": "left"}},
    ]},
    "content": {"type": "doc", "content": [
        {"type": "paragraph", "content": [*SPANS, {"type": "hardBreak"}, {"text": "a"}]},
        {"type": "bulletList", "content": [
            {"type": "listItem", "content": [{"type": "paragraph", "content": [{"text": "b"}]}]},
        ]},
        {"type": "codeBlock", "content": [{"type": "text", "text": "c d\ne"}]},
    ]},
    "body": [
        {"_type": "block", "children": SPANS, "markDefs": [{"href": "x"}]},
        {"_type": "image", "asset": {"_ref": "x"}, "caption": "a\nb"},
        {"_type": "code", "code": "c d\ne", "language": "py"},
    ],
    "tree": {"type": "root", "children": [
        {"type": "element", "tagName": "p", "children": [{"type": "text", "value": text}]}
        for text in ("The port is <shut>", "a", "b", "c d", "e")
    ]},
    "delta": {"ops": [
        {"insert": "The port "}, {"insert": "is <shut>"}, {"insert": "\na\nb\nc d\ne"},
    ]},
    "story": {"blocks": [
        {"text": text, "type": "unstyled", "entityRanges": []}
        for text in ("The port is <shut>", "a", "b", "c d", "e")
    ]},
    "text": [
        {"name": "core/paragraph", "attributes": {"content": "The port <b>is</b> &lt;shut&gt;"}},
        {"name": "core/columns", "attributes": {"columns": 2}, "innerBlocks": [
            {"name": "core/list-item", "attributes": {"content": "a"}, "innerBlocks": []},
        ]},
        {"name": "core/table", "attributes": {"body": [{"cells": [{"content": "b"}]}]}},
        {"name": "core/quote", "attributes": {"value": "<p>c d</p>", "citation": "e"}},
    ],
    "raw": [
        {"blockName": "core/group", "attrs": {}, "innerHTML": "<div></div>", "innerBlocks": [
            {"blockName": "core/paragraph", "innerHTML": "<p>a</p>", "innerContent": ["<p>a</p>"]},
        ], "innerContent": ["<p>The port is &lt;shut&gt;</p><div>", None, "</div><p>b</p>"]},
        {"blockName": None, "innerHTML": "<p>c d<br>e", "innerBlocks": []},
    ],
    "html": {"raw": "x", "rendered": "<p>The port is &lt;shut&gt;<br>a<br>b<br>c d</p>\ne"},
    "rich": {"nodeType": "document", "content": [
        {"nodeType": "paragraph", "content": [
            {"nodeType": "text", "value": "The port ", "data": {}},
            {"nodeType": "hyperlink", "content": [{"nodeType": "text", "value": "is <shut>"}]},
        ]},
        *({"nodeType": "paragraph", "content": [{"nodeType": "text", "value": text}]}
          for text in ("a", "b", "c d", "e")),
    ]},
}  # fmt: skip


@pytest.mark.parametrize("is_json", [True, False], ids=["JSON", "YAML"])
@pytest.mark.parametrize("key", DOCUMENTS)
def test_a_document_is_the_text(load_file: Load, key: str, is_json: bool) -> None:
    sign = "'" if is_json else ""
    value = f"{sign}{json.dumps(DOCUMENTS[key])}{sign}"
    item, ledger = load_file(f"---\ntitle: T\n{key}: {value}\n---\n")
    lines = ["The port is <shut>", "a", "b", "c d", "e"]
    assert item is not None
    assert item.text.replace("\n", " ") == " ".join(lines)
    assert ledger[0].detail == f"Its body is empty; its text was taken from the key '{key}'."


@pytest.mark.parametrize("value", ["[{type: hero, title: A b}]", "'{\"a\": 1}'", "'[1, 2]'", "[a]"])
def test_other_values_are_no_documents(load_file: Load, value: str) -> None:
    item, _ = load_file(f"---\ntitle: T\nblocks: {value}\n---\n")
    assert item is not None
    assert item.text == ""


def test_a_document_beside_a_text_is_told(load_file: Load) -> None:
    words = " ".join(f"word{number}" for number in range(12))
    value = json.dumps({"type": "doc", "content": [{"text": words}]})
    _, ledger = load_file(f"---\ntitle: T\ndoc: '{value}'\n---\nOne. Two.")
    assert "as the body has a text of its own" in ledger[0].detail
