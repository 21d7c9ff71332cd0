"""A query is read as a person means it, and what was made of it is said."""

from collections.abc import Iterable
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.query.nodes import AllNode as All
from search.query.nodes import AnyNode as Any
from search.query.nodes import DaysNode as Days
from search.query.nodes import IdNode as Id
from search.query.nodes import LinkNode as Link
from search.query.nodes import NameNode as Name
from search.query.nodes import NearNode as Near
from search.query.nodes import Node
from search.query.nodes import NotNode as Not
from search.query.nodes import OutletsNode as Outlets
from search.query.nodes import PhraseNode as Phrase
from search.query.nodes import WordNode as Word
from search.query.parsed import ParsedQuery, Part
from search.query.parser import MAX_CLAUSES, parse
from search.query.tree import TEXT_FIELDS

TODAY = date(2026, 1, 9)


def read(text: str) -> ParsedQuery:
    return parse(text, TODAY)


def nodes(text: str) -> tuple[Node, ...]:
    return tuple(clause.node for clause in read(text).parts)


A, B, C, D = (Word(letter) for letter in "abcd")


def days(first: str | None, last: str | None) -> Days:
    return Days(
        date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None
    )


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        pytest.param("", (), id="nothing"),
        pytest.param("a", (A,), id="word"),
        pytest.param("a b", (A, B), id="words"),
        pytest.param("a AND b", (A, B), id="and"),
        pytest.param("a && b", (A, B), id="and-sign"),
        pytest.param('"a b"', (Phrase("a b"),), id="phrase"),
        pytest.param('"a b"~5', (Phrase("a b", between=5),), id="near"),
        pytest.param("a OR b", (Any((A, B)),), id="or"),
        pytest.param("a | b", (Any((A, B)),), id="or-sign"),
        pytest.param("a||b", (Any((A, B)),), id="or-sign-without-blanks"),
        pytest.param("a b OR c d", (A, Any((B, C)), D), id="or-binds-its-neighbours"),
        pytest.param("a AND b OR c", (Any((All((A, B)), C)),), id="and-binds-closer-than-or"),
        pytest.param("a OR b AND c", (Any((A, All((B, C)))),), id="and-binds-closer-after-or"),
        pytest.param("a -b", (A, Not(B)), id="minus"),
        pytest.param("outlets:4", (Outlets(4, 4),), id="outlets"),
        pytest.param("outlets:>=4", (Outlets(4, None),), id="outlets-or-more"),
        pytest.param("outlets:>4", (Outlets(5, None),), id="outlets-more"),
        pytest.param("Outlets:<=4, a", (Outlets(0, 4), A), id="outlets-or-less"),
        pytest.param("outlets:<0", (Outlets(0, -1),), id="outlets-less-than-none"),
        pytest.param("outlets:2..5", (Outlets(2, 5),), id="outlets-span"),
        pytest.param("outlets:2-5", (Outlets(2, 5),), id="outlets-dash"),
        pytest.param("outlets:2..", (Outlets(2, None),), id="outlets-open-span"),
        pytest.param("outlets:..5", (Outlets(0, 5),), id="outlets-span-to"),
        pytest.param("-outlets:2", (Not(Outlets(2, 2)),), id="outlets-minus"),
        pytest.param("outlets:≥2", (Outlets(2, None),), id="outlets-sign"),
        pytest.param(
            "(a outlets:1) OR outlets:<2",
            (Any((All((A, Outlets(1, 1))), Outlets(0, 1))),),
            id="outlets-in-parentheses",
        ),
        pytest.param("source:outlets:4", (Name("sources", "outlets:4"),), id="outlets-in-name"),
        pytest.param('"outlets:4"', (Phrase("outlets:4"),), id="outlets-in-quotes"),
        pytest.param("outlets:", (Word("outlets:"),), id="outlets-without-number"),
        pytest.param("a NOT b", (A, Not(B)), id="not"),
        pytest.param("a AND NOT b", (A, Not(B)), id="and-not"),
        pytest.param("a OR -b", (Any((A, Not(B))),), id="or-not"),
        pytest.param("-b", (Not(B),), id="only-minus"),
        pytest.param("(a b) c", (All((A, B)), C), id="group"),
        pytest.param("(a)", (A,), id="group-of-one"),
        pytest.param("(a OR b) c", (Any((A, B)), C), id="group-of-alternatives"),
        pytest.param("-(a OR b)", (Not(Any((A, B))),), id="minus-group"),
        pytest.param("((a OR b) c) OR d", (Any((All((Any((A, B)), C)), D)),), id="nested"),
        pytest.param("har*", (Word("har", prefix=True),), id="prefix"),
        pytest.param("北*", (Word("北", prefix=True),), id="prefix-of-an-ideograph"),
        pytest.param("harbuor~", (Word("harbuor", distance=2),), id="fuzzy"),
        pytest.param("habor~", (Word("habor", distance=1),), id="fuzzy-short"),
        pytest.param("harbuor~1", (Word("harbuor", distance=1),), id="fuzzy-one"),
        pytest.param("cat~2", (Word("cat", distance=1),), id="fuzzy-three-letters"),
        pytest.param("harbuor~0", (Word("harbuor"),), id="fuzzy-none"),
        pytest.param("*", (All(()),), id="everything"),
        pytest.param("*:*", (All(()),), id="everything-as-elsewhere"),
        pytest.param("title:a", (Word("a", "title"),), id="title"),
        pytest.param("headline:a", (Word("a", "headlines"),), id="headline"),
        pytest.param("text:a", (Word("a", "text"),), id="text"),
        pytest.param("tag:a", (Name("tags", "a"),), id="tag"),
        pytest.param("category:a", (Name("categories", "a"),), id="category"),
        pytest.param("feed:a", (Name("feed", "a"),), id="feed"),
        pytest.param("outlet:BBC", (Name("sources", "BBC"),), id="outlet"),
        pytest.param("SOURCE:BBC", (Name("sources", "BBC"),), id="field-in-capitals"),
        pytest.param(
            'source:"The New York Times"',
            (Name("sources", "The New York Times", quoted=True),),
            id="source",
        ),
        pytest.param("title:har*", (Word("har", "title", prefix=True),), id="field-prefix"),
        pytest.param(
            "title:(a OR b)",
            (Any((Word("a", "title"), Word("b", "title"))),),
            id="field-of-a-group",
        ),
        pytest.param(
            "title:(a text:b)",
            (All((Word("a", "title"), Word("b", "text"))),),
            id="inner-field",
        ),
        pytest.param("-title:a", (Not(Word("a", "title")),), id="minus-field"),
        pytest.param("title:-a", (Not(Word("a", "title")),), id="field-minus"),
        pytest.param("title:a b", (Word("a", "title"), B), id="field-of-one-word-only"),
        pytest.param("Zelenskyy's", (Word("Zelenskyy's"),), id="apostrophe"),
        pytest.param("10:30", (Word("10:30"),), id="time-of-day-is-no-field"),
        pytest.param("tag:🎉", (Name("tags", "🎉"),), id="tag-of-a-sign"),
        pytest.param("-tag:🎉", (Not(Name("tags", "🎉")),), id="minus-tag-of-a-sign"),
        pytest.param('source:"!"', (Name("sources", "!", quoted=True),), id="outlet-of-a-sign"),
        pytest.param("tag:C++", (Name("tags", "C++"),), id="tag-with-signs"),
        pytest.param(
            "tag:(🎉 OR -x)", (Any((Name("tags", "🎉"), Not(Name("tags", "x")))),), id="tags"
        ),
        pytest.param("link:a.example/b", (Link("a.example/b"),), id="link"),
        pytest.param('link:"a.example/b c"', (Link("a.example/b c"),), id="link-with-a-blank"),
        pytest.param("id:2026/a-(1).md", (Id("2026/a-(1).md"),), id="id"),
        pytest.param('id:"a b.md"', (Id("a b.md"),), id="id-with-a-blank"),
        pytest.param(
            "https://a.example/b",
            (Any((Link("https://a.example/b"), Word("https://a.example/b"))),),
            id="address",
        ),
        pytest.param("str?ke", (Word("str?ke", pattern=True),), id="one-letter"),
        pytest.param("s**ke", (Word("s*ke", pattern=True),), id="letters-inside"),
        pytest.param("har?b*", (Word("har?b*", pattern=True),), id="pattern-with-an-open-end"),
        pytest.param("title:str?ke", (Word("str?ke", "title", pattern=True),), id="field-pattern"),
        pytest.param("strike?", (Word("strike?"),), id="question-mark"),
        pytest.param('"a str*"', (Phrase("a str", prefix=True),), id="phrase-with-an-open-end"),
        pytest.param('"a str"*', (Phrase("a str", prefix=True),), id="star-behind-a-phrase"),
        pytest.param("a NEAR/3 b", (Near(("a", "b"), None, 3),), id="near-either-way"),
        pytest.param("-a NEAR/0 b", (Not(Near(("a", "b"), None, 0)),), id="minus-near"),
        pytest.param("title:(a NEAR/3 b)", (Near(("a", "b"), "title", 3),), id="near-in-a-field"),
        pytest.param("tag:*", (Name("tags", "*"),), id="any-tag"),
        pytest.param("-date:*", (Not(days(None, None)),), id="no-day"),
        pytest.param(r"C\+\+", (Phrase("C++"),), id="escaped"),
        pytest.param("From: a", (Word("From:"), A), id="a-title's-first-word"),
        pytest.param("+a", (Word("a", required=True),), id="plus"),
        pytest.param(
            "+(a b) c",
            (All((Word("a", required=True), Word("b", required=True))), C),
            id="plus-group",
        ),
        pytest.param("title:+a", (Word("a", "title"),), id="plus-in-field"),
        pytest.param("+-a", (Not(A),), id="plus-and-minus"),
        pytest.param("AC/DC", (Word("AC/DC"),), id="stroke"),
        pytest.param("U.S.-China", (Word("U.S.-China"),), id="initials"),
        pytest.param("#MeToo @handle", (Word("#MeToo"), Word("@handle")), id="signs-before"),
    ],
)
def test_read_as_it_stands(text: str, clauses: tuple[Node, ...]) -> None:
    assert nodes(text) == clauses
    assert read(text).notes == ()


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("date:2026-01", days("2026-01-01", "2026-01-31")),
        ("date:2026-01-03..2026-01-09", days("2026-01-03", "2026-01-09")),
        ("date:2026-01-03...2026-01-09", days("2026-01-03", "2026-01-09")),
        ("date:2026-01-03…2026-01-09", days("2026-01-03", "2026-01-09")),
        ("date:2025..2026-01", days("2025-01-01", "2026-01-31")),
        ("date:2026-01-03..", days("2026-01-03", None)),
        ("date:..2026-01-03", days(None, "2026-01-03")),
        ('date:"2026-01 to 2026-02"', days("2026-01-01", "2026-02-28")),
        ("date:2026-01–2026-02", days("2026-01-01", "2026-02-28")),
        ("after:2026-01-03", days("2026-01-04", None)),
        ("after:2026-01", days("2026-02-01", None)),
        ("before:2026-01", days(None, "2025-12-31")),
        ("before:2026-01-03", days(None, "2026-01-02")),
        ("since:2026-01", days("2026-01-01", None)),
        ("until:2026-01", days(None, "2026-01-31")),
        ("after:yesterday", days("2026-01-09", None)),
        ("date:today", days("2026-01-09", "2026-01-09")),
        ('date:"last week"', days("2025-12-29", "2026-01-04")),
        ("date:last week", days("2025-12-29", "2026-01-04")),
        ("date:last_week", days("2025-12-29", "2026-01-04")),
        ("date:January 2026", days("2026-01-01", "2026-01-31")),
        ("date:3 January 2026", days("2026-01-03", "2026-01-03")),
        ('after:"3 days ago"', days("2026-01-07", None)),
        ('until:"last 3 days"', days(None, "2026-01-09")),
        ("AFTER:monday", days("2026-01-06", None)),
        ("after:9999", days("9999-12-31", "0001-01-01")),
        ("before:0001", days("9999-12-31", "0001-01-01")),
        ("date:[2026-01-01 TO 2026-01-09]", days("2026-01-01", "2026-01-09")),
        ("date:[2026-01 to 2026-02]", days("2026-01-01", "2026-02-28")),
        ("date:{2026-01-01 TO 2026-01-09}", days("2026-01-02", "2026-01-08")),
        ("date:[2026-01-01 TO *]", days("2026-01-01", None)),
        ("date:[* TO 2026-01-09}", days(None, "2026-01-08")),
        ("date:>2026-01-01", days("2026-01-02", None)),
        ("date:>=2026-01-01", days("2026-01-01", None)),
        ("date:<2026-01", days(None, "2025-12-31")),
        ("date:<=2026-01", days(None, "2026-01-31")),
        ("date:=2026-01", days("2026-01-01", "2026-01-31")),
        ("date:2026-01-03 to 2026-01-09", days("2026-01-03", "2026-01-09")),
        ("date:3 January 2026 to 9 January 2026", days("2026-01-03", "2026-01-09")),
        ("date:18 de marzo de 2026", days("2026-03-18", "2026-03-18")),
        ("date:Sat, 3 Jan 2026 10:30:00 GMT", days("2026-01-03", "2026-01-03")),
        ("date:31/12/2026", days("2026-12-31", "2026-12-31")),
        ("since:20260103", days("2026-01-03", None)),
        ("date:2026-01-03..09", days("2026-01-03", "2026-01-09")),
        ("date:2026-1-3..9", days("2026-01-03", "2026-01-09")),
        ("date:2026-01..03", days("2026-01-01", "2026-03-31")),
        ("date:+2026-01-03", days("2026-01-03", "2026-01-03")),
        ("since:-7d", days("2026-01-03", None)),
        ("since:7d", days("2026-01-03", None)),
        ("until:tomorrow", days(None, "2026-01-10")),
        ("date:2026-Q1", days("2026-01-01", "2026-03-31")),
        ("date:*", days(None, None)),
        ("date:[* TO *]", days(None, None)),
        ("date:[NOW-7DAYS TO NOW]", days("2026-01-02", "2026-01-09")),
        ("date:[2026-01-03,2026-01-09]", days("2026-01-03", "2026-01-09")),
        ("date:[2026-01-03..2026-01-09}", days("2026-01-03", "2026-01-08")),
        ("date:[January 3, 2026 TO January 9, 2026]", days("2026-01-03", "2026-01-09")),
        ("date:2026-01-03/2026-01-09", days("2026-01-03", "2026-01-09")),
        ("date:2026-01-03:2026-01-09", days("2026-01-03", "2026-01-09")),
        ("date:2026-01-03-2026-01-09", days("2026-01-03", "2026-01-09")),
        ("date:20260103-20260109", days("2026-01-03", "2026-01-09")),
        ("date:2025-2026", days("2025-01-01", "2026-12-31")),
        ("date:(2026-01-03 TO 2026-01-09)", days("2026-01-03", "2026-01-09")),
        ("date:(2026-01-03)", days("2026-01-03", "2026-01-03")),
        ("date:(last week)", days("2025-12-29", "2026-01-04")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_days(text: str, clause: Days) -> None:
    assert nodes(text) == (clause,)
    assert read(text).notes == ()


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        (
            "date:(>=2026-01-03 AND <2026-01-09)",
            All((days("2026-01-03", None), days(None, "2026-01-08"))),
        ),
        (
            "date:(2026-01-03 OR 2026-01-09)",
            Any((days("2026-01-03", "2026-01-03"), days("2026-01-09", "2026-01-09"))),
        ),
        ("date:!2026-01-03", Not(days("2026-01-03", "2026-01-03"))),
        ("date:-2026-01", Not(days("2026-01-01", "2026-01-31"))),
        ("since:-(2026-01)", Not(days("2026-01-01", None))),
        ("date:(NOT 2026-01)", Not(days("2026-01-01", "2026-01-31"))),
    ],
)
def test_days_in_parentheses_and_left_out(text: str, clause: Node) -> None:
    assert nodes(text) == (clause,)
    assert read(text).notes == ()


