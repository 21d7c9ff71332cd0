"""The text of boxes, tabs and cards of other programs is read as Markdown."""

import pytest

from indexer.read.body import read_body
from indexer.read.outlets import Outlets

LINE = "*a* [b](https://c.example)"
NESTED = """!!! note

    a

    !!! tip "B"

        *c*

        ```
        !!! d *e*
        ```

    *f*
*g*"""


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param(f"!!! note\n\n    {LINE}\n\n    1. **d**\n\ne", "a b\nd\ne", id="MkDocs"),
        pytest.param("!!!note\n    *a*", "a", id="no blank"),
        pytest.param("!!!note that *a*", "!!!note that a", id="words"),
        pytest.param(f'??? tip "T"\n\n    {LINE}', "T\na b", id="closed at first"),
        pytest.param('=== "A"\n\n    ``` py\n    x = 1\n    ```\n\nb', "A\nx = 1\nb", id="tab"),
        pytest.param("!!! note\n\n\t*a*", "a", id="shifted by a tab"),
        pytest.param(NESTED, "a\nB\nc\n!!! d *e*\nf\ng", id="in one another"),
        pytest.param("- a\n\n    !!! note\n\n        *b*\n\n- c", "a\nb\nc", id="in a list"),
        pytest.param('1. a\n\n    ??? b "C"\n\n        *d*\n\n2. e', "a\nC\nd\ne", id="it goes on"),
        pytest.param("```\n!!! note\n\n    *a*\n```", "!!! note\n*a*", id="code"),
        pytest.param("a\n\n    !!! note\n        *b*", "a\n!!! note\n*b*", id="indented code"),
        pytest.param("/// note | T\n    type: x\n\n*a*\n///\n\nb", "T\na\nb", id="slashes"),
        pytest.param("/// <summary>\n/// a", "/// <summary> /// a", id="slashes of code"),
        pytest.param("```{note} T\n:class: x\n\n*a*\n```\n\nb", "T\na\nb", id="MyST"),
        pytest.param("````{tip}\n```{note}\n*a*\n```\n```py\n*b*\n```\n````", "a\n*b*"),
        pytest.param(":::{note}\n:class: x\n*a*\n:::", "a", id="colons"),
        pytest.param("```{figure} a.png\n:alt: b\n\n*c*\n```", "c", id="figure"),
        pytest.param("```{r}\n*a*\n```", "*a*", id="code of R"),
        pytest.param('::card{title="T"}\n#slot\n*a*\n::\n\n# b', "T\na\nb", id="Nuxt"),
        pytest.param("::alert\n---\ntype: x\ntitle: T\n---\n*a*\n::", "T\na", id="its members"),
        pytest.param("::youtube{#id}\n\na", "a", id="leaf"),
        pytest.param("a\n::b\nc", "a ::b c", id="no component"),
    ],
)
def test_boxes(body: str, text: str) -> None:
    assert read_body(body, Outlets(), is_markdown=True).text == text


@pytest.mark.parametrize("line", ["!!! a", "    !!! a", "```{note}", "::a{b}", "/// a", "::"])
def test_hostile_text_takes_linear_time(line: str) -> None:
    body = f"{line}\n" * 20_000 + "///\n::\n\nThe end"
    assert "The end" in read_body(body, Outlets(), is_markdown=True).text
