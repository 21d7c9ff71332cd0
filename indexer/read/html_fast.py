"""What does a reader see in HTML of the simplest shape, as with an HTML parser, but sooner?

That shape is what articles are written in: paragraphs, headings, lists and links, what is opened
closed again, block by block. All else is for the parser.
"""

import html
import re
from typing import NamedTuple

from indexer.read.markup import BREAK, EDGES, lines_of, one_line

_INLINE = frozenset((
    "a", "abbr", "b", "cite", "code", "del", "em", "i", "img", "ins", "mark", "q", "s", "small",
    "span", "strong", "sub", "sup", "u",
))  # fmt: skip
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# What closes an open paragraph where it begins, and is itself closed by nothing but its own tag.
_BLOCKS = _HEADINGS | {
    *("article", "aside", "blockquote", "div", "figcaption", "figure", "footer", "header", "main"),
    *("nav", "ol", "section", "ul", "li"),
}
#: Tag -> what stands in its place. To end what was not begun is to begin it, for a paragraph only.
_SEEN = (
    {"p": BREAK, "/p": BREAK, "br": BREAK, "hr": BREAK}
    | {sign + name: EDGES[name] for name in _BLOCKS for sign in ("", "/")}
    | {sign + name: "" for name in _INLINE for sign in ("", "/")}
)
_TAG = re.compile(r"""<(/?[a-z]+[1-6]?)(?:[ \n]+[a-z-]+="[^"<>]*+")*+[ \n]*/?>""")
_NESTED = frozenset(sign + name for name in _BLOCKS for sign in ("", "/"))
_OTHER_ENTITY = re.compile(r"&(?!(?:#0?39|quot|nbsp|amp|lt|gt|apos|#8[0-9]{3});)")
# What the words of a link to full coverage begin with, or what may stand before them.
_BEGINS = frozenset(("", "v", "V", "&"))
_FULL_COVERAGE = re.compile(r"[Vv]\n?[Ii]\n?[Ee]\n?[Ww]\s+[Ff]\n?[Uu]\n?[Ll]\n?[Ll]")


class Seen(NamedTuple):
    """What is seen, a line for each block, and what the first heading says."""

    text: str
    heading: str


def read_seen(markup: str) -> Seen | None:
    """Return what a reader sees of HTML; None where a parser has to tell, or headlines may be."""
    parts = _TAG.split(markup)  # each tag's name after what comes before it
    names = parts[1::2]
    try:
        parts[1::2] = [_SEEN[name] for name in names]
    except KeyError:
        return None
    whole = "".join(parts)
    if "<" in whole or _OTHER_ENTITY.search(whole) or not _are_nested(names):
        return None
    heading = next((number for number, name in enumerate(names) if name in _HEADINGS), None)
    first = ""
    if heading is not None:
        end = names.index(f"/{names[heading]}", heading)
        first = one_line(html.unescape("".join(parts[2 * heading + 2 : 2 * end + 1 : 2])))
    text = lines_of(html.unescape(whole))
    if _may_lead_to_coverage(parts, names) and _FULL_COVERAGE.search(text):
        return None
    return Seen(text, first)


def _may_lead_to_coverage(parts: list[str], names: list[str]) -> bool:
    """Tell whether the words of a link may begin with those of FULL_COVERAGE."""
    for place, name in enumerate(names):
        if name == "a":
            # Behind a tag or two, as in <a><strong>.
            first = "".join(parts[2 * place + 2 : 2 * place + 7]).lstrip()[:1]
            if first in _BEGINS or not first.isascii():
                return True
    return False


def _are_nested(names: list[str]) -> bool:
    """Tell whether each block that is opened is closed before the one around it."""
    around = [""]
    for name in names:
        if name not in _NESTED:
            continue
        if name[0] == "/":
            if around.pop() != name[1:]:
                return False
        elif (name == "li") != (around[-1] in ("ul", "ol")) or around[-1] in _HEADINGS:
            return False
        else:
            around.append(name)
    return around == [""]
