"""Files synced to a cluster give the archive, the ledger and the summaries that a folder gets."""

import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner

import indexer.sync.run
from indexer.cli import main
from indexer.ledger import Entry, Ledger
from indexer.read.outlets import Outlets
from indexer.sync.accounts import Summary
from indexer.sync.dry_run import plan_files
from indexer.sync.manifest import Manifest
from indexer.sync.missing import FilesGone
from indexer.sync.run import index_files, index_history
from indexer.sync.synced import Synced
from search import Archive, Item
from search.engines import ENGINES, beside
from search.opensearch import batch, writer
from search.opensearch.beside import PART_BYTES, ClusterBeside
from search.opensearch.engine import ClusterEngine
from search.processes import workers
from tests.search.opensearch.conftest import unused

FILE = "---\ntitle: state {number}\ndate: {day}\n---\n{words}\n"
#: What a file may hold besides: one is repaired, two are refused.
ODD = (b"---\ntitle: Harbour caf\xe9 shut\n---\nNo coffee.\n", b"\x7fELF\x00\x00", b"")


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ENGINES, "opensearch", lambda: ClusterEngine)
    monkeypatch.setattr(indexer.sync.run, "FILES_WORTH_A_PROCESS", 4)
    monkeypatch.setattr(writer, "COMMIT_AFTER_ITEMS", 6)
    monkeypatch.setattr(workers, "SOURCES_AT_A_TIME", 3)
    monkeypatch.setattr(batch, "ITEMS_AT_A_TIME", 3)


