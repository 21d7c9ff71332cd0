"""Code stays as it is written, whatever marks it: nothing in it is a template, a link or a tag."""

import pytest

from indexer.read.body import read_body
from indexer.read.code_spans import code_spans
from indexer.read.item import load
from indexer.read.mdx import without_components
from indexer.read.outlets import Outlets

PHP = "<?php\n/** cedar */\necho $daisy; ?>\n<p><?= $elm ?></p>"


def shown(body: str, name: str = "a.md") -> str:
    class File:
        id = shown = name

        def read(self) -> bytes:
            return f"---\ntitle: T\ndate: 2026-01-01\n---\n{body}\n".encode()

    said: list[object] = []
    item = load(File(), said.append, Outlets())
    assert item is not None
    assert not said
    return item.text


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("{% highlight php startinline %}", "{% endhighlight %}"),
        ("{%- highlight php -%}", "{%- endhighlight -%}"),
        ("{% codeblock lang:php %}", "{% endcodeblock %}"),
        ("{% code %}", "{% endcode %}"),
        ("{% prism php %}", "{% endprism %}"),
        ("{{< highlight php >}}", "{{< /highlight >}}"),
        ('{{< highlight php "linenos=table" >}}', "{{</ highlight >}}"),
        ("{{<highlight php>}}", "{{</highlight>}}"),
        ("{{% code %}}", "{{% /code %}}"),
        ("[code]", "[/code]"),
        ('[sourcecode language="php"]', "[/sourcecode]"),
        ("[php]", "[/php]"),
        ("```php", "```"),
        ("~~~", "~~~"),
    ],
)
@pytest.mark.parametrize("code", [PHP, "{{ acorn }} {% if birch %}c{% endif %} {# d #} {{< e >}}"])
def test_blocks_for_code(opening: str, closing: str, code: str) -> None:
    text = shown(
        f"before\n\n{opening}\n{code}\n{closing}\n\nafter {{{{< box >}}}}x{{{{< /box >}}}}"
    )
    assert text == f"before\n{code}\nafter x"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param("* * *\n\n    {# acorn #}\n    {{< daisy >}}", "{# acorn #}\n{{< daisy >}}"),
        pytest.param("- - -\n\n    {% birch %}", "{% birch %}", id="rule of minus signs"),
        pytest.param("- a\n\n* * *\n\n    {% birch %}", "a\n{% birch %}", id="rule below a list"),
        pytest.param("# H\n    {% birch %}", "H\n{% birch %}", id="below a heading"),
        pytest.param("H\n===\n    {% birch %}", "H\n{% birch %}", id="below a line of a heading"),
        pytest.param("***\n    {% birch %}", "{% birch %}", id="below a rule"),
        pytest.param("```\nx\n```\n    {% birch %}", "x\n{% birch %}", id="below a fence"),
        pytest.param("a\n2. x\n\n    {% b %}", "a 2. x\n{% b %}", id="below a number"),
        pytest.param("-     {% birch %}", "{% birch %}", id="first in a list"),
        pytest.param("1. a\n\n       {% b %}", "a\n{% b %}", id="in a list"),
        pytest.param("1. a\n\n    {% if b %}c", "a\nc", id="text in a list"),
        pytest.param("> To set:\n>\n>     {{ a }} <W>\n>     [[W]]", "To set:\n{{ a }} <W>\n[[W]]"),
        pytest.param(">\t\t{{ a }}", "{{ a }}", id="in a quote, by tabs"),
        pytest.param("> > a\n> >\n> >     {{ b }}", "a\n{{ b }}", id="in a quote in a quote"),
        pytest.param(
            "> - a\n>\n>       {{ b }}\n>\n>   {{ url }}d", "a\n{{ b }}\nd", id="list in it"
        ),
        pytest.param("- a\n\n  > b\n  >\n  >     {% c %}", "a\nb\n{% c %}", id="quote in a list"),
        pytest.param("> a\n    {{ url }}c", "a c", id="more of a paragraph in a quote"),
        pytest.param("> ```\n> {{ a }}\n\n{{ url }}d", "{{ a }}\nd", id="fence that a quote ends"),
        pytest.param(
            "[^1]: a\n\n    {{ url }}c\n\n        {{ d }}", "a\nc\n{{ d }}", id="in a note"
        ),
        pytest.param("a \\` b `{{ c }}` `{% d %}`", "a ` b {{ c }} {% d %}", id="escaped"),
        pytest.param("a \\\\`{{ b }}`", "a \\{{ b }}", id="escaped backslash"),
        pytest.param("\\``{{ a }}`", "`{{ a }}", id="first of two escaped"),
        pytest.param("`a\\` {{ url }}c `{{ d }}`", "a\\ c {{ d }}", id="backslash in code"),
        pytest.param("<kbd>{% a %}</kbd> <samp>{{ b }}</samp>", "{% a %} {{ b }}", id="elements"),
        pytest.param("<textarea>{{ a }}</textarea>", "{{ a }}", id="field"),
    ],
)
def test_code_of_markdown(body: str, text: str) -> None:
    assert shown(body) == text


def test_code_of_mdx_and_html() -> None:
    body = "a \\` b `{{ c }}` and `{/* d */}` and `<?php e ?>`"
    assert without_components(body) == (body, [])
    assert "<?php a(); ?>" in shown("<p>[code] <?php a(); ?> {{ b }} [/code]</p>", "a.html")


def test_marks_that_close_nothing_make_no_code() -> None:
    body = "a {% highlight php %} b [code] c {{< code >}} d <kbd> e"
    assert code_spans(body) == []
    assert read_body("- [code]\n\n{{ a }}b", Outlets(), is_markdown=True).text == "[code]\nb"


@pytest.mark.parametrize(
    "part",
    [
        *("{% code ", "{% code %}", "{{< code ", "{{< code >}}", "[code]", "[code ", "[/code]"),
        *("> ", "> \n", ">     x\n", "\\", "\\`", "`\\", "- - ", "2. x\n", "-     x\n", "> ```\n"),
    ],
)
def test_hostile_text_takes_linear_time(part: str) -> None:
    code_spans(part * (300_000 // len(part)))
