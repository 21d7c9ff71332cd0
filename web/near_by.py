"""Where may a reader go who asked for what is not there? To what is called alike, or is near."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from flask import request

from search import BackfileError, SearchRequest
from search.request import FACETS, MAX_NAME_CHARACTERS
from web.archives import archive
from web.page_links import facet_url, held_url, search_url
from web.search_links import Links
from web.translation import gettext
from web.words import FACET_WORDS, counted, day_words

#: Items that are offered for an id that none has, and characters of the id that are searched for.
MOST_ITEMS = 3
MAX_WORDS_CHARACTERS = 200
_MONTH = re.compile(r"(\d{4})-(\d\d)(?!\d)", re.ASCII)
_WORD = re.compile(r"[^\W_]+")

Offer = tuple[str, str]


def offers() -> list[Offer]:
    """Return (text, address) of pages near the one that was asked for, none if nothing is near."""
    make = _OFFERS.get(request.endpoint or "")
    if make is None or not request.view_args:
        return []
    with suppress(BackfileError, ValueError):
        return list(make(_as_of(), **request.view_args))
    return []


def _as_of() -> SearchRequest:
    """Return the search for all items as of the day in the address, if that is one."""
    given = [pair for pair in request.args.items(multi=True) if pair[0] == "as_of"]
    return SearchRequest.from_params(given)[0]


def _outlets(every: SearchRequest, name: str) -> Iterator[Offer]:
    """Yield outlets of like names, as a limit of a search has them, and lists of outlets."""
    name = name[:MAX_NAME_CHARACTERS]
    spelling = archive().search(every.with_limits(sources=(name,), per_page=1)).spelling
    for meant in spelling.search.sources if spelling else ():
        yield meant, held_url("holdings.outlet", every, name=meant)
    for word in _WORD.findall(name)[:1]:
        found = archive().outlets(word, limit=0, as_of=every.as_of).total
        if found:
            text = gettext(
                "{outlets} with a word that begins with “{word}”",
                outlets=counted(found, "outlet"),
                word=word,
            )
            yield text, held_url("holdings.outlets", every, prefix=word)
    yield gettext("All outlets"), held_url("holdings.outlets", every)


def _days(every: SearchRequest, day: str) -> Iterator[Offer]:
    """Yield the nearest days with items: beside the month that was named, else the last one."""
    near = archive().info(every.as_of).last_day
    if found := _MONTH.match(day):
        year, month = int(found[1]), min(max(int(found[2]), 1), 12)
        near = date(max(year, 1), month, monthrange(max(year, 1), month)[1])
    if near is None:
        return
    held = archive().day(near, limit=0, as_of=every.as_of)
    for own in (held.before, near if held.total else None, held.after):
        if own:
            yield day_words(own), held_url("holdings.day", every, day=own.isoformat())


def _items(every: SearchRequest, id: str) -> Iterator[Offer]:
    """Yield items with most of the words of an id, and the search for all of them."""
    words = " ".join(_WORD.findall(id.rpartition("/")[2].rpartition(".")[0] or id))
    asked = every.with_query(words[:MAX_WORDS_CHARACTERS].lower())
    asked = asked.with_limits(match="most", per_page=MOST_ITEMS)
    page = archive().search(asked)
    for hit in page.hits:
        yield hit.title or hit.id, Links(every).item(hit.id)
    if page.total > len(page.hits):
        yield gettext("{hits} in all", hits=counted(page.total, "hit")), search_url(page.request)


def _facets(every: SearchRequest, name: str) -> Iterator[Offer]:
    """Yield the lists of all facets."""
    for facet in FACETS:
        yield gettext(FACET_WORDS[facet][1]).capitalize(), facet_url(facet, every)


_OFFERS: Mapping[str, Callable[..., Iterator[Any]]] = {
    "holdings.outlet": _outlets,
    "holdings.day": _days,
    "pages.item": _items,
    "stories.story": _items,
    "pages.facet": _facets,
}
