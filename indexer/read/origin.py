"""Where does an item come from? Its feed, the address of the original, and an outlet."""

import html
import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from indexer.ledger import Reason, Repairs
from indexer.read.field_values import address, addresses, leaves, members_of, name, name_of, texts
from indexer.read.keys import (
    CANONICAL,
    GROUPS,
    LINK_GROUPS,
    LINKS,
    OFTEN_NO_LINKS,
    ORIGINALS,
    OUTLET_KEYS,
    OWN_ADDRESSES,
    fold_key,
)
from indexer.read.markup import plain
from indexer.read.outlets import MAX_OUTLET_CHARACTERS, Outlets
from indexer.read.tags import without_marks
from indexer.read.web_links import MAX_LINK_CHARACTERS, web_link
from indexer.read.whole_texts import MAX_LEVELS, say_left_out
from search.links import link_parts

# <https://a.example/1> and [text](https://a.example/1), as Markdown writes links.
_IN_MARKDOWN = re.compile(r"<([^\s<>]+)>|\[[^\]\n]*\]\(\s*<?([^\s<>)]+)>?[^)]*\)")
# A host with a dot, and a path behind it: a.example/1. No address of e-mail, and no path of a file.
_WITHOUT_SCHEME = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}(?::[0-9]+)?/", re.I
)
_OUTLET_KEYS = frozenset(OUTLET_KEYS)
_OFTEN_NO_LINKS = frozenset(OFTEN_NO_LINKS)
_LINK_KEYS = frozenset((*LINKS, *ORIGINALS))
# What tells the address of a feed: feeds.bbci.co.uk, /rss/, feed.xml, ?format=rss.
_FEED = re.compile(r"(?:\A|[/.=?&_-])(?:rss|feeds?|atom|rdf|xml|feedburner|feedproxy)(?![a-z])")
# The name of a page in a path: three names, or one with a digit, a hyphen or an ending.
_NAME_OF_PAGE = re.compile(r"/[^/]+/[^/]+/[^/]+\Z|/[^/]*[\d_%.-][^/]*\Z|[^\x00-\x7f]")
# A name with its address, as Markdown and HTML write a link.
_NAMED_LINK = re.compile(
    r"\[(?P<name>[^\[\]\n]+)\]\(\s*<?(?P<url>[^\s<>)]+)>?[^)]*\)"
    r"|<a\s[^>]*?href\s*=\s*[\"']?(?P<href>[^\"'\s>]+)[^>]*>(?P<text>[^<]+)</a>",
    re.IGNORECASE,
)
# An address among words, and the name of the site before it: `Reuters (https://a.example/1)`.
_AMONG_WORDS = re.compile(r"https?://[^\s<>\"]+")
_BEFORE_ADDRESS = " \t\n(<[{:,;-–—|"
# Words before an address that are no name of its site.
_NO_NAMES = frozenset((
    "see", "see also", "via", "from", "source", "original", "at", "by", "link", "read", "feed",
    "siehe", "quelle", "voir", "fuente", "fonte", "источник", "来源", "出典",
))  # fmt: skip
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S")


class Origin(NamedTuple):
    """The addresses of the feed and of the original, and the outlet; "" for each not said."""

    feed: str
    link: str
    outlet: str


