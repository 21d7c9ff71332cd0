"""Which parts of an answer does a page show?"""

from collections.abc import Iterator

from flask import Flask

from search import Clause, FacetValue, HeadlineHit, Hit, Page, SearchRequest
from search.frozen import frozen
from search.messages import Message
from search.request import FACETS
from web.page_links import search_url
from web.translation import N_, gettext
from web.words import FACET_WORDS, day_words, value_words

#: Values of a facet beside the results, before the link to the page that lists all.
SHOWN_VALUES = 5
#: Facet -> the same, where it is another number. A feed is a long address, and few limit by one.
_SHOWN_VALUES_OF = {"feed": 0}
#: Headlines under a hit, before the link to the item's page, which lists all; and fewer of them.
SHOWN_HEADLINES, FEWER_HEADLINES = 3, 2
#: Characters of a search in a page's title.
TITLE_CHARACTERS = 120
#: Bytes that the addresses of a page's chips take at most.
MAX_CHIPS_BYTES = 100_000
#: Kinds of chips other than those of facets, in English: `gettext` says them.
CHIP_KINDS = (
    N_("query"),
    N_("from"),
    N_("until"),
    N_("with"),
    N_("gone"),
    N_("new since"),
    N_("story"),
)
#: Match of a search -> what its hits have.
_WORDS_OF_HITS = {"most": N_("most of the words"), "any": N_("any of the words")}
#: Linked pages on each side of the current one.
NEAR_PAGES = 2


@frozen(kw_only=True)
class Chip:
    """The query or a limit of the search in words, and the address of the search without it.

    `url` is None where that search would be the same, and where the chips before have too many and
    too long addresses already.
    """

    kind: str  # in English: `chip_kind` says it
    words: str
    excluded: bool = False
    url: str | None = None


@frozen(kw_only=True)
class Offer:
    """Another search: how many items it finds, and how it differs: "without zebra"."""

    total: int
    how: str
    words: str
    url: str


def init_app(app: Flask) -> None:
    """Register the functions that templates choose with what to show."""
    app.jinja_env.globals.update(
        chips=chips,
        clause_words=clause_words,
        offers=offers,
        page_numbers=page_numbers,
        is_limited=is_limited,
        search_words=search_words,
        shown_headlines=shown_headlines,
        everything=everything,
        unlimited=unlimited,
    )


def chips(search: SearchRequest, page: Page | None = None) -> Iterator[Chip]:
    """Yield the query, and the limits of a search in the order of the facets, days last.

    The page, if there is one, tells whether another `match` would find the same.
    """
    if query := search.query.strip():
        yield Chip(
            kind="query", words=query, url=search_url(search.with_query("").with_match("all"))
        )
    bytes_left = MAX_CHIPS_BYTES
    for facet in FACETS:
        for excluded, values in (
            (False, search.included(facet)),
            (True, search.excluded(facet)),
        ):
            for value in values:
                url = search_url(search.remove(facet, value)) if bytes_left > 0 else None
                bytes_left -= len(url or "")
                yield Chip(
                    kind=FACET_WORDS[facet][0],
                    words=value_words(value, facet),
                    excluded=excluded,
                    url=url,
                )
    for kind, day, others in (
        ("from", search.since, (None, search.until)),
        ("until", search.until, (search.since, None)),
    ):
        if day:
            url = search_url(search.with_days(*others))
            yield Chip(kind=kind, words=day_words(day), url=url)
    if search.match != "all":
        words = gettext(_WORDS_OF_HITS[search.match])
        if search.match == "most" and page and page.total and not page.all_words:
            # Without it the answer would be this one again: where nothing has all words, most do.
            yield Chip(kind="with", words=gettext("{words}, as no item has all", words=words))
        else:
            yield Chip(kind="with", words=words, url=search_url(search.with_match("all")))
    if search.standing:
        url = search_url(search.with_standing(False))
        words = gettext("by then") if search.as_of else gettext("by now")
        yield Chip(kind="gone", words=words, excluded=True, url=url)
    if search.new_since is not None:
        words = gettext("update {number} of the archive", number=search.new_since)
        url = search_url(search.with_new_since(None))
        yield Chip(kind="new since", words=words, url=url)
    if search.story:
        url = search_url(search.with_limits(story="", page=1))
        yield Chip(kind="story", words=search.story, url=url)


def chip_kind(chip: Chip) -> str:
    """Return what a chip limits: "outlet", "not outlet"."""
    return _excluded(gettext(chip.kind)) if chip.excluded else gettext(chip.kind)


def _excluded(words: str) -> str:
    return gettext("not {words}", words=words)


def clause_words(clause: Clause, search: SearchRequest) -> str:
    """Return a part of a search in the words of its chips."""
    if not clause.limit:
        return clause.text
    if clause.limit == "as_of" and search.as_of:
        return gettext("the archive of {day}", day=day_words(search.as_of))
    kept = {(chip.kind, chip.words, chip.excluded) for chip in chips(clause.without)}
    groups: dict[str, list[str]] = {}
    for chip in chips(search):
        if (chip.kind, chip.words, chip.excluded) not in kept:
            groups.setdefault(chip_kind(chip), []).append(chip.words)
    between = f" {gettext('or')} "
    return " ".join(f"{kind} {between.join(words)}" for kind, words in groups.items())


