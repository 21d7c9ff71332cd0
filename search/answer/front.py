"""What were the stories of the last days? Those of most outlets, each once."""

from collections.abc import Iterator
from datetime import date

from whoosh.query import Every

from search.answer.held_days import ONE_DAY, by_stories, nearest, told
from search.engine import Generation, Question
from search.holdings import FrontDay
from search.model import Item

#: Days with items that are looked back at, and stories of the last one and of each before it.
FRONT_DAYS = 4
FIRST_STORIES = 10
MORE_STORIES = 6
#: Items of a day that are put together to stories, for each story that it shows at most.
ITEMS_FOR_A_STORY = 3


def front(generation: Generation, as_of: date | None) -> tuple[FrontDay, ...]:
    """Return the last days with items, the newest first. Two round trips for each, and one."""
    days = list(_last_days(generation))
    groups, _ = by_stories(generation, [item for _, _, items in days for item in items])
    shown = []
    for number, (day, total, items) in enumerate(days):
        most = MORE_STORIES if number else FIRST_STORIES
        # A story of several days stands under the last one, headed by an item of that day.
        own = [
            sorted(group, key=lambda item: item.day != day)
            for group in groups
            if max(item.day or date.min for item in group) == day
        ][:most]
        stories = told(own, generation.analyzer, as_of, len(items))
        shown.append(FrontDay(day=day, total=total, stories=stories))
    return tuple(shown)


def _last_days(generation: Generation) -> Iterator[tuple[date, int, list[Item]]]:
    """Yield the last days with items: how many there are of each, and those of most outlets."""
    until = date.max
    for number in range(FRONT_DAYS):
        day = nearest(generation, None, until)
        if day is None:
            return
        count = ITEMS_FOR_A_STORY * (MORE_STORIES if number else FIRST_STORIES)
        of_day = Question(tree=Every(), since=day, until=day, sort="outlets", count=count)
        answer = generation.search(of_day)
        yield day, answer.total, [item for item, _ in answer.hits]
        if day == date.min:
            return
        until = day - ONE_DAY