def read_origin(
    values: Mapping[str, object], bad_links: tuple[str, ...], repairs: Repairs, outlets: Outlets
) -> Origin:
    """Return where the front matter says that an item comes from; values are by folded key.

    The key `source` names a feed, an outlet, or the original and its outlet in a mapping or a link;
    an address of an article is the original's if no other key gives one. Links that lead nowhere
    are said, those of the body (`bad_links`) among them.
    """
    source = values.get("source", values.get("sources"))
    if isinstance(source, list):
        source = _one_of(source, repairs)
    found = None
    if isinstance(source, str) and source.lstrip()[:1] in ("[", "<"):
        found = _NAMED_LINK.fullmatch(source.strip()[: 2 * MAX_LINK_CHARACTERS])
    if found:
        source = {
            "name": html.unescape(found["name"] or found["text"]),
            "url": found["url"] or found["href"],
        }
    elif isinstance(source, str) and (among := _among_words(source)):
        before = source[: source.index(among)].strip(_BEFORE_ADDRESS)
        given = "" if before.lower() in _NO_NAMES else before
        source = {"name": given, "url": among} if is_article(among) or given else among
    bad = [*bad_links]
    if isinstance(source, Mapping):
        feed, outlet = "", _outlet(name_of(source), outlets)
    else:
        given = name(source)
        feed, outlet = web_link(_completed(given)), ""
        if given and not feed:
            if _SCHEME.match(given):
                bad.insert(0, given)
            else:
                outlet = _outlet(given, outlets)
    if not _OUTLET_KEYS.isdisjoint(values):
        outlet = _named_outlet(values, outlet, outlets, repairs)
    leads_nowhere, link = _link(values, LINKS)
    if leads_nowhere:
        bad.insert(0, leads_nowhere)
    if not link:
        link = _link(values, ORIGINALS)[1]
    if not link and isinstance(source, Mapping):
        link = web_link(_completed(address(source)))
    if not link:
        link = _link_in_groups(values, (*GROUPS, *LINK_GROUPS))
    if not link:
        own = (address(values[key]) for key in OWN_ADDRESSES if key in values)
        link = next((web_link(written) for written in own if web_link(written)), "")
    if feed and not link and is_article(feed):
        feed, link = "", feed
    elif not feed and not link and not outlet:
        named = next(filter(None, (web_link(name(values.get(key))) for key in OUTLET_KEYS)), "")
        link, outlet = (named, "") if is_article(named) else ("", outlets.of_url(named))
    _say_unread_links(values, link, repairs)
    if bad:
        detail = f"{bad[0][:60]!r} leads to no page on the web; it was left out."
        if len(bad) > 1:
            detail = f"{len(bad)} links like {bad[0][:60]!r} lead to no page; they were left out."
        repairs.add(Reason.BAD_LINK, detail)
    return Origin(feed, link, outlet)


def _link(values: Mapping[str, object], keys: tuple[str, ...]) -> tuple[str, str]:
    """Return the first address before the link that leads nowhere, and the link, of some keys.

    "" stands for each that there is not.
    """
    bad = ""
    for key in keys:
        for written in addresses(values[key]) if key in values else ():
            if link := _web_link(written):
                return bad, link
            bad = bad or written
    return bad, ""


def _link_in_groups(
    values: Mapping[str, object], groups: tuple[str, ...], levels: int = MAX_LEVELS
) -> str:
    """Return the address of the original that a mapping in the front matter has, or one in that.

    So do lists: `head: [[link, {rel: canonical, href: …}]]`.
    """
    for key in filter(values.__contains__, groups):
        group = values[key]
        members = members_of(group)
        if link := _link(members, (*LINKS, *ORIGINALS))[1]:
            return link
        for part in leaves(group) if isinstance(group, list) else ():
            own = members_of(part)
            kinds = (name(own.get(kind)) for kind in ("rel", "property", "name", "itemprop"))
            if not CANONICAL.isdisjoint(map(fold_key, kinds)):
                given = (name(own.get(holder)) for holder in ("href", "content", "url", "value"))
                if link := next(filter(None, map(_web_link, given)), ""):
                    return link
        if levels and (link := _link_in_groups(members, LINK_GROUPS, levels - 1)):
            return link
    return ""


def is_article(address: str) -> bool:
    """Tell whether an address is of one page of a site, not of a feed, a section or the site.

    >>> is_article("https://www.bbc.co.uk/news/world-1234"), is_article("https://www.bbc.co.uk/news")
    (True, False)
    """
    parts = urlsplit(address)
    if _FEED.search(f"{parts.hostname}{parts.path}?{parts.query}".lower()):
        return False
    return bool(_NAME_OF_PAGE.search(parts.path.rstrip("/")) or (parts.query and parts.path))


