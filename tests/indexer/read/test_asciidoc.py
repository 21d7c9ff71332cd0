"""AsciiDoc leaves its words and no marks, and its header gives values."""

from collections.abc import Callable
from datetime import date

import pytest

from indexer.ledger import Entry
from indexer.read.asciidoc import Document, read_blocks, read_document
from indexer.read.asciidoc_line import Attributes
from indexer.read.body import read_body
from indexer.read.outlets import Outlets
from search import Item

Load = Callable[..., tuple[Item | None, list[Entry]]]


def read(body: str) -> str:
    blocks = read_blocks(Document({}, Attributes(), body))
    return read_body(blocks.text, Outlets(), is_markdown=False).text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param("== Heading\na\n\n=== Two ===\nb", "Heading\na\nTwo\nb", id="headings"),
        pytest.param("Old heading\n-----------\na", "Old heading\na", id="underlined"),
        pytest.param("* a\nb\n** c\n. d\n1. e\n- [x] f", "a b\nc\nd\n1. e\nf", id="lists"),
        pytest.param("term:: def\nother::\n  more", "term\ndef\nother\nmore", id="definitions"),
        pytest.param("a\n+\nb +\nc", "a\nb\nc", id="goes on"),
        pytest.param(
            "[source,js]\n----\n*a* <b> // <1>\n----\n<1> c", "*a* <b> //\nc", id="listing"
        ),
        pytest.param("....\n== a\n....\n\n b *c*", "== a\nb *c*", id="literal"),
        pytest.param("```js\n*a*\n```", "*a*", id="fence"),
        pytest.param("////\na\n////\n// b\nc", "c", id="comments"),
        pytest.param("++++\n<p>a <b>c</b></p>\n++++", "a c", id="HTML"),
        pytest.param("[quote, Jane Doe, A book]\n____\na\n____", "Jane Doe, A book\na", id="quote"),
        pytest.param("NOTE: a\n\n[TIP]\n====\nb\n====", "NOTE: a\nTip\nb", id="admonitions"),
        pytest.param(
            '.The table\n[cols="1,2"]\n|===\n|A |B\n\n2+| c \\| d\na| e\n|===',
            "The table\nA B\nc | d\ne",
            id="table",
        ),
        pytest.param('image::a.png[b,title="A storm"]\n\nc image:d[e] f', "A storm\nc f"),
        pytest.param("[source,c]\n// a b\n#c <d.h>\n\n*e*", "// a b\n#c <d.h>\ne", id="source"),
        pytest.param("[source,bash]\n:a: x\n[b]\nif [[c]]; then", ":a: x\n[b]\nif [[c]]; then"),
        pytest.param("[literal]\n.A\n[[b]]\n:c: {d}\n[e]", "A\n:c: {d}\n[e]", id="literal"),
        pytest.param("[source%linenums,ruby]\n// a", "// a", id="source with an option"),
        pytest.param("[,ruby]\n:a: b", ":a: b", id="source in short"),
        pytest.param("[listing]\n--\n// a\n\n[b]\n--\n*c*", "// a\n[b]\nc", id="open block"),
        pytest.param("[.lead]\n*a*\n\n[#b]\n*c*\n\n[NOTE]\n*d*", "a\nc\nNote\nd", id="no code"),
        pytest.param(
            "|===\na|\n----\n// a\n:b: c\nif [[d]]\n----\n|*e*\n|===",
            "// a\n:b: c\nif [[d]]\ne",
            id="code in a table",
        ),
        pytest.param("video::a[]\n\ntoc::[]\n\n'''\na", "a", id="macros that show nothing"),
        pytest.param("ifdef::x[]\na\nendif::[]\nifndef::y[b]", "a\nb", id="conditions"),
        pytest.param('ifeval::["{a}" == "b"]\nc\nendif::[]', "c", id="condition with values"),
        pytest.param(":x: The city\n\n{x}, {y}, {plus}", "The city, {y}, +", id="attributes"),
        pytest.param(
            "link:/a[the list], https://b.example/c[site^], https://d.example/e",
            "the list, site, https://d.example/e",
            id="links",
        ),
        pytest.param(
            'link:u[], mailto:a@b.example[write], link:u["x, y",role=z]', "u, write, x, y"
        ),
        pytest.param("<<a,the part>> <<b>> xref:c.adoc[d] [[e]]f", "the part b d f", id="cross"),
        pytest.param("+*a*+ ++_b_++ C++ + d `+{e}+`", "*a* _b_ C++ + d {e}", id="literal"),
        pytest.param("|===\na|* b\n* c\n| -1 | *d*\n|===", "b\nc\n-1 d", id="list in a cell"),
        pytest.param("*a* _b_ `c *d*` #e# **f**g [.lead]#h#", "a b c *d* e fg h", id="emphasis"),
        pytest.param("2 * 3 * 4, a_b_c, C++, C#", "2 * 3 * 4, a_b_c, C++, C#", id="no emphasis"),
        pytest.param('H~2~O m^2^ "`a`" it`\'s `+{b}+`', 'H2O m2 "a" it\'s {b}', id="signs"),
        pytest.param("\\*a* \\{b} \\link:c[d]", "*a* {b} link:c[d]", id="escaped"),
        pytest.param("+++<u>a</u>+++ pass:[<i>b</i>]", "a b", id="passed on"),
        pytest.param("a footnote:[b https://c.example[d].] e", "a e\nb d.", id="footnote"),
        pytest.param("kbd:[Ctrl] menu:File[New] icon:a[] ((b)) (((c, d)))e", "Ctrl File New b e"),
        pytest.param("a < b & c &amp; d <e>", "a < b & c & d <e>", id="signs of HTML"),
    ],
)
def test_blocks_and_marks(body: str, text: str) -> None:
    assert read(body) == text


