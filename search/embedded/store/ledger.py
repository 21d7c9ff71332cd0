"""What did the last run skip, repair or refuse, and why? The ledger in a folder."""

import os
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from search.ledger_lines import LedgerCount, LedgerEntry, counted
from search.ledger_lines import entries as entries_of
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


def entries(folder: Path, action: str, reason: str) -> Iterator[LedgerEntry]:
    """Yield the entries of an action and a reason, none where `counts` has none."""
    with suppress(OSError), opened(folder / LEDGER) as file:
        yield from entries_of(file, action, reason)


@lru_cache(4)
def _counted(path: Path, changed: int, size: int) -> tuple[LedgerCount, ...]:
    """Return the counts of a file of that time and size."""
    with opened(path) as file:
        return counted(file)
