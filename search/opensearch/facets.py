"""How are the values of facets counted in the search for the hits, exactly and with few bytes sent?

Of a facet of few values all are listed. Of another the first, and those that are listed always; how
many there are is counted by their numbers (`mapping.NUMBERED`): a cluster that lists the values, or
walks through them, reads the text of each, which takes ten times as long.
"""

import json
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from threading import Lock

from search.engine import FacetCounts, Listed
from search.frozen import frozen
from search.names import name_key
from search.opensearch.clauses import can_be_had
from search.opensearch.client import Json
from search.opensearch.distinct import distinct
from search.opensearch.facts import Facts
from search.opensearch.mapping import NUMBERED
from search.opensearch.values import VALUES_AT_ONCE, Values, terms_of
from search.query.tree import NAME_FIELDS

#: A facet of at most this many values is listed whole.
FEW_VALUES = 500
#: Values that each of several shards lists, so that the first of all are known.
LISTED_BY_SHARDS = 5_000
#: Numbers of values that are kept; a full store is emptied.
NUMBERS_KEPT = 1_000


@frozen()
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
        if listed.most is None or listed.starting or listed.by_name:
            return True
        return facet not in NAME_FIELDS or self._facts.values[facet] <= FEW_VALUES

    def aggregation(
        self, facet: str, listed: Listed, own: Json | None, others: list[Json], query: Json
    ) -> Json:
        """Return what counts a facet's values among what other limits leave; `own` is its limit.

        `query` finds all that is counted.
        """
        inside: Json
        if self.is_whole(facet, listed):
            inside = {"all": terms_of(facet, VALUES_AT_ONCE)}
            if own:
                left = {"all": terms_of(facet, VALUES_AT_ONCE)}
                inside["left"] = {"filter": {"bool": {"must_not": [own]}}, "aggs": left}
        else:
            left = _left(own)
            inside = {"first": self._first(facet, listed) | left}
            if self.number(facet, query) is None:
                inside["size"] = distinct(f"{facet}{NUMBERED}")
            if keys := _keys(listed):
                inside["always"] = terms_of(facet, len(keys), include=keys) | left
        return counted_within(facet, others, inside)

    def _first(self, facet: str, listed: Listed, shard_size: int = LISTED_BY_SHARDS) -> Json:
        most = max(1, listed.most or 1)
        more = {"shard_size": max(most, shard_size)} if self._facts.shards > 1 else {}
        return terms_of(facet, most, **more)

    def counted(
        self, facet: str, listed: Listed, own: Json | None, query: Json, answer: Json
    ) -> CountedFacet:
        """Return what an answer says of a facet."""
        if self.is_whole(facet, listed):
            counts: Mapping[str, int] = self._values.counted(facet, answer["all"], query)
            more: Mapping[str, int] | None = None
            if own:
                outside: Json = {"bool": {"filter": [query], "must_not": [own]}}
                more = self._values.counted(facet, answer["left"]["all"], outside)
            return CountedFacet(len(counts), list(counts), counts, more)
        size = self.number(facet, query)
        if size is None:
            size = self.keep(facet, query, int(answer["size"]["value"] or 0))
        found = self._exact(facet, listed, own, query, answer["first"])
        first = [bucket["key"] for bucket in found["buckets"]][: listed.most]
        buckets = [*found["buckets"], *answer.get("always", {"buckets": ()})["buckets"]]
        counts = {one["key"]: int(one["doc_count"]) for one in buckets}
        more = {one["key"]: int(one["left"]["doc_count"]) for one in buckets} if own else None
        return CountedFacet(size, first, counts, more)

    def _exact(
        self, facet: str, listed: Listed, own: Json | None, query: Json, found: Json
    ) -> Json:
        """Return the first values; shards that did not list enough are asked for more."""
        shard_size = LISTED_BY_SHARDS
        while found["doc_count_error_upper_bound"]:
            shard_size *= 4
            listing = self._first(facet, listed, shard_size) | _left(own)
            view = self._values.view
            found = view.search(view.asking(query, aggs={"of": listing}))["aggregations"]["of"]
        return found

    def number(self, facet: str, query: Json) -> int | None:
        """Return how many values of a facet (or stories) a query finds, if that was counted."""
        with self._lock:
            return self._numbers.get(_kept(facet, query))

    def keep(self, facet: str, query: Json, number: int) -> int:
        """Keep how many there are; return it."""
        with self._lock:
            if len(self._numbers) >= NUMBERS_KEPT:
                self._numbers = {}
            self._numbers[_kept(facet, query)] = number
        return number

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


def counted_within(name: str, limits: Sequence[Json], aggs: Json) -> Json:
    """Return the aggregations over the hits that some limits leave, under a name or several.

    Where there are no limits the cluster need not look at each hit for that.
    """
    if limits:
        return {name: {"filter": {"bool": {"filter": [*limits]}}, "aggs": aggs}}
    return {f"{name} {own}": aggregation for own, aggregation in aggs.items()}


def part_of(answer: Json, name: str) -> Json:
    """Return what an answer says of such aggregations."""
    start = f"{name} "
    flat = {own.removeprefix(start): one for own, one in answer.items() if own.startswith(start)}
    return flat or dict(answer.get(name, {}))


def _left(own: Json | None) -> Json:
    """Return what counts, of each value, the hits without the values that are chosen."""
    if own is None:
        return {}
    return {"aggs": {"left": {"filter": {"bool": {"must_not": [own]}}}}}


def _kept(facet: str, query: Json) -> str:
    """Return a short name of what is kept: a query may name thousands of items."""
    return f"{facet} {blake2b(json.dumps(query, sort_keys=True).encode()).hexdigest()}"


def _keys(listed: Listed) -> Sequence[str]:
    return [key for key in dict.fromkeys(map(name_key, listed.always)) if can_be_had(key)]
