"""What gave a hit its score is told, adds up to it, and orders hits as it should."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given

from search import Archive, Headline, Hit, Item
from search.score_words import TOLD_WORDS, told_score
from tests.search.test_properties import QUERIES

#: What stands in every item, so that all are of one length.
FILLING = "the harbour was calm and nobody came by"


@pytest.fixture
def news(make: Callable[..., Archive]) -> Archive:
    """Items of as many words each; of equal ones the newest would come first."""
    texts = {
        "forms": f"the strikes were called {FILLING}",
        "typed": f"a strike was called {FILLING}",
        "apart": f"port {FILLING} union",
        "beside": f"calm port union {FILLING}".replace(" by", ""),
        "turned": f"union port calm {FILLING}".replace(" by", ""),
    }
    return make(
        Item(id=id, title="", day=date(2026, 1, 9 - number), text=text)
        for number, (id, text) in enumerate(texts.items())
    )


@pytest.mark.parametrize(
    ("query", "first"),
    [
        pytest.param("strike", "typed", id="one-word"),
        pytest.param("strikes", "forms", id="other-form"),
        pytest.param("STRIKES", "forms", id="capitals"),
        pytest.param("strike called", "typed", id="two-words"),
        pytest.param("(strike)", "typed", id="parentheses"),
        pytest.param("port union", "beside", id="side-by-side"),
        pytest.param("union port", "turned", id="in-the-order-typed"),
        pytest.param("calm port union", "beside", id="three-words"),
    ],
)
def test_what_is_just_as_typed_comes_first(news: Archive, query: str, first: str) -> None:
    hits = news.search(query, explain=True).hits
    assert hits[0].id == first
    assert {part.kind for part in hits[0].explain} - {"asked"}


@pytest.mark.parametrize("query", ["strik*", "title:strike", '"a strike"', "source:Reuters", ""])
def test_only_words_by_themselves_are_compared_as_typed(news: Archive, query: str) -> None:
    for hit in news.search(query, explain=True).hits:
        assert {part.kind for part in hit.explain} <= {"asked"}


def told(hit: Hit) -> list[tuple[str, str, list[str]]]:
    return [(part.kind, part.text, list(part.fields)) for part in hit.explain]


def test_words_fields_and_neighbours_are_told(archive: Archive) -> None:
    page = archive.search("Port strike source:Reuters date:2026-01 -comet", explain=True)
    assert told(page.hits[-1]) == [
        ("asked", "Port", ["title", "headlines"]),
        ("asked", "strike", ["title", "headlines"]),
        ("asked", "source:Reuters", []),
        ("asked", "date:2026-01", []),
        ("form", "port", []),
        ("form", "strike", []),
        ("together", "port strike", ["title", "headlines"]),
    ]


def test_a_score_is_told_by_the_words_of_the_query_and_the_strongest_others(
    make: Callable[..., Archive],
) -> None:
    others = "tail st 8kg dust gleam orbit spark trail shine flare night cloud"
    archive = make([f"Comets bay {others}", "comet x", "bay y", *(f"other {n}" for n in range(9))])
    hits = archive.search("Comets bay", match="any", explain=True).hits
    hit = next(hit for hit in hits if hit.title.startswith("Comets"))
    told = told_score(hit.explain)
    assert {word.text for word in told.words} == {"Comets", "bay"}
    comets = next(word for word in told.words if word.text == "Comets")
    assert next(iter(comets.parts)) == "title"
    assert {"form", "added"} <= {*comets.parts}
    assert sum(comets.parts.values()) == pytest.approx(comets.score)
    names = [part.text for part in told.added]
    assert len(names) == len(set(names)) == TOLD_WORDS
    assert {*names} == {*others.split()} - {"st", "8kg"}
    assert told.more_words == 2
    words = sum(word.score for word in told.words)
    added = sum(part.score for part in told.added) + told.more_score
    assert words + added == pytest.approx(hit.score, rel=1e-5)


def test_added_words_are_told(make: Callable[..., Archive]) -> None:
    archive = make(["comet tail bright", "comet tail dust", "harbour bay", "bright bay tail"])
    page = archive.search("comet bay", match="any", explain=True)
    added = {part.text for hit in page.hits for part in hit.explain if part.kind == "added"}
    assert added
    assert added <= set(page.added_words)


@pytest.mark.parametrize("match", ["all", "most", "any"])
@pytest.mark.parametrize(
    "query",
    [
        "port strike -comet",
        "port strike -comet -tag:x",
        "-comet",
        "*",
        "",
        "port -comet source:bbc",
    ],
)
def test_a_score_is_the_sum_of_what_is_told(archive: Archive, query: str, match: str) -> None:
    hits = archive.search(query, match=match, explain=True).hits
    assert hits
    for hit in hits:
        assert sum(part.score for part in hit.explain) == pytest.approx(hit.score, rel=1e-5)


def test_it_is_told_on_demand_only(archive: Archive) -> None:
    assert all(hit.explain == () for hit in archive.search("strike").hits)
    assert all(hit.explain for hit in archive.search("strike", explain=True).hits)
    plain, explained = (archive.search("strike", explain=own) for own in (False, True))
    assert [(own.id, own.score) for own in plain.hits] == [
        (own.id, own.score) for own in explained.hits
    ]


@pytest.mark.parametrize("match", ["all", "most", "any"])
@pytest.mark.parametrize(
    "query",
    [
        "strike",
        "strike strike port",
        "port strike talks",
        "(port strike) OR comet",
        '"port strike" comet*',
        "(port strike) reuters",
        "source:Reuters strike",
        "e-mail U.S. senate",
        "strike NEAR/5 week",
        "北京 标准",
    ],
)
@pytest.mark.parametrize("sort", ["relevance", "newest"])
def test_the_parts_add_up_to_the_score(archive: Archive, query: str, match: str, sort: str) -> None:
    page = archive.search(query, match=match, sort=sort, explain=True)
    for hit in page.hits:
        assert sum(part.score for part in hit.explain) == pytest.approx(hit.score, rel=1e-4)
        for part in hit.explain:
            assert not part.fields or sum(part.fields.values()) == pytest.approx(part.score)


@given(query=QUERIES)
def test_any_search_can_be_explained(archive: Archive, query: str) -> None:
    for hit in archive.search(query, explain=True, match="any").hits:
        assert all(part.score > 0 for part in hit.explain)


def test_a_hit_of_a_past_day_is_explained_by_that_day(make: Callable[..., Archive]) -> None:
    archive = make([Item(id="1", title="comet", day=None), Item(id="2", title="bay", day=None)])
    (hit,) = archive.search("comet", as_of="2026-01-01", explain=True).hits
    assert sum(part.score for part in hit.explain) == pytest.approx(hit.score)


def test_a_long_item_is_explained_without_reading_it_anew(make: Callable[..., Archive]) -> None:
    text = "harbour " * 50_000
    line = Headline("comet harbour", "BBC")
    archive = make([Item(id="1", title="harbour", day=None, text=text, headlines=[line])])
    ((part, _),) = (hit.explain for hit in archive.search("harbour", explain=True).hits)
    assert list(part.fields) == ["title", "headlines", "text"]
