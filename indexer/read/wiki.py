"""What does a wiki show of its links in Markdown?

[[Page]] -> Page                    [[Page#Part]] -> Page > Part
[[Page|a page]] -> a page           ![[picture.png|A storm]] -> ![A storm](#)
"""

import re

from indexer.read.offsets import Span, Spans

#: An expression finds two signs more quickly than `in` does.
_OPENING = re.compile(r"\[\[")
# `[[1]](…)` is a link of Markdown, `[[1, 2]]` a list, `a[[b]]` and `[[ -f x ]]` are code; `[[toc]]`
# stands for a table of contents.
_LINK = re.compile(
    r"\[\[(?<![\\\[]\[\[)(?:(?<!\w\[\[)|(?=[^\[\]\n|]+\|))(?!_?(?i:toc)_?\]\])"
    r"(?=[^\[\]\n]*[^\W\d])(?P<page>[^\s\[\]|#\\][^\[\]\n|#\\]*+|)(?:#\^?(?P<part>[^\[\]\n|\\]*+))?"
    r"(?:\\?\|(?:[^\[\]\n|]*+\|)*+(?P<shown>[^\[\]\n|]*+))?\]\](?![(\[])"
)
#: Pages that are pictures, and groups of pages, of which nothing is shown.
_PICTURE = re.compile(r"(?:file|image|media|datei|bild|fichier|archivo):", re.IGNORECASE)
_GROUP = re.compile(r"(?:category|kategorie|catégorie|categoría|categoria):", re.IGNORECASE)
#: Endings of what is shown in place of its name.
_MEDIA = re.compile(
    r"\.(?:apng|avif|bmp|flac|gif|ico|jpe?g|m4a|mkv|mov|mp[34]|og[gv]|pdf|png|svg|tiff?|wav|webm"
    r"|webp)\Z",
    re.IGNORECASE,
)
#: How a picture is to be shown.
_LOOKS = re.compile(
    r"\d*(?:x\d+)?(?:px)?|thumb|left|right|center|frameless|border|links|rechts|zentriert|gauche"
    r"|droite|izquierda|derecha",
    re.IGNORECASE,
)
#: How a picture is to be shown so that its caption stands below it.
_FRAMED = re.compile(
    r"\|\s*(?:thumb|thumbnail|frame|framed|mini|miniatur|miniatura|gerahmt|rahmenlos|vignette|marco"
    r"|cadre)\s*(?:=[^|]*)?\|",
    re.IGNORECASE,
)


def may_have_wiki_links(body: str) -> bool:
    """Tell quickly whether a body may have some."""
    return _OPENING.search(body) is not None


def without_wiki_links(body: str, spans: list[Span]) -> str:
    """Return a body of Markdown in which what is shown stands for each link of a wiki.

    Code (`spans`, see `code.code_spans`) stays as it is. It takes linear time.
    """
    parts, start, code = [], 0, Spans(spans)
    for link in _LINK.finditer(body):
        if code.end_at(link.start()) < 0:
            embeds = body.endswith("!", start, link.start())
            shown = _shown(link, embeds=embeds)
            parts += [body[start : link.start() - embeds], shown]
            start = link.end()
    return "".join([*parts, body[start:]])


def _shown(link: re.Match[str], *, embeds: bool) -> str:
    page, part, shown = link["page"], link["part"], link["shown"]
    if shown and _PICTURE.match(page) and _FRAMED.search(link[0]) and not _LOOKS.fullmatch(shown):
        return f" {shown} "  # a caption below the picture
    if (embeds and _MEDIA.search(page)) or _PICTURE.match(page):
        return f"![{'' if not shown or _LOOKS.fullmatch(shown) else shown}](#)"
    if shown is None and _GROUP.match(page):
        return ""
    shown = shown or " > ".join(filter(None, (page, part)))
    return f" {shown} " if embeds else shown
