"""Can the archive tell what is new since the generation that an address names?

The answers of some addresses have no notes: there a page says it, and a program gets 400.
"""

from flask import abort

from search import SearchRequest
from search.messages import message
from search.periods import NONE
from web.archives import archive
from web.translation import said


def unknown_news(search: SearchRequest) -> tuple[str, ...]:
    """Return a sentence if the archive leaves out what is new since a generation."""
    if search.new_since is None:
        return ()
    asked = SearchRequest(
        new_since=search.new_since, as_of=search.as_of, per_page=1, by=NONE, facets=()
    )
    page = archive().search(asked)
    return page.notes[:1] if page.request.new_since is None else ()


def unknown_news_words(search: SearchRequest) -> tuple[str, ...]:
    """Return the same in the language of the page."""
    return tuple(map(said, unknown_news(search)))


def refuse_unknown_news(search: SearchRequest) -> SearchRequest:
    """Return a search, or answer 400 if the archive cannot tell what is new to it."""
    for note in unknown_news(search):
        abort(400, message("new_since: {problem}", problem=note))
    return search
