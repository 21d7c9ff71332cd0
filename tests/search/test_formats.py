"""Items are taken along in formats that other programs read, all of them, in their order."""

import csv
import io
import json
import re
import tracemalloc
import zipfile
from collections.abc import Iterator
from random import Random

import pytest

from search import Archive, Headline, Item, RequestInvalid, formatted
from search.formats import FORMATS
from search.taking.markdown import write_exact

ITEMS = [
    Item(
        id=id,
        title=title,
        day=None,
        headlines=(Headline(title, "Harbour Post", "https://a.example/1"),),
        tags=("port",),
    )
    for id, title in (
        ("a.md", "Storm at 5 %"),
        ("A.md", "=cmd|' /C calc'!A0"),
        ("../b", "הנמל נסגר"),
        ("c/港.md", "港のストライキ"),
        ("d.html", "A {brace} \\ and\u2028a line"),
    )
]


def written(items: list[Item] | Iterator[Item], format: str) -> bytes:
    return b"".join(formatted(items, format))


def rows(data: bytes, format: str) -> int:
    """Return how many items a file has, as readers of its format count them."""
    if format == "csv":
        return sum(1 for _ in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))) - 1
    if format == "jsonl":
        return sum(1 for row in data.split(b"\n") if row and json.loads(row))
    if format == "markdown":
        return len(zipfile.ZipFile(io.BytesIO(data)).namelist())
    if format == "bibtex":
        keys = re.findall(rb"^@misc\{(.+),$", data, re.MULTILINE)
        assert len(set(keys)) == len(keys)
        return len(keys)
    begun, ended = (len(re.findall(rb"^%s  - " % tag, data, re.M)) for tag in (b"TY", b"ER"))
    assert begun == ended
    return begun


@pytest.mark.parametrize("format", FORMATS)
def test_each_item_is_there_once(format: str) -> None:
    assert rows(written(ITEMS, format), format) == len(ITEMS)
    assert rows(written([], format), format) == 0


def test_lines_and_tables_keep_the_order() -> None:
    ids = [item.id for item in ITEMS]
    assert [json.loads(row)["id"] for row in written(ITEMS, "jsonl").splitlines()] == ids
    table = csv.DictReader(io.StringIO(written(ITEMS, "csv").decode("utf-8-sig"), newline=""))
    assert [row["id"] for row in table] == ids


def test_lines_make_the_same_items_again() -> None:
    lines = written(ITEMS, "jsonl").splitlines()
    assert [Item.from_json(json.loads(line)) for line in lines] == ITEMS


def test_a_zip_archive_has_the_file_of_each_item() -> None:
    archive = zipfile.ZipFile(io.BytesIO(written(ITEMS, "markdown")))
    files = [archive.read(name).decode() for name in archive.namelist()]
    assert files == [write_exact(item) for item in ITEMS]
    assert archive.namelist()[2:] == ["_/b.md", "c/港.md", "d.html"]


@pytest.mark.parametrize(
    ("name", "told"), [("xls", "give one of csv"), ("bibtx", "did you mean bibtex")]
)
def test_another_format_is_refused(name: str, told: str) -> None:
    with pytest.raises(RequestInvalid, match=told):
        formatted([], name)


@pytest.mark.parametrize("format", FORMATS)
def test_few_items_are_in_memory(format: str) -> None:
    """What grows with the items is some dozen bytes each: names, and the list of a zip archive."""
    read = 0

    def items() -> Iterator[Item]:
        nonlocal read
        for read in range(1, 4_001):
            yield Item(
                id=f"{read}.md", title="x" * 500, day=None, text=random.randbytes(1_000).hex()
            )

    random = Random(1)
    pieces = formatted(items(), format)
    next(pieces)
    assert read < 1_000, "the first piece does not wait for all items"
    tracemalloc.start()
    try:
        size = sum(map(len, pieces))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert read == 4_000
    assert peak < 1_200_000, f"of {size:,} bytes"


@pytest.mark.parametrize("format", FORMATS)
def test_a_search_is_taken_along_whole(archive: Archive, format: str) -> None:
    total = archive.search("strike").total
    assert total > 1
    assert rows(b"".join(formatted(archive.export("strike"), format)), format) == total
