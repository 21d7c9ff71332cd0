"""The lock is a file of the archive, or there is none."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from search import IndexLocked
from search.embedded.store.layout import LOCK
from search.embedded.store.lock import locked

MAKERS: dict[str, Callable[[Path, Path], None]] = {
    "a link": lambda lock, other: lock.symlink_to(other),
    "a link to nothing": lambda lock, other: lock.symlink_to(other.with_name("nothing")),
    "a pipe": lambda lock, _: os.mkfifo(lock),
    "a folder": lambda lock, _: lock.mkdir(),
}


@pytest.mark.parametrize("made", MAKERS.values(), ids=MAKERS)
def test_what_else_lies_there_is_replaced_and_not_written_to(
    tmp_path: Path, made: Callable[[Path, Path], None]
) -> None:
    folder, other = tmp_path / "index", tmp_path / "other"
    folder.mkdir()
    other.write_text("precious")
    made(folder / LOCK, other)
    with locked(folder, 0), pytest.raises(IndexLocked), locked(folder, 0):
        pytest.fail("it was locked twice")
    assert not (folder / LOCK).is_symlink()
    assert (folder / LOCK).is_file()
    assert other.read_text() == "precious"
    assert [path.name for path in tmp_path.iterdir() if path != folder] == ["other"]


def test_it_names_who_holds_it_now(tmp_path: Path) -> None:
    (tmp_path / LOCK).write_text("1234567890123\nand more")
    with locked(tmp_path, 0):
        assert (tmp_path / LOCK).read_text() == f"{os.getpid()}\n"
        with pytest.raises(IndexLocked, match="this process is changing"), locked(tmp_path, 0):
            pytest.fail("it was locked twice")


def test_it_names_another_process_that_holds_it(tmp_path: Path) -> None:
    with locked(tmp_path, 0):
        (tmp_path / LOCK).write_text("4711\n")
        with pytest.raises(IndexLocked, match=r"\(pid 4711\).*--wait"), locked(tmp_path, 0):
            pytest.fail("it was locked twice")
