"""What did a run do? Its entries of the ledger are counted on their way, and written down."""

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from indexer.find.folders import printable
from indexer.ledger import OF_THE_WAY, Action, Entry, Report

#: The ledger of the last run, beside the index.
LEDGER = "ledger.jsonl"
#: When the last run ended.
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

    `added` counts the items that were written; `changed` of them took the place of an older state,
    `moved` were known from another file that is gone. `unchanged` items were not touched, `removed`
    ones have no file any more, nor have those that were `kept`. `repaired` and `refused` count
    files, of this run and of runs before where they are as they were. `refusals` has one entry for
    each reason, the most frequent first.
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

    @property
    def rate(self) -> float:
        """Items a second."""
        return self.added / self.seconds if self.seconds else 0.0


class Accounts:
    """Counts what a run does, and writes its ledger beside the index."""

    def __init__(self, report: Report, index: Path) -> None:
        self._report = report
        self._index = index
        self._entries: list[Entry] = []
        self._repaired: set[str] = set()
        self._skipped = 0
        self._refused: Counter[str] = Counter()
        self._examples: dict[str, Entry] = {}
        self._before: dict[str, list[Entry]] | None = None
        self.added = self.changed = self.moved = 0
        self.unchanged = self.removed = self.kept = 0

    def report(self, entry: Entry) -> None:
        """Count an entry and hand it on."""
        if entry.action == Action.REPAIRED:
            self._repaired.add(entry.file)
        elif entry.action == Action.REFUSED:
            self._refused[entry.reason] += 1
            self._examples.setdefault(entry.reason, entry)
        else:
            self._skipped += 1
        self._entries.append(entry)
        self._report(entry)

    def took(self, is_item: bool, is_new: bool, is_moved: bool) -> None:
        """Count a file that was read."""
        self.added += is_item
        self.changed += is_item and not is_new
        self.moved += is_item and is_new and is_moved

    def carry_over(self, items: int, places: Iterable[tuple[str, str]]) -> None:
        """Count items whose files are as they were, and say again what was said of such files.

        Of each of those the id and the place are given.
        """
        if self._before is None:
            self._before = {}
            for entry in entries(self._index):
                if entry.reason not in OF_THE_WAY:
                    self._before.setdefault(entry.file, []).append(entry)
        self.unchanged += items
        if self._before:
            said = {
                item_id: lines
                for item_id, place in places
                if (lines := self._before.get(printable(place)))
            }
            for item_id in sorted(said):  # as a folder lists them is no order
                for entry in said[item_id]:
                    self.report(entry)

    def save(self, now: datetime) -> None:
        """Write the ledger in the place of the one before, and when that was."""
        coming = self._index / f"{LEDGER}.new"
        with coming.open("w", encoding="utf-8") as file:
            for entry in self._entries:
                file.write(json.dumps(entry.to_dict(), ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(coming, self._index / LEDGER)
        coming = self._index / f"{SYNCED}.new"
        coming.write_text(json.dumps({"synced": now.isoformat(timespec="seconds")}) + "\n")
        os.replace(coming, self._index / SYNCED)

    def summary(self, seconds: float) -> Summary:
        """Return what was counted."""
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
            seconds=seconds,
            refusals=tuple(
                Refusals(reason=reason, files=files, example=self._examples[reason])
                for reason, files in self._refused.most_common()
            ),
        )


def entries(index: Path) -> Iterator[Entry]:
    """Yield the entries of the last run's ledger; none where there is none, or of a cut line."""
    with suppress(OSError), (index / LEDGER).open(encoding="utf-8", errors="replace") as file:
        for line in file:
            with suppress(ValueError, TypeError):
                yield Entry.from_dict(json.loads(line))
