"""What does one indexing run do? It makes the archive hold what the files hold.

Files are found, compared with the manifest of the run before, read where they may have changed, and
added; items whose files are gone are removed. The archive commits now and then on the way, each
time whole, and the manifest follows it.
"""

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from indexer.find.folders import Scan, Source, scan
from indexer.ledger import Action, Entry, Reason, Refused, Report
from indexer.read.outlets import Outlets
from indexer.read.text import read_settled
from indexer.sync.accounts import Accounts, Summary
from indexer.sync.known_files import HASH_BYTES, File
from indexer.sync.manifest import READER, Manifest
from indexer.sync.plan import Plan, entry_of, missed, planned
from search import Archive, IndexMissing, Item, ItemNotFound, LanguageMismatch
from search.archive import DEFAULT_LANGUAGE

if TYPE_CHECKING:
    from search.change import Change

#: Starting a process takes about as long as reading so many files.
FILES_WORTH_A_PROCESS = 500

#: Gives on what is to be read, one after another; it may go through it once.
Progress = Callable[[Collection[Any]], Iterable[Any]]


def index_files(
    paths: Sequence[Path],
    index: str | Path,
    *,
    language: str | None = None,
    outlets: Outlets | None = None,
    report: Report = lambda entry: None,
    progress: Progress = iter,
    jobs: int = 1,
    rebuild: bool = False,
    verify: bool = False,
    keep: bool = False,
    wait: float = 0.0,
) -> Summary:
    """Make the archive in `index` hold the items below `paths`, as they are now.

    Only what is new or changed is read: the manifest of the run before tells. Items whose files
    below these paths are gone are removed, or with `keep` marked with the day. Items of other paths
    stay. Where there is no archive one is made, of `language` or else english.

    `report` is called with each entry of the ledger. `progress` is given all files that are to be
    read and returns them as they shall be, so that it can show how far the run is. Of many files
    `jobs` processes read (a script that asks for more than one needs an
    `if __name__ == "__main__"`). With `verify` all files are read, and those that are not what they
    were, though their size and time say so, are found. With `rebuild` the archive has just these
    items afterwards, and may be of another version, or damaged, before. Another run is waited for
    up to `wait` seconds.

    Raises PathMissing, LanguageUnknown, LanguageMismatch or an ArchiveError. Whatever is raised,
    KeyboardInterrupt too, the archive is at its last commit, and the next run goes on from there.
    """
    started = time.monotonic()
    found = scan(paths, lambda entry: accounts.report(entry))
    index = Path(index)
    with changing(index, language, rebuild, wait) as (change, manifest):
        accounts = Accounts(report, index)
        run = _Run(change, manifest, index, accounts, found, keep)
        run.sync(outlets or Outlets(), progress, jobs, verify, in_steps=not rebuild)
        run.save(datetime.now(UTC))
    return accounts.summary(time.monotonic() - started)


def plan_files(
    paths: Sequence[Path],
    index: str | Path,
    *,
    outlets: Outlets | None = None,
    verify: bool = False,
    report: Report = lambda entry: None,
) -> Plan:
    """Return what `index_files` would do, and do nothing. Raises PathMissing."""
    found = scan(paths, report)
    manifest = Manifest.load(Path(index))
    if manifest.made_by != made_by(outlets or Outlets()):
        manifest.files.doubt()
    return _plan(found, manifest, None, report, verify)


@contextmanager
def changing(
    index: Path, language: str | None, rebuild: bool, wait: float
) -> Iterator[tuple["Change", Manifest]]:
    """Yield a change of the archive, and the manifest that it begins with."""
    if rebuild and index.exists():
        with Archive.rebuild(index, language=language, wait=wait) as change:
            yield change, Manifest()
    else:
        with _open_or_create(index, language) as archive, archive.change(wait=wait) as change:
            manifest = Manifest.load(index)
            Manifest.clear(index)
            yield change, manifest


def _open_or_create(index: Path, language: str | None) -> Archive:
    try:
        archive = Archive.open(index)
    except IndexMissing:
        return Archive.create(index, language or DEFAULT_LANGUAGE)
    if language and language.lower() != archive.language:
        archive.close()
        raise LanguageMismatch(
            f"{index}: the archive's language is {archive.language}, not {language}; leave out "
            "--language to add to it, or name another --index to make a new archive"
        )
    return archive


def made_by(outlets: Outlets) -> str:
    """Return what tells apart those who may read other items from the same files."""
    return f"{READER} {outlets.fingerprint}"


def _plan(
    found: Scan, manifest: Manifest, held: set[str] | None, report: Report, verify: bool
) -> Plan:
    plan = planned(found, manifest, held, report, verify=verify)
    plan.gone = missed(manifest, found.roots, plan, found.unread)
    return plan


class Told(NamedTuple):
    """What became of a file. `is_item` is None where it could not be read, so nobody knows."""

    source: Source
    hash: str
    is_item: bool | None
    is_same: bool
    entries: list[Entry]


