"""What a segment holds, as plain values: by word and by id, nothing numbered."""

import random
import zlib
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from search import Headline, Item
from search.embedded.schema import HEADLINE_GAP, HEADLINE_STRIDE, INDEXED_FIELDS, schema
from search.embedded.segment.builder import build
from search.embedded.segment.columns import NAMES
from search.embedded.segment.segment import Segment
from search.links import link_terms
from search.names import name_key
from search.packed import NEVER, pack, unpack
from search.query.tree import NAME_FIELDS, TEXT_FIELDS
from search.text import Analyzer
from tests.search.plain_documents import positions

#: term -> id -> positions, for a field without: how often.
Postings = dict[bytes, dict[str, Any]]


def _postings(segment: Segment, field: str, ids: list[str]) -> Postings:
    """Return the postings of the living documents, each document asked for at its id."""
    found: Postings = {}
    held = segment.field(field)
    for number in range(len(held.terms)):
        documents, frequencies = held.of(number)
        counts = [1] * len(documents) if frequencies is None else frequencies.tolist()
        rest = held.positions(number).tolist() if held.has_positions else None
        entry = {}
        for document, count in zip(documents.tolist(), counts, strict=True):
            value: Any = count
            if rest is not None:
                value, rest = rest[:count], rest[count:]
            if segment.live is None or segment.live[document]:
                entry[ids[document]] = value
        assert not rest
        if entry:
            found[held.terms[number]] = entry
    assert list(found) == sorted(found)
    return found


@pytest.fixture(scope="session")
def content() -> Callable[[Segment], dict[str, Any]]:
    """Return what the living documents of a segment hold, as its arrays have it."""

    def content(segment: Segment) -> dict[str, Any]:
        everything = range(segment.documents)
        items = [unpack(segment.items[document]) for document in everything]
        ids = [item.id for item in items]
        living = [n for n in everything if segment.live is None or segment.live[n]]
        names = {}
        for field in NAME_FIELDS:
            ordinals, offsets = segment.values(field)
            terms = segment.spelled(field)
            names[field] = {
                ids[n]: sorted(terms[o] for o in ordinals[offsets[n] : offsets[n + 1]].tolist())
                for n in living
            }
        return {
            "items": [items[n] for n in living],
            "postings": {field: _postings(segment, field, ids) for field in INDEXED_FIELDS},
            "lengths": {
                field: {ids[n]: int(segment.lengths(field)[n]) for n in living}
                for field in TEXT_FIELDS
            },
            "columns": {name: [int(segment.column(name)[n]) for n in living] for name in NAMES},
            "names": names,
            "keys": {zlib.crc32(ids[n].encode()) for n in living}
            & set(segment.sections.whole("keys").tolist()),
        }

    return content


def _of(items: Sequence[Item], values: Callable[[Item], Sequence[str | bytes]]) -> Postings:
    found: Postings = {}
    for item in items:
        for value in values(item):
            term = value.encode() if isinstance(value, str) else value
            found.setdefault(term, {})[item.id] = 1
    return dict(sorted(found.items()))


