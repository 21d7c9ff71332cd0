"""Readers never wait and never see half a commit; of two writers one is told to wait."""

import re
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from search import Archive, IndexLocked, Item, SearchRequest


def titled(title: str, **members: Any) -> Item:
    """Return an item whose id is its title."""
    return Item(id=title, title=title, day=None, **members)


def ids(archive: Archive) -> list[str]:
    return [hit.id for hit in archive.search().hits]


def test_two_objects_see_each_others_commits(
    make: Callable[..., Archive], tmp_path: Path, address: Callable[[Path], str]
) -> None:
    one = make(["a"])
    with Archive.open(address(tmp_path / "index-0")) as other:
        assert other.search().total == 1
        one.add([titled("b")])
        assert other.search().total == 2
        other.remove(["a"])
        assert ids(one) == ["b"]


@pytest.mark.parametrize("address", ["folder"], indirect=True)
def test_a_second_writer_is_told_to_wait(make: Callable[..., Archive], tmp_path: Path) -> None:
    archive = make(["a"])
    hold = (
        "import sys; from whoosh.index import open_dir; writer = open_dir(sys.argv[1]).writer(); "
        "print('held', flush=True); sys.stdin.read(); writer.cancel()"
    )
    command = [sys.executable, "-W", "ignore", "-c", hold, str(tmp_path / "index-0")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        assert process.stdout.readline().strip() == b"held"
        with pytest.raises(IndexLocked, match="end that change first"):
            archive.add([titled("b")])
        with pytest.raises(IndexLocked, match=re.escape(str(tmp_path))):
            archive.remove(["a"])
        assert ids(archive) == ["a"], "readers do not wait"
        process.stdin.close()
        process.wait(timeout=60)
    assert archive.add([titled("b")]) == 1


@pytest.mark.thorough
def test_searching_while_another_adds_never_shows_half_a_commit(
    make: Callable[..., Archive],
) -> None:
    """Each commit rewrites all items at once: a reader must see one state, and never an older."""
    size, commits, readers = 12, 15, 6

    def state(number: int) -> list[Item]:
        tags = (f"state {number}",)
        return [titled(f"item {place}", text=f"word{number}", tags=tags) for place in range(size)]

    archive = make(state(0))
    done = threading.Event()
    problems: list[str] = []

    def read() -> None:
        generation = 0
        try:
            while True:
                last_round = done.is_set()
                page = archive.search("item", facets=["tags"])
                tags = {entry.value: entry.count for entry in page.facets["tags"]}
                if page.total != size or list(tags.values()) != [size]:
                    problems.append(f"half a commit: {page.total} {tags}")
                if {hit.snippet.replace("word", "state ") for hit in page.hits} != set(tags):
                    problems.append("hits of another state than the counts")
                if page.generation < generation:
                    problems.append("went back in time")
                generation = page.generation
                archive.item("item 3")
                archive.suggest("wor")
                if archive.info().items != size:
                    problems.append("info of half a commit")
                if last_round:
                    return
        except Exception as error:
            problems.append(f"{type(error).__name__}: {error}")

    threads = [threading.Thread(target=read) for _ in range(readers)]
    for thread in threads:
        thread.start()
    for number in range(1, commits + 1):
        archive.add(state(number))
    done.set()
    for thread in threads:
        thread.join(timeout=60)
    assert not problems, problems[:3]
    (entry,) = archive.search().facets["tags"]
    assert (entry.value, entry.count) == (f"state {commits}", size)


def test_closing_waits_for_nobody_and_breaks_nothing(make: Callable[..., Archive]) -> None:
    archive = make([f"item {number}" for number in range(50)])
    inside = threading.Event()
    close = threading.Event()
    answers: list[object] = []

    class Slow(SearchRequest):
        """A request that waits, when first looked at, until the archive was closed."""

        def included(self, facet: str) -> tuple[str, ...]:
            inside.set()
            close.wait(timeout=60)
            return ()

    def read() -> None:
        try:
            answers.append(archive.search(Slow(query="item")).total)
        except Exception as error:
            answers.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    assert inside.wait(timeout=60)
    archive.close()
    close.set()
    thread.join(timeout=60)
    assert answers == [50]
