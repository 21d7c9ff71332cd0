"""Where does an item come from? Its feed, the address of the original, and an outlet."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from indexer.ledger import Reason, Repairs
from indexer.read.field_values import address, name, name_of
from indexer.read.keys import LINKS, ORIGINALS
from indexer.read.markup import plain
from indexer.read.outlets import MAX_OUTLET_CHARACTERS, Outlets
from indexer.read.web_links import web_link

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

    The key `source` names a feed, an outlet, or the original and its outlet in a mapping. Links
    that lead nowhere are said, those of the body (`bad_links`) among them.
    """
    source = values.get("source")
    bad = [*bad_links]
    if isinstance(source, Mapping):
        feed, outlet = "", _outlet(name_of(source), outlets)
    else:
        given = name(source)
        feed, outlet = web_link(given), ""
        if given and not feed:
            if _SCHEME.match(given):
                bad.insert(0, given)
            else:
                outlet = _outlet(given, outlets)
    linked = next(filter(None, (address(values.get(key)) for key in LINKS)), "")
    link = web_link(linked)
    if linked and not link:
        bad.insert(0, linked)
    if not link:
        others = [values.get(key) for key in ORIGINALS if key in values]
        if isinstance(source, Mapping):
            others.append(source)
        link = next(filter(None, (web_link(address(other)) for other in others)), "")
    if bad:
        detail = f"{bad[0][:60]!r} leads to no page on the web; it was left out."
        if len(bad) > 1:
            detail = f"{len(bad)} links like {bad[0][:60]!r} lead to no page; they were left out."
        repairs.add(Reason.BAD_LINK, detail)
    return Origin(feed, link, outlet)


def _outlet(given: str, outlets: Outlets) -> str:
    return outlets.name(plain(given)[:MAX_OUTLET_CHARACTERS]) if given else ""
