"""When did the last run end, and is the ledger in the archive's folder the one that it left?

A small file beside the index says so: the time, the checksum of the ledger, and the path under
which the ledger names the files of each root. While a ledger is replaced, the file has both
checksums: killed at any instant, a run leaves a ledger that is known.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from indexer.checksums import checksum, checksum_of
from search import regular
from search.beside import Beside
from search.frozen import frozen
from search.settings import LEDGER

if TYPE_CHECKING:
    from indexer.ledger import Entry

SYNCED = "synced.json"
#: Bytes of the file, far more than are ever written.
MAX_BYTES = 1 << 24


@frozen()
class Synced:
    """What the file says; `time` is None where no run has ended.

    `ledgers` are the checksums that the ledger may have, `sizes` its lengths in bytes (older
    versions noted none). `note` is the one that was left with the archive, None where an older
    version wrote the file. `paths` maps each root (`Manifest.roots`)
    to the path that the ledger puts before the ids of its files. `fault` is a clause that says what
    is wrong with the file, "" if nothing is.
    """

    time: str | None = None
    ledgers: tuple[str, ...] = ()
    sizes: tuple[int, ...] = ()
    note: str | None = None
    paths: Mapping[str, str] = field(default_factory=dict)
    fault: str = ""

    @classmethod
    def load(cls, kept: Beside) -> "Synced":
        """Read the file of an archive; of a damaged one only the time is believed."""
        try:
            members = json.loads(kept.read(SYNCED, MAX_BYTES))
            time, check = members.get("synced"), members.pop("check", None)
        except (OSError, ValueError, AttributeError, RecursionError) as error:
            if isinstance(error, FileNotFoundError):
                return cls(fault=f"{SYNCED} is gone")
            cause = regular.cause_of(error) if isinstance(error, OSError) else "it is not JSON"
            return cls(fault=f"{SYNCED} cannot be read ({cause})")
        time = time if isinstance(time, str) else None
        match members:
            case {"ledger": list(ledgers), "paths": dict(paths)} if check == _check(
                members
            ) and all(isinstance(text, str) for text in (*ledgers, *paths.values())):
                sizes, note = members.get("sizes", []), members.get("note")
                if isinstance(sizes, list) and isinstance(note, str | None):
                    return cls(time, tuple(ledgers), tuple(sizes), note, paths)
        return cls(time, fault=f"{SYNCED} is not what was written")

    def save(self, kept: Beside) -> None:
        """Replace the file of an archive. Raises OSError."""
        members = {
            "synced": self.time,
            "ledger": self.ledgers,
            "sizes": self.sizes,
            "note": self.note,
            "paths": dict(self.paths),
        }
        text = json.dumps({**members, "check": _check(members)})
        kept.put(SYNCED, [text.encode(), b"\n"])


def ledger_fault(
    kept: Beside, synced: Synced, notes: Collection[str], has_run: bool, every_byte: bool
) -> str:
    """Return what is wrong with the ledger of an archive or the file that knows it, as a clause.

    It is "" if nothing is. `notes` are those that runs may have left with the archive; none: it is
    not known which. `has_run` tells whether a run has left one: else there may be neither file.
    Unless every byte is to be read, a long ledger is judged by its length.
    """
    if not has_run and not kept.has(LEDGER) and not kept.has(SYNCED):
        return ""
    if synced.fault:
        return synced.fault
    if notes and synced.note is not None and synced.note not in notes:
        return f"{SYNCED} is of another run"
    try:
        size = kept.size(LEDGER)
    except OSError as error:
        if isinstance(error, FileNotFoundError):
            return f"{LEDGER} is gone"
        return f"{LEDGER} cannot be read ({regular.cause_of(error)})"
    if size > regular.LOOKED_AT_BYTES and synced.sizes and not every_byte:
        is_as_left = size in synced.sizes
    else:
        is_as_left = checksum_of(kept, LEDGER) in synced.ledgers
    return "" if is_as_left else f"{LEDGER} is not what the last run wrote"


def replace_ledger(
    kept: Beside, entries: Sequence["Entry"], synced: Synced, *, has_ended: bool
) -> Synced:
    """Replace the ledger of an archive; return what is then known of it. Raises OSError."""
    from indexer.ledger import Ledger, packed

    data = packed(entries)
    file, check, size = Ledger(kept), checksum(data), len(data)
    if file.checksum() != check:
        both = (*synced.ledgers[-1:], check), (*synced.sizes[-1:], size)
        replace(synced, ledgers=both[0], sizes=both[1]).save(kept)
        file.put(entries)
    time = datetime.now(UTC).isoformat(timespec="seconds") if has_ended else synced.time
    synced = replace(synced, time=time, ledgers=(check,), sizes=(size,))
    synced.save(kept)
    return synced


def _check(members: Mapping[str, Any]) -> str:
    return checksum(json.dumps(members).encode())
