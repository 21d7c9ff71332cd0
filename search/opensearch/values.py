"""Which values of a facet are there, how many documents have each, and how is each written?"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from search.engine import FacetCounts, Likeness, Listed
from search.names import name_key
from search.opensearch.clauses import can_be_had
from search.opensearch.client import Json
from search.opensearch.held_names import HeldNames
from search.opensearch.mapping import BEHIND_KEY, TIME_FACETS, WRITTEN
from search.opensearch.view import View

#: Values that one aggregation lists; where there are as many, all are walked through.
VALUES_AT_ONCE = 2_000
DAYS_AT_ONCE = 20_000
#: Values of one page where all are walked through.
WALKED_AT_A_TIME = 10_000
#: Names whose spellings one request asks for, and the spellings it lists.
SPELLED_AT_A_TIME, SPELLINGS_AT_ONCE = 200, 20_000

#: The cluster's pattern for any letters. Not `.*`: of what begins with one of some texts OpenSearch
#: looks for the first value, and fails where there is none behind it (its issue 19636).
ANY_LETTERS = f"[^{BEHIND_KEY}]*"

_PLAIN = re.compile(r"[^\W_]", re.ASCII)


def pattern_of(text: str) -> str:
    """Return the regular expression of the cluster's that a text alone matches."""
    return "".join(
        one if one >= "\x80" or one == BEHIND_KEY or _PLAIN.match(one) else f"\\{one}"
        for one in text
    )


def terms_of(name: str, size: int, **others: object) -> Json:
    """Return the aggregation that lists the terms of a field, and how many documents have each."""
    return {"terms": {"field": name, "size": size, **others}}


def days_listed(held: int) -> Json:
    """Return the aggregation that lists days, of an archive that holds `held` of them."""
    if held > DAYS_AT_ONCE:
        return terms_of("day", DAYS_AT_ONCE)
    return {"histogram": {"field": "day", "interval": 1, "min_doc_count": 1}}


def counts_in(aggregation: Json) -> Counter[str] | None:
    """Return the counts of an aggregation; None where it may not have listed all, exactly."""
    if aggregation.get("sum_other_doc_count") or aggregation.get("doc_count_error_upper_bound"):
        return None
    buckets = aggregation["buckets"]
    return Counter({_key(one["key"]): int(one["doc_count"]) for one in buckets})


def _key(key: object) -> str:
    """Return a key as text; a histogram's are fractions."""
    return str(int(key) if isinstance(key, float) else key)


