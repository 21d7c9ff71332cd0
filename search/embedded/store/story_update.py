"""Which stories do the items of a commit have? Those of the one before, but for what changed."""

import zlib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import NamedTuple

import numpy as np

from search.embedded.damage import damaged
from search.embedded.schema import as_term
from search.embedded.segment.firsts import first_documents
from search.embedded.segment.segment import Segment
from search.embedded.store.story_column import StoryColumn
from search.embedded.store.story_file import FIRST
from search.model import Item
from search.packed import UNDATED
from search.stories.evidence import DAY_SECONDS, evidence_of, in_order, seconds
from search.stories.retelling import Known, retold
from search.stories.tail import Tail
from search.text import Analyzer
from search.whole_numbers import Array

_EPOCH = date(1970, 1, 1).toordinal()
#: Items of the first day of a new segment, at most, that are read to find when the first was seen.
_READ_FOR_THEIR_TIMES = 1_000
#: An item's location: the id of its segment, and a document.
_Location = tuple[str, int]


class StoryUnknown(LookupError):
    """What was told before names a story whose first item is not there."""


class _Removed(NamedTuple):
    """An item that was removed or replaced, in its first state, and what was told of it."""

    item: Item
    number: int
    tied: int | None


def updated(
    before: StoryColumn | None, segments: Mapping[str, Segment], analyzer: Analyzer
) -> StoryColumn:
    """Return the stories of all living documents of segments, by the ids of these.

    `before` has those of the last commit, whose segments are among these: documents that it has and
    that are deleted now were removed, segments that it does not have were added.
    """
    update = _Update(before, segments)
    tail = before.tail if before else Tail()
    for item, location, told in retold(
        update.items_from, update.changed, update.known, analyzer, tail
    ):
        update.tell(item, location, told.story, told.tied)
    update.tell_undated()
    return update.column(tail)


