"""Which headlines are in a body written exactly as Google News writes it? Read by one pattern.

Most clusters are written so. Any other body is left to the HTML parser, which reads the same here.
"""

import html
import re
from typing import NamedTuple

from indexer.read.markup import MAX_TAGS_AT_ONCE, one_line
from indexer.read.outlets import MAX_OUTLET_CHARACTERS
from indexer.read.stray_tags import MAX_MARKUP_TAG_CHARACTERS

_BEGIN, _END = "<ol><li>", "</li></ol>"
# Characters that mean nothing to HTML or templates, and entities that all parsers read alike.
_WORDS = r"[^\x00-\x1f<>&{}\ud800-\udfff]*+"
_TEXT = rf"({_WORDS}(?:&(?:#0?39|quot|nbsp|amp);{_WORDS})*+)"
# A link that `web_link` returns unchanged, without entities.
_HREF = r"https?://[A-Za-z0-9.-]++(?:[/?#][!#-%'-;=?-\[\]_a-z~]{0,4096}+)?"
# The link that Google News puts below a headline; it is not a headline itself.
_COVERAGE = (
    r"""<strong><a href="[!#-;=?-z|~]++" target="_blank">"""
    "View Full Coverage on Google News</a></strong>"
)
_ROW = re.compile(
    rf"""<a href="({_HREF})"(?: target="_blank")?>"""
    rf"""{_TEXT}</a>&nbsp;&nbsp;<font(?: color="#6f6f6f")?>{_TEXT}</font>"""
    rf"(?:{_COVERAGE})?"
    r"(?:</li>\n?<li>(?=<)|\Z)"
    r"|([\s\S]+)"  # the rest, if it begins with no such row
)


class Row(NamedTuple):
    """A headline as it is written: its visible text, its outlet, and the address of its link."""

    text: str
    outlet: str
    href: str


def read_rows(body: str) -> list[Row]:
    """Return the rows of a body: a single one, or a list; [] if the HTML parser must read it."""
    if not body.endswith(("</font>", "</strong>", _END)):
        return []
    if len(body) > MAX_MARKUP_TAG_CHARACTERS or body.count("<") > MAX_TAGS_AT_ONCE:
        return []
    if body.startswith(_BEGIN) and body.endswith(_END):
        body = body[len(_BEGIN) : -len(_END)]
    elif "</li>" in body:
        return []
    rows: list[Row] = []
    for href, text, outlet, other in _ROW.findall(body):
        row = Row(one_line(html.unescape(text)), html.unescape(outlet), href)
        if other or not row.text or len(row.outlet) > MAX_OUTLET_CHARACTERS:
            return []
        rows.append(row)
    return rows
