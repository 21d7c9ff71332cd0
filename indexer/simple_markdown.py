"""Which blocks of a Markdown text need no Markdown parser, and what is their HTML?

Paragraphs and headings of words, with links and emphasis that can be read in one way only: most of
what articles in Markdown are made of.
"""

import re
from collections.abc import Callable

# What may go on behind a blank line, or stand for something elsewhere: then all is for the parser.
_FAR_REACHING = re.compile(r"```|~~~|\]:|<(?:[!?]|(?:script|pre|style|textarea)\b)", re.IGNORECASE)
_BLANK_LINES = re.compile(r"(\n(?:[ \t]*\n)+)")

_SIGNS = r"\x00-\x1f<>&\\`*_\[\]{}|~!#\ud800-\udfff"
_WORDS = rf"[^{_SIGNS}]"
_FIRST = r"""(?:[^\W\d_]|["'“‘(](?=[^\W\d_])|[0-9]{1,9}+(?![.)]))"""
# Signs of emphasis beside letters, or behind a stop that ends a word, are nothing else.
_STRONG = rf"\*\*(?=[^\W_])({_WORDS}+)(?:(?<=[^\W_])|(?<=[.:?,)])(?=\*\*(?:\s|\Z)))\*\*(?!\*)"
_EMPHASIS = rf"(?<!\*)\*(?=[^\W_])({_WORDS}+)(?<=[^\W_])\*(?!\*)"
#: A link as a parser would write it.
NORMAL_LINK = (
    r"(?:(?:https?:)?//[a-z0-9-]{1,60}+(?:\.[a-z0-9-]{1,60}+){1,3}+)?+/(?!/)"
    r"(?:[A-Za-z0-9/.?=+,@_#-]|&(?!#)|%[0-9A-F]{2})*+"
)
_LINK = rf"\[({_WORDS}+)\]\(({NORMAL_LINK})\)"
_TAG = r"""</?(?:a|b|em|i|strong)(?: [a-z-]+="[A-Za-z0-9:/.?=&%+,@_#; -]*")*+>"""
_INLINE = (
    rf"(?:{_WORDS}++|!(?!\[)|#|&(?![A-Za-z0-9#])|&(?:nbsp|amp|quot|#39);"
    rf"|{_STRONG}|{_EMPHASIS}|{_LINK}|{_TAG})*+"
)
# A line goes on in the next one, but for one that ends in two spaces.
_PARAGRAPH = re.compile(rf"(?:{_FIRST}|(?=\*\*|\[)){_INLINE}(?:(?<!  )\n{_FIRST}{_INLINE})*+")
_HEADING = re.compile(rf"(\#{{1,6}}) +((?! )(?:{_WORDS}|!)++)")
_STRONG_PART, _EMPHASIS_PART, _LINK_PART = map(re.compile, (_STRONG, _EMPHASIS, _LINK))
_BARE_AND = re.compile(r"&(?![A-Za-z0-9#])")


def render(text: str, parse: Callable[[str], str]) -> str:
    """Return the HTML of a Markdown text; `parse` is asked for that of what is not simple."""
    if _FAR_REACHING.search(text):
        return parse(text)
    parts = _BLANK_LINES.split(text)  # each block, and the blank lines behind it
    done: list[str] = []
    start = 0
    for place in range(0, len(parts), 2):
        html = _simple(parts[place])
        if html:
            if start < place:
                done.append(parse("".join(parts[start:place])))
            done.append(html)
            start = place + 2
    if start < len(parts):
        done.append(parse("".join(parts[start:])))
    return "".join(done)


def _simple(block: str) -> str:
    """Return the HTML of a block behind a blank line; "" where a parser has to tell."""
    if found := _HEADING.fullmatch(block):
        level = len(found[1])
        return f"<h{level}>{found[2].strip()}</h{level}>\n"
    if not _PARAGRAPH.fullmatch(block):
        return ""
    if "[" in block:
        block = _LINK_PART.sub(_link, block)
    if "*" in block:
        block = _STRONG_PART.sub(r"<strong>\1</strong>", block)
        block = _EMPHASIS_PART.sub(r"<em>\1</em>", block)
    if "&" in block:
        block = _BARE_AND.sub("&amp;", block)
    return f"<p>{block.strip()}</p>\n"


def _link(found: re.Match[str]) -> str:
    href = found[2].replace("&", "&amp;")
    return f'<a href="{href}">{found[1]}</a>'
