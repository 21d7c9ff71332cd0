"""How does a folder of this machine keep an archive? The default engine, `search.engine.Engine`.

Light to import: what answers comes with the first question, what builds with the first change. A
run that finds nothing changed waits for neither.
"""

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from search.embedded.store.beside import FolderBeside
from search.embedded.store.folder import Folder
from search.embedded.store.state import kept_in
from search.embedded.store.writer import changing
from search.engine import Writer
from search.identity import Fill, Identity
from search.settings import DEFAULT_LANGUAGE

if TYPE_CHECKING:
    from search.embedded.generation import FolderGeneration
    from search.ledger_lines import LedgerCount, LedgerEntry


class FolderEngine:
    """An archive in a folder; all threads share the newest generation."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._newest: FolderGeneration | None = None
        self._lock = threading.Lock()
        self._closed = False

    @classmethod
    def open(cls, address: str) -> "FolderEngine":
        """Open the archive in a folder."""
        return cls(Folder.open(Path(address)))

    @classmethod
    def create(cls, address: str, language: str, archive_id: UUID) -> "FolderEngine":
        """Make an empty archive in a folder that holds nothing else."""
        return cls(Folder.create(Path(address), language, archive_id))

    @classmethod
    def rebuilding(
        cls, address: str, language: str | None, wait: float
    ) -> AbstractContextManager[Writer]:
        """Fill the archive in a folder anew; readers go on with the old one until the commit."""
        path = Path(address)
        kept = kept_in(path).language
        return changing(Folder(path), language or kept or DEFAULT_LANGUAGE, wait)

    @classmethod
    def beside(cls, address: str) -> FolderBeside:
        """Return the files in a folder."""
        return FolderBeside(Path(address))

    @classmethod
    def copying(cls, address: str, identity: Identity) -> AbstractContextManager[Fill]:
        """Make an archive of this identity in a folder that holds nothing else."""
        from search.embedded.store.copying import copying

        return copying(Path(address), identity)

    @property
    def language(self) -> str:
        """The language that words are stemmed in."""
        return self._folder.language

    @property
    def id(self) -> UUID:
        """The id that the archive keeps for ever."""
        return self._folder.archive_id

    @property
    def generation(self) -> int:
        """The number of the newest commit."""
        return self._folder.generation()

    @property
    def state(self) -> str:
        """The number of the newest commit, and the time at which it was written."""
        return "{}-{}".format(*self._folder.state())

    @property
    def note(self) -> str:
        """The text that was left with the newest commit, or with one before it."""
        return self._folder.note

    @property
    def keeps_stories(self) -> bool:
        """Whether the archive is to know the stories of its items."""
        return self._folder.keeps_stories

    @property
    def updated(self) -> datetime:
        """When the newest commit was made (UTC)."""
        return datetime.fromtimestamp(self._folder.state()[1] // 10**9, UTC)

    def ledger(self) -> tuple["LedgerCount", ...]:
        """Return what the ledger of the last run says, the most frequent first; () without one."""
        from search.embedded.store.ledger import counts

        return counts(self._folder.path)

    def ledger_entries(self, action: str, reason: str) -> Iterator["LedgerEntry"]:
        """Yield what the ledger says of files by an action and a reason; "" stands for any."""
        from search.embedded.store.ledger import entries

        return entries(self._folder.path, action, reason)

    def newest(self) -> "FolderGeneration":
        """Return the newest commit, opened by the first call after it."""
        newest = self._newest
        if newest is None or newest.state != self._folder.state():
            from search.embedded.generation import FolderGeneration

            with self._lock:
                newest = self._newest
                if newest is None or newest.state != self._folder.state():
                    newest = FolderGeneration(self._folder)
                    if not self._closed:
                        self._newest = newest
        return newest

    def changing(self, wait: float = 0.0) -> AbstractContextManager[Writer]:
        """Hold the archive for one change. Raises IndexLocked."""
        return changing(self._folder, None, wait)

    def check(self) -> int:
        """Read every byte of the newest commit; return how many segments it has."""
        return self._folder.check()

    def faults(self, every_byte: bool = False) -> tuple[str, ...]:
        """Return what is wrong with files that the archive does without, a clause for each."""
        return self._folder.faults(every_byte)

    def pending(self) -> tuple[str, ...]:
        """Return what the next change makes anew though nothing is damaged, a clause for each."""
        return self._folder.pending()

    def outdated(self) -> tuple[str, ...]:
        """Return what only building the archive anew brings up to date, a clause for each."""
        return self._folder.outdated()

    def close(self) -> None:
        """Let go of all files. An answer that is under way is finished first."""
        with self._lock:
            self._closed = True
            self._newest = None
