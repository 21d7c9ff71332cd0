"""What has changed since the files were last read, and what is to be done about it?"""

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from indexer.find.folders import Scan, Source, printable
from indexer.ledger import Action, Entry, Reason, Report
from indexer.sync.known_files import Unchanged
from indexer.sync.manifest import HISTORY, Manifest


class Same:
    """The files of a scan that are as the manifest has them."""

    def __init__(self, manifest: Manifest, found: Scan) -> None:
        self._manifest = manifest
        self._unchanged = Unchanged(manifest.files)
        # Root -> what is before an id. Where two paths lead to one root the first finds all.
        self._befores: dict[str, str] = {}
        for root, path in zip(found.roots, found.paths, strict=True):
            folder = os.path.dirname(path) if os.path.isfile(root) else path
            self._befores.setdefault(root, os.path.join(folder, ""))

    def below(self, root: str) -> Callable[[str, int, int], bool]:
        """Return what takes a file in, by its id, if it has this size and time; tells if it did."""
        return self._unchanged.below(self._manifest.root(root))

    def __len__(self) -> int:
        return len(self._unchanged)

    def __contains__(self, item_id: str) -> bool:
        return item_id in self._unchanged

    def item_count(self) -> int:
        """Return of how many the archive got an item."""
        return self._unchanged.item_count()

    def place(self, item_id: str) -> str | None:
        """Return where one of them lies, by its id; None where it is none of them."""
        return self._place(item_id) if item_id in self._unchanged else None

    def places(self) -> Iterator[tuple[str, str]]:
        """Yield the id and the place of each."""
        return ((item_id, self._place(item_id)) for item_id in self._unchanged)

    def _place(self, item_id: str) -> str:
        return self._befores[self._manifest.roots[self._unchanged.root(item_id)]] + item_id


@dataclass(slots=True)
class Plan:
    """What a run has to do.

    `new` and `changed` are to be read; `doubtful` too, but they may be what they were. `same` are
    not. `gone` are the ids of items whose files are there no more.
    """

    same: Same
    new: list[Source] = field(default_factory=list)
    changed: list[Source] = field(default_factory=list)
    doubtful: list[Source] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)

    def handed_over(self) -> "HandedOver":
        """Return what is to be read, and forget it."""
        sources = HandedOver([*self.new, *self.changed, *self.doubtful])
        for those in (self.new, self.changed, self.doubtful):
            those.clear()
        return sources


class HandedOver(deque[Source]):
    """Sources that are gone through once, each forgotten as it is given on.

    There may be a million, and what becomes of each is to be remembered, too.
    """

    def __iter__(self) -> Iterator[Source]:
        while self:
            yield self.popleft()


def planned(
    found: Scan,
    manifest: Manifest,
    held: set[str] | None,
    report: Report,
    *,
    verify: bool = False,
) -> Plan:
    """Compare the files that were found with those of the manifest.

    `held` are the ids that the archive has, where the manifest may not know all that became of
    them; else None. With `verify` nothing is believed to be the same that has not been read.
    `gone` is not known before all was found: `missed` tells.
    """
    same = Same(manifest, found)
    plan = Plan(same)
    files, roots = manifest.files, manifest.roots
    if held is None and not verify:
        found.known = same
    for source in found:
        known = files.get(source.id)
        if known is None:
            plan.new.append(source)
            continue
        if known.root != manifest.root(source.root) and is_taken(roots[known.root], source, report):
            continue
        is_lost = held is not None and known.has_item and source.id not in held
        if known.size < 0 or known.gone or is_lost:
            plan.changed.append(source)
        elif not verify and same.below(source.root)(source.id, source.size, source.mtime):
            continue
        elif known.size == source.size:
            plan.doubtful.append(source._replace(known=known.hash))
        else:
            plan.changed.append(source)
    return plan


def is_taken(root: str, source: Source, report: Report) -> bool:
    """Refuse a file whose id another root's file has, if that is still there."""
    other = root if os.path.isfile(root) else os.path.join(root, source.id)
    if not root.startswith(HISTORY) and (not os.path.lexists(other) or _same(other, source.place)):
        return False
    detail = (
        f"Its id {source.id!r} is taken by {printable(other)}, which was indexed before; "
        "index the folder that holds both."
    )
    report(entry_of(source, Action.REFUSED, Reason.SAME_ID, detail))
    return True


def entry_of(source: Source, action: Action, reason: Reason, detail: str) -> Entry:
    """Return a line of the ledger on a file."""
    return Entry(file=source.shown, action=action, reason=reason, detail=detail)


def _same(one: str, other: str) -> bool:
    try:
        return os.path.samefile(one, other)
    except OSError:
        return False


def missed(
    manifest: Manifest, roots: Sequence[str], plan: Plan, unread: Sequence[tuple[str, str]]
) -> list[str]:
    """Return the ids of the files below some roots that the plan has not.

    Those below the folders that could not be read, each a root and the beginning of its ids, are
    not missed: nobody knows.
    """
    numbers = {manifest.root(root) for root in roots}
    unknown = [(manifest.root(root), prefix) for root, prefix in unread]
    read = {source.id for those in (plan.new, plan.changed, plan.doubtful) for source in those}
    if len(plan.same) + sum(name in manifest.files for name in read) == len(manifest.files):
        return []  # as nearly always, and soon told
    return [
        item_id
        for item_id, file in manifest.files.items()
        if item_id not in plan.same
        and item_id not in read
        and file.root in numbers
        and not file.gone
        and not any(file.root == root and item_id.startswith(prefix) for root, prefix in unknown)
    ]
