"""How is an archive changed? In one commit, or in several steps."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from search.engine import Reading, Writer
from search.errors import ArchiveError, ItemInvalid
from search.model import Item

S = TypeVar("S")
T = TypeVar("T")


class Change:
    """A change of an archive under way. Made by `Archive.change` and `Archive.rebuild`."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    @property
    def generation(self) -> int:
        """The number of the newest generation."""
        return self._writer.generation

    def ids(self) -> set[str]:
        """Return the ids of all items that there are now."""
        return self._writer.ids()

    def add(self, items: Iterable[Item | Sequence[Item]], *, jobs: int = 1) -> int:
        """Add items."""
        return self._writer.add_read(Reading(items, _as_it_is, _ignored, _cannot), jobs)

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
        """Add the item that `read` makes of each source."""
        return self._writer.add_read(Reading(sources, read, told, lost, steps), jobs)

    def remove(self, ids: Iterable[str]) -> int:
        """Remove the items of these ids; return how many there were."""
        if isinstance(ids, str):
            raise ItemInvalid(f"{ids!r} is one id; give a list of ids")
        return self._writer.remove(ids)

    def commit(self) -> int:
        """Have all that was done so far count."""
        return self._writer.commit()


def _as_it_is(item: Item | Sequence[Item]) -> tuple[Item | Sequence[Item], None]:
    return item, None


def _ignored(telling: object) -> None:
    pass


def _cannot(item: Item | Sequence[Item], cause: str) -> None:
    one = item if isinstance(item, Item) else item[-1]
    raise ArchiveError(f"item {one.id!r} cannot be added: {cause}")
