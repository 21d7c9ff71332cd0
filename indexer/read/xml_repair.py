"""What XML was meant by a text that breaks its grammar, as feeds do that were saved, or cut off?"""

import re
from html import escape, unescape

#: Elements in one another that are closed at most, and prefixes without a name that get one.
MAX_OPEN_ELEMENTS = 100
MAX_PREFIXES = 100

_ATTRIBUTES = r"""(?:[^<>"']|"[^"<]*+"|'[^'<]*+')*+"""
_PART = re.compile(
    r"<!\[CDATA\[(?P<data>(?:(?!\]\]>)[\s\S])*+)(?:\]\]>)?+|<!--(?:(?!-->)[\s\S])*+(?:-->)?+"
    r"|<\?(?:(?!\?>)[\s\S])*+(?:\?>)?+"
    rf"|<(?P<end>/?)(?P<name>[A-Za-z_][\w.:-]*+)(?P<attributes>{_ATTRIBUTES})>|<"
)
_REFERENCE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)(#?\w{1,32};)?")
_PREFIX = re.compile(r"(?:</?|\s)([A-Za-z_][\w.-]*):[\w.-]+(?=[\s=/>])")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def mended(text: str) -> str:
    """Return XML with what it lacks: ends of elements, names of prefixes, and entities' signs.

    An end tag without its start tag goes, and a sign `<` that begins no tag is text. It takes
    linear time. What is broken in other ways stays so.
    """
    text = _CONTROLS.sub("", text)
    parts: list[str] = []
    open_names: list[str] = []
    prefixes: set[str] = set()
    start, root_end = 0, -1
    for found in _PART.finditer(text):
        parts.append(_with_entities(text[start : found.start()]))
        start = found.end()
        part, name = found[0], found["name"]
        if found["data"] is not None:
            part = escape(found["data"], quote=False)
        elif name is None:
            closed = part.startswith("<?xml") and part.endswith("?>") and not parts[:-1]
            part = part if closed else "&lt;" * (part == "<")
        elif found["end"]:
            part = _end(name, open_names)
        else:
            prefixes.update(_PREFIX.findall(part))
            part = _with_entities(part)
            if not part.endswith("/>"):
                if len(open_names) >= MAX_OPEN_ELEMENTS:
                    return text
                open_names.append(name)
            if root_end < 0:
                root_end = len(parts)
        parts.append(part)
    parts.append(_with_entities(text[start:]))
    parts += [f"</{name}>" for name in reversed(open_names)]
    if root_end >= 0 and len(prefixes) <= MAX_PREFIXES:
        root = parts[root_end]
        missing = [
            f' xmlns:{prefix}="urn:{prefix}"'
            for prefix in sorted(prefixes - {"xml", "xmlns"})
            if f"xmlns:{prefix}=" not in text
        ]
        edge = len(root) - (2 if root.endswith("/>") else 1)
        parts[root_end] = root[:edge] + "".join(missing) + root[edge:]
    return "".join(parts)


def _end(name: str, open_names: list[str]) -> str:
    """Return the end tags of all elements up to that of a name; "" if it is not open."""
    if name not in open_names:
        return ""
    ends = []
    while open_names:
        last = open_names.pop()
        ends.append(f"</{last}>")
        if last == name:
            break
    return "".join(ends)


def _with_entities(text: str) -> str:
    """Return text in which the entities of HTML are characters, and other signs `&` are text."""
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(found: re.Match[str]) -> str:
    return escape(unescape(found[0]), quote=False) if found[1] else "&amp;"
