"""What makes one archive the copy of another, besides its items?"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID

from search.frozen import frozen
from search.model import Item

#: The states of an item, oldest first, and the generation that it came in with.
Arrived = tuple[int, Sequence[Item]]
#: Adds items to a copy, each of another id; all of them at least once.
Fill = Callable[[Iterable[Arrived]], None]


@frozen(kw_only=True)
class Identity:
    """An archive's language, its id, and what tells its newest generation.

    `generation` and `arrivals_from` are those of `engine.Generation`, `note` is that of the writer.
    `outlets` are the other names of outlets that are kept with it, each with the outlet's name.
    `keeps_stories` tells whether the copy is to know the stories of its items; they are found anew.
    """

    language: str
    id: UUID
    generation: int
    arrivals_from: int
    note: str
    keeps_stories: bool = True
    outlets: Mapping[str, str]
