"""How thorough is a run of the tests, and what may every test use?"""

import fcntl
import os
import pickle
import shutil
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from flask import Flask
from flask.templating import Environment
from hypothesis import settings
from jinja2 import FileSystemBytecodeCache

from tests.clock import Clock

#: Whether every test must run, and try all that it can try: in CI.
THOROUGH = bool(os.environ.get("BACKFILE_TEST_ALL"))
# Examples have no deadline: how long one takes depends on the machine. The thorough ones are the
# same in each run, so that a red check is a change's doing; the quick ones differ, so that many
# runs try many. Tests that try a multiple of the usual number of examples name it as one of
# `settings.default.max_examples`.
settings.register_profile("quick", deadline=None, max_examples=10)
settings.register_profile("thorough", deadline=None, max_examples=100, derandomize=True)
settings.load_profile("thorough" if THOROUGH else "quick")

# A shell that starts the tests in the background may have them ignore Ctrl-C, and then every
# program that they start would ignore it too.
signal.signal(signal.SIGINT, signal.default_int_handler)

# How long an answer takes depends on the machine, too; tests of the deadline set their own.
os.environ["BACKFILE_DEADLINE"] = "0"

# The many programs that tests start need no thread for each processor to multiply matrices.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def pytest_xdist_auto_num_workers() -> int:
    """Return one process more than cores: tests often wait for a program that they started."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what only a thorough run tries."""
    left_out = [] if THOROUGH else [item for item in items if takes_long(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in {*left_out}]


#: How many of the seeds of a random test the quick tests try.
QUICK_SEEDS = 2


def takes_long(item: pytest.Item) -> bool:
    """Say whether a test is slow, needs a cluster, or is one more of the same with another seed."""
    assert isinstance(item, pytest.Function)
    seed = item.callspec.params.get("seed", 0) if hasattr(item, "callspec") else 0
    return (
        item.get_closest_marker("thorough") is not None
        or "need_node" in item.fixturenames
        or (isinstance(seed, int) and seed >= QUICK_SEEDS)
    )


SHARED = Path(__file__).parents[1].parent / "shared"

T = TypeVar("T")
#: Makes something under a name once in a run, and gives each process of the run a copy.
Once = Callable[[str, Callable[[], T]], T]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Return the clock that deadlines go by; it stands still until it is given a step."""
    clock = Clock()
    monkeypatch.setattr("search.deadlines.time", clock)
    return clock


@pytest.fixture(scope="session", autouse=True)
def _templates_are_compiled_once(run_folder: Path) -> None:
    """Share compiled templates between the many applications of a run."""
    (folder := run_folder / "templates").mkdir(exist_ok=True)
    Flask.jinja_environment = staticmethod(  # type: ignore[assignment]
        partial(Environment, bytecode_cache=FileSystemBytecodeCache(str(folder)))
    )


@pytest.fixture(scope="session")
def thorough() -> bool:
    """Whether to try everything, as in CI; else a test that takes long tries a part."""
    return THOROUGH


@pytest.fixture(scope="session")
def need() -> Callable[[object, str], None]:
    """Return a function that skips a test if something is absent, or fails it in a thorough run."""

    def check(present: object, what: str) -> None:
        if present:
            return
        if THOROUGH:
            pytest.fail(f"every test must run, but {what} is absent")
        pytest.skip(f"{what} is absent")

    return check


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """A folder that all processes of this run share."""
    base = tmp_path_factory.getbasetemp()
    # With xdist each process has a folder of its own in that of the run.
    return base.parent if hasattr(request.config, "workerinput") else base


@pytest.fixture(scope="session")
def once(run_folder: Path) -> Once[T]:
    """Return a function that makes what takes long once, whichever process asks for it first.

    Others wait for it. It is pickled, so that no test can change it for another process.
    """

    def made(name: str, make: Callable[[], T]) -> T:
        path = run_folder / f"{name}.pickle"
        with (run_folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not path.exists():
                path.write_bytes(pickle.dumps(make()))
        found: T = pickle.loads(path.read_bytes())
        return found

    return made


#: Step between the real files that the quick tests index.
QUICK_SHARE = 3


@pytest.fixture(scope="session")
def real_index(newsstore: Path, run_folder: Path, once: Once[Path], thorough: bool) -> Path:
    """An archive of the real items, or of a share of them; not to be changed."""

    def indexed() -> Path:
        from indexer.sync.run import index_files

        files = newsstore
        if not thorough:
            files = run_folder / "real-files"
            files.mkdir()
            for path in sorted(newsstore.rglob("*.md"))[::QUICK_SHARE]:
                shutil.copy(path, files)
        index_files([files], run_folder / "real-index")
        return run_folder / "real-index"

    return once("real", indexed)


@pytest.fixture(scope="session")
def newsstore(need: Callable[[object, str], None]) -> Path:
    """6,709 real items."""
    path = SHARED / "corpora" / "newsstore"
    need(path.is_dir(), f"the real corpus {path}")
    return path
