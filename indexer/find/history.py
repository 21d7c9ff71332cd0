"""How is a git repository read: which files ever stood in it, and in which states?

`repository.py` opens it, and `sync/history.py` supplies a run with what is read here.
"""

from __future__ import annotations

import os
import re
import stat
import struct
from collections import deque
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.find.clocks import MAX_SECONDS_AHEAD, WrongClock, believed_times, told
from indexer.find.contents import check_size
from indexer.find.folders import printable
from indexer.find.repository import (
    HistoryUnreadable,
    explained,
    folder_in,
    git,
    repository_of,
    root_of,
)
from indexer.find.trees import NOTHING, Trees
from indexer.ledger import Action, Entry, Reason, Refused, Report
from search.file_extensions import EXTENSIONS
from search.frozen import frozen
from search.model import MAX_ID_BYTES

if TYPE_CHECKING:
    import pygit2

#: A packed state: seconds since 1970, and the id of the blob or NOTHING.
_STATE = struct.Struct("<q20s")
_LFS_POINTER = b"version https://git-lfs.github.com/spec/"
_RAW_EXTENSIONS = tuple(extension.encode() for extension in EXTENSIONS)
_HIDDEN = re.compile(rb"(?:[^./][^/]*/)*\.[^/]*")
_NO_ITEMS = {
    stat.S_IFLNK: "It is a symbolic link; links in a history are not followed.",
    0o160000: "It is a submodule, a repository of its own; index that one to have it read.",
}


@frozen()
class State:
    """The content of a file from one commit on, until its next state.

    `when` is the commit's time, in UTC and whole seconds. `blob` is the hex id of the content, or
    None if the commit removed the file.
    """

    when: datetime
    blob: str | None


@frozen()
class FileStates:
    """A file's states, oldest first. Its id is its path below the history's folder, as text."""

    id: str
    states: tuple[State, ...]


@frozen()
class HistorySource:
    """One state of a file, to be read as an item. It can be sent to another process."""

    history: History
    id: str
    blob: str

    @property
    def shown(self) -> str:
        """What the ledger calls it: the path, and the git command that shows this state."""
        return f"{self.history.path_of(self.id)} (git show {self.blob[:16]})"

    def read(self) -> bytes:
        """Return the bytes of the file. Raises Refused if it cannot be read or is not an item."""
        data = self.history.read(self.blob)
        if data.startswith(_LFS_POINTER):
            detail = "It is a pointer of Git LFS; what it points to is not in the repository."
            raise Refused(Reason.LFS_POINTER, detail)
        return data


