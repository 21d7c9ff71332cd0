"""What does a reader see of a body that WordPress wrote, with its shortcodes in brackets?

Exports hold them as they were typed: `[caption id="a"]<img …> The port[/caption]` -> The port.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from indexer.read.arguments import read_arguments
from indexer.read.offsets import Ends, Span, Spans

_NAME = r"[a-z][a-z0-9_-]*+"
_ARGUMENT = r"""\s++[a-z][\w-]*+=(?:"[^"<>]*+"|'[^'<>]*+'|[“”″][^“”″<>]*+[“”″])"""
#: What forums write behind a name: `[url=https://a.example]`, `[quote="Jane Doe"]`.
_VALUE = r"""=(?:"[^"<>\[\]]*+"|[^\s"'<>\[\]]++)"""
# Not what Markdown or WordPress itself reads as something else: `[a](b)`, `[a]: b`, `[[a]]`.
_SHORTCODE = re.compile(
    rf"(?<![\[\\])\[(?:({_NAME})({_VALUE}(?=\])|(?:{_ARGUMENT})*+)\s*+/?|/({_NAME}))\](?![(:\]])"
)
_CLOSING = re.compile(rf"\[/({_NAME})\]")
#: Shortcodes that may have no arguments, and show nothing themselves.
_BARE = frozenset(("gallery", "playlist"))
#: Words that writers put around a text as if they were shortcodes, and mean to be read.
_SAID = frozenset((
    *("edit", "irony", "joke", "joking", "ot", "rant", "sarcasm", "sic", "snark", "update"),
))  # fmt: skip
#: Shortcodes that stand in words: `[dropcap]W[/dropcap]ord`.
_IN_WORDS = frozenset((
    *("b", "color", "dropcap", "em", "font", "highlight", "i", "s", "size", "strong", "sub"),
    *("sup", "u"),
))  # fmt: skip
#: Those among them of forums whose value is who wrote what they hold.
_QUOTING = "quote"
# Each kind is looked for by its first characters, which is many times faster.
_MAY_HAVE = re.compile(
    r"""\[(?:/[a-z]|(?:gallery|playlist)\]|[a-z][\w-]*+\s++[a-z][\w-]*+=["'“”″])"""
)


def without_shortcodes(
    body: str, code: Callable[[str], Sequence[Span]], left_out: list[str] | None = None
) -> str:
    """Return a body in which the text of WordPress's shortcodes stands for them.

    `code` returns the parts of the body that stay as they are. What may be text, and is left out,
    is added to `left_out`. It takes linear time.
    """
    if _MAY_HAVE.search(body) is None:
        return body
    spans, ends = Spans(code(body)), Ends(body)
    closings = {found[1]: found.start() for found in _CLOSING.finditer(body)}  # the last of each
    opened: set[str] = set()
    parts, start = [], 0
    for found in _SHORTCODE.finditer(body):
        name, arguments, closed = found[1], found[2], found[3]
        if spans.end_at(found.start()) >= 0:
            continue
        has_value = bool(name) and arguments.startswith("=")
        if (
            name
            and (has_value or not arguments)
            and not _may_be_bare(name, found.end(), ends, closings)
        ):
            continue
        if closed and closed not in opened:
            continue
        parts.append(body[start : found.start()])
        start = found.end()
        text = ""
        if name:
            opened.add(name)
            read = read_arguments(name, "" if has_value else arguments, unnamed=False)
            text = arguments[1:].strip('"') if has_value and name == _QUOTING else ""
            text = text or " ".join(read.seen)
            if left_out is not None:
                left_out += read.unknown
        gap = "" if not text and _is_in_word(name or closed) else " "
        parts.append(f" {text} " if text else gap)
    return "".join([*parts, body[start:]])


def _may_be_bare(name: str, end: int, ends: Ends, closings: Mapping[str, int]) -> bool:
    if name in _BARE:
        return ends.after("[", end) != end  # else it is a link to what is named behind it
    return name not in _SAID and closings.get(name, -1) >= end


def _is_in_word(name: str) -> bool:
    return name.replace("_", "").replace("-", "") in _IN_WORDS
