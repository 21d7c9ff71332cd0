"""What of an item is stored and indexed?"""

import json
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, date, datetime
from json.encoder import encode_basestring as _text
from typing import Any

from whoosh.analysis import Analyzer as WhooshAnalyzer
from whoosh.analysis import Token
from whoosh.columns import NumericColumn
from whoosh.fields import COLUMN, ID, NUMERIC, STORED, TEXT, Schema

from search.links import link_terms
from search.model import Headline, Item, Version
from search.names import name_key
from search.query.tree import NAME_FIELDS
from search.text import Analyzer

#: Positions between the first words of two headlines: so positions tell which words share a
#: headline. A headline of more words than fit takes several strides.
HEADLINE_STRIDE = 256
#: Positions left free between two headlines, so that no phrase reaches from one into the next.
HEADLINE_GAP = 100
#: Positions left free between two links of an item.
LINK_GAP = 1
#: Day of an item without one; a real day is its proleptic ordinal, 1 or more.
UNDATED = 0
#: After every day: the `stood_until` of the newest state, the `gone_on` of what is still there.
NEVER = date.max.toordinal() + 1
#: Indexes of an item's values in the list that `pack` writes: row[AT_TITLE] is its title.
(AT_ID, AT_TITLE, AT_DAY, AT_TEXT, AT_HEADLINES, AT_TAGS, AT_CATEGORIES) = range(7)
(AT_FEED, AT_LINK, AT_SEEN, AT_GONE, AT_CHANGED) = range(7, 12)
#: Indexes in the list of a headline.
AT_LINE_TEXT, AT_LINE_OUTLET, AT_LINE_LINK = range(3)
#: All fields that have terms, in the order in which segments are written.
INDEXED_FIELDS = (
    *("path", "title", "headlines", "text", "forms", "date", "outlet", "link"),
    *NAME_FIELDS,
)


class Words(WhooshAnalyzer):  # type: ignore[misc]
    """Backfile's analyzer as Whoosh calls it; `in_lines` for a text whose lines are headlines."""

    def __init__(self, analyzer: Analyzer, in_lines: bool = False) -> None:
        self.analyzer = analyzer
        self.in_lines = in_lines

    def __call__(
        self, value: str, positions: bool = False, start_pos: int = 0, mode: str = "", **_: Any
    ) -> Iterator[Token]:
        """Yield one Token object again and again, as Whoosh's tokenizers do."""
        token = Token(positions, mode=mode)
        position = start_pos
        for line in value.split("\n") if self.in_lines else [value]:
            for word in self.analyzer.tokens(line):
                position += word.step
                token.text = word.term
                token.boost = 1.0
                token.pos = position - 1
                yield token
            position = -(-(position + HEADLINE_GAP) // HEADLINE_STRIDE) * HEADLINE_STRIDE


class NameKeys(WhooshAnalyzer):  # type: ignore[misc]
    """What Whoosh cuts a name into: its key, one term."""

    def __call__(self, value: str, mode: str = "", **_: Any) -> Iterator[Token]:
        """Yield one token."""
        yield Token(text=name_key(value), boost=1.0, pos=0, mode=mode)


class LinkParts(WhooshAnalyzer):  # type: ignore[misc]
    """What Whoosh cuts the links of an item into, one a line: the terms of their parts."""

    def __call__(
        self, value: str, positions: bool = False, start_pos: int = 0, mode: str = "", **_: Any
    ) -> Iterator[Token]:
        """Yield one Token object again and again, as Whoosh's tokenizers do."""
        token = Token(positions, mode=mode)
        position = start_pos
        for link in value.split("\n"):
            for term in link_terms(link):
                token.text, token.pos, token.boost = term, position, 1.0
                yield token
                position += 1
            position += LINK_GAP


def schema(analyzer: Analyzer) -> Schema:
    """Return the schema of an archive in one language.

    A document is a state of an item. `path` is the item's id. `outlet` is the first of its sources;
    as in all fields of names, the term is the name's key. `link` holds the parts of the links to
    articles, one after the other (`search.links`). The state stood from the day `stood_from` until
    the day before `stood_until`; from the day `gone_on` on its file was gone. `forms` holds the
    words as written, folded but not stemmed: a vocabulary in which prefixes and misspellings are
    looked up.
    """
    words = Words(analyzer)
    return Schema(
        path=ID(unique=True),
        title=TEXT(analyzer=words),
        headlines=TEXT(analyzer=Words(analyzer, in_lines=True)),
        text=TEXT(analyzer=words),
        forms=ID(),
        date=NUMERIC(int, sortable=True, default=UNDATED, shift_step=0),
        stood_from=COLUMN(NumericColumn("i", default=UNDATED)),
        stood_until=COLUMN(NumericColumn("i", default=NEVER)),
        gone_on=COLUMN(NumericColumn("i", default=NEVER)),
        outlet=ID(analyzer=NameKeys()),
        link=TEXT(analyzer=LinkParts()),
        item=STORED(),
        **{name: ID(analyzer=NameKeys()) for name in NAME_FIELDS},
    )


def as_term(value: str) -> bytes:
    """Return the bytes of a term; a lone surrogate makes a term that no document has."""
    return value.encode("utf-8", "surrogatepass")


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
    return unchecked(
        item_id,
        title,
        _date(day),
        text,
        tuple(Headline(*line) for line in headlines),
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
