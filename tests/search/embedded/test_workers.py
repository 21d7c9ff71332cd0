"""Several processes make of sources what one does, and what goes wrong in them is told."""

import importlib
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from search import Archive, ArchiveError, Item

#: What the other processes import: functions of test modules cannot be sent to them.
READING = '''
import multiprocessing
import os
import signal

from search import Item
from search.embedded import workers


class Unsendable(Exception):
    """Pickle takes it apart, but cannot put it together."""

    def __init__(self, one, other):
        super().__init__(f"{one} {other}")


def in_small_batches():
    """Have each process write several segments."""
    if multiprocessing.parent_process():
        workers.BATCH_ITEMS = 30


def read(number, words=("port", "strike", "comet")):
    in_small_batches()
    telling = f"telling {number}"
    if number % 10 == 9:
        return None, telling
    text = " ".join(words[: number % 4])
    tags = (f"tag {number % 3}",)
    day = f"2026-01-{number % 28 + 1:02}"
    return Item(id=str(number), title=f"title {number}", day=day, text=text, tags=tags), telling


def read_one_id(number):
    return Item(id="one", title=f"version {number}", day=None), None


def fail(number, at, error, *args):
    if number == at:
        raise error(*args)
    return read(number)


def die(number, at, signal_number):
    if number == at:
        if signal_number:
            os.kill(os.getpid(), signal_number)
        os._exit(0)
    return read(number)


def tell_who(number):
    return read(number)[0], os.getpid()
'''


@pytest.fixture
def reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    (tmp_path / "backfile_reading.py").write_text(READING)
    monkeypatch.syspath_prepend(tmp_path)
    yield importlib.import_module("backfile_reading")
    assert multiprocessing.active_children() == [], "nobody is left behind"
    del sys.modules["backfile_reading"]


def ignore(_: object) -> None:
    pass


def answers(archive: Archive) -> list[Any]:
    pages = [
        archive.search(query, per_page=100, page=page)
        for query in ("", "port", "strike comet", '"port strike"', "com*", "title 7", "tag:x")
        for page in (1, 2)
    ]
    hits = [
        [(hit.id, hit.title, hit.day, hit.tags, round(hit.score, 3)) for hit in page.hits]
        for page in pages
    ]
    return [
        hits,
        [(page.total, dict(page.facets), dict(page.facet_sizes), page.notes) for page in pages],
        archive.facet("tags"),
    ]


def test_several_read_what_one_reads(make: Callable[..., Archive], reading: ModuleType) -> None:
    """More sources than are handed out at first; some of them hold nothing."""
    found, told = {}, {}
    for jobs in (1, 2):
        archive = make(["title 7 that stays"])
        told[jobs] = list[str]()
        assert archive.add_read(range(300), reading.read, told[jobs].append, jobs=jobs) == 270
        assert archive.info().items == 271
        assert archive.check() == len(list(archive._folder.path.glob("*.seg")))
        found[jobs] = answers(archive)
    assert found[2] == found[1]
    assert told[1] == [f"telling {number}" for number in range(300)]
    assert sorted(told[2]) == sorted(told[1])


def test_several_add_what_one_adds(
    make: Callable[..., Archive], some_items: Callable[..., list[Item]]
) -> None:
    items = some_items(1, range(200))
    found = []
    for jobs in (1, 2):
        archive = make(items[:20])
        assert archive.add(iter(items), jobs=jobs) == 200
        assert [archive.item(item.id) for item in items] == items
        found.append(answers(archive))
    assert found[0] == found[1]
    assert multiprocessing.active_children() == []


def test_more_processes_than_sources(make: Callable[..., Archive], reading: ModuleType) -> None:
    """In place of all there was, and in another language."""
    archive = make(["a"])
    path = archive._folder.path
    assert Archive.rebuild(path, range(9), reading.read, ignore, language="german", jobs=2) == 9
    assert (archive.info().items, archive.language) == (9, "german")


def test_items_of_one_id_leave_one(make: Callable[..., Archive], reading: ModuleType) -> None:
    """Their ids should have been different, but nothing is to break for it."""
    archive = make(["one"])
    assert archive.add_read(range(100), reading.read_one_id, ignore, jobs=2) == 1
    assert archive.search("version").total == archive.info().items == 1
    for number in range(4):  # merged, all goes on
        archive.add([Item(id=f"more {number}", title="more", day=None)])
    assert archive.search("version").total == 1
    assert archive.remove(["one"]) == 1


# -- what goes wrong


@pytest.fixture
def unchanged(make: Callable[..., Archive]) -> Iterator[Archive]:
    """Hold two items, and be as it was in the end."""
    archive = make(["a", "b"])
    path = archive._folder.path
    before = {entry.name: entry.read_bytes() for entry in path.iterdir()}
    yield archive
    assert {entry.name: entry.read_bytes() for entry in path.iterdir()} == before
    assert archive.add([Item(id="c", title="c", day=None)]) == 1


def test_what_is_raised_by_a_reader_is_raised_here(unchanged: Archive, reading: ModuleType) -> None:
    read = partial(reading.fail, at=150, error=FileNotFoundError)
    with pytest.raises(FileNotFoundError):
        unchanged.add_read(range(300), read, ignore, jobs=2)


def test_what_cannot_be_sent_is_told_in_words(unchanged: Archive, reading: ModuleType) -> None:
    error = partial(reading.Unsendable, "half", "an error")
    read = partial(reading.fail, at=5, error=error)
    with pytest.raises(ArchiveError, match="Unsendable: half an error"):
        unchanged.add_read(range(300), read, ignore, jobs=2)


@pytest.mark.parametrize(
    ("at", "signal_number"), [(0, 0), (150, signal.SIGKILL)], ids=["exits", "is-killed"]
)
def test_a_process_that_dies_is_told(
    unchanged: Archive, reading: ModuleType, at: int, signal_number: int
) -> None:
    read = partial(reading.die, at=at, signal_number=signal_number)
    with pytest.raises(ArchiveError, match="--jobs 1") as caught:
        unchanged.add_read(range(300), read, ignore, jobs=2)
    assert str(unchanged._folder.path) in str(caught.value)


def test_a_process_that_dies_before_it_is_given_more_is_told(
    unchanged: Archive, reading: ModuleType
) -> None:
    def kill(who: int) -> None:
        for process in multiprocessing.active_children():
            if process.pid == who:
                os.kill(who, signal.SIGKILL)
                process.join()

    with pytest.raises(ArchiveError, match="--jobs 1"):
        unchanged.add_read(range(300), reading.tell_who, kill, jobs=2)


def test_what_the_caller_raises_ends_the_processes(unchanged: Archive, reading: ModuleType) -> None:
    def sources() -> Iterator[int]:
        yield from range(150)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        unchanged.add_read(sources(), reading.read, ignore, jobs=2)

    def told(_: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        unchanged.add_read(range(150), reading.read, told, jobs=2)
