"""Which files are new, changed or gone since they were last read?"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from indexer.find.folders import Scan, Source, is_same_file, printable
from indexer.ledger import Reason, Refused, Report
from indexer.sync.known_files import Marks
from indexer.sync.manifest import HISTORY, Manifest, shown_root


class UnchangedFiles:
    """The files of a scan that are as the manifest has them."""

    def __init__(self, manifest: Manifest, found: Scan) -> None:
        self._manifest = manifest
        self._marks = Marks(manifest.files)
        # Root -> the path that stands before an id. If two scanned paths are one root, the first
        # of them finds all its files.
        self.prefixes: dict[str, str] = {}
        for root, path in zip(found.roots, found.paths, strict=True):
            folder = os.path.dirname(path) if os.path.isfile(root) else path
            self.prefixes.setdefault(root, os.path.join(folder, ""))

    def marker(self, root: str) -> Callable[[str, int, int], bool]:
        """Return a function of id, size and mtime that adds a file below a root if it is unchanged.

        The function tells whether it added the file.
        """
        return self._marks.marker(self._manifest.root(root))

    def __len__(self) -> int:
        return len(self._marks)

    def __contains__(self, item_id: str) -> bool:
        return item_id in self._marks

    def item_count(self) -> int:
        """Return how many of the files have an item in the archive."""
        return self._marks.item_count()

    def path_of(self, item_id: str) -> str | None:
        """Return the path of an unchanged file by its id, None if there is none."""
        return self._path(item_id) if item_id in self._marks else None

    def paths(self) -> Iterator[tuple[str, str]]:
        """Yield (id, path) of each file."""
        return ((item_id, self._path(item_id)) for item_id in self._marks)

    def _path(self, item_id: str) -> str:
        return self.prefixes[self._manifest.roots[self._marks.root(item_id)]] + item_id


@dataclass(slots=True)
class Plan:
    """What a run over folders has to do.

    `new` and `changed` files are to be read. So are the `doubtful` ones: their size is what it
    was, but not their time. `unchanged` files are not read. `gone` are the ids of items whose files
    are gone, `unread` those of known files that could not be looked at. `notes` are
    sentences on what is known of the files.
    """

    unchanged: UnchangedFiles
    new: list[Source] = field(default_factory=list)
    changed: list[Source] = field(default_factory=list)
    doubtful: list[Source] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def plan_scan(found: Scan, manifest: Manifest, report: Report, *, verify: bool = False) -> Plan:
    """Find all files of a scan, and compare them with the manifest.

    With `verify` no file counts as unchanged before it was read.
    """
    plan = Plan(UnchangedFiles(manifest, found))
    files = manifest.files
    if not verify:
        found.known_files = plan.unchanged
    for source in found:
        known = files.get(source.id)
        if known is None:
            plan.new.append(source)
            continue
        root = manifest.roots[known.root]
        if root != source.root and is_taken(root, source, report):
            # The file that has the id may come later in this scan.
            found.release(source.id)
            continue
        if known.size < 0 or known.gone or known.size != source.size:
            plan.changed.append(source)
        elif verify or not plan.unchanged.marker(source.root)(source.id, source.size, source.mtime):
            plan.doubtful.append(source._replace(known_hash=known.hash))
    _add_missing(found, manifest, plan)
    return plan


def is_taken(root: str, source: Source, report: Report) -> bool:
    """Refuse a file if its id belongs to a file of another root, which is still there."""
    if root.startswith(HISTORY):
        other = f"a file of the history of {shown_root(root)}"
        way = "index one of them to an archive of its own."
    else:
        path = root if os.path.isfile(root) else os.path.join(root, source.id)
        if not os.path.isfile(path) or is_same_file(path, source.path):
            return False
        other, way = printable(path), "index the folder that holds both."
    detail = f"Its id {source.id!r} is taken by {other}, which was indexed before; {way}"
    report(Refused(Reason.SAME_ID, detail).entry(source.shown))
    return True


def _add_missing(found: Scan, manifest: Manifest, plan: Plan) -> None:
    """Add the ids of the files below the scanned roots that were not found.

    Files below a folder that could not be read are not gone: nobody knows about them.
    """
    numbers = {manifest.root(root) for root in found.roots}
    unknown = [(manifest.root(root), prefix) for root, prefix in found.unread]
    read = {source.id for listed in (plan.new, plan.changed, plan.doubtful) for source in listed}
    if len(plan.unchanged) + sum(name in manifest.files for name in read) == len(manifest.files):
        return  # in nearly every run, and quickly told
    for item_id, file in manifest.files.items():
        is_found = item_id in plan.unchanged or item_id in read
        if not is_found and file.root in numbers and not file.gone:
            is_unread = any(
                file.root == root and item_id.startswith(prefix) for root, prefix in unknown
            )
            (plan.unread if is_unread else plan.gone).append(item_id)
