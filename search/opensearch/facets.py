"""How are the values of facets counted in the search for the hits, exactly and with few bytes sent?

Of a facet of few values all are listed. Of another the first, and those that are listed always; how
many there are the cluster counts, and keeps the list to itself. Where even that list would be too
long, its parts are counted.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

from search.engine import FacetCounts, Listed
from search.names import name_key
from search.opensearch.client import Json
from search.opensearch.facts import Facts
from search.opensearch.translate import can_be_had
from search.opensearch.values import VALUES_AT_ONCE, Values, terms_of

#: A facet of at most this many values is listed whole.
FEW_VALUES = 500
#: Values that one aggregation counts; a cluster takes 65,535 of all facets together.
COUNTED_AT_ONCE = 15_000
#: The list of an aggregation that is only counted: it is not sent.
NOT_SENT = "**.counted.buckets"
#: Numbers of values that are kept; a full store is emptied.
NUMBERS_KEPT = 256


@dataclass(frozen=True, slots=True)
class CountedFacet:
    """What an answer says of a facet: how many values have hits, and those that are listed.

    `counts` and `more` are by key; `more` is of facets that are limited.
    """

    size: int
    first: list[str]
    counts: Mapping[str, int]
    more: Mapping[str, int] | None


class Facets:
    """Counts the values of facets in a view."""

    def __init__(self, values: Values, facts: Facts) -> None:
        self._values, self._facts = values, facts
        self._numbers: dict[str, int] = {}
        self._lock = Lock()

    def is_whole(self, facet: str, listed: Listed) -> bool:
        """Tell whether all values of a facet are to be listed, from which some are chosen."""
        is_chosen_by_count = listed.most is not None and not listed.starting and not listed.by_name
        return not is_chosen_by_count or self._facts.values[facet] <= FEW_VALUES

    def left_out(self, facets: Mapping[str, Listed]) -> str:
        """Return the pattern of what the answer shall leave out."""
        return "" if all(self.is_whole(*own) for own in facets.items()) else NOT_SENT

    def aggregation(self, facet: str, listed: Listed, own: Json | None, others: list[Json]) -> Json:
        """Return what counts a facet's values among what other limits leave; `own` is its limit."""
        inside: Json
        if self.is_whole(facet, listed):
            inside = {"all": terms_of(facet, VALUES_AT_ONCE)}
            if own:
                left = {"all": terms_of(facet, VALUES_AT_ONCE)}
                inside["left"] = {"filter": {"bool": {"must_not": [own]}}, "aggs": left}
        else:
            left = {"aggs": {"left": {"filter": {"bool": {"must_not": [own]}}}}} if own else {}
            inside = {
                "first": self._first(facet, listed) | left,
                "counted": terms_of(facet, COUNTED_AT_ONCE),
                "size": {"stats_bucket": {"buckets_path": "counted>_count"}},
            }
            if keys := _keys(listed):
                inside["always"] = terms_of(facet, len(keys), include=keys) | left
        return {"filter": {"bool": {"filter": others}}, "aggs": inside}

    def _first(self, facet: str, listed: Listed, shard_size: int = COUNTED_AT_ONCE) -> Json:
        most = max(1, listed.most or 1)
        more = {"shard_size": max(most, shard_size)} if self._facts.shards > 1 else {}
        return terms_of(facet, most, **more)

    def counted(
        self, facet: str, listed: Listed, own: Json | None, query: Json, answer: Json
    ) -> CountedFacet:
        """Return what an answer says of a facet; `query` finds what was counted."""
        if self.is_whole(facet, listed):
            counts: Mapping[str, int] = self._values.counted(facet, answer["all"], query)
            more: Mapping[str, int] | None = None
            if own:
                outside: Json = {"bool": {"filter": [query], "must_not": [own]}}
                more = self._values.counted(facet, answer["left"]["all"], outside)
            return CountedFacet(len(counts), list(counts), counts, more)
        size = int(answer["size"]["count"])
        if answer["counted"]["sum_other_doc_count"]:
            size = self._number(facet, query)
        found = self._exact(facet, listed, own, query, answer["first"])
        own_buckets = found.get("buckets", ())
        first = [bucket["key"] for bucket in own_buckets][: listed.most]
        buckets = [*own_buckets, *answer.get("always", {}).get("buckets", ())]
        counts = {one["key"]: int(one["doc_count"]) for one in buckets}
        more = {one["key"]: int(one["left"]["doc_count"]) for one in buckets} if own else None
        return CountedFacet(size, first, counts, more)

    def _exact(
        self, facet: str, listed: Listed, own: Json | None, query: Json, found: Json
    ) -> Json:
        """Return the first values; shards that did not tell enough are asked for more."""
        shard_size = COUNTED_AT_ONCE
        while found["doc_count_error_upper_bound"]:
            shard_size *= 4
            listing = self._first(facet, listed, shard_size)
            if own:
                listing["aggs"] = {"left": {"filter": {"bool": {"must_not": [own]}}}}
            view = self._values.view
            found = view.search(view.asking(query, aggs={"of": listing}))["aggregations"]["of"]
        return found

    def _number(self, facet: str, query: Json) -> int:
        """Return how many values of a facet there are, counted in as many parts as it takes."""
        kept = f"{facet} {json.dumps(query, sort_keys=True)}"
        with self._lock:
            if kept in self._numbers:
                return self._numbers[kept]
        view, parts = self._values.view, 1 + 2 * self._facts.values[facet] // COUNTED_AT_ONCE
        while True:
            bodies = [
                view.asking(query, aggs=_part(facet, number, parts)) for number in range(parts)
            ]
            found = [own["aggregations"] for own in view.searches(bodies, leave_out=NOT_SENT)]
            if not any(own["counted"]["sum_other_doc_count"] for own in found):
                break
            parts *= 2
        size = sum(int(own["size"]["count"]) for own in found)
        with self._lock:
            if len(self._numbers) >= NUMBERS_KEPT:
                self._numbers = {}
            self._numbers[kept] = size
        return size

    def chosen(self, found: CountedFacet, facet: str, listed: Listed) -> FacetCounts:
        """Return the values that are listed, each as most items write it."""
        if self.is_whole(facet, listed):
            own = self._values.listed(facet, found.counts, listed)
            size, values = own.size, own.values
        else:
            always = {name_key(value): value for value in listed.always}
            others = [key for key in always if key not in set(found.first)]
            others.sort(key=lambda key: (-found.counts.get(key, 0), key))
            keys = [*found.first, *others]
            written = always | self._values.written(facet, keys)
            size = found.size
            values = [(written[key], found.counts.get(key, 0)) for key in keys]
        if found.more is None:
            return FacetCounts(size=size, values=values)
        more = [found.more.get(name_key(value), 0) for value, _ in values]
        return FacetCounts(size=size, values=values, more=more)

    def shown(self, found: CountedFacet, listed: Listed) -> list[str]:
        """Return the keys of values that are certainly listed."""
        return [*found.first[: listed.most], *(key for key in map(name_key, listed.always))]


def _part(facet: str, number: int, parts: int) -> Json:
    part = {"partition": number, "num_partitions": parts}
    return {
        "counted": terms_of(facet, COUNTED_AT_ONCE, include=part),
        "size": {"stats_bucket": {"buckets_path": "counted>_count"}},
    }


def _keys(listed: Listed) -> Sequence[str]:
    return [key for key in dict.fromkeys(map(name_key, listed.always)) if can_be_had(key)]
