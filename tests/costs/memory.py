"""How much memory does a server take that many clients ask, hostile ones among them?"""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from random import Random
from urllib.error import HTTPError
from urllib.parse import quote_plus
from urllib.request import urlopen

from tests.benchmarks.vocabulary import words
from tests.costs.grammar import Grammar

#: Clients that ask side by side, and requests after which the memory is looked at.
CLIENTS, LOOKED_AT = 8, 100
#: Seconds until a client gives up.
PATIENCE = 60.0


def most_memory(index: Path, seed: int, requests: int) -> int:
    """Start a server of one process, ask it, and return the most memory it had, in mebibytes."""
    grammar, draw = Grammar(seed, words()), Random(seed)
    answers, longest, most = Counter[int](), 0, 0
    with _server(index) as (port, process), ThreadPoolExecutor(CLIENTS) as clients:
        for asked in range(0, requests, LOOKED_AT):
            paths = [f"http://127.0.0.1:{port}{_path(grammar, draw)}" for _ in range(LOOKED_AT)]
            for status, length in clients.map(_asked, paths):
                answers[status] += 1
                longest = max(longest, length)
            taken = _mebibytes(process)
            most = max(most, taken)
            if (asked + LOOKED_AT) % (5 * LOOKED_AT) == 0:
                print(f"{asked + LOOKED_AT}: {taken} MiB, at most {most}", flush=True)
    told = ", ".join(f"{status}: {number:,}" for status, number in sorted(answers.items()))
    print(f"{requests:,} requests: at most {most} MiB, longest answer {longest:,} bytes; {told}")
    return most


def _asked(path: str) -> tuple[int, int]:
    """Return the status of an answer, and its bytes."""
    try:
        with urlopen(path, timeout=PATIENCE) as answer:
            return answer.status, len(answer.read())
    except HTTPError as error:
        with error:
            return error.code, len(error.read())


@contextmanager
def _server(index: Path) -> Iterator[tuple[int, int]]:
    """Give the port of a server, and the number of the process that answers."""
    code = "from web.serve import serve; serve()"
    command = [sys.executable, "-c", code, "--index", str(index), "--port", "0", "--workers", "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            ready = re.search(r"127\.0\.0\.1:(\d+)", process.stdout.readline())
            assert ready, "the server did not start"
            _asked(f"http://127.0.0.1:{ready[1]}/healthz")  # once it answers, its process is there
            yield int(ready[1]), max(_children(process.pid), key=_mebibytes)
        finally:
            process.terminate()


def _children(process: int) -> list[int]:
    """Return the processes that a process has started."""
    lists = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for own in lists for child in own.read_text().split()]


def _mebibytes(process: int) -> int:
    """Return a process's private memory; files that are mapped are not in it."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) >> 10
    return 0


def _path(grammar: Grammar, draw: Random) -> str:
    """Return the path of a page, JSON or a feed, of a plain search or a hostile one."""
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
