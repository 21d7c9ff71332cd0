"""What does a reader see of HTML of the simplest shape? As with an HTML parser, but quicker.

Articles have that shape: paragraphs, headings, lists and links, with each block closed before the
one around it. Any other HTML is left to the parser.
"""

import html
import re
from itertools import compress, islice, repeat
from typing import NamedTuple

from indexer.read.markup import BREAK, EDGES, GAP, lines_of, one_line

_INLINE = frozenset((
    "a", "abbr", "b", "cite", "code", "del", "em", "i", "img", "ins", "mark", "q", "s", "small",
    "span", "strong", "sub", "sup", "u",
))  # fmt: skip
#: Element -> those that it stands in, and nowhere else.
_PARENTS = {
    "li": ("ul", "ol"),
    "dt": ("dl",),
    "dd": ("dl",),
    "thead": ("table",),
    "tbody": ("table",),
    "tr": ("thead", "tbody"),
    "th": ("tr",),
    "td": ("tr",),
}
#: Elements that hold others, but neither text nor other elements: a parser moves those.
_FRAMES = frozenset(("table", "thead", "tbody", "tr"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# Elements that end an open paragraph, and that only their own end tag ends.
_BLOCKS = _HEADINGS | {
    *("article", "aside", "blockquote", "div", "figcaption", "figure", "footer", "header", "main"),
    *("nav", "ol", "section", "ul", "dl", "pre", "table", *_PARENTS),
}
#: Tag -> its replacement in the text. A stray `</p>` makes an empty paragraph; other stray end tags
#: go to the parser.
_REPLACEMENTS = (
    {"p": BREAK, "/p": BREAK, "br": BREAK, "hr": BREAK}
    | {sign + name: EDGES.get(name, "") for name in _BLOCKS for sign in ("", "/")}
    | {sign + name: "" for name in _INLINE for sign in ("", "/")}
    | {"img": GAP, "input": GAP}
)
_TAG = re.compile(r"""<(/?[a-z]+[1-6]?)(?:[ \n]+[a-z-]+="[^"<>]*+")*+[ \n]*/?>""")
#: Tag of a block -> the letter that stands for it, so that a pattern can tell how they nest.
_SIGNS = {
    tag: chr(ord("Ā") + number)
    for number, tag in enumerate(slash + name for name in sorted(_BLOCKS) for slash in ("", "/"))
}
#: Depth of blocks inside one another, at most: all tags are looked at once for each.
MAX_BLOCK_DEPTH = 24
#: Blocks in which no other stands.
_LEAVES = _HEADINGS | {"pre"}


def _block(name: str, entries: str = "") -> str:
    return f"{_SIGNS[name]}{entries}{_SIGNS['/' + name]}"


def _entries(*blocks: str) -> str:
    return f"(?:{'|'.join(blocks)})*+"


_ROWS = _entries(_block("tr", _entries(_block("th"), _block("td"))))
#: In lists, tables and rows stand their entries only: behind these tags no other block begins.
_AMONG_ENTRIES = {"ul", "ol", "dl", *_FRAMES, *("/" + name for name in _PARENTS)}
_NOT_AMONG_ENTRIES = f"(?<![{''.join(_SIGNS[tag] for tag in _AMONG_ENTRIES)}])"
_LEAF = re.compile(f"{_NOT_AMONG_ENTRIES}(?:{'|'.join(map(_block, sorted(_LEAVES)))})")
#: A block without others, but for the entries of a list or a table.
_INNERMOST = re.compile(
    f"{_NOT_AMONG_ENTRIES}(?:{'|'.join(map(_block, sorted(_BLOCKS - _LEAVES - {*_PARENTS})))}"
    f"|{_block('ul', _entries(_block('li')))}|{_block('ol', _entries(_block('li')))}"
    f"|{_block('dl', _entries(_block('dt'), _block('dd')))}"
    f"|{_block('table', _entries(_block('thead', _ROWS), _block('tbody', _ROWS)))})"
)
#: Tags behind which there is neither text nor an element of a line.
_BEFORE_ENTRIES = _FRAMES | {"/thead", "/tbody", "/tr", "/th", "/td"}
#: A text that an `input` may show.
_LABEL = re.compile(r"\b(?:value|placeholder)=")
_OTHER_ENTITY = re.compile(r"&(?!(?:#0?39|quot|nbsp|amp|lt|gt|apos|#8[0-9]{3});)")
_RARE_ENTITY = re.compile("&(?:#|n|ap)")
#: Those that Markdown writes. The sign that begins them is put in last.
_FREQUENT_ENTITIES = (("&quot;", '"'), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
# First characters of a link to full coverage ("" and "&": they cannot be told without more work).
_FIRST_CHARACTERS = frozenset(("", "v", "V", "&"))
# To be looked for in small letters, without ends of lines.
_FULL_COVERAGE = re.compile(r"view\s*full")


class Seen(NamedTuple):
    """The visible text, with a line for each block, and the text of the first heading."""

    text: str
    heading: str


def read_seen(markup: str, *, is_nested: bool = False) -> Seen | None:
    """Return what a reader sees of HTML; None if the parser must read it, as with headlines.

    `is_nested` says that each block is known to stand where it may, as a renderer's do.
    """
    parts = _TAG.split(markup)  # texts and names of tags alternate
    names = parts[1::2]
    try:
        parts[1::2] = [_REPLACEMENTS[name] for name in names]
    except KeyError:
        return None
    whole = "".join(parts)
    if "<" in whole or _OTHER_ENTITY.search(whole):
        return None
    if "input" in names and _LABEL.search(markup):
        return None
    if not is_nested and not _are_nested(names, parts):
        return None
    if "pre" in names:
        _break_lines(names, parts)
        whole = "".join(parts)
    heading = next((number for number, name in enumerate(names) if name in _HEADINGS), None)
    first = ""
    if heading is not None:
        end = names.index(f"/{names[heading]}", heading)
        first = one_line(html.unescape("".join(parts[2 * heading + 2 : 2 * end + 1])))
    text = lines_of(_unescaped(whole))
    if _may_lead_to_coverage(parts, names) and _FULL_COVERAGE.search(
        text.lower().replace("\n", "")
    ):
        return None
    return Seen(text, first)


def _unescaped(text: str) -> str:
    """Return a text, all of whose entities are known, with the signs that they stand for."""
    if _RARE_ENTITY.search(text):
        return html.unescape(text)
    for entity, sign in _FREQUENT_ENTITIES:
        text = text.replace(entity, sign)
    return text


def _may_lead_to_coverage(parts: list[str], names: list[str]) -> bool:
    """Tell whether the text of a link may begin with FULL_COVERAGE."""
    for number, name in enumerate(names):
        if name == "a":
            # One or two tags may come before the text, as in <a><strong>.
            first = "".join(parts[2 * number + 2 : 2 * number + 7]).lstrip()[:1]
            if first in _FIRST_CHARACTERS or not first.isascii():
                return True
    return False


def _are_nested(names: list[str], parts: list[str]) -> bool:
    """Tell whether each block is closed before the one around it, and stands where it may."""
    blocks = _LEAF.sub("", "".join(map(_SIGNS.get, names, repeat(""))))
    for _ in range(MAX_BLOCK_DEPTH):
        if not blocks:
            break
        blocks = _INNERMOST.sub("", blocks)
    if blocks:
        return False
    if "table" not in names:
        return True
    # Neither text nor an element of a line stands between the tags of a table's entries.
    before = list(map(_BEFORE_ENTRIES.__contains__, names))
    between = set(compress(islice(parts, 2, None, 2), before))
    return set(compress(names[1:], before)) <= _SIGNS.keys() and not "".join(between).strip(
        " \n" + BREAK
    )


def _break_lines(names: list[str], parts: list[str]) -> None:
    """Put the end of a line where a text inside <pre> has one."""
    end = 0
    for _ in range(names.count("pre")):
        start = names.index("pre", end)
        end = names.index("/pre", start)
        for part in range(2 * start + 2, 2 * end + 1, 2):
            parts[part] = parts[part].replace("\n", BREAK)
