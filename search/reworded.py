"""Which items have a headline that was reworded, and on which days?

What is known of an article are the headlines with its address, in all items and their versions; of
an item without one, its titles. Whether these are wordings of one headline is said by
`search.reworded_headline`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from functools import lru_cache
from itertools import islice
from operator import attrgetter
from typing import NamedTuple

from search.deadlines import check_deadline
from search.links import link_parts
from search.model import Headline, Item
from search.packed import UNDATED
from search.reworded_headline import Wordings

#: Headlines of a version of an item that are read.
READ_HEADLINES = 20
_KNOWN_LINKS = 4_096
_UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)


class Sighting(NamedTuple):
    """A headline as it stood: of which article, since when, in which item.

    `seen` is None where only the day of the item is known, from which `began` then is.
    """

    article: str
    began: float
    text: str
    outlet: str
    link: str
    id: str
    day: date | None
    seen: datetime | None


def sightings(item: Item) -> Iterator[Sighting]:
    """Yield the headlines of the versions of an item, the oldest first."""
    check_deadline()
    for version in item.versions:
        yield from _of_state(item, version.title, version.headlines, version.seen)
    yield from _of_state(item, item.title, item.headlines, item.seen)


def by_article(sightings: Iterable[Sighting]) -> dict[str, list[Sighting]]:
    """Return the headlines of each article in order of time; the order of ids tells nothing."""
    of: dict[str, list[Sighting]] = defaultdict(list)
    for own in sightings:
        of[own.article].append(own)
    in_order = attrgetter("began", "text", "id")
    return {article: sorted(seen, key=in_order) for article, seen in of.items()}


def wordings_of(seen: Sequence[Sighting]) -> tuple[Wordings, list[Sighting]]:
    """Return the wordings of an article's headline, and where each was first."""
    link = next((own.link for own in seen if own.link), "")
    wordings = Wordings(link)
    return wordings, [own for own in seen if wordings.add(own.text, own.outlet)]


def changed_days(sightings: Iterable[Sighting]) -> dict[str, set[int]]:
    """Return the ids of items with a reworded headline, and the days (ordinals) it changed on.

    They are all items with the article, in whichever wording. A day is UNDATED if it is not known.
    """
    found: dict[str, set[int]] = defaultdict(set)
    for seen in by_article(sightings).values():
        check_deadline()
        if len({own.text for own in seen}) < 2:
            continue
        wordings, firsts = wordings_of(seen)
        if wordings.is_reworded and not wordings.is_rolling:
            days = set(map(_day, firsts[1:]))
            for own in seen:
                found[own.id] |= days
    return found


def _day(own: Sighting) -> int:
    day = own.seen.astimezone(UTC).date() if own.seen else own.day
    return day.toordinal() if day else UNDATED


def _of_state(
    item: Item, title: str, headlines: Sequence[Headline], seen: datetime | None
) -> Iterator[Sighting]:
    day = datetime.combine(item.day, time.min, UTC) if item.day else _UNKNOWN
    began = (seen or day).timestamp()
    articles = set[str]()
    for line in islice(headlines, READ_HEADLINES):
        article = article_of(line.link)
        if line.text and article and article not in articles:
            articles.add(article)
            yield Sighting(
                article, began, line.text, line.outlet, line.link, item.id, item.day, seen
            )
    if title and not headlines:
        article = article_of(item.link) or f"id {item.id}"
        yield Sighting(article, began, title, "", item.link, item.id, item.day, seen)


@lru_cache(_KNOWN_LINKS)
def article_of(link: str) -> str:
    """Return what names the article of an address, "" for that of a front page."""
    if "/" not in (link.partition("://")[2] or link).rstrip("/"):
        return ""
    return " ".join(link_parts(link))
