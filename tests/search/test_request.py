"""A search is one value: what it cannot hold is refused, and its URL says all of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import RequestInvalid, SearchRequest
from search.request import FACETS, MAX_FACET_LIMITS, MAX_PAGE
from search.settings import MATCHES, MAX_PER_PAGE, SORTS

PLAIN = SearchRequest()
VALUES = {
    "sources": "BBC",
    "tags": "port strike",
    "categories": "World",
    "feed": "https://news.example/rss?a=1&b=2",
    "year": "2026",
    "month": "2026-01",
}


def test_the_facets_and_their_parameters() -> None:
    assert dict(FACETS) == {
        "sources": "source",
        "tags": "tag",
        "categories": "category",
        "feed": "feed",
        "year": "year",
        "month": "month",
    }


# -- what a search can hold


@pytest.mark.parametrize(
    ("given", "field", "value"),
    [
        pytest.param({"sources": "BBC"}, "sources", ("BBC",), id="one-text"),
        pytest.param({"sources": ["BBC", "DW", "BBC"]}, "sources", ("BBC", "DW"), id="each-once"),
        pytest.param({"tags": iter(["a"])}, "tags", ("a",), id="iterator"),
        pytest.param({"year": 2026}, "year", ("2026",), id="year-a-number"),
        pytest.param({"year": [2025, "2026"]}, "year", ("2025", "2026"), id="years"),
        pytest.param({"not_month": "2026-01"}, "not_month", ("2026-01",), id="month"),
        pytest.param({"since": "2026-01"}, "since", date(2026, 1, 1), id="since-a-month"),
        pytest.param({"until": "2026-02"}, "until", date(2026, 2, 28), id="until-a-month"),
        pytest.param({"until": date(2026, 2, 1)}, "until", date(2026, 2, 1), id="a-day"),
        pytest.param({"since": datetime(2026, 2, 1, 5)}, "since", date(2026, 2, 1), id="a-moment"),
        pytest.param({"as_of": "2026-01-10"}, "as_of", date(2026, 1, 10), id="as-of-a-day"),
        pytest.param({"as_of": "2026-01"}, "as_of", date(2026, 1, 31), id="as-of-a-month"),
        pytest.param({"facets": "tags"}, "facets", ("tags",), id="one-facet"),
        pytest.param({"facets": []}, "facets", (), id="no-facets"),
        pytest.param({"facets": None}, "facets", None, id="all-facets"),
        pytest.param({"sources": []}, "sources", (), id="no-limit"),
        pytest.param({"page": MAX_PAGE}, "page", MAX_PAGE, id="last-page"),
        pytest.param({"per_page": MAX_PER_PAGE}, "per_page", MAX_PER_PAGE, id="most-a-page"),
    ],
)
def test_parse_takes_every_form(given: dict[str, Any], field: str, value: object) -> None:
    parsed = SearchRequest.parse("strike", **given)
    assert getattr(parsed, field) == value
    assert parsed == SearchRequest(**{"query": "strike", field: value})


BAD = [
    pytest.param({"query": None}, "query", id="query-none"),
    pytest.param({"query": 5}, "query", id="query-number"),
    pytest.param({"sources": None}, "sources", id="sources-none"),
    pytest.param({"sources": ["a", None]}, "sources", id="source-none"),
    pytest.param({"tags": [b"a"]}, "tags", id="tag-bytes"),
    pytest.param({"year": "26"}, "year: '26' is not a year; write one like 2026", id="short-year"),
    pytest.param({"year": "0000"}, "year", id="year-nought"),
    pytest.param({"year": "２０２６"}, "year", id="full-width-year"),
    pytest.param({"not_year": "+202"}, "not_year", id="signed-year"),
    pytest.param({"month": "2026-13"}, "write one like 2026-01", id="month-13"),
    pytest.param({"month": "2026-1"}, "month", id="short-month"),
    pytest.param({"month": "2026"}, "month", id="month-a-year"),
    pytest.param({"month": "202601-"}, "month", id="month-with-a-dash-behind"),
    pytest.param({"month": "2026W01"}, "month", id="month-a-week"),
    pytest.param({"since": "garbage"}, "since: 'garbage' is not a date", id="since"),
    pytest.param({"until": "2026-13-30"}, "until", id="until"),
    pytest.param(
        {"as_of": "01/02/2026"},
        "as_of: '01/02/2026' can be read as more than one day",
        id="undecidable",
    ),
    pytest.param({"since": 5}, "since", id="since-number"),
    pytest.param({"standing": "maybe"}, "standing: 'maybe' is neither True nor False", id="flag"),
    pytest.param({"as_of": "garbage"}, "as_of: 'garbage' is not a date", id="as-of"),
    pytest.param({"sort": "random"}, "use relevance, newest, oldest", id="sort"),
    pytest.param({"sort": None}, "sort", id="sort-none"),
    pytest.param({"match": "some"}, "use all, most, any", id="match"),
    pytest.param({"page": 0}, "page: 0 is not between 1 and 1000000", id="page-nought"),
    pytest.param({"page": -1}, "page", id="page-negative"),
    pytest.param({"page": MAX_PAGE + 1}, "page", id="page-beyond"),
    pytest.param({"page": "1"}, "page", id="page-text"),
    pytest.param({"page": True}, "page", id="page-bool"),
    pytest.param({"page": 1.0}, "page", id="page-float"),
    pytest.param({"per_page": 0}, "per_page", id="per-page-nought"),
    pytest.param({"per_page": 101}, "per_page: 101 is not between 1 and 100", id="per-page"),
    pytest.param({"facets": ["bogus"]}, "sources, tags, categories", id="facet"),
    pytest.param({"facets": 5}, "facets", id="facets-number"),
    pytest.param(
        {"sources": [str(number) for number in range(MAX_FACET_LIMITS + 1)]},
        "65 facet values; a search takes 64 at most",
        id="too-many-limits",
    ),
]


@pytest.mark.parametrize(("given", "told"), BAD)
def test_what_no_search_can_hold_is_refused(given: dict[str, Any], told: str) -> None:
    with pytest.raises(RequestInvalid) as caught:
        SearchRequest.parse(**given)
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("sources", "BBC", id="text"),
        pytest.param("tags", ["a"], id="list"),
        pytest.param("not_feed", (b"a",), id="bytes-in-a-tuple"),
        pytest.param("year", (2026,), id="number-in-a-tuple"),
        pytest.param("month", None, id="none"),
        pytest.param("facets", ["tags"], id="facets-list"),
        pytest.param("since", "2026-01-01", id="day-text"),
        pytest.param("until", "last week", id="period"),
        pytest.param("as_of", datetime(2026, 1, 1), id="moment"),
    ],
)
def test_the_constructor_takes_the_right_types_only(field: str, value: Any) -> None:
    with pytest.raises(RequestInvalid, match=rf"^{field}: .*SearchRequest\.parse$"):
        SearchRequest(**{field: value})


def test_the_constructor_checks_values() -> None:
    with pytest.raises(RequestInvalid, match="year: '26' is not a year"):
        SearchRequest(year=("26",))
    assert SearchRequest(tags=("a", "", "b", "a")).tags == ("a", "b")


def test_limits_count_over_all_facets() -> None:
    values = [str(number) for number in range(MAX_FACET_LIMITS // 2)]
    full = SearchRequest.parse(sources=values, not_tags=values)
    with pytest.raises(RequestInvalid):
        full.add("year", "2026")


# -- the next search

FULL = SearchRequest(
    query="port strike",
    sources=("BBC", "DW"),
    not_sources=("NHK",),
    tags=("strike",),
    not_tags=("comet",),
    since=date(2026, 1, 1),
    until=date(2026, 2, 1),
    as_of=date(2026, 2, 3),
    standing=True,
    sort="newest",
    page=3,
    per_page=50,
    facets=("tags",),
)

STEPS: dict[str, tuple[Callable[[SearchRequest], SearchRequest], dict[str, Any]]] = {
    "only": (lambda full: full.only("sources", "NHK"), {"sources": ("NHK",)}),
    "add": (lambda full: full.add("sources", "CNN"), {"sources": ("BBC", "DW", "CNN")}),
    "add-again": (lambda full: full.add("sources", "BBC"), {}),
    "exclude": (
        lambda full: full.exclude("sources", "BBC"),
        {"sources": ("DW",), "not_sources": ("NHK", "BBC")},
    ),
    "exclude-again": (lambda full: full.exclude("sources", "NHK"), {}),
    "remove": (lambda full: full.remove("sources", "DW"), {"sources": ("BBC",)}),
    "remove-excluded": (lambda full: full.remove("sources", "NHK"), {"not_sources": ()}),
    "remove-what-is-not-there": (lambda full: full.remove("tags", "x"), {}),
    "with_included": (lambda full: full.with_included("tags", ("a",)), {"tags": ("a",)}),
    "with_excluded": (lambda full: full.with_excluded("tags", ("a",)), {"not_tags": ("a",)}),
    "with_query": (lambda full: full.with_query("comet"), {"query": "comet"}),
    "with_days": (lambda full: full.with_days(None, None), {"since": None, "until": None}),
    "with_standing": (lambda full: full.with_standing(False), {"standing": False}),
    "with_as_of": (lambda full: full.with_as_of(None), {"as_of": None}),
    "with_match": (lambda full: full.with_match("any"), {"match": "any"}),
    "with_sort": (lambda full: full.with_sort("oldest"), {"sort": "oldest"}),
}


@pytest.mark.parametrize(("step", "changed"), STEPS.values(), ids=STEPS)
def test_a_step_changes_one_thing_and_starts_over(
    step: Callable[[SearchRequest], SearchRequest], changed: dict[str, Any]
) -> None:
    expected = {name: getattr(FULL, name) for name in FULL.__dataclass_fields__}
    assert step(FULL) == SearchRequest(**{**expected, "page": 1, **changed})


def test_turning_pages_changes_nothing_else() -> None:
    assert FULL.at_page(4).at_page(3) == FULL
    assert FULL.at_page(4).page == 4


def test_replacing_limits_changes_nothing_else() -> None:
    assert FULL.with_limits() == FULL
    changed = FULL.with_limits(tags="comet", since=None, until="2026")
    assert changed == replace(FULL, tags=("comet",), since=None, until=date(2026, 12, 31))


@pytest.mark.parametrize("name", ["colour", "query", "_changed"])
def test_a_limit_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(RequestInvalid, match=f"'{name}' is not a limit; the limits are SearchReq"):
        PLAIN.with_limits(**{name: "x"})  # type: ignore[typeddict-item]


@pytest.mark.parametrize(
    ("name", "meant"),
    [("source", "sources"), ("not_category", "not_categories"), ("sinces", "since")],
)
def test_a_limit_by_its_parameter_or_misspelt_is_told_its_name(name: str, meant: str) -> None:
    with pytest.raises(RequestInvalid, match=rf"'{name}' is not a limit; did you mean {meant}\?"):
        PLAIN.with_limits(**{name: "x"})  # type: ignore[typeddict-item]


@pytest.mark.parametrize("facet", FACETS)
def test_the_state_of_a_facet(facet: str) -> None:
    value = VALUES[facet]
    assert PLAIN.included(facet) == PLAIN.excluded(facet) == ()
    assert PLAIN.add(facet, value).included(facet) == (value,)
    assert PLAIN.exclude(facet, value).excluded(facet) == (value,)
    assert PLAIN.add(facet, value).exclude(facet, value).included(facet) == ()
    assert PLAIN.add(facet, value).remove(facet, value) == PLAIN
    assert PLAIN.exclude(facet, value).remove(facet, value) == PLAIN


def test_a_step_checks_its_value() -> None:
    with pytest.raises(RequestInvalid):
        PLAIN.only("year", "soon")
    with pytest.raises(RequestInvalid):
        PLAIN.at_page(0)
    with pytest.raises(RequestInvalid):
        PLAIN.with_days("2026-01", None)  # type: ignore[arg-type]


# -- as a URL


def from_url(query: str) -> tuple[SearchRequest, tuple[str, ...]]:
    return SearchRequest.from_params(parse_qsl(query, keep_blank_values=True))


@pytest.mark.parametrize(
    ("request_", "url"),
    [
        pytest.param(PLAIN, "", id="plain"),
        pytest.param(SearchRequest(query="a b"), "q=a+b", id="query"),
        pytest.param(SearchRequest(sources=("A", "B")), "source=A&source=B", id="sources"),
        pytest.param(SearchRequest(not_sources=("BBC",)), "not_source=BBC", id="not-source"),
        pytest.param(
            SearchRequest(tags=("t",), categories=("c",), feed=("f",)),
            "tag=t&category=c&feed=f",
            id="names",
        ),
        pytest.param(
            SearchRequest(not_tags=("t",), not_categories=("c",), not_feed=("f",)),
            "not_tag=t&not_category=c&not_feed=f",
            id="not-names",
        ),
        pytest.param(
            SearchRequest(year=("2026",), month=("2025-12",)), "year=2026&month=2025-12", id="days"
        ),
        pytest.param(
            SearchRequest(not_year=("2026",), not_month=("2025-12",)),
            "not_year=2026&not_month=2025-12",
            id="not-days",
        ),
        pytest.param(
            SearchRequest(since=date(2026, 1, 3), until=date(2026, 1, 9)),
            "since=2026-01-03&until=2026-01-09",
            id="since-until",
        ),
        pytest.param(
            SearchRequest(query="a", as_of=date(2026, 1, 10), sort="newest"),
            "q=a&as_of=2026-01-10&sort=newest",
            id="as-of",
        ),
        pytest.param(
            SearchRequest(sort="newest", page=2, per_page=50),
            "sort=newest&page=2&per_page=50",
            id="order-and-page",
        ),
        pytest.param(SearchRequest(facets=("tags",)), "facets=tags", id="facets"),
        pytest.param(SearchRequest(facets=()), "facets=", id="no-facets"),
    ],
)
def test_urls(request_: SearchRequest, url: str) -> None:
    assert urlencode(request_.to_params()) == url
    assert from_url(url) == (request_, ())


def tuples(values: st.SearchStrategy[str], **bounds: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(values, **bounds).map(tuple)


NAMES = tuples(st.text(st.characters(exclude_categories=["Cs"])), max_size=3)
DAYS = st.dates() | st.none()
REQUESTS = st.builds(
    SearchRequest,
    query=st.text(st.characters(exclude_categories=["Cs"])),
    sources=NAMES,
    tags=NAMES,
    categories=NAMES,
    feed=NAMES,
    not_sources=NAMES,
    not_tags=NAMES,
    not_categories=NAMES,
    not_feed=NAMES,
    year=tuples(st.dates().map(lambda day: day.isoformat()[:4]), max_size=2),
    not_year=tuples(st.integers(1, 9999).map("{:04}".format), max_size=2),
    month=tuples(st.dates().map(lambda day: day.isoformat()[:7]), max_size=2),
    not_month=tuples(st.dates().map(lambda day: day.isoformat()[:7]), max_size=2),
    since=DAYS,
    until=DAYS,
    as_of=DAYS,
    standing=st.booleans(),
    match=st.sampled_from(MATCHES),
    sort=st.sampled_from(SORTS),
    page=st.integers(1, MAX_PAGE),
    per_page=st.integers(1, MAX_PER_PAGE),
    facets=st.none() | tuples(st.sampled_from(list(FACETS))),
)


@given(REQUESTS)
def test_a_url_read_back_is_the_same_request(request_: SearchRequest) -> None:
    assert from_url(urlencode(request_.to_params())) == (request_, ())


@given(REQUESTS, REQUESTS)
def test_equal_requests_have_equal_urls(one: SearchRequest, other: SearchRequest) -> None:
    assert (one == other) == (one.to_params() == other.to_params())


@given(REQUESTS, st.randoms(use_true_random=False))
def test_parameters_may_come_in_any_order_of_names(request_: SearchRequest, random: Any) -> None:
    pairs = request_.to_params()
    names = list(dict.fromkeys(name for name, _ in pairs))
    random.shuffle(names)
    shuffled = [pair for name in names for pair in pairs if pair[0] == name]
    assert SearchRequest.from_params(shuffled) == (request_, ())


@pytest.mark.parametrize(
    ("url", "request_", "problems"),
    [
        pytest.param("page=abc", PLAIN, ["page: 'abc' is not a whole number"], id="page-a-word"),
        pytest.param("page=0", PLAIN, ["page: 0 is not between"], id="page-nought"),
        pytest.param("page=٣", PLAIN, ["page"], id="page-in-other-digits"),
        pytest.param("page=" + "9" * 5000, PLAIN, ["page"], id="page-beyond-all-numbers"),
        pytest.param("per_page=1000", PLAIN, ["per_page: 1000"], id="per-page"),
        pytest.param("sort=best", PLAIN, ["sort: 'best' is not an order"], id="sort"),
        pytest.param("year=26", PLAIN, ["year: '26' is not a year"], id="year"),
        pytest.param(
            "month=2026-01&month=x", SearchRequest(month=("2026-01",)), ["month: 'x'"], id="month"
        ),
        pytest.param("since=soon&until=never", PLAIN, ["since", "until"], id="days"),
        pytest.param("facets=bogus", PLAIN, ["'bogus' is not a facet"], id="facet"),
        pytest.param(
            "facets=tags&facets=bogus", SearchRequest(facets=("tags",)), ["'bogus'"], id="facets"
        ),
        pytest.param(
            "&".join(f"tag={number}" for number in range(66)),
            SearchRequest(tags=tuple(str(number) for number in range(64))),
            ["all but the first 64 values of tag: a search takes 64"],
            id="too-many-limits",
        ),
    ],
)
def test_bad_values_are_left_out_and_said(
    url: str, request_: SearchRequest, problems: list[str]
) -> None:
    read, told = from_url(url)
    assert read == request_
    assert len(told) == len(problems)
    for problem, sentence in zip(problems, told, strict=True):
        assert problem in sentence
        assert sentence.startswith("Left out ")
        assert sentence.endswith(".")


@pytest.mark.parametrize(
    ("url", "request_"),
    [
        pytest.param("unknown=1&utm_source=x", PLAIN, id="unknown-names"),
        pytest.param("q=&source=&sort=&page=&since=", PLAIN, id="empty-values"),
        pytest.param("source=A&source=A", SearchRequest(sources=("A",)), id="each-value-once"),
        pytest.param("since=2026-01", SearchRequest(since=date(2026, 1, 1)), id="since-a-month"),
        pytest.param("facets=&facets=tags", SearchRequest(facets=("tags",)), id="facets-form"),
    ],
)
def test_forgiven_without_a_word(url: str, request_: SearchRequest) -> None:
    assert from_url(url) == (request_, ())


@pytest.mark.parametrize(
    ("url", "request_"),
    [
        ("page=2&page=3", SearchRequest(page=3)),
        ("q=a&q=b", SearchRequest(query="b")),
        ("since=2025&since=2026", SearchRequest(since=date(2026, 1, 1))),
    ],
)
def test_of_several_values_of_one_the_last_counts_and_it_is_said(
    url: str, request_: SearchRequest
) -> None:
    read, (told,) = from_url(url)
    assert read == request_
    assert told.startswith("Left out all but the last value of")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                [
                    "q",
                    "source",
                    "tag",
                    "category",
                    "feed",
                    "year",
                    "month",
                    "not_source",
                    "not_year",
                    "not_month",
                    "since",
                    "until",
                    "as_of",
                    "sort",
                    "page",
                    "per_page",
                    "facets",
                    "other",
                ]
            ),
            st.sampled_from(["", "1", "-1", "2026", "2026-01", "newest", "tags", "yesterday"])
            | st.text(),
        )
    )
)
def test_any_parameters_make_a_request(pairs: list[tuple[str, str]]) -> None:
    read, problems = SearchRequest.from_params(pairs)
    assert SearchRequest.from_params(read.to_params()) == (read, ())
    assert len(problems) <= len(pairs)


@pytest.mark.parametrize(
    "step", ["only", "add", "exclude", "remove", "with_included", "with_excluded"]
)
def test_a_step_on_a_facet_that_is_none_is_refused(step: str) -> None:
    with pytest.raises(RequestInvalid, match="'bogus' is not a facet"):
        getattr(SearchRequest(), step)("bogus", "x")


@pytest.mark.parametrize("ask", ["included", "excluded"])
def test_a_question_on_a_facet_that_is_none_is_refused(ask: str) -> None:
    with pytest.raises(RequestInvalid, match="'bogus' is not a facet"):
        getattr(SearchRequest(), ask)("bogus")


@pytest.mark.parametrize(
    ("text", "on", "problems"),
    [
        *((text, True, 0) for text in ("1", "true")),
        *((text, False, 0) for text in ("", "0", "false")),
        *((text, False, 1) for text in ("2", "maybe", "１", "1 ", "TRUE")),
    ],
)
def test_what_is_on_or_off_is_read_from_an_address(text: str, on: bool, problems: int) -> None:
    request, told = SearchRequest.from_params([("standing", text)])
    assert (request.standing, len(told)) == (on, problems)
    assert request.to_params() == ([("standing", "1")] if on else [])


@pytest.mark.parametrize("name", ["all_words", "phrase", "any_words", "without"])
def test_words_of_signs_alone_are_refused(name: str) -> None:
    with pytest.raises(RequestInvalid, match=f"{name}: '🎉' holds no letter or digit"):
        SearchRequest.of_words(**{name: "🎉"})
