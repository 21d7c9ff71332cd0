"""Backfile, through its façade alone."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Self

from search import Archive, Item
from tests.benchmarks.engine import Answer
from tests.benchmarks.questions import Question


class Backfile:
    """An archive of Backfile; an answer is a whole page, its query parsed, its hits marked."""

    name = "Backfile"

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    @classmethod
    def build(cls, path: Path, items: Iterable[Item]) -> None:
        with Archive.create(path) as archive:
            archive.add(items)

    @classmethod
    def open(cls, path: Path) -> Self:
        return cls(Archive.open(path))

    def answer(self, question: Question) -> Answer:
        page = self._archive.search(
            _query(question),
            since=question.since,
            until=question.until,
            per_page=question.per_page,
            facets=question.facets,
        )
        hits: list[Any] = list(page.hits)
        counts = {
            name: {entry.value: entry.count for entry in values}
            for name, values in page.facets.items()
        }
        return Answer(page.total, hits, counts)

    def close(self) -> None:
        self._archive.close()


def _query(question: Question) -> str:
    match question.join:
        case "any":
            return " OR ".join(question.words)
        case "phrase":
            return f'"{" ".join(question.words)}"'
        case "prefix":
            return f"{question.words[0]}*"
        case _:
            return " ".join(question.words)
