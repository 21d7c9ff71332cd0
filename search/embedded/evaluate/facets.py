"""Which values of a facet do documents have, and how often? Ordinals, counted as whole arrays."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cached_property
from itertools import chain

import numpy as np
import numpy.typing as npt

from search.alike.alike_texts import AlikeTexts
from search.alike.name_words import NameWords
from search.embedded.segment.segment import Segment
from search.engine import Likeness, unarticled
from search.frozen import frozen
from search.names import name_key
from search.whole_numbers import Array, begins_of, steps_of

#: Values of each document in one row of the first table: a row is read in one step.
VALUES_IN_A_ROW = 4
#: Count of the numbers that empty cells hold, in turn: counting one number many times in a row is
#: slow, since each addition to its count waits for the one before.
EMPTY_CELLS = 4
#: If the hits have fewer values than this share (1 / FEW) of all ordinals, sort the values instead
#: of counting in an array over all ordinals.
FEW = 12
#: Globally most frequent values whose counts bound the top values of a search from below.
USUAL = 64


@frozen()
class Counts:
    """How many hits have each value: `counts[i]` hits have the value of `ordinals[i]` (ascending).

    Without ordinals, `counts` has an entry for every ordinal, also for those of no hit.
    """

    ordinals: Array | None
    counts: Array

    def __len__(self) -> int:
        """Return how many values have hits."""
        return len(self.counts) if self.ordinals is not None else int(np.count_nonzero(self.counts))

    def get(self, ordinal: int) -> int:
        """Return the count of an ordinal."""
        if self.ordinals is None:
            return int(self.counts[ordinal])
        index = bisect_left(self.ordinals, ordinal)
        if index == len(self.ordinals) or self.ordinals[index] != ordinal:
            return 0
        return int(self.counts[index])

    def of(self, ordinals: Array) -> Array:
        """Return the count of each of some ordinals."""
        if self.ordinals is None:
            return self.counts[ordinals]
        indexes = np.searchsorted(self.ordinals, ordinals)
        has = np.append(self.ordinals, -1)[indexes] == ordinals
        return np.where(has, np.append(self.counts, 0)[indexes], 0)

    def at_least(self, least: int) -> tuple[Array, Array]:
        """Return the ordinals with at least `least` hits, ascending, and their counts."""
        found = np.flatnonzero(self.counts >= least)
        return found if self.ordinals is None else self.ordinals[found], self.counts[found]


_NONE = np.zeros(0, np.int64)
_ONE = np.int32(1)


class Names:
    """The values of one field of names over all segments of a generation.

    A value is a name by its key; its ordinal is the rank of the key among those of all segments.
    `usual` are the ordinals that the most documents have.
    """

    def __init__(self, segments: Sequence[Segment], name: str, fold: Callable[[str], str]) -> None:
        """Take what folds a name (`Analyzer.name`)."""
        self._fold = fold
        own_spelled = []
        for segment in segments:
            terms = segment.spelled(name)
            own_spelled.append(terms.words(0, len(terms)))
        key_of = {spelled: name_key(spelled) for spelled in chain.from_iterable(own_spelled)}
        #: All spellings, those of one ordinal side by side, and the ordinal of each.
        self._spelled = sorted(key_of, key=lambda spelled: (key_of[spelled], spelled))
        self._known: dict[str, int] = {}
        for spelled in self._spelled:
            self._known.setdefault(key_of[spelled], len(self._known))
        self._ordinals = _integers(self._known[key_of[spelled]] for spelled in self._spelled)
        numbers = {spelled: number for number, spelled in enumerate(self._spelled)}
        size = len(self._known)
        frequencies = np.zeros(size, np.int64)
        #: For each segment the spellings of all documents, and how many each document has.
        self._of_documents: list[tuple[Array, Array]] = []
        self._numbers: list[Array] = []
        self._times = [segment.times(name) for segment in segments]
        values, sizes = [], []
        dtype = np.min_scalar_type(size + EMPTY_CELLS)
        for segment, spellings in zip(segments, own_spelled, strict=True):
            own, offsets = segment.values(name)
            self._numbers.append(_integers(numbers[spelled] for spelled in spellings))
            self._of_documents.append((own, offsets))
            ordinals = self._ordinals[self._numbers[-1]]
            np.add.at(frequencies, ordinals, np.bincount(own, minlength=len(ordinals)))
            values.append(ordinals.astype(dtype)[own])
            sizes.append(np.diff(offsets))
        self._column = _Column(_together(values, dtype), _together(sizes, np.uint32), size)
        most = np.argpartition(frequencies, -USUAL)[-USUAL:] if size > USUAL else ()
        self.usual: Array = np.array(most, np.intp)

    def written(self, visible: Sequence[Array | None]) -> Sequence[str]:
        """Return for each ordinal how most documents write it, of equals the first by code points.

        It is "" where no document has it. `visible` has for each segment a bool for each document
        that counts, None where all do.
        """
        if len(self._spelled) == len(self._known) and all(mask is None for mask in visible):
            return self._spelled
        counts = np.zeros(len(self._spelled), np.int64)
        own = zip(self._of_documents, self._numbers, visible, strict=True)
        for (spellings, offsets), numbers, mask in own:
            if mask is not None:
                spellings = spellings[np.repeat(mask, np.diff(offsets))]
            counts[numbers] += np.bincount(spellings, minlength=len(numbers))
        order = np.lexsort((-counts, self._ordinals))
        most = order[begins_of(self._ordinals)]
        pairs = zip(most.tolist(), counts[most].tolist(), strict=True)
        return [self._spelled[number] if count else "" for number, count in pairs]

    def find(self, value: str) -> int | None:
        """Return the ordinal of a value, however it is written."""
        return self._known.get(name_key(value))

    def of_each(self) -> tuple[Array, Array]:
        """Return the ordinals of all documents, one after the other, and how many each has."""
        pairs = zip(self._of_documents, self._numbers, strict=True)
        own = [self._ordinals[numbers][values] for (values, _), numbers in pairs]
        sizes = [np.diff(offsets) for _, offsets in self._of_documents]
        return np.concatenate([_NONE, *own]), _together(sizes, np.uint32)

    def times(self) -> Array | None:
        """Return how many headlines each value has that `of_each` tells of, None if not counted."""
        own = [times for times in self._times if times is not None]
        return np.concatenate([_NONE, *own]) if len(own) == len(self._times) else None

    def like(self, name: str, way: Likeness) -> Array:
        """Return the ordinals of the values that are like a name, ascending."""
        if way is Likeness.EQUAL:
            ordinal = self.find(name)
            return np.array([] if ordinal is None else [ordinal], np.int64)
        if way is Likeness.KEY_START:
            name = name_key(name)
            found = [own for key, own in self._known.items() if way.holds(key, name)]
            return np.array(found, np.int64)
        return self._words.like(self._fold(name), way)

    def starting(self, start: str) -> Array:
        """Return the ordinals of the values of which a word begins so, folded, ascending."""
        return self._words.like(start, Likeness.WORD_START)

    def away(self, name: str, steps: int) -> Array:
        """Return the ordinals of the values exactly `steps` steps from a name, ascending."""
        return self._alike.at(unarticled(self._fold(name)), steps)

    @cached_property
    def _words(self) -> NameWords:
        return NameWords([self._fold(key) for key in self._known])

    @cached_property
    def _alike(self) -> AlikeTexts:
        return AlikeTexts([unarticled(self._fold(key)) for key in self._known])

    def count(self, hits: Array) -> Counts:
        """Count the values of the hits, which are documents of all segments (`Together`)."""
        found = self._column.of(hits)
        size = len(self._known)
        if sum(map(len, found)) * FEW < size:
            ordinals = found[0] if len(found) == 1 else np.concatenate(found)
            ordinals = np.sort(ordinals)
            ordinals = ordinals[: np.searchsorted(ordinals, size)]
            begins = begins_of(ordinals)
            return Counts(ordinals[begins], steps_of(begins, len(ordinals)))
        counts = np.zeros(size + EMPTY_CELLS, np.int32)  # half as much memory to look through
        for ordinals in found:
            # With numbers of just these types it takes a third of the time of `np.bincount`.
            np.add.at(counts, ordinals.astype(np.intp), _ONE)
        return Counts(None, counts[:size])


def _together(arrays: list[Array], dtype: npt.DTypeLike) -> Array:
    return arrays[0] if len(arrays) == 1 else np.concatenate([np.zeros(0, dtype), *arrays])


def _integers(numbers: Iterable[int]) -> Array:
    return np.fromiter(numbers, np.intp)


class _Column:
    """The ordinals of each document, in tables of rows.

    The first table has the first values of every document. If a document has more, it points to a
    row of the next table. The second table is half as wide, each following one twice as wide as the
    one before: so a document's values are in few rows, and few cells are empty.
    """

    def __init__(self, values: Array, left: Array, size: int) -> None:
        """Take the ordinals of all documents, how many each has, and how many ordinals there are.

        Empty cells have the numbers that follow those of the ordinals, of the same dtype.
        """
        self._tables: list[tuple[Array, Array]] = []
        starts = np.cumsum(left, dtype=np.intp)
        starts -= left
        width = VALUES_IN_A_ROW
        while len(left) or not self._tables:
            table = np.empty((len(left), width), values.dtype)
            table[:] = size + np.arange(width) % EMPTY_CELLS
            for column in range(width):
                having = np.flatnonzero(left > column)
                table[having, column] = values[starts[having] + column]
            more = np.flatnonzero(left > width)
            goes_on = np.full(len(left) if len(more) else 0, -1, np.int32)
            goes_on[more] = np.arange(len(more))
            self._tables.append((table, goes_on))
            starts, left = starts[more] + width, left[more] - width
            width = max(2, width // 2) if len(self._tables) == 1 else 2 * width

    def of(self, rows: Array) -> list[Array]:
        """Return the ordinals of all values of some documents, in any order."""
        found = []
        for table, goes_on in self._tables:
            taken = table if len(rows) == len(table) else table.take(rows, axis=0)
            found.append(taken.ravel())
            if not len(goes_on):
                break
            rows = goes_on.take(rows)
            rows = rows.take(np.flatnonzero(rows >= 0))
            if not len(rows):
                break
        return found


def periods(segment: Segment, facet: str) -> list[tuple[str, range]]:
    """Return the years or months of a segment and the documents of each, the newest first."""
    length = 4 if facet == "year" else 7
    found: list[tuple[str, range]] = []
    start = 0
    while start < segment.dated:
        day = date.fromordinal(segment.day(start))
        first = day.replace(day=1, month=1) if facet == "year" else day.replace(day=1)
        end = segment.span(first.toordinal(), day.toordinal()).stop
        found.append((day.isoformat()[:length], range(start, end)))
        start = end
    return found


class Periods:
    """The years or the months over all segments of a generation."""

    usual = _NONE

    def __init__(self, segments: Sequence[Segment], facet: str) -> None:
        of_segment = [periods(segment, facet) for segment in segments]
        self._values = sorted({value for found in of_segment for value, _ in found})
        self._known = {value: ordinal for ordinal, value in enumerate(self._values)}
        #: The edges of all periods of all segments, and the ordinal of what begins at each. The
        #: last of a segment's edges is where documents without a day begin: these are of none.
        edges, numbers, start = [], [], 0
        for segment, found in zip(segments, of_segment, strict=True):
            edges += [start + span.start for _, span in found] + [start + segment.dated]
            numbers += [self._known[value] for value, _ in found] + [len(self._values)]
            start += segment.documents
        self._edges, self._numbers = np.array(edges, np.intp), np.array(numbers, np.intp)

    def written(self, visible: Sequence[Array | None]) -> Sequence[str]:
        """Return the period of each ordinal."""
        return self._values

    def find(self, value: str) -> int | None:
        """Return the ordinal of a period."""
        return self._known.get(value)

    def starting(self, start: str) -> Array:
        """Return the ordinals of the periods of which a part begins so: `01` begins 2026-01."""
        parts = (value.replace("-", " ") for value in self._values)
        like = [Likeness.WORD_START.holds(value, start) for value in parts]
        return np.flatnonzero(like)

    def spans(self, values: Sequence[str]) -> Array:
        """Return the documents of some periods in all segments, as rows (first, last + 1)."""
        known = [self._known[value] for value in values if value in self._known]
        which = np.flatnonzero(np.isin(self._numbers, known))
        return np.stack((self._edges[which], self._edges[which + 1]), axis=1)

    def count(self, hits: Array) -> Counts:
        """Count the hits of each period, which are documents of all segments (`Together`).

        Those of a segment are in the order of days, so bisect them.
        """
        of_edges = steps_of(hits.searchsorted(self._edges), len(hits))
        counts = np.zeros(len(self._values) + 1, np.int64)
        np.add.at(counts, self._numbers, of_edges)
        return Counts(None, counts[:-1])
