"""What does an archive answer? Pages, hits, facets, notes."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Self

from search.frozen import frozen
from search.request import SearchRequest
from search.story_groups import StorySummary

#: Headlines that a hit carries; the item itself has all of them.
MAX_HIT_HEADLINES = 20
#: Headlines that the hits of a page carry together; each may carry MIN_HIT_HEADLINES.
MAX_PAGE_HEADLINES = 400
MIN_HIT_HEADLINES = 4
#: Outlets, tags and categories that a hit carries of each; the item itself has all of them.
MAX_HIT_NAMES = 20
#: Characters of a headline that a hit carries, and of a link: a longer one is left out.
MAX_HIT_LINE_CHARACTERS = 1_000
MAX_HIT_LINK_CHARACTERS = 2_000
#: Spans of characters, (start, end), of the words that matched: in order, none overlaps another.
Marks = tuple[tuple[int, int], ...]


@frozen(kw_only=True)
class FacetValue:
    """One value of a facet and how many hits a search limited to it alone has.

    `if_added` is how many hits the search has once this value is added to those selected; None if
    none is selected, since `count` tells it then, and if this one is.
    """

    value: str
    count: int
    selected: bool = False
    if_added: int | None = None


class FoundValues(tuple[list[FacetValue], int]):
    """Values of a facet over the hits of a search, and how many there are: a pair.

    It has a page's `notes` on the search, the number of `hits`, and `match`, how many of the words
    they have, most also where no item has all that were asked for.
    """

    notes: tuple[str, ...]
    hits: int
    match: str

    def __new__(
        cls, values: list[FacetValue], total: int, *, notes: tuple[str, ...], hits: int, match: str
    ) -> Self:
        """Return the pair of the values and of how many there are in all."""
        pair = super().__new__(cls, (values, total))
        pair.notes, pair.hits, pair.match = notes, hits, match
        return pair


@frozen(kw_only=True)
class HeadlineHit:
    """A headline of a hit; `matched` if it has words or the link of the query.

    `marks` point to the words. `weight` tells how much of the query it has: the rarities of its
    different words, added up.
    """

    text: str
    outlet: str
    link: str
    matched: bool
    weight: float = 0.0
    marks: Marks = ()


@frozen(kw_only=True)
class ScorePart:
    """Something that a hit's score is made of: the scores of its parts add up to it.

    `kind` is `asked` for a word or another part of the query, `form` for a word that stands in the
    hit as it was typed, `together` for two words that stand beside each other, `added` for a word
    that the best hits have. `word` is the word or part of the query that it belongs to, as written:
    of a pair the second one; "" for an added word that the query has not. `fields` divides the
    score among the text fields in which it was found; it is empty where the score comes from none
    of them.
    """

    kind: str
    text: str
    word: str
    score: float
    fields: Mapping[str, float]


@frozen(kw_only=True)
class Hit:
    """One item that was found.

    `snippet` is plain text around the matching words, or the beginning of the text if nothing in it
    matched; `title_marks` and `snippet_marks` are the spans of the matching words. `headlines` has
    MAX_HIT_HEADLINES of the item's at most (fewer on a page of very many hits), in the item's
    order: those that have most of the query and, if there is room, the first others;
    `headline_count` is how many the item has. `sources`, `tags` and `categories` are the first
    MAX_HIT_NAMES of the item's; `source_count`, `tag_count` and `category_count` are how many it
    has. `gone` is the day on which
    the item's file was removed, None if it was there on the day that the search is about. `changed`
    is when the state that was found was first seen in a history, else when its file was last
    written; None if neither is known, and as of a day if it is not known when it was seen.
    `explain` tells what gave the hit its score if the request asks for it, else it is empty.
    """

    id: str
    score: float
    title: str
    day: date | None
    sources: tuple[str, ...]
    tags: tuple[str, ...]
    categories: tuple[str, ...]
    feed: str
    link: str
    snippet: str
    headlines: tuple[HeadlineHit, ...]
    headline_count: int
    source_count: int
    tag_count: int
    category_count: int
    title_marks: Marks = ()
    snippet_marks: Marks = ()
    gone: date | None = None
    changed: datetime | None = None
    explain: tuple[ScorePart, ...] = ()

    def best_headlines(self, most: int) -> tuple[HeadlineHit, ...]:
        """Return the headlines that have most of the query, `most` of them, in the item's order.

        The headline that is also the title is left out.

        >>> from dataclasses import replace
        >>> lines = tuple(
        ...     HeadlineHit(text=text, outlet="BBC", link="", matched=True, weight=weight)
        ...     for text, weight in (("Strike", 1.5), ("Port strike", 4.0), ("Strike at port", 4.0))
        ... )
        >>> hit = replace(archive.search("port strike").hits[0], headlines=lines)
        >>> [line.text for line in hit.best_headlines(2)]
        ['Port strike', 'Strike at port']
        """
        others = [line for line in self.headlines if line.text != self.title]
        best_first = sorted(range(len(others)), key=lambda number: -others[number].weight)
        return tuple(others[number] for number in sorted(best_first[:most]))


@frozen(kw_only=True)
class FoldedHit:
    """A hit that stands folded under the best one of its story."""

    id: str
    title: str
    day: date | None
    sources: tuple[str, ...]
    source_count: int
    title_marks: Marks = ()


@frozen(kw_only=True)
class StoryHits:
    """The hits of one story: how many these are, and the next best after the one that is shown."""

    story: StorySummary
    matching: int
    others: tuple[FoldedHit, ...]


@frozen(kw_only=True)
class Clause:
    """One part of a search that found nothing, and how many items the part alone finds.

    `total` counts items of the archive as of the request's day, and only those whose files were
    still there if the request is `standing`. So for these two limits it is how many such items
    there are.
    `without` is the same search without this part, and `rest` is how many items its page has: those
    with all of the words, or if there are none with most of them. It is None where it was not
    asked: of words in a query of many parts, and of a day of the archive, as that would tell of
    later days. A part of the query has no `limit`; a limit has the name of its field, or `days` for
    first and last.
    """

    text: str
    total: int
    without: SearchRequest
    rest: int | None
    limit: str = ""


@frozen(kw_only=True)
class OtherSearch:
    """A search that may be meant instead, and how many items it finds."""

    total: int
    search: SearchRequest


@frozen(kw_only=True)
class Spelling:
    """A search that was probably meant, and how many items it finds.

    `text` is its query, or what is put right of its limits. Words and names that no item has, or
    hardly any, are spelt in it as near ones that many have.
    """

    text: str
    total: int
    search: SearchRequest


@frozen(kw_only=True)
class Bar:
    """A period of a timeline, from the day `first` to the day `last`, and its hits.

    `held` is how many items of any kind the archive holds from these days, and `days_held` from how
    many of the days it holds any: where it holds none, that no hit is there means nothing.
    """

    first: date
    last: date
    count: int
    held: int
    days_held: int


@frozen(kw_only=True)
class Timeline:
    """How many of the hits are of which time.

    `bars` follow each other without a gap, each a whole period of the unit `by` (UNITS in
    `search.periods`), cut where a day was chosen. There are none without hits and chosen days.
    `before` and `after` are hits of days before the first bar and after the last one, which are far
    off; `undated` hits have no day. All counts together are the total.
    """

    by: str
    bars: tuple[Bar, ...]
    before: int
    after: int
    undated: int


@frozen(kw_only=True)
class Page:
    """The answer to one search.

    `total` and every count are exact, over all hits of one generation of the archive. `facets`
    maps each facet to its most frequent values (years and months: to all, in order of time), and
    `facet_sizes` maps it to the number of its values. `notes` say what was repaired or left out of
    the query. `generation` is the number of that generation, None as of a day: nothing of that
    answer depends on later commits. Where no item has all words of a query, the page is that of
    most of them: `request` is the search that was answered, and its `match` says so. Where few have
    all, `most` is the search for most of them; where `match` is not `all`, `all_words` is the
    search for all of them, if that finds anything. `asked` is the query less what could not be
    searched for: if nothing is left of it, everything is found. `plain` is the same search with the
    query read as plain words, if the query itself finds nothing and that does; or for a title that
    was pasted with its outlet, if the title alone finds more. If nothing was found
    at all `clauses` tells what each part finds alone, and what the others find; where these find
    nothing either, `nearby` are searches less several parts that find something, and where a day
    is among the words, the search by that day. `added_words` are
    those of the best items that helped to order the hits, where `match` is not `all`. `spelling` is
    the search that was meant if words or names in this one are misspelt, else None. `timeline`
    counts the hits over time, None if the request's `by` is `none`. `stories` is how many stories
    have hits, None where the archive knows none. If `is_grouped`, `hits` are the best of each story
    and `groups` tell of the others of each; everything else counts items still.
    """

    request: SearchRequest
    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, list[FacetValue]]
    facet_sizes: Mapping[str, int]
    notes: tuple[str, ...]
    generation: int | None
    clauses: tuple[Clause, ...] = ()
    nearby: tuple[OtherSearch, ...] = ()
    plain: OtherSearch | None = None
    most: OtherSearch | None = None
    all_words: OtherSearch | None = None
    asked: str = ""
    added_words: tuple[str, ...] = ()
    spelling: Spelling | None = None
    timeline: Timeline | None = None
    stories: int | None = None
    is_grouped: bool = False
    groups: tuple[StoryHits, ...] = ()

    @property
    def match(self) -> str:
        """Which of the words the hits have: all, most or any.

        >>> archive.search("comet strike harbour").match
        'most'
        """
        return self.request.match

    @property
    def pages(self) -> int:
        """How many pages the hits fill.

        >>> archive.search("comet OR strike", per_page=1).pages
        2
        """
        count = (self.stories or 0) if self.is_grouped else self.total
        return -(-count // self.request.per_page)


@frozen(kw_only=True)
class Suggestion:
    """A way to complete what was typed, the query that it makes, and how many items that finds.

    `kind` is word, date, outlets (how many), title, or that of a name: source, tag, category,
    feed.
    """

    text: str
    kind: str
    count: int
    query: str


@frozen(kw_only=True)
class Example:
    """A query in the archive's own words, which shows what queries can say, and its total.

    `kind` is what it shows: words, phrase, either, without, group, near, beginning, misspelt,
    title, headline, link, day, month, days, since, outlets, not_sources, or a facet.
    """

    kind: str
    query: str
    total: int


@frozen(kw_only=True)
class ArchiveInfo:
    """What an archive is: its size, its span of days, how it was made.

    `has_history` tells whether any item has a time at which it was first seen, or a day on which
    its file was removed; if none has, the archive as of a past day is the archive as it stands.
    `bytes` are those of all files, `segments` how many files hold the items, `deleted` the deleted
    documents that these hold until they are merged. `parts` divides the bytes into `items`, `words`
    (with their positions), `facets` (with the columns) and `other`.
    """

    items: int
    generation: int
    language: str
    schema: int
    outlets: int
    first_day: date | None
    last_day: date | None
    has_history: bool
    bytes: int
    segments: int
    deleted: int
    parts: Mapping[str, int]
