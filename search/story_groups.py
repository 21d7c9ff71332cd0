"""When are hits put together by their stories, and what is then told of each story?"""

from datetime import date
from typing import TYPE_CHECKING

from search.frozen import frozen

if TYPE_CHECKING:
    from search.model import Item

#: Whether hits are put together by their stories: as whoever shows them likes, yes, no, or yes if
#: they are many of one story.
GROUPINGS = ("", "story", "none", "auto")
#: Hits of a story that are told beside its best one.
FOLDED_HITS = 2
#: Hits for which `auto` groups at least, and the share of them that are not the first of a story.
AUTO_HITS = 10
AUTO_SHARE = 0.2


@frozen(kw_only=True)
class StorySummary:
    """A story of an archive: `id` is that of its first item.

    `items` and `outlets` are how many it has, as far as the archive may be looked at; `first` and
    `last` are the days of its items, None where none has a day. `title` is the most central one of
    its items (`search.stories.naming`).
    """

    id: str
    title: str
    items: int
    outlets: int
    first: date | None
    last: date | None


@frozen(kw_only=True)
class StoryGroup:
    """The hits of one story: how many these are, and the next best after the best one."""

    story: StorySummary
    matching: int
    others: "tuple[Item, ...]"


def is_by_stories(group: str, hits: int, stories: int) -> bool:
    """Tell whether the hits of some stories are put together, as one of GROUPINGS asks."""
    is_of_few = hits >= AUTO_HITS and stories > 1 and hits - stories >= AUTO_SHARE * hits
    return group == "story" or (group == "auto" and is_of_few)
