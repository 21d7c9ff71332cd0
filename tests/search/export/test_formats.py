"""Items are taken along in formats that other programs read, all of them, in their order."""

import csv
import io
import json
import tempfile
import tracemalloc
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from search import Archive, Headline, Item, RequestInvalid, formatted
from search.export.formats import FORMATS
from search.export.markdown import write_exact
from search.export.table import ITEM_COLUMNS
from search.settings import SORTS
from tests.benchmarks.items import items
from tests.search.stories.stories_at_random import items_at_random

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


def rows(pieces: Iterable[bytes], format: str) -> int:
    """Return how many items a file has, as readers of its format count them."""
    with tempfile.TemporaryFile() as file:
        file.writelines(pieces)
        file.seek(0)
        if format == "csv":
            table = csv.reader(io.TextIOWrapper(file, "utf-8-sig", newline=""))
            return sum(len(row) == len(ITEM_COLUMNS) for row in table) - 1
        if format == "jsonl":
            return sum(bool(json.loads(line)) for line in file)
        if format == "markdown":
            return len(zipfile.ZipFile(file).namelist())
        if format == "bibtex":
            keys = [line for line in file if line.startswith(b"@misc{")]
            assert len(set(keys)) == len(keys)
            return len(keys)
        tags = Counter(line[:6] for line in file)
        assert tags[b"TY  - "] == tags[b"ER  - "]
        return tags[b"TY  - "]


@pytest.mark.parametrize("format", FORMATS)
def test_each_item_is_there_once(format: str) -> None:
    assert rows(formatted(ITEMS, format), format) == len(ITEMS)
    assert rows(formatted([], format), format) == 0


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


@pytest.mark.thorough
@pytest.mark.parametrize("format", FORMATS)
def test_few_items_are_in_memory(format: str) -> None:
    """What grows with the items is some dozen bytes each: names, and the list of a zip archive."""
    read = 0

    def large_items() -> Iterator[Item]:
        nonlocal read
        for read in range(1, 4_001):
            yield Item(
                id=f"{read}.md", title="x" * 500, day=None, text=random.randbytes(1_000).hex()
            )

    random = Random(1)
    pieces = formatted(large_items(), format)
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
    assert rows(formatted(archive.export("strike"), format), format) == total


def test_rows_are_the_total_however_many(tmp_path: Path, thorough: bool) -> None:
    count = 200_000 if thorough else 300
    # Words of the many are made up, which takes longer than to index a few.
    given = items(count) if thorough else iter(items_at_random(Random(1), count, 60))
    with Archive.create(tmp_path / "index") as archive:
        archive.add(given, jobs=2 if thorough else 1)
        for format in FORMATS:
            # A million items would take minutes: one format has all, the others many.
            some = count if format == "csv" else min(count, 20_000)
            assert rows(formatted(islice(archive.export(), some), format), format) == some
        words = next(archive.items()).title.split()
        totals = {word: archive.search(word).total for word in words}
        query = min((word for word in words if totals[word] > 2), key=lambda word: totals[word])
        for sort in SORTS:
            total = archive.search(query, sort=sort).total
            assert total == totals[query]
            for format in FORMATS if sort == "relevance" else ["jsonl"]:
                assert rows(formatted(archive.export(query, sort=sort), format), format) == total
