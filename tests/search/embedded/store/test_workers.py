"""Several processes make of sources what one does, and what goes wrong in them is told."""

import gc
import importlib
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from search import Archive, ArchiveError, Item
from search.embedded.store import batch, commit
from search.processes import workers
from tests.conftest import THOROUGH

#: What the other processes import: functions of test modules cannot be sent to them.
READING = '''
import os
import signal
import sys
import time

from search import Item
from search.embedded.store import batch


class Unsendable(Exception):
    """Pickle takes it apart, but cannot put it together."""

    def __init__(self, one, other):
        super().__init__(f"{one} {other}")


def in_small_batches():
    """Have each worker write several segments."""
    if "search.processes.workers" not in sys.modules:
        batch.BATCH_ITEMS = 30


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


def hang(number, at):
    while number == at:
        time.sleep(1)
    return read(number)


def starve(number, at):
    if number == at:
        raise MemoryError
    return read(number)


def die_in_building(number, at):
    if number == at:
        batch.build = lambda *_: os._exit(3)
    return read(number)


def refuse(number, at):
    if number == at:
        raise ConnectionError("the server is gone")
    return read(number)


def lost(number, cause):
    return f"lost {number}: {cause}"
'''


@pytest.fixture
def reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    (tmp_path / "backfile_reading.py").write_text(READING)
    monkeypatch.syspath_prepend(tmp_path)
    # A browser of other tests may run beside.
    processes, files = children(), open_files(tmp_path)
    yield importlib.import_module("backfile_reading")
    assert children() == processes, "no process is left behind"
    assert open_files(tmp_path) == files, "and no file is"
    del sys.modules["backfile_reading"]


def children() -> list[str]:
    """Return the processes that this one has started, dead ones that nobody waited for, too."""
    threads = Path("/proc/self/task").iterdir()
    return sorted(pid for thread in threads for pid in (thread / "children").read_text().split())


def open_files(but: Path) -> list[str]:
    """Return which files and sockets are open, but for those of archives in a folder."""
    gc.collect()  # errors that were caught hold their tracebacks
    found = []
    for descriptor in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):  # that of the listing itself
            found.append(os.readlink(descriptor))
    return sorted(name for name in found if not name.startswith((str(but), "/proc/")))


def ignore(_: object) -> None:
    pass


def add_read(
    archive: Archive, reading: ModuleType, sources: Any, read: Any, told: Any = ignore, **how: Any
) -> int:
    with archive.change() as change:
        return change.add_read(sources, read, told, reading.lost, **how)


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


@pytest.mark.thorough
def test_several_read_what_one_reads(make: Callable[..., Archive], reading: ModuleType) -> None:
    """More sources than are handed out at first; some of them hold nothing."""
    found, told = {}, {}
    for jobs in (1, 2):
        archive = make(["title 7 that stays"])
        told[jobs] = list[str]()
        assert (
            add_read(archive, reading, range(300), reading.read, told[jobs].append, jobs=jobs)
            == 270
        )
        assert archive.info().items == 271
        assert archive.check() == len(list(archive._engine._folder.path.glob("*.seg")))
        found[jobs] = answers(archive)
    assert found[2] == found[1]
    assert told[1] == [f"telling {number}" for number in range(300)]
    assert sorted(told[2]) == sorted(told[1])


