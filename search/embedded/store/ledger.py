"""What did the last run skip, repair or refuse, and why? The ledger in a folder, counted.

A run writes there a line of JSON for each file of which there is something to say. Only what was
done and why is read: the paths are those of whoever keeps the archive.
"""

import os
import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from search.deadlines import check_deadline
from search.holdings import LedgerCount
from search.regular import opened
from search.settings import LEDGER

# The first members of a line, as `json` writes them. What follows may be long.
_LINE = re.compile(rb'{"file": "(?:[^"\\]|\\.)*", "action": "([a-z]+)", "reason": "([a-z0-9-]+)"')


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


def counted(lines: Iterable[bytes]) -> tuple[LedgerCount, ...]:
    """Return the counts of the lines of a ledger."""
    found: Counter[tuple[str, str]] = Counter()
    for number, line in enumerate(lines):
        if number % 1_000 == 0:
            check_deadline()
        if start := _LINE.match(line):
            found[start[1].decode(), start[2].decode()] += 1
    ranked = sorted(found, key=lambda own: (-found[own], own))
    return tuple(
        LedgerCount(action=action, reason=reason, count=found[action, reason])
        for action, reason in ranked
    )
