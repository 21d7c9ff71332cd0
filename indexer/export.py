"""How are the items of an archive exported, as lines of JSON or as a folder of files?"""

import errno
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path, PurePath
from typing import BinaryIO

from indexer.ledger import Refused
from indexer.read.exact import file_of
from search import BackfileError, Item, durable
from search.export.formats import json_line
from search.file_extensions import EXTENSIONS

#: Name of an item's file until it is whole; backfile index passes over it.
UNFINISHED_FILE = ".backfile-export.new"
#: Errors of a single path; any other error of the system is one of the whole disk.
_ERRORS_OF_A_PATH = frozenset(
    (
        *(errno.ENAMETOOLONG, errno.EILSEQ, errno.EINVAL),
        *(errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.ELOOP),
    )
)


class OutputUnusable(BackfileError):
    """An export cannot be written to the path that was named, mostly as something is there."""


class _Unwritable(Exception):
    """An item cannot be written as a file."""


#: Returns all states of an item, oldest first, by its id.
States = Callable[[str], Sequence[Item]]


def write_lines(items: Iterable[Item], states: States, out: BinaryIO) -> int:
    """Write each item as a line of JSON in UTF-8, as the API gives it; return how many.

    The older states of an item become the member `states`, oldest first.
    """
    written = 0
    for line in _lines(items, states):
        out.write(line)
        written += 1
    out.flush()
    return written


def write_file(items: Iterable[Item], states: States, path: Path, *, force: bool = False) -> int:
    """Write lines of JSON to a file, which appears once it is whole; return how many.

    Raises OutputUnusable, as `put_new` does.
    """
    written = 0

    def lines() -> Iterator[bytes]:
        nonlocal written
        for line in _lines(items, states):
            yield line
            written += 1

    put_new(path, lines(), force=force)
    return written


def put_new(path: Path, chunks: Iterable[bytes], *, force: bool = False) -> None:
    """Write a file, which appears once it is whole.

    Raises OutputUnusable if the file has no folder, or if it exists and is not to be replaced.
    """
    if not path.parent.is_dir():
        raise OutputUnusable(f"{path}: there is no folder {path.parent}; make it first")
    if path.is_dir() or (os.path.lexists(path) and not force):
        hint = "name a file" if path.is_dir() else "name another, or replace it with --force"
        raise OutputUnusable(f"{path}: it is there already; {hint}")
    durable.put(path, chunks)


def _lines(items: Iterable[Item], states: States) -> Iterator[bytes]:
    for item in items:
        yield json_line(item, states(item.id)[:-1] if item.versions else ())


def write_folder(
    items: Iterable[Item],
    folder: Path,
    refused: Callable[[str, str], None],
    *,
    force: bool = False,
) -> int:
    """Write each item as a file whose path below a folder is its id; return how many.

    Reading the files makes equal items. `refused` is called with the id of each item that cannot
    be written, and why; whatever an id says, nothing is written outside the folder. With `force`
    the folder may hold files already, which stay unless an item has their path; without it, raises
    OutputUnusable then.
    """
    if os.path.lexists(folder) and not folder.is_dir():
        raise OutputUnusable(f"{folder}: it is not a folder; name a new one")
    folder.mkdir(parents=True, exist_ok=True)
    if not force and any(entry.name != UNFINISHED_FILE for entry in folder.iterdir()):
        raise OutputUnusable(
            f"{folder}: the folder holds something; name a new one, or write over it with --force"
        )
    root = Path(os.path.realpath(folder))
    written = 0
    try:
        for item in items:
            try:
                _write(item, _path(root, item.id), root / UNFINISHED_FILE, force)
            except (_Unwritable, Refused) as error:
                refused(item.id, str(error))
            else:
                written += 1
    finally:
        (root / UNFINISHED_FILE).unlink(missing_ok=True)
    return written


def _path(root: Path, item_id: str) -> Path:
    """Return the path of an item's file. Raises _Unwritable if its id gives none below `root`."""
    parts = item_id.split("/")
    if PurePath(item_id).parts != tuple(parts) or ".." in parts:
        raise _Unwritable("Its id is not a path inside a folder.")
    if any(part.startswith(".") for part in parts):
        raise _Unwritable("A name in its id begins with a dot; backfile index passes over such.")
    if not item_id.lower().endswith(EXTENSIONS):
        raise _Unwritable(f"Its id does not end as backfile index asks: {', '.join(EXTENSIONS)}.")
    path = root / item_id
    if not Path(os.path.realpath(path.parent)).is_relative_to(root):
        raise _Unwritable("A link in the folder leads out of it.")
    return path


def _write(item: Item, path: Path, unfinished: Path, force: bool) -> None:
    """Write one file, which appears once it is whole.

    Not by `durable.put`: to sync each of thousands of files takes ten times as long, and an export
    can be made again.
    """
    data = file_of(item)
    try:
        _check_free(path, force)
        _make_folder(path.parent)
        unfinished.unlink(missing_ok=True)  # of a killed export; it may even be a link
        with unfinished.open("xb") as file:
            file.write(data)
        if item.changed:
            # What is read of the file has not changed by being exported.
            os.utime(unfinished, (item.changed.timestamp(),) * 2)
        unfinished.replace(path)
    except OSError as error:
        if error.errno in _ERRORS_OF_A_PATH:
            raise _Unwritable(f"No file can have its id as path: {error.strerror}.") from None
        raise


def _check_free(path: Path, force: bool) -> None:
    """Raise _Unwritable if the path exists already, OSError if no path can be so long."""
    try:
        path.lstat()
    except FileNotFoundError:
        return
    if not force:
        raise _Unwritable("Its path is that of another item's file or folder.")


def _make_folder(folder: Path) -> None:
    """Make a folder and those above it, without the recursion of Path.mkdir(parents=True)."""
    if not folder.is_dir():
        for path in (*reversed(folder.parents), folder):
            path.mkdir(exist_ok=True)
