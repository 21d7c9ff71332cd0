"""What is in a story? Its first items, and the stories that it goes on from, or that go on."""

from collections.abc import Sequence

from search.embedded.evaluate.together import Together
from search.embedded.schema import as_term
from search.embedded.searcher import Searcher
from search.embedded.segment.firsts import first_state, with_versions
from search.embedded.segment.segment import Segment
from search.embedded.stories import SeenStories
from search.model import Item
from search.packed import unpack_state
from search.stories.evidence import seconds
from search.story import HeldStory, Tie

#: Ties to other stories that are told, of each kind: the first ones.
MAX_TIES = 20


class StoryTeller:
    """Tells of the stories of one commit, as of a day."""

    def __init__(
        self,
        searcher: Searcher,
        own: SeenStories,
        together: Together,
        segments: Sequence[Segment],
    ) -> None:
        self._searcher, self._own = searcher, own
        self._together, self._segments = together, segments

    def held(self, number: int, most: int) -> HeldStory:
        """Return a story with its first items, `most` at most, and its ties."""
        documents = self._own.documents(number).tolist()
        timed = [(self._timed(document), document) for document in documents]
        found = sorted(timed, key=lambda own: _in_order(own[0]))[:most]
        begin = _in_order(self._timed(self._own.begin(number)))
        earlier, later = list[Tie](), list[Tie]()
        for other, (_, item) in self._ties(number).items():
            summary = self._searcher.summary(self._own, other)
            tie = Tie(other=summary, item=item.id, day=item.day)
            is_before = _in_order(self._timed(self._own.begin(other))) < begin
            if summary.items:
                (earlier if is_before else later).append(tie)
        return HeldStory(
            story=self._searcher.summary(self._own, number),
            items=tuple(self._with_versions(document) for _, document in found),
            times=tuple(time for (time, _), _ in found),
            earlier=tuple(earlier[:MAX_TIES]),
            later=tuple(later[:MAX_TIES]),
        )

    def _ties(self, number: int) -> dict[int, tuple[int | None, Item]]:
        """Return the stories that one is tied to, each with the first item that shows it."""
        ties: dict[int, tuple[int | None, Item]] = {}
        for document, other in self._own.ties(number):
            timed = self._timed(document)
            if other not in ties or _in_order(timed) < _in_order(ties[other]):
                ties[other] = timed
        return dict(sorted(ties.items(), key=lambda pair: _in_order(pair[1])))

    def _with_versions(self, document: int) -> Item:
        number, own = self._together.within(document)
        return with_versions(self._segments[number], own)

    def _timed(self, document: int) -> tuple[int | None, Item]:
        """Return when a document's item was first seen, in seconds, and its state."""
        number, own = self._together.within(document)
        segment = self._segments[number]
        state = unpack_state(segment.items[own])
        first = state
        if segment.sections.meta["past"]:
            begin = first_state(segment, segment.find(as_term(state.id)))
            first = unpack_state(segment.items[begin])
        return seconds(first), state


def _in_order(timed: tuple[int | None, Item]) -> tuple[bool, int, str]:
    time, item = timed
    return time is not None, time or 0, item.id
