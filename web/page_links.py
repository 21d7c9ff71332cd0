"""Where does each link of a page lead, and which links of items may be shown?"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus, urlsplit

from flask import Flask, request, url_for
from markupsafe import Markup
from werkzeug.routing import PathConverter

from search import RequestInvalid, SearchRequest
from search.coverage import COVERAGE_ORDERS
from search.facets import order_of
from search.names import name_key, tidied
from search.request import FACETS, MAX_FACET_LIMITS, PARAMETERS
from web.html import href

_DIGEST_CHARACTERS = 12
#: Links that need no parser: it would give them back as they are.
_PLAIN_LINK = re.compile(
    r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*/[\w/.~%+-]*(?:\?[\w/.~%+=&:,-]+)?", re.ASCII
)
#: Hosts, and first labels of hosts, whose addresses lead on to an article and say nothing of it.
LEADING_ON = frozenset(
    (
        *("news.google.com", "google.com", "t.co", "bit.ly", "ow.ly", "buff.ly", "dlvr.it"),
        *("tinyurl.com", "goo.gl", "is.gd", "trib.al", "ift.tt", "fb.me", "lnkd.in", "apple.news"),
    )
)
_LEADING_ON_LABELS = frozenset(
    (
        "click",
        "feed",
        "feedproxy",
        "feeds",
        "go",
        "l",
        "link",
        "links",
        "lm",
        "r",
        "redirect",
        "rss",
    )
)
#: Characters of an address that paper shows: a longer one nobody types.
MAX_PRINTED_CHARACTERS = 100
#: Id in whose address other ids are put: it is quoted as itself.
_ANY_ID = "id"
#: Addresses and quoted values that are kept: those of some hundred pages.
_KEPT_ADDRESSES = 1_000
_KEPT_VALUES = 10_000
#: Parameters that another span of days replaces: its hits begin with their first page.
_OF_DAYS = ("since", "until", "by", "page")
#: What an address asks for in `by` to compare one search in its outlets.
BY_OUTLET = "sources"
#: Bytes that the links of one page take at most; what is over is shown without a link.
MAX_LINKS_BYTES = 400_000


class IdConverter(PathConverter):
    """An item's id in a path: any text, slashes and newlines included."""

    regex = "(?s:.+?)"
    part_isolating = False

    def to_url(self, value: str) -> str:
        """Quote an id for a path."""
        return _quoted_id(value)


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
        self._query = f"?{_joined(self._pairs)}" if self._pairs else ""
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
        key, quoted = _known(value)
        if not quoted or key in self._limits[facet] or step == "remove" or not self._has_room:
            try:
                return search_url(getattr(self.search, step)(facet, value))
            except RequestInvalid:
                return None
        around = self._around.get((step, facet))
        if around is None:
            around = self._around[step, facet] = self._split(step, facet)
        return f"{around[0]}{quoted}{around[1]}"

    def days(self, first: date, last: date) -> str:
        """Return the address of the search for these days alone, its timeline by any unit."""
        return self._with_days(first.isoformat(), last.isoformat())

    @property
    def any_days(self) -> str:
        """The address of the search for days that are put in place of `{since}` and `{until}`."""
        return self._with_days("{since}", "{until}")

    def _with_days(self, since: str, until: str) -> str:
        if self._around_days is None:
            kept = [pair for pair in self._pairs if pair[0] not in _OF_DAYS]
            behind = PARAMETERS.index("until")
            before = _joined(own for own in kept if PARAMETERS.index(own[0]) < behind)
            after = _joined(own for own in kept if PARAMETERS.index(own[0]) > behind)
            self._around_days = (
                f"{self._search_address}?{before}{'&' if before else ''}since=",
                f"{'&' if after else ''}{after}",
            )
        start, end = self._around_days
        return f"{start}{since}&until={until}{end}"

    def item(self, id: str, rank: int | None = None) -> str:
        """Return the address of an item, whose page links back to this search, if it is short.

        With its rank among the hits that page links to the hits beside it. The address of a hit of
        the whole archive is that of the item alone.
        """
        url = self._any_item + _quoted_id(id)
        if self._bytes_left > 0:
            url += self._query
            if rank and self._query:
                url += f"&hit={rank}"
        self._bytes_left -= len(url)
        return url

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
        start = f"{_joined(before)}&" if before else ""
        return f"{self._search_address}?{start}{name}=", f"&{_joined(after)}" if after else ""


