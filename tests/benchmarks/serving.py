"""How many pages does the server answer, beside Datasette? Clients on this machine ask both.

Needs `wrk` (Debian has it). Datasette gets an environment of its own in the folder of the archives,
the same items in a table with FTS5, and the same facets.
"""

import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.request import urlopen

from search import Archive
from tests.benchmarks import vocabulary
from tests.benchmarks.archives import Archives
from tests.benchmarks.items import items
from tests.benchmarks.tables import show

CLIENTS = 16
WORDS = 2_000
_SEED = 17
DATASETTE = "datasette>=0.65.2,<0.66"
#: Pages that Datasette is asked for: one may take half a minute.
DATASETTE_PAGES = 5
_PORT = 8917
#: What wrk runs: each request asks for a line of a file; the end prints figures as JSON.
_SCRIPT = """
local paths = {}
for line in io.lines("%s") do paths[#paths + 1] = line end
function setup(thread) count = (count or 0) + 1; thread:set("seed", count) end
function init(args) math.randomseed(seed) end
function request() return wrk.format("GET", paths[math.random(#paths)]) end
function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format('\\n{"each_second": %%f, "p50": %%f, "p99": %%f, "wrong": %%d}\\n',
    summary.requests * 1e6 / summary.duration, latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
"""
_FACETS = "_facet_array=sources&_facet_array=tags&_facet=month"


def compare(archives: Archives, count: int, seconds: int) -> None:
    """Ask for random words, pages and JSON, and print."""
    wrk = shutil.which("wrk")
    if wrk is None:
        print("\nno `wrk` is installed (apt install wrk); serving is left out")
        return
    index = archives.path("backfile", count)
    words = _words(index)
    rows: list[Sequence[object]] = []
    with _backfile(index) as port:
        for name, start in (("pages", "/?q="), ("JSON", "/api/v1/search?q=")):
            found = _asked(wrk, archives.folder, port, [start + word for word in words], seconds)
            figures = [found[name] for name in ("each_second", "p50", "p99", "wrong")]
            rows.append([f"Backfile, {name}", *figures])
    with _datasette(archives.folder, count) as port:
        taken = []
        for word in words[:DATASETTE_PAGES]:
            started = time.perf_counter()
            url = f"http://127.0.0.1:{port}/items/items?_search={word}&_size=20&{_FACETS}"
            with urlopen(url) as answer:
                answer.read()
            taken.append(time.perf_counter() - started)
    taken.sort()
    middle = taken[len(taken) // 2]
    rows.append(["Datasette, pages, 1 client", 1 / middle, 1e3 * middle, 1e3 * taken[-1], 0])
    title = f"serving {count:,} items to {CLIENTS} clients for {seconds} s, random words, 20 hits"
    show(title, ("what", "each second", "p50 ms", "p99 ms", "errors"), rows)


def _words(index: Path) -> list[str]:
    """Return random words that items have, the rare ones as often as the frequent ones."""
    draw = random.Random(_SEED)
    words = draw.sample(vocabulary.words(), 2 * WORDS)
    with Archive.open(index) as archive:
        return [word for word in words if archive.search(word, facets=(), per_page=1).total][:WORDS]


def _asked(wrk: str, folder: Path, port: int, paths: list[str], seconds: int) -> dict[str, float]:
    """Let CLIENTS ask for paths at once; return figures, times in milliseconds."""
    listed, script = folder / "paths.txt", folder / "ask.lua"
    listed.write_text("\n".join(paths))
    script.write_text(_SCRIPT % listed)
    command = [wrk, "-t2", f"-c{CLIENTS}", f"-d{seconds}s", "--timeout", "60s", "-s", str(script)]
    done = subprocess.run(
        [*command, f"http://127.0.0.1:{port}"], check=True, capture_output=True, text=True
    )
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


@contextmanager
def _backfile(index: Path) -> Iterator[int]:
    code = "from web.serve import serve; serve()"
    command = [sys.executable, "-c", code, "--index", str(index), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            ready = re.search(r"127\.0\.0\.1:(\d+)", process.stdout.readline())
            assert ready, "the server did not start"
            yield int(ready[1])
        finally:
            process.terminate()


@contextmanager
def _datasette(folder: Path, count: int) -> Iterator[int]:
    environment = folder / "datasette"
    program = environment / "bin" / "datasette"
    if not program.exists():
        subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
        pip = environment / "bin" / "pip"
        subprocess.run([str(pip), "install", "-q", DATASETTE], check=True)
    database = folder / f"datasette-{count}" / "items.db"
    database.parent.mkdir(exist_ok=True)
    database.unlink(missing_ok=True)
    _fill(database, count)
    limits = [f"{name}_time_limit_ms" for name in ("sql", "facet")]
    settings = [part for name in limits for part in ("--setting", name, "600000")]
    command = [str(program), "-i", str(database), "--port", str(_PORT), *settings]
    environ = {**os.environ, "PYTHONWARNINGS": "ignore"}
    with subprocess.Popen(
        command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            for _ in range(600):
                try:
                    urlopen(f"http://127.0.0.1:{_PORT}/-/versions.json").close()
                    break
                except OSError:
                    time.sleep(0.1)
            yield _PORT
        finally:
            process.terminate()


def _fill(database: Path, count: int) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(
            "CREATE TABLE items (id TEXT PRIMARY KEY, title TEXT, headlines TEXT, text TEXT,"
            " day TEXT, month TEXT, sources TEXT, tags TEXT, link TEXT)"
        )
        connection.executemany(
            "INSERT INTO items VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    *(item.id, item.title, "\n".join(line.text for line in item.headlines)),
                    *(item.text, str(item.day), str(item.day)[:7]),
                    *(json.dumps(item.sources), json.dumps(item.tags), item.link),
                )
                for item in items(count)
            ),
        )
        connection.execute("CREATE INDEX months ON items (month)")
        connection.execute(
            "CREATE VIRTUAL TABLE items_fts USING fts5("
            "title, headlines, text, tokenize='porter', content='items')"
        )
        connection.execute("INSERT INTO items_fts(items_fts) VALUES ('rebuild')")
