"""What text does a reader see of HTML?"""

import html
import re
from collections.abc import Container, Iterator
from functools import cache

from selectolax.lexbor import LexborCSSSelector, LexborHTMLParser, LexborNode

from indexer.read.formulas import may_have_formulas
from indexer.read.stray_tags import MAX_MARKUP_TAG_CHARACTERS, with_words_for_stray_tags
from search.language.folding import BLANK_IN_NUMBER, NARROW_BLANK

#: Tags that are parsed at once, at most. Parsing can take time with the square of the tags (`<div>`
#: in `<div>`), and formatting that is never closed is copied into each later block. So HTML with
#: more tags is parsed in pieces.
MAX_TAGS_AT_ONCE = 250

#: Marks the end of a line while text is taken out of HTML.
BREAK = "\x1e"
#: Parts two texts beside each other. `str.split` takes it for a blank; Markdown does not.
GAP = "\x1f"
#: What stands for the blank that groups the digits of a number while blanks are collapsed.
_IN_NUMBER = "\ufdd0"
#: Element -> the character between it and its neighbours; inline elements have none.
EDGES = dict.fromkeys(
    (
        "address", "article", "aside", "blockquote", "br", "caption", "center", "dd", "details",
        "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer",
        "foreignobject", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr",
        "legend", "li", "listing", "main", "marquee", "menu", "nav", "ol", "optgroup", "option",
        "p", "plaintext", "pre", "search", "section", "summary", "table", "textarea", "tr", "ul",
        "xmp",
    ),
    BREAK,
) | dict.fromkeys(
    (
        "amp-ad", "amp-audio", "amp-carousel", "amp-embed", "amp-iframe", "amp-img", "amp-list",
        "amp-video", "amp-youtube", "audio", "button", "canvas", "embed", "iframe", "img", "input",
        "meter", "mn", "mtd", "mtext", "object", "progress", "select", "svg", "td", "text", "th",
        "video",
    ),
    GAP,
)  # fmt: skip
#: Elements that may have a text in an attribute -> the attributes, of which the first counts.
_LABELLED = {
    "input": ("value", "placeholder"),
    "optgroup": ("label",),
    "option": ("label",),
    "textarea": ("placeholder",),
}
#: Types of `input` whose value a reader does not see as a text.
_WORDLESS_INPUTS = frozenset(
    ("checkbox", "color", "file", "hidden", "image", "password", "radio", "range")
)
#: Elements of which a reader sees nothing in the text around them. `indexer.read.hidden` accounts
#: for those with words.
_UNSEEN = frozenset((
    "annotation", "audio", "canvas", "desc", "head", "iframe", "metadata", "noembed", "noframes",
    "noscript", "object", "rp", "rt", "script", "style", "template", "title", "video",
))  # fmt: skip
_BLOCK_TAGS = ("<p>", "<p ", "<li", "<div", "<h", "<tr", "<ul", "<ol", "<table", "<blockquote")

# Nothing, or words that begin with a letter: a Markdown list begins with a number or a sign.
_WORDS = r"[^\x00-\x1f<>&\\`*_\[\]{}|~\ud800-\udfff]*"
_PLAIN_LINE = re.compile(
    rf"""(?:["'“‘]?[^\W\d_]{_WORDS}(?:&(?:#0?39|quot|nbsp|amp);{_WORDS})*\n?)?"""
)
#: What is in marks of other programs than Markdown.
_SIGNS_OF_MARKS = ("%%", "^", "==", "++")
_TAG = re.compile("<[A-Za-z/!?]")
#: The begin of what no short text holds but as words: `<?php ?> in pages`, `<!DOCTYPE html>`.
_DECLARATION = re.compile(r"<(?=\?|![A-Za-z])")
_HIDDEN_OPENING = re.compile(r"<!--|<(script|style)\b", re.IGNORECASE)
_HIDDEN_CLOSING = {
    "": re.compile("-->"),
    "script": re.compile("</script[^<>]*>", re.IGNORECASE),
    "style": re.compile("</style[^<>]*>", re.IGNORECASE),
}

