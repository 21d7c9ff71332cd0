"""Which stories do items get anew when some come, change or go? Those told from then on.

What is told of an item follows from the items of the days before it (`window.py`). So the telling
begins anew with the first item that changed, and ends where it has told for as many days what was
told before: a correction of an old article costs weeks, not years.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from search.model import Item
from search.stories.threader import Threader, Told
from search.stories.window import SECONDS_TO_FOLLOW
from search.text import Analyzer


@dataclass(frozen=True, slots=True)
class Known:
    """What was told before: the story of each item, and of some the one that they tie it to."""

    stories: Mapping[str, str]
    tied: Mapping[str, str] = field(default_factory=dict)

    def says(self, told: Told) -> bool:
        """Tell whether the same was told of an item before."""
        return (self.stories.get(told.id), self.tied.get(told.id)) == (told.story, told.tied)


def retold(
    order: Sequence[tuple[int, str]],
    changed: Iterable[int],
    known: Known,
    read: Callable[[str], Item],
    analyzer: Analyzer,
) -> Iterator[Told]:
    """Yield what is told of those items whose stories may not be the known ones, in their order.

    `order` has the time and the id of each item that has a time now, as `in_order` sorts them.
    `changed` are the times of the items that came, that changed in their first state (the time
    before and the time after) or that went. `read` returns an item in its first state. The stories
    of all other items that were there before are the known ones.
    """
    times = sorted(changed)
    if not times:
        return
    threader = Threader(analyzer)
    #: The time of the last item known to be another, or to have another story, than before.
    differs = times[-1]
    for time, id in order[bisect_left(order, (times[0] - SECONDS_TO_FOLLOW, "")) :]:
        if time < times[0]:
            threader.follow(read(id), known.stories[id])
            continue
        if time - differs > SECONDS_TO_FOLLOW:
            return
        told = threader.add(read(id))
        if not known.says(told):
            differs = max(differs, time)
        yield told
