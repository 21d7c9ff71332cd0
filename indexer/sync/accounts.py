"""What did a run do? It counts files and items on the way, and writes the ledger in the end.

The ledger in the archive's folder tells of all files that the archive was made of. A run repeats
what the last ledger says of files that it need not read, and keeps what that says of other roots.
"""

import time
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from enum import Enum, auto
from itertools import chain

from indexer.find.folders import printable
from indexer.ledger import FOUND_BY_SCAN, Action, Entry, Ledger, LedgerMissing, Report
from indexer.sync.synced import Synced, ledger_fault, replace_ledger
from search.beside import Beside
from search.frozen import frozen


@frozen(kw_only=True)
class Refusals:
    """How many files were refused for one reason, and the first of them."""

    reason: str
    files: int
    example: Entry


@frozen(kw_only=True)
class Summary:
    """What a run did.

    `added` counts the items that were written: `changed` of them replaced an older state, `reread`
    ones came from files that are as they were, `moved` ones from a file whose content was known
    under another path, where it is gone. `unchanged` items were left alone; `removed` items have
    lost their file, and so have the `kept` ones, which stay and are marked as gone.
    `repaired`, `refused` and `skipped` count files, those included that an earlier run read and
    that are unchanged. `refusals` has one entry for each reason, the most frequent first.
    `notes` are sentences on what was known of the files.
    """

    added: int
    changed: int
    reread: int
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


class Was(Enum):
    """What was known of a file that was read: its item was not there, or came of such bytes."""

    NEW = auto()
    OTHER = auto()
    SAME = auto()


class Accounts:
    """Counts what a run does, from its start on, and writes its ledger beside the index."""

    def __init__(self, report: Report, kept: Beside) -> None:
        self._report = report
        #: What is kept beside the archive.
        self.beside = kept
        self._started = time.monotonic()
        self._entries: list[Entry] = []
        self._repaired: set[str] = set()
        self._skipped = 0
        self._refused: Counter[str] = Counter()
        self._examples: dict[str, Entry] = {}
        self._synced = Synced()
        self._last_entries: list[Entry] = []
        #: What the last ledger says of files of this run's roots that the run has not told of yet,
        #: by their paths; and what it says of other roots.
        self._left: dict[str, list[Entry]] = {}
        self._of_other_roots: list[Entry] = []
        #: Paths that stand before ids in the ledger: the longest of this run, then of others.
        self._prefixes: list[str] = []
        self.added = self.changed = self.reread = self.moved = 0
        self.unchanged = self.removed = self.kept = 0
        self.notes: list[str] = []

    def read_last(self, notes: Collection[str], has_run: bool) -> str:
        """Read the last ledger; return what is wrong with it, as a clause; "" if nothing is.

        If anything is, nothing of it is believed. Parameters are those of `ledger_fault`.
        """
        synced = Synced.load(self.beside)
        fault = ledger_fault(self.beside, synced, notes, has_run, every_byte=True)
        if not fault:
            self._synced = synced
            with suppress(LedgerMissing):
                self._last_entries = list(Ledger(self.beside).entries())
        return fault

    def begin(self, paths: Mapping[str, str]) -> None:
        """Take the roots of this run, each with the path that stands before the ids of its files.

        The last run may have spelt these paths otherwise.
        """
        known = self._synced.paths
        roots = sorted(known, key=lambda root: len(known[root]), reverse=True)
        for entry in self._last_entries:
            root = next((root for root in roots if entry.file.startswith(known[root])), None)
            if root is not None and root in paths:
                if entry.reason not in FOUND_BY_SCAN:
                    file = printable(paths[root]) + entry.file.removeprefix(known[root])
                    self._left.setdefault(file, []).append(replace(entry, file=file))
            elif root is not None:
                self._of_other_roots.append(entry)
        self._last_entries = []
        spelt = {root: printable(path) for root, path in paths.items()}
        self._synced = replace(self._synced, paths={**known, **spelt})
        self._prefixes = [
            *sorted(spelt.values(), key=len, reverse=True),
            *(known[root] for root in roots),
        ]

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

    def count_read(self, path: str, is_item: bool, was: Was, is_moved: bool) -> None:
        """Count a file that was read, by what was known of it before."""
        self._left.pop(printable(path), None)
        self.added += is_item
        self.changed += is_item and was is Was.OTHER
        self.reread += is_item and was is Was.SAME
        self.moved += is_item and is_moved

    def count_kept(self, path: str) -> None:
        """Count an item that stays without its file, which was read for that."""
        self._left.pop(printable(path), None)
        self.kept += 1

    def count_unchanged(self, items: int, paths: Iterable[tuple[str, str]]) -> None:
        """Count items whose files are unchanged.

        `paths` are (id, path) of unchanged files: what the last ledger says of each is reported
        again.
        """
        self.unchanged += items
        if self._left:
            repeated = {
                item_id: entries
                for item_id, path in paths
                if (entries := self._left.pop(printable(path), None))
            }
            for item_id in sorted(repeated):  # a folder lists its files in no fixed order
                for entry in repeated[item_id]:
                    self.report(entry)

    def repeat_left(self) -> None:
        """Report again all that the last ledger says of this run's roots: of a history it stays."""
        for entry in chain.from_iterable(self._left.values()):
            self.report(entry)
        self._left = {}

    def save(self, note: str, *, has_ended: bool = True) -> None:
        """Replace the ledger beside the index; note there that the run ended now, if it did.

        `note` is the one that is left with the archive.
        On the way the ledger keeps what the last one says of files that were not told of yet.
        """
        left = () if has_ended else chain.from_iterable(self._left.values())
        entries = [*map(self._with_id, (*self._entries, *left, *self._of_other_roots))]
        self._synced = replace(self._synced, note=note)
        self._synced = replace_ledger(self.beside, entries, self._synced, has_ended=has_ended)

    def _with_id(self, entry: Entry) -> Entry:
        """Return an entry with the path of its file below the root, by which others may know it."""
        if entry.id:
            return entry
        for prefix in self._prefixes:
            if entry.file.startswith(prefix):
                return replace(entry, id=entry.file.removeprefix(prefix))
        return entry

    def summary(self) -> Summary:
        """Return what was counted up to now."""
        return Summary(
            added=self.added,
            changed=self.changed,
            reread=self.reread,
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
