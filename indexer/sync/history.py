"""What does a run over a history read? It supplies the states of files in a git repository.

The manifest has the oldest and the newest commit of the line that was read. The next run reads on
from there, or everything again if history was rewritten, or a shallow clone deepened.
(`find/history.py` reads the repository itself.)
"""

import os
from collections.abc import Collection, Container, Iterator, Sequence
from contextlib import nullcontext, suppress
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from indexer.find.folders import Source
from indexer.find.history import FileStates, History, open_history
from indexer.ledger import Entry, Reason, Report
from indexer.read.outlets import Outlets
from indexer.sync import missing, overlaps
from indexer.sync.accounts import Accounts
from indexer.sync.manifest import HISTORY, Manifest
from indexer.sync.plan import is_taken
from indexer.sync.work import Outcome, Work
from search import Archive, Item, ItemNotFound
from search.beside import Beside
from search.frozen import frozen


class Task(NamedTuple):
    """The states of a file that are to be read; `older` are those that the archive has.

    The new states go on from the older ones or, if `is_anew`, take their place.
    """

    history: History
    file: FileStates
    older: tuple[Item, ...]
    source: Source
    is_anew: bool


def opened(repo: Path, path: str, kept: Beside) -> History:
    """Open a history; if the archive has read it, also one that does not have the folder any more.

    Raises HistoryUnreadable.
    """
    return open_history(repo, path, lambda history: _root(history) in Manifest.load(kept).roots)


def _root(history: History) -> str:
    return f"{HISTORY}{os.path.realpath(history.repo)}:{history.path}"


def work(
    history: History, index: str, manifest: Manifest, accounts: Accounts, before: Manifest | None
) -> Work:
    """Return what a run has to do so that the archive holds every state of a history's files.

    Raises FilesGone if too many files of `before`, the manifest of the last run, are not in it, and
    FilesOverlap if the archive has some of them by another folder.
    """
    overlaps.check_history(history, manifest)
    root = _root(history)
    oldest = history.oldest()
    first, _, last = manifest.commits.get(root, "").partition("..")
    since = last if first == oldest and history.contains(last) else None
    accounts.begin({root: os.path.join(history.path_of(""), "")})
    files = list(history.files(accounts.report, since))
    changed = {file.id for file in files}
    others = _others(manifest, root, changed)
    if since is not None:
        has_item = (manifest.files[item_id].has_item for item_id in others)
        accounts.count_unchanged(sum(has_item), ())
        accounts.repeat_left()
        others = []
    if before is not None and since is None:
        lost = _others(before, root, changed)
        missing.check(before, lost, lost)
    # If all was read, `others` stood in a history that was rewritten since.
    tasks = _Tasks(
        history, root, files, manifest, accounts.report, index if last else None, since is None
    )
    return Work(tasks, read, others, {root: f"{oldest}..{history.head}"})


def _others(manifest: Manifest, root: str, changed: Container[str]) -> list[str]:
    """Return the ids of the files of a history that are not among the changed ones."""
    number = manifest.root(root)
    return [
        item_id
        for item_id, file in manifest.files.items()
        if file.root == number and item_id not in changed
    ]


@frozen()
class _Tasks(Collection[Task]):
    """A task for each file, unless its id belongs to another root's file.

    `index` is that of the archive whose states the tasks go on from or, if they are read anew, are
    compared with; None if it has none that could be believed.
    """

    history: History
    root: str
    files: list[FileStates]
    manifest: Manifest
    report: Report
    index: str | None
    is_anew: bool

    def __len__(self) -> int:
        return len(self.files)

    def __contains__(self, task: object) -> bool:
        return any(task == other for other in self)

    def __iter__(self) -> Iterator[Task]:
        with Archive.open(self.index) if self.index else nullcontext() as archive:
            for file in self.files:
                source = Source.at(self.history.path_of(file.id), file.id, root=self.root)
                known = self.manifest.files.get(file.id)
                if known:
                    root = self.manifest.roots[known.root]
                    if root != self.root and is_taken(root, source, self.report):
                        continue
                older: tuple[Item, ...] = ()
                with suppress(ItemNotFound):
                    older = archive.states(file.id) if archive and known else ()
                yield Task(self.history, file, older, source, self.is_anew)


def read(task: Task, outlets: Outlets) -> tuple[list[Item] | None, Outcome]:
    """Return the states of the item in a file, oldest first, and the file's outcome.

    A state that equals the one before it is left out, unless the file had gone in between, or was
    empty: then the one before it has the day on which it went. Of several in one second the last
    counts.
    """
    from indexer.read.item import load

    history, file, older, source, is_anew = task
    entries: list[Entry] = []
    states = [] if is_anew else _before(file, older)
    for state in file.states:
        item = None
        if state.blob is not None:
            item = load(history.source(file.id, state), entries.append, outlets)
        if item is None:
            is_gone = state.blob is None or entries[-1].reason is Reason.EMPTY
            if states and is_gone:
                states[-1] = replace(states[-1], gone=states[-1].gone or state.when.date())
            continue
        if states and states[-1].seen == state.when:
            states.pop()
        if not states or replace(states[-1], seen=None) != item:
            states.append(replace(item, seen=state.when))
    if not states:
        return None, Outcome(source, "", False, False, entries)
    if is_anew and tuple(states) == older:
        return None, Outcome(source, "", True, True, entries)
    was_there = bool(older) and older[-1].gone is None
    is_lost = was_there and states[-1].gone is not None
    return states, Outcome(source, "", True, False, entries, is_lost)


def _before(file: FileStates, older: Sequence[Item]) -> list[Item]:
    """Return the states that the archive has from before those that are to be read.

    A run that was stopped after a commit has left others, which are read again now. One of the
    same second stays until `read` puts another in its place: the file may have been removed.
    """
    first = file.states[0].when
    states = [state for state in older if state.seen is not None and state.seen <= first]
    went = {state.when.date() for state in file.states if state.blob is None}
    if states and states[-1].gone in went:
        states[-1] = replace(states[-1], gone=None)
    return states