def read(source: Source, outlets: Outlets) -> tuple[Item | None, Told]:
    """Return the item in a file, if there is one that is not known, and what became of the file."""
    # Where nothing has changed, nobody waits for all that reads to be imported.
    from indexer.read.item import load

    entries: list[Entry] = []
    try:
        file = read_settled(source.place)
    except Refused as refused:
        entries.append(refused.entry(source.shown))
        is_unknown = refused.reason in (Reason.VANISHED, Reason.UNREADABLE)
        return None, Told(source, "", None if is_unknown else False, False, entries)
    digest = blake2b(file.data, digest_size=HASH_BYTES).hexdigest()
    if (file.size, file.mtime) != (source.size, source.mtime):
        source = source._replace(size=file.size, mtime=file.mtime)
    if digest == source.known:
        return None, Told(source, digest, True, True, entries)
    item = load(source, entries.append, outlets, file.data)
    if not file.is_settled:
        detail = "It changed while it was read; the next run reads it again."
        entries.append(entry_of(source, Action.REPAIRED, Reason.CHANGING, detail))
        source = source._replace(size=-1)
    return item, Told(source, digest, item is not None, False, entries)


def lost(source: Source, cause: str) -> Told:
    """Return what is told of a file that could not be read at all."""
    detail = f"It could not be read: {cause}. It is not read again before it changes."
    entries = [entry_of(source, Action.REFUSED, Reason.UNDIGESTED, detail)]
    return Told(source, "", False, False, entries)


class _Run:
    """One run, from what was found to what is accounted for."""

    def __init__(
        self,
        change: "Change",
        manifest: Manifest,
        index: Path,
        accounts: Accounts,
        found: Scan,
        keep: bool,
    ) -> None:
        self._change, self._manifest = change, manifest
        self._index, self._accounts = index, accounts
        self._found, self._keep = found, keep
        self._emptied: list[str] = []
        self._gone_hashes: set[str] = set()
        self._is_news = False

    def sync(
        self, outlets: Outlets, progress: Progress, jobs: int, verify: bool, in_steps: bool
    ) -> None:
        """Do what is to be done; commit it, if it changes anything."""
        manifest = self._manifest
        held = None
        if manifest.generation != self._change.generation:
            # Somebody else has changed the archive, or the manifest is an older one.
            held = self._change.ids()
        reader = made_by(outlets)
        if manifest.made_by != reader:
            manifest.files.doubt()
            manifest.made_by = reader
            self._is_news = True
        plan = _plan(self._found, manifest, held, self._accounts.report, verify)
        self._gone_hashes = {manifest.files[name].hash for name in plan.gone}
        self._accounts.carry_over(plan.same.item_count(), plan.same.places())
        sources = plan.handed_over()
        jobs = max(1, min(jobs, len(sources) // FILES_WORTH_A_PROCESS))
        self._change.add_read(
            progress(sources),
            partial(read, outlets=outlets),
            self._told,
            lost,
            steps=(self._announce, self._committed) if in_steps else None,
            jobs=jobs,
        )
        self._remove(plan.gone)
        self._announce()
        generation = self._change.commit()
        self._is_news |= generation != manifest.generation
        manifest.generation = generation

    def _told(self, told: Told) -> None:
        """Take note of what became of a file."""
        source, files = told.source, self._manifest.files
        known = files.get(source.id)
        for entry in told.entries:
            self._accounts.report(entry)
        if told.is_item is None:  # what is known of it, and its item, stay
            return
        if told.is_same:
            assert known is not None
            is_item = known.has_item
            self._accounts.carry_over(is_item, [(source.id, source.place)])
        else:
            is_item = told.is_item
            self._accounts.took(is_item, known is None, told.hash in self._gone_hashes)
            if not is_item and known is not None and known.has_item:
                self._emptied.append(source.id)
        root = self._manifest.root(source.root)
        self._manifest.note(source.id, File(root, source.size, source.mtime, told.hash, is_item))
        self._is_news = True

    def _remove(self, gone: list[str]) -> None:
        """Remove the items whose files are gone, or hold none any more."""
        files = self._manifest.files
        if self._keep:
            today = date.today()
            self._accounts.kept = self._change.add(self._gone(gone, today))
            for name in gone:
                files[name] = files[name]._replace(gone=today.isoformat())
        else:
            self._accounts.removed = self._change.remove(gone)
            for name in gone:
                del files[name]
        self._accounts.removed += self._change.remove(self._emptied)
        self._is_news |= bool(gone)

    def _gone(self, names: Sequence[str], today: date) -> Iterator[tuple[Item, ...]]:
        """Yield the states of items, the newest of each marked as gone."""
        with Archive.open(self._index) as archive:
            for name in names:
                with suppress(ItemNotFound):  # others may have removed it
                    *older, newest = archive.states(name)
                    yield (*older, replace(newest, gone=today))

    def _announce(self) -> None:
        """Have the manifest say what is about to be committed."""
        self._manifest.announce(self._index)

    def _committed(self) -> None:
        """Have the manifest follow a commit on the way."""
        self._manifest.generation = self._change.generation
        self._manifest.save(self._index, is_whole=False)

    def save(self, now: datetime) -> None:
        """Write the manifest and the ledger of a run that has ended."""
        if self._is_news:
            self._manifest.save(self._index)
        self._accounts.save(now)
