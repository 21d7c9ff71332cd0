"""What can be done with an archive? Make and open it, ask it, add to it, remove from it."""

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import Self
from uuid import UUID, uuid4

from search import arguments
from search.change import Change, until_end
from search.engines import absolute, opener
from search.errors import WrongType
from search.model import Item
from search.processes.forks import ended_here
from search.reader import Reader
from search.settings import DEFAULT_LANGUAGE

Address = str | os.PathLike[str]


class Archive(Reader):
    """An archive of items, kept where its address says: in a folder, or on a cluster.

    All threads of a process may share one object; each call reads the newest generation. `add` and
    `remove` raise IndexLocked at once while another process writes; readers never wait. A value of
    the wrong type raises RequestWrongType in methods that ask, ItemWrongType for items and their
    ids, else WrongType. A closed archive raises ArchiveClosed.

    >>> from datetime import date
    >>> archive = Archive.create("comets")
    >>> archive.add([
    ...     Item(id="comet.md", title="Comet seen over the bay", day=date(2026, 1, 4),
    ...          tags=["comet"]),
    ...     Item(id="strike.md", title="Port strike goes on", day=date(2026, 1, 5),
    ...          tags=["strike"]),
    ... ])
    2

    The examples of all methods, and those of what they return, are about this archive.
    """

    @classmethod
    def open(cls, path: Address) -> Self:
        """Open the archive in a folder.

        A relative path counts from the folder that the process is in now, wherever it goes later.
        Raises IndexMissing, IndexDamaged or, if another version made it, IndexOutdated.

        >>> Archive.create("comets").close()
        >>> Archive.open("comets").info().items
        0
        """
        address = absolute(path)
        return cls(opener(address).open(address))

    @classmethod
    def create(
        cls, path: Address, language: str = DEFAULT_LANGUAGE, *, id: UUID | None = None
    ) -> Self:
        """Make an empty archive in a new folder, its words stemmed in one language.

        `language` is a Snowball name, or `none` to leave words as they are. `id` is that of the
        archive whose items these will be; without one it gets an id of its own. Raises IndexExists
        or LanguageUnknown.

        >>> Archive.create("kometen", language="german").language
        'german'
        """
        address = absolute(path)
        language = arguments.text("language", language, WrongType).lower()
        if not isinstance(id, UUID | None):
            raise WrongType(f"id: {arguments.shown(id)} is not a UUID; give a uuid.UUID")
        return cls(opener(address).create(address, language, id or uuid4()))

    def add(self, items: Iterable[Item | Sequence[Item]], *, jobs: int = 1) -> int:
        """Add items, each in place of the one with its id, in one commit; return how many.

        An item may be a list of its states, oldest first, each with the time it was `seen` (the
        first may lack it). A search as of a day finds the state that stood then, any other search
        the newest. They replace all states that the archive has of that item.

        If two items have one id the last counts. With `jobs` above 1 that many processes build, and
        the ids must differ. Raises IndexLocked, or ItemInvalid for states that are not those of one
        item. After any error, also one that `items` raises, the archive is as it was.

        >>> archive.add([Item(id="2.md", title="The comet fades", day=None)])
        1
        """
        with self.change() as change:
            return change.add(items, jobs=jobs)

    @ended_here
    def change(self, *, wait: float = 0.0) -> Iterator[Change]:
        """Yield a change, which is committed at the end as a whole, or not at all after an error.

        Nobody else can change the archive meanwhile. If another process is changing it, waits up to
        `wait` seconds for its end. Raises IndexLocked. A process that is forked meanwhile neither
        commits nor undoes anything: that is left to the one that began the change.

        >>> with archive.change() as change:
        ...     change.remove(["comet.md"]), change.add([])
        (1, 0)
        """
        self._check_open()
        with self._engine.changing(arguments.seconds("wait", wait)) as writer:
            yield from until_end(Change(writer))

    @classmethod
    @ended_here
    def rebuild(
        cls, path: Address, *, language: str | None = None, wait: float = 0.0
    ) -> Iterator[Change]:
        """Yield a change that builds an archive anew, also one that is damaged or outdated.

        The archive then holds only what the change adds. Readers go on with the old items until one
        commit at the end replaces them. Without a language the archive keeps its own. Raises
        IndexMissing, IndexLocked or LanguageUnknown.

        >>> Archive.create("comets").close()
        >>> with Archive.rebuild("comets") as change:
        ...     change.add([Item(id="1.md", title="Comet seen over the bay", day=None)])
        1
        """
        language = (
            arguments.text("language", language, WrongType).lower()
            if language is not None
            else None
        )
        address = absolute(path)
        seconds = arguments.seconds("wait", wait)
        with opener(address).rebuilding(address, language, seconds) as writer:
            yield from until_end(Change(writer))

    def remove(self, ids: Iterable[str]) -> int:
        """Remove the items of these ids in one commit; return how many there were.

        >>> archive.remove(["3.md"])
        0
        """
        with self.change() as change:
            return change.remove(ids)

    def close(self) -> None:
        """Let go of all files. An answer that is under way is finished first.

        >>> archive.close()
        """
        self._closed = True
        self._engine.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
