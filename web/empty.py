"""What does a page show where the archive holds nothing? That it is empty, and how to fill it."""

from collections.abc import Sequence

from flask import render_template

from search import SearchRequest
from web.held_files import of_files
from web.page_links import search_url


def empty_page(search: SearchRequest, endpoint: str, notes: Sequence[str] = ()) -> str:
    """Return the page of an archive without items, as of the day of a search.

    `endpoint` is the page that was asked for, `notes` what is said of its address.
    """
    return render_template(
        "empty.html",
        search=search,
        notes=notes,
        now_url=search_url(search.with_as_of(None), endpoint),
        # The day of the archive that is asked for does not know of files.
        has_refused=not search.as_of and bool(of_files("refused")),
    )
