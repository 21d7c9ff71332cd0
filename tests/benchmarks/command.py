"""How long does the command take from its call to its end, beside a Python that does nothing?"""

import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

from tests.benchmarks.archives import Archives
from tests.benchmarks.measure import in_turns
from tests.benchmarks.tables import show


def compare(archives: Archives, count: int, runs: int) -> None:
    """Run the commands in turns, each in a new process, and print."""
    beside = Path(sys.executable).with_name("backfile")
    backfile = str(beside) if beside.exists() else shutil.which("backfile")
    if backfile is None:
        print("\nno `backfile` command is installed; its times are left out")
        return
    word = next(question.words[0] for question in archives.questions(count))
    index = str(archives.path("backfile", count))
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "backfile --help": [backfile, "--help"],
        "backfile search WORD": [backfile, "search", word, "--index", index],
    }
    calls = {
        name: partial(subprocess.run, command, check=True, capture_output=True)
        for name, command in commands.items()
    }
    times = in_turns(calls, runs)
    bare = times["python -c pass"].median
    lines: list[list[object]] = [
        [name, 1e3 * taken.median, 1e3 * taken.least, 1e3 * taken.most, taken.median / bare]
        for name, taken in times.items()
    ]
    title = f"the command, cold, over {count:,} items"
    show(title, ("command", "ms", "min", "max", "by bare Python"), lines)
