"""Which files lie below some folders, and what is each one's id?"""

import errno
import os
import stat
from collections import deque
from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple, Protocol

from indexer.archive_id import EXPORTED_FILES
from indexer.find.contents import read_settled
from indexer.ledger import Action, Entry, Reason, Report
from search.errors import BackfileError
from search.file_extensions import EXTENSIONS
from search.model import MAX_ID_BYTES

LINES_OF_JSON = (".jsonl", ".ndjson")
TAKE_BACK = (
    "backfile export --format markdown writes files that are read, and Item.from_json takes lines."
)


class PathMissing(BackfileError):
    """A path that is to be indexed does not exist."""


class Source(NamedTuple):
    """A file to read. Its `id` is its path below the root under which it was found.

    `folder` is the path of the folder it lies in; `name` is its name there, "" if the id ends
    with it. `size` (bytes) and `mtime` (nanoseconds) are as the scan found them, -1 if unknown.
    `root` is the real path of the scanned folder, or of the file itself if it was named.
    `known_hash` is the hash of its content when it was last read, if it may be unchanged.
    """

    # There may be a million at once, so no source holds a path of its own.
    folder: str
    id: str
    size: int = -1
    mtime: int = -1
    root: str = ""
    known_hash: str = ""
    name: str = ""

    @classmethod
    def at(
        cls, path: str, item_id: str, size: int = -1, mtime: int = -1, root: str = ""
    ) -> "Source":
        """Return the source of a file by its path."""
        folder, name = os.path.split(path)
        source = cls(folder, item_id, size, mtime, root)
        return source if source.path == path else source._replace(name=name)

    @property
    def path(self) -> str:
        """The path of the file."""
        return os.path.join(self.folder, self.name or self.id.rpartition("/")[2])

    @property
    def shown(self) -> str:
        """What the ledger calls the file."""
        return printable(self.path)

    def read(self) -> bytes:
        """Return the bytes of the file. Raises Refused if it cannot be read, or is too large."""
        return read_settled(self.path).data


def scan(
    paths: Sequence[Path],
    report: Report,
    known: Callable[[], Container[str]] = tuple,
    *,
    prune: bool = False,
) -> "Scan":
    """Find the files below folders, and the files that are named themselves, in a fixed order.

    In a folder only files with one of EXTENSIONS count. Links to folders are followed after all
    real folders, and no folder below a root is read twice. Everything else that is met gets one
    line in the ledger. Only folders are opened, no files.

    Raises PathMissing if a path does not exist, before anything is read; but with `prune` nothing
    is found there if it was indexed before: if its real path is among the `known`.
    """
    absent = [path for path in paths if not os.path.exists(path)]
    indexed = known() if absent else ()
    for path in absent:
        target = os.path.realpath(path)
        was_indexed = target in indexed
        if was_indexed and prune:
            continue
        what, check = "there is no such file or folder", "check the path"
        if os.path.islink(path):
            what, check = f"it leads to {target}, which is not there", "check the link"
        if was_indexed or os.path.islink(path):
            check += ", and that the disk is mounted"
        if was_indexed:
            what += ", though it was indexed before"
            check += ". Nothing was removed. If it is meant to be gone, add --prune."
        raise PathMissing(f"{path}: {what}; {check}")
    return Scan(paths, report)


def printable(path: str | Path) -> str:
    """Return a path as text that any file or terminal takes: bytes that are not UTF-8 replaced."""
    shown = os.fspath(path)
    return shown if shown.isascii() else os.fsencode(shown).decode("utf-8", "replace")


#: An entry of a folder that is yet to be visited: (path, id, whether it is a folder).
_Node = tuple[str, str, bool]


class KnownFiles(Protocol):
    """The files that the last run read. A scan marks those that are unchanged."""

    def marker(self, root: str) -> Callable[[str, int, int], bool]:
        """Return a function of id, size and mtime that marks a file below a root if unchanged.

        The function tells whether it marked the file.
        """

    def path_of(self, item_id: str) -> str | None:
        """Return the path of the file that was marked by this id, None if there is none."""