@dataclass(slots=True)
class Values:
    """The values of the facets of a view, and what was found out about them."""

    view: View
    name_of: Callable[[str], str]
    _all: dict[str, HeldNames] = field(default_factory=dict)
    _written: dict[str, dict[str, str]] = field(default_factory=dict)

    def counted(self, name: str, aggregation: Json, query: Json) -> Counter[str]:
        """Return the counts of all values of a field, of an answer to a query or asked anew."""
        counts = counts_in(aggregation)
        return self.walked(name, query) if counts is None else counts

    def walked(self, name: str, query: Json | None = None) -> Counter[str]:
        """Return how many documents that a query finds have each value of a field."""
        counts: Counter[str] = Counter()
        pages: Json = {"size": WALKED_AT_A_TIME, "sources": [{"of": {"terms": {"field": name}}}]}
        while True:
            answer = self.view.search(self.view.asking(query, aggs={"of": {"composite": pages}}))
            own = answer["aggregations"]["of"]
            counts.update({str(one["key"]["of"]): int(one["doc_count"]) for one in own["buckets"]})
            if len(own["buckets"]) < WALKED_AT_A_TIME:
                return counts
            pages = {**pages, "after": own["after_key"]}

    def of_all(self, facet: str) -> HeldNames:
        """Return all values of a facet, and how many documents have each."""
        if facet not in self._all:
            self._all[facet] = HeldNames(self.walked(facet), self.name_of)
        return self._all[facet]

    def equal(self, facet: str, names: Iterable[str]) -> dict[str, int]:
        """Return for the keys of some names how many documents have them, of those that any has."""
        keys = sorted({key for key in map(name_key, names) if key and can_be_had(key)})
        if not keys:
            return {}
        counts: Mapping[str, int] | None = None
        if facet not in self._all:
            listing = terms_of(facet, len(keys), include=keys)
            body = self.view.asking({"terms": {facet: keys}}, aggs={"of": listing})
            counts = counts_in(self.view.search(body)["aggregations"]["of"])
        if counts is None:
            counts = self.of_all(facet).counts
        return {key: counts[key] for key in keys if counts.get(key)}

    def written(self, facet: str, keys: Collection[str]) -> dict[str, str]:
        """Return how most items write each of some values, of those that any item has."""
        if facet in TIME_FACETS:
            return {key: key for key in keys}
        asked = self.spelling({facet: keys})
        self.learn(asked, self.view.searches([body for _, body in asked]))
        known = self._written.get(facet, {})
        return {key: known[key] for key in keys if key in known}

    def spelling(self, values: Mapping[str, Collection[str]]) -> list[tuple[str, Json]]:
        """Return the searches for how values of facets are written, of those not known yet."""
        asked = []
        for facet in values.keys() - {*TIME_FACETS}:
            known = self._written.get(facet, {})
            left = sorted(key for key in values[facet] if key not in known and can_be_had(key))
            for start in range(0, len(left), SPELLED_AT_A_TIME):
                own = left[start : start + SPELLED_AT_A_TIME]
                pattern = f"({'|'.join(map(pattern_of, own))}){BEHIND_KEY}{ANY_LETTERS}"
                listing = terms_of(f"{facet}{WRITTEN}", SPELLINGS_AT_ONCE, include=pattern)
                body = self.view.asking({"terms": {facet: own}}, aggs={"of": listing})
                asked.append((facet, body))
        return asked

    def learn(self, asked: Sequence[tuple[str, Json]], answers: Sequence[Json]) -> None:
        """Keep what the answers to such searches tell."""
        for (facet, body), answer in zip(asked, answers, strict=True):
            query = body["query"]["bool"]["filter"][-1]
            counts = self.counted(f"{facet}{WRITTEN}", answer["aggregations"]["of"], query)
            self._written[facet] = self._written.get(facet, {}) | _most_frequent(counts)

    def listed(self, facet: str, counts: Mapping[str, int], listed: Listed) -> FacetCounts:
        """Choose from the counted values of a facet; `more` is left empty."""
        always = {name_key(value): value for value in listed.always}
        every = {key: count for key, count in counts.items() if count}
        ranked = sorted({*every, *always}, key=lambda key: (-every.get(key, 0), key))
        written: dict[str, str] = {}
        if listed.starting:
            written = always | self.written(facet, ranked)
            starts, name = Likeness.WORD_START.holds, self.name_of
            too = {*map(name_key, listed.starting_too)}
            ranked = [
                key for key in ranked if starts(name(written[key]), listed.starting) or key in too
            ]
        alphabet = sorted(ranked) if listed.by_name else ranked
        having = [key for key in alphabet if key in every]
        first = having[: listed.most]
        chosen = {*first}
        first += [key for key in ranked if key in always and key not in chosen]
        written = written or always | self.written(facet, first)
        return FacetCounts(
            size=len(having), values=[(written[key], every.get(key, 0)) for key in first]
        )


def keys_of(values: Iterable[str]) -> list[str]:
    """Return the keys of some names, each once."""
    return sorted(set(map(name_key, values)))


def _most_frequent(counts: Mapping[str, int]) -> dict[str, str]:
    """Return for each key its most frequent spelling; of equals the first by code points."""
    best: dict[str, tuple[int, str]] = {}
    for pair, count in counts.items():
        key, _, spelling = pair.partition(BEHIND_KEY)
        own = -count, spelling
        if key not in best or own < best[key]:
            best[key] = own
    return {key: spelling for key, (_, spelling) in best.items()}
