"""A copy of an archive answers as the archive does, whichever engine keeps them."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from search import Archive, IndexExists, IndexMissing
from search.copying import BesideUnreadable, ChangedMeanwhile, copied
from search.engines import beside
from tests.search import random_archives
from tests.search.plain_beside import FILES
from tests.search.plain_engine import ARCHIVES
from tests.search.test_engines import Pair, plain_engine


@pytest.fixture(autouse=True)
def plain() -> Iterator[None]:
    with plain_engine():
        yield
    for address in [address for address in ARCHIVES if "copied" in address]:
        del ARCHIVES[address]
    FILES.clear()


def made(place: str, seed: int) -> None:
    with Archive.create(place) as archive:
        random_archives.make(archive, place, random_archives.changes(Random(f"copied {seed}")))
        with archive.change() as change:
            change.name_outlets({"Port News": "DW"})


def check_alike(first: str, second: str, seed: int, requests: int = 6) -> None:
    with Archive.open(first) as one, Archive.open(second) as other:
        assert (one.id, one.generation, one.language) == (other.id, other.generation, one.language)
        assert one._engine.note == other._engine.note
        assert one.outlet_names == other.outlet_names
        newest = [own._engine.newest() for own in (one, other)]
        assert newest[0].arrivals_from == newest[1].arrivals_from
        arrived = [[(came, tuple(states)) for came, states in own.arrived()] for own in newest]
        assert arrived[0] == arrived[1]
        pair = Pair(one, other)
        if requests:
            pair.check_items(Random(seed))
        for number in range(requests):
            pair.check_request(Random(f"{seed}/{number}"))


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(20))
def test_from_engine_to_engine(tmp_path: Path, seed: int) -> None:
    places = [str(tmp_path / "first"), "plain://copied", str(tmp_path / "again")]
    places.append(str(tmp_path / "once-more"))
    made(places[0], seed)
    beside(places[0]).put("own", [b"x" * 100, b"y"])
    for source, target in pairwise(places):
        copied(source, target, {"own": "", "nosuch": ""})
        check_alike(places[0], target, seed)
        assert beside(target).read("own", 101) == b"x" * 100 + b"y"
        assert not beside(target).has("nosuch")
        with Archive.open(target) as archive:
            archive.check()
            assert not archive.faults()
    with Archive.open(places[0]) as first, Archive.open(places[2]) as second:
        for archive in (first, second):
            archive.remove(["nosuch"])
            archive.add([next(archive.items())])
    check_alike(places[0], places[2], seed)


def test_an_empty_archive(tmp_path: Path) -> None:
    places = [str(tmp_path / "first"), str(tmp_path / "second")]
    Archive.create(places[0], "german").close()
    assert copied(*places) == 0
    check_alike(*places, seed=1)


def test_an_archive_that_is_there_stays(tmp_path: Path) -> None:
    places = [str(tmp_path / "first"), str(tmp_path / "second")]
    made(places[0], 1)
    with pytest.raises(IndexMissing):
        copied(places[1], places[0])
    made(places[1], 2)
    before = sorted((path.name, path.read_bytes()) for path in Path(places[1]).iterdir())
    with pytest.raises(IndexExists):
        copied(*places, names={path.name: "" for path in Path(places[1]).iterdir()})
    assert before == sorted((path.name, path.read_bytes()) for path in Path(places[1]).iterdir())


def test_an_archive_that_changes_meanwhile_is_not_copied(tmp_path: Path) -> None:
    places = [str(tmp_path / "first"), str(tmp_path / "second")]
    made(places[0], 1)

    def changed(items: Iterator[object], size: int) -> Iterator[object]:
        with Archive.open(places[0]) as archive:
            archive.add([next(archive.items())])
        yield from items

    with pytest.raises(ChangedMeanwhile, match="another process has changed the archive"):
        copied(*places, names={"own": ""}, progress=changed)  # type: ignore[arg-type]
    assert not Path(places[1]).exists()
    with pytest.raises(IndexMissing):
        Archive.open(places[1])


def test_a_file_beside_it_that_cannot_be_read_is_named_with_the_step(tmp_path: Path) -> None:
    first, second = str(tmp_path / "first"), str(tmp_path / "copied")
    made(first, 1)
    (tmp_path / "first" / "ledger.jsonl").mkdir()
    with pytest.raises(BesideUnreadable, match=r"ledger\.jsonl: .* “backfile index”"):
        copied(first, second, {"ledger.jsonl": ""})
    with pytest.raises(IndexMissing):
        Archive.open(second)


def test_a_file_beside_it_that_cannot_be_read_is_left_out_if_another_serves(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "copied"
    made(str(first), 1)
    (first / "list").mkdir()
    (first / "list.copy").write_bytes(b"files")
    assert copied(first, second, {"list": "list.copy", "list.copy": "list"}) > 0
    assert not (second / "list").exists()
    assert (second / "list.copy").read_bytes() == b"files"
