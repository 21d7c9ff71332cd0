"""What does an archive hold, by outlet and by day? What `Archive.holdings` and others answer."""

from datetime import date

from search.frozen import frozen
from search.results import FacetValue, Hit, Timeline
from search.story_groups import StorySummary


@frozen(kw_only=True)
class HeldOutlet:
    """What an archive holds of an outlet.

    It is in `items` items, alone in `alone` of them, with `headlines` headlines in all; None where
    the archive does not keep how many. They are of `days` different days, from `first_day` to
    `last_day`, None where no item has a day. `counts` are the items in each bar of the timeline
    that it stands beside.
    """

    name: str
    items: int
    headlines: int | None
    alone: int
    days: int
    first_day: date | None
    last_day: date | None
    counts: tuple[int, ...]


@frozen(kw_only=True)
class Holdings:
    """What an archive holds: how many items, of how many outlets, of which days.

    `months` are all that have items, in order of time, and `feeds` the most frequent of
    `feed_count`. `month` is the one looked at closely, "" if no item has a day: `timeline` counts
    its items by day, and `largest` are the outlets with most items in it, of `month_outlets`.
    `notes` are what is to be said of the day that is asked for.
    """

    items: int
    outlets: int
    first_day: date | None
    last_day: date | None
    undated: int
    language: str
    months: tuple[FacetValue, ...]
    feeds: tuple[FacetValue, ...]
    feed_count: int
    month: str
    timeline: Timeline | None
    largest: tuple[HeldOutlet, ...]
    month_outlets: int
    notes: tuple[str, ...] = ()


@frozen(kw_only=True)
class HeldOutlets:
    """Some of the outlets of an archive: those of a list of `total`.

    `timeline` is that of all items of the archive; the outlets' counts are by its bars.
    `notes` are what is to be said of the day that is asked for.
    """

    total: int
    outlets: tuple[HeldOutlet, ...]
    timeline: Timeline | None
    notes: tuple[str, ...] = ()


@frozen(kw_only=True)
class SharedOutlet:
    """Another outlet: `shared` of one outlet's items have a headline of it, `items` of all."""

    name: str
    shared: int
    items: int


@frozen(kw_only=True)
class OutletStory:
    """A story, and how many of its items of some days are of an outlet; of those it left out, all.

    They are of the days that `OutletStories` tells.
    """

    story: StorySummary
    items: int


@frozen(kw_only=True)
class OutletStories:
    """The largest stories of an outlet's last days in the archive, `since` to `until`.

    Of the stories of several outlets it `led` those whose first item here is its own alone and says
    what the story is named by, `shared` the others in which it has an item, and `left_out` those in
    which it has none: that the archive has none does not mean that the outlet did not report.
    Looked at are the `looked_at` largest stories of the outlet, and as many of the whole archive.
    """

    since: date
    until: date
    led: tuple[OutletStory, ...]
    shared: tuple[OutletStory, ...]
    left_out: tuple[OutletStory, ...]
    looked_at: int


@frozen(kw_only=True)
class OutletProfile:
    """An outlet: what is held of it, and with which others it shares most items.

    `timeline` counts its items. `others` are the first of `other_count`; how much of everything
    each has is `items` of the archive's `all_items`. `stories` is None where none are known.
    `notes` are what is to be said of the day that is asked for.
    """

    outlet: HeldOutlet
    timeline: Timeline | None
    others: tuple[SharedOutlet, ...]
    other_count: int
    all_items: int
    stories: OutletStories | None = None
    notes: tuple[str, ...] = ()


@frozen(kw_only=True)
class Story:
    """Items of a story: the first one, and some of the `others`.

    Where the archive knows no stories, all of `items` share an article with that of most outlets.
    The item of most outlets comes first. Together they have headlines of `outlets` outlets.
    """

    hit: Hit
    items: int
    outlets: int
    others: tuple[Hit, ...]


@frozen(kw_only=True)
class HeldDay:
    """What an archive holds of a day: `total` items, those of most outlets first.

    `stories` are those of the page; there are `story_count` of the `read` items that were looked
    at, the first of the day in a search. `before` and `after` are the nearest days with items.
    `are_found` tells that items are put together by the archive's stories, not by shared articles.
    `notes` are what is to be said of the day that is asked for.
    """

    day: date
    total: int
    read: int
    story_count: int
    stories: tuple[Story, ...]
    before: date | None
    after: date | None
    are_found: bool = False
    notes: tuple[str, ...] = ()


@frozen(kw_only=True)
class FrontDay:
    """One of the last days: it has `total` items; its `stories`, those of most outlets first.

    Items and outlets of a story are those of the day, as in `HeldDay`, and so is `are_found`.
    """

    day: date
    total: int
    stories: tuple[Story, ...]
    are_found: bool = False
