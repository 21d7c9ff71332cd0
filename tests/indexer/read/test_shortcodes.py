"""Of templates a reader sees their text; code, and what is not a template, stays as it is."""

import pytest

from indexer.read.body import read_body
from indexer.read.code_spans import code_spans
from indexer.read.item import load
from indexer.read.outlets import Outlets
from indexer.read.shortcodes import without_templates


def read(body: str) -> str:
    return without_templates(body, code_spans(body))


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param("{{< box >}}a{{< /box >}} b", "a b", id="paired"),
        pytest.param(
            '{{< img src="x" alt="y" caption="a {b} \\"c\\"" >}}', 'a {b} "c"', id="quotes"
        ),
        pytest.param('{{< img src="x" alt="a storm" >}}', "a storm", id="picture without caption"),
        pytest.param("{{< x\n  title='A\nB'\n  body=`<p>c</p>`\n>}}", "A\nB <p>c</p>", id="lines"),
        pytest.param("{{< x html=\"<a href='y'>b >}} c</a>\" >}} d", "<a href='y'>b >}} c</a> d"),
        pytest.param('{{< x srcdoc="&lt;p&gt;a&lt;/p&gt;" >}}', "<p>a</p>", id="srcdoc"),
        pytest.param('{{< x "a > b" "c d" >}}', "a > b c d", id="text without a name"),
        pytest.param("{{% tab title=Hello %}}", "Hello", id="no quotes"),
        pytest.param('{{< a "b >}} c', " c", id="quotation mark too few"),
        pytest.param('{{</* x "a" */>}}', '{{&lt; x "a" >}}', id="example"),
        pytest.param("{{%/* x */%}}", "{{% x %}}", id="other example"),
        pytest.param('{{/* x(a="b") */}} {%/* y */%}', '{{ x(a="b") }} {% y %}', id="of Zola"),
        pytest.param('{{ a.b["c d"].e }} f', " f", id="member with a blank"),
        pytest.param("{{< highlight go >}}a<b>{{< /highlight >}}", "\n\n<pre>a&lt;b&gt;</pre>\n\n"),
        pytest.param('{% quote(author="Vincent") %}a{% end %}', "Vincent a", id="Zola"),
        pytest.param('{%- x(author="A, B (C)", n=3) -%}a{% end %}', "A, B (C) a", id="Zola, signs"),
        pytest.param('{% pullquote(pos="left") %}a{% end %}', "a", id="Zola, setting"),
        pytest.param('{{ figure(caption="A }} storm", src="a.jpg") }}', "A }} storm", id="inline"),
        pytest.param(
            '{{ img(\n  alt=\'Old "port"\',\n  id="b",\n) }}', 'Old "port"', id="inline, lines"
        ),
        pytest.param('{{ youtube(id="dQw4w9WgXcQ", autoplay=true) }}', "", id="inline, id"),
        pytest.param("{{ box(title=page.title, text=3) | safe }}", "3", id="inline, variable"),
        pytest.param('H{{ sub(text="2") }}O', "H2O", id="inline, in a word"),
        pytest.param(
            '{{ quote("We will go") }} {{ tr("hello_x") }}', "We will go ", id="inline, no name"
        ),
        pytest.param(
            '{{ a::b(text=["One day", "two days"]) }}', "One day two days", id="inline, list"
        ),
        pytest.param("{% quote(author=page.author) %}a{% end %}", "a", id="Zola, variable"),
        pytest.param("{% raw %}{{ a }} {% b %}{% endraw %} c", "{{ a }} {% b %} c", id="raw"),
        pytest.param("a {% comment %}b {{ c }}{% endcomment %}d", "a d", id="comment"),
        pytest.param("a {# b\nc #}d", "a d", id="comment of Jinja"),
        pytest.param("a {% # b: c %}d {%- # e\n -%}f", "a d f", id="comment in a tag"),
        pytest.param("a {{< comment >}}b {{% c %}}{{< /comment >}}d", "a d", id="comment of Hugo"),
        pytest.param("a {{< comment >}}b", "a b", id="comment without end"),
        pytest.param('{% include a.html caption="A %} b" %}', "A %} b", id="include"),
        pytest.param("a <{{ b }}>c</{{ b }}> <{{ d }} id='e'>", "a c ", id="tag of a template"),
        pytest.param(
            "{{ a.b | upcase }}{{ 'c' | t }}{{ a if b else c }}{{ d[0] }}", "", id="values"
        ),
        pytest.param("{{citation needed}} {{ a", "{{citation needed}} {{ a", id="prose"),
        pytest.param("f(x) = {1, 2} {with braces} {%n - }", "f(x) = {1, 2} {with braces} {%n - }"),
        pytest.param("{{< a {{< b >}} c", "{{< a  c", id="opening without end"),
    ],
)
def test_templates(body: str, text: str) -> None:
    assert read(body) == text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param('{{< a text="May 2022" >}}**One:** b', "May 2022 One: b", id="bold behind"),
        pytest.param('**One:**{{< a text="May 2022" >}}', "One: May 2022", id="bold before"),
        pytest.param('[{{< img alt="The App" >}}](u)Mobile', "The App Mobile", id="in a link"),
        pytest.param('_{{< a label="b" >}}_ **{{< a text="c" >}}**d', "b c d", id="in emphasis"),
        pytest.param('c{{< a text="b" >}}{{< a text="c" >}}d', "c b c d", id="two"),
        pytest.param('{{< a "More b" >}}c{{< /a >}}d', "More b c d", id="around a text"),
        pytest.param("{{< a >}}b{{< /a >}}c{{< a >}}**d**{{< /a >}}**e**", "b c d e", id="boxes"),
        pytest.param("{% if a %}Yes{% else %}No{% endif %}Now", "Yes No Now", id="one of two"),
        pytest.param("{% if a %}b{% endif %}{% if c %}d{% endif %}", "b d", id="conditions"),
        pytest.param("2 item{% if n %}s{% endif %} b", "2 items b", id="ending of a word"),
        pytest.param("item{%- unless n -%}s{%- endunless -%}.", "items.", id="ending but for one"),
        pytest.param("{% if n %}un{% endif %}known b", "unknown b", id="beginning of a word"),
        pytest.param("a{% if n %}b{% endif %}c", "abc", id="middle of a word"),
        pytest.param("part{% if n %}y{% else %}ies{% endif %} b", "party ies b", id="two endings"),
        pytest.param("a{% if n %}Slide{% endif %} 1", "a Slide 1", id="word of its own"),
        pytest.param('<b>a</b>{{< a text="b" >}}<i>c</i>', "a b c", id="beside tags"),
        pytest.param('({{< a text="b" >}}), "{{< a text="c" >}}".', '(b), "c".', id="signs"),
        pytest.param("a{{< shy >}}b c{{ d }}e f{# g #}h", "ab ce fh", id="in a word"),
        pytest.param("H{{< sub >}}2{{< /sub >}}O", "H2O", id="element in a word"),
        pytest.param('[a](/b/{{< c "d e" >}}f) g', "a g", id="in the target of a link"),
        pytest.param('[a][b]\n\n[b]: {{< ref "/c/" >}} "D e"', "a", id="the target of a reference"),
        pytest.param("{% ruby 漢字|かんじ %}の本", "漢字の本 (かんじ)", id="readings"),
        pytest.param(
            '{{< ruby "東京" "とうきょう" >}}都', "東京都 (とうきょう)", id="readings, quoted"
        ),
        pytest.param("{{< rb 漢 かん >}}字と**本**", "漢字と本 (かん)", id="readings, no quotes"),
        pytest.param('{{< ruby text="東" rt="とう" >}}都', "東都 (とう)", id="readings with names"),
        pytest.param("{{< ruby 東 >}}都", "東都", id="no reading"),
        pytest.param(
            "{% codeblock a.map %}\n<b>\n{% endcodeblock %}", "a.map\n<b>", id="caption of code"
        ),
    ],
)
def test_what_a_template_shows_stands_apart_from_words(body: str, text: str) -> None:
    assert read_body(body, Outlets(), is_markdown=True).text == text