@pytest.fixture
def places(node: str, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The address of a folder, and one on the cluster, at which nothing is."""
    with unused(node, "synced") as address:
        yield str(tmp_path / "index"), address


class Files:
    """A folder of files that change."""

    def __init__(self, folder: Path, chance: Random) -> None:
        self.folder, self._chance, self._number = folder, chance, 0

    def change(self) -> None:
        chance = self._chance
        for _ in range(chance.randrange(1, 12)):
            self._number += 1
            path = self.folder / f"{chance.randrange(3)}/{chance.randrange(20)}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            kind = chance.randrange(10)
            if path.exists() and kind < 3:
                path.unlink()
            elif path.exists() and kind == 3:
                path.rename(path.with_name(f"moved-{self._number}.md"))
            elif path.exists() and kind == 4:
                os.utime(path, ns=(self._number, self._number))
            elif kind == 5:
                path.write_bytes(chance.choice(ODD))
            else:
                words = " ".join(chance.choices(["port", "strike", "comet", "bay"], k=20))
                day = date(2026, 1, 1 + chance.randrange(28))
                path.write_text(FILE.format(number=self._number, day=day, words=words))


def states(place: str) -> list[tuple[Item, ...]]:
    with Archive.open(place) as archive:
        archive.check()
        found = [archive.states(item.id) for item in archive.items()]
        assert archive.search("").total == len(found) == archive.info().items
        return found


def told(summary: Summary) -> Any:
    """All but the time, and the examples: several processes come upon files in any order."""
    refusals = sorted((own.reason, own.files) for own in summary.refusals)
    return replace(summary, seconds=0.0, refusals=()), refusals


def entries(place: str) -> list[Entry]:
    found = list(Ledger.beside(place).entries())
    assert Ledger.beside(place).checksum() in Synced.load(beside(place)).ledgers
    return sorted(found, key=lambda entry: (entry.file, entry.line or 0, entry.reason))


def same(places: Sequence[str], run: Callable[[str], Any]) -> Any:
    """Do the same at both places, with the same outcome; return that."""
    outcomes = []
    for place in places:
        try:
            outcome = run(place)
        except FilesGone as error:
            outcome = str(error)
        outcomes.append(told(outcome) if isinstance(outcome, Summary) else outcome)
    assert outcomes[0] == outcomes[1]
    return outcomes[0]


def check(places: Sequence[str]) -> None:
    """Compare all that is there, and what is kept beside it."""
    assert same(places, states) is not None
    same(places, entries)
    first, second = (Manifest.load(beside(place)) for place in places)
    assert dict(first.files) == dict(second.files)
    assert (first.roots, first.commits) == (second.roots, second.commits)
    assert not first.faults
    assert not second.faults
    synced = [Synced.load(beside(place)) for place in places]
    assert synced[0].paths == synced[1].paths


def counted(place: str) -> Any:
    with Archive.open(place) as archive:
        return archive._engine.ledger()


WAYS: tuple[dict[str, Any], ...] = (
    *({}, {}, {"keep": True}, {"verify": True}, {"jobs": 2}),
    *({"prune": True}, {"rebuild": True, "prune": True}),
    {"outlets": Outlets({"Post": "Harbour Post"})},
)


@pytest.mark.parametrize("seed", range(2))
def test_a_folder_of_files_through_its_changes(
    places: tuple[str, str], tmp_path: Path, seed: int
) -> None:
    chance = Random(f"sync {seed}")
    files = Files(tmp_path / "files", chance)
    for _ in range(2):
        files.change()
    for number in range(8):
        how = chance.choice(WAYS) if number else {}
        same(places, lambda place: _plan(files.folder, place))
        same(places, lambda place, how=how: index_files([files.folder], place, **how))
        check(places)
        same(places, counted)
        files.change()


def _plan(folder: Path, place: str) -> Any:
    plan = plan_files([folder], place)
    found = (plan.new, plan.changed, plan.doubtful, sorted(plan.gone), plan.notes)
    return *found, sorted(item for item, _ in plan.unchanged.paths())


def test_a_history(places: tuple[str, str], tmp_path: Path) -> None:
    pygit2 = pytest.importorskip("pygit2")
    repo = pygit2.init_repository(tmp_path / "repo")
    parents: list[Any] = []
    for number in range(4):
        who = pygit2.Signature("a", "a@example.org", 1_767_600_000 + number * 100_000, 0)
        for name in ("a", "b", f"c{number}"):
            text = FILE.format(number=number, day=date(2026, 1, 1), words="port")
            (tmp_path / "repo" / f"{name}.md").write_text(text)
            repo.index.add(f"{name}.md")
        if number == 2:
            repo.index.remove("c1.md")
        tree = repo.index.write_tree()
        parents = [repo.create_commit("HEAD", who, who, "files", tree, parents)]
        same(places, lambda place: index_history(tmp_path / "repo", "", place))
        check(places)


# -- what is kept beside the archive


@pytest.fixture
def kept(places: tuple[str, str]) -> ClusterBeside:
    return ClusterBeside.at(places[1])


def test_a_file_is_whole_or_not_there(kept: ClusterBeside) -> None:
    assert not kept.has("a")
    with pytest.raises(FileNotFoundError):
        kept.read("a", 1)
    kept.remove("a")
    content = Random(1).randbytes(3 * PART_BYTES + 5)
    kept.put("a", [content[:7], b"", content[7:]])
    assert kept.read("a", len(content)) == content
    with pytest.raises(OSError, match="may have"):
        kept.read("a", len(content) - 1)
    opened = kept.opened("a")
    assert opened.read(10) == content[:10]
    kept.put("a", [b"x\n", b"y\n"])
    assert opened.read() == content[10:], "who reads the old file reads it to the end"
    assert list(kept.opened("a")) == [b"x\n", b"y\n"]
    assert kept.has("a")
    kept.put("b", [])
    assert kept.read("b", 0) == b""
    kept.remove("a")
    assert not kept.has("a")


def test_a_file_that_is_not_finished_leaves_the_old_one(kept: ClusterBeside) -> None:
    def broken() -> Iterator[bytes]:
        yield bytes(6 * PART_BYTES)
        yield Random(2).randbytes(6 * PART_BYTES)
        raise RuntimeError("stop")

    kept.put("a", [b"old"])
    with pytest.raises(RuntimeError, match="stop"):
        kept.put("a", broken())
    assert kept.read("a", 3) == b"old"
    cluster, index = kept._cluster, kept._index
    cluster.ask("POST", f"/{index}/_refresh")
    assert cluster.ask("GET", f"/{index}/_count")["count"] > 2
    kept.clear(("a",))
    cluster.ask("POST", f"/{index}/_refresh")
    assert cluster.ask("GET", f"/{index}/_count")["count"] == 2
    assert kept.read("a", 3) == b"old"


# -- commands


def test_commands_say_the_same(
    places: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    files = Files(tmp_path / "files", Random(3))
    for _ in range(4):
        files.change()
    (tmp_path / "files/0/odd.md").write_bytes(ODD[0])
    (tmp_path / "files/0/program.md").write_bytes(ODD[1])

    def run(*arguments: str) -> Callable[[str], tuple[int, str]]:
        def told_at(place: str) -> tuple[int, str]:
            done = CliRunner().invoke(main, [*arguments, "--index", place])
            if done.stdout.startswith("{") and "seconds" in done.stdout:
                summary = json.loads(done.stdout)
                return done.exit_code, json.dumps({**summary, "seconds": 0})
            output = re.sub(r"in [\d.]+ s, [\d,]+ items/s", "in a while", done.output)
            return done.exit_code, output.replace(place, "PLACE")

        return told_at

    assert same(places, run("ledger"))[0] == 3
    assert same(places, run("index", "--jobs", "1", "files", "--dry-run"))[0] == 0
    assert same(places, run("index", "--jobs", "1", "files", "--json"))[0] == 0
    assert same(places, run("index", "--jobs", "1", "files", "--strict", "--json"))[0] == 1
    code, shown = same(places, run("ledger", "--json"))
    assert code == 0
    assert shown
    assert same(places, run("ledger"))[0] == 0
    assert same(places, run("export"))[0] == 0
    for path in (tmp_path / "files").rglob("*.md"):
        path.unlink()
    assert same(places, run("index", "--jobs", "1", "files"))[0] == 3
    assert same(places, run("index", "--jobs", "1", "files", "--json", "--keep", "--prune"))[0] == 0
    assert same(places, run("index", "--jobs", "1", "files", "--rebuild"))[0] == 3
    assert (
        same(places, run("index", "--jobs", "1", "files", "--rebuild", "--prune", "--json"))[0] == 0
    )
    check(places)
    for place in places:
        assert CliRunner().invoke(main, ["check", "--index", place]).exit_code == 0
        assert CliRunner().invoke(main, ["info", "--index", place]).exit_code == 0
