"""What HTML is a body of Markdown, in which HTML and templates may stand?"""

import re
from collections.abc import Callable, Sequence
from functools import cache
from html import escape, unescape
from typing import NamedTuple

from indexer.read.boxes import may_have_boxes, with_text_of_boxes
from indexer.read.captions import may_have_captions, with_captions, with_labels
from indexer.read.code_spans import code_blocks, code_spans
from indexer.read.components import with_texts_of_components
from indexer.read.formulas import markdown_of, may_have_formulas, with_words_of_formulas
from indexer.read.inline_notes import may_have_inline_notes, with_footnotes
from indexer.read.list_numbers import may_have_written_numbers, with_written_numbers
from indexer.read.marks_of_programs import BLOCK_NAMES, without_marks
from indexer.read.markup import GAP, is_plain_line
from indexer.read.offsets import Span
from indexer.read.references import may_have_references, with_words_of_references
from indexer.read.shortcodes import without_templates
from indexer.read.stray_tags import HTML_NAMES, has_stray_tags, with_words_for_stray_tags
from indexer.read.wiki import may_have_wiki_links, without_wiki_links
from search.language.cutting import FIRST_BLANKLESS

_FIRST_TAG = re.compile(r"\s*<(?:([A-Za-z][A-Za-z0-9]*)[\s/>]|!--)")
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

_WINDOWS = re.compile("[\x80-\x9f]")
_FOOTNOTE_MARKS = re.compile(
    r"""<sup class="footnote-ref">(?:<a [^<>]*>)?[^<>]*(?:</a>)?</sup>"""
    r"""|<a [^<>]*class="footnote-backref"[^<>]*>↩(?:<sup class="footnote-ref">\d+</sup>)?</a>"""
)
#: The first line of code that tells its language, to Pelican and MkDocs: `:::python`, `#!python`.
_LANGUAGE_LINE = re.compile(
    r"(?<=<pre><code>)(?::{3,}[ ]?|#!)[\w#.+-]+[ ]*(?:hl_lines=(&quot;|')[^\n]*?\1[ ]*)?\n"
)


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
    is_html = _is_html(body)
    if may_have_formulas(body):
        escaped = escape if is_html else markdown_of
        body = with_words_of_formulas(body, code_spans(body), escaped)
    if is_html:
        return Rendered(body, has_tags=True)
    if may_have_boxes(body):
        body = with_text_of_boxes(body, code_blocks(body).code)
    body = _common(with_texts_of_components(body, code_spans, left_out), left_out)
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
    if name in BLOCK_NAMES:
        return True
    if name == "ruby":
        return False  # a template may have stood there
    return name in HTML_NAMES and (_ROW_END in body or not _MARK.search(body))


def _html(body: str) -> str:
    body += "\n"  # without it comrak reads no `[a]: <b c>` on the last line
    try:
        html = _converter()(body)
    except UnicodeEncodeError:  # half a character, of which a reader sees nothing
        body = body.encode("utf-8", "ignore").decode()
        html = _converter()(body)
    if may_have_written_numbers(html, body):
        html = with_written_numbers(_converter(positions=True)(body), body)
    if "<pre><code>" in html:
        html = _LANGUAGE_LINE.sub("", html)
    if "&#" in body and "\x85" not in body:  # the one such sign that a text may hold itself
        html = _WINDOWS.sub(_from_windows, html)
    return _FOOTNOTE_MARKS.sub(_gap_for, html) if "footnote-" in html else html


def _gap_for(mark: re.Match[str]) -> str:
    """Return what parts the words on both sides of a footnote's mark, "" if a sign or none does."""
    html, start, end = mark.string, mark.start(), mark.end()
    words = html[max(0, start - 1) : start] + html[end : end + 1]
    return GAP if len(words) == 2 and words.isalnum() and words < FIRST_BLANKLESS else ""


def _from_windows(found: re.Match[str]) -> str:
    """Return what a browser shows of `&#150;` and its like, which are not characters of Unicode."""
    return unescape(f"&#{ord(found[0])};")


@cache
def _converter(*, positions: bool = False) -> Callable[[str], str]:
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
    rendering = RenderOptions(unsafe_=True, sourcepos=positions)
    return lambda body: markdown_to_html(body, extensions, parsing, rendering)


def _common(body: str, left_out: list[str]) -> str:
    """Return Markdown as CommonMark reads it: without other marks, and stray tags as words."""
    if body[:1] in (" ", "\t") or _INDENTED.search(body):
        body = _without(body, code_blocks(body).html)
    if body.startswith("<") or "\n\n<" in body:
        body = _TAG_ALONE.sub(r"\1 ", body)
    if may_have_references(body):
        body = with_words_of_references(body, code_blocks(body).code)
    if may_have_captions(body):
        body = with_captions(body, code_blocks(body).code, left_out)
    body = with_labels(body, code_spans)
    if has_stray_tags(body):
        body = with_words_for_stray_tags(body, code_spans(body))
    if may_have_inline_notes(body):
        body = with_footnotes(body, code_spans(body))
    if may_have_wiki_links(body):
        body = without_wiki_links(body, code_spans(body))
    return without_marks(body, left_out)


def _without(body: str, spans: Sequence[Span]) -> str:
    parts, start = [], 0
    for span in spans:
        parts.append(body[start : span.start])
        start = span.end
    return "".join([*parts, body[start:]])
