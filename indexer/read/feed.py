"""Which titles and texts are in a feed that was saved as a file? RSS, Atom, WordPress's export.

The entries of one file are one item, under headings of their own; a single entry is that item.
"""

import re
from collections.abc import Iterator
from html import escape
from xml.etree.ElementTree import Element, ParseError, fromstring, tostring

from indexer.ledger import Reason, Repairs
from indexer.read.front_matter import Matter
from indexer.read.markup import plain
from indexer.read.unpacked import Unpacked
from indexer.read.xml_repair import mended

#: Entries of a file that are read.
MAX_ENTRIES = 1_000

_FEED = re.compile(
    r"\s*(?:<\?xml\b[^<>]*\?>\s*|<\?[\w-]+[^<>]*\?>\s*|<!--(?:[^-]|-(?!->))*+-->\s*)*+"
    r"<(?:rss|feed|rdf:RDF)[\s>]"
)
#: What a feed has no use for, and files have that are made to explode.
_DECLARATIONS = ("<!DOCTYPE", "<!ENTITY")
_ENTRIES = frozenset(("item", "entry"))
_DAYS = ("pubDate", "published", "date", "post_date", "updated", "lastBuildDate")
#: Elements with the text of an entry, the best first; `encoded` is of the module `content`.
_TEXTS = ("encoded", "content", "description", "summary")
_ABOUT = ("description", "subtitle")
_WORD = re.compile(r"\w+")
_PREFIX = re.compile(r"(</?)html:")


def read_feed(text: str, repairs: Repairs) -> Unpacked | None:
    """Return what is in a feed; None if a text is not one, or cannot be mended."""
    if not text.lstrip().startswith("<") or not _FEED.match(text):
        return None
    if any(sign in text for sign in _DECLARATIONS):
        return None
    text = text.strip()
    try:
        try:
            return _unpacked(fromstring(text), repairs)
        except ParseError:
            root = fromstring(mended(text))
            if not any(_name(own) in _ENTRIES for own in root.iter()):
                return None
            unpacked = _unpacked(root, repairs)
    except (ParseError, ValueError, RecursionError):
        return None
    repairs.add(Reason.FEED, "Its XML is broken, or broken off: it was read as far as it goes.")
    return unpacked


def _unpacked(root: Element, repairs: Repairs) -> Unpacked:
    entries = [own for own in root.iter() if _name(own) in _ENTRIES]
    channel = next((own for own in root if _name(own) == "channel"), root)
    count = len(entries)
    if count == 1:
        (entry,) = entries
        values: dict[str, object] = {
            "tags": [own.text or own.get("term") for own in _own(entry, ("category",))],
            **_values(entry),
        }
        body = _text(entry, _TEXTS)
    else:
        values = _values(channel)
        parts = [f"<p>{_text(channel, _ABOUT)}</p>"]
        for entry in entries[:MAX_ENTRIES]:
            parts.append(f"<h2>{escape(_title(entry), quote=False)}</h2>")
            parts.append(f"<section>{_text(entry, _TEXTS)}</section>")
        body = "\n".join(parts)
    what = "one entry" if count == 1 else f"{count:,} entries, which are one item"
    repairs.add(Reason.FEED, f"It is a feed of {what}; titles, texts and days were read.")
    if count > MAX_ENTRIES:
        detail = f"Its last {count - MAX_ENTRIES:,} entries were left out."
        repairs.add(Reason.TEXT_LEFT_OUT, detail)
    return Unpacked(Matter(values, body), is_html=True)


def _values(element: Element) -> dict[str, object]:
    links = (own.text or own.get("href") for own in _own(element, ("link",)))
    days = (own.text for own in _own(element, _DAYS))
    return {
        "title": _title(element),
        "date": next(filter(None, days), None),
        "link": next(filter(None, links), None),
    }


def _title(element: Element) -> str:
    return next((plain(_markup(own)) for own in _own(element, ("title",))), "")


def _text(element: Element, names: tuple[str, ...]) -> str:
    """Return the texts of an element, the longest form of each; a summary goes before the text."""
    texts: list[str] = []
    known: set[str] = set()
    for own in _own(element, names):
        markup = _markup(own)
        words = set(_WORD.findall(plain(markup)))
        if not words <= known:
            texts.insert(0, markup)
            known |= words
    return "\n".join(texts) if len(texts) < 2 else "".join(f"<div>{own}</div>" for own in texts)


def _own(element: Element, names: tuple[str, ...]) -> Iterator[Element]:
    """Yield the children of some names, in the order of the names."""
    for name in names:
        for child in element:
            if _name(child) == name:
                yield child


def _markup(element: Element) -> str:
    """Return the HTML that an element holds, escaped or as elements."""
    if not len(element):
        text = element.text or ""
        return escape(text, quote=False) if element.get("type") == "text" else text
    inner = (tostring(child, encoding="unicode") for child in element)
    return _PREFIX.sub(r"\1", (element.text or "") + "".join(inner).replace("ns0:", "html:"))


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
