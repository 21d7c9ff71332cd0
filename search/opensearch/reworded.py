"""Which documents of a cluster have a headline that was reworded, and on which days?

Each document has a number for each of its headlines: half of it tells the article, half the line.
All numbers are read once for each commit. Only items with an article that has several lines, or
with several states, are read whole; what that makes of them `search.reworded` says.
"""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from threading import Lock

import numpy as np
import numpy.typing as npt

from search.deadlines import check_deadline
from search.errors import RequestInvalid
from search.messages import message
from search.opensearch.client import Json
from search.opensearch.documents import line_number
from search.opensearch.mapping import LINES_SEEN
from search.opensearch.states import states_of
from search.opensearch.view import View
from search.packed import NEVER
from search.query.tree import ID_FIELD, changed_span
from search.reworded import Sighting, changed_days, sightings
from search.versions import with_older
from search.whole_numbers import begins_of, distinct, steps_of

#: Documents whose numbers are held in memory; an archive of more does not answer `changed:`.
MAX_LINED_DOCUMENTS = 2_000_000
#: Items that one query names.
MAX_NAMED_ITEMS = 50_000
#: Documents whose numbers one search gives, and items that one reads.
_LINED_AT_A_TIME, _READ_AT_A_TIME = 10_000, 250
#: Views of which the answer is kept: the archive as it stands, and as of some days.
_VIEWS_KEPT = 8
#: Ids that one filter names; a cluster takes 65,536.
_NAMED_TOGETHER = 10_000
Whole = npt.NDArray[np.int64]
Marks = npt.NDArray[np.bool_]


@dataclass(slots=True)
class _Lined:
    """What is known of the documents of a commit, by id and state: a row for each."""

    ids: list[str] = field(default_factory=list)
    items: "array[int]" = field(default_factory=lambda: array("q"))
    since: "array[int]" = field(default_factory=lambda: array("q"))
    gone: "array[int]" = field(default_factory=lambda: array("q"))
    counts: "array[int]" = field(default_factory=lambda: array("q"))
    lines: "array[int]" = field(default_factory=lambda: array("q"))
    after: list[object] | None = None
    is_whole: bool = False

    def take(self, hits: Sequence[Json]) -> None:
        """Add some hits, which come behind all that are here."""
        for hit in hits:
            id, values = hit["sort"][0], hit["fields"]
            if not self.ids or self.ids[-1] != id:
                self.ids.append(id)
            own = values.get(LINES_SEEN, ())
            self.items.append(len(self.ids) - 1)
            self.since.append(values["stood_from"][0])
            self.gone.append(values["gone_on"][0])
            self.counts.append(len(own))
            self.lines.extend(own)
            self.after = hit["sort"]


