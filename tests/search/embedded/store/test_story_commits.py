"""A commit of a folder keeps the stories of its items, whatever it adds, removes and merges."""

from pathlib import Path
from random import Random

import pytest

from search import Archive, Item
from search.stories.threader import stories
from search.text import Analyzer
from tests.search.stories.stories_at_random import items_at_random


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Archive.create(tmp_path / "index").close()
    return tmp_path / "index"


def test_stories_follow_each_commit_and_merge(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.embedded.segment.merge.MERGE_FACTOR", 2)
    items = items_at_random(Random(5), 120, 60)
    kept: dict[str, Item] = {}
    for start in range(0, 120, 30):
        with Archive.open(folder) as archive:
            archive.add(items[start : start + 30])
            gone = [item.id for item in items[max(0, start - 30) : start : 7]]
            archive.remove(gone)
        kept |= {item.id: item for item in items[start : start + 30]}
        kept = {id: item for id, item in kept.items() if id not in gone}
        assert len(list(folder.glob("stories.*"))) == 1
        told = {one.id: one.story for one in stories(kept.values(), Analyzer("english"))}
        with Archive.open(folder) as archive:
            assert {id: archive.story(id, 0).story.id for id in kept} == told


def test_commits_on_the_way_know_no_stories(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.embedded.store.commit.COMMIT_ITEMS", 1)
    monkeypatch.setattr("search.embedded.store.batch.BATCH_ITEMS", 1)
    seen: list[int | None] = []

    def look() -> None:
        with Archive.open(folder) as archive:
            seen.append(archive.search().stories)

    with Archive.open(folder) as archive, archive.change() as change:
        steps = (lambda: None, look)
        read = lambda id: (Item(id=id, title=id, day=None), None)  # noqa: E731
        change.add_read(["a", "b"], read, lambda told: None, print, steps=steps)
    assert None in seen
    look()
    assert seen[-1]
