"""Which files ever stood in a repository, and in which states?

Repositories are read with pygit2, which is not installed unless it is asked for
(`backfile[git]`) and not imported before a history is opened. It is under the GPL 2 with an
exception that allows linking it to programs of any licence. What it cannot read yet are
repositories of SHA-256 objects.
"""

from __future__ import annotations

import os
import re
import stat
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from indexer.find.folders import EXTENSIONS, printable
from indexer.find.trees import NOTHING, Trees
from indexer.ledger import Action, Entry, Reason, Refused, Report
from indexer.read.text import MAX_FILE_BYTES, check_size
from search.errors import BackfileError
from search.model import MAX_ID_BYTES

if TYPE_CHECKING:
    import pygit2

#: A state while it is collected: seconds since 1970, and the blob's id or NOTHING.
_STATE = struct.Struct("<q20s")
_LATEST_SECOND = int(datetime(9999, 12, 31, tzinfo=UTC).timestamp())
_LFS_POINTER = b"version https://git-lfs.github.com/spec/"
_RAW_EXTENSIONS = tuple(extension.encode() for extension in EXTENSIONS)
_HIDDEN = re.compile(rb"(?:[^./][^/]*/)*\.[^/]*")
_NO_ITEMS = {
    stat.S_IFLNK: "It is a symbolic link; links in a history are not followed.",
    0o160000: "It is a submodule, a repository of its own; index that one to have it read.",
}

_WHOLE = "clone the repository whole, without --filter, or see what `git fsck` says"
_ADVICE = (
    ("Unable to read", _WHOLE),
    ("object format", "only repositories of SHA-1 objects are read; index a checkout of it"),
    ("not owned", "tell git that you trust it: git config --global --add safe.directory PATH"),
)
_OTHER_ADVICE = "see what `git fsck` says"


class HistoryUnreadable(BackfileError):
    """The history of a repository cannot be read, or there is none."""


@dataclass(frozen=True, slots=True)
class State:
    """What a file held from a moment on, until its next state.

    `when` is the commit's time, in UTC and whole seconds. `blob` is the hex id of what the file
    held, or None: it was removed then.
    """

    when: datetime
    blob: str | None


@dataclass(frozen=True, slots=True)
class FileStates:
    """A file's states, the oldest first; its id is its path below the history's, as text."""

    id: str
    states: tuple[State, ...]


@dataclass(frozen=True, slots=True)
class HistorySource:
    """One state of a file, to be loaded as an item. Another process can read it, too."""

    history: History
    id: str
    blob: str

    @property
    def shown(self) -> str:
        """What the ledger calls it: the file, and the git command that shows this state of it."""
        return f"{self.history.place(self.id)} (git show {self.blob[:16]})"

    def read(self) -> bytes:
        """Return what the file held; raises Refused where it cannot be read, or is no item."""
        data = self.history.read(self.blob)
        if data.startswith(_LFS_POINTER):
            detail = "It is a pointer of Git LFS; what it points to is not in the repository."
            raise Refused(Reason.LFS_POINTER, detail)
        return data


