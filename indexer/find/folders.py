"""Which files are there to load, and what is each one's id?"""

import errno
import os
import stat
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple, Protocol

from indexer.ledger import Action, Entry, Reason, Report
from indexer.read.text import read_file
from search.errors import BackfileError
from search.model import MAX_ID_BYTES

EXTENSIONS = (".md", ".markdown", ".html", ".htm")


class PathMissing(BackfileError):
    """A path that is to be indexed does not exist."""


class Source(NamedTuple):
    """A file to load: its id is its path below the root it was found under.

    `folder` is where it lies, and `name` what it is called there if its id does not end so.
    `size` is in bytes and `mtime` in nanoseconds, as they were when it was found; -1 where they
    are not known. `root` is the real path of the folder, or of the file itself if it was named.
    `known` is the hash that it had when it was read before, where it may still have it.
    """

    # There may be a million at once, so none has a path of its own.
    folder: str
    id: str
    size: int = -1
    mtime: int = -1
    root: str = ""
    known: str = ""
    name: str = ""

    @classmethod
    def at(
        cls, place: str, item_id: str, size: int = -1, mtime: int = -1, root: str = ""
    ) -> "Source":
        """Return a source from where it is."""
        folder, name = os.path.split(place)
        source = cls(folder, item_id, size, mtime, root)
        return source if source.place == place else source._replace(name=name)

    @property
    def place(self) -> str:
        """Where it is."""
        return os.path.join(self.folder, self.name or self.id.rpartition("/")[2])

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
    shown = os.fspath(path)
    return shown if shown.isascii() else os.fsencode(shown).decode("utf-8", "replace")


#: What is yet to be looked at: its place, its id, and whether it is a folder.
_Node = tuple[str, str, bool]


class Known(Protocol):
    """Files that were read before. Those that are found as they were are not given, but marked."""

    def below(self, root: str) -> Callable[[str, int, int], bool]:
        """Return what marks a file by its id, if it has this size and time, and tells if it did."""

    def place(self, item_id: str) -> str | None:
        """Return where the file lies that was marked by this id; None where none was."""


