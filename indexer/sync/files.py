"""What does a run over folders read? It supplies the files that may have changed."""

from collections import deque
from collections.abc import Iterator
from hashlib import blake2b

from indexer.find.contents import read_settled
from indexer.find.folders import Scan, Source
from indexer.ledger import Reason, Refused, Repairs
from indexer.read.outlets import Outlets
from indexer.sync.accounts import Accounts
from indexer.sync.known_files import HASH_BYTES
from indexer.sync.manifest import Manifest
from indexer.sync.plan import plan_scan
from indexer.sync.work import Outcome, Work
from search import Item


def work(found: Scan, manifest: Manifest, accounts: Accounts, *, verify: bool) -> Work:
    """Return what a run has to do so that the archive holds what the files of a scan hold."""
    plan = plan_scan(found, manifest, accounts.report, verify=verify)
    accounts.count_unchanged(plan.unchanged.item_count(), plan.unchanged.paths())
    sources = [*plan.new, *plan.changed, *plan.doubtful]
    size = sum(max(0, source.size) for source in sources)
    return Work(_Sources(sources), read, plan.gone, size=size)


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
    digest = blake2b(contents.data, digest_size=HASH_BYTES).hexdigest()
    if (contents.size, contents.mtime) != (source.size, source.mtime):
        source = source._replace(size=contents.size, mtime=contents.mtime)
    if digest == source.known_hash:
        return None, Outcome(source, digest, True, True, entries)
    item = load(source, entries.append, outlets, contents.data)
    if not contents.is_settled:
        detail = "It changed while it was read; the next run reads it again."
        repairs.add(Reason.CHANGING, detail)
        source = source._replace(size=-1)
    return item, Outcome(source, digest, item is not None, False, entries)
