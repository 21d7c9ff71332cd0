"""Outlets that carried stories like one notably often, and not this one: told by the past."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from search import Archive, Headline, Item, Silence, as_json
from search.answer import silence
from search.answer.silence import Expected, PastOutlets
from search.stories.evidence import in_order
from tests.search.stories.stories_at_random import FIRST_DAY, items_at_random
from tests.search.test_stories import made, newest

PORTS = ("Hull", "Leith", "Dover", "Cork", "Genoa", "Oslo", "Riga", "Gdansk")
SUBJECTS = ("harbour dockers strike", "comet telescope picture", "river flood dykes")


def item(number: int, day: date, text: str, *outlets: str, seen: bool = False) -> Item:
    lines = tuple(
        Headline(f"{text} {outlet}", outlet, f"https://{outlet.lower()}.example/{number}")
        for outlet in outlets
    )
    time = datetime(day.year, day.month, day.day, 9, tzinfo=UTC) if seen else None
    return Item(
        id=f"{number:03}.md",
        title=lines[0].text,
        day=day,
        headlines=lines,
        seen=time,
        feed="https://f",
    )


def past(days: int = 100, seen: bool = False) -> list[Item]:
    """Return stories of three subjects; Herald and Globe have those of the harbour, Post others."""
    items = []
    for number in range(3 * days):
        subject = SUBJECTS[number % 3]
        text = f"{subject} of {PORTS[number % 8]} number {number}"
        others = ("Globe", "Herald") if number % 3 == 0 else ("Globe", "Post")
        day = FIRST_DAY + timedelta(number // 4)
        items.append(item(number, day, text, *others, seen=seen))
    return items


LATER = FIRST_DAY + timedelta(90)
STORY = item(900, LATER, "harbour dockers strike over pay in Bergen", "Globe", "Echo")


def told(folder: Path, items: list[Item], as_of: date | None = None) -> Silence | None:
    with Archive.create(folder) as archive:
        archive.add(items)
        return archive.story(STORY.id, as_of=as_of).silence


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the past of few items be enough."""
    monkeypatch.setattr(silence, "LEAST_PAST_ITEMS", 5)
    monkeypatch.setattr(silence, "LEAST_OF_OUTLET", 3)


def test_who_carried_more_such_stories_than_by_chance_is_told_with_its_figures(
    tmp_path: Path,
) -> None:
    found = told(tmp_path / "a", [*past(), STORY])
    assert found
    assert found.items == 300
    held = FIRST_DAY, FIRST_DAY + timedelta(74), 75
    assert (found.since, found.until, found.days) == held, "no days of which nothing is held"
    first = found.outlets[0]
    assert (first.outlet, first.held) == ("Herald", 100)
    assert first.carried > 0.8 * found.alike
    assert "Globe" not in {own.outlet for own in found.outlets}


@pytest.mark.parametrize(
    ("carried", "held", "notable"),
    [(14, 420, False), (17, 420, False), (24, 420, True), (10, 100, True), (9, 100, False)],
)
def test_an_outlet_is_missed_only_for_more_than_its_share_of_all_items(
    tmp_path: Path, carried: int, held: int, notable: bool
) -> None:
    with Archive.create(tmp_path / "index") as archive:
        past_outlets = PastOutlets(newest(archive), LATER)
    past_outlets.items, past_outlets.alike = 1_000, 40
    own = Expected(name="Herald", score=1.0, carried=carried, held=held)
    assert past_outlets.is_notable(own) == notable


def test_later_items_and_those_of_the_day_change_nothing(tmp_path: Path) -> None:
    later = [
        item(901, LATER, "river flood dykes pay Narvik", "Post"),
        item(902, LATER + timedelta(1), "comet telescope picture of Bergen pay", "Herald"),
        item(903, LATER + timedelta(60), "harbour dockers strike in Turku", "Post"),
    ]
    with Archive.create(tmp_path / "b") as archive:
        archive.add([*past(), *later, STORY])
        story = archive.story(STORY.id)
        assert story.story.id == STORY.id
        assert story.silence == told(tmp_path / "a", [*past(), STORY])


@pytest.mark.parametrize(
    ("days", "link"), [(10, ""), (60, STORY.headlines[0].link)], ids=["tied story", "same article"]
)
def test_who_has_a_story_in_another_one_is_not_silent(
    tmp_path: Path, short: None, days: int, link: str
) -> None:
    later = LATER + timedelta(days)
    other = item(950, later, "harbour dockers strike over pay in Bergen", "Herald", seen=True)
    if link:
        own = (Headline("Dockers", "Globe", link), Headline("Ferries", "Herald", "https://h/2"))
        other = replace(other, title="Ferries", headlines=own)
    with Archive.create(tmp_path / "a") as archive:
        archive.add([*past(), STORY, other])
        assert archive.story(other.id).story.id != STORY.id
        now, then = (
            archive.story(STORY.id, as_of=day).silence for day in (None, later - timedelta(1))
        )
    assert now
    assert then
    assert "Herald" not in {own.outlet for own in now.outlets}
    (told,) = now.elsewhere
    assert (told.outlet, told.item, told.day) == ("Herald", other.id, later)
    assert told.headline == other.headlines[-1].text
    assert told.is_article == bool(link)
    assert then.outlets[0].outlet == "Herald"
    assert not then.elsewhere, "it knows no future"


def test_an_archive_of_few_items_before_tells_nothing(tmp_path: Path) -> None:
    assert told(tmp_path / "a", [*past(50), STORY]) is None


def test_an_outlet_that_an_older_version_has_is_not_silent(tmp_path: Path, short: None) -> None:
    when = datetime(2026, 4, 1, 9, tzinfo=UTC)
    old = Item(
        id=STORY.id,
        title=STORY.title,
        day=LATER,
        headlines=(*STORY.headlines, Headline("Dockers out", "Herald", "https://h.example/1")),
        seen=when,
    )
    new = Item(
        id=STORY.id,
        title=STORY.title,
        day=LATER,
        headlines=STORY.headlines,
        seen=when + timedelta(1),
    )
    with Archive.create(tmp_path / "a") as archive:
        archive.add(past(seen=True))
        archive.add([[old, new]])
        found = archive.story(STORY.id).silence
    assert found
    assert "Herald" not in {own.outlet for own in found.outlets}


@pytest.mark.parametrize("seed", [0])
def test_engines_say_the_same_and_days_what_ended_then(
    tmp_path: Path, short: None, seed: int
) -> None:
    random = Random(seed)
    items = items_at_random(random, 90, 40)
    day = FIRST_DAY + timedelta(30)
    kept = [own for own in items if own.seen is None or own.seen.date() <= day]
    silent = 0
    with made(tmp_path / "a", items, random) as (one, other):
        for own in random.sample(in_order(items)[40:], 12):
            story = one.story(own.id)
            assert story == other.story(own.id)
            silent += story.silence is not None
        assert silent
        with made(tmp_path / "b", kept, random) as (ended, _):
            for own in random.sample([own for own in kept if own.seen], 8):
                assert as_json(one.story(own.id, as_of=day)) == as_json(
                    ended.story(own.id, as_of=day)
                )
