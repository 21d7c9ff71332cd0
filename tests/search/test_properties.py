"""Any string is a query: a page, no exception, and no zero that is not explained."""

import json
from dataclasses import replace

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from search import Archive, Page, SearchRequest, as_json


def any_of(words: str) -> st.SearchStrategy[str]:
    return st.sampled_from(words.split())


#: What queries are made of, and what they break at.
SIGNS = any_of(
    '" “ ” „ « » 「 」 ( ) （ ） [ ] { } - – — + * ? ~ ~1 ~2 ~99 ^2 : : : / \\ | || & && '
    "! , . .. … = < >"
)
WORDS = any_of(
    "strike comet harbour port zelenskyy's Pečie straße U.S. 北京 京 東 ميناء мост हिन्दी "
    "🎉 ـ \u200b a the"
)
OPERATORS = any_of("AND OR NOT TO and or not")
FIELDS = any_of(
    "title: headline: text: source: tag: category: feed: date: after: before: since: until: "
    "unknown: TITLE: title： * *:*"
)
DAYS = any_of(
    "2026 2026-01 2026-01-03..2026-01-09 ..2026 2026.. last week yesterday 99999 0000-00-00"
)
BLANKS = st.sampled_from(["", "", " ", " ", "\t", "\n", "\u3000", "\0"])
ODD = st.characters() | st.sampled_from("\ud800\udfff\u202e\ufeff\u0301\u20dd")

QUERIES = st.lists(
    st.tuples(SIGNS | WORDS | OPERATORS | FIELDS | DAYS | ODD, BLANKS).map("".join), max_size=14
).map("".join)

thoroughly = settings(
    max_examples=8 * settings.default.max_examples,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def check(page: Page) -> None:
    assert page.total == 0 or page.hits
    assert page.total or page.notes, "a silent zero"
    assert len(set(page.notes)) == len(page.notes)
    for note in page.notes:
        assert note.endswith(".")
    for hit in page.hits:
        for text, marks in ((hit.title, hit.title_marks), (hit.snippet, hit.snippet_marks)):
            assert all(0 <= start < end <= len(text) for start, end in marks)


@thoroughly
@given(QUERIES)
def test_any_string_is_a_query(archive: Archive, query: str) -> None:
    page = archive.search(query, facets=(), per_page=2)
    check(page)
    assert page.request.query == query


@given(QUERIES)
def test_each_part_of_a_search_that_found_nothing_can_be_dropped(
    archive: Archive, query: str
) -> None:
    page = archive.search(f"{query} xyzzy", facets=())
    for clause in page.clauses:
        check(archive.search(clause.without, facets=()))
        assert clause.total <= archive.info().items


@given(QUERIES)
def test_the_same_search_has_the_same_answer_by_any_way(archive: Archive, query: str) -> None:
    page = archive.search(query)
    pairs = page.request.to_params()
    request, problems = SearchRequest.from_params(pairs)
    assert problems == ()
    again = archive.search(request)
    # Where no item has all words the request that was answered asks for most of them. Only whoever
    # asked for all words is told so, and is offered a spelling of which items have all words.
    if page.request.match != "all":
        page = replace(page, notes=again.notes, spelling=again.spelling)
    assert again == page
    assert json.loads(json.dumps(as_json(page)))["total"] == page.total


@settings(max_examples=3 * settings.default.max_examples, deadline=None)
@given(QUERIES)
@example('strkie""strike')
def test_an_offered_spelling_finds_as_much_as_it_says(archive: Archive, query: str) -> None:
    meant = archive.search(query).spelling
    assert meant is None or archive.search(meant.search).total == meant.total > 0


@settings(max_examples=3 * settings.default.max_examples, deadline=None)
@given(QUERIES, st.integers(-1, 12))
def test_any_string_can_be_completed(archive: Archive, typed: str, limit: int) -> None:
    assert len(archive.suggest(typed, limit=max(limit, 0))) <= max(limit, 0)
    values, total = archive.facet("sources", SearchRequest(query=typed), prefix=typed)
    assert len(values) == total
