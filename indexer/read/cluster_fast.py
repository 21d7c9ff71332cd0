"""Which headlines are in a body that is written just as Google News writes them?

Most clusters are, and need no HTML parser. What is written in any other way is left to one.
"""

import html
import re
from typing import NamedTuple

from indexer.read.markup import MAX_TAG_CHARACTERS, MAX_TAGS_AT_ONCE, one_line
from indexer.read.outlets import MAX_NAME_CHARACTERS

_BEGIN, _END = "<ol><li>", "</li></ol>"
# What means nothing to HTML or to templates, and entities that every parser reads alike.
_WORDS = r"[^\x00-\x1f<>&{}\ud800-\udfff]*+"
_TEXT = rf"({_WORDS}(?:&(?:#0?39|quot|nbsp|amp);{_WORDS})*+)"
# A link that `web_link` leaves as it is; an entity may not be in it.
_HREF = r"https?://[A-Za-z0-9.-]++(?:[/?#][!#-%'-;=?-\[\]_a-z~]{0,4096}+)?"
# What Google News puts below a headline. Its link is no headline, and nothing else is in it.
_COVERAGE = (
    r"""<strong><a href="[!#-;=?-z|~]++" target="_blank">"""
    "View Full Coverage on Google News</a></strong>"
)
_ROW = re.compile(
    rf"""<a href="({_HREF})"(?: target="_blank")?>"""
    rf"""{_TEXT}</a>&nbsp;&nbsp;<font(?: color="#6f6f6f")?>{_TEXT}</font>"""
    rf"(?:{_COVERAGE})?"
    r"(?:</li>\n?<li>(?=<)|\Z)"
    r"|([\s\S]+)"  # no such row
)


class Row(NamedTuple):
    """A headline as it is written: what is seen of it, its outlet, and where its link leads."""

    text: str
    outlet: str
    href: str


def read_rows(body: str) -> list[Row]:
    """Return the rows of a body, one alone or a list; none where an HTML parser has to tell."""
    if not body.endswith(("</font>", "</strong>", _END)):
        return []
    if len(body) > MAX_TAG_CHARACTERS or body.count("<") > MAX_TAGS_AT_ONCE:
        return []
    if body.startswith(_BEGIN) and body.endswith(_END):
        body = body[len(_BEGIN) : -len(_END)]
    elif "</li>" in body:
        return []
    rows: list[Row] = []
    for href, text, outlet, other in _ROW.findall(body):
        row = Row(one_line(html.unescape(text)), html.unescape(outlet), href)
        if other or not row.text or len(row.outlet) > MAX_NAME_CHARACTERS:
            return []
        rows.append(row)
    return rows
