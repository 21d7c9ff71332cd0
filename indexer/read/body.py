"""Which headlines and which text are in an item's body?"""

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from selectolax.lexbor import LexborNode

from indexer.read.cluster_fast import Row, read_rows
from indexer.read.code_spans import code_spans
from indexer.read.data import texts_in_data
from indexer.read.formulas import may_have_formulas, with_words_of_formulas
from indexer.read.hidden import hidden_texts, with_notes_apart, with_pages_within
from indexer.read.html_fast import read_seen
from indexer.read.list_numbers import may_have_numbers, with_numbers
from indexer.read.markdown import Rendered, rendered
from indexer.read.markup import body_of, is_plain_line, one_line, pieces, seen, select
from indexer.read.open_in_link import with_links_closed
from indexer.read.outlets import MAX_OUTLET_CHARACTERS, Outlets
from indexer.read.server_programs import without_programs
from indexer.read.stray_tags import with_words_for_stray_tags
from indexer.read.styles import has_styles, set_apart
from indexer.read.titles import without_outlet
from indexer.read.web_links import web_link
from indexer.read.wordpress import without_shortcodes
from search.frozen import frozen
from search.model import Headline

#: First words of a link that Google News puts below a headline. It is not a headline.
FULL_COVERAGE = "view full coverage"
#: The row of a feed: its headlines are not templates, whatever they say of these.
_FEED_ROW = re.compile(r"</a>(?:&nbsp;|\xa0)+\s*<font")
_HEADING = re.compile(r"<h([1-6])[\s>]", re.IGNORECASE)
#: One of them is in each body with a picture.
_SIGNS_OF_PICTURES = ("![", "<img", "<IMG")


@frozen()
class Body:
    """The content of a body.

    `headlines` are those of a cluster, in order; `text` is all other text that a reader sees.
    `heading` is the first heading, or the title of a whole page. `bad_links` are the links of
    headlines that lead to no page on the web. `hidden` are the elements whose text is not part of
    it, each as (name, text). `left_out` are parts of templates that may show text.
    """

    headlines: tuple[Headline, ...]
    text: str
    heading: str
    bad_links: tuple[str, ...]
    hidden: tuple[tuple[str, str], ...] = ()
    left_out: tuple[str, ...] = ()


def read_body(body: str, outlets: Outlets, *, is_markdown: bool) -> Body:
    """Read a body: HTML, or Markdown in which HTML may stand."""
    if is_plain_line(body):
        return Body((), one_line(html.unescape(body)), "", ())
    left_out: list[str] = []
    found = _read_markup(*_markup_of(body, left_out, is_markdown=is_markdown), outlets)
    return replace(found, left_out=tuple(left_out)) if left_out else found


def begins_with_title(body: str, *, is_markdown: bool) -> bool:
    """Tell whether the first heading of a body is that of the whole, an <h1>."""
    heading = _HEADING.search(_markup_of(body, [], is_markdown=is_markdown).html)
    return heading is not None and heading[1] == "1"


def pictures_of(body: str, *, is_markdown: bool) -> str:
    """Return the texts for readers who cannot see the pictures of a body, a line for each.

    Who sees the pictures does not see them, so they are not part of a text.
    """
    if not any(sign in body for sign in _SIGNS_OF_PICTURES):
        return ""
    texts: list[str] = []
    for piece in pieces(_markup_of(body, [], is_markdown=is_markdown).html):
        root = body_of(piece)
        pictures = select(root, "img[alt]") if root else []
        texts += [one_line(picture.attributes["alt"] or "") for picture in pictures]
    return "\n".join(filter(None, dict.fromkeys(texts)))


def _markup_of(body: str, left_out: list[str], *, is_markdown: bool) -> Rendered:
    if "</font>" in body and "\n\n" not in body and body[0] == "<" and _FEED_ROW.search(body):
        return Rendered(body, has_tags=True)
    body = without_programs(body, left_out, is_markdown=is_markdown)
    if is_markdown:
        body = without_shortcodes(body, code_spans, left_out, is_markdown=True)
        return rendered(body, left_out)
    markup = without_shortcodes(body, partial(code_spans, blocks=()), left_out)
    if may_have_formulas(markup):
        markup = with_words_of_formulas(markup, code_spans(markup, blocks=()), html.escape)
    return Rendered(markup, has_tags=True)


