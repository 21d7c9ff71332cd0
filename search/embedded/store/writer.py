"""How does an archive change? In the hands of one process, in one commit or in several steps.

What builds is imported, and the commit begun, when there is something to do: most runs that keep an
archive as its files are have nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Generic, TypeVar

from search.embedded.store.folder import Folder
from search.engine import Reading
from search.model import Item

if TYPE_CHECKING:
    from search.embedded.store.commit import Commit
    from search.embedded.store.workers import Packed

S = TypeVar("S")
T = TypeVar("T")


class FolderWriter:
    def __init__(self, folder: Folder, new_language: str | None, ending: ExitStack) -> None:
        self._folder = folder
        self._new_language = new_language
        self._ending = ending
        self._begun: Commit | None = None

    def begin(self) -> "Commit":
        if self._begun is None:
            from search.embedded.store.commit import begun

            self._begun = self._ending.enter_context(begun(self._folder, self._new_language))
        return self._begun

    @property
    def generation(self) -> int:
        return self._begun.generation if self._begun else self._folder.generation()

    def ids(self) -> set[str]:
        return self.begin().ids()

    def add_read(self, reading: Reading, jobs: int = 1) -> int:
        sources = iter(reading.sources)
        first = list(islice(sources, 1))
        if not first:
            return 0
        from search.embedded.store import workers

        commit = self.begin()
        before = commit.added
        packed = workers.Reading(
            chain(first, sources), _Packing(reading.read), reading.told, reading.lost, reading.steps
        )
        workers.add_read(commit, packed, self._new_language or self._folder.language, jobs)
        return commit.added - before

    def remove(self, ids: Iterable[str]) -> int:
        ids = set(ids)
        if not ids:
            return 0
        from search.embedded.store.commit import remove

        return remove(ids, self.begin())

    def commit(self) -> int:
        return self._begun.finish() if self._begun else self.generation


@contextmanager
def changing(folder: Folder, new_language: str | None, wait: float) -> Iterator[FolderWriter]:
    """Yield a change; with a language given it begins with nothing, and ends in its place."""
    with folder.locked(wait), ExitStack() as ending:
        change = FolderWriter(folder, new_language, ending)
        if new_language or not folder.is_tidy():
            change.begin()
        yield change


@dataclass(frozen=True, slots=True)
class _Packing(Generic[S, T]):
    """Reads items and packs them, where they are read."""

    read: Callable[[S], tuple[Item | Sequence[Item] | None, T]]

    def __call__(self, source: S) -> tuple["Packed | None", T]:
        item, telling = self.read(source)
        return None if item is None else _packed(item), telling


def _packed(item: Item | Sequence[Item]) -> "Packed":
    from search.embedded.segment.states import packed

    return packed(item)
