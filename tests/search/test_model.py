"""An item is what it says, or it is refused with the reason."""

import json
import pickle
import pickletools
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from search import Headline, Item, ItemInvalid, Version, as_json


def an_item(**members: Any) -> Item:
    return Item(**{"id": "a.md", "title": "A title", "day": None, **members})


@pytest.mark.parametrize(
    ("given", "day"),
    [
        pytest.param(None, None, id="none"),
        pytest.param(date(2026, 1, 3), date(2026, 1, 3), id="date"),
        pytest.param("2026-01-03", date(2026, 1, 3), id="text"),
        pytest.param(datetime(2026, 1, 3, 23, 59), date(2026, 1, 3), id="datetime"),
        pytest.param(
            datetime(2026, 1, 3, 23, 59, tzinfo=timezone(timedelta(hours=-11))),
            date(2026, 1, 3),
            id="datetime-is-not-moved-to-another-zone",
        ),
    ],
)
def test_day(given: object, day: date | None) -> None:
    item = an_item(day=given)
    assert item.day == day
    assert type(item.day) is type(day)


class Text(str):
    """A str that other processes may not know."""


class Day(date):
    """A day that they may not know."""


class Time(datetime):
    """A time that they may not know."""


class Line(Headline):
    """A headline that they may not know."""


def test_values_of_subclasses_are_kept_as_their_bases() -> None:
    text, time = Text("a"), Time(2026, 1, 3, tzinfo=UTC)
    lines = [Line(text, text, text)]
    item = Item(
        **dict.fromkeys(("id", "title", "text", "feed", "link"), text),
        **{"day": Day(2026, 1, 3), "gone": Day(2026, 1, 4), "seen": time, "changed": time},
        **{"tags": [text], "categories": (text,), "headlines": lines},
        versions=[Version(Time(2026, 1, 2, tzinfo=UTC), text, lines, Day(2026, 1, 2))],
    )
    assert pickle.loads(pickle.dumps(item)) == item
    named = {value for _, value, _ in pickletools.genops(pickle.dumps(item))}
    assert not named & {"Text", "Day", "Time", "Line"}


def test_seen_is_kept_in_utc_and_whole_seconds() -> None:
    seen = datetime(2026, 1, 3, 1, 2, 3, 456, tzinfo=timezone(timedelta(hours=3)))
    item = an_item(seen=seen, versions=[Version(seen, "before", [Headline("a")])])
    assert item.seen == item.versions[0].seen == datetime(2026, 1, 2, 22, 2, 3, tzinfo=UTC)
    assert item.seen is not None
    assert item.seen.tzinfo is UTC
    assert item.versions[0].headlines == (Headline("a"),)


@pytest.mark.parametrize(
    ("members", "told"),
    [
        pytest.param({"seen": datetime(2026, 1, 3)}, "in no time zone", id="seen-naive"),
        pytest.param({"seen": date(2026, 1, 3)}, "which is not a time", id="seen-a-day"),
        pytest.param({"seen": "2026-01-03"}, "which is not a time", id="seen-text"),
        pytest.param(
            {"seen": datetime.min.replace(tzinfo=timezone(timedelta(hours=3)))},
            "in UTC is not in the years 1 to 9999",
            id="seen-before-time",
        ),
        pytest.param({"gone": "soon"}, "not a day", id="gone-in-words"),
        pytest.param({"versions": Version(None, "x")}, "versions must be", id="one-version"),
        pytest.param({"versions": ["x"]}, "must be a Version", id="version-text"),
        pytest.param(
            {"versions": [Version(datetime(2026, 1, 3), "x")]}, "zone", id="version-naive"
        ),
        pytest.param({"versions": [Version(None, None)]}, "title of a version", id="no-title-then"),
        pytest.param({"versions": [Version(None, "x" * 1001)]}, "1001", id="long-title-then"),
        pytest.param({"versions": [Version(None, "\udcff")]}, "half a", id="surrogate-then"),
        pytest.param({"versions": [Version(None, "x", ("y",))]}, "a Headline", id="lines-then"),
        pytest.param({"id": ""}, "id has 1 to", id="empty-id"),
        pytest.param({"id": "x" * 4097}, "id has 1 to 4096 bytes", id="long-id"),
        pytest.param({"id": "字" * 1366}, "id has 1 to 4096 bytes", id="id-long-in-bytes"),
        pytest.param({"id": "a\0b"}, "NUL", id="nul-in-id"),
        pytest.param({"id": 5}, "id must be text", id="id-no-text"),
        pytest.param({"id": "\ud800"}, "half a character", id="surrogate-in-id"),
        pytest.param({"title": None}, "title must be text", id="no-title"),
        pytest.param({"text": "x" * 2_000_001}, "2,000,001 characters of text", id="long-text"),
        pytest.param(
            {"headlines": (Headline("x"),) * 1_001}, "1,001 headlines", id="many-headlines"
        ),
        pytest.param(
            {"versions": [Version(None, "x", (Headline("x"),) * 1_001)]}, "1,001 h", id="many-then"
        ),
        pytest.param({"tags": tuple(map(str, range(1_001)))}, "1,001 tags", id="many-tags"),
        pytest.param(
            {"categories": list(map(str, range(1_001)))}, "1,001 categories", id="many-categories"
        ),
        pytest.param({"title": "x" * 1001}, "1001 characters", id="long-title"),
        pytest.param({"title": "a\udcffb"}, "half a character", id="surrogate-in-title"),
        pytest.param({"text": b"bytes"}, "text must be text", id="text-in-bytes"),
        pytest.param({"text": "\udcff"}, "errors='replace'", id="surrogate-in-text"),
        pytest.param({"feed": None}, "feed must be text", id="feed-none"),
        pytest.param({"link": 3}, "link must be text", id="link-number"),
        pytest.param({"day": "yesterday"}, "not a day", id="day-in-words"),
        pytest.param({"day": "2026-02-30"}, "not a day", id="impossible-day"),
        pytest.param({"day": 1.5}, "not a day", id="day-a-number"),
        pytest.param({"tags": "strike"}, "tags must be a list or tuple", id="tags-one-text"),
        pytest.param({"tags": None}, "tags must be a list or tuple", id="tags-none"),
        pytest.param({"tags": ["a", None]}, "tags holds None", id="tag-none"),
        pytest.param({"tags": ["\ud800"]}, "half a character", id="surrogate-in-tag"),
        pytest.param({"categories": [1]}, "categories holds 1", id="category-number"),
        pytest.param({"headlines": ["text"]}, "must be a Headline", id="headline-text"),
        pytest.param({"headlines": 5}, "headlines must be a list", id="headlines-number"),
        pytest.param(
            {"headlines": [Headline(text="\ud800")]}, "half a character", id="surrogate-in-headline"
        ),
        pytest.param(
            {"headlines": [Headline(text=None)]},  # type: ignore[arg-type]
            "a.md",
            id="headline-without-text",
        ),
        pytest.param(
            {"headlines": [Headline(text="a", outlet=7)]},  # type: ignore[arg-type]
            "a.md",
            id="outlet-a-number",
        ),
    ],
)
def test_what_cannot_be_an_items_is_refused(members: dict[str, Any], told: str) -> None:
    with pytest.raises(ItemInvalid) as caught:
        an_item(**members)
    assert told in str(caught.value)


