"""The archive: open or make it, search it, add to it, take away from it."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from types import TracebackType
from typing import TYPE_CHECKING, Self, Unpack
from uuid import UUID, uuid4

from search import arguments
from search.change import Change
from search.engine import Engine, Generation
from search.engines import absolute, opener
from search.errors import ArchiveClosed, RequestWrongType, WrongType
from search.model import Item
from search.request import Limits, SearchRequest

if TYPE_CHECKING:
    from search.results import ArchiveInfo, FacetValue, Hit, Page, Suggestion

DEFAULT_LANGUAGE = "english"
Address = str | os.PathLike[str]


class Archive:
    """An archive of items, wherever its address says that it is kept: in a folder.

    One object may be shared by all threads of a process: each call reads the newest generation
    there is. Adding and removing wait for nobody: while another process writes they raise
    IndexLocked, and readers are not held up. A value of a type that a method does not take raises
    RequestWrongType where something is asked, ItemWrongType where items are changed, else
    WrongType; a closed archive raises ArchiveClosed.

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

    # What answers is imported by the first question: a run that changes nothing asks none.

    def __init__(self, engine: Engine) -> None:
        """Take an engine as `open` and `create` make it."""
        self._engine = engine
        self._closed = False

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

    # -- asking

    def search(self, query: str | SearchRequest = "", **limits: Unpack[Limits]) -> "Page":
        """Search; `limits` are the fields of SearchRequest.

        Any text is a query: what could not be meant is left out, and said in `Page.notes`.
        Raises RequestInvalid for a limit that is none.

        >>> [hit.id for hit in archive.search("comets", since="2026").hits], archive.search().total
        (['comet.md'], 2)
        """
        from search.answer.page import page

        request = query if isinstance(query, SearchRequest) else SearchRequest.parse(query)
        request = request.with_limits(**limits) if limits else request
        return page(self._asked(request), request)

    def item(self, id: str, as_of: date | str | None = None) -> Item:
        """Return an item as it stands, or as it stood at the end of a day (in UTC).

        Its `versions` are the states before. Raises ItemNotFound, also where the item was not yet
        seen on that day, and RequestInvalid for a day that is none.

        >>> archive.item("comet.md").title
        'Comet seen over the bay'
        """
        from search.answer.item import item

        return item(self._newest(), arguments.text("id", id), _day(as_of))

    def states(self, id: str) -> tuple[Item, ...]:
        """Return all states of an item, oldest first, `versions` empty. Raises ItemNotFound.

        >>> len(archive.states("comet.md"))
        1
        """
        from search.answer.item import missing

        states = self._newest().states(arguments.text("id", id))
        if not states:
            raise missing(id)
        return states

    def items(self) -> Iterator[Item]:
        """Return an iterator of all items, in the order of their ids' bytes.

        They are those of the newest generation there is at this call, whatever is committed while
        they are read. One at a time is in memory. Raises IndexDamaged on the way where an item is
        not what was written.

        >>> [item.id for item in archive.items()]
        ['comet.md', 'strike.md']
        """
        return self._newest().items()

    def related(self, id: str, limit: int = 5, as_of: date | str | None = None) -> "list[Hit]":
        """Return the items most like this one, the most alike first, as of a day.

        Raises ItemNotFound and RequestInvalid, as `item` does.

        >>> archive.related("comet.md")
        []
        """
        from search.answer.item import found
        from search.answer.related import related

        day = _day(as_of)
        generation = self._newest().at(day)
        item = found(generation, arguments.text("id", id), day)
        return related(generation, item, arguments.count("limit", limit), day)

    def suggest(self, text: str, limit: int = 10) -> "list[Suggestion]":
        """Return outlets, tags and words that go on as the last word of `text` begins.

        >>> [(entry.kind, entry.text) for entry in archive.suggest("a com")]
        [('word', 'comet'), ('tag', 'comet')]
        """
        from search.answer.suggest import suggestions

        return suggestions(
            self._newest(), arguments.text("text", text), arguments.count("limit", limit)
        )

    def facet(
        self,
        name: str,
        request: SearchRequest | None = None,
        *,
        prefix: str = "",
        limit: int | None = None,
        offset: int = 0,
    ) -> "tuple[list[FacetValue], int]":
        """Return all values of a facet over a search's hits, and how many there are.

        Only values of which a word begins with `prefix`, case and accents aside; `limit` (None for
        all) and `offset` cut the list. Raises RequestInvalid for a facet that is none, and for
        numbers below 0.

        >>> [(entry.value, entry.count) for entry in archive.facet("tags")[0]]
        [('comet', 1), ('strike', 1)]
        """
        from search.answer.page import facet

        request = SearchRequest() if request is None else request
        if not isinstance(request, SearchRequest):
            raise RequestWrongType(
                f"request: {arguments.shown(request)} is no SearchRequest; make one, such as "
                "SearchRequest(query='comet')"
            )
        limit = None if limit is None else arguments.count("limit", limit)
        arguments.text("prefix", prefix)
        return facet(
            self._asked(request), name, request, prefix, arguments.count("offset", offset), limit
        )

    def info(self) -> "ArchiveInfo":
        """Return what the archive is.

        >>> archive.info().language
        'english'
        """
        return self._newest().info()

    def check(self) -> int:
        """Read every byte of the newest generation; return how many segments it has.

        Raises IndexDamaged where one is not what was written. `faults` tells of files that the
        archive does without.

        >>> archive.check()
        1
        """
        self._check_open()
        return self._engine.check()

    def faults(self) -> tuple[str, ...]:
        """Return what is wrong with files that the archive can do without, a clause for each.

        The next change writes them anew, even if it adds and removes nothing.

        >>> archive.faults()
        ()
        """
        self._check_open()
        return self._engine.faults()

    @property
    def generation(self) -> int:
        """The number of the newest commit.

        >>> archive.generation
        1
        """
        self._check_open()
        return self._engine.generation

    @property
    def id(self) -> UUID:
        """The id that the archive was made with; feeds name their entries by it and the item.

        >>> Archive.create("copy-of-comets", id=archive.id).id == archive.id
        True
        """
        self._check_open()
        return self._engine.id

    @property
    def state(self) -> str:
        """A text that changes with each commit: answers to a question are equal while it is.

        Another archive that is made at the same address has other states, too.

        >>> archive.state == archive.state
        True
        """
        self._check_open()
        return self._engine.state

    @property
    def note(self) -> str:
        """What a program left in the archive to know it by (`Change.leave_note`); else "".

        >>> archive.note
        ''
        """
        self._check_open()
        return self._engine.note

    @property
    def language(self) -> str:
        """The language that words are stemmed in.

        >>> archive.language
        'english'
        """
        self._check_open()
        return self._engine.language

    # -- changing

    def add(self, items: Iterable[Item | Sequence[Item]], *, jobs: int = 1) -> int:
        """Add items, each in place of the one with its id, in one commit; return how many.

        An item may be a list of its states, oldest first, each but perhaps the first with the time
        it was `seen`: a search as of a day finds the one that stood then, any other the newest.
        They replace all states that the archive has of that item.

        If two items have one id the last counts. With `jobs` above 1 that many processes build, and
        the ids must differ. Raises IndexLocked, or ItemInvalid for states that are not those of one
        item; whatever is raised on the way, by `items` too, leaves the archive as it was.

        >>> archive.add([Item(id="2.md", title="The comet fades", day=None)])
        1
        """
        with self.change() as change:
            return change.add(items, jobs=jobs)

    @contextmanager
    def change(self, *, wait: float = 0.0) -> Iterator[Change]:
        """Yield a change: whatever is done with it counts at the end, in one commit, or not at all.

        Nobody else can change the archive meanwhile; another process that does is waited for, up
        to `wait` seconds. Raises IndexLocked.

        >>> with archive.change() as change:
        ...     change.remove(["comet.md"]), change.add([])
        (1, 0)
        """
        self._check_open()
        with self._engine.changing(arguments.seconds("wait", wait)) as writer:
            yield from _until_end(Change(writer))

    @classmethod
    @contextmanager
    def rebuild(
        cls, path: Address, *, language: str | None = None, wait: float = 0.0
    ) -> Iterator[Change]:
        """Yield a change that fills an archive anew, of whatever version or damaged.

        What is added is all there is afterwards. Until the one commit that swaps, readers go on
        with the old items. Without a language the archive keeps its own. Raises IndexMissing,
        IndexLocked or LanguageUnknown.

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
        with opener(address).rebuilding(
            address, language, arguments.seconds("wait", wait)
        ) as writer:
            yield from _until_end(Change(writer))

    def remove(self, ids: Iterable[str]) -> int:
        """Remove the items of these ids in one commit; return how many there were.

        >>> archive.remove(["3.md"])
        0
        """
        with self.change() as change:
            return change.remove(ids)

    # -- the engine

    def _check_open(self) -> None:
        if self._closed:
            raise ArchiveClosed("the archive was closed; open it again")

    def _newest(self) -> Generation:
        self._check_open()
        return self._engine.newest()

    def _asked(self, request: SearchRequest) -> Generation:
        """Return the newest commit with what a request may find of it."""
        generation = self._newest().at(request.as_of)
        return generation.standing() if request.standing else generation

    def close(self) -> None:
        """Let go of all files. An answer that is under way is finished first.

        >>> archive.close()
        """
        self._closed = True
        self._engine.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _until_end(change: Change) -> Iterator[Change]:
    try:
        yield change
    finally:
        change._end()


def _day(as_of: date | str | None) -> date | None:
    return SearchRequest.parse(as_of=as_of).as_of
