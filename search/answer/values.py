"""Which values of a facet does an answer list, and in which order?"""

from itertools import repeat

from search.engine import Answer, Listed
from search.facets import IN_ORDER_OF_TIME, order_of
from search.request import SearchRequest
from search.results import FacetValue

#: Values of a facet that a page lists; of years and months it lists all.
MOST_VALUES = 20


def listed(
    name: str, request: SearchRequest, most: int | None = MOST_VALUES, order: str | None = None
) -> Listed:
    """Return which values an engine is to list: the first ones, and those of the request."""
    order = order_of(name, order)
    if name in IN_ORDER_OF_TIME and order == "name":
        # A chosen value that no hit has, which an engine gives last, has its place in time, too.
        most = None
    return Listed(most=most, always=request.included(name), by_name=order == "name")


def values(
    name: str, answer: Answer, request: SearchRequest, order: str | None = None
) -> list[FacetValue]:
    """Return the values that an engine listed, with their counts."""
    counts, included = answer.facets[name], request.included(name)
    found = [
        FacetValue(
            value=value,
            count=count,
            selected=value in included,
            if_added=answer.total + more if included and value not in included else None,
        )
        for (value, count), more in zip(counts.values, counts.more or repeat(0), strict=False)
    ]
    if name in IN_ORDER_OF_TIME and order_of(name, order) == "name":
        found.sort(key=lambda entry: entry.value)
    return found
