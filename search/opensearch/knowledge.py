"""What must the cluster tell of an archive before a tree is asked of it? Asked together, kept."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from functools import partial
from threading import Lock

from whoosh.query import Query

from search.errors import RequestInvalid
from search.opensearch.clauses import Json, clauses
from search.opensearch.facts import Facts
from search.opensearch.known import Demand, Known, Wants
from search.opensearch.phrases import can_loosen
from search.opensearch.reworded import ClusterRewordings
from search.opensearch.translate import found, wants
from search.opensearch.view import View
from search.query.tree import MOST_RANK, POSITION_FIELDS, TEXT_FIELDS, MostOf, demanded, weight
from search.text import GOES_ON

#: Counts of terms that are kept for a view; a full store is emptied.
COUNTS_KEPT = 50_000
#: Counts that one search asks for.
COUNTS_AT_A_TIME = 2_000
#: Clauses that what finds the hits may have. A cluster takes 1,024 in a search, which has those of
#: the days and the limits, too.
MAX_FOUND_CLAUSES = 800


class Knowledge:
    """What is known of the documents of a view. Its methods may be called by several threads."""

    def __init__(
        self, view: View, facts: Callable[[], Facts], rewordings: ClusterRewordings
    ) -> None:
        self._view, self._facts = view, facts
        self._of_changed = partial(rewordings.asked, view)
        self._lock = Lock()
        self._counts: dict[tuple[str, str], int] = {}
        self._going_on: dict[str, bool] = {}

    def counts(self, terms: Collection[tuple[str, str]]) -> dict[tuple[str, str], int]:
        """Return for each field and term how many documents have it."""
        counts, _ = self._asked(terms, ())
        return counts

    def frequencies(self, terms: Collection[str]) -> dict[str, int]:
        """Return for each term how many items have it, in the text field that has it most often."""
        counts = self.counts({(field, term) for term in terms for field in TEXT_FIELDS})
        return {term: max(counts[field, term] for field in TEXT_FIELDS) for term in terms}

    def told(
        self, trees: Sequence[Query], with_scores: bool = True, terms: Iterable[str] = ()
    ) -> Known:
        """Return what trees need, and the counts of some terms of text fields."""
        wanted = wants(trees, with_scores)
        others = {(field, term) for term in terms for field in TEXT_FIELDS}
        counts, going_on = self._asked(wanted.terms | others, wanted.in_phrases)
        facts = self._facts()
        known = Known(
            items=facts.items,
            average_length=facts.average_length,
            counts=counts,
            going_on=going_on,
            of_stories=self._view.of_stories if self._view.with_stories else None,
            of_changed=self._of_changed,
        )
        known = _loosened(known, trees)
        return self._with_demands(known, wanted) if wanted.most else known

    def _asked(
        self, terms: Collection[tuple[str, str]], words: Collection[str]
    ) -> tuple[dict[tuple[str, str], int], frozenset[str]]:
        """Return the counts of terms, and which words go on; ask for what is not known yet."""
        with self._lock:
            counts = {own: self._counts[own] for own in terms if own in self._counts}
            going_on = {own: self._going_on[own] for own in words if own in self._going_on}
        asked = [*(own for own in terms if own not in counts)]
        also = [*(own for own in words if own not in going_on)]
        filters: dict[str, Json] = {
            f"t{number}": _having(term, [field]) for number, (field, term) in enumerate(asked)
        }
        filters |= {
            f"w{number}": _having(word + GOES_ON, POSITION_FIELDS)
            for number, word in enumerate(also)
        }
        buckets = self._counted(filters)
        new_counts = {own: buckets[f"t{number}"] for number, own in enumerate(asked)}
        new_going_on = {own: buckets[f"w{number}"] > 0 for number, own in enumerate(also)}
        with self._lock:
            if len(self._counts) + len(self._going_on) > COUNTS_KEPT:
                self._counts, self._going_on = {}, {}
            self._counts |= new_counts
            self._going_on |= new_going_on
        going_on |= new_going_on
        return counts | new_counts, frozenset(own for own, goes in going_on.items() if goes)

    def _counted(self, filters: dict[str, Json]) -> dict[str, int]:
        """Return how many documents each filter finds."""
        names = list(filters)
        bodies = [
            self._view.asking(
                aggs={"of": {"filters": {"filters": {own: filters[own] for own in some}}}}
            )
            for some in (
                names[start : start + COUNTS_AT_A_TIME]
                for start in range(0, len(names), COUNTS_AT_A_TIME)
            )
        ]
        return {
            name: int(bucket["doc_count"])
            for answer in self._view.searches(bodies)
            for name, bucket in answer["aggregations"]["of"]["buckets"].items()
        }

    def _with_demands(self, known: Known, wanted: Wants) -> Known:
        """Add what each MostOf demands; those inside another one come before it."""
        demands: dict[int, Demand] = {}
        known = replace(known, demands=demands)
        for query in wanted.most:
            demands[id(query)] = self._demand(query, known)
        return known

    def _demand(self, query: MostOf, known: Known) -> Demand:
        parts = [found(part, known) for part in query.subqueries]
        counts = self._counted({str(number): part for number, part in enumerate(parts)})
        weights = tuple(weight(known.items, counts[str(number)]) for number in range(len(parts)))
        weighed = [
            {"constant_score": {"filter": part, "boost": own}}
            for part, own in zip(parts, weights, strict=True)
        ]
        if not parts:
            return Demand(weights=(), least=0.0)
        any_part: Json = {"bool": {"should": weighed, "minimum_should_match": 1}}
        body = self._view.asking(any_part, scored=True, _source=False)
        hits = self._view.search({**body, "size": MOST_RANK})["hits"]["hits"]
        scores = [hit["_score"] for hit in hits]
        of_rank = scores[-1] if len(scores) == MOST_RANK else 0.0
        return Demand(weights=weights, least=demanded(max(scores, default=0.0), of_rank))


def _loosened(known: Known, trees: Iterable[Query]) -> Known:
    """Ask for no order of words in trees of too many clauses. Raises RequestInvalid."""
    loosened: set[int] = set()
    for tree in trees:
        wanted = wants([tree])
        demands = {id(own): _unknown_demand(own) for own in wanted.most}
        trial = replace(known, demands=demands)
        if clauses(found(tree, trial)) <= MAX_FOUND_CLAUSES:
            continue
        loosened |= {id(phrase) for phrase in wanted.phrases if can_loosen(phrase, known)}
        asked = found(tree, replace(trial, loosened=frozenset(loosened)))
        if (count := clauses(asked)) > MAX_FOUND_CLAUSES:
            raise RequestInvalid(
                f"the query asks for {count:,} words and phrases at once, and a cluster takes "
                f"{MAX_FOUND_CLAUSES}; ask for less"
            )
    return replace(known, loosened=frozenset(loosened))


def _unknown_demand(query: MostOf) -> Demand:
    return Demand(weights=(0,) * len(query.subqueries), least=0.0)


def _having(term: str, fields: Sequence[str]) -> Json:
    """Return the query for a term in any of some fields; one with a lone surrogate is in none."""
    try:
        term.encode()
    except UnicodeEncodeError:
        return {"match_none": {}}
    own = [{"term": {name: term}} for name in fields]
    return own[0] if len(own) == 1 else {"bool": {"should": own}}
