"""What does one indexing run do? It makes the archive hold what the files hold.

A run over folders and a run over a history differ only in who supplies the files (`files.py`,
`history.py`). The supplier compares them with the manifest of the last run. The run reads those
that may have changed, adds their items, and removes items whose files are gone. On the way it
commits now and then, each time a whole state of the archive, and saves the manifest after it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indexer.find.folders import Source, scan
from indexer.ledger import Reason, Refused, Report
from indexer.read.outlets import Outlets
from indexer.sync import files
from indexer.sync.accounts import Accounts, Summary
from indexer.sync.known_files import File
from indexer.sync.manifest import READER, Manifest
from indexer.sync.plan import Plan, plan_scan
from indexer.sync.work import Outcome, Progress, Work
from search import Archive, IndexMissing, Item, ItemNotFound, LanguageMismatch

if TYPE_CHECKING:
    from search.change import Change

#: Files, and bytes of long files, that one process reads in about the time that it takes to start
#: another process.
FILES_WORTH_A_PROCESS = 500
BYTES_WORTH_A_PROCESS = 2_000_000


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

    Only files are read that are new or have changed since the last run, by size and time; with
    `verify` every file is read and compared by content. Items whose files below these paths are
    gone are removed, or with `keep` marked with today's date. Items of other paths stay. If there
    is no archive, one is made, in `language` or else in English.

    `report` is called with each entry of the ledger. `progress` is given all files to read and
    must return them one by one; it can show how far the run is. If there are many files, `jobs`
    processes read them. With `rebuild` the archive holds just these items afterwards; it may be of
    another version, or damaged, before. While another run holds the archive, this one waits up to
    `wait` seconds.

    Raises PathMissing, LanguageUnknown, LanguageMismatch or an ArchiveError. Whatever is raised,
    KeyboardInterrupt too, the archive is at its last commit, and the next run goes on from there.
    """
    accounts = Accounts(report, Path(index))
    supply = partial(files.work, scan(paths, accounts.report), verify=verify)
    how = _How(outlets or Outlets(), language, progress, jobs, rebuild, wait, keep)
    return _run(supply, Path(index), accounts, how)


def index_history(
    repo: Path,
    path: str,
    index: str | Path,
    *,
    language: str | None = None,
    outlets: Outlets | None = None,
    report: Report = lambda entry: None,
    progress: Progress = iter,
    jobs: int = 1,
    rebuild: bool = False,
    wait: float = 0.0,
) -> Summary:
    """Add every file that ever stood below a folder of a repository, with each of its states.

    `path` counts from the repository's root, "" for all of it. The items of files that were
    removed are kept, with the day of the removal. All other parameters and errors are those of
    `index_files`; also raises HistoryUnreadable.
    """
    from indexer.find.history import open_history
    from indexer.sync import history

    accounts = Accounts(report, Path(index))
    supply = partial(history.work, open_history(repo, path), Path(index))
    how = _How(outlets or Outlets(), language, progress, jobs, rebuild, wait, keep=False)
    return _run(supply, Path(index), accounts, how)


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
    if manifest.made_by != _made_by(outlets or Outlets()):
        manifest.doubt()
    return plan_scan(found, manifest, report, verify=verify)


@dataclass(frozen=True, slots=True)
class _How:
    """How to run, whoever supplies the files: parameters of `index_files`."""

    outlets: Outlets
    language: str | None
    progress: Progress
    jobs: int
    rebuild: bool
    wait: float
    keep: bool


def _run(
    supply: Callable[[Manifest, Accounts], Work], index: Path, accounts: Accounts, how: _How
) -> Summary:
    with _changing(index, how) as (change, manifest):
        run = _Run(change, manifest, index, accounts)
        run.check_manifest(_made_by(how.outlets))
        work = supply(manifest, accounts)
        run.read(work, how)
        run.remove(work.gone, how.keep)
        run.finish(work.commits)
    return accounts.summary()


@contextmanager
def _changing(index: Path, how: _How) -> Iterator[tuple["Change", Manifest]]:
    """Open or make the archive; yield a change of it, and the manifest of the last run."""
    if how.rebuild and index.exists():
        with Archive.rebuild(index, language=how.language, wait=how.wait) as change:
            yield change, Manifest()
    else:
        with (
            _open_or_create(index, how.language) as archive,
            archive.change(wait=how.wait) as change,
        ):
            Manifest.clear(index)
            yield change, Manifest.load(index)


def _open_or_create(index: Path, language: str | None) -> Archive:
    try:
        archive = Archive.open(index)
    except IndexMissing:
        return Archive.create(index, language) if language else Archive.create(index)
    if language and language.lower() != archive.language:
        archive.close()
        raise LanguageMismatch(
            f"{index}: the archive's language is {archive.language}, not {language}; leave out "
            "--language to add to it, or name another --index to make a new archive"
        )
    return archive


