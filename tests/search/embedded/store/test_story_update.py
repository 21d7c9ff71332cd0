"""The stories that are kept beside the segments are those of all items, however they came."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from search import Archive, IndexDamaged, Item
from search.embedded.segment import merge as merging
from search.embedded.segment.segment import Segment
from search.embedded.store.folder import Folder
from search.embedded.store.story_column import StoryColumn
from search.embedded.store.story_file import FIRST
from search.embedded.store.story_update import updated
from search.packed import unpack_state
from search.stories.threader import stories
from search.text import Analyzer
from tests.search.embedded.forging import Arrays, Facts, forge
from tests.search.stories.stories_at_random import items_at_random
from tests.search.stories.test_retelling import changed

ENGLISH = Analyzer("english")
Stories = Mapping[str, tuple[str, str | None]]


def opened(path: Path) -> dict[str, Segment]:
    contents, segments = Folder.open(path).opened()
    return {
        entry.segid: segment for entry, segment in zip(contents.segments, segments, strict=True)
    }


def kept(column: StoryColumn, segments: Mapping[str, Segment]) -> Stories:
    """Return the story of each living item, and the one that it ties this to."""
    items, names = {}, {}
    for segid, segment in segments.items():
        ties = dict(column.ties[segid].tolist())
        for document, number in enumerate(column.numbers[segid].tolist()):
            assert (number == 0) == (segment.live is not None and not segment.live[document])
            if number:
                id = unpack_state(segment.items[document]).id
                items[id] = number & ~FIRST, ties.get(document)
                if number & FIRST:
                    assert names.setdefault(number & ~FIRST, id) == id
    return {id: (names[number], tied and names[tied]) for id, (number, tied) in items.items()}


def told(items: list[Item]) -> Stories:
    return {one.id: (one.story, one.tied) for one in stories(items, ENGLISH)}


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Hold an archive whose segments are not merged."""
    monkeypatch.setattr("search.embedded.store.commit.chosen", lambda _: None)
    Archive.create(tmp_path / "index", language="english").close()
    return tmp_path / "index"


@pytest.mark.parametrize("kind", ["came", "changed", "gone", "moved"])
@pytest.mark.parametrize("seed", range(3))
def test_each_commit_has_the_stories_of_its_items(path: Path, kind: str, seed: int) -> None:
    random = Random(seed)
    items = items_at_random(random, 200, 100)
    column = None
    for _ in range(3):
        with Archive.open(path) as archive:
            held = {item.id for item in archive.items()}
            archive.remove(held - {item.id for item in items})
            old = {item.id: item for item in archive.items()}
            archive.add(item for item in items if item != old.get(item.id))
        column = updated(column, opened(path), ENGLISH)
        assert kept(column, opened(path)) == told(items)
        items = changed(random, items, kind)


def test_states_that_came_later_leave_the_stories_as_they_were(path: Path) -> None:
    items = items_at_random(Random(3), 100, 60)
    with Archive.open(path) as archive:
        archive.add(items)
    before = updated(None, opened(path), ENGLISH)
    with Archive.open(path) as archive:
        archive.add([item, with_later_title(item)] for item in items if item.seen)
    after = updated(before, opened(path), ENGLISH)
    assert kept(after, opened(path)) == told(items)
    assert after.following == before.following


def test_of_states_of_one_day_the_first_counts(path: Path) -> None:
    items = [item for item in items_at_random(Random(8), 100, 30) if item.seen]
    with Archive.open(path) as archive:
        archive.add([item, reworded(item, 1), reworded(item, 2)] for item in items)
    assert kept(updated(None, opened(path), ENGLISH), opened(path)) == told(items)


def reworded(item: Item, minutes: int) -> Item:
    assert item.seen
    day = item.day and item.day + timedelta(minutes)
    return replace(item, title="Frog is found", day=day, seen=item.seen + timedelta(0, minutes))


def with_later_title(item: Item) -> Item:
    assert item.seen
    return replace(item, title="Frog thought extinct is found", seen=item.seen + timedelta(days=3))


def test_a_column_is_written_and_read(path: Path) -> None:
    items = items_at_random(Random(4), 100, 60)
    with Archive.open(path) as archive:
        archive.add(items)
    column = updated(None, opened(path), ENGLISH)
    sizes = {segid: segment.documents for segid, segment in opened(path).items()}
    file = path / "stories"
    assert StoryColumn.read(file, sizes) is None
    column.write(file)
    column.write(file)
    found = StoryColumn.read(file, sizes)
    assert found
    assert kept(found, opened(path)) == told(items)
    assert found.following == column.following
    assert list(found.tail.records()) == list(column.tail.records())
    assert found.tail.since == column.tail.since
    assert StoryColumn.read(file, dict.fromkeys(sizes, 7)) is None
    assert StoryColumn.read(file, {**sizes, "another": 1}) is None


def test_another_algorithm_knows_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    updated(None, {}, ENGLISH).write(path / "stories")
    assert StoryColumn.read(path / "stories", {})
    monkeypatch.setattr("search.embedded.store.story_column.ALGORITHM", 0)
    assert StoryColumn.read(path / "stories", {}) is None


def test_merged_segments_keep_their_stories(path: Path) -> None:
    items = items_at_random(Random(6), 120, 60)
    for start in range(0, 120, 40):
        with Archive.open(path) as archive:
            archive.add(items[start : start + 40])
            archive.remove(item.id for item in items[start : start + 40 : 9])
    segments = opened(path)
    column = updated(None, segments, ENGLISH)
    with Archive.open(path) as archive:
        archive.remove(item.id for item in items[5::9])
    segments = opened(path)
    column = updated(column, segments, ENGLISH)
    before = kept(column, segments)
    chosen = list(segments)[:2]
    merged = path / "merged"
    numbers = merging.merge(merged, [segments[segid] for segid in chosen])
    column.merge(chosen, numbers, "merged")
    others = {segid: segment for segid, segment in segments.items() if segid not in chosen}
    assert kept(column, {**others, "merged": Segment(merged)}) == before


@pytest.mark.parametrize("column", ["items.slots", "stood_from", "days"])
def test_items_that_are_not_of_the_days_of_their_columns_are_damage(
    path: Path, column: str
) -> None:
    """The checksums of a forged segment are right."""
    items = items_at_random(Random(3), 40, 30)
    with Archive.open(path) as archive:
        archive.add(items)
    (file,) = path.glob("*.seg")

    def forged(_: Facts, arrays: Arrays) -> None:
        values = arrays[column]
        arrays[column] = values[::-1].copy() if column == "items.slots" else values + 1

    forge(file, forged)
    with (
        Archive.open(path) as archive,
        pytest.raises(IndexDamaged, match=f"{file.name}: .*--rebuild"),
    ):
        archive.remove([items[20].id, items[10].id])
