"""What did a run do? It counts files and items on the way, and writes the ledger in the end."""

import json
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from indexer.find.folders import printable
from indexer.ledger import FOUND_BY_SCAN, Action, Entry, LedgerFile, LedgerMissing, Report
from search import durable

#: Name of the file, in the archive's folder, that says when the last run ended.
SYNCED = "synced.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusals:
    """How many files were refused for one reason, and the first of them."""

    reason: str
    files: int
    example: Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a run did.

    `added` counts the items that were written: `changed` of them replaced an older state, `moved`
    came from a file whose content was known under another path, where it is gone. `unchanged`
    items were left alone; `removed` items have lost their file, and so have the `kept` ones.
    `repaired`, `refused` and `skipped` count files, those included that an earlier run read and
    that are unchanged. `refusals` has one entry for each reason, the most frequent first.
    `notes` are sentences on what was known of the files.
    """

    added: int
    changed: int
    moved: int
    unchanged: int
    removed: int
    kept: int
    repaired: int
    refused: int
    skipped: int
    seconds: float
    refusals: tuple[Refusals, ...]
    notes: tuple[str, ...] = ()

    @property
    def rate(self) -> float:
        """Items a second."""
        return self.added / self.seconds if self.seconds else 0.0


class Accounts:
    """Counts what a run does, from its start on, and writes its ledger beside the index."""

    def __init__(self, report: Report, index: Path) -> None:
        self._report = report
        self._index = index
        self._started = time.monotonic()
        self._entries: list[Entry] = []
        self._repaired: set[str] = set()
        self._skipped = 0
        self._refused: Counter[str] = Counter()
        self._examples: dict[str, Entry] = {}
        self._last_entries: dict[str, list[Entry]] | None = None
        self.added = self.changed = self.moved = 0
        self.unchanged = self.removed = self.kept = 0
        self.notes: list[str] = []

    def report(self, entry: Entry) -> None:
        """Count an entry of the ledger, and pass it on to the caller of the run."""
        if entry.action == Action.REPAIRED:
            self._repaired.add(entry.file)
        elif entry.action == Action.REFUSED:
            self._refused[entry.reason] += 1
            self._examples.setdefault(entry.reason, entry)
        else:
            self._skipped += 1
        self._entries.append(entry)
        self._report(entry)

    def count_read(self, is_item: bool, is_new: bool, is_moved: bool) -> None:
        """Count a file that was read and is not what it was."""
        self.added += is_item
        self.changed += is_item and not is_new
        self.moved += is_item and is_moved

    def count_unchanged(self, items: int, paths: Iterable[tuple[str, str]]) -> None:
        """Count items whose files are unchanged.

        `paths` are (id, path) of unchanged files: what the last ledger says of each is reported
        again.
        """
        if self._last_entries is None:
            self._last_entries = self._read_last_entries()
        self.unchanged += items
        if self._last_entries:
            repeated = {
                item_id: entries
                for item_id, path in paths
                if (entries := self._last_entries.get(printable(path)))
            }
            for item_id in sorted(repeated):  # a folder lists its files in no fixed order
                for entry in repeated[item_id]:
                    self.report(entry)

    def save(self) -> None:
        """Replace the ledger beside the index, and note there that the run ended now."""
        LedgerFile.beside(self._index).put(self._entries)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        durable.put(self._index / SYNCED, [json.dumps({"synced": now}).encode(), b"\n"])

    def summary(self) -> Summary:
        """Return what was counted up to now."""
        return Summary(
            added=self.added,
            changed=self.changed,
            moved=self.moved,
            unchanged=self.unchanged,
            removed=self.removed,
            kept=self.kept,
            repaired=len(self._repaired),
            refused=self._refused.total(),
            skipped=self._skipped,
            seconds=time.monotonic() - self._started,
            refusals=tuple(
                Refusals(reason=reason, files=files, example=self._examples[reason])
                for reason, files in self._refused.most_common()
            ),
            notes=tuple(self.notes),
        )

    def _read_last_entries(self) -> dict[str, list[Entry]]:
        """Return what the last ledger says of the contents of files, by file."""
        by_file: dict[str, list[Entry]] = {}
        with suppress(OSError, LedgerMissing):
            for entry in LedgerFile.beside(self._index).entries():
                if entry.reason not in FOUND_BY_SCAN:
                    by_file.setdefault(entry.file, []).append(entry)
        return by_file
