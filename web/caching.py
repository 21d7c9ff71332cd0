"""When does a browser have what it asks for? While the archive is in the state it was in then.

So a tag is known before anything is searched, and whoever has the present one gets an empty 304. It
names all that an answer depends on: the archive's state (and that of its ledger, where it is
shown), the address with scheme and host, the language of the page, the type of the answer where the
browser has a choice, the version of this program, and the day, since a query may say `yesterday`.
What of this the headers of a request decide is in `Vary`, of a 304 as well as of the whole answer.
It is a weak tag: what differs in its encoding only (`compression.py`) is the same answer.
"""

from datetime import date
from functools import cache
from hashlib import blake2b
from importlib.metadata import version

from flask import Flask, Response, g, request
from werkzeug.http import quote_etag

from search import ArchiveError
from web.archives import archive
from web.chosen_language import LANGUAGE_HEADERS, is_for_readers
from web.translation import language

ATOM = "application/atom+xml"
#: Endpoint that is asked whether the archive answers now.
_NEVER_CACHED = "feeds.health"
#: Endpoints that show the ledger, which changes without a commit, too.
_OF_LEDGER = (
    *("holdings.holdings", "api.held"),
    *("held_files.ledger", "held_files.ledger_csv", "api.ledger_entries"),
)
#: Endpoint whose answer has another type for browsers.
_OF_TWO_TYPES = "feeds.atom"
_TAG_BYTES = 12


def init_app(app: Flask) -> None:
    """Tag answers, and answer 304 to requests that bring the tag of the present one."""
    app.before_request(_unchanged)
    app.after_request(_tagged)


def _unchanged() -> Response | None:
    """Return a 304 if the requested answer is the one that the browser has."""
    g.tag = tag = _tag()
    known = request.if_none_match
    if tag and not known.star_tag and known.contains_weak(tag):
        return Response(status=304)
    return None


def _tagged(response: Response) -> Response:
    if request.endpoint == _NEVER_CACHED:
        response.headers["Cache-Control"] = "no-store"
    elif request.endpoint != "static":
        # `*` asks whether there is an answer at all.
        if response.status_code == 200 and g.get("tag") and request.if_none_match.star_tag:
            response.close()
            response = Response(status=304)
        # Browsers may keep an answer, but must ask each time whether it is the present one.
        response.headers.setdefault("Cache-Control", "no-cache")
        if request.blueprint is not None:
            response.vary.update(_varying())
        if response.status_code in (200, 304) and (tag := g.get("tag")):
            response.headers["ETag"] = quote_etag(tag, weak=True)
    return response


def _tag() -> str | None:
    """Return the tag of the answer to a request; None if it has none."""
    # Without a blueprint there is nothing at the address, or a static file, which Flask tags.
    if request.blueprint is None or request.endpoint == _NEVER_CACHED:
        return None
    try:
        state = archive().state
        shown = repr(archive().ledger()) if request.endpoint in _OF_LEDGER else ""
    except ArchiveError:
        return None
    day, spoken = date.today().isoformat(), language().tag
    of_type = str(wants_xml()) if request.endpoint == _OF_TWO_TYPES else ""
    of = (state, shown, _version(), day, spoken, of_type, request.host_url, request.full_path)
    return blake2b("\0".join(of).encode("utf-8", "replace"), digest_size=_TAG_BYTES).hexdigest()


def wants_xml() -> bool:
    """Tell whether who asks for a feed shows XML, and would save a feed as a file."""
    accepted = request.headers.get("Accept", "")
    return "text/html" in accepted and ATOM not in accepted


def _varying() -> tuple[str, ...]:
    """Return the headers of a request on which the answer depends."""
    of_reader = LANGUAGE_HEADERS if is_for_readers() else ()
    return ("Accept-Encoding", *("Accept",) * (request.endpoint == _OF_TWO_TYPES), *of_reader)


@cache
def _version() -> str:
    return version("backfile")
