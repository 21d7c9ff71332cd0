"""A cluster says of stories what a plain reading of every item says, after whatever was changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from whoosh.query import Every, Or, Term

from search import Archive, Headline, Item
from search.opensearch import grouping, states, stories, telling
from search.opensearch.address import SHARDS_VARIABLE
from search.opensearch.engine import ClusterEngine
from search.query.tree import STORY_FIELD
from tests.search.opensearch.conftest import unused
from tests.search.opensearch.test_cluster_writer import reading
from tests.search.plain_engine import ARCHIVES
from tests.search.stories.stories_at_random import FIRST_DAY, items_at_random
from tests.search.test_engines import plain_engine
from tests.search.test_stories import DAYS, asked, newest

Archives = tuple[Archive, Archive]


@contextmanager
def both(node: str, shards: int = 1) -> Iterator[Archives]:
    """Give an empty archive on a cluster, and a plain one."""
    with plain_engine(), pytest.MonkeyPatch.context() as patch:
        patch.setenv(SHARDS_VARIABLE, str(shards))
        ARCHIVES.pop("plain://stories", None)
        with (
            unused(node, "stories") as place,
            Archive.create(place) as cluster,
            Archive.create("plain://stories") as plain,
        ):
            yield cluster, plain


def compare(archives: Archives, random: Random, ids: list[str], questions: int) -> None:
    days = [None, *(FIRST_DAY + timedelta(random.randrange(DAYS)) for _ in range(2))]
    for day in days:
        generations = [newest(own).at(day) for own in archives]
        if random.random() < 0.3:
            generations = [own.standing() for own in generations]
        one, other = generations
        for _ in range(questions):
            question = asked(random, one)
            if random.random() < 0.3:
                named = Or([Term(STORY_FIELD, id) for id in random.sample(ids, 3)])
                question = replace(question, tree=named)
            ours, theirs = one.search(question), other.search(question)
            assert (ours.total, ours.stories) == (theirs.total, theirs.stories)
            assert (ours.is_grouped, ours.groups) == (theirs.is_grouped, theirs.groups)
            assert [own.id for own, _ in ours.hits] == [own.id for own, _ in theirs.hits]
            every = [[item.id for item in own.every(question)] for own in generations]
            assert every[0] == every[1]
            assert one.words(question) == other.words(question)
        for id in random.sample(ids, min(len(ids), 8)):
            assert one.story(id, 5) == other.story(id, 5)
        stories = [own.stories_of([*ids, "no/such"]) for own in generations]
        assert stories[0] == stories[1]
        assert stories[0][-1] is None


def changed(random: Random, items: list[Item]) -> list[Item | list[Item]]:
    """Return some items as they may come again: the same, another, or in a later state."""
    again: list[Item | list[Item]] = []
    for item in random.sample(items, min(len(items), 8)):
        other = random.choice(items)
        if random.random() < 0.3 and item.seen:
            later = replace(item, title=other.title, seen=item.seen + timedelta(days=2))
            again.append([item, later])
        elif random.random() < 0.5:
            again.append(replace(item, text="more"))
        else:
            again.append(replace(item, title=other.title, headlines=other.headlines))
    return again


def change_at_random(archives: Archives, random: Random, items: list[Item]) -> None:
    again = changed(random, items)
    gone = [item.id for item in random.sample(items, 4)]
    for archive in archives:
        with archive.change() as change:
            change.add(again)
            change.remove(gone)


SEEDS = range(3)


@pytest.mark.parametrize("seed", SEEDS)
def test_engines_answer_alike(node: str, seed: int) -> None:
    random, shards = Random(seed), (3, 1)[seed % 2]
    items = items_at_random(random, 90, DAYS)
    random.shuffle(items)
    ids = [item.id for item in items]
    with both(node, shards) as archives:
        for number in range(3):
            for archive in archives:
                archive.add(items[30 * number : 30 * number + 30])
            if number:
                change_at_random(archives, random, items[: 30 * number + 30])
            if number:
                compare(archives, random, ids, 4)


def test_large_results_are_walked(node: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouping, "DEEPEST", 4)
    monkeypatch.setattr(stories, "STORIES_AT_ONCE", 2)
    monkeypatch.setattr(states, "STATES_OF_A_PAGE", 2)
    random = Random(7)
    items = items_at_random(random, 40, DAYS)
    with both(node) as archives:
        for archive in archives:
            archive.add(items)
        change_at_random(archives, random, items)
        compare(archives, random, [item.id for item in items], 8)


def told(day: int) -> Item:
    """Return an item of a day of January, of another outlet and the same article as all others."""
    seen = datetime(2026, 1, day, tzinfo=UTC)
    title = "Dockers strike over pay at Halifax harbour"
    link = "https://a.example/strike"
    headline = Headline(title, f"Globe {day}", link)
    return Item(id=str(day), title=title, day=None, seen=seen, link=link, headlines=[headline])


def test_a_change_reads_only_the_days_before_it(node: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    items_from = telling.Telling._items_from

    def counted(own: telling.Telling, time: int | None) -> Iterator[tuple[Item, dict[str, Any]]]:
        for item, hit in items_from(own, time):
            read.append(item.id)
            yield item, hit

    monkeypatch.setattr(telling.Telling, "_items_from", counted)
    items = [told(day) for day in range(1, 31)]
    with both(node) as archives:
        archives[0].add(items)
        assert read == [item.id for item in items]
        read.clear()
        late = replace(items[-1], id="late")
        archives[0].add([late])
        assert sorted(read) == sorted([items[-1].id, "late"])
        # What says the same is not read; without the last items, six weeks are.
        read.clear()
        archives[0].add([replace(items[3], feed="more")])
        assert not read
        held = newest(archives[0]).story(items[3].id, 99)
        archives[1].add([*items, late, replace(items[3], feed="more")])
        assert held == newest(archives[1]).story(items[3].id, 99)
        with archives[0].change() as change:
            change._writer._newest = replace(change._writer._newest, telling="other")
            change.remove([items[-1].id])
        assert len(read) == 30
        archives[1].remove([items[-1].id])
        assert newest(archives[0]).story("late", 99) == newest(archives[1]).story("late", 99)


def test_on_the_way_no_stories_are_known(node: str) -> None:
    items = [told(day) for day in range(1, 9)]
    with unused(node, "stories") as place:
        ClusterEngine.create(place, "english", uuid4()).close()
        engine = ClusterEngine.open(place)
        with engine.changing() as writer:
            writer.add_read(reading(*items[:4]))
        before = engine.newest()
        assert before.story("4", 9)
        with engine.changing() as writer:
            writer.add_read(reading(*items[4:]))
            writer.commit(is_on_the_way=True)
            way = engine.newest()
            assert way.story("4", 9) is None
            assert engine.pending()
            writer.remove(["1"])
        after = engine.newest()
        assert not engine.pending()
        held = [own.story("4", 9) for own in (before, after)]
        assert [own and [item.id for item in own.items] for own in held] == [
            ["1", "2", "3", "4"],
            ["2", "3", "4", "5", "6", "7", "8"],
        ]
        assert way.story("4", 9) is None
        engine.check()
        engine.close()


def test_without_stories_nothing_is_grouped(node: str) -> None:
    items = items_at_random(Random(1), 20, 10)
    with both(node) as archives:
        for archive in archives:
            archive.add(items)
        for keep in (False, True, False):
            for archive in archives:
                with archive.change() as change:
                    change.keep_stories(keep)
            compare_kept(archives, items, keep)
        assert not archives[0]._engine.keeps_stories


def compare_kept(archives: Archives, items: list[Item], keep: bool) -> None:
    one, other = map(newest, archives)
    assert bool(one.story(items[0].id, 5)) is keep
    assert one.story(items[0].id, 5) == other.story(items[0].id, 5)
    for sort in ("size", "newest"):
        question = replace(asked(Random(1), one), tree=Every(), sort=sort, group="story", count=9)
        ours, theirs = one.search(question), other.search(question)
        assert (ours.stories, ours.groups) == (theirs.stories, theirs.groups)
        assert [own.id for own, _ in ours.hits] == [own.id for own, _ in theirs.hits]
        assert one.search(replace(question, tree=Term(STORY_FIELD, items[0].id))).total == (
            other.search(replace(question, tree=Term(STORY_FIELD, items[0].id))).total
        )
