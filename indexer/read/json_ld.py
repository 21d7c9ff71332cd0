"""Which title, day and text does a page give to programs, as JSON-LD?

<script type="application/ld+json">{"datePublished": "2026-01-09", "articleBody": "…"}</script>
"""

import html
import json
import re
from collections.abc import Iterator, Mapping

#: Characters of one such script that are read, and scripts of a page.
MAX_SCRIPT_CHARACTERS = 1 << 20
MAX_SCRIPTS = 20
#: Objects of JSON-LD that are looked at.
MAX_OBJECTS = 1_000

_SIGN = "ld+json"
_OPENING = re.compile(r"<script\s[^<>]{0,1000}?application/ld\+json[^<>]{0,1000}+>", re.IGNORECASE)
_CLOSING = re.compile(r"</script", re.IGNORECASE)
#: A comment of a page: bounded, so that one which is never closed takes no time.
COMMENT = re.compile(r"<!--(?:[^-]|-(?!->)){0,500}+-->")
#: Key of front matter -> keys of JSON-LD that give it, the best first.
_DAYS = {"date": ("datePublished", "dateCreated"), "modified": ("dateModified",)}
_TEXT = "articleBody"
#: The title of an article, and of nothing else: that of a page may be the site's.
HEADLINE = "headline"


def read_json_ld(page: str) -> dict[str, object]:
    """Return title, days and text in the JSON-LD of a page, by folded key of front matter.

    Those of articles come before those of others.
    """
    if _SIGN not in page and _SIGN.upper() not in page:
        return {}
    found = [own for written in _scripts(COMMENT.sub("", page)) for own in _objects(written)]
    found.sort(key=lambda own: not _is_article(own))
    values: dict[str, object] = {}
    for key, names in _DAYS.items():
        if day := _first(found, names):
            values[key] = day
    if text := _first(found, (_TEXT,)):
        values[_TEXT.lower()] = html.unescape(text)
    if headline := _first([own for own in found if _is_article(own)], (HEADLINE,)):
        values[HEADLINE] = html.unescape(headline)
    return values


def _first(found: list[dict[str, object]], names: tuple[str, ...]) -> str:
    texts = (own.get(name) for own in found for name in names)
    return next((text for text in texts if isinstance(text, str) and text.strip()), "")


def _scripts(page: str) -> Iterator[str]:
    end = 0
    for _ in range(MAX_SCRIPTS):
        opening = _OPENING.search(page, end)
        closing = _CLOSING.search(page, opening.end()) if opening else None
        if opening is None or closing is None:
            return
        end = closing.end()
        if closing.start() - opening.end() <= MAX_SCRIPT_CHARACTERS:
            yield page[opening.end() : closing.start()]


def _objects(written: str) -> list[dict[str, object]]:
    """Return the objects of a JSON text, an outer one before those in it; [] if it is not one."""
    try:
        waiting: list[object] = [json.loads(written, strict=False)]
    except (ValueError, RecursionError):
        return []
    found: list[dict[str, object]] = []
    for part in waiting:
        if isinstance(part, dict):
            found.append(part)
        if isinstance(part, dict | list):
            waiting += part.values() if isinstance(part, dict) else part
        if len(waiting) > MAX_OBJECTS:
            break
    return found


def _is_article(own: Mapping[str, object]) -> bool:
    kind = own.get("@type")
    return any(
        str(name).endswith(("Article", "Posting"))
        for name in (kind if isinstance(kind, list) else [kind])
    )
