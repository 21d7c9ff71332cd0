"""Terms and postings come back from their arrays as they were given."""

from collections.abc import Iterable, Sequence
from itertools import count, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.embedded.segment.postings import (
    ALIKE,
    FieldPostings,
    FieldWriter,
    Postings,
    bytes_needed,
    without_unused,
)
from search.embedded.segment.sections import Sections, SectionsWriter
from search.whole_numbers import LONG_SLICE, begins_of, put, spread, taken

#: term -> its documents in order -> the positions there
Field = dict[bytes, dict[int, list[int]]]


def as_postings(field: Field, *, positions: bool) -> Postings:
    rows = [
        (number, document, held)
        for number, documents in enumerate(field.values())
        for document, held in documents.items()
    ]
    return Postings(
        np.array([row[0] for row in rows], np.int64),
        np.array([row[1] for row in rows], np.int64),
        np.array([len(row[2]) if positions else 1 for row in rows], np.int64),
        np.array([position for row in rows for position in row[2]], np.int64)
        if positions
        else None,
    )


def written(path: Path, field: Field, cuts: Sequence[int] = (), *, positions: bool) -> Sections:
    """Write a field with an `add` for each part of its terms."""
    postings = [held for documents in field.values() for held in documents.values()]
    widest = max((position for held in postings for position in held), default=0)
    most = max(map(len, postings), default=0)
    terms = list(field)
    with SectionsWriter(path) as out:
        out.meta["documents"] = 1 << 32
        writer = FieldWriter(out, "f", positions and bytes_needed(widest), bytes_needed(most))
        for start, end in pairwise([0, *sorted(cuts), len(terms)]):
            part = {term: field[term] for term in terms[start:end]}
            writer.add(list(part), as_postings(part, positions=positions))
        writer.close()
    return Sections(path)


def by_term(found: Postings, number: int) -> list[list[tuple[int, int, list[int] | None]]]:
    """Return the postings of each of a number of terms."""
    rows: list[list[tuple[int, int, list[int] | None]]] = [[] for _ in range(number)]
    held = None if found.positions is None else iter(found.positions.tolist())
    for term, document, frequency in zip(
        found.terms.tolist(), found.documents.tolist(), found.frequencies.tolist(), strict=True
    ):
        at = None if held is None else [next(held) for _ in range(frequency)]
        rows[term].append((document, frequency, at))
    assert held is None or not list(held)
    return rows


def check(read: FieldPostings, field: Field, *, positions: bool) -> None:
    """Check that each term by itself is what was given."""
    assert read.has_positions == positions
    for number, (term, documents) in enumerate(field.items()):
        assert read.terms[number] == term
        assert read.counts[number] == len(documents)
        own, frequencies = read.of(number)
        assert own.dtype == np.intp
        assert own.tolist() == list(documents)
        counts = [len(held) for held in documents.values()]
        if not positions or set(counts) == {1}:
            assert frequencies is None
            assert read.occurrences(number) == len(documents)
        else:
            assert frequencies is not None
            assert frequencies.tolist() == counts
            assert read.occurrences(number) == sum(counts)
        if positions:
            flat = [position for held in documents.values() for position in held]
            assert read.positions(number).tolist() == flat


#: Numbers near those at which another width begins, and any others.
EDGES = st.sampled_from([0, 1, 254, 255, 256, 257, 65_534, 65_535, 65_536, 65_537, 1 << 24])
PLACES = st.lists(EDGES | st.integers(0, 300), min_size=1, max_size=6, unique=True).map(sorted)
GAPS = st.lists(EDGES.filter(bool) | st.integers(1, 300), max_size=6)
FIRST = EDGES | st.integers(0, 300)


@st.composite
def fields(draw: st.DrawFn) -> Field:
    terms = draw(st.sets(st.binary(min_size=1, max_size=4), max_size=12))
    field: Field = {}
    for term in sorted(terms):
        document = draw(FIRST)
        field[term] = {document: draw(PLACES)}
        for gap in draw(GAPS):
            document += gap
            field[term][document] = draw(PLACES)
    return field


@given(st.data(), fields(), st.booleans())
def test_postings_come_back(data: st.DataObject, field: Field, positions: bool) -> None:
    cuts = data.draw(st.lists(st.integers(0, len(field)), max_size=3))
    chosen = sorted(data.draw(st.sets(st.integers(0, max(len(field) - 1, 0)))))
    with TemporaryDirectory() as folder:
        read = FieldPostings(written(Path(folder) / "x", field, cuts, positions=positions), "f")
    check(read, field, positions=positions)
    terms = list(field)
    chosen = chosen if field else []
    for wanted in (False, True):
        found = by_term(read.several(np.array(chosen), positions=wanted), len(chosen))
        for number, rows in zip(chosen, found, strict=True):
            assert rows == [
                (
                    document,
                    len(held) if positions else 1,
                    held if positions and wanted else None,
                )
                for document, held in field[terms[number]].items()
            ]


@given(fields(), st.lists(st.binary(max_size=4), min_size=1, max_size=8), st.data())
def test_terms_are_found(field: Field, asked: list[bytes], data: st.DataObject) -> None:
    terms = list(field)
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(terms))] * 2)))
    asked += [term[:length] for term in terms for length in (len(term), 1)]
    asked += [term + b"\xff" for term in terms[:2]] + [b"\xff", b"\xff\xff", b"a\xff"]
    with TemporaryDirectory() as folder:
        read = FieldPostings(written(Path(folder) / "x", field, positions=False), "f").terms
    assert len(read) == len(terms)
    assert list(read) == terms
    assert read.slice(start, end) == terms[start:end]
    numbers = {term: number for number, term in enumerate(terms)}
    assert [read.find(term) for term in asked] == [numbers.get(term) for term in asked]
    assert read.find_all(asked) == [numbers.get(term) for term in asked]
    for prefix in asked:
        found = [number for number, term in enumerate(terms) if term.startswith(prefix)]
        assert list(read.starting(prefix)) == found


