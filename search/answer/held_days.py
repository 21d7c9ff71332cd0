"""What was in the archive on a day, by how many outlets carried it, the same story once?"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import chain

from whoosh.query import Every

from search.answer.hits import hit
from search.answer.marks import Marker
from search.deadlines import check_deadline
from search.engine import Generation, Question
from search.holdings import HeldDay, Story
from search.links import link_parts
from search.model import Item
from search.names import name_key
from search.query.compiled import Wanted
from search.text import Analyzer

#: Items of a day that are looked at; a day may have more.
MAX_DAY_ITEMS = 2_000
#: Items that a story lists beside its first one.
MAX_OTHERS = 10
ONE_DAY = timedelta(days=1)


def held_day(
    generation: Generation, day: date, offset: int, limit: int, as_of: date | None
) -> HeldDay:
    """Return some of the stories of a day, those of most outlets first. Four round trips."""
    asked = Question(tree=Every(), since=day, until=day, sort="newest", count=MAX_DAY_ITEMS)
    found = generation.search(asked)
    groups, are_found = by_stories(generation, [item for item, _ in found.hits])
    shown = groups[offset : offset + limit]
    size = sum(map(len, shown))
    return HeldDay(
        day=day,
        total=found.total,
        read=len(found.hits),
        story_count=len(groups),
        stories=told(shown, generation.analyzer, as_of, size),
        before=nearest(generation, None, day - ONE_DAY) if day > date.min else None,
        are_found=are_found,
        after=nearest(generation, day + ONE_DAY, None) if day < date.max else None,
    )


def told(
    groups: Sequence[Sequence[Item]], analyzer: Analyzer, as_of: date | None, size: int
) -> tuple[Story, ...]:
    """Return groups of items as stories; their page has `size` items in all."""
    marker = Marker(analyzer, Wanted())
    return tuple(
        Story(
            hit=hit(group[0], 0.0, marker, as_of, size),
            items=len(group),
            outlets=_outlets(group),
            others=tuple(hit(item, 0.0, marker, as_of, size) for item in group[1 : MAX_OTHERS + 1]),
        )
        for group in groups
    )


def by_stories(generation: Generation, items: Sequence[Item]) -> tuple[list[list[Item]], bool]:
    """Return items in groups, those of most outlets first, and whether these are stories.

    They are by the stories that the archive knows; where it knows none, by shared articles.
    """
    stories = generation.stories_of([item.id for item in items])
    if None in stories:
        return grouped(items), False
    of: dict[str | None, list[Item]] = {}
    for story, item in zip(stories, items, strict=True):
        of.setdefault(story, []).append(item)
    groups = [sorted(group, key=_first_outlets) for group in of.values()]
    return sorted(groups, key=_largest_first), bool(items)


def _first_outlets(item: Item) -> tuple[int, str]:
    return -len(item.sources), item.id


def _largest_first(group: Sequence[Item]) -> tuple[int, int, str]:
    return -_outlets(group), -len(group), group[0].id


def grouped(items: Sequence[Item]) -> list[list[Item]]:
    """Return items in groups, each of an item and those that share an article with it.

    The item of most outlets comes first, in its group and of all. What shares an article with
    another of a group only is not part of it: so would half a day be one story.
    """
    ranked = sorted(items, key=_first_outlets)
    having: dict[tuple[str, ...], list[int]] = {}
    links = [list(dict.fromkeys(articles(item))) for item in ranked]
    for number, own in enumerate(links):
        check_deadline()
        for article in own:
            having.setdefault(article, []).append(number)
    groups, taken = [], set[int]()
    for number, own in enumerate(links):
        if number in taken:
            continue
        sharing = {number, *chain.from_iterable(having[article] for article in own)} - taken
        taken |= sharing
        groups.append([ranked[other] for other in sorted(sharing)])
    return sorted(groups, key=_largest_first)


def articles(item: Item) -> Iterator[tuple[str, ...]]:
    """Yield what names the articles that an item links to: not a site's first page."""
    for link in item.links:
        address = link.partition("://")[2].rstrip("/")
        if "/" in address:
            yield tuple(link_parts(link))


def _outlets(group: Sequence[Item]) -> int:
    return len({name_key(name) for item in group for name in item.sources})


def nearest(generation: Generation, since: date | None, until: date | None) -> date | None:
    """Return the first day with items since a day, or the last one until a day."""
    sort = "oldest" if since else "newest"
    asked = Question(tree=Every(), since=since, until=until, sort=sort, count=1)
    found = generation.search(asked).hits
    return found[0][0].day if found else None
