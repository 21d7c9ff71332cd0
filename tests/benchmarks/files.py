"""How quickly do files on disk become an archive, reading and parsing included?"""

import html
import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from indexer.sync.run import index_files
from search import Item
from tests.benchmarks.items import items
from tests.benchmarks.loading import loaded
from tests.benchmarks.measure import Times, timed
from tests.benchmarks.tables import SUBJECT, ratio, show
from tests.benchmarks.tantivy_peer import fill

FILES = 20_000


def compare(engines: Sequence[str], folder: Path, runs: int) -> None:
    """Write synthetic items as files, index them with Backfile and with tantivy, and print."""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        write(Path(place), items(FILES))
        title = f"indexing {FILES:,} files on disk, parsing included; tantivy is fed by one process"
        compare_folder(title, [Path(place)], engines, folder, runs)


def compare_folder(
    title: str, paths: Sequence[Path], engines: Sequence[str], folder: Path, runs: int
) -> None:
    """Index what is below the paths with each engine, read by the same loader."""
    counts: dict[str, int] = {}

    def with_backfile(path: Path) -> None:
        counts[SUBJECT] = index_files(paths, path, jobs=len(os.sched_getaffinity(0))).added

    def with_tantivy(path: Path) -> None:
        counts["tantivy"] = fill(path, loaded(paths))

    builds: dict[str, Callable[[Path], None]] = {}
    if "backfile" in engines:
        builds[SUBJECT] = with_backfile
    if "tantivy" in engines:
        builds["tantivy"] = with_tantivy
    seconds: dict[str, list[float]] = {name: [] for name in builds}
    for _ in range(runs):
        for name, build in builds.items():
            with tempfile.TemporaryDirectory(dir=folder) as place:
                seconds[name].append(timed(partial(build, Path(place) / "archive")))
    taken = {name: Times(tuple(each)) for name, each in seconds.items()}
    lines: list[list[object]] = []
    for name, times in taken.items():
        of_time = ""
        if name != SUBJECT and SUBJECT in taken:
            of_time = ratio(times.median / taken[SUBJECT].median)
        spread = f"{times.least:.2f}-{times.most:.2f}"
        rate = round(counts[name] / times.median)
        lines.append([name, counts[name], times.median, spread, rate, of_time])
    show(title, ("engine", "items", "seconds", "min-max", "items/s", "ratio"), lines)


def write(folder: Path, some: Iterable[Item]) -> None:
    """Write items as the files they would come from."""
    for item in some:
        path = folder / item.id
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_text(item), encoding="utf-8")


def _text(item: Item) -> str:
    lines = "</li>\n<li>".join(
        f'<a href="{html.escape(line.link)}">{html.escape(line.text)}</a>'
        f"&nbsp;&nbsp;<font>{html.escape(line.outlet)}</font>"
        for line in item.headlines
    )
    matter = [
        f'title: "{item.title} - {item.headlines[0].outlet}"',
        f"date: {item.day}",
        f"link: '{item.link}'",
        f"source: '{item.feed}'",
        "categories:",
        *(f"- '{category}'" for category in item.categories),
        "tags:",
        *(f"- '{tag}'" for tag in item.tags),
    ]
    return "\n".join(["---", *matter, "---", f"<ol><li>{lines}</li></ol>", ""])
