"""Which elements begin in the link of a headline, and do not end there?

A parser goes on with them behind the link, and moves the outlet into them:

    <a href="…">Ferry <b>sinks</a>&nbsp;&nbsp;<font>Harbour Post</font>
"""

import re

from indexer.read.stray_tags import VOID_NAMES

_NAME = r"[A-Za-z][A-Za-z0-9]*+"
#: A link, without another in it, and the outlet behind it.
_HEADLINE = re.compile(
    r"<a\s[^<>]*>((?:[^<]|<(?!/?a[\s>]))*+)</a>(?=(?:&nbsp;|\s)*+<font)", re.IGNORECASE
)
#: An end tag that is a word in the link of a headline: `The </a> tag</a>`.
_END_AS_WORD = re.compile(
    r"(<a\s[^<>]*>(?:[^<]|<(?!/?a[\s>]))*+)</a>"
    r"(?=[ ](?:[^<]|<(?!/?(?:a|font)[\s>]))*+</a>(?:&nbsp;|\s)*+<font)",
    re.IGNORECASE,
)
_TAG = re.compile(rf"<(/?)({_NAME})(?:\s[^<>]*)?>")


def with_links_closed(markup: str) -> str:
    """Return HTML in which nothing that begins in the link of a headline is left open there.

    It takes linear time.
    """
    if "<font" not in markup and "<FONT" not in markup:
        return markup
    return _HEADLINE.sub(_closed, _END_AS_WORD.sub(r"\1&lt;/a>", markup))


def _closed(link: re.Match[str]) -> str:
    inner = link[1]
    if "<" not in inner:
        return link[0]
    begin, end = link.start(1) - link.start(), link.end(1) - link.start()
    opened: dict[str, list[re.Match[str]]] = {}
    unmatched: list[re.Match[str]] = []
    for tag in _TAG.finditer(inner):
        own = opened.setdefault(tag[2].lower(), [])
        if not tag[1]:
            own.append(tag)
        elif own:
            own.pop()
        else:
            unmatched.append(tag)
    unmatched += [tag for name, own in opened.items() if name not in VOID_NAMES for tag in own]
    parts, start = [], 0
    for tag in sorted(unmatched, key=lambda tag: tag.start()):
        parts.append(inner[start : tag.start()])
        start = tag.end()
    return "".join([link[0][:begin], *parts, inner[start:], link[0][end:]])
