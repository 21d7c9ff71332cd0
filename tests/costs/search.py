"""What does the dearest query cost? Draws queries, mutates the dearest, and measures each."""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from search import Archive
from tests.costs.grammar import Grammar

#: Dearest queries that are kept to be mutated, and the share (1 / FRESH) that is drawn anew.
KEPT = 40
FRESH = 2


@dataclass(frozen=True, slots=True, order=True)
class Cost:
    """What one query cost, and whether it had an answer or a note."""

    seconds: float
    query: str
    is_answered: bool


def costs(
    archive: Archive, grammar: Grammar, queries: int, clock: Callable[[], float]
) -> Iterator[Cost]:
    """Ask `count` queries, half of them mutations of the dearest, and yield what each cost."""
    dearest: list[tuple[float, str]] = []
    for number in range(queries):
        if number % FRESH and dearest:
            query = grammar.mutated(dearest[number % len(dearest)][1])
        else:
            query = grammar.query()
        cost = cost_of(archive, query, clock)
        yield cost
        heapq.heappush(dearest, (cost.seconds, query))
        if len(dearest) > KEPT:
            heapq.heappop(dearest)


def cost_of(archive: Archive, query: str, clock: Callable[[], float]) -> Cost:
    """Ask one query."""
    started = clock()
    page = archive.search(query)
    return Cost(clock() - started, query, bool(page.hits or page.notes))
