"""What does a run over a history do? The archive gets each file's states, the newest to be found.

What is known of a history is the newest commit that was read: the next run reads on from there, and
all again where history was rewritten.
"""

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from indexer.find.folders import Source
from indexer.find.history import FileStates, History, open_history
from indexer.ledger import Action, Entry, Reason, Report
from indexer.read.outlets import Outlets
from indexer.sync.accounts import Accounts, Summary
from indexer.sync.known_files import File
from indexer.sync.manifest import HISTORY
from indexer.sync.plan import entry_of, is_taken
from indexer.sync.run import FILES_WORTH_A_PROCESS, Progress, Told, changing, made_by
from search import Archive, Item, ItemNotFound


class Task(NamedTuple):
    """A file's states that are to be read, after those that the archive has."""

    history: History
    file: FileStates
    older: tuple[Item, ...]
    source: Source


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

    `path` counts from the repository's root, "" for all of it. Files that were removed are kept,
    with the day on which they went. The other parameters, and what is raised, are those of
    `index_files`; raises HistoryUnreadable, too.
    """
    started = time.monotonic()
    history = open_history(repo, path)
    index, outlets = Path(index), outlets or Outlets()
    root = f"{HISTORY}{os.path.realpath(history.repo)}:{history.path}"
    with changing(index, language, rebuild, wait) as (change, manifest):
        accounts = Accounts(report, index)
        number = manifest.root(root)
        since = manifest.commits.get(root)
        if manifest.made_by != made_by(outlets) or manifest.generation != change.generation:
            since = None
        manifest.made_by = made_by(outlets)
        if since is not None and not history.contains(since):
            since = None
        files = list(history.files(accounts.report, since))
        seen = {file.id for file in files}
        ours = [name for name, file in manifest.files.items() if file.root == number]
        # All was read: what is not in it stood in no history that there is now.
        gone = [name for name in ours if since is None and name not in seen]
        accounts.unchanged = sum(
            manifest.files[name].has_item for name in ours if since and name not in seen
        )

        def told(told: Told) -> None:
            for entry in told.entries:
                accounts.report(entry)
            accounts.took(bool(told.is_item), told.source.id not in manifest.files, False)
            manifest.note(told.source.id, File(number, -1, -1, "", bool(told.is_item)))

        def committed() -> None:
            manifest.generation = change.generation
            manifest.save(index, is_whole=False)

        def sources(files: Iterable[FileStates]) -> Iterator[Task]:
            with Archive.open(index) if since is not None else nullcontext() as archive:
                for file in files:
                    source = Source.at(history.place(file.id), file.id, root=root)
                    known = manifest.files.get(file.id)
                    if (
                        known
                        and known.root != number
                        and is_taken(manifest.roots[known.root], source, accounts.report)
                    ):
                        continue
                    yield Task(history, file, _older(archive, file.id), source)

        change.add_read(
            sources(progress(files)),
            partial(read, outlets=outlets),
            told,
            lost,
            steps=None if rebuild else (partial(manifest.announce, index), committed),
            jobs=max(1, min(jobs, len(files) // FILES_WORTH_A_PROCESS)),
        )
        accounts.removed = change.remove(gone)
        for name in gone:
            del manifest.files[name]
        manifest.announce(index)
        manifest.generation = change.commit()
        manifest.commits[root] = history.head
        manifest.save(index)
        accounts.save(datetime.now(UTC))
    return accounts.summary(time.monotonic() - started)


def _older(archive: Archive | None, item_id: str) -> tuple[Item, ...]:
    """Return the states of an item that the archive has already."""
    if archive is None:
        return ()
    try:
        return archive.states(item_id)
    except ItemNotFound:
        return ()


def read(task: Task, outlets: Outlets) -> tuple[list[Item] | None, Told]:
    """Return the states of the item in a file, the oldest first, and what became of the file.

    A state that says what the one before said is none; of several in one second the last counts.
    """
    from indexer.read.item import load

    history, file, older, source = task
    entries: list[Entry] = []
    states = [replace(state, gone=None) for state in older]
    gone = older[-1].gone if older else None
    for state in file.states:
        gone = state.when.date() if state.blob is None else None
        if state.blob is None:
            continue
        item = load(history.source(file.id, state), entries.append, outlets)
        if item is None:
            continue
        # A run that was stopped after a commit left states that are read again now.
        while states and (states[-1].seen is None or states[-1].seen >= state.when):
            states.pop()
        if not states or replace(states[-1], seen=None) != item:
            states.append(replace(item, seen=state.when))
    if not states:
        return None, Told(source, "", False, False, entries)
    states[-1] = replace(states[-1], gone=gone)
    return states, Told(source, "", True, False, entries)


def lost(task: Task, cause: str) -> Told:
    """Return what is told of a file that could not be read at all."""
    detail = f"It could not be read: {cause}."
    line = entry_of(task.source, Action.REFUSED, Reason.UNDIGESTED, detail)
    return Told(task.source, "", False, False, [line])
