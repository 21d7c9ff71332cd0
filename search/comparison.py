"""What is the comparison of searches: over time, by outlet, by their words, by what they share?"""

from collections.abc import Iterable

from search.arguments import several, shown, text
from search.errors import RequestInvalid, RequestWrongType
from search.frozen import frozen
from search.messages import ABOUT_FIELD, Message, about, counted_message, message
from search.request import SearchRequest
from search.results import Spelling, Timeline

#: Searches that one comparison has.
MIN_COMPARED = 2
MAX_COMPARED = 5
_SIZES = {"least": MIN_COMPARED, "most": MAX_COMPARED}


@frozen(kw_only=True)
class FoundItems:
    """How many items there are, and the search that finds exactly these.

    `search` is None where there are none, and where no one search can say which they are.
    """

    count: int
    search: SearchRequest | None


@frozen(kw_only=True)
class ComparedWord:
    """A word among the hits of several searches.

    `found` are the hits of each search that have it, all of them; `read` are those among the items
    that were read of each search, by which the word was chosen. `score` is how clearly it tells one
    search from the others, in standard deviations; None where it tells what they have in common.
    """

    word: str
    score: float | None
    read: tuple[int, ...]
    found: tuple[FoundItems, ...]


@frozen(kw_only=True)
class ComparedSearch:
    """One of several searches: `search` finds its `total` hits; `name` is its query, or its outlet.

    `counts` are its hits in each bar of the timeline that all share, `before`, `after` and
    `undated` those in none of them. `outlets` are its hits of each outlet of the comparison. The
    newest `read` hits were read for `words`, which tell it from the others, the clearest first.
    `notes` say what was repaired or left out of its query.
    """

    name: str
    search: SearchRequest
    total: int
    counts: tuple[int, ...]
    before: int
    after: int
    undated: int
    outlets: tuple[int, ...]
    read: int
    words: tuple[ComparedWord, ...]
    notes: tuple[str, ...]


@frozen(kw_only=True)
class Overlap:
    """The items that all of some searches find; `of` are their indexes in the comparison."""

    of: tuple[int, ...]
    found: FoundItems


@frozen(kw_only=True)
class Comparison:
    """Several searches side by side, or one search in several outlets.

    `timeline` counts what any of them finds. `outlets` are those with the most of these items, of
    `outlet_count` in all; none where the outlets themselves are compared. `overlaps` are of each
    two searches, and of all where there are more; `common_words` are frequent in all. `notes` say
    what was changed of the limits. `spellings` has for each query what was meant if words or names
    in it are misspelt, else None.
    """

    by_outlet: bool
    searches: tuple[ComparedSearch, ...]
    timeline: Timeline | None
    outlets: tuple[str, ...]
    outlet_count: int
    overlaps: tuple[Overlap, ...]
    common_words: tuple[ComparedWord, ...]
    notes: tuple[str, ...]
    spellings: tuple[Spelling | None, ...] = ()


@frozen(kw_only=True)
class OutletOverTime:
    """An outlet in each bar of a timeline.

    `held` is how many items the archive holds of it there, `counts` for each of several searches
    how many of these it finds.
    """

    outlet: str
    held: tuple[int, ...]
    counts: tuple[tuple[int, ...], ...]


@frozen(kw_only=True)
class OutletsOverTime:
    """Several searches by outlet and over time, all in the bars of one timeline.

    `outlets` are some of the `outlet_count` that have hits of any of them, those with most first.
    """

    searches: tuple[SearchRequest, ...]
    names: tuple[str, ...]
    timeline: Timeline | None
    outlets: tuple[OutletOverTime, ...]
    outlet_count: int
    notes: tuple[str, ...]


def checked_queries(
    queries: str | Iterable[str], outlets: tuple[str, ...], by_outlet: bool
) -> tuple[str, ...]:
    """Return the queries of a comparison. Raises RequestInvalid where they are not to be compared.

    >>> checked_queries(["comet", "strike "], (), by_outlet=False)
    ('comet', 'strike')
    """
    given = (queries,) if isinstance(queries, str) else queries
    given = several("queries", given, "two to five queries", RequestWrongType)
    asked = tuple(text("queries", query).strip() for query in given)
    if by_outlet:
        if len(asked) != 1:
            raise RequestInvalid(
                about("queries", "{count} searches; outlets are compared in one", count=len(asked))
            )
        if outlets:
            given_outlets = counted_message("{count} outlet", "{count} outlets", len(outlets))
            _check_number("sources", given_outlets)
        return asked
    _check_number("queries", counted_message("{count} search", "{count} searches", len(asked)))
    if not all(asked):
        raise RequestInvalid(about("queries", "an empty one; leave it out"))
    again = next((query for query in asked if asked.count(query) > 1), None)
    if again is not None:
        raise RequestInvalid(
            about("queries", "{given} is given twice; leave one out", given=shown(again))
        )
    return asked


def _check_number(name: str, given: Message) -> None:
    """Raise RequestInvalid where more or fewer things are given than a comparison takes."""
    if not MIN_COMPARED <= given.number <= MAX_COMPARED:
        problem = message("{things}; a comparison is of {least} to {most}", things=given, **_SIZES)
        raise RequestInvalid(message(ABOUT_FIELD, name=name, problem=problem))
