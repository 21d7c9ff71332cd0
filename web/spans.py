"""Where does a bar of a timeline lead? To the search for its days.

Each bar is a button of one form, so that a page has the search once, and not once for each bar.
"""

from datetime import date

from flask import Blueprint, redirect, request
from werkzeug import Response

from search import SearchRequest
from web.page_links import search_url

blueprint = Blueprint("spans", __name__)

#: The parameter with the days of a bar: a day, or the first and the last one with this between.
BAR_DAYS = "days"
_BETWEEN = ".."


def span_value(first: date, last: date) -> str:
    """Return what a button sends for these days.

    >>> span_value(date(2026, 1, 1), date(2026, 1, 31))
    '2026-01-01..2026-01-31'
    """
    return f"{first}" if first == last else f"{first}{_BETWEEN}{last}"


@blueprint.get("/days")
def days() -> Response:
    """Lead to the search for the days of a bar, its timeline by any unit."""
    search, _ = SearchRequest.from_params(request.args.items(multi=True))
    try:
        own = [date.fromisoformat(day) for day in request.args.get(BAR_DAYS, "").split(_BETWEEN)]
        search = search.with_days(own[0], own[-1])
    except ValueError:
        pass  # these are no days: the page shows the search as it was
    return redirect(search_url(search.with_timeline(share=search.share)), 303)
