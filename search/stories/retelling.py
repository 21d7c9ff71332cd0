"""Which stories do items get anew when some come, change or go? Those told from then on.

What is told of an item follows from the items of the days before it (`window.py`). So the telling
begins anew with the first item that changed, and ends where it has told for as many days what was
told before: a correction of an old article costs weeks, not years.
"""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TypeVar

from search.model import Item
from search.stories.evidence import seconds
from search.stories.tail import Tail
from search.stories.threader import Threader, Told
from search.stories.window import SECONDS_TO_FOLLOW, WINDOW_SECONDS
from search.text import Analyzer

#: The story of an item, and the one that it ties that to.
Known = tuple[str, str | None]
#: Where an item was found.
_Where = TypeVar("_Where")


def retold(
    items_from: Callable[[int | None], Iterable[tuple[Item, _Where]]],
    changed: Collection[int] | None,
    known: Callable[[Item, _Where], Known | None],
    analyzer: Analyzer,
    tail: Tail,
) -> Iterator[tuple[Item, _Where, Told]]:
    """Yield those items whose stories may not be the known ones, with what is told of each.

    `items_from` returns the items that have this time or a later one (None: all), each in its first
    state, in the order of `in_order`, and with each where it was found; it is called once, and read
    ahead of what is told. `changed` are the times of the items that came, that changed in their
    first state (the time before and the time after) or that went; None: nothing is known. `known`
    returns what was told of an item before. The stories of all other items are the known ones.
    Items without a time are stories by themselves; none is yielded. `tail` has the last items of
    the telling before, and has those of this one at the end.
    """
    first = min(changed) if changed else None
    if changed is not None and first is None:
        return
    #: The time of the last item that is known to be another, or in another story, than before.
    differs = max(changed or (0,))
    threader = Threader(analyzer)
    new_tail, begin = Tail(), None
    if first is not None:
        if (last_items := tail.before(first)) is not None:
            threader.restore(last_items)
            tail.cut(first)
            new_tail, begin = tail, first
        else:
            # What a followed item weighs is right once two windows were followed.
            new_tail.since, begin = first - WINDOW_SECONDS, first - SECONDS_TO_FOLLOW
    ahead: deque[_Where] = deque()

    def timed() -> Iterator[Item]:
        for item, where in items_from(begin):
            if seconds(item) is not None:
                ahead.append(where)
                yield item

    for said in threader.read(timed()):
        item, where, time = said.item, ahead.popleft(), said.known.time
        before = None if changed is None else known(item, where)
        if first is not None and before and time < first:
            taken = threader.follow(said, before[0])
        else:
            is_as_before = changed is not None and time - differs > SECONDS_TO_FOLLOW
            if is_as_before and tail.since is not None and time < tail.since:
                return
            told, taken = threader.add(said)
            if before != (told.story, told.tied):
                differs = max(differs, time)
            yield item, where, told
        if new_tail.since is None or time >= new_tail.since:
            new_tail.add(time, taken)
    tail.become(new_tail)
