"""What must any engine say of stories? Told anew of all items, and looked at one by one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from search import Item
from search import engine as seam
from search.stories.evidence import in_order, seconds
from search.stories.naming import NAMING_ITEMS, central_title
from search.stories.threader import Told, stories
from search.story import HeldStory, Tie
from search.story_groups import FOLDED_HITS, StoryGroup, StorySummary, is_by_stories
from search.text import Analyzer
from tests.search.plain_documents import Document

MAX_TIES = 20


def told_of(histories: Mapping[str, Sequence[Document]], analyzer: Analyzer) -> dict[str, Told]:
    """Return what is told of each item, in their order, each in its first state."""
    return {one.id: one for one in stories([own[0].shown for own in histories.values()], analyzer)}


@dataclass
class PlainStories:
    """The stories of the documents that may be found, as of a day."""

    told: Mapping[str, Told]
    histories: Mapping[str, Sequence[Document]]
    documents: Sequence[Document]
    day: date | None
    analyzer: Analyzer

    def story_of(self, document: Document) -> str:
        """Return the id of a document's story."""
        item = document.item
        return item.id if self.is_late(document) else self.told[item.id].story

    def is_late(self, document: Document) -> bool:
        """Tell whether an item that was never seen is of a later day."""
        item = document.item
        return bool(not item.seen and self.day and item.day and item.day > self.day)

    def of(self, id: str) -> list[Document]:
        """Return the documents of the story that has an id."""
        return [own for own in self.documents if self.story_of(own) == id]

    def summary(self, id: str) -> StorySummary:
        own = self.of(id)
        days = [one.item.day for one in own if one.item.day]
        begin = [one for one in self.documents if one.item.id == id] or [self.histories[id][0]]
        undated = date.min
        by_outlets = sorted(own, key=lambda one: one.item.id.encode())
        by_outlets.sort(key=lambda one: one.item.day or undated, reverse=True)
        by_outlets.sort(key=lambda one: len(one.values["sources"]), reverse=True)
        named_by = [one.item for one in by_outlets[:NAMING_ITEMS]]
        return StorySummary(
            id=id,
            title=central_title(named_by, self.analyzer) or begin[0].item.title,
            items=len(own),
            outlets=len({key for one in own for key in one.values["sources"]}),
            first=min(days, default=None),
            last=max(days, default=None),
        )

    def grouped(
        self, ranked: Sequence[Document], question: seam.Question
    ) -> tuple[list[Document], tuple[StoryGroup, ...], int]:
        """Return the hits that a page shows, of ranked ones, their groups, how many stories."""
        of: dict[str, list[Document]] = {}
        for own in ranked:
            of.setdefault(self.story_of(own), []).append(own)
        span = slice(question.first, question.first + question.count)
        if not is_by_stories(question.group, len(ranked), len(of)):
            return list(ranked[span]), (), len(of)
        shown = list(of.items())[span]
        groups = (
            StoryGroup(
                story=self.summary(id),
                matching=len(own),
                others=tuple(one.shown for one in own[1 : 1 + FOLDED_HITS]),
            )
            for id, own in shown
        )
        return [own[0] for _, own in shown], tuple(groups), len(of)

    def together(self, ranked: Sequence[Document]) -> list[Document]:
        """Return ranked documents with those of each story behind its best one."""
        order = {id: -rank for rank, id in enumerate(map(self.story_of, reversed(ranked)))}
        return sorted(ranked, key=lambda own: order[self.story_of(own)])

    def held(self, id: str, most: int) -> HeldStory | None:
        """Return the story of an item."""
        found = [own for own in self.documents if own.item.id == id]
        if not found:
            return None
        story = self.story_of(found[0])
        members = {own.item.id: own for own in self.of(story)}
        order = {item.id: number for number, item in enumerate(in_order(self._firsts()))}
        ordered = sorted(members, key=order.__getitem__)
        shown = {own.item.id: self.story_of(own) for own in self.documents if not self.is_late(own)}
        ties: dict[str, str] = {}
        for one in sorted(shown, key=order.__getitem__):
            tied, mine = self.told[one].tied, shown[one]
            if tied and story in (mine, tied):
                ties.setdefault(tied if mine == story else mine, one)
        held = {own.item.id: own.item for own in self.documents}
        pairs = [
            (order[other] < order[story], Tie(other=told, item=by, day=held[by].day))
            for other, by in ties.items()
            if (told := self.summary(other)).items
        ]
        return HeldStory(
            story=self.summary(story),
            items=tuple(members[one].whole for one in ordered[:most]),
            times=tuple(seconds(self.histories[one][0].item) for one in ordered[:most]),
            earlier=tuple(tie for is_earlier, tie in pairs if is_earlier)[:MAX_TIES],
            later=tuple(tie for is_earlier, tie in pairs if not is_earlier)[:MAX_TIES],
        )

    def _firsts(self) -> list[Item]:
        return [states[0].item for states in self.histories.values()]
