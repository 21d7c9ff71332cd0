"""What must any engine answer? A third one, which looks at every item for each question.

Lists and dicts in memory, nothing clever: the oracle of the engines that are quick.

    ENGINES["plain"] = lambda: PlainEngine
    Archive.create("plain://news")
"""

import threading
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from uuid import UUID

from search import engine as seam
from search.errors import IndexExists, IndexLocked, IndexMissing
from search.identity import Arrived, Fill, Identity
from search.ledger_lines import LedgerCount
from search.ledger_lines import counted as counted_lines
from search.settings import LEDGER
from search.text import Analyzer
from search.versions import whole
from tests.search.plain_beside import PlainBeside
from tests.search.plain_documents import Document
from tests.search.plain_generation import PlainGeneration

#: The archives there are, by their addresses.
ARCHIVES: dict[str, "PlainEngine"] = {}


class PlainEngine:
    """An archive of this process, which all who open it share; it writes its changes itself."""

    def __init__(self, address: str, language: str, archive_id: UUID) -> None:
        self._address, self._lock, self.id = address, threading.Lock(), archive_id
        self.with_stories = True
        self.note, self.current = "", PlainGeneration(0, Analyzer(language), {})

    @classmethod
    def open(cls, address: str) -> "PlainEngine":
        if address not in ARCHIVES:
            raise IndexMissing(f"{address}: there is no archive; make one")
        return ARCHIVES[address]

    @classmethod
    def create(cls, address: str, language: str, archive_id: UUID) -> "PlainEngine":
        engine = cls(address, language, archive_id)
        if ARCHIVES.setdefault(address, engine) is not engine:
            raise IndexExists(f"{address}: there is an archive already; open it")
        return engine

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
        engine = cls.create(address, identity.language, identity.id)
        analyzer, number = engine.current.analyzer, identity.generation
        histories = {
            states[0].id: [Document(state, analyzer, states) for state in whole(states)]
            for _, states in held
        }
        came = {states[0].id: arrival for arrival, states in held}
        first = identity.arrivals_from
        engine.with_stories = identity.keeps_stories
        engine.current = PlainGeneration(
            *(number, analyzer, histories, came, first), with_stories=engine.with_stories
        )
        engine.note = identity.note

    @classmethod
    def beside(cls, address: str) -> PlainBeside:
        return PlainBeside(address)

    @property
    def language(self) -> str:
        return self.current.analyzer.language

    @property
    def generation(self) -> int:
        return self.current.number

    @property
    def state(self) -> str:
        return f"{id(self)}-{self.current.number}"

    @property
    def keeps_stories(self) -> bool:
        return self.with_stories

    @property
    def updated(self) -> datetime:
        return datetime.fromtimestamp(self.current.number, UTC)

    def ledger(self) -> tuple[LedgerCount, ...]:
        kept = PlainBeside(self._address)
        return counted_lines(kept.opened(LEDGER)) if kept.has(LEDGER) else ()

    def newest(self) -> PlainGeneration:
        return self.current

    def check(self) -> int:
        return self.current.info().segments

    def faults(self, every_byte: bool = False) -> tuple[str, ...]:
        return ()

    def pending(self) -> tuple[str, ...]:
        return ()

    def close(self) -> None:
        pass  # others may have it open

    # -- the one change under way: histories of its own, which a commit makes a generation

    @contextmanager
    def changing(self, wait: float = 0.0, language: str | None = None) -> Iterator["PlainEngine"]:
        """Yield the engine as a Writer; with a language given the change begins with nothing."""
        if not self._lock.acquire(timeout=wait):
            raise IndexLocked(f"{self._address}: another writes to it; wait until it has finished")
        try:
            self._analyzer = Analyzer(language or self.language)
            self._histories = {} if language else dict(self.current.histories)
            self._arrivals = {} if language else dict(self.current.arrivals)
            self._is_anew = language is not None
            self._next_note = "" if language else self.note
            self._is_changed = language is not None
            yield self
            self.commit()
        finally:
            self._lock.release()

    def leave_note(self, note: str) -> None:
        self._next_note = note

    def ids(self) -> set[str]:
        return set(self._histories)

    def add_read(self, reading: seam.Reading, jobs: int = 1) -> int:
        added, tellings = {}, []
        for source in reading.sources:
            try:
                item, telling = reading.read(source)
            except MemoryError:
                item, telling = None, reading.lost(source, "there is not enough memory for it")
            tellings.append(telling)
            if item is not None:
                all_states = whole(item)
                states = [Document(state, self._analyzer, all_states) for state in all_states]
                added[states[0].item.id] = states  # of several with one id the last counts
        self._histories |= added
        self._is_changed |= bool(added)
        for telling in tellings:
            reading.told(telling)
        return len(added)

    def remove(self, ids: Iterable[str]) -> int:
        removed = 0
        for id in set(ids):
            removed += self._histories.pop(id, None) is not None
            self._arrivals.pop(id, None)
        self._is_changed |= removed > 0
        return removed

    def keep_stories(self, keep: bool) -> None:
        self._is_changed |= keep != self.with_stories
        self.with_stories = keep

    def commit(self) -> int:
        if self._is_changed:
            number = self.generation + 1
            first = number if self._is_anew else self.current.arrivals_from
            for id in self._histories:
                self._arrivals.setdefault(id, number)
            known = dict(self._histories), dict(self._arrivals), first
            self.current = PlainGeneration(
                number, self._analyzer, *known, with_stories=self.with_stories
            )
            self.note, self._is_changed = self._next_note, False
        return self.generation
