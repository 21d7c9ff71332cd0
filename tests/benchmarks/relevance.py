"""How good are the first hits for questions as people type them, beside other engines?"""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.benchmarks.judged import FIRST, Judgements, collection, hidden_headlines
from tests.benchmarks.loading import loaded
from tests.benchmarks.rankers import DEEPEST, RANKERS, Rank
from tests.benchmarks.tables import show

COLLECTIONS = ("time", "cranfield")


def compare(shared: Path, most: int, without: Sequence[str], folder: Path) -> None:
    """Ask every engine `most` questions of each set at most, and print how good the answers are."""
    for name, whole in _sets(shared):
        judged = whole.some(most)
        lines: list[list[object]] = []
        with tempfile.TemporaryDirectory(dir=folder) as place:
            for engine, build in RANKERS.items():
                if engine not in without:
                    for shown, rank in build(judged.items, Path(place)).items():
                        lines.append([shown, *_measured(rank, judged)])
        title = (
            f"{name}: {len(judged.items):,} items, {len(judged.questions):,} questions as typed; "
            f"recall is that of the first {DEEPEST}"
        )
        show(title, ("engine", f"nDCG@{FIRST}", f"recall@{DEEPEST}", "found nothing"), lines)


def _sets(shared: Path) -> Iterator[tuple[str, Judgements]]:
    for name in COLLECTIONS:
        path = shared / "collections" / name
        if path.is_dir():
            yield name, collection(path)
        else:
            print(f"\nthe collection {path} is absent; it is left out")
    news = shared / "corpora" / "newsstore"
    if news.is_dir():
        yield "hidden headlines of newsstore", hidden_headlines(loaded([news]))
    else:
        print(f"\nthe corpus {news} is absent; its headlines are left out")


def _measured(rank: Rank, judged: Judgements) -> tuple[str, str, int]:
    """Return the means of nDCG and recall over all questions, and how many found nothing."""
    gains = recalls = 0.0
    nothing = 0
    for question in judged.questions:
        ids = rank(question.text)
        gains += question.ndcg(ids)
        recalls += question.recall(ids)
        nothing += not ids
    count = len(judged.questions)
    return f"{gains / count:.4f}", f"{recalls / count:.4f}", nothing
