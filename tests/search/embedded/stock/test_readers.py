"""An archive is a genuine Whoosh index: stock Whoosh reads, searches, writes and merges it."""

import pickle
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from whoosh.index import open_dir
from whoosh.query import (
    And,
    Every,
    FuzzyTerm,
    Not,
    NumericRange,
    Or,
    Phrase,
    Prefix,
    Query,
    Term,
    TermRange,
    Wildcard,
)

from search import Archive, Headline, Item
from search.embedded.stock.codec import ColumnarCodec, SegmentEntry
from search.embedded.store.folder import Folder
from search.engine import Question, WordsNear
from search.links import link_terms, part_term
from search.names import name_key
from search.packed import NEVER, UNDATED, pack, unpack
from search.text import Analyzer

ANALYZER = Analyzer("english")
FIRST_DAY = date(2026, 1, 1)
SUBJECTS = ("port", "strike", "comet", "harbour", "night sky", "café")
OUTLETS = ("BBC", "DW", "Reuters")


def made_item(number: int, version: int = 0) -> Item:
    """Return an item of which everything follows from its number."""
    subject, other = SUBJECTS[number % 6], SUBJECTS[(number // 6 + version) % 6]
    return Item(
        id=f"item-{number:03}",
        title=f"The {subject} and the {other}",
        day=None if number % 11 == 10 else FIRST_DAY + timedelta(number % 13),
        text=f"{other} " * (number % 4) + f"of the {subject} in version{version}",
        headlines=tuple(
            Headline(
                text=f"{outlet} on {subject}s", outlet=outlet, link=f"https://e.example/{number}"
            )
            for outlet in OUTLETS[: number % 4]
        ),
        tags=(subject, "all")[: number % 3],
        categories=("World",) if number % 2 else (),
        feed="https://a.example/feed" if number % 5 else "",
    )


def made_archive(path: Path) -> dict[str, Item]:
    """Make an archive of three segments, with deletions."""
    now = {}
    with Archive.create(path) as archive:
        for numbers, version in ((range(40), 0), (range(30, 70), 1), (range(60, 80), 2)):
            batch = [made_item(number, version) for number in numbers]
            archive.add(batch)
            now |= {item.id: item for item in batch}
        removed = [name for name in now if int(name[-3:]) % 9 == 4]
        archive.remove(removed)
    return {name: item for name, item in now.items() if name not in removed}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Item]]:
    path = tmp_path_factory.mktemp("codec") / "index"
    return path, made_archive(path)


@pytest.fixture(scope="module")
def searcher(made: tuple[Path, dict[str, Item]]) -> Iterator[Any]:
    with open_dir(made[0]).searcher() as searcher:
        assert len(searcher.leaf_searchers()) == 3
        assert searcher.reader().has_deletions()
        yield searcher


@pytest.fixture(scope="module")
def items(made: tuple[Path, dict[str, Item]]) -> dict[str, Item]:
    return made[1]


@pytest.fixture
def copied(made: tuple[Path, dict[str, Item]], tmp_path: Path) -> tuple[Path, dict[str, Item]]:
    """Return an archive that may be changed."""
    return Path(shutil.copytree(made[0], tmp_path / "index")), dict(made[1])


def terms(item: Item, field: str) -> list[str]:
    """Return what a plain reading says an item has in a field."""
    texts = {
        "title": [item.title],
        "text": [item.text],
        "headlines": [line.text for line in item.headlines],
    }
    if field == "forms":
        lines = [line for name in texts for line in texts[name]]
        return [token.form for line in lines for token in ANALYZER.tokens(line)]
    if field in texts:
        return [term for line in texts[field] for term in ANALYZER.terms(line)]
    named = {"path": [item.id], "link": [term for link in item.links for term in link_terms(link)]}
    named |= {"sources": item.sources, "outlet": item.sources[:1], "feed": [item.feed]}
    named |= {"tags": item.tags, "categories": item.categories}
    return [name if field in ("path", "link") else name_key(name) for name in named[field] if name]


def day_of(item: Item) -> int:
    return item.day.toordinal() if item.day else UNDATED


