"""When did the last run end, and is the ledger in the archive's folder the one that it left?

A small file beside the index says so: the time, the checksum of the ledger, and the path under
which the ledger names the files of each root. While a ledger is replaced, the file has both
checksums: killed at any instant, a run leaves a ledger that is known.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from indexer.ledger import Entry, Ledger, checksum, packed
from search import regular
from search.beside import Beside
from search.settings import LEDGER

SYNCED = "synced.json"
#: Bytes of the file, far more than are ever written.
MAX_BYTES = 1 << 24


@dataclass(frozen=True, slots=True)
class Synced:
    """What the file says; `time` is None where no run has ended.

    `ledgers` are the checksums that the ledger may have. `paths` maps each root (`Manifest.roots`)
    to the path that the ledger puts before the ids of its files. `fault` is a clause that says what
    is wrong with the file, "" if nothing is.
    """

    time: str | None = None
    ledgers: tuple[str, ...] = ()
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
            return cls(fault=f"{SYNCED} cannot be read ({regular.cause_of(error)})")
        time = time if isinstance(time, str) else None
        match members:
            case {"ledger": list(ledgers), "paths": dict(paths)} if check == _check(
                members
            ) and all(isinstance(text, str) for text in (*ledgers, *paths.values())):
                return cls(time, tuple(ledgers), paths)
        return cls(time, fault=f"{SYNCED} is not what was written")

    def save(self, kept: Beside) -> None:
        """Replace the file of an archive. Raises OSError."""
        members = {"synced": self.time, "ledger": self.ledgers, "paths": dict(self.paths)}
        text = json.dumps({**members, "check": _check(members)})
        kept.put(SYNCED, [text.encode(), b"\n"])


def ledger_faults(kept: Beside, synced: Synced, has_run: bool) -> list[str]:
    """Return what is wrong with the ledger of an archive and the file that knows it, in clauses.

    `has_run` tells whether a run has left its note with the archive: else there may be neither.
    """
    check = Ledger(kept).checksum()
    if not has_run and not check and not kept.has(SYNCED):
        return []
    if synced.fault:
        return [synced.fault]
    if check in synced.ledgers:
        return []
    return [f"{LEDGER} is {'not what the last run wrote' if check else 'gone, or no file'}"]


def replace_ledger(
    kept: Beside, entries: Sequence[Entry], synced: Synced, *, has_ended: bool
) -> Synced:
    """Replace the ledger of an archive; return what is then known of it. Raises OSError."""
    file, check = Ledger(kept), checksum(packed(entries))
    if file.checksum() != check:
        replace(synced, ledgers=(*synced.ledgers[-1:], check)).save(kept)
        file.put(entries)
    time = datetime.now(UTC).isoformat(timespec="seconds") if has_ended else synced.time
    synced = replace(synced, time=time, ledgers=(check,))
    synced.save(kept)
    return synced


def _check(members: Mapping[str, Any]) -> str:
    return checksum(json.dumps(members).encode())