class _Update:
    """The making of one column."""

    def __init__(self, before: StoryColumn | None, segments: Mapping[str, Segment]) -> None:
        self._segments = segments
        self._firsts = {segid: first_documents(segment) for segid, segment in segments.items()}
        #: The number of each document's story, and of the one that it is tied to.
        self._stories: dict[str, Array] = {}
        self._tied: dict[str, dict[int, int]] = {}
        self._following = before.following if before else 1
        #: The numbers of stories by their names, and the names by the numbers.
        self._numbers: dict[str, int] = {}
        self._names: dict[int, str] = {}
        #: Times of items that came, changed or went; None where nothing is known of any.
        self.changed: set[int] | None = None
        for segid, segment in segments.items():
            self._stories[segid] = np.zeros(segment.documents, np.uint32)
            self._tied[segid] = {}
        if before:
            self._take_over(before)

    def column(self, tail: Tail) -> StoryColumn:
        """Return what was made."""
        ties = {
            segid: np.array(sorted(tied.items()), np.uint32).reshape(-1, 2)
            for segid, tied in self._tied.items()
        }
        return StoryColumn(self._stories, ties, self._following, tail)

    def _take_over(self, before: StoryColumn) -> None:
        """Take over what is known of items that say the same; note when others were."""
        removed: dict[str, _Removed] = {}
        for segid, numbers in before.numbers.items():
            segment = self._segments[segid]
            tied: dict[int, int] = dict(before.ties[segid].tolist())
            if segment.live is None:
                self._stories[segid] = numbers.copy()
                self._tied[segid] = tied
                continue
            self._stories[segid] = np.where(segment.live, numbers, 0).astype(np.uint32)
            for document in np.flatnonzero((numbers != 0) & ~segment.live).tolist():
                was = _Removed(
                    segment.items.state(document),
                    int(numbers[document]),
                    tied.pop(document, None),
                )
                other = removed.get(was.item.id)
                if other is None or _age(was.item) < _age(other.item):
                    removed[was.item.id] = was
            self._tied[segid] = tied
        self.changed = set()
        for segid in self._segments.keys() - before.numbers.keys():
            self.changed |= self._replaced(segid, removed)
        self.changed.update(
            time for was in removed.values() if (time := seconds(was.item)) is not None
        )

    def _replaced(self, segid: str, removed: dict[str, _Removed]) -> set[int]:
        """Return the first and the last time of those items of a new segment that are new.

        Items that say what one of the removed said have its story, and it was not removed.
        """
        segment = self._segments[segid]
        is_new = np.ones(segment.documents, bool)
        ids = list(removed)
        terms = [as_term(id) for id in ids]
        keys = np.fromiter(map(zlib.crc32, terms), np.uint32, len(terms))
        for index, documents in segment.documents_of(terms, keys) if terms else ():
            states = [segment.items.state(document) for document in documents]
            was = removed[ids[index]]
            if evidence_of(min(states, key=_age)) == evidence_of(was.item):
                is_new[documents] = False
                self._stories[segid][documents] = was.number
                if was.tied is not None:
                    self._tied[segid].update(dict.fromkeys(documents, was.tied))
                del removed[ids[index]]
        firsts, days = self._firsts[segid]
        of_new = days[is_new[firsts] & (days != UNDATED)]
        if not len(of_new):
            return set()
        # Whole days, so that few items need be read for their times alone.
        day = int(of_new.min())
        first_day = firsts[is_new[firsts] & (days == day)]
        first = _begin_of(day)
        if len(first_day) <= _READ_FOR_THEIR_TIMES:
            first = min(_first_seen(segment, own, day)[1] for own in first_day.tolist())
        return {first, _begin_of(int(of_new.max()) + 1)}

    def items_from(self, time: int | None) -> Iterator[tuple[Item, _Location]]:
        """Yield the items of a time and later ones in order, each in its first state."""
        segids = list(self._segments)
        days = np.concatenate([np.zeros(0, np.int32), *(self._firsts[s][1] for s in segids)])
        documents = np.concatenate([np.zeros(0, np.int64), *(self._firsts[s][0] for s in segids)])
        owners = np.repeat(np.arange(len(segids)), [len(self._firsts[s][0]) for s in segids])
        least = UNDATED + 1 if time is None else time // DAY_SECONDS + _EPOCH
        order = np.argsort(days, kind="stable")
        order = order[np.searchsorted(days[order], max(least, UNDATED + 1)) :]
        ends = np.flatnonzero(np.diff(days[order])) + 1
        for of_day in np.split(order, ends):
            locations: dict[str, _Location] = {}
            items = []
            for owner, document in zip(
                owners[of_day].tolist(), documents[of_day].tolist(), strict=True
            ):
                segid = segids[owner]
                item, at = _first_seen(self._segments[segid], document, int(days[of_day[0]]))
                if time is None or at >= time:
                    items.append(item)
                    locations[item.id] = segid, document
            for item in in_order(items):
                yield item, locations[item.id]

    def known(self, _: Item, location: _Location) -> Known | None:
        """Return what was told of an item before; None where nothing was, or its story is gone."""
        segid, document = location
        name = self._name(int(self._stories[segid][document]) & ~FIRST)
        if name is None:
            return None
        tied = self._tied[segid].get(document)
        return name, None if tied is None else self._name(tied)

    def tell(self, item: Item, location: _Location, story: str, tied: str | None) -> None:
        """Note the story of an item, and the one that it ties this to."""
        segid, document = location
        if story == item.id:
            own = int(self._stories[segid][document])
            number = (own if own & FIRST else self._next()) | FIRST
            self._call(number & ~FIRST, story)
        else:
            number = self._number(story)
        documents = self._documents_of(segid, document, item.id)
        self._stories[segid][documents] = number
        for document in documents:
            self._tied[segid].pop(document, None)
            if tied is not None:
                self._tied[segid][document] = self._number(tied)

    def tell_undated(self) -> None:
        """Make each new item without a time a story by itself."""
        for segid, (documents, days) in self._firsts.items():
            stories = self._stories[segid]
            for document in documents[(days == UNDATED) & (stories[documents] == 0)].tolist():
                item = self._segments[segid].items.state(document)
                stories[self._documents_of(segid, document, item.id)] = self._next() | FIRST

    def _next(self) -> int:
        self._following += 1
        return self._following - 1

    def _call(self, number: int, name: str) -> None:
        self._numbers[name] = number
        self._names[number] = name

    def _documents_of(self, segid: str, document: int, id: str) -> list[int]:
        """Return the documents of an item, one for each of its states."""
        segment = self._segments[segid]
        return segment.find(as_term(id)) if segment.sections.meta["past"] else [document]

    def _number(self, name: str) -> int:
        """Return the number of a story that there is."""
        if name not in self._numbers:
            for segid, segment in self._segments.items():
                for document in segment.find(as_term(name)):
                    self._call(int(self._stories[segid][document]) & ~FIRST, name)
        if name not in self._numbers:
            raise StoryUnknown(name)
        return self._numbers[name]

    def _name(self, number: int) -> str | None:
        """Return the name of a story: the id of its first item."""
        if number not in self._names:
            numbers, owners, documents = self._begins
            index = int(np.searchsorted(numbers, number))
            if index < len(numbers) and numbers[index] == number:
                segment = self._segments[list(self._segments)[owners[index]]]
                self._call(number, segment.items.state(int(documents[index])).id)
        return self._names.get(number)

    @cached_property
    def _begins(self) -> tuple[Array, Array, Array]:
        """The numbers of the stories that were known before, ascending, and where each begins."""
        found = [np.flatnonzero(stories & FIRST) for stories in self._stories.values()]
        numbers = [
            stories[own] & ~np.uint32(FIRST)
            for stories, own in zip(self._stories.values(), found, strict=True)
        ]
        owners = np.repeat(np.arange(len(found)), [len(own) for own in found])
        each = np.concatenate([np.zeros(0, np.int64), *numbers])
        order = np.argsort(each, kind="stable")
        return each[order], owners[order], np.concatenate([np.zeros(0, np.int64), *found])[order]


def _first_seen(segment: Segment, document: int, day: int) -> tuple[Item, int]:
    """Return the first state of an item and its time, which must be of the day in the columns."""
    item = segment.items.state(document)
    time = seconds(item)
    if time is None or time // DAY_SECONDS + _EPOCH != day:
        raise damaged(segment.sections.path, "an item is not of the day that a column has for it")
    return item, time


def _begin_of(day: int) -> int:
    return (day - _EPOCH) * DAY_SECONDS


def _age(state: Item) -> float:
    """Return what the first of several states of an item has least of."""
    return float("-inf") if state.seen is None else state.seen.timestamp()
