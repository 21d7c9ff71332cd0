"""How are the stories of a generation kept? As one column beside its segments.

    of.SEGID     uint32    for each document of a segment: the number of its item's story, 0 for a
                           document that was deleted; FIRST is added for the story's first item
    tied.SEGID   uint32    [n, 2] documents of a segment, and the number of the story that each
                           item ties its own to
    tail, tail.ends,       the last items as the telling goes on from them (`search.stories.tail`):
    tail.times             records, uint8; where each ends, and the items' times, both int64

The file has the sections of a segment, and the version of the algorithm in its facts. It can be
made again from the items, so an archive that has lost it, or has one of another algorithm, is whole
and merely knows no stories until its next change. A story's number means nothing outside the file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Self

import numpy as np

from search.durable import make_way, remove, sync
from search.embedded.damage import damaged
from search.embedded.segment.merge import merged_documents
from search.embedded.segment.sections import Sections, SectionsWriter
from search.embedded.store.story_file import has_numbers, is_of_shape
from search.stories.tail import Tail
from search.stories.version import ALGORITHM
from search.whole_numbers import Array

_NO_TIES = np.zeros((0, 2), np.uint32)


@dataclass(slots=True)
class StoryColumn:
    """The stories of the documents of segments, by the ids of the segments.

    `numbers` has an entry for each document, `ties` a document and a story's number a row. Stories
    from the number `following` on are not taken. `tail` has the last items.
    """

    numbers: dict[str, Array] = field(default_factory=dict)
    ties: dict[str, Array] = field(default_factory=dict)
    following: int = 1
    tail: Tail = field(default_factory=Tail)

    @classmethod
    def read(cls, path: Path, documents: Mapping[str, int], with_tail: bool = True) -> Self | None:
        """Return what is kept for the segments of these sizes; None where nothing is.

        A file of other segments, or with numbers that no stories have, keeps nothing. The tail is
        only for whoever makes the next column.

        Raises IndexDamaged where the file is not what was written.
        """
        try:
            sections = Sections(path)
        except FileNotFoundError:
            return None
        if sections.meta.get("algorithm") != ALGORITHM:
            return None

        def highest(name: str, start: int, step: int, mask: int) -> int:
            values = sections.whole(name)[start::step]
            return int((values & np.uint32(mask & 0xFFFFFFFF)).max(initial=0))

        shape = sections.directory, documents
        if not is_of_shape(*shape) or not has_numbers(*shape, highest):
            return None
        column = cls(following=sections.meta["following"])
        for segid in documents:
            column.numbers[segid] = sections.whole(f"of.{segid}")
            column.ties[segid] = sections.whole(f"tied.{segid}").reshape(-1, 2)
        if with_tail:
            column.tail = _tail(sections)
        return column

    def write(self, path: Path) -> None:
        """Write the file and sync it; a reader knows half a file by its missing directory."""
        records = list(self.tail.records())  # some may be read from the file
        make_way(path)
        remove(path)
        with SectionsWriter(path) as out:
            out.meta.update(algorithm=ALGORITHM, following=self.following, since=self.tail.since)
            for segid, numbers in self.numbers.items():
                out.write(f"of.{segid}", numbers.astype("<u4", copy=False))
                out.write(f"tied.{segid}", self.ties[segid].astype("<u4", copy=False).ravel())
            out.write("tail", b"".join(record for _, record in records))
            ends = np.cumsum([len(record) for _, record in records], dtype=np.int64)
            out.write("tail.ends", ends)
            out.write("tail.times", np.array([time for time, _ in records], np.int64))
        sync(path)

    def drop(self, segid: str) -> None:
        """Leave out a segment that is no more, if it is here."""
        self.numbers.pop(segid, None)
        self.ties.pop(segid, None)

    def merge(self, segids: Sequence[str], numbers: Sequence[Array], merged: str) -> None:
        """Take the numbers of several segments' documents into the one that they became.

        `numbers` has for each segment the new number of each document, -1 for a deleted one.
        """
        stories = np.zeros(merged_documents(numbers), np.uint32)
        ties = [_NO_TIES]
        for segid, of in zip(segids, numbers, strict=True):
            stories[of[of >= 0]] = self.numbers.pop(segid)[of >= 0]
            tied = self.ties.pop(segid)
            of_tied = of[tied[:, 0]]
            ties.append(np.column_stack((of_tied, tied[:, 1]))[of_tied >= 0].astype(np.uint32))
        self.numbers[merged] = stories
        self.ties[merged] = np.concatenate(ties)


def _tail(sections: Sections) -> Tail:
    records = sections.whole("tail").tobytes()
    ends: list[int] = sections.whole("tail.ends").tolist()
    times: list[int] = sections.whole("tail.times").tolist()
    if ends != sorted(ends) or times != sorted(times) or (ends or [0])[-1] != len(records):
        raise damaged(sections.path, "its last items are not in order")
    parts = (records[start:end] for start, end in pairwise((0, *ends)))
    return Tail(zip(times, parts, strict=True), sections.meta["since"])