def found(searcher: Any, query: Query, **options: Any) -> list[str]:
    results = searcher.search(query, limit=None, **options)
    return [unpack(hit.fields()["item"]).id for hit in results]


# -- reading

DAY = FIRST_DAY.toordinal()
QUERIES = {
    "a term": (Term("title", "strike"), lambda i: "strike" in terms(i, "title")),
    "a name": (Term("tags", "night sky"), lambda i: "night sky" in i.tags),
    "a link": (
        Phrase("link", link_terms("https://e.example/7")),
        lambda i: "https://e.example/7" in i.links,
    ),
    "a part of a link": (
        Term("link", part_term("7")),
        lambda i: "https://e.example/7" in i.links,
    ),
    "parts of links": (Phrase("link", link_terms("7/e.example")), lambda i: False),
    "all": (
        And([Term("title", "port"), Term("text", "comet")]),
        lambda i: "port" in terms(i, "title") and "comet" in terms(i, "text"),
    ),
    "any": (
        Or([Term("title", "port"), Term("outlet", "bbc"), Term("categories", "world")]),
        lambda i: "port" in terms(i, "title") or bool(i.sources) or bool(i.categories),
    ),
    "none": (
        And([Every(), Not(Term("title", "port"))]),
        lambda i: "port" not in terms(i, "title"),
    ),
    "a phrase": (
        Phrase("title", ANALYZER.terms("the night sky")),
        lambda i: "the night sky" in i.title.lower(),
    ),
    "a loose phrase": (
        Phrase("title", ["port", "comet"], slop=3),
        lambda i: i.title == "The port and the comet",
    ),
    "no phrase of two headlines": (
        Phrase("headlines", ["port", "dw"], slop=4),
        lambda i: False,
    ),
    "a beginning": (
        Prefix("forms", "str"),
        lambda i: any(form.startswith("str") for form in terms(i, "forms")),
    ),
    "a pattern": (
        Wildcard("forms", "?or*s"),
        lambda i: "ports" in terms(i, "forms"),
    ),
    "a misspelling": (
        FuzzyTerm("forms", "sttike", maxdist=1),
        lambda i: "strike" in terms(i, "forms"),
    ),
    "a range of names": (
        TermRange("sources", "bbc", "dw", startexcl=True),
        lambda i: "DW" in i.sources,
    ),
    "days": (
        NumericRange("date", DAY + 3, DAY + 7, endexcl=True),
        lambda i: DAY + 3 <= day_of(i) < DAY + 7,
    ),
    "days to the end": (NumericRange("date", DAY + 9, None), lambda i: day_of(i) >= DAY + 9),
    "a day": (Term("date", DAY + 5), lambda i: day_of(i) == DAY + 5),
    "everything": (Every(), lambda i: True),
    "everything that has a field": (Every("headlines"), lambda i: bool(i.headlines)),
}


@pytest.mark.parametrize("name", QUERIES)
def test_stock_queries_find_what_a_plain_reading_finds(
    searcher: Any, items: dict[str, Item], name: str
) -> None:
    query, finds = QUERIES[name]
    hits = found(searcher, query)
    assert sorted(hits) == sorted(item.id for item in items.values() if finds(item))
    assert len(hits) < len(items) or name == "everything"


def test_stored_fields_are_the_items(searcher: Any, items: dict[str, Item]) -> None:
    stored = list(searcher.reader().all_stored_fields())
    assert {unpack(fields["item"]).id: fields for fields in stored} == {
        name: {"item": pack(item)} for name, item in items.items()
    }
    (hit,) = searcher.search(Term("path", "item-075"))
    assert hit.fields() == {"item": pack(items["item-075"])}


FIELDS = ["title", "headlines", "text", "forms", "path", "sources", "outlet", "tags", "feed"]


