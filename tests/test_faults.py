"""Runs that are killed or run out of disk, and files that are cut, cost nothing: at a small count.

`python -m tests.faults` does the same at a large one.
"""

import subprocess
import sys
from pathlib import Path


def test_nothing_is_lost() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults", "--kills", "200", "--stride", "30", "--seed", "1"],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("nothing was lost") == 3
