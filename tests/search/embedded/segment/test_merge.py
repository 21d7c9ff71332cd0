"""Segments that were merged hold what their living items would have been written as at once."""

import random
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from search import Archive, Item
from search.embedded.segment import merge as merging
from search.embedded.segment.merge import (
    MERGE_FACTOR,
    SMALL_DOCUMENTS,
    chosen,
    merge,
    merged_documents,
)
from search.embedded.segment.segment import Segment
from search.embedded.store.folder import Folder

Content = dict[str, Any]
Build = Callable[[Sequence[Item]], Segment]


def without(segment: Segment, ids: set[str], content: Callable[[Segment], Content]) -> Segment:
    """Open a segment with some of its items deleted."""
    items = content(segment)["items"]
    opened = Segment(segment.sections.path)
    opened.live = np.array([item.id not in ids for item in items], bool)
    return opened


SPLITS: dict[str, tuple[list[int], float]] = {
    "one-whole": ([30], 0.0),
    "one-with-deletions": ([30], 0.3),
    "two": ([20, 9], 0.1),
    "several": ([12, 1, 25, 7, 3], 0.2),
    "most-is-deleted": ([20, 20, 20], 0.9),
    "all-is-deleted": ([5, 5], 1.0),
}


@pytest.mark.parametrize("at_a_time", [1, 7, 50, 1 << 21], ids=str)
@pytest.mark.parametrize(("sizes", "deleted"), SPLITS.values(), ids=SPLITS)
def test_merged_is_as_written_at_once(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    built: Build,
    content: Callable[[Segment], Content],
    some_items: Callable[..., list[Item]],
    sizes: list[int],
    deleted: float,
    at_a_time: int,
) -> None:
    monkeypatch.setattr(merging, "POSTINGS_AT_A_TIME", at_a_time)
    items = some_items(len(sizes), range(sum(sizes)), 400 if deleted == 0.1 else 30)
    random.Random(1).shuffle(items)
    gone = {item.id for item in random.Random(2).sample(items, int(deleted * len(items)))}
    starts = [sum(sizes[:number]) for number in range(len(sizes))]
    parts = [items[start : start + size] for start, size in zip(starts, sizes, strict=True)]
    segments = [without(built(part), gone, content) for part in parts]
    living = [item for item in items if item.id not in gone]

    assert merged_documents(merge(tmp_path / "merged.seg", segments)) == len(living)
    merged, wanted = Segment(tmp_path / "merged.seg"), built(living)
    merged.sections.check()
    assert content(merged) == content(wanted)
    assert set(merged.names()) == set(wanted.names())
    for field in ("title", "headlines", "text"):
        facts = {"words", "shortest", "longest"}
        assert {name: merged.facts(field)[name] for name in facts} == {
            name: wanted.facts(field)[name] for name in facts
        }
    for field in ("path", "forms", "tags"):
        assert list(merged.field(field).terms) == list(wanted.field(field).terms)


def test_merged_again_and_again(
    tmp_path: Path,
    built: Build,
    content: Callable[[Segment], Content],
    some_items: Callable[..., list[Item]],
) -> None:
    """Blocks of items that were copied are copied once more, their deleted ones in them."""
    items = some_items(5, range(60))
    merged, living = built(items[:20]), items[:20]
    for round_ in range(1, 5):
        gone = {item.id for item in living[round_::6]}
        coming = items[20 + 10 * (round_ - 1) : 20 + 10 * round_]
        path = tmp_path / f"merged-{round_}.seg"
        merge(path, [without(merged, gone, content), built(coming)])
        merged = Segment(path)
        living = [item for item in living if item.id not in gone] + coming
        assert content(merged) == content(built(living))


# -- which are merged


def test_a_thousand_commits_of_one_item_leave_few_segments() -> None:
    sizes: list[tuple[int, int]] = []
    written = 0
    for _ in range(5_000):
        sizes.append((1, 0))
        while numbers := chosen(sizes):
            total = sum(sizes[number][0] for number in numbers)
            written += total
            sizes = [size for number, size in enumerate(sizes) if number not in numbers]
            sizes.append((total, 0))
        assert len(sizes) < 2 * MERGE_FACTOR
    assert sum(living for living, _ in sizes) == 5_000
    assert written < 5_000 * SMALL_DOCUMENTS  # some hundred times each, not thousands


