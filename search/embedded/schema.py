"""What is stored and indexed of an item?"""

import json
import zlib
from collections.abc import Iterator
from datetime import date
from typing import Any

from whoosh.analysis import Analyzer as WhooshAnalyzer
from whoosh.analysis import Token
from whoosh.fields import ID, NUMERIC, STORED, TEXT, Schema

from search.model import Headline, Item
from search.text import Analyzer

#: Raised whenever an older index cannot be read or would answer otherwise.
SCHEMA_VERSION = 1
#: Places left free between two headlines, so that no phrase reaches from one into the next.
HEADLINE_GAP = 100
#: Day of an item without one; a real day is its proleptic ordinal, 1 or more.
UNDATED = 0
#: A longer name is indexed by its beginning: Whoosh's terms are bounded.
MAX_NAME_CHARACTERS = 1_000
MAX_LINK_CHARACTERS = 4_000
#: The fields whose values are names, indexed as they are.
NAME_FIELDS = ("sources", "tags", "categories", "feed")


class Words(WhooshAnalyzer):  # type: ignore[misc]
    """Backfile's analyzer as Whoosh calls it; each line of a text stands `gap` places apart."""

    def __init__(self, analyzer: Analyzer, gap: int = 0) -> None:
        self.analyzer = analyzer
        self.gap = gap

    def __call__(
        self, value: str, positions: bool = False, start_pos: int = 0, mode: str = "", **_: Any
    ) -> Iterator[Token]:
        """Yield the one Token object again and again, as Whoosh's tokenizers do."""
        token = Token(positions, mode=mode)
        place = start_pos
        for line in value.split("\n") if self.gap else [value]:
            for term in self.analyzer.terms(line):
                token.text = term
                token.boost = 1.0
                token.pos = place
                place += 1
                yield token
            place += self.gap


def schema(analyzer: Analyzer) -> Schema:
    """Return the schema of an archive in one language.

    `path` is the item's id, `outlet` the first of its sources, `link` every article it links to.
    `forms` holds the words as they are written, folded but not stemmed: a vocabulary from which
    prefixes and misspellings are looked up.
    """
    words = Words(analyzer)
    return Schema(
        path=ID(unique=True),
        title=TEXT(analyzer=words),
        headlines=TEXT(analyzer=Words(analyzer, gap=HEADLINE_GAP)),
        text=TEXT(analyzer=words),
        forms=ID(),
        date=NUMERIC(int, sortable=True, default=UNDATED),
        outlet=ID(),
        link=ID(),
        item=STORED(),
        **{name: ID() for name in NAME_FIELDS},
    )


def document(item: Item, analyzer: Analyzer) -> dict[str, Any]:
    """Return the fields of an item, as Whoosh's writer takes them."""
    headlines = "\n".join(headline.text.replace("\n", " ") for headline in item.headlines)
    forms = analyzer.forms("\n".join((item.title, headlines, item.text)))
    names = {name: _names(getattr(item, name)) for name in ("sources", "tags", "categories")}
    return {
        "path": item.id,
        "title": analyzer.terms(item.title),
        "headlines": headlines,
        "text": analyzer.terms(item.text),
        "forms": sorted(forms),
        "date": item.day.toordinal() if item.day else UNDATED,
        "outlet": names["sources"][:1],
        "link": [link[:MAX_LINK_CHARACTERS] for link in links(item)],
        "item": pack(item),
        "feed": _names((item.feed,)),
        **names,
    }


def links(item: Item) -> list[str]:
    """Return the articles that an item links to, each once."""
    found = (item.link, *(headline.link for headline in item.headlines))
    return list(dict.fromkeys(link for link in found if link))


def _names(values: tuple[str, ...]) -> list[str]:
    return list(dict.fromkeys(value[:MAX_NAME_CHARACTERS] for value in values if value))


def pack(item: Item) -> bytes:
    """Return an item as compressed JSON."""
    members = {
        "id": item.id,
        "title": item.title,
        "day": item.day.isoformat() if item.day else None,
        "text": item.text,
        "headlines": [[line.text, line.outlet, line.link] for line in item.headlines],
        "tags": item.tags,
        "categories": item.categories,
        "feed": item.feed,
        "link": item.link,
    }
    return zlib.compress(json.dumps(members, ensure_ascii=False).encode(), 1)


def unpack(stored: bytes) -> Item:
    """Return the item that `pack` was given."""
    members = json.loads(zlib.decompress(stored))
    day = members.pop("day")
    headlines = members.pop("headlines")
    return Item(
        day=date.fromisoformat(day) if day else None,
        headlines=tuple(
            Headline(text=text, outlet=outlet, link=link) for text, outlet, link in headlines
        ),
        **members,
    )
