"""What HTML is a body of Markdown, in which HTML and templates may stand?"""

import re
from collections.abc import Callable, Sequence
from functools import cache
from html import escape, unescape
from typing import NamedTuple

from indexer.read.arguments import read_arguments
from indexer.read.captions import may_have_captions, with_captions
from indexer.read.code import code_blocks, code_spans
from indexer.read.components import with_texts_of_components
from indexer.read.hidden import PRIVATE
from indexer.read.inline_notes import may_have_inline_notes, with_footnotes
from indexer.read.markup import GAP, is_plain_line
from indexer.read.offsets import Span, Spans
from indexer.read.shortcodes import without_templates
from indexer.read.stray_tags import HTML_NAMES, has_stray_tags, with_words_for_stray_tags
from indexer.read.wiki import may_have_wiki_links, without_wiki_links

_FIRST_TAG = re.compile(r"\s*<(?:([A-Za-z][A-Za-z0-9]*)[\s/>]|!--)")
#: Tags that begin HTML, for CommonMark; others begin a paragraph of Markdown.
_BLOCK_NAMES = HTML_NAMES - {
    *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "del", "dfn", "em"),
    *("font", "i", "img", "ins", "kbd", "label", "mark", "q", "ruby", "s", "samp", "small", "span"),
    *("strike", "strong", "sub", "sup", "time", "tt", "u", "var"),
}
#: What Markdown has, and other HTML has not.
_MARK = re.compile(r"\]\(|\*\*|`|^[ ]{0,3}(?:#{1,6}|[-*+]|\d+\.)[ ]", re.MULTILINE)
#: The row of a feed, which is HTML whatever its words look like.
_ROW_END = "</font>"
#: A tag alone on the first line of a paragraph, which CommonMark would take for HTML.
_TAG_ALONE = re.compile(
    r"(?:\A|(?<=\n\n))"
    r"(<(?:a|abbr|b|em|i|img|mark|small|span|strong|sub|sup|u)(?:\s[^<>]*)?>)[ \t]*\n"
    r"(?=[^\W\d]|[\[`“\"'(]|\*\*|[*_]\w|~~)"
)
_READ_INSIDE = re.compile(r"""<[a-z][^<>]*\smarkdown(?:=["']?(?:1|block|span)\b|[\s>])""")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
#: What may be indented HTML.
_INDENTED = re.compile(r"\n[ \t]*\n(?: {4}|[ ]{0,3}\t)")
_TEMPLATE = re.compile(r"\{[{%#]")
#: The beginning of a tag, or of what may be one.
_TAG_BEGINS = re.compile(r"<[A-Za-z/!?]")

