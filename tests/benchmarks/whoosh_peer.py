"""Whoosh as it comes: its own codec, searcher, collectors and facets."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Self

from whoosh import index, query
from whoosh.analysis import Analyzer as WhooshAnalyzer
from whoosh.analysis import Token
from whoosh.columns import VarBytesColumn
from whoosh.fields import COLUMN, ID, NUMERIC, STORED, TEXT, Schema
from whoosh.searching import Searcher
from whoosh.sorting import Count, FieldFacet

from search import Item
from search.text import Analyzer
from tests.benchmarks.engine import FACET_VALUES, WEIGHTS, Answer, links, squeeze, unsqueeze
from tests.benchmarks.questions import Question

#: It takes seconds where the others take milliseconds, so it is asked in small archives only.
MOST_ITEMS = 20_000
HEADLINE_GAP = 100
WRITER_MEGABYTES = 256


class Whoosh:
    """An index of stock Whoosh, in the schema that Backfile began with; facets counted by hand."""

    name = "Whoosh by hand"

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher

    @classmethod
    def build(cls, path: Path, items: Iterable[Item]) -> None:
        path.mkdir(parents=True)
        analyzer = Analyzer("english")
        writer = index.create_in(path, _schema(analyzer)).writer(limitmb=WRITER_MEGABYTES)
        for item in items:
            writer.add_document(**_document(item, analyzer))
        writer.commit(optimize=True)

    @classmethod
    def open(cls, path: Path) -> Self:
        return cls(index.open_dir(path).searcher())

    def answer(self, question: Question) -> Answer:
        results = self._searcher.search(_query(question), limit=None)
        hits = [unsqueeze(hit["item"]) for hit in results[: question.per_page]]
        counts = {name: self._count(name, results.docs()) for name in question.facets}
        return Answer(len(results), hits, counts)

    def _count(self, name: str, documents: Iterable[int]) -> dict[str, int]:
        """Count in a loop over a column, which is quicker than facets as they come."""
        column = self._searcher.reader().column_reader(f"{name}_column")
        held = (value for document in documents for value in column[document].split(b"\n"))
        return _listed(name, Counter(value.decode() for value in held))

    def close(self) -> None:
        self._searcher.close()


class WhooshFacets(Whoosh):
    """The same index, and facets as they come with Whoosh."""

    name = "Whoosh"

    def answer(self, question: Question) -> Answer:
        facets = {name: FieldFacet(name, allow_overlap=True) for name in question.facets}
        results = self._searcher.search(
            _query(question), limit=question.per_page, groupedby=facets, maptype=Count
        )
        counts = {name: _listed(name, Counter(results.groups(name))) for name in question.facets}
        hits = [unsqueeze(hit["item"]) for hit in results[: question.per_page]]
        return Answer(len(results), hits, counts)


def _listed(name: str, counts: Counter[str]) -> dict[str, int]:
    """Return the values of a facet that are asked for: of months all."""
    return dict(counts.most_common(None if name == "month" else FACET_VALUES))


class _Words(WhooshAnalyzer):  # type: ignore[misc]
    """Backfile's words as Whoosh takes them; each line of a text stands `gap` places apart."""

    def __init__(self, analyzer: Analyzer, gap: int = 0) -> None:
        self.analyzer = analyzer
        self.gap = gap

    def __call__(
        self, value: str, positions: bool = False, start_pos: int = 0, mode: str = "", **_: Any
    ) -> Iterator[Token]:
        token = Token(positions, mode=mode)
        place = start_pos
        for line in value.split("\n"):
            for term in self.analyzer.terms(line):
                token.text, token.boost, token.pos = term, 1.0, place
                place += 1
                yield token
            place += self.gap


def _schema(analyzer: Analyzer) -> Schema:
    words = _Words(analyzer)
    return Schema(
        path=ID(unique=True),
        title=TEXT(analyzer=words),
        headlines=TEXT(analyzer=_Words(analyzer, gap=HEADLINE_GAP)),
        text=TEXT(analyzer=words),
        forms=ID(),
        date=NUMERIC(int, sortable=True),
        month=ID(),
        month_column=COLUMN(VarBytesColumn()),
        sources_column=COLUMN(VarBytesColumn()),
        tags_column=COLUMN(VarBytesColumn()),
        outlet=ID(),
        link=ID(),
        sources=ID(),
        tags=ID(),
        categories=ID(),
        feed=ID(),
        item=STORED(),
    )


def _document(item: Item, analyzer: Analyzer) -> dict[str, Any]:
    headlines = "\n".join(headline.text for headline in item.headlines)
    words = {*analyzer.terms(item.title), *analyzer.terms(headlines), *analyzer.terms(item.text)}
    tags = list(dict.fromkeys(item.tags))
    return {
        "path": item.id,
        "title": item.title,
        "headlines": headlines,
        "text": item.text,
        "forms": sorted(words),
        "date": item.day.toordinal() if item.day else 0,
        "month": f"{item.day:%Y-%m}" if item.day else "",
        "month_column": f"{item.day:%Y-%m}".encode() if item.day else b"",
        "sources_column": "\n".join(item.sources).encode(),
        "tags_column": "\n".join(tags).encode(),
        "outlet": list(item.sources[:1]),
        "link": links(item),
        "sources": list(item.sources),
        "tags": tags,
        "categories": list(item.categories),
        "feed": [item.feed],
        "item": squeeze(item),
    }


def _query(question: Question) -> query.Query:
    parts = list(_parts(question))
    if question.since and question.until:
        first, last = question.since.toordinal(), question.until.toordinal()
        parts.append(query.NumericRange("date", first, last))
    return parts[0] if len(parts) == 1 else query.And(parts)


def _parts(question: Question) -> Iterator[query.Query]:
    words, fields = question.words, WEIGHTS.items()
    match question.join:
        case "any":
            yield query.Or([query.Term(f, word, boost=w) for word in words for f, w in fields])
        case "phrase":
            yield query.Or([query.Phrase(f, list(words), boost=w) for f, w in fields])
        case "prefix":
            yield query.Or([query.Prefix(f, words[0], boost=w) for f, w in fields])
        case _:
            for word in words:
                yield query.Or([query.Term(f, word, boost=w) for f, w in fields])
