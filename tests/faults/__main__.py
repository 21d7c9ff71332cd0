"""Does an archive survive whatever interrupts a run? `python -m tests.faults --help`.

Each trial changes some files, then runs `index_files`: in a process that is killed at a random
instant, or with a disk that fails at one write or sync. After that the archive must open at a
committed generation and be undamaged. Each item must be as the files had it before, or as they have
it now; none may be lost whose file stays. The next run must make the archive hold what the files
hold.
"""

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import indexer.sync.run
from indexer.find.folders import scan
from indexer.read.item import load
from indexer.read.outlets import Outlets
from indexer.sync.judgement import judged
from indexer.sync.manifest import NAME, Manifest
from indexer.sync.run import index_files
from search import Archive, Item
from search.embedded.segment import merge
from search.embedded.store import batch, commit
from search.engines import beside
from tests.faults.disk import Disk

FILES = 40
FILE = "---\ntitle: state {number}\ndate: 2026-01-01\n---\n{words}\n"
#: Percentage of runs with worker processes, which take longer to start.
PERCENT_WITH_WORKERS = 4


class Trial:
    """An archive and its files, and what the archive may hold."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.files, self.index = folder / "files", folder / "index"
        #: Where the archive is.
        self.place = str(self.index)
        self.chance = chance
        self.number = 0
        #: Id -> the items that the archive may hold, older states first; None: it may hold none.
        self.allowed: dict[str, list[Item | None]] = {}
        # Many small batches, commits and merges give many instants to interrupt.
        batch.BATCH_ITEMS = commit.COMMIT_ITEMS = 6
        merge.MERGE_FACTOR = 2
        indexer.sync.run.FILES_WORTH_A_PROCESS = 1

    def change_files(self) -> None:
        """Write, rewrite and remove some files."""
        for _ in range(self.chance.randrange(1, 15)):
            self.number += 1
            path = self.files / f"{self.chance.randrange(3)}/{self.chance.randrange(FILES)}.md"
            if path.exists() and self.chance.random() < 0.3:
                path.unlink()
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            words = " ".join(self.chance.choices(["port", "strike", "comet", "bay", "talks"], k=20))
            path.write_text(FILE.format(number=self.number, words=words))
        now = self.items_of_files()
        for item_id in {*self.allowed, *now}:
            self.allowed.setdefault(item_id, [None]).append(now.get(item_id))

    def items_of_files(self) -> dict[str, Item]:
        """Return the items of the files as they are."""
        sources = scan([self.files], lambda entry: None)
        items = (load(source, lambda entry: None, Outlets()) for source in sources)
        return {item.id: item for item in items if item}

    def items_of_archive(self) -> dict[str, Item]:
        """Return the items of the archive, after checking every byte of it."""
        with Archive.open(self.place) as archive:
            archive.check()
            found = {item.id: item for item in archive.items()}
            assert archive.search("").total == len(found) == archive.info().items
            return found

    def is_there(self) -> bool:
        """Tell whether there is an archive."""
        return (self.index / "backfile.json").exists()

    def unfinished(self) -> set[str]:
        """Return the names of files that a run has left half written."""
        return {entry.name for entry in self.index.iterdir() if entry.suffix == ".new"}

    def check(self) -> None:
        """Compare the archive with what it may hold after an interruption."""
        found = self.items_of_archive() if self.is_there() else {}
        for item_id, states in self.allowed.items():
            assert found.get(item_id) in states, (item_id, found.get(item_id), states)
        assert found.keys() <= self.allowed.keys()

    def heal(self) -> None:
        """Run to the end: the archive holds what the files hold, and the next run does nothing."""
        index_files([self.files], self.place)
        now = self.items_of_files()
        assert self.items_of_archive() == now
        assert index_files([self.files], self.place).unchanged == len(now)
        self.allowed = {item_id: [item] for item_id, item in now.items()}
        assert not self.unfinished(), self.unfinished()
        with Archive.open(self.place) as archive:
            judgement = judged(archive, beside(self.place), every_byte=True)
        assert not judgement.faults, judgement
        assert not judgement.pending, judgement

    def run_in_process(self, jobs: int, prepare: Callable[[], None] = lambda: None) -> int:
        """Start a run in a process of its own; return its id. It ends with 0, or 1 if it fails."""
        sys.stdout.flush()
        child = os.fork()
        if child:
            return child
        try:
            prepare()
            index_files([self.files], self.place, jobs=jobs)
        except OSError:
            os._exit(1)
        except BaseException:
            traceback.print_exc()
            os._exit(2)
        os._exit(0)


def kill(trial: Trial, kills: int) -> None:
    """Kill runs at random instants."""
    trial.change_files()
    started = time.monotonic()
    os.waitpid(trial.run_in_process(1), 0)
    longest = {1: time.monotonic() - started, 2: 1.5}
    killed = 0
    for number in range(kills):
        trial.change_files()
        jobs = 2 if trial.chance.randrange(100) < PERCENT_WITH_WORKERS else 1
        child = trial.run_in_process(jobs)
        time.sleep(trial.chance.random() * longest[jobs])
        os.kill(child, signal.SIGKILL)
        killed += os.WIFSIGNALED(os.waitpid(child, 0)[1])
        trial.check()
        if number % 3 == 2:
            trial.heal()
    trial.heal()
    print(f"killed {killed:,} of {kills:,} runs before their end; nothing was lost")


def fail(trial: Trial, folder: Path, stride: int) -> None:
    """Run once for each write and each sync of a run, which fails."""
    trial.change_files()
    trial.heal()
    trial.change_files()
    saved, allowed = folder / "saved", dict(trial.allowed)
    shutil.copytree(trial.index, saved)
    disk = Disk()
    with disk.failing_at(None):
        index_files([trial.files], trial.index)
    count, failed = disk.operations, 0
    for number in range(0, count, stride):
        for error in Disk.ERRORS:
            shutil.rmtree(trial.index)
            shutil.copytree(saved, trial.index)
            trial.allowed = dict(allowed)
            try:
                with disk.failing_at(number, error):
                    index_files([trial.files], trial.index)
            except OSError:
                failed += 1
            trial.check()
            trial.heal()
    print(f"{count:,} writes and syncs of a run; {failed:,} runs failed at one; nothing was lost")
    shutil.rmtree(saved)


def cut(trial: Trial, folder: Path, stride: int) -> None:
    """Run once for each length at which the manifest and the table of contents can be cut."""
    trial.change_files()
    trial.heal()
    trial.change_files()
    saved, allowed = folder / "saved", dict(trial.allowed)
    shutil.copytree(trial.index, saved)
    tables = [path.name for path in saved.glob("*.toc")]
    count = 0
    for name in (NAME, *tables):
        for length in range(0, (saved / name).stat().st_size, stride):
            shutil.rmtree(trial.index)
            shutil.copytree(saved, trial.index)
            trial.allowed = dict(allowed)
            os.truncate(trial.index / name, length)
            trial.check()
            trial.heal()
            assert Manifest.load(beside(trial.index)).files.keys() >= trial.items_of_files().keys()
            count += 1
    print(f"{count:,} cuts of the manifest and the table of contents; nothing was lost")
    shutil.rmtree(saved)


def main() -> None:
    """Run the trials."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--kills", type=int, default=1_000, metavar="N", help="runs to kill")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="seed of all choices")
    parser.add_argument(
        "--stride", type=int, default=1, metavar="N", help="try every Nth write and length only"
    )
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}", flush=True)
    with tempfile.TemporaryDirectory() as temporary:
        for name, test in (
            ("kill", lambda trial, folder: kill(trial, arguments.kills)),
            ("fail", lambda trial, folder: fail(trial, folder, arguments.stride)),
            ("cut", lambda trial, folder: cut(trial, folder, arguments.stride)),
        ):
            folder = Path(temporary) / name
            folder.mkdir()
            test(Trial(folder, random.Random(f"{name} {arguments.seed}")), folder)


if __name__ == "__main__":
    main()
