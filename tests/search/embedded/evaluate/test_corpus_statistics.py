"""Statistics are those of all segments, however many terms are asked for."""

from collections.abc import Callable
from math import log

import pytest

from search import Archive, Item
from search.embedded.evaluate import corpus_statistics
from search.embedded.segment import merge


def test_terms_are_known_over_all_segments(
    make: Callable[..., Archive], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merge, "MERGE_FACTOR", 100)
    monkeypatch.setattr(corpus_statistics, "TERMS_KEPT", 3)
    archive = make()
    for number, title in enumerate(["port strike", "port", "comet"]):
        archive.add([Item(id=str(number), title=title, day=None)])
    known = archive._newest()._statistics  # type: ignore[attr-defined]
    port = known.of("title", b"port")
    assert port.count == 2
    assert [number is not None for number in port.numbers] == [True, True, False]
    # More than are kept: what is forgotten is looked up again.
    for _ in range(3):
        found = known.of_all("title", [b"port", b"strike", b"comet", b"absent"])
        assert [facts.count for facts in found] == [2, 1, 1, 0]
        assert known.of("title", b"port") == port
    assert known.of("title", b"absent").numbers == (None, None, None)


def test_where_nothing_is_left_no_term_is_known() -> None:
    (facts,) = corpus_statistics.Statistics([], [], 0).of_all("title", [b"port"])
    assert (facts.numbers, facts.count) == ((), 0)


def test_only_what_may_be_found_counts(make: Callable[..., Archive]) -> None:
    archive = make(["port strike", "port", "comet over the bay"])
    archive.remove(["port"])
    known = archive._newest()._statistics  # type: ignore[attr-defined]
    assert known.of("title", b"port").count == 1
    assert known.rarity(1) == log(3 / 1)
    assert known.average_length() == (2 + 4) / 2
