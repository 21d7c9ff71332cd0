"""Which story does each item belong to? One pass in the order of time, which knows no future.

An item joins a story of the last days, or begins one that has the item's id as its name. So its
story follows from what was there before it alone: the stories of an archive that is cut at a day
are those that the whole archive has of that day.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from search.model import Item
from search.stories.ahead import ReadingAhead, Said
from search.stories.candidates import Candidate, candidates
from search.stories.evidence import DAY_SECONDS, in_order, seconds
from search.stories.window import RunningStory, Window, WindowItem
from search.text import Analyzer

#: Seconds since the last item of a story that may still be joined; later ones only continue it.
_JOINED_SECONDS = 7 * DAY_SECONDS
#: What must speak for a story, but for its pause, if an item that begins another continues it. With
#: less, most of what is tied are other events of one subject.
_LEAST_TO_CONTINUE = 1.0


class Told(NamedTuple):
    """The story of an item: `story` is the id of its first item.

    `tied` is another story that the item shows to be the same, or to have gone on after a pause: of
    the two the later continues the earlier from this item on.
    """

    id: str
    story: str
    tied: str | None = None


class Threader:
    """Finds the stories of items that come in the order of `in_order`, each in its first state.

    Items are read (`read`), then each is told of (`add`) or its story is known (`follow`).
    """

    def __init__(self, analyzer: Analyzer) -> None:
        self._ahead = ReadingAhead(analyzer)
        self._window = Window()

    def read(self, items: Iterable[Item]) -> Iterator[Said]:
        """Yield what the next items say, in order; some are read ahead.

        Raises ValueError if an item has no time, or comes before one that was read.
        """
        return self._ahead.read(items)

    def add(self, said: Said) -> tuple[Told, WindowItem]:
        """Return the story of the next item that was read, and the item as the window has it."""
        self._window.forget(said.first)
        found = candidates(said, self._window)
        time = said.known.time
        joined = next((one.story for one in found if _may_join(one, time)), None)
        tied = next((one.story.id for one in found if _is_tied(one, joined)), None)
        told = Told(said.item.id, joined.id if joined else said.item.id, tied)
        return told, self.follow(said, told.story)

    def follow(self, said: Said, story: str) -> WindowItem:
        """Take in the next item that was read, whose story is known; return it as `add` does."""
        self._window.forget(said.first)
        item = said.known._replace(story=story)
        self._window.add(item)
        return item

    def restore(self, items: Sequence[WindowItem]) -> None:
        """Take in the items of the last days, in order, as another pass had them."""
        self._ahead.restore(items)
        for item in items:
            self._window.add(item)


def stories(items: Iterable[Item], analyzer: Analyzer) -> list[Told]:
    """Return the stories of items, each in its first state, in the order of `in_order`.

    One without a time is a story by itself.
    """
    ordered = in_order(items)
    threader = Threader(analyzer)
    undated = [item for item in ordered if seconds(item) is None]
    said = threader.read(ordered[len(undated) :])
    return [
        *(Told(item.id, item.id) for item in undated),
        *(threader.add(one)[0] for one in said),
    ]


def _may_join(candidate: Candidate, time: int) -> bool:
    return candidate.score > 0 and time - candidate.story.last <= _JOINED_SECONDS


def _is_tied(candidate: Candidate, joined: RunningStory | None) -> bool:
    """Tell whether a story goes on in the item's own, which is `joined` or begins with the item."""
    if joined is None:
        return candidate.without_pause > _LEAST_TO_CONTINUE
    return candidate.story is not joined and candidate.score > 0
