"""Where does each link of a page lead, and which links of items may be shown?"""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

from flask import Flask, request, url_for
from markupsafe import Markup, escape
from werkzeug.routing import PathConverter

from search import RequestInvalid, SearchRequest
from search.results import Marks

_DIGEST_CHARACTERS = 12


class IdConverter(PathConverter):
    """An item's id in a path: any text, slashes and newlines included."""

    regex = "(?s:.+?)"
    part_isolating = False

    def to_url(self, value: str) -> str:
        """Quote an id so that browsers, which resolve `.` and `..`, send it back unchanged."""
        as_written = all(segment not in ("", ".", "..") for segment in value.split("/"))
        return quote(value, safe="/" if as_written else "")


def init_app(app: Flask) -> None:
    """Register the functions and filters that templates make links with."""
    app.jinja_env.globals.update(
        absolute=absolute,
        feed_url=feed_url,
        facet_url=facet_url,
        hidden_fields=hidden_fields,
        item_url=item_url,
        search_url=search_url,
        static_url=static_url,
        step_url=step_url,
    )
    app.jinja_env.filters.update(marked=marked, outbound=outbound)


def absolute(path: str) -> str:
    """Return a path as an absolute URL, with the scheme and host that the browser used."""
    return request.host_url.rstrip("/") + path


def search_url(search: SearchRequest, endpoint: str = "pages.search") -> str:
    """Return the address of a search."""
    return url_for(endpoint) + _query(search)


def feed_url(search: SearchRequest) -> str:
    """Return the address of the Atom feed of a search."""
    return search_url(search.at_page(1), "feeds.atom")


def item_url(id: str, search: SearchRequest | None = None) -> str:
    """Return the address of an item; with a search, its page links back to the results."""
    return url_for("pages.item", id=id) + (_query(search) if search else "")


def facet_url(
    name: str, search: SearchRequest, prefix: str = "", endpoint: str = "pages.facet"
) -> str:
    """Return the address of the list of all values of a facet over the hits of a search."""
    others = {"prefix": prefix} if prefix else {}
    return url_for(endpoint, name=name) + _query(search, **others)


def step_url(search: SearchRequest, step: str, facet: str, value: str) -> str | None:
    """Return the address of the search after a step: `only`, `add`, `exclude` or `remove`.

    None if that search would have more limits than a search takes.
    """
    try:
        stepped: SearchRequest = getattr(search, step)(facet, value)
    except RequestInvalid:
        return None
    return search_url(stepped)


def hidden_fields(search: SearchRequest, *asked: str) -> Iterator[tuple[str, str]]:
    """Yield the parameters that a form sends to keep the search, except those that it asks for."""
    for name, value in search.at_page(1).to_params():
        if name not in asked:
            yield name, value


def static_url(filename: str) -> str:
    """Return the address of a static file; it changes with the file's content."""
    return url_for("static", filename=filename, v=_digest(filename))


def outbound(url: str) -> str | None:
    """Return a link of an item if it is http or https with a host, else None."""
    try:
        parts = urlsplit(url.strip())
        if parts.scheme in ("http", "https") and parts.hostname:
            return parts.geturl()
    except ValueError:
        pass
    return None


def marked(text: str, marks: Marks) -> Markup:
    """Return a text as escaped HTML, with `<mark>` around the marked spans."""
    parts: list[str] = []
    position = 0
    for start, end in marks:
        parts += (escape(text[position:start]), Markup("<mark>"), escape(text[start:end]))
        parts.append(Markup("</mark>"))
        position = end
    parts.append(escape(text[position:]))
    return Markup("").join(parts)


def _query(search: SearchRequest, **others: str) -> str:
    pairs = [*search.to_params(), *others.items()]
    return f"?{urlencode(pairs)}" if pairs else ""


@cache
def _digest(filename: str) -> str:
    content = (Path(__file__).parent / "static" / filename).read_bytes()
    return hashlib.sha256(content).hexdigest()[:_DIGEST_CHARACTERS]