@pytest.mark.parametrize("field", [*FIELDS, "categories", "link"])
def test_terms_and_their_statistics(searcher: Any, items: dict[str, Item], field: str) -> None:
    reader = searcher.reader()
    every = [terms(item, field) for item in items.values()]
    assert set(reader.field_terms(field)) >= {term for of_item in every for term in of_item}
    for segment, _ in searcher.leaf_searchers():
        own = segment.reader()
        lexicon = list(own.lexicon(field))
        assert lexicon == sorted(set(lexicon))
        for term in lexicon:
            ids = list(own.postings(field, term).all_ids())
            living = [unpack(own.stored_fields(number)["item"]) for number in ids]
            assert all(term.decode() in terms(item, field) for item in living)
            info = own.term_info(field, term)
            assert own.doc_frequency(field, term) == info.doc_frequency() >= len(ids)
            assert own.frequency(field, term) == info.weight()
            assert not ids or own.first_id(field, term) == ids[0] >= info.min_id()
            assert (field, term) in own
        assert (field, b"absent") not in own
        assert own.doc_frequency(field, b"absent") == 0


def test_lengths_are_exact(searcher: Any) -> None:
    reader = searcher.reader()
    for number in reader.all_doc_ids():
        item = unpack(reader.stored_fields(number)["item"])
        for field in ("title", "headlines", "text"):
            assert reader.doc_field_length(number, field) == len(terms(item, field))
        assert reader.doc_field_length(number, "tags", 7) == 7
    longest = max(len(terms(made_item(number), "title")) for number in range(80))
    assert reader.max_field_length("title") == longest
    assert 0 <= reader.min_field_length("headlines") <= longest


def test_words_within_a_distance(searcher: Any) -> None:
    for segment, _ in searcher.leaf_searchers():
        near = list(segment.reader().terms_within("forms", "ports", 1, prefix=1))
        assert near == ["port", "ports"]
        near = list(segment.reader().terms_within("forms", "comt", 2))
        assert near == ["comet", "comets", "port"]


def test_a_cursor_goes_through_the_terms(searcher: Any) -> None:
    reader = searcher.leaf_searchers()[0][0].reader()
    cursor = reader.cursor("forms")
    seen = [cursor.first()]
    while cursor.next() is not None:
        seen.append(cursor.text())
    assert seen == [term.decode() for term in reader.lexicon("forms")]
    assert not cursor.is_valid()
    assert cursor.text() is cursor.term_info() is None
    assert cursor.find("porta") == "ports"
    assert cursor.term_info().doc_frequency() == reader.doc_frequency("forms", "ports")
    assert cursor.find("~") is None


def test_columns(searcher: Any) -> None:
    reader = searcher.reader()
    days, begins, ends = map(reader.column_reader, ("date", "stood_from", "stood_until"))
    for number in reader.all_doc_ids():
        assert days[number] == day_of(unpack(reader.stored_fields(number)["item"]))
        assert (begins[number], ends[number]) == (UNDATED, NEVER)
    assert not reader.has_column("title")


@pytest.mark.parametrize("reverse", [False, True])
def test_sorted_by_day(searcher: Any, items: dict[str, Item], reverse: bool) -> None:
    hits = found(searcher, Term("title", "port"), sortedby="date", reverse=reverse)
    days = [day_of(items[name]) for name in hits]
    assert len(days) > 9
    assert days == sorted(days, reverse=reverse)


def test_grouped_by_day(searcher: Any, items: dict[str, Item]) -> None:
    results = searcher.search(Term("title", "port"), limit=None, groupedby="date")
    counts = {day: len(documents) for day, documents in results.groups("date").items()}
    assert counts == Counter(
        day_of(item) for item in items.values() if "port" in terms(item, "title")
    )


def test_an_entry_is_pickled_with_its_deletions() -> None:
    entry = SegmentEntry("MAIN", 1000)
    assert not entry.has_deletions()
    assert pickle.loads(pickle.dumps(entry)).deleted_docs() == []
    deleted = [0, 7, 8, 500, 999]
    entry.delete(deleted)
    entry.delete_document(7, delete=False)
    entry.delete_document(9)
    other = pickle.loads(pickle.dumps(entry))
    assert other.deleted_docs() == entry.deleted_docs() == [0, 8, 9, 500, 999]
    assert all(type(number) is int for number in other.deleted_docs())
    assert (other.doc_count_all(), other.doc_count(), other.deleted_count()) == (1000, 995, 5)
    assert other.filename == entry.filename
    assert [other.is_deleted(number) for number in (7, 8, 999, 1000)] == [False, True, True, False]
    assert len(pickle.dumps(entry)) < 400