@dataclass(frozen=True, slots=True)
class History:
    """The line of commits that leads to one commit, `head`, each the first parent of the next.

    So a merge counts as one commit, which changes what differs from its first parent, and each
    file has one line of states. `repo` is the root of the work tree, or of a bare repository;
    `path` is a folder in it, "" for the root. A history is as small as that: it can be sent to
    other processes, which open the repository for themselves.
    """

    repo: Path
    path: str
    head: str

    def contains(self, commit: str) -> bool:
        """Tell whether a commit (a whole hex id) is in the line, so that `since` may name it.

        It is not where history was rewritten, or where the line to it leads through the second
        parent of a merge: then other states stood in between, and all are to be read again.
        """
        with _explained(self.repo):
            return any(str(found.id) == commit for found in self._back())

    def files(self, report: Report, since: str | None = None) -> Iterator[FileStates]:
        """Yield each file that ever stood below `path` with an item's extension, by id.

        A state that equals the one before it is not among a file's states: a new mode, or a
        change taken back in the same commit. `when` never goes backwards: a commit whose clock
        is behind its parent's is given the parent's time. With `since`, a commit of the line,
        only files that changed after it are yielded, with their newer states only.

        Hidden names, links, submodules and other extensions are left out, each path reported
        once. The whole line is read before the first file is yielded; until then, a state takes
        28 bytes and a file some 200.

        Raises HistoryUnreadable where `since` is not in the line or objects are missing.
        """
        left_out: list[Entry] = []
        with _explained(self.repo):
            changed = _Changed(self, left_out.append)
            self._collect(changed, since)
        # Reported out here: a ledger that cannot be written is no unreadable history.
        for entry in left_out:
            report(entry)
        changed.report = report
        yield from changed.files()

    def source(self, file: str, state: State) -> HistorySource:
        """Return what `load` takes, for a state in which the file `file` was there."""
        assert state.blob is not None, "a file that was removed holds nothing"
        return HistorySource(self, file, state.blob)

    def read(self, blob: str, limit: int = MAX_FILE_BYTES) -> bytes:
        """Return what a blob holds.

        Raises Refused where it has more than `limit` bytes, is missing or is damaged.
        """
        try:
            with _explained(self.repo):
                objects = _repository(self.repo, os.getpid()).odb
                check_size(objects.read_header(blob)[1], limit)
                data: bytes = objects.read(blob)[1]
        except HistoryUnreadable as error:
            raise Refused(Reason.UNREADABLE, f"{error}.") from None
        return data

    def place(self, file: str) -> str:
        """Return where a file lies or would lie, in text that can be written anywhere."""
        return printable(self.repo / self.path / file)

    def _back(self) -> Iterator[pygit2.Commit]:
        """Walk the line from its newest commit to its oldest; in a shallow clone, its last."""
        repository = _repository(self.repo, os.getpid())
        commit = repository[self.head].peel(_pygit2().Commit)
        yield commit
        while commit.parent_ids:
            commit = repository[commit.parent_ids[0]].peel(_pygit2().Commit)
            yield commit

    def _collect(self, changed: _Changed, since: str | None) -> None:
        # Ids and times alone: commits with their messages would take some kilobytes each.
        line = [(commit.id, commit.commit_time) for commit in self._back()]
        repository = _repository(self.repo, os.getpid())
        if since is None and repository.is_shallow:
            changed.shallow(str(line[-1][0]))
        before = NOTHING
        is_newer = since is None
        seconds = 0  # git's clocks begin in 1970
        for commit, given in reversed(line):
            seconds = max(seconds, min(given, _LATEST_SECOND))
            if is_newer or str(commit) == since:
                folder = _folder(repository[commit].peel(_pygit2().Tree), self.path)
                after = folder.id.raw if folder is not None else NOTHING
                if is_newer:
                    changed.between(before, after, seconds)
                before = after
                is_newer = True
        if not is_newer:
            raise HistoryUnreadable(
                f"{self.repo}: commit {since} does not lead to {self.head}, as after a rewritten "
                "history; read the history from its beginning"
            )


def open_history(repo: Path, path: str = "") -> History:
    """Open the history that leads to a repository's HEAD, of the files below the folder `path`.

    `repo` is a bare repository, a work tree, or anything in one; `path` counts from its root.

    Raises HistoryUnreadable where there is no repository, where it has no commits or cannot be
    read, where `path` was a folder in none of them, or where pygit2 is not installed.
    """
    with _explained(repo):
        found = _discovered(repo)
        if found is None:
            raise HistoryUnreadable(
                f"{repo}: there is no git repository; name a folder in which `git log` works"
            )
        _repository.cache_clear()  # another may lie there by now
        repository = _pygit2().Repository(found)
        if repository.head_is_unborn:
            raise HistoryUnreadable(
                f"{repo}: HEAD has no commits; commit the items, or check out a branch that has"
            )
        history = History(
            repo=Path(repository.workdir or repository.path),
            path="/".join(part for part in path.split("/") if part not in ("", ".")),
            head=str(repository.head.peel(_pygit2().Commit).id),
        )
        if all(_folder(commit.tree, history.path) is None for commit in history._back()):
            raise HistoryUnreadable(
                f"{repo}: no folder {path!r} ever stood in its history; "
                "give its path from the repository's root"
            )
    return history


