"""An item is packed as a JSON encoder would write it, and comes back."""

import json
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from search import Headline, Item, Version
from search.packed import pack, unpack

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
HEADLINES = st.lists(st.builds(Headline, TEXTS, TEXTS, TEXTS), max_size=2).map(tuple)
DAYS = st.none() | st.dates()
TIMES = st.none() | st.datetimes(
    datetime(1000, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC)
)
ITEMS = st.builds(
    Item,
    id=TEXTS.map(lambda text: f"a{text}".replace("\0", "")),
    title=TEXTS,
    day=DAYS,
    text=TEXTS,
    headlines=HEADLINES,
    tags=st.lists(TEXTS, max_size=2),
    categories=st.lists(TEXTS, max_size=2),
    feed=TEXTS,
    link=TEXTS,
    seen=TIMES,
    versions=st.lists(st.builds(Version, TIMES, TEXTS, HEADLINES), max_size=2),
    gone=DAYS,
)


def encoded(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def lines(headlines: tuple[Headline, ...]) -> list[list[str]]:
    return [[line.text, line.outlet, line.link] for line in headlines]


def written(value: date | None) -> str | None:
    return value and value.isoformat()


@given(ITEMS)
def test_an_item_is_a_line_of_json_and_comes_back(item: Item) -> None:
    row = encoded([
        *(item.id, item.title, written(item.day), item.text, lines(item.headlines), item.tags),
        *(item.categories, item.feed, item.link, written(item.seen), written(item.gone), None),
    ])  # fmt: skip
    versions = [
        [written(one.seen), one.title, lines(one.headlines), *[written(one.gone)] * bool(one.gone)]
        for one in item.versions
    ]
    assert pack(item).decode() == row + (encoded(versions) if versions else "")
    assert unpack(pack(item)) == item
