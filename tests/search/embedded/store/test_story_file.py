"""A file of stories with right checksums and other content than stories have is as if not there."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import numpy as np
import pytest

from search import Archive
from search.embedded.store.story_file import FIRST
from search.embedded.stories import SPARSE
from tests.conftest import THOROUGH
from tests.search.embedded.forging import Arrays, Facts, forge
from tests.search.stories.stories_at_random import items_at_random

Forge = Callable[[Facts, Arrays], object]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("stories") / "index"
    with Archive.create(path) as archive:
        archive.add(items_at_random(Random(3), 60, 30))
    return path


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    (tmp_path / "index").mkdir()
    for file in made.iterdir():
        (tmp_path / "index" / file.name).write_bytes(file.read_bytes())
    return tmp_path / "index"


def first_of(arrays: Arrays, start: str) -> str:
    return next(name for name in arrays if name.startswith(start))


def array(start: str, change: Callable[[np.ndarray], np.ndarray | None]) -> Forge:  # type: ignore[type-arg]
    """Change an array, in place or into what is returned."""

    def forged(_: Facts, arrays: Arrays) -> None:
        name = first_of(arrays, start)
        changed = change(arrays[name])
        arrays[name] = arrays[name] if changed is None else changed

    return forged


def fact(**facts: object) -> Forge:
    return lambda own, _: own.update(facts)


#: What the shape of a file shows.
MISSHAPEN: dict[str, Forge] = {
    "no-following": lambda facts, _: facts.pop("following"),
    "following-text": fact(following="x"),
    "following-true": fact(following=True),
    "following-huge": fact(following=10**14),
    "following-below": fact(following=-5),
    "following-too-low": fact(following=1),
    "no-since": lambda facts, _: facts.pop("since"),
    "since-text": fact(since="x"),
    "since-far": fact(since=1 << 63),
    "no-ties": lambda _, arrays: arrays.pop(first_of(arrays, "tied.")),
    "odd-ties": array("tied.", lambda _: np.array([1, 2, 3], "<u4")),
    "tied-document": array("tied.", lambda _: np.array([4_000_000_000, 1], "<u4")),
    "tied-story": array("tied.", lambda _: np.array([1, 4_000_000_000], "<u4")),
    "numbers": array("of.", lambda own: own.fill(FIRST - 1)),
    "fractions": array("of.", lambda own: own.astype("<f4")),
    "wide-numbers": array("of.", lambda own: own.astype("<u8")),
    "no-tail": lambda _, arrays: arrays.pop("tail"),
    "tail-of-fractions": array("tail.ends", lambda own: own.astype("<f8")),
    "tail-without-a-time": array("tail.times", lambda own: own[:-1]),
}


@pytest.mark.parametrize("name", MISSHAPEN if THOROUGH else list(MISSHAPEN)[::3])
def test_a_misshapen_file_is_no_file(folder: Path, name: str) -> None:
    (file,) = folder.glob("stories.*")
    whole = told(folder)
    forge(file, MISSHAPEN[name])
    with Archive.open(folder) as archive:
        assert archive.faults() == (f"{file.name} is damaged, so no stories are known",)
        assert archive.search("", group="story").stories is None
        archive.remove(["none"])
    assert told(folder) == whole, "and the next change tells them anew"


#: What only the next telling would read.
TAILS: dict[str, Forge] = {
    "ends-backwards": array("tail.ends", lambda own: own[::-1].copy()),
    "ends-beyond": array("tail.ends", lambda own: own + 1_000_000),
    "times-backwards": array("tail.times", lambda own: own[::-1].copy()),
    "junk": array("tail", lambda own: own.fill(255)),
    "zeros": array("tail", lambda own: own.fill(0)),
    "numbers": array("tail", lambda own: own.fill(ord("1"))),
    "brackets": array("tail", lambda own: own.fill(ord("["))),
}


@pytest.mark.parametrize("name", TAILS if THOROUGH else list(TAILS)[::3])
def test_last_items_that_cannot_be_are_read_again(folder: Path, name: str) -> None:
    (file,) = folder.glob("stories.*")
    forge(file, TAILS[name])
    more = items_at_random(Random(3), 61, 30)[-1:]
    with Archive.open(folder) as archive:
        archive.add(more)
        assert archive.faults() == ()
        found = told(folder)
        (next(folder.glob("stories.*"))).unlink()
        archive.remove(["none"])
    assert told(folder) == found


def test_last_items_of_stories_that_are_not_there_are_read_again(folder: Path) -> None:
    (file,) = folder.glob("stories.*")
    forge(file, array("tail", lambda own: own.__setitem__(own == ord("/"), ord("?"))))
    with Archive.open(folder) as archive:
        archive.add(items_at_random(Random(3), 61, 30)[-1:])
        assert archive.faults() == ()
    assert set(told(folder).values()) <= told(folder).keys()


def test_numbers_of_many_stories_that_are_gone_take_no_room(folder: Path) -> None:
    """A few documents may have numbers up to a milliard."""
    (file,) = folder.glob("stories.*")
    whole = told(folder)

    def far(facts: Facts, arrays: Arrays) -> None:
        facts["following"] = 1 << 30
        numbers, ties = (arrays[first_of(arrays, start)] for start in ("of.", "tied."))
        numbers += ((numbers & (FIRST - 1)) * 100_000).astype("<u4")
        ties[1::2] *= 100_001

    forge(file, far)
    with Archive.open(folder) as archive:
        assert archive.faults() == ()
        assert len(archive._engine.newest()._stories.begins) < SPARSE * 61
    assert told(folder) == whole


def told(folder: Path) -> dict[str, str]:
    """Return the story of each item."""
    with Archive.open(folder) as archive:
        ids = [item.id for item in archive.items()]
        return {id: archive.story(id, 0).story.id for id in ids}
