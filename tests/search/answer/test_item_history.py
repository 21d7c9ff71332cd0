"""How an item changed, version by version, and each version as a whole."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random

import pytest

from search import Archive, Headline, Item, ItemNotFound, RequestInvalid
from tests.search import random_archives
from tests.search.test_engines import Pair

SIGNS = {"same": "", "removed": "-", "added": "+"}


def state(day: int, hour: int, title: str, text: str, *lines: tuple[str, str]) -> Item:
    return Item(
        id="a.md",
        title=title,
        day="2026-01-01",
        text=text,
        headlines=[Headline(line, outlet, f"https://{outlet}.example/1") for line, outlet in lines],
        seen=datetime(2026, 1, day, hour, tzinfo=UTC),
    )


STRIKE, ENDS, PORT, SHIPS = ("Strike", "BBC"), ("Strike ends", "BBC"), ("Port", "DW"), ("S", "NHK")
STATES = [
    state(1, 8, "Strike at port", "Thirteen ships wait.", STRIKE, PORT),
    state(1, 9, "Strike at port ends", "Thirteen ships wait.", ENDS, PORT),
    state(3, 8, "Strike at port ends", "Nine ships wait.", ENDS, SHIPS),
]


def told(pieces: tuple[object, ...]) -> list[str]:
    return [SIGNS[own.kind] + own.text.strip() for own in pieces]  # type: ignore[attr-defined]


@pytest.fixture
def archive(make: Callable[..., Archive]) -> Archive:
    archive = make()
    archive.add([STATES])
    return archive


def test_each_version_tells_what_it_changed(archive: Archive) -> None:
    first, second, third = archive.changes("a.md")
    assert (first.number, first.title, first.headlines, first.text) == (1, (), (), ())
    assert told(second.title) == ["Strike at port", "+ends"]
    assert second.text == ()
    assert [(own.kind, own.outlet, told(own.text)) for own in second.headlines] == [
        ("rewritten", "BBC", ["Strike", "+ends"])
    ]
    assert third.title == ()
    assert told(third.text) == ["-Thirteen", "+Nine", "ships wait."]
    assert [(own.kind, own.outlet) for own in third.headlines] == [
        ("added", "NHK"),
        ("removed", "DW"),
    ]
    assert (first.day, second.day) == (None, date(2026, 1, 1))
    assert all(own.is_whole for own in (first, second, third))


def test_as_of_a_day_later_versions_are_not_known(archive: Archive) -> None:
    assert [own.number for own in archive.changes("a.md", "2026-01-01")] == [1, 2]
    with pytest.raises(ItemNotFound):
        archive.changes("a.md", "2025-12-31")
    with pytest.raises(RequestInvalid):
        archive.reading("a.md", version=-1)


@pytest.mark.parametrize("as_of", [None, "2026-01-02"])
def test_a_version_can_be_read(archive: Archive, as_of: str | None) -> None:
    known = STATES if as_of is None else STATES[:2]
    for number, own in enumerate(known, 1):
        read = archive.reading("a.md", "port", version=number, as_of=as_of)
        assert (read.version, read.versions) == (number, len(known))
        assert replace(read.item, versions=()) == own
        assert read.item.title[slice(*read.title_marks[0])] == "port"
    for number in (0, len(known) + 1, 10**9):
        read = archive.reading("a.md", version=number, as_of=as_of)
        assert read.version == read.versions == len(known)


def test_an_item_of_one_version_has_no_changes(make: Callable[..., Archive]) -> None:
    archive = make([STATES[0]])
    assert archive.changes("a.md") == ()
    assert archive.reading("a.md", version=1).version == 1


def test_both_engines_tell_the_same() -> None:
    found = 0
    for seed in range(4):
        with Pair.made(random_archives.changes(Random(seed))) as pair:
            for item in list(pair.plain.items())[:40]:
                changes = pair.folder.changes(item.id)
                assert changes == pair.plain.changes(item.id)
                found += len(changes)
                for number in range(1, len(changes) + 1):
                    read = pair.folder.reading(item.id, version=number)
                    assert read == pair.plain.reading(item.id, version=number)
                    assert (read.version == number) == changes[number - 1].is_whole
    assert found > 0
