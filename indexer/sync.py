"""What has changed since the files were last read, and what is to be done about it?"""

import os
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from indexer.ledger import Action, Entry, Reason, Report
from indexer.manifest import HISTORY, File, Manifest
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
    root_of = _Roots(manifest)
    is_same = _same_as(files, root_of)
    if held is None and not verify:
        found.is_same = is_same
    for source in found:
        known = files.get(source.id)
        if known is None:
            plan.new.append(source)
            continue
        number = root_of[source.root]
        if known.root != number and is_taken(roots[known.root], source, report):
            continue
        is_lost = held is not None and known.has_item and source.id not in held
        if known.size < 0 or known.gone or is_lost:
            plan.changed.append(source)
        elif is_same(source.id, source.root, source.size, source.mtime):
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


def _same_as(files: Mapping[str, File], root_of: Mapping[str, int]) -> IsSame:
    def is_same(item_id: str, root: str, size: int, mtime: int) -> bool:
        known = files.get(item_id)
        return (
            known is not None
            and known.size == size
            and known.mtime == mtime
            and known.root == root_of[root]
            and not known.gone
        )

    return is_same


class _Roots(dict[str, int]):
    """The numbers of roots."""

    def __init__(self, manifest: Manifest) -> None:
        super().__init__()
        self._manifest = manifest

    def __missing__(self, path: str) -> int:
        number = self[path] = self._manifest.root(path)
        return number


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
    manifest: Manifest, roots: Sequence[str], seen: set[str], unread: Sequence[tuple[str, str]]
) -> list[str]:
    """Return the ids of the files below some roots that were not seen this time.

    Those below the folders that could not be read, each a root and the beginning of its ids, are
    not missed: nobody knows.
    """
    numbers = {manifest.root(root) for root in roots}
    unknown = [(manifest.root(root), prefix) for root, prefix in unread]
    return [
        item_id
        for item_id, file in manifest.files.items()
        if item_id not in seen  # which is nearly all that is asked
        and file.root in numbers
        and not file.gone
        and not any(file.root == root and item_id.startswith(prefix) for root, prefix in unknown)
    ]
