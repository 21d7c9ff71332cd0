"""Of which questions are the right items known? Of test collections, and of hidden headlines."""

import json
import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Self

from search import Item

#: Hits that count for nDCG.
FIRST = 10
#: Least number of headlines of a cluster from which one is hidden.
LEAST_HEADLINES = 3
_SEED = 1


@dataclass(frozen=True, slots=True)
class Judged:
    """A text as somebody typed it, and id -> grade (1 and up) of the items that are right."""

    text: str
    grades: Mapping[str, int]

    def ndcg(self, ids: Sequence[str]) -> float:
        """Return the normalised discounted cumulative gain of the first ten ids: 0 to 1, the best.

        A hit gains its grade, as in `trec_eval` (Järvelin and Kekäläinen, 2002).
        """
        best = sorted(self.grades.values(), reverse=True)
        return _discounted([self.grades.get(id, 0) for id in ids]) / _discounted(best)

    def recall(self, ids: Sequence[str]) -> float:
        """Return the share (0 to 1) of the right items that are among the ids."""
        return len(self.grades.keys() & set(ids)) / len(self.grades)


@dataclass(frozen=True, slots=True)
class Judgements:
    """Items, and questions about them whose right items are known."""

    items: Sequence[Item]
    questions: Sequence[Judged]

    def some(self, most: int) -> Self:
        """Return the same items with some of the questions, drawn always alike."""
        if len(self.questions) <= most:
            return self
        drawn = random.Random(_SEED).sample(self.questions, most)
        return replace(self, questions=drawn)


def collection(folder: Path) -> Judgements:
    """Read a test collection: `docs.jsonl`, `queries.tsv`, and `qrels.txt` as TREC writes it."""
    items = []
    for line in (folder / "docs.jsonl").read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        items.append(
            Item(
                id=document["id"],
                title=document["title"],
                text=document["text"],
                day=_day(document["date"]),
            )
        )
    grades: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for line in (folder / "qrels.txt").read_text(encoding="utf-8").splitlines():
        query, _, item, grade = line.split()
        if int(grade) > 0:
            grades[query][item] = int(grade)
    questions = []
    for line in (folder / "queries.tsv").read_text(encoding="utf-8").splitlines():
        query, _, text = line.partition("\t")
        if grades[query]:
            questions.append(Judged(text, grades[query]))
    return Judgements(items, questions)


def hidden_headlines(items: Iterable[Item], seed: int = _SEED) -> Judgements:
    """Take one headline out of each cluster of three or more; its text must find the cluster.

    It is another outlet's than the first headline, and the cluster says it once. Other clusters may
    have the same headline, and keep it: these are not counted as right.
    """
    draw = random.Random(seed)
    kept: list[Item] = []
    questions = []
    for item in items:
        lines = item.headlines
        said = Counter(line.text for line in lines)
        choices = [
            number
            for number, line in enumerate(lines)
            if line.outlet not in ("", lines[0].outlet)
            and said[line.text] == 1
            and line.text != item.title
        ]
        if len(lines) >= LEAST_HEADLINES and choices:
            hidden = draw.choice(choices)
            questions.append(Judged(lines[hidden].text, {item.id: 1}))
            item = replace(item, headlines=(*lines[:hidden], *lines[hidden + 1 :]))
        kept.append(item)
    return Judgements(kept, questions)


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains[:FIRST]))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
