"""Which stories did an outlet lead, which does it share with others, and which did it leave out?

It is told of the last days of the outlet in the archive. What an outlet leaves out is what the
archive has no item of it for: it may have reported all the same.
"""

from datetime import date

from whoosh.query import Every, Or, Term

from search.answer.begun import begun
from search.engine import Generation, Question
from search.holdings import OutletStories, OutletStory
from search.query.tree import ID_FIELD, STORY_FIELD
from search.story_groups import StoryGroup

#: Days of an outlet that are looked at: its last ones.
STORY_DAYS = 30
#: Stories that are looked at, the largest, and those of each kind that are told of.
LOOKED_AT_STORIES = 24
MOST_STORIES_TOLD = 10
#: Outlets and items of a story that others may be said to have left out.
LEAST_OUTLETS_OF_STORY = 3


def outlet_stories(generation: Generation, name: str, last: date | None) -> OutletStories | None:
    """Return the stories of an outlet, whose last item is of a day.

    It takes seven round trips. None where the archive knows no stories, or no item has a day.
    """
    if last is None:
        return None
    first = date.fromordinal(max(1, last.toordinal() - STORY_DAYS + 1))
    its = _groups(generation, first, last, name)
    if not its:
        return None
    every = _groups(generation, first, last)
    large = [own for own in every if own.story.outlets >= LEAST_OUTLETS_OF_STORY]
    # It may have an item of a story on another day, or few of it.
    counts = generation.totals(
        [
            Question(tree=Term(STORY_FIELD, own.story.id), included={"sources": (name,)})
            for own in large
        ]
    )
    several = [own for own in its if own.story.outlets > 1]
    tree = Or([Term(ID_FIELD, own.story.id) for own in several])
    asked = Question(tree=tree, included={"sources": (name,)}, count=LOOKED_AT_STORIES)
    first_items = {item.id: item for item, _ in generation.search(asked).hits} if several else {}
    begins = begun(
        generation,
        {own.story: item for own in several if (item := first_items.get(own.story.id))},
    )
    return OutletStories(
        since=first,
        until=last,
        led=_told([own for own in several if own.story.id in begins]),
        shared=_told([own for own in several if own.story.id not in begins]),
        left_out=_told([own for own, count in zip(large, counts, strict=True) if not count]),
        looked_at=LOOKED_AT_STORIES,
    )


def _groups(
    generation: Generation, since: date, until: date, name: str = ""
) -> tuple[StoryGroup, ...]:
    """Return the stories with most items of some days, of an outlet if it is named."""
    asked = Question(
        tree=Every(),
        included={"sources": (name,)} if name else {},
        since=since,
        until=until,
        sort="size",
        group="story",
        count=LOOKED_AT_STORIES,
    )
    return generation.search(asked).groups


def _told(groups: list[StoryGroup]) -> tuple[OutletStory, ...]:
    return tuple(
        OutletStory(story=own.story, items=own.matching) for own in groups[:MOST_STORIES_TOLD]
    )