@pytest.fixture(scope="session")
def plain() -> Callable[[Sequence[Item], Analyzer], dict[str, Any]]:
    """Return what a segment of some items should hold, as reading them one by one has it."""

    def plain(items: Sequence[Item], analyzer: Analyzer) -> dict[str, Any]:
        def day(item: Item) -> int:
            return item.day.toordinal() if item.day else 0

        items = sorted(items, key=lambda item: (-day(item), item.id.encode()))
        lines = {
            "title": {item.id: [item.title] for item in items},
            "headlines": {item.id: [line.text for line in item.headlines] for item in items},
            "text": {item.id: [item.text] for item in items},
        }
        postings: dict[str, Postings] = {}
        lengths: dict[str, dict[str, int]] = {}
        for field, texts_of in lines.items():
            found: Postings = {}
            for item_id, texts in texts_of.items():
                begin = 0
                for text in texts:
                    words = positions(analyzer, text)
                    for position, terms in enumerate(words, start=begin):
                        for term in terms:
                            of_item = found.setdefault(term.encode(), {}).setdefault(item_id, [])
                            of_item.append(position)
                    free = begin + len(words) + HEADLINE_GAP
                    while begin < free:
                        begin += HEADLINE_STRIDE
            postings[field] = dict(sorted(found.items()))
            lengths[field] = {
                item_id: sum(len(list(analyzer.tokens(text))) for text in texts)
                for item_id, texts in texts_of.items()
            }
        to_bytes = schema(analyzer)["date"].to_bytes
        names: dict[str, Callable[[Item], Sequence[str]]] = {
            "sources": lambda item: item.sources,
            "tags": lambda item: item.tags,
            "categories": lambda item: item.categories,
            "feed": lambda item: [item.feed],
        }

        def cut(values: Callable[[Item], Sequence[str]]) -> Callable[[Item], list[str]]:
            return lambda item: [value[:1000] for value in values(item) if value]

        def keys(values: Callable[[Item], Sequence[str]]) -> Callable[[Item], list[str]]:
            return lambda item: list(map(name_key, values(item)))

        postings["link"] = {}
        for item in items:
            begin = 0
            for link in item.links:
                terms = link_terms(link)
                for position, term in enumerate(terms, start=begin):
                    of_item = postings["link"].setdefault(term.encode(), {})
                    of_item.setdefault(item.id, []).append(position)
                begin += len(terms) + 1
        postings["link"] = dict(sorted(postings["link"].items()))

        def forms(item: Item) -> set[str]:
            texts = [item.title, item.text, *(line.text for line in item.headlines)]
            return {token.form for text in texts for token in analyzer.tokens(text) if token.form}

        postings |= {field: _of(items, keys(cut(values))) for field, values in names.items()}
        postings |= {
            "path": _of(items, lambda item: [item.id]),
            "forms": _of(items, lambda item: sorted(forms(item))),
            "date": _of(items, lambda item: [to_bytes(day(item))]),
            "outlet": _of(items, keys(lambda item: item.sources[:1])),
        }
        return {
            "items": items,
            "postings": postings,
            "lengths": lengths,
            "columns": {
                "days": [day(item) for item in items],
                "stood_from": [0] * len(items),
                "stood_until": [NEVER] * len(items),
                "gone_on": [item.gone.toordinal() if item.gone else NEVER for item in items],
            },
            "names": {
                field: {
                    item.id: sorted({value.encode() for value in cut(values)(item)})
                    for item in items
                }
                for field, values in names.items()
            },
            "keys": {zlib.crc32(item.id.encode()) for item in items},
        }

    return plain


WORDS = [
    *("port", "ports", "strike", "strikes", "comet", "the", "bay", "harbour"),
    *("café", "U.S.", "reader's", "北京市", "мост", "ﬁne"),
    *("part-time", "e-mail", "1,413", "C++", "Disney+"),
]


@pytest.fixture(scope="session")
def some_items() -> Callable[..., list[Item]]:
    """Make items of a few words, so that they share most; the same for the same seed."""

    def some_items(seed: int, ids: Sequence[int], words: int = 30) -> list[Item]:
        chance = random.Random(seed)

        def text(most: int) -> str:
            return " ".join(chance.choices(WORDS, k=chance.randrange(most)))

        return [
            Item(
                id=f"item-{number}",
                title=text(6),
                day=date(2026, 1, 1) + timedelta(chance.randrange(9))
                if chance.random() < 0.9
                else None,
                text=text(words),
                headlines=tuple(
                    Headline(
                        text=text(8),
                        outlet=chance.choice(["BBC", "DW", "Reuters", ""]),
                        link=chance.choice(["", "https://a.example/1", "https://b.example/2"]),
                    )
                    for _ in range(chance.randrange(4))
                ),
                tags=tuple(chance.choices(["port", "Strike", "night sky"], k=chance.randrange(4))),
                categories=tuple(chance.sample(["World", "Science"], k=chance.randrange(3))),
                feed=chance.choice(["", "https://a.example/feed", "https://b.example/feed"]),
                link=chance.choice(["", f"https://a.example/{number}"]),
            )
            for number in ids
        ]

    return some_items


@pytest.fixture
def built(tmp_path: Path, analyzer: Analyzer) -> Callable[[Sequence[Item]], Segment]:
    """Build a segment of some items."""
    made: list[Path] = []

    def built(items: Sequence[Item]) -> Segment:
        path = tmp_path / f"built-{len(made)}.seg"
        made.append(path)
        assert build(path, [(pack(item),) for item in items], analyzer) == len(items)
        return Segment(path)

    return built
