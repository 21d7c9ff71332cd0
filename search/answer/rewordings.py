"""How did headlines of one article change over time, in the versions of items and between items?

What is known of an article are the headlines with its address; of an item without one, its titles.
An article whose headlines differ only by an outlet's name, or by a cut, did not change
(`search.wordings`), and one that rolls on is told apart.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from functools import lru_cache
from itertools import islice
from operator import itemgetter
from typing import NamedTuple

from search.deadlines import check_deadline
from search.links import link_parts
from search.model import Headline, Item
from search.names import as_written
from search.results import MAX_HIT_LINE_CHARACTERS, MAX_HIT_LINK_CHARACTERS
from search.story import Rewording, Wording
from search.wordings import Wordings

#: Articles whose headlines changed that are told of, and characters of all their headlines.
MAX_REWORDED = 40
MAX_REWORDED_CHARACTERS = 30_000
#: Headlines of a version of an item that are read.
READ_HEADLINES = 20
_KNOWN_LINKS = 4_096
_UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)


class Sighting(NamedTuple):
    """A headline as it stood: of which article, when (in seconds), in which item."""

    article: str
    time: float
    text: str
    outlet: str
    link: str
    item: Item
    seen: datetime | None


def rewordings(items: Iterable[Item]) -> tuple[Rewording, ...]:
    """Return the articles of items, which have their versions, whose headlines changed.

    Those that were first seen first come first.
    """
    of: dict[str, list[Sighting]] = {}
    for item in items:
        check_deadline()
        for sighting in sightings(item):
            of.setdefault(sighting.article, []).append(sighting)
    found = [own for seen in of.values() if len(seen) > 1 and (own := _reworded(seen))]
    found.sort(key=lambda own: (own.wordings[0].day or date.min, own.wordings[0].item))
    return tuple(_within(found[:MAX_REWORDED]))


def _within(found: Iterable[Rewording]) -> Iterator[Rewording]:
    left = MAX_REWORDED_CHARACTERS
    for own in found:
        left -= sum(len(one.text) + len(one.item) for one in own.wordings) + len(own.link)
        if left < 0:
            return
        yield own


def sightings(item: Item) -> Iterator[Sighting]:
    """Yield the headlines of all versions of an item, the oldest first."""
    for version in item.versions:
        yield from _of_state(item, version.title, version.headlines, version.seen, "")
    yield from _of_state(item, item.title, item.headlines, item.seen, item.link)


def _of_state(
    item: Item, title: str, headlines: Sequence[Headline], seen: datetime | None, link: str
) -> Iterator[Sighting]:
    day = datetime.combine(item.day, time.min, UTC) if item.day else _UNKNOWN
    began = (seen or day).timestamp()
    texts = set()
    for line in islice(headlines, READ_HEADLINES):
        texts.add(line.text)
        if line.text and (article := article_of(line.link)):
            yield Sighting(article, began, line.text, line.outlet, line.link, item, seen)
    if title and title not in texts and not headlines:
        article = article_of(item.link) or f"id {item.id}"
        yield Sighting(article, began, title, "", item.link, item, seen)


@lru_cache(_KNOWN_LINKS)
def article_of(link: str) -> str:
    """Return what names the article of an address, "" for that of a front page."""
    if "/" not in (link.partition("://")[2] or link).rstrip("/"):
        return ""
    return " ".join(link_parts(link))


def _reworded(seen: Sequence[Sighting]) -> Rewording | None:
    """Return how the headlines of one article changed, None where they did not."""
    if len({own.text for own in seen}) < 2:
        return None
    ordered = sorted(seen, key=itemgetter(1))  # a stable sort
    link = next((own.link for own in ordered if own.link), "")
    wordings = Wordings(link)
    first = [own for own in ordered if wordings.add(own.text, own.outlet)]
    if not wordings.is_reworded:
        return None
    outlet = next((own.outlet for own in ordered if own.outlet), "")
    return Rewording(
        link=link if len(link) <= MAX_HIT_LINK_CHARACTERS else "",
        outlet=as_written(outlet),
        is_rolling=wordings.is_rolling,
        wordings=tuple(
            Wording(
                text=text[:MAX_HIT_LINE_CHARACTERS],
                item=own.item.id,
                day=own.item.day,
                seen=own.seen,
            )
            for text, own in zip(wordings.texts, first, strict=True)
        ),
    )
