"""What does one indexing run do? It makes the archive hold what the files hold.

A run over folders and a run over a history differ only in who supplies the files (`files.py`,
`history.py`). The supplier compares them with the manifest of the last run. The run reads those
that may have changed, adds their items, and removes items whose files are gone. On the way it
commits now and then, each time a whole state of the archive, and saves the manifest after it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from indexer.archive_id import origin
from indexer.find.folders import Source, scan
from indexer.ledger import Reason, Refused, Report
from indexer.read.outlets import Outlets
from indexer.sync import files
from indexer.sync.accounts import Accounts, Summary, Was
from indexer.sync.known_files import File
from indexer.sync.leaving import days_of_gone, marked_as_gone
from indexer.sync.makers import doubt_if_made_by_another, made_by
from indexer.sync.manifest import Manifest
from indexer.sync.missing import check_read
from indexer.sync.moves import Moves
from indexer.sync.notes import (
    LEDGER_LOST,
    MENDED,
    NOT_OF_ONE_RUN,
    UNKNOWN_ITEMS,
)
from indexer.sync.opening import changing, is_there
from indexer.sync.work import Outcome, Progress, Work
from search.engines import beside
from search.frozen import frozen

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
    prune: bool = False,
    wait: float = 0.0,
    stories: bool | None = None,
) -> Summary:
    """Make the archive in `index` hold the items below `paths`, as they are now.

    Only files are read that are new or have changed since the last run, by size and time; with
    `verify` every file is read and compared by content. Items whose files below these paths are
    gone are removed, or with `keep` marked with today's date, unless the file only moved: its bytes
    are read under another path. Items of other paths stay. If there is no archive, one is made, in
    `language` or else in English; of exported files it takes over the id of theirs.

    If all known files of a path are missing, or more than half of a thousand or more are gone,
    FilesGone is raised and nothing is done. With `prune` this is believed, and a path that was
    indexed before and does not exist any more counts as an empty one. `stories` tells whether the
    archive has stories; None: as before.

    `report` is called with each entry of the ledger. `progress` is given all files to read and
    must return them one by one. If there are many files, `jobs` processes read them. With `rebuild`
    the archive holds just these items afterwards, whatever its state before. While another run
    holds the archive, this one waits up to `wait` seconds.

    Raises PathMissing, LanguageUnknown, LanguageMismatch or an ArchiveError. Whatever is raised,
    KeyboardInterrupt too, the archive is at its last commit, and the next run goes on from there.
    """
    accounts = Accounts(report, beside(index))
    found = scan(paths, accounts.report, lambda: Manifest.load(accounts.beside).roots, prune=prune)
    supply = partial(files.work, found, verify=verify)
    common = outlets or Outlets(), language, progress, jobs, rebuild, wait
    how = _How(*common, keep=keep, prune=prune, stories=stories, id=origin(paths))
    return _run(supply, str(index), accounts, how)


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
    prune: bool = False,
    wait: float = 0.0,
    stories: bool | None = None,
) -> Summary:
    """Add every file that ever stood below a folder of a repository, with each of its states.

    `path` counts from the repository's root, "" for all of it. The items of files that were
    removed are kept, with the day of the removal. All other parameters and errors are those of
    `index_files`; also raises HistoryUnreadable.
    """
    from indexer.sync import history

    accounts = Accounts(report, beside(index))
    supply = partial(history.work, history.opened(repo, path, accounts.beside), str(index))
    common = outlets or Outlets(), language, progress, jobs, rebuild, wait
    how = _How(*common, keep=False, prune=prune, stories=stories)
    return _run(supply, str(index), accounts, how)


@frozen()
class _How:
    """How to run, whoever supplies the files: parameters of `index_files`."""

    outlets: Outlets
    language: str | None
    progress: Progress
    jobs: int
    rebuild: bool
    wait: float
    keep: bool
    prune: bool
    #: Whether the archive is to have stories; None: as before.
    stories: bool | None = None
    #: The id of an archive that is made.
    id: UUID | None = None


def _run(
    supply: Callable[[Manifest, Accounts, Manifest | None], Work],
    index: str,
    accounts: Accounts,
    how: _How,
) -> Summary:
    how = replace(how, rebuild=how.rebuild and is_there(index))
    # Loaded first: a rebuild, too, must see what would be lost.
    before = None if how.prune or not how.rebuild else Manifest.load(accounts.beside)
    asked = how.language, how.rebuild, how.wait, how.id, how.stories
    opened = changing(index, accounts.beside, *asked)
    with opened as (change, manifest, faults, notes):
        accounts.notes += notes
        run = _Run(change, manifest, index, accounts, faults)
        if not how.rebuild:
            run.check_ledger()
        run.check_manifest(made_by(how.outlets))
        change.name_outlets(how.outlets.others)
        before = None if how.prune else before or manifest
        work = supply(manifest, accounts, before)
        run.read(work, how)
        run.remove(work.gone, before, how.keep)
        run.finish(work.commits)
    return accounts.summary()


def _lost(task: Any, cause: str) -> Outcome:
    """Return the outcome of a task that no process could read."""
    source: Source = task if isinstance(task, Source) else task.source
    detail = f"It could not be read: {cause}. It is not read again before it changes."
    entry = Refused(Reason.UNDIGESTED, detail).entry(source.shown)
    return Outcome(source, "", False, False, [entry])


class _Run:
    """A run while it holds the archive: the steps, in the order in which they are called."""

    def __init__(
        self,
        change: "Change",
        manifest: Manifest,
        index: str,
        accounts: Accounts,
        faults: list[str],
    ) -> None:
        self._change, self._manifest = change, manifest
        #: What was wrong with files that are written anew.
        self._faults = faults
        self._index, self._accounts = index, accounts
        #: Items whose files are still there, but hold no item any more: id -> the file as it is.
        self._emptied: dict[str, File] = {}
        self._moves = Moves(())
        self._is_manifest_changed = manifest.is_to_be_mended
        #: Whether nothing that the manifest says may be believed.
        self._is_doubted = False
        #: The ids of the items of the archive, where the manifest may not know them.
        self._held: set[str] | None = None

    def check_ledger(self) -> None:
        """Have everything read again if the last ledger is lost: nothing else tells what it did."""
        known = self._manifest.left.beside(self._change.note), self._manifest.has_been_saved
        if fault := self._accounts.read_last(*known):
            self._manifest.doubt()
            self._faults += [fault, LEDGER_LOST]

    def check_manifest(self, maker: str) -> None:
        """Have everything read again of which the manifest may not tell the truth."""
        manifest = self._manifest
        if not manifest.left.have(self._change.note):
            # One of them was restored from a copy, or the manifest was lost.
            self._is_doubted = True
            self._held = self._change.ids()
            manifest.doubt()
        elif manifest.generation != self._change.generation:
            # Somebody else has changed the archive, or a run was killed.
            self._held = self._change.ids()
            manifest.doubt(self._held)
        if doubt_if_made_by_another(manifest, maker, self._accounts.notes):
            manifest.made_by = maker
            self._is_manifest_changed = True

    def read(self, work: Work, how: _How) -> None:
        """Read the files of the tasks, and add their items."""
        worth = len(work.tasks) // FILES_WORTH_A_PROCESS
        worth = max(worth, min(len(work.tasks), work.size // BYTES_WORTH_A_PROCESS))
        jobs = max(1, min(how.jobs, worth))
        files = self._manifest.files
        gone = (files[item_id] for item_id in work.gone)
        self._moves = Moves((*gone, *files.kept().values()))
        self._change.add_read(
            how.progress(work.tasks),
            partial(work.read, outlets=how.outlets),
            self._record,
            _lost,
            steps=None if how.rebuild else (self._announce, self._save_on_the_way),
            jobs=jobs,
        )

    def remove(self, gone: Sequence[str], before: Manifest | None, keep: bool) -> None:
        """Remove the items whose files are gone, or hold nothing any more, or mark them.

        Raises FilesGone if these are too many of the files that were known before.
        """
        files, removed = self._manifest.files, [*gone, *self._emptied]
        kept = [*files.kept()]
        moved = set(self._moves.among((key, files[key].hash) for key in (*gone, *kept)))
        if before:
            left = [item_id for item_id in gone if item_id not in moved]
            check_read(before, self._manifest, left, self._emptied)
        if keep:
            lost = [item_id for item_id in removed if item_id not in moved]
            removed = [item_id for item_id in gone if item_id in moved]
            marks = dict.fromkeys(lost, date.today())
            self._accounts.kept = self._change.add(marked_as_gone(self._index, marks))
            for item_id, day in marks.items():
                files[item_id] = files[item_id]._replace(gone=day.isoformat())
        if self._is_doubted:  # the archive may not know what was kept before
            self._change.add(marked_as_gone(self._index, days_of_gone(files)))
        removed += [item_id for item_id in kept if item_id in moved]
        self._accounts.removed = self._change.remove(removed)
        for item_id in removed:
            if item_id in self._emptied:
                self._manifest.add(item_id, self._emptied[item_id])
            else:
                del files[item_id]
        self._is_manifest_changed |= bool(gone or self._emptied)

    def finish(self, commits: Mapping[str, str]) -> None:
        """Commit; save the manifest if it changed, and the ledger."""
        manifest = self._manifest
        if self._is_manifest_changed:
            self._announce()
        generation = self._change.commit()
        if self._faults:
            self._accounts.notes.append(MENDED.format("; ".join(self._faults)))
        if self._is_doubted:
            unknown = sum(item_id not in manifest.files for item_id in self._change.ids())
            self._accounts.notes.append(NOT_OF_ONE_RUN)
            if unknown:
                self._accounts.notes.append(
                    UNKNOWN_ITEMS.format("1 item" if unknown == 1 else f"{unknown:,} items")
                )
        if (
            self._is_doubted
            or generation != manifest.generation
            or not commits.items() <= manifest.commits.items()
        ):
            self._is_manifest_changed = True
        manifest.generation, manifest.note = generation, self._change.note
        manifest.commits.update(commits)
        # The manifest comes last: what it tells of a file is not read again for the ledger.
        self._accounts.save(manifest.note)
        if self._is_manifest_changed:
            manifest.save(self._accounts.beside)

    def _record(self, outcome: Outcome) -> None:
        """Record in the manifest and in the accounts what became of a file."""
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
        elif outcome.is_lost:
            is_item = True
            self._accounts.count_kept(source.path)
        else:
            is_item = outcome.is_item
            is_moved = self._moves.note(outcome.hash, known) if is_item else False
            was = self._what_was(source.id, outcome.hash)
            self._accounts.count_read(source.path, is_item, was, is_moved)
        root = self._manifest.root(source.root)
        file = File(root, source.size, source.mtime, outcome.hash, is_item)
        if is_item or known is None or not known.has_item:
            self._manifest.add(source.id, file)
            self._is_manifest_changed = True
        elif not known.gone:  # an item that was kept stays
            self._emptied[source.id] = file

    def _what_was(self, item_id: str, new_hash: str) -> Was:
        """Tell what the archive had before of a file that was read."""
        known = self._manifest.files.get(item_id)
        has_item = known is not None and known.has_item
        if self._held is not None:
            has_item = item_id in self._held
        if not has_item:
            return Was.NEW
        if known is None:  # the list of files is lost, and with it what the file held
            return Was.SAME
        is_same = known.hash == (new_hash or None) and not known.gone
        return Was.SAME if is_same else Was.OTHER

    def _announce(self) -> None:
        self._change.leave_note(self._manifest.announce(self._accounts.beside))

    def _save_on_the_way(self) -> None:
        self._accounts.save(self._change.note, has_ended=False)
        self._manifest.generation = self._change.generation
        self._manifest.note = self._change.note
        self._manifest.save(self._accounts.beside, is_whole=False)
