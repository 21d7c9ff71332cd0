"""A reader sees the words among a template's arguments, and the ledger says what may be some."""

import pytest

from indexer.ledger import Entry, Reason
from indexer.read.item import load
from indexer.read.outlets import Outlets
from indexer.read.template_arguments import read_arguments


@pytest.mark.parametrize(
    ("template", "arguments", "seen"),
    [
        pytest.param("badge", '"New"', ["New"], id="one word"),
        pytest.param("badge", '"v2.0"', ["v2.0"], id="version"),
        pytest.param("badge", "New", ["New"], id="no quotes"),
        pytest.param("figure", 'src="a.png" caption="A storm', ["A storm"], id="open quote"),
        pytest.param("abbr", '"HTML" title="Markup"', ["HTML", "Markup"], id="with a name"),
        pytest.param("quote-box", "Jane Doe", ["Jane", "Doe"], id="part of a name"),
        pytest.param("TabItem", "name='linux'", ["linux"], id="component"),
        pytest.param("x", '"Bar"', ["Bar"], id="capital"),
        pytest.param("x", '"é"', ["é"], id="beyond ASCII"),
        pytest.param("x", 'name="Jane Doe" source="The Times"', ["Jane Doe", "The Times"]),
        pytest.param(
            "x", 'term="harbour" question="Why?" answer="So."', ["harbour", "Why?", "So."]
        ),
        pytest.param("x", 'transcript="We spoke." src="a.mp3"', ["We spoke."], id="transcript"),
        pytest.param("render", 'alt: "A storm", class: "a b"', ["A storm"], id="colons"),
        pytest.param(
            "blockquote", "Jane Doe http://a.example A", ["Jane", "Doe", "A"], id="address"
        ),
        pytest.param("ref", '"About"', [], id="reference"),
        pytest.param("youtube", '"dQw4w9WgXcQ"', [], id="video"),
        pytest.param("img-right", '"Harbour"', [], id="picture"),
        pytest.param("x", '"a-b" "a.png" "/a/b" "20px" "true" "a_b" "w12"', [], id="settings"),
        pytest.param("x", 'name="/a.png" source="https://a.example/B"', [], id="addresses"),
        pytest.param("x", 'title="true" class="a b" style="c d"', [], id="named settings"),
        pytest.param("badge", '"true"', [], id="switch"),
        pytest.param("alert", '"warning"', [], id="kind of a box"),
        pytest.param("youtube", "AbC", [], id="video without quotes"),
        pytest.param("spoiler", "秘密", ["秘密"], id="beyond ASCII, no quotes"),
        pytest.param("foo", "Größe klein", ["Größe klein"], id="words beyond ASCII"),
        pytest.param("emp", "words", ["words"], id="emphasis"),
        pytest.param("u", "two words", ["two", "words"], id="underlined"),
        pytest.param("codeblock", "Array.map lang:js", ["Array.map"], id="caption of code"),
        pytest.param("include", "a.html html=content title=page.title", [], id="variables"),
        pytest.param("include", "a.html alt=page.alt caption='A b'", ["A b"], id="variable, text"),
        pytest.param("render", "'card.html', title: page.title", [], id="rendered"),
        pytest.param("include_cached", 'a.html title=site.data["a b"].c', [], id="key"),
        pytest.param("figure", 'caption="The "big" one"', ['The "big" one'], id="quotes in quotes"),
        pytest.param("figure", 'caption=""Big" one" src="a.png"', ['"Big" one'], id="at the start"),
        pytest.param("figure", 'caption="one "big"" class="x"', ['one "big"'], id="at the end"),
        pytest.param("figure", "caption='It's on' alt='b'", ["It's on"], id="apostrophe"),
        pytest.param("figure", 'caption="A 5" gun" width="2"', ['A 5" gun'], id="inches"),
        pytest.param("x", 'caption="a" "b c"', ["a", "b c"], id="two texts"),
    ],
)
def test_seen(template: str, arguments: str, seen: list[str]) -> None:
    assert read_arguments(template, arguments) == (seen, [], [])


@pytest.mark.parametrize(
    ("body", "text", "told"),
    [
        pytest.param('{{< x "bar" >}} a', "a", "bar", id="word"),
        pytest.param('{{< x who="Jane Doe" >}} a', "a", "Jane Doe", id="unknown name"),
        pytest.param(
            '{{< x who="Jane" pos="Left" lang="En" >}} a', "a", "Jane", id="a name's word"
        ),
        pytest.param('{{ x(town="łódź", id="ab") }} a', "a", "łódź", id="a word of another script"),
        pytest.param("{% foo bar %} a", "a", "bar", id="one word without quotes"),
        pytest.param("{% hide secret word %} a", "a", "secret word", id="small letters"),
        pytest.param("{% x Jane Doe %} a", "a", "Jane Doe", id="no quotes"),
        pytest.param('{% assign x = "some words" %} a', "a", "some words", id="assigned"),
        pytest.param('{{ x | default: "No title" }} a', "a", "No title", id="value of a filter"),
        pytest.param('{{ "literal words" }} a', "literal words a", "", id="literal"),
        pytest.param(
            '{{ "New" }}{{ "/a.png" | url }}{{ "b" | t }} a', "New a", "| t", id="literals"
        ),
        pytest.param('{% if a == "two words" %}b{% endif %}', "b", "", id="condition"),
        pytest.param('{% cycle "odd", "even" %}{% post_url 2026-01-01-A %} a', "a", "", id="tags"),
    ],
)
def test_the_ledger_says_what_may_be_text(body: str, text: str, told: str) -> None:
    class File:
        id = shown = "a.md"

        def read(self) -> bytes:
            return f"---\ntitle: A\ndate: 2026-01-01\n---\n{body}\n".encode()

    entries: list[Entry] = []
    item = load(File(), entries.append, Outlets())
    assert item is not None
    assert item.text == text
    assert [entry.reason for entry in entries] == [Reason.TEXT_LEFT_OUT] * bool(told)
    assert all(told in entry.detail for entry in entries)


@pytest.mark.thorough
@pytest.mark.parametrize(
    "part",
    ["/", 'a="b', '["', ' a="b"c"', "_", "a", ".a", "a1", "-a", "a ", "a/", "A", "=", 'a="b c" '],
)
@pytest.mark.parametrize("quote", ["", '"'])
def test_hostile_arguments_take_linear_time(part: str, quote: str) -> None:
    read_arguments("x", f"{quote}{part * 50_000}-!{quote}")
    read_arguments("x", f"a={quote}{part * 50_000}-!{quote}")
