"""How long does a sync take: of all files, of none that changed, of a few new ones?

Whole commands, each in a new process. The floor for this format is parsing the same files with
python-frontmatter, one after another in one process, and doing nothing with them.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

import frontmatter

from indexer.find.folders import scan
from search import Archive, Headline, Item
from tests.benchmarks.files import write
from tests.benchmarks.items import items
from tests.benchmarks.measure import Times, timed
from tests.benchmarks.tables import ratio, show

NEW_FILES = 100
RUNS = 5
LOOK_SECONDS = 0.1
#: Files on which the floor is measured at most; for more it is reckoned from these.
MOST_PARSED = 20_000


def compare(count: int, folder: Path) -> None:
    """Write `count` files, sync them, sync them again, add a few, and print."""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        files = Path(place) / "files"
        write(files, items(count))
        compare_folder(f"syncing {count:,} files", [files], Path(place) / "index", files)


def compare_real(paths: Sequence[Path], folder: Path) -> None:
    """Sync real files."""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        names = ", ".join(path.name for path in paths)
        compare_folder(f"syncing {names}", paths, Path(place) / "index", None)


def compare_folder(title: str, paths: Sequence[Path], index: Path, new_files: Path | None) -> None:
    """Sync what is below the paths; new files are written to a folder, if there is one for them."""
    sync = partial(_sync, paths, index)
    first, most = _watched(paths, index)
    sources = [source.path for source in scan(paths, lambda entry: None)]
    parsed = sources[:MOST_PARSED]
    floor = timed(lambda: list(map(_parsed, parsed))) * len(sources) / len(parsed)
    lines: list[list[object]] = [
        ["all files", first, "", ratio(floor / first), most],
        ["python-frontmatter alone", floor, "", "", ""],
    ]
    lines.append(_line("nothing changed", [timed(sync) for _ in range(RUNS)]))
    if new_files:
        added = [timed(partial(_add, new_files, number, sync)) for number in range(RUNS)]
        with Archive.open(index) as archive:
            assert archive.search("newlywritten").total == RUNS * NEW_FILES
        lines.append(_line(f"{NEW_FILES} new files", added))
    show(title, ("what", "seconds", "min-max", "ratio", "MiB at most"), lines)


def _line(what: str, seconds: list[float]) -> list[object]:
    times = Times(tuple(seconds))
    return [what, times.median, f"{times.least:.2f}-{times.most:.2f}", "", ""]


def _parsed(path: str) -> None:
    try:
        frontmatter.load(path)
    except Exception:  # real files are damaged in many ways; it is timed what it does with them
        return


def _add(folder: Path, number: int, sync: partial[None]) -> None:
    """Write new files, and sync. Writing them takes next to nothing."""
    write(
        folder,
        (
            Item(
                id=f"new/{number}-{place}.md",
                title=f"newlywritten {number} {place}",
                day=date(2026, 1, 1),
                headlines=(Headline(f"newlywritten {number} {place}", "Radio Kestrel"),),
            )
            for place in range(NEW_FILES)
        ),
    )
    sync()


def _command(paths: Sequence[Path], index: Path) -> list[str]:
    beside = Path(sys.executable).with_name("backfile")
    backfile = str(beside) if beside.exists() else shutil.which("backfile")
    assert backfile, "no `backfile` command is installed"
    return [backfile, "index", *map(str, paths), "--index", str(index), "--quiet"]


def _sync(paths: Sequence[Path], index: Path) -> None:
    subprocess.run(_command(paths, index), check=True)


def _watched(paths: Sequence[Path], index: Path) -> tuple[float, int]:
    """Sync; return the seconds it took, and the most memory that all its processes had, in MiB."""
    started, most = time.perf_counter(), 0
    with subprocess.Popen(_command(paths, index)) as process:
        while process.poll() is None:
            most = max(most, _memory(process.pid))
            time.sleep(LOOK_SECONDS)
    assert process.returncode == 0
    return time.perf_counter() - started, most >> 20


def _memory(process: int) -> int:
    """Return the resident bytes of a process and those it started, shared ones counted in each."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:  # it has ended, or there is no /proc here
        return 0
    resident = next((line for line in status.splitlines() if line.startswith("VmRSS")), "_ 0 kB")
    return int(resident.split()[1]) * 1024 + sum(map(_memory, map(int, children)))
