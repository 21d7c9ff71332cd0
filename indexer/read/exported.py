"""Which values does MDX export, as front matter would give them?

export const meta = { title: 'Storm', date: "2026-01-03" }
"""

import re
from collections.abc import Mapping
from itertools import islice

from indexer.read.header import is_header
from indexer.read.javascript import read_javascript
from indexer.read.keys import fold_key
from indexer.read.parsed import Broken

#: Lines that may end an object, of which the first that does is looked for.
MAX_ENDS = 50

_EXPORT = re.compile(
    r"^export\s+(?:const|let|var)\s+(?:meta|meta[dD]ata|front[mM]atter|post|page|article)"
    r"\s*(?::[^={\n]*)?=\s*(?=\{)",
    re.MULTILINE,
)
_END = re.compile(r"\}(?=(?:\s+(?:as|satisfies)\s+\w+)?;?[ \t]*$)", re.MULTILINE)
_BEHIND = re.compile(r"[^\n]*")


def without_exported(body: str) -> tuple[Mapping[str, object], str]:
    """Return the values by folded key, and the body without their statement; {} if there are none.

    Nothing is run: what is more than texts, numbers and lists stays in the body.
    """
    found = _EXPORT.search(body) if "export" in body else None
    if found is None:
        return {}, body
    for end in islice(_END.finditer(body, found.end()), MAX_ENDS):
        try:
            parsed = read_javascript(body[found.end() : end.end()])
        except (Broken, RecursionError):
            continue
        if not is_header(parsed):
            break
        values = {fold_key(key): value for key, value in parsed.values.items()}
        return values, body[: found.start()] + _BEHIND.sub("", body[end.end() :], count=1)
    return {}, body
