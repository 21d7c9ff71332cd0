"""Can the archive tell what is new since the generation that an address names?

The answers of some addresses have no notes: there a program gets 400.
"""

from flask import abort

from search import SearchRequest
from search.messages import message
from search.periods import NONE
from web.archives import archive


def refuse_unknown_news(search: SearchRequest) -> SearchRequest:
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


def refuse_unsaid(search: SearchRequest) -> SearchRequest:
    """Return a search, or answer 400 if a note would say that its news or its story are not known.

    So do answers that have no notes.
    """
    search = refuse_unknown_news(search)
    if search.story:
        asked = SearchRequest(
            story=search.story, as_of=search.as_of, per_page=1, by=NONE, facets=()
        )
        page = archive().search(asked)
        if not page.total and page.notes:
            abort(400, message("story: {problem}", problem=page.notes[0]))
    return search
