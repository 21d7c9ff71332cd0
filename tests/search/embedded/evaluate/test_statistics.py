"""Statistics are those of all segments, however many terms are asked for."""

from collections.abc import Callable
from math import log

import pytest

from search import Archive, Item
from search.embedded.evaluate import statistics
from search.embedded.segment import merge


def test_terms_are_known_over_all_segments(
    make: Callable[..., Archive], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merge, "MERGE_FACTOR", 100)
    monkeypatch.setattr(statistics, "TERMS_KEPT", 3)
    archive = make()
    for number, title in enumerate(["port strike", "port", "comet"]):
        archive.add([Item(id=str(number), title=title, day=None)])
    known = archive._reader()._statistics
    port = known.of("title", b"port")
    assert port.count == 2
    assert [number is not None for number in port.numbers] == [True, True, False]
    assert port.rarity == log(3 / 3) + 1
    # More than are kept: what is forgotten is looked up again.
    for _ in range(3):
        found = known.of_all("title", [b"port", b"strike", b"comet", b"absent"])
        assert [facts.count for facts in found] == [2, 1, 1, 0]
        assert known.of("title", b"port") == port
    assert known.of("title", b"absent").numbers == (None, None, None)


def test_where_nothing_is_left_no_term_is_known() -> None:
    (facts,) = statistics.Statistics([]).of_all("title", [b"port"])
    assert (facts.numbers, facts.count) == ((), 0)
