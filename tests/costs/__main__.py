"""`python -m tests.costs --seed N` looks for queries that cost more than a query may.

It builds an archive of synthetic items once, which takes some minutes, asks it queries that are
made to be dear, and names each that took longer than it may, or found nothing and said nothing.
`--memory` starts the server, has clients ask it side by side, hostile addresses included, and names
the memory that its process has taken at most.
"""

import argparse
import shutil
import sys
import time
from pathlib import Path
from tempfile import gettempdir

from search import Archive
from search.processes.setup import keep_freed_memory
from tests.benchmarks.vocabulary import words
from tests.costs.grammar import Grammar
from tests.costs.items import items
from tests.costs.memory import most_memory
from tests.costs.search import Cost, cost_of, costs

#: Seconds of processor time that one query may take.
MOST_SECONDS = 0.5
#: Mebibytes of memory of its own that a server may take: 400 MB.
MOST_MEBIBYTES = 381
#: A query that took too long is asked again: another process may have disturbed it.
TRIES = 3


def main() -> int:
    """Build the archive if need be, ask, and print. Returns the exit code."""
    options = _options()
    keep_freed_memory()
    path = _path(options.folder, options.items)
    if options.memory:
        return 1 if most_memory(path, options.seed, options.queries) > MOST_MEBIBYTES else 0
    with Archive.open(path) as archive:
        archive.search("warm")
        return _times(archive, options.seed, options.queries)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.costs", description=__doc__)
    add = parser.add_argument
    add("--seed", type=int, default=1, help="which queries are drawn (default: %(default)s)")
    add("--items", type=int, default=200_000, help="items of the archive (default: %(default)s)")
    add("--queries", type=int, default=10_000, help="how many to ask (default: %(default)s)")
    add("--memory", action="store_true", help="ask a server, and measure its memory")
    default = Path(gettempdir()) / "backfile-costs"
    add("--folder", type=Path, default=default, help="where archives stay (default: %(default)s)")
    return parser.parse_args()


def _path(folder: Path, count: int) -> Path:
    """Return where the archive of a number of items is, made where there is none."""
    path, whole = folder / f"costs-{count}", folder / f"costs-{count}.whole"
    if not whole.exists():
        folder.mkdir(parents=True, exist_ok=True)
        started = time.perf_counter()
        shutil.rmtree(path, ignore_errors=True)  # of a run that was interrupted
        with Archive.create(path) as archive:
            archive.add(items(count))
        whole.touch()
        print(f"made {path} in {time.perf_counter() - started:.0f} s", flush=True)
    return path


def _times(archive: Archive, seed: int, queries: int) -> int:
    found: list[Cost] = []
    bad: list[Cost] = []
    for number, first in enumerate(
        costs(archive, Grammar(seed, words()), queries, time.process_time), 1
    ):
        cost = first
        if cost.seconds > MOST_SECONDS:
            again = (cost_of(archive, cost.query, time.process_time) for _ in range(TRIES))
            cost = min([first, *again])
        found.append(cost)
        if cost.seconds > MOST_SECONDS or not cost.is_answered:
            bad.append(cost)
            print(f"{cost.seconds:.3f} s, answered: {cost.is_answered}: {cost.query}", flush=True)
        if number % 500 == 0:
            print(f"{number}: dearest {max(found).seconds:.3f} s, {len(bad)} bad", flush=True)
    ordered = sorted(cost.seconds for cost in found)
    median, high, most = (ordered[int(share * (len(ordered) - 1))] for share in (0.5, 0.99, 1))
    print(f"{len(found)} queries: median {median:.3f} s, 99 % {high:.3f} s, dearest {most:.3f} s")
    print(f"the dearest: {max(found).query}")
    print(f"{len(bad)} took over {MOST_SECONDS} s or had neither an answer nor a note")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
