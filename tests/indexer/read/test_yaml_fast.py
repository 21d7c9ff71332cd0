"""Simple YAML is read without a parser, and as a parser reads it."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.ledger import Refused, Repairs
from indexer.read import front_matter
from indexer.read.yaml_fast import MAX_CHARACTERS, read_simple
from tests.indexer.read.twins import Twin

WRITTEN = """
title: "It's a “storm”"
date: 2026-01-03
image: ''
link: 'https://hub.example/a?b=c&d=#e'
description: '- [no] {yaml}: "here" # at all\\n'
categories:
- 'weather'
tags:
- one two
-   "3"

draft: false
# Where it was seen
source_url: https://hub.example/a#b  # at first
published: 2026-01-03 10:00:00+01:00
pull-quote: 'It''s a "storm"'
said: "A \\"storm\\" \\\\ flood"
authors: # of the text
  - ana-lima
  # not: bo
  - C. D. (Harbour Post), é
places: [Port Aurel, "the Bay, north", ünder-scored ]  # in a line
none: []
empty:
"""

# Characters that mean something to YAML, and words; so that many a text is of the simple shape.
PARTS = st.sampled_from((
    "a", "B2", "é", "日", " ", "  ", "\t", "'", '"', "''", "\\", "\\n", ":", ": ", "#", " #", "-",
    "- ", ",", "[", "]", "{", "}", "&", "*", "!", "|", ">", "%", "@", "?", "~", "<<", "=", ".",
    "...", "---", "\n", "\x85", "\u2028", "\ufeff", "\xa0", "/", "_", "+", "no", "1.10", "0x1F",
))  # fmt: skip
SCALARS = st.lists(PARTS, max_size=6).map("".join)
QUOTED = SCALARS | SCALARS.map("'{}'".format) | SCALARS.map('"{}"'.format)
VALUES = QUOTED | st.lists(QUOTED, max_size=4).map(", ".join).map("[{}]".format)
LINES = (
    st.tuples(
        st.sampled_from(
            [
                "a: ",
                "b_2: ",
                "a:",
                "c-d:  ",
                "null: ",
                "NULL: ",
                "- ",
                "-   ",
                "  - ",
                "# ",
                "",
                " ",
            ]
        ),
        VALUES,
    )
    .map("".join)
    .map("{}\n".format)
)
LINES_OF_ONE = (
    "a: '{}'\n",
    'a: "{}"\n',
    "a: b{}c\n",
    "a: {}\n",
    "a: {}b\n",
    "a: b # {}\n",
    "a: [{}]\n",
    "a: [b{}c, d]\n",
    "a: ['{}', b]\n",
    'a: [b, "{}"]\n',
)
SIMPLE = st.one_of(
    st.sampled_from(
        ["a: b\n", "a: ''\n", 'c: "d  "\n', "e:\n", "- f\n", "  - 'g'\n", " # h\n", "\n", "  \n"]
    ),
    LINES,
)


def reading(text: str) -> object:
    repairs = Repairs("a.md")
    try:
        return front_matter.read_matter(f"---\n{text}---\n", repairs), repairs.entries
    except Refused as refused:
        return str(refused)


TWIN = Twin(reading, module=front_matter, name="read_simple", declined=None)


def test_yaml_as_programs_write_it_is_read() -> None:
    TWIN.assert_same(WRITTEN)
    assert read_simple(WRITTEN) == {
        "title": "It's a “storm”",
        "date": "2026-01-03",
        "image": "",
        "link": "https://hub.example/a?b=c&d=#e",
        "description": '- [no] {yaml}: "here" # at all\\n',
        "categories": ["weather"],
        "tags": ["one two", "3"],
        "draft": "false",
        "source_url": "https://hub.example/a#b",
        "published": "2026-01-03 10:00:00+01:00",
        "pull-quote": 'It\'s a "storm"',
        "said": 'A "storm" \\ flood',
        "authors": ["ana-lima", "C. D. (Harbour Post), é"],
        "places": ["Port Aurel", "the Bay, north", "ünder-scored"],
        "none": [],
        "empty": "",
    }


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("\n  \n", id="blank lines"),
        pytest.param("- a\n", id="list"),
        pytest.param("a: b\n- c\n", id="entry below a value"),
        pytest.param("a: b", id="line without an end"),
        pytest.param('a: "\\n"\n', id="escape"),
        pytest.param("a: 'b\n  c'\n", id="over two lines"),
        pytest.param("a: b\n  c\n", id="going on"),
        pytest.param("a: b: c\n", id="key in a value"),
        pytest.param("a: b:\n", id="key without a value in a value"),
        pytest.param("a: 'b'# c\n", id="what is not a comment"),
        pytest.param("a:\n  - b\n- c\n", id="entries further out"),
        pytest.param("a:\n- b\n  - c\n", id="entries further in"),
        pytest.param("a:\n  - b: c\n", id="mappings in a list"),
        pytest.param("a: &x b\n", id="anchor"),
        pytest.param("a: [b, [c]]\n", id="list in a list in a line"),
        pytest.param("a: [b: c]\n", id="mapping in a list in a line"),
        pytest.param("a: [b,\n  c]\n", id="list over two lines"),
        pytest.param("a: [b,]\n", id="list that ends in a comma"),
        pytest.param("a: ['b''c']\n", id="quote in a list in a line"),
        pytest.param("a: |\n  b\n", id="block"),
        pytest.param("a: 'b\u2028c'\n", id="line separator"),
        pytest.param("a: 'b\ufeffc'\n", id="what YAML does not allow"),
        pytest.param("<<: a\n", id="merge"),
        pytest.param(f"a: '{'b' * MAX_CHARACTERS}'\n", id="long"),
    ],
)
def test_other_yaml_is_left_to_the_parser(text: str) -> None:
    TWIN.assert_declines(text)


@given(st.lists(SIMPLE, max_size=8).map("".join))
@example("a: '\x85'\n")
@example("  \n\n")
@example('a: "b\u2029"\n')
@example("a: b\n\na:\n- c\n\n- d\na:\n")
def test_the_parser_reads_the_same(text: str) -> None:
    TWIN.assert_same(text)


@given(st.characters(codec="utf-8"), st.sampled_from(LINES_OF_ONE))
def test_the_parser_reads_the_same_with_any_character(character: str, line: str) -> None:
    TWIN.assert_same(line.replace("{}", character))
