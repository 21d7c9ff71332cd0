"""Killed at any instant, an archive opens at its last commit, whole."""

import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from search import Archive, Item

SIZE = 30

#: What the processes below share. A state is SIZE items that all say its number.
STATES = """
    import os, signal, sys
    from search import Archive, Item

    def state(number):
        return [
            Item(
                id=f"item {index}", title=f"state{number}", day="2026-01-03",
                text="word " * 50, tags=(f"state {number}",),
            )
            for index in range(SIZE)
        ]
"""


def program(text: str) -> str:
    return f"SIZE = {SIZE}\n" + textwrap.dedent(STATES) + textwrap.dedent(text)


def run(text: str, *args: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "ignore", "-c", program(text), *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def whole_state(path: Path) -> int:
    """Return which state an archive is in; fail where it is not one and whole."""
    with Archive.open(path) as archive:
        page = archive.search("word", per_page=100)
        assert page.generation == archive.generation
        if not archive.info().items:
            return 0
        (tag,) = page.facets["tags"]
        assert page.total == tag.count == archive.info().items == SIZE
        number = int(tag.value.removeprefix("state "))
        for hit in page.hits:
            assert archive.item(hit.id).title == hit.title == f"state{number}"
        assert archive.search(f"state{number}", facets=()).total == SIZE
        return number


#: Dies at the n-th time that a file in the archive's folder is opened to be written, renamed,
#: removed or synced, while it writes a second state over the first.
DIES = """
    path, deaths = sys.argv[1], int(sys.argv[2])
    archive = Archive.open(path)
    seen = 0

    def die_in_time():
        global seen
        seen += 1
        if seen == deaths:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(event, args):
        if event == "open" and str(args[0]).startswith(path) and args[1] != "rb" and args[2] & 3:
            die_in_time()
        elif event in ("os.rename", "os.remove") and str(args[0]).startswith(path):
            die_in_time()

    fsync = os.fsync

    def watched(descriptor):
        die_in_time()
        fsync(descriptor)

    os.fsync = watched
    sys.addaudithook(watch)
    archive.add(state(2))
    print(seen)
"""


def some(steps: int, thorough: bool) -> list[int]:
    """Return the numbers of the steps to be killed at, the first and the last among them."""
    return [*range(1, steps, 1 if thorough else 8), steps]


def test_killed_at_any_step_of_a_commit(tmp_path: Path, thorough: bool) -> None:
    made = run("Archive.create(sys.argv[1]).add(state(1))", tmp_path / "before")
    assert made.returncode == 0, made.stderr

    def prepared(name: str) -> Path:
        return Path(shutil.copytree(tmp_path / "before", tmp_path / name))

    counted = run(DIES, prepared("whole"), 0)
    assert counted.returncode == 0, counted.stderr
    steps = int(counted.stdout)
    assert steps > 5
    assert whole_state(tmp_path / "whole") == 2

    states = []
    for step in some(steps, thorough):
        path = prepared(f"killed-{step}")
        assert run(DIES, path, step).returncode == -9
        states.append(whole_state(path))
        with Archive.open(path) as archive:
            archive.add([Item(id=f"item {number}", title="x", day=None) for number in range(SIZE)])
            assert archive.info().items == SIZE, "the lock of a dead process does not hinder"
            left = sum(entry.stat().st_size for entry in path.iterdir())
        assert left < 3 * sum(entry.stat().st_size for entry in (tmp_path / "whole").iterdir())
    assert states == sorted(states), "once committed, always committed"
    assert set(states) == {1, 2}


@pytest.mark.thorough
def test_killed_while_it_adds_again_and_again(tmp_path: Path) -> None:
    """The parent reads which states were committed; no more may be lost than the one after."""
    path = tmp_path / "index"
    loop = """
        path, number = sys.argv[1], int(sys.argv[2])
        archive = Archive.open(path)
        while True:
            number += 1
            archive.add(state(number))
            print(number, flush=True)
    """
    Archive.create(path).close()
    said = 0
    for lines in (1, 2, 3, 5, 8):
        command = [sys.executable, "-W", "ignore", "-c", program(loop), str(path), str(said)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for _ in range(lines):
                said = int(process.stdout.readline())
            process.kill()
            said = max([said, *map(int, process.stdout.read().split())])
        number = whole_state(path)
        assert said <= number <= said + 1
        said = number


@pytest.mark.thorough
def test_killed_while_it_is_made_an_archive_can_be_made_again(
    tmp_path: Path, thorough: bool
) -> None:
    dies = """
        path, deaths = sys.argv[1], int(sys.argv[2])
        seen = 0

        def watch(event, args):
            global seen
            if event in ("open", "os.rename", "os.mkdir") and str(args[0]).startswith(path):
                seen += 1
                if seen == deaths:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(watch)
        Archive.create(path)
        print(seen)
    """
    steps = int(run(dies, tmp_path / "whole", 0).stdout)
    assert steps > 3
    for step in some(steps, thorough):
        path = tmp_path / f"killed-{step}"
        assert run(dies, path, step).returncode == -9
        try:
            archive = Archive.open(path)
        except Exception:
            archive = Archive.create(path)
        with archive:
            assert archive.add([Item(id="a", title="a", day=None)]) == 1


def test_all_is_on_disk_before_it_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A power cut may lose what was not synced: segments, then their table, then the folder."""
    path = tmp_path / "index"
    archive = Archive.create(path)
    archive.add([Item(id="a", title="a", day=None)])
    steps: list[tuple[str, str, int]] = []
    before = {entry.name for entry in path.iterdir()}

    def name(descriptor: int) -> str:
        return os.readlink(f"/proc/self/fd/{descriptor}")

    def record(function: Callable[..., object]) -> Callable[..., None]:
        def recorded(first: int | Path, *rest: Path) -> None:
            if isinstance(first, int):
                steps.append(("sync", name(first), os.fstat(first).st_size))
            else:
                steps.append(("rename", str(rest[0]), first.stat().st_size))
                steps.append(("renamed", str(first), 0))
            function(first, *rest)

        return recorded

    monkeypatch.setattr(os, "fsync", record(os.fsync))
    monkeypatch.setattr(os, "replace", record(os.replace))
    monkeypatch.setattr(os, "rename", record(os.rename))
    archive.add([Item(id="b", title="b", day=None, text="word " * 1000)])
    archive.close()

    copied, commit = [number for number, step in enumerate(steps) if step[0] == "rename"]
    _, copy, copy_size = steps[copied]
    _, table, table_size = steps[commit]
    _, table_before, _ = steps[commit + 1]
    synced = {(what, size) for _, what, size in steps[:commit]}
    segments = {entry for entry in path.iterdir() if entry.suffix == ".seg"}
    new_segments = {entry for entry in segments if entry.name not in before}
    assert copy.endswith("contents.copy")
    assert table.endswith(".toc")
    assert copy_size == table_size
    assert new_segments
    assert {(str(entry), entry.stat().st_size) for entry in new_segments} <= synced
    assert (table_before, table_size) in synced
    assert [(kind, what) for kind, what, _ in steps[commit + 2 :]] == [("sync", str(path))]


def test_indexing_the_same_again_does_not_make_the_archive_grow(tmp_path: Path) -> None:
    """A generator rewrites its items day by day: what nobody can see any more must go."""
    items = [
        Item(id=str(n), title=f"item {n}", day=None, text=f"word{n} " * 20) for n in range(300)
    ]
    with Archive.create(tmp_path / "index") as archive:
        archive.add(items)
        first = archive.info().bytes
        for _ in range(6):
            archive.add(items)
        assert archive.info().bytes < 3 * first
        archive.remove(item.id for item in items)
        assert archive.info().bytes < 3 * first


def test_an_archive_is_as_big_whoever_wrote_it(tmp_path: Path) -> None:
    """The lock tells the number of the process, which has more digits or fewer."""
    with Archive.create(tmp_path / "index") as archive:
        archive.add([Item(id="a", title="a", day=None)])
        info = archive.info()
        (tmp_path / "index" / "MAIN_WRITELOCK").write_text("1234567\n")
        assert archive.info() == info


def test_what_a_failed_commit_left_is_cleared_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with Archive.create(tmp_path / "index") as archive:
        archive.add([Item(id="a", title="a", day=None)])
        with monkeypatch.context() as patched:
            patched.setattr(os, "fsync", full)
            for _ in range(5):
                with pytest.raises(OSError, match="No space"):
                    archive.add([Item(id="b", title="b", day=None)])
        archive.add([Item(id="b", title="b", day=None)])
        names = [entry.name for entry in (tmp_path / "index").iterdir()]
    assert len(names) <= 7, names


@pytest.mark.parametrize(
    "name", ["MAIN_0123456789abcdef.seg", "_MAIN_0.toc", "_MAIN_7.toc.1764000000"]
)
def test_a_change_of_nothing_clears_away_what_a_killed_one_left(tmp_path: Path, name: str) -> None:
    with Archive.create(tmp_path / "index") as archive:
        archive.add([Item(id="a", title="a", day=None)])
        before = {entry.name for entry in (tmp_path / "index").iterdir()}
        (tmp_path / "index" / name).write_bytes(b"half of it")
        with archive.change() as change:
            assert change.add([]) == change.remove([]) == 0
            assert change.commit() == change.generation == 1
        assert {entry.name for entry in (tmp_path / "index").iterdir()} == before
        assert archive.generation == 1


def test_a_change_of_nothing_touches_no_file(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "index") as archive:
        archive.add([Item(id="a", title="a", day=None)])
        archive.add([Item(id=name, title=name, day=None) for name in "ab"])

        def files() -> dict[str, tuple[int, int]]:
            found = (entry for entry in (tmp_path / "index").iterdir() if "LOCK" not in entry.name)
            return {entry.name: (entry.stat().st_ino, entry.stat().st_mtime_ns) for entry in found}

        before = files()
        archive.add([])
        assert files() == before


def test_a_commit_is_seen_by_readers_that_are_open(tmp_path: Path) -> None:
    """The old segment is deleted under an open reader's feet; what it holds stays readable."""
    with Archive.create(tmp_path / "index") as writer, Archive.open(tmp_path / "index") as reader:
        for number in range(5):
            writer.add([Item(id="a", title=f"state {number}", day=None)])
            assert reader.item("a").title == f"state {number}"
            assert reader.search("state").total == 1
