"""Who changes an archive in a folder? A writer, in one commit or in several steps.

What builds is imported, and the commit begun, when there is something to do: most runs that keep an
archive as its files are have nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from search.embedded.store.folder import Folder
from search.embedded.store.lock import locked
from search.engine import Reading

if TYPE_CHECKING:
    from search.embedded.store.commit import Commit


class FolderWriter:
    """The one change of an archive under way (`search.engine.Writer`)."""

    def __init__(self, folder: Folder, new_language: str | None, ending: ExitStack) -> None:
        self._folder = folder
        self._new_language = new_language
        self._ending = ending
        self._begun: Commit | None = None
        self._next_note: str | None = None

    def begin(self) -> "Commit":
        """Return the commit, begun by the first call; `ending` finishes it or undoes it."""
        if self._begun is None:
            from search.embedded.store.commit import begun

            self._begun = self._ending.enter_context(begun(self._folder, self._new_language))
            if self._next_note is not None:
                self._begun.next_note = self._next_note
        return self._begun

    @property
    def generation(self) -> int:
        """The number of the newest generation, those that this change has committed included."""
        return self._begun.generation if self._begun else self._folder.generation()

    @property
    def note(self) -> str:
        """The note that was left with the newest generation, or with one before it."""
        return self._begun.note if self._begun else self._folder.note

    def leave_note(self, note: str) -> None:
        """Leave a note with the next commit in which something changes."""
        self._next_note = note
        if self._begun:
            self._begun.next_note = note

    def ids(self) -> set[str]:
        """Return the ids of all items that there are now."""
        return self.begin().ids()

    def add_read(self, reading: Reading, jobs: int = 1) -> int:
        """Add what is read, each item in place of the one with its id; return how many.

        With one job the last of several with one id counts; with more the ids must differ. Raises
        ItemInvalid for states that are not those of one item.
        """
        sources = iter(reading.sources)
        first = list(islice(sources, 1))
        if not first:
            return 0
        reading = replace(reading, sources=chain(first, sources))
        commit = self.begin()
        commit.begin_adding()
        if jobs > 1:
            from search.embedded.store.worker_segments import FolderTaking
            from search.processes.workers import add_read

            add_read(FolderTaking(commit), reading, jobs)
        else:
            _add_read(commit, reading)
        return commit.added

    def remove(self, ids: Iterable[str]) -> int:
        """Remove the items of these ids; return how many there were."""
        ids = set(ids)
        return self.begin().remove(ids) if ids else 0

    def keep_stories(self, keep: bool) -> None:
        """Have the archive know the stories of its items from the next commit on, or not."""
        if self._begun or keep != self._folder.keeps_stories:
            self.begin().keep_stories(keep)

    def name_outlets(self, others: Mapping[str, str]) -> None:
        """Keep other names of outlets, each with the outlet's name, from the next commit on."""
        if self._begun or others != self._folder.kept.outlets:
            self.begin().name_outlets(others)

    def commit(self) -> int:
        """Make all that was done so far a generation; return the newest one's number."""
        return self._begun.finish() if self._begun else self.generation


@contextmanager
def changing(folder: Folder, new_language: str | None, wait: float) -> Iterator[FolderWriter]:
    """Hold an archive for one change, committed at the end. Raises IndexLocked.

    With a language given the change begins without any item, and at the end what it has added
    takes the place of all there was. Another process that holds the archive is waited for, up to
    `wait` seconds.
    """
    with locked(folder.path, wait), ExitStack() as ending:
        writer = FolderWriter(folder, new_language, ending)
        if new_language or not folder.is_tidy():
            writer.begin()
        yield writer


def _add_read(commit: "Commit", reading: Reading) -> None:
    """Add what is read, in this process."""
    from search.embedded.store.batch import Batch
    from search.text import Analyzer

    batch = Batch(Analyzer(commit.language))
    tellings: list[Any] = []

    def write() -> None:
        entry, path = commit.new_segment()
        if documents := batch.write(path):
            commit.add(entry, documents)
        for telling in tellings:
            reading.told(telling)
        tellings.clear()
        commit.step(reading.steps)

    for source in reading.sources:
        tellings.append(batch.read(reading.read, reading.lost, source))
        if batch.is_full:
            write()
    write()