@frozen()
class History:
    """The line of commits that leads to one commit, `head`, each the first parent of the next.

    So a merge counts as one commit, which changes whatever differs from its first parent, and each
    file has one line of states. `repo` is the root of the work tree, or of a bare repository;
    `path` is a folder in it, "" for the root. A history can be sent to other processes, each of
    which opens the repository itself.
    """

    repo: Path
    path: str
    head: str

    def contains(self, commit: str) -> bool:
        """Tell whether a commit (a full hex id) is in the line, so that `since` may name it.

        It is not if history was rewritten, or if only the second parent of a merge leads to it:
        then files had other states in between, and the whole history must be read again. So must
        it if later commits show that a clock was wrong: then states have other times by now.
        """
        with explained(self.repo):
            line = self._line()
        times = [seconds for _, seconds in line]
        at = next((at for at, (found, _) in enumerate(line) if str(found) == commit), None)
        if at is None:
            return False
        return believed_times(times)[: at + 1] == believed_times(times[: at + 1])

    def oldest(self) -> str:
        """Return the first commit of the line; in a shallow clone, the first that is there."""
        with explained(self.repo):
            return str(deque(self._back(), maxlen=1)[0].id)

    def files(self, report: Report, since: str | None = None) -> Iterator[FileStates]:
        """Yield each file that ever stood below `path` with an item's extension, by id.

        A state is left out if it equals the one before, as when only the mode of a file changed.
        `when` always goes on, from one commit to the next (`find/clocks.py`). With `since`, a
        commit of the line, only files that changed after it are yielded, with their newer states
        only.

        Hidden names, links, submodules and other extensions are left out; each such path is
        reported once. The whole line is read before the first file is yielded; until then a state
        takes 28 bytes of memory, and a file about 200.

        Raises HistoryUnreadable if `since` is not in the line, or objects are missing.
        """
        left_out: list[Entry] = []
        with explained(self.repo):
            changed = _Changed(self, left_out.append)
            self._collect(changed, since)
        # Reported out here: an error of the ledger must not be raised as HistoryUnreadable.
        for entry in left_out:
            report(entry)
        changed.report = report
        yield from changed.files()

    def source(self, file: str, state: State) -> HistorySource:
        """Return a state of a file as `load` takes it; the file was not removed in that state."""
        assert state.blob is not None, "a file that was removed holds nothing"
        return HistorySource(self, file, state.blob)

    def read(self, blob: str) -> bytes:
        """Return the content of a blob.

        Raises Refused if it is too large, missing, or damaged.
        """
        try:
            with explained(self.repo):
                objects = repository_of(self.repo, os.getpid()).odb
                check_size(objects.read_header(blob)[1])
                data: bytes = objects.read(blob)[1]
        except HistoryUnreadable as error:
            raise Refused(Reason.UNREADABLE, f"{error}.") from None
        return data

    def path_of(self, file: str) -> str:
        """Return the path that a file has or had, as `printable` text."""
        return printable(self.repo / self.path / file)

    def _back(self) -> Iterator[pygit2.Commit]:
        """Walk the line from its newest commit to its oldest, or the oldest in a shallow clone."""
        repository = repository_of(self.repo, os.getpid())
        commit = repository[self.head].peel(git().Commit)
        yield commit
        while commit.parent_ids:
            commit = repository[commit.parent_ids[0]].peel(git().Commit)
            yield commit

    def _line(self) -> list[tuple[pygit2.Oid, int]]:
        """Return the commits of the line with their times as they say, oldest first."""
        # Keep ids and times only: a commit with its message would take some kilobytes.
        return [(commit.id, commit.commit_time) for commit in self._back()][::-1]

    def _collect(self, changed: _Changed, since: str | None) -> None:
        line = self._line()
        repository = repository_of(self.repo, os.getpid())
        if since is None and repository.is_shallow:
            changed.shallow(str(line[0][0]))
        before = NOTHING
        is_newer = since is None
        times = believed_times([seconds for _, seconds in line])
        wrong: list[WrongClock] = []
        for (commit, said), seconds in zip(line, times, strict=True):
            if is_newer or str(commit) == since:
                folder = folder_in(repository[commit].peel(git().Tree), self.path)
                after = folder.id.raw if folder is not None else NOTHING
                if is_newer:
                    changed.between(before, after, seconds)
                    if abs(said - seconds) > MAX_SECONDS_AHEAD:
                        wrong.append(WrongClock(str(commit), said, seconds))
                before = after
                is_newer = True
        if not is_newer:
            raise HistoryUnreadable(
                f"{self.repo}: commit {since} does not lead to {self.head}, as after a rewritten "
                "history; read the history from its beginning"
            )
        if wrong:
            changed.line(b"", Action.REPAIRED, Reason.WRONG_CLOCK, told(wrong))


def open_history(
    repo: Path, path: str = "", was_read: Callable[[History], bool] = lambda history: False
) -> History:
    """Open the history that leads to a repository's HEAD, of the files below the folder `path`.

    `repo` is a bare repository, a work tree, or anything in one; `path` counts from its root.

    Raises HistoryUnreadable if there is no repository, if it has no commits or cannot be read, if
    `path` was a folder in none of them, or if pygit2 is not installed. A history that `was_read`
    before may have lost the folder by being rewritten: it has no files then.
    """
    with explained(repo):
        found = git().discover_repository(os.fspath(repo)) if repo.exists() else None
        if found is None:
            raise HistoryUnreadable(
                f"{repo}: there is no git repository; name a folder in which `git log` works"
            )
        repository_of.cache_clear()  # another repository may lie there by now
        repository = git().Repository(found)
        if repository.head_is_unborn:
            raise HistoryUnreadable(
                f"{repo}: HEAD has no commits; commit the items, or check out a branch that has"
            )
        history = History(
            repo=root_of(repository),
            path="/".join(part for part in path.split("/") if part not in ("", ".")),
            head=str(repository.head.peel(git().Commit).id),
        )
        folders = (folder_in(commit.tree, history.path) for commit in history._back())
        has_stood = any(folder is not None for folder in folders)
    if not has_stood and not was_read(history):
        raise HistoryUnreadable(
            f"{repo}: no folder {path!r} ever stood in its history; "
            "give its path from the repository's root"
        )
    return history


