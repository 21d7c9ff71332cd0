"""Both engines tell the same of hits by outlet and day, and it is what searches find."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest
from whoosh.query import Every, Term

from search import Archive, Headline, Item
from search.crossed import Crossed
from search.embedded.segment.columns import Spellings
from search.engine import Generation, Listed, Question
from search.periods import Spread
from search.query.tree import NAME_FIELDS
from tests.search import random_archives
from tests.search.test_engines import Pair, known_addresses

__all__ = ["known_addresses"]


def _generation(archive: Archive, day: date | None, standing: bool) -> Generation:
    generation = archive._newest().at(day)
    return generation.standing() if standing else generation


def _asked(chance: Random) -> Question:
    word = chance.choice(random_archives.WORDS[:6])
    days = sorted(
        date.fromordinal(random_archives.FIRST_DAY.toordinal() + chance.randrange(90))
        for _ in range(2)
    )
    return Question(
        tree=chance.choice((Every(), Term("title", word))),
        included=chance.choice(({}, {"sources": ("BBC", "reuters")}, {"tags": ("strike",)})),
        excluded=chance.choice(({}, {"sources": ("DW",)})),
        since=chance.choice((None, days[0])),
        until=chance.choice((None, days[1])),
        timeline=chance.choice(
            (None, Spread(), Spread(by="day"), Spread(by="week", first=days[0], last=days[1]))
        ),
    )


def _listed(chance: Random) -> Listed:
    return Listed(
        most=chance.choice((None, 0, 3)),
        always=chance.choice(((), ("BBC", "nobody"))),
        starting=chance.choice(("", "b")),
        starting_too=chance.choice(((), ("DW", "nobody"))),
        by_name=chance.choice((False, True)),
    )


@pytest.mark.parametrize("seed", range(4))
def test_engines_answer_alike(seed: int) -> None:
    chance = Random(seed)
    with Pair.made(list(random_archives.changes(chance))) as pair:
        for _ in range(25):
            day, standing = random_archives.as_of(chance), chance.random() < 0.3
            question, listed = _asked(chance), _listed(chance)
            facet = chance.choice(sorted(NAME_FIELDS))
            answers: list[Crossed] = [
                _generation(own, day, standing).crossed(question, facet, listed)
                for own in (pair.folder, pair.plain)
            ]
            assert answers[0] == answers[1]
            # A search finds as many.
            assert answers[0].total == _generation(pair.folder, day, standing).totals([question])[0]


def test_of_each_value_its_days_and_how_often_it_is_alone(
    make: Callable[..., Archive],
) -> None:
    lines = {name: Headline(text=f"{name} says", outlet=name) for name in ("A", "B")}
    archive = make(
        (
            Item(id="1", title="x", day=date(2026, 1, 1), headlines=(lines["A"],)),
            Item(id="2", title="x", day=date(2026, 1, 3), headlines=(lines["A"], lines["B"])),
            Item(id="3", title="x", day=None, headlines=(lines["A"],)),
        )
    )
    question = Question(tree=Every(), timeline=Spread(by="day"))
    found = archive._newest().crossed(question, "sources", Listed())
    told = [(own.value, own.count, own.alone, own.days, own.counts) for own in found.values]
    assert told == [("A", 3, 2, 2, (1, 0, 1)), ("B", 1, 0, 1, (0, 0, 1))]
    assert (found.values[0].first, found.values[0].last) == (date(2026, 1, 1), date(2026, 1, 3))


def test_headlines_of_an_outlet_are_counted_each(make: Callable[..., Archive]) -> None:
    def item(number: int, *outlets: str) -> Item:
        lines = tuple(Headline(text=f"says {own}", outlet=own) for own in outlets)
        return Item(id=f"{number}", title="x", day=date(2026, 1, number), headlines=lines)

    archive = make((item(1, "BBC", "bbc", "DW"), item(2, "BBC"), item(3, "DW", "DW", "DW")))
    held = archive.outlets(order="headlines").outlets
    assert [(own.name, own.items, own.headlines) for own in held] == [("DW", 2, 4), ("BBC", 2, 3)]
    archive.add([item(4, "BBC", "BBC"), item(3)])
    held = archive.outlets(order="headlines").outlets
    assert [(own.name, own.items, own.headlines) for own in held] == [("BBC", 3, 5), ("DW", 1, 1)]


def test_headlines_of_segments_that_do_not_count_them_are_not_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = Headline(text="says", outlet="BBC")
    item = Item(id="1", title="x", day=date(2026, 1, 1), headlines=(line, line))
    archive = Archive.create(tmp_path / "index")
    write = Spellings.write
    with monkeypatch.context() as before:
        before.setattr(*(Spellings, "write"), lambda own, *to: write(replace(own, times=None), *to))
        archive.add([item])
    archive.add([replace(item, id="2")])
    assert [own.headlines for own in archive.outlets().outlets] == [None]
    assert archive.outlet("BBC").outlet.headlines is None
    archive.close()
