"""How are the items of an archive written out: as lines of JSON, or as a folder of files?"""

import errno
import json
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path, PurePath
from typing import BinaryIO

from indexer.find.folders import EXTENSIONS
from indexer.ledger import Refused
from indexer.read.exact import file_of
from search import BackfileError, Item, as_json

#: What a file is called until it is whole; the indexer passes over it.
COMING = ".backfile-export.new"
#: What is wrong with one path, and not with the disk.
_OF_ONE_PATH = frozenset(
    (
        *(errno.ENAMETOOLONG, errno.EILSEQ, errno.EINVAL),
        *(errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.ELOOP),
    )
)


class OutputUnusable(BackfileError):
    """An export cannot go where it is to go, most often since something is there."""


class _Unwritable(Exception):
    """An item cannot be written as a file."""


def _no_states(item_id: str) -> Sequence[Item]:
    return ()


def write_lines(
    items: Iterable[Item], out: BinaryIO, states: Callable[[str], Sequence[Item]] = _no_states
) -> int:
    """Write each item as a line of JSON in UTF-8, as the API gives it; return how many.

    What `states` gives for an id are all states of the item; the older ones are written as the
    member `states`, oldest first.
    """
    written = 0
    for item in items:
        line = as_json(item)
        if item.versions:
            line["states"] = [as_json(state) for state in states(item.id)[:-1]]
        out.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
        written += 1
    out.flush()
    return written


def write_file(
    items: Iterable[Item],
    path: Path,
    states: Callable[[str], Sequence[Item]] = _no_states,
    *,
    force: bool = False,
) -> int:
    """Write lines of JSON to a file, which is there once it is whole; return how many.

    Raises OutputUnusable where it has no folder, or is there and is not to be replaced.
    """
    if not path.parent.is_dir():
        raise OutputUnusable(f"{path}: there is no folder {path.parent}; make it first")
    if path.is_dir() or (os.path.lexists(path) and not force):
        hint = "name a file" if path.is_dir() else "name another, or replace it with --force"
        raise OutputUnusable(f"{path}: it is there already; {hint}")
    coming = path.with_name(COMING)
    try:
        with _created(coming) as out:
            written = write_lines(items, out, states)
        coming.replace(path)
    finally:
        coming.unlink(missing_ok=True)
    return written


def write_folder(
    items: Iterable[Item],
    folder: Path,
    refused: Callable[[str, str], None],
    *,
    force: bool = False,
) -> int:
    """Write each item as a file that comes back the same, at its id below a folder.

    Returns how many were written. `refused` is called with the id of each item that cannot be,
    and why; nothing is written outside the folder, whatever an id says. With `force` a folder
    that holds something is written to; what is not written over stays. Else raises OutputUnusable.
    """
    if os.path.lexists(folder) and not folder.is_dir():
        raise OutputUnusable(f"{folder}: it is no folder; name a new one")
    folder.mkdir(parents=True, exist_ok=True)
    if not force and any(entry.name != COMING for entry in folder.iterdir()):
        raise OutputUnusable(
            f"{folder}: the folder holds something; name a new one, or write over it with --force"
        )
    root = Path(os.path.realpath(folder))
    written = 0
    try:
        for item in items:
            try:
                _write(item, _place(root, item.id), root / COMING, force)
            except (_Unwritable, Refused) as error:
                refused(item.id, str(error))
            else:
                written += 1
    finally:
        (root / COMING).unlink(missing_ok=True)
    return written


def _place(root: Path, item_id: str) -> Path:
    """Return where the file of an item belongs."""
    parts = item_id.split("/")
    if PurePath(item_id).parts != tuple(parts) or ".." in parts:
        raise _Unwritable("Its id is no path inside a folder.")
    if any(part.startswith(".") for part in parts):
        raise _Unwritable("A name in its id begins with a dot; backfile index passes over such.")
    if not item_id.lower().endswith(EXTENSIONS):
        raise _Unwritable(f"Its id does not end as backfile index asks: {', '.join(EXTENSIONS)}.")
    place = root / item_id
    if not Path(os.path.realpath(place.parent)).is_relative_to(root):
        raise _Unwritable("A link in the folder leads out of it.")
    return place


def _write(item: Item, place: Path, coming: Path, force: bool) -> None:
    data = file_of(item)
    try:
        _check_free(place, force)
        _make_folder(place.parent)
        with _created(coming) as out:
            out.write(data)
        coming.replace(place)
    except OSError as error:
        if error.errno in _OF_ONE_PATH:
            raise _Unwritable(f"No file can have its id as path: {error.strerror}.") from None
        raise


def _check_free(place: Path, force: bool) -> None:
    """Raise _Unwritable where something is in the way, OSError where no path is so long."""
    try:
        place.lstat()
    except FileNotFoundError:
        return
    if not force:
        raise _Unwritable("There is a file or folder at its place, of another item.")


def _make_folder(folder: Path) -> None:
    """Make a folder and those above it, without the recursion of others that do."""
    if not folder.is_dir():
        for path in (*reversed(folder.parents), folder):
            path.mkdir(exist_ok=True)


def _created(path: Path) -> BinaryIO:
    """Open a new file; one that an earlier run left, or a link, is taken away first."""
    path.unlink(missing_ok=True)
    return path.open("xb")
