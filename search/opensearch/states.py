"""Which states has an item of a commit on a cluster, whatever may be found?"""

from collections.abc import Iterable
from datetime import date

from search.model import Item, is_unicode
from search.opensearch.client import Json
from search.opensearch.documents import item_of
from search.opensearch.view import View
from search.query.tree import ID_FIELD

#: States of one page where those of many items are read.
STATES_OF_A_PAGE = 1_000


def states_of(
    view: View, ids: Iterable[str], known_by: date | None = None
) -> dict[str, list[Item]]:
    """Return all states of each item, oldest first; none for one that is not held.

    If a day is given they are those that were known by its end.
    """
    found: dict[str, list[Item]] = {id: [] for id in ids}
    filters = [*view.committed(), {"terms": {ID_FIELD: list(filter(is_unicode, found))}}]
    if known_by:
        filters.append({"range": {"stood_from": {"lte": known_by.toordinal()}}})
    body: Json = {"query": {"bool": {"filter": filters}}, "_source": ["item"]}
    body["sort"] = [{ID_FIELD: "asc"}, {"state": "asc"}]
    for hit in view.listed(body, STATES_OF_A_PAGE):
        state = item_of(hit["_source"])
        found[state.id].append(state)
    return found
