"""Which headers does every answer carry?"""

from flask import Flask, Response, request

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


def init_app(app: Flask) -> None:
    """Put the headers on every answer, errors and static files included."""
    app.after_request(_finish)


def _finish(response: Response) -> Response:
    response.headers.extend(SECURITY_HEADERS)
    if request.endpoint == "static" and response.status_code < 400 and "v" in request.args:
        response.headers["Cache-Control"] = STATIC_CACHE
    return response
