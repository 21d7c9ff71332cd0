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
        pytest.param("a b. ^q1\n\n- c ^x1\n\n^list-d\n\ne", "a b.\nc\ne", id="short anchors"),
        pytest.param("- [/] a\n- [-] b\n1. [?] c\n- [1] d", "a\nb\nc\n[1] d", id="tasks"),
        pytest.param("a - [-] b", "a - [-] b", id="no task"),
        pytest.param("!!! BREAKING news !!!\n\n??? what is it", "BREAKING news !!!\nwhat is it"),
        pytest.param("::: storm\n\n:::port\n\n::: note\nb", "storm\nport\nb", id="no box ends"),
        pytest.param("!!! Exclusive\n\n::: tip A b\nc\n:::", "Exclusive\nA b\nc", id="kinds"),
        pytest.param("a {:smile} b *c*{:d}\n{:e}", "a {:smile} b c", id="names of attributes"),
        pytest.param("[a](b){ .c }\n\nd\n{ .e }", "a\nd", id="attributes with a blank"),
        pytest.param("{#if x}a{:else}b{/if} {#each c as d}\ne\n{/each}", "a b e", id="Svelte"),
        pytest.param("a\n\n    :::python\n    b\n\n```\n#!c++\nd\n```", "a\nb\nd", id="language"),
        pytest.param("    #!/bin/sh\n    b\n", "#!/bin/sh\nb", id="no language"),
        pytest.param("(port)=\n# a\n\nb (c)= d", "a\nb (c)= d", id="target of MyST"),
        pytest.param("a\n\n<--->\n\nb", "a\nb", id="columns"),
        pytest.param('a :abbr[HTML]{title="Markup"} b :c{d="e"}', "a HTML Markup b", id="inline"),
        pytest.param(
            "a[:b[c]] 10:d[e] :f:[g](/h) :i{j: k}",
            "a[:b[c]] 10:d[e] :f:g :i{j: k}",
            id="no directives",
        ),
        pytest.param('![](a.png align="center") b', "b", id="picture of Hashnode"),
        pytest.param('![c](a.png "d" =300x200) b =3x4)', "b =3x4)", id="picture of HackMD"),
        pytest.param('![](a){ width="3" } b\n\n![](c)\n{ width="3" }', "b", id="width"),
        pytest.param("__注意！__次 a__b__c `字__d__字`", "注意！次 a__b__c 字__d__字", id="lines"),
        pytest.param("|---|---|\n| *a* | b |\n\nc", "a b\nc", id="table without a header"),
        pytest.param("a\n|---|\nb || c d\n", "a\nb c d", id="table of one column"),
        pytest.param("- | a |\n  |---|\n  | b | c |\n", "a\nb c", id="table in a list"),
        pytest.param("(Reuters)=\n\na", "(Reuters)=\na", id="no target of MyST"),
        pytest.param("[a b][about], [c][l]\n\n[about]: about\n[l]: d/e.png", "a b, c", id="links"),
        pytest.param("[Q]: Why?\n\n[A]: So", "[Q]: Why?\n[A]: So", id="questions"),
        pytest.param("c\n\n> |--|--|\n> | *a* | b |", "c\na b", id="table in a quote"),
        pytest.param("`a ^block-id`", "a ^block-id", id="anchor in code"),
        pytest.param("2^10^ m^3^ ^TM^ H~2~O `a^b^`", "2 10 m3 TM H2O a^b^", id="above and below"),
        pytest.param("^^a b^^ ++c d++ ++ctrl+alt++", "a b c d ctrl+alt", id="put in"),
        pytest.param("||a b|| and >!c d!<", "a b and c d", id="secrets"),
        pytest.param("a{++b++} {--c--}{++d++}", "ab c d", id="changes"),
        pytest.param("{~~a~>b~~} {==c d==}{>>e f<<}", "a b c d e f", id="more changes"),
        pytest.param(
            "p\n\n| One\n|   two,\n  three\n|\n| four\n\nq", "p\nOne\ntwo, three\nfour\nq"
        ),
        pytest.param(".. note:: Look *here*\n\n   a b", "Look here\na b", id="directive"),
        pytest.param(".. image:: a.png\n   :alt: A crane\n   :width: 3\n\nb", "A crane\nb"),
        pytest.param("see :doc:`The port <a/b>`, {term}`quay` .. b", "see The port, quay .. b"),
        pytest.param("a\n\n.. _port:\n\n\\newpage\n\nb", "a\nb", id="targets and commands"),
        pytest.param("[a b]{lang=fr} [c]", "a b [c]", id="language of words"),
        pytest.param("a :badge[New]{type=tip} b", "a New b", id="directive in a line"),
        pytest.param("C++ and ++i, i++ or ++j", "C++ and ++i, i++ or ++j", id="code in prose"),
        pytest.param("++i or i++ ++i++", "++i or i++ i", id="code between marks"),
        pytest.param("x^2 + y^2, a^b^c, ^_^", "x^2 + y^2, a^b^c, ^_^", id="no powers"),
        pytest.param("a || b || c, a==b and c==d", "a || b || c, a==b and c==d", id="conditions"),
        pytest.param("A plain ^line^ with ==marks==", "A plain line with marks", id="one line"),
    ],
)
def test_marks_leave_no_signs(body: str, text: str) -> None:
    assert read_body(body, Outlets(), is_markdown=True).text == text


@pytest.mark.parametrize(
    "include",
    [
        *('--8<-- "a.md"', "--8<--\na.md\nb.md\n--8<--", "{!a.md!}", "!!!include(a.md)!!!"),
        *('@import "a.md"', "!include a.md", "<<< @/a.js", "@[code](./a.js)", "{{#include a.md}}"),
        *("[!INCLUDE [a](b.md)]", ':::code source="a.js":::', ".. include:: a.rst"),
        *("<!--@include: ./a.md-->", '<!--#include virtual="a" -->', "```{include} a.md\n```"),
    ],
)
def test_the_text_of_another_file_is_said_to_be_left_out(include: str) -> None:
    read = read_body(f"b\n\n{include}\n\nc", Outlets(), is_markdown=True)
    assert (read.text, read.left_out) == ("b\nc", (include.split("\n```")[0],))


@pytest.mark.parametrize(
    "part",
    [
        "^a",
        "++a ",
        "||a",
        "{++",
        "{~~",
        ">!a",
        "| a\n",
        "--8<--\n",
        ".. a",
        "[!include[",
        "[a]: b\n\n",
    ],
)
def test_hostile_text_takes_linear_time(part: str) -> None:
    read_body(part * 10_000, Outlets(), is_markdown=True)


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
