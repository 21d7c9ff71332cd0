"""How does a commit come about? New segments, deletions and merges, then one new table of contents.

Until that is in place nothing has changed for anybody.
"""

import os
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import UUID, uuid4

import numpy as np

from search.durable import remove, sync
from search.embedded.schema import as_term
from search.embedded.segment.merge import came_together, chosen, merge, merged_documents
from search.embedded.segment.segment import Segment
from search.embedded.stock.codec import SegmentEntry
from search.embedded.store import contents
from search.embedded.store.folder import Folder
from search.embedded.store.layout import (
    INDEX_NAME,
    SCHEMA_VERSION,
    SEGMENT,
    STORIES,
    UNFINISHED,
    StoriesKept,
    Trailer,
    generations,
    stories_of,
    table_of,
)
from search.embedded.store.state import Kept
from search.embedded.store.story_column import StoryColumn
from search.embedded.store.story_update import StoryUnknown, updated
from search.errors import BackfileError, IndexDamaged
from search.language.version import WORDS
from search.text import Analyzer
from search.whole_numbers import Array, begins_of

#: Items added, and seconds gone by, after which a change in steps commits.
COMMIT_ITEMS = 100_000
COMMIT_SECONDS = 30.0


class Commit:
    """A change of an archive under way; nothing of it counts before `finish`."""

    def __init__(
        self,
        folder: Folder,
        language: str,
        segments: list[SegmentEntry],
        generation: int,
        note: str = "",
        arrivals_from: int | None = None,
        archive_id: UUID | None = None,
        words: int | None = WORDS,
    ) -> None:
        self._folder = folder
        self.language = language
        #: The number of the newest generation.
        self.generation = generation
        #: The note of the newest generation, and the one of the next.
        self.note = self.next_note = note
        #: The generation from which it is known when items came in; None: the next one, whichever.
        self._arrivals_from = arrivals_from
        #: The version by which all texts are cut into words; None where it is not one.
        self._words = words if segments else WORDS
        self._id = archive_id or folder.kept.id or uuid4()
        self.segments = segments
        self._opened: dict[str, Segment] = {}
        #: The files of the segments in the newest generation's table of contents.
        self._listed = {entry.filename for entry in segments}
        #: The files of the segments that the adding under way has made.
        self._made: set[str] = set()
        #: Whether something has changed since the last `finish`.
        self.changed = False
        #: Whether the stories of the items are found, in every commit but those on the way.
        self.with_stories = folder.keeps_stories
        #: Other names of outlets, each with the outlet's name, as the next commit keeps them.
        self.outlets = folder.kept.outlets
        #: Whether the newest generation knows no stories, since it was committed on the way.
        self._is_untold = False
        #: How many items the adding under way has added, those of one id counted once.
        self.added = 0
        #: What `added` was at the last `finish`, and when that was.
        self._finished = (0, time.monotonic())

    @property
    def folder(self) -> Path:
        """The folder of the archive."""
        return self._folder.path

    @property
    def kept(self) -> Kept:
        """What the archive keeps through all generations."""
        return Kept(language=self.language, id=self._id, keeps_stories=self.with_stories)

    def begin_adding(self) -> None:
        """Count what is added from here on."""
        self._made, self.added = set(), 0
        self._finished = 0, self._finished[1]

    def step(self, steps: tuple[Callable[[], None], Callable[[], None]] | None) -> None:
        """Commit what there is where that is due; call the steps before and after it.

        Without steps nothing is committed on the way.
        """
        added, when = self._finished
        is_due = self.added - added >= COMMIT_ITEMS or time.monotonic() - when >= COMMIT_SECONDS
        if steps and self.changed and is_due:
            before, after = steps
            before()
            self.finish(is_on_the_way=True)
            after()

    def keep_stories(self, keep: bool) -> None:
        """Have the stories of the items found from the next commit on, or not."""
        self.changed |= keep != self.with_stories
        self.with_stories = keep

    def name_outlets(self, others: Mapping[str, str]) -> None:
        """Keep other names of outlets from the next commit on."""
        self.changed |= others != self.outlets
        self.outlets = others

    def ids(self) -> set[str]:
        """Return the ids of all items."""
        found: set[str] = set()
        for entry in self.segments:
            segment = self._open(entry)
            paths = segment.field("path")
            ids = paths.terms.slice(0, len(paths.terms))
            if entry.deleted_count():
                found_documents = paths.several(np.arange(len(ids)))
                # The states of an item are all deleted or none is: ask of the first.
                firsts = found_documents.documents[begins_of(found_documents.terms)].tolist()
                deleted = map(entry.is_deleted, firsts)
                ids = [item_id for item_id, gone in zip(ids, deleted, strict=True) if not gone]
            found.update(map(_decoded, ids))
        return found

    def new_segment(self) -> tuple[SegmentEntry, Path]:
        """Return an entry for a segment, and the path to write its file to."""
        entry = SegmentEntry(INDEX_NAME)
        return entry, self.folder / entry.filename

    def add(
        self, entry: SegmentEntry, documents: int, came: Mapping[str, int] | None = None
    ) -> None:
        """Take in a segment whose file was written; its items replace those of the same ids.

        If it is given with which generations they came in, that is believed.
        """
        entry.set_doc_count(documents)
        segment = self._open(entry)
        terms = segment.field("path").terms
        ids = terms.slice(0, len(terms))
        replaced = self._delete(ids)
        if came is not None:
            replaced = {number: came[_decoded(id)] for number, id in enumerate(ids)}
        segment.came = _came(segment, replaced, self.generation + 1)
        entry.set_came(segment.came)
        self.segments.append(entry)
        self._made.add(entry.filename)
        self.added += len(terms)
        self.changed = True

    def remove(self, ids: Iterable[str]) -> int:
        """Remove the items of these ids, each given once; return how many there were."""
        return len(self._delete([as_term(item_id) for item_id in ids]))

    def _delete(self, ids: Sequence[bytes]) -> dict[int, int]:
        """Mark the documents of these ids as deleted.

        Return for the index of each id that there was the generation that its item came in with.
        """
        wanted = np.fromiter(map(zlib.crc32, ids), np.uint32, len(ids))
        deleted: dict[int, int] = {}
        for entry in self.segments:
            segment = self._open(entry)
            found = [
                (index, documents)  # the states of one item, which are all deleted or none is
                for index, documents in segment.documents_of(ids, wanted)
                if not entry.is_deleted(documents[0])
            ]
            if found:
                entry.delete([document for _, documents in found for document in documents])
                came = segment.arrived()[[documents[0] for _, documents in found]].tolist()
                deleted.update(zip((index for index, _ in found), came, strict=True))
                self.added -= len(found) if entry.filename in self._made else 0
        self.changed |= bool(deleted)
        return deleted

    def _open(self, entry: SegmentEntry) -> Segment:
        """Return a segment; ask the entry which of its documents are deleted: that changes."""
        if entry.filename not in self._opened:
            self._opened[entry.filename] = entry.open(self._folder.storage)
        return self._opened[entry.filename]

    def _told(self) -> StoryColumn:
        """Return the stories of all items before any merge. Raises IndexDamaged."""
        segments = {entry.segid: entry.open(self._folder.storage) for entry in self.segments}
        listed = {
            entry.segid: entry.doc_count_all()
            for entry in self.segments
            if entry.filename in self._listed
        }
        before = None
        with suppress(IndexDamaged, OSError):
            if listed:  # else it tells of the archive that a rebuild replaces
                path = self.folder / stories_of(self.generation)
                before = StoryColumn.read(path, listed)
        analyzer = Analyzer(self.language)
        try:
            return updated(before, segments, analyzer)
        except StoryUnknown:  # in the last items
            return updated(None, segments, analyzer)

    def _merge(self, column: StoryColumn | None) -> None:
        while numbers := chosen(
            [(entry.doc_count(), entry.deleted_count()) for entry in self.segments]
        ):
            old = [self.segments[number] for number in numbers]
            kept = [entry for entry in self.segments if entry not in old]
            segments = [entry.open(self._folder.storage) for entry in old if entry.doc_count()]
            if segments:
                new, path = self.new_segment()
                new_numbers = merge(path, segments)
                new.set_doc_count(merged_documents(new_numbers))
                if column:
                    of_living = [entry.segid for entry in old if entry.doc_count()]
                    column.merge(of_living, new_numbers, new.segid)
                new.set_came(came_together(segments) or 0)
                kept.append(new)
            self.segments = kept
            for entry in old:
                if column:
                    column.drop(entry.segid)
                self._opened.pop(entry.filename, None)
                if entry.filename not in self._listed:
                    (self.folder / entry.filename).unlink()

    def _without_stories(self) -> StoriesKept:
        return StoriesKept.UNTOLD if self.with_stories else StoriesKept.NONE

    def finish(self, is_on_the_way: bool = False) -> int:
        """Make what has changed the newest generation; return its number.

        The files that only older generations needed are removed. On the way no stories are found:
        that would begin anew for each commit.
        """
        if self.changed or (self._is_untold and not is_on_the_way):
            column = self._told() if self.with_stories and not is_on_the_way else None
            self._merge(column)
            files = {entry.filename for entry in self.segments}
            for name in files - self._listed:
                sync(self.folder / name)
            number, known = self.generation + 1, self._arrivals_from
            if column:
                column.write(self.folder / stories_of(number))
            told = Trailer(
                schema=SCHEMA_VERSION,
                words=self._words,
                note=self.next_note,
                arrivals_from=number if known is None else known,
                id=self._id,
                stories=StoriesKept.TOLD if column else self._without_stories(),
                outlets=self.outlets or None,
            )
            contents.write(self.folder, self.language, self.segments, number, told)
            self._folder.describe(self.kept)
            self.note = self.next_note
            self.changed, self._is_untold = False, is_on_the_way and self.with_stories
            self.generation += 1
            # No other segments: workers may be writing some that no table lists yet.
            for name in (*_of_others(self.folder, self.generation), *(self._listed - files)):
                remove(self.folder / name)
            self._listed = files
        self._finished = (self.added, time.monotonic())
        return self.generation


