"""Which search does a button of a page lead to?

    only=source:BBC    without=tag:port    days=2026-01-01..2026-01-31    all_of=port-shut.md

A page has hundreds of these buttons. They are in a form that has the search once, so that none of
them repeats its parameters.
"""

from datetime import date

from flask import redirect, request
from werkzeug import Response

from search import RequestInvalid, SearchRequest
from search.facets import FACET_OF
from web.page_links import search_url

#: The parameter with the days of a bar: a day, or the first and the last one with this between.
BAR_DAYS = "days"
_BETWEEN = ".."
#: Step of a search -> the parameter with a value of a facet, which stands behind its parameter.
STEP_NAMES = {"only": "only", "exclude": "without"}
_STEP_OF = {name: step for step, name in STEP_NAMES.items()}
_BEHIND_FACET = ":"
#: Parameters with the unit of the timeline, and with what its bars show.
_UNIT, _SHOW = "unit", "show"
SHARE = "share"
#: Parameter with the story whose hits are all shown.
OF_STORY = "all_of"
#: All parameters of buttons.
STEPS = (*_STEP_OF, BAR_DAYS, _UNIT, _SHOW, OF_STORY)


def span_value(first: date, last: date) -> str:
    """Return what a button sends for these days.

    >>> span_value(date(2026, 1, 1), date(2026, 1, 31))
    '2026-01-01..2026-01-31'
    """
    return f"{first}" if first == last else f"{first}{_BETWEEN}{last}"


def of_story(search: SearchRequest, id: str) -> SearchRequest:
    """Return the search for the hits of one story."""
    return search.with_limits(story=id, group="", page=1)


def step_to(search: SearchRequest) -> Response | None:
    """Lead from a search to the one that the pressed button says; None if none was pressed.

    What is no step leads to the search as it was.
    """
    for name, value in request.args.items():
        try:
            if name == BAR_DAYS:
                days = [date.fromisoformat(day) for day in value.split(_BETWEEN)]
                search = search.with_days(days[0], days[-1]).with_timeline(share=search.share)
            elif name == _UNIT:
                search = search.with_timeline(value, search.share)
            elif name == _SHOW:
                search = search.with_timeline(search.by, value == SHARE)
            elif name == OF_STORY:
                search = of_story(search, value)
            elif name in _STEP_OF:
                param, _, own = value.partition(_BEHIND_FACET)
                search = getattr(search, _STEP_OF[name])(FACET_OF[param], own)
            else:
                continue
        except (ValueError, KeyError, RequestInvalid):
            pass
        return redirect(search_url(search.at_page(1)), 303)
    return None
