"""Trees as queries of a cluster, without one: what is asked, and what is refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.query import (
    And,
    ConstantScoreQuery,
    Every,
    Not,
    NullQuery,
    NumericRange,
    Or,
    Phrase,
    Query,
    Term,
)

from search.opensearch.clauses import ALL, NONE, Json, clauses
from search.opensearch.known import Demand, Known
from search.opensearch.phrases import is_loosened
from search.opensearch.scoring import MAX_SCORED_CLAUSES, TERMS_TOGETHER, scored
from search.opensearch.translate import found, wants
from search.query.tree import NODES, AnyField, AnySpelling, MostOf, OutletCount, days
from tests.search.test_nodes import OTHERS, TABLE

NOTHING = Known()
PORT = Term("title", "port")


def any_of(*parts: Json) -> Json:
    return {"bool": {"should": list(parts), "minimum_should_match": 1}}


TITLE: Json = {"term": {"title": {"value": "port"}}}
TEXT: Json = {"term": {"text": {"value": "port"}}}


@pytest.mark.parametrize(
    ("tree", "query"),
    [
        (Every(), ALL),
        (Every("tags"), {"exists": {"field": "tags"}}),
        (NullQuery, NONE),
        (PORT, TITLE),
        (Term("text", "\ud800"), NONE),
        (AnySpelling([PORT, Term("text", "port")]), any_of(TITLE, TEXT)),
        (
            AnySpelling([PORT, Term("title", "ports")]),
            {"terms": {"title": ["port", "ports"]}},
        ),
        (Or([]), NONE),
        (And([]), ALL),
        (Or([PORT, Term("title", "bay")]), {"terms": {"title": ["port", "bay"]}}),
        (Phrase("title", ["port"]), TITLE),
        (Phrase("title", ["port", "\ud800"]), NONE),
        (Phrase("title", ["port", "a b"]), NONE),
        (
            Phrase("title", ["port", "bay"]),
            {"match_phrase": {"title": {"query": "port bay", "analyzer": "terms"}}},
        ),
        (
            Or([Phrase("title", ["port", "bay"]), AnyField([Phrase("title", ["port", "bar"])])]),
            {"match_phrase": {"title": {"query": "port bay|bar", "analyzer": "terms"}}},
        ),
        (
            Or([Phrase("title", ["a", "b"]), Phrase("title", ["a", "b"], slop=2), PORT]),
            any_of(
                TITLE,
                {"match_phrase": {"title": {"query": "a b", "analyzer": "terms"}}},
                found(Phrase("title", ["a", "b"], slop=2), NOTHING),
            ),
        ),
        (
            Or([Phrase("title", ["port"]), Phrase("title", ["bay"])]),
            {"terms": {"title": ["port", "bay"]}},
        ),
        (days(date(1, 1, 2), None), {"range": {"day": {"gte": 2}}}),
        (days(None, date(1, 1, 2)), {"range": {"day": {"gte": 1, "lte": 2}}}),
        (NumericRange("date", 3, 2), NONE),
        (
            NumericRange("date", 2, 5, startexcl=True, endexcl=True),
            {"range": {"day": {"gte": 3, "lte": 4}}},
        ),
        (OutletCount(2), {"range": {"outlets": {"gte": 2}}}),
        (OutletCount(0, -1), NONE),
        (Not(PORT), {"bool": {"must_not": [TITLE]}}),
        (
            And([PORT, Not(Every("tags"))]),
            {"bool": {"filter": [TITLE], "must_not": [{"exists": {"field": "tags"}}]}},
        ),
        (ConstantScoreQuery(PORT, 2.0), TITLE),
    ],
    ids=repr,
)
def test_what_is_found(tree: Query, query: Json) -> None:
    assert found(tree, NOTHING) == query


def test_most_of_is_a_least_sum_of_whole_numbers() -> None:
    tree = MostOf([PORT, Term("text", "port")])
    told = Known(demands={id(tree): Demand(weights=(1_500, 700), least=750.0)})
    weighed = [
        {"constant_score": {"filter": part, "boost": own}}
        for part, own in ((TITLE, 1_500), (TEXT, 700))
    ]
    least = {"function_score": {"query": any_of(*weighed), "min_score": 750.0}}
    assert found(tree, told) == least


def test_a_word_that_goes_on_is_asked_for_in_each_length() -> None:
    phrase = Phrase("title", ["the", "email", "came"], slop=3)
    query = found(phrase, Known(going_on=frozenset({"email", "came"})))
    rows = query["intervals"]["title"]["any_of"]["intervals"]
    words = [row["all_of"]["intervals"][1]["match"] for row in rows]
    assert [own["query"] for own in words] == [
        *("email", "email email-", "email email- email-", "email email- email- email-")
    ]
    assert all(own["ordered"] and own["max_gaps"] == 0 for own in words[1:])
    assert {row["all_of"]["max_gaps"] for row in rows} == {2}
    assert not is_loosened(phrase, Known(going_on=frozenset({"email"})))


def test_a_word_beside_itself_is_another_source() -> None:
    query = found(Phrase("title", ["a", "a", "a", "b"], slop=2), NOTHING)
    words = [own["match"] for own in query["intervals"]["title"]["all_of"]["intervals"]]
    assert [own.get("use_field") for own in words] == [None, "title", None, None]


def test_a_phrase_of_many_words_that_go_on_is_asked_for_in_any_order() -> None:
    phrase, told = Phrase("title", [*"abcdef"]), Known(going_on=frozenset("abcdef"))
    assert is_loosened(phrase, told)
    asked = found(phrase, told)["match_phrase"]["title"]
    assert asked["query"] == "a b c d e f"
    assert asked["slop"] > 10**8


def test_neighbours_of_a_word_that_goes_on_are_a_phrase_for_each_length() -> None:
    asked = found(Phrase("title", ["email", "came"]), Known(going_on=frozenset({"email"})))
    assert [own["match_phrase"]["title"]["query"] for own in asked["bool"]["should"]] == [
        *("email came", "email email- came", "email email- email- came"),
        "email email- email- email- came",
    ]


def test_words_that_end_a_row_with_words_between_are_sources_of_their_own() -> None:
    ends = [Phrase("title", ["a", own], slop=3) for own in "abc"]
    (first, last) = found(Or(ends), NOTHING)["intervals"]["title"]["all_of"]["intervals"]
    assert first["match"]["query"] == "a"
    shown = [own["match"] for own in last["any_of"]["intervals"]]
    assert [(own["query"], own.get("use_field")) for own in shown] == [
        *(("a", "title"), ("b", None), ("c", None))
    ]


@pytest.mark.parametrize(
    ("query", "number"),
    [
        (TITLE, 1),
        ({"bool": {"must": [TITLE, ALL], "filter": [any_of(TITLE, TEXT)], "must_not": [NONE]}}, 5),
        (found(Phrase("title", ["a", "b"]), NOTHING), 1),
        (found(Or([Phrase("title", ["a", own], slop=3) for own in "xyz"]), NOTHING), 4),
        (scored(AnySpelling([PORT, Term("text", "port")]), Known(items=9)), 2),
    ],
)
def test_how_many_clauses_a_query_has(query: Json, number: int) -> None:
    assert clauses(query) == number


def test_what_would_have_too_many_clauses_scores_less_finely() -> None:
    words = [str(number) for number in range(MAX_SCORED_CLAUSES)]
    phrase, told = Phrase("title", words), Known(items=9)
    plain = scored(Or([Phrase("title", words), PORT]), told)["bool"]["should"]
    assert plain[0]["constant_score"]["filter"] == found(phrase, told)
    assert plain[0]["constant_score"]["boost"] > 100
    assert "script_score" in plain[1], "words score as before"
    many = Or([And([PORT, Term("text", word)]) for word in words])
    assert scored(many, told)["constant_score"]["filter"] == found(many, told)


def test_what_must_be_known_before() -> None:
    phrase = Phrase("text", ["e", "mail", "came"])
    most = MostOf([Term("forms", "ports"), AnyField([phrase])])
    outer = MostOf([Not(MostOf([PORT])), most])
    wanted = wants([And([outer, Not(Term("text", "bay")), Term("tags", "x")])])
    assert wanted.terms == {("forms", "ports"), *(("text", word) for word in phrase.words)}
    assert wanted.in_phrases == {"e", "mail"}
    assert wanted.most[1:] == [most, outer], "those inside come first"
    assert wants([phrase], with_scores=False).terms == set()


def test_words_score_what_the_formula_says() -> None:
    tree = AnySpelling([Term("title", "port", boost=2.0), Term("text", "\ud800")], boost=0.5)
    told = Known(items=9, average_length=7.0, counts={("title", "port"): 2})
    asked = scored(tree, told)["script_score"]
    spelled = {"query": "port", "analyzer": "terms", "boost": 2.0}
    assert asked["query"] == {"match": {"title": spelled}}
    params = asked["script"]["params"]
    assert params["rarity"] == pytest.approx(0.5 * 1.6094379)
    assert params["average"] == 7.0


def test_spellings_of_a_word_are_one_clause_of_as_many_as_a_cluster_takes() -> None:
    spellings = [str(number) for number in range(TERMS_TOGETHER + 1)]
    asked = scored(AnySpelling([Term("title", own) for own in spellings]), Known(items=9))
    parts = asked["script_score"]["query"]["bool"]["should"]
    shown = [own["match"]["title"]["query"].split("|") for own in parts]
    assert shown == [spellings[:-1], spellings[-1:]]


@pytest.mark.parametrize("tree", OTHERS, ids=repr)
def test_other_nodes_are_refused(tree: Query) -> None:
    for translated in (found, scored):
        with pytest.raises(TypeError, match="not a node that an engine knows"):
            translated(tree, NOTHING)


def test_every_node_is_translated() -> None:
    """A node that is new to the set is a failing test here until it has a counterpart."""
    kinds = set()
    for tree, _ in TABLE:
        demands = {
            id(own): Demand(weights=(1,) * len(own.subqueries), least=0.0)
            for own in wants([tree]).most
        }
        told = Known(items=4, demands=demands)
        assert found(tree, told)
        assert scored(tree, told)
        kinds.add(type(tree))
    assert kinds == set(NODES)


@given(st.lists(st.text(max_size=3), min_size=1, max_size=4), st.integers(1, 60))
def test_any_words_make_a_phrase(words: list[str], slop: int) -> None:
    query = found(Phrase("text", words, slop=slop), Known(going_on=frozenset(words[:1])))
    assert len(query) == 1