# -- writing


def fields_of(item: Item) -> dict[str, Any]:
    """Return an item as the schema wants it."""
    fields = {name: terms(item, name) for name in (*FIELDS[3:], "categories")}
    fields = {name: values for name, values in fields.items() if values}
    return fields | {
        "path": item.id,
        "link": "\n".join(item.links),
        "title": item.title,
        "headlines": "\n".join(line.text for line in item.headlines),
        "text": item.text,
        "date": day_of(item),
        "item": pack(item),
    }


def files(path: Path) -> dict[str, bytes]:
    return {entry.name: entry.read_bytes() for entry in path.iterdir() if "LOCK" not in entry.name}


def assert_holds(path: Path, items: dict[str, Item]) -> None:
    """Check that stock Whoosh and Backfile both find the items, and all is whole."""
    Folder.open(path).check()
    with open_dir(path).searcher() as searcher:
        assert sorted(found(searcher, Every())) == sorted(items)
        for query, finds in QUERIES.values():
            expected = sorted(item.id for item in items.values() if finds(item))
            assert sorted(found(searcher, query)) == expected
    with Archive.open(path) as archive:
        assert archive.check() == len(Folder.open(path).contents().segments)
        assert archive.info().items == len(items)
        for name, item in items.items():
            assert archive.item(name) == item
        page = archive.search("title:port tag:port", per_page=100)
        assert sorted(hit.id for hit in page.hits) == sorted(
            name
            for name, item in items.items()
            if "port" in terms(item, "title") and "port" in item.tags
        )
        tags = Counter(tag for item in items.values() for tag in item.tags)
        counts = archive.search(per_page=1).facets["tags"]
        assert {value.value: value.count for value in counts} == tags


def as_built(path: Path, items: dict[str, Item]) -> dict[str, float]:
    """Return what a search scores in an archive of the same items that Backfile made anew."""
    with Archive.create(path) as archive:
        archive.add(items.values())
        return scores(archive)


def scores(archive: Archive) -> dict[str, float]:
    page = archive.search('port OR "night sky" OR comet*', per_page=100)
    assert page.total > 20
    return {hit.id: hit.score for hit in page.hits}


@pytest.mark.parametrize("how", [{}, {"merge": False}, {"optimize": True}], ids=str)
def test_a_stock_writer_adds_updates_and_deletes(
    copied: tuple[Path, dict[str, Item]], how: dict[str, bool], tmp_path: Path
) -> None:
    path, items = copied
    writer = open_dir(path).writer(codec=ColumnarCodec())
    added = [made_item(number, 3) for number in range(200, 230)]
    updated = [made_item(number, 4) for number in range(25, 35) if number % 9 != 4]
    for item in added:
        writer.add_document(**fields_of(item))
    for item in updated:
        writer.update_document(**fields_of(item))
    assert writer.delete_by_term("path", "item-072") == 1
    assert writer.delete_by_term("tags", "café") > 1
    writer.commit(**how)
    # What the writer itself adds it does not delete by a term.
    items = {name: item for name, item in items.items() if "café" not in item.tags}
    del items["item-072"]
    items |= {item.id: item for item in (*added, *updated)}
    assert_holds(path, items)
    segments = open_dir(path)._segments()
    if how.get("optimize"):
        assert len(segments) == 1
        with Archive.open(path) as archive:
            assert scores(archive) == pytest.approx(as_built(tmp_path / "anew", items), rel=1e-5)


