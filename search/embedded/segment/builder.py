"""How does a batch of items become a segment? Words are numbered, and postings sorted as arrays."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.fields import Schema

from search.embedded.schema import (
    HEADLINE_GAP,
    HEADLINE_STRIDE,
    INDEXED_FIELDS,
    UNDATED,
    schema,
)
from search.embedded.segment.columns import Columns, keys, write_ordinals
from search.embedded.segment.postings import (
    NO_POSTINGS,
    FieldWriter,
    Integers,
    Postings,
    begins_of,
    bytes_needed,
    spread,
    without_unused,
)
from search.embedded.segment.sections import SectionsWriter
from search.embedded.segment.states import documents
from search.embedded.segment.stored import ItemsWriter
from search.query.tree import (
    LINK_HASH_BYTES,
    MAX_NAME_CHARACTERS,
    NAME_FIELDS,
    TEXT_FIELDS,
    as_name,
    link_hash,
)
from search.text import Analyzer

#: The terms of a field of a segment, in order, and their postings.
Content = tuple[list[bytes], Postings]


def build(path: Path, packed: Sequence[Sequence[bytes]], analyzer: Analyzer) -> int:
    """Write a segment of items, each of another id; return how many documents it has.

    `packed` has the states of each item, packed, oldest first (`states.packed`): each becomes a
    document.
    """
    of_items = [list(documents(states)) for states in packed]
    of_items.sort(key=lambda rows: rows[0][0])  # UTF-8 keeps the order of code points
    ids = [rows[0][0] for rows in of_items]
    id_of = np.repeat(np.arange(len(ids)), list(map(len, of_items)))
    rows = list(chain.from_iterable(of_items))
    days = np.fromiter(map(_day, rows), np.int32, len(rows))
    order = np.argsort(-days, kind="stable")
    rows, days = [rows[number] for number in order.tolist()], days[order]
    every = np.arange(len(rows))
    lines = [line for row in rows for line in row[4]]
    lines_of = np.fromiter((len(row[4]) for row in rows), np.int64, len(rows))
    texts = {
        "title": ([row[1] for row in rows], np.ones_like(every)),
        "headlines": ([line[0] for line in lines], lines_of),
        "text": ([row[3] for row in rows], np.ones_like(every)),
    }
    fields, lengths = _texts(texts, analyzer)
    fields |= _names(rows, lines, np.repeat(every, lines_of))
    fields["path"] = _encoded(ids), _once(id_of[order], every)
    fields["date"] = _dates(days, schema(analyzer))
    stood_from, stood_until, gone_on = (
        np.fromiter((row[index] for row in rows), np.int32, len(rows)) for index in (-4, -3, -2)
    )
    columns = Columns(days, stood_from, stood_until, gone_on, lengths)
    write(path, columns, fields, [row[-1] for row in rows])
    return len(rows)


def write(
    path: Path, columns: Columns, fields: Mapping[str, Content], items: Iterable[bytes]
) -> None:
    """Write a segment's file from all its parts, documents in their final order."""
    count = len(columns.days)
    with SectionsWriter(path) as out:
        stored = ItemsWriter(out)
        stored.close(stored.add(items))
        columns.write(out)
        for name in INDEXED_FIELDS:
            terms, postings = fields.get(name, ([], NO_POSTINGS))
            position_bytes = 0
            if name in TEXT_FIELDS and postings.positions is not None:
                position_bytes = bytes_needed(int(postings.positions.max(initial=0)))
            frequency_bytes = bytes_needed(int(postings.frequencies.max(initial=0)))
            writer = FieldWriter(out, name, position_bytes, frequency_bytes)
            writer.add(terms, postings)
            writer.close()
            if name in NAME_FIELDS:
                write_ordinals(out, name, postings.terms, postings.documents, count)
            if name == "path":
                out.write("keys", keys(terms))


def ordered_postings(
    terms: Integers, documents: Integers, positions: Integers | None = None
) -> Postings:
    """Return the postings, in order, of occurrences: one entry each, a document's in text order."""
    # To sort keys of (term, index) is several times faster than a stable argsort of the terms.
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


def _texts(
    texts: Mapping[str, tuple[Sequence[str], Integers]], analyzer: Analyzer
) -> tuple[dict[str, Content], dict[str, Integers]]:
    """Return the text fields and `forms`, and the lengths of the text fields.

    `texts` has for each field the lines of all documents, and how many of them each document has.
    No word reaches over a blank. So each different piece between blanks is cut into words once,
    however often it occurs, and each different line is put together of pieces once.
    """
    lines = _Numbers()
    lines_of = {name: lines.of(held) for name, (held, _) in texts.items()}
    pieces, piece_of, pieces_of_line = _pieces(lines)
    words, ends = analyzer.forms_of_pieces(pieces)
    different, form_of = _numbered(words)
    forms = _encoded(different)
    different, term_of = _numbered(analyzer.terms_of_forms(different))
    terms = _encoded(different)
    begins = np.array([0, *ends], np.int64)
    counts = np.diff(begins)[piece_of]
    form_of = form_of[spread(begins[piece_of], counts)]  # for each word of all different lines
    begins_of_line = _bounds(counts)[_bounds(pieces_of_line)]
    words_of_line = np.diff(begins_of_line)
    fields: dict[str, Content] = {}
    lengths = {}
    having_form = []
    for name, (_, lines_of_document) in texts.items():
        counts = words_of_line[lines_of[name]]
        documents, positions, lengths[name] = _positions(counts, lines_of_document)
        forms_of_field = form_of[spread(begins_of_line[lines_of[name]], counts)]
        postings = ordered_postings(term_of[forms_of_field], documents, positions)
        fields[name] = without_unused(terms, postings)
        having_form.append((forms_of_field, documents))
    fields["forms"] = forms, _once(*map(np.concatenate, zip(*having_form, strict=True)))
    return fields, lengths


