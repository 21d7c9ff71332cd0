"""Which story does each item belong to? One pass in the order of time, which knows no future.

An item joins a story of the last days, or begins one that has the item's id as its name. So its
story follows from what was there before it alone: the stories of an archive that is cut at a day
are those that the whole archive has of that day.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from search.model import Item
from search.stories.candidates import Candidate, candidates
from search.stories.evidence import DAY_SECONDS, Evidence, evidence, in_order, seconds
from search.stories.lines import LineTerms
from search.stories.window import Articles, RunningStory, Weighed, Window, WindowItem
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
    """Finds the stories of items that come in the order of `in_order`, each in its first state."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._terms = LineTerms(analyzer)
        self._window = Window()
        self._time: int | None = None
        #: The item that was taken in last, as the window has it.
        self.taken: WindowItem | None = None

    def add(self, item: Item) -> Told:
        """Return the story of the next item; one without a time is a story by itself.

        Raises ValueError if the item comes before one that was added.
        """
        read = self._read(item)
        if read is None:
            return Told(id=item.id, story=item.id)
        said, words = read
        found = candidates(said, words, self._window)
        joined = next((one.story for one in found if _may_join(one, said.time)), None)
        tied = next((one.story.id for one in found if _is_tied(one, joined)), None)
        told = Told(id=item.id, story=item.id, tied=tied)
        if joined:
            told = Told(
                id=item.id,
                story=joined.id,
                links=_common(said.links, self._window.links, joined),
                lines=_common(said.lines, self._window.lines, joined),
                words=_words(words, joined),
                tied=tied,
            )
        self.taken = self._window.add(joined or self._window.story(item.id), said, words)
        return told

    def follow(self, item: Item, story: str) -> None:
        """Take in the next item, whose story is known. Raises ValueError as `add` does."""
        read = self._read(item)
        if read is not None:
            self.taken = self._window.add(self._window.story(story), *read)

    def restore(self, items: Iterable[WindowItem]) -> None:
        """Take in the items of the last days, in order, as another pass had them."""
        self._window.restore(items)

    def _read(self, item: Item) -> tuple[Evidence, Weighed] | None:
        time = seconds(item)
        if time is None:
            return None
        if self._time is not None and time < self._time:
            raise ValueError(f"item {item.id!r} comes after a later one; sort by `in_order`")
        self._time = time
        self._window.forget(time)
        said = evidence(item, time, self._terms, self._window.templates)
        return said, self._window.weigh(said)


def stories(items: Iterable[Item], analyzer: Analyzer) -> list[Told]:
    """Return the stories of items, each in its first state, in the order of `in_order`."""
    threader = Threader(analyzer)
    return [threader.add(item) for item in in_order(items)]


def _may_join(candidate: Candidate, time: int) -> bool:
    return candidate.score > 0 and time - candidate.story.last <= _JOINED_SECONDS


def _is_tied(candidate: Candidate, joined: RunningStory | None) -> bool:
    """Tell whether a story goes on in the item's own, which is `joined` or begins with the item."""
    if joined is None:
        return candidate.without_pause > 0
    return candidate.story is not joined and candidate.score > 0


def _common(articles: tuple[str, ...], table: Articles, story: RunningStory) -> tuple[str, ...]:
    return tuple(key for key in articles if key in table and story.number in table[key])


def _words(words: Weighed, story: RunningStory) -> tuple[str, ...]:
    common = sorted((-x, term) for term, x in words.vector.items() if term in story.words)
    return tuple(term for _, term in common[:_TOLD_WORDS])
