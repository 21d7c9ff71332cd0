"""What must any engine answer? A third one, which looks at every item for each question.

Lists and dicts in memory, nothing clever: the oracle of the engines that are quick.

    ENGINES["plain"] = lambda: PlainEngine
    Archive.create("plain://news")
"""

import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from uuid import UUID

from search import engine as seam
from search.errors import IndexExists, IndexLocked, IndexMissing
from search.identity import Arrived, Fill, Identity
from search.known_outlets import KnownOutlets
from search.ledger_lines import LedgerCount, LedgerEntry, entries
from search.ledger_lines import counted as counted_lines
from search.settings import LEDGER
from search.text import Analyzer
from tests.search.plain_beside import PlainBeside
from tests.search.plain_documents import documents_of
from tests.search.plain_generation import PlainGeneration

#: The archives there are, by their addresses.
ARCHIVES: dict[str, "PlainEngine"] = {}


class PlainEngine:
    """An archive of this process, which all who open it share; it writes its changes itself."""

    def __init__(self, address: str, current: PlainGeneration, id: UUID, note: str = "") -> None:
        self._address, self._lock, self.id, self.note = address, threading.Lock(), id, note
        self._become(current)
        if ARCHIVES.setdefault(address, self) is not self:
            raise IndexExists(f"{address}: there is an archive already; open it")

    def _become(self, current: PlainGeneration) -> None:
        self._current, self.generation = current, current.number
        self.language, self.keeps_stories = current.analyzer.language, current.with_stories
        self.state = f"{id(self)}-{current.number}"
        self.updated = datetime.fromtimestamp(current.number, UTC)

    @classmethod
    def open(cls, address: str) -> "PlainEngine":
        if address not in ARCHIVES:
            raise IndexMissing(f"{address}: there is no archive; make one")
        return ARCHIVES[address]

    @classmethod
    def create(cls, address: str, language: str, archive_id: UUID) -> "PlainEngine":
        return cls(address, PlainGeneration(0, Analyzer(language)), archive_id)

    @classmethod
    def rebuilding(
        cls, address: str, language: str | None, wait: float
    ) -> AbstractContextManager["PlainEngine"]:
        engine = cls.open(address)
        return engine.changing(wait, language or engine.language)

    @classmethod
    @contextmanager
    def copying(cls, address: str, identity: Identity) -> Iterator[Fill]:
        held: list[Arrived] = []
        yield held.extend
        analyzer = Analyzer(identity.language)
        generation = PlainGeneration(
            identity.generation,
            analyzer,
            {states[0].id: documents_of(states, analyzer) for _, states in held},
            {states[0].id: arrival for arrival, states in held},
            identity.arrivals_from,
            with_stories=identity.keeps_stories,
            outlets=KnownOutlets(identity.outlets),
        )
        cls(address, generation, identity.id, identity.note)

    @classmethod
    def beside(cls, address: str) -> PlainBeside:
        return PlainBeside(address)

    def ledger(self) -> tuple[LedgerCount, ...]:
        kept = PlainBeside(self._address)
        return counted_lines(kept.opened(LEDGER)) if kept.has(LEDGER) else ()

    def ledger_entries(self, action: str, reason: str) -> Iterator[LedgerEntry]:
        kept = PlainBeside(self._address)
        if kept.has(LEDGER):
            yield from entries(kept.opened(LEDGER), action, reason)

    def newest(self) -> PlainGeneration:
        return self._current

    def check(self) -> int:
        return self._current.info().segments

    def faults(self, every_byte: bool = False) -> tuple[str, ...]:
        return ()

    def pending(self) -> tuple[str, ...]:
        return ()

    def outdated(self) -> tuple[str, ...]:
        return ()

    def close(self) -> None:
        pass  # others may have it open

    # -- the one change under way: a generation that is coming, which a commit makes the newest

    @contextmanager
    def changing(self, wait: float = 0.0, language: str | None = None) -> Iterator["PlainEngine"]:
        """Yield the engine as a Writer; with a language given the change begins with nothing."""
        if not self._lock.acquire(timeout=wait):
            raise IndexLocked(f"{self._address}: another writes to it; wait until it has finished")
        try:
            self._is_changed = self._is_anew = language is not None
            self._coming, self._next_note = self._current.copied(), self.note
            if language:
                self._coming = PlainGeneration(
                    self.generation,
                    Analyzer(language),
                    with_stories=self.keeps_stories,
                    outlets=self._current.outlets,
                )
                self._next_note = ""
            yield self
            self.commit()
        finally:
            self._lock.release()

    def leave_note(self, note: str) -> None:
        self._next_note = note

    def ids(self) -> set[str]:
        return set(self._coming.histories)

    def add_read(self, reading: seam.Reading, jobs: int = 1) -> int:
        added, tellings = {}, []
        for source in reading.sources:
            try:
                item, telling = reading.read(source)
            except MemoryError:
                item, telling = None, reading.lost(source, "there is not enough memory for it")
            tellings.append(telling)
            if item is not None:
                states = documents_of(item, self._coming.analyzer)
                added[states[0].item.id] = states  # of several with one id the last counts
        self._coming.histories |= added
        self._is_changed |= bool(added)
        for telling in tellings:
            reading.told(telling)
        return len(added)

    def remove(self, ids: Iterable[str]) -> int:
        removed = [self._coming.histories.pop(id) for id in set(ids) & self.ids()]
        for states in removed:
            self._coming.arrivals.pop(states[0].item.id, None)
        self._is_changed |= bool(removed)
        return len(removed)

    def keep_stories(self, keep: bool) -> None:
        self._is_changed |= keep != self._coming.with_stories
        self._coming.with_stories = keep

    def name_outlets(self, others: Mapping[str, str]) -> None:
        self._is_changed |= others != self._coming.outlets.others
        self._coming.outlets = KnownOutlets(others)

    def commit(self) -> int:
        if self._is_changed:
            coming = self._coming
            coming.number += 1
            coming.arrivals = dict.fromkeys(coming.histories, coming.number) | coming.arrivals
            if self._is_anew:
                coming.arrivals_from = coming.number
            self._become(coming.copied())
            self.note, self._is_changed = self._next_note, False
        return self.generation
