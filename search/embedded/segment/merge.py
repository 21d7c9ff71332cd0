"""Which segments become one, and how? Their arrays are copied, a range of terms at a time.

MERGE_FACTOR segments of about one size become one of the next size, so the number of segments grows
with the logarithm of the number of items. A segment that is more than half deleted is written anew.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import chain, compress
from math import log
from operator import ne
from pathlib import Path

import numpy as np

from search.embedded.schema import INDEXED_FIELDS
from search.embedded.segment.columns import NAMES, Columns, Spellings, keys
from search.embedded.segment.postings import FieldPostings, FieldWriter, Postings, without_unused
from search.embedded.segment.sections import SectionsWriter
from search.embedded.segment.segment import Segment
from search.embedded.segment.stored import ItemsWriter
from search.query.tree import NAME_FIELDS, TEXT_FIELDS
from search.whole_numbers import Array, spread

MERGE_FACTOR = 4
#: Documents up to which all segments count as one size.
SMALL_DOCUMENTS = 1_000
#: Postings of a field that are in memory at a time, about; each may have a term of its own.
POSTINGS_AT_A_TIME = 1 << 17
#: Share of a segment's items that must live for its blocks to be copied as they are.
COPIED_SHARE = 0.75
#: Number that days are subtracted from, so that the newest day sorts first.
_GREATEST_DAY = (1 << 32) - 1


def chosen(sizes: Sequence[tuple[int, int]]) -> list[int] | None:
    """Return the numbers of the segments to merge next, None where there is nothing to merge.

    `sizes` has for each segment how many documents live, and how many are deleted.
    """
    for number, (living, deleted) in enumerate(sizes):
        if deleted > living:
            return [number]
    tiers: dict[int, list[int]] = {}
    for number, (living, _) in enumerate(sizes):
        tier = (
            0 if living < SMALL_DOCUMENTS else 1 + int(log(living / SMALL_DOCUMENTS, MERGE_FACTOR))
        )
        tiers.setdefault(tier, []).append(number)
    full = [numbers for numbers in tiers.values() if len(numbers) >= MERGE_FACTOR]
    return full[0] if full else None


def merge(path: Path, segments: Sequence[Segment]) -> list[Array]:
    """Write one segment of the living documents of several.

    Return for each segment the new number of each document, -1 for a deleted one.
    """
    numbers = _numbers(segments)
    count = merged_documents(numbers)
    with SectionsWriter(path) as out:
        _merge_items(out, segments, numbers, count)
        _merge_columns(segments, numbers, count).write(out)
        for name in INDEXED_FIELDS:
            _merge_field(out, segments, numbers, count, name)
    return numbers


def merged_documents(numbers: Sequence[Array]) -> int:
    """Return how many documents there are of those numbers that `merge` returned."""
    return sum(int(np.count_nonzero(of >= 0)) for of in numbers)


def came_together(segments: Sequence[Segment]) -> int | None:
    """Return the generation that all items of segments came in with; None: of several ones."""
    numbers = {segment.came_with for segment in segments}
    return numbers.pop() if len(numbers) == 1 else None


def _numbers(segments: Sequence[Segment]) -> list[Array]:
    order: list[tuple[bytes, int, int]] = []
    for number, segment in enumerate(segments):
        paths = segment.field("path")
        found = paths.several(np.arange(len(paths.terms)))
        own_ids = paths.terms.slice(0, len(paths.terms))
        days = (_GREATEST_DAY - segment.column("days").astype(np.uint32)).astype(">u4").tobytes()
        ids = {
            document: own_ids[term]
            for document, term in zip(found.documents.tolist(), found.terms.tolist(), strict=True)
        }
        order += (
            (days[4 * document : 4 * document + 4] + ids[document], number, document)
            for document in range(segment.documents)
            if segment.live is None or segment.live[document]
        )
    order.sort()  # fast: each segment is sorted already
    new_numbers = [np.full(segment.documents, -1, np.int64) for segment in segments]
    owners = np.fromiter((number for _, number, _ in order), np.int64, len(order))
    documents = np.fromiter((document for *_, document in order), np.int64, len(order))
    for number, of in enumerate(new_numbers):
        own = np.flatnonzero(owners == number)
        of[documents[own]] = own
    return new_numbers


def _merge_items(
    out: SectionsWriter, segments: Sequence[Segment], numbers: Sequence[Array], count: int
) -> None:
    stored = ItemsWriter(out)
    slots = np.empty(count, np.int64)
    held = 0
    for segment, of in zip(segments, numbers, strict=True):
        living = np.flatnonzero(of >= 0)
        first = stored.next_slot
        # Blocks that an earlier merge copied also hold items that were deleted by then.
        own = segment.sections.meta.get("items", segment.documents)
        if len(living) >= COPIED_SHARE * own:
            stored.copy(segment.items)
            slots[of[living]] = segment.items.slots[living].astype(np.int64) + first
            held += own
        else:
            slots[of[living]] = stored.add(segment.items[document] for document in living.tolist())
            held += len(living)
        segment.sections.forget()
    stored.close(slots)
    out.meta["items"] = held


def _merge_columns(segments: Sequence[Segment], numbers: Sequence[Array], count: int) -> Columns:
    def merged(columns: list[Array]) -> Array:
        result = np.empty(count, np.int64)
        for column, of in zip(columns, numbers, strict=True):
            result[of[of >= 0]] = column[of >= 0]
        return result

    days, stood_from, stood_until, gone_on = (
        merged([segment.column(name) for segment in segments]) for name in NAMES
    )
    lengths = {
        name: merged([segment.lengths(name) for segment in segments]) for name in TEXT_FIELDS
    }
    arrived = None
    if came_together(segments) is None:
        arrived = merged([segment.arrived() for segment in segments])
    return Columns(days, stood_from, stood_until, gone_on, lengths, arrived)


def _merge_field(
    out: SectionsWriter,
    segments: Sequence[Segment],
    numbers: Sequence[Array],
    count: int,
    name: str,
) -> None:
    fields = []
    for segment in segments:
        fields.append(segment.field(name))  # which reads some of its sections whole
        segment.sections.forget()
    writer = FieldWriter(
        out,
        name,
        max(field.position_bytes for field in fields),
        max(field.frequency_bytes for field in fields),
    )
    keys_of_parts = [np.zeros(0, np.uint32)]
    for parts in _parts(fields):
        terms, postings = _merged(fields, parts, numbers)
        writer.add(terms, postings)
        for segment in segments:
            segment.sections.forget()
        if name == "path":
            keys_of_parts.append(keys(terms))
    writer.close()
    if name in NAME_FIELDS:
        _merged_spellings(segments, numbers, name).write(out, name, count)
    if name == "path":
        out.write("keys", np.sort(np.concatenate(keys_of_parts)))


def _merged_spellings(
    segments: Sequence[Segment], numbers: Sequence[Array], name: str
) -> Spellings:
    """Return how the living documents of several segments write the names of a field."""
    spelled = [segment.spelled(name) for segment in segments]
    names, renumbered = _joined([own.slice(0, len(own)) for own in spelled])
    merged = []
    times = [segment.times(name) for segment in segments]
    for segment, of, own in zip(segments, numbers, renumbered, strict=True):
        ordinals, offsets = segment.values(name)
        documents = np.repeat(of, np.diff(offsets))
        living = np.flatnonzero(documents >= 0)
        merged.append((own[ordinals[living]], documents[living]))
    counted = None
    if all(own is not None for own in times):
        is_living = [of >= 0 for of in numbers]
        counted = np.concatenate(
            [
                own[np.repeat(living, np.diff(segment.values(name)[1]))]
                for own, living, segment in zip(times, is_living, segments, strict=True)
                if own is not None
            ]
        )
    of_names, documents = map(np.concatenate, zip(*merged, strict=True))
    used = np.bincount(of_names, minlength=len(names)) > 0
    held = list(compress(names, used.tolist()))
    return Spellings(held, (np.cumsum(used) - 1)[of_names], documents, counted)


def _parts(fields: Sequence[FieldPostings]) -> Iterator[list[range]]:
    """Yield ranges of term numbers, one for each segment, that cover the same span of terms."""
    most = POSTINGS_AT_A_TIME // len(fields)
    starts = [0] * len(fields)
    while any(start < len(field.terms) for start, field in zip(starts, fields, strict=True)):
        bounds = []
        for field, start in zip(fields, starts, strict=True):
            # Each term has a posting, so that there are no more terms than postings in a part.
            ends = np.cumsum(field.counts[start : start + most], dtype=np.int64)
            end = start + max(1, int(np.searchsorted(ends, most, "right")))
            if end < len(field.terms):
                bounds.append(field.terms[end])
        bound = min(bounds, default=None)
        following = [
            len(field.terms) if bound is None else bisect_left(field.terms, bound, start)
            for field, start in zip(fields, starts, strict=True)
        ]
        yield [range(start, end) for start, end in zip(starts, following, strict=True)]
        starts = following


def _merged(
    fields: Sequence[FieldPostings], parts: Sequence[range], numbers: Sequence[Array]
) -> tuple[list[bytes], Postings]:
    """Return the terms of these ranges and their postings, documents by their new numbers."""
    own_terms = [
        field.terms.slice(part.start, part.stop) for field, part in zip(fields, parts, strict=True)
    ]
    terms, renumbered = _joined(own_terms)
    own_postings = []
    for field, part, of, own in zip(fields, parts, numbers, renumbered, strict=True):
        if not part:
            continue
        postings = field.several(np.arange(part.start, part.stop), positions=True)
        own_postings.append(
            Postings(
                own[postings.terms],
                of[postings.documents],
                postings.frequencies,
                postings.positions,
            )
        )
    return without_unused(terms, _in_order(own_postings))


def _joined(own_terms: Sequence[list[bytes]]) -> tuple[list[bytes], list[Array]]:
    """Return all terms in order, each once, and the number there of each term of each list."""
    every = list(chain.from_iterable(own_terms))
    # Python's sort merges sorted runs, which is far faster than to sort a set.
    order = sorted(range(len(every)), key=every.__getitem__)
    ordered = list(map(every.__getitem__, order))
    is_new = np.ones(len(every), bool)
    is_new[1:] = np.fromiter(map(ne, ordered, ordered[1:]), bool, len(every) - 1)
    numbers = np.empty(len(every), np.int64)
    numbers[order] = np.cumsum(is_new) - 1
    ends = np.cumsum(list(map(len, own_terms)))
    return list(compress(ordered, is_new.tolist())), np.split(numbers, ends[:-1])


def _in_order(own_postings: Sequence[Postings]) -> Postings:
    """Return the postings of the living documents of several segments, sorted as one's."""
    terms = np.concatenate([postings.terms for postings in own_postings])
    documents = np.concatenate([postings.documents for postings in own_postings])
    frequencies = np.concatenate([postings.frequencies for postings in own_postings])
    living = np.flatnonzero(documents >= 0)
    # "stable" is a merge sort, which is fast here: the postings of each segment are sorted.
    order = living[np.argsort((terms[living] << 32) | documents[living], kind="stable")]
    positions = None
    if own_postings[0].positions is not None:
        ends = np.cumsum(frequencies, dtype=np.int64)
        positions = np.concatenate([postings.positions for postings in own_postings])
        positions = positions[spread((ends - frequencies)[order], frequencies[order])]
    return Postings(terms[order], documents[order], frequencies[order], positions)
