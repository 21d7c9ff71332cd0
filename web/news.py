"""Does the archive know what an address names: its story, the generation since which items are new?

Elsewhere a note says that it does not. Some answers have no notes: there a program gets 400.
"""

from flask import abort

from search import SearchRequest
from search.messages import message
from search.periods import NONE
from web.archives import archive


def refuse_unsaid(search: SearchRequest) -> SearchRequest:
    """Return a search, or answer 400 if the archive does not know its generation or story."""
    search = _refuse_unknown_news(search)
    if search.story:
        asked = SearchRequest(
            story=search.story, as_of=search.as_of, per_page=1, by=NONE, facets=()
        )
        page = archive().search(asked)
        if not page.total and page.notes:
            abort(400, message("story: {problem}", problem=page.notes[0]))
    return search


def _refuse_unknown_news(search: SearchRequest) -> SearchRequest:
    """Return a search, or answer 400 if the archive leaves out what is new since a generation."""
    if search.new_since is None:
        return search
    asked = SearchRequest(
        new_since=search.new_since, as_of=search.as_of, per_page=1, by=NONE, facets=()
    )
    page = archive().search(asked)
    if page.request.new_since is None:
        abort(400, message("new_since: {problem}", problem=page.notes[0]))
    return search
