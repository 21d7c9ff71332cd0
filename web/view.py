"""What does a page show of an answer?"""

from collections.abc import Iterator
from dataclasses import dataclass

import nh3
from flask import Flask
from markupsafe import Markup, escape

from search import FacetValue, HeadlineHit, Hit, Page, SearchRequest
from search.request import FACETS
from web.links import search_url, step_url
from web.words import FACET_WORDS, day_words, value_words

#: How many values of a facet stand beside the results; all are on the facet's own page.
FACET_VALUES = 10
#: Headlines under a hit; all are on the item's page.
HEADLINES = 3
#: A search in a title is cut to this.
TITLE_CHARACTERS = 120
#: Pages linked on both sides of the one that is shown.
NEAR_PAGES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A limit of the search, and the search without it."""

    kind: str
    words: str
    excluded: bool
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A facet's value, and where clicking it leads; None where a link would change nothing.

    `url` limits the facet to this value alone, or frees it from the value if it is selected;
    `add_url` allows it beside those that are selected; `exclude_url` leaves it out.
    """

    value: str
    words: str
    count: int
    selected: bool
    url: str | None
    add_url: str | None
    exclude_url: str | None


def init_app(app: Flask) -> None:
    """Give the templates what they show."""
    app.jinja_env.globals.update(
        chips=chips,
        page_numbers=page_numbers,
        search_words=search_words,
        shown_headlines=shown_headlines,
        unlimited=unlimited,
    )
    app.jinja_env.filters.update(paragraphs=paragraphs)


def chips(search: SearchRequest) -> Iterator[Chip]:
    """Yield the active limits in the order of the facets, days last."""
    for facet in FACETS:
        for excluded, values in (
            (False, search.included(facet)),
            (True, search.excluded(facet)),
        ):
            for value in values:
                yield Chip(
                    kind=FACET_WORDS[facet][0],
                    words=value_words(value, facet),
                    excluded=excluded,
                    url=search_url(search.remove(facet, value)),
                )
    for kind, day, url in (
        ("from", search.since, search_url(search.with_days(None, search.until))),
        ("until", search.until, search_url(search.with_days(search.since, None))),
    ):
        if day:
            yield Chip(kind=kind, words=day_words(day), excluded=False, url=url)


def unlimited(search: SearchRequest) -> SearchRequest:
    """Return the search without any of its limits, of the same day's archive."""
    return SearchRequest(
        query=search.query, sort=search.sort, per_page=search.per_page, as_of=search.as_of
    )


def search_words(search: SearchRequest) -> str:
    """Return a search in a few words, for a title; nothing for the empty search."""
    limits = []
    for chip in chips(search):
        day = f"{chip.kind} " if chip.kind in ("from", "until") else ""
        limits.append("not " * chip.excluded + day + chip.words)
    if search.as_of:
        limits.append(f"the archive of {day_words(search.as_of)}")
    words = ", ".join(filter(None, (search.query.strip(), *limits)))
    return words if len(words) <= TITLE_CHARACTERS else words[: TITLE_CHARACTERS - 1] + "…"


def facet_values(search: SearchRequest, facet: str, entries: list[FacetValue]) -> list[Value]:
    """Return the values of a facet with their links."""
    narrowed = bool(search.included(facet))
    values = []
    for entry in entries:
        step = "remove" if entry.selected else "only"
        add = narrowed and not entry.selected
        values.append(
            Value(
                value=entry.value,
                words=value_words(entry.value, facet),
                count=entry.count,
                selected=entry.selected,
                url=step_url(search, step, facet, entry.value),
                add_url=step_url(search, "add", facet, entry.value) if add else None,
                exclude_url=step_url(search, "exclude", facet, entry.value),
            )
        )
    return values


def top_values(page: Page, facet: str) -> list[FacetValue]:
    """Return the values to list beside the results: the top ones, and those selected."""
    entries = page.facets.get(facet, [])
    if facet in ("year", "month"):
        entries = entries[::-1]
    return entries[:FACET_VALUES] + [entry for entry in entries[FACET_VALUES:] if entry.selected]


def shown_headlines(hit: Hit) -> tuple[list[HeadlineHit], int]:
    """Return the headlines to show under a hit, and how many more there are.

    Those that matched come first. The headline that is the hit's title is not said twice.
    """
    others = [line for line in hit.headlines if line.text != hit.title]
    shown = sorted(others, key=lambda line: not line.matched)[:HEADLINES]
    return shown, len(others) - len(shown)


def page_numbers(page: int, pages: int) -> Iterator[int | None]:
    """Yield the numbers of the pages to link, None for a gap: 1 … 4 5 6 … 20."""
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


def paragraphs(text: str) -> Markup:
    """Return plain text as paragraphs, one for each block.

    The text is escaped, and what comes out is sanitised all the same: nothing but paragraphs
    leaves here, whatever a later change lets in.
    """
    blocks = (block.strip() for block in text.splitlines())
    html = "".join(f'<p dir="auto">{escape(block)}</p>\n' for block in blocks if block)
    return Markup(nh3.clean(html, tags={"p"}, attributes={"p": {"dir"}}))
