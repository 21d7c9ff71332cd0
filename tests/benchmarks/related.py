"""Does an item's related list begin with the items that share an article with it?

The judges are the articles that real items share. Their links are taken from all items, which are
then indexed: what remains in common are words. An item that shared one of an item's articles is
right. A second, harder run takes the headlines of these links away, too.
"""

import random
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from math import log2
from pathlib import Path

import bm25s
import Stemmer

from search import Archive, Item
from tests.benchmarks.hidden_articles import Right, articles, without_headlines, without_links
from tests.benchmarks.loading import loaded
from tests.benchmarks.tables import SUBJECT, ratio, show

#: Items that are asked for, and related items that are looked at.
ASKED = 500
FIRST = 10
SEED = 1


def compare(shared_folder: Path, folder: Path) -> None:
    """Ask Backfile, and bm25s with the whole text of the item, for what is like each; print."""
    news = shared_folder / "corpora/newsstore"
    if not news.is_dir():
        print(f"\n{news} is not there; related items are left out")
        return
    items = list({item.id: item for item in loaded([news])}.values())
    shared, right = articles(items)
    asked = random.Random(SEED).sample(sorted(right), min(ASKED, len(right)))
    lines: list[list[object]] = []
    for name, hidden in (
        ("links", [without_links(item, shared) for item in items]),
        ("links and headlines", [without_headlines(item, shared) for item in items]),
    ):
        with (
            tempfile.TemporaryDirectory(dir=folder) as place,
            Archive.create(Path(place) / "archive") as archive,
        ):
            archive.add(hidden)
            own = judged(partial(_related, archive), asked, right)
        peer = judged(bm25(hidden), asked, right)
        lines.append([name, SUBJECT, *(f"{share:.3f}" for share in own), ""])
        lines.append(["", "bm25s", *(f"{share:.3f}" for share in peer), ratio(own[0] / peer[0])])
    title = f"related items of {len(asked):,} of {len(items):,} real items that share an article"
    # Here a ratio over 1 is Backfile's nDCG by the peer's.
    show(title, ("hidden", "engine", "nDCG@10", "recall@10", "ratio"), lines)


def _related(archive: Archive, id: str) -> list[str]:
    return [hit.id for hit in archive.related(id, FIRST)]


def bm25(items: Sequence[Item]) -> Callable[[str], list[str]]:
    """Return what finds, for the whole text of an item, the other items that bm25s ranks first."""
    texts = [
        " ".join([item.title, *(line.text for line in item.headlines), item.text]) for item in items
    ]
    numbers = {item.id: number for number, item in enumerate(items)}
    stemmer = Stemmer.Stemmer("english")

    def cut(some: list[str]) -> object:
        return bm25s.tokenize(some, stopwords="en", stemmer=stemmer, show_progress=False)

    index = bm25s.BM25()
    index.index(cut(texts), show_progress=False)

    def find(id: str) -> list[str]:
        found, _ = index.retrieve(cut([texts[numbers[id]]]), k=FIRST + 1, show_progress=False)
        others = (items[number].id for number in found[0].tolist())
        return [other for other in others if other != id][:FIRST]

    return find


def judged(
    find: Callable[[str], list[str]], asked: Sequence[str], right: Right
) -> tuple[float, float]:
    """Return the mean nDCG@10 and the mean recall@10."""
    gains, recalls = [], []
    for id in asked:
        wanted = right[id]
        found = find(id)
        gain = sum(1 / log2(2 + rank) for rank, other in enumerate(found) if other in wanted)
        gains.append(gain / sum(1 / log2(2 + rank) for rank in range(min(FIRST, len(wanted)))))
        recalls.append(len(wanted.intersection(found)) / min(FIRST, len(wanted)))
    return sum(gains) / len(gains), sum(recalls) / len(recalls)
