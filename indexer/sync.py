"""What has changed since the files were last read, and what is to be done about it?"""

import os
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from indexer.ledger import Action, Entry, Reason, Report
from indexer.manifest import HISTORY, Manifest
from indexer.scan import IsSame, Scan, Source, printable


@dataclass(slots=True)
class Plan:
    """What a run has to do.

    `new` and `changed` are to be read; `doubtful` too, but they may be what they were. `same` are
    not: their folders by their ids. `gone` are the ids of items whose files are there no more.
    """

    new: list[Source] = field(default_factory=list)
    changed: list[Source] = field(default_factory=list)
    doubtful: list[Source] = field(default_factory=list)
    same: dict[str, str] = field(default_factory=dict)
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
    plan = Plan()
    files, roots = manifest.files, manifest.roots
    same_below = _SameBelow(manifest)
    if held is None and not verify:
        found.same_below = same_below.__getitem__
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
        elif same_below[source.root](source.id, source.size, source.mtime):
            if verify:
                plan.doubtful.append(source._replace(known=known.hash))
            else:
                plan.same[source.id] = source.folder
        elif known.size == source.size:
            plan.doubtful.append(source._replace(known=known.hash))
        else:
            plan.changed.append(source)
    plan.same.update(found.same)
    return plan


class _SameBelow(dict[str, IsSame]):
    """Root -> what tells whether a file below it is as it was."""

    def __init__(self, manifest: Manifest) -> None:
        super().__init__()
        self._manifest = manifest

    def __missing__(self, path: str) -> IsSame:
        root = self._manifest.root(path)
        is_same = self[path] = self._manifest.files.same_below(root)
        return is_same


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
