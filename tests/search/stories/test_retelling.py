"""An archive that changes has the stories that it would have if it had always been so."""

from collections.abc import Iterable, Iterator
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


def known(told: Iterable[Told]) -> dict[str, Known]:
    return {one.id: (one.story, one.tied) for one in told}


def updated(before: list[Item], after: list[Item]) -> tuple[dict[str, Known], list[Item]]:
    """Return what is known after a change, and the items that were read for it."""
    old, new = ({item.id: item for item in items} for items in (before, after))
    told = known(stories(before, ENGLISH))
    other = [id for id in old.keys() | new.keys() if old.get(id) != new.get(id)]
    times = [seconds(items[id]) for items in (old, new) for id in other if id in items]
    read: list[Item] = []

    def items_from(time: int | None) -> Iterator[Item]:
        for item in in_order(after):
            if time is None or (seconds(item) or time - 1) >= time:
                read.append(item)
                yield item

    found = {id: story for id, story in told.items() if id in new}
    dated = {time for time in times if time is not None}
    found |= known(
        one for _, one in retold(items_from, dated, lambda item: told.get(item.id), ENGLISH)
    )
    return found | {item.id: (item.id, None) for item in after if seconds(item) is None}, read


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
    assert all((seconds(item) or 0) >= end - SECONDS_TO_FOLLOW for item in read)


def test_without_anything_known_all_is_told() -> None:
    items = items_at_random(Random(5), 60 * DAILY, 60)
    found = retold(lambda _: in_order(items), None, lambda _: None, ENGLISH)
    dated = [one for one in stories(items, ENGLISH) if one.id in {item.id for item in items}]
    undated = {item.id for item in items if seconds(item) is None}
    assert [told for _, told in found] == [one for one in dated if one.id not in undated]


def test_nothing_changed_reads_nothing() -> None:
    items = items_at_random(Random(1), 40, 10)
    assert updated(items, items)[1] == []