def test_the_error_names_the_item() -> None:
    with pytest.raises(ItemInvalid, match="2026/strike"):
        an_item(id="2026/strike.md", tags="strike")


def test_the_longest_values_are_taken() -> None:
    item = an_item(id="字" * 1365 + "a", title="字" * 1000)
    assert len(item.id.encode()) == 4096
    assert len(item.title) == 1000


def test_lists_and_generators_become_tuples() -> None:
    item = an_item(
        tags=["a", "b"],
        categories=(name for name in ("c",)),
        headlines=[Headline(text="line")],
    )
    assert item.tags == ("a", "b")
    assert item.categories == ("c",)
    assert item.headlines == (Headline(text="line"),)
    assert hash(item) == hash(an_item(tags=("a", "b"), categories=("c",), headlines=item.headlines))


def test_sources_are_the_outlets_once_in_their_order() -> None:
    lines = [("one", "Reuters"), ("two", "BBC"), ("three", ""), ("four", "Reuters")]
    item = an_item(headlines=[Headline(text=text, outlet=outlet) for text, outlet in lines])
    assert item.sources == ("Reuters", "BBC")


def test_an_item_without_headlines_has_no_sources() -> None:
    assert an_item().sources == ()


def test_links_are_the_items_own_and_its_headlines_once_in_their_order() -> None:
    lines = [Headline(text="a", link=link) for link in ("l:2", "", "l:1", "l:3", "l:2")]
    assert an_item(link="l:1", headlines=lines).links == ("l:1", "l:2", "l:3")
    assert an_item().links == ()


def test_an_item_comes_back_from_its_json() -> None:
    item = an_item(
        day="2026-01-03",
        text="One.\nTwo.",
        headlines=[Headline("A", "BBC", "https://bbc.example/"), Headline("B")],
        tags=["x"],
        categories=["y"],
        feed="f",
        link="l",
        seen=datetime(2026, 1, 5, 12, tzinfo=UTC),
        versions=[Version(None, "Before", (Headline("B"),))],
        gone="2026-01-09",
    )
    assert Item.from_json(json.loads(json.dumps(as_json(item)))) == item
    assert Item.from_json({"id": "a.md", "title": "A title", "day": None}) == an_item()


@pytest.mark.parametrize(
    ("members", "told"),
    [
        pytest.param({"day": None}, "'title'.*as_json", id="no-title"),
        pytest.param({"id": "a", "title": "b", "day": None, "colour": 1}, "'colour'", id="unknown"),
        pytest.param({"id": "a", "title": "b", "day": "someday"}, "not a day", id="no-day"),
        pytest.param({"id": "a", "title": "b", "day": None, "tags": "x"}, "list", id="no-list"),
        pytest.param({"id": "a", "title": "b", "day": None, "headlines": ["x"]}, "'a'", id="text"),
        pytest.param({"id": "a", "title": "b", "day": None, "headlines": 1}, "'a'", id="number"),
    ],
)
def test_json_that_is_no_item(members: dict[str, Any], told: str) -> None:
    with pytest.raises(ItemInvalid, match=told):
        Item.from_json(members)
