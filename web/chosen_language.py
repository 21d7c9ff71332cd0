"""Which language does a reader want? The one chosen at the foot of a page, else the browser's.

The choice is kept in a cookie, so that links stay as short as they are. What is made for programs
is in English always: JSON, feeds, exports.
"""

from functools import cache
from hashlib import blake2b
from urllib.parse import urlsplit

import orjson
from flask import Blueprint, Flask, Response, abort, redirect, request
from werkzeug import Response as AnyResponse

from web.headers import STATIC_CACHE
from web.page_links import absolute, address
from web.translation import LANGUAGES, SOURCE_LANGUAGE, language, language_of_tag, speak

blueprint = Blueprint("language", __name__)

COOKIE = "language"
COOKIE_SECONDS = 365 * 24 * 60 * 60
#: Blueprints that answer programs.
_OF_PROGRAMS = frozenset(("api", "feeds"))
#: Endpoint whose address names the language.
_OF_ONE_LANGUAGE = "language.words"
#: The headers of a request that decide on the language of a page.
LANGUAGE_HEADERS = ("Accept-Language", "Cookie")


def init_app(app: Flask) -> None:
    """Have each request answered in its reader's language, and tell caches what that depends on."""
    app.jinja_env.globals.update(words_url=words_url)
    app.before_request(_choose)
    app.after_request(_varied)
    app.teardown_request(_forget)


def is_for_readers() -> bool:
    """Tell whether the answer to a request may be in the language of its reader."""
    return request.blueprint not in _OF_PROGRAMS and request.endpoint != _OF_ONE_LANGUAGE


def chosen() -> str:
    """Return the tag of the language that the reader of this request wants."""
    if not is_for_readers():
        return SOURCE_LANGUAGE
    own = request.cookies.get(COOKIE, "")
    if own in LANGUAGES:
        return own
    # Werkzeug's best_match would take `en` of `de-AT, en;q=0.5`.
    for tag, quality in request.accept_languages:
        main = tag.lower().replace("_", "-").partition("-")[0]
        if quality > 0 and main in LANGUAGES:
            return main
    return SOURCE_LANGUAGE


@blueprint.get("/language/<tag>")
def choose(tag: str) -> AnyResponse:
    """Keep the language in a cookie, and lead back to the page that the reader came from."""
    if tag not in LANGUAGES:
        abort(404)
    # The browser names the page itself, so no address can be made that leads elsewhere from here.
    here = absolute(address("pages.search"))
    try:
        came_from = urlsplit(request.referrer or "")
    except ValueError:  # not an address at all
        came_from = urlsplit("")
    if came_from.netloc == request.host and came_from.path != request.path:
        query = f"?{came_from.query}" if came_from.query else ""
        here = absolute(came_from.path + query)
    answer = redirect(here, 303)
    answer.set_cookie(
        COOKIE,
        tag,
        max_age=COOKIE_SECONDS,
        path=f"{request.script_root}/",
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )
    return answer


@blueprint.get("/words/<tag>.js")
def words(tag: str) -> Response:
    """Return the sentences of the scripts in a language; its address changes with the sentences."""
    if tag not in LANGUAGES:
        abort(404)
    answer = Response(_script(tag), mimetype="text/javascript")
    answer.headers["Cache-Control"] = STATIC_CACHE
    return answer


def words_url() -> str:
    """Return the address of the script with the sentences of the page's language."""
    tag = language().tag
    return address("language.words", tag=tag, v=_digest(tag))


@cache
def _script(tag: str) -> str:
    said = orjson.dumps(language_of_tag(tag).scripts, option=orjson.OPT_SORT_KEYS).decode()
    return f"window.backfileWords = {said};\n"


@cache
def _digest(tag: str) -> str:
    return blake2b(_script(tag).encode(), digest_size=6).hexdigest()


def _choose() -> None:
    speak(chosen())


def _forget(_: BaseException | None) -> None:
    speak(SOURCE_LANGUAGE)


def _varied(response: Response) -> Response:
    # Tagged answers have it from `caching`, whatever their type; this is for errors elsewhere.
    if response.mimetype == "text/html" and is_for_readers():
        response.vary.update(LANGUAGE_HEADERS)
    return response
