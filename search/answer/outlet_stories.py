"""Which stories did an outlet lead, which does it share with others, and which did it leave out?

It is told of the last days of the outlet in the archive. What an outlet leaves out is what the
archive has no item of it for: it may have reported all the same.
"""

from datetime import date

from whoosh.query import Every, Or, Term

from search.came import came_before, first_state
from search.engine import Generation, Question
from search.holdings import OutletStories, OutletStory
from search.model import Item
from search.names import name_key
from search.query.tree import ID_FIELD, STORY_FIELD
from search.story_groups import StoryGroup

#: Days of an outlet that are looked at: its last ones.
STORY_DAYS = 30
#: Stories that are looked at, the largest, and those of each kind that are told of.
LOOKED_AT_STORIES = 24
MOST_STORIES_TOLD = 10
#: Outlets and items of a story that others may be said to have left out.
LEAST_OUTLETS_OF_STORY = 3
#: First items of a story among which it is looked for others that came at the same time.
READ_FIRST_ITEMS = 20


def outlet_stories(generation: Generation, name: str, last: date | None) -> OutletStories | None:
    """Return the stories of an outlet, whose last item is of a day.

    It takes four round trips, and those of a story for each that it may have led. None where the
    archive knows no stories, or the outlet's items have no days.
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
    begun = Or([Term(ID_FIELD, own.story.id) for own in its])
    found = generation.search(
        Question(tree=begun, included={"sources": (name,)}, count=LOOKED_AT_STORIES)
    )
    several = [own for own in its if own.story.outlets > 1]
    may_lead = {own.story.id for own in several}
    # Who stands beside others in the first item was not there before them.
    begins = {
        item.id
        for item, _ in found.hits
        if item.id in may_lead and len(item.sources) == 1 and _is_alone_first(generation, item)
    }
    return OutletStories(
        since=first,
        until=last,
        led=_told([own for own in several if own.story.id in begins]),
        shared=_told([own for own in several if own.story.id not in begins]),
        left_out=_told([own for own, count in zip(large, counts, strict=True) if not count]),
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


def _is_alone_first(generation: Generation, first: Item) -> bool:
    """Tell whether all other outlets of a story are known to have come after its first item."""
    held = generation.story(first.id, READ_FIRST_ITEMS)
    if held is None:
        return False
    came = [first_state(item) for item in held.items]
    own = {name_key(source) for source in first.sources}
    others = (
        state
        for item, state in zip(held.items, came, strict=True)
        if {name_key(source) for source in item.sources} - own
    )
    return all(came_before(came[0], state) for state in others)


def _told(groups: list[StoryGroup]) -> tuple[OutletStory, ...]:
    return tuple(
        OutletStory(story=own.story, items=own.matching) for own in groups[:MOST_STORIES_TOLD]
    )
