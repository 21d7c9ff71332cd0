"""What does YAML of the simplest shape say, as a YAML parser would read it, but sooner?

That shape is what programs write: on each line a key and its value, a key alone, or an entry of
the list below one, and no value that means more than it shows. All else is for the parser.
"""

import re

from indexer.yaml_text import Value

#: A longer text is for the parser, which counts values.
MAX_CHARACTERS = 64 * 1024

# YAML takes these characters between quotes as they are: all it allows but the ends of lines.
_WIDE = "\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff"
_VALUE = (
    rf"'[\t -&(-~{_WIDE}]*'"
    rf'|"[\t !#-\[\]-~{_WIDE}]*"'  # without a backslash
    r"|[A-Za-z0-9](?:[A-Za-z0-9 _./+-]*[A-Za-z0-9_./+-])?"
)
_LINE = re.compile(
    rf"(?:([A-Za-z_][A-Za-z0-9_]{{0,63}}):(?: +({_VALUE}))?|- +({_VALUE}))?[ ]*\n"
    r"|(.+)"  # no such line
)


def read_simple(text: str) -> dict[str, Value] | None:
    """Return the texts and lists of texts by their keys; None where a parser has to tell."""
    if len(text) > MAX_CHARACTERS:
        return None
    values: dict[str, Value] = {}
    entries: list[Value] | None = None  # of the key above, where it has no value
    last = ""
    for key, value, entry, other in _LINE.findall(text):
        if value:
            values[key] = value[1:-1] if value[0] in "\"'" else value
            entries = None
        elif entry:
            if entries is None:
                return None
            entries.append(entry[1:-1] if entry[0] in "\"'" else entry)
            values[last] = entries
        elif key:
            values[key] = ""
            entries, last = [], key
        elif other:
            return None
    return values or None
