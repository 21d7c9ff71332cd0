"""What does a run over folders read? It supplies the files that may have changed."""

from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from indexer.find.contents import read_settled
from indexer.find.folders import Scan, Source
from indexer.ledger import Reason, Refused, Repairs
from indexer.read.outlets import Outlets
from indexer.sync import missing, overlaps
from indexer.sync.accounts import Accounts
from indexer.sync.known_files import digest
from indexer.sync.manifest import Manifest
from indexer.sync.plan import Plan, plan_scan
from indexer.sync.work import Outcome, Work
from search import Item


def work(
    found: Scan, manifest: Manifest, accounts: Accounts, before: Manifest | None, *, verify: bool
) -> Work:
    """Return what a run has to do so that the archive holds what the files of a scan hold.

    Raises FilesGone if too many files of `before`, the manifest of the last run, are gone, and
    FilesOverlap if the archive has some of them by another folder.
    """
    plan = plan_scan(found, manifest, accounts.report, verify=verify)
    overlaps.check_folders(plan, manifest)
    if before is manifest:
        check_plan(plan, manifest)
    elif before is not None:
        check_rebuild(plan, found, before)
    accounts.begin(plan.unchanged.prefixes)
    accounts.count_unchanged(plan.unchanged.item_count(), plan.unchanged.paths())
    sources = [*plan.new, *plan.changed, *plan.doubtful]
    size = sum(max(0, source.size) for source in sources)
    return Work(_Sources(sources), read, plan.gone, size=size)


def check_plan(plan: Plan, manifest: Manifest) -> None:
    """Raise FilesGone if a plan removes more items than is likely meant."""
    came = [*plan.new, *plan.changed]
    files = manifest.files
    empty = [own.id for own in plan.changed if not own.size and files[own.id].has_item]
    emptied = [item_id for item_id in empty if not files[item_id].gone]
    missing.check(manifest, [*plan.gone, *plan.unread], plan.gone, came, emptied)


def check_rebuild(plan: Plan, found: Scan, before: Manifest) -> None:
    """Raise FilesGone if an archive would lose too much by being built anew."""
    unread = [root for root, prefix in found.unread if not prefix]
    missing.check_found(unread or found.roots, 0 if unread else len(plan.new))
    here = {source.id for source in plan.new}
    numbers = {before.root(root) for root in found.roots}
    lost = [
        item_id
        for item_id, file in before.files.items()
        if file.root in numbers and not file.gone and item_id not in here
    ]
    emptied = [
        source.id
        for source in plan.new
        if not source.size and (file := before.files.get(source.id)) and file.has_item
    ]
    missing.check(before, lost, lost, plan.new, emptied)


class _Sources(deque[Source]):
    """Maybe a million files to read, iterated once: each is forgotten as it is yielded."""

    def __iter__(self) -> Iterator[Source]:
        while self:
            yield self.popleft()


def read(source: Source, outlets: Outlets) -> tuple[Item | None, Outcome]:
    """Return the item in a file, None if there is none or it is unchanged, and the outcome."""
    # Imported late: a run that finds no change does not wait for the modules that read items.
    from indexer.read.item import load

    repairs = Repairs(source.shown)
    entries = repairs.entries
    try:
        contents = read_settled(source.path)
    except Refused as refused:
        entries.append(refused.entry(source.shown))
        is_unknown = refused.reason in (Reason.VANISHED, Reason.UNREADABLE)
        return None, Outcome(source, "", None if is_unknown else False, False, entries)
    content_hash = digest(contents.data)
    if (contents.size, contents.mtime) != (source.size, source.mtime):
        source = source._replace(size=contents.size, mtime=contents.mtime)
    if content_hash == source.known_hash:
        return None, Outcome(source, content_hash, True, True, entries)
    changed = _time(contents.mtime)
    item = load(source, entries.append, outlets, contents.data, changed)
    if item is not None and item.changed is None:  # written by `backfile export`
        item = replace(item, changed=changed)
    if not contents.is_settled:
        detail = "It changed while it was read; the next run reads it again."
        repairs.add(Reason.CHANGING, detail)
        source = source._replace(size=-1)
    return item, Outcome(source, content_hash, item is not None, False, entries)


def _time(nanoseconds: int) -> datetime | None:
    """Return a file's time of modification; None if it is in no year from 1 to 9999."""
    try:
        return datetime.fromtimestamp(nanoseconds // 10**9, UTC)
    except (OverflowError, ValueError, OSError):
        return None