def _pieces(lines: Iterable[str]) -> tuple[list[str], Integers, Integers]:
    """Return the different pieces between blanks, the number of each piece, each line's count."""
    different = _Numbers()
    numbers, counts = array("I"), array("I")
    for line in lines:
        pieces = line.split()
        counts.append(len(pieces))
        numbers.extend(map(different.__getitem__, pieces))
    return list(different), np.frombuffer(numbers, np.uint32), np.frombuffer(counts, np.uint32)


def _bounds(counts: Integers) -> Integers:
    """Return where each of several consecutive stretches begins, and where the last one ends."""
    bounds = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=bounds[1:])
    return bounds


def _positions(words_of_line: Integers, lines_of: Integers) -> tuple[Integers, Integers, Integers]:
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
    """Text -> its number, which it gets when it is first looked up."""

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self)
        return number

    def of(self, texts: Sequence[str]) -> Integers:
        """Return the number of each text."""
        return np.fromiter(map(self.__getitem__, texts), np.uint32, len(texts))


def _numbered(values: Sequence[str]) -> tuple[list[str], Integers]:
    """Return the different values in order, and for each value its number among them."""
    different = _Numbers()
    numbers = different.of(values)
    ordered = sorted(different)
    ranks = np.empty(len(ordered), np.uint32)
    ranks[different.of(ordered)] = np.arange(len(ordered))
    return ordered, ranks[numbers]


def _encoded(terms: Iterable[str]) -> list[bytes]:
    return list(map(str.encode, terms))


def _once(terms: Integers, documents: Integers) -> Postings:
    """Return the postings of pairs of a term and a document, each different pair once."""
    pairs = np.sort((terms.astype(np.uint64) << np.uint64(32)) | documents.astype(np.uint64))
    pairs = pairs[begins_of(pairs)]  # np.unique takes far longer
    documents = (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)
    return Postings(
        (pairs >> np.uint64(32)).astype(np.int64), documents, np.ones(len(pairs), np.int64), None
    )


def _names(
    rows: Sequence[tuple[Any, ...]], lines: Sequence[Sequence[str]], of_lines: Integers
) -> dict[str, Content]:
    """Return the fields that hold whole values; `of_lines` has the document of each line."""
    every = np.arange(len(rows))
    outlets, having = _filled([line[1] for line in lines], of_lines)
    first = begins_of(having)
    links = [*(row[8] for row in rows), *(line[2] for line in lines)]
    return {
        "link": _links(links, np.concatenate((every, of_lines))),
        "sources": _values(outlets, having),
        "outlet": _values([outlets[index] for index in first.tolist()], having[first]),
        "tags": _values(*_flat([row[5] for row in rows])),
        "categories": _values(*_flat([row[6] for row in rows])),
        "feed": _values([row[7] for row in rows], every),
    }


def _flat(values: Sequence[Sequence[str]]) -> tuple[list[str], Integers]:
    """Return the values of all documents, and the document of each."""
    counts = np.fromiter(map(len, values), np.int64, len(values))
    return list(chain.from_iterable(values)), np.repeat(np.arange(len(values)), counts)


def _filled(values: list[str], documents: Integers) -> tuple[list[str], Integers]:
    """Leave out empty values."""
    if "" in values:
        documents = documents[np.fromiter(map(bool, values), bool, len(values))]
        values = list(filter(None, values))
    return values, documents


def _values(values: list[str], documents: Integers) -> Content:
    """Return the field of the names that documents have."""
    names, documents = _filled(values, documents)
    if max(map(len, names), default=0) > MAX_NAME_CHARACTERS:
        names = list(map(as_name, names))
    terms, numbers = _numbered(names)
    return _encoded(terms), _once(numbers, documents)


def _links(values: list[str], documents: Integers) -> Content:
    """Return the field of the links that documents have."""
    links, documents = _filled(values, documents)
    # All hashes are of one width, so numpy can sort them, faster than Python does.
    hashes = np.array(list(map(link_hash, links)), f"S{2 * LINK_HASH_BYTES}")
    terms, numbers = np.unique(hashes, return_inverse=True)
    return terms.tolist(), _once(numbers, documents)


def _dates(days: Integers, whoosh_schema: Schema) -> Content:
    """Return the field of days; its terms are those that Whoosh's own ranges look up."""
    different, numbers = np.unique(days, return_inverse=True)
    terms = [whoosh_schema["date"].to_bytes(int(day)) for day in different]
    return terms, _once(numbers, np.arange(len(days)))


def _day(row: tuple[Any, ...]) -> int:
    return date.fromisoformat(row[2]).toordinal() if row[2] else UNDATED
