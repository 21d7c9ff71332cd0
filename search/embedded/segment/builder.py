"""How does a batch of items become a segment? Words are numbered, and postings sorted as arrays."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.fields import Schema

from search.embedded.schema import HEADLINE_GAP, HEADLINE_STRIDE, INDEXED_FIELDS, LINK_GAP, schema
from search.embedded.segment.columns import Columns, Spellings, keys
from search.embedded.segment.pieces import TextNumbers
from search.embedded.segment.postings import (
    NO_POSTINGS,
    FieldWriter,
    Postings,
    bytes_needed,
    without_unused,
)
from search.embedded.segment.sections import SectionsWriter
from search.embedded.segment.states import documents
from search.embedded.segment.stored import ItemsWriter
from search.embedded.segment.words import WordTable, bounds
from search.links import TERM_BYTES, link_parts, part_terms
from search.names import MAX_NAME_CHARACTERS, as_written, name_key
from search.packed import (
    AT_CATEGORIES,
    AT_DAY,
    AT_FEED,
    AT_HEADLINES,
    AT_ID,
    AT_LINE_LINK,
    AT_LINE_OUTLET,
    AT_LINE_TEXT,
    AT_LINK,
    AT_TAGS,
    AT_TEXT,
    AT_TITLE,
    UNDATED,
)
from search.query.tree import NAME_FIELDS, POSITION_FIELDS
from search.text import Analyzer
from search.whole_numbers import Integers, begins_of, spread, steps_of

#: The terms of a field of a segment, in order, and their postings.
Content = tuple[list[bytes], Postings]


def build(path: Path, packed: Sequence[Sequence[bytes]], analyzer: Analyzer) -> int:
    """Write a segment of items, each of another id; return how many documents it has.

    `packed` has the states of each item, packed, oldest first (`states.packed`): each becomes a
    document.
    """
    of_items = [list(documents(states)) for states in packed]
    of_items.sort(key=lambda rows: rows[0][AT_ID])  # UTF-8 keeps the order of code points
    ids = [rows[0][AT_ID] for rows in of_items]
    id_of = np.repeat(np.arange(len(ids)), list(map(len, of_items)))
    rows = list(chain.from_iterable(of_items))
    days = np.fromiter(map(_day, rows), np.int32, len(rows))
    order = np.argsort(-days, kind="stable")
    rows, days = [rows[number] for number in order.tolist()], days[order]
    every = np.arange(len(rows))
    lines = [line for row in rows for line in row[AT_HEADLINES]]
    lines_of = np.fromiter((len(row[AT_HEADLINES]) for row in rows), np.int64, len(rows))
    texts = {
        "title": ([row[AT_TITLE] for row in rows], np.ones_like(every)),
        "headlines": ([line[AT_LINE_TEXT] for line in lines], lines_of),
        "text": ([row[AT_TEXT] for row in rows], np.ones_like(every)),
    }
    fields, lengths = _texts(texts, analyzer)
    of_names, spellings = names(rows)
    fields |= of_names
    links = [*(row[AT_LINK] for row in rows), *(line[AT_LINE_LINK] for line in lines)]
    fields["link"] = _links(links, np.concatenate((every, np.repeat(every, lines_of))))
    fields["path"] = _encoded(ids), _once(id_of[order], every)
    fields["date"] = _dates(days, schema(analyzer))
    stood_from, stood_until, gone_on = (
        np.fromiter((row[index] for row in rows), np.int32, len(rows)) for index in (-4, -3, -2)
    )
    columns = Columns(days, stood_from, stood_until, gone_on, lengths)
    write(path, columns, fields, spellings, [row[-1] for row in rows])
    return len(rows)


def write(
    path: Path,
    columns: Columns,
    fields: Mapping[str, Content],
    spellings: Mapping[str, Spellings],
    items: Iterable[bytes],
) -> None:
    """Write a segment's file from all its parts, documents in their final order.

    Where a field of names has no `spellings`, its names are written as its terms.
    """
    count = len(columns.days)
    with SectionsWriter(path) as out:
        stored = ItemsWriter(out)
        stored.close(stored.add(items))
        columns.write(out)
        for name in INDEXED_FIELDS:
            terms, postings = fields.get(name, ([], NO_POSTINGS))
            position_bytes = 0
            if name in POSITION_FIELDS and postings.positions is not None:
                position_bytes = bytes_needed(int(postings.positions.max(initial=0)))
            frequency_bytes = bytes_needed(int(postings.frequencies.max(initial=0)))
            writer = FieldWriter(out, name, position_bytes, frequency_bytes)
            writer.add(terms, postings)
            writer.close()
            if name in NAME_FIELDS:
                as_terms = Spellings(terms, postings.terms, postings.documents)
                spellings.get(name, as_terms).write(out, name, count)
            if name == "path":
                out.write("keys", keys(terms))


def ordered_postings(
    terms: Integers, documents: Integers, positions: Integers | None = None
) -> Postings:
    """Return the postings, in order, of occurrences: one entry each, a document's in text order."""
    # To sort keys of (term, index) is several times faster than a stable argsort of the terms.
    order = _sorted_pairs(terms, np.arange(len(terms), dtype=np.uint32))
    order &= np.uint64(0xFFFFFFFF)
    order = order.view(np.int64)
    if positions is not None:
        positions = positions[order]
    terms, documents = terms[order], documents[order]
    del order
    opens = np.ones(len(terms), bool)
    opens[1:] = (terms[1:] != terms[:-1]) | (documents[1:] != documents[:-1])
    begins = np.flatnonzero(opens)
    frequencies = np.diff(begins, append=len(terms)).astype(np.uint32)
    return Postings(terms[begins], documents[begins], frequencies, positions)


