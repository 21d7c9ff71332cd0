"""Which templates that leave no text behind may show words, if they are run?

{{ page.title }}   {{{ story }}}   {% include notice.html %}   {{< subscribe >}}
"""

import re

from indexer.read.offsets import Ends, Span

#: Characters before a template that are looked at for a tag that it stands in.
_NEAR_CHARACTERS = 1000
_NAME = re.compile(r"\{[{%][<%]?-?\s*([\w.-]+)(?!\s*=)")
_WORDS = re.compile(r"[A-Za-z][a-z]+|[A-Z]+")
#: What is in values that stand for addresses and settings.
_OF_ADDRESS = re.compile(
    r"url|path|link|href|src|root|image|icon|class|\bid\b|asset|\btoc\b", re.IGNORECASE
)
#: Those of them that show nothing themselves: a comment, a condition, the end of a block.
_SILENT_VALUE = re.compile(
    r"\{\{[~-]?\s*(?:[/!^]|#(?!include|rustdoc_include|playground)"
    r"|(?:else|end\w*|if|range|with|define|block)\b)"
)
#: Templates that put another file in their place.
_INCLUDING = frozenset((
    *("include", "include_cached", "include_relative", "include-markdown", "render", "partial"),
    "section",
))  # fmt: skip
#: Words in the names of templates that show pictures, players, pages of others, addresses, or
#: nothing, as a break does.
_WORDLESS = frozenset((
    *("ad", "ads", "adsense", "analytics", "anchor", "animation", "asciinema", "asset", "audio"),
    *("baseurl", "br", "break", "carousel", "chart", "clear", "clearfix", "codepen", "col"),
    *("column", "columns", "comments", "css", "diagram", "disqus", "divider", "download", "embed"),
    *("emoji", "end", "fa", "facebook", "fb", "figure", "file", "gallery", "hr", "icon", "icons"),
    *("iframe", "image", "images", "img", "include", "instagram", "js", "jsfiddle", "katex"),
    *("lightbox", "line", "link", "links", "map", "mathjax", "maxcdn", "mermaid", "more", "nbsp"),
    *("newline", "oembed", "pagebreak", "param", "path", "pdf", "photo", "photos", "photoset"),
    *("picture", "player", "plot", "post", "presentation", "rawhtml", "ref", "relref", "rule"),
    *("row", "script", "separator", "share", "slideshow", "soundcloud", "space", "spacer"),
    *("speakerdeck", "spotify", "src", "style", "stylesheet", "svg", "toc", "tweet", "twitter"),
    *("typeit", "unsplash", "url", "video", "videos", "vimeo", "vspace", "webp", "x", "youtube"),
))  # fmt: skip
#: Tags of Liquid, Jinja and their kin that show nothing themselves.
_SILENT = frozenset((
    *("assign", "autoescape", "block", "break", "call", "capture", "case", "continue"),
    *("csrf_token", "cycle", "decrement", "do", "elif", "else", "elsif", "extends", "filter"),
    *("for", "form", "from", "if", "import", "increment", "javascript", "layout", "liquid"),
    *("load", "macro", "paginate", "post_url", "raw", "schema", "set", "spaceless", "static"),
    *("tablerow", "trans", "unless", "verbatim", "when", "with", "comment"),
))  # fmt: skip


def may_show_words(body: str, template: Span, ends: Ends) -> bool:
    """Tell whether a template of which nothing is left stands where a reader may see words."""
    if _is_in_tag(body, template.start):
        return False
    written = body[template.start : template.end]
    if written.startswith("{{") and written[2:3] not in ("<", "%"):
        return not (_OF_ADDRESS.search(written) or _SILENT_VALUE.match(written))
    name = _NAME.match(written)
    if name is None or name[1] in _SILENT or name[1].startswith("end"):
        return False
    if name[1] in _INCLUDING:
        return _WORDLESS.isdisjoint(_words(written[name.end() :]))
    if not _WORDLESS.isdisjoint(_words(name[1])):
        return False
    # What is between the two of a pair is read.
    closings = (f"/{name[1]}", f"end{name[1]}")
    return all(ends.after(closing, template.end) < 0 for closing in closings)


def _words(written: str) -> list[str]:
    return [word.lower() for word in _WORDS.findall(written)]


def _is_in_tag(body: str, position: int) -> bool:
    """Tell whether a position lies between `<` and `>`, where mostly values of attributes stand."""
    before = body[max(0, position - _NEAR_CHARACTERS) : position]
    opening = before.rfind("<")
    return opening > before.rfind(">") and not before[opening + 1 : opening + 2].isspace()
