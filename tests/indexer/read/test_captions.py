"""What the first line of a fence shows is text; how the code is to be shown is not."""

import pytest

from indexer.read.body import read_body
from indexer.read.outlets import Outlets


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ('```js title="Acorn words of birch"', "Acorn words of birch\n"),
        ("```js {1,3} title='Acorn words' showLineNumbers", "Acorn words\n"),
        ("```{note} Acorn words of birch", "Acorn words of birch\n"),
        ('```{r fig.cap="Acorn words of birch"}', "Acorn words of birch\n"),
        ("``` js Acorn words of birch https://a.example link", "Acorn words of birch link\n"),
        ('~~~ {.ruby caption="Acorn birch"}', "Acorn birch\n"),
        ('```{.python .numberLines startFrom="10"}', ""),
        ("```js {1,3} showLineNumbers linenos", ""),
        ("```{code-block} python", ""),
        ("```rust,ignore", ""),
        ("```js:src/main.js", "src/main.js\n"),
        ("```js [main.js]", "main.js\n"),
        ("```js {1,2} [Tab one]", "Tab one\n"),
        ('```js filename="main.js" {1}', "main.js\n"),
        ('```{.js filename="main.js"}', "main.js\n"),
        ("```js name=main.js", "main.js\n"),
        ("```js {1,2} main.js", "main.js\n"),
        ("```js [1,3]", ""),
        ("```js:line-numbers {1}", ""),
        ("``` bash", ""),
    ],
)
def test_captions_of_fences(line: str, text: str) -> None:
    fence = line[:3]
    for before, mark in (("", ""), ("a\n\n", ""), ("", "> "), ("- b\n\n", "  ")):
        lines = "".join(f"{mark}{part}\n" for part in (line, "x", fence))
        read = read_body(before + lines, Outlets(), is_markdown=True).text
        assert read == f"{before.strip('- ').strip()}\n{text}x".strip()


def test_the_file_that_kramdown_shows_beside_code() -> None:
    for body, text in (
        ('```sh\nx\n```\n{: file="a/b.sh" .c }\nend', "x\na/b.sh\nend"),
        ("```sh\nx\n{: file='b.sh'}\n```", "x\n{: file='b.sh'}"),
    ):
        assert read_body(body, Outlets(), is_markdown=True).text == text
