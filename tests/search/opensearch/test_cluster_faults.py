"""Whatever goes wrong while a cluster is written to, the last generation is served."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.cli import main
from indexer.ledger import Entry, Ledger
from indexer.sync.run import index_files
from search import Archive, ArchiveError, Item
from search.engine import Reading
from search.opensearch import batch
from search.opensearch.client import Cluster, Json
from search.opensearch.engine import ClusterEngine
from search.text import Analyzer
from tests.opensearch.faults import kill_runs
from tests.search.opensearch.conftest import unused

COMMAND = (sys.executable, "-m", "indexer")
FILE = "---\ntitle: {title}\ndate: 2026-01-01\n---\nAt the port.\n"


def reading(*items: Item) -> Reading:
    return Reading(items, lambda item: (item, None), lambda _: None, lambda *_: None)


@pytest.fixture
def place(node: str) -> Iterator[str]:
    with unused(node, "faults") as address:
        yield address


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    for name in "abc":
        (folder / f"{name}.md").write_text(FILE.format(title=name))
    return folder


def titles(place: str) -> dict[str, str]:
    with Archive.open(place) as archive:
        archive.check()
        return {item.id: item.title for item in archive.items()}


BEFORE = {"a.md": "a", "b.md": "b", "c.md": "c"}


def test_runs_that_are_killed(node: str) -> None:
    kill_runs(node, 20, seed=2)


def test_two_runs_at_once(
    place: str,
    files: Path,
) -> None:
    index_files([files], place)
    engine = ClusterEngine.open(place)
    with engine.changing():
        done = subprocess.run([*COMMAND, str(files), "--index", place], capture_output=True)
    assert done.returncode == 3
    assert f"pid {os.getpid()} on {socket.gethostname()}".encode() in done.stderr
    (files / "d.md").write_text(FILE.format(title="d"))
    with engine.changing() as change:
        waiting = subprocess.Popen(
            [*COMMAND, str(files), "--index", place, "--wait", "60", "--quiet"]
        )
        change.remove(["a.md"])
    assert waiting.wait() == 0
    assert titles(place) == {**BEFORE, "d.md": "d"}, "what another removed is read again"
    engine.close()


def test_a_full_disk(place: str, files: Path, cluster: Cluster) -> None:
    index_files([files], place)
    (files / "d.md").write_text(FILE.format(title="d"))
    setting = {"index.blocks.read_only_allow_delete": True}
    cluster.ask("PUT", "/faults-items-*/_settings", setting)
    done = CliRunner().invoke(main, ["index", str(files), "--index", place])
    assert done.exit_code == 3
    assert "a disk of it is nearly full" in done.output
    assert "make space there, then run again" in done.output
    assert titles(place) == BEFORE
    cluster.ask("PUT", "/faults-*/_settings", {"index.blocks.read_only_allow_delete": None})
    assert index_files([files], place).added == 1
    assert titles(place) == {**BEFORE, "d.md": "d"}


def test_a_full_disk_where_the_newest_commit_is_kept(
    place: str, files: Path, cluster: Cluster
) -> None:
    index_files([files], place)
    cluster.ask("PUT", "/faults-about/_settings", {"index.blocks.read_only_allow_delete": True})
    with pytest.raises(ArchiveError, match="nearly full"):
        index_files([files], place)
    assert titles(place) == BEFORE


def odd(
    states: Sequence[Item], analyzer: Analyzer, generation: int, came: int
) -> Iterator[tuple[str, Json]]:
    """Make documents of which the cluster refuses some: one has a field that it does not know."""
    for id, members in _documents(states, analyzer, generation, came):
        yield id, ({**members, "odd": 1} if states[0].title == "b" else members)


_documents = batch.documents


def test_what_the_cluster_refuses_is_in_the_ledger(
    place: str, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (files / "b.md").write_text(FILE.format(title="other"))
    index_files([files], place)
    (files / "b.md").write_text(FILE.format(title="b"))
    monkeypatch.setattr(batch, "documents", odd)
    summary = index_files([files], place)
    assert (summary.added, summary.removed, summary.refused) == (0, 1, 1)
    (entry,) = Ledger.beside(place).entries()
    assert (entry.reason, entry.file) == ("undigested", f"{files}/b.md")
    assert "strict" in entry.detail
    assert titles(place) == {"a.md": "a", "c.md": "c"}
    assert index_files([files], place).unchanged == 2
    (files / "b.md").write_text(FILE.format(title="b again"))
    assert index_files([files], place).added == 1
    assert list(Ledger.beside(place).entries()) == list[Entry]()


def test_documents_that_are_lost_on_the_way_are_missed(
    place: str, files: Path, cluster: Cluster
) -> None:
    index_files([files], place)
    engine = ClusterEngine.open(place)

    def lose() -> None:
        with engine.changing() as change:
            change.add_read(reading(Item(id="d.md", title="d", day=None)))
            body = {"query": {"range": {"made": {"gt": change.generation}}}}
            cluster.ask("POST", "/faults-items-*/_refresh")
            cluster.ask("POST", "/faults-items-*/_delete_by_query", body)
            change.commit()

    with pytest.raises(ArchiveError, match=r"not all is there that was written \(0 of 1"):
        lose()
    assert titles(place) == BEFORE
    engine.close()


def test_an_item_that_is_gone_is_found_out(place: str, files: Path, cluster: Cluster) -> None:
    index_files([files], place)
    params = {"refresh": "true"}
    body = {"query": {"term": {"path": "b.md"}}}
    cluster.ask("POST", "/faults-items-*/_delete_by_query", body, params=params)
    done = CliRunner().invoke(main, ["check", "--index", place])
    assert done.exit_code == 3
    assert "2 states of items are there, and 3 were written" in done.output
