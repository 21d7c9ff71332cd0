"""How are hits told that are put together by their stories?"""

from itertools import islice

from search.answer.marks import Marker
from search.messages import message
from search.model import Item
from search.names import as_written
from search.results import FoldedHit, StoryHits
from search.story_groups import StoryGroup

#: Said of a search by stories in an archive that knows none.
NO_STORIES = message(
    "This archive knows no stories, so the hits are not put together; “backfile index "
    "--stories”, with the folders as before, finds them."
)
#: Outlets of an item that are named beside it.
_NAMED_OUTLETS = 3


def story_hits(group: StoryGroup, marker: Marker) -> StoryHits:
    """Return the hits of a story, the words that were searched for marked."""
    return StoryHits(
        story=group.story,
        matching=group.matching,
        others=tuple(
            FoldedHit(
                id=item.id,
                title=item.title,
                day=item.day,
                sources=first_outlets(item),
                source_count=len(item.sources),
                title_marks=marker.marks("title", item.title),
            )
            for item in group.others
        ),
    )


def first_outlets(item: Item) -> tuple[str, ...]:
    """Return the outlets that are named where an item is one of a story."""
    return tuple(map(as_written, islice(item.sources, _NAMED_OUTLETS)))