@contextmanager
def begun(folder: Folder, language: str | None) -> Iterator[Commit]:
    """Yield a commit of a folder that is locked; finish it, or undo it at an exception.

    With a language given it begins without any item: what is added is all there is at the end, in
    that language. Readers go on with the old items until then.
    """
    if language is None:
        folder.mend()
        newest = folder.contents()
        commit = Commit(
            folder,
            newest.language,
            list(newest.segments),
            newest.generation,
            newest.note,
            newest.arrivals_from,
            words=folder.found().table.told.words_known,
        )
        _clear(folder, commit)  # of what a process left that was killed
        commit.changed = not folder.are_stories_right()
    else:
        commit = Commit(folder, language, [], folder.newest_number())
        commit.changed = True
    try:
        yield commit
        commit.finish()
        _clear(folder, commit)
    except BaseException as error:
        if isinstance(error, OSError) and error.errno and error.filename is None:
            error.filename = str(folder.path)
        with suppress(OSError):
            _clear(folder)
        raise


def _decoded(id: bytes) -> str:
    """Return the id of a term."""
    return id.decode("utf-8", "surrogatepass")


def _came(segment: Segment, replaced: Mapping[int, int], number: int) -> int | Array:
    """Return the generation that the items of a new segment came in with: that of `number`.

    What replaces an item came in when that did: `replaced` has the index of its id and that
    generation.
    """
    if set(replaced.values()) <= {number}:
        return number
    paths = segment.field("path")
    of_ids = np.full(len(paths.terms), number, np.int32)
    of_ids[list(replaced)] = list(replaced.values())
    found = paths.several(np.arange(len(paths.terms)))
    came = np.empty(segment.documents, np.int32)
    came[found.documents] = of_ids[found.terms]
    return came


def _clear(folder: Folder, newest: Commit | contents.Contents | None = None) -> None:
    """Remove the files that the newest generation does not need; without `newest` it is read."""
    names = os.listdir(folder.path)
    useless = [name for name in names if UNFINISHED.match(name)]
    # Where the table cannot be read, no segment is removed: somebody may want to rescue it.
    with suppress(BackfileError):
        newest = newest or folder.contents()
        needed = {entry.filename for entry in newest.segments}
        useless += (name for name in names if SEGMENT.fullmatch(name) and name not in needed)
        useless += _of_others(folder.path, newest.generation)
    for name in useless:
        remove(folder.path / name)


def _of_others(folder: Path, generation: int) -> list[str]:
    """Return the names of the tables of contents, and of the stories, of other generations."""
    names = os.listdir(folder)
    tables = [table_of(number) for number in generations(names) if number != generation]
    own = stories_of(generation)
    return [*tables, *(name for name in names if STORIES.fullmatch(name) and name != own)]
