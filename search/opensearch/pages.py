"""Which searches give a page of hits? One, or two where the best of many are scored anew.

looks = Looks(...)                   what is asked first is `looks.first`, beside all counts
looks.second(answers)                the search for the page, None where the first one gave it
looks.hits(answers, second)          the hits of the page
"""

from collections.abc import Callable, Iterator, Sequence

from whoosh.query import NullQuery, Query

from search.engine import Question, Rescoring
from search.model import Item
from search.opensearch.client import Json
from search.opensearch.ranking import (
    DEEPEST,
    Order,
    RankedHit,
    Ranking,
    best_among_all,
    items_in,
    least_in,
    least_of,
    page_of,
    scored_anew,
)
from search.opensearch.view import View

Hits = list[tuple[Item, float]]


class Looks:
    """The searches for the page of a question, whose hits `body` finds and scores.

    `expected` is about how many hits there are; where there turn out to be more than are scored
    anew, they are asked for once more. `more` makes the query of what adds to the scores of the
    best.
    """

    def __init__(
        self,
        view: View,
        question: Question,
        body: Json,
        expected: float,
        more: "More",
        order: Order,
    ) -> None:
        self._view, self._question, self._body, self._more = view, question, body, more
        self._order = order
        first, count = question.first, question.count
        self._rescoring = rescoring = rescoring_of(question)
        self._is_deep = first + count > DEEPEST
        self._adds: Json | None = None
        self._least: float | None = None
        page = page_of(order, first, 0 if self._is_deep else count)
        self.is_whole = False
        if rescoring is None:
            self.first, self.is_whole = [body | page], not self._is_deep
            return
        if not rescoring.looked_at:
            self._adds = more(rescoring, [])
            if not self._is_deep and (self._adds is None or expected <= rescoring.most):
                self.first, self.is_whole = [scored_anew(body, self._adds) | page], True
                return
        least = body | least_of(rescoring.most)
        self.first = [least]
        if rescoring.looked_at:
            # The same search twice, side by side: its first hits, and the last of the best.
            look = body | page_of(order, 0, rescoring.looked_at)
            self.first = [look, least | {"track_total_hits": False}]

    def second(self, answers: Sequence[Json]) -> Json | None:
        """Return the search for the page, once the first ones are answered."""
        question, rescoring = self._question, self._rescoring
        count = 0 if self._is_deep else question.count
        if self.is_whole:
            total = answers[0]["hits"]["total"]["value"]
            if rescoring is None or self._adds is None or total <= rescoring.most:
                return None
            self.is_whole = False
            answers = [self._view.search(self._body | least_of(rescoring.most))]
        if rescoring is not None:
            self._least = least_in(answers[-1])
            if rescoring.looked_at:
                self._adds = self._more(rescoring, items_in(answers[0]))
        best = scored_anew(self._body, self._adds, self._least)
        return best | page_of(self._order, question.first, count)

    def hits(self, answers: Sequence[Json], second: Json | None) -> Hits:
        """Return the hits of the page; those behind the best are asked for here."""
        if second is None:
            return items_in(answers[0]) if self.is_whole else []
        first, count = self._question.first, self._question.count
        if not self._is_deep and (self._least is None or second["hits"]["hits"][count - 1 :]):
            return items_in(second)
        best = int(second["hits"]["total"]["value"])
        hits = self._best().between(first, max(0, min(count, best - first)))
        if self._least is None:
            return hits
        start = max(first, best)
        others = Ranking(self._view, self._body, self._order)
        return hits + others.between(start, max(0, first + count - start))

    def every(self) -> Iterator[RankedHit]:
        """Yield all hits, however many, once `second` was asked for."""
        yield from self._best().after()
        if self._least is not None:
            yield from Ranking(self._view, self._body, self._order).below(self._least)

    def _best(self) -> Ranking:
        body = scored_anew(self._body, self._adds, self._least)
        return Ranking(self._view, body, self._order)

    def whole(self) -> Json:
        """Return one search for all hits with their scores, once `second` was asked for."""
        return best_among_all(self._body, self._adds, self._least)


More = Callable[[Rescoring, Hits], Json | None]


def rescoring_of(question: Question) -> Rescoring | None:
    """Return how a question wants its best hits scored anew, None where it does not."""
    is_asked = question.sort == "relevance" and question.count
    return question.rescoring if is_asked else None


def adds_nothing(tree: Query) -> bool:
    """Tell whether a tree finds nothing, so that no score changes by it."""
    return bool(tree == NullQuery)
