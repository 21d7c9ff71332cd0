"""A commit on a cluster is whole or not there, and one process writes at a time."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from random import Random
from uuid import uuid4

import pytest

from search import Item
from search.engine import Reading
from search.errors import (
    ArchiveError,
    ClusterUnreachable,
    IndexDamaged,
    IndexExists,
    IndexLocked,
    IndexMissing,
)
from search.opensearch import lock, writer
from search.opensearch.address import ClusterAddress
from search.opensearch.bulk import Bulk
from search.opensearch.client import Cluster, Json
from search.opensearch.engine import ClusterEngine
from search.opensearch.records import read_newest, write_newest
from tests.search.opensearch.answering import answering
from tests.search.opensearch.conftest import unused


def reading(*items: Item) -> Reading:
    return Reading(items, lambda item: (item, None), lambda _: None, lambda *_: None)


def item(id: str, title: str = "Port") -> Item:
    return Item(id=id, title=title, day=None)


@contextmanager
def opened(place: str) -> Iterator[ClusterEngine]:
    own = ClusterEngine.open(place)
    try:
        yield own
    finally:
        own.close()


@pytest.fixture
def place(node: str) -> Iterator[str]:
    with unused(node, "written") as address:
        yield address


@pytest.fixture
def engine(place: str) -> Iterator[ClusterEngine]:
    own = ClusterEngine.create(place, "english", uuid4())
    with own.changing() as change:
        change.add_read(reading(item("a"), item("b")))
    yield own
    own.close()


def titles(engine: ClusterEngine) -> dict[str, str]:
    return {own.id: own.title for own in engine.newest().items()}


BEFORE = {"a": "Port", "b": "Port"}


def test_what_is_there_is_told(place: str, engine: ClusterEngine) -> None:
    with opened(place) as other:
        assert (other.language, other.id, other.generation) == ("english", engine.id, 1)
        assert other.state == engine.state
        assert titles(other) == BEFORE
        assert other.check() >= 1
    with pytest.raises(IndexExists):
        ClusterEngine.create(place, "english", uuid4())
    with pytest.raises(IndexMissing):
        ClusterEngine.open(f"{place}-other")


def test_nothing_is_seen_before_the_commit(place: str, engine: ClusterEngine) -> None:
    old = engine.newest()
    with engine.changing() as change, opened(place) as reader:
        change.add_read(reading(item("a", "Bay"), item("c")))
        change.remove(["b"])
        change._cluster.ask("POST", "/written-*/_refresh")
        assert titles(reader) == BEFORE
        assert change.ids() == {"a", "c"}
        assert change.commit() == 2
        assert titles(reader) == {"a": "Bay", "c": "Port"}
    assert {own.id: own.title for own in old.items()} == BEFORE, "a generation never changes"
    assert old.size == 2


def test_an_exception_undoes_what_was_not_committed(engine: ClusterEngine) -> None:
    def fail() -> None:
        with engine.changing() as change:
            change.add_read(reading(item("a", "Bay"), item("c")))
            change.remove(["b"])
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        fail()
    assert titles(engine) == BEFORE
    with engine.changing() as change:
        assert change.ids() == {"a", "b"}
        change.add_read(reading(item("d")))
    assert titles(engine) == {**BEFORE, "d": "Port"}
    assert engine.generation == 2


def test_no_change_is_no_commit(engine: ClusterEngine) -> None:
    state = engine.state
    with engine.changing() as change:
        change.leave_note("not left")
        assert change.remove(["nosuch"]) == 0
    assert (engine.state, engine.note) == (state, "")
    with engine.changing() as change:
        change.leave_note("left")
        change.add_read(reading(item("c")))
    assert engine.note == "left"


def test_one_process_writes_at_a_time(place: str, engine: ClusterEngine) -> None:
    with (
        engine.changing(),
        opened(place) as other,
        pytest.raises(IndexLocked, match="this process is changing the archive already"),
        other.changing(),
    ):
        pass
    with engine.changing():
        pass


def held_by(cluster: Cluster, holder: Json) -> None:
    cluster.ask("PUT", "/written-about/_doc/lock", {"token": "x", **holder})


@pytest.fixture
def written(place: str, engine: ClusterEngine) -> Iterator[Cluster]:
    own = Cluster(ClusterAddress.parsed(place))
    yield own
    own.close()


def test_the_holder_is_named(written: Cluster, engine: ClusterEngine) -> None:
    held_by(written, {"host": "far.example", "pid": 7})
    with pytest.raises(IndexLocked, match=r"pid 7 on far\.example"), engine.changing():
        pass


def test_a_holder_that_gives_no_sign_of_life_is_found_out(
    written: Cluster, engine: ClusterEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    held_by(written, {"host": "far.example", "pid": 7})
    monkeypatch.setattr(lock, "LEASE_SECONDS", 0.3)
    with engine.changing(wait=20.0) as change:
        change.add_read(reading(item("c")))
    assert engine.generation == 2


def test_a_holder_of_this_machine_that_died_is_found_out(
    written: Cluster, engine: ClusterEngine
) -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    held_by(written, {"host": socket.gethostname(), "pid": process.pid})
    with engine.changing():
        pass


def test_who_was_cut_off_does_not_commit(
    written: Cluster, engine: ClusterEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def change_while_cut_off() -> None:
        with engine.changing() as change:
            change.add_read(reading(item("c")))
            newest = read_newest(written)
            write_newest(written, replace(newest, number=2, state="another"), newest)
            change.commit()

    with pytest.raises(IndexLocked, match="another process has changed the archive"):
        change_while_cut_off()
    assert engine.state == "another"


def test_an_archive_built_anew_takes_the_place_at_once(place: str, engine: ClusterEngine) -> None:
    with opened(place) as reader:
        with ClusterEngine.rebuilding(place, "german", 0.0) as change:
            change.add_read(reading(item("z")))
            assert titles(reader) == BEFORE
        assert titles(reader) == {"z": "Port"}
        generation = reader.newest()
        assert (generation.number, generation.arrivals_from) == (2, 2)
        assert generation.analyzer.language == "german"
    with opened(place) as reader:
        assert (reader.id, reader.language) == (engine.id, "german")


def test_a_rebuild_that_fails_leaves_the_archive(place: str, engine: ClusterEngine) -> None:
    def fail() -> None:
        with ClusterEngine.rebuilding(place, None, 0.0) as change:
            change.add_read(reading(item("z")))
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        fail()
    assert titles(engine) == BEFORE


def test_what_nobody_reads_any_more_is_removed(
    written: Cluster, engine: ClusterEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def documents() -> int:
        index = read_newest(written).index
        return int(written.ask("GET", f"/{index}/_count")["count"])

    with engine.changing() as change:
        change.add_read(reading(item("a", "Bay")))
    with engine.changing() as change:
        change.add_read(reading(item("c")))
    assert documents() == 4, "who has opened the generation before still reads it"
    monkeypatch.setattr(writer, "KEPT_SECONDS", 0.0)
    with engine.changing():
        pass
    assert documents() == 3
    assert titles(engine) == {"a": "Bay", "b": "Port", "c": "Port"}


def test_damage_is_found(written: Cluster, engine: ClusterEngine) -> None:
    index = read_newest(written).index
    hits = written.search(index, {"query": {"term": {"path": "a"}}})["hits"]["hits"]
    changed = {"doc": {"item": hits[0]["_source"]["item"].replace("Port", "Bay")}}
    params = {"refresh": "true"}
    written.ask("POST", f"/{index}/_update/{hits[0]['_id']}", changed, params=params)
    with pytest.raises(IndexDamaged, match="'a' is not what was written"):
        engine.check()


# -- killed


PROGRAM = """
import sys
from itertools import count
from search import Item
from search.engine import Reading
from search.opensearch.engine import ClusterEngine

