"""Counting by ordinal gives what counting one by one gives, whatever documents have."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import Archive, Item
from search.embedded.evaluate.facets import Names
from search.embedded.evaluate.tallies import FacetTally, by_frequency
from search.embedded.segment import merge
from search.embedded.store.folder import Folder
from search.names import distinct, name_key

TAGS = [f"{first}{second}" for first in "aAbBzÄ" for second in "xyXYZ0é"] + ["only once"]

BATCHES = st.lists(
    st.lists(st.lists(st.sampled_from(TAGS), max_size=23, unique=True), min_size=1, max_size=12),
    min_size=1,
    max_size=3,
)


@settings(
    max_examples=3 * settings.default.max_examples // 5,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(BATCHES, st.randoms(use_true_random=False), st.integers(1, 80))
def test_counts_are_those_of_counting_one_by_one(
    tmp_path_factory: pytest.TempPathFactory,
    batches: list[list[list[str]]],
    chance: random.Random,
    number: int,
) -> None:
    path = tmp_path_factory.mktemp("facets") / "archive"
    tags: dict[str, list[str]] = {}
    with Archive.create(path) as archive:
        for place, batch in enumerate(batches):
            items = {f"{place}-{row}": values for row, values in enumerate(batch)}
            archive.add(
                Item(id=name, title=name, day=date(2026, 1, 1), tags=tuple(values))
                for name, values in items.items()
            )
            tags |= {name: list(distinct(values)) for name, values in items.items()}
    contents = Folder.open(path).contents()
    segments = [entry.open(Folder.open(path).storage) for entry in contents.segments]
    names = Names(segments, "tags", str.casefold)
    hits, expected, start = [], Counter[str](), 0
    for place, segment in enumerate(segments):
        chosen = [row for row in range(segment.documents) if chance.random() < 0.6]
        hits += [start + row for row in chosen]
        start += segment.documents
        for row in chosen:
            expected.update(map(name_key, tags[f"{place}-{_row_of(segment.documents, row)}"]))
    spellings = Counter(value for values in tags.values() for value in values)
    # Of values by code points, sorted by frequency, the most frequent spelling of a key comes last.
    shown = {
        name_key(value): value
        for value in sorted(sorted(spellings, reverse=True), key=lambda value: spellings[value])
    }
    expected = Counter({shown[key]: count for key, count in expected.items()})
    counts = FacetTally(
        names.count(np.array(hits, np.intp)), names, names.written([None] * len(segments))
    )
    assert dict(counts.most_frequent(len(counts))) == expected
    assert len(counts) == len(expected)
    assert counts.most_frequent(number) == sorted(expected.items(), key=by_frequency)[:number]
    for value in TAGS:
        written = shown.get(name_key(value), value)
        assert counts.get(value) == (written, expected[written])
    assert counts.get("none such") == ("none such", 0)


def _row_of(size: int, document: int) -> int:
    """Return the row of a document: those of one day are in the order of their ids."""
    return int(sorted(map(str, range(size)))[document])


def test_values_of_all_segments_are_in_one_alphabet(
    make: Callable[..., Archive], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merge, "MERGE_FACTOR", 100)
    archive = make()
    for number, tag in enumerate(["zebra", "Apple", "apple", "mango", "Äpfel", "apple", "Mango"]):
        archive.add([Item(id=str(number), title="x", day=None, tags=(tag,))])
    page = archive.search("x")
    found = [(value.value, value.count) for value in page.facets["tags"]]
    assert found == [("apple", 3), ("Mango", 2), ("zebra", 1), ("Äpfel", 1)]


def test_of_very_many_values_the_first_are_found(tmp_path: Path) -> None:
    # One value each, but for a few that are frequent: those come first, then the alphabet.
    with Archive.create(tmp_path / "archive") as archive:
        archive.add(
            Item(
                id=str(number),
                title="x" if number % 3 else "x y",
                day=None,
                tags=(f"tag {number:05}", f"often {number % 7}"),
            )
            for number in range(3_000)
        )
        first = [(value.value, value.count) for value in archive.search("x").facets["tags"]]
        assert first[:7] == sorted(first[:7], key=by_frequency)
        assert {value for value, _ in first[:7]} == {f"often {number}" for number in range(7)}
        assert sum(count for _, count in first[:7]) == 3_000
        assert first[7:] == [(f"tag {number:05}", 1) for number in range(13)]
        rare = [value.value for value in archive.search("y").facets["tags"]]
        assert rare[7:] == [f"tag {number:05}" for number in range(0, 39, 3)]
