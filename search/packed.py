"""How is an item kept as one line? Every engine keeps it so, and reads it again."""

import json
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, date, datetime
from json.encoder import encode_basestring as _text
from operator import attrgetter
from typing import Any

from search.model import Headline, Item, Version

#: Day of an item without one; a real day is its proleptic ordinal, 1 or more.
UNDATED = 0
#: After every day: the `stood_until` of the newest state, the `gone_on` of what is still there.
NEVER = date.max.toordinal() + 1
#: Indexes of an item's values in the list that `pack` writes: row[AT_TITLE] is its title.
(AT_ID, AT_TITLE, AT_DAY, AT_TEXT, AT_HEADLINES, AT_TAGS, AT_CATEGORIES) = range(7)
(AT_FEED, AT_LINK, AT_SEEN, AT_GONE, AT_CHANGED) = range(7, 12)
#: Indexes in the list of a headline.
AT_LINE_TEXT, AT_LINE_OUTLET, AT_LINE_LINK = range(3)


def pack(item: Item) -> bytes:
    """Return an item as one line of JSON: a list, and a second one of its older states, if any."""
    # Not json.dumps, which would make an encoder for each item and ask each value for its type.
    lines = ",".join([_line(headline) for headline in item.headlines])
    row = (
        f"[{_text(item.id)},{_text(item.title)},{_day(item.day)},{_text(item.text)},[{lines}],"
        f"[{','.join(map(_text, item.tags))}],[{','.join(map(_text, item.categories))}],"
        f"{_text(item.feed)},{_text(item.link)},{_day(item.seen)},{_day(item.gone)},"
        f"{_seconds(item.changed)}]"
    )
    versions = [
        f"[{_day(version.seen)},{_text(version.title)},"
        f"[{','.join(map(_line, version.headlines))}]{_also(version.gone)}]"
        for version in item.versions
    ]
    return (f"{row}[{','.join(versions)}]" if versions else row).encode()


def members(stored: bytes) -> list[Any]:
    """Return the values of a packed item in the order of `pack`, without its older states."""
    values: list[Any] = _decode(stored.decode())[0]
    return values


def unpack(stored: bytes) -> Item:
    """Return the item that `pack` was given."""
    line = stored.decode()
    values, end = _decode(line)
    versions = _decode(line, end)[0] if end < len(line) else ()
    earlier = tuple(
        Version(_time(seen), title, tuple(Headline(*line) for line in headlines), *map(_date, gone))
        for seen, title, headlines, *gone in versions
    )
    return _item(values, earlier)


def unpack_state(stored: bytes) -> Item:
    """Return the item that `pack` was given, without its older states, which no hit shows."""
    return _item(members(stored), ())


def _item(values: list[Any], versions: tuple[Version, ...]) -> Item:
    item_id, title, day, text, headlines, tags, categories, feed, link, seen, gone, changed = values
    lines = tuple(Headline(*line) for line in headlines)
    texts = (item_id, title, text, feed, link, *tags, *categories)
    if set(map(type, texts)) != {str} or not all(type(line.text) is str for line in lines):
        raise ValueError("a text is not text")
    return unchecked(
        item_id,
        title,
        _date(day),
        text,
        lines,
        tuple(tags),
        tuple(categories),
        feed,
        link,
        _time(seen),
        versions,
        _date(gone),
        None if changed is None else datetime.fromtimestamp(changed, UTC),
    )


def unchecked(*values: Any) -> Item:
    """Return the item of these values, in the order of its fields; they were checked before.

    To check them once more would take half the time of a page.
    """
    item = object.__new__(Item)
    for name, value in zip(_FIELDS, values, strict=True):
        object.__setattr__(item, name, value)
    return item


def _day(value: date | None) -> str:
    return f'"{value.isoformat()}"' if value else "null"


def _seconds(time: datetime | None) -> str:
    return str(int(time.timestamp())) if time else "null"


def _also(gone: date | None) -> str:
    return f",{_day(gone)}" if gone else ""


def _line(headline: Headline) -> str:
    return f"[{_text(headline.text)},{_text(headline.outlet)},{_text(headline.link)}]"


def _date(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _time(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


_decode = json.JSONDecoder().raw_decode
_FIELDS = tuple(field.name for field in fields(Item))
#: Returns an item's values as `unchecked` takes them.
values_of: Callable[[Item], tuple[Any, ...]] = attrgetter(*_FIELDS)
