"""What is asked of an engine at once, and what does it answer?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from datetime import date
from typing import TYPE_CHECKING

from search.frozen import frozen
from search.lookups import Counted

if TYPE_CHECKING:
    from whoosh.query import Query

    from search.model import Item
    from search.periods import Spread
    from search.results import Timeline
    from search.story_groups import StoryGroup


@frozen(kw_only=True)
class Listed:
    """Which values of a facet an answer lists.

    `most` is how many of the most frequent values to list, None for all; equally frequent values
    come in the order of the alphabet. With `by_name` all come in that order, and the first are
    listed. `always` are values to list even if no hit has them. With `starting`, a folded text
    (`Analyzer.name`), only values in which a word begins with it count, and those that are named in
    `starting_too`, as another name of theirs does.

    Names are compared and sorted by their keys (`search.names`). A name is given in the spelling
    that most items have, of equally frequent ones the first by code points; a name that no item has
    is given as it was asked for.
    """

    most: int | None = None
    always: tuple[str, ...] = ()
    starting: str = ""
    starting_too: tuple[str, ...] = ()
    by_name: bool = False


@frozen(kw_only=True)
class Rescoring:
    """How the best hits are put in another order.

    The `most` best hits, and those that equal the last of them, score what a tree finds in them,
    too; no other becomes a hit by it. `tree_for` makes the tree from the first `looked_at` hits
    with their scores, and from the frequencies that the question asks for.
    """

    tree_for: Callable[[Sequence[tuple["Item", float]], Mapping[str, int]], "Query"]
    looked_at: int = 0
    most: int = 1_000


@frozen(kw_only=True)
class Question:
    """A search as an engine is asked it.

    `tree` is made of the nodes of `search.query.tree`. `included` and `excluded` map facets to
    values, names in any spelling: a hit has one of the included values of each facet, and no
    excluded one. It is dated `since` to `until`, both included; None opens an end, and with both
    ends open undated items are hits, too. With `new_since` its item came in with a later generation
    than that one. `sort` is one of SORTS; by relevance `rescoring` puts the best hits in another
    order. Hits `first` to before `first + count` are given, counted from 0. `facets` are counted,
    and the hits in the periods of `timeline` (`search.periods.divided`); for the terms of
    `frequencies_of` it is told how many documents have them. With the `group` `story` hits are
    counted by their stories; with `auto` if that is better (`search.story_groups.is_by_stories`).
    """

    tree: "Query"
    included: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    excluded: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    sort: str = "relevance"
    rescoring: Rescoring | None = None
    first: int = 0
    count: int = 0
    new_since: int | None = None
    facets: Mapping[str, Listed] = field(default_factory=dict)
    timeline: "Spread | None" = None
    frequencies_of: frozenset[str] = frozenset()
    group: str = ""


@frozen(kw_only=True)
class FacetCounts:
    """The counted values of one facet: `size` is how many have hits, `values` are those listed.

    `values` come in the order that was asked for; those that are listed always, and are not among
    the first, come last, the most frequent first. A value's count leaves out what the facet itself
    is limited to: it is the total of the same search limited to that value instead. If the facet is
    limited, `more` tells for each value how many hits come to those of the search if that value is
    included too; else it is empty.
    """

    size: int
    values: list[Counted]
    more: list[int] = field(default_factory=list)


@frozen(kw_only=True)
class Answer:
    """What an engine found: how many hits, those asked for with their scores, counts over all.

    Hits of equal score (or day, then score; or number of outlets) come newest first, undated last,
    then by the bytes of their ids. The items are without their older `versions`. `loosened` are the
    words of phrases that would have cost more than one query may: items have these words in any
    order. `stories` is how many stories have hits, None where none are known. If the hits were
    grouped, `hits` has the best one of each story, in its rank, and `groups` what else is of each.
    """

    total: int
    hits: list[tuple["Item", float]]
    facets: dict[str, FacetCounts]
    frequencies: dict[str, int]
    loosened: tuple[tuple[str, ...], ...] = ()
    timeline: "Timeline | None" = None
    stories: int | None = None
    is_grouped: bool = False
    groups: "tuple[StoryGroup, ...]" = ()
