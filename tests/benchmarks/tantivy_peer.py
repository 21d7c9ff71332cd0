"""tantivy, the Lucene of Rust, through its Python package."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Self

import tantivy
from tantivy import Occur, Query

from search import Item
from tests.benchmarks.engine import FACET_VALUES, WEIGHTS, Answer, links, pack
from tests.benchmarks.questions import Question

HEAP_BYTES = 200_000_000
#: One writer thread with room for everything makes one segment, which answers quickest.
ONE_SEGMENT_BYTES = 3_000_000_000
MONTHS = 1_000
#: Of several segments, each hands on its most frequent values only; this many make exact sums.
VALUES_OF_SEGMENT = 60_000
_NAMES = ("sources", "tags", "categories", "feed", "year", "month")


class Tantivy:
    """An index of tantivy.

    Its searcher has no call that both ranks and aggregates, so a question is two calls. Every
    item has one month, so the months' counts add up to the total, which spares a count.
    """

    name = "tantivy"

    def __init__(self, index: tantivy.Index) -> None:
        self._index = index
        self._searcher = index.searcher()
        self._schema = index.schema

    @classmethod
    def build(cls, path: Path, items: Iterable[Item]) -> None:
        fill(path, items, heap=ONE_SEGMENT_BYTES, threads=1)

    @classmethod
    def open(cls, path: Path) -> Self:
        return cls(tantivy.Index.open(str(path)))

    def answer(self, question: Question) -> Answer:
        query = self._query(question)
        asked = {*question.facets, "month"}
        found = self._searcher.aggregate(query, {name: self._counted(name) for name in asked})
        counts = {
            name: {bucket["key"]: bucket["doc_count"] for bucket in found[name]["buckets"]}
            for name in asked
        }
        ranked = self._searcher.search(query, limit=question.per_page, count=False)
        hits = [self._item(address) for _, address in ranked.hits]
        return Answer(
            sum(counts["month"].values()), hits, {name: counts[name] for name in question.facets}
        )

    def close(self) -> None:
        """Nothing is to be let go of."""

    def _counted(self, name: str) -> dict[str, Any]:
        size = MONTHS if name == "month" else FACET_VALUES
        handed_on = size if self._searcher.num_segments == 1 else VALUES_OF_SEGMENT
        return {"terms": {"field": name, "size": size, "segment_size": handed_on}}

    def _item(self, address: tantivy.DocAddress) -> Any:
        return json.loads(bytes(self._searcher.doc(address)["item"][0]))

    def _query(self, question: Question) -> Query:
        parts = [(Occur.Must, query) for query in self._words(question)]
        if question.since and question.until:
            first, last = question.since.toordinal(), question.until.toordinal()
            days = Query.range_query(self._schema, "day", tantivy.FieldType.Integer, first, last)
            parts.append((Occur.Must, Query.const_score_query(days, 0.0)))
        if not parts:
            return Query.all_query()
        return parts[0][1] if len(parts) == 1 else Query.boolean_query(parts)

    def _words(self, question: Question) -> list[Query]:
        words = question.words
        match question.join:
            case "any":
                return [self._fields(lambda field: [self._term(field, word) for word in words])]
            case "phrase":
                return [
                    self._fields(lambda field: [Query.phrase_query(self._schema, field, [*words])])
                ]
            case "prefix":
                pattern = f"{words[0]}.*"
                return [
                    self._fields(lambda field: [Query.regex_query(self._schema, field, pattern)])
                ]
            case _:
                return [
                    self._fields(lambda field, word=word: [self._term(field, word)])
                    for word in words
                ]

    def _term(self, field: str, word: str) -> Query:
        return Query.term_query(self._schema, field, word)

    def _fields(self, queries: Any) -> Query:
        """Ask for any of the queries in any of the three fields, each with its weight."""
        return Query.boolean_query(
            [
                (Occur.Should, Query.boost_query(query, weight))
                for field, weight in WEIGHTS.items()
                for query in queries(field)
            ]
        )


def fill(path: Path, items: Iterable[Item], heap: int = HEAP_BYTES, threads: int = 0) -> int:
    """Make an index of the items in one commit, and return how many there are; 0 threads: its own
    choice.
    """
    path.mkdir(parents=True)
    index = tantivy.Index(_schema(), path=str(path))
    writer = index.writer(heap_size=heap, num_threads=threads)
    count = 0
    for item in items:
        writer.add_document(_document(item))
        count += 1
    writer.commit()
    writer.wait_merging_threads()
    return count


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("path", stored=True, tokenizer_name="raw", index_option="basic")
    for name in WEIGHTS:
        builder.add_text_field(name, tokenizer_name="en_stem", index_option="position")
    for name in _NAMES:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("link", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("day", indexed=True, fast=True)
    builder.add_bytes_field("item", stored=True)
    return builder.build()


def _document(item: Item) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text("path", item.id)
    document.add_text("title", item.title)
    for headline in item.headlines:
        document.add_text("headlines", headline.text)
    document.add_text("text", item.text)
    for name in ("sources", "tags", "categories"):
        for value in dict.fromkeys(getattr(item, name)):
            document.add_text(name, value)
    document.add_text("feed", item.feed)
    for link in links(item):
        document.add_text("link", link)
    if item.day:
        document.add_integer("day", item.day.toordinal())
        document.add_text("year", f"{item.day:%Y}")
    document.add_text("month", f"{item.day:%Y-%m}" if item.day else "undated")
    document.add_bytes("item", pack(item))
    return document
