"""`changed:` finds items whose headline was reworded: engines agree, days and views are exact."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from whoosh.query import Term

from search import Archive, Headline, Item
from search.engine import Question
from search.query.parser import parse
from search.query.tree import CHANGED_FIELD, changed_term
from tests.search.test_stories import made, newest

START = datetime(2026, 1, 5, 8, tzinfo=UTC)
LINES = (
    "Port strike ends in Northhaven",
    "Port strike ends in Northhaven | Globe",
    "Port strike ends in…",
    "Strike at the port is over",
    "Port strike: live updates",
    "Comet seen above the island",
)


def item(id: str, day: int, line: str, link: str) -> Item:
    seen = START + timedelta(day)
    line_of = Headline(line, "Globe", link)
    return Item(id=id, title=line, day=seen.date(), seen=seen, headlines=[line_of])


def found(archive: Archive, query: str, as_of: str | None = None) -> list[str]:
    return sorted(hit.id for hit in archive.search(query, as_of=as_of).hits)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = Archive.create(tmp_path / "index")
    first = "https://globe.example/strike"
    archive.add(
        [
            item("a.md", 0, LINES[0], first),
            item("b.md", 3, LINES[3], f"{first}?utm_source=feed"),
            item("c.md", 4, LINES[5], "https://globe.example/comet"),
            item("d.md", 5, f"{LINES[5]} | Globe", "https://globe.example/comet"),
        ]
    )
    versions = [
        item("e.md", 6, "Bridge is opened to all", "https://globe.example/bridge"),
        item("e.md", 8, "Bridge is closed again", "https://globe.example/bridge"),
    ]
    archive.add([versions])
    return archive


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("changed:yes", ["a.md", "b.md", "e.md"]),
        ("changed:any strike", ["a.md", "b.md"]),
        ("changed:2026-01", ["a.md", "b.md", "e.md"]),
        ("changed:2026-01-08", ["a.md", "b.md"]),
        ("changed:2026-01-05", []),
        ("changed:>=2026-01-09", ["e.md"]),
        ("changed:2026-01-07..2026-01-08", ["a.md", "b.md"]),
        ("changed:no", ["c.md", "d.md"]),
        ("-changed:yes strike", []),
        ("changed:2025 OR comet", ["c.md", "d.md"]),
        ("changed:nonsense", ["a.md", "b.md", "e.md"]),
    ],
)
def test_what_is_found(archive: Archive, query: str, ids: list[str]) -> None:
    with archive:
        assert found(archive, query) == ids


def test_as_of_a_day_what_changed_by_then(archive: Archive) -> None:
    with archive:
        assert found(archive, "changed:yes", "2026-01-07") == []
        assert found(archive, "changed:yes", "2026-01-08") == ["a.md", "b.md"]


def test_an_article_that_an_item_had_before_counts_whatever_comes_later(
    tmp_path: Path, address: Callable[[Path], str]
) -> None:
    link = "https://globe.example/strike"
    moved = [item("a.md", 0, LINES[0], link), item("a.md", 1, "Other", "https://globe.example/1")]
    other = [item("b.md", 2, LINES[3], link), item("b.md", 5, LINES[5], "https://globe.example/2")]
    for known in (1, 2):
        with Archive.create(address(tmp_path / str(known))) as archive:
            archive.add([moved, other[:known]])
            assert found(archive, "changed:yes", "2026-01-08") == ["a.md", "b.md"]
            assert len(archive.story("b.md", as_of="2026-01-08").rewordings) == 1


def test_a_value_that_is_not_known_is_noted() -> None:
    assert any("asks for no days" in note for note in parse("changed:nonsense").notes)
    assert not parse("changed:yes changed:2026-01").notes


@pytest.mark.parametrize("seed", range(3))
def test_engines_agree(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    items: list[Item] = []
    for number in range(60):
        link = f"https://globe.example/{random.randrange(25)}" if random.random() < 0.9 else ""
        items.append(item(f"{number}.md", random.randrange(20), random.choice(LINES), link))
    with made(tmp_path / "index", items, random) as (folder, plain):
        later = [
            [items[number], replace(item("x", 25, random.choice(LINES), own), id=f"{number}.md")]
            for number, own in enumerate(one.headlines[0].link for one in items[:9])
        ]
        for archive in (folder, plain):
            archive.add(later)
        some = 0
        for day in (None, date(2026, 1, 12), date(2026, 1, 20)):
            for first, last in ((None, None), (date(2026, 1, 9), None), (None, date(2026, 1, 14))):
                asked = Question(tree=Term(CHANGED_FIELD, changed_term(first, last)), count=99)
                one, other = (newest(own).at(day).search(asked) for own in (folder, plain))
                assert [own.id for own, _ in one.hits] == [own.id for own, _ in other.hits]
                some += one.total
        assert some
