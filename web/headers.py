"""Which headers does every answer carry?"""

from flask import Flask, Response, request

#: Nothing is loaded from elsewhere, nothing runs inline, no other site can frame the page.
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
    # An archive on this machine is its keeper's: no other site's script may read it.
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
#: A static file's address changes with its content, so that a browser never asks again.
STATIC_CACHE = "public, max-age=31536000, immutable"


def init_app(app: Flask) -> None:
    """Put the headers on every answer, errors and static files included."""
    app.after_request(_finish)


def _finish(response: Response) -> Response:
    response.headers.update(SECURITY_HEADERS)
    if request.endpoint == "static":
        if response.status_code < 400 and "v" in request.args:
            response.headers["Cache-Control"] = STATIC_CACHE
        return response
    # Keep it, but ask: an unchanged page is answered with 304 and no body.
    response.headers.setdefault("Cache-Control", "no-cache")
    if response.status_code == 200:
        response.add_etag()
        response.make_conditional(request)
    return response
