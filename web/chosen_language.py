"""Which language does a reader want? The one chosen at the foot of a page, else the browser's.

The choice is kept in a cookie, so that links stay as short as they are. What is made for programs
is in English always: JSON, feeds, exports.
"""

from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, abort, redirect, request
from werkzeug import Response as AnyResponse

from web.page_links import absolute, address
from web.translation import LANGUAGES, SOURCE_LANGUAGE, speak

blueprint = Blueprint("language", __name__)

COOKIE = "language"
COOKIE_SECONDS = 365 * 24 * 60 * 60
#: Blueprints that answer programs.
_OF_PROGRAMS = frozenset(("api", "feeds"))


def init_app(app: Flask) -> None:
    """Have each request answered in its reader's language, and tell caches what that depends on."""
    app.before_request(_choose)
    app.after_request(_varied)
    app.teardown_request(_forget)


def chosen() -> str:
    """Return the tag of the language that the reader of this request wants."""
    if request.blueprint in _OF_PROGRAMS:
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
    came_from = urlsplit(request.referrer or "")
    here = absolute(address("pages.search"))
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


def _choose() -> None:
    speak(chosen())


def _forget(_: BaseException | None) -> None:
    speak(SOURCE_LANGUAGE)


def _varied(response: Response) -> Response:
    if response.mimetype == "text/html" and request.blueprint not in _OF_PROGRAMS:
        response.vary.update(("Accept-Language", "Cookie"))
    return response
