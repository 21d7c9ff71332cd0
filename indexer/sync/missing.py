"""Is a folder more likely out of reach than its files, gone all at once, removed?

An empty mount point looks like a folder whose files were all deleted. Nobody should lose an archive
by that, so such a run is refused before it changes anything.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from contextlib import suppress

from indexer.find.contents import read_settled
from indexer.find.folders import Source, printable
from indexer.ledger import Refused
from indexer.sync.known_files import digest
from indexer.sync.manifest import HISTORY, Manifest, shown_root
from indexer.sync.moves import taken
from search import ArchiveError

#: Least number of known files of a root for which a run is refused if more than half are gone.
MANY_FILES = 1_000


class FilesGone(ArchiveError):
    """All files of a root are gone at once, or most of many."""


def check(
    before: Manifest,
    missing: Collection[str],
    lost: Collection[str],
    came: Iterable[Source] = (),
    emptied: Collection[str] = (),
) -> None:
    """Raise FilesGone if all known files of a root are missing, or more than half of many are lost.

    `before` is the manifest of the last run. `missing` are the ids of all files that were not
    found, `lost` those of them whose items would be removed. A file that only moved is not lost:
    the same bytes are among the files that `came`, which are read only if it matters. `emptied` are
    the ids of files that are there, but lose their items: they are as good as lost.
    """
    if not missing and not lost and not emptied:
        return
    files = before.files
    known = Counter(file.root for file in files.values() if not file.gone)
    if emptied:  # of files that never had an item nothing can be lost
        known = Counter(f.root for f in files.values() if f.has_item and not f.gone)
        missing, lost = (
            [item_id for item_id in dict.fromkeys((*ids, *emptied)) if files[item_id].has_item]
            for ids in (missing, lost)
        )
    missing_of, lost_of = (
        Counter(files[item_id].root for item_id in ids) for ids in (missing, lost)
    )
    suspects = [
        root for root in missing_of | lost_of if _is_too_much(known, missing_of, lost_of, root)
    ]
    if not suspects:
        return
    moved = _moved([item_id for item_id in lost if files[item_id].root in suspects], before, came)
    moved_of = Counter(files[item_id].root for item_id in moved)
    for root in suspects:
        if _is_too_much(known, missing_of - moved_of, lost_of - moved_of, root):
            what = "missing or empty" if emptied else "missing"
            count = missing_of[root] or lost_of[root]
            raise FilesGone(_message(before.roots[root], known[root], count, what))


def check_read(
    before: Manifest, after: Manifest, gone: Collection[str], emptied: Collection[str]
) -> None:
    """Raise FilesGone if too many items would leave, with files that are there but hold nothing.

    Programs that keep files elsewhere leave empty ones in their place, and a disk that fails leaves
    such as hold zeros only. `after` is the manifest after the files were read: another one than
    `before` if the archive is built anew.
    """
    if before is not after:
        _check_rebuilt(before, after)
    elif emptied:
        check(before, gone, gone, emptied=emptied)


def _check_rebuilt(before: Manifest, after: Manifest) -> None:
    roots = {before.root(root) for root in after.roots}
    here = {item_id for item_id, file in after.files.items() if file.has_item}
    lost = [
        item_id
        for item_id, file in before.files.items()
        if file.has_item and file.root in roots and not file.gone and item_id not in here
    ]
    if emptied := [item_id for item_id in lost if item_id in after.files]:
        hashes = {file.hash for file in after.files.values() if file.has_item}
        lost = [item_id for item_id in lost if before.files[item_id].hash not in hashes]
        check(before, lost, lost, emptied=emptied)


def check_found(roots: Iterable[str], count: int) -> None:
    """Raise FilesGone if no file was found below roots of which an archive would be built anew."""
    if not count:
        raise FilesGone(
            f"{', '.join(map(printable, roots))}: there is no file to read, so all items would be "
            "lost; check that this is the right folder and that its disk is mounted. Nothing was "
            "changed. If you mean it, add --prune."
        )


def _is_too_much(known: Counter[int], missing: Counter[int], lost: Counter[int], root: int) -> bool:
    many = known[root] >= MANY_FILES and lost[root] * 2 > known[root]
    return missing[root] == known[root] or many


def _moved(lost: Collection[str], before: Manifest, came: Iterable[Source]) -> list[str]:
    """Return the ids of lost files whose bytes are among the files that came."""
    sizes = {before.files[item_id].size for item_id in lost}
    hashes: Counter[str] = Counter()
    for source in came:
        if -1 in sizes or source.size in sizes:
            with suppress(Refused):
                hashes[digest(read_settled(source.path).data)] += 1
    return taken([(item_id, before.files[item_id].hash) for item_id in lost], hashes)


def _message(root: str, known: int, missing: int, what: str) -> str:
    how_many = f"all {known:,}" if missing == known else f"{missing:,} of {known:,}"
    lost = "the only known file is" if known == 1 else f"{how_many} known files are"
    is_history = root.startswith(HISTORY)
    right = (
        "the right branch is checked out" if is_history else "its disk is mounted and may be read"
    )
    if what != "missing":
        right += ", and that the files themselves are here"
    return (
        f"{shown_root(root)}: {lost} {what}; check that this is the right folder and "
        f"that {right}. Nothing was removed. If the files are meant to be gone, add --prune."
    )
