"""Which headers does every answer carry?"""

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import BadRequest

from web.bounds import MAX_ANSWER_BYTES

#: Content-Security-Policy: load only from this site, run no inline script, allow no framing.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    # Other sites' scripts must not read an archive that is served on the reader's own machine.
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
#: Cache-Control of static files: cached for ever, as the address changes with the content.
STATIC_CACHE = "public, max-age=31536000, immutable"


class TooLong(BadRequest):
    """The answer would have more than MAX_ANSWER_BYTES."""

    description = "The answer would be too long: ask for less at once, such as fewer hits a page."


def init_app(app: Flask) -> None:
    """Put the headers on every answer, errors and static files included."""
    app.after_request(_finish)


def _finish(response: Response) -> Response:
    if (response.content_length or 0) > MAX_ANSWER_BYTES and request.endpoint != "static":
        return _finish(current_app.make_response(current_app.handle_http_exception(TooLong())))
    response.headers.update(SECURITY_HEADERS)
    if request.endpoint == "static":
        if response.status_code < 400 and "v" in request.args:
            response.headers["Cache-Control"] = STATIC_CACHE
        return response
    # Browsers may cache a page but must revalidate it; if it is unchanged they get an empty 304.
    response.headers.setdefault("Cache-Control", "no-cache")
    if response.status_code == 200:
        response.add_etag()
        response.make_conditional(request)
    return response
