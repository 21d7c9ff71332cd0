"""Compare Backfile with its peers: `python -m tests.benchmarks --help`.

Needs bm25s, numpy and tantivy (`pip install -e '.[bench]'`), and some gigabytes of disk for big
archives.
"""

import argparse
import os
import platform
import sqlite3
import tempfile
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path

from tests.benchmarks import (
    articles,
    building,
    cluster,
    command,
    files,
    opening,
    real,
    related,
    relevance,
    scale,
    searching,
    serving,
    spelling,
    stories,
    syncing,
)
from tests.benchmarks.archives import ENGINES, Archives
from tests.benchmarks.rankers import RANKERS

MEASUREMENTS = (
    *("search", "build", "files", "articles", "opening", "command"),
    *("real", "related", "sync", "serving", "relevance", "spelling", "stories"),
    *("opensearch", "scale", "scale-opensearch"),
)
#: The folder beside the checkout that has the real items and the collections with judgements.
SHARED = Path(__file__).parents[3] / "shared"
SIZES = (20_000, 200_000)
RUNS = 15
#: Each of these runs is a new process, or writes thousands of files.
FEW_RUNS = 5
FILE_RUNS = 3
#: Questions of each set of relevance; stock Whoosh takes a quarter of a second for one.
QUESTIONS = 500


def main() -> None:
    """Read the options, run what was asked for, print as it goes."""
    options = _options()
    # Installed programs have their bytecode; with this set a checkout's processes, and there are
    # many, would each make it anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    engines = [name for name in ENGINES if name not in options.without]
    wanted = options.what or MEASUREMENTS
    print(_machine())
    print("A ratio is the peer's time, or size, by Backfile's: over 1, Backfile is better.")
    with ExitStack() as stack:
        folder = options.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        archives = Archives(folder, engines, options.reuse)
        for count in options.items:
            if "build" in wanted:
                building.compare(engines, count, folder)
            if "search" in wanted:
                searching.compare(archives, count, options.runs)
            if "opening" in wanted:
                opening.compare(archives, count, FEW_RUNS)
            if "command" in wanted and "backfile" in engines:
                command.compare(archives, count, options.runs)
            if "sync" in wanted:
                syncing.compare(count, folder)
            if "serving" in wanted and "backfile" in engines:
                serving.compare(archives, count, options.seconds)
            if "opensearch" in wanted and "backfile" in engines:
                cluster.compare(archives, count, options.runs, folder)
            how = {"stories": options.stories, "reuse": options.reuse}
            if "scale" in wanted:
                scale.in_folder(folder, count, options.runs, **how)
            if "scale-opensearch" in wanted:
                scale.on_nodes(folder, count, options.runs, **how)
        if "files" in wanted:
            files.compare(engines, folder, FILE_RUNS)
        if "articles" in wanted and "backfile" in engines:
            articles.compare(folder, FILE_RUNS)
        if "real" in wanted and options.real:
            real.compare(options.real, engines, folder, options.runs)
        if "related" in wanted:
            related.compare(options.shared, folder)
        if "spelling" in wanted and "backfile" in engines:
            spelling.compare(options.real or (), archives, options.items, folder)
        if "sync" in wanted and options.real:
            syncing.compare_real(options.real, folder)
        if "relevance" in wanted:
            relevance.compare(options.shared, options.questions, options.without, folder)
        if "stories" in wanted:
            stories.compare(options.shared, folder)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks",
        description="Compare Backfile with its peers, side by side in one run.",
    )
    add = parser.add_argument
    engines = dict.fromkeys([*ENGINES, *RANKERS])
    add("--items", type=int, nargs="+", default=SIZES, metavar="N", help="sizes of archives")
    add("--runs", type=int, default=RUNS, help="runs of each question (default: %(default)s)")
    add("--seconds", type=int, default=30, help="length of a run of clients (default: %(default)s)")
    add(
        "what",
        nargs="*",
        choices=MEASUREMENTS,
        metavar="WHAT",
        help=f"{', '.join(MEASUREMENTS)}: what to measure; all if left out",
    )
    add("--without", nargs="+", choices=engines, default=[], help="engines to leave out")
    add("--real", type=Path, nargs="+", metavar="PATH", help="folders of real items")
    add(
        "--shared",
        type=Path,
        default=SHARED,
        metavar="PATH",
        help="folder with corpora/ and collections/",
    )
    add("--questions", type=int, default=QUESTIONS, help="of a set of relevance, at most")
    add("--keep", type=Path, metavar="DIR", help="where archives are made, and stay")
    add("--reuse", action="store_true", help="take archives that are in --keep as they are")
    add("--stories", action="store_true", help="scale: find stories, too")
    options = parser.parse_args()
    if options.reuse and not options.keep:
        parser.error("--reuse needs --keep DIR")
    if "real" in options.what and not options.real:
        parser.error("real needs --real PATH")
    return options


def _machine() -> str:
    parts = [f"Python {platform.python_version()}", f"SQLite {sqlite3.sqlite_version}"]
    parts += [
        f"{name} {version(name)}" for name in ("backfile", "bm25s", "tantivy", "Whoosh", "numpy")
    ]
    return ", ".join(parts)
