"""What do feed readers, browsers, crawlers and monitors get? Atom, OpenSearch, robots, health."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID, uuid5
from xml.etree import ElementTree as xml

from flask import Blueprint, Response, request, url_for
from markupsafe import escape

from search import ArchiveError, Hit, Page, Rewording, SearchRequest, StoryHits
from search.deadlines import check_deadline
from search.periods import NONE
from search.request import MAX_PAGE, PARAMETERS
from web.archives import archive
from web.caching import ATOM, wants_xml
from web.grouped import story_url
from web.outbound import outbound
from web.page_links import absolute, address, search_url, static_url
from web.parameters import read_search, refuse_repaired_days, refuse_unknown
from web.search_links import item_url
from web.view import for_all_hits, search_words
from web.words import counted

blueprint = Blueprint("feeds", __name__)

#: Day of an undated item in a feed: RFC 4287 demands a time for each entry.
_NO_DAY = date(1970, 1, 1)
#: Seconds that a story grows by, at most, in one day.
_MOST_SECONDS = 86_000
#: Characters that XML 1.0 forbids, even as a character reference.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

#: Characters that no address may have unquoted (RFC 3987).
_NOT_IRI = re.compile(r'[\x00-\x20\x7f-\x9f"<>\\^`{|}]')


#: A hit, and what else its story has, where stories are asked for.
Row = tuple[Hit, StoryHits | None]


@blueprint.get("/feed.atom")
def atom() -> Response:
    """Answer with the newest items of a search, as Atom (RFC 4287)."""
    refuse_unknown(PARAMETERS)
    refuse_repaired_days()
    asked = read_search()
    # What only a page shows makes no other feed, and takes time.
    search = for_all_hits(asked).with_sort("newest").with_limits(per_page=asked.per_page)
    search = search.with_limits(group="story" if asked.group == "story" else "")
    search = search.at_page(asked.page)
    own = absolute(search_url(search, "feeds.atom"))
    answered, hits = _newest(search)
    archive_id = archive().id
    feed = xml.Element("feed", xmlns="http://www.w3.org/2005/Atom")
    _add(feed, "title", " · ".join(filter(None, ("Backfile", search_words(answered)))))
    _add(feed, "id", _id(archive_id, f"feed?{urlencode(search.to_params())}"))
    times = [_grown(hit, own) if own else _updated(hit) for hit, own in hits]
    _add(feed, "updated", max(times, default=_time(_NO_DAY)))
    _add(feed, "link", rel="self", type="application/atom+xml", href=own)
    _add(feed, "link", rel="alternate", type="text/html", href=absolute(search_url(search)))
    _add(_add(feed, "author"), "name", "Backfile")
    same_day = SearchRequest(as_of=search.as_of, standing=search.standing)
    for hit, story in hits:
        if story:
            _add_story(feed, archive_id, hit, story, same_day)
        else:
            _add_entry(feed, archive_id, hit, same_day, _reworded(hit.id, search))
    answer = _xml(feed, ATOM, address("feed_style.style"))
    if wants_xml():
        answer.mimetype = "application/xml"
    return answer


def _newest(search: SearchRequest) -> tuple[SearchRequest, Sequence[Row]]:
    """Return the hits of a page, without those dated in the future, and the search that has them.

    That is one for most of the words where no item has all, as on a page. Days in the future would
    stay on top until they come, which they may never do. Tomorrow may stay: it has begun somewhere.
    """
    past = date.today() + timedelta(2)
    since = max(search.since or past, past)
    ahead = 0
    if search.until is None or search.until >= since:
        future = _found(search.with_days(since, search.until))
        # Where all words are in items of the past alone, items with most of them are no hits.
        if future.request.match == search.match:
            ahead = future.stories or 0 if future.is_grouped else future.total
    size = search.per_page
    page, passed = divmod((search.page - 1) * size + ahead, size)
    if page >= MAX_PAGE:
        return search, ()
    found = _found(search.at_page(page + 1))
    if found.request.match != search.match:
        return _newest(search.with_match(found.request.match).at_page(search.page))
    hits = _rows(found)[passed:]
    if passed and page + 1 < MAX_PAGE:
        hits += _rows(_found(search.at_page(page + 2)))[:passed]
    return search, hits


def _found(search: SearchRequest) -> Page:
    return archive().search(search, facets=(), by=NONE)


def _rows(page: Page) -> tuple[Row, ...]:
    if page.is_grouped:
        return tuple(zip(page.hits, page.groups, strict=True))
    return tuple((hit, None) for hit in page.hits)


@blueprint.get("/opensearch.xml")
def opensearch() -> Response:
    """Describe the search to browsers (OpenSearch), which then offer it in the address bar."""
    refuse_unknown(())
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
        f"Disallow: {root}/cite/",
        f"Disallow: {root}/original/",
        f"Disallow: {root}/facets/",
        f"Disallow: {root}/compose?",
        f"Disallow: {root}/feed.atom?",
        f"Disallow: {root}/take",
        f"Disallow: {root}/export",
        f"Disallow: {root}/language/",
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


def _add_entry(
    feed: xml.Element, archive_id: UUID, hit: Hit, same_day: SearchRequest, reworded: str
) -> None:
    check_deadline()
    entry = _add(feed, "entry")
    _add(entry, "title", _written(hit.title) or hit.id)
    _add(entry, "id", _id(archive_id, f"item/{hit.id}"))
    _add(entry, "updated", _updated(hit))
    if hit.day:
        _add(entry, "published", _time(hit.day))
    page = absolute(item_url(hit.id, same_day))
    _add(entry, "link", rel="alternate", type="text/html", href=page)
    if original := outbound(hit.link):
        _add(entry, "link", rel="related", href=_NOT_IRI.sub(_quoted, original))
    for outlet in filter(None, map(_written, hit.sources)):
        _add(_add(entry, "author"), "name", outlet)
    if hit.source_count > len(hit.sources):
        more = counted(hit.source_count - len(hit.sources), "more outlet")
        _add(_add(entry, "author"), "name", more)
    for tag in filter(None, map(_written, hit.tags)):
        _add(entry, "category", term=tag)
    _add(entry, "summary", reworded or hit.snippet or hit.title)


def _reworded(id: str, search: SearchRequest) -> str:
    """Return how headlines of an item's articles were reworded, "" unless the query asks for it."""
    if "changed:" not in search.query.casefold():
        return ""
    changes = archive().reworded(id, search.as_of, in_versions=True)
    return " · ".join(map(_from_to, (own for own in changes if not own.is_rolling)))