@pytest.mark.parametrize("seed", range(5))
def test_sizes_that_grow_and_shrink_leave_few_segments(seed: int) -> None:
    """Of each tier there are fewer than MERGE_FACTOR, and no segment is mostly deleted."""
    chance = random.Random(seed)
    sizes: list[tuple[int, int]] = []
    for _ in range(300):
        sizes.append((int(10 ** chance.uniform(0, 6)), 0))
        for number in range(len(sizes)):
            living, deleted = sizes[number]
            lost = int(living * chance.choice([0, 0, 0.1, 0.6]))
            sizes[number] = living - lost, deleted + lost
        for _ in range(1000):
            if not (numbers := chosen(sizes)):
                break
            total = sum(sizes[number][0] for number in numbers)
            sizes = [size for number, size in enumerate(sizes) if number not in numbers]
            if total:
                sizes.append((total, 0))
        else:
            pytest.fail("merging has no end")
        assert all(deleted <= living for living, deleted in sizes)
        assert len(sizes) < MERGE_FACTOR * 9


CHOICES: dict[str, tuple[list[tuple[int, int]], list[int] | None]] = {
    "nothing": ([], None),
    "few": ([(1, 0)] * (MERGE_FACTOR - 1), None),
    "enough": ([(1, 0), (5, 5), (999, 0), (2, 0)], [0, 1, 2, 3]),
    "of-several-sizes": ([(1_000_000, 0), (1, 0), (9_000, 0), (70_000, 0)], None),
    "of-one-size": ([(1, 0), *[(60_000, 0)] * 4, (900_000, 0)], [1, 2, 3, 4]),
    "half-deleted": ([(50, 50)], None),
    "mostly-deleted": ([(9, 0), (49, 50)], [1]),
    "wholly-deleted": ([(9, 0), (0, 1)], [1]),
}


@pytest.mark.parametrize(("sizes", "numbers"), CHOICES.values(), ids=CHOICES)
def test_chosen(sizes: list[tuple[int, int]], numbers: list[int] | None) -> None:
    assert chosen(sizes) == numbers


# -- in an archive


def segments(archive: Archive) -> list[tuple[int, int]]:
    """Return the living and the deleted documents of each segment."""
    contents = Folder(Path(archive._engine._folder.path)).contents()
    return [(entry.doc_count(), entry.deleted_count()) for entry in contents.segments]


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.suffix == ".seg"}


@pytest.mark.thorough
def test_many_commits_of_one_item(
    tmp_path: Path,
    some_items: Callable[..., list[Item]],
    monkeypatch: pytest.MonkeyPatch,
    thorough: bool,
) -> None:
    monkeypatch.setattr(merging, "SMALL_DOCUMENTS", 20)
    items = some_items(7, range(150 if thorough else 70))
    with Archive.create(tmp_path / "index") as archive, Archive.create(tmp_path / "once") as once:
        once.add(items)
        for number, item in enumerate(items):
            assert archive.add([item]) == 1
            assert len(segments(archive)) < 3 * MERGE_FACTOR
            assert len(files(tmp_path / "index")) == len(segments(archive))
            assert number % 10 or archive.item(item.id) == item
        assert archive.info().items == len(items)
        for query in ("", "strike", '"port strike"', "caf*"):
            found, wanted = (one.search(query, per_page=100) for one in (archive, once))
            assert (found.total, dict(found.facets)) == (wanted.total, dict(wanted.facets))
            assert {hit.id for hit in archive.search(query, per_page=100, page=1).hits} == {
                hit.id for hit in wanted.hits
            }
        assert [archive.item(item.id) for item in items] == items


def test_a_segment_mostly_deleted_is_written_anew(
    make: Callable[..., Archive], some_items: Callable[..., list[Item]]
) -> None:
    items = some_items(8, range(40))
    archive = make(items)
    before = files(archive._engine._folder.path)
    archive.remove(item.id for item in items[:20])
    assert segments(archive) == [(20, 20)]
    assert files(archive._engine._folder.path) == before
    archive.remove([items[20].id])
    assert segments(archive) == [(19, 0)]
    assert not files(archive._engine._folder.path) & before
    assert [archive.item(item.id) for item in items[21:]] == items[21:]
    archive.remove(item.id for item in items)
    assert segments(archive) == []
    assert files(archive._engine._folder.path) == set()
    assert archive.search().total == 0


def test_what_is_rewritten_a_few_items_at_a_time_does_not_make_the_archive_grow(
    make: Callable[..., Archive], thorough: bool
) -> None:
    """As a generator does it day by day; each merge copies blocks, but not the dead in them."""
    chance = random.Random(9)

    def item(number: int) -> Item:
        return Item(
            id=str(number), title="x", day=date(2026, 1, 1), text=chance.randbytes(300).hex()
        )

    archive = make(map(item, range(100)))
    first = archive.info().bytes
    for commit in range(60 if thorough else 30):
        archive.add(item(number % 100) for number in range(commit * 5, commit * 5 + 5))
    assert archive.info().items == 100
    assert archive.info().bytes < 2.5 * first
