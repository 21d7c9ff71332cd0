"""How did headlines of one article change over time, in the versions of items and between items?

An article whose headlines differ only by an outlet's name, or by a cut, did not change, and one
that rolls on is told apart (`search.reworded_headline`).
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, pairwise

from search.came import came_before
from search.model import Item
from search.names import as_written
from search.results import MAX_HIT_LINE_CHARACTERS, MAX_HIT_LINK_CHARACTERS
from search.reworded import Sighting, by_article, sightings, wordings_of
from search.story import Rewording, Wording

#: Articles whose headlines changed that are told of, and characters of all their headlines.
MAX_REWORDED = 40
MAX_REWORDED_CHARACTERS = 30_000


def rewordings(
    items: Iterable[Item], articles: Collection[str] | None = None
) -> tuple[Rewording, ...]:
    """Return the articles of items, which have their versions, whose headlines changed.

    Those that were first seen first come first, and pages that roll on last. `articles`
    are those that count; None: all.
    """
    found = [
        own
        for article, seen in by_article(chain.from_iterable(map(sightings, items))).items()
        if (articles is None or article in articles) and (own := _reworded(seen))
    ]
    found.sort(
        key=lambda own: (own.is_rolling, own.wordings[0].day or date.min, own.wordings[0].item)
    )
    return tuple(_within(found[:MAX_REWORDED]))


def _within(found: Iterable[Rewording]) -> Iterator[Rewording]:
    left = MAX_REWORDED_CHARACTERS
    for own in found:
        left -= sum(len(one.text) + len(one.item) for one in own.wordings) + len(own.link)
        if left < 0:
            return
        yield own


def _reworded(seen: Sequence[Sighting]) -> Rewording | None:
    """Return how the headlines of one article changed, None where they did not."""
    if len({own.text for own in seen}) < 2:
        return None
    wordings, first = wordings_of(seen)
    if not wordings.is_reworded:
        return None
    link = next((own.link for own in seen if own.link), "")
    outlet = next((own.outlet for own in seen if own.outlet), "")
    return Rewording(
        link=link if len(link) <= MAX_HIT_LINK_CHARACTERS else "",
        outlet=as_written(outlet),
        is_rolling=wordings.is_rolling,
        is_ordered=all(came_before(one, other) for one, other in pairwise(first)),
        wordings=tuple(
            Wording(
                text=text[:MAX_HIT_LINE_CHARACTERS],
                item=own.id,
                day=own.day,
                seen=own.seen,
            )
            for text, own in zip(wordings.texts, first, strict=True)
        ),
    )