# Letters and signs of scripts that are written without blanks between words: Thai, Lao, Burmese,
# Khmer and their kin, Chinese and Japanese. Korean has blanks.
_BLANKLESS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\u1b00-\u1b7f"
    "\u2e80-\u2fdf\u3001-\u303f\u3041-\u312f\u3190-\u31ff\u3300-\u4dbf\u4e00-\u9fff\ua980-\ua9ff"
    "\uaa60-\uaadf\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uff61-\uff9f\U0001b000-\U0001b16f"
    "\U00020000-\U0003ffff"
)
# It begins with the end of the line, which is searched for most quickly.
_BREAK_IN_RUN = re.compile(rf"\n(?<=[{_BLANKLESS}]\n)[ \t]*+(?=[{_BLANKLESS}])")
_BLANKS_BEFORE_BREAK = re.compile(r"[ \t]++\n")
_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ud800-\udfff]"
    # Joiners mean something in Arabic, Indic scripts and emoji, but not in Latin. The lookbehind
    # for them comes last: a pattern that begins with a character set is searched more quickly.
    "(?<![^\x00-\u05ff][\u200c\u200d])"
)


def one_line(text: str) -> str:
    """Return text on one line, with blanks collapsed and invisible characters removed.

    A blank that only groups the digits of a number stays narrow: with a usual one they are two.
    """
    if not text.isprintable():
        text = _visible(_without_breaks(text))
        if (whole := BLANK_IN_NUMBER.sub(_IN_NUMBER, text)) != text:
            return " ".join(whole.split()).replace(_IN_NUMBER, NARROW_BLANK)
    elif "  " not in text:
        return text.strip()  # a space is the only blank that is printable
    return " ".join(text.split())


def plain(markup: str) -> str:
    """Return a short text on one line, its entities decoded and its tags stripped."""
    if markup.isalnum():
        return markup  # one word, as most tags are
    if markup.isprintable() and "<" not in markup and "&" not in markup:
        return one_line(markup)
    markup = _visible(markup)
    if "<" not in markup:
        return one_line(html.unescape(markup))
    markup = _DECLARATION.sub("&lt;", markup)
    markup = with_words_for_stray_tags(markup, is_line=True)
    return one_line(" ".join(seen(body) for body in map(body_of, pieces(markup)) if body))


def is_plain_line(body: str) -> bool:
    """Tell whether a body is one line of words, which Markdown and HTML show as it is written.

    It may hold entities, but nothing else that either of them interprets.
    """
    return (
        _PLAIN_LINE.fullmatch(body) is not None
        and not any(sign in body for sign in _SIGNS_OF_MARKS)
        and not may_have_formulas(body)
    )


def body_of(markup: str) -> LexborNode | None:
    """Parse HTML as one document, and return its body."""
    return LexborHTMLParser(markup).body


def select(root: LexborNode, selector: str) -> list[LexborNode]:
    """Return the elements below one that match a CSS selector, in order."""
    return _selectors().find(selector, root)


def seen(root: LexborNode, without: Container[int] = ()) -> str:
    """Return the text that a reader sees in an element, with a line for each block.

    Elements whose `mem_id` is in `without` are left out, with everything inside them.
    """
    return lines_of("".join(_texts(root, without)))


def lines_of(text: str) -> str:
    """Return the lines of a text that BREAK separates, without the empty ones."""
    text = _without_breaks(text)
    # Without other blanks than spaces, most lines of most texts stay as they are.
    if "\xa0" in text:
        text = BLANK_IN_NUMBER.sub(NARROW_BLANK, text)
    text = text.replace("\xa0", " ").replace("\n", " ").replace("\t", " ").replace(GAP, " ")
    while "  " in text:  # halves each row of blanks, several times as fast as an expression
        text = text.replace("  ", " ")
    if text.replace(BREAK, "").isprintable():
        lines = list(map(str.strip, text.split(BREAK)))
    else:
        lines = [one_line(line) for line in text.split(BREAK) if line]
    return "\n".join(filter(None, lines))


def _without_breaks(text: str) -> str:
    """Return a text without the ends of lines that a browser shows as nothing.

    They are between two characters of scripts that are written without blanks.
    """
    if text.isascii() or "\n" not in text:
        return text
    if " \n" in text or "\t\n" in text:
        text = _BLANKS_BEFORE_BREAK.sub("\n", text)
    return _BREAK_IN_RUN.sub("", text)