_CELL_RULE = r"[ \t]*:?-+:?[ \t]*"
#: What other programs read in Markdown, and CommonMark shows as it is written: for each kind quick
#: patterns, one of which is found in it in small letters, and its own pattern. Quick patterns begin
#: with a sign or a word: a search for these is many times faster.
_MARKS = {
    # The mark at the end of an excerpt; Markdown would take the rest of its line for HTML.
    "more": (("<!--",), r"<!--\s*more\s*-->"),
    # What kramdown leaves out: `{::comment} … {:/comment}`.
    "comment": (
        (r"\{::",),
        r"\{::(?:options|nomarkdown)\b[^{}\n]*\}"
        r"|\{::comment\}(?:(?!\{::comment|\{:/)[\s\S])*+\{:/(?:comment)?\}",
    ),
    # What a short form stands for: `*[HTML]: Hyper Text Markup Language`.
    "short": ((r"\*\[",), r"^[ ]{0,3}\*\[(?P<form>[^\[\]\n]+)\]:[ \t]*(?=\S)"),
    # The name by which Obsidian links to a paragraph: `… at dawn. ^quote-of-day`.
    "anchor": ((r"\^(?<= \^)[a-z0-9]",), r"[ \t]+\^(?=[\d-]*[a-z])[a-z0-9-]{4,}[ \t]*$"),
    # A table with borders of signs, as Pandoc and reStructuredText have them.
    "grid": (
        (r"\+[-=:]{3,}\+",),
        r"^[ \t]*\+(?:[-=:]{3,}\+)+[ \t]*\n(?:[ \t]*[|+][^\n]*[|+][ \t]*(?:\n|\Z))+",
    ),
    # A note to oneself in Obsidian, on one line or on lines of its own: `%%to do%%`.
    "private": (
        ("%%",),
        r"^[ \t]*%%(?!%)(?:(?!%%)[\s\S])*+%%[ \t]*$|(?<![\d%])%%(?!%)[^\n%]+%%(?![\w%])",
    ),
    # HTML in which Markdown is read: `<div markdown="1">`. Behind a blank line it is everywhere.
    "inside": (
        (r"markdown(?:(?<=[ \t\n]markdown))[=\s>]",),
        r"^[ \t]*<(?P<element>[a-z][a-z1-6]*)(?:\s[^<>]*)?\s"
        r"markdown(?:=[\"']?(?:1|block|span)\b[^<>]*>|(?:\s[^<>]*)?>)"
        r"(?:\s*<summary>[^\n<]*</summary>)?",
    ),
    # A box: `:::note[Title]`, `!!! note "Title"`; and one of several: `=== "Title"`.
    "box": (
        (":::", "!!!", r"\?\?\?", r'===[!+]? "'),
        r"^[ \t>]*(?::{3,}[ \t]*[\w-]*|(?:!!!|\?\?\?\+?)[ \t]+[\w-]+|===[!+]?[ \t]+(?=\"))"
        r"(?P<title>[^\n]*)$",
    ),
    # Where a table of contents is to stand.
    "contents": (
        (r"toc(?:[]_}]| \})",),
        r"^[ ]{0,3}(?:@?\[toc\](?:\([^)\n]*\))?|\[\[_?toc_?\]\]|\$?\{\{?[ ]?toc[ ]?\}?\}"
        r"|[-*+][ ]toc[ \t]*\n\{:toc\})[ \t]*$",
    ),
    # Words in brackets with attributes, `[storm]{.underline}`, and with readings, `{漢字|かん|じ}`.
    "span": (
        (r"\]\{[.#]",),
        r"(?<![\]!\\])\[(?P<words>[^\[\]\n]+)\]\{[.#][^{}\n]*\}",
    ),
    "reading": (
        (r"\{[\u3005\u3400-\u9fff]+\|",),
        r"\{(?P<base>[\u3005\u3400-\u9fff]+)\|(?P<sounds>[|\u3041-\u30ff]+)\}",
    ),
    # Attributes: `{: .class}`, `{#id}` at the end of a line, `{.class}` behind a word or alone.
    "attributes": (
        (r"\{(?:[:.#]|(?<=[])`]\{))",),
        r"\{:(?:/[a-z:]*|[ \t]*(?:(?:[.#][A-Za-z]|[\w-]+=|toc)[^{}\n]*|[a-z:]+[^{}\n:=]*))\}"
        r"|(?:^[ \t]*|(?<=[\w)\]`*\"”.!?>]))\{[.#][A-Za-z][\w.#=\"'% :-]*\}"
        r"|[ \t]\{[.#][A-Za-z][^{}\n]*\}[ \t]*$|(?<=[)\]`])\{[\w-]+=[^{}\n]*\}",
    ),
    # What looks like the target of a link, and is an answer: `[Q]: Why?`.
    "answer": (
        ("]:",),
        r"^[ ]{0,3}\[(?!\^[^\s\]]+\])[^\[\]\n]+\]:[ \t]*(?:\n[ \t]*)?"
        r"(?![^\s]*(?:[/#@:<]|\.\w))[^\s]+"
        r"(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)))?[ \t]*$",
    ),
    # A table, of which a row may have more cells than the first. It begins behind the first row.
    "table": (
        (r"\|(?:(?<=[-:]\|)|(?<=[-:] \|))",),
        rf"\n[ \t>]*+\|?{_CELL_RULE}(?:\|{_CELL_RULE})*+\|?[ \t]*$"
        r"(?:\n[^\n]*\|[^\n]*)*",
    ),
}
_GRID_BORDER = re.compile(r"\+(?:[-=:]{3,}\+)+")
_BOX_TITLE = re.compile(r"\{[^{}]*\}|[\[\]:]|^\W*\"|\"\W*$")
_BRACES = re.compile(r"\{([^{}]*)\}")
#: What MkDocs puts before the title of a box: classes.
_CLASSES = re.compile(
    r"\A(?:(?:[ \t]+[a-z][a-z0-9-]*)+[ \t]+(?=\"[^\"\n]+\"\Z)|(?:[ \t]+(?:inline|end))+\Z)"
)
_WINDOWS = re.compile("[\x80-\x9f]")
_FOOTNOTE_MARKS = re.compile(
    r"""<sup class="footnote-ref">(?:<a [^<>]*>)?[^<>]*(?:</a>)?</sup>"""
    r"""|<a [^<>]*class="footnote-backref"[^<>]*>↩(?:<sup class="footnote-ref">\d+</sup>)?</a>"""
)
#: The first of the scripts that are written without blanks between words.
_FIRST_BLANKLESS = "\u0e00"
#: The first entry of a list that does not begin with 1: what begins so may be a sentence, as
#: `1984. A novel` and `3. Oktober`.
_NUMBERED = re.compile(r'<ol start="(\d+)">\n(<li>(?:\n<p>)?)')


