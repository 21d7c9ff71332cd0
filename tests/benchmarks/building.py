"""How quickly do ready items become an archive, and how big is it?"""

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from search import Item
from tests.benchmarks.archives import ENGINES
from tests.benchmarks.items import items
from tests.benchmarks.measure import size, timed
from tests.benchmarks.tables import SUBJECT, ratio, show
from tests.benchmarks.tantivy_peer import fill

#: More items than these are not held in memory, nor built more often than once.
MOST_ITEMS = 200_000
FEW_ITEMS = 20_000
RUNS = 3
#: What took longer than this is not built again.
SLOW_SECONDS = 30.0


def compare(engines: list[str], count: int, folder: Path) -> None:
    """Build an archive with every engine, and print items a second and bytes an item."""
    if count > MOST_ITEMS:
        print(f"\nbuilding is measured with {MOST_ITEMS:,} items at most; {count:,} left out")
        return
    ready = list(items(count))
    builds: dict[str, Callable[[Path, list[Item]], Any]] = {
        ENGINES[name].name: ENGINES[name].build for name in engines if "whoosh" not in name
    }
    if "tantivy" in builds:
        # As it builds quickest; what is searched is built as it searches quickest.
        builds["tantivy"] = fill
    seconds: dict[str, list[float]] = {name: [] for name in builds}
    sizes: dict[str, int] = {}
    for _ in range(RUNS if count <= FEW_ITEMS else 1):
        for name, build in builds.items():
            if max(seconds[name], default=0.0) > SLOW_SECONDS:
                continue
            with tempfile.TemporaryDirectory(dir=folder) as place:
                path = Path(place) / "archive"
                seconds[name].append(timed(partial(build, path, ready)))
                sizes[name] = size(path)
    rates = {name: count / median(taken) for name, taken in seconds.items()}
    lines: list[list[object]] = []
    for name, taken in seconds.items():
        of_rate = of_size = ""
        if name != SUBJECT and SUBJECT in rates:
            of_rate = ratio(rates[SUBJECT] / rates[name])
            of_size = ratio(sizes[name] / sizes[SUBJECT])
        spread = f"{min(taken):.1f}-{max(taken):.1f}"
        lines.append([name, round(rates[name]), of_rate, spread, sizes[name] // count, of_size])
    columns = ("engine", "items/s", "ratio", "seconds", "bytes/item", "ratio")
    show(f"building from {count:,} ready items in one commit", columns, lines)
