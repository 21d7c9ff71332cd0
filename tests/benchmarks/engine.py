"""What must an engine do to be compared? Build an archive, open it, answer a question."""

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol, Self

from search import Item
from tests.benchmarks.questions import Question

#: How many values of a facet are asked for; of months, all.
FACET_VALUES = 20
WEIGHTS = {"title": 3.0, "headlines": 2.0, "text": 1.0}


@dataclass(frozen=True, slots=True)
class Answer:
    """The exact number of hits, the stored items of the first, facet -> value -> count."""

    total: int
    hits: list[Any]
    counts: Mapping[str, Mapping[str, int]]


class Engine(Protocol):
    """An archive of one engine, open."""

    name: str

    @classmethod
    def build(cls, path: Path, items: Iterable[Item]) -> None:
        """Make an archive of the items at a path where nothing is."""

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the archive at a path."""

    def answer(self, question: Question) -> Answer:
        """Answer a question, over all hits."""

    def close(self) -> None:
        """Let go of all files."""


def pack(item: Item) -> bytes:
    """Return what a peer stores of an item: all of it, as JSON."""
    return json.dumps(asdict(item), ensure_ascii=False, default=str).encode()


def squeeze(item: Item) -> bytes:
    """Return what a peer stores of an item that does not compress what it stores."""
    return zlib.compress(pack(item), 1)


def unsqueeze(stored: bytes) -> Any:
    """Return what `squeeze` was given, as JSON has it."""
    return json.loads(zlib.decompress(stored))


def links(item: Item) -> list[str]:
    """Return the articles that an item links to, each once."""
    return list(dict.fromkeys((item.link, *(line.link for line in item.headlines))))


def disagreements(answer: Answer, other: Answer) -> list[str]:
    """Say in what two answers to one question differ; equally frequent values may change places."""
    found = []
    if answer.total != other.total:
        found.append(f"total {answer.total} and {other.total}")
    if len(answer.hits) != len(other.hits):
        found.append(f"{len(answer.hits)} and {len(other.hits)} hits on the page")
    for facet, counts in answer.counts.items():
        others = other.counts[facet]
        if sorted(counts.values()) != sorted(others.values()):
            found.append(f"counts of {facet}")
        for value in counts.keys() & others.keys():
            if counts[value] != others[value]:
                found.append(f"{facet} {value!r}: {counts[value]} and {others[value]}")
    return found