def test_days_end_where_words_begin() -> None:
    assert nodes("date:last week strike") == (days("2025-12-29", "2026-01-04"), Word("strike"))
    assert nodes("date:2026 year") == (days("2026-01-01", "2026-12-31"), Word("year"))
    assert nodes("date:2026 strike") == (days("2026-01-01", "2026-12-31"), Word("strike"))
    assert nodes("strike -date:2026") == (
        Word("strike"),
        Not(days("2026-01-01", "2026-12-31")),
    )


@pytest.mark.parametrize(
    ("text", "clauses", "note"),
    [
        # Quotes
        ("“a b”", (Phrase("a b"),), "Read typographic quotes as plain ones."),
        ('a "b c', (A, Phrase("b c")), "Closed a quotation mark that was left open."),
        ('a "b cd...', (A, Phrase("b cd", prefix=True)), 'Read “"b cd...” as “"b cd*"”.'),
        ('a "b c...', (A, Phrase("b")), 'Read “"b c...” as “"b"”.'),
        ("a “b cd…", (A, Phrase("b cd", prefix=True)), 'Read “"b cd…” as “"b cd*"”.'),
        ('"b cd... - A', (Phrase("b cd", prefix=True), Word("A")), 'Read “"b cd...” as “"b cd*"”.'),
        ('"b... cd e', (Phrase("b... cd e"),), "Closed a quotation mark that was left open."),
        ('a""', (A,), "Left out quotation marks that hold no words."),
        ('a "…"', (A,), "Left out quotation marks that hold no words."),
        # Full-width and typographic signs
        ("（a OR b）", (Any((A, B)),), "Read full-width signs as plain ones."),
        ("a –b", (A, Not(B)), "Read a long dash before a word as a minus"),
        # Days
        (
            "date:2026-02-30",
            (days("2026-02-28", "2026-02-28"),),
            "Read “2026-02-30” as 2026-02-28, the last day of its month.",
        ),
        (
            "until:2026-02-30",
            (days(None, "2026-02-28"),),
            "Read “2026-02-30” as 2026-02-28, the last day of its month.",
        ),
        (
            "date:2026-01-03..2026-04-31",
            (days("2026-01-03", "2026-04-30"),),
            "Read “2026-04-31” as 2026-04-30, the last day of its month.",
        ),
        # Parentheses
        ("(a OR b", (Any((A, B)),), "Closed a parenthesis that was left open."),
        ("a) b", (A, B), "Left out “)”, which closes nothing."),
        ("() a", (A,), "Left out parentheses that hold no words."),
        ("(" * 17 + "a" + ")" * 17, (A,), "nested more than 16 deep"),
        # Operators
        ("OR a", (A,), "Left out “OR”, which joins nothing."),
        ("a OR", (A,), "Left out “OR”, which joins nothing."),
        ("a OR OR b", (Any((A, B)),), "Left out “OR”, which joins nothing."),
        ("a AND", (A,), "Left out “AND”, which joins nothing."),
        ("a && OR b", (All((A, B)),), "Left out “OR”, which joins nothing."),
        ("(a OR) b", (A, B), "Left out “OR”, which joins nothing."),
        ("a NOT", (A,), "Left out “NOT”, which joins nothing."),
        ("--a", (Not(A),), "Read several minus signs in a row as one."),
        ("a - b", (A, B), "Left out “-”, which holds no letter or digit."),
        ("a 🎉", (A,), "Left out “🎉”, which holds no letter or digit."),
        # Fields
        ("colour:a", (Word("colour:a"),), "There is no field “colour”"),
        ("outlets:many", (Word("outlets:many"),), "“outlets:many” names no number of outlets"),
        ("outlets:4x a", (Word("outlets:4x"), A), "“outlets:4x” names no number of outlets"),
        ("outlets>=4", (Outlets(4, None),), "Read “outlets>=4” as “outlets:>=4”."),
        ("outlets=4", (Outlets(4, 4),), "Read “outlets=4” as “outlets:4”."),
        ("outlets:5..2", (Outlets(2, 5),), "Read “outlets:5..2” the other way round."),
        ("title:", (Word("title"),), "Nothing follows “title:”"),
        ("a title:!", (A,), "title:"),
        ('title:"🎉"', (), "Left out “title:”"),
        ("title: a", (Word("a", "title"),), "Read “title: …” as “title:…”"),
        ("title=a", (Word("a", "title"),), "Read “title=” as “title:”."),
        ("Source:a b c d", (Name("sources", "a"), B, C, D), "Read “Source:…” as “source:…”"),
        ("a date:(link:)", (A,), "Left out “link:”, which no word follows."),
        ("a tag:", (A, Word("tag")), "Nothing follows “tag:”"),
        ("source!=BBC a", (Not(Name("sources", "BBC")), A), "Read “source!=” as “-source:”."),
        ("title<>a", (Not(Word("a", "title")),), "Read “title<>” as “-title:”."),
        ("date!=2026", (Not(days("2026-01-01", "2026-12-31")),), "Read “date!=” as “-date:”."),
        # What may be a title
        ("a b -20 c", (A, B, Not(Word("20")), C), "“-20” leaves out items with “20”"),
        ("a -20", (A, Not(Word("20"))), "“-20” leaves out items with “20”"),
        ("!b a", (Not(B), A), "“!b” leaves out items with “b”"),
        ("a NOT b c", (A, Not(B), C), "“NOT b” leaves out items with “b”"),
        ("a !b c d", (A, Not(B), C, D), "“!b” leaves out items with “b”"),
        ("NOT AGAIN!", (Not(Word("AGAIN!")),), "“NOT AGAIN!” leaves out items with “AGAIN!”"),
        ("Do NOT Go", (Word("Do"), Not(Word("Go"))), "“NOT Go” leaves out items with “Go”"),
        ("a b | c d", (A, Any((B, C)), D), "Read “|” as an operator"),
        ("A OR B C", (Any((Word("A"), Word("B"))), Word("C")), "Read “OR” as an operator"),
        ("a b NEAR/2 c", (A, Near(("b", "c"), None, 2)), "Read “NEAR/2” as an operator"),
        ("(a or b)", (All((A, Word("or"), B)),), "“or” was searched for as a word; OR in"),
        ("a and b", (A, Word("and"), B), "“and” was searched for as a word; AND in"),
        ("a not b", (A, Word("not"), B), "“not” was searched for as a word; NOT in"),
        ("a NEAR b", (A, Word("NEAR"), B), "“NEAR” was searched for as a word; NEAR/5"),
        ("a ADJ b", (A, Word("ADJ"), B), "“ADJ” was searched for as a word; NEAR/5"),
        ("a pre/3 b", (Phrase("a b", between=3),), 'Read “a pre/3 b” as “"a b"~3”.'),
        ("a XOR b", (A, Word("XOR"), B), "“XOR” was searched for as a word; write (a OR b)"),
        ("/a.b/", (Word("/a.b/"),), "regular expressions are not read"),
        ("a NEAR/3", (A,), "Left out “NEAR/3”, which joins nothing."),
        ("NEAR/3 a", (A,), "Left out “NEAR/3”, which joins nothing."),
        ('a NEAR/3 "b c"', (All((A, Phrase("b c"))),), "Read “NEAR/3” as AND"),
        ("a^2", (A,), "Left out the weight in “a^2”"),
        ("a^.5", (A,), "Left out the weight in “a^.5”"),
        ("(a)^2", (A,), "Left out the weight “^2”"),
        ('"a b"^2', (Phrase("a b"),), "Left out the weight “^2”"),
        ("strike~0.8", (Word("strike", distance=1),), "Read “~0.8” as 1 letter changed."),
        # Dates
        ("a date:garbage", (A,), "“date:garbage” names no date"),
        ("a date:2026-13-30", (A,), "“date:2026-13-30” names no date"),
        ("a date:01/02/2026", (A,), "can be read as more than one day"),
        ("date: a", (Word("date"), A), "“date: a” names no date, so it was searched for"),
        ("date:[2026 TO x]", (), "names no date"),
        ("date:a to", (Word("to"),), "names no date"),
        ("a date:..", (A,), "“date:..” names no date"),
        ("a after:(b)", (A,), "“after:b” names no date"),
        ("a date:(2026 b)", (A, days("2026-01-01", "2026-12-31")), "“date:b” names no date"),
        ("a date:!b", (A,), "“date:!b” names no date"),
        ("a date:-1", (A,), "“date:-1” names no date"),
        ("a since:..", (A,), "“since:..” names no date"),
        (
            "date:2026-02..2026-01",
            (days("2026-01-01", "2026-02-28"),),
            "ends before it begins the other way round",
        ),
        # Costs
        ("a*", (A,), "“a*” needs 2 letters before the star"),
        ("*bour", (Word("*bour"),), "“*” stand for letters only in a word"),
        ("h?r-b", (Word("h?r-b"),), "“*” stand for letters only in a word"),
        ('"a* b"', (Phrase("a* b"),), "only at the end of the last word"),
        ("harbuor~3", (Word("harbuor", distance=2),), "“~3” is too far"),
        ("harbuor~10", (Word("harbuor", distance=2),), "“~10” is too far"),
        ('"a b"~99', (Phrase("a b", between=50),), "took 50"),
        ('"a b"~-1', (Phrase("a b"),), "took 0"),
        ('"a * b"', (Phrase("a * b"),), "only at the end of the last word"),
        ("2026-01-05", (Word("2026-01-05"),), "date:2026-01-05 finds items by their day"),
        pytest.param(
            "a NEAR3 b",
            (Near(("a", "b"), None, 3),),
            "Read “NEAR3” as “NEAR/3”.",
            id="near-joined-to-its-number",
        ),
        pytest.param(
            "a AROUND(3) b",
            (Near(("a", "b"), None, 3),),
            "Read “AROUND(3)” as “NEAR/3”.",
            id="near-as-in-google",
        ),
        pytest.param(
            "NEAR(a b, 3)",
            (Near(("a", "b"), None, 3),),
            "Read “NEAR(a b, 3)” as “a NEAR/3 b”.",
            id="near-as-in-sqlite",
        ),
        pytest.param(
            "NEAR(a b)",
            (Near(("a", "b"), None, 10),),
            "Read “NEAR(a b)” as “a NEAR/10 b”.",
            id="near-without-a-number",
        ),
        pytest.param(
            "title:NEAR(a b, 3)",
            (Near(("a", "b"), "title", 3),),
            "Read “NEAR(a b, 3)” as “a NEAR/3 b”.",
            id="near-call-in-field",
        ),
        pytest.param(
            "subject:a",
            (Word("a", "title"),),
            "Read “subject:” as “title:”.",
            id="title-as-elsewhere",
        ),
        pytest.param(
            "intext:a", (Word("a", "text"),), "Read “intext:” as “text:”.", id="text-as-elsewhere"
        ),
        pytest.param(
            "publisher:BBC",
            (Name("sources", "BBC"),),
            "Read “publisher:” as “source:”.",
            id="outlet-as-elsewhere",
        ),
        pytest.param(
            "topic:a", (Name("tags", "a"),), "Read “topic:” as “tag:”.", id="tag-as-elsewhere"
        ),
        pytest.param(
            "older_than:7d",
            (days(None, "2026-01-02"),),
            "Read “older_than:” as “before:”.",
            id="before-as-elsewhere",
        ),
        pytest.param(
            "newer_than:7d",
            (days("2026-01-03", None),),
            "Read “newer_than:” as “since:”.",
            id="since-as-elsewhere",
        ),
        pytest.param(
            "year:2026", (days("2026-01-01", "2026-12-31"),), "Read “year:” as “date:”.", id="year"
        ),
        pytest.param(
            "a * b", (Word("a"), All(()), Word("b")), "Left out “*”, which", id="star-alone"
        ),
        pytest.param("a[1]", (Word("a"),), "Left out “[1]” of “a[1]”: a footnote.", id="footnote"),
        pytest.param(
            "abc[1][12]",
            (Word("abc"),),
            "Left out “[1][12]” of “abc[1][12]”: a footnote.",
            id="footnotes",
        ),
        pytest.param(
            "-15C",
            (Word("-15C"),),
            "Read the minus of “-15C” as that of a number.",
            id="below-zero",
        ),
        pytest.param(
            "a (-3,5 °F)",
            (Word("a"), All((Word("-3,5"), Word("°F")))),
            "Read the minus of “-3,5 °F” as that of a number.",
            id="below-zero-apart",
        ),
        pytest.param(
            "-5 b",
            (Not(Word("5")), Word("b")),
            "“-5” leaves out items with “5”; in quotation marks it is searched for.",
            id="no-unit",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_repairs_and_what_is_said(text: str, clauses: tuple[Node, ...], note: str) -> None:
    assert nodes(text) == clauses
    assert any(note in said for said in read(text).notes), read(text).notes


@pytest.mark.parametrize(
    "text",
    [
        "a near b",
        "source:BBC NOT source:CNN",
        "PLANE CRASHES NEAR PARIS",
        "AC/DC",
        "/etc/passwd",
        "and/or",
        "24/7",
    ],
)
def test_what_is_no_operator_of_another_program(text: str) -> None:
    assert read(text).notes == ()


def test_the_note_on_an_unknown_field_names_the_fields() -> None:
    (note,) = read("colour:red").notes
    for name in ("title", "headline", "source", "tag", "category", "feed", "date"):
        assert name in note


def test_the_query_is_cut_to_so_many_clauses() -> None:
    query = read(" ".join(f"w{number}" for number in range(MAX_CLAUSES + 6)))
    assert len(query.parts) == MAX_CLAUSES
    assert query.notes == (f"The query has {MAX_CLAUSES + 6} parts; only the first 64 were used.",)
    assert read(" ".join(["w"] * MAX_CLAUSES)).notes == ()


def test_clauses_within_parentheses_and_alternatives_count() -> None:
    query = read("(" + " OR ".join(["w"] * 70) + ")")
    (clause,) = query.parts
    assert isinstance(clause.node, Any)
    assert len(clause.node.nodes) == MAX_CLAUSES
    assert "70 parts" in query.notes[0]


def test_every_note_is_said_once() -> None:
    notes = read("“a” “b” (c (d OR OR OR").notes
    assert len(notes) == len(set(notes)) == 3


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        pytest.param("a b", [("a", "b"), ("b", "a")], id="words"),
        pytest.param('a "b c"~5', [("a", '"b c"~5'), ('"b c"~5', "a")], id="phrase"),
        pytest.param("a -b c", [("a", "-b c"), ("-b", "a c"), ("c", "a -b")], id="minus"),
        pytest.param("(a OR b) c", [("(a OR b)", "c"), ("c", "(a OR b)")], id="group"),
        pytest.param("x a OR b", [("x", "a OR b"), ("a OR b", "x")], id="alternatives"),
        pytest.param("a AND b", [("a", "b"), ("b", "a")], id="and-goes-with-it"),
        pytest.param(
            "title:a date:last week",
            [("title:a", "date:last week"), ("date:last week", "title:a")],
            id="fields",
        ),
        pytest.param("“a b” c", [('"a b"', "c"), ("c", '"a b"')], id="typographic"),
        pytest.param("a (b", [("a", "(b"), ("(b", "a")], id="left-open"),
    ],
)
def test_a_clause_can_be_shown_and_dropped(text: str, parts: list[tuple[str, str]]) -> None:
    query = read(text)
    assert [(query.text_of(clause), query.without(clause)) for clause in query.parts] == parts


PARTS = st.sampled_from(
    [
        "strike",
        '"port strike"',
        '"port strike"~5',
        "harb*",
        "harbuor~1",
        "-comet",
        "NOT comet",
        "(port OR harbour)",
        "port OR harbour",
        "port AND (ferry -strike)",
        "title:port",
        'source:"The New York Times"',
        "tag:(a OR b)",
        "-title:(a b)",
        "date:2026-01",
        "date:last week",
        "after:2026-01-03",
        "北京",
    ]
)


@given(st.lists(PARTS, min_size=1, max_size=6))
def test_what_is_left_when_a_clause_is_dropped_means_the_same(parts: list[str]) -> None:
    def wanted(clauses: Iterable[Part]) -> list[Node]:
        nodes = [clause.node for clause in clauses]
        while any(isinstance(node, All) for node in nodes):  # `a AND b` is `a b`
            nodes = [
                inner
                for node in nodes
                for inner in (node.nodes if isinstance(node, All) else [node])
            ]
        return nodes

    query = read(" ".join(parts))
    for clause in query.parts:
        rest = read(query.without(clause))
        assert wanted(rest.parts) == wanted(other for other in query.parts if other != clause)


def fields(node: Node) -> Iterable[str | None]:
    """Yield the fields in which words are searched for."""
    match node:
        case Not(inner):
            yield from fields(inner)
        case All(inside) | Any(inside):
            for own in inside:
                yield from fields(own)
        case Word() | Phrase() | Near():
            yield node.field


@given(
    st.lists(
        st.sampled_from(
            [
                "a",
                "b",
                '"',
                "(",
                ")",
                "-",
                "+",
                "*",
                "~",
                "~2",
                "OR",
                "AND",
                "NOT",
                "&",
                "title:",
                "date:",
                "tag:",
                "2026",
                "..",
                "last",
                "week",
                "date:(",
                "source!=",
                "has:tag",
                "NEAR(",
                "NEAR/3",
                "since:-7d",
                "subject:",
                "link:",
                "\\+",
                "<https://a.example>",
            ]
        )
        | st.text(max_size=5),
        max_size=40,
    ),
    st.sampled_from(["", " "]),
)
@example(["title:", "!"], "")
@example(["date:(", "link:", ")"], "")
@example(["date:(", ")"], "")
def test_any_text_is_read(words: list[str], between: str) -> None:
    text = between.join(words)
    query = read(text)
    assert len(query.parts) <= MAX_CLAUSES
    place = 0
    for clause in query.parts:
        assert place <= clause.start < clause.end <= len(query.text)
        place = clause.end
        assert set(fields(clause.node)) <= {None, *TEXT_FIELDS}
    if text.strip() and not query.parts:
        assert query.notes or not any(character.isalnum() for character in text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("(" * 1000, id="parentheses"),
        pytest.param("-(" * 500, id="negated-parentheses"),
        pytest.param("tag:-" * 199 + "foo", id="fields-and-signs"),
        pytest.param("tag:(" * 166 + "foo", id="fields-and-parentheses"),
        pytest.param("NOT " * 249 + "foo", id="signs"),
        pytest.param("a OR " * 200, id="alternatives"),
        pytest.param('"' * 1000, id="quotes"),
        pytest.param("date:(" * 166, id="dates"),
    ],
)
def test_nesting_is_bounded(text: str) -> None:
    def depth(node: Node) -> int:
        match node:
            case Not(clause):
                return 1 + depth(clause)
            case Any(clauses) | All(clauses):
                return 1 + max(map(depth, clauses), default=0)
        return 1

    assert depth(All(nodes(text))) < 60


