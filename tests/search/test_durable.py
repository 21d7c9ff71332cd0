from collections.abc import Iterator
from pathlib import Path

import pytest

from search import durable


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    path.write_bytes(b"old")

    durable.put(path, [b"n", b"ew"])

    assert path.read_bytes() == b"new"
    assert [file.name for file in tmp_path.iterdir()] == ["state.json"]


def test_what_fails_halfway_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    path.write_bytes(b"old")

    def chunks() -> Iterator[bytes]:
        yield b"ne"
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space left"):
        durable.put(path, chunks())

    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["state.json"]


@pytest.mark.parametrize("target", ["whole", "dangling"])
def test_a_planted_link_is_not_written_through(tmp_path: Path, target: str) -> None:
    other = tmp_path / "other"
    if target == "whole":
        other.write_bytes(b"somebody's")
    path = tmp_path / "state.json"
    path.with_name(path.name + durable.UNFINISHED_ENDING).symlink_to(other)

    durable.put(path, [b"new"])

    assert path.read_bytes() == b"new"
    assert not path.is_symlink()
    assert other.read_bytes() == b"somebody's" if target == "whole" else not other.exists()


def test_an_unfinished_file_of_a_killed_process_is_no_hindrance(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    path.with_name(path.name + durable.UNFINISHED_ENDING).write_bytes(b"a much longer, older one")

    durable.put(path, [b"new"])

    assert path.read_bytes() == b"new"
