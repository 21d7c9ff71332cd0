"""Which files are there to load, and what is each one's id?"""

import errno
import os
import stat
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from indexer.decode import read_file
from indexer.ledger import Action, Entry, Reason, Report
from search.errors import BackfileError
from search.model import MAX_ID_BYTES

EXTENSIONS = (".md", ".markdown", ".html", ".htm")


class PathMissing(BackfileError):
    """A path that is to be indexed does not exist."""


class Source(NamedTuple):
    """A file to load: its id is its path below the root it was found under.

    `size` is in bytes and `mtime` in nanoseconds, as they were when it was found; -1 where they
    are not known. `root` is the real path of the folder, or of the file itself if it was named.
    `known` is the hash that it had when it was read before, where it may still have it.
    """

    place: str
    id: str
    size: int = -1
    mtime: int = -1
    root: str = ""
    known: str = ""

    @property
    def path(self) -> Path:
        """Where it is."""
        return Path(self.place)

    @property
    def shown(self) -> str:
        """What the ledger calls it."""
        return printable(self.place)

    def read(self) -> bytes:
        """Return what it holds; raises Refused where it cannot be read, or must not."""
        return read_file(self.path)


def scan(paths: Sequence[Path], report: Report) -> "Scan":
    """Find the files below folders, and the files named outright, always in the same order.

    In a folder only files of EXTENSIONS count. Links to folders are followed after all real
    folders, and no folder below a root is read twice. Whatever else is met gets one line in the
    ledger. Nothing but folders is opened here.

    Raises PathMissing where a path does not exist, before anything is read.
    """
    for path in paths:
        if not os.path.lexists(path):
            raise PathMissing(f"{path}: there is no such file or folder; check the path")
    return Scan(paths, report)


def printable(path: str | Path) -> str:
    """Return a path as text that can be written anywhere: bytes that are no UTF-8 replaced."""
    return os.fsencode(path).decode("utf-8", "replace")


#: What to visit: its place, its id, whether it is a folder, and whether it is known to be a regular
#: file. A plain tuple: there are very many.
_Node = tuple[str, str, bool, bool]


