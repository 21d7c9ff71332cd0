"""What were the stories of the last days? Those of most outlets, as each day has them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from weakref import WeakKeyDictionary

from whoosh.query import Every

from search.answer.held_days import ONE_DAY, by_stories, nearest, told
from search.engine import Generation, Question
from search.holdings import FrontDay
from search.model import Item

#: Days with items that are looked back at, and stories of the last one and of each before it.
FRONT_DAYS = 4
FIRST_STORIES = 10
MORE_STORIES = 6
#: Items of a day that are put together to stories, for each story that it shows at most: those of
#: the largest stories. On 28 days of real items, of up to 500 items each, none was left out.
ITEMS_FOR_A_STORY = 25
#: What was told of each commit, and of each day of it, that is still open: most readers begin here.
_KNOWN = WeakKeyDictionary[Generation, tuple[FrontDay, ...]]()


def front(generation: Generation, as_of: date | None) -> tuple[FrontDay, ...]:
    """Return the last days with items, the newest first.

    The first answer takes up to four round trips for each day; the commit's next ones take none.
    """
    found = _KNOWN.get(generation)
    if found is None:
        found = _KNOWN[generation] = tuple(_days(generation, as_of))
    return found


def _days(generation: Generation, as_of: date | None) -> Iterator[FrontDay]:
    for number, day in enumerate(_last_days(generation)):
        most = MORE_STORIES if number else FIRST_STORIES
        total, items = _of_day(generation, day, most)
        groups, are_found = by_stories(generation, items)
        stories = told(groups[:most], generation.analyzer, as_of, len(items))
        yield FrontDay(day=day, total=total, stories=stories, are_found=are_found)


def _last_days(generation: Generation) -> Iterator[date]:
    until = date.max
    for _ in range(FRONT_DAYS):
        day = nearest(generation, None, until)
        if day is None:
            return
        yield day
        if day == date.min:
            return
        until = day - ONE_DAY


def _of_day(generation: Generation, day: date, most: int) -> tuple[int, list[Item]]:
    """Return how many items a day has, and those of which its first `most` stories are.

    A story of most outlets has many items, or one item of many outlets.
    """
    asked = Question(
        tree=Every(), since=day, until=day, sort="size", count=ITEMS_FOR_A_STORY * most
    )
    largest = generation.search(asked)
    items = {item.id: item for item, _ in largest.hits}
    if len(items) < largest.total:
        # Without stories none is larger than others: then items of most outlets tell more.
        count = asked.count if largest.stories is None else most
        widest = generation.search(replace(asked, sort="outlets", count=count))
        items |= {item.id: item for item, _ in widest.hits}
    return largest.total, list(items.values())
