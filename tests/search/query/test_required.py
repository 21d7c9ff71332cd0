"""A word behind a plus is in each hit, whatever else hits may lack."""

from collections.abc import Callable

import pytest

from search import Archive, Page

TITLES = (
    "Port strike",
    "Port strike of dockers",
    "Comet over the port",
    "Comet strike",
    "Dockers and a comet",
    "The dockers",
)


@pytest.fixture
def news(make: Callable[..., Archive]) -> Archive:
    return make(TITLES)


def titles(page: Page) -> set[str]:
    return {hit.title for hit in page.hits}


@pytest.mark.parametrize("match", ["most", "any"])
@pytest.mark.parametrize(
    "query",
    [
        *("+port comet", "comet +port", "+port comet dockers", "(+port comet)"),
        *("+port* comet", "+port~ comet dockers", "+port nosuchword", "comet (dockers +port)"),
    ],
)
def test_each_hit_has_it(news: Archive, query: str, match: str) -> None:
    found = titles(news.search(query, match=match))
    assert found
    assert all("port" in title.lower() for title in found)


def test_hits_may_lack_the_other_words(news: Archive) -> None:
    with_port = {title for title in TITLES if "port" in title.lower()}
    assert titles(news.search("+port nosuchword", match="any")) == with_port
    page = news.search("+port nosuchword")
    assert page.request.match == "most"
    assert titles(page) == with_port
    assert "Each has “port”, as a plus asks." in page.notes


def test_each_of_several_is_required(news: Archive) -> None:
    both = {"Comet over the port"}
    for query in "+port +comet dockers", "+(port comet) dockers", "(+port +comet) dockers":
        assert titles(news.search(query, match="any")) == both, query
    assert not news.search("+port +nosuchword comet", match="any").total


@pytest.mark.parametrize(
    ("query", "same"),
    [
        ("+port OR comet", "port"),
        ("comet OR +port", "port"),
        ("+port | comet", "port"),
        ("+nosuchword OR comet", "nosuchword"),
        ("+port AND strike OR comet", "port (strike OR comet)"),
        ("dockers (+port OR comet)", "dockers port"),
        ('+"port strike" OR comet', '"port strike"'),
        ("(+port OR dockers) OR comet", "port OR comet"),
        ("-(+port OR comet)", "-port"),
    ],
)
def test_beside_alternatives(news: Archive, query: str, same: str) -> None:
    assert titles(news.search(query)) == titles(news.search(same))


def test_nothing_is_found_without_it(news: Archive) -> None:
    page = news.search("+nosuchword port comet")
    assert not page.total
    assert "No item matches “+nosuchword”." in page.notes


def test_a_stop_word_is_required_too(news: Archive) -> None:
    assert titles(news.search("+the comet dockers", match="any")) == {
        "Comet over the port",
        "The dockers",
    }


def test_all_words_are_required_as_ever(news: Archive) -> None:
    for query in "port comet", "strike dockers":
        plus = " ".join(f"+{word}" for word in query.split())
        one, other = news.search(query), news.search(plus, match="any")
        assert titles(one) == titles(other)
    pages = [news.search(query) for query in ("port strike", "+port strike", "+port +strike")]
    assert len({tuple((hit.id, hit.score) for hit in page.hits) for page in pages}) == 1


def test_its_score_counts_once(news: Archive) -> None:
    (plain,) = news.search("port comet", match="all", explain=True).hits
    plus = next(
        hit
        for hit in news.search("+port comet", match="any", explain=True).hits
        if hit.id == plain.id
    )
    asked = [(part.text, part.score) for part in plain.explain if part.kind == "asked"]
    assert [(own.text, own.score) for own in plus.explain if own.kind == "asked"] == asked


@pytest.mark.parametrize(
    "query", ["++port comet", "+++port+++ comet", "comet strike +5 nosuchword"]
)
def test_a_rule_of_pluses_or_a_number_of_a_title_requires_nothing(
    news: Archive, query: str
) -> None:
    assert not all("port" in title.lower() for title in titles(news.search(query, match="any")))
    assert titles(news.search(query, match="any")) >= {"Comet strike"}
    is_number = "Read a plus before a number as its sign." in news.search(query).notes
    assert is_number == ("+5" in query)


def test_a_part_left_out_leaves_the_plus_of_others(news: Archive) -> None:
    page = news.search("+port comet nosuchword tag:none", match="any")
    rest = {clause.text: clause.without.query for clause in page.clauses}
    assert rest["tag:none"] == "+port comet nosuchword"