def _made_by(outlets: Outlets) -> str:
    """Return a name for the code and the table of outlets that make items of files."""
    return f"{READER} {outlets.fingerprint}"


def _lost(task: Any, cause: str) -> Outcome:
    """Return the outcome of a task that no process could read."""
    source: Source = task if isinstance(task, Source) else task.source
    detail = f"It could not be read: {cause}. It is not read again before it changes."
    entry = Refused(Reason.UNDIGESTED, detail).entry(source.shown)
    return Outcome(source, "", False, False, [entry])


class _Run:
    """A run while it holds the archive: the steps, in the order in which they are called."""

    def __init__(
        self, change: "Change", manifest: Manifest, index: Path, accounts: Accounts
    ) -> None:
        self._change, self._manifest = change, manifest
        self._index, self._accounts = index, accounts
        #: Ids of items whose files are still there, but hold no item any more.
        self._emptied: list[str] = []
        #: Hashes of the files that are gone: a new file with one of them was moved.
        self._gone_hashes: set[str] = set()
        self._is_manifest_changed = False

    def check_manifest(self, made_by: str) -> None:
        """Have everything read again of which the manifest may not tell the truth."""
        manifest = self._manifest
        if manifest.generation != self._change.generation:
            # Somebody else has changed the archive, or the manifest is an older one.
            manifest.doubt(self._change.ids())
        if manifest.made_by != made_by:
            manifest.doubt()
            manifest.made_by = made_by
            self._is_manifest_changed = True

    def read(self, work: Work, how: _How) -> None:
        """Read the files of the tasks, and add their items."""
        announce = partial(self._manifest.announce, self._index)
        # Counted before `progress` may take the tasks.
        worth = len(work.tasks) // FILES_WORTH_A_PROCESS
        worth = max(worth, min(len(work.tasks), work.size // BYTES_WORTH_A_PROCESS))
        jobs = max(1, min(how.jobs, worth))
        self._gone_hashes = {self._manifest.files[item_id].hash for item_id in work.gone}
        self._change.add_read(
            how.progress(work.tasks),
            partial(work.read, outlets=how.outlets),
            self._note,
            _lost,
            steps=None if how.rebuild else (announce, self._save_on_the_way),
            jobs=jobs,
        )

    def remove(self, gone: Sequence[str], keep: bool) -> None:
        """Remove the items whose files are gone, or mark them; remove those of emptied files."""
        files = self._manifest.files
        if keep:
            today = date.today()
            self._accounts.kept = self._change.add(self._marked_as_gone(gone, today))
            for item_id in gone:
                files[item_id] = files[item_id]._replace(gone=today.isoformat())
        else:
            self._accounts.removed = self._change.remove(gone)
            for item_id in gone:
                del files[item_id]
        self._accounts.removed += self._change.remove(self._emptied)
        self._is_manifest_changed |= bool(gone)

    def finish(self, commits: Mapping[str, str]) -> None:
        """Commit; save the manifest if it changed, and the ledger."""
        manifest = self._manifest
        manifest.announce(self._index)
        generation = self._change.commit()
        if generation != manifest.generation or not commits.items() <= manifest.commits.items():
            self._is_manifest_changed = True
        manifest.generation = generation
        manifest.commits.update(commits)
        if self._is_manifest_changed:
            manifest.save(self._index)
        self._accounts.save()

    def _note(self, outcome: Outcome) -> None:
        """Note in the manifest and in the accounts what became of a file."""
        source, files = outcome.source, self._manifest.files
        known = files.get(source.id)
        for entry in outcome.entries:
            self._accounts.report(entry)
        if outcome.is_item is None:  # the item, and what the manifest says of it, stay
            return
        if outcome.is_same:
            assert known is not None
            is_item = known.has_item
            self._accounts.count_unchanged(is_item, [(source.id, source.path)])
        else:
            is_item = outcome.is_item
            is_moved = outcome.hash != "" and outcome.hash in self._gone_hashes
            self._accounts.count_read(is_item, known is None, is_moved)
            if not is_item and known is not None and known.has_item:
                self._emptied.append(source.id)
        root = self._manifest.root(source.root)
        self._manifest.note(source.id, File(root, source.size, source.mtime, outcome.hash, is_item))
        self._is_manifest_changed = True

    def _marked_as_gone(self, ids: Sequence[str], today: date) -> Iterator[tuple[Item, ...]]:
        """Yield the states of items, the newest of each marked as gone."""
        with Archive.open(self._index) as archive:
            for item_id in ids:
                with suppress(ItemNotFound):  # somebody else may have removed it
                    *older, newest = archive.states(item_id)
                    yield (*older, replace(newest, gone=today))

    def _save_on_the_way(self) -> None:
        self._manifest.generation = self._change.generation
        self._manifest.save(self._index, is_whole=False)
