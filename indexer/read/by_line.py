"""Which keys and values can be read, line by line, from front matter that breaks its grammar?"""

import re
from collections.abc import Iterable

_KEY = r"""(?P<quote>["']?)(?P<key>[A-Za-z_][\w.-]{0,63})(?P=quote)[ \t]*[:=]"""
_PAIR = re.compile(rf"""{_KEY}(?:[ \t]+|(?=["'\[])|$)(?P<value>.*)""")
_INDENTED_PAIR = re.compile(rf"[ \t]*{_PAIR.pattern}")
_ENTRY = re.compile(r"[ \t]*-[ \t]+(?P<value>.*)")
_BLOCK_SCALAR = re.compile(r"[|>][+-]?[0-9]?[ \t]*")


def split_unclosed(text: str) -> tuple[str, str]:
    """Split a text into front matter that is never closed, without its first line, and body.

    The front matter ends before the first line that is no key, list entry, comment, blank or
    indented line.
    """
    lines = text.split("\n")
    end, after_blank = 1, False
    for number, line in enumerate(lines[1:], start=1):
        if not line.strip():
            after_blank = True
            continue
        # "Note: ..." after a blank line is the start of a text, not a key.
        found = _INDENTED_PAIR.match(line)
        is_key = found is not None and not (after_blank and found["key"][0].isupper())
        if not (is_key or _ENTRY.match(line) or line[0] in " \t#"):
            break
        end, after_blank = number + 1, False
    return "\n".join(lines[1:end]), "\n".join(lines[end:])


def read_by_line(block: str, *, indented: bool) -> dict[str, str | list[str]]:
    """Read `key: value` or `key = value` lines and `- entry` lists.

    Any other line continues the value before it. Keys may be indented only if `indented`, as in
    JSON.
    """
    pair = _INDENTED_PAIR if indented else _PAIR
    parts: dict[str, list[str]] = {}
    entries: dict[str, list[str]] = {}
    current: str | None = None
    for line in block.split("\n"):
        if found := pair.match(line):
            current = found["key"]
            value = found["value"]
            parts[current] = [] if _BLOCK_SCALAR.fullmatch(value) else [value]
            entries.pop(current, None)
        elif current is None or not line.strip() or line.startswith("#"):
            continue
        elif (entry := _ENTRY.match(line)) and not any(parts[current]):
            entries.setdefault(current, []).append(_unquoted(entry["value"]))
        elif line.strip() not in ("{", "}") and not _is_complete(parts[current]):
            parts[current].append(line.strip())
    read: dict[str, str | list[str]] = {}
    for key, lines in parts.items():
        read[key] = entries.get(key) or _value(" ".join(lines).strip().removesuffix(","))
    return read


def _is_complete(lines: list[str]) -> bool:
    """Tell whether a value is closed by its quote, so that no further line belongs to it."""
    text = lines[0].rstrip(", ") if len(lines) == 1 else ""
    return len(text) > 1 and text[0] in "\"'" and text[-1] == text[0]


def _value(text: str) -> str | list[str]:
    if text.startswith("[") and text.endswith("]"):
        return list(_filled(_unquoted(part.strip()) for part in text[1:-1].split(",")))
    return _unquoted(text)


def _filled(values: Iterable[str]) -> Iterable[str]:
    return (value for value in values if value)


def _unquoted(text: str) -> str:
    text = text.strip()
    quote = text[:1]
    if quote not in ("'", '"') or not quote:
        return text
    text = text[1:].removesuffix(quote)
    return text.replace("''", "'") if quote == "'" else text.replace('\\"', '"')
