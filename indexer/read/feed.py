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
from search.language.days import read_day

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
#: Elements with a tag; WordPress tells categories from tags by an attribute, `domain`.
_TAGS = ("category", "subject")
#: The text of a reader's comment in an export of WordPress.
_COMMENT = "comment_content"
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
        values = _values(entries[0])
        body = _text(entries[0], _TEXTS)
        detail = "It is a feed of one entry; its title, text, day, tags and link were read."
    else:
        values = _values(channel)
        parts = [f"<p>{_text(channel, _ABOUT)}</p>"]
        for entry in entries[:MAX_ENTRIES]:
            parts.append(f"<h2>{escape(_title(entry), quote=False)}</h2>")
            parts.append(f"<section>{_text(entry, _TEXTS)}</section>")
        body = "\n".join(parts)
        read = "titles, texts and tags were read"
        if not values["date"] and (newest := _newest(entries)):
            values["date"] = newest
            read = "titles, texts, tags and the newest day were read"
        detail = f"It is a feed of {count:,} entries, which are one item; {read}, "
        detail += "the entries' links not."
    repairs.add(Reason.FEED, detail)
    given = _names(channel, entries[:MAX_ENTRIES])
    values |= {key: names for key, names in given.items() if names}
    if count > MAX_ENTRIES:
        detail = f"Its last {count - MAX_ENTRIES:,} entries were left out."
        repairs.add(Reason.TEXT_LEFT_OUT, detail)
    comments = sum(_name(own) == _COMMENT and bool(own.text) for own in root.iter())
    if comments:
        detail = f"{comments:,} {'comment' if comments == 1 else 'comments'} of readers in it "
        detail += f"{'was' if comments == 1 else 'were'} left out."
        repairs.add(Reason.TEXT_LEFT_OUT, detail)
    return Unpacked(Matter(values, body), is_html=True)


def _values(element: Element) -> dict[str, object]:
    links = (own.text or own.get("href") for own in _own(element, ("link",)))
    return {
        "title": _title(element),
        "date": next(_days(element), None),
        "link": next(filter(None, links), None),
    }


def _days(element: Element) -> Iterator[str]:
    return filter(None, (own.text for own in _own(element, _DAYS)))


def _newest(entries: list[Element]) -> str:
    """Return the newest of the days of some entries, as it is written; "" if none has a day."""
    days = [
        (day, written) for own in entries for written in _days(own) if (day := read_day(written)[0])
    ]
    return max(days)[1] if days else ""


def _names(channel: Element, entries: list[Element]) -> dict[str, list[str]]:
    """Return the tags and the categories of a feed and its entries, each once."""
    found: dict[str, dict[str, None]] = {"tags": {}, "categories": {}}
    for element in (channel, *entries):
        for own in _own(element, _TAGS):
            key = "categories" if own.get("domain") == "category" else "tags"
            if name := (own.text or own.get("label") or own.get("term") or "").strip():
                found[key].setdefault(name)
    return {key: [*names] for key, names in found.items()}


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
