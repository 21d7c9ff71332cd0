"""Which story does a limit mean, and is there one?"""

from whoosh.query import Every, Term

from search.engine import Generation, Question
from search.messages import message
from search.query.compiled import Compiled
from search.query.tree import STORY_FIELD
from search.request import SearchRequest

STORY_UNKNOWN = message(
    "This archive knows no stories, so it has no hits of one; “backfile index” finds them, unless "
    "--no-stories was given."
)


def has_stories(generation: Generation) -> bool:
    """Tell whether the archive knows the stories of its items."""
    asked = Question(tree=Every(), group="story", count=1)
    return generation.search(asked).stories is not None


def asks_for_story(asked: Compiled) -> bool:
    """Tell whether a query asks for the items of a story."""
    return any(own.field() == STORY_FIELD for part in asked.parts for own in part.leaves())


def with_known_story(
    generation: Generation, request: SearchRequest
) -> tuple[SearchRequest, list[str]]:
    """Return a request limited to the story that its item is of, and a sentence if that is another.

    Also a sentence if there is no such story.
    """
    id = request.story
    if not id or any(generation.totals([Question(tree=Term(STORY_FIELD, id))])):
        return request, []
    if not has_stories(generation):
        return request, [STORY_UNKNOWN]
    held = generation.story(id, 0)
    if held is None or not held.story.items:
        return request, [
            message("There is no story “{id}”: its id is that of its first item.", id=id)
        ]
    story = held.story.id
    return request.with_limits(story=story), [
        message("Took the story “{story}”, which has “{id}”.", story=story, id=id)
    ]