@pytest.mark.parametrize(
    "text",
    [
        'Trump: "We will NOT leave" | Reuters',
        '"They killed him" | CNN',
        'Fed: "rates rise" | BBC',
        'Harbour "is open" | Meridian Wire',
        '"dock strike ends" || Tramline',
    ],
)
def test_a_bar_behind_a_quotation_may_be_of_a_title(text: str) -> None:
    assert any("as an operator that finds either side" in note for note in parse(text).notes)


@pytest.mark.parametrize("text", ['"wh?te house"', 'port "ha?bour"', '"a?c b"'])
def test_a_question_mark_in_a_phrase_is_told(text: str) -> None:
    assert any("a question mark stands for nothing" in note for note in parse(text).notes)


@pytest.mark.parametrize("text", ['"what? now"', '"why?"', "wh?te"])
def test_other_question_marks_are_not(text: str) -> None:
    assert not any("stands for nothing" in note for note in parse(text).notes)


@pytest.mark.parametrize(
    ("text", "is_address"),
    [
        ("news.example/politics", True),
        ("harbour-post.example/2026/1/5", True),
        ("NEWS.example/a?b=c", True),
        ("and/or", False),
        ("AC/DC", False),
        ("U.S./China", False),
        ("news.example/", False),
        ("1.5/2", False),
    ],
)
def test_an_address_without_a_scheme_is_one(text: str, is_address: bool) -> None:
    (part,) = parse(text).parts
    assert isinstance(part.node, Any) == is_address
