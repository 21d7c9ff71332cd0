"""What is the coverage of a search: the outlets of its hits, and how usual each is?"""

from dataclasses import dataclass

#: The orders of the rows: most hits first, most items first, the highest lift first, by name.
COVERAGE_ORDERS = ("hits", "held", "lift", "name")


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The outlets of the hits of a search: `total` hits of `items` that the archive holds.

    `rows` are those asked for of `outlets` in all. The shares of all rows make more than 1
    together where several outlets carry one item, and less where some items have none.
    """

    total: int
    items: int
    outlets: int
    rows: tuple[OutletShare, ...]
