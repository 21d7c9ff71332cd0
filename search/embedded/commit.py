"""How does an archive change? One commit: new segments, deletions, merges, then all at once."""

import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
from whoosh.fields import Schema
from whoosh.index import TOC, clean_files

from search.embedded.codec import SegmentEntry
from search.embedded.merge import chosen, merge
from search.embedded.schema import as_term, schema
from search.embedded.segment import Segment
from search.embedded.storage import INDEX_NAME, UNFINISHED, Folder
from search.errors import BackfileError, IndexLocked
from search.text import Analyzer

#: Items of a segment as it is first written: what is in memory at a time.
BATCH_ITEMS = 50_000
BATCH_BYTES = 1 << 26


class Commit:
    """A change of an archive on its way; nothing of it counts before `finish`."""

    def __init__(self, folder: Folder, schema: Schema, segments: list[SegmentEntry]) -> None:
        self._folder = folder
        self._schema = schema
        self.segments = segments
        self._opened: dict[str, Segment] = {}
        self._before = len(segments)
        self.changed = False
        #: How many items were added, those of one id counted once.
        self.added = 0

    def new_segment(self) -> tuple[SegmentEntry, Path]:
        """Return an entry for a segment, and where its file is to be written."""
        entry = self.taken(SegmentEntry.new())
        return entry, self.folder / entry.filename

    def taken(self, entry: SegmentEntry) -> SegmentEntry:
        """Take note of a segment's file, to be synced before the commit counts."""
        self._folder.storage.written(entry.filename)
        return entry

    @property
    def folder(self) -> Path:
        """The folder of the archive."""
        return self._folder.path

    def add(self, entry: SegmentEntry, documents: int) -> None:
        """Take in a segment that was written; its items replace those of the same ids."""
        entry.set_doc_count(documents)
        terms = self._open(entry).field("path").terms
        self.delete(terms.slice(0, len(terms)))
        self.segments.append(entry)
        self.added += len(terms)
        self.changed = True

    def delete(self, ids: Sequence[bytes]) -> int:
        """Delete the items of these ids; return how many there were."""
        wanted = np.fromiter(map(zlib.crc32, ids), np.uint32, len(ids))
        deleted = 0
        for place, entry in enumerate(self.segments):
            segment = self._open(entry)
            found = [
                documents  # of one item, which live and die together
                for documents in segment.documents_of(ids, wanted)
                if not entry.is_deleted(documents[0])
            ]
            if found:
                entry.delete([document for documents in found for document in documents])
                deleted += len(found)
                self.added -= len(found) if place >= self._before else 0
        self.changed |= deleted > 0
        return deleted

    def _open(self, entry: SegmentEntry) -> Segment:
        """Return a segment; which of its documents live is the entry's to tell."""
        if entry.filename not in self._opened:
            self._opened[entry.filename] = entry.open(self._folder.storage)
        return self._opened[entry.filename]

    def _merge(self) -> None:
        while places := chosen(
            [(entry.doc_count(), entry.deleted_count()) for entry in self.segments]
        ):
            old = [self.segments[place] for place in places]
            kept = [entry for entry in self.segments if entry not in old]
            segments = [entry.open(self._folder.storage) for entry in old if entry.doc_count()]
            if segments:
                new, path = self.new_segment()
                new.set_doc_count(merge(path, segments))
                kept.append(new)
            self.segments = kept
            for entry in old:
                self._opened.pop(entry.filename, None)

    def finish(self, generation: int) -> None:
        """Make it the newest generation, and remove what only older ones needed."""
        self._merge()
        storage = self._folder.storage
        TOC(self._schema, self.segments, generation).write(storage, INDEX_NAME)
        clean_files(storage, INDEX_NAME, generation, self.segments)


@contextmanager
def committing(folder: Folder, language: str | None = None) -> Iterator[Commit]:
    """Yield a commit; finish it when all went well, else leave the archive as it was.

    With a language given it begins with nothing: what is added is then all there is, in that
    language. Readers go on with the old items until the end. Raises IndexLocked.
    """
    lock = folder.storage.lock(f"{INDEX_NAME}_WRITELOCK")
    if not lock.acquire():
        raise IndexLocked(
            f"{folder.path}: another process is writing to the archive; "
            "wait until it has finished, then try again"
        )
    try:
        for name in os.scandir(folder.path):
            if UNFINISHED.match(name.name):
                os.unlink(name)
        before = folder.generation()
        if language is None:
            contents = folder.contents()
            commit = Commit(folder, contents.schema, list(contents.segments))
        else:
            commit = Commit(folder, schema(Analyzer(language)), [])
            commit.changed = True
        try:
            yield commit
            if commit.changed:
                commit.finish(before + 1)
            if language is not None:
                folder.describe(language)
        except BaseException as error:
            if isinstance(error, OSError) and error.filename is None:
                error.filename = str(folder.path)
            with suppress(OSError):
                _clear(folder, before)
            raise
    finally:
        lock.release()


def _clear(folder: Folder, generation: int) -> None:
    """Remove the segments that a failed commit wrote."""
    if folder.generation() == generation:  # else it failed after it counted
        # What cannot be read any more may still be of use to somebody.
        with suppress(BackfileError):
            segments = folder.contents().segments
            clean_files(folder.storage, INDEX_NAME, generation, segments)


def remove(ids: Iterable[str], commit: Commit) -> int:
    """Remove the items of these ids; return how many there were."""
    return commit.delete([as_term(item_id) for item_id in set(ids)])


def batches(
    items: Iterable[tuple[str, tuple[bytes, ...]]],
) -> Iterator[list[tuple[str, tuple[bytes, ...]]]]:
    """Yield packed items with their ids in batches that fit into memory."""
    batch: list[tuple[str, tuple[bytes, ...]]] = []
    size = 0
    for item in items:
        batch.append(item)
        size += sum(map(len, item[1]))
        if len(batch) == BATCH_ITEMS or size > BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