def test_terms_that_begin_alike_are_found_among_many(tmp_path: Path) -> None:
    """Together where few others begin so, else each by itself."""
    field: Field = {b"port%05d" % number: {number: [0]} for number in range(ALIKE * 9)}
    field = {b"a": {0: [0]}, **field, b"z": {0: [0]}}
    read = FieldPostings(written(tmp_path / "x", field, positions=False), "f").terms
    numbers = {term: number for number, term in enumerate(field)}
    for asked in (
        [b"port00003", b"port00004", b"port0000x"],
        [b"port00140"],
        [b"z", b"a", b"port00100", b"q"],
        list(field),
    ):
        assert read.find_all(asked) == [numbers.get(term) for term in asked]


def once(documents: Iterable[int]) -> dict[int, list[int]]:
    return {document: [0] for document in documents}


def many(number: int, first: int = 0) -> list[int]:
    return list(range(first, first + number))


#: Gaps, frequencies and positions of every width, one beside the other.
WIDTHS: dict[str, Field] = {
    "gaps-up-to-255": {b"a": once([0, 255, 510])},
    "gaps-over-255": {b"a": once([0, 256, 257])},
    "gaps-over-65535": {b"a": once([5, 5 + 65_536, 9 + 65_536])},
    "a-gap-of-31-bits": {b"a": once([0, (1 << 31) - 1])},
    "frequencies-of-255": {b"a": {3: many(255), 4: [0]}},
    "frequencies-over-255": {b"a": {3: many(256), 4: [0]}},
    "frequencies-over-65535": {b"a": {3: [7], 4: many(65_536), 400: many(3)}},
    "positions-over-65535": {b"a": {3: [0, 65_535, 65_536, 1 << 31]}},
}
WIDTHS["all"] = {
    b"%02d" % number: documents
    for number, documents in enumerate(field[b"a"] for field in list(WIDTHS.values()))
}


@pytest.mark.parametrize("field", WIDTHS.values(), ids=WIDTHS)
def test_numbers_of_every_width(tmp_path: Path, field: Field) -> None:
    read = FieldPostings(written(tmp_path / "x", field, positions=True), "f")
    check(read, field, positions=True)
    found = by_term(read.several(np.arange(len(field)), positions=True), len(field))
    for rows, documents in zip(found, field.values(), strict=True):
        assert rows == [(document, len(at), at) for document, at in documents.items()]


def test_narrow_numbers_take_little_room(tmp_path: Path) -> None:
    def size(field: Field) -> int:
        path = tmp_path / str(next(numbers))
        return len(written(path, field, positions=False).whole("f.data"))

    numbers = count()
    assert size({b"a": {7: [0]}}) == 0
    assert size({b"a": once(range(0, 2550, 255))}) == 9
    assert size({b"a": once(range(0, 2560, 256))}) == 18


# -- the smaller parts


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 5))))
def test_spread(stretches: list[tuple[int, int]]) -> None:
    starts = np.array([start for start, _ in stretches], np.uint32)
    lengths = np.array([length for _, length in stretches], np.uint32)
    wanted = [number for start, length in stretches for number in range(start, start + length)]
    assert spread(starts, lengths).tolist() == wanted


@given(st.lists(st.integers(0, 3)))
def test_begins_of(values: list[int]) -> None:
    wanted = [n for n, value in enumerate(values) if n == 0 or value != values[n - 1]]
    assert begins_of(np.array(values, np.int64)).tolist() == wanted


def test_terms_that_nothing_has_are_left_out() -> None:
    one = Postings(np.array([1, 1, 3]), np.array([0, 2, 1]), np.array([1, 1, 2]), np.arange(4))
    terms, kept = without_unused([b"a", b"b", b"c", b"d", b"e"], one)
    assert terms == [b"b", b"d"]
    assert kept.terms.tolist() == [0, 0, 1]
    assert (kept.documents, kept.frequencies) == (one.documents, one.frequencies)
    assert kept.positions is one.positions
    assert without_unused([b"b"], Postings(one.terms[:0], *[one.terms[:0]] * 2, None))[0] == []


@pytest.mark.parametrize(
    ("most", "wanted"), [(0, 1), (255, 1), (256, 2), (65_535, 2), (65_536, 4), (2**32 - 1, 4)]
)
def test_bytes_needed(most: int, wanted: int) -> None:
    assert bytes_needed(most) == wanted


@pytest.mark.parametrize("longest", [4, 4 * LONG_SLICE])
def test_slices_are_copied_alike_however_long_they_are(longest: int) -> None:
    chance = np.random.default_rng(longest)
    lengths = chance.integers(0, longest + 1, 30)
    starts = np.cumsum(lengths) - lengths
    order = chance.permutation(30)
    values = chance.integers(0, 99, int(lengths.sum()))
    one_after_another = taken(values, starts[order], lengths[order])
    assert one_after_another.tolist() == [
        value for own in order for value in values[starts[own] : starts[own] + lengths[own]]
    ]
    back = np.zeros_like(values)
    put(back, starts[order], lengths[order], one_after_another)
    assert back.tolist() == values.tolist()
