"""How does an archive move, as from a folder to a cluster and back? Whole, as it stands.

copied("backfile-index", "opensearch://127.0.0.1:9200/news", {"ledger.jsonl": ""})
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from types import MappingProxyType

from search.archive import Archive
from search.beside import Beside
from search.engines import absolute, beside, opener
from search.errors import ArchiveError
from search.identity import Arrived, Identity
from search.regular import cause_of

#: Bytes of a file beside an archive that are in memory at a time.
_BYTES_AT_A_TIME = 1 << 20

Address = str | os.PathLike[str]


class ChangedMeanwhile(ArchiveError):
    """Another process has changed an archive while it was copied."""


class IdUnknown(ArchiveError):
    """No file tells the id of an archive, so a copy would be another archive."""


class BesideUnreadable(ArchiveError):
    """A file that is kept beside an archive cannot be read, so there is no copy of it."""


def copied(
    source: Address,
    target: Address,
    names: Mapping[str, str] = MappingProxyType({}),
    progress: Callable[[Iterable[Arrived], int], Iterable[Arrived]] = lambda items, size: items,
    look_at: Callable[[Archive], None] = lambda archive: None,
) -> int:
    """Copy an archive to an address where there is none; return how many items it has.

    All states of the items, the days on which they came and went, the generations they came in
    with and the archive's id are as they were, so that both answer alike. So are the files of these
    names that are kept beside the archive; each is left out if it cannot be read and the one that
    it is mapped to can, which serves in its stead. `progress` passes the items on; it is told how
    many. `look_at` is given the archive before any is copied.

    The copy is there once it is whole. Raises IndexExists, what opening an archive raises,
    IdUnknown, BesideUnreadable and ChangedMeanwhile.
    """
    address = absolute(source)
    engine = opener(address).open(address)
    with Archive(engine) as archive:
        look_at(archive)
        generation = engine.newest()
        identity = Identity(
            language=engine.language,
            id=engine.id,
            generation=generation.number,
            arrivals_from=generation.arrivals_from,
            note=engine.note,
            keeps_stories=engine.keeps_stories,
            outlets=generation.outlets.others,
        )
        state = engine.state
        kept, goal = beside(source), absolute(target)
        if not identity.id.int:
            raise IdUnknown(
                f"{kept.address}: no file tells the archive's id any more, so feeds would take all "
                "entries of a copy for new ones; “backfile index”, with the folders as before, "
                "gives it a new id; then copy again"
            )
        with opener(goal).copying(goal, identity) as fill:
            fill(progress(generation.arrived(), generation.size))
            others = beside(target)
            try:
                for name, spare in names.items():
                    _copy_file(kept, others, name, spare)
                if engine.state != state:
                    raise ChangedMeanwhile(
                        f"{kept.address}: another process has changed the archive while it was "
                        "copied; copy it again once that has finished"
                    )
            except BaseException:
                for name in names:
                    others.remove(name)
                raise
        return generation.size


def _copy_file(source: Beside, target: Beside, name: str, spare: str) -> None:
    if not source.has(name):
        target.remove(name)
        return
    try:
        opened = source.opened(name)
    except OSError as error:
        with suppress(OSError):
            if spare:
                source.opened(spare).close()
                target.remove(name)
                return
        raise BesideUnreadable(
            f"{source.address}/{name}: it cannot be read ({cause_of(error)}); “backfile index”, "
            "with the folders as before, writes it anew; then copy again"
        ) from None
    with opened as file:

        def chunks() -> Iterator[bytes]:
            while chunk := file.read(_BYTES_AT_A_TIME):
                yield chunk

        target.put(name, chunks())
