"""What does an engine tell of hits by value? Their days, and how often each is alone."""

from datetime import date
from typing import TYPE_CHECKING

from search.frozen import frozen

if TYPE_CHECKING:
    from search.results import Timeline


@frozen(kw_only=True)
class CrossedValue:
    """A value of a facet among the hits of a question.

    `count` hits have it, `alone` of them no other value of the facet. They are of `days` different
    days, from `first` to `last`, None where no hit has a day. `counts` are the hits in each bar of
    the timeline, () without one. `headlines` is how many of the hits' headlines an outlet has, None
    where the archive does not keep that, as of other facets.
    """

    value: str
    count: int
    alone: int
    days: int
    first: date | None
    last: date | None
    counts: tuple[int, ...] = ()
    headlines: int | None = None


@frozen(kw_only=True)
class Crossed:
    """The hits of a question by the values of a facet: `total` hits have `size` values.

    `timeline` is that of all hits, None where the question asks for none.
    """

    total: int
    size: int
    values: list[CrossedValue]
    timeline: "Timeline | None" = None
