"""An answer that takes too long is given up; what is asked without a deadline takes its time."""

from collections.abc import Callable
from typing import Any

import pytest

from search import Archive, DeadlinePassed, Headline, Item, deadline, deadlines
from tests.clock import Clock

QUESTIONS: dict[str, Callable[[Archive], Any]] = {
    "search": lambda archive: archive.search("port strike"),
    "everything": lambda archive: archive.search(),
    "phrase": lambda archive: archive.search('"port strike" OR "the harbour"~5'),
    "prefix": lambda archive: archive.search("har* st*"),
    "misspelling": lambda archive: archive.search("harbuor~"),
    "names": lambda archive: archive.search("tag:str* -source:reuters"),
    "found-nothing": lambda archive: archive.search("strike nosuch"),
    "limit": lambda archive: archive.search(tags="STRIKE", not_sources="the bbc"),
    "facet": lambda archive: archive.facet("tags", prefix="st"),
    "suggest": lambda archive: archive.suggest("st"),
    "related": lambda archive: archive.related("1.md"),
}


@pytest.fixture
def archive(make: Callable[..., Archive]) -> Archive:
    return make(
        [
            Item(
                id=f"{number}.md",
                title=f"Port strike in week {number}",
                day=None,
                text="The harbour rests. " * 50,
                headlines=[Headline(text="Dockers strike", outlet="Reuters")],
                tags=("strike", "port"),
            )
            for number in range(5)
        ]
    )


@pytest.mark.parametrize("address", ["folder"], indirect=True)
@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_checks_its_deadline_on_its_way(
    archive: Archive, clock: Clock, name: str
) -> None:
    clock.step = 1.0
    ask = QUESTIONS[name]
    expected = ask(archive)
    with deadline(0.5), pytest.raises(DeadlinePassed):
        ask(archive)
    with deadline(10_000):
        assert ask(archive) == expected
    assert ask(archive) == expected


@pytest.mark.parametrize("address", ["folder"], indirect=True)
def test_it_is_checked_again_and_again(archive: Archive, clock: Clock) -> None:
    clock.step = 1.0
    before = clock.now
    archive.search('"port strike" OR har* -nosuch')
    checks = int(clock.now - before)
    assert checks > 10
    for passed in range(2, checks, 3):
        with deadline(passed), pytest.raises(DeadlinePassed):
            archive.search('"port strike" OR har* -nosuch')


def test_the_earlier_of_two_deadlines_holds(clock: Clock) -> None:
    clock.step = 1.0
    with deadline(100):
        with deadline(2):
            deadlines.check_deadline()
            with deadline(None), pytest.raises(DeadlinePassed):
                deadlines.check_deadline()
        deadlines.check_deadline()
    clock.now += 1_000
    deadlines.check_deadline()