def test_a_stock_merge_is_the_same_as_building_anew(
    copied: tuple[Path, dict[str, Item]], tmp_path: Path
) -> None:
    """Down to every posting, position, length and value."""
    path, items = copied
    open_dir(path).writer(codec=ColumnarCodec()).commit(optimize=True)
    assert_holds(path, items)
    as_built(tmp_path / "anew", items)
    (merged,), (anew,) = (
        [entry.open(folder.storage) for entry in folder.contents().segments]
        for folder in (Folder(path), Folder(tmp_path / "anew"))
    )
    assert merged.names() == anew.names()
    for name in anew.names():
        if not name.startswith("items."):
            np.testing.assert_array_equal(
                merged.sections.whole(name), anew.sections.whole(name), err_msg=name
            )
    assert [*map(merged.items.__getitem__, range(len(items)))] == [
        *map(anew.items.__getitem__, range(len(items)))
    ]


def test_backfile_goes_on_after_a_stock_writer(copied: tuple[Path, dict[str, Item]]) -> None:
    path, items = copied
    with open_dir(path).writer(codec=ColumnarCodec()) as writer:
        writer.add_document(**fields_of(made_item(300)))
    items["item-300"] = made_item(300)
    with Archive.open(path) as archive:
        again = [replace(made_item(number), title="The port again") for number in (300, 301)]
        archive.add(again)
        assert archive.remove(["item-002"]) == 1
    del items["item-002"]
    items |= {item.id: item for item in again}
    assert_holds(path, items)


def test_terms_may_be_given_as_lists(copied: tuple[Path, dict[str, Item]]) -> None:
    path, items = copied
    item = made_item(301)
    with open_dir(path).writer(codec=ColumnarCodec()) as writer:
        writer.add_document(**fields_of(item) | {"title": terms(item, "title")})
    assert_holds(path, items | {item.id: item})


def test_a_cancelled_writer_leaves_all_as_it_was(copied: tuple[Path, dict[str, Item]]) -> None:
    path, items = copied
    before = files(path)
    writer = open_dir(path).writer(codec=ColumnarCodec())
    writer.add_document(**fields_of(made_item(300)))
    writer.update_document(**fields_of(made_item(31, 5)))
    writer.delete_by_term("tags", "port")
    writer.cancel()
    assert files(path) == before
    assert_holds(path, items)


def test_an_empty_commit_changes_no_segment(copied: tuple[Path, dict[str, Item]]) -> None:
    path, items = copied
    before = {name for name in files(path) if name.endswith(".seg")}
    open_dir(path).writer(codec=ColumnarCodec()).commit(merge=False)
    assert {name for name in files(path) if name.endswith(".seg")} == before
    assert_holds(path, items)


def test_a_document_that_failed_is_not_there(copied: tuple[Path, dict[str, Item]]) -> None:
    path, items = copied
    writer = open_dir(path).writer(codec=ColumnarCodec())
    writer.add_document(**fields_of(made_item(300)))
    with pytest.raises((ValueError, TypeError)):
        writer.add_document(date=1, item=b"half", tags=7)
    writer.commit(merge=False)
    assert_holds(path, items | {"item-300": made_item(300)})


def test_a_boosted_word_occurs_no_more_often(copied: tuple[Path, dict[str, Item]]) -> None:
    path, items = copied
    item = made_item(300)
    with open_dir(path).writer(codec=ColumnarCodec()) as writer:
        writer.add_document(**fields_of(item), _title_boost=3.0, _text_boost=0.1)
    assert_holds(path, items | {item.id: item})


def test_all_can_be_deleted(copied: tuple[Path, dict[str, Item]]) -> None:
    path, items = copied
    with open_dir(path).writer(codec=ColumnarCodec()) as writer:
        assert writer.delete_by_query(Every()) == len(items)
    with Archive.open(path) as archive:
        assert archive.info().items == archive.search("port").total == 0


def test_an_open_reader_does_without_files_that_a_commit_removed(
    copied: tuple[Path, dict[str, Item]],
) -> None:
    path, items = copied
    with Archive.open(path) as archive:
        generation = archive._newest()
        open_dir(path).writer(codec=ColumnarCodec()).commit(optimize=True)
        (near,) = generation.look_up([WordsNear("strikes", 1, 9)])
        assert [word for word, _ in near] == ["strike", "strikes"]
        assert generation.totals([Question(tree=Term("title", "strike"))]) == [
            sum("strike" in terms(item, "title") for item in items.values())
        ]
