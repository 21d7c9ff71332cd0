"""Which documents may be found: those of one commit, as of a day, with what has gone or without?"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from search.frozen import frozen
from search.opensearch.client import LISTED_AT_A_TIME, Cluster, Json
from search.packed import NEVER, UNDATED
from search.query.tree import ID_FIELD, STORY_FIELD


@frozen()
class View:
    """The documents of an index that stand in a generation: one for each item known by the day.

    `with_stories` tells whether each has its story.
    """

    cluster: Cluster
    index: str
    number: int
    day: date | None = None
    without_gone: bool = False
    with_stories: bool = False

    def at(self, day: date | None) -> "View":
        """Return the view of a day; None: this one."""
        return self if day is None else replace(self, day=day, without_gone=False)

    def standing(self) -> "View":
        """Return the view without the items whose files were gone by then."""
        return replace(self, without_gone=True)

    def committed(self) -> list[Json]:
        """Return the filters for all states of items that the generation has."""
        return [
            {"range": {"made": {"lte": self.number}}},
            {"range": {"unmade": {"gt": self.number}}},
        ]

    def filters(self) -> list[Json]:
        """Return the filters for the documents that may be found."""
        found = self.committed()
        if self.day is None:
            found.append({"term": {"stood_until": NEVER}})
        else:
            day = self.day.toordinal()
            found += [
                {"range": {"stood_from": {"lte": day}}},
                {"range": {"stood_until": {"gt": day}}},
            ]
        if self.without_gone:
            last = NEVER - 1 if self.day is None else self.day.toordinal()
            found.append({"range": {"gone_on": {"gt": last}}})
        return found

    def late(self) -> Json | None:
        """Return the filter for what is a story by itself: of a later day, and never seen.

        Its own story may follow from what was seen later than the day. None where nothing is.
        """
        if self.day is None:
            return None
        of_later = {"range": {"day": {"gt": self.day.toordinal()}}}
        return {"bool": {"filter": [{"term": {"stood_from": UNDATED}}, of_later]}}

    def of_stories(self, ids: Sequence[str]) -> Json:
        """Return the query for the items of the stories that have some ids."""
        named: Json = {"terms": {STORY_FIELD: [*ids]}}
        late = self.late()
        if late is None:
            return named
        others = {"bool": {"filter": [named], "must_not": [late]}}
        own = {"bool": {"filter": [{"terms": {ID_FIELD: [*ids]}}, late]}}
        return {"bool": {"should": [others, own], "minimum_should_match": 1}}

    def asking(self, query: Json | None = None, scored: bool = False, **others: object) -> Json:
        """Return the search for what a query finds of what may be found; no hit is given."""
        inside: Json = {"filter": self.filters()}
        if query is not None and scored:
            inside["must"] = [query]
        elif query is not None:
            inside["filter"].append(query)
        return {"size": 0, "track_total_hits": False, "query": {"bool": inside}, **others}

    def search(self, body: Json) -> Json:
        """Return the answer to a search."""
        return self.cluster.search(self.index, body)

    def listed(self, body: Json, at_a_time: int = LISTED_AT_A_TIME) -> Iterator[Json]:
        """Yield all hits of a search that is sorted so that no two are equal."""
        return self.cluster.listed(self.index, body, at_a_time)

    def searches(self, bodies: Sequence[Json]) -> list[Json]:
        """Return the answers to several searches."""
        return self.cluster.searches(self.index, bodies)
