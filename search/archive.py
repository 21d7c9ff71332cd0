"""The archive: open or make it, search it, add to it, take away from it."""

import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self, Unpack, cast

from search import answers
from search.embedded.reader import Reader
from search.embedded.schema import SCHEMA_VERSION
from search.embedded.storage import DAMAGE, Folder, damaged
from search.errors import ItemInvalid, ItemNotFound, RequestInvalid
from search.model import Item
from search.request import Limits, SearchRequest
from search.results import ArchiveInfo, FacetValue, Hit, Page, Suggestion
from search.text import Analyzer

DEFAULT_LANGUAGE = "english"


class Archive:
    """An archive of items in a folder.

    One object may be shared by all threads of a process: each call works on a reader of its own,
    of the newest generation there is. Adding and removing wait for nobody: while another process
    writes they raise IndexLocked, and readers are not held up.
    """

    def __init__(self, folder: Folder) -> None:
        """Take a folder as `open` and `create` make it."""
        self._folder = folder
        self._idle: list[Reader] = []
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
        with self._reader() as reader:
            return answers.page(reader, request)

    def item(self, id: str) -> Item:
        """Return an item. Raises ItemNotFound."""
        with self._reader() as reader:
            return reader.item(_number(reader, id))

    def related(self, id: str, limit: int = 5) -> list[Hit]:
        """Return the items most like this one, the most alike first. Raises ItemNotFound."""
        with self._reader() as reader:
            return answers.related(reader, _number(reader, id), limit)

    def suggest(self, text: str, limit: int = 10) -> list[Suggestion]:
        """Return outlets, tags and words that go on as the last word of `text` begins."""
        with self._reader() as reader:
            return answers.suggestions(reader, text, limit)

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
        with self._reader() as reader:
            values = answers.facet(reader, name, request or SearchRequest(), prefix)
        return values[offset : None if limit is None else offset + limit], len(values)

    def info(self) -> ArchiveInfo:
        """Return what the archive is."""
        with self._reader() as reader:
            first, last = reader.span()
            return ArchiveInfo(
                items=len(reader),
                generation=reader.generation,
                language=self.language,
                schema=SCHEMA_VERSION,
                outlets=reader.count("sources"),
                first_day=first,
                last_day=last,
                bytes=self._folder.size(),
            )

    @property
    def generation(self) -> int:
        """The number of the newest commit."""
        return self._folder.generation()

    @property
    def language(self) -> str:
        """The language that words are stemmed in."""
        return self._folder.language

    # -- changing

    def add(self, items: Iterable[Item]) -> int:
        """Add items, each in place of the one with its id, in one commit; return how many.

        Of several with one id the last counts. Raises IndexLocked; whatever is raised on the way,
        by `items` too, leaves the archive as it was.
        """
        self._check_open()
        return self._folder.add(items, Analyzer(self.language))

    def remove(self, ids: Iterable[str]) -> int:
        """Remove the items of these ids in one commit; return how many there were."""
        self._check_open()
        if isinstance(ids, str):
            raise ItemInvalid(f"{ids!r} is one id; give a list of ids")
        return self._folder.remove(ids)

    # -- readers

    def _check_open(self) -> None:
        if self._closed:
            raise ValueError("the archive was closed; open it again")

    @contextmanager
    def _reader(self) -> Iterator[Reader]:
        """Lend a reader of the newest generation to one caller."""
        self._check_open()
        newest = self._folder.state()
        reader: Reader | None = None
        stale: list[Reader] = []
        with self._lock:
            while self._idle and reader is None:
                candidate = self._idle.pop()
                if candidate.state == newest:
                    reader = candidate
                else:
                    stale.append(candidate)
        for candidate in stale:
            candidate.close()
        reader = reader or Reader(self._folder)
        try:
            yield reader
        except DAMAGE as error:
            raise damaged(self._folder.path, error) from error
        finally:
            with self._lock:
                keep = not self._closed
                if keep:
                    self._idle.append(reader)
            if not keep:
                reader.close()

    def close(self) -> None:
        """Let go of all files. An answer that is under way is finished first."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for reader in idle:
            reader.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _number(reader: Reader, item_id: str) -> int:
    number = reader.document(item_id)
    if number is None:
        raise ItemNotFound(f"the archive holds no item {item_id!r}; search for a word of its title")
    return number
