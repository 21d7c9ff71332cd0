"""How quickly do long articles in Markdown become an archive, beside a renderer in Python alone?"""

import os
import random
import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from markdown_it import MarkdownIt

from indexer.sync.run import index_files
from tests.benchmarks.measure import timed
from tests.benchmarks.tables import SUBJECT, ratio, show
from tests.benchmarks.vocabulary import SIZE, cumulative, words

ARTICLES = 1_000
ARTICLE_BYTES = 100_000
#: The renderer is timed on this many articles, and its time reckoned for all.
RENDERED = 20
_SEED = 8


def compare(folder: Path, runs: int) -> None:
    """Write articles, index them, and print."""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        size = write(Path(place) / "articles", ARTICLES)
        compare_folder(Path(place) / "articles", size, folder, runs)


def compare_folder(articles: Path, size: int, folder: Path, runs: int) -> None:
    """Index the articles below a folder, `size` bytes in all, and render some with the peer."""
    jobs = len(os.sched_getaffinity(0))
    seconds = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory(dir=folder) as place:
            path = Path(place) / "archive"
            seconds.append(timed(partial(index_files, [articles], path, jobs=jobs)))
    taken = sorted(seconds)[len(seconds) // 2]
    peer = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    paths = sorted(articles.iterdir())
    some = [path.read_text(encoding="utf-8") for path in paths[:RENDERED]]
    floor = timed(lambda: [peer.render(text) for text in some]) * len(paths) / len(some)
    lines: list[Sequence[object]] = [
        [f"{SUBJECT}, {jobs} processes", taken, size / 1e6 / taken, ""],
        ["markdown-it-py, rendering alone", floor, size / 1e6 / floor, ratio(floor / taken)],
    ]
    title = f"indexing {len(paths):,} long articles in Markdown, {size / 1e6:.0f} MB"
    show(title, ("what", "seconds", "MB/s", "ratio"), lines)


def write(folder: Path, count: int) -> int:
    """Write articles with lists, links, emphasis, code and tables; return their bytes."""
    folder.mkdir(parents=True)
    draw = random.Random(_SEED)
    numbers = np.random.default_rng(_SEED)
    shares, vocabulary = cumulative(), words()
    size = 0
    for number in range(count):
        ranks = np.searchsorted(shares, numbers.random(ARTICLE_BYTES // 4)).clip(max=SIZE - 1)
        said = iter([vocabulary[rank] for rank in ranks.tolist()])
        parts = [f"---\ntitle: {_line(said, 6)}\ndate: 2026-01-{1 + number % 28:02}\n---\n"]
        length = 0
        while length < ARTICLE_BYTES:
            parts.append(_BLOCKS[draw.randrange(len(_BLOCKS))](said, draw))
            length += len(parts[-1])
        text = "\n".join(parts)
        (folder / f"{number}.md").write_text(text, encoding="utf-8")
        size += len(text.encode())
    return size


def _line(said: Iterator[str], count: int) -> str:
    return " ".join(next(said) for _ in range(count))


def _paragraph(said: Iterator[str], draw: random.Random) -> str:
    sentences = []
    for _ in range(draw.randint(3, 8)):
        sentence = _line(said, draw.randint(6, 16)).capitalize()
        match draw.randrange(6):
            case 0:
                sentence += f" [{_line(said, 3)}](https://{next(said)}.example/{next(said)})"
            case 1:
                sentence += f" **{_line(said, 2)}** and *{next(said)}*"
            case 2:
                sentence += f' `{next(said)}()` & "{_line(said, 3)}"'
        sentences.append(sentence + ".")
    return " ".join(sentences) + "\n"


def _heading(said: Iterator[str], draw: random.Random) -> str:
    return f"{'#' * draw.randint(2, 4)} {_line(said, 4).capitalize()}\n"


def _list(said: Iterator[str], draw: random.Random) -> str:
    mark = draw.choice(("-", "*", "1."))
    lines = [f"{mark} {_line(said, draw.randint(3, 12))}" for _ in range(draw.randint(3, 7))]
    return "\n".join([*lines, f"   - {_line(said, 5)}"]) + "\n"


def _code(said: Iterator[str], draw: random.Random) -> str:
    lines = [f"    if {next(said)} < {next(said)}: {next(said)}({{}})" for _ in range(4)]
    return "\n".join(["```python", *lines, "```"]) + "\n"


def _table(said: Iterator[str], draw: random.Random) -> str:
    rows = [f"| {_line(said, 2)} | {draw.randint(1, 999)} | {next(said)} |" for _ in range(6)]
    return "\n".join([rows[0], "|---|--:|---|", *rows[1:]]) + "\n"


def _quote(said: Iterator[str], draw: random.Random) -> str:
    return f"> {_line(said, draw.randint(10, 30))}\n"


#: Paragraphs are as frequent as all other blocks together.
_BLOCKS = (*[_paragraph] * 5, _heading, _list, _code, _table, _quote)