class Rendered(NamedTuple):
    """HTML, and whether tags were written in the Markdown: else it has the renderer's alone."""

    html: str
    has_tags: bool


def rendered(body: str, left_out: list[str]) -> Rendered:
    """Return the HTML of a Markdown body, in which HTML and templates may stand.

    What templates may show, and is not known, is added to `left_out`.
    """
    if is_plain_line(body):
        return Rendered(body, has_tags=False)
    if _TEMPLATE.search(body):
        body = without_templates(body, code_spans(body), left_out)
    if _is_html(body):
        return Rendered(body, has_tags=True)
    body = _common(with_texts_of_components(body, code_spans, left_out))
    return Rendered(_html(body), _TAG_BEGINS.search(body) is not None)


def _is_html(body: str) -> bool:
    """Tell whether a body begins with HTML and has no blank line, behind which Markdown begins.

    One that begins with an element of a line may be either, and is HTML if it has no Markdown.
    """
    first = _FIRST_TAG.match(body)
    if first is None or _BLANK_LINE.search(body):
        return False
    if "markdown" in body and _READ_INSIDE.search(body):
        return False
    name = (first[1] or "").lower()
    if not name:  # a comment, which ends on its line
        return not _MARK.search(body)
    if name in _BLOCK_NAMES:
        return True
    if name == "ruby":
        return False  # a template may have stood there
    return name in HTML_NAMES and (_ROW_END in body or not _MARK.search(body))


def _html(body: str) -> str:
    convert = _converter()
    body += "\n"  # without it comrak reads no `[a]: <b c>` on the last line
    try:
        html = convert(body)
    except UnicodeEncodeError:  # half a character, of which a reader sees nothing
        html = convert(body.encode("utf-8", "ignore").decode())
    if "&#" in body and "\x85" not in body:  # the one such sign that a text may hold itself
        html = _WINDOWS.sub(_from_windows, html)
    if "<ol start" in html:
        html = _NUMBERED.sub(r"<ol>\n\2\1. ", html)
    return _FOOTNOTE_MARKS.sub(_gap_for, html) if "footnote-" in html else html


def _gap_for(mark: re.Match[str]) -> str:
    """Return what parts the words on both sides of a footnote's mark, "" if a sign or none does."""
    html, start, end = mark.string, mark.start(), mark.end()
    words = html[max(0, start - 1) : start] + html[end : end + 1]
    return GAP if len(words) == 2 and words.isalnum() and words < _FIRST_BLANKLESS else ""


def _from_windows(found: re.Match[str]) -> str:
    """Return what a browser shows of `&#150;` and its like, which are not characters of Unicode."""
    return unescape(f"&#{ord(found[0])};")


@cache
def _converter() -> Callable[[str], str]:
    # Imported late: many archives hold nothing but HTML.
    from comrak import ExtensionOptions, ParseOptions, RenderOptions, markdown_to_html

    extensions = ExtensionOptions(
        cjk_friendly_emphasis=True,
        description_lists=True,
        footnotes=True,
        header_attributes=True,
        highlight=True,
        ofm_callouts=True,
        strikethrough=True,
        table=True,
        tasklist=True,
    )
    # Footnotes stay where they are: those that no mark refers to would be left out.
    parsing = ParseOptions(leave_footnote_definitions=True)
    rendering = RenderOptions(unsafe_=True)
    return lambda body: markdown_to_html(body, extensions, parsing, rendering)