def _sorted_pairs(highs: Integers, lows: Integers) -> Integers:
    """Return pairs of two numbers of 32 bits, ascending, as one number of 64 bits each."""
    # Step by step in one array: there may be millions.
    pairs = highs.astype(np.uint64)
    pairs <<= np.uint64(32)
    pairs |= lows.astype(np.uint64)
    pairs.sort()
    return pairs


def _texts(
    texts: Mapping[str, tuple[Sequence[str], Integers]], analyzer: Analyzer
) -> tuple[dict[str, Content], dict[str, Integers]]:
    """Return the text fields and `forms`, and the lengths of the text fields.

    `texts` has for each field the lines of all documents, and how many of them each document has.
    Each different line is put together of words once.
    """
    lines = TextNumbers[str]()
    lines_of = {name: lines.of(held) for name, (held, _) in texts.items()}
    words = WordTable(list(lines), analyzer)
    offsets = bounds(words.steps[words.of_lines])
    fields: dict[str, Content] = {}
    lengths: dict[str, Integers] = {}
    having_form = []
    for name, (_, lines_of_document) in texts.items():
        fields[name], lengths[name], pairs = _text(
            words, offsets, lines_of[name], lines_of_document
        )
        having_form.append(pairs)
    pairs = np.concatenate(having_form)
    pairs.sort()
    fields["forms"] = without_unused(words.texts, _of_pairs(_different(pairs)))
    return fields, lengths


def _text(
    words: WordTable, offsets: Integers, lines: Integers, lines_of_document: Integers
) -> tuple[Content, Integers, Integers]:
    """Return one text field, its lengths, and the pairs of a form and a document in it.

    `offsets[n]` is how many positions the words before word n take, all lines read as one text;
    `lines` are those of all documents, in order. There may be millions of words, so arrays of them
    have the smallest types that fit.
    """
    counts = np.diff(words.line_ends)[lines]
    of_line = _first_positions(np.diff(offsets[words.line_ends])[lines], lines_of_document)
    # The first word of a line stands at the line's first position.
    of_line -= offsets[words.line_ends[:-1][lines]] + 1
    own = spread(words.line_ends[lines], counts)
    positions = offsets[1:][own].astype(np.uint32)
    positions += np.repeat(of_line.astype(np.uint32), counts)
    documents = np.repeat(np.arange(len(lines_of_document), dtype=np.uint32), lines_of_document)
    documents = np.repeat(documents, counts)
    lengths = np.bincount(documents, minlength=len(lines_of_document))
    own = words.of_lines[own]
    formed = np.flatnonzero(words.forms[own])
    pairs = _different(_sorted_pairs(words.forms[own[formed]], documents[formed]))
    del formed
    postings = ordered_postings(words.terms[own], documents, positions)
    return without_unused(words.texts, postings), lengths, pairs