def init_app(app: Flask) -> None:
    """Register the functions and filters that templates make links with."""
    app.jinja_env.globals.update(
        absolute=absolute,
        address=address,
        compare_url=compare_url,
        cite_url=cite_url,
        version_url=version_url,
        wayback_url=wayback_url,
        coverage_url=coverage_url,
        feed_url=feed_url,
        held_url=held_url,
        export_url=export_url,
        facet_url=facet_url,
        hidden_fields=hidden_fields,
        item_url=item_url,
        search_url=search_url,
        static_url=static_url,
        take_url=take_url,
    )
    app.jinja_env.filters.update(host=host, href=lambda url: Markup(href(url)), outbound=outbound)


def absolute(path: str) -> str:
    """Return a path as an absolute URL, with the scheme and host that the browser used."""
    return request.host_url.rstrip("/") + path


def address(endpoint: str, **values: str) -> str:
    """Return the address of an endpoint, as `url_for` does; it is computed once for each root."""
    return _address(request.script_root, endpoint, **values)


def held_url(endpoint: str, search: SearchRequest, page: int = 1, **values: str) -> str:
    """Return the address of a page of what the archive holds, as of the day of a search.

    Empty values are left out.
    """
    if search.as_of:
        values["as_of"] = search.as_of.isoformat()
    if page > 1:
        values["page"] = str(page)
    return address(endpoint, **{name: value for name, value in values.items() if value})


def search_url(search: SearchRequest, endpoint: str = "pages.search", **others: str) -> str:
    """Return the address of a search, with other parameters behind it."""
    return address(endpoint) + _query(search, **others)


def feed_url(search: SearchRequest) -> str:
    """Return the address of the Atom feed of a search."""
    return search_url(search.at_page(1), "feeds.atom")


def item_url(id: str, search: SearchRequest | None = None, rank: int | None = None) -> str:
    """Return the address of an item; with a search, its page links back to the results."""
    return Links(search or SearchRequest()).item(id, rank)


def id_url(endpoint: str, id: str) -> str:
    """Return the address of what an endpoint has of an item."""
    return address(endpoint, id=_ANY_ID).removesuffix(_ANY_ID) + _quoted_id(id)


def version_url(id: str, number: int, search: SearchRequest) -> str:
    """Return the address of a version of an item by its number, as of the day of a search."""
    url = item_url(id, SearchRequest(as_of=search.as_of))
    return f"{url}{'&' if '?' in url else '?'}version={number}"


def cite_url(id: str, form: str, search: SearchRequest, version: int | None = None) -> str:
    """Return the address of the citation of an item in a format, as of the day of a search.

    It is that of the newest version, if none is named.
    """
    url = id_url("cite.cite", id)
    day = f"&as_of={search.as_of}" if search.as_of else ""
    return f"{url}?format={form}{day}{f'&version={version}' if version else ''}"


def wayback_url(link: str, day: date | None) -> str:
    """Return where web.archive.org has a link as it was about a day, or when it saw it last."""
    when = f"{f'{day:%Y%m%d}'.zfill(8)}/" if day else ""
    return f"https://web.archive.org/web/{when}{link}"


def facet_url(
    name: str,
    search: SearchRequest,
    prefix: str = "",
    order: str = "",
    endpoint: str = "pages.facet",
) -> str:
    """Return the address of the list of all values of a facet over the hits of a search."""
    others = {"prefix": prefix} if prefix else {}
    if order and order != order_of(name, None):
        others["order"] = order
    return address(endpoint, name=name) + _query(search, **others)


