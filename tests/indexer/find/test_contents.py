"""The bytes of a file are read whole, or refused."""

from pathlib import Path

import pytest

from indexer.find.contents import MAX_FILE_BYTES, read_settled
from indexer.ledger import Refused


def test_a_file_of_the_largest_size_is_read_and_one_byte_more_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"x" * MAX_FILE_BYTES)
    assert len(read_settled(path).data) == MAX_FILE_BYTES
    path.write_bytes(b"x" * (MAX_FILE_BYTES + 1))
    with pytest.raises(Refused, match="16 MiB") as raised:
        read_settled(path)
    assert raised.value.reason == "too-large"


def test_a_file_whose_size_is_not_known_is_read_to_its_end() -> None:
    assert read_settled("/proc/self/status").data.startswith(b"Name:")