def _first_positions(length_of_line: Integers, lines_of: Integers) -> Integers:
    """Return the position at which each line begins."""
    taken = -(-(length_of_line + HEADLINE_GAP) // HEADLINE_STRIDE) * HEADLINE_STRIDE
    starts = np.cumsum(taken) - taken
    first_lines = np.cumsum(lines_of) - lines_of
    starts -= np.repeat(np.append(starts, 0)[first_lines], lines_of)
    return starts


def _numbered(values: Sequence[str]) -> tuple[list[str], Integers]:
    """Return the different values in order, and for each value its number among them."""
    different = TextNumbers[str]()
    numbers = different.of(values)
    ordered, ranks = _ordered(different)
    return ordered, ranks[numbers]


def _ordered(different: TextNumbers[str]) -> tuple[list[str], Integers]:
    """Return the numbered values in order, and the rank of each number."""
    ordered = sorted(different)
    ranks = np.empty(len(ordered), np.uint32)
    ranks[different.of(ordered)] = np.arange(len(ordered))
    return ordered, ranks


def _encoded(terms: Iterable[str]) -> list[bytes]:
    return list(map(str.encode, terms))


def _once(terms: Integers, documents: Integers) -> Postings:
    """Return the postings of pairs of a term and a document, each different pair once."""
    return _of_pairs(_different(_sorted_pairs(terms, documents)))


def _different(pairs: Integers) -> Integers:
    """Return each of some ascending pairs once."""
    return pairs[begins_of(pairs)]


def _of_pairs(pairs: Integers) -> Postings:
    """Return the postings of pairs of a term and a document, in order, each of them once."""
    documents = (pairs & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    pairs >>= np.uint64(32)
    return Postings(pairs.astype(np.uint32), documents, np.ones(len(pairs), np.uint8), None)


def names(rows: Sequence[Sequence[Any]]) -> tuple[dict[str, Content], dict[str, Spellings]]:
    """Return the fields of names and their spellings, from the values of packed items."""
    fields: dict[str, Content] = {}
    spellings: dict[str, Spellings] = {}
    outlets, having = _filled(
        *_flat([[line[AT_LINE_OUTLET] for line in row[AT_HEADLINES]] for row in rows])
    )
    first = begins_of(having)
    fields["outlet"], _ = _named([outlets[index] for index in first.tolist()], having[first])
    for field, named in {
        "sources": (outlets, having),
        "tags": _flat([row[AT_TAGS] for row in rows]),
        "categories": _flat([row[AT_CATEGORIES] for row in rows]),
        "feed": _filled([row[AT_FEED] for row in rows], np.arange(len(rows))),
    }.items():
        fields[field], spellings[field] = _named(*named, is_counted=field == "sources")
    return fields, spellings


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


def _named(
    names: list[str], documents: Integers, is_counted: bool = False
) -> tuple[Content, Spellings]:
    """Return the field of the names that documents have, and how they write them.

    A document that writes a name in several ways counts for the first of them. `is_counted` tells
    whether it is to be kept how often it has each.
    """
    if max(map(len, names), default=0) > MAX_NAME_CHARACTERS:
        names = list(map(as_written, names))
    spelled, numbers = _numbered(names)
    terms, term_of = _numbered(list(map(name_key, spelled)))
    pairs = (term_of[numbers].astype(np.uint64) << np.uint64(32)) | documents.astype(np.uint64)
    order = np.argsort(pairs, kind="stable")
    begins = begins_of(pairs[order])
    times = steps_of(begins, len(order)) if is_counted else None
    first = order[begins]
    numbers, documents = numbers[first], documents[first]
    postings = Postings(term_of[numbers], documents, np.ones(len(first), np.int64), None)
    used, numbers = np.unique(numbers, return_inverse=True)
    held = _encoded(spelled[number] for number in used.tolist())
    return (_encoded(terms), postings), Spellings(held, numbers, documents, times)


def _links(values: list[str], documents: Integers) -> Content:
    """Return the field of the parts of all links that documents have.

    Each different link is cut into parts once, and each different part hashed once.
    """
    links, documents = _filled(values, documents)
    different, parts = TextNumbers[str](), TextNumbers[str]()
    pairs = (documents.astype(np.uint64) << np.uint64(32)) | different.of(links)
    # A document's links in their order, each once.
    _, first = np.unique(pairs, return_index=True)
    pairs = pairs[np.sort(first)]
    pairs = pairs[np.argsort(pairs >> np.uint64(32), kind="stable")]
    documents = (pairs >> np.uint64(32)).astype(np.int64)
    parts_of = list(map(link_parts, different))
    part_of = parts.of(list(chain.from_iterable(parts_of)))
    begins_of_link = bounds(np.fromiter(map(len, parts_of), np.uint32, len(parts_of)))
    which = (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)
    counts = np.diff(begins_of_link)[which]
    taken = counts + LINK_GAP
    begins = np.cumsum(taken) - taken
    first_of_document = begins_of(documents)
    links_of = np.diff(np.append(first_of_document, len(documents)))
    begins -= np.repeat(begins[first_of_document], links_of)
    # All terms are as long, so numpy can sort them, as numbers.
    hashed = np.frombuffer(part_terms(parts), f">u{TERM_BYTES}")
    terms, number_of = np.unique(hashed.astype(np.uint64), return_inverse=True)
    numbers = number_of[part_of[spread(begins_of_link[which], counts)]]
    positions = spread(begins, counts)
    held = terms.astype(hashed.dtype).view(f"S{TERM_BYTES}").tolist()
    return held, ordered_postings(numbers, np.repeat(documents, counts), positions)


def _dates(days: Integers, whoosh_schema: Schema) -> Content:
    """Return the field of days; its terms are those that Whoosh's own ranges look up."""
    different, numbers = np.unique(days, return_inverse=True)
    terms = [whoosh_schema["date"].to_bytes(int(day)) for day in different]
    return terms, _once(numbers, np.arange(len(days)))


def _day(row: tuple[Any, ...]) -> int:
    return date.fromisoformat(row[AT_DAY]).toordinal() if row[AT_DAY] else UNDATED
