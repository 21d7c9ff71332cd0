"""Where do the links from one search to others, and to its items, lead?"""

from datetime import date

from flask import Flask

from search import RequestInvalid, SearchRequest
from search.names import name_key
from search.request import FACETS, MAX_FACET_LIMITS, PARAMETERS
from web.page_links import address, id_url, search_url
from web.quoting import joined, known, quoted_id

#: Parameters that another span of days replaces: its hits begin with their first page.
_OF_DAYS = ("since", "until", "by", "page")
#: Parameters that say how results are shown: the page of an item needs none of them.
_NOT_OF_ITEMS = ("by", "bars", "explain", "share")
#: Parameters that say which words an item's page marks, and of which day it is.
_OF_MARKS = ("q", "as_of")
#: Bytes of a search beyond which its page is shorter elsewhere, as most of its links repeat it.
LONG_SEARCH_BYTES = 60
#: Bytes that the links of one page take at most; what is over is shown without a link.
MAX_LINKS_BYTES = 400_000


class Links:
    """The links from one search to others: the same search with one thing changed.

    A page has hundreds of them. So the parameters of the search are quoted once, and a link puts a
    value between those that come before it in an address and those that come behind it.

    >>> Links(SearchRequest(query="strike")).step("only", "tags", "port")
    '/?q=strike&tag=port'
    """

    def __init__(self, search: SearchRequest) -> None:
        self.search = search
        self._search_address = address("pages.search")
        self._any_item = id_url("pages.item", "")
        self._pairs = search.to_params()
        shown = joined(pair for pair in self._pairs if pair[0] not in _NOT_OF_ITEMS)
        self._query = f"?{shown}" if shown else ""
        self.are_long = len(self._query) > LONG_SEARCH_BYTES
        self._limits = {
            name: set(map(name_key, search.included(name) + search.excluded(name)))
            for name in FACETS
        }
        #: Whether any step is a search: one with as many limits as it may have takes no more.
        limits = sum(len(search.included(name) + search.excluded(name)) for name in FACETS)
        self._has_room = limits < MAX_FACET_LIMITS
        self._around: dict[tuple[str, str], tuple[str, str]] = {}
        self._around_days: tuple[str, str] | None = None
        self._bytes_left = MAX_LINKS_BYTES

    def step(self, step: str, facet: str, value: str) -> str | None:
        """Return the address of the search after a step: `only`, `add`, `exclude` or `remove`.

        None if that search would have more limits than a search takes, or if the page has too many
        and too long links already.
        """
        url = self._step(step, facet, value) if self._bytes_left > 0 else None
        self._bytes_left -= len(url or "")
        return url

    def _step(self, step: str, facet: str, value: str) -> str | None:
        key, quoted = known(value)
        if not quoted or key in self._limits[facet] or step == "remove" or not self._has_room:
            try:
                return search_url(getattr(self.search, step)(facet, value))
            except RequestInvalid:
                return None
        around = self._around.get((step, facet))
        if around is None:
            around = self._around[step, facet] = self._split(step, facet)
        return f"{around[0]}{quoted}{around[1]}"

    def leads_on(self, step: str, facet: str, value: str) -> bool:
        """Tell whether a step leads to a search, as none takes more limits than it may have."""
        if self._has_room and known(value)[1]:
            return True
        try:
            getattr(self.search, step)(facet, value)
        except RequestInvalid:
            return False
        return True

    def days(self, first: date, last: date) -> str:
        """Return the address of the search for these days alone, its timeline by any unit."""
        return self._with_days(first.isoformat(), last.isoformat())

    def _with_days(self, since: str, until: str) -> str:
        if self._around_days is None:
            kept = [pair for pair in self._pairs if pair[0] not in _OF_DAYS]
            behind = PARAMETERS.index("until")
            before = joined(own for own in kept if PARAMETERS.index(own[0]) < behind)
            after = joined(own for own in kept if PARAMETERS.index(own[0]) > behind)
            self._around_days = (
                f"{self._search_address}?{before}{'&' if before else ''}since=",
                f"{'&' if after else ''}{after}",
            )
        start, end = self._around_days
        return f"{start}{since}&until={until}{end}"

    def item(self, id: str, rank: int | None = None, in_story: int | None = None) -> str:
        """Return the address of an item, whose page links back to this search, if it is short.

        With its rank among the hits that page links to the hits beside it; `in_story` is its number
        among those of a story. The address of a hit of the whole archive is that of the item alone.
        """
        url = self._any_item + quoted_id(id)
        if self._bytes_left > 0:
            url += self._query
            if rank and self._query:
                url += f"&hit={rank}.{in_story}" if in_story else f"&hit={rank}"
        self._bytes_left -= len(url)
        return url

    def headlines(self, id: str, rank: int | None = None) -> str:
        """Return the address of the headlines of an item, "" from a long search, as it takes room.

        There the title alone leads to the item.
        """
        return "" if self.are_long else f"{self.item(id, rank)}#headlines"

    def _split(self, step: str, facet: str) -> tuple[str, str]:
        """Return the address after a step to a new value: the text before it, and the text after.

        `only` drops the other values of the facet; every step leads to the first page.
        """
        name = f"not_{FACETS[facet]}" if step == "exclude" else FACETS[facet]
        position = PARAMETERS.index(name)
        before: list[tuple[str, str]] = []
        after: list[tuple[str, str]] = []
        for pair in self._pairs:
            if (pair[0] == name and step == "only") or pair[0] == "page":
                continue
            (before if PARAMETERS.index(pair[0]) <= position else after).append(pair)
        start = f"{joined(before)}&" if before else ""
        return f"{self._search_address}?{start}{name}=", f"&{joined(after)}" if after else ""


def init_app(app: Flask) -> None:
    """Register the functions by which templates link items."""
    app.jinja_env.globals.update(item_url=item_url, version_url=version_url)


def item_url(
    id: str,
    search: SearchRequest | None = None,
    rank: int | None = None,
    in_story: int | None = None,
) -> str:
    """Return the address of an item; with a search, its page links back to the results."""
    return Links(search or SearchRequest()).item(id, rank, in_story)


def version_url(id: str, number: int, search: SearchRequest) -> str:
    """Return the address of a version of an item by its number, as of the day of a search."""
    url = item_url(id, SearchRequest(as_of=search.as_of))
    return f"{url}{'&' if '?' in url else '?'}version={number}"
