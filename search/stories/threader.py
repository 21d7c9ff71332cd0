"""Which story does each item belong to? One pass in the order of time, which knows no future.

An item joins a story of the last days, or begins one that has the item's id as its name. So its
story follows from what was there before it alone: the stories of an archive that is cut at a day
are those that the whole archive has of that day.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from search.model import Item
from search.stories.ahead import ReadingAhead, Said
from search.stories.candidates import Candidate, candidates
from search.stories.evidence import DAY_SECONDS, in_order, seconds
from search.stories.window import Articles, RunningStory, Window, WindowItem
from search.text import Analyzer

#: Seconds since the last item of a story that may still be joined; later ones only continue it.
_JOINED_SECONDS = 7 * DAY_SECONDS
#: Words that are told of an item which joined a story.
_TOLD_WORDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The story of an item, and by what it was found.

    `story` is the id of the story's first item. `links` are the addresses of articles that the item
    has in common with the story, which is a proof; `lines` are lines that it has word by word; both
    in the form in which they are compared. Without links it is a guess, by `words`: the terms in
    common, those that weigh most first. `tied` is another story that the item shows to be the same,
    or to have gone on after a pause: of the two the later continues the earlier from this item on.
    """

    id: str
    story: str
    links: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
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
        window, own = self._window, said.evidence
        window.forget(said.first)
        found = candidates(said, window)
        joined = next((one.story for one in found if _may_join(one, own.time)), None)
        tied = next((one.story.id for one in found if _is_tied(one, joined)), None)
        id = said.item.id
        told = Told(id=id, story=id, tied=tied)
        if joined:
            told = Told(
                id=id,
                story=joined.id,
                links=_common(own.links, window.links, joined),
                lines=_common(own.lines, window.lines, joined),
                words=_words(said.vector, joined),
                tied=tied,
            )
        return told, self.follow(said, told.story)

    def follow(self, said: Said, story: str) -> WindowItem:
        """Take in the next item that was read, whose story is known; return it as `add` does."""
        self._window.forget(said.first)
        item = WindowItem(story, said.evidence, said.vector)
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
        *(Told(id=item.id, story=item.id) for item in undated),
        *(threader.add(one)[0] for one in said),
    ]


def _may_join(candidate: Candidate, time: int) -> bool:
    return candidate.score > 0 and time - candidate.story.last <= _JOINED_SECONDS


def _is_tied(candidate: Candidate, joined: RunningStory | None) -> bool:
    """Tell whether a story goes on in the item's own, which is `joined` or begins with the item."""
    if joined is None:
        return candidate.without_pause > 0
    return candidate.story is not joined and candidate.score > 0


def _common(articles: tuple[str, ...], table: Articles, story: RunningStory) -> tuple[str, ...]:
    return tuple(key for key in articles if key in table and story.number in table[key])


def _words(vector: dict[str, int], story: RunningStory) -> tuple[str, ...]:
    common = sorted((-x, term) for term, x in vector.items() if term in story.words)
    return tuple(term for _, term in common[:_TOLD_WORDS])