def notes_less_linked(page: Page) -> Iterator[str]:
    """Yield the notes of a search but the one that a link of its page has in it."""
    for note in page.notes:
        values = note.values if isinstance(note, Message) else {}
        if not (page.total and page.plain) or values.get("words") != page.plain.search.query:
            yield note


def offers(page: Page) -> list[Offer]:
    """Return what finds something where a search found nothing, the most promising first.

    That is the query as plain words, then the search less one of its parts, the shortest first, of
    equally long ones by what it finds, or else less several of them.
    """
    found = []
    if page.plain:
        found.append(
            Offer(
                total=page.plain.total,
                how=gettext("for"),
                words=page.plain.search.query,
                url=search_url(page.plain.search),
            )
        )
    for clause in sorted(page.clauses, key=_by_what_is_left_out):
        if clause.rest and (clause.without.query or is_limited(clause.without)):
            url = search_url(clause.without)
            words = clause_words(clause, page.request)
            found.append(Offer(total=clause.rest, how=gettext("without"), words=words, url=url))
    for near in page.nearby:
        words, url = search_words(near.search), search_url(near.search)
        found.append(Offer(total=near.total, how=gettext("for"), words=words, url=url))
    return found


def _by_what_is_left_out(clause: Clause) -> tuple[int, int]:
    words = 1 if clause.limit else len(clause.text.split())
    return words, -(clause.rest or 0)


def everything(search: SearchRequest) -> SearchRequest:
    """Return the search for all items of the same day of the archive."""
    return SearchRequest(as_of=search.as_of)


def unlimited(search: SearchRequest) -> SearchRequest:
    """Return the search without its limits, as of the same day."""
    return SearchRequest(
        query=search.query,
        match=search.match,
        sort=search.sort,
        per_page=search.per_page,
        as_of=search.as_of,
    )


def for_all_hits(search: SearchRequest) -> SearchRequest:
    """Return the search that has the same hits in the same order, without what only a page needs.

    >>> request = SearchRequest(query="strike", sort="oldest", share=True, explain=True, page=3)
    >>> for_all_hits(request).to_params()
    [('q', 'strike'), ('sort', 'oldest')]
    """
    usual = SearchRequest()
    plain = search.with_timeline().with_explain(False).at_page(1)
    return plain.with_limits(facets=None, per_page=usual.per_page, bars=usual.bars, group="")


def is_limited(search: SearchRequest) -> bool:
    """Tell whether a search has any of the limits that can be chosen beside the hits."""
    days = search.since or search.until or search.as_of or search.standing
    return bool(days or search.story) or any(
        search.included(name) or search.excluded(name) for name in FACETS
    )


def search_words(search: SearchRequest) -> str:
    """Return a search as a short text for a title; "" for the empty search."""
    limits = []
    for chip in chips(search.with_query("")):
        words = chip.words
        if chip.kind in CHIP_KINDS:
            words = f"{gettext(chip.kind)} {words}"
        limits.append(_excluded(words) if chip.excluded else words)
    if search.as_of:
        limits.append(gettext("the archive of {day}", day=day_words(search.as_of)))
    words = ", ".join(filter(None, (search.query.strip(), *limits)))
    return words if len(words) <= TITLE_CHARACTERS else words[: TITLE_CHARACTERS - 1] + "…"


def top_values(page: Page, facet: str) -> list[FacetValue]:
    """Return the values to show beside the results: all selected ones, then the first others."""
    entries = page.facets.get(facet, [])
    if facet in ("year", "month"):
        entries = entries[::-1]
    most = _SHOWN_VALUES_OF.get(facet, SHOWN_VALUES)
    shown = entries[:most] + [entry for entry in entries[most:] if entry.selected]
    if facet in ("year", "month"):
        return shown
    return sorted(shown, key=lambda entry: (not entry.selected, -shown_count(entry)))


def shown_count(entry: FacetValue) -> int:
    """Return the number beside a value: the hits once it is ticked, or those it has alone."""
    return entry.count if entry.if_added is None else entry.if_added


def shown_headlines(hit: Hit, most: int = SHOWN_HEADLINES) -> tuple[tuple[HeadlineHit, ...], int]:
    """Return the best headlines to show under a hit, `most` of them, and how many more there are.

    The headline that is also the hit's title is left out.
    """
    shown = hit.best_headlines(most)
    is_title = sum(line.text == hit.title for line in hit.headlines)
    return shown, hit.headline_count - is_title - len(shown)


def page_numbers(page: int, pages: int) -> Iterator[int | None]:
    """Yield the numbers of the pages to link, None for a gap: 10 of 20 -> 1 … 8 9 10 11 12 … 20."""
    near = range(page - NEAR_PAGES, page + NEAR_PAGES + 1)
    shown = sorted({1, pages, *(number for number in near if 1 <= number <= pages)})
    before = 0
    for number in shown:
        if number == before + 2:
            yield number - 1
        elif number > before + 2:
            yield None
        yield number
        before = number
