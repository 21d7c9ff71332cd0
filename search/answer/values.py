"""Which values of a facet does an answer list, and in which order?"""

from itertools import repeat

from search.arguments import shown
from search.engine import Answer, Listed
from search.errors import RequestInvalid
from search.facets import check_facet
from search.request import SearchRequest
from search.results import FacetValue
from search.settings import FACET_ORDERS

#: Values of a facet that a page lists; of years and months it lists all.
MOST_VALUES = 20
_IN_ORDER_OF_TIME = ("year", "month")


def order_of(name: str, order: str | None) -> str:
    """Return the order of a facet's values, its own if none is given. Raises RequestInvalid."""
    check_facet(name)
    if order is None:
        return "name" if name in _IN_ORDER_OF_TIME else "count"
    if order not in FACET_ORDERS:
        raise RequestInvalid(
            f"order: {shown(order)} is not an order of values; use {' or '.join(FACET_ORDERS)}"
        )
    return order


def listed(
    name: str, request: SearchRequest, most: int | None = MOST_VALUES, order: str | None = None
) -> Listed:
    """Return which values an engine is to list: the first ones, and those of the request."""
    order = order_of(name, order)
    if name in _IN_ORDER_OF_TIME and order == "name":
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
    if name in _IN_ORDER_OF_TIME and order_of(name, order) == "name":
        found.sort(key=lambda entry: entry.value)
    return found