def _read_markup(markup: str, has_tags: bool, outlets: Outlets) -> Body:
    rows = read_rows(markup)
    if rows:
        return Body(tuple([_headline(row, outlets, row.href) for row in rows]), "", "", ())
    texts: list[str] = []
    heading = ""
    is_styled, hidden = False, list[tuple[str, str]]()
    if has_tags:
        hidden = texts_in_data(markup)
        markup = with_notes_apart(with_pages_within(markup))
        markup = with_links_closed(with_words_for_stray_tags(markup))
        is_styled = has_styles(markup)
        if may_have_numbers(markup):
            markup = with_numbers(markup)
    whole = None if is_styled else read_seen(markup, is_nested=not has_tags)
    if whole is not None:
        return Body((), whole.text, whole.heading, (), tuple(hidden))
    for piece in pieces(markup):
        simple = None if is_styled else read_seen(piece)
        if simple is not None:
            texts.append(simple.text)
            heading = heading or simple.heading
            continue
        root = body_of(piece)
        if root is None:
            continue
        hidden += hidden_texts(piece, root)
        found = select(root, "a,h1,h2,h3,h4,h5,h6")
        links = [node for node in found if node.tag == "a"]
        if not heading:
            heading = _heading(root, [node for node in found if node.tag != "a"])
        coverage = {link.mem_id for link in links if _is_coverage(link)}
        pairs = list(_pairs(root)) if links else []
        beside = coverage | {node.mem_id for pair in pairs for node in pair}
        if is_styled:
            set_apart(root, beside)
        text = seen(root, beside)
        if pairs and text and not any(_are_set_apart(*pair) for pair in pairs):
            # No headlines: a link and a coloured word in the middle of an article.
            pairs, text = [], seen(root, coverage)
        texts.append(text)
        for anchor, font in pairs:
            href = anchor.attributes.get("href") or ""
            rows.append(Row(seen(anchor), font.text(), href))
    return replace(_body(rows, texts, heading, outlets), hidden=tuple(hidden))


def _body(rows: list[Row], texts: list[str], heading: str, outlets: Outlets) -> Body:
    headlines: list[Headline] = []
    bad_links: list[str] = []
    for row in rows:
        link = web_link(row.href)
        if row.href and not link:
            bad_links.append(row.href)
        headlines.append(_headline(row, outlets, link))
    return Body(tuple(headlines), "\n".join(filter(None, texts)), heading, tuple(bad_links))


def _headline(row: Row, outlets: Outlets, link: str) -> Headline:
    outlet = outlets.name(row.outlet)
    return Headline(without_outlet(one_line(row.text), outlet, outlets), outlet, link)


def without_coverage(text: str) -> str:
    """Return a text up to the words of the full coverage link."""
    start = text.lower().find(FULL_COVERAGE)
    return text if start < 0 else text[:start]


def _pairs(root: LexborNode) -> Iterator[tuple[LexborNode, LexborNode]]:
    """Yield (link, font) of each headline: alone on a line, the outlet in a font element."""
    for font in select(root, "a + font"):
        anchor = font.prev
        while anchor is not None and anchor.tag != "a" and not _has_words(anchor):
            anchor = anchor.prev
        if anchor is None or anchor.tag != "a" or _has_words(anchor.prev) or _has_words(font.next):
            continue
        if one_line(anchor.text()) and len(font.text()) <= MAX_OUTLET_CHARACTERS:
            yield anchor, font


def _has_words(node: LexborNode | None) -> bool:
    return node is not None and node.tag == "-text" and bool((node.text_content or "").strip())


def _are_set_apart(anchor: LexborNode, font: LexborNode) -> bool:
    """Tell whether link and font are separated by a no-break space, as Google News does."""
    between = anchor.next
    return between is not None and "\xa0" in (between.text_content or "")


def _is_coverage(link: LexborNode) -> bool:
    return one_line(link.text()).lower().startswith(FULL_COVERAGE)


def _heading(root: LexborNode, headings: list[LexborNode]) -> str:
    page = root.parent
    if not headings and page is not None:
        headings = select(page, "head title")
    return one_line(seen(headings[0])) if headings else ""
