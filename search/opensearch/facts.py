"""What is known of a view before anything is asked of it? One request, once for each view."""

from collections.abc import Mapping

from search.frozen import frozen
from search.opensearch.mapping import TIME_FACETS
from search.opensearch.periods import CountedDays
from search.opensearch.values import DAYS_AT_ONCE, Values, counts_in, terms_of
from search.query.tree import NAME_FIELDS

#: Up to how many values a cluster counts them exactly, or nearly so.
_COUNTED_WELL = 3_000


@frozen(kw_only=True)
class Facts:
    """How many documents a view has, their average length, and how many have each day.

    `values` are how many values each facet has, roughly; `shards` how many parts answer.
    """

    items: int
    average_length: float
    held: CountedDays
    values: Mapping[str, int]
    shards: int


def facts_of(values: Values) -> Facts:
    """Ask for the facts of a view."""
    view = values.view
    facets = (*NAME_FIELDS, *TIME_FACETS)
    aggs = {
        name: {"cardinality": {"field": name, "precision_threshold": _COUNTED_WELL}}
        for name in facets
    }
    aggs |= {"words": {"sum": {"field": "length"}}, "days": terms_of("day", DAYS_AT_ONCE)}
    answer = view.search(view.asking(aggs=aggs, track_total_hits=True))
    found = answer["aggregations"]
    items = int(answer["hits"]["total"]["value"])
    days = counts_in(found["days"])
    days = values.walked("day") if days is None else days
    return Facts(
        items=items,
        average_length=found["words"]["value"] / max(1, items) or 1.0,
        held=CountedDays({int(day): count for day, count in days.items()}),
        values={name: int(found[name]["value"]) for name in facets},
        shards=int(answer["_shards"]["total"]),
    )