engine = ClusterEngine.open(sys.argv[1])
for round in count():
    with engine.changing(wait=60.0) as change:
        items = [Item(id=str(n), title=f"Round {round}", day=None) for n in range(40)]
        change.add_read(Reading(items, lambda own: (own, None), lambda _: None, lambda *_: None))
    print(round, flush=True)
"""


@pytest.mark.parametrize("seed", range(4))
def test_killed_at_any_instant_the_last_generation_is_whole(
    place: str, engine: ClusterEngine, seed: int
) -> None:
    command = [sys.executable, "-c", PROGRAM, place]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=os.getcwd(), text=True)
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(Random(seed).random())
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    found = titles(engine)
    rounds = {title for id, title in found.items() if id.isdigit()}
    assert len(rounds) == 1, "never parts of two commits"
    assert len(found) == 42
    with engine.changing() as change:
        change.add_read(reading(item("c")))
    assert titles(engine) == {**found, "c": "Port"}
    assert engine.check() >= 1


# -- too much at once


def test_what_was_too_much_is_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.opensearch.bulk.time.sleep", lambda _: None)
    busy = [3, 1, 0]

    def answer(number: int) -> tuple[int, Json]:
        sizes = [5, 3, 1]
        statuses = [429] * busy[number] + [201] * (sizes[number] - busy[number])
        return 200, {"items": [{"index": {"status": own}} for own in statuses]}

    with answering(answer) as asked:
        own = Cluster(ClusterAddress.parsed(f"opensearch://127.0.0.1:{asked.port}/n", {}))
        with Bulk(own, "n", is_gate=False) as bulk:
            for number in range(5):
                bulk.index(str(number), {"n": number})
        own.close()
    sent = [body.count('"_id"') for _, _, body, _ in asked.requests]
    assert sent == [5, 3, 1]


def test_what_was_taken_is_not_listed_but_what_was_not_is() -> None:
    answers = [
        {"errors": True},
        {"errors": True, "items": [{"index": {"status": 400, "_id": "1"}}]},
    ]
    with answering(lambda number: (200, answers[number])) as asked:
        own = Cluster(ClusterAddress.parsed(f"opensearch://127.0.0.1:{asked.port}/n", {}))
        with Bulk(own, "n", keep_refused=True, is_gate=False) as bulk:
            bulk.index("1", {})
        own.close()
    assert list(bulk.refused) == ["1"]
    listed = ["filter_path=errors" in path for _, path, _, _ in asked.requests]
    assert listed == [True, False]


def test_a_cluster_with_too_much_to_do_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr("search.opensearch.client.time.sleep", waits.append)
    too_much = 429, {"error": {"type": "rejected_execution_exception"}, "status": 429}
    with answering(lambda number: too_much if number < 9 else (200, {"errors": False})) as asked:
        own = Cluster(ClusterAddress.parsed(f"opensearch://127.0.0.1:{asked.port}/n", {}))
        with Bulk(own, "n", is_gate=False) as bulk:
            bulk.index("1", {})
        own.close()
    assert len(asked.requests) == 10
    assert waits == [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5.0, 5.0, 5.0]


@pytest.mark.parametrize(("status", "error"), [(429, ClusterUnreachable), (400, ArchiveError)])
def test_what_cannot_be_written_is_an_error(
    status: int, error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.opensearch.bulk.time.sleep", lambda _: None)
    monkeypatch.setattr("search.opensearch.bulk.BUSY_SECONDS", 0.0)
    refused = {"items": [{"index": {"status": status, "error": {"reason": "odd"}}}]}
    with answering(lambda _: (200, refused)) as asked:
        own = Cluster(ClusterAddress.parsed(f"opensearch://127.0.0.1:{asked.port}/n", {}))
        bulk = Bulk(own, "n", is_gate=False)
        bulk.index("1", {})
        with pytest.raises(error):
            bulk.send()
        own.close()
