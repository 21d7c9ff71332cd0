"""An archive that is made of exported files is the archive that they are of."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest

from indexer.archive_id import ORIGIN_FILE, origin, write_origin
from indexer.sync.run import index_files
from search import Archive

ONE, OTHER = uuid4(), uuid4()


def folder(path: Path, id: UUID | None) -> Path:
    path.mkdir()
    (path / "item.md").write_text("---\ntitle: Storm\n---\n")
    if id:
        write_origin(path, id)
    return path


@pytest.mark.parametrize(
    ("ids", "expected"),
    [([ONE], ONE), ([ONE, ONE], ONE), ([ONE, OTHER], None), ([ONE, None], None), ([None], None)],
    ids=["one", "the same", "two", "one and other files", "none"],
)
def test_an_archive_takes_over_the_id_of_its_only_origin(
    tmp_path: Path, ids: list[UUID | None], expected: UUID | None
) -> None:
    paths = [folder(tmp_path / str(number), id) for number, id in enumerate(ids)]
    assert origin(paths) == expected


def test_an_archive_that_is_there_keeps_its_id(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "index") as archive:
        own = archive.id
    index_files([folder(tmp_path / "files", ONE)], tmp_path / "index")
    with Archive.open(tmp_path / "index") as archive:
        assert archive.id == own
        assert archive.info().items == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"urn:uuid:", b"\xff\xfe", b"x" * 10_000, b"0" * 32 + b"\n" * 1000 + b"1", b"\0" * 40],
)
def test_what_is_no_id_is_none(tmp_path: Path, content: bytes) -> None:
    (folder(tmp_path / "files", None) / ORIGIN_FILE).write_bytes(content)
    index_files([tmp_path / "files"], tmp_path / "index")
    with Archive.open(tmp_path / "index") as archive:
        assert archive.info().items == 1


def test_what_is_no_file_is_none(tmp_path: Path) -> None:
    files = folder(tmp_path / "files", None)
    (files / ORIGIN_FILE).mkdir()
    assert origin([files, files / "item.md"]) is None


def test_the_id_is_not_written_through_a_link(tmp_path: Path) -> None:
    files = folder(tmp_path / "files", None)
    target = tmp_path / "target"
    target.write_text("kept")
    (files / ORIGIN_FILE).symlink_to(target)
    write_origin(files, ONE)
    assert target.read_text() == "kept"
    assert origin([files]) == ONE
