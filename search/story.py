"""What does an archive say of a story? Its items by day, its outlets, what it continues."""

from datetime import date, datetime

from search.frozen import frozen
from search.model import Headline, Item
from search.story_groups import StorySummary


@frozen(kw_only=True)
class Tie:
    """Two stories that turned out to be one: the later continues the earlier.

    `other` is the other story, `item` the id of the item that shows it, and `day` its day.
    """

    other: StorySummary
    item: str
    day: date | None


@frozen(kw_only=True)
class HeldStory:
    """A story as an engine holds it: its first items in their order, and what it is tied to.

    `items` are the states that may be found, with their older versions; `times` is when each item
    was first seen, or its day began, in seconds from 1970 on (None: neither is known).
    """

    story: StorySummary
    items: tuple[Item, ...]
    times: tuple[int | None, ...]
    earlier: tuple[Tie, ...] = ()
    later: tuple[Tie, ...] = ()


@frozen(kw_only=True)
class StoryItem:
    """An item of a story, and why it is there.

    `seen` is when it was first seen, None if that is unknown. `links` are those of its articles
    that an item before it has, too: a proof; `headlines` are its own lines with them, one for each,
    without words where a link is that of the whole item. Where there are none it was judged alike,
    by `words` that it has in common with those before, the rarest first. The first item has
    neither.
    """

    id: str
    title: str
    day: date | None
    seen: datetime | None
    sources: tuple[str, ...]
    source_count: int
    links: tuple[str, ...] = ()
    headlines: tuple[Headline, ...] = ()
    words: tuple[str, ...] = ()


@frozen(kw_only=True)
class StoryDay:
    """A day of a story, None for none, and the items that are of it."""

    day: date | None
    items: tuple[StoryItem, ...]


@frozen(kw_only=True)
class StoryLine:
    """A headline of a story; `words` are those that no other outlet's headlines have.

    `item` is the id of the first item with it, `day` the day of that.
    """

    text: str
    link: str
    item: str
    day: date | None
    words: tuple[str, ...]


@frozen(kw_only=True)
class StoryOutlet:
    """An outlet of a story: how many of its items have it, and its headlines, the first first.

    Not all lines need be listed; `line_count` is how many there are in the items that are told of.
    `held` is how many items of the outlet the archive holds.
    """

    name: str
    items: int
    lines: tuple[StoryLine, ...]
    line_count: int
    held: int = 0


@frozen(kw_only=True)
class Wording:
    """A headline of an article: `item` is the id of the first item that had it, `day` its day.

    `seen` is when the version of the item with it was seen, None if that is unknown.
    """

    text: str
    item: str
    day: date | None
    seen: datetime | None


@frozen(kw_only=True)
class Rewording:
    """An article whose headline changed, and its wordings.

    They are in the order in which they came here if `is_ordered`; else some came at the same time,
    or on the same day without a time, so that which came first is unknown. Wordings that differ by
    an outlet's name, or by a cut, are one. `is_rolling` tells that it is
    rather a page that rolls on, as a live blog does, whose headline is that of its newest part.
    `link` is "" where an item without a link changed its title.
    """

    link: str
    outlet: str
    wordings: tuple[Wording, ...]
    is_rolling: bool
    is_ordered: bool


@frozen(kw_only=True)
class FirstSeen:
    """The outlet that was alone first here, `ahead` seconds before any other.

    `gap` is the longest time, in seconds, between two fillings of the archive in these days; where
    an outlet is ahead by no more than that, nobody knows who was first.
    """

    outlet: str
    seen: datetime
    ahead: int
    gap: int


@frozen(kw_only=True)
class SilentOutlet:
    """An outlet without an item of a story, though it carried more like it than by chance.

    It carried `carried` of the stories that are most alike, and has `held` items of the days before
    the story. The larger `expected`, the more it was expected; it is not a probability.
    """

    outlet: str
    carried: int
    held: int
    expected: float


@frozen(kw_only=True)
class ElsewhereOutlet:
    """An outlet that a story was expected to have, and that has it in another story.

    `item` is the id of the first item of another story with it, of `day`; `headline` is what the
    outlet says there. That item has an article of the story (`is_article`), or is of a story that
    the story continues, or that continues it.
    """

    outlet: str
    item: str
    headline: str
    day: date | None
    is_article: bool


@frozen(kw_only=True)
class Silence:
    """Outlets that carried stories like one notably often and not this one, most expected first.

    That is more of the stories most alike than their share of all items makes likely, and seldom
    most of them. The past alone tells it: the `items` of the `days` days that the archive holds
    of `since` to `until`, the last ones before the story's first item, and the `alike` stories of
    them that are most alike. Those that have what the story tells in another story are not silent:
    they are `elsewhere`. What an outlet published and no feed brought into the archive is not here,
    so that it is absent from the archive does not mean that it is absent from the outlet.
    """

    alike: int
    items: int
    since: date
    until: date
    days: int
    outlets: tuple[SilentOutlet, ...]
    elsewhere: tuple[ElsewhereOutlet, ...] = ()


@frozen(kw_only=True)
class ToldStory:
    """What is told of a story: a page of its items by day, its outlets in the order of first seen.

    `told` is how many items the page has; all `pages` have the first `read` items of the story, and
    all but the page is told of these. If not `is_ordered`, some of them came at the same time, or
    on the same day without a time: which came before is unknown, and the first item may not be the
    first. `notes` are what is to be said of the day that is asked for. `earlier` are stories that
    it
    continues, `later` those that continue it. `silence` is None where the archive knows too little
    of the days before the story, `first_seen` where it is not known who was first. `archive_items`
    is how many items the archive holds.
    """

    story: StorySummary
    told: int
    days: tuple[StoryDay, ...]
    outlets: tuple[StoryOutlet, ...]
    earlier: tuple[Tie, ...] = ()
    later: tuple[Tie, ...] = ()
    silence: Silence | None = None
    rewordings: tuple[Rewording, ...] = ()
    first_seen: FirstSeen | None = None
    archive_items: int = 0
    page: int = 1
    pages: int = 1
    read: int = 0
    is_ordered: bool = True
    notes: tuple[str, ...] = ()
