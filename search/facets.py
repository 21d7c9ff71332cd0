"""Which facets does an archive have, and what are they called?"""

from collections.abc import Mapping

from search.arguments import nearest, one_of, shown, text
from search.errors import RequestInvalid
from search.messages import message

#: Facet -> its parameter in a URL, and the words for one value and for several, in the order in
#: which a page shows the facets.
_NAMES = {
    "sources": ("source", "outlet", "outlets"),
    "tags": ("tag", "tag", "tags"),
    "categories": ("category", "category", "categories"),
    "feed": ("feed", "feed", "feeds"),
    "year": ("year", "year", "years"),
    "month": ("month", "month", "months"),
}
#: Facet -> its parameter in a URL.
FACETS: Mapping[str, str] = {facet: param for facet, (param, _, _) in _NAMES.items()}
#: Facet -> the word for one value.
SINGULAR: Mapping[str, str] = {facet: one for facet, (_, one, _) in _NAMES.items()}
#: Facet -> the word for several values.
PLURAL: Mapping[str, str] = {facet: many for facet, (_, _, many) in _NAMES.items()}
#: Facets whose values have an order of their own.
IN_ORDER_OF_TIME = ("year", "month")
#: The orders of a facet's values: the most frequent first, or the first in the alphabet.
FACET_ORDERS = ("count", "name")
#: The orders of a list of outlets.
OUTLET_ORDERS = ("items", "headlines", "name", "days", "first")
#: Parameter in a URL -> its facet.
FACET_OF: Mapping[str, str] = {param: facet for facet, param in FACETS.items()}


def check_facet(name: str) -> None:
    """Raise RequestInvalid if no facet has that name.

    >>> check_facet("source")
    Traceback (most recent call last):
    search.errors.RequestInvalid: 'source' is not a facet; use sources
    """
    text("facet", name)
    if name not in FACETS:
        like = FACET_OF.get(name) or nearest(name, FACETS)
        given = shown(name)
        raise RequestInvalid(
            message("{given} is not a facet; use {like}", given=given, like=like)
            if like
            else message(
                "{given} is not a facet; the facets are {facets}",
                given=given,
                facets=", ".join(FACETS),
            )
        )


def order_of(name: str, order: str | None) -> str:
    """Return the order of a facet's values, its own if none is given. Raises RequestInvalid."""
    check_facet(name)
    if order is None:
        return "name" if name in IN_ORDER_OF_TIME else "count"
    return one_of("order", order, FACET_ORDERS, "an order of values")
