"""What can be done with an archive? Make and open it, search it, add to it, remove from it."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Self, Unpack
from uuid import UUID, uuid4

from search import arguments
from search.change import Change, until_end
from search.engine import Engine, Generation
from search.engines import absolute, opener
from search.errors import ArchiveClosed, RequestWrongType, WrongType
from search.model import Item
from search.request import Limits, SearchRequest
from search.settings import DEFAULT_LANGUAGE

if TYPE_CHECKING:
    from search.results import ArchiveInfo, Example, FacetValue, Hit, Page, Suggestion

Address = str | os.PathLike[str]


class Archive:
    """An archive of items, wherever its address says that it is kept: in a folder.

    All threads of a process may share one object; each call reads the newest generation. `add` and
    `remove` raise IndexLocked at once while another process writes; readers never wait. A value of
    the wrong type raises RequestWrongType in methods that ask, ItemWrongType for items and their
    ids, else WrongType. A closed archive raises ArchiveClosed.

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

    # The modules that answer are imported by the first question: a run that changes nothing asks
    # none, and is quicker without them.

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

        Any text is a query: what cannot be meant is left out, and `Page.notes` says so.
        Raises RequestInvalid for a value that a limit cannot have, or an unknown limit.

        >>> [hit.id for hit in archive.search("comets", since="2026").hits], archive.search().total
        (['comet.md'], 2)
        """
        from search.answer.page import page

        request = _request(query, limits)
        return page(self._newest(), request)

    def item(self, id: str, as_of: date | str | None = None) -> Item:
        """Return an item as it stands, or as it stood at the end of a day (in UTC).

        Its `versions` are the states before. Raises ItemNotFound, also if the item had not been
        seen by that day, and RequestInvalid if `as_of` cannot be read as a day.

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

        They are those of the newest generation at this call, whatever is committed while they are
        read. Only one is in memory at a time. The iterator raises IndexDamaged at an item that is
        not as it was written.

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
        from search.answer.related import related

        day = _day(as_of)
        generation = self._newest().at(day)
        limit = arguments.count("limit", limit)
        return related(generation, arguments.text("id", id), limit, day)

    def suggest(
        self,
        query: str | SearchRequest,
        limit: int = 10,
        *,
        cursor: int | None = None,
        **limits: Unpack[Limits],
    ) -> "list[Suggestion]":
        """Return words, names, days and titles that go on at the cursor, the query's end if None.

        Each has the query that it makes, and its exact total; `limits` are as `search` takes them.

        >>> [(own.kind, own.query, own.count) for own in archive.suggest("title:com")]
        [('word', 'title:comet', 1)]
        """
        from search.answer.page import generation_of
        from search.answer.suggest import suggestions

        request, limit = _request(query, limits), arguments.count("limit", limit)
        cursor = len(request.query) if cursor is None else arguments.count("cursor", cursor)
        generation = generation_of(self._newest(), request)
        return suggestions(generation, request, limit, cursor)

    def examples(self) -> "list[Example]":
        """Return queries in this archive's words, which show what one can say, with totals.

        >>> [own.query for own in archive.examples() if own.kind == "tags"]
        ['tag:comet']
        """
        from search.answer.examples import examples

        return examples(self._newest())

    def facet(
        self,
        name: str,
        request: SearchRequest | None = None,
        *,
        prefix: str = "",
        limit: int | None = None,
        offset: int = 0,
        order: str | None = None,
    ) -> "tuple[list[FacetValue], int]":
        """Return all values of a facet over a search's hits, and how many there are.

        With a `prefix` only values in which a word begins with it, case and accents aside; `limit`
        (None for all) and `offset` cut the list. `order` is `count` or `name` (years and months:
        `name` if None). Raises RequestInvalid for an unknown facet or order, or numbers below 0.

        >>> [(entry.value, entry.count) for entry in archive.facet("tags")[0]]
        [('comet', 1), ('strike', 1)]
        """
        from search.answer.page import facet

        request = SearchRequest() if request is None else request
        if not isinstance(request, SearchRequest):
            problem = f"request: {arguments.shown(request)} is not a SearchRequest"
            raise RequestWrongType(f"{problem}; make one, such as SearchRequest(query='comet')")
        limit = None if limit is None else arguments.count("limit", limit)
        prefix, offset = arguments.text("prefix", prefix), arguments.count("offset", offset)
        return facet(self._newest(), name, request, prefix, offset, limit, order)

    def info(self) -> "ArchiveInfo":
        """Return how many items the archive holds, of which days, and what it takes on disk.

        >>> archive.info().language
        'english'
        """
        return self._newest().info()

    def check(self) -> int:
        """Read every byte of the newest generation; return how many segments it has.

        Raises IndexDamaged if one is not as it was written. `faults` tells of damage in files that
        the archive can do without.

        >>> archive.check()
        1
        """
        self._check_open()
        return self._engine.check()

    def faults(self) -> tuple[str, ...]:
        """Return what is wrong with files that the archive can do without, one clause for each.

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
        """The id that the archive was made with; feeds make the ids of their entries of it.

        >>> Archive.create("copy-of-comets", id=archive.id).id == archive.id
        True
        """
        self._check_open()
        return self._engine.id

    @property
    def state(self) -> str:
        """A text that changes with each commit: while it is the same, so is each answer.

        No archive that is made at the same address later has one of these states.

        >>> archive.state == archive.state
        True
        """
        self._check_open()
        return self._engine.state

    @property
    def note(self) -> str:
        """The text that a program left with the archive (`Change.leave_note`), else "".

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

    @contextmanager
    def change(self, *, wait: float = 0.0) -> Iterator[Change]:
        """Yield a change, which is committed at the end as a whole, or not at all after an error.

        Nobody else can change the archive meanwhile. If another process is changing it, waits up to
        `wait` seconds for its end. Raises IndexLocked.

        >>> with archive.change() as change:
        ...     change.remove(["comet.md"]), change.add([])
        (1, 0)
        """
        self._check_open()
        with self._engine.changing(arguments.seconds("wait", wait)) as writer:
            yield from until_end(Change(writer))

    @classmethod
    @contextmanager
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

    # -- the engine

    def _check_open(self) -> None:
        if self._closed:
            raise ArchiveClosed("the archive was closed; open it again")

    def _newest(self) -> Generation:
        self._check_open()
        return self._engine.newest()

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


def _request(query: str | SearchRequest, limits: Limits) -> SearchRequest:
    request = query if isinstance(query, SearchRequest) else SearchRequest.parse(query)
    return request.with_limits(**limits) if limits else request


def _day(as_of: date | str | None) -> date | None:
    return SearchRequest.parse(as_of=as_of).as_of
