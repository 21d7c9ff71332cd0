"""An archive follows the files: saved, deleted, renamed, in bursts, until it is told to stop."""

import json
import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from indexer.find.watch import changes
from search import Archive

FILE = "---\ntitle: {title}\ndate: 2026-01-01\n---\nText.\n"

Told = dict[str, Any]


@pytest.fixture
def watched(tmp_path: Path) -> Path:
    root = tmp_path / "files"
    (root / "sub").mkdir(parents=True)
    (root / "one.md").write_text(FILE.format(title="one"))
    return root


@pytest.fixture
def process(watched: Path, command: str) -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen(
        [command, "index", watched, "--index", watched.parent / "index", "--watch", "--json"],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        process.kill()


@pytest.fixture
def until(process: "subprocess.Popen[str]") -> Callable[[Callable[[Told], bool]], list[Told]]:
    """Read what is told until something is; a run that is not wanted may come between."""

    def until(enough: Callable[[Told], bool]) -> list[Told]:
        assert process.stdout is not None
        told = []
        for line in process.stdout:
            told.append(json.loads(line))
            if enough(told[-1]):
                return told
        raise AssertionError(told)

    return until


def titles(watched: Path) -> set[str]:
    with Archive.open(watched.parent / "index") as archive:
        return {hit.title for hit in archive.search("", per_page=100).hits}


def test_the_archive_follows_the_files(
    watched: Path, until: Callable[[Callable[[Told], bool]], list[Told]]
) -> None:
    until(lambda told: told["added"] == 1)
    assert titles(watched) == {"one"}
    (watched / "sub/two.md").write_text(FILE.format(title="two"))
    until(lambda told: told["added"] == 1)
    assert titles(watched) == {"one", "two"}
    # Saved as editors save: another file takes its place.
    (watched / "new").write_text(FILE.format(title="one, changed"))
    os.replace(watched / "new", watched / "one.md")
    until(lambda told: told["changed"] == 1)
    assert titles(watched) == {"one, changed", "two"}
    (watched / "sub").rename(watched / "other")
    until(lambda told: told["moved"] == told["removed"] == 1)
    with Archive.open(watched.parent / "index") as archive:
        assert archive.item("other/two.md").title == "two"
    (watched / "other/two.md").unlink()
    until(lambda told: told["removed"] == 1)
    assert titles(watched) == {"one, changed"}


@pytest.mark.thorough
def test_a_burst_of_changes_makes_a_few_runs(
    watched: Path, until: Callable[[Callable[[Told], bool]], list[Told]]
) -> None:
    until(lambda told: told["added"] == 1)
    for number in range(1_000):
        (watched / f"sub/{number}.md").write_text(FILE.format(title=f"burst {number}"))
    told = until(lambda told: told["unchanged"] + told["added"] >= 1_001)
    assert sum(run["added"] for run in told) == 1_000
    assert len([run for run in told if run["added"]]) < 20


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_cleanly(
    watched: Path,
    process: "subprocess.Popen[str]",
    until: Callable[[Callable[[Told], bool]], list[Told]],
    how: signal.Signals,
) -> None:
    until(lambda told: told["added"] == 1)
    process.send_signal(how)
    assert process.wait(timeout=60) == 0
    with Archive.open(watched.parent / "index") as archive:
        assert archive.check() == 1
        assert archive.remove(["one.md"]) == 1, "the lock was given back"


def test_it_waits_while_all_files_are_gone(
    watched: Path,
    command: str,
) -> None:
    """It says so once, removes nothing, and goes on when the folder is back."""
    arguments = [
        command,
        "index",
        watched,
        "--index",
        watched.parent / "index",
        "--watch",
        "--json",
    ]
    with subprocess.Popen(
        arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        try:
            assert json.loads(process.stdout.readline())["added"] == 1
            away = watched.parent / "away"
            watched.rename(away)
            watched.mkdir()  # as an empty mount point
            line = process.stderr.readline()
            assert "waiting" in line
            assert "the only known file is missing" in line
            assert titles(watched) == {"one"}
            (away / "two.md").write_text(FILE.format(title="two"))
            watched.rmdir()
            away.rename(watched)
            while json.loads(process.stdout.readline())["added"] == 0:
                pass
            assert titles(watched) == {"one", "two"}
        finally:
            process.kill()
        assert "missing" not in process.stderr.read()


def test_it_waits_also_if_the_files_are_gone_when_it_begins(watched: Path, command: str) -> None:
    index = watched.parent / "index"
    subprocess.run([command, "index", watched, "--index", index, "--quiet"], check=True)
    (watched / "one.md").rename(watched.parent / "one.md")
    with subprocess.Popen(
        [command, "index", watched, "--index", index, "--watch", "--json", "--quiet"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        try:
            assert "waiting" in process.stderr.readline()
            (watched.parent / "one.md").rename(watched / "one.md")
            assert json.loads(process.stdout.readline())["unchanged"] == 1
        finally:
            process.kill()
    assert titles(watched) == {"one"}


def test_a_folder_that_was_replaced_for_a_moment_is_followed_on(
    watched: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The watch may have begun on the folder that stood in its place."""
    watch = pytest.importorskip("watchfiles").watch
    away = watched.parent / "away"
    begun = []

    def watch_in_between(*folders: Path, **how: Any) -> Iterator[set[tuple[int, str]]]:
        begun.append(folders)
        if len(begun) > 1:
            return watch(*folders, **how)
        watched.rename(away)
        watched.mkdir()
        begins = watch(*folders, **how)
        assert next(begins) == set(), "this watch is on the empty folder now"
        watched.rmdir()
        away.rename(watched)
        return begins

    monkeypatch.setattr("watchfiles.watch", watch_in_between)
    followed = changes([watched], watched.parent / "index")
    for _ in range(3):  # at once, for what was replaced, and when the second watch has begun
        next(followed)
    (watched / "two.md").write_text(FILE.format(title="two"))
    next(followed)
    assert len(begun) == 2