def test_few_items_start_few_processes(
    make: Callable[..., Archive],
    some_items: Callable[..., list[Item]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start, started = workers._Workers._start, list[object]()
    monkeypatch.setattr(
        workers._Workers, "_start", lambda own: started.append(own) or start(own), raising=True
    )
    for count, processes in ((0, 0), (1, 1), (workers.SOURCES_AT_A_TIME + 1, 2)):
        started.clear()
        assert make().add(some_items(1, range(count)), jobs=256) == count
        assert len(started) == processes


def test_several_add_what_one_adds(
    make: Callable[..., Archive], some_items: Callable[..., list[Item]]
) -> None:
    processes = children()
    items = some_items(1, range(200))
    found = []
    for jobs in (1, 2):
        archive = make(items[:20])
        assert archive.add(iter(items), jobs=jobs) == 200
        assert [archive.item(item.id) for item in items] == items
        found.append(answers(archive))
    assert found[0] == found[1]
    assert children() == processes


@pytest.mark.thorough
def test_more_processes_than_sources(make: Callable[..., Archive], reading: ModuleType) -> None:
    """In place of all there was, and in another language."""
    archive = make(["a"])
    path = archive._engine._folder.path
    with Archive.rebuild(path, language="german") as change:
        assert change.add_read(range(9), reading.read, ignore, reading.lost, jobs=2) == 9
    assert (archive.info().items, archive.language) == (9, "german")


@pytest.mark.thorough
def test_items_of_one_id_leave_one(make: Callable[..., Archive], reading: ModuleType) -> None:
    """Their ids should have been different, but nothing is to break for it."""
    archive = make(["one"])
    assert add_read(archive, reading, range(100), reading.read_one_id, jobs=2) == 1
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
    path = archive._engine._folder.path
    before = {entry.name: entry.read_bytes() for entry in path.iterdir()}
    yield archive
    assert {entry.name: entry.read_bytes() for entry in path.iterdir()} == before
    assert archive.add([Item(id="c", title="c", day=None)]) == 1


def test_what_is_raised_by_a_reader_is_raised_here(unchanged: Archive, reading: ModuleType) -> None:
    read = partial(reading.fail, at=150, error=FileNotFoundError)
    with pytest.raises(FileNotFoundError):
        add_read(unchanged, reading, range(300), read, jobs=2)


@pytest.mark.thorough
def test_a_reader_may_lose_a_connection_of_its_own(unchanged: Archive, reading: ModuleType) -> None:
    """It is not taken for the one to this process."""
    with pytest.raises(ConnectionError, match="the server is gone"):
        add_read(unchanged, reading, range(300), partial(reading.refuse, at=5), jobs=2)


@pytest.mark.parametrize("what", ["read", "sources"])
def test_what_cannot_be_sent_to_a_worker_is_refused(
    unchanged: Archive, reading: ModuleType, what: str
) -> None:
    read = (lambda number: reading.read(number)) if what == "read" else reading.read
    sources = [lambda: None] if what == "sources" else [1]
    with pytest.raises(ArchiveError, match=r"lambda.*of modules only, or use jobs=1"):
        add_read(unchanged, reading, sources, read, jobs=2)


@pytest.mark.thorough
def test_what_cannot_be_sent_is_told_in_words(unchanged: Archive, reading: ModuleType) -> None:
    error = partial(reading.Unsendable, "half", "an error")
    read = partial(reading.fail, at=5, error=error)
    with pytest.raises(ArchiveError, match="Unsendable: half an error"):
        add_read(unchanged, reading, range(300), read, jobs=2)


@pytest.mark.parametrize(
    ("read", "at", "cause"),
    [
        ("die", {"at": 150, "signal_number": signal.SIGKILL}, "died"),
    ]
    + THOROUGH
    * [
        ("hang", {"at": 150}, "more than 1 seconds"),
        ("die", {"at": 0, "signal_number": 0}, "died"),
        ("die", {"at": 299, "signal_number": signal.SIGKILL}, "died"),
        ("starve", {"at": 150}, "not enough memory"),
    ],
)
def test_a_source_that_costs_a_process_costs_itself_only(
    make: Callable[..., Archive],
    reading: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    read: str,
    at: dict[str, int],
    cause: str,
) -> None:
    monkeypatch.setattr(workers, "HANGS_SECONDS", 1.0)
    monkeypatch.setattr(workers, "LOOK_SECONDS", 0.05)
    archive, told = make(["a"]), list[str]()
    reader = partial(getattr(reading, read), **at)
    expected = set(range(300)) - {at["at"]}
    count = add_read(archive, reading, range(300), reader, told.append, jobs=2)
    assert count == sum(number % 10 != 9 for number in expected)
    assert archive.info().items == count + 1
    assert sorted(told)[: -len(expected)] == [line for line in told if line.startswith("lost")]
    assert sorted(told)[-len(expected) :] == sorted(f"telling {number}" for number in expected)
    (lost,) = [line for line in told if line.startswith("lost")]
    assert lost.startswith(f"lost {at['at']}: ")
    assert cause in lost


@pytest.mark.thorough
def test_processes_that_die_without_a_source_to_blame_are_told(
    unchanged: Archive, reading: ModuleType
) -> None:
    read = partial(reading.die_in_building, at=5)
    with pytest.raises(ArchiveError, match=r"exit status 3.*one job") as caught:
        add_read(unchanged, reading, range(300), read, jobs=2)
    assert str(unchanged._engine._folder.path) in str(caught.value)


@pytest.mark.thorough
def test_a_worker_that_dies_before_it_is_sent_more_is_replaced(
    make: Callable[..., Archive], reading: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has read a part, and is killed when it is about to be sent the next one."""
    send, killed = workers._Worker.send, []

    def kill_and_send(worker: workers._Worker, part: Sequence[Any] | None) -> None:
        if worker.part == () and worker.unwritten and not killed:
            worker.process.kill()
            worker.process.wait()
            killed.append([source for source, _ in worker.unwritten])
        send(worker, part)

    monkeypatch.setattr(workers._Worker, "send", kill_and_send)
    archive, told = make(["a"]), list[str]()
    # Few items are in 20 sources, so a worker has not written them when it is to be sent more.
    monkeypatch.setattr(workers, "SOURCES_AT_A_TIME", 20)
    assert add_read(archive, reading, range(300), reading.read, told.append, jobs=2) == 270
    assert killed[0]
    assert sorted(told) == sorted(f"telling {number}" for number in range(300))


@pytest.mark.parametrize("jobs", [2] + THOROUGH * [1])
def test_what_was_told_before_a_step_counts_after_it(
    make: Callable[..., Archive], reading: ModuleType, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    monkeypatch.setattr(commit, "COMMIT_ITEMS", 1)
    monkeypatch.setattr(batch, "BATCH_ITEMS", 30)
    archive, told, steps = make(["a"]), list[str](), list[int]()

    def committed() -> None:
        with Archive.open(archive._engine._folder.path) as now:
            numbers = [int(telling.split()[1]) for telling in told]
            for number in numbers:
                if number % 10 != 9:
                    assert now.item(str(number)).title == f"title {number}"
            assert now.info().items == 1 + sum(number % 10 != 9 for number in numbers)
        steps.append(len(told))

    before: list[int] = []
    how = {"jobs": jobs, "steps": (lambda: before.append(len(told)), committed)}
    assert add_read(archive, reading, range(300), reading.read, told.append, **how) == 270
    assert len(steps) > 2
    assert steps == before
    assert len(told) == 300


@pytest.mark.thorough
def test_what_the_caller_raises_ends_the_processes(unchanged: Archive, reading: ModuleType) -> None:
    def sources() -> Iterator[int]:
        yield from range(150)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        add_read(unchanged, reading, sources(), reading.read, jobs=2)

    def told(_: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        add_read(unchanged, reading, range(150), reading.read, told, jobs=2)


# -- programs that read with several processes

PROGRAM = """
import sys
from search import Archive, Item

path = sys.argv[1]
print("begins", flush=True)

def read(number):
    return Item(id=str(number), title="a port", day=None), None

def lost(number, cause):
    return None

class Named(str):
    pass

archive = Archive.create(path)
"""
ADDS = "count = archive.add([read(number)[0] for number in range(100)], jobs=2)"
READS = """
with archive.change() as change:
    change.add_read({sources}, {read}, print, lost, jobs=2)
"""


#: As in pyproject.toml: every warning is an error but those of Whoosh, where it is compiled anew.
WARNINGS = (
    *("-W", "error", "-W", "ignore:invalid escape sequence"),
    *("-W", 'ignore:"is" with a literal'),
)


def run(
    program: str, path: Path, how: str = "file", folder: Path | None = None
) -> tuple[int, str, str]:
    """Run a program from a file, from standard input, or as lines typed at the prompt."""
    file = path.with_suffix(".py")
    file.write_text(program)
    command = {"file": [str(file)], "stdin": ["-"], "prompt": ["-i", "-q", "-"]}[how]
    done = subprocess.run(
        [sys.executable, *WARNINGS, *command, str(path)],
        input=None if how == "file" else program,
        capture_output=True,
        text=True,
        timeout=120,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("how", ["file", "stdin"] + THOROUGH * ["prompt"])
def test_a_program_without_a_guard_runs_once(tmp_path: Path, how: str) -> None:
    path = tmp_path / "index"
    code, out, err = run(f"{PROGRAM}\n{ADDS}\nprint(archive.info().items)\n", path, how)
    assert (code, out.split()) == (0, ["begins", "100"]), err


@pytest.mark.parametrize(
    ("sources", "read", "name"),
    [("range(9)", "read", "read"), ("[Named('a')]", "read", "read"), ("[Named()]", "str", "lost")],
    ids=["reader", "reader-and-source", "lost"],
)
def test_what_the_program_itself_defines_is_named(
    tmp_path: Path, sources: str, read: str, name: str
) -> None:
    path = tmp_path / "index"
    program = PROGRAM + textwrap.dedent(READS).format(sources=sources, read=read)
    code, out, err = run(program, path)
    assert (code, out.split()) == (1, ["begins"])
    assert f"ArchiveError: '{name}' is defined in the program that was started" in err
    assert err.rstrip().endswith("or use jobs=1")
    with Archive.open(path) as archive:
        assert archive.info().items == 0


@pytest.mark.thorough
def test_a_worker_whose_program_is_killed_ends(tmp_path: Path) -> None:
    """It reads to the end of its part, and finds that nobody listens."""
    path = tmp_path / "index"
    program = """
import os, signal
def told(_):
    pass
def sources():
    yield from range(64)
    children = open(f"/proc/self/task/{os.getpid()}/children").read()
    print(children, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
from search.change import _unread, _ignore, _lost
with archive.change() as change:
    change.add_read((read(number)[0] for number in sources()), _unread, _ignore, _lost, jobs=2)
"""
    code, out, err = run(PROGRAM + program, path)
    assert code == -signal.SIGKILL, err
    _, *pids = out.split()
    assert len(pids) == 2
    for pid in pids:
        for _ in range(600):
            if not Path(f"/proc/{pid}").exists():
                break
            signal.sigtimedwait([], 0.1)
        assert not Path(f"/proc/{pid}").exists()


#: Names of modules that processes import: of ours, of those we need, and of Python's own.
OTHERS = ("click", "gc", "indexer", "numpy", "pickle", "search", "signal", "unicodedata")


OWN = """
from search import Item

def read(number):
    return Item(id=str(number), title="a port", day=None), None

def lost(number, cause):
    return None
"""


def test_no_file_of_the_current_folder_is_run(tmp_path: Path) -> None:
    """What the program imports from beside itself is found there, as before."""
    folder, programs = tmp_path / "many", tmp_path / "programs"
    folder.mkdir()
    programs.mkdir()
    for name in OTHERS:
        (folder / f"{name}.py").write_text(f"raise SystemExit('{name} ran')")
    (programs / "own.py").write_text(OWN)
    program = PROGRAM + textwrap.dedent(READS).format(sources="range(40)", read="own.read")
    program = program.replace("import sys", "import sys, own").replace(" lost,", " own.lost,")
    code, out, err = run(f"{program}\nprint(archive.info().items)", programs / "a", "file", folder)
    assert (code, out.split()[0], out.split()[-1]) == (0, "begins", "40"), err


def test_a_python_that_is_none_is_named(
    make: Callable[..., Archive],
    some_items: Callable[..., list[Item]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for program in ("/bin/false", "/bin/true"):
        monkeypatch.setattr(sys, "executable", program)
        with pytest.raises(ArchiveError, match=rf"'{program}' ended before it could.*sys.exec"):
            make().add(some_items(1, range(40)), jobs=2)


def test_items_of_a_subclass_are_items(make: Callable[..., Archive]) -> None:
    class Own(Item):
        """An item of a class that the other processes cannot know."""

    items = [Own(id=str(number), title="a port", day=None) for number in range(20)]
    for jobs in (1, 2):
        archive = make()
        assert archive.add([items[0], *([item] for item in items[1:])], jobs=jobs) == 20
        assert archive.search("port").total == 20
