"""How does an archive change? One commit: new segments, deletions, merges, then all at once."""

import os
import time
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
from whoosh.fields import Schema
from whoosh.index import TOC, clean_files

from search.embedded.schema import as_term, schema
from search.embedded.segment.merge import chosen, merge
from search.embedded.segment.segment import Segment
from search.embedded.stock.reading import SegmentEntry
from search.embedded.store.folder import INDEX_NAME, UNFINISHED, Folder
from search.errors import BackfileError
from search.text import Analyzer

#: Items of a segment as it is first written: what is in memory at a time.
BATCH_ITEMS = 50_000
BATCH_BYTES = 1 << 26
#: What was read so long ago is written, be it ever so little.
BATCH_SECONDS = 20.0
#: A change in steps commits after so many items, or so long.
COMMIT_ITEMS = 100_000
COMMIT_SECONDS = 30.0


class Commit:
    """A change of an archive on its way; nothing of it counts before `finish`."""

    def __init__(
        self, folder: Folder, schema: Schema, segments: list[SegmentEntry], generation: int
    ) -> None:
        self._folder = folder
        self._schema = schema
        #: The number of the newest generation.
        self.generation = generation
        self.segments = segments
        self._opened: dict[str, Segment] = {}
        self._listed = {entry.filename for entry in segments}
        self._before = len(segments)
        self.changed = False
        #: How many items were added, those of one id counted once.
        self.added = 0
        self._finished = (0, time.monotonic())

    @property
    def is_due(self) -> bool:
        """Whether so much has changed since the last step that it should be committed."""
        added, when = self._finished
        return self.changed and (
            self.added - added >= COMMIT_ITEMS or time.monotonic() - when >= COMMIT_SECONDS
        )

    def ids(self) -> set[str]:
        """Return the ids of all items."""
        found: set[str] = set()
        for entry in self.segments:
            segment = self._open(entry)
            paths = segment.field("path")
            ids = paths.terms.slice(0, len(paths.terms))
            if entry.deleted_count():
                owners = paths.several(np.arange(len(ids))).documents.tolist()
                deleted = map(entry.is_deleted, owners)
                ids = [item_id for item_id, gone in zip(ids, deleted, strict=True) if not gone]
            found.update(item_id.decode("utf-8", "surrogatepass") for item_id in ids)
        return found

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
                if entry.filename not in self._listed:
                    (self.folder / entry.filename).unlink()

    def finish(self) -> int:
        """Make what has changed the newest generation; return its number.

        What only older generations needed is removed.
        """
        if self.changed:
            self._merge()
            storage = self._folder.storage
            TOC(self._schema, self.segments, self.generation + 1).write(storage, INDEX_NAME)
            self.changed = False
            # Only these: other processes may be writing segments that no table lists yet.
            unlisted = self._listed - {entry.filename for entry in self.segments}
            for name in (TOC._filename(INDEX_NAME, self.generation), *unlisted):
                (self.folder / name).unlink(missing_ok=True)
            self.generation += 1
            self._listed = {entry.filename for entry in self.segments}
        self._finished = (self.added, time.monotonic())
        return self.generation


@contextmanager
def begun(folder: Folder, language: str | None) -> Iterator[Commit]:
    """Yield a commit to who has locked the folder; finish it when all went well.

    Else the archive is left as it was. With a language given it begins with nothing: what is added
    is then all there is, in that language. Readers go on with the old items until the end.
    """
    before = folder.generation()
    if language is None:
        contents = folder.contents()
        commit = Commit(folder, contents.schema, list(contents.segments), before)
        commit.changed = contents.is_of_copy
        _clear(folder)  # what a process left that was killed
    else:
        commit = Commit(folder, schema(Analyzer(language)), [], before)
        commit.changed = True
    try:
        yield commit
        commit.finish()
        _clear(folder)
        if language is not None:
            folder.describe(language)
    except BaseException as error:
        if isinstance(error, OSError) and error.filename is None:
            error.filename = str(folder.path)
        with suppress(OSError):
            _clear(folder)
        raise


def _clear(folder: Folder) -> None:
    """Remove the files that the newest generation does not need."""
    for entry in os.scandir(folder.path):
        if UNFINISHED.match(entry.name):
            os.unlink(entry)
    # What cannot be read any more may still be of use to somebody.
    with suppress(BackfileError):
        contents = folder.contents()
        clean_files(folder.storage, INDEX_NAME, contents.generation, contents.segments)


def remove(ids: Iterable[str], commit: Commit) -> int:
    """Remove the items of these ids; return how many there were."""
    return commit.delete([as_term(item_id) for item_id in set(ids)])


def batches(
    items: Iterable[tuple[str, tuple[bytes, ...]]],
) -> Iterator[list[tuple[str, tuple[bytes, ...]]]]:
    """Yield packed items with their ids in batches that fit into memory."""
    batch: list[tuple[str, tuple[bytes, ...]]] = []
    size, since = 0, time.monotonic()
    for item in items:
        batch.append(item)
        size += sum(map(len, item[1]))
        is_old = time.monotonic() - since >= BATCH_SECONDS
        if len(batch) == BATCH_ITEMS or size > BATCH_BYTES or is_old:
            yield batch
            batch, size, since = [], 0, time.monotonic()
    if batch:
        yield batch
