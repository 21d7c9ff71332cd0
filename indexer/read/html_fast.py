"""What does a reader see of HTML of the simplest shape? As with an HTML parser, but quicker.

Articles have that shape: paragraphs, headings, lists and links, with each block closed before the
one around it. Any other HTML is left to the parser.
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
# Elements that end an open paragraph, and that only their own end tag ends.
_BLOCKS = _HEADINGS | {
    *("article", "aside", "blockquote", "div", "figcaption", "figure", "footer", "header", "main"),
    *("nav", "ol", "section", "ul", "li"),
}
#: Tag -> its replacement in the text. A stray `</p>` makes an empty paragraph; other stray end tags
#: go to the parser.
_REPLACEMENTS = (
    {"p": BREAK, "/p": BREAK, "br": BREAK, "hr": BREAK}
    | {sign + name: EDGES[name] for name in _BLOCKS for sign in ("", "/")}
    | {sign + name: "" for name in _INLINE for sign in ("", "/")}
)
_TAG = re.compile(r"""<(/?[a-z]+[1-6]?)(?:[ \n]+[a-z-]+="[^"<>]*+")*+[ \n]*/?>""")
_NESTED = frozenset(sign + name for name in _BLOCKS for sign in ("", "/"))
_OTHER_ENTITY = re.compile(r"&(?!(?:#0?39|quot|nbsp|amp|lt|gt|apos|#8[0-9]{3});)")
# First characters of a link to full coverage ("" and "&": they cannot be told without more work).
_FIRST_CHARACTERS = frozenset(("", "v", "V", "&"))
_FULL_COVERAGE = re.compile(r"[Vv]\n?[Ii]\n?[Ee]\n?[Ww]\s+[Ff]\n?[Uu]\n?[Ll]\n?[Ll]")


class Seen(NamedTuple):
    """The visible text, with a line for each block, and the text of the first heading."""

    text: str
    heading: str


def read_seen(markup: str) -> Seen | None:
    """Return what a reader sees of HTML; None if the parser must read it, as with headlines."""
    parts = _TAG.split(markup)  # texts and names of tags alternate
    names = parts[1::2]
    try:
        parts[1::2] = [_REPLACEMENTS[name] for name in names]
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
    """Tell whether the text of a link may begin with FULL_COVERAGE."""
    for number, name in enumerate(names):
        if name == "a":
            # One or two tags may come before the text, as in <a><strong>.
            first = "".join(parts[2 * number + 2 : 2 * number + 7]).lstrip()[:1]
            if first in _FIRST_CHARACTERS or not first.isascii():
                return True
    return False


def _are_nested(names: list[str]) -> bool:
    """Tell whether each block is closed before the one around it."""
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