def _texts(root: LexborNode, without: Container[int]) -> list[str]:
    """Return the texts and EDGES below an element, without recursion: nesting may be deep."""
    texts: list[str] = []
    readings: list[str] = []  # set above words: in a word they would split it
    node, depth, pre = root.child, 1, 0
    while node is not None:
        tag = node.tag or ""
        if tag == "-text":
            text = node.text_content or ""
            texts.append(text.replace("\n", BREAK) if pre else text)
        elif tag == "rt":
            readings.append(node.text())
        elif tag in _UNSEEN:
            if tag in EDGES:
                texts.append(EDGES[tag])
        elif not (without and node.mem_id in without):
            if tag in EDGES:
                texts.append(EDGES[tag])
                if tag in _LABELLED:
                    texts.append(_label(node))
            elif tag == "ruby":
                readings.append(" ")
            if (child := node.child) is not None:
                pre = pre or depth * (tag == "pre")
                node, depth = child, depth + 1
                continue
        while (following := node.next) is None:
            parent, depth = node.parent, depth - 1
            if not depth or parent is None:
                return texts + _behind(readings)
            node, tag = parent, parent.tag or ""
            if tag in EDGES:
                if readings and EDGES[tag] == BREAK:
                    texts += _behind(readings)
                    readings.clear()
                texts.append(EDGES[tag])
            if depth == pre:
                pre = 0
        node = following
    return texts


def _label(node: LexborNode) -> str:
    """Return the text that a control of a form shows of its attributes."""
    attributes, tag = node.attributes, node.tag or ""
    if (attributes.get("type") or "").lower() in _WORDLESS_INPUTS:
        return ""
    if tag in ("option", "textarea") and node.text().strip():
        return ""
    shown = next(filter(None, map(attributes.get, _LABELLED[tag])), "")
    return f"{shown}{EDGES[tag]}" if shown else ""


def _behind(readings: list[str]) -> list[str]:
    """Return the readings of words as they stand behind the block that has the words."""
    shown = one_line("".join(readings))
    return [f" ({shown})"] if shown else []


def _visible(text: str) -> str:
    return text if text.isascii() else _INVISIBLE.sub("", text)


@cache
def _selectors() -> LexborCSSSelector:
    # A node's own `css` would make a parser of selectors for each document, which takes as long as
    # parsing the document.
    return LexborCSSSelector()  # type: ignore[no-untyped-call]


def pieces(markup: str) -> Iterator[str]:
    """Yield HTML in pieces of at most MAX_TAGS_AT_ONCE tags, cut before blocks if possible."""
    if markup.count("<") <= MAX_TAGS_AT_ONCE and len(markup) <= MAX_MARKUP_TAG_CHARACTERS:
        yield markup
        return
    markup = _without_long_tags(_without_hidden(markup))
    # In a piece without its <table> the parser drops rows and cells, so their edges go in here.
    for tag, edge in (("<tr", BREAK), ("</tr", BREAK), ("<td", GAP), ("<th", GAP)):
        markup = markup.replace(tag, edge + tag)
    start = block = tags = 0
    position = markup.find("<")
    while position >= 0:
        tags += 1
        if markup.startswith(_BLOCK_TAGS, position):
            block = position
        if tags > MAX_TAGS_AT_ONCE:
            end = block if block > start else position
            yield markup[start:end]
            start, tags = end, markup.count("<", end, position + 1)
        position = markup.find("<", position + 1)
    yield markup[start:]


def _without_hidden(markup: str) -> str:
    """Leave out comments, scripts and styles, so that no piece ends inside one."""
    kept, start = [], 0
    while opening := _HIDDEN_OPENING.search(markup, start):
        closing = _HIDDEN_CLOSING[(opening[1] or "").lower()]
        end = closing.search(markup, opening.end())
        if end is None:
            break
        kept.append(markup[start : opening.start()])
        start = end.end()
    return "".join([*kept, markup[start:]])


def _without_long_tags(markup: str) -> str:
    kept, start, end = [], 0, -1
    tag = _TAG.search(markup)
    while tag:
        tag_start = following = tag.start()
        if end < tag_start:
            end = markup.find(">", tag_start)
            end = len(markup) if end < 0 else end
        if end - tag_start > MAX_MARKUP_TAG_CHARACTERS:
            kept.append(markup[start:tag_start])
            start = following = end + 1
        tag = _TAG.search(markup, max(following, tag_start + 1))
    return "".join([*kept, markup[start:]])
