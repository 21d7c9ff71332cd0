"""How do an archive's costs grow with its items? In a folder, and on one and on three nodes.

An archive is filled and asked in processes of their own, so that each one's memory is its own. It
is filled as `backfile index` does it: by several processes, with commits on the way, and with
stories (if asked for) at the end.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import median, quantiles

from search import Archive, Item
from search.opensearch.address import REPLICAS_VARIABLE, SHARDS_VARIABLE
from search.processes.setup import keep_freed_memory
from search.settings import processes
from tests.benchmarks.archives import read_questions, write_questions
from tests.benchmarks.backfile import Backfile
from tests.benchmarks.items import items
from tests.benchmarks.measure import memory, processor_seconds
from tests.benchmarks.questions import choose
from tests.benchmarks.tables import show
from tests.opensearch.node import Nodes, missing

#: Numbers of nodes, each of which has a shard.
NODES = {"one node": 1, "three nodes": 3}
HEAP = "1g"
#: Words are chosen by how frequent they are among as many of the items.
SAMPLE = 200_000
MEBIBYTE_IN_KIBIBYTES = 1024
_FILLED = ("items/s", "s", "processor s", "nodes' s", "MiB", "MiB a worker", "stories s", "bytes")
_ASKED = ("pages", "p50 ms", "p99 ms", "processor p50", "processor p99", "nodes' ms", "MiB", "own")

Figures = dict[str, float]


def in_folder(folder: Path, count: int, runs: int, *, stories: bool, reuse: bool) -> None:
    """Fill a folder, ask it, and print."""
    path = folder / f"scale-{count}"
    filled = path.with_suffix(".json")
    if not (reuse and filled.exists()):
        shutil.rmtree(path, ignore_errors=True)
        filled.write_text(json.dumps(_run("fill", str(path), count, int(stories))))
    _show("a folder", count, json.loads(filled.read_text()), _FILLED)
    _show("a folder", count, _run("ask", str(path), runs, given=_questions(count)), _ASKED)


def on_nodes(folder: Path, count: int, runs: int, *, stories: bool, reuse: bool) -> None:
    """Fill a cluster of one node and one of three, ask them, and print."""
    if reason := missing():
        print(f"\nthe cluster is left out: {reason}")
        return
    questions = _questions(count)
    for name, number in NODES.items():
        home = folder / f"scale-{count}-nodes-{number}"
        filled = home.with_suffix(".json")
        is_there = reuse and filled.exists()
        if not is_there:
            shutil.rmtree(home, ignore_errors=True)
        nodes = Nodes(home, number, HEAP)
        with ExitStack() as stack:
            stack.callback(nodes.stop)
            nodes.start()
            address = f"opensearch://{','.join(nodes.places)}/scale"
            if not is_there:
                # Without copies, which a node alone has not either.
                os.environ |= {SHARDS_VARIABLE: str(number), REPLICAS_VARIABLE: "0"}
                begun = _used(nodes)
                found = _run("fill", address, count, int(stories))
                found["nodes' s"] = _used(nodes) - begun
                filled.write_text(json.dumps(found))
            _show(name, count, json.loads(filled.read_text()), _FILLED)
            begun = _used(nodes)
            found = _run("ask", address, runs, given=questions)
            # The pages that warm up are asked for, too.
            asked = found["pages"] / runs * (runs + 1)
            found["nodes' ms"] = 1e3 * (_used(nodes) - begun) / asked
            _show(name, count, found, _ASKED)


def _used(nodes: Nodes) -> float:
    return sum(map(processor_seconds, nodes.pids))


def _questions(count: int) -> str:
    return write_questions(choose(items(min(count, SAMPLE))))


def _run(name: str, *arguments: object, given: str = "") -> Figures:
    """Call a function below in a new process; return what it prints."""
    code = f"from tests.benchmarks import scale; scale.{name}(*{arguments!r})"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, input=given, stdout=subprocess.PIPE, text=True, check=True)
    found: Figures = json.loads(done.stdout)
    return found


def fill(address: str, count: int, stories: int) -> None:
    """Make an archive, and print what that took; memory includes files that are mapped.

    Seconds include the time to draw the items, those of the processor do not.
    """
    started = time.perf_counter()
    drawn = _Drawn(count)
    with Archive.create(address) as archive:
        with archive.change() as change:
            change.keep_stories(False)
            change.add_read(
                *(drawn, _read, _nothing, _lost), steps=(_nothing, _nothing), jobs=processes(0)
            )
        seconds = time.perf_counter() - started
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        found = {
            "items/s": count / seconds,
            "s": seconds,
            "processor s": sum(own.ru_utime + own.ru_stime for own in used) - drawn.seconds,
            "MiB": memory("VmHWM") / MEBIBYTE_IN_KIBIBYTES,
            "MiB a worker": used[1].ru_maxrss / MEBIBYTE_IN_KIBIBYTES,
        }
        if stories:
            started = time.process_time()
            with archive.change() as change:
                change.keep_stories(True)
            found["stories s"] = time.process_time() - started
            found["MiB"] = memory("VmHWM") / MEBIBYTE_IN_KIBIBYTES
        print(json.dumps(found | {"bytes": archive.info().bytes / count}))


def ask(address: str, runs: int) -> None:
    """Ask an archive every question again and again, and print how long pages take."""
    questions = read_questions(sys.stdin.read())
    keep_freed_memory()  # as the server does
    backfile = Backfile(Archive.open(address))
    taken: dict[str, list[tuple[float, float]]] = {question.kind: [] for question in questions}
    for run in range(runs + 1):
        for question in questions:
            begun = time.perf_counter(), time.process_time()
            backfile.page(question)
            if run:  # the first one warms up
                ended = time.perf_counter() - begun[0], time.process_time() - begun[1]
                taken[question.kind].append(ended)
    for kind, each in taken.items():
        middle = [1e3 * median(column) for column in zip(*each, strict=True)]
        told = f"{middle[0]:.1f} ms, of them {middle[1]:.1f} of this process's processor"
        print(f"  {kind}: {told}", file=sys.stderr)
    pages = [1e3 * seconds for each in taken.values() for seconds, _ in each]
    own = [1e3 * seconds for each in taken.values() for _, seconds in each]
    found = {
        "pages": len(pages),
        "p50 ms": median(pages),
        "p99 ms": quantiles(pages, n=100)[-1],
        "processor p50": median(own),
        "processor p99": quantiles(own, n=100)[-1],
        "MiB": memory("VmRSS") / MEBIBYTE_IN_KIBIBYTES,
        "own": memory("RssAnon") / MEBIBYTE_IN_KIBIBYTES,
    }
    print(json.dumps(found))


class _Drawn:
    """Items, and the processor time that it takes to draw them."""

    def __init__(self, count: int) -> None:
        self._items, self.seconds = items(count), 0.0

    def __iter__(self) -> "_Drawn":
        return self

    def __next__(self) -> Item:
        begun = time.process_time()
        try:
            return next(self._items)
        finally:
            self.seconds += time.process_time() - begun


def _read(item: Item) -> tuple[Item, None]:
    return item, None


def _lost(item: Item, cause: str) -> None:
    raise AssertionError(f"{item.id}: {cause}")


def _nothing(*_: object) -> None:
    pass


def _show(where: str, count: int, found: Figures, columns: tuple[str, ...]) -> None:
    load = os.getloadavg()[0]
    row = [found.get(column, "") for column in columns]
    show(f"{count:,} items in {where} (load {load:.1f})", columns, [row])
