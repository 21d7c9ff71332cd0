"""How does an archive on a cluster come to be open, and how is it changed? See `search.engine`.

NAME-about       which commit is the newest, and who writes (`records`, `lock`)
NAME-items-1     the items; an archive that is built anew has another number here
"""

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime
from time import time
from typing import TYPE_CHECKING
from uuid import UUID, uuid4
from zlib import crc32

from search.errors import ArchiveError, IndexDamaged, IndexExists, IndexLocked, IndexMissing
from search.identity import Fill, Identity
from search.language.version import OF_OTHER_WORDS, WORDS
from search.ledger_lines import counted, entries
from search.opensearch.address import ClusterAddress
from search.opensearch.beside import ClusterBeside
from search.opensearch.client import Cluster, Json
from search.opensearch.fence import close_others
from search.opensearch.latest import Latest
from search.opensearch.lock import held
from search.opensearch.mapping import check_analysis, check_mapping
from search.opensearch.records import (
    ITEMS,
    Newest,
    make_about,
    make_items,
    read_newest,
    write_newest,
)
from search.opensearch.version import check_version
from search.opensearch.view import View
from search.opensearch.writer import KEPT_SECONDS, ClusterWriter
from search.query.tree import ID_FIELD, STORY_FIELD
from search.settings import DEFAULT_LANGUAGE, LEDGER
from search.stories.version import ALGORITHM, OF_ANOTHER_VERSION, STILL_TO_BE_TOLD
from search.text import Analyzer

if TYPE_CHECKING:
    from search.ledger_lines import LedgerCount, LedgerEntry
    from search.opensearch.generation import ClusterGeneration

#: Documents of one page where all are checked.
CHECKED_AT_A_TIME = 500


