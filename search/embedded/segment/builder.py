"""How does a batch of items become a segment? Words are numbered, and postings sorted as arrays."""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    LINK_GAP,
    UNDATED,
    schema,
)
from search.embedded.segment.columns import Columns, Spellings, keys
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
from search.folding import with_whole_numbers
from search.links import link_parts, part_term
from search.names import MAX_NAME_CHARACTERS, as_written, name_key
from search.query.tree import NAME_FIELDS, POSITION_FIELDS
from search.text import END_OF_PIECE, Analyzer, runs_of_pieces

#: Characters of pieces that are cut in one pass of the regular expression.
CHUNK_CHARACTERS = 1 << 18

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
    of_names, spellings = names(rows)
    fields |= of_names
    links = [*(row[8] for row in rows), *(line[2] for line in lines)]
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
    No word reaches over a blank. So each different piece between blanks is cut into runs once,
    each different run into words once, and each different line is put together of runs once.
    """
    lines = _Numbers()
    lines_of = {name: lines.of(held) for name, (held, _) in texts.items()}
    runs, run_of, runs_of_line = _runs(lines)
    words = _Words(runs, analyzer)
    counts = words.counts[run_of]
    word_of = spread(_bounds(words.counts)[run_of], counts)  # for each word of all different lines
    begins_of_line = _bounds(counts)[_bounds(runs_of_line)]
    words_of_line = np.diff(begins_of_line)
    places = _bounds(words.steps[word_of])
    places_of_line = np.diff(places[begins_of_line])
    fields: dict[str, Content] = {}
    lengths: dict[str, Integers] = {}
    having_form = []
    for name, (_, lines_of_document) in texts.items():
        own_lines = lines_of[name]
        counts = words_of_line[own_lines]
        of_line = _first_positions(places_of_line[own_lines], lines_of_document)
        own = spread(begins_of_line[own_lines], counts)
        positions = places[1:][own]
        # The first word of a line stands at the line's first position.
        positions += np.repeat(of_line - places[begins_of_line[:-1][own_lines]] - 1, counts)
        documents = np.repeat(
            np.repeat(np.arange(len(lines_of_document), dtype=np.uint32), lines_of_document), counts
        )
        lengths[name] = np.bincount(documents, minlength=len(lines_of_document))
        own = word_of[own]
        postings = ordered_postings(words.terms[own], documents, positions)
        fields[name] = without_unused(words.term_list, postings)
        formed = np.flatnonzero(words.forms[own])
        having_form.append((words.forms[own[formed]] - 1, documents[formed]))
    forms = _once(*map(np.concatenate, zip(*having_form, strict=True)))
    fields["forms"] = words.form_list, forms
    return fields, lengths


class _Words:
    """The words of different runs, as arrays with an entry for each word.

    `counts` has an entry for each run, the number of its words; `terms` are numbers in `term_list`,
    `forms` numbers in `form_list` counted from 1, 0 for none; `steps` are those of `Token`.
    """

    def __init__(self, runs: Sequence[str], analyzer: Analyzer) -> None:
        terms, forms = _Numbers(), _Numbers({"": 0})
        counts, steps, term_of, form_of = array("I"), bytearray(), array("I"), array("I")
        for run in runs:
            before = len(steps)
            for form, term, _, _, step in analyzer.tokens_of_run(run):
                term_of.append(terms[term])
                form_of.append(forms[form])
                steps.append(step)
            counts.append(len(steps) - before)
        self.counts = np.frombuffer(counts, np.uint32)
        self.steps = np.frombuffer(steps, np.uint8)
        ordered, ranks = _ordered(terms)
        self.term_list = _encoded(ordered)
        self.terms = ranks[np.frombuffer(term_of, np.uint32)]
        ordered, ranks = _ordered(forms)
        self.form_list = _encoded(ordered[1:])
        self.forms = ranks[np.frombuffer(form_of, np.uint32)]


def _runs(lines: Iterable[str]) -> tuple[list[str], Integers, Integers]:
    """Return the different runs, the number of each run of all lines, each line's count."""
    pieces = _Numbers()
    piece_of, pieces_of_line = array("I"), array("I")
    for line in lines:
        own = with_whole_numbers(line).split()
        pieces_of_line.append(len(own))
        piece_of.extend(map(pieces.__getitem__, own))
    different = _Numbers({END_OF_PIECE: 0})
    run_of = array("I")
    for some in _chunks(pieces):
        run_of.extend(map(different.__getitem__, runs_of_pieces(some)))
    numbers = np.frombuffer(run_of, np.uint32)
    ends = np.flatnonzero(numbers == 0)
    ends -= np.arange(len(ends))
    bounds = np.append(0, ends)
    numbers = numbers[numbers > 0] - np.uint32(1)
    which = np.frombuffer(piece_of, np.uint32)
    counts = np.diff(bounds)[which]
    own_bounds = _bounds(counts)[_bounds(np.frombuffer(pieces_of_line, np.uint32))]
    return list(different)[1:], numbers[spread(bounds[which], counts)], np.diff(own_bounds)


