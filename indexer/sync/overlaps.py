"""Would a run bring files into the archive a second time, under other ids?

An id is the path below the folder that is indexed, so a file has one below each folder that it is
in: whether that is read as a folder, or as a folder of a git repository with its history.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from indexer.find.folders import printable
from indexer.sync.manifest import HISTORY, Manifest
from indexer.sync.plan import Plan
from search import BackfileError

if TYPE_CHECKING:
    from indexer.find.history import History


class FilesOverlap(BackfileError):
    """Files are in the archive already, under ids that count from another folder."""


def check_history(history: History, manifest: Manifest) -> None:
    """Raise FilesOverlap if the archive has files of a history by another folder."""
    own = f"{HISTORY}{os.path.realpath(history.repo)}:"
    if _has_files(manifest, own + history.path):
        return  # an older version let it in: what is there goes on
    for root in manifest.roots:
        path = root.removeprefix(own)
        if path == root or path == history.path or not _has_files(manifest, root):
            continue
        if not (_is_below(path, history.path) or _is_below(history.path, path)):
            continue
        asked, there = map(_option, (history.path, path))
        raise FilesOverlap(
            f"{printable(history.repo)}: the archive holds this history {there}; {asked} its items "
            f"would come in once more, as ids count from the folder. Index {there} as before, or "
            f"add --rebuild to have an archive of the history {asked} alone"
        )
    if (folder := _folder_in_both(history, manifest)) is not None:
        asked = _option(history.path)
        below = os.path.relpath(folder, os.path.realpath(history.repo))
        is_inside = os.path.isdir(folder) and below.split(os.sep)[0] != os.pardir
        way = ""
        if is_inside:
            there = _option("" if below == os.curdir else below.replace(os.sep, "/"))
            way = f"Index the history {there} to add it to the items that are there, or "
        raise FilesOverlap(
            f"{printable(history.repo)}: the archive holds files of this history by "
            f"{printable(folder)}, indexed without --git; {asked} their items would come in once "
            f"more, as ids count from the folder. {way}"
            f"{'add' if way else 'Add'} --rebuild to have an archive of the history {asked} alone"
        )


def check_folders(plan: Plan, manifest: Manifest) -> None:
    """Raise FilesOverlap if new files of folders are in the archive by another folder.

    That may be a folder of a history.
    """
    others: dict[str, list[_Other]] = {}
    for source in plan.new:
        if source.root not in others:
            is_known = _has_files(manifest, source.root)
            others[source.root] = [] if is_known else _others(source.root, manifest)
        if not others[source.root]:
            continue  # an older version let it in, or nothing overlaps: what is there goes on
        path = source.root if os.path.isfile(source.root) else f"{source.root}/{source.id}"
        for other in others[source.root]:
            there = _id_below(other.folder, path)
            file = manifest.files.get(there) if there and there != source.id else None
            if file is not None and file.root == other.number:
                raise FilesOverlap(
                    f"{printable(source.root)}: the archive holds its files by {other.shown}; by "
                    "this path their items would come in once more, as ids count from the folder. "
                    f"{other.way} as before, or add --rebuild to have an archive of this path alone"
                )


class _Other(NamedTuple):
    """A folder that an archive has files of: its number in the manifest, and how to index it."""

    number: int
    folder: str
    shown: str
    way: str


def _others(own: str, manifest: Manifest) -> list[_Other]:
    """Return the folders, also those of histories, that may have files of another one."""
    found = []
    for number, root in enumerate(manifest.roots):
        if root.startswith(HISTORY):
            repo, _, folder = root.removeprefix(HISTORY).rpartition(":")
            shown = f"the history of {printable(repo)}, indexed with --git {_option(folder)}"
            way = f"Index with “--git {printable(repo)}” {_option(folder)}"
            found.append(_Other(number, os.path.join(repo, folder), shown, way))
        elif root != own and (_is_below(own, root) or _is_below(root, own)):
            found.append(_Other(number, root, printable(root), f"Index {printable(root)}"))
    return found


def _folder_in_both(history: History, manifest: Manifest) -> str | None:
    """Return a root that was indexed without --git, and has files of a history by other ids."""
    folder = os.path.join(os.path.realpath(history.repo), history.path).rstrip("/")
    ids: set[str] | None = None
    for root in manifest.roots:
        if root.startswith(HISTORY) or root == folder:
            continue
        if not (_is_below(root, folder) or _is_below(folder, root.rstrip("/"))):
            continue
        is_file = os.path.isfile(root)
        for item_id in _ids(manifest, root):
            own = _id_below(folder, root if is_file else f"{root}/{item_id}")
            if not own or own == item_id:
                continue
            if ids is None:
                ids = {file.id for file in history.files(lambda entry: None)}
            if own in ids:
                return root
    return None


def _id_below(folder: str, path: str) -> str:
    """Return the id that a file has below a folder, "" if it is not below it."""
    start = f"{folder.rstrip('/')}/"
    return path[len(start) :] if path.startswith(start) else ""


def _is_below(path: str, folder: str) -> bool:
    return not folder or path.startswith(f"{folder}/")


def _option(path: str) -> str:
    return f"with “--path {printable(path)}”" if path else "without --path"


def _ids(manifest: Manifest, root: str) -> Iterator[str]:
    number = manifest.roots.index(root) if root in manifest.roots else None
    return (item_id for item_id, file in manifest.files.items() if file.root == number)


def _has_files(manifest: Manifest, root: str) -> bool:
    return next(_ids(manifest, root), None) is not None
