"""How does a batch of items become a segment? Words are numbered, then sorted as arrays."""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.fields import Schema

from search.embedded.columns import Columns, keys, write_ordinals
from search.embedded.postings import (
    NO_POSTINGS,
    FieldWriter,
    Integers,
    Postings,
    begins_of,
    bytes_needed,
    spread,
    without_unused,
)
from search.embedded.schema import (
    HEADLINE_GAP,
    HEADLINE_STRIDE,
    INDEXED_FIELDS,
    NAME_FIELDS,
    UNDATED,
    as_name,
    link_hash,
    schema,
)
from search.embedded.sections import SectionsWriter
from search.embedded.states import documents
from search.embedded.stored import ItemsWriter
from search.garbage import no_garbage
from search.query import TEXT_FIELDS
from search.text import LINE_END, Analyzer

#: What is joined to be cut into words at once.
LINES_AT_A_TIME = 1 << 12

#: What a field of a segment holds: its terms in order, and their postings.
Content = tuple[list[bytes], Postings]


@no_garbage()
def build(path: Path, packed: Sequence[Sequence[bytes]], analyzer: Analyzer) -> int:
    """Write a segment of items, each of another id; return how many documents it has.

    Of each item its states are given, packed, the oldest first: each becomes a document.
    """
    rows = [row for states in packed for row in documents(states)]
    rows.sort(key=lambda row: (-_day(row), row[0]))  # UTF-8 keeps the order of code points
    days = np.fromiter(map(_day, rows), np.int32, len(rows))
    texts = _Texts(analyzer)
    texts.add("title", [row[1] for row in rows], np.ones(len(rows), np.int64))
    lines = [line[0] for row in rows for line in row[4]]
    texts.add("headlines", lines, np.fromiter((len(row[4]) for row in rows), np.int64, len(rows)))
    texts.add("text", [row[3] for row in rows], np.ones(len(rows), np.int64))
    fields, lengths = texts.fields()
    fields |= _names(rows) | {"date": _dates(days, schema(analyzer))}
    stood_from, stood_until = (
        np.fromiter((row[place] for row in rows), np.int32, len(rows)) for place in (-3, -2)
    )
    columns = Columns(days, stood_from, stood_until, lengths)
    write(path, columns, fields, [row[-1] for row in rows])
    return len(rows)


def write(
    path: Path, columns: Columns, fields: Mapping[str, Content], items: Iterable[bytes]
) -> None:
    """Write a segment file from all that it holds, documents in their final order."""
    count = len(columns.days)
    with SectionsWriter(path) as out:
        stored = ItemsWriter(out)
        stored.close(stored.add(items))
        columns.write(out)
        for name in INDEXED_FIELDS:
            terms, postings = fields.get(name, ([], NO_POSTINGS))
            most = 0
            if name in TEXT_FIELDS and postings.positions is not None:
                most = bytes_needed(int(postings.positions.max(initial=0)))
            frequency = bytes_needed(int(postings.frequencies.max(initial=0)))
            writer = FieldWriter(out, name, most, frequency)
            writer.add(terms, postings)
            writer.close()
            if name in NAME_FIELDS:
                write_ordinals(out, name, postings.terms, postings.documents, count)
            if name == "path":
                out.write("keys", keys(terms))


def ordered_postings(
    terms: Integers, documents: Integers, positions: Integers | None = None
) -> Postings:
    """Return postings in order from one entry an occurrence, those of a document in text order."""
    # Sorting whole keys is several times faster than a stable argsort; the place breaks ties.
    order = np.sort((terms.astype(np.uint64) << np.uint64(32)) | np.arange(len(terms), dtype="u8"))
    order = (order & np.uint64(0xFFFFFFFF)).astype(np.int64)
    terms, documents = terms[order], documents[order]
    opens = np.ones(len(terms), bool)
    opens[1:] = (terms[1:] != terms[:-1]) | (documents[1:] != documents[:-1])
    begins = np.flatnonzero(opens)
    return Postings(
        terms[begins],
        documents[begins],
        np.diff(begins, append=len(terms)),
        None if positions is None else positions[order],
    )


