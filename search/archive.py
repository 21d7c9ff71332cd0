"""The archive: open or make it, search it, add to it, take away from it."""

import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, Unpack, cast

from search.embedded.store.folder import SCHEMA_VERSION, Folder
from search.errors import RequestInvalid
from search.model import Item
from search.request import Limits, SearchRequest

if TYPE_CHECKING:
    from search.change import Change
    from search.embedded.generation import Reader
    from search.results import ArchiveInfo, FacetValue, Hit, Page, Suggestion

DEFAULT_LANGUAGE = "english"


class Archive:
    """An archive of items in a folder.

    One object may be shared by all threads of a process: each call reads the newest generation
    there is. Adding and removing wait for nobody: while another process writes they raise
    IndexLocked, and readers are not held up.
    """

    # What answers is imported by the first question, what builds by the first change: a run that
    # finds all as it was waits for neither.

    def __init__(self, folder: Folder) -> None:
        """Take a folder as `open` and `create` make it."""
        self._folder = folder
        self._newest: Reader | None = None
        self._lock = threading.Lock()
        self._closed = False

    @classmethod
    def open(cls, path: str | os.PathLike[str]) -> Self:
        """Open the archive in a folder.

        Raises IndexMissing, IndexDamaged or, if another version made it, IndexOutdated.
        """
        return cls(Folder.open(Path(path)))

    @classmethod
    def create(cls, path: str | os.PathLike[str], language: str = DEFAULT_LANGUAGE) -> Self:
        """Make an empty archive in a new folder, its words stemmed in one language.

        `language` is a Snowball name, or `none` to leave words as they are. Raises IndexExists
        or LanguageUnknown.
        """
        return cls(Folder.create(Path(path), language.lower()))

    # -- asking

    def search(self, query: str | SearchRequest = "", **limits: Unpack[Limits]) -> "Page":
        """Search; `limits` are the fields of SearchRequest.

        Any text is a query: what could not be meant is left out, and said in `Page.notes`.
        Raises RequestInvalid for a limit that is none.
        """
        from search.answer import page as answers

        request = query if isinstance(query, SearchRequest) else SearchRequest(query=query)
        if limits:
            try:
                request = replace(request, **cast(dict[str, Any], limits))
            except TypeError as error:
                raise RequestInvalid(f"{error}; the limits are SearchRequest's fields") from None
        return answers.page(self._reader().at(request.as_of), request)

    def item(self, id: str, as_of: date | str | None = None) -> Item:
        """Return an item as it stands, or as it stood at the end of a day (in UTC).

        Its `versions` are the states before. Raises ItemNotFound, also where the item was not yet
        seen on that day, and RequestInvalid for a day that is none.
        """
        from search.answer import page as answers

        return answers.item(self._reader(), id, _day(as_of))

    def states(self, id: str) -> tuple[Item, ...]:
        """Return all states of an item, oldest first, `versions` empty. Raises ItemNotFound."""
        from search.answer import page as answers

        reader = self._reader()
        answers.document(reader, id)
        return tuple(reader.states(id))

    def items(self) -> Iterator[Item]:
        """Return an iterator of all items, in the order of their ids' bytes.

        They are those of the newest generation there is at this call, whatever is committed while
        they are read. One at a time is in memory. Raises IndexDamaged on the way where an item is
        not what was written.
        """
        return self._reader().items()

    def related(self, id: str, limit: int = 5, as_of: date | str | None = None) -> "list[Hit]":
        """Return the items most like this one, the most alike first, as of a day.

        Raises ItemNotFound and RequestInvalid, as `item` does.
        """
        from search.answer import page as answers

        day = _day(as_of)
        reader = self._reader().at(day)
        return answers.related(reader, answers.document(reader, id, day), limit)

    def suggest(self, text: str, limit: int = 10) -> "list[Suggestion]":
        """Return outlets, tags and words that go on as the last word of `text` begins."""
        from search.answer import page as answers

        return answers.suggestions(self._reader(), text, limit)

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

        Only values of which a word begins with `prefix`, case and accents aside; `limit` and
        `offset` cut the list. Raises RequestInvalid for a facet that is none.
        """
        from search.answer import page as answers

        request = request or SearchRequest()
        values = answers.facet(self._reader().at(request.as_of), name, request, prefix)
        return values[offset : None if limit is None else offset + limit], len(values)

    def info(self) -> "ArchiveInfo":
        """Return what the archive is."""
        from search.results import ArchiveInfo

        reader = self._reader()
        first, last = reader.span
        size = self._folder.size()
        return ArchiveInfo(
            items=len(reader),
            generation=reader.generation,
            language=reader.analyzer.language,
            schema=SCHEMA_VERSION,
            outlets=reader.count("sources"),
            first_day=first,
            last_day=last,
            has_history=reader.has_history,
            bytes=size,
            segments=reader.segments,
            deleted=reader.deleted,
            # Another's commit may have removed files since they were opened.
            parts={**reader.parts, "other": max(size - sum(reader.parts.values()), 0)},
        )

    def check(self) -> int:
        """Read every byte of the newest generation; return how many segments it has.

        Raises IndexDamaged where one is not what was written.
        """
        self._check_open()
        return self._folder.check()

    @property
    def generation(self) -> int:
        """The number of the newest commit."""
        return self._folder.generation()

    @property
    def language(self) -> str:
        """The language that words are stemmed in."""
        return self._folder.language

    # -- changing

    def add(self, items: Iterable[Item | Sequence[Item]], *, jobs: int = 1) -> int:
        """Add items, each in place of the one with its id, in one commit; return how many.

        An item may be a list of its states, oldest first, each but perhaps the first with the time
        it was `seen`: a search as of a day finds the one that stood then, any other the newest.
        All of them take the place of all that the archive has of that item.

        Of several with one id the last counts. With `jobs` above 1 so many processes build, and
        the ids must be different; a script that asks for it needs an `if __name__ == "__main__"`.
        Raises IndexLocked, or ItemInvalid for states that are not those of one item; whatever is
        raised on the way, by `items` too, leaves the archive as it was.
        """
        with self.change() as change:
            return change.add(items, jobs=jobs)

    @contextmanager
    def change(self, *, wait: float = 0.0) -> Iterator["Change"]:
        """Yield a change: whatever is done with it counts at the end, in one commit, or not at all.

        Nobody else can change the archive meanwhile; another process that does is waited for, up
        to so many seconds. Raises IndexLocked.
        """
        self._check_open()
        from search.change import Change
        from search.embedded.store.writer import changing

        with changing(self._folder, None, wait) as writer:
            yield Change(writer)

    @classmethod
    @contextmanager
    def rebuild(
        cls, path: str | os.PathLike[str], *, language: str | None = None, wait: float = 0.0
    ) -> Iterator["Change"]:
        """Yield a change that fills an archive anew, of whatever version or damaged.

        What is added is all there is afterwards. Until the one commit that swaps, readers go on
        with the old items. Without a language the archive keeps its own. Raises IndexMissing,
        IndexLocked or LanguageUnknown.
        """
        from search.change import Change
        from search.embedded.store.writer import changing

        folder = Folder(Path(path))
        language = language.lower() if language else folder.language_to_keep(DEFAULT_LANGUAGE)
        with changing(folder, language, wait) as writer:
            yield Change(writer)

    def remove(self, ids: Iterable[str]) -> int:
        """Remove the items of these ids in one commit; return how many there were."""
        with self.change() as change:
            return change.remove(ids)

    # -- readers

    def _check_open(self) -> None:
        if self._closed:
            raise ValueError("the archive was closed; open it again")

    def _reader(self) -> "Reader":
        """Return the newest generation, opened by the first call after its commit."""
        self._check_open()
        newest = self._newest
        if newest is None or newest.state != self._folder.state():
            from search.embedded.generation import Reader

            with self._lock:
                newest = self._newest
                if newest is None or newest.state != self._folder.state():
                    newest = Reader(self._folder)
                    if not self._closed:
                        self._newest = newest
        return newest

    def close(self) -> None:
        """Let go of all files. An answer that is under way is finished first."""
        with self._lock:
            self._closed = True
            self._newest = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _day(as_of: date | str | None) -> date | None:
    request = SearchRequest(as_of=as_of)  # type: ignore[arg-type]
    return request.as_of