def coverage_url(
    search: SearchRequest,
    order: str = COVERAGE_ORDERS[0],
    endpoint: str = "coverage.coverage",
    **others: str,
) -> str:
    """Return the address of the table of the outlets of a search."""
    if order != COVERAGE_ORDERS[0]:
        others["order"] = order
    return address(endpoint) + _query(search, **others)


def compare_url(
    queries: Iterable[str],
    limits: SearchRequest,
    by_outlet: bool = False,
    endpoint: str = "compare.compare",
    **others: str,
) -> str:
    """Return the address of a comparison of searches, or of one search in its outlets."""
    pairs = [("q", query) for query in queries]
    pairs += [("by", BY_OUTLET)] if by_outlet else []
    limits = limits.with_query("").with_limits(page=1)
    pairs += [*limits.to_params(), *others.items()]
    return address(endpoint) + (f"?{_joined(pairs)}" if pairs else "")


def take_url(search: SearchRequest) -> str:
    """Return the address of the page that tells in which formats a search can be taken along."""
    return search_url(search.at_page(1), "taking.take")


def export_url(search: SearchRequest, format: str) -> str:
    """Return the address of a file of all that a search finds."""
    return address("taking.export") + _query(search.at_page(1), format=format)


def hidden_fields(search: SearchRequest, *asked: str) -> Iterator[tuple[str, str]]:
    """Yield the parameters that a form sends to keep the search, except those that it asks for."""
    for name, value in search.at_page(1).to_params():
        if name not in asked:
            yield name, value


def static_url(filename: str) -> str:
    """Return the address of a static file; it changes with the file's content."""
    return address("static", filename=filename, v=_digest(filename))


def outbound(url: str) -> str | None:
    """Return a link of an item if it is http or https with a host, else None."""
    if _PLAIN_LINK.fullmatch(url):
        return url
    try:
        parts = urlsplit(url.strip())
        if parts.scheme in ("http", "https") and parts.hostname:
            return parts.geturl()
    except ValueError:
        pass
    return None


def host(url: str) -> str:
    """Return the host of an http or https address, less its `www.`.

    >>> host("https://www.news.example/2026/strike")
    'news.example'
    """
    return (urlsplit(url).hostname or "").removeprefix("www.")


def print_address(url: str) -> str:
    """Return what paper shows of an address, "" where it would tell a reader nothing.

    That is the address of a service that leads on to the article, or one too long to be typed.

    >>> print_address("https://www.news.example/2026/strike")
    'news.example/2026/strike'
    >>> print_address("https://news.google.com/rss/articles/CBMi0gFBVV95c")
    ''
    """
    shown = url.partition("://")[2].removeprefix("www.").rstrip("/")
    host = shown.partition("/")[0].lower()
    leads_on = host in LEADING_ON or host.partition(".")[0] in _LEADING_ON_LABELS
    return "" if leads_on or len(shown) > MAX_PRINTED_CHARACTERS else shown


def _quoted_id(id: str) -> str:
    """Quote an id so that browsers, which resolve `.` and `..`, send it back unchanged."""
    as_written = all(segment not in ("", ".", "..") for segment in id.split("/"))
    return quote(id, safe="/" if as_written else "")


@lru_cache(_KEPT_ADDRESSES)
def _address(root: str, endpoint: str, **values: Any) -> str:
    return url_for(endpoint, **values)


def _query(search: SearchRequest, **others: str) -> str:
    pairs = [*search.to_params(), *others.items()]
    return f"?{_joined(pairs)}" if pairs else ""


def _joined(pairs: Iterable[tuple[str, str]]) -> str:
    return "&".join(f"{name}={_quoted(value)}" for name, value in pairs)


_quoted = lru_cache(_KEPT_VALUES)(quote_plus)


@lru_cache(_KEPT_VALUES)
def _known(value: str) -> tuple[str, str]:
    """Return what a value is known by, and the value quoted; "" if a search tidies it first."""
    return name_key(value), quote_plus(value) if tidied(value) == value else ""


@cache
def _digest(filename: str) -> str:
    content = (Path(__file__).parent / "static" / filename).read_bytes()
    return hashlib.sha256(content).hexdigest()[:_DIGEST_CHARACTERS]
