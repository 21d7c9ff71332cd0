"""How does a list of hits lead to articles whose addresses are long and say nothing?

Services that lead on to an article have addresses of several hundred characters, of which no reader
learns where they go. In a page of hits they would be a tenth of what is sent. So its links name the
item, and the archive sends the reader on: to these services only, so that no item can make the
archive's own address lead to wherever it likes.
"""

from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from search import Hit, SearchRequest
from web.archives import archive
from web.outbound import LEADING_ON, host, outbound
from web.page_links import id_url
from web.parameters import read_search, refuse_unknown
from web.search_links import item_url

blueprint = Blueprint("originals", __name__)


@blueprint.get("/original/<id:id>")
def original(id: str) -> Response:
    """Send the reader on to the article of an item; to its page, if no such service has it."""
    refuse_unknown(("as_of",))
    search = read_search()
    url = outbound(archive().item(id, search.as_of).link)
    return redirect(url if url and host(url) in LEADING_ON else item_url(id, search))


def original_url(hit: Hit, search: SearchRequest) -> str:
    """Return where the article of a hit is, "" if the hit has no link."""
    url = outbound(hit.link)
    if not url or host(url) not in LEADING_ON:
        return url or ""
    return id_url("originals.original", hit.id) + (f"?as_of={search.as_of}" if search.as_of else "")
