"""What is not what was written is found: by a check all of it, by a search what it touches."""

import os
import random
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from whoosh.index import open_dir

from search import Archive, IndexDamaged, Item
from search.embedded.store.folder import Folder


@pytest.fixture
def folder(tmp_path: Path, items: tuple[Item, ...]) -> Path:
    """The folder of an archive of a few items, closed: two segments, some items deleted."""
    path = tmp_path / "index"
    with Archive.create(path) as archive:
        archive.add(items[:9])
        archive.add(items[8:])
        archive.remove([items[0].id])
    return path


@contextmanager
def flipped(path: Path, offset: int, flip: int) -> Iterator[None]:
    """Have a file hold another byte for a while."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        byte = os.pread(descriptor, 1, offset)
        os.pwrite(descriptor, bytes([byte[0] ^ flip]), offset)
        yield
        os.pwrite(descriptor, byte, offset)
    finally:
        os.close(descriptor)


def flips(path: Path, number: int | None = None) -> list[tuple[int, int]]:
    """Return offsets in a file and what to flip there: all offsets, or `number` of them."""
    size = path.stat().st_size
    chance = random.Random(size)
    chosen = range(size) if number is None else sorted(chance.sample(range(size), number))
    return [(offset, chance.choice([1 << offset % 8, 0xFF])) for offset in chosen]


def damaged(folder: Path) -> bool:
    """Check an archive; tell whether it is said to be damaged, and what to do."""
    try:
        Folder.open(folder).check()
    except IndexDamaged as error:
        return re.match(f"{re.escape(str(folder))}.*index again", str(error)) is not None
    return False


def test_a_sound_archive_passes(folder: Path, archive: Archive, empty_archive: Archive) -> None:
    assert Folder.open(folder).check() == 2
    with Archive.open(folder) as opened:
        assert opened.check() == 2
    assert archive.check() == 1
    assert empty_archive.check() == 0


def test_a_table_that_whoosh_wrote_passes(folder: Path) -> None:
    """It has no check of its own."""
    writer = open_dir(folder).writer()
    writer.delete_by_term("path", "sky/comet-1.md")
    writer.commit(merge=False)
    assert not damaged(folder)
    with Archive.open(folder) as archive:
        assert archive.search("comet", facets=()).total == 1


def test_every_flipped_byte_of_the_table_is_found(folder: Path) -> None:
    (folder / "contents.copy").unlink()  # it would serve
    (table,) = folder.glob("*.toc")
    missed = []
    for offset, flip in flips(table):
        with flipped(table, offset, flip):
            if not damaged(folder):
                missed.append((offset, flip))
    assert missed == []
    assert not damaged(folder)


def test_flipped_bytes_of_every_segment_are_found(folder: Path) -> None:
    """Every byte is tried in `test_sections`."""
    for segment in folder.glob("*.seg"):
        missed = []
        for offset, flip in flips(segment, 200):
            with flipped(segment, offset, flip):
                if not damaged(folder):
                    missed.append((offset, flip))
        assert missed == []
    assert not damaged(folder)


def spoil_the_number(folder: Path) -> None:
    """Put a segment that holds something else under the name of another."""
    one, other = folder.glob("*.seg")
    os.replace(one, other)
    one.write_bytes(other.read_bytes())


def cut_the_table(folder: Path) -> None:
    """And lose its copy, which would serve."""
    os.truncate(next(folder.glob("*.toc")), 99)
    (folder / "contents.copy").unlink()


SPOILT: dict[str, Callable[[Path], None]] = {
    "a-segment-under-the-name-of-another": spoil_the_number,
    "a-segment-is-gone": lambda folder: next(folder.glob("*.seg")).unlink(),
    "a-segment-is-empty": lambda folder: next(folder.glob("*.seg")).write_bytes(b"") and None,
    "a-segment-is-cut": lambda folder: os.truncate(next(folder.glob("*.seg")), 999),
    "the-table-is-cut": cut_the_table,
}


@pytest.mark.filterwarnings(  # Whoosh leaves a table that it could not read to the collector
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)
@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_check_finds_files_that_are_not_what_they_were(
    folder: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(folder)
    assert damaged(folder)


def answers(folder: Path, ids: list[str]) -> list[Any]:
    """Return what an archive says to all kinds of questions."""
    with Archive.open(folder) as archive:
        pages = [
            archive.search(query, per_page=100)
            for query in ("", "strike", '"port strike"', "harb* -senate", "comte~", "汽车 OR 桜")
        ]
        return [
            [(page.total, page.hits, dict(page.facets), page.notes) for page in pages],
            archive.search(sort="newest", sources=["BBC"], since="2026-01-04", facets=()).hits,
            [archive.item(item_id) for item_id in ids],
            archive.facet("tags"),
            archive.suggest("st"),
            archive.related(ids[-3]),
        ]


def test_an_answer_is_right_or_there_is_none(
    folder: Path, items: tuple[Item, ...], thorough: bool
) -> None:
    ids = [item.id for item in items[1:]]
    wanted = answers(folder, ids)
    assert wanted[0][0][0] == len(ids)
    right = refused = 0
    for path in (*folder.glob("*.seg"), *folder.glob("*.toc")):
        for offset, flip in flips(path, 100 if thorough else 25):
            with flipped(path, offset, flip):
                try:
                    found = answers(folder, ids)
                except IndexDamaged:
                    refused += 1
                else:
                    assert found == wanted, (path.name, offset, flip)
                    right += 1
    assert right  # nobody reads what lies between arrays
    assert refused
