"""An outlet's page tells which stories it led, shared and left out, as the engines know them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from search import Archive, Headline, Item, as_json
from tests.search.answer.test_silence import item
from tests.search.stories.stories_at_random import FIRST_DAY, OUTLETS, items_at_random
from tests.search.test_stories import made

ITEMS = [
    item(1, date(2026, 1, 2), "Harbour crane falls on ferry in Hull", "Globe"),
    item(2, date(2026, 1, 3), "Harbour crane that fell on ferry in Hull lifted", "Herald", "Post"),
    item(3, date(2026, 1, 4), "Comet telescope picture delights island", "Herald", "Post", "Echo"),
    item(4, date(2026, 1, 4), "Mayor opens painted bridge", "Globe"),
]


def test_led_shared_and_left_out(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "index") as archive:
        archive.add(ITEMS)
        assert archive.stories().stories == 3
        told = {name: archive.outlet(name).stories for name in ("Globe", "Herald")}
    globe, herald = told["Globe"], told["Herald"]
    assert globe
    assert herald
    assert [own.story.id for own in globe.led] == ["001.md"]
    assert [own.story.id for own in globe.left_out] == ["003.md"]
    assert not globe.shared
    assert (globe.since, globe.until) == (date(2025, 12, 6), date(2026, 1, 4))
    # Its first item has other outlets, too, so none of them led it.
    assert not herald.led
    assert {(own.story.id, own.items) for own in herald.shared} == {("001.md", 1), ("003.md", 1)}
    assert not herald.left_out


def test_a_first_item_that_says_something_else_leads_to_nothing(tmp_path: Path) -> None:
    # What a story is named by is in the items behind the first one.
    link = "https://globe.example/fire"
    first = Item(
        id="000.md",
        title="President visits painted island",
        day=date(2026, 1, 1),
        headlines=[Headline("President visits painted island", "Globe", link)],
    )
    titles = ["Harbour crane falls on ferry in Hull", "Crane that fell on Hull ferry lifted"]
    others = [
        Item(
            id=f"00{number}.md",
            title=title,
            day=date(2026, 1, 1 + number),
            headlines=[Headline(title, outlet, link)],
        )
        for number, (title, outlet) in enumerate(zip(titles, ("Herald", "Post"), strict=True), 1)
    ]
    with Archive.create(tmp_path / "index") as archive:
        archive.add([first, *others])
        story = archive.story("002.md").story
        assert (story.id, story.title in titles) == ("000.md", True)
        told = archive.outlet("Globe").stories
        assert told
        assert not told.led
        assert [own.story.id for own in told.shared] == ["000.md"]


@pytest.mark.parametrize("ids", ["abc", "cba"])
@pytest.mark.parametrize("seen", [None, datetime(2026, 1, 2, 8, tzinfo=UTC)])
def test_what_came_at_one_time_is_in_no_order_whatever_its_ids(
    tmp_path: Path, ids: str, seen: datetime | None
) -> None:
    link = "https://globe.example/fire"
    lines = (
        ("Several killed in Hull harbour fire", "Globe", link),
        ("Dozens killed in Hull harbour fire", "Globe", link),
    )
    other = "Hull harbour fire: several killed in blaze", "Echo", "https://echo.example/1"
    items = [
        Item(id=id, title=line[0], day=date(2026, 1, 2), seen=seen, headlines=[Headline(*line)])
        for id, line in zip(ids, (*lines, other), strict=True)
    ]
    with Archive.create(tmp_path / "index") as archive:
        archive.add(items)
        for outlet in ("Globe", "Echo"):
            own = archive.outlet(outlet).stories
            assert own
            assert not own.led
            assert len(own.shared) == 1
        told = archive.story("a")
    assert not told.is_ordered
    assert [own.name for own in told.outlets] == ["Echo", "Globe"]
    (own,) = told.rewordings
    assert not own.is_ordered
    assert [line.text for line in own.wordings] == [lines[1][0], lines[0][0]]


def test_a_later_day_of_an_item_takes_no_lead_away(tmp_path: Path) -> None:
    later = replace(ITEMS[0], day=date(2026, 1, 19), seen=datetime(2026, 1, 20, tzinfo=UTC))
    with Archive.create(tmp_path / "index") as archive:
        archive.add([[ITEMS[0], later], *ITEMS[1:]])
        told = archive.outlet("Globe", as_of=date(2026, 1, 10)).stories
    assert told
    assert [own.story.id for own in told.led] == ["001.md"]


def test_without_stories_none_are_told(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "index") as archive:
        with archive.change() as change:
            change.keep_stories(False)
            change.add(ITEMS)
        assert archive.outlet("Globe").stories is None


def test_engines_say_the_same_and_days_what_ended_then(tmp_path: Path) -> None:
    random = Random(3)
    items = items_at_random(random, 90, 40)
    day = FIRST_DAY + timedelta(20)
    kept = [own for own in items if own.seen and own.seen.date() <= day]
    timed = [own for own in items if own.seen]
    with made(tmp_path / "a", timed, random) as (one, other):
        for name in filter(None, OUTLETS):
            assert one.outlet(name) == other.outlet(name)
        with made(tmp_path / "b", kept, random) as (ended, _):
            for name in filter(None, OUTLETS):
                then, now = one.outlet(name, as_of=day), ended.outlet(name, as_of=day)
                assert as_json(then) == as_json(now)
                assert then.stories
