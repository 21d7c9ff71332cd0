"""An archive that changes has the stories that it would have if it had always been so."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from random import Random

import pytest

from search import Item
from search.stories.evidence import in_order, seconds
from search.stories.retelling import Known, retold
from search.stories.tail import Tail
from search.stories.threader import Told, stories
from search.stories.window import SECONDS_TO_FOLLOW
from search.text import Analyzer
from tests.search.stories.stories_at_random import items_at_random

ENGLISH = Analyzer("english")
#: Items a day, about.
DAILY = 4


def known(told: Iterable[Told]) -> dict[str, Known]:
    return {one.id: (one.story, one.tied) for one in told}


def placed(items: list[Item]) -> Iterator[tuple[Item, str]]:
    """Yield items in order, each with where it lies: here at its id."""
    return ((item, item.id) for item in in_order(items))


def told_whole(items: list[Item]) -> tuple[dict[str, Known], Tail]:
    """Return what is told of all items, and the last of these."""
    tail = Tail()
    told = [
        one for _, _, one in retold(lambda _: placed(items), None, lambda *_: None, ENGLISH, tail)
    ]
    undated = {item.id: (item.id, None) for item in items if seconds(item) is None}
    return known(told) | undated, tail


def updated(
    before: list[Item], after: list[Item], tail: Tail | None = None
) -> tuple[dict[str, Known], list[Item]]:
    """Return what is known after a change, and the items that were read for it."""
    old, new = ({item.id: item for item in items} for items in (before, after))
    told, whole_tail = told_whole(before)
    other = [id for id in old.keys() | new.keys() if old.get(id) != new.get(id)]
    times = [seconds(items[id]) for items in (old, new) for id in other if id in items]
    read: list[Item] = []

    def items_from(time: int | None) -> Iterator[tuple[Item, str]]:
        for item, place in placed(after):
            if time is None or (seconds(item) or time - 1) >= time:
                read.append(item)
                yield item, place

    def known_before(item: Item, place: str) -> Known | None:
        assert place == item.id
        return told.get(item.id)

    found = {id: story for id, story in told.items() if id in new}
    dated = {time for time in times if time is not None}
    found |= known(
        one for _, _, one in retold(items_from, dated, known_before, ENGLISH, tail or whole_tail)
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


@pytest.mark.parametrize("is_tail_kept", [True, False])
@pytest.mark.parametrize("kind", ["came", "changed", "gone", "moved"])
@pytest.mark.parametrize("seed", range(4))
def test_a_change_gives_the_stories_of_the_whole(kind: str, seed: int, is_tail_kept: bool) -> None:
    random = Random(f"{kind} {seed}")
    before = items_at_random(random, 60 * DAILY, 60)
    after = changed(random, before, kind)
    tail = told_whole(before)[1] if is_tail_kept else Tail(since=sys.maxsize)
    assert updated(before, after, tail)[0] == told_whole(after)[0]
    same_records(tail, told_whole(after)[1])


@pytest.mark.parametrize("most", [10, 50])
@pytest.mark.parametrize("seed", range(6))
def test_changes_of_the_last_days_go_on_from_the_tail(
    seed: int, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ahead.MAX_WINDOW_ITEMS", "tail.MAX_WINDOW_ITEMS"):
        monkeypatch.setattr(f"search.stories.{name}", most)
    monkeypatch.setattr("search.stories.tail.MAX_TAIL_ITEMS", most + 10)
    random = Random(seed)
    items = items_at_random(random, 60 * DAILY, 60)
    tail = told_whole(items)[1]
    for kind in ("came", "gone", "came"):
        first, last = in_order(items)[:-12], in_order(items)[-12:]
        after = [*first, *(last[2:] if kind == "gone" else newer(random, last))]
        found, _ = updated(items, after, tail)
        assert found == told_whole(after)[0]
        same_records(tail, told_whole(after)[1])
        items = after


def newer(random: Random, items: list[Item]) -> list[Item]:
    """Return items of which one was copied and one reworded."""
    copied, reworded = random.sample(items, 2)
    return [
        *(item for item in items if item.id != reworded.id),
        replace(reworded, title="Comet vote in the port"),
        replace(copied, id=f"new/{random.random()}"),
    ]


def same_records(tail: Tail, whole: Tail) -> None:
    """Compare what both have of the last days."""
    own, others = records_of(tail), records_of(whole)
    least = max(tail.since or 0, whole.since or 0)
    assert [one for one in own if one[0] >= least] == [one for one in others if one[0] >= least]


def records_of(tail: Tail) -> list[tuple[int, bytes]]:
    return list(tail.records())


@pytest.mark.thorough
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


@pytest.mark.thorough
def test_what_is_newest_reads_the_last_weeks_alone() -> None:
    before = items_at_random(Random(7), 400 * DAILY, 400)
    newest = in_order(before)[-1]
    after = [*before, replace(newest, id="~.md")]
    found, read = updated(before, after)
    assert found == known(stories(after, ENGLISH))
    end = seconds(newest) or 0
    assert all((seconds(item) or 0) >= end for item in read)


@pytest.mark.thorough
def test_an_item_that_comes_late_reads_six_weeks() -> None:
    before = items_at_random(Random(7), 400 * DAILY, 400)
    late = in_order(before)[-10 * DAILY]
    after = [*before, replace(late, id="~.md")]
    found, read = updated(before, after)
    assert found == known(stories(after, ENGLISH))
    end = seconds(late) or 0
    assert all((seconds(item) or 0) >= end - SECONDS_TO_FOLLOW for item in read)


def test_without_anything_known_all_is_told() -> None:
    items = items_at_random(Random(5), 60 * DAILY, 60)
    found = retold(lambda _: placed(items), None, lambda *_: None, ENGLISH, Tail())
    dated = [one for one in stories(items, ENGLISH) if one.id in {item.id for item in items}]
    undated = {item.id for item in items if seconds(item) is None}
    assert [told for _, _, told in found] == [one for one in dated if one.id not in undated]


def test_nothing_changed_reads_nothing() -> None:
    items = items_at_random(Random(1), 40, 10)
    assert updated(items, items)[1] == []