def _one_of(sources: list[object], repairs: Repairs) -> object:
    """Return the first of several sources: a mapping, an address with the name before, or a text.

    The others are said.
    """
    given: list[object] = [own for own in sources if isinstance(own, Mapping)]
    given = given or [*texts(sources)]
    links = [own for own in given if isinstance(own, str) and _web_link(own)]
    names = [own for own in given if own not in links]
    first: object = next(iter(given), None)
    used = 1
    if links and names:
        first, used = {"name": names[0], "url": links[0]}, 2
    if len(sources) > used:
        read = "the first was read" if used == 1 else "one name and one address were read"
        detail = f"It names {len(sources)} sources; {read}, the others were left out."
        repairs.add(Reason.TEXT_LEFT_OUT, detail)
    return first


def _say_unread_links(values: Mapping[str, object], link: str, repairs: Repairs) -> None:
    """Report what keys for links hold but no link of the item, as words or more addresses."""
    if _LINK_KEYS.isdisjoint(values):
        return
    own_parts = link_parts(link)
    for key in filter(values.__contains__, (*LINKS, *ORIGINALS)):
        if values[key] == link:  # as most are
            continue
        written = [*addresses(values[key])]
        words = tuple(own for own in written if not _web_link(own))
        found = (web for own in written if own not in words and (web := _web_link(own)))
        others = tuple(dict.fromkeys(own for own in found if link_parts(own) != own_parts))
        if key in _OFTEN_NO_LINKS:
            say_left_out(key, words, repairs, "as it leads to no page on the web")
        say_left_out(key, others, repairs, "as an item has one link")


def _completed(written: str) -> str:
    """Return an address without the signs of Markdown around it, and with its scheme."""
    if "&amp;" in written:  # as in HTML
        written = written.replace("&amp;", "&")
    if written.startswith("http"):
        return written
    found = _IN_MARKDOWN.fullmatch(written.strip())
    written = next(filter(None, found.groups())) if found else written
    if written.startswith("//"):
        return f"https:{written}"
    return f"https://{written}" if _WITHOUT_SCHEME.match(written) else written


def _web_link(written: str) -> str:
    """Return the address that a text is, or the first one among its words; "" without one."""
    return web_link(_completed(written)) or web_link(_among_words(written))


def _among_words(text: str) -> str:
    """Return the first address among the words of a text, "" where it is one or has none.

    >>> _among_words("See (https://a.example/1_(a)), too.")
    'https://a.example/1_(a)'
    """
    found = None
    if "://" in text and len(text.split(None, 1)) > 1:
        found = _AMONG_WORDS.search(text[: 2 * MAX_LINK_CHARACTERS])
    if not found:
        return ""
    link = found[0].rstrip(".,;:!?'")
    for opening, closing in ("()", "[]", "{}"):
        if link.count(closing) > link.count(opening):
            link = link[: link.rindex(closing)].rstrip(".,;:!?'")
    return link


def _named_outlet(
    values: Mapping[str, object], outlet: str, outlets: Outlets, repairs: Repairs
) -> str:
    """Return the outlet, or that of the first key that names one; say which others are named.

    An address names none.
    """
    for key in OUTLET_KEYS:
        value = values.get(key)
        given = name_of(value) if isinstance(value, Mapping) else name(value)
        if given and not _SCHEME.match(given):
            named = _outlet(given, outlets)
            outlet = outlet or named
            if named and not outlets.are_one(named, outlet):
                say_left_out(key, (given,), repairs, "as an item has one outlet")
    return outlet


def _outlet(given: str, outlets: Outlets) -> str:
    name = without_marks(plain(given))
    return outlets.name(name[:MAX_OUTLET_CHARACTERS]) if name else ""
