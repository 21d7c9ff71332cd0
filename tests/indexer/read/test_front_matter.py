"""What front matter says in each of its languages, and what is left of it when it is broken."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.ledger import Refused, Repairs
from indexer.read.front_matter import Matter, read_matter

#: Each letter and the next.
PAIRS = tuple(zip("abcdefgh", "bcdefghi", strict=True))


def read(text: str, *reasons: str) -> Matter:
    """Read front matter, expecting to be told of just these repairs."""
    repairs = Repairs("file")
    matter = read_matter(text, repairs)
    assert [entry.reason for entry in repairs.entries] == list(reasons)
    return matter


def line_of(text: str) -> int | None:
    """Return the line that the one repair is said to be in."""
    repairs = Repairs("file")
    read_matter(text, repairs)
    (entry,) = repairs.entries
    return entry.line


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("---\ntitle: Storm\ntags:\n- a\n- b\n---\nBody", id="YAML"),
        pytest.param(
            "\n\n---  \ntitle: Storm\ntags: [a, 'b'] # late\n-----\n\nBody\n", id="odd YAML"
        ),
        pytest.param('+++\ntitle = "Storm"\ntags = ["a", "b"]\n+++\nBody', id="TOML"),
        pytest.param('{\n"title": "Storm",\n"tags": ["a", "b"]\n}\nBody', id="JSON"),
        pytest.param('{"title": "Storm", "tags": ["a", "b"]}\n\nBody', id="JSON on a line"),
    ],
)
def test_three_languages_say_the_same(text: str) -> None:
    assert read(text) == Matter({"title": "Storm", "tags": ["a", "b"]}, "Body")


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        pytest.param("%YAML 1.2\n---\ntitle: X\n---\nBody", (), id="version"),
        pytest.param("--- # note\ntitle: X\n--- # end\nBody", (), id="comments"),
        pytest.param("---\n\xa0title: X\n---\xa0\nBody", (), id="blank that does not break"),
        pytest.param("\u200b---\ntitle: X\n---\nBody", ("odd-fences",), id="blank of no width"),
        pytest.param("\u3000---\n\u3000title: X\n\u3000---\nBody", ("odd-fences",), id="wide"),
        pytest.param("———\ntitle: X\n———\nBody", ("odd-fences",), id="dashes"),
        pytest.param("—-\ntitle: X\n—-\nBody", ("odd-fences",), id="dash and hyphen"),
        pytest.param("---\ntitle：X\n---\nBody", ("broken-front-matter",), id="wide colon"),
    ],
)
def test_fences_and_colons_as_programs_and_keyboards_make_them(
    text: str, reasons: tuple[str, ...]
) -> None:
    assert read(text, *reasons) == Matter({"title": "X"}, "Body")


@pytest.mark.parametrize(
    "text",
    [
        "—\n\nNote: x\n—\n",
        "–––\nHe said: no\n",
        "---\n\n注意：今天停运\n\n---\nx",
        "%YAML: a word",
    ],
)
def test_a_body_may_begin_so(text: str) -> None:
    assert read(text, "no-front-matter").values == {}


@pytest.mark.parametrize(
    "written",
    [
        "2026", "No", "true", "None", "nullable", "1.10", "0x1F", "012", "1e3", ".inf", "12:30:45",
        "2026-01-03", "2015-07-20 1:46:00 -0400", "2011-02-12 20:31:02+00:00", "=", "9" * 10_000,
    ],
)  # fmt: skip
def test_a_yaml_value_is_the_text_that_was_written(written: str) -> None:
    assert read(f"---\ntitle: {written}\n---\n").values == {"title": written}


@pytest.mark.parametrize("written", ["~", "null", "Null", "NULL"])
def test_null_is_no_text(written: str) -> None:
    assert read(f"---\ntitle: {written}\ntags: [{written[:4]}, a]\n---\n").values == {
        "title": None,
        "tags": [None, "a"],
    }
    assert read("---\ntitle: 'null'\ntags: [\"~\"]\n---\n").values == {
        "title": "null",
        "tags": ["~"],
    }


def test_values_of_toml_and_json_keep_what_they_are() -> None:
    values = read("+++\ndate = 2026-01-03T23:30:00-05:00\nweight = 7\n+++\n").values
    assert str(values["date"]) == "2026-01-03 23:30:00-05:00"
    assert isinstance(values["date"], datetime.datetime)
    assert read('{"weight": 1' + "0" * 5000 + "}").values == {"weight": "1" + "0" * 5000}


@pytest.mark.parametrize(
    "key", ["pubdate", "pubDate", "PubDate", "pub_date", "pub-date", "pub date"]
)
def test_keys_are_folded(key: str) -> None:
    assert read(f"---\n{key}: today\n---\n").values == {"pubdate": "today"}


@pytest.mark.parametrize(
    ("text", "values", "body"),
    [
        pytest.param("---\n---\nBody", {}, "Body", id="empty"),
        pytest.param("---\n# nothing\n---\nBody", {}, "Body", id="comment"),
        pytest.param("---\ntitle: a\n  b\n---\n", {"title": "a b"}, "", id="over two lines"),
        pytest.param(
            "---\ntitle: 'a\n\n  b'\n---\n", {"title": "a\nb"}, "", id="quoted over lines"
        ),
        pytest.param("---\ntitle: >\n  a\n  b\n---\n", {"title": "a b\n"}, "", id="folded"),
        pytest.param("---\na: b\n---\nx\n---\ny", {"a": "b"}, "x\n---\ny", id="rule in the text"),
        pytest.param("---\na: &x b\nc: *x\n---\n", {"a": "b", "c": "b"}, "", id="alias"),
        pytest.param(
            "---\nx: &x {a: b}\n<<: *x\nc: d\n---\n",
            {"x": {"a": "b"}, "a": "b", "c": "d"},
            "",
            id="merge",
        ),
        pytest.param("---\n? [a]\n: b\nc: d\n---\n", {"c": "d"}, "", id="key that is not text"),
    ],
)
def test_yaml_that_is_unusual_is_no_repair(text: str, values: object, body: str) -> None:
    assert read(text) == Matter(values, body)  # type: ignore[arg-type]


def test_a_literal_newline_in_line_1_is_repaired() -> None:
    matter = read("---\\ntitle: 'Storm'\ndate: 2026-01-03\n---\nBody", "literal-newline")
    assert matter == Matter({"title": "Storm", "date": "2026-01-03"}, "Body")


@pytest.mark.parametrize(
    "text",
    ["Just text.", "# Heading\n\ntext", "{{< box >}}text", "{% include x %}", "-- no", "", "+ a"],
)
def test_without_front_matter_all_is_the_body(text: str) -> None:
    assert read(text, "no-front-matter") == Matter({}, text)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        pytest.param(
            "---\ntitle: a: b\ntags:\n- c\n---\nBody", {"title": "a: b", "tags": ["c"]}, id="colon"
        ),
        pytest.param(
            '---\ntitle: "a\ndate: b\n---\nBody', {"title": "a", "date": "b"}, id="no end quote"
        ),
        pytest.param("---\ntitle: 'it's'\n---\nBody", {"title": "it's"}, id="quote inside"),
        pytest.param('---\ntitle: "a "b" c"\n---\nBody', {"title": 'a "b" c'}, id="quotes inside"),
        pytest.param("---\ntitle: @a\n---\nBody", {"title": "@a"}, id="reserved character"),
        pytest.param(
            "---\ntitle: [a\nb: c\n---\nBody", {"title": "[a", "b": "c"}, id="open bracket"
        ),
        pytest.param("---\n\ttitle: a\nb: c\n---\nBody", {"title": "a", "b": "c"}, id="tab"),
        pytest.param("---\na: *b\nc: d\n---\nBody", {"a": "*b", "c": "d"}, id="undefined alias"),
        pytest.param(
            "---\na: %b\nsummary: >\n  one\n  two\ntags: [x, 'y']\n# c\n---\nBody",
            {"a": "%b", "summary": "one two", "tags": ["x", "y"]},
            id="much else",
        ),
        pytest.param(
            '+++\ntitle = "a\ntags = ["b"]\n+++\nBody', {"title": "a", "tags": ["b"]}, id="TOML"
        ),
        pytest.param(
            '{\n  "title": "a"\n  "tags": [\n    "b",\n    "c"\n  ],\n}\nBody',
            {"title": "a", "tags": ["b", "c"]},
            id="JSON",
        ),
    ],
)
def test_broken_front_matter_is_read_line_by_line(text: str, values: object) -> None:
    assert read(text, "broken-front-matter") == Matter(values, "Body")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\ndate: x\ntitle: a: b\n---\n", 3),
        ("\n\n---\n\ndate: x\ntitle: a: b\n---\n", 6),
        ('+++\ndate = "x"\ntitle = a\n+++\n', 3),
        ('{\n"date": "x"\n"title": "a"\n}\n', 3),
    ],
)
def test_the_line_of_the_error_is_reported(text: str, line: int) -> None:
    assert line_of(text) == line


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("---\ntitle: Storm\n\ndraft: false\n\nBody\nends", "Body\nends"),
        ("---\ntitle: Storm\n# why\ntags:\n  - a\nBody", "Body"),
        ("---\ntitle: Storm\n\nNote: a text.", "Note: a text."),
        ('+++\ntitle = "Storm"\n\nBody', "Body"),
        ("---\ntitle: Storm", ""),
    ],
)
def test_front_matter_that_is_never_closed_ends_with_its_keys(text: str, body: str) -> None:
    matter = read(text, "unclosed-front-matter")
    assert (matter.values["title"], matter.body) == ("Storm", body)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("---\na: " + "[" * 100_000 + "\n---\n", id="deep list"),
        pytest.param("---\na: " + "{b: " * 100_000 + "\n---\n", id="deep mapping"),
        pytest.param("---\na:\n  " + "- " * 100_000 + "b\n---\n", id="deep block list"),
        pytest.param('{"a":' + "[" * 100_000 + "]" * 100_000 + "}", id="deep JSON"),
        pytest.param("+++\na=" + "[" * 4000 + "\n+++\n", id="deep TOML"),
        pytest.param(
            "---\na: &a [x,x,x,x,x,x,x,x,x]\n"
            + "".join(f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n" for a, b in PAIRS)
            + "---\n",
            id="aliases",
        ),
        pytest.param(
            "---\na: &a {x: y}\n"
            + "".join(f"{b}: &{b} {{<<: [{','.join([f'*{a}'] * 9)}]}}\n" for a, b in PAIRS)
            + "---\n",
            id="merges",
        ),
    ],
)
def test_front_matter_that_explodes_is_refused(text: str) -> None:
    with pytest.raises(Refused) as raised:
        read_matter(text, Repairs("file"))
    assert raised.value.reason == "exploding-front-matter"


@given(st.text(alphabet="ab:-'\"[]{}#&*!|>%@`+= \n\t,\\é"))
def test_any_front_matter_gives_keys_and_a_body(block: str) -> None:
    for fence in ("---", "+++"):
        matter = read_matter(f"{fence}\n{block}\n{fence}\nBody", Repairs("file"))
        assert matter.body.endswith("Body")
        assert all(key == key.lower() for key in matter.values)


@pytest.mark.parametrize(
    ("text", "body"),
    [
        pytest.param(
            "---\ntitle: X\n...\n\nHeading\n---\n\ntext", "Heading\n---\n\ntext", id="dots"
        ),
        pytest.param("---\ntitle: X\n... \nIntro\n\n---\ntext", "Intro\n\n---\ntext", id="a rule"),
        pytest.param("---\ntitle: X\n---", "", id="no newline"),
        pytest.param("--- \ntitle: X\n---\t\n\n---\nBody", "---\nBody", id="a rule at once"),
        pytest.param("----\ntitle: X\n----\nBody", "Body", id="longer"),
        pytest.param("---\ntitle: X\n---\n\n    code\nBody", "    code\nBody", id="code"),
        pytest.param("---yaml\ntitle: X\n---\nBody", "Body", id="YAML"),
        pytest.param("--- YML\ntitle: X\n---\nBody", "Body", id="YML"),
        pytest.param('---toml\ntitle = "X"\n---\nBody', "Body", id="TOML"),
        pytest.param('---json\n{"title": "X"}\n---\nBody', "Body", id="JSON"),
        pytest.param(';;;\n{"title": "X"}\n;;;\nBody', "Body", id="JSON of Hexo"),
        pytest.param(';;;\n"title": "X",\n;;;\nBody', "Body", id="JSON without braces"),
        pytest.param("---\n title: X\n---\nBody", "Body", id="shifted keys"),
        pytest.param("---js\n{ title: 'X', // a\n }\n---\nBody", "Body", id="JavaScript"),
        pytest.param('---js\nconst title = "X";\n---\nBody', "Body", id="constant"),
        pytest.param(';;;\n{\n// a\n"title": "X", // b\n}\n;;;\nBody', "Body", id="JSON, comments"),
        pytest.param('{ // a\n"title": "X", // b\n}\nBody', "Body", id="object with comments"),
        pytest.param('{ "title": "X", // }\n}\nBody', "Body", id="a comment with a brace"),
        pytest.param('{ /* " */ "title": "X" // c\n }Body\n}', "Body\n}", id="more braces"),
        pytest.param("---json5\n{title: 'X',}\n---\nBody", "Body", id="JSON5"),
    ],
)
def test_fences_begin_and_end_front_matter(text: str, body: str) -> None:
    assert read(text) == Matter({"title": "X"}, body)


def test_a_fence_inside_a_text_is_none() -> None:
    assert read("---\na: |\n  b\n  ---\n  ...\nc: d\n---\nBody").values == {
        "a": "b\n---\n...\n",
        "c": "d",
    }
    matter = read('+++\na = """\nb\n+++\nc"""\ntitle = "X"\n+++\nBody')
    assert matter == Matter({"a": "b\n+++\nc", "title": "X"}, "Body")


@pytest.mark.parametrize(
    "text",
    [
        " ---\n title: X\n date: y\n ---\nBody",
        "   ---\n   title: X\n   date: y\n   ---\nBody",
        " ---\ntitle: X\ndate: y\n---\nBody",
        "---\ntitle: X\ndate: y\n ---\nBody",
        "<!-- c -->\n---\ntitle: X\ndate: y\n---\nBody",
        "<!-- a\n--- b -->\n<!-- c -->\n\n---\ntitle: X\ndate: y\n---\nBody",
        '<!-- c -->\n+++\ntitle = "X"\ndate = "y"\n+++\nBody',
        "```yaml\ntitle: X\ndate: y\n```\nBody",
        '~~~ toml\ntitle = "X"\ndate = "y"\n~~~\n\nBody',
        '```json\n{"title": "X", "date": "y"}\n```\nBody',
        "% X\n%\n% y\n\nBody",
        "Title: X\nDate: y\n\nBody",
        "title: X\ndate: y\n---\nBody",
        '"title": "X",\n"date": "y"\n;;;\nBody',
        'title = "X"\ndate = "y"\n+++\nBody',
        "title:: X\ndate:: y\n\nBody",
        "<!--\n---\ntitle: X\ndate: y\n---\n-->\nBody",
        '<!-- \n+++\ntitle = "X"\ndate = "y"\n+++\n-->\n\nBody',
    ],
)
def test_fences_that_are_shifted_or_missing_are_said(text: str) -> None:
    assert read(text, "odd-fences") == Matter({"title": "X", "date": "y"}, "Body")


def test_comments_before_a_body_take_no_time() -> None:
    for text in ("<!-- c -->\n" * 20_000 + "Body", "<!--" * 50_000, "<!-- c -->\n" + "\n" * 50_000):
        assert read(text, "no-front-matter").values == {}
    assert read("<!-- c -->\n---\nBody\n---\nmore", "no-front-matter").body.endswith("more")


def test_a_comment_around_front_matter_may_hold_more() -> None:
    text = "<!--\n---\ntitle: X\n---\n\nmore\n-->\nBody"
    assert read(text, "odd-fences") == Matter({"title": "X"}, "<!--\nmore\n-->Body")
    assert read("<!--\n" + "---\n" * 50_000, "no-front-matter").values == {}


def test_a_header_may_have_keys_of_several_words() -> None:
    matter = read("Title: X\nBase Header Level: 2\nDate: y\n\nBody", "odd-fences")
    assert matter == Matter({"title": "X", "baseheaderlevel": "2", "date": "y"}, "Body")
    text = "Title: X\nThe prime minister said: no\n\nBody"  # a sentence
    assert read(text, "no-front-matter").body == text


def test_a_title_block() -> None:
    matter = read("% A long\n  title\n% Ana; Ben\n% 3 January 2026\n\nBody", "odd-fences")
    values = {"title": "A long title", "author": "Ana; Ben", "date": "3 January 2026"}
    assert matter == Matter(values, "Body")
    assert read("% X\n\nBody", "odd-fences") == Matter({"title": "X"}, "Body")


def test_a_header_without_fences_holds_texts_as_written() -> None:
    matter = read("Title: X: #1\nTags: a, b\nSummary: one\n    two\n\nBody\n\nmore", "odd-fences")
    assert matter == Matter(
        {"title": "X: #1", "tags": "a, b", "summary": "one two"}, "Body\n\nmore"
    )


@pytest.mark.parametrize(
    ("header", "values"),
    [
        pytest.param(
            ".. title: X\n.. date: 2026-01-09 10:00:00 UTC\n.. tags: a, b\n",
            {"title": "X", "date": "2026-01-09 10:00:00 UTC", "tags": "a, b"},
            id="Nikola",
        ),
        pytest.param(
            "<!--\n.. title: X: y\n.. link:\n.. slug: x\n-->\n",
            {"title": "X: y", "link": "", "slug": "x"},
            id="Nikola in a comment",
        ),
        pytest.param(
            "<!--\ntitle: X\ndate: 2026-01-09\n-->\n",
            {"title": "X", "date": "2026-01-09"},
            id="a comment",
        ),
        pytest.param(
            "#+TITLE: X\n#+date: <2026-01-09 Fri>\n#+FILETAGS: :a:b:\n#+hugo_categories: c\n",
            {
                "title": "X",
                "date": "<2026-01-09 Fri>",
                "filetags": ":a:b:",
                "hugocategories": "c",
            },
            id="Org",
        ),
        pytest.param(
            "From: Ana <ana@a.example>\nTo: b@b.example\nSubject: [port] X: y\n z\n"
            "Date: Fri, 9 Jan 2026 10:20:30 +0100\nMessage-ID: <1@a.example>\n",
            {
                "from": "Ana <ana@a.example>",
                "to": "b@b.example",
                "subject": "[port] X: y z",
                "date": "Fri, 9 Jan 2026 10:20:30 +0100",
                "messageid": "<1@a.example>",
            },
            id="an e-mail",
        ),
        pytest.param(
            "Subject: =?utf-8?q?caf=C3=A9?= opens\nFrom: =?x?b?!?=\n",
            {"subject": "café opens", "from": "=?x?b?!?="},
            id="an e-mail with other letters",
        ),
        pytest.param(
            "Title: X\nTags: a\n    b,\n    c d\n",
            {"title": "X", "tags": "a, b, c d"},
            id="tags one below the other",
        ),
    ],
)
def test_other_headers_without_fences(header: str, values: dict[str, str]) -> None:
    assert read(f"{header}\nBody\n\nmore", "odd-fences") == Matter(values, "Body\n\nmore")


@pytest.mark.parametrize(
    "text",
    [
        "From: Ana\nDate: 9 January 2026\n\nText",
        "Subject: storms\n\nText",
        ".. note: a b\n.. more: c\n\nText",
        "<!--\n.. title: X\nSome words.\n-->\nText",
        "<!--\ntitle: X\n\nSome words.\n-->\nText",
        "#+BEGIN_QUOTE:\nwords\n\nText",
        "---\n注意: 今天停运\n---\nText",
        "---\nملاحظة: كلام\n---\nText",
        "---\nOnly words here.",
        "---\n- a\n- b\n---\nBody",
        "---\nSome words.\n---\nBody",
        "---\n12\n---\nBody",
        "---\nSome words.\n\nMore: words.\n\n---\nend",
        "---\n\n# Heading\n\n---\nText",
        "---\nNote: no trains run.\n\nMore.\n\n---\nText",
        "---\nThe minister: no comment\n---\nText",
        "Note: no trains run.\n\nmore",
        "Author: John\n\nmore",
        "Date: the day it all changed\n\nText",
        "Title: X\nand then some words\n\nText",
        "Harbour: a history\n---\nText",
        "http://hub.example/\n\nText",
        "<!-- c -->\nText",
        "```yaml\nimage: x\nports: [1]\n```\nText",
        "```yaml\ntitle: X: y: z\n```\nText",
        "```yaml\ntitle: X\nText",
        "% a comment\ntext at once",
        "%\n\nText",
        "%d words\n\nText",
        '{"quoted"} words\n\nmore',
    ],
)
def test_a_body_may_look_like_front_matter(text: str) -> None:
    assert read(text, "no-front-matter") == Matter({}, text)


@pytest.mark.parametrize(
    "body",
    [
        "Some words.\n\n---\nmore",
        "Heading\n---\n\ntext",
        "- one\n- two\n\n---\nend",
        "# Heading\n\ntext",
        "    code\n\ntext",
    ],
)
def test_front_matter_that_is_never_closed_swallows_no_text(body: str) -> None:
    matter = read(f"---\ntitle: X\ntags:\n- a\ndraft: no\n\n{body}", "unclosed-front-matter")
    assert matter == Matter({"title": "X", "tags": ["a"], "draft": "no"}, body)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("---\ntitle:Harbour: a story\ndate:2026-01-03\n---\nBody", {"title": "Harbour: a story"}),
        ("---\ntitle:Harbour\ntags:[a, b]\n---\nBody", {"title": "Harbour", "tags": ["a", "b"]}),
        ("---\ndate: y\n title: Harbour\n---\nBody", {"title": "Harbour"}),
        ("---\ntitle: a: b\nlinks:\n  title: no\n---\nBody", {"title": "a: b"}),
        ("---\ntitle: a: b\ntags:\n- name: x\n---\nBody", {"tags": [{"name": "x"}]}),
        ("---\ntitle: a: b\nsummary: 'one\n\ntwo'\n---\nBody", {"summary": "one  two"}),
        ("---\ntitle: 'a'\nb\n---\nBody", {"title": "a b"}),
        ("---\ntitle: a\n--- b\n---\nBody", {"title": "a --- b"}),
        ("---\nx: a: b\ntitle: ~\n---\nBody", {"title": None}),
        ('+++\ntitle = "Q\\u0026A"\nbad\n[[links]]\ntitle = "no"\n+++\nBody', {"title": "Q&A bad"}),
        (
            "+++\ntitle = x\n[taxonomies]\ntags = [\n \"a, b\",\n 'd',\n]\n+++\nBody",
            {"title": "x", "taxonomies": {"tags": ["a, b", "d"]}},
        ),
        ('+++\na = """\ntitle = "no"\n"""\ntitle = "X\n+++\nBody', {"title": "X"}),
        ('{\n"title": "a"\n"links": [\n {\n  "title": "no"\n }\n],\n}\nBody', {"title": "a"}),
    ],
)
def test_broken_front_matter_keeps_what_each_key_says(text: str, values: dict[str, object]) -> None:
    matter = read(text, "broken-front-matter")
    assert {key: matter.values[key] for key in values} == values
    assert matter.body == "Body"


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("---\ntitle: a\ntitle: b\n---\n", ["repeated-key"]),
        ("---\ntitle: a\nTitle: b\n---\n", ["repeated-key"]),
        ("---\ntitle: a\ntitle: |\n  b\n---\n", ["repeated-key"]),
        ('{"title": "a", "title": "b"}', ["repeated-key"]),
        ('+++\ntitle = "a"\ntitle = "b"\n+++\n', ["broken-front-matter", "repeated-key"]),
        ("---\ntitle: a\ntitle: b\ntitle:\n---\n", ["repeated-key"]),
        ("---\ntitle: b\nTitle: ~\n---\n", ["repeated-key"]),
        ("---\ntitle: b\ntitle: ' '\n---\n", ["repeated-key"]),
        ("---\ntitle: b\nfirst: x: y\ntitle:\n---\n", ["broken-front-matter", "repeated-key"]),
        ('{"title": "b", "title": ""}', ["repeated-key"]),
        ('+++\ntitle = "b"\ntitle = ""\n+++\n', ["broken-front-matter", "repeated-key"]),
    ],
)
def test_the_last_value_of_a_key_that_says_something_counts_and_that_is_said(
    text: str, reasons: list[str]
) -> None:
    assert str(read(text, *reasons).values["title"]).strip() == "b"


@pytest.mark.parametrize("empty", ["", "[]", "['']", "{}", "~", "[~, '']"])
def test_an_empty_value_takes_no_names_away(empty: str) -> None:
    for text in (f"tags: [a]\ntags: {empty}\n", f"taxonomies:\n  tags: [a]\n  tags: {empty}\n"):
        values = read(f"---\n{text}---\n", "repeated-key").values
        assert values.get("tags", values.get("taxonomies")) in (["a"], {"tags": ["a"]})


def test_toml_may_be_long() -> None:
    keys = "".join(f'key{number} = "value"\n' for number in range(5_000))
    links = "".join(f'[[links]]\ntitle = "{number}"\n' for number in range(1_000))
    matter = read(f'+++\ntitle = "Q\\u0026A"\n{keys}{links}+++\nBody')
    assert (matter.values["title"], len(matter.values)) == ("Q&A", 5_002)


@pytest.mark.parametrize("part", ["a", '"a b"', "'a'"])
@pytest.mark.parametrize("form", ["{} = 1", "b = {{ {} = 1 }}", "[{}]"])
def test_toml_that_takes_long_is_read_line_by_line(part: str, form: str) -> None:
    text = f"+++\ntitle = 'X'\n{form.format('.'.join([part] * 100_000))}\n+++\nBody"
    assert read(text, "broken-front-matter").body == "Body"


@pytest.mark.parametrize(
    "body",
    [
        "Before words here.\n\n---\n\nAfter words.",
        "Before words here.\nMore words.\n---\n\nAfter words.",
        "## Head\nBefore words.\n\n---\n\nAfter words.",
        "## Head\n\n---\n\nAfter words.",
        "<p>Html</p>\n\n---\nAfter words.",
        "![i](x.png)\nBefore words.\n\n---\n\nAfter words.",
        "Port strike\n------\nAfter words.",
        "\tcode words\n\n---\n\nAfter words.",
        " shifted words\n\n---\n\nAfter words.",
        "> quoted\n\n---\n\nAfter words.",
        "1. one\n2. two\n\n---\n\nAfter words.",
        "**Bold** words: and more.\n\n---\n\nAfter words.",
        "Note: no trains. No ships.\n\n---\n\nAfter words.",
        "\n# Heading only\n\n---\n\nAfter words.",
        "\n    code words\n\n---\n\nAfter words.",
        "\nNote: prose. More prose.\n---\nAfter words.",
        "\nThe minister: no comment today\n\n---\nAfter words.",
        "\n# Heading\n\nNote: no trains run.\n\n---\nAfter words.",
        "\n## Heading\n\n    code\n\n---\nAfter words.",
        "\nNote: no trains run.\n\nAlso: no ships run.\n\n---\nAfter words.",
        "\nThe minister said: nothing\n\n---\n\nAfter words.",
        "\n# Heading\n\nNote: floods\n\n---\nAfter words.",
        "\nQ: What is it?\n\nA: Floods\n\n---\nAfter words.",
        "## Live\nReuters: floods\n\n---\nAfter words.",
        "## Live\nReuters: A word of it\n\nAfter words.",
        "# Live\nReuters: A word of it\n\nAfter words.",
    ],
)
@pytest.mark.parametrize(
    "keys", ["tags:\n- a\ndate: 2026-01-03\n", "tags: [a]\ndate: 2026-01-03\n"]
)
def test_a_rule_in_the_text_closes_nothing(keys: str, body: str) -> None:
    matter = read(f"---\ntitle: X\n{keys}{body}", "unclosed-front-matter")
    assert matter == Matter(
        {"title": "X", "tags": ["a"], "date": "2026-01-03"}, body.removeprefix("\n")
    )


def test_text_below_a_list_or_in_toml_is_not_swallowed() -> None:
    matter = read("---\ntitle: X\ntags:\n- a\nBefore.\n\n---\nAfter.", "unclosed-front-matter")
    assert matter == Matter({"title": "X", "tags": ["a"]}, "Before.\n\n---\nAfter.")
    for text in ("Before words.", "# Heading", "Before = x"):
        matter = read(f'+++\ntitle = "X"\n\n{text}\n\n+++\nAfter.', "unclosed-front-matter")
        assert matter == Matter({"title": "X"}, f"{text}\n\n+++\nAfter.")


@pytest.mark.parametrize(
    "more",
    [
        "\n# a comment\ndraft: no\n\n",
        "\n# layout: post\n\n",
        "# one comment\n\n# another\ndraft: no\n# the\n# last\n\n",
        "summary: |\n  one\n\n    two\n\n",
        "summary: one\n\n  two\n\n",
        "summary: 'one\n\n    two'\n\n",
        "tags: # none\n- a\n\n- b\n\n",
        "extra:\n  a: b\n\n    c\n  d: e\n\n",
        "\nseries: a name\n\n",
        "Author: A\n\nSeries: Storms at the coast.\n\n",
        "\n\n",
    ],
)
def test_blank_lines_and_comments_may_be_front_matter(more: str) -> None:
    matter = read(f"---\ntitle: X\n{more}---\nBody")
    assert (matter.values["title"], matter.body) == ("X", "Body")


def test_what_is_neither_a_key_nor_the_text_is_said() -> None:
    text = "---\ntitle: X\ndate: y\nSome words.\ndraft: no\n---\nBody"
    matter = read(text, "broken-front-matter", "text-left-out")
    assert (matter.values["title"], matter.values["draft"], matter.body) == ("X", "no", "Body")
    for line in ("# Heading?", "Series: Storms"):
        assert read(f"---\ntitle: X\n\n{line}\n---\nBody", "text-left-out").body == "Body"


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Rocket #5 lifts off", "Rocket #5 lifts off"),
        ("# Words", "# Words"),
        ("#MeToo wins", "#MeToo wins"),
        ("!Kung people win", "!Kung people win"),
        ("! what", "! what"),
        ("! x: y", "! x: y"),
        ("!important", "!important"),
        ("&Now opens", "&Now opens"),
        ("*Star* wins", "*Star* wins"),
        ("*Star wins", "*Star wins"),
        ("@home", "@home"),
        (r'"C:\new\x"', r"C:\new\x"),
        (r'"C:\Users\ana"', r"C:\Users\ana"),
        (r'"C:\new\table"', r"C:\new\table"),
        (r'"See \"D:\temp\" #2"', r'See "D:\temp" #2'),
        (r'"The mass of $\nu$"', r"The mass of $\nu$"),
        (r'"At $p \approx \beta$"', r"At $p \approx \beta$"),
        (r'"\alpha and \beta"', r"\alpha and \beta"),
    ],
)
def test_a_title_is_what_its_author_sees(written: str, title: str) -> None:
    matter = read(f"---\ntags: [a]\ntitle: {written}\n---\nBody", "broken-front-matter")
    assert matter == Matter({"tags": ["a"], "title": title}, "Body")


@pytest.mark.parametrize("end", ["---\n", "\n"])
@pytest.mark.parametrize(
    ("entries", "names"),
    [
        ("- #port\n- #ship's bell\n", ["#port", "#ship's bell"]),
        ("  - pier #1\n  # more\n  - #port # none\n  - b\n", ["pier #1", "#port", "b"]),
        ("- name: pier #1\n- 'a'\n", [{"name": "pier #1"}, "a"]),
    ],
)
def test_a_hashtag_in_a_list_is_no_comment(end: str, entries: str, names: list[object]) -> None:
    repairs = Repairs("file")
    matter = read_matter(f"---\ntitle: X\ntags:\n{entries}{end}Body", repairs)
    assert (matter.values["tags"], matter.body) == (names, "Body")
    assert sum("read as written" in entry.detail for entry in repairs.entries) == 1
    read("---\ntitle: X\ntags:\n- a # none\n# - b\n- C#\nplaces:\n- a #b\n---\nBody")


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("!!str 2026", "2026"),
        ("&a Storm\nx: *a", "Storm"),
        ("AT&T! #", "AT&T!"),
        ('"a\\tb"', "a\tb"),
        ('"Plan B:\\nNext"', "Plan B:\nNext"),
        ('"From $5\\nup"', "From $5\nup"),
        (r'"C:\\new\\table"', r"C:\new\table"),
        (r"'C:\new\table'", r"C:\new\table"),
        ("! 'Storm: late'", "Storm: late"),
    ],
)
def test_comments_and_anchors_are_no_words(written: str, title: str) -> None:
    assert (read(f"---\ntitle: {written}\n---\nBody").values["title"] or "") == title


@pytest.mark.parametrize(
    ("written", "title", "comment"),
    [
        ("Storm # late", "Storm", "# late"),
        ("Song # 1 by Blur", "Song", "# 1 by Blur"),
        ("'Storm' #5", "Storm", "#5"),
        ('"Storm"  # "late"', "Storm", '# "late"'),
        ("null # none", None, "# none"),
    ],
)
def test_a_comment_behind_a_title_is_left_out_and_said(
    written: str, title: str | None, comment: str
) -> None:
    repairs = Repairs("file")
    assert read_matter(f"---\ntitle: {written}\n---\nBody", repairs).values["title"] == title
    (entry,) = repairs.entries
    assert (entry.reason, comment in entry.detail) == ("text-left-out", True)
    toml = f'+++\ntitle = "Storm" {comment}\n+++\nBody'
    assert read(toml, "text-left-out").values["title"] == "Storm"


@pytest.mark.parametrize(
    "line", ["tags: [a] # b", "description: 'a # b'", "title: |\n  # b", "date: 2026-01-01 # b"]
)
def test_other_comments_are_no_texts(line: str) -> None:
    read(f"---\n{line}\n---\nBody")


@pytest.mark.parametrize("path", [r"C:\new\x", r"C:\new\t", r"C:\Users\ana", r"\\share\%"])
def test_a_path_in_toml_keeps_its_backslashes(path: str) -> None:
    matter = read(f'+++\ntitle = "{path}"\n+++\nBody', "broken-front-matter")
    assert matter.values["title"] == path.replace("\\\\", "\\")


@pytest.mark.parametrize(
    "line",
    ["## a\n", " a\n", "\n    a\n", "\nNote: a b c.\n", "\n# a\n", "Note: a. B.\n", "word\n"],
)
def test_much_text_above_a_rule_takes_no_time(line: str) -> None:
    matter = read(f"---\ntitle: X\ndate: y\n{line * 9_000}\n---\nEnd", "unclosed-front-matter")
    assert (matter.values["title"], len(matter.body) > 9_000) == ("X", True)


BROKEN = "---\ntitle: Talks: day two\n{}\n---\nBody"


@pytest.mark.parametrize(
    ("below", "values"),
    [
        ("taxonomies:\n  tags: [a, b]", {"taxonomies": {"tags": ["a", "b"]}}),
        ("taxonomy:\n    tags:\n      - a", {"taxonomy": {"tags": ["a"]}}),
        ("extra: # note\n  a:\n  - q", {"extra": {"a": ["q"]}}),
        ("source: {name: F, url: 'x:y'}", {"source": {"name": "F", "url": "x:y"}}),
        ("source:\n  name: F\n  url: x:y", {"source": {"name": "F", "url": "x:y"}}),
        ('tags: ["a", "b"] # note', {"tags": ["a", "b"]}),
        ("tags:\n  - {name: a, slug: x}", {"tags": [{"name": "a", "slug": "x"}]}),
        ("tags:\n- name: a\n  slug: x\n- b", {"tags": [{"name": "a", "slug": "x"}, "b"]}),
        ("tags: &t [a, b]", {"tags": ["a", "b"]}),
        ("tags: !!seq [a, b]", {"tags": ["a", "b"]}),
        ("categories:\n  - [Sports, Ball]", {"categories": [["Sports", "Ball"]]}),
        ("date:\n  published: 2026-01-05", {"date": {"published": "2026-01-05"}}),
        ("extra:\n  content: |\n    One\n\n    two", {"extra": {"content": "One\n\ntwo\n"}}),
        ("extra:\n  tags: [a]\n  b: C: d", {"extra": {"tags": ["a"], "b": "C: d"}}),
        ("extra:\n  a: b: c\n  d:\n    tags: [e]", {"extra": {"a": "b: c", "d": {"tags": ["e"]}}}),
        ("tags:\n  - a: b: c\n  - d", {"tags": [{"a": "b: c"}, "d"]}),
        ('tags: "a", "b"', {"tags": ["a", "b"]}),
        ("tags: 'a'; \"b, c\"", {"tags": ["a", "b, c"]}),
        ("tags: [a, b", {"tags": ["a", "b"]}),
        ("tags: [a\ncategories: [b: c, d]", {"tags": ["a"], "categories": [{"b": "c"}, "d"]}),
        ("summary: {a}: b", {"summary": "{a}: b"}),
    ],
)
def test_a_line_that_breaks_yaml_costs_no_list_and_no_mapping(
    below: str, values: dict[str, object]
) -> None:
    matter = read(BROKEN.format(below), "broken-front-matter")
    title = {"title": "Talks: day two"}
    assert matter == Matter({**title, **values}, "Body")
    unclosed = read(
        BROKEN.format(below).replace("\n---\n", "\n\n"),
        "unclosed-front-matter",
        "broken-front-matter",
    )
    assert unclosed == matter


@pytest.mark.parametrize(
    "form",
    [
        '---\ntitle: "{}"\nextra: {{tags: ["{}"]}}\n---\n',
        '+++\ntitle = "{}"\nextra = {{tags = ["{}"]}}\n+++\n',
        '{{"title": "{}",\n"extra": {{"tags": ["{}"]}}}}\n',
        '---\ntitle: "{}"\nextra: {{tags: ["{}"]}}\n\n',
    ],
)
def test_two_escapes_may_be_one_character(form: str) -> None:
    text = form.format(*["a \\ud83c\\udf89 b"] * 2)
    values = read_matter(f"{text}Body", Repairs("file")).values
    assert values == {"title": "a 🎉 b", "extra": {"tags": ["a 🎉 b"]}}
    assert read("---\ntitle: '\\ud83c\\udf89'\n---\n").values["title"] == "\\ud83c\\udf89"


def test_lists_in_front_matter_without_an_opening_fence() -> None:
    text = "title: X: y\ncategories:\n  - [a, b]\n---\nBody"
    values = {"title": "X: y", "categories": [["a", "b"]]}
    assert read(text, "odd-fences") == Matter(values, "Body")


@pytest.mark.parametrize(
    "text",
    [
        '"title": "X", "date": "y"\n;;;\nBody',
        '"title":"X","date":"y",\n;;;;\nBody',
        '"title": "X",\n"date":\n"y"\n;;;\nBody',
        '"title" : "X"\n, "date" : "y"\n;;; \nBody',
        '"title": "X", "date": "\\u0079"\n;;;\nBody',
    ],
)
def test_json_of_any_lines_without_an_opening_fence(text: str) -> None:
    assert read(text, "odd-fences") == Matter({"title": "X", "date": "y"}, "Body")


def test_a_list_of_toml_that_lacks_a_comma() -> None:
    for items in ('"a" "b"', "'a' \"b\"", '"a", "b" # c', '"a"\n"b"', '"a" "b",'):
        text = f'+++\ntitle = "X\ntags = [{items}]\n+++\nBody'
        assert read(text, "broken-front-matter").values["tags"] == ["a", "b"], items


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("['O'Neill', 'x y']", ["O'Neill", "x y"]),
        ("['don't', bell]", ["don't", "bell"]),
        (
            "['rock 'n' roll', 'boys' club', 'a, b', 'c']",
            ["rock 'n' roll", "boys' club", "a, b", "c"],
        ),
        ('["5" tall", "x y"]', ['5" tall', "x y"]),
        ('["a, "b"]', ["a", "b"]),
        ('["a"", "b"]', ["a", "b"]),
        ("['a', 'b'] c: d", ["a", "b", "c: d"]),
        ("[\n'a',\n'it's', # c\n'b'\n]", ["a", "it's", "b"]),
    ],
)
def test_quotation_marks_in_names_lose_no_name(written: str, names: list[str]) -> None:
    for text in (f"---\ntitle: X\ntags: {written}\n---\nBody", f"+++\ntags = {written}\n+++\nBody"):
        assert read(text, "broken-front-matter").values["tags"] == names, text


@pytest.mark.parametrize(
    "lines",
    [
        "---\ntags:\n- a\n<<<<<<< HEAD\n- b\n=======\n- c\n>>>>>>> x\n---\n",
        "---\ntags\n- a\n- b\n- c\ntitle: X\n---\n",
        '---\ntags:\n- a\n- "b\n- c\n---\n',
        '+++\ntags = [\n  "a",\n  "b" # d\n  "c"\ntitle = "X"\n+++\n',
        '+++\ntags = [ # d\n"a",\n"b", "c"\n\n[extra]\nx = 1\n+++\n',
        '{\n"tags": [\n"a",\n"b", "c"\n"title": "X"\n}\n',
        '{\n"tags": ["a", "b", "c"],\n"title: "X"\n}\n',
    ],
)
def test_a_broken_list_keeps_its_names(lines: str) -> None:
    matter = read(f"{lines}Body", "broken-front-matter")
    assert (matter.values["tags"], matter.values.get("title", "X")) == (["a", "b", "c"], "X")


def test_names_behind_a_line_that_breaks_a_list() -> None:
    for lines in ("tags:\n- a\nso it says\n- b\n", "tags: [a,\nb]\nso it says\n"):
        text = f"---\n{lines}draft: no\n---\nBody"
        matter = read(text, "broken-front-matter", "text-left-out")
        assert matter.values["tags"] == ["a", "b"]


def test_front_matter_without_aliases_may_have_many_values() -> None:
    entries = "- {a: b, c: d, e: f}\n" * 20_000
    matter = read(f"---\ntitle: X\nk:\n{entries}---\nBody")
    assert len(matter.values["k"]) == 20_000  # type: ignore[arg-type]


@pytest.mark.parametrize("null", ["null", "Null", "NULL"])
@pytest.mark.parametrize(
    "form", ["{}: a\ntitle: X\n", "{}: a\n&x title: X\n", "{}: a\ntitle: X: y\n"]
)
def test_a_key_may_be_called_as_nothing_is(null: str, form: str) -> None:
    repairs = Repairs("file")
    matter = read_matter(f"---\n{form.format(null)}---\nBody", repairs)
    assert matter.body == "Body"
    assert matter.values[null.lower()] == "a"
