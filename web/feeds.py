"""What do feed readers, browsers, crawlers and monitors get? Atom, OpenSearch, robots, health."""

import re
from datetime import date
from typing import Any
from xml.etree import ElementTree as xml

from flask import Blueprint, Response, request, url_for

from search import ArchiveError, Hit, SearchRequest
from search.deadlines import check_deadline
from web.archives import archive
from web.links import absolute, item_url, outbound, search_url, static_url
from web.parameters import read_search
from web.view import search_words
from web.words import counted

blueprint = Blueprint("feeds", __name__)

#: Day of an undated item in a feed: RFC 4287 demands a time for each entry.
_NO_DAY = date(1970, 1, 1)
#: Characters that XML 1.0 forbids, even as a character reference.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@blueprint.get("/feed.atom")
def atom() -> Response:
    """Answer with the newest items of a search, as Atom (RFC 4287)."""
    asked = read_search()
    search = asked.with_sort("newest").at_page(asked.page)
    own = absolute(search_url(search, "feeds.atom"))
    hits = archive().search(search, facets=()).hits
    feed = xml.Element("feed", xmlns="http://www.w3.org/2005/Atom")
    _add(feed, "title", " · ".join(filter(None, ("Backfile", search_words(search)))))
    _add(feed, "id", own)
    _add(feed, "updated", _time(max((hit.day for hit in hits if hit.day), default=None)))
    _add(feed, "link", rel="self", type="application/atom+xml", href=own)
    _add(feed, "link", rel="alternate", type="text/html", href=absolute(search_url(search)))
    _add(_add(feed, "author"), "name", "Backfile")
    for hit in hits:
        _add_entry(feed, hit, SearchRequest(as_of=search.as_of, standing=search.standing))
    return _xml(feed, "application/atom+xml")


@blueprint.get("/opensearch.xml")
def opensearch() -> Response:
    """Describe the search to browsers (OpenSearch), which then offer it in the address bar."""
    root = xml.Element("OpenSearchDescription", xmlns="http://a9.com/-/spec/opensearch/1.1/")
    _add(root, "ShortName", "Backfile")
    _add(root, "Description", "Search the news archive")
    _add(root, "InputEncoding", "UTF-8")
    icon = absolute(static_url("icon.svg"))
    _add(root, "Image", icon, width="16", height="16", type="image/svg+xml")
    for kind, endpoint in (("text/html", "pages.search"), ("application/atom+xml", "feeds.atom")):
        template = absolute(url_for(endpoint)) + "?q={searchTerms}"
        _add(root, "Url", type=kind, method="get", template=template)
    return _xml(root, "application/opensearchdescription+xml")


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Let crawlers page through all items, but keep them from following combinations of limits."""
    root = request.script_root
    rules = (
        "User-agent: *",
        f"Allow: {root}/?page=",
        f"Disallow: {root}/?",
        f"Disallow: {root}/item/*?",
        f"Disallow: {root}/facets/",
        f"Disallow: {root}/feed.atom?",
        f"Disallow: {root}/api/",
    )
    return Response("\n".join(rules) + "\n", mimetype="text/plain")


@blueprint.get("/healthz")
def health() -> tuple[dict[str, Any], int]:
    """Say whether the archive can be searched."""
    try:
        info = archive().info()
    except ArchiveError:
        return {"status": "unavailable"}, 503
    return {"status": "ok", "generation": info.generation, "items": info.items}, 200


def _add_entry(feed: xml.Element, hit: Hit, same_day: SearchRequest) -> None:
    check_deadline()
    entry = _add(feed, "entry")
    address = absolute(item_url(hit.id, same_day))
    _add(entry, "title", hit.title)
    _add(entry, "id", absolute(item_url(hit.id)))
    _add(entry, "updated", _time(hit.day))
    _add(entry, "link", rel="alternate", type="text/html", href=address)
    if original := outbound(hit.link):
        _add(entry, "link", rel="related", href=original)
    for outlet in hit.sources:
        _add(_add(entry, "author"), "name", outlet)
    if hit.source_count > len(hit.sources):
        more = counted(hit.source_count - len(hit.sources), "more outlet")
        _add(_add(entry, "author"), "name", more)
    for tag in hit.tags:
        _add(entry, "category", term=tag)
    _add(entry, "summary", hit.snippet or hit.title)


def _time(day: date | None) -> str:
    return f"{(day or _NO_DAY).isoformat()}T00:00:00Z"


def _add(parent: xml.Element, tag: str, text: str = "", **attributes: str) -> xml.Element:
    cleaned = {name: _NOT_XML.sub("", value) for name, value in attributes.items()}
    child = xml.SubElement(parent, tag, cleaned)
    child.text = _NOT_XML.sub("", text) or None
    return child


def _xml(root: xml.Element, mimetype: str) -> Response:
    return Response(xml.tostring(root, encoding="utf-8", xml_declaration=True), mimetype=mimetype)