class _Changed:
    """Collects the files that changed, with their states, and reports what is left out."""

    def __init__(self, history: History, report: Report) -> None:
        self.history = history
        self.report = report
        self.states: dict[bytes, bytearray] = {}
        self.trees = Trees(repository_of(history.repo, os.getpid()))
        self.reported: set[tuple[bytes, Reason]] = set()

    def between(self, before: bytes, after: bytes, seconds: int) -> None:
        """Add the changes of one commit, given the ids of the folder before and after it."""
        for found in self.trees.differences(before, after, lambda path: not self.is_hidden(path)):
            was = found.old_id if stat.S_ISREG(found.old_mode) else NOTHING
            now = found.id if stat.S_ISREG(found.mode) else NOTHING
            if self.is_item(found.path, found.mode) and was != now:
                states = self.states.setdefault(found.path, bytearray())
                states += _STATE.pack(seconds, now)

    def is_hidden(self, path: bytes) -> bool:
        """Tell whether a name in a path begins with a dot; report it."""
        hidden = _HIDDEN.match(path)
        if hidden:
            detail = "Its name begins with a dot; it was left out, with all that is in it."
            self.line(hidden.group(), Action.SKIPPED, Reason.HIDDEN, detail)
        return hidden is not None

    def is_item(self, name: bytes, mode: int) -> bool:
        """Tell whether a path is that of an item; report it if it is not."""
        if self.is_hidden(name):
            return False
        if detail := _NO_ITEMS.get(stat.S_IFMT(mode), ""):
            self.line(name, Action.REFUSED, Reason.NOT_A_FILE, detail)
        if name.lower().endswith(_RAW_EXTENSIONS):
            return True
        if stat.S_ISREG(mode):
            detail = f"Only {', '.join(EXTENSIONS)} are read of a history."
            self.line(name, Action.SKIPPED, Reason.OTHER_EXTENSION, detail)
        return False

    def files(self) -> Iterator[FileStates]:
        """Yield the files by id; two files never have one id."""
        taken = ""
        for item_id, name in sorted(
            (name.decode("utf-8", "replace"), name) for name in self.states
        ):
            if item_id == taken:
                detail = f"Its id {item_id!r} is taken by a file whose name looks the same."
                self.line(name, Action.REFUSED, Reason.SAME_ID, detail)
            elif len(item_id.encode()) > MAX_ID_BYTES:
                detail = f"Its path is over {MAX_ID_BYTES} bytes long; name a folder nearer to it."
                self.line(name, Action.REFUSED, Reason.ID_TOO_LONG, detail)
            else:
                if item_id.encode() != name:
                    detail = f"Its name is not UTF-8; the item is called {item_id!r}."
                    self.line(name, Action.REPAIRED, Reason.FILE_NAME, detail)
                taken = item_id
                yield FileStates(item_id, tuple(_states(self.states[name])))

    def shallow(self, oldest: str) -> None:
        """Report that the clone does not have the whole history."""
        detail = (
            f"It is a shallow clone: what was before commit {oldest} was not read; "
            "`git fetch --unshallow` brings it."
        )
        self.line(b"", Action.SKIPPED, Reason.SHALLOW_HISTORY, detail)

    def line(self, name: bytes, action: Action, reason: Reason, detail: str) -> None:
        if (name, reason) not in self.reported:
            self.reported.add((name, reason))
            file = self.history.path_of(name.decode("utf-8", "replace"))
            self.report(Entry(file=file, action=action, reason=reason, detail=detail))


def _states(packed: bytearray) -> Iterator[State]:
    for seconds, blob in _STATE.iter_unpack(packed):
        when = datetime.fromtimestamp(seconds, UTC)
        yield State(when, None if blob == NOTHING else blob.hex())
