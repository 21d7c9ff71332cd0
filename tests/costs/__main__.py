"""`python -m tests.costs --seed N` looks for queries that cost more than a query may.

It builds an archive of synthetic items once, which takes some minutes, asks it queries that are
made to be dear, and names each that took longer than it may, or found nothing and said nothing.
`--memory` asks as a client of the application does, hostile addresses included, and names the
memory that the process has taken in the end.
"""

import argparse
import shutil
import sys
import time
from pathlib import Path
from random import Random
from tempfile import gettempdir
from urllib.parse import quote_plus

from search import Archive
from search.processes.setup import keep_freed_memory
from tests.benchmarks.vocabulary import words
from tests.costs.grammar import Grammar
from tests.costs.items import items
from tests.costs.search import Cost, cost_of, costs
from web import create_app

#: Seconds of processor time that one query may take.
MOST_SECONDS = 0.5
#: Mebibytes of memory of its own that a server may take.
MOST_MEBIBYTES = 400
#: A query that took too long is asked again: another process may have disturbed it.
TRIES = 3


def main() -> int:
    """Build the archive if need be, ask, and print. Returns the exit code."""
    options = _options()
    keep_freed_memory()
    with _archive(options.folder, options.items) as archive:
        archive.search("warm")
        if options.memory:
            return _memory(archive, options.seed, options.queries)
        return _times(archive, options.seed, options.queries)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.costs", description=__doc__)
    add = parser.add_argument
    add("--seed", type=int, default=1, help="which queries are drawn (default: %(default)s)")
    add("--items", type=int, default=200_000, help="items of the archive (default: %(default)s)")
    add("--queries", type=int, default=10_000, help="how many to ask (default: %(default)s)")
    add("--memory", action="store_true", help="ask the application, and measure its memory")
    default = Path(gettempdir()) / "backfile-costs"
    add("--folder", type=Path, default=default, help="where archives stay (default: %(default)s)")
    return parser.parse_args()


def _archive(folder: Path, count: int) -> Archive:
    """Return the archive of a number of items, made where there is none."""
    path, whole = folder / f"costs-{count}", folder / f"costs-{count}.whole"
    if not whole.exists():
        folder.mkdir(parents=True, exist_ok=True)
        started = time.perf_counter()
        shutil.rmtree(path, ignore_errors=True)  # of a run that was interrupted
        with Archive.create(path) as archive:
            archive.add(items(count))
        whole.touch()
        print(f"made {path} in {time.perf_counter() - started:.0f} s", flush=True)
    return Archive.open(path)


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


def _memory(archive: Archive, seed: int, queries: int) -> int:
    client = create_app({"ARCHIVE": archive}).test_client()
    grammar, draw = Grammar(seed, words()), Random(seed)
    longest, statuses = 0, dict[int, int]()
    for number in range(1, queries + 1):
        answer = client.get(_address(grammar, draw))
        longest = max(longest, len(answer.data))
        statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
        if number % 500 == 0:
            print(f"{number}: {_mebibytes()} MiB, longest answer {longest:,} bytes", flush=True)
    taken = _mebibytes()
    print(f"{queries} requests: {taken} MiB, longest answer {longest:,} bytes, {statuses}")
    return 1 if taken > MOST_MEBIBYTES else 0


def _address(grammar: Grammar, draw: Random) -> str:
    """Return the address of a page, JSON or a feed, of a plain search or a hostile one."""
    query = grammar.query() if draw.random() < 0.3 else grammar.rare()
    q = quote_plus(query)
    return draw.choice(
        (
            f"/?q={q}",
            f"/?q={q}&page={draw.randrange(1, 9_999)}",
            f"/?q={q}&tag={quote_plus(grammar.rare())}&sort=oldest",
            f"/api/v1/search?q={q}&per_page=100",
            f"/feed.atom?q={q}",
            f"/facets/tags?q={q}&prefix={grammar.start()}",
            f"/api/v1/facets/tags?q={q}&limit=1000",
            f"/api/v1/suggest?q={grammar.start()}",
            f"/facets/tags?q={'%25' * draw.randrange(3_000)}",
            "/?" + "&".join(f"tag={draw.randrange(10**6)}" for _ in range(draw.randrange(900))),
        )
    )


def _mebibytes() -> int:
    """Return this process's private memory; files that are mapped are not in it."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) >> 10
    return 0


if __name__ == "__main__":
    sys.exit(main())
