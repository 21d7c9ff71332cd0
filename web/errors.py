"""What does a reader or a program see when something goes wrong?"""

from contextlib import suppress
from http import HTTPStatus

from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from werkzeug.exceptions import BadHost, HTTPException, SecurityError

from search import (
    ArchiveError,
    ArchiveIncomplete,
    BackfileError,
    ClusterUnreachable,
    DeadlinePassed,
    ItemNotFound,
    RequestInvalid,
    SearchRequest,
)
from search.facets import FACETS
from search.frozen import frozen
from search.messages import ABOUT_FIELD, Message, message
from web.near_by import offers
from web.parameters import in_words_of_the_page
from web.translation import N_, gettext

#: Path under which every answer is JSON, errors included.
API_PREFIX = "/api/"
#: Seconds after which an answer that took too long, or was not to be had, may be asked for again.
RETRY_AFTER_SECONDS = 10
#: What an error of Python names -> the parameter of an address.
_PARAMETER_OF = {"queries": "q", **FACETS}
#: Errors that pass by themselves.
_PASSING = (DeadlinePassed, ClusterUnreachable, ArchiveIncomplete)

_STATUS: tuple[tuple[type[BackfileError], HTTPStatus], ...] = (
    (RequestInvalid, HTTPStatus.BAD_REQUEST),
    (ItemNotFound, HTTPStatus.NOT_FOUND),
    (ArchiveError, HTTPStatus.SERVICE_UNAVAILABLE),
    (DeadlinePassed, HTTPStatus.SERVICE_UNAVAILABLE),
)
_MESSAGES = {
    HTTPStatus.NOT_FOUND: N_("There is nothing at this address."),
    HTTPStatus.REQUEST_URI_TOO_LONG: N_("The address is too long: ask for less at once."),
    HTTPStatus.METHOD_NOT_ALLOWED: N_("The archive can only be read: use GET."),
    HTTPStatus.INTERNAL_SERVER_ERROR: N_("Something went wrong here; the server's log says what."),
    HTTPStatus.SERVICE_UNAVAILABLE: N_(
        "The archive cannot be opened at the moment; the server's log says why. "
        "Try again in a few minutes."
    ),
}
#: Status -> the heading of its page, which `gettext` says.
_TITLES = {
    HTTPStatus.BAD_REQUEST: N_("Bad Request"),
    HTTPStatus.NOT_FOUND: N_("Not Found"),
    HTTPStatus.METHOD_NOT_ALLOWED: N_("Method Not Allowed"),
    HTTPStatus.REQUEST_URI_TOO_LONG: N_("Request-URI Too Long"),
    HTTPStatus.INTERNAL_SERVER_ERROR: N_("Internal Server Error"),
    HTTPStatus.SERVICE_UNAVAILABLE: N_("Service Unavailable"),
}
_FORGED_HOST = (
    "This server does not answer under that name. "
    "Whoever runs it can say under which it does: --trusted-host."
)


@frozen(kw_only=True)
class Problem:
    """What went wrong: the HTTP status, its name, and a sentence that says what to do."""

    status: int
    code: str
    message: str


@frozen(kw_only=True)
class ErrorAnswer:
    """Every error in JSON has this shape."""

    error: Problem


def status_of(error: BackfileError) -> HTTPStatus:
    """Return the HTTP status of an error of the archive."""
    for kind, status in _STATUS:
        if isinstance(error, kind):
            return status
    return HTTPStatus.INTERNAL_SERVER_ERROR


def init_app(app: Flask) -> None:
    """Answer errors as JSON under API_PREFIX and as a page elsewhere."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(BackfileError, _backfile_error)


def _backfile_error(error: BackfileError) -> Response:
    status = status_of(error)
    if isinstance(error, _PASSING):
        if not isinstance(error, DeadlinePassed):
            current_app.logger.error("%s: %s", type(error).__name__, error)
        response = _answer(status, _passing(error))
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response
    if status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return _answer(status, _told(error))
    # Log the message but do not show it: it names folders of this machine.
    current_app.logger.error("%s: %s", type(error).__name__, error)
    return _answer(status)


def _passing(error: BackfileError) -> str:
    """Return what is told of an error that passes; the message of a cluster names its hosts."""
    if isinstance(error, ArchiveIncomplete) and error.parts:
        return message(
            "Only {answered} of {parts} parts of the archive answered, and nothing is counted "
            "without the others. Try again in a few seconds.",
            answered=error.answered,
            parts=error.parts,
        )
    if isinstance(error, ArchiveIncomplete):
        return message(
            "A part of the archive did not answer, and nothing is counted without it. "
            "Try again in a few seconds."
        )
    if isinstance(error, ClusterUnreachable):
        return message("The archive does not answer at the moment. Try again in a few seconds.")
    return _told(error)


def _told(error: BackfileError) -> str:
    """Return the message of an error as it was made: `str` would forget of what."""
    told = error.args[0] if error.args else ""
    if request.path.startswith(API_PREFIX) and isinstance(told, Message):
        parameter = _PARAMETER_OF.get(str(told.values.get("name")))
        if told.template == ABOUT_FIELD and parameter:
            return message(ABOUT_FIELD, **{**told.values, "name": parameter})
    return told if isinstance(told, str) else str(error)


def _http_error(error: HTTPException) -> Response | HTTPException:
    if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error  # Redirects are Flask's.
    if isinstance(error, BadHost | SecurityError):
        # Answer plain text: no link on a page could be built from such a name.
        if request.path.startswith(API_PREFIX):
            return _answer(HTTPStatus.BAD_REQUEST, _FORGED_HOST)
        return Response(f"{_FORGED_HOST}\n", HTTPStatus.BAD_REQUEST, mimetype="text/plain")
    status = HTTPStatus(error.code)
    own = error.description if error.description != type(error).description else None
    response = _answer(status, own)
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            response.headers[name] = value
    return response


def _answer(status: HTTPStatus, message: str | None = None) -> Response:
    message = message or _MESSAGES.get(status) or status.description or status.phrase
    if request.path.startswith(API_PREFIX):
        code = status.phrase.lower().replace(" ", "-")
        answer = ErrorAnswer(error=Problem(status=status, code=code, message=message))
        response = jsonify(answer)
    else:
        told = in_words_of_the_page(message)
        page = render_template(
            "error.html",
            status=int(status),
            title=gettext(_TITLES.get(status, status.phrase)),
            text=told[:1].upper() + told[1:],
            offers=offers() if status == HTTPStatus.NOT_FOUND else (),
            search=_asked(),
        )
        response = make_response(page)
    response.status_code = status
    return response


def _asked() -> SearchRequest:
    """Return the query that was asked for, which the box of the page of an error keeps."""
    with suppress(RequestInvalid):
        return SearchRequest(query=request.args.get("q", ""))
    return SearchRequest()
