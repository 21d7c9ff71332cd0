"""Backfile: its engine, which does what its peers do, and whole pages, through its façade."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Self

from search import Archive, Item, SearchRequest, engine
from search.engine import Listed
from search.processes.setup import keep_freed_memory
from search.query import parser
from search.query.compiler import Draft
from tests.benchmarks.engine import FACET_VALUES, Answer
from tests.benchmarks.questions import Question


class Backfile:
    """An archive of Backfile.

    An answer is what the peers answer: the query parsed, hits, total, counts. A page is more: the
    words marked in each hit, and all that a reader is told.
    """

    name = "Backfile"

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    @classmethod
    def build(cls, path: Path, items: Iterable[Item]) -> None:
        with Archive.create(path) as archive:
            archive.add(items, jobs=len(os.sched_getaffinity(0)))

    @classmethod
    def open(cls, path: Path) -> Self:
        keep_freed_memory()  # as the server does
        return cls(Archive.open(path))

    def answer(self, question: Question) -> Answer:
        generation = self._archive._newest()
        draft = Draft(parser.parse(_query(question)), generation.analyzer, generation.outlets)
        asked = draft.lookups
        known = dict(zip(asked, generation.look_up(asked), strict=True)) if asked else {}
        found = generation.search(
            engine.Question(
                tree=draft.compiled(known).tree,
                since=question.since,
                until=question.until,
                count=question.per_page,
                facets={
                    name: Listed(most=None if name == "month" else FACET_VALUES)
                    for name in question.facets
                },
            )
        )
        hits: list[Any] = [item for item, _ in found.hits]
        counts = {name: dict(facet.values) for name, facet in found.facets.items()}
        return Answer(found.total, hits, counts)

    def page(self, question: Question) -> Answer:
        page = self._archive.search(_request(question))
        hits: list[Any] = list(page.hits)
        counts = {
            name: {entry.value: entry.count for entry in values}
            for name, values in page.facets.items()
        }
        return Answer(page.total, hits, counts)

    def close(self) -> None:
        self._archive.close()


def _request(question: Question) -> SearchRequest:
    return SearchRequest(
        query=_query(question),
        since=question.since,
        until=question.until,
        per_page=question.per_page,
        facets=question.facets,
    )


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
