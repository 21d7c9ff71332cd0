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
#: What was done, and why.
_WORD = re.compile("[a-z0-9-]{1,64}", re.ASCII)


@frozen(kw_only=True)
class LedgerCount:
    """How many lines of the ledger say that files were `skipped`, `repaired` or `refused`, and why.

    `reason` is one of the words that `backfile ledger` counts by, such as `bad-date`.
    """

    action: str
    reason: str
    count: int


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
    for number, line in enumerate(lines(file)):
        if number % 1_000 == 0:
            check_deadline()
        found[line["action"], line["reason"]] += 1
    ranked = sorted(found, key=lambda own: (-found[own], own))
    return tuple(
        LedgerCount(action=action, reason=reason, count=found[action, reason])
        for action, reason in ranked
    )


def members(line: str) -> dict[str, Any]:
    """Return the texts `file`, `action`, `reason` and `detail`, and `line`, a number or None.

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
    return {**found, "line": number if type(number) is int else None}
