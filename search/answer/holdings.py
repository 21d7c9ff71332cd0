"""What does an archive hold by day and by outlet, and with whom does an outlet share stories?"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from whoosh.query import Every

from search.answer.names import lookups as name_lookups
from search.answer.names import with_known_names
from search.answer.outlet_stories import outlet_stories
from search.crossed import Crossed, CrossedValue
from search.engine import Generation, Listed, Question
from search.errors import ItemNotFound
from search.holdings import HeldOutlet, HeldOutlets, Holdings, OutletProfile, SharedOutlet
from search.messages import message
from search.names import MAX_NAME_CHARACTERS, name_key, word_begins
from search.periods import Spread
from search.query.dates import parse_period
from search.request import SearchRequest
from search.results import FacetValue

#: Outlets of a month, feeds, and outlets with which one shares items that are listed.
MOST_OUTLETS = 20
MOST_FEEDS = 50
MOST_OTHERS = 50
#: Bars of a timeline that stands beside many outlets.
SMALL_BARS = 40
_BY_ORDER: Mapping[str, Callable[[CrossedValue], Any]] = {
    "items": lambda own: -own.count,
    "headlines": lambda own: -(own.headlines or own.count),
    "name": lambda own: 0,
    "days": lambda own: -own.days,
    "first": lambda own: own.first or date.max,
}


def holdings(generation: Generation, month: str, most: int = MOST_OUTLETS) -> Holdings:
    """Return what an archive holds, closely of one month (`YYYY-MM`), "" for the last with items.

    Of the month, by its `most` largest outlets.

    Two round trips, and one for a month.
    """
    info = generation.info()
    facets = {"month": Listed(by_name=True), "feed": Listed(most=MOST_FEEDS)}
    answer = generation.search(Question(tree=Every(), facets=facets))
    months = answer.facets["month"].values
    month = month or (max(months)[0] if months else "")
    found: Crossed | None = None
    if span := parse_period(month):
        spread = Spread(by="day", first=span[0], last=span[1])
        asked = Question(tree=Every(), since=span[0], until=span[1], timeline=spread)
        found = generation.crossed(asked, "sources", Listed(most=most))
    return Holdings(
        items=info.items,
        outlets=info.outlets,
        first_day=info.first_day,
        last_day=info.last_day,
        undated=answer.total - sum(count for _, count in months),
        language=info.language,
        months=tuple(_values(months)),
        feeds=tuple(_values(answer.facets["feed"].values)),
        feed_count=answer.facets["feed"].size,
        month=month,
        timeline=found.timeline if found else None,
        largest=tuple(map(_held, found.values)) if found else (),
        month_outlets=found.size if found else 0,
    )


def outlets(
    generation: Generation, prefix: str, order: str, offset: int, limit: int
) -> HeldOutlets:
    """Return some of the outlets in one of OUTLET_ORDERS, of equals the first in the alphabet.

    Only outlets of which a word of a name begins with `prefix`. Two round trips.
    """
    starting = generation.analyzer.name(prefix)
    too = generation.outlets.starting(prefix)
    listed = Listed(by_name=True, starting=starting, starting_too=too)
    every: Sequence[CrossedValue]
    every = generation.crossed(Question(tree=Every()), "sources", listed).values
    if not starting and (signs := name_key(prefix)):  # an engine compares words alone
        every = [own for own in every if word_begins(own.value, signs)]
    ordered = sorted(every, key=_BY_ORDER[order])[offset : offset + limit]
    names = tuple(own.value for own in ordered)
    asked = Question(tree=Every(), timeline=Spread(most=SMALL_BARS))
    found = generation.crossed(asked, "sources", Listed(most=0, always=names))
    of_names = {own.value: own for own in found.values}
    return HeldOutlets(
        total=len(every),
        outlets=tuple(_held(of_names[name]) for name in names),
        timeline=found.timeline,
    )


def outlet(
    generation: Generation, name: str, day: date | None, most: int = MOST_OTHERS
) -> OutletProfile:
    """Return what is held of an outlet by any of its names; `day` is the generation's.

    Raises ItemNotFound.
    """
    request = SearchRequest(sources=(name[:MAX_NAME_CHARACTERS],))
    lookups = list(dict.fromkeys(name_lookups(request, generation.outlets)))
    known = dict(zip(lookups, generation.look_up(lookups), strict=True)) if lookups else {}
    request, _ = with_known_names(request, generation, known)
    given, name = name, next(iter(request.sources), name)
    asked = Question(tree=Every(), included={"sources": (name,)}, timeline=Spread())
    listed = Listed(most=most + 1, always=(name,))
    found = generation.crossed(asked, "sources", listed)
    key = name_key(name)
    own = next((one for one in found.values if name_key(one.value) == key), None)
    if own is None or not own.count:
        raise _missing_outlet(given, day)
    others = [one for one in found.values if one is not own][:most]
    names = tuple(one.value for one in others)
    base = generation.search(
        Question(tree=Every(), facets={"sources": Listed(most=0, always=names)})
    )
    items = dict(base.facets["sources"].values)
    return OutletProfile(
        outlet=_held(own),
        timeline=found.timeline,
        others=tuple(
            SharedOutlet(name=one.value, shared=one.count, items=items[one.value]) for one in others
        ),
        other_count=found.size - 1,
        all_items=base.total,
        stories=outlet_stories(generation, own.value, own.last),
    )


def _held(own: CrossedValue) -> HeldOutlet:
    return HeldOutlet(
        name=own.value,
        items=own.count,
        headlines=own.headlines,
        alone=own.alone,
        days=own.days,
        first_day=own.first,
        last_day=own.last,
        counts=own.counts,
    )


def _values(counted: list[tuple[str, int]]) -> list[FacetValue]:
    return [FacetValue(value=value, count=count) for value, count in counted]


def _missing_outlet(name: str, day: date | None) -> ItemNotFound:
    shown = f"{name[:80]!r}"
    if day is None:
        told = message(
            "the archive holds no outlet {name}; look for it among all outlets", name=shown
        )
    else:
        told = message(
            "the archive had no outlet {name} on {day}; look for it among all outlets",
            name=shown,
            day=day,
        )
    return ItemNotFound(told)
