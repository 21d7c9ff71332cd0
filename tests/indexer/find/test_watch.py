"""An archive follows the files: saved, deleted, renamed, in bursts, until it is told to stop."""

import json
import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

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
