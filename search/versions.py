"""How do the states of an item follow each other, and what changed from one to the next?"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from search.arguments import shown
from search.errors import ItemInvalid, ItemWrongType
from search.frozen import frozen
from search.model import Headline, Item, Version


def whole(given: Item | Sequence[Item]) -> tuple[Item, ...]:
    """Return the states of an item, oldest first; a lone Item is its only state.

    The older of several become the `versions` of the newest. Raises ItemInvalid where they are not
    states of one item, each seen later than the one before.
    """
    if isinstance(given, Item):
        return (given,)
    if isinstance(given, str) or not isinstance(given, Sequence) or not _are_items(given):
        raise ItemWrongType(
            f"{shown(given)} is not an Item; give an Item, or the list of its states, oldest first"
        )
    if not given:
        raise ItemInvalid("an item without a state; give at least one Item in its list")
    for before, state in pairwise(given):
        if state.id != before.id:
            raise ItemInvalid(
                f"item {before.id!r}: {state.id!r} is among its states; give each item a list"
            )
        if state.seen is None or (before.seen is not None and state.seen <= before.seen):
            raise ItemInvalid(
                f"item {state.id!r}: a state seen at {state.seen} comes after one seen at "
                f"{before.seen}; give the states oldest first, each with the time it was seen"
            )
    *older, newest = (replace(state, versions=()) for state in given)
    return (*older, replace(newest, versions=_versions(older)))


def with_older(state: Item, states: Iterable[Item]) -> Item:
    """Return a state of an item with those seen before it, of all `states`, as its `versions`."""
    if state.versions or state.seen is None:
        return state
    older = [own for own in states if own.seen is None or own.seen < state.seen]
    older.sort(key=lambda own: (own.seen is not None, own.seen))
    return replace(state, versions=_versions(older))


def _versions(states: Iterable[Item]) -> tuple[Version, ...]:
    return tuple(Version(own.seen, own.title, own.headlines, own.gone) for own in states)


def _are_items(states: Sequence[Item]) -> bool:
    return all(isinstance(state, Item) for state in states)


def gone_by(state: Item | Version, day: date | None) -> date | None:
    """Return the day on which an item's file went after a state, None if it was there on `day`.

    Without a day it is asked of now.
    """
    return state.gone if state.gone and (day is None or state.gone <= day) else None


@frozen(kw_only=True)
class Revision:
    """A version of an item, and how it differs from the one before.

    `seen` is when it was first seen, None if that is unknown. `day` is a day as of which the
    archive shows this version, None if the next version was seen on the same day. `title` is the
    new title, None if the version before had it too. `came` are the headlines that only this
    version has, `went` those that only the one before had; two headlines are the same if text and
    outlet are, whatever they link to. `gone` is the day on which the item's file went after this
    version, None if it was there until the next one, or still is; `returned` says that it had gone
    after the version before.
    """

    seen: datetime | None
    day: date | None
    title: str | None
    came: tuple[Headline, ...]
    went: tuple[Headline, ...]
    gone: date | None = None
    returned: bool = False


def revisions(item: Item) -> tuple[Revision, ...]:
    """Return what each version of an item changed, oldest first; () if there is one version only.

    The oldest has no version before it: its title and all its headlines count as new. The last
    version is the item itself.
    """
    if not item.versions:
        return ()
    versions = [*item.versions, Version(item.seen, item.title, item.headlines, item.gone)]
    nothing = Version(None, "")
    return tuple(
        Revision(
            seen=version.seen,
            day=day,
            title=version.title if before is nothing or version.title != before.title else None,
            came=_only(version.headlines, before.headlines),
            went=_only(before.headlines, version.headlines),
            gone=version.gone,
            returned=before.gone is not None,
        )
        for (before, version), day in zip(
            pairwise([nothing, *versions]), _days(versions), strict=True
        )
    )


def _days(versions: Sequence[Version]) -> Iterator[date | None]:
    """Yield for each version a day at whose end it was the newest, or None if there is none."""
    for version, following in pairwise(versions):
        until = following.seen.date() if following.seen else None
        if version.seen is None:  # shown until the day before the next version was seen
            yield until - timedelta(1) if until and until > date.min else None
        else:
            yield version.seen.date() if version.seen.date() != until else None
    last = versions[-1].seen
    yield last.date() if last else None


def _only(headlines: Iterable[Headline], others: Iterable[Headline]) -> tuple[Headline, ...]:
    known = {(line.text, line.outlet) for line in others}
    return tuple(line for line in headlines if (line.text, line.outlet) not in known)
