"""How did an item stand on a day?"""

from dataclasses import replace
from datetime import date

from search.engine import Generation
from search.errors import ItemNotFound
from search.messages import message
from search.model import Item
from search.versions import gone_by


def item(newest: Generation, item_id: str, day: date | None) -> Item:
    """Return an item as it stood on a day, or as it stands now; `versions` are those before it.

    As of a day it has no time of `changed`: a file may be written again later. Raises ItemNotFound
    where there is none, or was none yet on that day.
    """
    if day is None:
        return found(newest, item_id)
    state = found(newest.at(day), item_id, day)
    earlier = (
        replace(version, gone=gone_by(version, day))
        for version in found(newest, item_id).versions
        if state.seen and (version.seen is None or version.seen < state.seen)
    )
    return replace(as_of(state, day), versions=tuple(earlier))


def as_of(state: Item, day: date | None) -> Item:
    """Return a state of an item without what is known of it only since a day."""
    return replace(state, gone=gone_by(state, day), changed=None)


def found(generation: Generation, item_id: str, day: date | None = None) -> Item:
    """Return an item; `day` is the generation's. Raises ItemNotFound."""
    item = generation.item(item_id)
    if item is None:
        raise missing(item_id, day)
    return item


def missing(item_id: str, day: date | None = None) -> ItemNotFound:
    """Return the error that says that there is no such item, or was none on a day."""
    return ItemNotFound(
        message("the archive holds no item {id}; search for a word of its title", id=f"{item_id!r}")
        if day is None
        else message(
            "the archive had no item {id} on {day}; ask for a later day, or for none",
            id=f"{item_id!r}",
            day=day,
        )
    )
