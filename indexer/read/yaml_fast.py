"""What does YAML of the simplest shape say, as a YAML parser would read it, but sooner?

That shape is what programs write, and most people: on each line a key and its value, which may be a
list between brackets, a key alone, an entry of the list below one, or a comment; no value that
means more than it shows. All else is for the parser.
"""

import re

from indexer.read.yaml import Value

#: A longer text is for the parser, which counts values.
MAX_CHARACTERS = 64 * 1024

# What YAML does not allow, or takes as the end of a line. Looked for once, so that all patterns
# below can say which characters of ASCII they leave out: those that name others take long to make.
_NEVER = re.compile(
    "[^\t\n -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
# What a value may begin with that is in no quotes: a letter, a digit, or one of (./_
_FIRST = r"[^\t\n -')-\-:-@\[-\^`{-~]"
# Between no quotes `: ` and ` #` mean something.
_UNQUOTED = rf"{_FIRST}[^\t\n#:]*+(?:(?:(?<!\ )\#|:(?=[^\t\n ]))[^\t\n#:]*+)*+"
# Between brackets commas do, too.
_ITEM = rf"""(?:'[^\n']*+'|"[^\n"\\]*+"|{_FIRST}[^\t\n!-%*,:-@\[-\^`{{-~]*+)"""
_ITEMS = re.compile(_ITEM)
_VALUE = (
    rf"\[ *+(?:{_ITEM} *+(?:, *+{_ITEM} *+)*+)?+\]"
    r"|'[^\n']*+(?:''[^\n']*+)*+'"
    r'|"[^\n"\\]*+(?:\\["\\][^\n"\\]*+)*+"'
    rf"|{_UNQUOTED}"
)
_COMMENT = r"\#(?<![^ \n]\#)[^\n]*+"
# Where something may be missing, nothing is the last choice: that is seen soonest.
_LINE = re.compile(
    rf"(?:([A-Za-z_][A-Za-z0-9_-]{{0,63}}+):(?:  *+({_VALUE})|)|( *+)-  *+({_VALUE})|)"
    rf" *+(?:{_COMMENT}|)\n"
    r"|(.+)"  # no such line
)
_ESCAPE = re.compile(r"\\(.)")


def read_simple(text: str) -> dict[str, Value] | None:
    """Return the texts and lists of texts by their keys; None where a parser has to tell."""
    if len(text) > MAX_CHARACTERS or _NEVER.search(text):
        return None
    values: dict[str, Value] = {}
    entries: list[Value] | None = None  # of the key above, where it has no value
    last = indent = ""
    for key, value, before, entry, other in _LINE.findall(text):
        if value:
            values[key] = _said(value)
            entries = None
        elif entry:
            if not entries:
                indent = before
            if entries is None or before != indent:
                return None
            entries.append(_said(entry))
            values[last] = entries
        elif key:
            values[key] = ""
            entries, last = [], key
        elif other:
            return None
    return values or None


def _said(value: str) -> Value:
    """Return what a value says, without its quotes."""
    if value[0] == "[":
        return [_said(item) for item in _ITEMS.findall(value, 1)]
    if value[0] == "'":
        return value[1:-1].replace("''", "'")
    if value[0] == '"':
        return _ESCAPE.sub(r"\1", value[1:-1]) if "\\" in value else value[1:-1]
    return value.rstrip(" ")