@pytest.mark.parametrize(
    "body",
    [
        "`{{ a }}` ``{% b %} ` c``",
        "```\n{{< a >}}\n\n{% b %}\n```\n",
        "~~~ {.go}\n{{ a }}\n~~~~\n",
        "a\n\n    {{ b }}\n\n    {% c %}\n",
        "> ```\n> {{ a }}\n> ```\n",
        "- a\n\n  ```\n  {{ b }}\n  ```\n",
        "<pre>{{ a }}\n\n{{ b }}</pre> <code>{% c %}</code>",
        "```\n{{ a }}",
    ],
)
def test_code_stays(body: str) -> None:
    assert read(body) == body


@pytest.mark.thorough
@pytest.mark.parametrize(
    "part",
    [
        "{{< ",
        "{% # ",
        "{{< comment >}}",
        "{{ f(",
        "{{ f(a='b', ",
        '{{ f(["',
        '{{< "',
        "{{",
        "{%",
        '{% a "',
        "{% raw %}",
        "{# ",
        "<{{ a ",
        "`{{<`",
        "{{<`{{<\"{{<'",
        '{{< a b="c >}} ',
    ],
)
@pytest.mark.parametrize("end", ["", ">}}", "%}"])
def test_hostile_text_takes_linear_time(part: str, end: str) -> None:
    assert read(part * 20_000 + end + " end").endswith(" end")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("{% if page.y %}a{% endif %} {% comment %}b{% endcomment %}<p>c</p>", "a\nc"),
        ('<p>a</p>{{< figure src="/a.jpg" caption="The port" >}}', "a\nThe port"),
        ("<ul>{% for p in posts %}<li>{{ p.title }}</li>{% endfor %}</ul>a", "a"),
        ("<p>{% raw %}{{ x }}{% endraw %}</p>", "{{ x }}"),
        ("<pre>{{ x }}</pre><p>a</p>", "{{ x }}\na"),
        ("<p>{{ x.y }} {% include a.html b=c %} d</p>", "d"),
    ],
)
def test_html_with_front_matter_has_templates(body: str, text: str) -> None:
    assert text_of_html(f"---\ntitle: A\n---\n{body}") == text
    assert text_of_html("<p>{{ x.y }} d</p>") == "{{ x.y }} d"


