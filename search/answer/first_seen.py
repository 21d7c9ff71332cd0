"""Which outlet was alone first with a story here, by more than the archive's own gap?

An archive sees what is new when it is filled, and nothing between two fillings tells who was first.
So an outlet counts as first only if all others came later by more than the longest time between two
fillings of these days. That says when items were first seen here, not when outlets published.
"""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from whoosh.query import Every

from search.engine import Generation, Question
from search.names import as_written, name_key
from search.story import FirstSeen, HeldStory

#: Items of the days around a story's first one whose times are read.
READ_TIMES = 400
_ONE_DAY = timedelta(days=1)


def first_seen(generation: Generation, held: HeldStory) -> FirstSeen | None:
    """Return the outlet that was alone first with a story, None if none is known to be."""
    firsts: dict[str, tuple[datetime, str]] = {}
    for item in held.items:
        states = [(version.seen, version.headlines) for version in item.versions]
        for seen, headlines in [*states, (item.seen, item.headlines)]:
            if seen is None:
                return None
            for line in headlines:
                key = name_key(line.outlet)
                if key and (key not in firsts or seen < firsts[key][0]):
                    firsts[key] = seen, line.outlet
    if len(firsts) < 2:
        return None
    (first, name), (second, _) = sorted(firsts.values())[:2]
    gap = polling_gap(generation, first, second)
    if gap is None or second - first <= gap:
        return None
    ahead = int((second - first).total_seconds())
    return FirstSeen(outlet=as_written(name), seen=first, ahead=ahead, gap=int(gap.total_seconds()))


def polling_gap(generation: Generation, first: datetime, second: datetime) -> timedelta | None:
    """Return the longest pause between runs that filled the archive, from a time to another.

    It is None where that is unknown.

    Where too many items were seen then, some are left out, so that the gap is rather too long.
    """
    day, day_before = first.astimezone(UTC).date(), first - _ONE_DAY
    if day.toordinal() < 2 or day.year > 9_998:
        return None
    asked = Question(
        tree=Every(), since=day - _ONE_DAY, until=day + _ONE_DAY, sort="oldest", count=READ_TIMES
    )
    seen = {item.seen for item, _ in generation.search(asked).hits}
    times = {first, second, *(time for time in seen if time and day_before <= time < second)}
    if min(times) == first:
        return None
    return max(later - earlier for earlier, later in pairwise(sorted(times)))