def _common(body: str) -> str:
    """Return Markdown as CommonMark reads it: without other marks, and stray tags as words."""
    if body[:1] in (" ", "\t") or _INDENTED.search(body):
        body = _without(body, code_blocks(body).html)
    if body.startswith("<") or "\n\n<" in body:
        body = _TAG_ALONE.sub(r"\1 ", body)
    if may_have_captions(body):
        body = with_captions(body, code_blocks(body).code)
    if has_stray_tags(body):
        body = with_words_for_stray_tags(body, code_spans(body))
    if may_have_inline_notes(body):
        body = with_footnotes(body, code_spans(body))
    if may_have_wiki_links(body):
        body = without_wiki_links(body, code_spans(body))
    small = body.lower()
    kinds = tuple(
        kind for kind, (quick, _) in _MARKS.items() if any(re.search(one, small) for one in quick)
    )
    if not kinds:
        return body
    changes = [
        (Span(*found.span()), shown)
        for found in _pattern(kinds).finditer(body)
        if (shown := _unmarked(found)) != found[0]
    ]
    if not changes:
        return body
    parts, start, code = [], 0, Spans(code_spans(body))
    for span, shown in changes:
        if code.end_at(span.start + (body[span.start] == "\n")) < 0:
            parts += [body[start : span.start], shown]
            start = span.end
    return "".join([*parts, body[start:]])


@cache
def _pattern(kinds: tuple[str, ...]) -> re.Pattern[str]:
    patterns = [f"(?P<{kind}>{_MARKS[kind][1]})" for kind in kinds]
    return re.compile("|".join(patterns), re.MULTILINE | re.IGNORECASE)


def _without(body: str, spans: Sequence[Span]) -> str:
    parts, start = [], 0
    for span in spans:
        parts.append(body[start : span.start])
        start = span.end
    return "".join([*parts, body[start:]])


def _unmarked(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "more":
            return "\n\n"
        case "private":
            note = " ".join(found[0].replace("%%", " ").split())
            return f"<template {PRIVATE}>{escape(note)}</template>"
        case "inside" | "element":
            return f"{found[0]}\n\n" if found["element"].lower() in _BLOCK_NAMES else found[0]
        case "box" | "title":
            return f"\n{_box_title(found['title'])}\n"
        case "span" | "words":
            return found["words"]
        case "reading" | "base" | "sounds":
            sounds = found["sounds"].replace("|", "")
            return f"<ruby>{found['base']}<rt>{sounds}</rt></ruby>"
        case "short" | "form":
            return f"{found['form']}: "
        case "grid":
            return _GRID_BORDER.sub(" ", found[0]).replace("|", " ")
        case "answer":
            return found[0].replace("[", "\\[", 1)
        case "table":
            start = found.string.rfind("\n", 0, found.start()) + 1
            return _widened(found.string[start : found.start()], found[0])
    return ""


def _box_title(written: str) -> str:
    """Return the title on the first line of a box, also one among attributes in braces."""
    named = [
        text
        for braces in _BRACES.findall(written)
        for text in read_arguments("box", braces, unnamed=False).seen
    ]
    shown = _BOX_TITLE.sub(" ", _CLASSES.sub("", written.rstrip())).strip()
    return " ".join([*filter(None, [shown]), *named])


def _widened(first: str, others: str) -> str:
    """Return a table, but its first row, that has room for all cells: a renderer drops the rest.

    What the first row lacks is put at its end.
    """
    _, delimiters, *rows = others.split("\n")
    missing = max(map(_cells, rows), default=0) - _cells(first)
    if missing <= 0 or "|" not in first:
        return others
    ending = "" if first.rstrip().endswith("|") else " |"
    delimiters = delimiters.rstrip().removesuffix("|") + "|-" * missing + "|"
    return "\n".join([ending + " |" * missing, delimiters, *rows])


def _cells(row: str) -> int:
    if row.startswith("|") and row.endswith("|") and "\\" not in row and "||" not in row:
        return row.count("|") - 1  # as most rows are
    row = row.strip(" \t>").removeprefix("|").rstrip("|")
    return row.count("|") - row.count("\\|") + 1
