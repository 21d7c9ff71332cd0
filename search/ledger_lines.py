"""What does a line of the ledger say? This reads it for all that count or show lines.

A run of the indexer writes there a line of JSON for each file of which there is something to say.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from search.deadlines import check_deadline
from search.frozen import frozen

#: Bytes of a line, far more than are ever written. No line is known behind a longer one.
MAX_LINE_BYTES = 1 << 20
_TEXTS = ("file", "action", "reason", "detail")
#: Entries that stand for those of their reason.
MOST_EXAMPLES = 3
#: Reasons whose details name another path of the machine.
_NAMING_PATHS = ("same-id",)
#: What was done, and why.
_WORD = re.compile("[a-z0-9-]{1,64}", re.ASCII)


@frozen(kw_only=True)
class LedgerEntry:
    """What the ledger says of a file: what was done, why, and in `detail` a sentence on both.

    `file` is its path below the folder that was indexed, which is the id of its item, if it
    `is_item`. `line` counts from 1; None: of the whole file, or not known. No path of the machine
    is told: of a file whose folder is not known this is the name, and a detail that has one is "".
    """

    file: str
    is_item: bool
    line: int | None
    action: str
    reason: str
    detail: str


@frozen(kw_only=True)
class LedgerCount:
    """How many lines of the ledger say that files were `skipped`, `repaired` or `refused`, and why.

    `reason` is one of the words that `backfile ledger` counts by, such as `bad-date`. `examples`
    are the first MOST_EXAMPLES of these lines.
    """

    action: str
    reason: str
    count: int
    examples: tuple[LedgerEntry, ...] = ()


def lines(
    file: BinaryIO, unread: Callable[[int], None] = lambda number: None
) -> Iterator[dict[str, Any]]:
    """Yield what each line says, as `members` does; one line is in memory at a time.

    `unread` is called with the number, from 1, of each line that is not an entry: a killed process
    may have left half of one.
    """
    number = 0
    while line := file.readline(MAX_LINE_BYTES):
        number += 1
        try:
            yield members(line.decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            unread(number)
        if len(line) == MAX_LINE_BYTES:
            return


def counted(file: BinaryIO) -> tuple[LedgerCount, ...]:
    """Return how many lines of a ledger have each action and reason, the most frequent first."""
    found: Counter[tuple[str, str]] = Counter()
    examples: dict[tuple[str, str], list[LedgerEntry]] = {}
    for number, line in enumerate(lines(file)):
        if number % 1_000 == 0:
            check_deadline()
        key = line["action"], line["reason"]
        found[key] += 1
        if found[key] <= MOST_EXAMPLES:
            examples.setdefault(key, []).append(_entry(line))
    return tuple(
        LedgerCount(action=key[0], reason=key[1], count=found[key], examples=tuple(examples[key]))
        for key in sorted(found, key=lambda own: (-found[own], own))
    )


def entries(file: BinaryIO, action: str = "", reason: str = "") -> Iterator[LedgerEntry]:
    """Yield the entries of an action and a reason in the ledger's order; "" stands for any."""
    for number, line in enumerate(lines(file)):
        if number % 1_000 == 0:
            check_deadline()
        if action in ("", line["action"]) and reason in ("", line["reason"]):
            yield _entry(line)


def _entry(line: dict[str, Any]) -> LedgerEntry:
    path, id = line["file"], line["id"]
    detail = "" if line["reason"] in _NAMING_PATHS else line["detail"]
    if id and path.endswith(id) and (folder := path.removesuffix(id)):
        detail = detail.replace(folder, "")
    return LedgerEntry(
        file=id or path.rstrip("/").rpartition("/")[2],
        is_item=bool(id) and line["action"] == "repaired",
        line=line["line"],
        action=line["action"],
        reason=line["reason"],
        detail=detail,
    )


def members(line: str) -> dict[str, Any]:
    """Return the texts `file`, `action`, `reason`, `detail` and `id`, and `line`, a number or None.

    Members that this version does not know are left out. Raises ValueError or RecursionError if the
    line is not an entry.
    """
    given = json.loads(line)
    if not isinstance(given, dict):
        raise ValueError("it is not a JSON object")
    found: dict[str, Any] = {name: given.get(name) for name in _TEXTS}
    if not all(isinstance(text, str) for text in found.values()):
        raise ValueError("a member is not text, or missing")
    if not (_WORD.fullmatch(found["action"]) and _WORD.fullmatch(found["reason"])):
        raise ValueError("its action or its reason is not a word")
    number = given.get("line")
    id = given.get("id")
    found["id"] = id if isinstance(id, str) else ""
    return {**found, "line": number if type(number) is int else None}
