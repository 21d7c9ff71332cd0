"""What may happen to an archive before and after a day? At random, the same for each seed.

own = history(Random(1))
goes_on(own, Random(2))       the commits of an archive that has all of it
ends(own, day, Random(3))     the commits of one that ended on that day
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from search import Item
from search.versions import gone_by
from tests.search.random_archives import DAYS_SEEN, FIRST_SEEN, FOLDERS, Step, states

States = Sequence[Item]
#: When files were last written that are written again after every day that is asked of.
WRITTEN = datetime(2026, 5, 1, tzinfo=UTC)


@dataclass(frozen=True)
class History:
    """The states of all items, oldest first, and those of items that were removed in the end."""

    items: Sequence[States]
    removed: Sequence[States]


def history(chance: Random, most: int = 40) -> History:
    """Return a history: items that came and changed within days, and some that are removed."""
    # Many that are removed change how densely the others lie among the documents of a segment.
    count, removed = chance.randrange(2, most), chance.choice((0, 1, most // 2, 4 * most))
    names = (f"{chance.choice(FOLDERS)}{number}.md" for number in range(count + removed))
    made = [_states(chance, name) for name in names]
    chance.shuffle(made)
    return History(made[:count], made[count:])


def _states(chance: Random, id: str) -> States:
    given = states(chance, id)
    own = [given] if isinstance(given, Item) else given
    if own[0].seen is None or chance.random() < 0.3:
        # Of a file outside a history it is known when it was written, but not since when it stood.
        return [replace(state, changed=WRITTEN) for state in own]
    return own


def days(chance: Random, count: int) -> list[date]:
    """Return days to ask as of, in any order."""
    return [
        FIRST_SEEN.date() + timedelta(n) for n in chance.sample(range(-1, DAYS_SEEN + 3), count)
    ]


def goes_on(own: History, chance: Random) -> list[Step]:
    """Return commits that end with all items: states and items come one after the other."""
    steps: list[Step] = []
    left = list(own.removed)
    held: list[str] = []
    #: How many states of each item are in the archive.
    states_held = dict.fromkeys(range(len(own.items)), 0)
    for last in [False] * chance.randrange(1, 6) + [True]:
        added: list[Sequence[Item]] = []
        for number, given in enumerate(own.items):
            is_whole = states_held[number] == len(given)
            if (last and not is_whole) or chance.random() < (0.1 if is_whole else 0.4):
                count = len(given) if last else chance.randrange(1, len(given) + 1)
                states_held[number] = count
                added.append(list(given[:count]))
        coming = [left.pop() for _ in range(0 if last else chance.randrange(len(left) + 1))]
        removed = [id for id in held if last or chance.random() < 0.4]
        held = [id for id in held if id not in removed] + [states[0].id for states in coming]
        added += map(list, coming)
        chance.shuffle(added)
        steps.append(Step(added, removed))
    return steps


def ends(own: History, day: date | None, chance: Random) -> list[Step]:
    """Return commits that end with what was known by the end of a day (None: with all)."""
    known = [states for given in own.items if (states := list(_known(given, day)))]
    chance.shuffle(known)
    cut = chance.randrange(len(known) + 1)
    return [Step(part) for part in (known[:cut], known[cut:]) if part]


def _known(given: Iterable[Item], day: date | None) -> Iterator[Item]:
    for state in given:
        if day is None:
            yield state
        elif state.seen is None or state.seen.date() <= day:
            yield replace(state, gone=gone_by(state, day), changed=None)
