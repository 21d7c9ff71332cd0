"""Marks that programs put into a file leave no signs behind, and take no words away."""

import pytest

from indexer.ledger import Repairs
from indexer.read.body import read_body
from indexer.read.front_matter import read_matter
from indexer.read.mdx import without_components
from indexer.read.outlets import Outlets

GRID = """+-----+------+
| a b | c d  |
+=====+======+
| e   | f g  |
+-----+------+

Text"""


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param(GRID, "a b c d\ne f g\nText", id="grid"),
        pytest.param("```\n+---+\n| a |\n+---+\n```", "+---+\n| a |\n+---+", id="grid in code"),
        pytest.param("a\n\n+---+ b", "a\n+---+ b", id="no grid"),
        pytest.param("a\n\n*[HTML]: Hyper Text", "a\nHTML: Hyper Text", id="short form"),
        pytest.param('a\n{::options x="true" /}\n\nb', "a\nb", id="options of kramdown"),
        pytest.param("Port at dawn. ^block-id\n\nb", "Port at dawn.\nb", id="anchor"),
        pytest.param("m ^2\n\nx ^b", "m ^2\nx ^b", id="powers"),
        pytest.param("`a ^block-id`", "a ^block-id", id="anchor in code"),
    ],
)
def test_marks_leave_no_signs(body: str, text: str) -> None:
    assert read_body(body, Outlets(), is_markdown=True).text == text


@pytest.mark.parametrize(
    "statement",
    [
        "export const A = () => (\n  <p>\n\n  Words\n  </p>\n)",
        "export default ({ children }) => (\n  <p>Words</p>\n);",
    ],
)
def test_an_export_in_parentheses_goes_whole(statement: str) -> None:
    read = without_components(f"{statement}\n\nText")
    assert (read.text.strip(), read.left_out) == ("Text", [statement])


@pytest.mark.parametrize("lines", ["<<: *missing\ntitle: T", "title: T\n<<: *missing"])
def test_a_part_that_is_missing_does_not_end_front_matter(lines: str) -> None:
    repairs = Repairs("a.md")
    matter = read_matter(f"---\n{lines}\n---\nBody", repairs)
    assert (matter.values, matter.body) == ({"title": "T"}, "Body")
    assert [entry.reason for entry in repairs.entries] == ["broken-front-matter"]