class Scan:
    """The files that are found, one after another. To be gone through once.

    `paths` are what is scanned, `roots` their real paths; `unread` the (root, beginning of the ids)
    of what could not be looked at: what lies there is not known. Files in folders that are as they
    were `known` are not given, as they are many, and not to be read.
    """

    def __init__(self, paths: Sequence[Path], report: Report) -> None:
        self._report = report
        self._taken: dict[str, Source] = {}
        self.roots = [os.path.realpath(path) for path in paths]
        self.unread: list[tuple[str, str]] = []
        self.known: Known | None = None
        self.paths = [os.fspath(path) for path in paths]

    def __iter__(self) -> Iterator[Source]:
        for path, root in zip(self.paths, self.roots, strict=True):
            status = self._status(path)
            if status is None:
                self.unread.append((root, ""))
            elif stat.S_ISDIR(status.st_mode):
                yield from self._below(path, root)
            elif source := self._looked_at(path, os.path.basename(path), status, root):
                yield source
        self._taken.clear()

    def _below(self, top: str, root: str) -> Iterator[Source]:
        """Walk one root, without recursion: folders may be nested deeper than calls can be."""
        read: set[tuple[int, int]] = set()
        linked: deque[_Node] = deque([(top, "", True)])
        while linked:
            waiting: list[Source | _Node] = [linked.popleft()]
            while waiting:
                node = waiting.pop()
                if isinstance(node, Source):
                    if source := self._own(node):
                        yield source
                    continue
                place, name, is_folder = node
                status = self._status(place)
                if status is None:
                    self.unread.append((root, name))
                elif not is_folder:
                    if stat.S_ISREG(status.st_mode) and not name.lower().endswith(EXTENSIONS):
                        self._other_extension(place)
                    elif source := self._looked_at(place, name, status, root):
                        yield source
                elif (identity := (status.st_dev, status.st_ino)) in read:
                    self._folder_again(place, top)
                else:
                    read.add(identity)
                    waiting.extend(reversed(self._entries(place, name, linked, root)))

    def _other_extension(self, place: str) -> None:
        detail = f"Only {', '.join(EXTENSIONS)} are read; name the file to have it read anyway."
        self._line(place, Action.SKIPPED, Reason.OTHER_EXTENSION, detail)

    def _entries(
        self, folder: str, prefix: str, linked: deque[_Node], root: str
    ) -> list[Source | _Node]:
        """List what to visit in a folder, in the order of ids; links to folders go to `linked`."""
        nodes: list[Source | _Node] = []
        others: list[tuple[str, int]] = []
        is_as_known = None if self.known is None else self.known.below(root)
        taken = self._taken
        try:
            with _opened(folder) as descriptor:
                for name in os.listdir(descriptor):
                    item_id = prefix + name
                    try:  # in its folder: to go the whole way to each takes twice as long
                        status = os.stat(name, dir_fd=descriptor, follow_symlinks=False)
                    except OSError as error:
                        self._unreadable(os.path.join(folder, name), error)
                        self.unread.append((root, item_id))
                        continue
                    mode, size, mtime = status.st_mode, status.st_size, status.st_mtime_ns
                    is_file = stat.S_ISREG(mode)
                    is_free = is_file and item_id not in taken
                    if is_free and is_as_known and is_as_known(item_id, size, mtime):
                        continue
                    if is_file and name[0] != "." and name.lower().endswith(EXTENSIONS):
                        nodes.append(Source(folder, item_id, size, mtime, root))
                    else:
                        others.append((name, mode))
        except OSError as error:
            self._unreadable(folder, error)
            self.unread.append((root, prefix))
            return []
        others.sort(key=_order)
        nodes += filter(None, (self._other(folder, *other, prefix, linked) for other in others))
        return sorted(nodes, key=itemgetter(1))  # a.md, a/b.md, b.md

    def _other(
        self, folder: str, name: str, mode: int, prefix: str, linked: deque[_Node]
    ) -> _Node | None:
        """Return what is to be visited of what is no file to read, or say why nothing is."""
        place = os.path.join(folder, name)
        if name[0] == ".":
            detail = "Its name begins with a dot; it was left out, with all that is in it."
            self._line(place, Action.SKIPPED, Reason.HIDDEN, detail)
        elif stat.S_ISREG(mode):
            self._other_extension(place)
        elif stat.S_ISDIR(mode):
            return place, f"{prefix}{name}/", True
        elif stat.S_ISLNK(mode) and self._leads_out(place):
            detail = "It is a link out of the folder; name what it leads to, to have it read."
            self._line(place, Action.REFUSED, Reason.OUTSIDE_LINK, detail)
        elif stat.S_ISLNK(mode) and os.path.isdir(place):
            linked.append((place, f"{prefix}{name}/", True))
        else:
            return place, prefix + name, False
        return None

    def _leads_out(self, link: str) -> bool:
        """Tell whether a link leads out of all roots: who wrote it may not publish the rest."""
        target = os.path.realpath(link)
        return not any(os.path.commonpath((root, target)) == root for root in self.roots)

    def _looked_at(self, place: str, name: str, status: os.stat_result, root: str) -> Source | None:
        """Return a file under its id, unless it is none, or there is another reason not to."""
        if not stat.S_ISREG(status.st_mode):
            kind = _KINDS.get(stat.S_IFMT(status.st_mode), "no file")
            detail = f"It is {kind}; it was not opened."
            self._line(place, Action.REFUSED, Reason.NOT_A_FILE, detail)
            return None
        return self._own(Source.at(place, name, status.st_size, status.st_mtime_ns, root))

    def _own(self, source: Source) -> Source | None:
        """Return a file under an id of its own, unless it can have none."""
        name = source.id
        item_id = name if name.isascii() else os.fsencode(name).decode("utf-8", "replace")
        if place := self._place(item_id):
            self._same_id(source.place, item_id, place)
            return None
        self._taken[item_id] = source
        if len(item_id) * 4 > MAX_ID_BYTES and len(item_id.encode()) > MAX_ID_BYTES:
            detail = f"Its path is over {MAX_ID_BYTES} bytes long; index a folder nearer to it."
            self._line(source.place, Action.REFUSED, Reason.ID_TOO_LONG, detail)
            return None
        if item_id != name:
            detail = f"Its name is no UTF-8; the item is called {item_id!r}."
            self._line(source.place, Action.REPAIRED, Reason.FILE_NAME, detail)
            return source._replace(id=item_id, name=os.path.basename(source.place))
        return source

    def _place(self, item_id: str) -> str | None:
        """Return where the file lies that was found first under an id; None where none was."""
        if source := self._taken.get(item_id):
            return source.place
        return None if self.known is None else self.known.place(item_id)

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


@contextmanager
def _opened(folder: str) -> Iterator[int]:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _order(other: tuple[str, int]) -> str:
    name, mode = other
    return name + "/" if stat.S_ISDIR(mode) else name


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
