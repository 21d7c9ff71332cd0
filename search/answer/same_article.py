"""In which other items is an article of this one? In those that link to the same address.

Addresses are the same if all of their parts are (`search.links`): scheme, `www.` and what only
tells where a reader came from do not matter. The address of a front page, which is a host alone,
is no article's.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice

from whoosh.query import Or, Phrase, Query, Term

from search.answer.item import missing
from search.answer.related import TELLING_CHARACTERS
from search.answer.rewordings import rewordings
from search.deadlines import check_deadline
from search.engine import Generation, Question
from search.links import link_parts, part_term
from search.model import Headline, Item
from search.query.tree import LINK_FIELD
from search.read_item import SameArticle
from search.results import MAX_HIT_LINE_CHARACTERS
from search.reworded import sightings
from search.story import Rewording
from search.versions import with_older

#: Links of an item that are looked for, and of these those without a part that names an article:
#: they are looked for by all of their parts, which takes longer.
MAX_LOOKED_FOR = 200
MAX_BY_ALL_PARTS = 20
#: Items that an engine is asked for: of these some may have another article of a similar address.
MAX_READ_ITEMS = 200
#: Other items whose headlines are compared with those of an item, the first ones.
MAX_REWORDED_IN = 40


def same_article(
    generation: Generation, item_id: str, limit: int, day: date | None
) -> tuple[SameArticle, ...]:
    """Return the other items that link to an article of an item, in order of their days.

    Raises ItemNotFound; `day` is the generation's.
    """
    item = generation.item(item_id)
    if item is None:
        raise missing(item_id, day)
    found: list[SameArticle] = []
    for other, link in islice(_others(generation, item, item.links), limit):
        line = line_of(other, link)
        found.append(
            SameArticle(
                id=other.id,
                title=other.title,
                day=other.day,
                sources=other.sources,
                link=link,
                outlet=line.outlet,
                headline=line.text[:MAX_HIT_LINE_CHARACTERS],
            )
        )
    return tuple(found)


def reworded(
    generation: Generation, item_id: str, day: date | None, in_versions: bool
) -> tuple[Rewording, ...]:
    """Return how headlines of an item's articles changed from item to item.

    With `in_versions` also how they did in the versions of the item alone. Raises ItemNotFound;
    `day` is the generation's.
    """
    item = generation.item(item_id)
    if item is None:
        raise missing(item_id, day)
    (item,) = with_versions(generation, [item])
    found = _others(generation, item, all_links(item))
    others = with_versions(generation, [other for other, _ in islice(found, MAX_REWORDED_IN)])
    own = {sighting.article for sighting in sightings(item)}
    return tuple(
        change
        for change in rewordings([item, *others], own)
        if in_versions or any(line.item != item_id for line in change.wordings)
    )


def with_versions(generation: Generation, items: Sequence[Item]) -> list[Item]:
    """Return items with their older versions, those of the first MAX_REWORDED_IN."""
    # An engine keeps them with the newest state of an item alone.
    bare = [item.id for item in items[:MAX_REWORDED_IN] if item.seen and not item.versions]
    if not bare or not generation.has_history:  # then items have none
        return list(items)
    states = dict(zip(bare, generation.states(bare), strict=True))
    return [with_older(item, states.get(item.id, ())) for item in items]


def line_of(item: Item, link: str) -> Headline:
    """Return the line of an item that leads to an address, without words if no line does."""
    for line in item.headlines:
        if line.link == link:
            return line
    return Headline("", item.sources[0] if len(item.sources) == 1 else "", link)


def _others(generation: Generation, item: Item, links: Iterable[str]) -> Iterator[tuple[Item, str]]:
    """Yield the other items with one of an item's links, in order of days, and the link there."""
    own = dict(articles_at(links))
    asked = article_queries(list(own))
    if not asked:
        return
    question = Question(tree=Or(asked), sort="oldest", count=MAX_READ_ITEMS)
    for other, _ in generation.search(question).hits:
        check_deadline()
        if other.id == item.id:
            continue
        link = next((link for parts, link in articles(other) if parts in own), None)
        if link is not None:
            yield other, link


def articles(item: Item) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the parts of the addresses of articles that an item links to, and the addresses."""
    return articles_at(item.links)


def all_links(item: Item) -> Iterator[str]:
    """Yield the links of an item and of the headlines of its older versions."""
    yield from item.links
    for version in item.versions:
        for line in version.headlines:
            yield line.link


def articles_at(links: Iterable[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield those of some links that are addresses of articles, each behind its parts."""
    for link in links:
        parts = tuple(link_parts(link))
        if len(parts) > _parts_of_host(link):
            yield parts, link


def _parts_of_host(link: str) -> int:
    """Return how many parts the host of an address has."""
    scheme, _, rest = link.partition("://")
    host = (rest if rest else scheme).lstrip("/").partition("/")[0].partition("?")[0]
    return len(link_parts(f"http://{host.partition('#')[0]}"))


def article_queries(links: Sequence[tuple[str, ...]]) -> list[Query]:
    """Return what finds items with the first MAX_LOOKED_FOR articles, and some with others."""
    found: list[Query] = []
    rows = 0
    for parts in links[:MAX_LOOKED_FOR]:
        longest = max(parts, key=len)
        if len(longest) >= TELLING_CHARACTERS:
            found.append(Term(LINK_FIELD, part_term(longest)))
        elif rows < MAX_BY_ALL_PARTS:
            rows += 1
            found.append(Phrase(LINK_FIELD, list(map(part_term, parts))))
    return found