class Scan:
    """The files below some paths, one after another. Iterated once.

    `paths` are the scanned paths, and `roots` their real paths. If `known_files` are set, files in
    folders that are unchanged are marked there and not yielded: there are many, and nobody needs
    to read them. `unread` lists (root, prefix of ids) of what could not be looked at: whether
    files with these ids still exist is not known.
    """

    def __init__(self, paths: Sequence[Path], report: Report) -> None:
        self._report = report
        self._taken: dict[str, Source] = {}
        # A folder that is named twice is one root.
        named: dict[str, Path] = {}
        for path in paths:
            named.setdefault(os.path.realpath(path), path)
        self.roots = [*named]
        self.unread: list[tuple[str, str]] = []
        self.known_files: KnownFiles | None = None
        self.paths = [os.fspath(path) for path in named.values()]
        self._named_files = {root for root in self.roots if os.path.isfile(root)}
        self._absent = {path for path in self.paths if not os.path.lexists(path)}

    def __iter__(self) -> Iterator[Source]:
        for path, root in zip(self.paths, self.roots, strict=True):
            if path in self._absent:
                continue
            status = self._status(path)
            if status is None:
                self.unread.append((root, ""))
            elif stat.S_ISDIR(status.st_mode):
                yield from self._below(path, root)
            elif path.lower().endswith(LINES_OF_JSON):
                detail = "It holds lines of JSON, each an item; " + TAKE_BACK
                self._line(path, Action.REFUSED, Reason.OTHER_EXTENSION, detail)
            elif source := self._checked(path, os.path.basename(path), status, root):
                yield source
        self._taken.clear()

    def release(self, item_id: str) -> None:
        """Let another file have an id whose file was yielded and is refused."""
        self._taken.pop(item_id, None)

    def _below(self, top: str, root: str) -> Iterator[Source]:
        """Walk one root, without recursion: folders may be nested deeper than Python calls."""
        read: set[tuple[int, int]] = set()
        linked: deque[_Node] = deque([(top, "", True)])
        while linked:
            waiting: list[Source | _Node] = [linked.popleft()]
            while waiting:
                node = waiting.pop()
                if isinstance(node, Source):
                    if source := self._with_own_id(node):
                        yield source
                    continue
                path, item_id, is_folder = node
                status = self._status(path)
                if status is None:
                    self.unread.append((root, item_id))
                elif not is_folder:
                    if stat.S_ISREG(status.st_mode) and not item_id.lower().endswith(EXTENSIONS):
                        self._skip_other_extension(path)
                    elif source := self._checked(path, item_id, status, root):
                        yield source
                elif (identity := (status.st_dev, status.st_ino)) in read:
                    self._skip_folder_again(path, top)
                else:
                    read.add(identity)
                    waiting.extend(reversed(self._entries(path, item_id, linked, root)))

    def _is_named(self, path: str) -> bool:
        """Tell whether a file in a folder is also named itself, and so read."""
        return bool(self._named_files) and os.path.realpath(path) in self._named_files

    def _skip_other_extension(self, path: str) -> None:
        if self._is_named(path):
            return
        detail = f"Only {', '.join(EXTENSIONS)} are read; name the file to have it read anyway."
        self._line(path, Action.SKIPPED, Reason.OTHER_EXTENSION, detail)

    def _entries(
        self, folder: str, prefix: str, linked: deque[_Node], root: str
    ) -> list[Source | _Node]:
        """Return the entries of a folder to visit, by id; add links to folders to `linked`."""
        nodes: list[Source | _Node] = []
        others: list[tuple[str, int]] = []
        mark_unchanged = None if self.known_files is None else self.known_files.marker(root)
        taken = self._taken
        try:
            with _opened(folder) as descriptor:
                for name in os.listdir(descriptor):
                    item_id = prefix + name
                    try:  # relative to the folder: resolving a whole path takes twice as long
                        status = os.stat(name, dir_fd=descriptor, follow_symlinks=False)
                    except OSError as error:
                        self._unreadable(os.path.join(folder, name), error)
                        self.unread.append((root, item_id))
                        continue
                    mode, size, mtime = status.st_mode, status.st_size, status.st_mtime_ns
                    is_file = stat.S_ISREG(mode)
                    is_free = is_file and item_id not in taken
                    if is_free and mark_unchanged and mark_unchanged(item_id, size, mtime):
                        continue
                    if is_file and name[0] != "." and name.lower().endswith(EXTENSIONS):
                        nodes.append(Source(folder, item_id, size, mtime, root))
                    else:
                        others.append((name, mode))
        except OSError as error:
            self._unreadable(folder, error)
            self.unread.append((root, prefix))
            return []
        others.sort(key=_sort_key)
        nodes += filter(None, (self._other(folder, *other, prefix, linked) for other in others))
        return sorted(nodes, key=itemgetter(1))  # a.md, a/b.md, b.md

    def _other(
        self, folder: str, name: str, mode: int, prefix: str, linked: deque[_Node]
    ) -> _Node | None:
        """Return a node to visit for an entry that is not a plain file, or report why not."""
        path = os.path.join(folder, name)
        if name in EXPORTED_FILES or (name[0] == "." and self._is_named(path)):
            return None
        if name[0] == ".":
            detail = "Its name begins with a dot; it was left out, with all that is in it."
            self._line(path, Action.SKIPPED, Reason.HIDDEN, detail)
        elif stat.S_ISREG(mode):
            self._skip_other_extension(path)
        elif stat.S_ISDIR(mode):
            return path, f"{prefix}{name}/", True
        elif stat.S_ISLNK(mode) and self._leads_out(path):
            detail = "It is a link out of the folder; name its target to have that read."
            self._line(path, Action.REFUSED, Reason.OUTSIDE_LINK, detail)
        elif stat.S_ISLNK(mode) and os.path.isdir(path):
            linked.append((path, f"{prefix}{name}/", True))
        else:
            return path, prefix + name, False
        return None

    def _leads_out(self, link: str) -> bool:
        """Tell whether a link leads out of all roots, to files that nobody chose to publish."""
        target = os.path.realpath(link)
        return not any(os.path.commonpath((root, target)) == root for root in self.roots)

    def _checked(self, path: str, item_id: str, status: os.stat_result, root: str) -> Source | None:
        """Return the source of a regular file that can have an id of its own, else None."""
        if not stat.S_ISREG(status.st_mode):
            kind = _KINDS.get(stat.S_IFMT(status.st_mode), "no file")
            detail = f"It is {kind}; it was not opened."
            self._line(path, Action.REFUSED, Reason.NOT_A_FILE, detail)
            return None
        source = Source.at(path, item_id, status.st_size, status.st_mtime_ns, root)
        return self._with_own_id(source)

    def _with_own_id(self, source: Source) -> Source | None:
        """Return a source whose id is valid and no other file's, None if it can have none."""
        name = source.id
        item_id = name if name.isascii() else os.fsencode(name).decode("utf-8", "replace")
        if earlier := self._path_of(item_id):
            self._report_same_id(source.path, item_id, earlier)
            return None
        self._taken[item_id] = source
        if len(item_id) * 4 > MAX_ID_BYTES and len(item_id.encode()) > MAX_ID_BYTES:
            detail = f"Its path is over {MAX_ID_BYTES} bytes long; index a folder nearer to it."
            self._line(source.path, Action.REFUSED, Reason.ID_TOO_LONG, detail)
            return None
        if item_id != name:
            detail = f"Its name is not UTF-8; the item is called {item_id!r}."
            self._line(source.path, Action.REPAIRED, Reason.FILE_NAME, detail)
            return source._replace(id=item_id, name=os.path.basename(source.path))
        return source

    def _path_of(self, item_id: str) -> str | None:
        """Return the path of the first file that was found under an id, None if there was none."""
        if source := self._taken.get(item_id):
            return source.path
        return None if self.known_files is None else self.known_files.path_of(item_id)

    def _report_same_id(self, path: str, item_id: str, earlier: str) -> None:
        if is_same_file(path, earlier):
            detail = f"It was read already, as {printable(earlier)}."
            self._line(path, Action.SKIPPED, Reason.READ_ALREADY, detail)
        else:
            detail = (
                f"Its id {item_id!r} is taken by {printable(earlier)}; "
                "index the folder that holds both."
            )
            self._line(path, Action.REFUSED, Reason.SAME_ID, detail)

    def _skip_folder_again(self, folder: str, root: str) -> None:
        """Report why a folder is not read: it lies in itself, or was read by another path."""
        if any(is_same_file(folder, above) for above in _above(folder, root)):
            detail = "It is a link back to a folder that it lies in; it was not followed."
            self._line(folder, Action.REFUSED, Reason.LINK_LOOP, detail)
        else:
            detail = "It is another path to a folder that is read already."
            self._line(folder, Action.SKIPPED, Reason.READ_ALREADY, detail)

    def _status(self, path: str) -> os.stat_result | None:
        """Return the status of a path's target; report and return None if there is none."""
        try:
            return os.stat(path)
        except OSError as error:
            if error.errno == errno.ELOOP:
                detail = "It is a link that leads to itself."
                self._line(path, Action.REFUSED, Reason.LINK_LOOP, detail)
            elif error.errno in (errno.ENOENT, errno.ENOTDIR) and os.path.islink(path):
                detail = "It is a link to a path that does not exist."
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


def _sort_key(other: tuple[str, int]) -> str:
    name, mode = other
    return name + "/" if stat.S_ISDIR(mode) else name


def is_same_file(one: str, other: str) -> bool:
    """Tell whether two paths lead to one file; False if one leads to none."""
    try:
        return os.path.samefile(one, other)
    except OSError:
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
