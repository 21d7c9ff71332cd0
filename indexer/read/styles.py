"""Which elements of a line does a style or a class set apart from the words beside them?

`<span style="display:block">` makes a line of its own, and so does `<span class="d-block">` with
the style sheets that most pages use; `<span class="caption">` stands apart from the text.
"""

import re
from collections.abc import Container

from selectolax.lexbor import LexborNode

from indexer.read.markup import BREAK, EDGES, GAP, select

_STYLES = ("display", "DISPLAY", "Display")
# It begins with the word, which is searched for most quickly.
_CLASS = re.compile(r"""class=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_LINE_STYLE = re.compile(
    r"\bdisplay\s*:\s*(?:block|flex|flow-root|grid|list-item|table(?!-(?:cell|column)))\b",
    re.IGNORECASE,
)
_CELL_STYLE = re.compile(r"\bdisplay\s*:\s*table-cell\b", re.IGNORECASE)
#: Classes that make a line, in Bootstrap, Tailwind, Bulma, UIkit and highlighters of code.
_LINE_CLASS = re.compile(
    r"(?<!\S)(?:block|d-(?:block|flex|grid|table)|display-block|flex|grid|is-block|is-flex|line"
    r"|u-block|uk-display-block)(?!\S)"
)
#: Classes, and ends of classes, of what stands apart from a text.
_APART_CLASS = re.compile(
    r"(?:(?<!\S)|(?<=[_-]))(?:author|badge|btn|button|byline|caption(?:-text)?|chip|copyright|credits?|date"
    r"|dateline|dek|eyebrow|figcaption|headline|kicker|label|pill|source|standfirst|subhead"
    r"|subheading|subheadline|subtitle|time|timestamp|sr-only|screen-reader-text"
    r"|visually-?hidden)(?!\S)"
)


def has_styles(markup: str) -> bool:
    """Tell whether HTML may have such elements."""
    if any(name in markup for name in _STYLES) and _edge(markup, ""):
        return True
    if "CLASS=" in markup:
        return True
    return any(_edge("", " ".join(found)) for found in set(_CLASS.findall(markup)))


def set_apart(root: LexborNode, without: Container[int]) -> None:
    """Put edges around such elements below a root, but for those whose `mem_id` is in `without`."""
    for node in select(root, "[style],[class]"):
        if node.mem_id in without or node.tag in EDGES:
            continue
        attributes = node.attributes
        edge = _edge(attributes.get("style") or "", attributes.get("class") or "")
        if edge:
            node.insert_before(edge)
            node.insert_after(edge)


def _edge(style: str, classes: str) -> str:
    if _LINE_STYLE.search(style) or _LINE_CLASS.search(classes):
        return BREAK
    return GAP if _CELL_STYLE.search(style) or _APART_CLASS.search(classes) else ""
