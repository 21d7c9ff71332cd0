"""What is the coverage of a search: the outlets of its hits, and how usual each is?"""

from search.frozen import frozen
from search.request import SearchRequest

#: The orders of the rows: most hits first, most items first, the highest lift first, by name.
COVERAGE_ORDERS = ("hits", "held", "lift", "name")

#: Outlets without a hit that are told of, the largest ones.
MOST_ABSENT = 20


def same_days(request: SearchRequest) -> SearchRequest:
    """Return the search for all items of the days that a search is limited to."""
    kept = ("since", "until", "year", "month", "not_year", "not_month", "as_of", "standing")
    return SearchRequest(**{name: getattr(request, name) for name in kept})


@frozen(kw_only=True)
class OutletShare:
    """An outlet among the hits of a search.

    It carries `hits` of them, which is the part `share` of all hits, and `held` items of the
    archive, the part `base` of all. `lift` is how many times `base` the share is: above 1 the
    outlet carries more of this than of everything.
    """

    outlet: str
    hits: int
    share: float
    held: int
    base: float
    lift: float


@frozen(kw_only=True)
class AbsentOutlet:
    """An outlet of which no item is a hit of a search.

    The archive holds `held` items of it from the days of the search, the part `base` of all from
    these days. If it carried this as it carries everything it would have `expected` hits. What an
    outlet published and no feed brought into the archive is not here: that it is absent from the
    archive does not mean that the outlet did not report.
    """

    outlet: str
    held: int
    base: float
    expected: float


@frozen(kw_only=True)
class Coverage:
    """The outlets of the hits of a search: `total` hits of `items` that the archive holds.

    `rows` are those asked for of `outlets` in all. The shares of all rows make more than 1
    together where several outlets carry one item, and less where some items have none. `absent`
    are the largest of `absent_outlets` outlets without a hit, those left aside that the search
    leaves out. There are none where nothing is a hit. `match` is how many of the words hits have:
    all, most or any, and most also where no item has all that were asked for. `notes` are those of
    a page of the search.
    """

    total: int
    items: int
    outlets: int
    rows: tuple[OutletShare, ...]
    absent: tuple[AbsentOutlet, ...] = ()
    absent_outlets: int = 0
    match: str = "all"
    notes: tuple[str, ...] = ()
