"""Which item is in a file?"""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import Protocol

from indexer.ledger import Reason, Refused, Repairs, Report
from indexer.read.blurb import read_blurb
from indexer.read.body import read_body
from indexer.read.days import day_in_name, read_day
from indexer.read.exact import MARK, read_exact
from indexer.read.field_values import first_text, name, names
from indexer.read.front_matter import read_matter
from indexer.read.markup import plain
from indexer.read.mdx import without_components
from indexer.read.outlets import MAX_OUTLET_CHARACTERS, Outlets
from indexer.read.tags import read_tags, without_leaked
from indexer.read.text import decode
from indexer.read.titles import endings, first_sentence, shortened, without_outlet
from indexer.read.web_links import web_link
from search.model import MAX_TITLE_CHARACTERS, Headline, Item

_HTML_EXTENSIONS = (".html", ".htm")
_MDX_EXTENSION = ".mdx"
_DATE_KEYS = ("date", "published", "publishdate", "pubdate")
_TAG_KEYS = ("tags", "tag", "topics", "keywords")
_CATEGORY_KEYS = ("categories", "category")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S")


class Readable(Protocol):
    """A file to read an item from: one in a folder, or one state of a file in a history."""

    @property
    def id(self) -> str:
        """The item's id, which ends with the extension of the file."""

    @property
    def shown(self) -> str:
        """What the ledger calls the file, as `printable` text."""

    def read(self) -> bytes:
        """Return the bytes of the file. Raises Refused if they cannot or must not be read."""


def load(
    source: Readable, report: Report, outlets: Outlets, data: bytes | None = None
) -> Item | None:
    """Return the item in a file, whose bytes may be given.

    Each repair is reported in one line. If the file cannot become an item, that is reported in
    one line, and None returned: whatever is in a file, this raises nothing but MemoryError.
    """
    repairs = Repairs(source.shown)
    try:
        item = _load(source, repairs, outlets, data)
    except Refused as refused:
        report(refused.entry(repairs.file))
        return None
    except MemoryError:
        raise
    except Exception as error:
        # A library may raise what it does not document; one bad file must not stop a run.
        detail = f"Reading it failed ({type(error).__name__}: {str(error)[:200]})."
        report(Refused(Reason.UNREADABLE_MARKUP, detail).entry(repairs.file))
        return None
    for entry in repairs.entries:
        report(entry)
    return item


def _load(source: Readable, repairs: Repairs, outlets: Outlets, data: bytes | None) -> Item:
    data = source.read() if data is None else data
    matter = read_matter(decode(data, repairs), repairs)
    values = matter.values
    if MARK in values:
        return read_exact(source.id, matter)
    is_markdown = not source.id.lower().endswith(_HTML_EXTENSIONS)
    is_mdx = source.id.lower().endswith(_MDX_EXTENSION)
    markup = without_components(matter.body) if is_mdx else matter.body
    body = read_body(markup, outlets, is_markdown=is_markdown)
    feed, link, named = _origin(values, body.bad_links, repairs, outlets)
    whole_title = plain(first_text(values.get("title")))

    headlines, text = body.headlines, body.text
    if not headlines and not text:
        blurb = name(values.get("description")) or name(values.get("summary"))
        headlines, text = read_blurb(blurb, whole_title, link, outlets)
    if headlines:
        outlet = headlines[0].outlet
    else:
        outlet = named or outlets.publisher(feed, link) or _aggregated(whole_title, feed, outlets)
    title = without_outlet(whole_title, outlet, outlets) if outlet else whole_title
    tags = without_leaked(read_tags(_first_names(values, _TAG_KEYS), repairs), whole_title, title)
    if not title:
        first = headlines[0].text if headlines else body.heading or first_sentence(text)
        title = first or (_title_from_name(source.id) if matter.body.strip() else "")
        if not title:
            raise Refused(Reason.EMPTY, "It has no title, and nothing to read.")
        repairs.add(Reason.NO_TITLE, f"It has no title; {shortened(title, 60)!r} stands for it.")
    if len(title) > MAX_TITLE_CHARACTERS:
        detail = f"Its title has {len(title):,} characters; it was cut, and put before the text."
        repairs.add(Reason.LONG_TITLE, detail)
        text = f"{title}\n{text}".strip()
        title = shortened(title, MAX_TITLE_CHARACTERS)
    if outlet and not headlines:
        headlines = (Headline(text=title, outlet=outlet, link=link),)
    return Item(
        id=source.id,
        title=title,
        day=_day(values, source, repairs),
        text=text,
        headlines=headlines,
        tags=tags,
        categories=read_tags(_first_names(values, _CATEGORY_KEYS), repairs),
        feed=feed,
        link=link,
    )


def _origin(
    values: Mapping[str, object], bad: tuple[str, ...], repairs: Repairs, outlets: Outlets
) -> tuple[str, str, str]:
    """Return feed, link, and outlet; the key `source` names a feed, or else an outlet."""
    given = name(values.get("source"))
    feed, outlet = web_link(given), ""
    if given and not feed:
        if _SCHEME.match(given):
            bad = (given, *bad)
        else:
            outlet = outlets.name(plain(given)[:MAX_OUTLET_CHARACTERS])
    address = name(values.get("link")) or name(values.get("sourceurl"))
    link = web_link(address)
    if address and not link:
        bad = (address, *bad)
    if bad:
        detail = f"{bad[0][:60]!r} leads to no page on the web; it was left out."
        if len(bad) > 1:
            detail = f"{len(bad)} links like {bad[0][:60]!r} lead to no page; they were left out."
        repairs.add(Reason.BAD_LINK, detail)
    return feed, link, outlet


def _aggregated(title: str, feed: str, outlets: Outlets) -> str:
    """Return the known outlet that the title ends with, "" if the item has no feed."""
    if not feed:
        return ""
    known = (ending for _, ending in endings(title) if outlets.knows(ending))
    return outlets.name(next(known, ""))


def _title_from_name(item_id: str) -> str:
    """Make a title of a file's name, or of its folder's name if the file is called `index`."""
    path = PurePosixPath(item_id)
    stem = path.parent.name if path.stem.strip("_") == "index" else path.stem
    return " ".join(re.split(r"[-_\s]+", stem)).strip() or path.stem


def _day(values: Mapping[str, object], source: Readable, repairs: Repairs) -> date | None:
    given = ""
    for key in _DATE_KEYS:
        text = name(values.get(key))
        if day := read_day(text):
            return day
        # Jekyll's `published: false` is no date.
        if not given and text.strip().lower() not in ("true", "false"):
            given = text
    found = f"Its date {given[:40]!r} is no day" if given else "It has no date"
    if day := day_in_name(PurePosixPath(source.id).name):
        repairs.add(Reason.DATE_FROM_NAME, f"{found}; the file's name gives {day}.")
        return day
    reason = Reason.BAD_DATE if given else Reason.NO_DATE
    repairs.add(reason, f"{found}; it was loaded without.")
    return None


def _first_names(values: Mapping[str, object], keys: tuple[str, ...]) -> list[str]:
    for key in keys:
        if key in values and (found := names(values[key])):
            return found
    return []
