"""By what is the content of an item known? By the SHA-256 of its words, links and names."""

import json
from hashlib import sha256

from search.model import Item


def content_hash(item: Item) -> str:
    """Return the SHA-256 of what an item says, in hexadecimal digits.

    That is of title, day, text, headlines (each text, outlet, link), tags, categories, feed and
    link, in this order, as a list in one line of JSON without blanks between values, in UTF-8. Id
    and times do not count: equal content has one hash, wherever and whenever it was seen.

    >>> content_hash(Item(id="a.md", title="A comet", day=None))[:16]
    'adbd5093f868f9e6'
    """
    content = (
        *(item.title, item.day.isoformat() if item.day else None, item.text),
        [(line.text, line.outlet, line.link) for line in item.headlines],
        *(item.tags, item.categories, item.feed, item.link),
    )
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return sha256(written.encode()).hexdigest()
