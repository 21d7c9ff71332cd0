"""Runs that are killed or run out of disk, and files that are cut, cost nothing.

Here that is tried a few times; `python -m tests.faults` tries it as often as it is told.
"""

import subprocess
import sys
from pathlib import Path


def test_nothing_is_lost(thorough: bool) -> None:
    kills, stride = ("100", "60") if thorough else ("4", "1500")
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults", "--seed", "1", "--kills", kills, "--stride", stride],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("nothing was lost") == 3
