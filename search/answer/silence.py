"""Which outlets carried stories like one notably often, and did not carry it? By the past alone.

The stories that are most alike are found among the items of the days before a story's first one:
they share its telling words, are of about its number of outlets, and came by the same feeds. An
outlet is expected by the share of them that it carried, the more alike the more; and by how often
it was beside the outlets that do have the story. Nothing of the story's own days, or of later ones,
counts, so who is expected changes with what the story holds alone. Who has it in another story
(`elsewhere.py`) is not silent.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from math import exp, log, sqrt

from whoosh.query import And, ConstantScoreQuery, Every, Or, Query, Term

from search.answer.elsewhere import Others, elsewhere
from search.deadlines import check_deadline
from search.engine import Generation, Listed, Question
from search.frozen import frozen
from search.language.stop_words import stop_words
from search.model import Item
from search.names import name_key
from search.periods import Spread
from search.query.tree import STORY_FIELD, TEXT_FIELDS, AnySpelling, OutletCount
from search.stories.lines import bare_line
from search.story import ElsewhereOutlet, HeldStory, Silence, SilentOutlet

#: Days before a story's first item that are looked at.
PAST_DAYS = 90
#: Items of these days, at least: of fewer nothing is usual.
LEAST_PAST_ITEMS = 200
#: Items of these days that an outlet has, at least, to carry anything usually.
LEAST_OF_OUTLET = 10
#: Stories most alike that are looked at, and items that they are found among.
ALIKE_STORIES = 40
ALIKE_ITEMS = 200
#: Words of a story whose frequency is asked for, and of these the words that stories are found by.
ASKED_WORDS = 40
ALIKE_WORDS = 30
#: Items of a story, and lines of each, whose words are read; characters of a line.
READ_ITEMS = 50
READ_LINES = 20
READ_LINE_CHARACTERS = 300
#: Outlets of a story, the most usual ones, that others may often be beside.
COMPANIONS = 6
#: Items with a companion that are added to those of the past, as if others were there by chance.
_BY_CHANCE = 2.0
#: Bound of the logarithm of how much more often than by chance an outlet is beside another.
_MOST_LIFT = 3.0
#: Part of a story's weight that it keeps if it came by other feeds.
_OTHER_FEEDS = 0.3
#: Weights are whole numbers, so that their sums are the same in any order.
_GRAIN = 64
#: Outlets that are told of, and the share of the stories most alike that they carried, at least.
MOST_TOLD = 8
LEAST_SHARE = 0.25
LEAST_CARRIED = 3
#: Standard deviations by which these are more than an outlet's share of all items makes likely, at
#: least: an outlet that has 42 % of everything is not missed for 14 stories of 40.
NOTABLE_DEVIATIONS = 2.0

_ONE_DAY = timedelta(days=1)
_LINE_FIELDS = [name for name in TEXT_FIELDS if name != "text"]


@frozen()
class Expected:
    """How much an outlet is expected in a story: `score`, by `carried` of the most alike ones."""

    name: str
    score: float
    carried: int
    held: int


@dataclass(slots=True)
class _AlikeStory:
    """A story of the past: how alike its most alike item is, and what its found items have."""

    weight: float = 0.0
    outlets: set[str] = field(default_factory=set)
    feeds: set[str] = field(default_factory=set)


def silence(generation: Generation, held: HeldStory, others: Others) -> Silence | None:
    """Return which outlets were to be expected; None where the past tells too little.

    `generation` is the one that the story is of, `others` are items of other stories with an
    article of it.
    """
    first = first_day(held)
    if first is None or first == date.min:
        return None
    asked = Question(tree=Term(STORY_FIELD, held.story.id), facets={"sources": Listed()})
    carrying = [name for name, _ in generation.search(asked).facets["sources"].values]
    carrying += [name for item in held.items for name in _earlier_outlets(item)]
    past = PastOutlets(generation, first)
    expected = past.expected(held.items, set(map(name_key, carrying)))
    if not past.items:
        return None
    usual = [own for own in expected if past.is_notable(own)]
    having = elsewhere(generation, held, others, [own.name for own in usual])
    silent, not_silent = list[SilentOutlet](), list[ElsewhereOutlet]()
    for own in usual:
        name = own.name
        if name not in having:
            silent.append(
                SilentOutlet(outlet=name, carried=own.carried, held=own.held, expected=own.score)
            )
        elif found := having[name]:
            not_silent.append(found)
    return Silence(
        alike=past.alike,
        items=past.items,
        since=past.since,
        until=past.until,
        days=past.days,
        outlets=tuple(silent[:MOST_TOLD]),
        elsewhere=tuple(not_silent[:MOST_TOLD]),
    )


def first_day(held: HeldStory) -> date | None:
    """Return the day (UTC) that the first item of a story was first seen, or is of."""
    time = held.times[0] if held.times else None
    return None if time is None else datetime.fromtimestamp(time, UTC).date()


def _earlier_outlets(item: Item) -> Iterator[str]:
    """Yield the outlets that older versions of an item have."""
    for version in item.versions:
        yield from (line.outlet for line in version.headlines if line.outlet)


class PastOutlets:
    """What is known of outlets before a day."""

    def __init__(self, generation: Generation, day: date) -> None:
        self._past, self._analyzer = generation.at(day - _ONE_DAY), generation.analyzer
        #: The days that are looked at; once they are, the first and last that have an item.
        self.since = day - timedelta(min(PAST_DAYS, day.toordinal() - 1))
        self.until = day - _ONE_DAY
        #: How many days have one.
        self.days = 0
        #: How many items the past has; 0 where they are too few. How many stories were found alike.
        self.items = self.alike = 0

    def expected(self, items: Sequence[Item], carrying: Collection[str]) -> list[Expected]:
        """Return the usual outlets, without those that carry a story, most expected first.

        `items` are the story's. `carrying` are the keys of outlets' names.
        """
        by_day = Spread(by="day", most=PAST_DAYS, first=self.since, last=self.until)
        asked = replace(self._question(Every(), 0, "sources"), timeline=by_day)
        whole = self._past.search(asked)
        if whole.total < LEAST_PAST_ITEMS:
            return []
        self.items = whole.total
        bars = whole.timeline.bars if whole.timeline else ()
        if days := [bar.first for bar in bars if bar.count]:
            self.since, self.until, self.days = days[0], days[-1], len(days)
        held = {name_key(name): (name, count) for name, count in whole.facets["sources"].values}
        usual = [
            key
            for key, (_, count) in held.items()
            if count >= LEAST_OF_OUTLET and key not in carrying
        ]
        alike = self._alike(items, len(carrying))
        self.alike = len(alike)
        if not usual or not alike:
            return []
        lifts = self._lifts(usual, [key for key in held if key in carrying])
        total = sum(own.weight for own in alike)
        found = []
        for key in usual:
            check_deadline()
            share = sum(own.weight for own in alike if key in own.outlets) / total
            # One story in a hundred is not nothing: it may be expected for its companions.
            score = (share + 0.01) * lifts[key]
            carried = sum(key in own.outlets for own in alike)
            name, count = held[key]
            found.append(Expected(name=name, score=score, carried=carried, held=count))
        return sorted(found, key=lambda own: (-own.score, -own.held, name_key(own.name)))

    def is_notable(self, own: Expected) -> bool:
        """Tell whether an outlet carried many of the stories most alike, more than by chance."""
        least = max(LEAST_CARRIED, LEAST_SHARE * self.alike)
        share = own.held / self.items
        likely, deviation = share * self.alike, sqrt(self.alike * share * (1 - share))
        return own.carried >= max(least, likely + NOTABLE_DEVIATIONS * deviation)

    def _question(self, tree: Query, count: int = 0, *facets: str) -> Question:
        listed = {facet: Listed() for facet in facets}
        return Question(tree=tree, since=self.since, until=self.until, count=count, facets=listed)

    def _alike(self, items: Sequence[Item], outlets: int) -> list[_AlikeStory]:
        """Return the stories of the past that are most alike."""
        telling = self._telling(items)
        if not telling:
            return []
        tree = Or([ConstantScoreQuery(node, score) for node, score in telling])
        hits = self._past.search(self._question(tree, count=ALIKE_ITEMS)).hits
        ids = self._past.stories_of([item.id for item, _ in hits])
        feeds = {item.feed for item in items}
        found: dict[str | None, _AlikeStory] = {}
        for id, (item, score) in zip(ids, hits, strict=True):
            story = found.setdefault(id, _AlikeStory())
            story.weight = max(story.weight, score)
            story.outlets.update(map(name_key, item.sources))
            story.feeds.add(item.feed)
        for story in found.values():
            apart = abs(log(max(1, len(story.outlets))) - log(outlets + 1))
            kept = 1.0 if feeds & story.feeds else _OTHER_FEEDS
            story.weight *= kept * exp(-apart)
        # Hits come the best first, so of equals the first ones stay.
        return sorted(found.values(), key=lambda own: -own.weight)[:ALIKE_STORIES]

    def _telling(self, items: Sequence[Item]) -> list[tuple[Query, float]]:
        """Return what finds the words that tell most of a story, and what each of them weighs."""
        counts: Counter[str] = Counter()
        for item in items[:READ_ITEMS]:
            check_deadline()
            counts.update(list(dict.fromkeys(self._terms(item))))
        asked = counts.most_common(ASKED_WORDS)
        trees = [AnySpelling([Term(name, term) for name in _LINE_FIELDS]) for term, _ in asked]
        totals = self._past.totals(
            [self._question(ConstantScoreQuery(tree, 1.0)) for tree in trees]
        )
        weighed = [
            (tree, float(round(_GRAIN * (1 + log(count)) * log((self.items + 1) / total))))
            for tree, (_, count), total in zip(trees, asked, totals, strict=True)
            if total
        ]
        return sorted(weighed, key=lambda own: -own[1])[:ALIKE_WORDS]

    def _terms(self, item: Item) -> Iterator[str]:
        """Yield the words of an item's lines that say something."""
        little = stop_words(self._analyzer.language)
        for line in (item.title, *(line.text for line in item.headlines[:READ_LINES])):
            for token in self._analyzer.tokens(bare_line(line[:READ_LINE_CHARACTERS])):
                if token.form not in little:
                    yield token.term

    def _lifts(self, usual: Iterable[str], carrying: Sequence[str]) -> dict[str, float]:
        """Return how many times as often as by chance outlets are beside those of a story."""
        shared = self._past.search(self._question(OutletCount(2), 0, "sources"))
        held = {name_key(name): count for name, count in shared.facets["sources"].values}
        carrying = sorted(carrying, key=lambda key: (-held.get(key, 0), key))[:COMPANIONS]
        sums = dict.fromkeys(usual, 0.0)
        for companion in carrying:
            tree = And([Term("sources", companion), OutletCount(2)])
            beside = self._past.search(self._question(tree, 0, "sources"))
            counts = {name_key(name): count for name, count in beside.facets["sources"].values}
            for key in sums:
                chance = (held.get(key, 0) + 0.1) / max(1, shared.total)
                often = (counts.get(key, 0) + _BY_CHANCE * chance) / (beside.total + _BY_CHANCE)
                sums[key] += max(-_MOST_LIFT, min(_MOST_LIFT, log(often / chance)))
        return {key: exp(total / max(1, len(carrying))) for key, total in sums.items()}
