"""What did the last run skip, repair or refuse, and why? The ledger in a folder, counted.

Only what was done and why is told: the paths are those of whoever keeps the archive.
"""

import os
from functools import lru_cache
from pathlib import Path

from search.ledger_lines import LedgerCount, counted
from search.regular import opened
from search.settings import LEDGER


def counts(folder: Path) -> tuple[LedgerCount, ...]:
    """Return how many lines have each action and reason, the most frequent first.

    There are none where there is no ledger, or none that can be read.
    """
    try:
        facts = os.lstat(folder / LEDGER)
        return _counted(folder / LEDGER, facts.st_mtime_ns, facts.st_size)
    except OSError:
        return ()


@lru_cache(4)
def _counted(path: Path, changed: int, size: int) -> tuple[LedgerCount, ...]:
    """Return the counts of a file of that time and size."""
    with opened(path) as file:
        return counted(file)
