"""An archive that changes has the stories that it would have if it had always been so."""

from collections.abc import Iterable
from dataclasses import replace
from random import Random

import pytest

from search import Item
from search.stories.evidence import in_order, seconds
from search.stories.retelling import Known, retold
from search.stories.threader import Told, stories
from search.stories.window import SECONDS_TO_FOLLOW
from search.text import Analyzer
from tests.search.stories.stories_at_random import items_at_random

ENGLISH = Analyzer("english")
#: Items a day, about.
DAILY = 4


def known(told: Iterable[Told]) -> Known:
    told = list(told)
    return Known(
        {one.id: one.story for one in told}, {one.id: one.tied for one in told if one.tied}
    )


def updated(before: list[Item], after: list[Item]) -> tuple[Known, list[str]]:
    """Return what is known after a change, and which items were read for it."""
    old, new = ({item.id: item for item in items} for items in (before, after))
    told = known(stories(before, ENGLISH))
    other = [id for id in old.keys() | new.keys() if old.get(id) != new.get(id)]
    times = [seconds(items[id]) for items in (old, new) for id in other if id in items]
    read: list[str] = []

    def reading(id: str) -> Item:
        read.append(id)
        return new[id]

    found = {id: story for id, story in told.stories.items() if id in new}
    tied = {id: story for id, story in told.tied.items() if id in new}
    order = [(time, item.id) for item in in_order(after) if (time := seconds(item)) is not None]
    for one in retold(order, [time for time in times if time is not None], told, reading, ENGLISH):
        found[one.id] = one.story
        tied.pop(one.id, None)
        if one.tied:
            tied[one.id] = one.tied
    found |= {item.id: item.id for item in after if seconds(item) is None}
    return Known(found, tied), read


def changed(random: Random, items: list[Item], kind: str) -> list[Item]:
    """Return an archive in which one item in fifty came, changed, moved or went."""
    some = {item.id for item in random.sample(items, len(items) // 50)}
    others = [item for item in items if item.id not in some]
    if kind == "gone":
        return others
    if kind == "came":
        return [*items, *(replace(item, id=f"new/{item.id}") for item in items if item.id in some)]
    if kind == "moved":
        other = iter(random.sample(items, len(some)))
        return [
            *others,
            *(
                replace(item, day=by.day, seen=by.seen)
                for item, by in zip((one for one in items if one.id in some), other, strict=True)
            ),
        ]
    return [*others, *(replace(item, title="Comet vote") for item in items if item.id in some)]


@pytest.mark.parametrize("kind", ["came", "changed", "gone", "moved"])
@pytest.mark.parametrize("seed", range(4))
def test_a_change_gives_the_stories_of_the_whole(kind: str, seed: int) -> None:
    random = Random(f"{kind} {seed}")
    before = items_at_random(random, 60 * DAILY, 60)
    after = changed(random, before, kind)
    assert updated(before, after)[0] == known(stories(after, ENGLISH))


@pytest.mark.parametrize("seed", range(3))
def test_an_old_correction_costs_weeks(seed: int) -> None:
    random = Random(seed)
    before = items_at_random(random, 400 * DAILY, 400)
    dated = [item for item in in_order(before) if seconds(item) is not None]
    corrected = replace(dated[len(dated) // 3], title="Frog thought extinct is found")
    after = [corrected if item.id == corrected.id else item for item in before]
    found, read = updated(before, after)
    assert found == known(stories(after, ENGLISH))
    assert len(read) < len(dated) / 2


def test_what_is_newest_reads_the_last_weeks_alone() -> None:
    before = items_at_random(Random(7), 400 * DAILY, 400)
    newest = in_order(before)[-1]
    after = [*before, replace(newest, id="~.md")]
    found, read = updated(before, after)
    assert found == known(stories(after, ENGLISH))
    end = seconds(newest) or 0
    assert all(
        (seconds(item) or 0) >= end - SECONDS_TO_FOLLOW for item in after if item.id in set(read)
    )


def test_nothing_changed_reads_nothing() -> None:
    items = items_at_random(Random(1), 40, 10)
    assert updated(items, items)[1] == []
