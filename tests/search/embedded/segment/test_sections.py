"""A segment's arrays come back as they were written, and never otherwise."""

import os
import resource
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from search import IndexDamaged, Item
from search.embedded.segment import sections
from search.embedded.segment.sections import Sections, SectionsWriter
from search.embedded.segment.segment import Segment

ARRAYS: dict[str, Any] = {
    "u1": np.arange(256, dtype=np.uint8),
    "u2": np.arange(0, 65536, 7, dtype=np.uint16),
    "u4": np.array([0, 1, 2**32 - 1], np.uint32),
    "u8": np.array([0, 2**64 - 1], np.uint64),
    "i4": np.array([-(2**31), 0, 2**31 - 1], np.int32),
    "f4": np.array([0.0, -1.5, np.inf], np.float32),
    "bool": np.array([True, False, True]),
    "big-endian": np.array([1, 2, 3], ">u4"),
    "not-in-a-row": np.arange(20, dtype=np.int64)[::3],
    "a-list": [1, 2, 3],
    "bytes": b"some bytes",
    "no-u1": np.zeros(0, np.uint8),
    "no-i8": np.zeros(0, np.int64),
    "no-bytes": b"",
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "some.seg"


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sections, "CHUNK_BYTES", 64)
    monkeypatch.setattr(sections, "SPOOL_BYTES", 16)


def test_arrays_come_back_as_they_were_written(path: Path) -> None:
    with SectionsWriter(path) as out:
        for name, array in ARRAYS.items():
            out.write(name, array)
        out.meta["facts"] = {"n": 3, "ö": ["x"]}
    read = Sections(path)
    read.check()
    assert read.meta == {"facts": {"n": 3, "ö": ["x"]}}
    assert read.names() == list(ARRAYS)
    assert "u1" in read
    assert "u3" not in read
    for name, array in ARRAYS.items():
        wanted = np.frombuffer(array, np.uint8) if isinstance(array, bytes) else np.asarray(array)
        found = read.whole(name)
        assert found.dtype == wanted.dtype.newbyteorder("<")
        assert found.tolist() == wanted.tolist()
        assert read.opened(name)(1, 2).tolist() == wanted[1:2].tolist()


@pytest.mark.usefixtures("small_chunks")
@pytest.mark.parametrize("final", ["u4", "u8"])
@pytest.mark.parametrize("length", [0, 1, 7, 8, 9, 16, 17, 100])
def test_what_is_made_piece_by_piece(path: Path, final: str, length: int) -> None:
    """Over several chunks, on disk for a while, and narrowed at the end."""
    values = np.arange(length, dtype=np.uint64) * 1000
    with SectionsWriter(path) as out:
        one, other = out.piecemeal("u8"), out.piecemeal("u1")
        for start in range(0, length, 3):
            one.add(values[start : start + 3])
            other.add(b"abc")
        assert one.length == length
        out.write("between", [1, 2])
        out.take("one", one, final)
        out.take("other", other)
    read = Sections(path)
    read.check()
    assert read.whole("one").dtype == np.dtype(final)
    assert read.whole("one").tolist() == values.tolist()
    assert read.whole("other").tobytes() == b"abc" * -(-length // 3)
    part = read.opened("one")
    for start in range(0, length, 5):
        assert part(start, start + 5).tolist() == values[start : start + 5].tolist()


@pytest.fixture
def segment(built: Callable[[Sequence[Item]], Segment], items: tuple[Item, ...]) -> Path:
    """The file of a segment of three items."""
    return built([items[0], items[8], items[13]]).sections.path


def test_every_flipped_byte_is_found(segment: Path, thorough: bool) -> None:
    Sections(segment).check()
    whole = segment.read_bytes()
    missed = []
    with segment.open("r+b", buffering=0) as file:
        for offset in range(0, len(whole), 1 if thorough else 7):
            byte = whole[offset]
            flip = 1 << offset % 8 if offset % 3 else 0xFF
            os.pwrite(file.fileno(), bytes([byte ^ flip]), offset)
            try:
                Sections(segment).check()
            except IndexDamaged:
                pass
            else:
                missed.append(offset)
            os.pwrite(file.fileno(), bytes([byte]), offset)
    assert missed == []
    assert segment.read_bytes() == whole
    Sections(segment).check()


def test_a_cut_file_is_found_at_every_length(segment: Path) -> None:
    for length in reversed(range(segment.stat().st_size)):
        os.truncate(segment, length)
        with pytest.raises(IndexDamaged):
            Sections(segment).check()


def test_what_is_added_behind_is_found(segment: Path) -> None:
    with segment.open("ab") as file:
        file.write(b"\0")
    with pytest.raises(IndexDamaged):
        Sections(segment)


@pytest.mark.usefixtures("small_chunks")
def test_a_damaged_chunk_is_found_when_it_is_read_and_disturbs_no_other(path: Path) -> None:
    with SectionsWriter(path) as out:
        out.write("a", np.arange(256, dtype=np.uint8))
        out.write("b", np.arange(64, dtype=np.uint32))
    offset = path.read_bytes().index(bytes(range(64, 128)))
    with path.open("r+b", buffering=0) as file:
        os.pwrite(file.fileno(), b"\0", offset)
    read = Sections(path)
    part = read.opened("a")
    assert part(0, 64).tolist() == list(range(64))
    assert part(128, 256).tolist() == list(range(128, 256))
    assert read.whole("b").tolist() == list(range(64))
    for start, end in [(64, 65), (127, 128), (60, 70), (0, 256)]:
        for _ in range(2):  # it is no better the second time
            with pytest.raises(IndexDamaged, match="a is not what was written"):
                part(start, end)
    for start in (0, 64):  # what is read together is all checked
        with pytest.raises(IndexDamaged):
            Sections(path).opened("a")(start, 256)
    with pytest.raises(IndexDamaged):
        Sections(path).whole("a")


@pytest.mark.parametrize("dtype", ["|O", "O", "<u8,O", "<M8[s]", "|V8"])
def test_a_forged_directory_makes_no_objects(path: Path, dtype: str) -> None:
    """Its checksum agrees, but an array may hold numbers only."""
    with SectionsWriter(path) as out:
        out.write("a", np.arange(8, dtype=np.uint64))
        offset, size, _, checks = out._sections["a"]
        out._sections["a"] = offset, size, dtype, checks
    with pytest.raises(IndexDamaged, match="directory is not a segment's"):
        Sections(path)


# -- what goes wrong while it is written


def test_a_failed_write_leaves_no_file(path: Path) -> None:
    def write() -> None:
        with SectionsWriter(path) as out:
            out.write("a", [1, 2, 3])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write()
    assert list(path.parent.iterdir()) == []


@contextmanager
def at_most(bytes_: int) -> Iterator[None]:
    """Have files grow no further, as on a full disk."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@pytest.mark.parametrize("room", [0, 100, 5_000, 9_990], ids=str)
def test_a_full_disk_leaves_no_file(path: Path, room: int) -> None:
    """What is still in memory is written when the file is closed."""

    def write() -> None:
        with at_most(room), SectionsWriter(path) as out:
            out.write("a", bytes(4_000))
            out.write("b", bytes(5_900))

    with pytest.raises(OSError, match="large"):
        write()
    assert list(path.parent.iterdir()) == []


def test_a_file_that_is_there_is_left_alone(path: Path) -> None:
    path.write_text("something")
    with pytest.raises(FileExistsError), SectionsWriter(path):
        pass
    assert path.read_text() == "something"
