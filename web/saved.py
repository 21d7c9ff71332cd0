"""Which page lists what a reader saved? A shell, filled by a script from the browser's storage."""

from flask import Blueprint, Response, render_template

from search import SearchRequest
from web.archives import archive
from web.parameters import read_for_page, refuse_unknown

blueprint = Blueprint("saved", __name__)


@blueprint.get("/saved")
def saved() -> str:
    """Show the page of saved searches and items; what they are the server never learns."""
    _, notes = read_for_page(known=())
    return render_template("saved.html", search=SearchRequest(), notes=notes)


@blueprint.get("/saved/archive")
def archive_id() -> Response:
    """Answer with the id of the archive, by which scripts tell the archives of one server apart.

    It stands on no page: those of a past day are the same in each archive that ended then.
    """
    refuse_unknown(())
    return Response(str(archive().id), mimetype="text/plain")
