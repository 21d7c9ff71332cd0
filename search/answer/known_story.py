"""Which story does a limit mean, and is there one?"""

from collections.abc import Sequence

from whoosh.query import Every, Term

from search.engine import Generation, Question
from search.messages import message
from search.query.compiled import Compiled
from search.query.tree import STORY_FIELD
from search.request import SearchRequest

STORY_UNKNOWN = message(
    "This archive knows no stories, so it has no hits of one; “backfile index --stories”, with the "
    "folders as before, finds them."
)
#: Ids of stories in a query that are looked for.
MAX_IDS = 5


def has_stories(generation: Generation) -> bool:
    """Tell whether the archive knows the stories of its items."""
    asked = Question(tree=Every(), group="story", count=1)
    return generation.search(asked).stories is not None


def said_of_stories(generation: Generation, asked: Sequence[Compiled]) -> list[str]:
    """Return a sentence for each `story:ID` that finds nothing: its id is not that of a story."""
    leaves = [
        own
        for query in asked
        for part in query.parts
        for own in part.leaves()
        if own.field() == STORY_FIELD
    ]
    if not leaves:
        return []
    if not has_stories(generation):
        return [STORY_UNKNOWN]
    ids = list(dict.fromkeys(own.text for own in leaves if isinstance(own, Term)))[:MAX_IDS]
    totals = generation.totals([Question(tree=Term(STORY_FIELD, id)) for id in ids])
    notes = list[str]()
    for id, total in zip(ids, totals, strict=True):
        held = None if total else generation.story(id, 0)
        if held and held.story.items:
            notes.append(
                message(
                    "“{id}” is in the story “{story}”, so story:{story} finds it.",
                    id=id,
                    story=held.story.id,
                )
            )
        elif not total:
            notes.append(_no_story(id))
    return notes


def _no_story(id: str) -> str:
    return message("There is no story “{id}”: its id is that of its first item.", id=id)


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
        return request, [_no_story(id)]
    story = held.story.id
    return request.with_limits(story=story), [
        message("Took the story “{story}”, which has “{id}”.", story=story, id=id)
    ]