@pytest.mark.parametrize(
    "header",
    [
        "Title\n=====\n:date: 2026-01-03",
        "Title\n=====\nAna Writer <ana@post.example>\nv1.0, 2026-01-03",
        "Title\n======\nAna Writer\n2026-01-03",
        "// comment\n\nTitle\n====\n:page-date: 2026-01-03",
        "= Title\nAna Writer\nv2, January 3, 2026: second",
    ],
)
def test_titles_with_a_line_below(header: str, load_file: Load) -> None:
    item, _ = load_file(f"{header}\n\nBody.\n", "a.adoc")
    assert item is not None
    assert (item.title, item.day, item.text) == ("Title", date(2026, 1, 3), "Body.")


def test_a_header_gives_values(load_file: Load) -> None:
    header = (
        "= A *storm*: hits\nAna Writer <ana@post.example>\nv1.0, 2026-01-03: first\n// comment\n"
        ":page-tags: [port, sea]\n:description: In Harbour\n:city: Harbour\n\nIn {city}.\n"
    )
    item, entries = load_file(header, "a.adoc")
    assert item is not None
    assert (item.title, item.day, item.tags) == (
        "A storm: hits",
        date(2026, 1, 3),
        ("port", "sea"),
    )
    assert item.text == "In Harbour."
    assert entries == []


@pytest.mark.parametrize("key", ["date", "revdate", "page-date", "jbake-date", "docdate"])
def test_days_of_a_header(key: str) -> None:
    assert read_document(f":{key}: 2026-01-03\n= T\n\na").values == {
        "date": "2026-01-03",
        "title": "T",
    }


def test_front_matter_counts_before_a_header(load_file: Load) -> None:
    item, entries = load_file("---\ntitle: A\n---\n= B\n:date: 2026-01-03\n\n== C\nd", "a.asciidoc")
    assert item is not None
    assert (item.title, item.day, item.text) == ("A", date(2026, 1, 3), "C\nd")
    assert ["'B'" in entry.detail for entry in entries] == [True]


def test_front_matter_tells_the_language_of_a_body(load_file: Load) -> None:
    text = "---\ntitle: A\ndate: 2026-01-03\n{}---\n== B\nlink:c[d]"
    asciidoc, _ = load_file(text.format("markup: asciidoc\n"), "a.md")
    markdown, _ = load_file(text.format(""), "a.md")
    assert asciidoc is not None
    assert markdown is not None
    assert asciidoc.text == "B\nd"
    assert markdown.text == "== B link:c[d]"


def test_what_is_included_is_said(load_file: Load) -> None:
    item, (entry,) = load_file("= T\n:date: 2026-01-03\n\na\n\ninclude::b.adoc[]\n", "a.adoc")
    assert item is not None
    assert item.text == "a"
    assert "include::b.adoc[]" in entry.detail


def test_values_cannot_swell_a_text() -> None:
    assert len(read(f":x: {'y' * 100_000}\n\n{'{x} ' * 1000}")) < 2_000_000


@pytest.mark.parametrize(
    "part",
    [
        "[",
        "*a ",
        "`a ",
        "link:",
        "pass:[",
        "(((",
        "<<a,",
        "x[ ",
        "{x}",
        "image:a[",
        "-\n",
        "....\n|===\n",
    ],
)
def test_hostile_text_takes_linear_time(part: str) -> None:
    assert read(part * 10_000 + "\n\nThe end")