class Scan:
    """The files that are found, one after another. To be gone through once.

    `roots` are the real paths of what is scanned; `unread` the (root, beginning of the ids) of
    folders that could not be read: what lies in them is not known.
    """

    def __init__(self, paths: Sequence[Path], report: Report) -> None:
        self._report = report
        self._taken: dict[str, str] = {}
        self.roots = [os.path.realpath(path) for path in paths]
        self.unread: list[tuple[str, str]] = []
        self._paths = [os.fspath(path) for path in paths]

    def __iter__(self) -> Iterator[Source]:
        for path, root in zip(self._paths, self.roots, strict=True):
            status = self._status(path)
            if status is None:
                self.unread.append((root, ""))
            elif stat.S_ISDIR(status.st_mode):
                yield from self._below(path, root)
            elif source := self._source(path, os.path.basename(path), status, root):
                yield source
        self._taken.clear()

    def _below(self, top: str, root: str) -> Iterator[Source]:
        """Walk one root, without recursion: folders may be nested deeper than calls can be."""
        read: set[tuple[int, int]] = set()
        linked: deque[_Node] = deque([(top, "", True, False)])
        while linked:
            waiting = [linked.popleft()]
            while waiting:
                place, name, is_folder, is_file = waiting.pop()
                if is_file and not name.lower().endswith(EXTENSIONS):
                    self._other_extension(place)
                    continue
                status = self._status(place)
                if status is None:
                    self.unread.append((root, name))
                elif not is_folder:
                    is_other = not (is_file or name.lower().endswith(EXTENSIONS))
                    if is_other and stat.S_ISREG(status.st_mode):
                        self._other_extension(place)
                    elif source := self._source(place, name, status, root):
                        yield source
                elif (identity := (status.st_dev, status.st_ino)) in read:
                    self._folder_again(place, top)
                else:
                    read.add(identity)
                    waiting.extend(self._entries(place, name, linked, root))

    def _other_extension(self, place: str) -> None:
        detail = f"Only {', '.join(EXTENSIONS)} are read; name the file to have it read anyway."
        self._line(place, Action.SKIPPED, Reason.OTHER_EXTENSION, detail)

    def _entries(self, folder: str, prefix: str, linked: deque[_Node], root: str) -> list[_Node]:
        """List what to visit in a folder, last first; links to folders go to `linked`."""
        try:
            with os.scandir(folder) as listing:
                listed = sorted(listing, key=_order)
        except OSError as error:
            self._unreadable(folder, error)
            self.unread.append((root, prefix))
            return []
        nodes: list[_Node] = []
        for entry in listed:
            name, place = entry.name, entry.path
            if name[0] == ".":
                detail = "Its name begins with a dot; it was left out, with all that is in it."
                self._line(place, Action.SKIPPED, Reason.HIDDEN, detail)
            elif entry.is_file(follow_symlinks=False):
                nodes.append((place, prefix + name, False, True))
            elif entry.is_dir(follow_symlinks=False):
                nodes.append((place, f"{prefix}{name}/", True, False))
            elif entry.is_symlink() and self._leads_out(place):
                detail = "It is a link out of the folder; name what it leads to, to have it read."
                self._line(place, Action.REFUSED, Reason.OUTSIDE_LINK, detail)
            elif entry.is_symlink() and os.path.isdir(place):
                linked.append((place, f"{prefix}{name}/", True, False))
            else:
                nodes.append((place, prefix + name, False, False))
        return nodes[::-1]

    def _leads_out(self, link: str) -> bool:
        """Tell whether a link leads out of all roots: who wrote it may not publish the rest."""
        target = os.path.realpath(link)
        return not any(os.path.commonpath((root, target)) == root for root in self.roots)

    def _source(self, place: str, name: str, status: os.stat_result, root: str) -> Source | None:
        """Return a file under its id, unless there is a reason not to."""
        if not stat.S_ISREG(status.st_mode):
            detail = (
                f"It is {_KINDS.get(stat.S_IFMT(status.st_mode), 'no file')}; it was not opened."
            )
            self._line(place, Action.REFUSED, Reason.NOT_A_FILE, detail)
            return None
        item_id = name if name.isascii() else os.fsencode(name).decode("utf-8", "replace")
        earlier = self._taken.setdefault(item_id, place)
        if earlier is not place:
            self._same_id(place, item_id, earlier)
            return None
        if len(item_id) * 4 > MAX_ID_BYTES and len(item_id.encode()) > MAX_ID_BYTES:
            detail = f"Its path is over {MAX_ID_BYTES} bytes long; index a folder nearer to it."
            self._line(place, Action.REFUSED, Reason.ID_TOO_LONG, detail)
            return None
        if item_id != name:
            detail = f"Its name is no UTF-8; the item is called {item_id!r}."
            self._line(place, Action.REPAIRED, Reason.FILE_NAME, detail)
        return Source(place, item_id, status.st_size, status.st_mtime_ns, root)

    def _same_id(self, place: str, item_id: str, earlier: str) -> None:
        if _same(place, earlier):
            detail = f"It was read already, as {printable(earlier)}."
            self._line(place, Action.SKIPPED, Reason.READ_ALREADY, detail)
        else:
            detail = (
                f"Its id {item_id!r} is taken by {printable(earlier)}; "
                "index the folder that holds both."
            )
            self._line(place, Action.REFUSED, Reason.SAME_ID, detail)

    def _folder_again(self, folder: str, root: str) -> None:
        """Say why a folder is not read: the way to it goes through itself, or it was read."""
        if any(_same(folder, above) for above in _above(folder, root)):
            detail = "It is a link back to a folder that it lies in; it was not followed."
            self._line(folder, Action.REFUSED, Reason.LINK_LOOP, detail)
        else:
            detail = "It is another way to a folder that is read already."
            self._line(folder, Action.SKIPPED, Reason.READ_ALREADY, detail)

    def _status(self, path: str) -> os.stat_result | None:
        """Return what a path leads to, or None where it leads nowhere, which is reported."""
        try:
            return os.stat(path)
        except OSError as error:
            if error.errno == errno.ELOOP:
                detail = "It is a link that leads to itself."
                self._line(path, Action.REFUSED, Reason.LINK_LOOP, detail)
            elif error.errno in (errno.ENOENT, errno.ENOTDIR) and os.path.islink(path):
                detail = "It is a link to what does not exist."
                self._line(path, Action.REFUSED, Reason.BROKEN_LINK, detail)
            else:
                self._unreadable(path, error)
            return None

    def _unreadable(self, path: str, error: OSError) -> None:
        detail = f"It cannot be read: {error.strerror}."
        gone = error.errno == errno.ENOENT
        reason = Reason.VANISHED if gone else Reason.UNREADABLE
        self._line(path, Action.REFUSED, reason, detail)

    def _line(self, path: str, action: Action, reason: Reason, detail: str) -> None:
        self._report(Entry(file=printable(path), action=action, reason=reason, detail=detail))


def _order(entry: os.DirEntry[str]) -> str:
    """Return what a folder's entries are sorted by, as their ids will: a.md, a/b.md, b.md."""
    return entry.name + "/" if entry.is_dir(follow_symlinks=False) else entry.name


def _same(one: str, other: str) -> bool:
    try:
        return os.path.samefile(one, other)
    except OSError:  # gone in the meantime
        return False


def _above(folder: str, root: str) -> Iterator[str]:
    while folder != root:
        folder = os.path.dirname(folder)
        yield folder


_KINDS = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}
