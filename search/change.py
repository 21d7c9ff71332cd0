"""How does an archive change? In the hands of one process, in one commit or in several steps."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

from search.embedded.commit import Commit, committing, remove
from search.embedded.states import packed
from search.embedded.storage import Folder
from search.embedded.workers import Packed, Reading, add_read
from search.errors import ArchiveError, ItemInvalid
from search.model import Item

S = TypeVar("S")
T = TypeVar("T")


class Change:
    """A change of an archive on its way. Made by `Archive.change` and `Archive.rebuild`."""

    def __init__(self, commit: Commit, language: str) -> None:
        self._commit = commit
        self._language = language

    @property
    def generation(self) -> int:
        """The number of the newest generation, of those that this change has committed too."""
        return self._commit.generation

    def ids(self) -> set[str]:
        """Return the ids of all items that there are now."""
        return self._commit.ids()

    def add(self, items: Iterable[Item | Sequence[Item]], *, jobs: int = 1) -> int:
        """Add items, each in place of the one with its id; return how many.

        In place of an Item there may be all its states, oldest first, as `Archive.add` has it. Of
        several with one id the last counts. With `jobs` above 1 so many processes build, and
        the ids must be different.
        """
        return self._add(Reading(map(packed, items), _as_it_is, _ignored, _cannot), jobs)

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
        return self._add(Reading(sources, _Packing(read), told, lost, steps), jobs)

    def _add(self, reading: Reading, jobs: int) -> int:
        before = self._commit.added
        add_read(self._commit, reading, self._language, jobs)
        return self._commit.added - before

    def remove(self, ids: Iterable[str]) -> int:
        """Remove the items of these ids; return how many there were."""
        if isinstance(ids, str):
            raise ItemInvalid(f"{ids!r} is one id; give a list of ids")
        return remove(ids, self._commit)

    def commit(self) -> int:
        """Have all that was done so far count; return the generation, a new one if it changed."""
        return self._commit.finish()


@contextmanager
def changing(folder: Folder, new_language: str | None, wait: float) -> Iterator[Change]:
    """Yield a change; with a language given it begins with nothing, and ends in its place."""
    with committing(folder, new_language, wait=wait) as commit:
        yield Change(commit, new_language or folder.language)


@dataclass(frozen=True, slots=True)
class _Packing(Generic[S, T]):
    """Reads items and packs them, where they are read."""

    read: Callable[[S], tuple[Item | Sequence[Item] | None, T]]

    def __call__(self, source: S) -> tuple[Packed | None, T]:
        item, telling = self.read(source)
        return None if item is None else packed(item), telling


def _as_it_is(one: Packed) -> tuple[Packed, None]:
    return one, None


def _ignored(telling: object) -> None:
    pass


def _cannot(one: Packed, cause: str) -> None:
    raise ArchiveError(f"item {one[0]!r} cannot be added: {cause}")
