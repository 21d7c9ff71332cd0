"""SQLite with FTS5: words in a contentless full-text table, facets in tables of numbers."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Self

from search import Item
from tests.benchmarks.engine import FACET_VALUES, WEIGHTS, Answer, links, squeeze, unsqueeze
from tests.benchmarks.questions import Question

CACHE_KIBIBYTES = 256 * 1024
MAP_BYTES = 1 << 34
#: A word between two headlines, so that no phrase reaches from one into the next.
GAP = " 0 "
#: From this share of all items on, hits are many.
MANY_SHARE = 0.3
_FACETS = ("sources", "tags", "categories", "feed")
_SCHEMA = f"""
CREATE VIRTUAL TABLE words USING fts5(
    {", ".join(WEIGHTS)}, content='', tokenize='porter', prefix='3 4', detail=full);
INSERT INTO words(words, rank) VALUES ('rank', 'bm25({", ".join(map(str, WEIGHTS.values()))})');
CREATE TABLE items (number INTEGER PRIMARY KEY, path TEXT, item BLOB);
CREATE TABLE days (number INTEGER PRIMARY KEY, day INT, month INT);
CREATE TABLE links (link TEXT, number INT, PRIMARY KEY (link, number)) WITHOUT ROWID;
CREATE TABLE names (id INTEGER PRIMARY KEY, name TEXT UNIQUE);
"""
_FACET_TABLE = "CREATE TABLE {0} (number INT, name INT, PRIMARY KEY (number, name)) WITHOUT ROWID"
_INDEXES = "CREATE UNIQUE INDEX paths ON items (path);" + "".join(
    f"CREATE INDEX of_{name} ON {name} (name, number);" for name in _FACETS
)
_FOUND = "INSERT INTO temp.hits SELECT rowid, rank FROM words WHERE words MATCH ?"
_FOUND_IN_DAYS = """
INSERT INTO temp.hits SELECT number, rank FROM words CROSS JOIN days ON number = words.rowid
WHERE words MATCH ? AND day BETWEEN ? AND ?
"""
_BEST = """
SELECT item FROM items
JOIN (SELECT number, score FROM temp.hits ORDER BY score LIMIT ?) AS best USING (number)
ORDER BY best.score
"""
_NAMED = f"""
SELECT names.name, counted.items FROM (
    SELECT name, count(*) AS items FROM {{0}}
    GROUP BY name ORDER BY items DESC LIMIT {FACET_VALUES}
) AS counted JOIN names ON names.id = counted.name
"""
#: From the hits to their names; for many hits, from the names, in order, to their hits.
_TOP = _NAMED.format("temp.hits CROSS JOIN {0} USING (number)")
_TOP_OF_MANY = _NAMED.format("{0} INDEXED BY of_{0} CROSS JOIN temp.hits USING (number)")
_MONTHS = "SELECT month, count(*) FROM temp.hits CROSS JOIN days USING (number) GROUP BY month"


class Sqlite:
    """A database. The hits of a question go into a temporary table, all else is joined to it."""

    name = "SQLite FTS5"

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIBIBYTES}")
        connection.execute(f"PRAGMA mmap_size = {MAP_BYTES}")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("CREATE TEMP TABLE hits (number INTEGER PRIMARY KEY, score REAL)")
        self._items = connection.execute("SELECT max(number) + 1 FROM days").fetchone()[0]

    @classmethod
    def build(cls, path: Path, items: Iterable[Item]) -> None:
        path.mkdir(parents=True)
        with closing(sqlite3.connect(path / "items.sqlite")) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(f"PRAGMA cache_size = -{CACHE_KIBIBYTES}")
            connection.executescript(_SCHEMA)
            for name in _FACETS:
                connection.execute(_FACET_TABLE.format(name))
            names: dict[str, int] = {}
            with connection:
                for number, item in enumerate(items):
                    for statement, values in _rows(number, item, names):
                        connection.execute(statement, values)
                connection.executemany(
                    "INSERT INTO names VALUES (?, ?)", ((id, name) for name, id in names.items())
                )
                connection.execute("INSERT INTO words(words) VALUES ('optimize')")
            connection.executescript(_INDEXES)
            connection.execute("ANALYZE")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @classmethod
    def open(cls, path: Path) -> Self:
        return cls(sqlite3.connect(path / "items.sqlite", isolation_level=None))

    def answer(self, question: Question) -> Answer:
        execute = self._connection.execute
        execute("DELETE FROM temp.hits")
        found = _FOUND
        values: list[str | int] = [_match(question)]
        if question.since and question.until:
            found = _FOUND_IN_DAYS
            values += [question.since.toordinal(), question.until.toordinal()]
        execute(found, values)
        total = execute("SELECT count(*) FROM temp.hits").fetchone()[0]
        hits = execute(_BEST, (question.per_page,))
        items: list[Any] = [unsqueeze(item) for (item,) in hits]
        top = _TOP_OF_MANY if total > self._items * MANY_SHARE else _TOP
        counts = {
            name: self._months() if name == "month" else dict(execute(top.format(name)))
            for name in question.facets
        }
        return Answer(total, items, counts)

    def close(self) -> None:
        self._connection.close()

    def _months(self) -> dict[str, int]:
        return {
            f"{month // 12}-{month % 12 + 1:02}": count
            for month, count in self._connection.execute(_MONTHS)
        }


def _match(question: Question) -> str:
    match question.join:
        case "any":
            return " OR ".join(question.words)
        case "phrase":
            return f'"{" ".join(question.words)}"'
        case "prefix":
            return f"{question.words[0]}*"
        case _:
            return " AND ".join(question.words)


def _rows(
    number: int, item: Item, names: dict[str, int]
) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Yield what to execute for an item; `names` gives each name its number."""
    lines = GAP.join(headline.text for headline in item.headlines)
    yield "INSERT INTO items VALUES (?, ?, ?)", (number, item.id, squeeze(item))
    yield (
        "INSERT INTO words(rowid, title, headlines, text) VALUES (?, ?, ?, ?)",
        (number, item.title, lines, item.text),
    )
    if item.day:
        month = item.day.year * 12 + item.day.month - 1
        yield "INSERT INTO days VALUES (?, ?, ?)", (number, item.day.toordinal(), month)
    for link in links(item):
        yield "INSERT INTO links VALUES (?, ?)", (link, number)
    for facet in ("sources", "tags", "categories"):
        for value in dict.fromkeys(getattr(item, facet)):
            name = names.setdefault(value, len(names))
            yield f"INSERT INTO {facet} VALUES (?, ?)", (number, name)
    yield "INSERT INTO feed VALUES (?, ?)", (number, names.setdefault(item.feed, len(names)))
