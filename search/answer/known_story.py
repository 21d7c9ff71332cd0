"""Which story does a limit mean, and is there one?"""

from whoosh.query import Term

from search.engine import Generation, Question
from search.messages import message
from search.query.tree import STORY_FIELD
from search.request import SearchRequest


def with_known_story(
    generation: Generation, request: SearchRequest
) -> tuple[SearchRequest, list[str]]:
    """Return a request limited to the story that its item is of, and a sentence if that is another.

    Also a sentence if there is no such story.
    """
    id = request.story
    if not id or any(generation.totals([Question(tree=Term(STORY_FIELD, id))])):
        return request, []
    held = generation.story(id, 0)
    if held is None or not held.story.items:
        return request, [
            message("There is no story “{id}”: its id is that of its first item.", id=id)
        ]
    story = held.story.id
    return request.with_limits(story=story), [
        message("Took the story “{story}”, which has “{id}”.", story=story, id=id)
    ]