class ClusterEngine:
    """An archive on a cluster; all threads share its connections and the newest generation."""

    def __init__(self, cluster: Cluster, language: str, archive_id: UUID) -> None:
        self._cluster, self.language, self.id = cluster, language, archive_id
        self._generation: ClusterGeneration | None = None
        self._lock = threading.Lock()
        #: Which ledger was counted last, and its counts.
        self._ledger: tuple[str, tuple[LedgerCount, ...]] | None = None
        self._latest = Latest(cluster)

    @classmethod
    def open(cls, address: str) -> "ClusterEngine":
        """Open an archive. Raises IndexMissing, IndexDamaged or IndexOutdated."""
        cluster = Cluster(ClusterAddress.parsed(address))
        try:
            check_version(cluster)
            return cls(cluster, *_checked(cluster, read_newest(cluster).index))
        except BaseException:
            cluster.close()
            raise

    @classmethod
    def create(cls, address: str, language: str, archive_id: UUID) -> "ClusterEngine":
        """Make an empty archive that has this id. Raises IndexExists or LanguageUnknown."""
        analyzer = Analyzer(language)
        cluster = Cluster(ClusterAddress.parsed(address))
        try:
            check_version(cluster)
            make_about(cluster)
            with suppress(IndexMissing):
                read_newest(cluster)
                raise IndexExists(f"{cluster.address}: there is an archive already; open it")
            with held(cluster, 0.0):
                index = make_items(cluster, analyzer, archive_id, None)
                newest = Newest(
                    number=0,
                    index=index,
                    state=uuid4().hex,
                    updated=time(),
                    documents=0,
                    words=WORDS,
                    algorithm=ALGORITHM,
                )
                write_newest(cluster, newest, None)
            return cls(cluster, language, archive_id)
        except BaseException:
            cluster.close()
            raise

    @classmethod
    @contextmanager
    def rebuilding(cls, address: str, language: str | None, wait: float) -> Iterator[ClusterWriter]:
        """Fill an archive anew in another index; readers have the old one until the commit."""
        cluster = Cluster(ClusterAddress.parsed(address))
        try:
            check_version(cluster)
            make_about(cluster)
            with held(cluster, wait) as lock:
                newest: Newest | None = None
                with suppress(IndexMissing):
                    newest = read_newest(cluster)
                kept, archive_id = DEFAULT_LANGUAGE, uuid4()
                with suppress(ArchiveError):
                    if newest:
                        kept, archive_id = _about(cluster, newest.index)
                analyzer = Analyzer(language or kept)
                index = make_items(cluster, analyzer, archive_id, newest)
                writer = ClusterWriter(cluster, newest, analyzer, index, lock.check, is_anew=True)
                try:
                    yield writer
                    writer.commit()
                finally:
                    writer.close()
                    if writer.newest is None or writer.newest.index != index:
                        cluster.ask("DELETE", f"/{index}", allowed=[404])
        finally:
            cluster.close()

    @classmethod
    def beside(cls, address: str) -> ClusterBeside:
        """Return the files that are kept at an address."""
        return ClusterBeside.at(address)

    @classmethod
    def copying(cls, address: str, identity: Identity) -> AbstractContextManager[Fill]:
        """Make an archive of this identity where there is none."""
        from search.opensearch.copying import copying

        return copying(address, identity)

    @property
    def generation(self) -> int:
        """The number of the newest commit."""
        return self._latest.read().number

    @property
    def state(self) -> str:
        """A text that no other state of the archive has."""
        return self._latest.read().state

    @property
    def note(self) -> str:
        """The text that was left with the newest commit, or with one before it."""
        return self._latest.read().note

    @property
    def keeps_stories(self) -> bool:
        """Whether the archive is to know the stories of its items."""
        return self._latest.read().with_stories

    @property
    def updated(self) -> datetime:
        """When the newest commit was made (UTC)."""
        return self._latest.read().time

    def ledger(self) -> tuple["LedgerCount", ...]:
        """Return what the ledger of the last run says, the most frequent first; () without one."""
        kept = ClusterBeside(self._cluster)
        version = kept.version(LEDGER)
        if self._ledger is None or self._ledger[0] != version:
            found: tuple[LedgerCount, ...] = ()
            with suppress(OSError), kept.opened(LEDGER) as file:
                found = counted(file)
            self._ledger = version, found
        return self._ledger[1]

    def ledger_entries(self, action: str, reason: str) -> Iterator["LedgerEntry"]:
        """Yield what the ledger says of files by an action and a reason; "" stands for any."""
        with suppress(OSError), ClusterBeside(self._cluster).opened(LEDGER) as file:
            yield from entries(file, action, reason)

    def newest(self) -> "ClusterGeneration":
        """Return the newest commit; what it has found out is kept until there is another."""
        newest = self._latest.read()
        found = self._generation
        if found is None or found.state != newest.state:
            from search.opensearch.generation import ClusterGeneration

            with self._lock:
                view = View(
                    self._cluster,
                    newest.index,
                    newest.number,
                    with_stories=newest.are_stories_known,
                )
                language, _ = _about(self._cluster, newest.index)
                found = ClusterGeneration(newest, view, Analyzer(language))
                self._generation = found
        return found

    @contextmanager
    def changing(self, wait: float = 0.0) -> Iterator[ClusterWriter]:
        """Hold the archive for one change, committed at the end. Raises IndexLocked."""
        with held(self._cluster, wait) as lock:
            newest = read_newest(self._cluster)
            while close_others(self._cluster, newest.index):
                # A commit that is still on its way finds that another was made meanwhile.
                with suppress(IndexLocked):
                    write_newest(self._cluster, newest, newest)
                newest = read_newest(self._cluster)
            language, _ = _checked(self._cluster, newest.index)
            writer = ClusterWriter(
                *(self._cluster, newest, Analyzer(language), newest.index, lock.check)
            )
            writer.undo()
            writer.clean()
            self._remove_old(newest)
            try:
                yield writer
                writer.commit()
            except BaseException:
                # What cannot be undone now is undone by the next change, and seen by nobody.
                with suppress(ArchiveError):
                    close_others(self._cluster, newest.index)
                    writer.undo()
                raise
            finally:
                writer.close()

    def _remove_old(self, newest: Newest) -> None:
        """Remove indexes that an archive built anew has left behind, once nobody reads them."""
        if newest.updated > time() - KEPT_SECONDS:
            return
        pattern = f"{self._cluster.address.name}{ITEMS}*"
        for index in self._cluster.ask("GET", f"/{pattern}/_settings"):
            if index != newest.index:
                self._cluster.ask("DELETE", f"/{index}", allowed=[404])

    def check(self) -> int:
        """Read every document of the newest commit; return how many segments there are.

        Raises IndexDamaged where one is not what was written, or is missing.
        """
        newest = read_newest(self._cluster)
        view = View(self._cluster, newest.index, newest.number)
        body: Json = {"query": {"bool": {"filter": view.committed()}}, "size": CHECKED_AT_A_TIME}
        body |= {"sort": [{ID_FIELD: "asc"}, {"state": "asc"}], "_source": ["item", "checksum"]}
        found = 0
        while hits := view.search(body)["hits"]["hits"]:
            found += len(hits)
            for hit in hits:
                own = hit["_source"]
                if crc32(str(own.get("item")).encode()) != own.get("checksum"):
                    raise IndexDamaged(
                        f"{self._cluster.address}: {hit['sort'][0]!r} is not what was written; "
                        "build the archive anew"
                    )
            body["search_after"] = hits[-1]["sort"]
        if found != newest.documents >= 0:
            raise IndexDamaged(
                f"{self._cluster.address}: {found:,} states of items are there, and "
                f"{newest.documents:,} were written; build the archive anew"
            )
        if newest.are_stories_known:
            without = {"must_not": [{"exists": {"field": STORY_FIELD}}]}
            query = {"bool": {"filter": view.committed(), **without}}
            if view.search({"query": query, "size": 1})["hits"]["hits"]:
                raise IndexDamaged(
                    f"{self._cluster.address}: the story of an item is lost; build the archive anew"
                )
        told = self._cluster.ask("GET", f"/{newest.index}/_stats/segments")
        return int(told["indices"][newest.index]["primaries"]["segments"]["count"])

    def faults(self, every_byte: bool = False) -> tuple[str, ...]:
        """Return what is wrong with what the archive can do without: there is nothing such."""
        return ()

    def pending(self) -> tuple[str, ...]:
        """Return what the next change makes anew though nothing is damaged, a clause for each."""
        newest = self._latest.read()
        if newest.are_stories_known or not newest.with_stories:
            return ()
        is_told = newest.told == newest.number
        return (OF_ANOTHER_VERSION if is_told else STILL_TO_BE_TOLD,)

    def outdated(self) -> tuple[str, ...]:
        """Return what only building the archive anew brings up to date, a clause for each."""
        newest = self._latest.read()
        return (OF_OTHER_WORDS,) if newest.documents and newest.words != WORDS else ()

    def close(self) -> None:
        """Close all connections."""
        self._generation = None
        self._cluster.close()


def _about(cluster: Cluster, index: str) -> tuple[str, UUID]:
    """Return the language and the id of the archive that an index is made for."""
    mapping = cluster.ask("GET", f"/{index}/_mapping")[index]["mappings"]
    return check_mapping(str(cluster.address), mapping)


def _checked(cluster: Cluster, index: str) -> tuple[str, UUID]:
    """Return the same, once it is certain that the cluster cuts texts as we mean it."""
    about = _about(cluster, index)
    check_analysis(cluster, index)
    return about