def _chunks(pieces: Iterable[str]) -> Iterator[list[str]]:
    """Yield the pieces in lists of about CHUNK_CHARACTERS each."""
    chunk: list[str] = []
    left = CHUNK_CHARACTERS
    for piece in pieces:
        chunk.append(piece)
        left -= len(piece)
        if left < 0:
            yield chunk
            chunk, left = [], CHUNK_CHARACTERS
    yield chunk


def _bounds(counts: Integers) -> Integers:
    """Return where each of several consecutive stretches begins, and where the last one ends."""
    bounds = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=bounds[1:])
    return bounds


def _first_positions(length_of_line: Integers, lines_of: Integers) -> Integers:
    """Return the position at which each line begins."""
    taken = -(-(length_of_line + HEADLINE_GAP) // HEADLINE_STRIDE) * HEADLINE_STRIDE
    starts = np.cumsum(taken) - taken
    first_lines = np.cumsum(lines_of) - lines_of
    starts -= np.repeat(np.append(starts, 0)[first_lines], lines_of)
    return starts


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
    ordered, ranks = _ordered(different)
    return ordered, ranks[numbers]


def _ordered(different: _Numbers) -> tuple[list[str], Integers]:
    """Return the numbered values in order, and the rank of each number."""
    ordered = sorted(different)
    ranks = np.empty(len(ordered), np.uint32)
    ranks[different.of(ordered)] = np.arange(len(ordered))
    return ordered, ranks


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


def names(rows: Sequence[Sequence[Any]]) -> tuple[dict[str, Content], dict[str, Spellings]]:
    """Return the fields of names and their spellings, from the values of packed items."""
    fields: dict[str, Content] = {}
    spellings: dict[str, Spellings] = {}
    outlets, having = _filled(*_flat([[line[1] for line in row[4]] for row in rows]))
    first = begins_of(having)
    fields["outlet"], _ = _named([outlets[index] for index in first.tolist()], having[first])
    for field, named in {
        "sources": (outlets, having),
        "tags": _flat([row[5] for row in rows]),
        "categories": _flat([row[6] for row in rows]),
        "feed": _filled([row[7] for row in rows], np.arange(len(rows))),
    }.items():
        fields[field], spellings[field] = _named(*named)
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


def _named(names: list[str], documents: Integers) -> tuple[Content, Spellings]:
    """Return the field of the names that documents have, and how they write them.

    A document that writes a name in several ways counts for the first of them.
    """
    if max(map(len, names), default=0) > MAX_NAME_CHARACTERS:
        names = list(map(as_written, names))
    spelled, numbers = _numbered(names)
    terms, term_of = _numbered(list(map(name_key, spelled)))
    pairs = (term_of[numbers].astype(np.uint64) << np.uint64(32)) | documents.astype(np.uint64)
    order = np.argsort(pairs, kind="stable")
    first = order[begins_of(pairs[order])]
    numbers, documents = numbers[first], documents[first]
    postings = Postings(term_of[numbers], documents, np.ones(len(first), np.int64), None)
    used, numbers = np.unique(numbers, return_inverse=True)
    held = _encoded(spelled[number] for number in used.tolist())
    return (_encoded(terms), postings), Spellings(held, numbers, documents)


def _links(values: list[str], documents: Integers) -> Content:
    """Return the field of the parts of all links that documents have.

    Each different link is cut into parts once, and each different part hashed once.
    """
    links, documents = _filled(values, documents)
    different, parts = _Numbers(), _Numbers()
    pairs = (documents.astype(np.uint64) << np.uint64(32)) | different.of(links)
    # A document's links in their order, each once.
    _, first = np.unique(pairs, return_index=True)
    pairs = pairs[np.sort(first)]
    pairs = pairs[np.argsort(pairs >> np.uint64(32), kind="stable")]
    documents = (pairs >> np.uint64(32)).astype(np.int64)
    counts_of, part_of = array("I"), array("I")
    for link in different:
        own = link_parts(link)
        counts_of.append(len(own))
        part_of.extend(map(parts.__getitem__, own))
    bounds = _bounds(np.frombuffer(counts_of, np.uint32))
    which = (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)
    counts = np.diff(bounds)[which]
    taken = counts + LINK_GAP
    begins = np.cumsum(taken) - taken
    first_of_document = begins_of(documents)
    links_of = np.diff(np.append(first_of_document, len(documents)))
    begins -= np.repeat(begins[first_of_document], links_of)
    # All hashes are of one width, so numpy can sort them, faster than Python does.
    terms, number_of = np.unique(np.array(list(map(part_term, parts)), "S"), return_inverse=True)
    numbers = number_of[np.frombuffer(part_of, np.uint32)[spread(bounds[which], counts)]]
    positions = spread(begins, counts)
    return terms.tolist(), ordered_postings(numbers, np.repeat(documents, counts), positions)


def _dates(days: Integers, whoosh_schema: Schema) -> Content:
    """Return the field of days; its terms are those that Whoosh's own ranges look up."""
    different, numbers = np.unique(days, return_inverse=True)
    terms = [whoosh_schema["date"].to_bytes(int(day)) for day in different]
    return terms, _once(numbers, np.arange(len(days)))


def _day(row: tuple[Any, ...]) -> int:
    return date.fromisoformat(row[2]).toordinal() if row[2] else UNDATED
