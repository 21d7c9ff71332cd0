"""A search finds, orders and shows what a reader means by it, and says why it finds nothing."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from search import (
    Archive,
    Headline,
    Item,
    ItemNotFound,
    OtherSearch,
    RequestInvalid,
    SearchRequest,
    as_json,
)
from search.answer.explain import MAX_EXPLAINED, MAX_WITH_REST
from search.limits import Limits
from search.request import FACETS


def titled(title: str, day: str | None = None, **members: Any) -> Item:
    """Return an item whose id is its title."""
    parsed = date.fromisoformat(day) if day else None
    return Item(**{"id": title, "title": title, "day": parsed, **members})


def ids(archive: Archive, *args: Any, **limits: Any) -> list[str]:
    return [hit.id for hit in archive.search(*args, **limits).hits]


# -- asking


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("strike", ["port/strike-1.md", "port/strike-2.md", "port/strike-3.md", "sky/comet-1.md"]),
        (
            "striking",
            ["port/strike-1.md", "port/strike-2.md", "port/strike-3.md", "sky/comet-1.md"],
        ),
        ("port strike", ["port/strike-1.md", "port/strike-2.md"]),
        ('"strike port"', []),
        ('"port strike"', ["port/strike-1.md", "port/strike-2.md"]),
        ('"talks port"~2', ["port/strike-2.md"]),
        ('"talks port"~1', []),
        ('"talks strike port"~50', []),
        ("port NEAR/2 talks", ["port/strike-2.md"]),
        ("talks NEAR/2 port", ["port/strike-2.md"]),
        ("talks NEAR/1 port", []),
        ('"port str*"', ["port/strike-1.md", "port/strike-2.md"]),
        ("title:str?ke -port", ["port/strike-3.md"]),
        ("id:port/strike-3.md", ["port/strike-3.md"]),
        ("-id:port/strike-3.md title:strike", ["port/strike-1.md", "port/strike-2.md"]),
        ('"stall ferries"~50', []),
        ("ferries OR comet -midnight", ["port/strike-1.md", "port/strike-3.md", "sky/comet-2.md"]),
        ("strike -port -comet", ["port/strike-3.md"]),
        ("headline:dockers", ["port/strike-1.md", "port/strike-3.md"]),
        ("title:dockers", []),
        ("text:strike", ["sky/comet-1.md"]),
        ("source:BBC", ["port/strike-1.md", "port/strike-2.md", "sky/comet-1.md"]),
        ("source:bbc strike", ["port/strike-1.md", "port/strike-2.md", "sky/comet-1.md"]),
        ('source:"the new york times"', ["city/senate.md", "port/strike-1.md", "port/strike-3.md"]),
        ("source:新华社", ["world/beijing.md"]),
        ("source:الجزيرة", ["world/mina.md"]),
        ("tag:dockers", ["port/strike-1.md"]),
        ('tag:"night sky"', ["sky/comet-2.md"]),
        ("tag:harb*", ["city/senate.md", "undated/notice.md"]),
        ("category:science", ["sky/comet-1.md", "sky/comet-2.md"]),
        (
            "feed:local.example",
            ["city/presidents.md", "sky/comet-1.md", "sky/comet-2.md", "undated/notice.md"],
        ),
        ("date:2025-12", ["city/presidents.md", "city/visit.md"]),
        ("date:2026-01-03..2026-01-04", ["port/strike-1.md", "sky/comet-1.md"]),
        ("after:2026-01-19", ["port/strike-3.md", "sky/comet-2.md"]),
        ("before:2025-12", ["city/senate.md"]),
        ("until:2025-12-01", ["city/senate.md", "city/visit.md"]),
        ("harbour -date:2000..2100", ["undated/notice.md"]),
        ("presiden*", ["city/presidents.md", "city/senate.md", "city/visit.md"]),
        ("harbuor~", ["city/senate.md", "port/strike-1.md", "sky/comet-1.md", "undated/notice.md"]),
        ("committee~", []),
        ("visited", ["city/visit.md"]),
        (
            "(strike OR comet) source:reuters",
            ["port/strike-1.md", "port/strike-2.md", "sky/comet-2.md"],
        ),
    ],
)
def test_queries(archive: Archive, query: str, found: list[str]) -> None:
    page = archive.search(query, per_page=100)
    assert sorted(hit.id for hit in page.hits) == found
    assert page.total == len(found)


@pytest.mark.parametrize(
    ("limits", "found"),
    [
        ({"sources": "DW"}, 2),
        ({"sources": ["DW", "NHK"]}, 3),
        ({"sources": "BBC", "tags": "comet"}, 1),
        ({"not_sources": "BBC"}, 12),
        ({"not_sources": ["BBC", "DW"]}, 10),
        ({"categories": "World", "not_categories": "Politics"}, 8),
        ({"year": 2025}, 3),
        ({"year": ["2025", "2026"]}, 13),
        ({"not_year": "2026"}, 5),
        ({"month": "2026-02"}, 2),
        ({"month": "2026-02", "year": "2025"}, 0),
        ({"since": "2026-02"}, 2),
        ({"until": "2025-12"}, 3),
        ({"since": date(2026, 1, 4), "until": date(2026, 1, 5)}, 2),
        ({"since": date(2026, 1, 5), "until": date(2026, 1, 4)}, 2),
        ({"feed": "https://local.example/feed"}, 4),
        ({"sources": "nobody"}, 0),
        ({"tags": "\ud800"}, 0),
    ],
)
def test_limits(archive: Archive, limits: dict[str, Any], found: int) -> None:
    assert archive.search("", **limits).total == found


def test_a_name_of_the_same_words_is_taken_and_said(archive: Archive) -> None:
    page = archive.search("", sources="Al-Jazeera")
    assert page.request.sources == ("Al Jazeera",)
    assert page.total == archive.search("", sources="Al Jazeera").total > 0
    assert page.notes == ("Took “Al Jazeera” for “Al-Jazeera”.",)


def test_names_that_may_be_meant_are_named_and_not_taken(archive: Archive) -> None:
    page = archive.search("", sources="York Times")
    assert (page.request.sources, page.total) == (("York Times",), 0)
    assert page.notes[0] == "No outlet is called “York Times”; there is “The New York Times”."


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ({"not_sources": "nosuch"}, "No outlet is called “nosuch”."),
        ({"not_tags": "%"}, "No tag is called “%”."),
        ({"sources": ["BBC", "nosuch"]}, "No outlet is called “nosuch”."),
        ({"sources": ["nosuch"]}, "No item matches “outlet: nosuch”."),
        ({"categories": ["x", "y"]}, "No item matches “category: x or y”."),
    ],
    ids=str,
)
def test_a_name_that_no_item_has_is_told_once(
    archive: Archive, limits: dict[str, Any], said: str
) -> None:
    assert archive.search(**limits).notes == (said,)


def test_a_name_is_one_whatever_its_case(archive: Archive) -> None:
    page = archive.search("", sources="bbc")
    assert page.request.sources == ("BBC",)
    assert page.total == archive.search("", sources="BBC").total > 0
    assert not page.notes
    second = archive.search("", sources="bbc", per_page=1, page=2)
    assert second.hits[0].id == page.hits[1].id
    left = archive.search("", not_sources="bbc")
    assert left.total == archive.info().items - page.total
    assert archive.facet("tags", SearchRequest(sources=("bbc",))) == archive.facet(
        "tags", SearchRequest(sources=("BBC",))
    )


def test_limits_may_come_as_a_request_or_beside_it(archive: Archive) -> None:
    request = SearchRequest(query="strike", sources=("BBC",))
    assert archive.search(request) == archive.search("strike", sources="BBC")
    assert archive.search(request, sources=()) == archive.search("strike")


@pytest.mark.parametrize(
    "limits",
    [{"colour": "red"}, {"page": 0}, {"sort": "best"}, {"facets": "x"}, {"since": "x"}],
    ids=str,
)
def test_a_limit_that_is_none_is_refused(archive: Archive, limits: dict[str, Any]) -> None:
    with pytest.raises(RequestInvalid):
        archive.search("x", **limits)


def test_a_query_that_is_no_text_is_refused(archive: Archive) -> None:
    with pytest.raises(RequestInvalid):
        archive.search(5)  # type: ignore[arg-type]


def test_a_hit_shows_the_item_and_what_matched(archive: Archive, items: tuple[Item, ...]) -> None:
    page = archive.search("dockers")
    first, second = sorted(page.hits, key=lambda hit: hit.id)
    item = items[0]
    assert (first.id, first.title, first.day) == (item.id, item.title, item.day)
    assert (first.sources, first.tags, first.categories) == (
        item.sources,
        item.tags,
        item.categories,
    )
    assert (first.feed, first.link) == (item.feed, item.link)
    assert [(line.text, line.outlet, line.link) for line in first.headlines] == [
        (line.text, line.outlet, line.link) for line in item.headlines
    ]
    assert [line.matched for line in first.headlines] == [False, True, False]
    assert first.headlines[1].marks == ((0, 7),)
    assert first.title_marks == first.headlines[0].marks == ()
    assert first.score > 0
    assert second.id == "port/strike-3.md"


def test_an_unfielded_query_of_nothing_finds_everything(
    archive: Archive, items: tuple[Item, ...]
) -> None:
    page = archive.search()
    assert page.total == len(items)
    assert page.notes == ()
    assert set(page.facets) == set(FACETS)
    page = archive.search("?!")
    assert page.total == len(items)
    assert page.notes == ("Nothing in the query can be searched for, so it finds everything.",)


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("xyzzy", "No item matches “xyzzy”."),
        ("strike xyzzy", "No item matches “xyzzy”."),
        ("xyzz?", "A question mark at the end of a word is that of a sentence; xyzz* finds words"),
        ('"strike" "midnight" telescope', "no item matches all of them together"),
        ("strike midnight telescope", "No item here has all of these words; these have most"),
        ("source:Gazette", "No outlet is called “Gazette”."),
        ("tag:Gazette", "No tag is called “Gazette”."),
        (
            'source:"York Times" strike',
            "No outlet is called “York Times”; took The New York Times.",
        ),
    ],
)
def test_notes(archive: Archive, query: str, note: str) -> None:
    notes = archive.search(query).notes
    assert any(note in said for said in notes), notes


@pytest.mark.parametrize(
    ("limits", "note"),
    [
        ({}, "No item matches “xyzzy”."),
        ({"standing": True}, "No item whose file is still there matches “xyzzy”."),
        ({"as_of": "2030-01-02"}, "No item known on 2030-01-02 matches “xyzzy”."),
        (
            {"as_of": "2030-01-02", "standing": True},
            "No item whose file was still there on 2030-01-02 matches “xyzzy”.",
        ),
    ],
    ids=str,
)
def test_a_note_says_of_which_items_it_speaks(archive: Archive, limits: Limits, note: str) -> None:
    assert note in archive.search("xyzzy", **limits).notes


def test_parts_that_were_not_searched_for_alone_are_not_passed_over(archive: Archive) -> None:
    page = archive.search('"port strike" ' * MAX_EXPLAINED + '"xyzzy"')
    assert len(page.clauses) == MAX_EXPLAINED
    assert page.notes == (f"Only {MAX_EXPLAINED} parts of the search were searched for alone.",)


@pytest.mark.parametrize(
    "query", ["strike", "st*", "strike -xyzzy", '"port strike"~5', "date:2026"]
)
def test_nothing_is_said_where_nothing_was_changed(archive: Archive, query: str) -> None:
    assert archive.search(query).notes == ()


def test_a_span_of_days_may_be_given_the_other_way_round(archive: Archive) -> None:
    page = archive.search("strike", since="2026-01-05", until="2026-01-04", per_page=1, page=2)
    right = archive.search("strike", since="2026-01-04", until="2026-01-05", per_page=1, page=2)
    assert page.request == right.request
    assert page.hits == right.hits
    assert page.notes == ("Read since 2026-01-05 and until 2026-01-04 the other way round.",)
    asked = SearchRequest.parse("strike", since="2026-01-05", until="2026-01-04")
    assert archive.facet("tags", asked) == archive.facet("tags", right.request)


@pytest.mark.parametrize(
    ("query", "plain"),
    [
        pytest.param("port -strike dockers", 'port "-strike" dockers', id="minus"),
        pytest.param("port NOT strike", 'port "NOT" strike', id="not"),
        pytest.param('"strike port"', "strike port", id="quotes"),
        pytest.param("port NEAR/0 dockers strike", 'port "NEAR/0" dockers strike', id="near"),
        pytest.param("title: text: strike", None, id="nothing-either-way"),
        pytest.param("xyzzy", None, id="plain-already"),
        pytest.param("strike/port", "strike port", id="apart"),
        pytest.param("xyzzy/strike", None, id="not-even-apart"),
        pytest.param("strike", None, id="found"),
    ],
)
def test_what_finds_nothing_may_find_something_as_plain_words(
    make: Callable[..., Archive], query: str, plain: str | None
) -> None:
    text = "The port would not move near/0 as its dockers strike"
    archive = make([titled("a", text=text, tags=("port",))])
    page = archive.search(query, tags="port")
    if plain is None:
        assert page.plain is None
        return
    assert page.total == 0
    assert page.plain == OtherSearch(total=1, search=page.request.with_query(plain))
    assert archive.search(page.plain.search).total == 1
    assert page.notes[-1] == f"Read as plain words, {plain}, the query finds 1 item."
    assert as_json(page)["plain"] == {"total": 1, "search": [["q", plain], ["tag", "port"]]}


LINKED = (
    "https://www.bbc.example/news/2026/port-strike?at_medium=rss",
    "http://dw.example/port-strike/",
)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("link:https://www.bbc.example/news/2026/port-strike?at_medium=rss", "one"),
        ("link:http://bbc.example/news/2026/port-strike/", "one"),
        ("link:BBC.example", "one"),
        ("site:example", "one two"),
        ("link:/2026/port-strike", "one"),
        ("link:port-strike", "one two"),
        ("link:dw.example/*", "two"),
        ("link:port", ""),
        ("link:dw.example/news", ""),
        ("-link:dw.example", "one three"),
        ("link:dw.example OR link:bbc.example", "one two"),
        ("http://dw.example/port-strike", "two three"),
    ],
)
def test_links(make: Callable[..., Archive], query: str, found: str) -> None:
    lines = (Headline("Dockers stay out", "DW"), Headline("A strike", "DW", LINKED[1]))
    archive = make(
        [
            titled("one", link=LINKED[0]),
            titled("two", headlines=lines),
            titled("three", text="See http://dw.example/port-strike for more."),
        ]
    )
    page = archive.search(query)
    assert " ".join(sorted(hit.id for hit in page.hits)) == " ".join(sorted(found.split()))
    for hit in page.hits:
        if hit.id == "two" and not query.startswith("-"):
            assert [line.matched for line in hit.headlines] == [False, True]


def test_where_nothing_is_found_each_part_says_what_it_finds(archive: Archive) -> None:
    page = archive.search("strike xyzzy", sources="DW", since="2026-01", not_tags="flut")
    assert page.total == 0
    told = [(clause.text, clause.total) for clause in page.clauses]
    assert told == [
        ("strike", 4),
        ("xyzzy", 0),
        ("outlet: DW", 2),
        ("not tag: flut", 14),
        ("from 2026-01-01", 10),
    ]
    limits = [clause.limit for clause in page.clauses]
    assert limits == ["", "", "sources", "not_tags", "days"]
    without = [clause.without for clause in page.clauses]
    assert without[0] == page.request.with_query("xyzzy")
    assert without[1] == page.request.with_query("strike")
    assert without[2] == page.request.with_included("sources", ())
    assert without[3] == page.request.remove("tags", "flut")
    assert without[4] == page.request.with_days(None, None)


def test_each_part_alone_finds_what_it_says(archive: Archive) -> None:
    page = archive.search('"port strike" -ferries (comet OR talks) title:harbour date:2025')
    assert page.total == 0
    for clause in page.clauses:
        assert archive.search(clause.text).total == clause.total
    assert archive.search("strike").clauses == ()


@pytest.mark.parametrize(
    "search",
    [
        SearchRequest(query="title:xyzzy strike", sources=("BBC",)),
        SearchRequest(query='"port strike" date:2025', not_sources=("BBC",)),
        SearchRequest(query="strike", since=date(2030, 1, 1)),
        SearchRequest(query="xyzzy"),
        SearchRequest(tags=("no such tag",)),
        SearchRequest(query="xyzzy", standing=True),
        SearchRequest(query="strike harbour comet source:xyzzy"),
        SearchRequest(query="strike harbour xyzzy", tags=("no such tag",), match="any"),
        SearchRequest(query=f'strike {"harbour " * MAX_WITH_REST} "xyzzy"'),
        SearchRequest(query=f"strike {'harbour ' * MAX_EXPLAINED} https://xyzzy.example/a"),
    ],
    ids=[
        *("words-and-limit", "phrase-and-not", "days", "one-word", "one-limit", "standing"),
        *("most-without-it", "any-without-it", "many-words", "an-address-behind-many-words"),
    ],
)
def test_the_search_without_a_part_finds_what_it_says(
    archive: Archive, search: SearchRequest
) -> None:
    page = archive.search(search)
    assert page.total == 0
    assert any(clause.rest for clause in page.clauses)
    for clause in page.clauses:
        assert clause.rest == archive.search(clause.without).total


def test_what_costs_too_much_is_not_asked_without_a_part(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.answer.explain.MAX_REST_TERMS", 0)
    assert [clause.rest for clause in archive.search('strike "xyzzy"').clauses] == [0, None]


@pytest.mark.parametrize(
    ("query", "match", "total"),
    [
        ("strike harbour", "most", True),
        ("strike harbour", "any", True),
        ("strike xyzzy", "most", False),
        ("strike xyzzy", "any", False),
        ("strike xyzzy", "all", False),
        ("strike", "any", True),
        ("strike harbour", "all", False),
        ("xyzzy", "any", False),
    ],
)
def test_a_page_of_most_words_tells_how_many_items_have_all(
    archive: Archive, query: str, match: str, total: bool
) -> None:
    page = archive.search(query, match=match)
    assert (page.all_words is not None) == total
    if page.all_words:
        assert page.all_words.search == page.request.with_match("all")
        assert page.all_words.total == archive.search(query).total > 0


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        (" strike ", "strike"),
        ("date:2026-13", ""),
        ("strike date:2026-13", "strike"),
        ("strike AND harbour", "strike AND harbour"),
        ("link:* strike", "strike"),
        ("* strike", "* strike"),
        ("NEAR(port strike, 3)", "NEAR(port strike, 3)"),
        ('harbour near("port" strike)', 'harbour near("port" strike)'),
        ("*", "*"),
        ('"port strike', '"port strike'),
        ("!!!", ""),
        ("-strike", "-strike"),
        ("title:", "title:"),
        ("", ""),
    ],
)
def test_a_page_says_what_of_its_query_was_searched_for(
    archive: Archive, query: str, asked: str
) -> None:
    assert archive.search(query).asked == asked


# -- order


def test_headlines_and_the_title_weigh_more_than_text(
    make: Callable[..., Archive],
) -> None:
    def item(id: str, title: str, headline: str, text: str) -> Item:
        return Item(id=id, title=title, day=None, headlines=(Headline(text=headline),), text=text)

    archive = make(
        [
            item("text", "alpha beta", "gamma delta", "strike now"),
            item("headline", "alpha beta", "strike now", "gamma delta"),
            item("title", "strike now", "alpha beta", "gamma delta"),
        ]
    )
    assert ids(archive, "strike") == ["headline", "title", "text"]
    assert ids(archive, '"strike now"') == ["headline", "title", "text"]
    assert ids(archive, "strik*") == ["headline", "title", "text"]


def test_rarer_words_and_shorter_texts_weigh_more(make: Callable[..., Archive]) -> None:
    archive = make(
        [titled(f"common {number}") for number in range(10)]
        + [titled("rare one"), titled("common rare")]
        + [titled("comet"), titled("a comet far away over the bay that nobody saw")]
    )
    assert ids(archive, "common OR rare")[0] == "common rare"
    assert ids(archive, "common OR rare")[1] == "rare one"
    assert ids(archive, "comet")[0] == "comet"


DATED = [
    titled("same c", "2026-01-02"),
    titled("same a", "2026-01-03"),
    titled("same e"),
    titled("same d", "0001-01-01"),
    titled("same b", "2026-01-03"),
]


@pytest.mark.parametrize(
    ("query", "sort", "letters"),
    [
        ("same", "relevance", "abcde"),
        ("", "relevance", "abcde"),
        ("same", "newest", "abcde"),
        ("", "newest", "abcde"),
        ("same", "oldest", "dcabe"),
        ("", "oldest", "dcabe"),
    ],
)
def test_order(make: Callable[..., Archive], query: str, sort: str, letters: str) -> None:
    """Equals come newest first; what has no day comes last in either direction."""
    found = [id[-1] for id in ids(make(DATED), query, sort=sort)]
    assert found == list(letters)


def test_order_by_day_puts_the_better_first_within_a_day(make: Callable[..., Archive]) -> None:
    archive = make(
        [
            titled("x", "2026-01-01", text="strike " + "word " * 50),
            titled("strike", "2026-01-01"),
            titled("y", "2026-01-02", text="strike"),
        ]
    )
    assert ids(archive, "strike", sort="newest") == ["y", "strike", "x"]
    assert ids(archive, "strike", sort="oldest") == ["strike", "x", "y"]


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
@pytest.mark.parametrize("per_page", [1, 4, 7, 100])
def test_pages_do_not_overlap_and_cover_all_hits(
    archive: Archive, sort: str, per_page: int
) -> None:
    whole = ids(archive, "", sort=sort, per_page=100)
    first = archive.search("", sort=sort, per_page=per_page)
    assert first.pages == -(-len(whole) // per_page)
    parts = [ids(archive, "", sort=sort, per_page=per_page, page=n + 1) for n in range(first.pages)]
    assert [id for part in parts for id in part] == whole


def test_past_the_last_page(archive: Archive) -> None:
    page = archive.search("strike", page=5)
    assert (page.total, page.hits, page.pages) == (4, (), 1)
    assert page.notes == ("The hits fill 1 page; page 5 is past the last.",)


# -- items, related items, suggestions


@pytest.mark.parametrize("id", ["", "no/such.md", "PORT/STRIKE-1.MD", "\0", "\ud800", "x" * 10**5])
def test_no_such_item(archive: Archive, id: str) -> None:
    for ask in (archive.item, archive.related):
        with pytest.raises(ItemNotFound, match="search for"):
            ask(id)


def test_related_items_share_the_story(archive: Archive) -> None:
    related = [hit.id for hit in archive.related("port/strike-1.md")]
    assert related[0] == "port/strike-2.md", "the same article is in both"
    assert "port/strike-3.md" in related
    assert "port/strike-1.md" not in related
    assert not any(id.startswith("world/") for id in related)
    assert archive.related("sky/comet-1.md") == [], "one word in common is no story"


def test_related_is_limited(archive: Archive) -> None:
    assert len(archive.related("port/strike-1.md", limit=1)) == 1
    assert archive.related("undated/empty.md") == []


def test_the_same_link_relates_items_without_a_word_in_common(make: Callable[..., Archive]) -> None:
    link = "https://a.example/1"
    archive = make([titled("alpha beta", link=link), titled("gamma", link=link), titled("delta")])
    assert [hit.id for hit in archive.related("gamma")] == ["alpha beta"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("com", ("comet", "word")),
        ("com", ("comet", "tag")),
        ("port str", ("strike", "word")),
        ("the new y", ("The New York Times", "source")),
        ("BB", ("BBC", "source")),
        ("peč", ("pecie", "word")),
        ("北", ("北京", "word")),
        ("新华", ("新华社", "source")),
    ],
)
def test_suggestions(archive: Archive, typed: str, expected: tuple[str, str]) -> None:
    found = [(suggestion.text, suggestion.kind) for suggestion in archive.suggest(typed)]
    assert expected in found


@pytest.mark.parametrize("typed", ["", " ", "strike ", "xyzzy", "!", "\ud800"])
def test_no_suggestions(archive: Archive, typed: str) -> None:
    assert archive.suggest(typed) == []


@pytest.mark.parametrize("limit", [0, 1, 2, 3, 5])
def test_suggestions_are_limited_and_the_most_frequent_come_first(
    archive: Archive, limit: int
) -> None:
    found = archive.suggest("s", limit=limit)
    assert len(found) == limit
    for kinds in (("word",), ("source", "tag")):
        frequencies = [suggestion.count for suggestion in found if suggestion.kind in kinds]
        assert frequencies == sorted(frequencies, reverse=True)


@pytest.mark.parametrize(
    ("matching", "carried"),
    [
        pytest.param((), range(20), id="the-first"),
        pytest.param((900,), [*range(19), 900], id="one-that-matched"),
        pytest.param(range(100, 300), range(100, 120), id="as-many-as-a-hit-carries"),
    ],
)
def test_a_hit_carries_few_headlines_those_that_matched_before_others(
    make: Callable[..., Archive], matching: Sequence[int], carried: Sequence[int]
) -> None:
    lines = [
        Headline(f"{number} {'comet' if number in matching else 'port'}") for number in range(1_000)
    ]
    archive = make([Item(id="a", title="comet", day=None, headlines=lines)])
    (hit,) = archive.search("comet").hits
    assert [line.text for line in hit.headlines] == [lines[number].text for number in carried]
    assert [line.matched for line in hit.headlines] == [number in matching for number in carried]
    assert hit.headline_count == 1_000
    assert archive.item("a").headlines == tuple(lines)


def test_of_many_headlines_that_matched_a_hit_carries_those_with_most_of_the_query(
    make: Callable[..., Archive],
) -> None:
    best = {30: "Port comet over the bay", 60: "Comet bay", 61: "Comet comet comet port"}
    lines = [Headline(best.get(number, f"Comet {number}")) for number in range(80)]
    others = [f"comet {number}" for number in range(9)]
    archive = make([Item(id="a", title="Comets", day=None, headlines=lines), *others])
    hit = next(hit for hit in archive.search("comet bay port", match="any").hits if hit.id == "a")
    carried = [line.text for line in lines[:17]] + list(best.values())
    assert [line.text for line in hit.headlines] == carried
    assert [line.text for line in hit.best_headlines(1)] == [best[30]]
    assert [line.text for line in hit.best_headlines(3)] == list(best.values())


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("why did the comet pass", "comet pass"),
        ('comet "why did"', "Why did comet"),
        ("why did", "Why did"),
        ("+why comet", "Why comet"),
        ("title:why comet", "Why comet"),
    ],
)
def test_words_that_say_little_are_marked_where_the_query_is_about_them(
    make: Callable[..., Archive], query: str, marked: str
) -> None:
    (hit,) = make(["Why did the comet pass", *"abc"]).search(query).hits
    assert " ".join(hit.title[start:end] for start, end in hit.title_marks) == marked


# -- all, most or any of the words


def test_where_no_item_has_all_words_those_with_most_of_them_answer(archive: Archive) -> None:
    page = archive.search("strike comet xyzzy")
    assert page.request == SearchRequest(query="strike comet xyzzy", match="most")
    assert page.notes[0].startswith("No item here has all of these words")
    assert "No item matches “xyzzy”." in page.notes
    assert (page.clauses, page.most) == ((), None)
    assert replace(archive.search(page.request), notes=()) == replace(page, notes=())
    for facet, values in page.facets.items():
        for value in values:
            found = archive.search(page.request.only(facet, value.value), facets=())
            assert found.total == value.count


def test_values_of_a_page_without_hits_count_items_with_all_words(
    make: Callable[..., Archive],
) -> None:
    titles = {"port strike": "both", "port comet": "one", "strike bay": "one", "moon": "none"}
    archive = make([Item(id=own, title=own, day=None, tags=(titles[own],)) for own in titles])
    page = archive.search("port strike", tags="none")
    assert (page.total, page.request.match) == (0, "all")
    for value in page.facets["tags"]:
        found = archive.search(page.request.only("tags", value.value), facets=())
        assert (found.total, found.request.match) == (value.count, "all"), value.value


def test_of_many_words_just_those_that_no_item_has_are_named(archive: Archive) -> None:
    page = archive.search("strike comet port* harbuor~ xyzzy no-such nosuch* nosuhc~")
    lacking = [note for note in page.notes if note.startswith("No item matches")]
    assert page.total
    assert lacking == [
        f"No item matches “{own}”." for own in ("xyzzy", "no-such", "nosuch*", "nosuhc~")
    ]


@pytest.mark.parametrize("strict", ['"port strike"', "-comet", "title:comet", "date:2026-01-04"])
def test_only_bare_words_may_be_lacking(archive: Archive, strict: str) -> None:
    alone = set(ids(archive, strict))
    for match in ("most", "any"):
        page = archive.search(f"{strict} ferries harbour dockers", match=match, per_page=100)
        assert {hit.id for hit in page.hits} <= alone


@pytest.mark.parametrize("match", ["most", "any"])
@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param("the comet", ["a comet over a bay"], id="beside-another"),
        pytest.param("who has seen the comet", ["a comet over a bay"], id="question"),
        pytest.param("The zzxq", [], id="beside-an-unknown-word"),
        pytest.param("what is in a zzxq or a yyq", [], id="beside-unknown-words"),
        pytest.param(
            "the WHO comet", ["WHO warns the bay", "a comet over a bay", "who is it"], id="capitals"
        ),
        pytest.param("the who", ["WHO warns the bay", "the harbour", "who is it"], id="alone"),
        pytest.param("(the) comet", ["a comet over a bay"], id="parentheses"),
    ],
)
def test_no_hit_needs_a_stop_word(
    make: Callable[..., Archive], query: str, found: list[str], match: str
) -> None:
    archive = make(["the harbour", "a comet over a bay", "WHO warns the bay", "who is it"])
    assert sorted(ids(archive, query, match=match)) == found


def test_the_words_that_were_not_needed_are_named(make: Callable[..., Archive]) -> None:
    archive = make(["the harbour", "a comet", "the bay"])
    page = archive.search("who saw the comet of the harbour")
    assert page.notes[0].startswith("No item here has all of these words")
    assert page.notes[1] == "Not needed: “who”, “the”, “of”."
    assert "No item matches “saw”." in page.notes
    assert archive.search("saw the comet", match="any").notes == ("No item has “saw”.",)


@pytest.mark.parametrize(
    ("language", "query", "title"),
    [
        ("german", "wer hat den Streik beendet", "Streik im Hafen beendet"),
        ("french", "qui a mis fin à la grève", "Fin de la grève"),
        ("russian", "кто закрыл новый мост", "Новый мост закрыл движение"),
        ("none", "委内瑞拉的总统为什么被捕", "委内瑞拉总统被捕"),
        ("none", "東京の選挙はいつ", "東京で選挙が始まる"),
        ("none", "ประเทศไทยวันนี้เป็นอย่างไร", "ข่าวประเทศไทย"),
    ],
)
def test_a_question_in_any_language_finds_what_it_means(
    make: Callable[..., Archive], language: str, query: str, title: str
) -> None:
    archive = make([title, "Der Rest", "La suite", "其他新闻", "Что-то другое"], language=language)
    page = archive.search(query)
    assert page.match in ("all", "most")
    assert page.hits[0].title == title


def test_values_of_a_facet_are_those_of_the_page(archive: Archive) -> None:
    request = SearchRequest(query="strike comet xyzzy")
    page = archive.search(request)
    assert page.match == "most"
    values, total = archive.facet("sources", request)
    assert values == page.facets["sources"]
    assert total == page.facet_sizes["sources"] > 0


def test_a_long_question_that_is_misspelt_is_offered_as_most_of_its_words(
    make: Callable[..., Archive],
) -> None:
    archive = make([f"greenland {day}" for day in range(60)])
    page = archive.search("the grenland zzxq")
    assert page.spelling is not None
    assert page.spelling.search == SearchRequest(query="the greenland zzxq", match="most")
    assert page.spelling.total == archive.search(page.spelling.search).total == 60


def test_all_is_in_most_and_most_is_in_any(archive: Archive) -> None:
    of = {
        match: {hit.id for hit in archive.search("port strike", match=match, per_page=100).hits}
        for match in ("all", "most", "any")
    }
    assert of["all"] <= of["most"] <= of["any"]
    few = archive.search("port strike")
    assert few.most == OtherSearch(
        total=len(of["most"]), search=SearchRequest(query="port strike", match="most")
    )
    words = {hit.id for word in ("port", "strike") for hit in archive.search(word).hits}
    assert of["any"] == words


def test_words_in_parentheses_are_bare_words_too(archive: Archive) -> None:
    one, other = (
        {hit.id for hit in archive.search(query, match="any", per_page=100).hits}
        for query in ("strike (comet ferries)", "strike comet ferries")
    )
    assert one == other


def test_a_word_asked_for_twice_weighs_twice(make: Callable[..., Archive]) -> None:
    archive = make([titled("comet"), titled("strike"), titled("other")])
    comet, _ = archive.search("comet comet strike", match="any").hits
    assert comet.title == "comet"
    strike, _ = archive.search("comet strike strike", match="any").hits
    assert strike.title == "strike"


@pytest.mark.parametrize("match", ["all", "most", "any"])
@pytest.mark.parametrize(
    "query",
    [
        "date:2026-01 port strike",
        'date:2026 "port strike" comet',
        "(date:2026 OR strike) port",
        "since:2026 port*",
        "date:2026 -port strike talks",
        "date:2026 source:bbc tag:x strike",
    ],
)
def test_an_archive_without_items_answers_any_search(
    make: Callable[..., Archive], query: str, match: str
) -> None:
    archive = make(["port strike"])
    archive.remove(["port strike"])
    for one in (archive, make()):
        page = one.search(query, match=match, since="2025-12-31", sources="BBC", explain=True)
        assert (page.total, page.hits) == (0, ())
        assert one.search(query, match=match).notes


def test_a_title_pasted_with_its_outlet_is_offered_without_it(make: Callable[..., Archive]) -> None:
    archive = make(
        [
            Item(
                id="own", title="Storm over the bay", headlines=[Headline("x", "Coast")], day=None
            ),
            Item(id="other", title="The Guardian of the bay, a storm over the Coast", day=None),
        ]
    )
    for query in (
        "Storm over the bay - The Guardian",
        "Storm over the bay – coast",
        "Coast | Storm over the bay",
        "Storm over the bay | The Guardian",  # read as OR, it finds as many
        "Storm over the bay - Reuters",  # answered by most of the words
    ):
        page = archive.search(query)
        assert page.plain
        assert page.plain.search.query == "Storm over the bay"
        note = "The title alone, without its outlet, Storm over the bay, finds 2 items."
        assert page.notes.count(note) == 1
    for query in ("Storm over - bay", "the bay - The Guardian", "Storm over the bay - comet"):
        assert archive.search(query).plain is None
