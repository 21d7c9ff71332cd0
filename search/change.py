"""How does a program change an archive in several steps that are committed as one?"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

from search.arguments import function, pair, several, shown, text, whole_number
from search.engine import Reading, Writer
from search.errors import ArchiveClosed, ArchiveError, ItemWrongType, WrongType
from search.model import Item
from search.names import MAX_NAME_CHARACTERS
from search.packed import unchecked, values_of
from search.settings import MAX_OTHER_NAMES, MAX_PROCESSES

_JOBS = f"1 to {MAX_PROCESSES}"
S = TypeVar("S")
T = TypeVar("T")


class Change:
    """A change of an archive under way. Made by `Archive.change` and `Archive.rebuild`.

    The examples are about an archive that is new and holds nothing.

    >>> with archive.change() as change:
    ...     added = change.add([Item(id="a", title="A port", day=None)])
    ...     removed = change.remove(["b"])
    >>> added, removed, archive.generation
    (1, 0, 1)
    """

    def __init__(self, writer: Writer) -> None:
        """Take what an engine's `changing` yields."""
        self._writer = writer
        self._has_ended = False
        self._process = os.getpid()

    @property
    def generation(self) -> int:
        """The number of the newest generation, those that this change has committed included.

        >>> with archive.change() as change:
        ...     change.generation
        0
        """
        return self._writing.generation

    def ids(self) -> set[str]:
        """Return the ids of all items that there are now, those this change has added included.

        >>> with archive.change() as change:
        ...     count = change.add([Item(id="a", title="A port", day=None)])
        ...     change.ids()
        {'a'}
        """
        return self._writing.ids()

    @property
    def note(self) -> str:
        """The text that was left with the newest generation, or with one before it; else "".

        >>> with archive.change() as change:
        ...     change.note
        ''
        """
        return self._writing.note

    def leave_note(self, note: str) -> None:
        """Leave a text with the next commit in which something changes, until another is left.

        By the note a program can tell whether files that it keeps beside the archive belong to it.

        >>> with archive.change() as change:
        ...     change.leave_note("of the first run")
        """
        self._writing.leave_note(text("note", note, WrongType))

    def add(self, items: Iterable[Item | Sequence[Item]], *, jobs: int = 1) -> int:
        """Add items, each in place of the one with its id; return how many.

        An item may be given as the list of its states, oldest first (`Archive.add`). With one job
        the last of several items with one id counts. With more, that many processes build, and the
        ids must differ.

        >>> with archive.change() as change:
        ...     change.add([Item(id="a", title="A port", day=None)])
        1
        """
        if isinstance(items, Item):
            raise ItemWrongType(f"items: item {shown(items.id)} is one item; give it in a list")
        given = several("items", items, "Items, or of lists of their states", ItemWrongType)
        return self.add_read(map(_plain, given), _unread, _ignore, _lost, jobs=jobs)

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

        `read(source)` returns a pair: an item, the list of its states, or None if the source holds
        no item; and a report on the source, of any type. `told(report)` is called once the item is
        written. `lost(source, cause)` is called instead of `read` if the source could not be read,
        as memory ran out, or the process that read it died or hung; `cause` says which in words.
        It returns the report.

        `steps` is a pair of functions. With them the change commits now and then on the way, and
        calls the first before each such commit and the second after it. What was reported before
        the first call is committed at the second.

        With several `jobs` that many other processes read. Then sources, reports, `read` and `lost`
        are pickled, so the two functions must be defined in a module that can be imported, not in
        the program that was started; else raises ArchiveError.

        >>> def read(line):
        ...     name, title = line.split(": ")
        ...     return Item(id=name, title=title, day=None), f"read {name}"
        >>> def lost(line, cause):
        ...     return f"lost {line}: {cause}"
        >>> with archive.change() as change:
        ...     change.add_read(["a: A port", "b: A comet"], read, print, lost)
        read a
        read b
        2
        """
        several("sources", sources, "what `read` takes", WrongType)
        for name, given in {"read": read, "told": told, "lost": lost}.items():
            function(name, given, WrongType)
        if steps is not None:
            before, after = pair("steps", steps, "a function to call before and one after")
            function("steps", before, WrongType)
            function("steps", after, WrongType)
        if not 1 <= whole_number("jobs", jobs, f"an int from {_JOBS}", WrongType) <= MAX_PROCESSES:
            raise WrongType(f"jobs: {jobs} is not from {_JOBS}; give an int from {_JOBS}")
        reading = Reading(sources, partial(_pair_of, read), told, lost, steps)
        return self._writing.add_read(reading, jobs)

    def remove(self, ids: Iterable[str]) -> int:
        """Remove the items of these ids; return how many there were.

        >>> with archive.change() as change:
        ...     change.remove(["a", "b"])
        0
        """
        if isinstance(ids, str):
            raise ItemWrongType(f"{shown(ids)} is one id; give a list of ids")
        given = several("ids", ids, "the ids of items", ItemWrongType)
        return self._writing.remove([text("ids", one, ItemWrongType) for one in given])

    def keep_stories(self, keep: bool) -> None:
        """Have the archive know the stories of its items from the next commit on, or not.

        It keeps to that in later changes, too. A new archive knows them.

        >>> with archive.change() as change:
        ...     change.keep_stories(False)
        """
        if not isinstance(keep, bool):
            raise WrongType(f"keep: {shown(keep)} is not a bool; give True or False")
        self._writing.keep_stories(keep)

    def name_outlets(self, others: Mapping[str, str]) -> None:
        """Keep with the archive which names its outlets go by, too, from the next commit on.

        A query, a limit or a completion then takes each other name for the outlet's name. They take
        the place of those that were kept before. Raises WrongType for more than 10,000 names, and
        for one that is empty or too long.

        >>> with archive.change() as change:
        ...     change.name_outlets({"The Post": "Harbour Post", "post.example": "Harbour Post"})
        """
        if not isinstance(others, Mapping):
            raise WrongType(f"others: {shown(others)} is no mapping; give a name for each name")
        if len(others) > MAX_OTHER_NAMES:
            raise WrongType(f"others: {len(others):,} names; give {MAX_OTHER_NAMES:,} at most")
        for pair_of_names in others.items():
            for name in pair_of_names:
                if not 0 < len(text("others", name, WrongType).strip()) <= MAX_NAME_CHARACTERS:
                    raise WrongType(
                        f"others: {shown(pair_of_names)} has a name that is empty or too long; "
                        f"give 1 to {MAX_NAME_CHARACTERS} characters"
                    )
        self._writing.name_outlets(dict(others))

    def commit(self) -> int:
        """Commit what was done so far as a new generation; return the number of the newest one.

        >>> with archive.change() as change:
        ...     change.commit()
        0
        """
        return self._writing.commit()

    def _end(self) -> None:
        """Refuse all further calls: another process may hold the archive now."""
        self._has_ended = True

    @property
    def _writing(self) -> Writer:
        if self._has_ended:
            raise ArchiveClosed("the change has ended; begin another with Archive.change")
        if os.getpid() != self._process:
            raise ArchiveClosed(
                "the change belongs to the process that this one was forked from; go on with it "
                "there, or begin another with Archive.change once it has ended"
            )
        return self._writer


def _pair_of(read: Callable[[S], tuple[T, object]], source: S) -> tuple[T, object]:
    """Return what a function makes of a source. Raises WrongType where that is not a pair."""
    return pair("read", read(source), "an item, its states or None, and what is to be told")


def _plain(given: Any) -> Any:
    """Return an item, or its states, without what only a subclass of Item knows.

    Other processes may not have such a class. What is neither is returned as it is.
    """
    if type(given) is Item:
        return given
    if isinstance(given, Item):
        return unchecked(*values_of(given))
    if isinstance(given, Sequence) and all(isinstance(state, Item) for state in given):
        return list(map(_plain, given))
    return given


def _unread(item: Item | Sequence[Item]) -> tuple[Item | Sequence[Item], None]:
    if item is None:  # to an engine None says that a source holds no item
        raise ItemWrongType("items: None is not an Item; leave it out")
    return item, None


def _ignore(telling: object) -> None:
    pass


def _lost(item: Item | Sequence[Item], cause: str) -> None:
    item_id = item.id if isinstance(item, Item) else item[0].id
    raise ArchiveError(f"item {item_id!r} cannot be added: {cause}")


def until_end(change: Change) -> Iterator[Change]:
    """Yield a change that can do nothing more afterwards."""
    try:
        yield change
    finally:
        change._end()
