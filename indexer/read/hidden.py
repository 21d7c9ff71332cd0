"""Which text of HTML does a browser hide, or show in another way than the text around it?"""

import html
import re

from selectolax.lexbor import LexborNode

from indexer.read.markup import GAP, one_line, select

#: Pages within pages within a page that are read; `srcdoc` of more is left out.
MAX_PAGES_WITHIN = 3
#: Elements whose text a browser shows in place of something else, in its frame, or not at all.
_HIDING = (
    *("audio", "canvas", "desc", "iframe", "noembed", "noscript", "object", "template"),
    *("title", "video"),
)
#: The attribute of a `template` that stands for a private note in Markdown, and what is said of it.
PRIVATE = "data-private"
_PRIVATE_MARK = "%%"
#: Those among them whose text a parser gives with the tags in it.
_HOLDING_TAGS = ("iframe", "noembed")
# It begins with the sign alone, which is searched for most quickly.
_MAY_HIDE = re.compile(rf"<(?i:{'|'.join(_HIDING)})\b")
_ATTRIBUTES = r"""(?:[^<>"']|"[^"]*+"|'[^']*+')"""
_PAGE_WITHIN = re.compile(
    rf"""<iframe(?=[\s/])(?:(?!\ssrcdoc\s*=){_ATTRIBUTES})*+\ssrcdoc\s*=\s*("[^"]*+"|'[^']*+')"""
    rf"{_ATTRIBUTES}*+>",
    re.IGNORECASE,
)
_FRAMES = re.compile(r"</?(?:frameset|noframes)\b[^<>]*>", re.IGNORECASE)
_NAMES_OF_FRAMES = ("<frameset", "<FRAMESET", "<Frameset", "noframes", "NOFRAMES")
_RAISED = "<sup"
_STRUCK = "</del><ins"
# A number of a note behind a word, a number or a sentence: `word<sup>1</sup>`, not `m<sup>2</sup>`.
_NUMBER = r"[\[(]?\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*+[\])]?"
_NOTE = re.compile(
    rf"(?:(?<=[^\W\d_]{{4}})|(?<=[\d.,;:!?\"'”’»)]))<sup(?:\s[^<>]*)?>\s*{_NUMBER}\s*</sup>"
    r"|<sup(?:\s[^<>]*)?>\s*<a(?:\s[^<>]*)?>[^<>]*</a>\s*</sup>"
    r"|<a(?:\s[^<>]*)?>\s*<sup(?:\s[^<>]*)?>[^<>]*</sup>\s*</a>"
)
#: What was struck out, and what was written in its place.
_CORRECTED = re.compile(r"(?<!\w)<del(?:\s[^<>]*)?>[^<>]*</del>(?=<ins)")
_TAG = re.compile(r"<[^<>]*>")
_WORD = re.compile(r"\w")


def with_pages_within(markup: str) -> str:
    """Return HTML in which the text of frames stands where they are shown, or in their place."""
    for _ in range(MAX_PAGES_WITHIN):
        if "srcdoc" not in markup and "SRCDOC" not in markup:
            break
        markup = _PAGE_WITHIN.sub(_page_within, markup)
    if any(name in markup for name in _NAMES_OF_FRAMES):
        markup = _FRAMES.sub("", markup)
    return markup


def with_notes_apart(markup: str) -> str:
    """Return HTML in which numbers of notes, and corrections, are not part of the word before."""
    if _RAISED in markup:
        markup = _NOTE.sub(_set_apart, markup)
    if _STRUCK in markup:
        markup = _CORRECTED.sub(rf"\g<0>{GAP}", markup)
    return markup


def _set_apart(note: re.Match[str]) -> str:
    is_before_word = note.string[note.end() : note.end() + 1].isalnum()
    return GAP + note[0] + GAP * is_before_word


def _page_within(iframe: re.Match[str]) -> str:
    return f"<div>{html.unescape(iframe[1][1:-1])}</div><iframe>"


def hidden_texts(markup: str, root: LexborNode) -> list[tuple[str, str]]:
    """Return the elements with words that a browser does not show as a part of the text.

    Each is (name, text). `root` is the body of the markup.
    """
    if _MAY_HIDE.search(markup) is None:
        return []
    found = []
    for node in select(root.parent or root, ",".join(_HIDING)):
        text = one_line(_text_of(node))
        if _WORD.search(text):
            name = node.tag or ""
            if PRIVATE in node.attributes:
                name = node.attributes[PRIVATE] or _PRIVATE_MARK
            found.append((name, text))
    return found


def _text_of(node: LexborNode) -> str:
    if node.tag == "template":  # what it holds lies apart from the page
        return html.unescape(_TAG.sub(" ", node.html or ""))
    text = node.text(separator=" ")
    return _TAG.sub(" ", text) if node.tag in _HOLDING_TAGS else text
