"""Which address does each page, feed and file have?"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, request, url_for
from markupsafe import Markup

from search import SearchRequest
from search.coverage import COVERAGE_ORDERS
from search.facets import order_of
from web.escaping import href
from web.hosts import LOOPBACK_NAMES
from web.quoting import joined, quoted_id

_DIGEST_CHARACTERS = 12
#: Hosts of addresses by which a machine calls itself.
_LOOPBACK_HOSTS = frozenset(name.strip("[]") for name in LOOPBACK_NAMES)
#: Characters of the requested address that are printed.
MAX_REQUESTED_CHARACTERS = 2_000
#: Id in whose address other ids are put: it is quoted as itself.
_ANY_ID = "id"
#: Addresses that are kept: those of some hundred pages.
_KEPT_ADDRESSES = 1_000
#: What an address asks for in `by` to compare one search in its outlets.
BY_OUTLET = "sources"


def init_app(app: Flask) -> None:
    """Register the functions and filters that templates make links with."""
    in_html = {
        function.__name__: _in_html(function)
        for function in (
            *(address, compare_url, cite_url, coverage_url, feed_url, held_url),
            *(export_url, facet_url, search_url, static_url, take_url),
        )
    }
    app.jinja_env.globals.update(
        in_html, absolute=absolute, from_page=from_page, requested=requested
    )


def _in_html(url_of: Callable[..., str]) -> Callable[..., Markup]:
    """Return a function of addresses as one for templates, which have its `&` as `href` does."""
    return lambda *asked, **named: Markup(href(url_of(*asked, **named)))


def absolute(path: str) -> str:
    """Return a path as an absolute URL, with the scheme and host that the browser used."""
    return request.host_url.rstrip("/") + path


def public_address(path: str) -> str:
    """Return a path as an absolute URL under which others reach it, "" if the server knows none.

    That takes a name that the server was told to trust: any other a request may forge, and those
    of the machine itself lead nobody else here.
    """
    name = urlsplit(request.host_url).hostname or ""
    is_own = current_app.config["HOSTS"] is not None and name not in _LOOPBACK_HOSTS
    return absolute(path) if is_own else ""


def requested() -> str:
    """Return the address that was asked for, or as much of it as a page of paper shows."""
    url = request.url
    return url if len(url) <= MAX_REQUESTED_CHARACTERS else f"{url[:MAX_REQUESTED_CHARACTERS]}…"


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


def id_url(endpoint: str, id: str, **values: str) -> str:
    """Return the address of what an endpoint has of an item."""
    return address(endpoint, id=_ANY_ID, **values).removesuffix(_ANY_ID) + quoted_id(id)


def cite_url(id: str, form: str, search: SearchRequest, version: int | None = None) -> str:
    """Return the address of the citation of an item in a format, as of the day of a search.

    It is that of the newest version, if none is named.
    """
    url = id_url("cite.cite", id)
    day = f"&as_of={search.as_of}" if search.as_of else ""
    return f"{url}?format={form}{day}{f'&version={version}' if version else ''}"


def facet_url(
    name: str,
    search: SearchRequest,
    prefix: str = "",
    order: str = "",
    endpoint: str = "pages.facet",
    **others: str,
) -> str:
    """Return the address of the list of all values of a facet over the hits of a search."""
    if prefix:
        others["prefix"] = prefix
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
    return address(endpoint) + (f"?{joined(pairs)}" if pairs else "")


def from_page(page: int, size: int) -> dict[str, str]:
    """Return what the address of a page's list as JSON has more: where the page begins."""
    return {"offset": str((page - 1) * size)} if page > 1 else {}


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


@lru_cache(_KEPT_ADDRESSES)
def _address(root: str, endpoint: str, **values: Any) -> str:
    return url_for(endpoint, **values)


def _query(search: SearchRequest, **others: str) -> str:
    pairs = [*search.to_params(), *others.items()]
    return f"?{joined(pairs)}" if pairs else ""


@cache
def _digest(filename: str) -> str:
    content = (Path(__file__).parent / "static" / filename).read_bytes()
    return hashlib.sha256(content).hexdigest()[:_DIGEST_CHARACTERS]
