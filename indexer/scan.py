"""Which files are there to load, and what is each one's id?"""

import errno
import os
import stat
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from indexer.decode import read_file
from indexer.ledger import Action, Entry, Reason, Report
from search.errors import BackfileError
from search.model import MAX_ID_BYTES

EXTENSIONS = (".md", ".markdown", ".html", ".htm")


class PathMissing(BackfileError):
    """A path that is to be indexed does not exist."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to load: its id is its path below the root it was found under."""

    path: Path
    id: str

    @property
    def shown(self) -> str:
        """What the ledger calls it."""
        return printable(self.path)

    def read(self) -> bytes:
        """Return what it holds; raises Refused where it cannot be read, or must not."""
        return read_file(self.path)


def scan(paths: Sequence[Path], report: Report) -> Iterator[Source]:
    """Find the files below folders, and the files named outright, always in the same order.

    In a folder only files of EXTENSIONS count. Links to folders are followed after all real
    folders, and no folder below a root is read twice. Whatever else is met gets one line in the
    ledger. Nothing but folders is opened here.

    Raises PathMissing where a path does not exist, before anything is read.
    """
    for path in paths:
        if not os.path.lexists(path):
            raise PathMissing(f"{path}: there is no such file or folder; check the path")
    return _Scan(report).run(paths)


def printable(path: Path) -> str:
    """Return a path as text that can be written anywhere: bytes that are no UTF-8 replaced."""
    return os.fsencode(path).decode("utf-8", "replace")


class _Node(NamedTuple):
    path: Path
    id: str
    is_folder: bool = False
    #: It is known to be a regular file. Whether it still is, and can be read, shows when it is.
    is_file: bool = False


