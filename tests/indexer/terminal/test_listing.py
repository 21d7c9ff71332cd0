"""A page of hits on a terminal."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click import unstyle

from indexer.terminal import listing
from search import Archive, Headline, Item


@pytest.fixture
def asked(archive: Path) -> Iterator[Archive]:
    with Archive.open(archive) as opened:
        yield opened


def shown(archive: Archive, query: str, **limits: object) -> str:
    page = archive.search(query, **limits)  # type: ignore[arg-type]
    return listing.page_text(page)


def test_a_cluster_shows_the_headlines_that_match(asked: Archive) -> None:
    assert unstyle(shown(asked, "dockers")) == (
        "1 item\n"
        "\n"
        "1  Port strike enters second week\n"
        "   2026-01-03 · Harbour Post, The Northern Ledger, Radio Kestrel\n"
        "   - Dockers on strike: what they want · The Northern Ledger\n"
        "   2026/strike.md\n"
        "\n"
        "Outlets: Harbour Post (1), Radio Kestrel (1), The Northern Ledger (1)."
    )


def test_a_text_shows_where_it_matches(asked: Archive) -> None:
    text = shown(asked, "midnight")
    assert "until \x1b[31m\x1b[1mmidnight\x1b[0m." in text
    assert "\x1b[1mComet seen over the bay\x1b[0m" in text


def test_the_title_is_not_repeated_as_a_headline(asked: Archive) -> None:
    assert unstyle(shown(asked, "port")).count("Port strike enters second week") == 1


def test_an_item_without_day_and_outlet(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "bare") as archive:
        archive.add([Item(id="a.md", title="Bare", day=None)])
        assert unstyle(shown(archive, "")) == "1 item\n\n1  Bare\n   a.md"


def test_text_of_items_cannot_control_the_terminal(tmp_path: Path) -> None:
    evil = "\x1b]0;owned\x07 \x9b2J \x1b[31m"
    item = Item(
        id=f"a{evil}.md",
        title=f"Strike {evil}",
        day=date(2026, 1, 3),
        text=f"strike {evil}",
        headlines=[Headline(text=f"A strike {evil}", outlet=f"Post {evil}")],  # type: ignore[arg-type]
        tags=(evil,),
    )
    with Archive.create(tmp_path / "evil") as archive:
        archive.add([item])
        text = unstyle(shown(archive, "strike")) + shown(archive, f"xyz source:x{evil}")
    assert not [sign for sign in text if sign < " " and sign != "\n"]
    assert "\x9b" not in text


def test_more_than_is_shown(asked: Archive) -> None:
    text = shown(asked, "", per_page=2)
    assert text.startswith("3 items\n")
    assert "Shown: 2 of 3. More: --limit 3." in text


@pytest.mark.parametrize(
    ("headlines", "more_outlets", "more_headlines"),
    [
        pytest.param(9, 5, "4 more matching headlines", id="a hit carries all of them"),
        pytest.param(1_000, 996, "995 more headlines", id="a hit carries only some"),
    ],
)
def test_many_headlines_and_outlets_are_cut(
    tmp_path: Path, headlines: int, more_outlets: int, more_headlines: str
) -> None:
    lines = [Headline(text=f"Strike view {n}", outlet=f"Outlet {n}") for n in range(headlines)]
    item = Item(id="a.md", title="Views", day=None, headlines=lines)  # type: ignore[arg-type]
    with Archive.create(tmp_path / "many") as archive:
        archive.add([item])
        text = unstyle(shown(archive, "strike"))
    assert f"Outlet 0, Outlet 1, Outlet 2, Outlet 3 and {more_outlets} more\n" in text
    assert f"     {more_headlines}\n" in text
    assert f"(1) and {headlines - 6} more." in " ".join(text.split())


def test_matching_headlines_are_counted_where_the_rest_does_not_match(tmp_path: Path) -> None:
    lines = [Headline(text=f"{'Strike' if n < 7 else 'Ferry'} view {n}") for n in range(900)]
    item = Item(id="a.md", title="Views", day=None, headlines=lines)  # type: ignore[arg-type]
    with Archive.create(tmp_path / "many") as archive:
        archive.add([item])
        assert "     2 more matching headlines\n" in unstyle(shown(archive, "strike"))


def test_nothing_found_says_which_part_is_to_blame(asked: Archive) -> None:
    assert shown(asked, "strike xyzzy", sources=["BBC"]) == (
        "Nothing found.\n"
        "How many items each part of the search finds alone:\n"
        "  2  strike\n"
        "  0  xyzzy\n"
        "  0  outlet: BBC\n"
        "Without outlet: BBC: 2 items."
    )
    assert shown(asked, "xyzzy") == "Nothing found."


@pytest.mark.parametrize(
    ("query", "limits", "told"),
    [
        (
            "ferry",
            {"standing": True},
            "among items whose files are still there:\n  0  ferry\n  1  standing\n",
        ),
        (
            "comet",
            {"as_of": "2026-01-06"},
            "in the archive as of 2026-01-06:\n  0  comet\n  2  as of 2026-01-06",
        ),
        (
            "ferry",
            {"as_of": "2026-01-06", "standing": True},
            "among items whose files were still there on 2026-01-06:\n"
            "  0  ferry\n  1  as of 2026-01-06\n  1  standing\n",
        ),
    ],
    ids=("standing", "as of a day", "both"),
)
def test_it_is_said_among_which_items_the_parts_are_counted(
    tmp_path: Path, query: str, limits: dict[str, object], told: str
) -> None:
    def item(id: str, title: str, gone: date | None = None) -> Item:
        return Item(id=id, title=title, day=None, seen=datetime(2026, 1, 2, tzinfo=UTC), gone=gone)

    items = [item("a.md", "Strike"), item("b.md", "Ferry", date(2026, 1, 5))]
    with Archive.create(tmp_path / "index") as archive:
        archive.add(items)
        text = shown(archive, query, **limits)
    assert f"How many items each part of the search finds alone {told}" in text + "\n"


def timeline(archive: Archive, query: str, **limits: object) -> str:
    page = archive.search(query, **limits)  # type: ignore[arg-type]
    return listing.timeline_text(page)


def test_a_timeline_has_a_line_for_each_period(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "index") as archive:
        days = [date(2026, 1, 1), date(2026, 1, 3), date(2026, 1, 3), None]
        archive.add(Item(id=f"{own}.md", title="Bay", day=day) for own, day in enumerate(days))
        archive.add([Item(id="other.md", title="Sea", day=date(2026, 1, 4))])
        assert timeline(archive, "bay", until="2026-01-04").splitlines() == [
            "3 items",
            "",
            "Day         Items (held)",
            f"2026-01-01  1 (1)  {'█' * 20}",
            "2026-01-02      -  nothing held",
            f"2026-01-03  2 (2)  {'█' * 40}",
            "2026-01-04  0 (1)",
        ]
        assert timeline(archive, "bay", by="month").splitlines()[2:] == [
            "Month                     Items (held)",
            f"2026-01-01 to 2026-01-31  3 (4)  {'█' * 40}",
            "",
            "1 more item without a day.",
        ]
        assert timeline(archive, "nosuchword") == "Nothing found."
