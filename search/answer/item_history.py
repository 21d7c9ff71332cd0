"""How did an item change from version to version, in title, headlines and text?"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from search.answer.differences import Steps, differences
from search.answer.item import as_of
from search.answer.item import item as item_of
from search.deadlines import check_deadline
from search.engine import Generation
from search.model import Headline, Item
from search.read_item import HeadlineChange, Piece, VersionChange
from search.versions import revisions


def changes(newest: Generation, item_id: str, day: date | None) -> tuple[VersionChange, ...]:
    """Return the versions of an item that were known by a day, and what each changed.

    The oldest comes first, and changed nothing; () if there is one version. Raises ItemNotFound.
    """
    item = item_of(newest, item_id, day)
    if not item.versions:
        return ()
    states = _states(newest, item, day)
    steps = Steps()
    titles = [*(own.title for own in item.versions), item.title]
    found = []
    known = revisions(item)
    # The latest first: they are compared even if the steps do not do for all.
    for number in reversed(range(len(known))):
        check_deadline()
        revision, state = known[number], states[number]
        before = states[number - 1] if number else None
        title: tuple[Piece, ...] = ()
        text: tuple[Piece, ...] = ()
        if number:
            title = _changed(titles[number - 1], titles[number], steps)
            text = _changed(before.text, state.text, steps) if before and state else ()
        found.append(
            VersionChange(
                number=number + 1,
                seen=revision.seen,
                day=revision.day,
                is_whole=state is not None,
                title=title,
                headlines=_headlines(revision.came, revision.went, steps) if number else (),
                text=text,
                gone=revision.gone,
                returned=revision.returned,
            )
        )
    return tuple(found[::-1])


def version(newest: Generation, item: Item, day: date | None, number: int) -> Item | None:
    """Return a version of an item by its number, from 1; None where it is not held as a whole.

    `item` is the newest version that was known by the day.
    """
    if not 1 <= number <= len(item.versions):
        return item if number == len(item.versions) + 1 else None
    return _states(newest, item, day)[number - 1]


def _states(newest: Generation, item: Item, day: date | None) -> list[Item | None]:
    """Return the versions of an item as whole items; of some no more than title and headlines."""
    (states,) = newest.states([item.id])
    whole = {state.seen: state for state in states}
    found: list[Item | None] = []
    for own in item.versions:
        state = whole.get(own.seen)
        is_it = state and (state.title, state.headlines) == (own.title, own.headlines)
        found.append(replace(as_of(state, day), versions=()) if state and is_it else None)
    return [*found, item]


def _changed(before: str, after: str, steps: Steps) -> tuple[Piece, ...]:
    pieces = differences(before, after, steps) if before != after else ()
    return pieces if any(piece.kind != "same" for piece in pieces) else ()


def _headlines(
    came: Sequence[Headline], went: Sequence[Headline], steps: Steps
) -> tuple[HeadlineChange, ...]:
    """Return what became of headlines: those of one outlet and link are one that was rewritten."""
    left = list(went)
    found = []
    for line in came:
        before = next((own for own in left if _is_rewritten(own, line)), None)
        if before is not None:
            left.remove(before)
            pieces = differences(before.text, line.text, steps)
            found.append(HeadlineChange(kind="rewritten", outlet=line.outlet, text=pieces))
        else:
            pieces = (Piece(kind="added", text=line.text),)
            found.append(HeadlineChange(kind="added", outlet=line.outlet, text=pieces))
    for line in left:
        pieces = (Piece(kind="removed", text=line.text),)
        found.append(HeadlineChange(kind="removed", outlet=line.outlet, text=pieces))
    return tuple(found)


def _is_rewritten(before: Headline, after: Headline) -> bool:
    return before.outlet == after.outlet and before.link == after.link != ""
