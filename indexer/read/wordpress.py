"""What does a reader see of a body that WordPress wrote, with its shortcodes in brackets?

Exports hold them as they were typed: `[caption id="a"]<img …> The port[/caption]` -> The port.
"""

import re
from collections.abc import Callable, Sequence

from indexer.read.arguments import read_arguments
from indexer.read.offsets import Ends, Span, Spans

_NAME = r"[a-z][a-z0-9_-]*+"
_ARGUMENT = r"""\s++[a-z][\w-]*+=(?:"[^"<>]*+"|'[^'<>]*+'|[“”″][^“”″<>]*+[“”″])"""
# Not what Markdown or WordPress itself reads as something else: `[a](b)`, `[a]: b`, `[[a]]`.
_SHORTCODE = re.compile(
    rf"(?<![\[\\])\[(?:({_NAME})((?:{_ARGUMENT})*+)\s*+/?|/({_NAME}))\](?![(:\]])"
)
#: Shortcodes that may have no arguments, and show nothing themselves.
_BARE = frozenset(("gallery", "playlist"))
#: Those that may have none if they are closed: other words in brackets are words.
_BARE_AROUND = frozenset((
    *("audio", "caption", "code", "embed", "sourcecode", "video", "wp_caption", "youtube"),
))  # fmt: skip
_PAGE_BUILDERS = ("vc_", "et_pb_", "fusion_", "av_", "su_")
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
    opened: set[str] = set()
    parts, start = [], 0
    for found in _SHORTCODE.finditer(body):
        name, arguments, closed = found[1], found[2], found[3]
        if spans.end_at(found.start()) >= 0:
            continue
        if name and not (arguments or _may_be_bare(name, found.end(), ends)):
            continue
        if closed and closed not in opened:
            continue
        parts.append(body[start : found.start()])
        start = found.end()
        text = ""
        if name:
            opened.add(name)
            read = read_arguments(name, arguments, unnamed=False)
            text = " ".join(read.seen)
            if left_out is not None:
                left_out += read.unknown
        parts.append(f" {text} " if text else " ")
    return "".join([*parts, body[start:]])


def _may_be_bare(name: str, end: int, ends: Ends) -> bool:
    if name in _BARE:
        return ends.after("[", end) != end  # else it is a link to what is named behind it
    if name in _BARE_AROUND or name.startswith(_PAGE_BUILDERS):
        return ends.after(f"[/{name}]", end) >= 0
    return False
