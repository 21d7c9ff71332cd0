"""Suggestions go on at the cursor, keep the rest, and find as many items as they say."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import Archive, Headline, Item, SearchRequest
from search.answer.at_cursor import typing_at
from search.settings import MAX_QUERY_CHARACTERS


def queries(archive: Archive, typed: str, **limits: Any) -> list[str]:
    """Return the queries that are suggested where `|` stands, or at the end."""
    text, _, rest = typed.partition("|")
    cursor = len(text) if "|" in typed else None
    return [own.query for own in archive.suggest(text + rest, cursor=cursor, **limits)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("com", 'comet|tag:"comet"', id="word-and-tag"),
        pytest.param("port str", "port strike", id="second-word"),
        pytest.param("-str", '-strike|-tag:"strike"', id="minus"),
        pytest.param("port -doc", "port -dockers", id="word-and-minus"),
        pytest.param("NOT str", "NOT strike", id="not"),
        pytest.param("+str", "+strike", id="plus"),
        pytest.param("comet OR str", "comet OR strike", id="or"),
        pytest.param("(comet OR str", "(comet OR strike", id="parenthesis"),
        pytest.param("title:com", "title:comet", id="field"),
        pytest.param("-headline:doc", "-headline:dockers", id="minus-and-field"),
        pytest.param("title:(comet OR str", "title:(comet OR strike", id="field-and-parenthesis"),
        pytest.param('"port str', '"port strike"', id="open-quote"),
        pytest.param('comet OR title:"port str', 'comet OR title:"port strike"', id="field-quote"),
        pytest.param("source:reu", 'source:"Reuters"', id="outlet"),
        pytest.param('source:"the new y', 'source:"The New York Times"', id="outlet-in-quotes"),
        pytest.param("outlet:new", 'outlet:"The New York Times"', id="outlet-by-another-word"),
        pytest.param("comet -source:reu", 'comet -source:"Reuters"', id="outlet-left-out"),
        pytest.param("source:(bbc OR reu", 'source:(bbc OR "Reuters"', id="one-of-outlets"),
        pytest.param("source:", 'source:"Reuters"|source:"BBC"', id="any-outlet"),
        pytest.param("tag:nig", 'tag:"night sky"', id="tag"),
        pytest.param("category:pol", 'category:"Politics"', id="category"),
        pytest.param("the new y", 'source:"The New York Times"', id="name-of-several-words"),
        pytest.param("strike new y", 'strike source:"The New York Times"', id="word-and-name"),
        pytest.param("since:2026-0", "since:2026-02|since:2026-01", id="month"),
        pytest.param("since:20", "since:2026|since:2025", id="year"),
        pytest.param("date:2026-01-0", "date:2026-01-03", id="day"),
        pytest.param("port date:>=2026-01-0", "port date:>=2026-01-05", id="compared-day"),
        pytest.param("date:2026-01-03..2026-02-0", "date:2026-01-03..2026-02-02", id="span"),
        pytest.param("com| -tide", "comet -tide", id="cursor-before-others"),
        pytest.param("str|ange talks", "strike talks", id="cursor-in-a-word"),
        pytest.param('"port str|" OR x', '"port strike" OR x', id="cursor-in-a-phrase"),
        pytest.param('source:"reu|" port', 'source:"Reuters" port', id="cursor-in-a-name"),
        pytest.param('"reu|" port', 'source:"Reuters" port', id="name-for-closed-quotes"),
        pytest.param("“reu|” port", 'source:"Reuters" port', id="name-for-curly-quotes"),
        pytest.param("(com|) fades", "(comet) fades", id="cursor-in-parentheses"),
        pytest.param("port stri talks", "port stri talks", id="nothing-holds-all"),
        pytest.param("zzzz port stri", "zzzz port strike", id="beside-an-unknown-word"),
        pytest.param("zzzz stri", "zzzz strike", id="beside-a-word-that-cannot-be-most"),
        pytest.param("source:the new y", 'source:"The New York Times"', id="unquoted-name"),
        pytest.param(
            "-outlet:the new y", '-outlet:"The New York Times"', id="unquoted-name-left-out"
        ),
        pytest.param(
            "source:(bbc OR the new y",
            'source:(bbc OR "The New York Times"',
            id="name-of-words-in-or",
        ),
        pytest.param('source:"', 'source:"Reuters"|source:"BBC"', id="open-quote-of-a-name"),
        pytest.param('tag:"|"', 'tag:"comet"|tag:"strike"', id="between-quotes"),
        pytest.param("site:reu", 'source:"Reuters"', id="outlet-by-its-site"),
        pytest.param("-site:reu", '-source:"Reuters"', id="site-left-out"),
        pytest.param("comet OR ", 'comet OR source:"Reuters"|comet OR tag:"strike"', id="or-alone"),
        pytest.param("strike AND ", 'strike AND source:"Reuters"', id="and-alone"),
        pytest.param("NOT ", 'NOT tag:"comet"', id="not-alone"),
        pytest.param("date:2026-01..", "date:2026-01..2026-02|date:2026-01..2026-01", id="end"),
        pytest.param("date:2026-01-03..", "date:2026-01-03..2026-01-31", id="end-by-day"),
        pytest.param("date:..", "date:..2025", id="end-alone"),
        pytest.param("date:<", "date:<2026", id="compared"),
        pytest.param("until:las", 'until:"last week"|until:"last month"', id="day-in-words"),
        pytest.param("until:last w", 'until:"last week"', id="two-words-of-a-day"),
        pytest.param('until:"last w|"', 'until:"last week"', id="day-in-quotes"),
        pytest.param("before:yes", "before:yesterday", id="yesterday"),
        pytest.param("date:jan", 'date:"January 2026"', id="named-month"),
        pytest.param("until:yesterday com", "until:yesterday comet", id="word-behind-a-day"),
        pytest.param("outlets:>", "outlets:>1", id="more-outlets"),
        pytest.param("(outlets:", "(outlets:1|(outlets:2", id="outlets"),
        pytest.param("outlets:2..", "outlets:2..2", id="span-of-outlets"),
        pytest.param("talks resu", 'title:"Talks resume in port strike"', id="title"),
        pytest.param(
            "PORT talks RES", 'title:"Talks resume in port strike"', id="title-in-capitals"
        ),
        pytest.param("北", "北京", id="chinese"),
        pytest.param("e-har", None, id="no-such-word-in-parts"),
    ],
)
def test_how_a_query_goes_on(archive: Archive, typed: str, expected: str | None) -> None:
    found = queries(archive, typed)
    assert {*expected.split("|")} <= {*found} if expected else not found


@pytest.mark.parametrize(
    "typed",
    ["", " ", "strike ", "port AND", "port OR", "|port", '"port strike"', "str*", "str~", "st?i",
     "m?d", "title:s?r", "st*k", "OR ", "port OR|x", "outlets:x", "date:2026-01 ", "date:x",
     "changed:", "tag:🎉", "link:sixo", "id:port", "https://bbc.ex", "date:today", "!", "\ud800",
     "-", "(", "x" * MAX_QUERY_CHARACTERS + "|s"],
)  # fmt: skip
def test_where_nothing_goes_on(archive: Archive, typed: str) -> None:
    assert queries(archive, typed) == []


@pytest.mark.parametrize(
    "limits",
    [{}, {"sources": "reuters"}, {"until": date(2026, 1, 4)}, {"not_tags": ["strike"]},
     {"as_of": "2026-01-01", "standing": True}, {"since": "2026-02", "until": "2026-01"}],
    ids=str,
)  # fmt: skip
@pytest.mark.parametrize("typed", ["s", "port t", "source:", "-s", "date:2026-01", "com OR har"])
def test_counts_are_those_of_the_queries(
    archive: Archive, typed: str, limits: dict[str, Any]
) -> None:
    for own in archive.suggest(typed, **limits):
        assert own.count == archive.search(own.query, **limits).total > 0, own


def test_other_parts_of_the_query_hold(archive: Archive) -> None:
    for typed in ("har* source:b", "source:bbc tag:st", '"port str* com', "str?ke OR tag:co"):
        for own in archive.suggest(typed):
            assert own.count == archive.search(own.query).total > 0, own


def test_a_request_is_taken_for_the_query_and_its_limits(archive: Archive) -> None:
    request = SearchRequest(query="com", tags=("night sky",))
    assert archive.suggest(request) == archive.suggest("com", tags="night sky") != []


@given(text=st.text("abcs \"'()-:*~ORN2|.", max_size=24), limit=st.integers(0, 12))
def test_what_is_suggested_finds_what_it_says(archive: Archive, text: str, limit: int) -> None:
    head, _, rest = text.partition("|")
    found = archive.suggest(head + rest, limit, cursor=len(head))
    assert len(found) <= limit
    for own in found:
        assert own.count == archive.search(own.query).total > 0


@given(text=st.text("ab \"'()-:*~OR2", max_size=16), data=st.data())
def test_what_is_typed_is_in_the_text(text: str, data: st.DataObject) -> None:
    cursor = data.draw(st.integers(0, len(text)))
    if typing := typing_at(text, cursor):
        assert typing.start <= cursor <= typing.end <= len(text)
        assert all(
            text[start:cursor].strip('" ') == name.strip('" ') for name, start in typing.names
        )


def test_a_long_query_gets_few_suggestions(archive: Archive) -> None:
    many = " OR ".join(["strike"] * 20)
    found = archive.suggest(f"{many} OR s")
    assert 0 < len(found) <= 4
    assert all(own.query.startswith(many) for own in found)


def test_where_nothing_has_all_words_the_best_fit_comes_first(make: Callable[..., Archive]) -> None:
    titles = [*["Port strike"] * 3, *["Strong wind"] * 20, *["Port"] * 5, *["Wind"] * 5]
    archive = make(
        Item(id=f"{number}.md", title=title, day=None) for number, title in enumerate(titles)
    )
    found = archive.suggest("nosuchword port str")
    assert [own.text for own in found if own.kind == "word"] == ["strike", "strong"]
    for own in found:
        page = archive.search(own.query)
        assert page.request.match == "most"
        assert own.count == page.total


def test_in_a_question_the_other_words_tell_which_word_comes_first(
    make: Callable[..., Archive],
) -> None:
    titles = ["German bank", "robbers with a drill", "the diary of Anne Frank", "Anne was freed"]
    titles += [f"drama {number}" for number in range(5)] + ["fresh German drink"] * 3
    archive = make([Item(id=str(n), title=title, day=None) for n, title in enumerate(titles)])
    for typed, expected in (
        ("how did german bank robbers dr", "drill"),
        ("what happened to that Anne fr", "frank"),
    ):
        first, *others = [own for own in archive.suggest(typed) if own.kind == "word"]
        assert (first.text, bool(others)) == (expected, True)
        for own in (first, *others):
            assert own.count == archive.search(own.query).total


def test_what_leaves_out_most_comes_first_and_nothing_useless(make: Callable[..., Archive]) -> None:
    outlets = [*["The New Yorker"] * 2, *["New York Post"] * 3, *["The Gazette"] * 4]
    archive = make(
        Item(
            id=f"{number}.md",
            title="White house" if number < 3 else "White hope" if number < 4 else "How to horn",
            headlines=(Headline(text="A headline", outlet=outlet),),
            day=None,
        )
        for number, outlet in enumerate(outlets)
    )
    assert queries(archive, "-source:") == [
        '-source:"The Gazette"',
        '-source:"New York Post"',
        '-source:"The New Yorker"',
    ]
    assert queries(archive, '-"white ho') == ['-"white house"', '-"white hope"']
    assert queries(archive, "how -source:new y")[-1:] == ['how -source:"New York Post"']
    assert queries(archive, "-ho")[:2] == ["-horn", "-how"]
    assert queries(archive, "-outlets:>") == []


def test_a_name_that_goes_on_behind_its_blank_comes_first(make: Callable[..., Archive]) -> None:
    outlets = ["New Age"] * 9 + ["The New Yorker"]
    archive = make(
        Item(id=f"{n}.md", title="Your wall", day=None, headlines=(Headline("Your wall", outlet),))
        for n, outlet in enumerate(outlets)
    )
    assert queries(archive, "source:new yo")[:2] == ['source:"The New Yorker"', "source:new your"]


def test_words_run_together_are_no_words(make: Callable[..., Archive]) -> None:
    titles = ["Maduro-backed talks", "Maduro speaks", "Banks backed", "E-mail found", "An email"]
    titles += ["Mails go e", "Madhouse", "Mad house", "A mad old house"]
    archive = make(
        Item(id=f"{number}.md", title=title, day=None) for number, title in enumerate(titles)
    )
    assert archive.search("madurobacked").total == 1
    assert queries(archive, "mad")[:3] == ["mad", "maduro", "madhouse"]
    assert "madurobacked" not in queries(archive, "maduro")
    assert "madurobacked" in queries(archive, "madurobacked")
    assert "email" in queries(archive, "ema")


def test_no_query_is_offered_twice(make: Callable[..., Archive]) -> None:
    archive = make([Item(id="1.md", title="東京大雪の東京大雪警報", day=None)])
    for typed in ("東", "東京", "東京大", "東京大雪", '"東京大雪', "e-東京大雪"):
        found = queries(archive, typed)
        assert len(found) == len(set(found))
