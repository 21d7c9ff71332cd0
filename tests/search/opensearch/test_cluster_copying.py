"""An archive goes from a folder to a cluster and back: states, days, ids, pages and all."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.cli import main
from indexer.sync.run import index_files
from search import Archive, IndexExists
from search.copying import copied
from search.engines import ENGINES
from search.opensearch.engine import ClusterEngine
from tests.search.opensearch.conftest import removed
from tests.search.test_copying import check_alike, made
from web.app import create_app

SAMPLE = Path(__file__).parents[3] / "corpus"
#: Pages of the sample that show much of what there is.
PATHS = (
    *("/", "/?q=strike", "/?q=port+strike&match=most&sort=newest", "/?q=comet&as_of=2026-01-05"),
    *("/?q=title:port&sources=Radio+Kestrel", "/api/v1/search?q=strike", "/feed.atom?q=port"),
    "/api/v1/search?q=&per_page=100",
)


@pytest.fixture
def cluster_place(node: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setitem(ENGINES, "opensearch", lambda: ClusterEngine)
    address = f"opensearch://{node}/copied"
    removed(address)
    yield address
    removed(address)


@pytest.mark.parametrize("seed", range(2))
def test_random_archives(cluster_place: str, tmp_path: Path, seed: int) -> None:
    places = (str(tmp_path / "first"), cluster_place, str(tmp_path / "again"))
    made(places[0], seed)
    for source, target in pairwise(places):
        copied(source, target)
        check_alike(places[0], target, seed, requests=4 * (target == cluster_place))
        with pytest.raises(IndexExists):
            copied(source, target)


def test_the_sample_and_its_pages(cluster_place: str, tmp_path: Path) -> None:
    places = (str(tmp_path / "first"), cluster_place, str(tmp_path / "again"))
    index_files([SAMPLE], places[0])
    runner = CliRunner()
    for source, target in pairwise(places):
        done = runner.invoke(main, ["copy", source, target])
        assert (done.exit_code, done.exception) == (0, None), done.output
        assert f"The archive is {target}." in done.output
        summary = index_files([SAMPLE], target)
        assert (summary.added, summary.notes) == (0, ())
        ledgers = [runner.invoke(main, ["ledger", "--json", "--index", own]) for own in places[:1]]
        assert (
            ledgers[0].output == runner.invoke(main, ["ledger", "--json", "--index", target]).output
        )
        assert runner.invoke(main, ["check", "--index", target]).exit_code == 0
    places = (*places, str(tmp_path / "straight"))
    copied(places[0], places[3])
    clients = [create_app({"INDEX": place, "DEADLINE": None}).test_client() for place in places]
    for pair in ((0, 1), (1, 2), (0, 3)):
        for path in PATHS:
            answers = [clients[own].get(path) for own in pair]
            assert answers[0].status_code == 200, path
            first, other = (_unscored(answer.data) for answer in answers)
            assert first == other, (pair, path)
    with Archive.open(places[0]) as first, Archive.open(places[1]) as second:
        assert first.id == second.id


def _unscored(data: bytes) -> bytes:
    """Leave out what the API tells of scores, which are summed in another order."""
    return re.sub(rb'"score":[0-9.e-]+', b"", data)
