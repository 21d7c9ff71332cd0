"""Which values are in YAML of the simplest shape? As a YAML parser reads it, but quicker.

Programs write that shape, and most people: each line is a key with a value, a key alone, an entry
of the list below such a key, or a comment. A value may be a list between brackets; no value has a
special meaning in YAML. Any other text is left to the parser.
"""

import re

from indexer.read.yaml_values import NULLS, Value

#: Characters of a text at most; a longer one is left to the parser, which counts values.
MAX_CHARACTERS = 64 * 1024

# Characters that YAML does not allow, or takes for the end of a line. One search for them lets the
# patterns below exclude ASCII characters only: patterns that exclude others take long to compile.
_NEVER = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
# First character of a value without quotes: a letter, a digit, or one of (./_
_FIRST = r"[^\t\n -')-\-:-@\[-\^`{-~]"
# A value without quotes ends before ` #`, and may not hold `: `.
_UNQUOTED = rf"{_FIRST}[^\t\n#:]*+(?:(?:(?<!\ )\#|:(?=[^\t\n ]))[^\t\n#:]*+)*+"
# Between brackets, a comma ends it, too.
_ITEM = rf"""(?:'[^\n']*+'|"[^\n"\\]*+"|{_FIRST}[^\t\n!-%*,:-@\[-\^`{{-~]*+)"""
_ITEMS = re.compile(_ITEM)
_VALUE = (
    rf"\[ *+(?:{_ITEM} *+(?:, *+{_ITEM} *+)*+)?+\]"
    r"|'[^\n']*+(?:''[^\n']*+)*+'"
    r'|"[^\n"\\]*+(?:\\["\\][^\n"\\]*+)*+"'
    rf"|{_UNQUOTED}"
)
_COMMENT = r"\#(?<![^ \n]\#)[^\n]*+"
# Optional parts are written as an alternative with nothing, which `re` matches more quickly.
_LINE = re.compile(
    rf"(?:([A-Za-z_][A-Za-z0-9_-]{{0,63}}+):(?:  *+({_VALUE})|)|( *+)-  *+({_VALUE})|)"
    rf" *+(?:{_COMMENT}|)\n"
    r"|(.+)"  # any other line
)
_ESCAPE = re.compile(r"\\(.)")


def read_simple(text: str) -> dict[str, Value] | None:
    """Return texts and lists of texts by their keys; None if the parser must read them."""
    if len(text) > MAX_CHARACTERS or _NEVER.search(text):
        return None
    values: dict[str, Value] = {}
    entries: list[Value] | None = None  # those of the key above, if it has no value
    last = indent = ""
    for key, value, before, entry, other in _LINE.findall(text):
        if key and key in values:
            return None  # the parser tells of keys that are given twice
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
    """Return a value without its quotes and escapes."""
    if value[0] == "[":
        return [_said(item) for item in _ITEMS.findall(value, 1)]
    if value[0] == "'":
        return value[1:-1].replace("''", "'")
    if value[0] == '"':
        return _ESCAPE.sub(r"\1", value[1:-1]) if "\\" in value else value[1:-1]
    value = value.rstrip(" ")
    return None if value in NULLS else value