def text_of_html(content: str) -> str:
    class File:
        id = shown = "_posts/a.html"

        def read(self) -> bytes:
            return content.encode()

    item = load(File(), lambda entry: None, Outlets())
    assert item is not None
    return item.text


@pytest.mark.parametrize(
    ("body", "text", "said"),
    [
        ("{{ acorn }}", "", ["{{ acorn }}"]),
        ("{{{ acorn }}} jute", "jute", ["{{{ acorn }}}"]),
        ("{% include oak.html %}\n\njute", "jute", ["{% include oak.html %}"]),
        ("# {{ t('acorn') }}\n\njute", "jute", ["{{ t('acorn') }}"]),
        ("{{#each oaks}}{{name}}, {{else}}none{{/each}}", ", none", ["{{name}}"]),
        ("{{!-- acorn --}}jute {{> oak }}", "jute", ["{{> oak }}"]),
        ("{{! acorn }}jute {%+ if a %}oak{%+ endif %}", "jute oak", []),
        ("{{< subscribe >}}\n\njute", "jute", ["{{< subscribe >}}"]),
        ('{{< box >}}jute{{< /box >}} {{< img src="oak" >}}{{< br >}}', "jute", []),
        ("{% include figure.html src='a.jpg' %}{% youtube oak %}jute", "jute", []),
        ("{{{ oak and jute }}}", "{{{ oak and jute }}}", []),
        ("What does {% raw %} mean?", "What does {% raw %} mean?", []),
        ("the {% birch %} tag, {{ x }} syntax", "the {% birch %} tag, {{ x }} syntax", []),
        ("In Hugo {{ acorn }} and {{NASA}} is", "In Hugo and is", ["{{ acorn }}", "{{NASA}}"]),
        ('<a href="a {{ b }}">c {{ site.url }}</a> [d](/{{ e }})', "c d", []),
        ('a {{ "birch" | upcase }} {{ "elm" | strip | e }}', "a birch elm", []),
        ('{{< link "https://a.example" "Jute" >}} {{< link "/b" "oak" >}}', "Jute oak", []),
        ('{{< ref "about" >}} {{< relref "Post" >}}a', "a", []),
        ('{{< hl acorn3 >}} {{< tooltip tip="jute" >}}', "acorn3 jute", []),
        ("{% label @jute %} {% label success@elm %}", "jute elm", []),
        (
            'a {{< b c="jute >}} d {{< e f="elm\n>}} g"\n>}} h',
            "a d h",
            ['{{< b c="jute >}}', '{{< e f="elm\n>}} g"\n>}}'],
        ),
        ('{{< figure caption="jute"elm >}} a', "jute a", ["elm"]),
        ('{{< note text="jute >}} oak {{< note text="elm" >}}', "jute oak elm", []),
        ("{% link Jute, https://a.example, desc wheat here %}", "Jute desc wheat here", []),
    ],
)
def test_words_of_templates_in_prose(body: str, text: str, said: list[str]) -> None:
    read = read_body(body, Outlets(), is_markdown=True)
    assert (read.text, list(read.left_out)) == (text, said)


def test_headlines_are_not_templates() -> None:
    row = '<li><a href="https://a.example/b">{}</a>&nbsp;&nbsp;<font>Post</font></li>'
    words = "Use {{ name }} in {% raw %} and {# x #}"
    for body in (row.format(words), f"<ol>{row.format(words)}</ol>"):
        (line,) = read_body(body, Outlets(), is_markdown=True).headlines
        assert line.text == words
