"""The archive: open or make it, search it, add to it, take away from it."""

import os
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, Unpack, cast

from search import answers
from search.embedded.reader import Reader
from search.embedded.schema import SCHEMA_VERSION
from search.embedded.states import packed
from search.embedded.storage import Folder
from search.errors import ItemInvalid, RequestInvalid
from search.model import Item
from search.request import Limits, SearchRequest
from search.results import ArchiveInfo, FacetValue, Hit, Page, Suggestion

if TYPE_CHECKING:
    from search.embedded.workers import Packed

DEFAULT_LANGUAGE = "english"

S = TypeVar("S")
T = TypeVar("T")


class Archive:
    """An archive of items in a folder.

    One object may be shared by all threads of a process: each call reads the newest generation
    there is. Adding and removing wait for nobody: while another process writes they raise
    IndexLocked, and readers are not held up.
    """

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

    def search(self, query: str | SearchRequest = "", **limits: Unpack[Limits]) -> Page:
        """Search; `limits` are the fields of SearchRequest.

        Any text is a query: what could not be meant is left out, and said in `Page.notes`.
        Raises RequestInvalid for a limit that is none.
        """
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
        return answers.item(self._reader(), id, _day(as_of))

    def states(self, id: str) -> tuple[Item, ...]:
        """Return all states of an item, oldest first, `versions` empty. Raises ItemNotFound."""
        reader = self._reader()
        answers.document(reader, id)
        return tuple(reader.states(id))

    def related(self, id: str, limit: int = 5, as_of: date | str | None = None) -> list[Hit]:
        """Return the items most like this one, the most alike first, as of a day.

        Raises ItemNotFound and RequestInvalid, as `item` does.
        """
        day = _day(as_of)
        reader = self._reader().at(day)
        return answers.related(reader, answers.document(reader, id, day), limit)

    def suggest(self, text: str, limit: int = 10) -> list[Suggestion]:
        """Return outlets, tags and words that go on as the last word of `text` begins."""
        return answers.suggestions(self._reader(), text, limit)

    def facet(
        self,
        name: str,
        request: SearchRequest | None = None,
        *,
        prefix: str = "",
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[list[FacetValue], int]:
        """Return all values of a facet over a search's hits, and how many there are.

        Only values of which a word begins with `prefix`, case and accents aside; `limit` and
        `offset` cut the list. Raises RequestInvalid for a facet that is none.
        """
        request = request or SearchRequest()
        values = answers.facet(self._reader().at(request.as_of), name, request, prefix)
        return values[offset : None if limit is None else offset + limit], len(values)

    def info(self) -> ArchiveInfo:
        """Return what the archive is."""
        reader = self._reader()
        first, last = reader.span
        return ArchiveInfo(
            items=len(reader),
            generation=reader.generation,
            language=reader.analyzer.language,
            schema=SCHEMA_VERSION,
            outlets=reader.count("sources"),
            first_day=first,
            last_day=last,
            bytes=self._folder.size(),
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
        self._check_open()
        return _added(self._folder, None, map(packed, items), _as_it_is, _ignored, jobs)

    def add_read(
        self,
        sources: Iterable[S],
        read: Callable[[S], tuple[Item | Sequence[Item] | None, T]],
        told: Callable[[T], None],
        *,
        jobs: int = 1,
    ) -> int:
        """Add the item that `read` makes of each source, as `add` does; return how many.

        `read` returns an item or its states, or None for a source that holds none, and something
        to tell of it, which `told` is called with. With `jobs` above 1 it is called in so many
        other processes, so sources, `read` and what it returns must be such as can be pickled.
        """
        self._check_open()
        return _added(self._folder, None, sources, _Packing(read), told, jobs)

    @classmethod
    def rebuild(
        cls,
        path: str | os.PathLike[str],
        sources: Iterable[S],
        read: Callable[[S], tuple[Item | Sequence[Item] | None, T]],
        told: Callable[[T], None],
        *,
        language: str | None = None,
        jobs: int = 1,
    ) -> int:
        """Fill an archive anew, of whatever version or damaged; return how many items it has then.

        They are read as by `add_read`, and are all there are: what the archive held goes. Until
        the one commit that swaps them, readers go on with the old items. Without a language the
        archive keeps its own. Raises IndexMissing, IndexLocked or LanguageUnknown.
        """
        folder = Folder(Path(path))
        language = language.lower() if language else folder.language_to_keep(DEFAULT_LANGUAGE)
        return _added(folder, language, sources, _Packing(read), told, jobs)

    def remove(self, ids: Iterable[str]) -> int:
        """Remove the items of these ids in one commit; return how many there were."""
        self._check_open()
        if isinstance(ids, str):
            raise ItemInvalid(f"{ids!r} is one id; give a list of ids")
        from search.embedded.commit import committing, remove

        with committing(self._folder) as commit:
            return remove(ids, commit)

    # -- readers

    def _check_open(self) -> None:
        if self._closed:
            raise ValueError("the archive was closed; open it again")

    def _reader(self) -> Reader:
        """Return the newest generation, opened by the first call after its commit."""
        self._check_open()
        newest = self._newest
        if newest is None or newest.state != self._folder.state():
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


def _added(
    folder: Folder,
    new_language: str | None,
    sources: Iterable[S],
    read: Callable[[S], tuple["Packed | None", T]],
    told: Callable[[T], None],
    jobs: int,
) -> int:
    """Add in one commit; with a new language given, in place of all there is."""
    # Who only asks does not wait for what builds to be imported.
    from search.embedded.commit import committing
    from search.embedded.workers import add_read

    with committing(folder, new_language) as commit:
        add_read(commit, sources, read, told, new_language or folder.language, jobs)
    return commit.added


@dataclass(frozen=True, slots=True)
class _Packing(Generic[S, T]):
    """Reads items and packs them, where they are read."""

    read: Callable[[S], tuple[Item | Sequence[Item] | None, T]]

    def __call__(self, source: S) -> tuple["Packed | None", T]:
        item, telling = self.read(source)
        return None if item is None else packed(item), telling


def _day(as_of: date | str | None) -> date | None:
    request = SearchRequest(as_of=as_of)  # type: ignore[arg-type]
    return request.as_of


def _as_it_is(packed: "Packed") -> tuple["Packed", None]:
    return packed, None


def _ignored(telling: object) -> None:
    pass