class _Changed:
    """The files that changed, with their states so far, and what was left out."""

    def __init__(self, history: History, report: Report) -> None:
        self.history = history
        self.report = report
        self.states: dict[bytes, bytearray] = {}
        self.trees = Trees(_repository(history.repo, os.getpid()))
        self.reported: set[tuple[bytes, Reason]] = set()

    def between(self, before: bytes, after: bytes, seconds: int) -> None:
        """Add what one commit changed, given the ids of the folder before and after it."""
        for found in self.trees.differences(before, after, lambda path: not self.is_hidden(path)):
            was = found.old_id if stat.S_ISREG(found.old_mode) else NOTHING
            now = found.id if stat.S_ISREG(found.mode) else NOTHING
            if self.is_item(found.path, found.mode) and was != now:
                states = self.states.setdefault(found.path, bytearray())
                states += _STATE.pack(seconds, now)

    def is_hidden(self, path: bytes) -> bool:
        """Tell whether a name in a path begins with a dot, which is reported."""
        hidden = _HIDDEN.match(path)
        if hidden:
            detail = "Its name begins with a dot; it was left out, with all that is in it."
            self.line(hidden.group(), Action.SKIPPED, Reason.HIDDEN, detail)
        return hidden is not None

    def is_item(self, name: bytes, mode: int) -> bool:
        """Tell whether a path is an item's; what else stands there is reported."""
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
        """Yield the files by id, each under an id of its own."""
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
                    detail = f"Its name is no UTF-8; the item is called {item_id!r}."
                    self.line(name, Action.REPAIRED, Reason.FILE_NAME, detail)
                taken = item_id
                yield FileStates(item_id, tuple(_states(self.states[name])))

    def shallow(self, oldest: str) -> None:
        """Say that there is more history than can be read."""
        detail = (
            f"It is a shallow clone: what was before commit {oldest} was not read; "
            "`git fetch --unshallow` brings it."
        )
        self.line(b"", Action.SKIPPED, Reason.SHALLOW_HISTORY, detail)

    def line(self, name: bytes, action: Action, reason: Reason, detail: str) -> None:
        if (name, reason) not in self.reported:
            self.reported.add((name, reason))
            file = self.history.place(name.decode("utf-8", "replace"))
            self.report(Entry(file=file, action=action, reason=reason, detail=detail))


def _states(packed: bytearray) -> Iterator[State]:
    for seconds, blob in _STATE.iter_unpack(packed):
        when = datetime.fromtimestamp(seconds, UTC)
        yield State(when, None if blob == NOTHING else blob.hex())


def _folder(tree: pygit2.Tree, path: str) -> pygit2.Tree | None:
    """Return the folder `path` of a tree, or None where there is none.

    Part by part: of a whole path, pygit2 does not tell what never was there from what is missing.
    """
    for part in filter(None, path.split("/")):
        if part not in tree:
            return None
        found = tree[part]
        if not isinstance(found, _pygit2().Tree):
            return None
        tree = found
    return tree


def _discovered(repo: Path) -> str | None:
    """Return where the repository lies that `repo` is, or lies in."""
    return _pygit2().discover_repository(os.fspath(repo)) if repo.exists() else None


@lru_cache(maxsize=1)
def _repository(repo: Path, process: int) -> pygit2.Repository:
    """Open a repository once in each process; a forked one would share its file positions."""
    opened: pygit2.Repository = _pygit2().Repository(os.fspath(repo))
    return opened


def _pygit2() -> ModuleType:
    """Import pygit2 when it is needed; only who reads histories must have it."""
    import pygit2

    return pygit2


@contextmanager
def _explained(repo: Path) -> Iterator[None]:
    """Raise HistoryUnreadable for whatever pygit2 raises."""
    try:
        pygit2 = _pygit2()
    except ImportError as error:
        raise HistoryUnreadable(
            f"{repo}: reading a history needs pygit2 ({error}); pip install 'backfile[git]'"
        ) from None
    try:
        yield
    except KeyError as error:
        raise HistoryUnreadable(f"{repo}: object {error.args[0]} is missing; {_WHOLE}") from None
    except (pygit2.GitError, ValueError, OSError) as error:
        advice = next((text for sign, text in _ADVICE if sign in str(error)), _OTHER_ADVICE)
        raise HistoryUnreadable(f"{repo}: it cannot be read: {error}; {advice}") from None