class ClusterRewordings:
    """The rewordings that the documents of a commit have, as of each day."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._lined = _Lined()
        #: The headlines of items with some number of states: who asks again after a deadline goes
        #: on.
        self._headlines: dict[tuple[str, int], tuple[Sighting, ...]] = {}
        self._known: dict[View, Mapping[str, set[int]]] = {}

    def asked(self, view: View, term: str) -> Json:
        """Return the query for what was reworded on the days of a term. Raises RequestInvalid."""
        first, last = changed_span(term)
        days_of = self._of(view)
        ids = sorted(
            id for id, days in days_of.items() if any(first <= own <= last for own in days)
        )
        if len(ids) > MAX_NAMED_ITEMS:
            raise RequestInvalid(
                message(
                    "{count} items have a headline that was reworded then, and on a cluster "
                    "{most} can be searched for; give fewer days, such as changed:2026-01-05.",
                    count=len(ids),
                    most=MAX_NAMED_ITEMS,
                )
            )
        if not ids:
            return {"match_none": {}}
        parts = [
            {"terms": {ID_FIELD: ids[start : start + _NAMED_TOGETHER]}}
            for start in range(0, len(ids), _NAMED_TOGETHER)
        ]
        return parts[0] if len(parts) == 1 else {"bool": {"should": parts}}

    def _of(self, view: View) -> Mapping[str, set[int]]:
        """Return the items of a view with a reworded headline, and the days it changed on."""
        known = self._known.get(view)
        if known is None:
            self._line(view)
            known = self._read(view)
            with self._lock:
                kept = list(self._known.items())[1 - _VIEWS_KEPT :]
                self._known = {**dict(kept), view: known}
        return known

    def _line(self, view: View) -> None:
        """Read the numbers of all headlines of the commit that a view is of."""
        body: Json = {"query": {"bool": {"filter": view.committed()}}, "stored_fields": "_none_"}
        body |= {"docvalue_fields": [LINES_SEEN, "stood_from", "gone_on"]}
        body |= {"sort": [{ID_FIELD: "asc"}, {"state": "asc"}], "track_total_hits": False}
        body["size"] = _LINED_AT_A_TIME
        while not self._lined.is_whole:
            check_deadline()
            with self._lock:  # one page at a time, so that who waits may give up
                lined = self._lined
                if lined.is_whole:
                    return
                if len(lined.items) >= MAX_LINED_DOCUMENTS:
                    raise RequestInvalid(
                        message(
                            "An archive on a cluster can tell which headlines were reworded up to "
                            "{most} items; this one has more.",
                            most=MAX_LINED_DOCUMENTS,
                        )
                    )
                if lined.after is not None:
                    body["search_after"] = lined.after
                hits = view.search(body)["hits"]["hits"]
                lined.take(hits)
                lined.is_whole = len(hits) < _LINED_AT_A_TIME

    def _read(self, view: View) -> Mapping[str, set[int]]:
        """Read the items that may have a reworded headline; return those that have."""
        lined = self._lined
        items, counts = _whole(lined.items), _whole(lined.counts)
        shown = self._shown(view)
        states = np.bincount(items[shown], minlength=len(lined.ids))
        several = np.flatnonzero(states > 1)
        found = self._sightings(view, several, states)
        single = np.repeat(shown & (states[items] == 1), counts)
        of_lines, lines = np.repeat(items, counts)[single], _whole(lined.lines)[single]
        # An older state counts with the link of the newest, so its own numbers do not count.
        others = {line_number(own.article, own.text) for own in chain.from_iterable(found)}
        every = distinct(np.concatenate((lines, np.array([*others], np.int64)))) >> 32
        begins = begins_of(every)
        articles = every[begins[steps_of(begins, len(every)) > 1]]
        asked = distinct(of_lines[np.isin(lines >> 32, articles)])
        found += self._sightings(view, asked, states)
        return changed_days(chain.from_iterable(found))

    def _shown(self, view: View) -> Marks:
        """Tell which documents are states of an item of a view, known by its day."""
        lined = self._lined
        items = _whole(lined.items)
        day = view.day.toordinal() if view.day else NEVER
        shown = _whole(lined.since) <= day
        if view.without_gone and len(items):
            last = np.flatnonzero(shown)
            last = last[np.append(items[last][1:] != items[last][:-1], True)] if len(last) else last
            gone = last[_whole(lined.gone)[last] <= (day if view.day else NEVER - 1)]
            shown &= ~np.isin(items, items[gone])
        return shown

    def _sightings(self, view: View, items: Whole, states: Whole) -> list[tuple[Sighting, ...]]:
        """Return the headlines of some items, given how many states each has."""
        asked = [(self._lined.ids[item], int(states[item])) for item in items.tolist()]
        left = [own for own in asked if own not in self._headlines]
        for start in range(0, len(left), _READ_AT_A_TIME):
            check_deadline()
            some = left[start : start + _READ_AT_A_TIME]
            numbers = dict(some)
            for id, own in states_of(view, numbers, known_by=view.day).items():
                whole = with_older(own[-1], own)
                self._headlines[id, numbers[id]] = tuple(sightings(whole))
        return [self._headlines[own] for own in asked]


def _whole(numbers: "array[int]") -> Whole:
    return np.array(numbers, np.int64)
