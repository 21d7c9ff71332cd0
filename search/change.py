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
from search.errors import ArchiveError, ItemInvalid
from search.model import Item

if TYPE_CHECKING:
    from search.embedded.store.commit import Commit
    from search.embedded.store.workers import Packed

S = TypeVar("S")
T = TypeVar("T")


class Change:
    """A change of an archive on its way. Made by `Archive.change` and `Archive.rebuild`."""

    def __init__(self, folder: Folder, new_language: str | None, ending: ExitStack) -> None:
        self._folder = folder
        self._new_language = new_language
        self._ending = ending
        self._begun: Commit | None = None

    def begin(self) -> "Commit":
        """Return the commit, which is finished in the end."""
        if self._begun is None:
            from search.embedded.store.commit import begun

            self._begun = self._ending.enter_context(begun(self._folder, self._new_language))
        return self._begun

    @property
    def generation(self) -> int:
        """The number of the newest generation, of those that this change has committed too."""
        return self._begun.generation if self._begun else self._folder.generation()

    def ids(self) -> set[str]:
        """Return the ids of all items that there are now."""
        return self.begin().ids()

    def add(self, items: Iterable[Item | Sequence[Item]], *, jobs: int = 1) -> int:
        """Add items, each in place of the one with its id; return how many.

        In place of an Item there may be all its states, oldest first, as `Archive.add` has it. Of
        several with one id the last counts. With `jobs` above 1 so many processes build, and
        the ids must be different.
        """
        return self._add(map(_packed, items), _as_it_is, _ignored, _cannot, None, jobs)

    def add_read(
        self,
        sources: Iterable[S],
        read: Callable[[S], tuple[Item | Sequence[Item] | None, T]],
        told: Callable[[T], None],
        lost: Callable[[S, str], T],
        *,
        steps: tuple[Callable[[], None], Callable[[], None]] | None = None,
        jobs: int = 1,
    ) -> int:
        """Add the item that `read` makes of each source, as `add` does; return how many.

        `read` returns an item or its states, or None for a source that holds none, and something to
        tell of it, which `told` is called with once the item is written. What cannot be read, for
        want of memory, or because the process that read it died or hung, is told as `lost` has it,
        which is given the cause in words. With `steps` given what is done so far is committed now
        and then, the first of them called before, the second after: everything that was told of
        until then counts now.

        With `jobs` above 1 so many other processes read, so sources, `read`, `lost` and what they
        return must be such as can be pickled.
        """
        return self._add(sources, _Packing(read), told, lost, steps, jobs)

    def _add(
        self,
        sources: Iterable[S],
        read: Callable[[S], tuple["Packed | None", T]],
        told: Callable[[T], None],
        lost: Callable[[S, str], T],
        steps: tuple[Callable[[], None], Callable[[], None]] | None,
        jobs: int,
    ) -> int:
        sources = iter(sources)
        first = list(islice(sources, 1))
        if not first:
            return 0
        from search.embedded.store.workers import Reading, add_read

        commit = self.begin()
        before = commit.added
        reading = Reading(chain(first, sources), read, told, lost, steps)
        add_read(commit, reading, self._new_language or self._folder.language, jobs)
        return commit.added - before

    def remove(self, ids: Iterable[str]) -> int:
        """Remove the items of these ids; return how many there were."""
        if isinstance(ids, str):
            raise ItemInvalid(f"{ids!r} is one id; give a list of ids")
        ids = set(ids)
        if not ids:
            return 0
        from search.embedded.store.commit import remove

        return remove(ids, self.begin())

    def commit(self) -> int:
        """Have all that was done so far count; return the generation, a new one if it changed."""
        return self._begun.finish() if self._begun else self.generation


@contextmanager
def changing(folder: Folder, new_language: str | None, wait: float) -> Iterator[Change]:
    """Yield a change; with a language given it begins with nothing, and ends in its place."""
    with folder.locked(wait), ExitStack() as ending:
        change = Change(folder, new_language, ending)
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


def _as_it_is(one: "Packed") -> tuple["Packed", None]:
    return one, None


def _ignored(telling: object) -> None:
    pass


def _cannot(one: "Packed", cause: str) -> None:
    raise ArchiveError(f"item {one[0]!r} cannot be added: {cause}")
