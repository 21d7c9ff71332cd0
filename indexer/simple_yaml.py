"""What does YAML of the simplest shape say, as a YAML parser would read it, but sooner?

That shape is what programs write, and most people: on each line a key and its value, which may be a
list between brackets, a key alone, an entry of the list below one, or a comment; no value that
means more than it shows. All else is for the parser.
"""

import re

from indexer.yaml_text import Value

#: A longer text is for the parser, which counts values.
MAX_CHARACTERS = 64 * 1024

# YAML takes these characters as they are: all it allows but the ends of lines.
_WIDE = "\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff"
# Between no quotes `: ` and ` #` mean something, and some signs do at the beginning.
_UNQUOTED = (
    rf"[A-Za-z0-9(./_{_WIDE}][ !-\"$-9;-~{_WIDE}]*+"
    rf"(?:(?:(?<!\ )\#|:(?=[!-~{_WIDE}]))[ !-\"$-9;-~{_WIDE}]*+)*+"
)
# Between brackets commas mean something, too.
_ITEM = (
    rf"(?:'[\t -&(-~{_WIDE}]*+'|\"[\t !#-\[\]-~{_WIDE}]*+\""
    rf"|[A-Za-z0-9(./_{_WIDE}][A-Za-z0-9 &'()+./_{_WIDE}-]*+)"
)
_ITEMS = re.compile(_ITEM)
_VALUE = (
    rf"\[ *+(?:{_ITEM} *+(?:, *+{_ITEM} *+)*+)?+\]"
    rf"|'[\t -&(-~{_WIDE}]*+(?:''[\t -&(-~{_WIDE}]*+)*+'"
    rf'|"[\t !#-\[\]-~{_WIDE}]*+(?:\\["\\][\t !#-\[\]-~{_WIDE}]*+)*+"'
    rf"|{_UNQUOTED}"
)
_COMMENT = rf"\#(?<![^ \n]\#)[\t -~{_WIDE}]*+"
# Where something may be missing, nothing is the last choice: that is seen soonest.
_LINE = re.compile(
    rf"(?:([A-Za-z_][A-Za-z0-9_-]{{0,63}}+):(?:  *+({_VALUE})|)|( *+)-  *+({_VALUE})|)"
    rf" *+(?:{_COMMENT}|)\n"
    r"|(.+)"  # no such line
)
_ESCAPE = re.compile(r"\\(.)")


def read_simple(text: str) -> dict[str, Value] | None:
    """Return the texts and lists of texts by their keys; None where a parser has to tell."""
    if len(text) > MAX_CHARACTERS:
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
