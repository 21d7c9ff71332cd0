"""A search for dear queries finds none: counted in calls, since times differ between machines."""

import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest

from search import Archive, Item
from tests.conftest import THOROUGH
from tests.costs.grammar import Grammar
from tests.costs.search import costs

QUERIES = 40 if THOROUGH else 10
#: Calls and returns of functions that one query may take, whatever it is.
MOST_CALLS = 1_500_000


@contextmanager
def counted() -> Iterator[Callable[[], float]]:
    """Yield a clock that tells how many functions were called so far."""
    calls = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1

    sys.setprofile(count)
    try:
        yield lambda: calls
    finally:
        sys.setprofile(None)


@pytest.mark.parametrize("address", ["folder"], indirect=True)
@pytest.mark.parametrize("seed", [1] + THOROUGH * [2])
def test_no_query_is_dear_and_none_is_without_an_answer_or_a_note(
    make: Callable[..., Archive], seed: int
) -> None:
    draw = random.Random(seed)
    texts = [
        " ".join(
            draw.choice("stbrplqu") + draw.choice("aeio") + draw.choice("rtnls") * (1 + rank % 3)
            for rank in range(200)
        )
        for _ in range(150)
    ]
    archive = make(
        [
            Item(id=f"{number}.md", title=text[:60], day=None, text=text, tags=text.split()[:4])
            for number, text in enumerate(texts)
        ]
    )
    words = [word for word, _ in Counter(" ".join(texts).split()).most_common()]
    words += [f"{word}{other}" for word in words[:60] for other in words[:60]]
    archive.search("warm")
    with counted() as clock:
        found = list(costs(archive, Grammar(seed, words), QUERIES, clock))
    assert len(found) == QUERIES
    assert [cost for cost in found if not cost.is_answered] == []
    assert max(found).seconds < MOST_CALLS, max(found).query


def test_a_late_page_of_stories_costs_what_the_first_does(make: Callable[..., Archive]) -> None:
    def items(numbers: range) -> list[Item]:
        day = date(2026, 1, 3)
        return [Item(id=f"{own:03}.md", title=f"word{own} name{own}", day=day) for own in numbers]

    archive = make(items(range(0, 600, 2)))
    archive.add(items(range(1, 300, 2)))
    calls = {}
    for page in (1, 1, 23):  # the first one fills what is kept for all
        with counted() as clock:
            found = archive.stories(page=page, per_page=20)
            calls[page] = clock()
        assert found.stories == 450
        assert len(found.hits) == (20 if page == 1 else 10)
    assert calls[23] < 1.5 * calls[1]