class _Scan:
    def __init__(self, report: Report) -> None:
        self.report = report
        self.taken: dict[str, Path] = {}
        self.roots: list[str] = []

    def run(self, paths: Sequence[Path]) -> Iterator[Source]:
        self.roots = [os.path.realpath(path) for path in paths]
        for path in paths:
            status = self.status(path)
            if status is None:
                continue
            if stat.S_ISDIR(status.st_mode):
                yield from self.below(path)
            else:
                yield from self.source(path, path.name, status.st_mode)

    def below(self, root: Path) -> Iterator[Source]:
        """Walk one root, without recursion: folders may be nested deeper than calls can be."""
        read: set[tuple[int, int]] = set()
        linked = deque([_Node(root, "", is_folder=True)])
        while linked:
            waiting = [linked.popleft()]
            while waiting:
                node = waiting.pop()
                if node.is_file:
                    yield from self.found(node, stat.S_IFREG)
                    continue
                status = self.status(node.path)
                if status is None:
                    continue
                if not node.is_folder:
                    yield from self.found(node, status.st_mode)
                elif (place := (status.st_dev, status.st_ino)) in read:
                    self.folder_again(node.path, root)
                else:
                    read.add(place)
                    waiting.extend(self.entries(node, linked))

    def found(self, node: _Node, mode: int) -> Iterator[Source]:
        """Yield what a folder holds if it is an item's file by its name."""
        if stat.S_ISREG(mode) and not node.id.lower().endswith(EXTENSIONS):
            detail = f"Only {', '.join(EXTENSIONS)} are read; name the file to have it read anyway."
            self.line(node.path, Action.SKIPPED, Reason.OTHER_EXTENSION, detail)
        else:
            yield from self.source(node.path, node.id, mode)

    def entries(self, folder: _Node, linked: deque[_Node]) -> list[_Node]:
        """List what to visit in a folder, last first; links to folders go to `linked`."""
        try:
            with os.scandir(folder.path) as listing:
                # Folders sort as their ids will: a.md before a/b.md before b.md.
                listed = sorted(
                    (
                        entry.name + "/" * entry.is_dir(follow_symlinks=False),
                        entry.path,
                        entry.is_file(follow_symlinks=False),
                    )
                    for entry in listing
                )
        except OSError as error:
            self.unreadable(folder.path, error)
            return []
        nodes: list[_Node] = []
        for name, place, is_file in listed:
            path = Path(place)
            if name.startswith("."):
                detail = "Its name begins with a dot; it was left out, with all that is in it."
                self.line(path, Action.SKIPPED, Reason.HIDDEN, detail)
            elif is_file:
                nodes.append(_Node(path, folder.id + name, is_file=True))
            elif name.endswith("/"):
                nodes.append(_Node(path, folder.id + name, is_folder=True))
            elif path.is_symlink() and self.leads_out(path):
                detail = "It is a link out of the folder; name what it leads to, to have it read."
                self.line(path, Action.REFUSED, Reason.OUTSIDE_LINK, detail)
            elif path.is_symlink() and os.path.isdir(path):
                linked.append(_Node(path, f"{folder.id}{name}/", is_folder=True))
            else:
                nodes.append(_Node(path, folder.id + name))
        return nodes[::-1]

    def leads_out(self, link: Path) -> bool:
        """Tell whether a link leads out of all roots: who wrote it may not publish the rest."""
        target = os.path.realpath(link)
        return not any(os.path.commonpath((root, target)) == root for root in self.roots)

    def source(self, path: Path, name: str, mode: int) -> Iterator[Source]:
        """Yield a file under its id, unless there is a reason not to."""
        if not stat.S_ISREG(mode):
            detail = f"It is {_KINDS.get(stat.S_IFMT(mode), 'no file')}; it was not opened."
            self.line(path, Action.REFUSED, Reason.NOT_A_FILE, detail)
            return
        item_id = os.fsencode(name).decode("utf-8", "replace")
        earlier = self.taken.setdefault(item_id, path)
        if earlier is not path:
            self.same_id(path, item_id, earlier)
            return
        if len(item_id.encode()) > MAX_ID_BYTES:
            detail = f"Its path is over {MAX_ID_BYTES} bytes long; index a folder nearer to it."
            self.line(path, Action.REFUSED, Reason.ID_TOO_LONG, detail)
            return
        if item_id != name:
            detail = f"Its name is no UTF-8; the item is called {item_id!r}."
            self.line(path, Action.REPAIRED, Reason.FILE_NAME, detail)
        yield Source(path, item_id)

    def same_id(self, path: Path, item_id: str, earlier: Path) -> None:
        if _same(path, earlier):
            detail = f"It was read already, as {printable(earlier)}."
            self.line(path, Action.SKIPPED, Reason.READ_ALREADY, detail)
        else:
            detail = (
                f"Its id {item_id!r} is taken by {printable(earlier)}; "
                "index the folder that holds both."
            )
            self.line(path, Action.REFUSED, Reason.SAME_ID, detail)

    def folder_again(self, folder: Path, root: Path) -> None:
        """Say why a folder is not read: the way to it goes through itself, or it was read."""
        if any(_same(folder, above) for above in _above(folder, root)):
            detail = "It is a link back to a folder that it lies in; it was not followed."
            self.line(folder, Action.REFUSED, Reason.LINK_LOOP, detail)
        else:
            detail = "It is another way to a folder that is read already."
            self.line(folder, Action.SKIPPED, Reason.READ_ALREADY, detail)

    def status(self, path: Path) -> os.stat_result | None:
        """Return what a path leads to, or None where it leads nowhere, which is reported."""
        try:
            return os.stat(path)
        except OSError as error:
            if error.errno == errno.ELOOP:
                detail = "It is a link that leads to itself."
                self.line(path, Action.REFUSED, Reason.LINK_LOOP, detail)
            elif error.errno in (errno.ENOENT, errno.ENOTDIR) and path.is_symlink():
                detail = "It is a link to what does not exist."
                self.line(path, Action.REFUSED, Reason.BROKEN_LINK, detail)
            else:
                self.unreadable(path, error)
            return None

    def unreadable(self, path: Path, error: OSError) -> None:
        detail = f"It cannot be read: {error.strerror}."
        gone = error.errno == errno.ENOENT
        reason = Reason.VANISHED if gone else Reason.UNREADABLE
        self.line(path, Action.REFUSED, reason, detail)

    def line(self, path: Path, action: Action, reason: Reason, detail: str) -> None:
        self.report(Entry(file=printable(path), action=action, reason=reason, detail=detail))


def _same(one: Path, other: Path) -> bool:
    try:
        return os.path.samefile(one, other)
    except OSError:  # gone in the meantime
        return False


def _above(folder: Path, root: Path) -> Iterator[Path]:
    while folder != root:
        folder = folder.parent
        yield folder


_KINDS = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}
