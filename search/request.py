"""What does a search ask for? One immutable value for page, JSON, Atom, command and Python."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from functools import cache
from typing import Any, Self, Unpack, cast

from search.arguments import nearest, text
from search.errors import RequestInvalid
from search.facets import FACETS, check_facet
from search.frozen import frozen
from search.limits import (
    FACET_LIMITS,
    MAX_FACET_LIMITS,
    MAX_PAGE,
    Limits,
    check_size,
    check_words,
    checked,
    cut_query,
    given_again,
    left_out,
    no_limit,
    pairs_of,
    parsed,
    too_many_values,
    typed,
)
from search.names import MAX_NAME_CHARACTERS, name_key
from search.periods import AUTO, USUAL_BARS
from search.settings import MAX_QUERY_CHARACTERS

__all__ = [
    "FACETS",
    "MAX_FACET_LIMITS",
    "MAX_NAME_CHARACTERS",
    "MAX_PAGE",
    "MAX_QUERY_CHARACTERS",
    "PARAMETERS",
    "Limits",
    "SearchRequest",
    "check_facet",
]


@frozen(kw_only=True)
class SearchRequest:
    """A search, complete: query, limits, order, page.

    A hit has at least one of the values of each facet, if any are given, and none of those in its
    `not_` field. Values are names: blanks are tidied, and names that differ only in case are one
    (`search.names`). `since` and `until` are the first and the last day of hits. `as_of` searches
    the archive as it stood at the end of that day (in UTC): everything known by then, in its state
    of then; None searches it as it stands now. With `standing` items are left out whose files were
    gone by then. `new_since` is the number of a generation (`Archive.generation`): hits are items
    that came into the archive after it; what was only changed since is not new. `match` tells which
    of the words that stand in the query by themselves a hit must have: `all`, `most` (rare words
    count for more, see `search.query.tree.MostOf`) or `any`; all else in the query and all limits
    hold for every hit. `by` is the unit of the timeline (`UNITS` in `search.periods`), `auto` the
    finest that fits, and `none` stands for no timeline; it has `bars` bars at most, if need be of a
    coarser unit. With `share` a page draws them as shares of what the archive holds. With `explain`
    each hit tells what gave it its score. `story` is the id of the story of all hits. `group` is
    `story` for one hit a story, `none`, `auto` (a hit a story where many are of one), or empty: as
    whoever shows them likes. `facets` names those that are counted, None for all.

    The constructor takes values of these types only; `parse` takes texts, numbers and lists.
    Methods that change something return a new request, at its first page if hits may be others.
    Raises RequestInvalid for a value that no search can have.
    """

    query: str = ""
    sources: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    feed: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    month: tuple[str, ...] = ()
    not_sources: tuple[str, ...] = ()
    not_tags: tuple[str, ...] = ()
    not_categories: tuple[str, ...] = ()
    not_feed: tuple[str, ...] = ()
    not_year: tuple[str, ...] = ()
    not_month: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    as_of: date | None = None
    standing: bool = False
    new_since: int | None = None
    story: str = ""
    explain: bool = False
    match: str = "all"
    sort: str = "relevance"
    group: str = ""
    page: int = 1
    per_page: int = 20
    by: str = AUTO
    bars: int = USUAL_BARS
    share: bool = False
    facets: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        """Check every value; keep each value of a facet once, and no empty ones."""
        for name in _DEFAULTS:
            object.__setattr__(self, name, checked(name, getattr(self, name)))
        check_size(map(self.__getattribute__, FACET_LIMITS))

    @classmethod
    def parse(cls, query: str = "", **limits: Unpack[Limits]) -> Self:
        """Return the request of a query and limits in whatever form `Limits` allows.

        A lone text is one value. A text for a day may name a month or a longer time: `since` is
        its first day, `until` and `as_of` are its last.

        >>> SearchRequest.parse("strike", sources="BBC", year=[2025, 2026], until="2026-02").until
        datetime.date(2026, 2, 28)
        """
        return cls(query=query).with_limits(**limits)

    @classmethod
    def of_words(
        cls,
        all_words: str = "",
        phrase: str = "",
        any_words: str = "",
        without: str = "",
        **limits: Unpack[Limits],
    ) -> Self:
        """Return the request for words that mean themselves, whatever operators they look like.

        Raises RequestInvalid where a text has signs alone: it would ask for nothing.

        >>> SearchRequest.of_words("strike", "port talks", "BBC DW", "coffee").query
        'strike "port talks" (BBC OR DW) -coffee'
        """
        from search.query.plain import composed

        check_words(all_words=all_words, phrase=phrase, any_words=any_words, without=without)
        return cls.parse(composed(all_words, phrase, any_words, without), **limits)

    def included(self, facet: str) -> tuple[str, ...]:
        """Return the values of a facet of which a hit must have one; () if all hits count.

        >>> SearchRequest(tags=("strike",)).included("tags")
        ('strike',)
        """
        check_facet(facet)
        return cast(tuple[str, ...], getattr(self, facet))

    def excluded(self, facet: str) -> tuple[str, ...]:
        """Return the values that no hit may have.

        >>> SearchRequest(not_tags=("strike",)).excluded("tags")
        ('strike',)
        """
        check_facet(facet)
        return cast(tuple[str, ...], getattr(self, f"not_{facet}"))

    def only(self, facet: str, value: str) -> Self:
        """Limit the facet to this value alone; the search has as many hits as the value's count.

        >>> SearchRequest(tags=("comet",)).only("tags", "strike").tags
        ('strike',)
        """
        return self.with_included(facet, (value,))

    def add(self, facet: str, value: str) -> Self:
        """Allow this value of the facet too.

        >>> SearchRequest(tags=("comet",)).add("tags", "strike").tags
        ('comet', 'strike')
        """
        return self.with_included(facet, (*self.included(facet), value))

    def exclude(self, facet: str, value: str) -> Self:
        """Leave out items that have this value.

        >>> SearchRequest(tags=("comet",)).exclude("tags", "strike").not_tags
        ('strike',)
        """
        bare = self.remove(facet, value)
        return bare.with_excluded(facet, (*bare.excluded(facet), value))

    def remove(self, facet: str, value: str) -> Self:
        """Drop this value from those that a hit must have, and from those that it must not have.

        >>> SearchRequest(tags=("comet", "strike")).remove("tags", "strike").tags
        ('comet',)
        """
        text("value", value)
        included, excluded = (
            tuple(other for other in values if name_key(other) != name_key(value))
            for values in (self.included(facet), self.excluded(facet))
        )
        return self._changed(page=1, **{facet: included, f"not_{facet}": excluded})

    def with_included(self, facet: str, values: tuple[str, ...]) -> Self:
        """Limit the facet to these values; () allows all.

        >>> SearchRequest().with_included("tags", ("comet", "strike")).tags
        ('comet', 'strike')
        """
        check_facet(facet)
        return self._changed(page=1, **{facet: values})

    def with_excluded(self, facet: str, values: tuple[str, ...]) -> Self:
        """Leave out items that have one of these values; they replace the ones given before.

        >>> SearchRequest().with_excluded("tags", ("comet", "strike")).not_tags
        ('comet', 'strike')
        """
        check_facet(facet)
        return self._changed(page=1, **{f"not_{facet}": values})

    def with_query(self, query: str) -> Self:
        """Ask something else within the same limits.

        >>> SearchRequest(query="comet", tags=("bay",)).with_query("tide").to_params()
        [('q', 'tide'), ('tag', 'bay')]
        """
        return self._changed(page=1, query=query)

    def with_days(self, since: date | None, until: date | None) -> Self:
        """Set the first and the last day of hits; None sets no bound.

        >>> SearchRequest().with_days(date(2026, 1, 1), None).to_params()
        [('since', '2026-01-01')]
        """
        return self._changed(page=1, since=since, until=until)

    def with_as_of(self, day: date | None) -> Self:
        """Search the archive as it stood on a day; None: as it stands now.

        >>> SearchRequest().with_as_of(date(2026, 1, 1)).to_params()
        [('as_of', '2026-01-01')]
        """
        return self._changed(page=1, as_of=day)

    def with_standing(self, standing: bool) -> Self:
        """Leave out items whose files were gone by the day of `as_of`, or include them.

        >>> SearchRequest(as_of=date(2026, 1, 1)).with_standing(True).to_params()
        [('as_of', '2026-01-01'), ('standing', '1')]
        """
        return self._changed(page=1, standing=standing)

    def with_new_since(self, generation: int | None) -> Self:
        """Find only what came into the archive after a generation; None: whatever there is.

        >>> SearchRequest(query="comet").with_new_since(17).to_params()
        [('q', 'comet'), ('new_since', '17')]
        """
        return self._changed(page=1, new_since=generation)

    def with_explain(self, explain: bool) -> Self:
        """Have each hit tell what gave it its score, or not.

        >>> SearchRequest(query="comet", page=2).with_explain(True).to_params()
        [('q', 'comet'), ('explain', '1'), ('page', '2')]
        """
        return self._changed(explain=explain)

    def with_match(self, match: str) -> Self:
        """Ask for items that have all, most or any of the words.

        >>> SearchRequest(query="comet bay").with_match("most").to_params()
        [('q', 'comet bay'), ('match', 'most')]
        """
        return self._changed(page=1, match=match)

    def with_sort(self, sort: str) -> Self:
        """Sort the hits in another order.

        >>> SearchRequest(page=3).with_sort("newest").to_params()
        [('sort', 'newest')]
        """
        return self._changed(page=1, sort=sort)

    def with_timeline(self, by: str = AUTO, share: bool = False) -> Self:
        """Count the hits over time by another unit, or as shares; the page of hits stays.

        >>> SearchRequest(query="comet", by="week").with_timeline(share=True).to_params()
        [('q', 'comet'), ('share', '1')]
        """
        return self._changed(by=by, share=share)

    def at_page(self, page: int) -> Self:
        """Turn to another page of the same search.

        >>> SearchRequest(query="comet").at_page(2).page
        2
        """
        return self._changed(page=page)

    def with_limits(self, **limits: Unpack[Limits]) -> Self:
        """Replace these limits, given as `parse` takes them; all else stays, the page too.

        >>> SearchRequest(query="comet", page=2).with_limits(since="2026", tags="bay").to_params()
        [('q', 'comet'), ('tag', 'bay'), ('since', '2026-01-01'), ('page', '2')]
        """
        for name in limits:
            if name not in Limits.__annotations__:
                like = nearest(_PARAMS.get(name, name), Limits.__annotations__)
                raise RequestInvalid(no_limit(name, like))
        return self._changed(**{name: parsed(name, value) for name, value in limits.items()})

    def _changed(self, **values: object) -> Self:
        """Return a copy with these values, and check only them: the others were checked before."""
        changed = object.__new__(type(self))
        for slot in _SLOTS.values():
            slot.__set__(changed, slot.__get__(self))
        for name, value in values.items():
            _SLOTS[name].__set__(changed, checked(name, value))
        if not values.keys().isdisjoint(FACET_LIMITS):
            check_size(map(changed.__getattribute__, FACET_LIMITS))
        return changed

    def to_params(self) -> list[tuple[str, str]]:
        """Return (name, value) pairs for a URL; fields that have their defaults are left out.

        >>> SearchRequest(query="comet", sources=("BBC", "DW")).to_params()
        [('q', 'comet'), ('source', 'BBC'), ('source', 'DW')]
        """
        pairs: list[tuple[str, str]] = []
        for param, slot, default in _PARAM_SLOTS:
            value = slot.__get__(self)
            if value == default:
                continue
            if value is True:
                pairs.append((param, "1"))
            elif isinstance(value, tuple):
                pairs.extend((param, entry) for entry in value or ("",))
            else:
                pairs.append((param, value.isoformat() if isinstance(value, date) else str(value)))
        return pairs

    @classmethod
    @cache
    def _default(cls) -> Self:
        """Return the empty search, whose values are checked once."""
        return cls()

    @classmethod
    def from_params(cls, pairs: Iterable[tuple[str, str]]) -> tuple[Self, tuple[str, ...]]:
        """Read (name, value) pairs of a URL, in any order.

        Returns the request, and a sentence for each value that no search can have and that was left
        out. Ignores names that are not parameters of a search. Raises RequestWrongType for anything
        but pairs of texts.

        >>> SearchRequest.from_params([("q", "comet"), ("page", "two")])[1]
        ("Left out page: 'two' is not a whole number.",)
        """
        given: dict[str, list[str]] = {}
        for param, one in pairs_of(pairs):
            if param in _PARAMS:
                given.setdefault(param, []).append(one)
        request = cls._default()
        problems: list[str] = []
        for param, texts in given.items():
            name = _PARAMS[param]
            several = name in FACET_LIMITS or name == "facets"
            if not several and len(set(texts)) > 1:
                problems.append(given_again(param, len(texts)))
            if name == "query":
                query, cut = cut_query(texts[-1])
                request = request._changed(query=query)
                problems += cut
                continue
            if several:
                texts = list(dict.fromkeys(texts))
                if len(texts) > MAX_FACET_LIMITS:
                    problems.append(too_many_values(param))
            for one in texts[:MAX_FACET_LIMITS] if several else texts[-1:]:
                if not one and name != "facets":
                    continue
                value: Any = (*(getattr(request, name) or ()), one) if several else one
                try:
                    request = request._changed(**{name: typed(name, param, one, value)})
                except RequestInvalid as problem:
                    problems.append(left_out(param, problem))
        return request, tuple(problems)


_DEFAULTS: Mapping[str, Any] = {field.name: field.default for field in fields(SearchRequest)}
#: Parameter of a URL -> field.
_PARAMS: Mapping[str, str] = {
    "q": "query",
    **{param: facet for facet, param in FACETS.items()},
    **{f"not_{param}": f"not_{facet}" for facet, param in FACETS.items()},
    **{name: name for name in _DEFAULTS if name != "query" and name not in FACET_LIMITS},
}
#: Field -> its slot: copying and reading a frozen request by slots is quicker than by names.
_SLOTS = {name: vars(SearchRequest)[name] for name in _DEFAULTS}
#: Parameters of a URL in the order of `to_params`.
PARAMETERS = tuple(_PARAMS)
_PARAM_SLOTS = [(param, _SLOTS[name], _DEFAULTS[name]) for param, name in _PARAMS.items()]
