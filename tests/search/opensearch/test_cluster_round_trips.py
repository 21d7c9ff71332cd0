"""How often is a cluster asked for a page? Once, or twice where many hits are scored anew."""

from collections.abc import Callable, Iterator
from math import inf

import pytest
from whoosh.query import Or, Term

from search import Archive, Item
from search.engine import Question, Rescoring
from search.opensearch import records, searcher
from search.opensearch.client import Cluster, Json
from tests.search.opensearch.conftest import removed
from tests.search.opensearch.test_cluster_engine import as_large

ITEMS = [
    Item(
        id=f"{number}.md",
        title="Port strike goes on",
        day=None,
        tags=[f"tag {number}"],
        link=f"https://globe.example/strike-of-the-port-{number // 2}",
    )
    for number in range(20)
]


@pytest.fixture(scope="module")
def archive(node: str) -> Iterator[Archive]:
    address = f"opensearch://{node}/round-trips"
    removed(address)
    with Archive.create(address) as archive:
        archive.add(ITEMS)
        yield archive
    removed(address)


@pytest.fixture
def asked(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the paths that are asked for from now on, but for the look at the newest commit."""
    paths: list[str] = []
    ask = Cluster.ask

    def counted(own: Cluster, method: str, path: str, *given: object, **named: object) -> Json:
        if not path.endswith("/_doc/newest"):
            paths.append(path)
        return ask(own, method, path, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Cluster, "ask", counted)
    return paths


@pytest.mark.parametrize("query", ["", "port", "port strike", "tag:'tag 3' OR strike", "stri*"])
@pytest.mark.parametrize("limits", [{}, {"sort": "newest"}, {"per_page": 5, "page": 2}])
def test_a_page_with_facets_is_one_search(
    archive: Archive, asked: list[str], query: str, limits: dict[str, object]
) -> None:
    assert archive.search(query, **limits).total == 20  # which learns how values are written
    asked.clear()
    assert archive.search(query, **limits).total == 20
    assert len(asked) == 1


@pytest.mark.parametrize(
    "ask",
    [
        lambda archive: archive.suggest("po"),
        lambda archive: archive.related("3.md"),
        lambda archive: archive.search("stri*"),
        lambda archive: (archive.search("port"), archive.info(), archive.item("3.md")),
    ],
)
def test_what_was_learnt_of_a_commit_is_asked_once(
    archive: Archive, asked: list[str], ask: Callable[[Archive], object]
) -> None:
    ask(archive)
    asked.clear()
    ask(archive)
    assert len(asked) == 1


def test_a_story_is_four_requests(archive: Archive, asked: list[str]) -> None:
    generation = archive._engine.newest()
    assert generation.story("3.md", 5)
    asked.clear()
    assert generation.story("3.md", 5)
    assert len(asked) == 4


def test_where_many_may_be_found_it_is_two(archive: Archive, asked: list[str]) -> None:
    with as_large():
        archive.search("port strike")
        asked.clear()
        page = archive.search("port strike")
        assert (page.total, page.facet_sizes["tags"]) == (20, 20)
        assert len(asked) == 2


def test_more_hits_than_expected_are_asked_for_once_more(
    archive: Archive, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = Or([Term("path", f"{number}.md", boost=number % 4 + 1.0) for number in range(20)])
    adding = Or([Term("path", "3.md", boost=9.0), Term("path", "4.md", boost=9.0)])
    rescoring = Rescoring(tree_for=lambda *_: adding, most=3)
    told = []
    for number in (inf, 0.0):
        monkeypatch.setattr(searcher, "expected", lambda *_, own=number: own)
        questions = [
            Question(tree=tree, first=first, count=4, rescoring=rescoring)
            for first in range(0, 20, 4)
        ]
        asked.clear()
        answers = [archive._engine.newest().search(own) for own in questions]
        told.append([(item.id, score) for own in answers for item, score in own.hits])
    assert told[0] == told[1]
    assert told[0][0] == ("3.md", 13.0), "it is among the best"
    assert ("4.md", 1.0) in told[0], "it is not"


def test_what_describes_an_archive_is_read_together(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.opensearch.latest.KNOWN_SECONDS", 60.0)
    monkeypatch.setitem(records._commits, str(archive._engine._cluster.address), -1)
    _ = archive.state
    monkeypatch.setattr(Cluster, "ask", lambda *_, **__: pytest.fail("was asked"))
    _ = (archive.state, archive.note, archive.updated, archive.id, archive.language)


@pytest.mark.parametrize("word", ["strikesportsoflink", "thetalktalkingstrike", "x" * 14, "x" * 15])
def test_neighbours_of_long_words_are_looked_up(archive: Archive, word: str) -> None:
    assert archive.search(word).total == 0
