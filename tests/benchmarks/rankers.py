"""How does each engine rank items for a text as somebody typed it?

Any of the words will do. Each peer cuts words, stems them and drops stop words as its
documentation advises.
"""

import re
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import bm25s
import Stemmer
import tantivy
from tantivy import Filter, Occur, Query
from whoosh.analysis import StemmingAnalyzer
from whoosh.fields import ID, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.query import Or, Term

from search import Archive, Item, SearchRequest
from search.settings import MAX_PER_PAGE
from tests.benchmarks.engine import WEIGHTS

#: Hits that each engine is asked for; one page of Backfile.
DEEPEST = MAX_PER_PAGE
_WORDS = re.compile(r"\w+")

#: Text -> ids of the best hits, the best first.
Rank = Callable[[str], list[str]]


def backfile(items: Sequence[Item], folder: Path) -> dict[str, Rank]:
    """Return Backfile's ways to match a text; it is typed into the box as it stands."""
    with Archive.create(folder / "archive") as made:
        made.add(items)
    archive = Archive.open(folder / "archive")

    def ranked(query: str, **match: Any) -> list[str]:
        page = archive.search(SearchRequest(query=query, per_page=DEEPEST, facets=(), **match))
        return [hit.id for hit in page.hits]

    def joined(text: str) -> list[str]:
        return ranked(" OR ".join(_words(text)))

    if any(field.name == "match" for field in fields(SearchRequest)):
        return {
            f"Backfile, {match}": lambda text, match=match: ranked(text, match=match)
            for match in ("all", "most", "any")
        }
    return {"Backfile, all": ranked, "Backfile, any": joined}


def with_bm25s(items: Sequence[Item], folder: Path) -> dict[str, Rank]:
    """bm25s knows no fields: an item is one text."""
    stemmer = Stemmer.Stemmer("english")
    most = min(DEEPEST, len(items))

    def cut(texts: list[str]) -> Any:
        return bm25s.tokenize(texts, stopwords="en", stemmer=stemmer, show_progress=False)

    ranker = bm25s.BM25()
    ranker.index(cut(["\n".join(_texts(item).values()) for item in items]), show_progress=False)

    def ranked(text: str) -> list[str]:
        found, scores = ranker.retrieve(cut([text]), k=most, show_progress=False)
        # It fills up with items that have none of the words.
        return [
            items[number].id for number, score in zip(found[0], scores[0], strict=True) if score > 0
        ]

    return {"bm25s": ranked}


def with_tantivy(items: Sequence[Item], folder: Path) -> dict[str, Rank]:
    analyzer = (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(Filter.remove_long(40))
        .filter(Filter.lowercase())
        .filter(Filter.stopword("english"))
        .filter(Filter.stemmer("english"))
        .build()
    )
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    for name in WEIGHTS:
        builder.add_text_field(name, tokenizer_name="words")
    schema = builder.build()
    index = tantivy.Index(schema)
    index.register_tokenizer("words", analyzer)
    writer = index.writer(num_threads=1)
    for item in items:
        writer.add_document(tantivy.Document(id=item.id, **_texts(item)))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def ranked(text: str) -> list[str]:
        terms = [
            (Occur.Should, Query.boost_query(Query.term_query(schema, field, word), weight))
            for word in analyzer.analyze(text)
            for field, weight in WEIGHTS.items()
        ]
        found = searcher.search(Query.boolean_query(terms), limit=DEEPEST)
        return [searcher.doc(address)["id"][0] for _, address in found.hits]

    return {"tantivy": ranked}


def with_sqlite(items: Sequence[Item], folder: Path) -> dict[str, Rank]:
    """FTS5 stems and has no list of stop words."""
    connection = sqlite3.connect(":memory:")
    names = ", ".join(WEIGHTS)
    connection.execute(
        f"CREATE VIRTUAL TABLE words USING fts5(id UNINDEXED, {names}, tokenize='porter')"
    )
    connection.executemany(
        "INSERT INTO words VALUES (?, ?, ?, ?)",
        ((item.id, *_texts(item).values()) for item in items),
    )
    weights = ", ".join(map(str, (0, *WEIGHTS.values())))
    best = f"SELECT id FROM words WHERE words MATCH ? ORDER BY bm25(words, {weights}) LIMIT ?"

    def ranked(text: str) -> list[str]:
        query = " OR ".join(f'"{word}"' for word in _words(text)) or '""'
        return [id for (id,) in connection.execute(best, (query, DEEPEST))]

    return {"SQLite FTS5": ranked}


def with_whoosh(items: Sequence[Item], folder: Path) -> dict[str, Rank]:
    analyzer = StemmingAnalyzer()
    schema = Schema(id=ID(stored=True), **{name: TEXT(analyzer=analyzer) for name in WEIGHTS})
    index = RamStorage().create_index(schema)
    writer = index.writer()
    for item in items:
        writer.add_document(id=item.id, **_texts(item))
    writer.commit()
    searcher = index.searcher()

    def ranked(text: str) -> list[str]:
        words = [token.text for token in analyzer(text, mode="query")]
        terms = [Term(name, word, boost=w) for word in words for name, w in WEIGHTS.items()]
        return [hit["id"] for hit in searcher.search(Or(terms), limit=DEEPEST)]

    return {"Whoosh": ranked}


#: What is typed to name an engine -> its ways to rank items; the folder is for what it writes.
RANKERS: dict[str, Callable[[Sequence[Item], Path], dict[str, Rank]]] = {
    "backfile": backfile,
    "bm25s": with_bm25s,
    "tantivy": with_tantivy,
    "sqlite": with_sqlite,
    "whoosh": with_whoosh,
}


def _texts(item: Item) -> dict[str, str]:
    headlines = "\n".join(headline.text for headline in item.headlines)
    return {"title": item.title, "headlines": headlines, "text": item.text}


def _words(text: str) -> list[str]:
    return _WORDS.findall(text.lower())
