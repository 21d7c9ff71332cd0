"""Examples are in the archive's own words, and find what they say."""

from collections.abc import Callable
from datetime import date

import pytest

from search import Archive, Item


def test_each_example_finds_what_it_says(archive: Archive) -> None:
    examples = archive.examples()
    assert {"words", "phrase", "without", "title", "sources", "tags", "month"} <= {
        example.kind for example in examples
    }
    for example in examples:
        assert archive.search(example.query).total == example.total > 0
        assert not archive.search(example.query).notes, example.query


@pytest.mark.parametrize(
    "items",
    [
        [],
        [Item(id="a.md", title="", day=None)],
        [Item(id="a.md", title="北京 新闻", day=date(2026, 1, 3), tags=["新闻"])],
        [Item(id="a.md", title="OR AND NOT", day=None, tags=['a "quoted" tag'])],
        [Item(id="a.md", title="Port strike", day=date(1000, 1, 1), feed="not an address")],
        [Item(id="a.md", title="Port strike", day=None, tags=["AND", "two words"])],
    ],
    ids=["none", "empty", "chinese", "operators", "old", "names"],
)
def test_any_archive_has_examples_that_find_something(
    make: Callable[..., Archive], items: list[Item]
) -> None:
    archive = make(items)
    for example in archive.examples():
        assert archive.search(example.query).total == example.total > 0