class _Texts:
    """The words of the text fields, as numbers of the runs they are cut from."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._runs = _Numbers({LINE_END: 0})
        self._found: dict[str, tuple[Integers, Integers]] = {}

    def add(self, field: str, lines: Sequence[str], lines_of_document: Integers) -> None:
        """Add a field's lines of all documents."""
        found = array("I")
        for start in range(0, len(lines), LINES_AT_A_TIME):
            runs = self._analyzer.runs_of_lines(lines[start : start + LINES_AT_A_TIME])
            found.extend(map(self._runs.__getitem__, runs))
        self._found[field] = np.frombuffer(found, np.uint32), lines_of_document

    def fields(self) -> tuple[dict[str, Content], dict[str, Integers]]:
        """Return the text fields and `forms`, and the lengths of the text fields."""
        words = [() if run == LINE_END else self._analyzer.words(run) for run in self._runs]
        counts = np.fromiter(map(len, words), np.int64, len(words))
        terms, term_of = _numbered([word.term for found in words for word in found])
        forms, form_of = _numbered([word.form for found in words for word in found])
        starts = np.cumsum(counts) - counts
        fields: dict[str, Content] = {}
        lengths = {}
        having_form = []
        for name, (runs, lines_of) in self._found.items():
            line_ends = np.flatnonzero(runs == 0)
            of_runs = counts[runs]
            words_of_line = np.diff(np.cumsum(of_runs)[line_ends], prepend=0)
            documents, positions, lengths[name] = _places(words_of_line, lines_of)
            numbers = spread(starts[runs], of_runs)
            held = ordered_postings(term_of[numbers], documents, positions)
            fields[name] = without_unused(terms, held)
            having_form.append((form_of[numbers].astype(np.uint64) << np.uint64(32)) | documents)
        fields["forms"] = forms, _once(np.concatenate(having_form))
        return fields, lengths


def _places(words_of_line: Integers, lines_of: Integers) -> tuple[Integers, Integers, Integers]:
    """Return the document (uint64) and the position of each word, and each document's length."""
    document_of_line = np.repeat(np.arange(len(lines_of), dtype=np.uint64), lines_of)
    taken = -(-(words_of_line + HEADLINE_GAP) // HEADLINE_STRIDE) * HEADLINE_STRIDE
    starts = np.cumsum(taken) - taken
    first_lines = np.cumsum(lines_of) - lines_of
    starts -= np.repeat(np.append(starts, 0)[first_lines], lines_of)
    documents = np.repeat(document_of_line, words_of_line)
    positions = spread(starts, words_of_line)
    return documents, positions, np.bincount(documents.astype(np.int64), minlength=len(lines_of))


class _Numbers(dict[str, int]):
    """Text -> its number, given when it is first asked for."""

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self)
        return number


def _numbered(
    values: list[str], as_indexed: Callable[[str], str] = str
) -> tuple[list[bytes], Integers]:
    """Return the terms that values are indexed as, in order, and the number of each value."""
    indexed = {value: as_indexed(value) for value in set(values)}
    number = {term: place for place, term in enumerate(sorted(set(indexed.values())))}
    known = {value: number[term] for value, term in indexed.items()}
    numbers = np.fromiter(map(known.__getitem__, values), np.uint32, len(values))
    return [term.encode() for term in number], numbers


def _once(held: Any) -> Postings:
    """Return postings from keys of a term and a document; what is held twice counts once."""
    held = np.sort(held)
    held = held[begins_of(held)]  # np.unique takes far longer
    documents = (held & np.uint64(0xFFFFFFFF)).astype(np.int64)
    return Postings(
        (held >> np.uint64(32)).astype(np.int64), documents, np.ones(len(held), np.int64), None
    )


def _names(rows: Sequence[tuple[Any, ...]]) -> dict[str, Content]:
    """Return the fields that hold whole values."""
    links = [[row[8], *(line[2] for line in row[4])] for row in rows]
    outlets = [[line[1] for line in row[4] if line[1]] for row in rows]
    return {
        "path": _values([[row[0]] for row in rows], str),
        "link": _values(links, link_hash),
        "sources": _values(outlets, as_name),
        "outlet": _values([names[:1] for names in outlets], as_name),
        "tags": _values([row[5] for row in rows], as_name),
        "categories": _values([row[6] for row in rows], as_name),
        "feed": _values([[row[7]] for row in rows], as_name),
    }


def _values(values: list[list[str]], as_indexed: Callable[[str], str]) -> Content:
    """Return the field of the values that each document has, empty ones left out."""
    counts = np.fromiter(map(len, values), np.int64, len(values))
    flat = list(chain.from_iterable(values))
    documents = np.repeat(np.arange(len(values), dtype=np.uint64), counts)
    if "" in flat:
        held = np.fromiter(map(bool, flat), bool, len(flat))
        documents, flat = documents[held], list(filter(None, flat))
    terms, numbers = _numbered(flat, as_indexed)
    return terms, _once(numbers.astype(np.uint64) << np.uint64(32) | documents)


def _dates(days: Integers, whoosh_schema: Schema) -> Content:
    """Return the field of days, as Whoosh's own ranges look for them."""
    different, numbers = np.unique(days, return_inverse=True)
    terms = [whoosh_schema["date"].to_bytes(int(day)) for day in different]
    keys_ = numbers.astype(np.uint64) << np.uint64(32) | np.arange(len(days), dtype=np.uint64)
    return terms, _once(keys_)


def _day(row: tuple[Any, ...]) -> int:
    return date.fromisoformat(row[2]).toordinal() if row[2] else UNDATED