def _from_to(own: Rewording) -> str:
    """Return the wordings of a headline: "Strike begins" (2026-01-05) → "Strike ends" (…)."""
    days = [line.seen.date() if line.seen else line.day for line in own.wordings]
    lines = (
        f"“{_written(line.text)}”" + (f" ({day})" if day else "")
        for line, day in zip(own.wordings, days, strict=True)
    )
    return (" → " if own.is_ordered else " / ").join(lines)


def _add_story(
    feed: xml.Element, archive_id: UUID, hit: Hit, own: StoryHits, same_day: SearchRequest
) -> None:
    """Add a story, of which a hit is the newest; it is updated when more of its items are found."""
    check_deadline()
    entry, story = _add(feed, "entry"), own.story
    _add(entry, "title", _written(story.title) or story.id)
    _add(entry, "id", _id(archive_id, f"story/{story.id}"))
    _add(entry, "updated", _grown(hit, own))
    if story.first:
        _add(entry, "published", _time(story.first))
    page = absolute(story_url(story.id, same_day))
    _add(entry, "link", rel="alternate", type="text/html", href=page)
    for outlet in filter(None, map(_written, hit.sources)):
        _add(_add(entry, "author"), "name", outlet)
    facts = f"{counted(story.items, 'item')}, {counted(story.outlets, 'outlet')}"
    _add(entry, "summary", f"{facts}: {_written(hit.title) or hit.id}")


def _grown(hit: Hit, own: StoryHits) -> str:
    """Return when a story grew: when its newest hit came, and a second later for each hit.

    So it is later, too, when an item comes in that is not the newest.
    """
    began = hit.changed or datetime.combine(hit.day or _NO_DAY, time.min, UTC)
    grown = timedelta(seconds=min(own.matching, _MOST_SECONDS))
    last = datetime.max.replace(tzinfo=UTC) - timedelta(seconds=_MOST_SECONDS)
    return f"{min(began, last) + grown:%Y-%m-%dT%H:%M:%SZ}".zfill(20)


def _id(archive_id: UUID, name: str) -> str:
    """Return the id of a feed or an entry: it depends on the archive and the name alone."""
    return uuid5(archive_id, name).urn


def _updated(hit: Hit) -> str:
    """Return when an item changed, as far as is known; else its day."""
    return f"{hit.changed:%Y-%m-%dT%H:%M:%SZ}".zfill(20) if hit.changed else _time(hit.day)


def _time(day: date | None) -> str:
    return f"{(day or _NO_DAY).isoformat()}T00:00:00Z"


def _written(text: str) -> str:
    return _NOT_XML.sub("", text).strip()


def _quoted(found: re.Match[str]) -> str:
    return quote(found[0])


def _add(parent: xml.Element, tag: str, text: str = "", **attributes: str) -> xml.Element:
    cleaned = {name: _NOT_XML.sub("", value) for name, value in attributes.items()}
    child = xml.SubElement(parent, tag, cleaned)
    child.text = _NOT_XML.sub("", text) or None
    return child


def _xml(root: xml.Element, mimetype: str, stylesheet: str = "") -> Response:
    """Return a document; browsers show it by the stylesheet at an address, if there is one."""
    head = '<?xml version="1.0" encoding="utf-8"?>\n'
    if stylesheet:
        head += f'<?xml-stylesheet type="text/css" href="{escape(stylesheet)}"?>\n'
    body: str = xml.tostring(root, encoding="unicode")
    return Response(head + body, mimetype=mimetype)
