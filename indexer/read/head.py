"""Which values does the head of an HTML page give, as front matter would?

<meta property="article:published_time" content="2026-01-09T10:00:00Z">   date
<meta name="keywords" content="storm, port">                               tags
<link rel="canonical" href="https://harbourpost.example/storm">            canonical
<script type="application/ld+json">{"datePublished": "2026-01-09"}</script>  date
"""

import html
import re
from collections.abc import Mapping

from indexer.read.json_ld import read_json_ld

#: Characters at the beginning of a page in which its head must be.
MAX_HEAD_CHARACTERS = 64 * 1024

_END = re.compile(r"</head\b|<body\b", re.IGNORECASE)
# Comments and elements are bounded, so that those which are never closed take no time.
_COMMENT = re.compile(r"<!--(?:[^-]|-(?!->)){0,500}+-->")
_TAG = re.compile(r"<(?:meta|link)\s([^<>]{1,4000}+)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""(?<![\w:.-])([\w:.-]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))"""
)
#: Key of front matter -> names of the elements that give it, the best first.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "date": (
        "article:published_time", "datepublished", "date", "pubdate", "publishdate",
        "publish-date", "publish_date", "publication_date", "parsely-pub-date", "dc.date.issued",
        "dcterms.issued", "dc.date", "dcterms.date", "dcterms.created", "citation_publication_date",
    ),
    "modified": ("article:modified_time", "datemodified", "last-modified", "dcterms.modified"),
    "tags": ("article:tag", "news_keywords", "keywords"),
    "categories": ("article:section",),
    "canonical": ("canonical", "og:url"),
    "outlet": ("og:site_name", "dc.publisher"),
    "description": ("description", "og:description"),
}  # fmt: skip


def read_head(page: str) -> dict[str, object]:
    """Return the values in the head and the JSON-LD of a page, by folded key of front matter."""
    head = page[:MAX_HEAD_CHARACTERS]
    end = _END.search(head)
    in_scripts = read_json_ld(page)
    if end is None:
        return in_scripts
    given: dict[str, list[str]] = {}
    for tag in _TAG.findall(_COMMENT.sub("", head[: end.start()])):
        attributes = {name.lower(): "".join(value) for name, *value in _ATTRIBUTE.findall(tag)}
        text = html.unescape(attributes.get("content") or attributes.get("href") or "").strip()
        for kind in ("property", "name", "itemprop", "http-equiv", "rel"):
            if text and kind in attributes:
                given.setdefault(attributes[kind].lower(), []).append(text)
    values: dict[str, object] = {}
    for key, names in _NAMES.items():
        found = next((given[name] for name in names if name in given), None)
        if found:
            values[key] = found if len(found) > 1 else found[0]
    return {**in_scripts, **values}
