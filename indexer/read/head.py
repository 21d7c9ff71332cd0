"""Which values does the head of an HTML page give, as front matter would?

<meta property="article:published_time" content="2026-01-09T10:00:00Z">   date
<meta name="keywords" content="storm, port">                               tags
<link rel="canonical" href="https://harbourpost.example/storm">            canonical
<script type="application/ld+json">{"datePublished": "2026-01-09"}</script>  date
"""

import html
import json
import re
from collections.abc import Mapping

#: Characters at the beginning of a page in which its head must be.
MAX_HEAD_CHARACTERS = 64 * 1024

_END = re.compile(r"</head\b|<body\b", re.IGNORECASE)
# Comments and elements are bounded, so that those which are never closed take no time.
_COMMENT = re.compile(r"<!--(?:[^-]|-(?!->)){0,500}+-->")
_TAG = re.compile(r"<(?:meta|link)\s([^<>]{1,4000}+)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""(?<![\w:.-])([\w:.-]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))"""
)
_JSON_LD = re.compile(
    r"<script\s[^<>]{0,1000}?application/ld\+json[^<>]{0,1000}+>(.{0,65536}?)</script", re.I | re.S
)
#: Key of front matter -> keys of JSON-LD that give it, the best first.
_JSON_LD_NAMES = {"date": ("datePublished", "dateCreated"), "modified": ("dateModified",)}
#: Objects of JSON-LD that are looked at.
_MAX_OBJECTS = 1_000
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
    """Return the values in the head of a page by folded key of front matter; {} without a head."""
    head = page[:MAX_HEAD_CHARACTERS]
    end = _END.search(head)
    if end is None:
        return {}
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
    return {**_in_json_ld(head[: end.start()]), **values}


def _in_json_ld(head: str) -> dict[str, object]:
    """Return the days that the JSON-LD of a head says, those of articles before those of others."""
    if "ld+json" not in head.lower():
        return {}
    found = [
        own for written in _JSON_LD.findall(_COMMENT.sub("", head)) for own in _objects(written)
    ]
    found.sort(key=lambda own: not _is_article(own))
    values: dict[str, object] = {}
    for key, names in _JSON_LD_NAMES.items():
        days = (own[name] for own in found for name in names if isinstance(own.get(name), str))
        if day := next(days, None):
            values[key] = day
    return values


def _objects(written: str) -> list[dict[str, object]]:
    """Return the objects of a JSON text, an outer one before those in it; [] if it is not one."""
    try:
        waiting: list[object] = [json.loads(written)]
    except (ValueError, RecursionError):
        return []
    found: list[dict[str, object]] = []
    for part in waiting:
        if isinstance(part, dict):
            found.append(part)
        if isinstance(part, dict | list):
            waiting += part.values() if isinstance(part, dict) else part
        if len(waiting) > _MAX_OBJECTS:
            break
    return found


def _is_article(own: Mapping[str, object]) -> bool:
    kind = own.get("@type")
    return any(
        str(name).endswith(("Article", "Posting"))
        for name in (kind if isinstance(kind, list) else [kind])
    )
