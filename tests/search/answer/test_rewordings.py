"""What a story tells of its headlines: how they changed, and who was alone first."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from search import Archive, Headline, Item, ToldStory

START = datetime(2026, 1, 5, 8, tzinfo=UTC)
LINK = "https://globe.example/port-strike"


def item(id: str, hours: float, *lines: tuple[str, str, str]) -> Item:
    seen = START + timedelta(hours=hours)
    return Item(
        id=id,
        title=lines[0][0],
        day=seen.date(),
        seen=seen,
        headlines=[Headline(*line) for line in lines],
    )


def globe(text: str) -> tuple[str, str, str]:
    return text, "Globe", LINK


FIRST = item("1.md", 0, globe("Port strike in Northhaven begins over dockers' pay"))
SECOND = item(
    "2.md",
    6,
    globe("Port strike in Northhaven begins over dockers' pay | Globe"),
    ("Northhaven port strike: dockers' pay talks", "Herald", "https://herald.example/1"),
)
THIRD = item("3.md", 9, globe("Dockers' pay strike closes port in Northhaven"))
POLLS = [item(f"other/{hour}.md", hour, (f"Word{hour}", "Post", "")) for hour in range(-5, 30, 2)]


def told(folder: Path, items: list[Item | list[Item]], as_of: date | None = None) -> ToldStory:
    with Archive.create(folder / "index") as archive:
        archive.add(items)
        return archive.story("1.md", as_of=as_of)


def test_between_items_the_wordings_of_an_article_are_told(tmp_path: Path) -> None:
    (own,) = told(tmp_path, [FIRST, SECOND, THIRD]).rewordings
    assert (own.link, own.outlet, own.is_rolling) == (LINK, "Globe", False)
    assert [(line.text, line.item) for line in own.wordings] == [
        (FIRST.title, "1.md"),
        (THIRD.title, "3.md"),
    ]
    assert own.wordings[1].seen == THIRD.seen
    assert own.is_ordered


def test_within_the_versions_of_an_item_as_of_each_day(tmp_path: Path) -> None:
    later = item("1.md", 30, globe("Dockers in Northhaven end strike over pay"))
    assert not told(tmp_path / "a", [[FIRST, later]], date(2026, 1, 5)).rewordings
    (own,) = told(tmp_path / "b", [[FIRST, later]]).rewordings
    assert [line.text for line in own.wordings] == [FIRST.title, later.title]


def test_a_state_that_was_replaced_later_has_its_own_older_ones(
    tmp_path: Path, address: Callable[[Path], str]
) -> None:
    lines = "Port strike begins over pay", "Dockers win their pay", "Ships sail from the port"
    states = [item("1.md", 26 * number, globe(line)) for number, line in enumerate(lines)]
    with Archive.create(address(tmp_path / "index")) as archive:
        archive.add([states])
        for known in (1, 2, 3):
            day = states[known - 1].day
            told = archive.story("1.md", as_of=day).rewordings
            texts = [line.text for own in told for line in own.wordings]
            assert texts == (list(lines[:known]) if known > 1 else [])
            assert archive.search("changed:yes", as_of=day).total == (known > 1)


@pytest.mark.parametrize("by_version", [False, True])
def test_what_changed_finds_is_told_by_each_story_of_the_article(
    tmp_path: Path, address: Callable[[Path], str], by_version: bool
) -> None:
    other = item("8.md", 24 * 20, globe("Minister resigns after walkout"))
    first: list[Item | list[Item]] = [FIRST]
    if by_version:  # the article is that of an older state
        first = [[FIRST, item("1.md", 1, (FIRST.title, "Globe", f"{LINK}/pay"))]]
    with Archive.create(address(tmp_path / "index")) as archive:
        archive.add([*first, other, *POLLS])
        assert {hit.id for hit in archive.search("changed:yes").hits} == {"1.md", "8.md"}
        told = [archive.story("1.md").rewordings, archive.reworded("1.md")]
        if not by_version:  # no search finds the article of an older state
            told += [archive.story("8.md").rewordings, archive.reworded("8.md")]
        assert archive.story("8.md").story.items == 1
        for (found,) in told:
            assert [line.item for line in found.wordings] == ["1.md", "8.md"]
        before = date(2026, 1, 20)
        assert not archive.story("1.md", as_of=before).rewordings


def test_a_title_without_a_link_is_an_article_of_its_own(tmp_path: Path) -> None:
    states = [
        Item(id="1.md", title=title, day=None, seen=START + timedelta(number))
        for number, title in enumerate(("Bridge is opened", "Bridge is closed again"))
    ]
    (own,) = told(tmp_path, [states]).rewordings
    assert (own.link, len(own.wordings)) == ("", 2)


@pytest.mark.parametrize(("polls", "is_known"), [(POLLS, True), (POLLS[:3], False), ([], False)])
def test_first_is_who_is_ahead_by_more_than_the_polling_gap(
    tmp_path: Path, polls: list[Item], is_known: bool
) -> None:
    first = told(tmp_path, [FIRST, SECOND, THIRD, *polls]).first_seen
    assert (first is not None) == is_known
    if first:
        assert (first.outlet, first.seen, first.ahead) == ("Globe", START, 6 * 3600)
        assert first.gap == 2 * 3600


def test_nobody_is_first_where_times_are_unknown_or_two_came_together(tmp_path: Path) -> None:
    undated = Item(id="4.md", title=THIRD.title, day=THIRD.day, headlines=THIRD.headlines)
    assert told(tmp_path / "a", [FIRST, SECOND, undated, *POLLS]).first_seen is None
    both = item("1.md", 0, *((line.text, line.outlet, line.link) for line in SECOND.headlines))
    assert told(tmp_path / "b", [both, THIRD, *POLLS]).first_seen is None


def test_an_outlet_has_its_base_rate(tmp_path: Path) -> None:
    story = told(tmp_path, [FIRST, SECOND, THIRD, *POLLS])
    assert {own.name: own.held for own in story.outlets} == {"Globe": 3, "Herald": 1}
    assert story.archive_items == 3 + len(POLLS)


@pytest.mark.parametrize(
    ("others", "line", "expected"),
    [
        ("over pay", "over out 1,000-pound pay", ("1,000-pound",)),
        ("over 470kg crate", "over 470-Kg crate", ()),
        ("over 470-Kg crate", "over 470kg crate", ()),
        ("over 470 kg crate", "over 470-kg crate", ()),
        ("over child pay as before like", "over child-like pay", ("child-like",)),
        ("over pay – Europe live", "over pay in Europe live", ()),
        ("over pay", "over pay – Europe live", ()),
    ],
)
def test_words_of_an_outlet_alone_are_whole_and_tell_something(
    tmp_path: Path, others: str, line: str, expected: tuple[str, ...]
) -> None:
    begin = "Port strike in Northhaven begins"
    first = item("1.md", 0, globe(f"{begin} {others}"))
    story = told(tmp_path, [first, item("2.md", 5, (f"{begin} {line}", "Echo", LINK))])
    (words,) = (own.lines[0].words for own in story.outlets if own.name == "Echo")
    assert words == expected
