"""A zip archive that is written as a stream is read by others' programs, whatever it holds."""

import io
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.export import zipped as module
from search.export.zipped import zipped

File = tuple[str, date | None, bytes]


def opened(files: list[File]) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(io.BytesIO(b"".join(zipped(files))))
    assert archive.testzip() is None
    return archive


@given(
    st.lists(
        st.tuples(
            st.text(
                st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="/\\"), min_size=1
            ),
            st.none() | st.dates(),
            st.binary(max_size=200),
        ),
        unique_by=lambda file: file[0],
    )
)
def test_what_goes_in_comes_out(files: list[File]) -> None:
    archive = opened(files)
    assert archive.namelist() == [name for name, _, _ in files]
    assert [archive.read(name) for name, _, _ in files] == [content for _, _, content in files]


def test_days_are_kept_where_the_format_has_them() -> None:
    days = (date(2026, 1, 5), None, date(1850, 3, 1), date(2200, 1, 1))
    infos = opened([(f"{day}", day, b"") for day in days]).infolist()
    first = (1980, 1, 1, 0, 0, 0)
    assert [info.date_time for info in infos] == [(2026, 1, 5, 0, 0, 0), first, first, first]
    assert all(info.external_attr >> 16 == 0o100644 for info in infos)


@pytest.mark.parametrize("count", [0, 1, 65_535])
def test_it_may_have_any_number_of_files(count: int) -> None:
    data = b"".join(zipped((f"{number}.md", None, b"x") for number in range(count)))
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert len(archive.namelist()) == count
    assert all(archive.read(name) == b"x" for name in archive.namelist()[-3:])


def test_a_large_one_says_where_its_files_are_in_wider_numbers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_MOST_32", 50)  # instead of files of four gigabytes
    data = b"".join(zipped([(f"{number}.md", None, b"x" * 10) for number in range(3)]))
    # Readers look for the wide numbers where the narrow ones have all bits set.
    data = data.replace((50).to_bytes(4, "little"), b"\xff\xff\xff\xff")
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert [archive.read(name) for name in archive.namelist()] == [b"x" * 10] * 3


def test_it_is_a_stream() -> None:
    begun = []

    def files() -> list[File]:
        for name in ("a", "b"):
            begun.append(name)
            yield name, None, b""

    pieces = zipped(files())  # type: ignore[arg-type]
    assert next(pieces).startswith(b"PK\3\4")
    assert begun == ["a"]
